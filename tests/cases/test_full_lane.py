"""The full lane: what a registration asks besides the desk's three, and what the database keeps of it (4.2, L11)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.forms.case import RegistrationForm
from cases.models import Case, Deadline, Party, Service, ServiceConsent
from cases.models.party import MOST_REPRESENTATIVES
from officials.models import Role
from tests import factories
from tests.petitions.stories import Story, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def address(case):
    return f"{case.get_absolute_url()}registration/"


def filled(client, case, **fields):
    """The page as it opens, sent back with what is typed."""
    form = client.get(address(case)).context["form"]
    sent = {}
    for name in form.fields:
        bound = form[name]
        value = bound.value()
        if isinstance(value, bool):
            value = "on" if value else None
        if value is not None:
            sent[bound.html_name] = value
        if bound.field.show_hidden_initial and (first := form.get_initial_for_field(bound.field, name)) is not None:
            sent[bound.html_initial_name] = first
    return client.post(address(case), {**sent, **fields})


# ---------- 代表 ----------
def represent(case, number, note="当场推选，签名在册"):
    return Party.objects.create(
        case=case, role=Party.Role.REPRESENTATIVE, name=f"代表{'甲乙丙丁戊己'[number]}", authority_note=note
    )


def test_at_most_five_speak_for_a_group_however_many_came():
    case = factories.case(people_present=300, people_affected=1200)

    seats = [represent(case, number).seat for number in range(MOST_REPRESENTATIVES)]

    assert seats == [1, 2, 3, 4, 5]
    assert (case.people_present, case.people_affected) == (300, 1200)
    with pytest.raises(ValidationError, match="代表最多 5 人"):
        represent(case, 5)


@pytest.mark.parametrize("seat", [None, 0, 6])
def test_the_database_knows_no_representative_beside_the_five_seats(seat):
    representative = represent(factories.case(people_present=6), 0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=representative.pk).update(seat=seat)


def test_the_database_gives_a_seat_once_and_to_representatives_alone():
    case = factories.case(people_present=6)
    first, second = represent(case, 0), represent(case, 1)

    for values, pk in (({"seat": first.seat}, second.pk), ({"seat": 3}, case.parties.get(is_lead=True).pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.filter(pk=pk).update(**values)


def test_a_seat_given_back_is_free_for_another():
    case = factories.case(people_present=6)
    first = represent(case, 0)
    represent(case, 1)

    first.role = Party.Role.JOINT
    first.save()

    assert first.seat is None
    assert represent(case, 2).seat == 1


def test_a_representative_is_named_with_his_authority(client, clerk):
    case = factories.case(clerk, people_present=6)

    refused = filled(client, case, representative0_name="李四海")
    taken = filled(client, case, representative0_name="李四海", representative0_note="当场推选，签名在册")

    assert refused.status_code == 422
    assert "请写怎么推选、授权的，例如 当场推选，签名在册（条例第二十条第三款）。" in refused.content.decode()
    assert taken.status_code == 302
    assert case.parties.get(role="REPRESENTATIVE").authority_note == "当场推选，签名在册"
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(role="REPRESENTATIVE").update(authority_note="")


def test_a_group_without_representatives_is_asked_for_them_and_never_held_up(sign_in, settings):
    director = factories.official(Role.OD)
    group = factories.case(people_present=settings.GROUP_FROM)
    few = factories.case(people_present=settings.GROUP_FROM - 1)
    client = sign_in(director)

    assert "还没有推选代表" in client.get(group.get_absolute_url()).content.decode()
    assert "还没有推选代表" not in client.get(few.get_absolute_url()).content.decode()
    represent(group, 0)
    assert "还没有推选代表" not in client.get(group.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_naming_the_fifth_at_once_seat_one():
    case = factories.case(people_present=6)
    for number in range(MOST_REPRESENTATIVES - 1):
        represent(case, number)

    def name(number):
        try:
            with transaction.atomic():
                Case.objects.for_change().get(pk=case.pk)
                return represent(case, number).seat
        except ValidationError:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clerks:
        assert sorted(map(str, clerks.map(name, [4, 5]))) == ["5", "told"]


# ---------- 三跨三分离、联名、急办 ----------
def test_crossings_are_ticked_one_by_one_and_shown(client, clerk):
    case = factories.case(clerk)

    assert filled(client, case, cross_area="on", cross_all_apart="on").status_code == 302

    case.refresh_from_db()
    assert case.cross_flags == ["AREA", "ALL_APART"]
    assert "跨地区" in client.get(case.get_absolute_url()).content.decode()


def test_leaving_the_crossings_alone_changes_nothing(client, clerk):
    case = factories.case(clerk)
    Case.objects.filter(pk=case.pk).update(cross_flags=["INDUSTRY"])

    filled(client, case, place_note="3幢")

    case.refresh_from_db()
    assert (case.cross_flags, case.place_note) == (["INDUSTRY"], "3幢")


def test_the_database_knows_no_other_crossing():
    case = factories.case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(cross_flags=["STREET"])


def test_a_joint_letter_is_signed_by_several(client, clerk):
    case = factories.case(clerk, channel="LETTER")

    refused = filled(client, case, is_joint_signed="on")
    taken = filled(client, case, is_joint_signed="on", people_present="6", people_affected="6")

    assert refused.status_code == 422
    assert "联名的至少有两人署名，请核对人数。" in refused.content.decode()
    assert taken.status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(people_present=1)


def test_when_it_began_is_written_as_a_day_in_any_of_the_usual_ways(client, clerk):
    case = factories.case(clerk)

    kept = filled(client, case, origin_on="2019年5月1日")
    refused = filled(client, Case.objects.get(), origin_on="明天")

    assert (kept.status_code, Case.objects.get().origin_on) == (302, date(2019, 5, 1))
    assert refused.status_code == 422 and refused.context["form"].errors["origin_on"]


def test_marking_as_urgent_while_completing_starts_the_hours(client, clerk):
    case = factories.case(clerk)

    assert filled(client, case, urgency="LIVELIHOOD").status_code == 422
    assert filled(client, case, urgency="LIVELIHOOD", urgency_basis="整幢停水").status_code == 302

    assert Deadline.objects.running().filter(case=case, rule="F22").exists()


def test_taking_urgency_back_ends_the_hours_and_a_better_word_changes_only_the_word(client, clerk):
    case = factories.case(clerk, urgency="LIVELIHOOD", urgency_basis="停水")

    filled(client, case, urgency_basis="整幢停水三天")
    case.refresh_from_db()
    assert case.urgency_basis == "整幢停水三天"
    assert case.deadlines.filter(rule="F22", ended_on__isnull=True).count() == 1

    filled(client, case, urgency="", urgency_basis="")
    case.refresh_from_db()
    assert (case.urgency, case.deadlines.get(rule="F22").end_reason) == ("", "不按急办")


# ---------- 电子送达同意 ----------
def test_consent_to_electronic_service_has_its_way_its_time_and_who_wrote_it_down(client, clerk):
    case = factories.case(clerk)
    before = timezone.now()

    filled(client, case, lead_consent="MESSAGE")

    consent = ServiceConsent.objects.get()
    assert (consent.channel, consent.recorded_by, consent.party.is_lead) == ("MESSAGE", clerk, True)
    assert before <= consent.agreed_at <= timezone.now()
    assert "同意电子送达" in client.get(case.get_absolute_url()).content.decode()


def test_consent_can_be_taken_back_at_any_time_and_the_past_stays(client, clerk):
    case = factories.case(clerk)
    filled(client, case, lead_consent="MESSAGE")

    filled(client, case, lead_consent="")

    consent = ServiceConsent.objects.get()
    assert consent.revoked_by == clerk
    assert not ServiceConsent.objects.in_force(case).exists()


def test_another_way_takes_the_place_of_the_first(client, clerk):
    case = factories.case(clerk)
    filled(client, case, lead_consent="MESSAGE")
    filled(client, case, lead_consent="WECHAT")

    assert ServiceConsent.objects.in_force(case).get().channel == "WECHAT"
    assert ServiceConsent.objects.count() == 2


def test_the_database_keeps_one_consent_in_force(clerk):
    case = factories.case(clerk)
    lead = case.parties.get()
    lead.agree_to("MESSAGE", by=clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceConsent.objects.create(party=lead, channel="EMAIL", recorded_by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceConsent.objects.update(revoked_at=timezone.now() - timedelta(days=1), revoked_by=clerk)


def test_nothing_is_served_electronically_without_consent(clerk):
    today = timezone.localdate()
    petition = registered(on=today)
    story = Story(petition)

    with pytest.raises(ValidationError, match="没有本人同意电子送达"):
        petition.give_notice(by=story.by, served_on=today, method=Service.Method.ELECTRONIC)
    petition.case.parties.get().agree_to("MESSAGE", by=clerk)
    petition.give_notice(by=story.by, served_on=today, method=Service.Method.ELECTRONIC)

    assert petition.case.services.get().method == "ELECTRONIC"


# ---------- 被反映人职务 ----------
def test_only_a_respondent_has_a_post():
    lead = factories.case().parties.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=lead.pk).update(post="科长")


# ---------- 页上的次序、读卡器 ----------
def test_fields_stand_in_the_order_in_which_clerks_ask():
    asked = [name for name in RegistrationForm(record=factories.case(), by=factories.official(Role.RC)).fields]

    order = ["statement", "grounds", "community", "category", "legal_state", "people_present", "history_note"]
    assert [name for name in asked if name in order] == order


def test_a_card_reader_that_ends_with_enter_goes_on_to_the_next_field(client, clerk):
    html = client.get(address(factories.case(clerk))).content.decode()

    field = next(line for line in html.split("<input") if 'name="lead_id_number"' in line)
    assert "data-next" in field

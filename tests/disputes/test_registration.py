"""From the desk to a dispute: what can become one, what cannot, and what was typed once is typed once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline, SearchText
from cases.models.claim import Purpose
from cases.similar import similar
from disputes.models import Dispute
from officials.models import Role
from reception.models import Visit, Voiding
from tests import factories
from tests.disputes import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def mediator():
    return stories.mediator(name="金凤英")


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def typed(**changes):
    return {
        "channel": "VISIT",
        "name": "赵秀英",
        "phone": "13800004471",
        "statement": stories.WATER,
        "people_present": "1",
        "dispute_kind": stories.kind().pk,
        "other_side": "李春生",
        "other_phone": "13800005582",
        "wanted": "修好卫生间，赔天花板 800 元。",
        "dispute_source": "APPLIED",
        "rights_told": "on",
        "register": "dispute",
    } | changes


def register(desk, **changes):
    return desk.post(reverse("reception:register"), typed(**changes))


def test_from_the_desk_to_an_accepted_dispute_nothing_is_typed_twice(desk, mediator, sign_in):
    answer = register(desk)
    dispute = Dispute.objects.get()
    case = dispute.case
    at_mediator = sign_in(mediator)
    other = case.parties.respondents().get()
    at_mediator.post(
        reverse("disputes:answer", args=[case.number, other.pk]),
        {"answer": "AGREED", "rights_told": "on", "on": "今天", "way": "PHONE"},
    )
    at_mediator.post(
        reverse("disputes:acceptance", args=[case.number]),
        {"mediator": mediator.pk, "chosen_by": "BOTH", "on": "今天"},
    )

    assert answer.status_code == 302
    dispute.refresh_from_db()
    case.refresh_from_db()
    assert (case.procedure, case.stage, case.handler) == ("MEDIATION", "ACCEPTED", mediator)
    assert (dispute.state, dispute.kind.name, dispute.source) == ("ACCEPTED", "邻里", "APPLIED")
    assert [claim.text for claim in case.claims.all()] == ["修好卫生间，赔天花板 800 元。"]
    assert (other.name, other.phone) == ("李春生", "13800005582")
    assert dispute.mediators.get().chosen_by == "BOTH"
    assert not hasattr(case, "petition")


def test_the_respondent_written_above_is_the_other_side(desk, mediator):
    register(desk, respondent="李春生", other_side="")

    assert Case.objects.get().parties.respondents().get().name == "李春生"


def test_the_talk_makes_a_dispute_of_who_gave_a_name_alone(desk, clerk, mediator):
    visit = factories.visit(clerk, name="赵秀英", statement="", waits=True)

    answer = desk.post(
        reverse("reception:talk", args=[visit.contact_no]), typed(name="", phone="", channel="", other_phone="")
    )

    visit.refresh_from_db()
    assert answer.status_code == 302, answer.context["form"].errors
    assert visit.case.is_dispute and visit.case.parties.get(is_lead=True).name == "赵秀英"


def test_a_window_request_that_is_a_dispute_goes_on_as_one_from_its_first_day(desk, clerk, mediator):
    visit = factories.visit(clerk, purpose=Purpose.INQUIRY, back_office=factories.section("社会事务科"))

    desk.post(reverse("reception:talk", args=[visit.contact_no]), typed(name="", phone="", reopens="True"))

    visit.refresh_from_db()
    assert visit.case.is_dispute and visit.case.received_at == visit.received_at
    assert not Deadline.objects.running().filter(rule="F33").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"purpose": "ACCUSATION"}, "检举控告要封存立件，不走调解。"),
        ({"purpose": "INQUIRY"}, "调解的是双方之间的民间纠纷"),
        ({"other_side": ""}, "请写对方的姓名或者单位。"),
        ({"wanted": ""}, "请写要求怎么解决。"),
        ({"dispute_kind": ""}, "请选是哪一类纠纷。"),
        ({"name": "", "phone": "", "anonymous": "on"}, "调解要有名有姓的双方"),
        ({"dispute_source": "COMMISSIONED"}, "请写是哪个单位委托、移送的"),
        ({"source_organ": "区法院"}, "只有委托、移送的才写单位。"),
        ({"other_channel": "TRANSFERRED", "sender_organ": "区信访局", "sender_no": "1"}, "上级转送、交办的是信访件"),
        ({"register": "print"}, "写了矛盾纠纷，请按“登记为矛盾纠纷”"),
        ({"register": "settle", "told": "去调解", "taken": "ACCEPTED"}, "写了矛盾纠纷，请按“登记为矛盾纠纷”"),
    ],
)
def test_what_is_no_dispute_is_refused_with_a_sentence_and_nothing_typed_is_lost(desk, mediator, changes, words):
    answer = register(desk, **changes)

    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert "天花板泡坏了" in page
    assert not Case.objects.exists() and not Visit.objects.exists()


def test_somebody_called_like_one_of_this_office_is_asked_about_first(desk, mediator):
    cadre = factories.official(Role.HD, name="李春生")

    refused = register(desk)
    taken = register(desk, respondent_is_ordinary="on")

    assert refused.status_code == 422 and "对方与本街道工作人员同名" in refused.content.decode()
    assert taken.status_code == 302
    assert not Case.objects.visible_to(cadre).exists()


def test_a_unit_of_this_office_is_no_side_of_a_civil_dispute(desk, mediator):
    factories.section("城市建设科")

    answer = register(desk, other_side="城市建设科", respondent_is_ordinary="on")

    assert answer.status_code == 422 and "不是民间纠纷" in answer.content.decode()


def test_a_sealed_matter_and_a_dispute_exclude_each_other(mediator):
    dispute = stories.dispute()
    sealed = factories.case(purpose=Purpose.ACCUSATION)

    with pytest.raises(ValidationError, match="不能封存"):
        dispute.case.seal(by=factories.official(Role.OD), reason="试")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=sealed.pk).update(procedure="MEDIATION")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=dispute.case.pk).update(confidentiality="SEALED")


def test_sealing_a_dispute_at_its_page_is_refused_with_a_sentence(sign_in, mediator):
    dispute = stories.dispute()

    answer = sign_in(factories.official(Role.OD)).post(
        reverse("cases:seal", args=[dispute.case.number]), {"reason": "像是检举"}
    )

    assert answer.status_code == 422 and "另行登记" in answer.content.decode()


def test_a_dispute_owes_an_answer_and_no_petition_notice(mediator):
    friday = datetime(2026, 9, 25, 10, tzinfo=ZoneInfo("Asia/Shanghai"))  # a holiday, as are the two days after
    visit = stories.visit(received_at=friday, now=friday)

    clock = visit.case.deadlines.get()
    assert (clock.rule, clock.kind, clock.legal_end_on) == ("M03", "PROMISE", date(2026, 9, 30))
    assert visit.case.next_legal_on is None
    assert not Visit.objects.unentered().exists()


def test_the_receipt_says_what_happens_next_and_by_when(desk, mediator):
    register(desk)
    visit = Visit.objects.get()

    page = desk.get(visit.get_absolute_url()).content.decode()

    until = visit.case.deadlines.get(rule="M03").legal_end_on
    assert "矛盾纠纷登记回执" in page
    assert f"{until.year}年{until.month}月{until.day}日</strong>告诉您是否受理调解" in page
    assert "随时要求终止调解" in page and "调解不收任何费用" in page
    assert "60 日" not in page and "书面告知您" not in page


def test_a_later_contact_joins_a_dispute_as_a_repeat(desk, clerk, mediator):
    dispute = stories.dispute(clerk)

    answer = desk.post(
        reverse("reception:register"),
        {
            "channel": "VISIT",
            "name": "赵秀英",
            "phone": "13800004471",
            "statement": "又漏了。",
            "join": dispute.case.number,
        },
    )

    dispute.case.refresh_from_db()
    assert answer.status_code == 302
    assert (dispute.case.repeat_count, dispute.case.visits.count()) == (1, 2)
    assert "已并入在办的" in desk.get(Visit.objects.latest("pk").get_absolute_url()).content.decode()


def test_kept_apart_from_another_matter_it_is_still_a_dispute(desk, mediator):
    answer = register(desk, register="", apart="1")

    visit = Visit.objects.get()
    assert answer.status_code == 302
    assert visit.kept_apart and visit.case.is_dispute


def test_voiding_the_registration_ends_the_dispute(clerk, mediator):
    visit = stories.visit(clerk, rights_told=True)
    voiding = Voiding.objects.ask(visit, reason="登记了两遍", by=clerk)

    voiding.decide(by=factories.official(Role.OD), is_approved=True)

    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.case.is_voided) == ("VOID", True)
    assert not Deadline.objects.running().exists()
    assert not SearchText.objects.exists()


def test_once_somebody_was_asked_the_registration_stands(clerk, mediator):
    visit = stories.visit(clerk)
    stories.agreed(visit.case.dispute, by=mediator)

    with pytest.raises(ValidationError, match="已经开始办理"):
        Voiding.objects.ask(visit, reason="登记了两遍", by=clerk)


def test_the_mediators_of_the_community_are_asked_before_those_of_the_street(mediator):
    here = factories.community("汤巷社区")
    own = stories.mediator(at=here)

    assert stories.dispute(community=here).committee == own.unit
    assert stories.dispute(community=factories.community()).committee == mediator.unit


def test_without_a_mediator_the_director_is_told_to_take_care(desk):
    answer = desk.post(reverse("reception:register"), typed(), follow=True)

    assert "还没有调解员的岗位" in answer.content.decode()
    assert Dispute.objects.get().committee is None


def test_sent_twice_it_is_registered_once(desk, mediator):
    key = "6b0ab0b6-51c1-4f6b-9c3e-0b8f4a9b1a11"

    register(desk, submission=key)
    register(desk, submission=key)

    assert Visit.objects.count() == Dispute.objects.count() == 1


def test_a_petition_is_no_dispute_and_a_dispute_no_petition(sign_in, mediator):
    at_director = sign_in(factories.official(Role.OD))
    petition, dispute = factories.case(), stories.dispute()

    assert at_director.get(reverse("disputes:acceptance", args=[petition.number])).status_code == 404
    assert at_director.get(reverse("petitions:triage", args=[dispute.case.number])).status_code == 404
    assert list(Case.objects.untriaged()) == [petition]


def test_the_registration_form_names_both_sides(mediator):
    from reception.papers import registration_form

    visit = stories.visit()

    form = registration_form(visit, in_full=False)

    assert [person["role"] for person in form["persons"]] == ["信访人", "对方"]
    assert "李春生" not in str(form) and "已登记为矛盾纠纷" in form["result"]


def test_registering_a_dispute_takes_a_bounded_number_of_statements(clerk, mediator, queries_of):
    stories.dispute(clerk)

    statements = queries_of(lambda: stories.dispute(clerk, received_at=timezone.now(), rights_told=True))

    assert len(statements) <= 26


def test_a_dispute_is_found_by_what_is_wanted_and_offered_as_the_same_matter(desk, clerk, mediator, sign_in):
    dispute = stories.dispute(clerk)

    found = sign_in(mediator).get("/cases/", {"q": "赔天花板"}).content.decode()
    alike = similar(stories.WATER, cases_queryset=Case.objects.visible_to(clerk))

    assert dispute.case.number in found
    assert [match.case for match in alike] == [dispute.case]


def test_the_list_shows_by_when_the_answer_is_promised(mediator, sign_in):
    dispute = stories.dispute()

    (row,) = sign_in(mediator).get("/cases/").context["cases"]

    assert (row, row.inner_clock.rule) == (dispute.case, "M03")


def test_a_claim_of_a_dispute_does_not_become_an_accusation(mediator, sign_in):
    dispute = stories.dispute()
    claim = dispute.case.claims.get()
    client, address = sign_in(mediator), reverse("cases:edit", args=[dispute.case.number])
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields if name != "submission"}
    shown = {name: value for name, value in shown.items() if value not in (None, False)}

    answer = client.post(address, {**shown, f"claim{claim.pk}_purpose": "ACCUSATION"})

    assert answer.status_code == 422 and "另行登记" in answer.content.decode()
    assert not Case.objects.get().is_sealed


def test_the_other_side_of_this_office_is_out_at_once(clerk, mediator, sign_in):
    dispute = stories.accepted(stories.dispute(clerk), by=mediator)
    client = sign_in(factories.official(Role.OD))

    client.post(
        reverse("cases:party", args=[dispute.case.number]) + "?as=respondent",
        {"official": mediator.pk, "is_ordinary": "on"},
    )

    dispute.case.refresh_from_db()
    assert dispute.case.handler is None
    assert not Case.objects.visible_to(mediator).exists()

"""Parties on a case: those who came, those who speak for others, and those complained about (AZ-09)."""

import pytest
from django.utils import timezone

from cases.models import Case, Deadline, Ownership, Party, SealedReader, SearchText
from cases.models.claim import Purpose, Route
from officials.models import Posting, Role
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


def new_url(file):
    return f"{file.get_absolute_url()}parties/new/"


def accused_url(file):
    return f"{new_url(file)}?as=respondent"


def sees(sign_in, official, file):
    return sign_in(official).get(file.get_absolute_url()).status_code == 200


# ---------- 信访人 ----------
def test_a_representative_is_added_with_a_checked_phone(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)
    sent = form_of(client, new_url(file)) | {
        "name": "李四",
        "role": "REPRESENTATIVE",
        "phone": "139 1234 5678",
        "authority_note": "当场推选",
    }

    assert client.post(new_url(file), sent).status_code == 302

    added = file.parties.get(role=Party.Role.REPRESENTATIVE)
    assert (added.name, added.phone_masked, added.is_lead) == ("李四", "139****5678", False)


def test_a_sixth_representative_is_refused(sign_in):
    file = factories.triaged()
    for number in range(5):
        Party.objects.create(case=file, role=Party.Role.REPRESENTATIVE, name=f"代表{number}", authority_note="推选")
    client = sign_in(file.handler)

    answer = client.post(new_url(file), {"name": "第六人", "role": "REPRESENTATIVE"})

    assert answer.status_code == 422
    assert "代表最多 5 人" in answer.content.decode()


def test_the_first_named_party_of_an_anonymous_case_leads_it(sign_in, director):
    file = factories.case(name="", phone="")
    assert file.is_anonymous
    client = sign_in(director)

    client.post(new_url(file), {"name": "张建国", "role": "PETITIONER"})

    file.refresh_from_db()
    assert file.parties.get().is_lead
    assert not file.is_anonymous


def test_once_somebody_can_be_told_the_notice_clock_runs_from_receipt(sign_in, director):
    file = factories.case(name="", phone="")
    assert not file.deadlines.exists()
    client = sign_in(director)

    client.post(new_url(file), {"name": "张建国", "role": "PETITIONER"})
    assert not file.deadlines.exists()  # a name, but nowhere to send it
    lead = file.parties.get()
    client.post(f"{file.get_absolute_url()}parties/{lead.pk}/", {"phone": "13800004471", "role": "PETITIONER"})

    clock = file.deadlines.get()
    assert (clock.rule, clock.started_on) == ("L03", file.received_on)
    file.refresh_from_db()
    assert file.next_legal_on == clock.legal_end_on


def test_papers_sent_elsewhere_have_an_address_of_their_own_masked_like_the_other(sign_in):
    file = factories.triaged()
    lead = file.parties.get(is_lead=True)
    client, page = sign_in(file.handler), f"{file.get_absolute_url()}parties/{lead.pk}/"

    client.post(page, form_of(client, page) | {"service_address": "北苑路仓前街12号厂区传达室"})
    shown = client.get(file.get_absolute_url()).content.decode()

    lead.refresh_from_db()
    assert lead.service_address == "北苑路仓前街12号厂区传达室"
    assert "送达地址" in shown and lead.service_address_masked in shown and "12号" not in shown
    assert client.get(f"{file.get_absolute_url()}parties/{lead.pk}/service_address/").status_code == 200


def test_a_new_lead_takes_the_place_of_the_old(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)

    client.post(new_url(file), {"name": "李四", "role": "PETITIONER", "is_lead": "on"})

    assert file.parties.get(is_lead=True).name == "李四"
    assert file.parties.count() == 2


def test_a_party_of_another_case_is_not_found_here(sign_in):
    file, other = factories.triaged(), factories.triaged()
    stranger = other.parties.get()
    client = sign_in(file.handler)
    assert client.get(f"{file.get_absolute_url()}parties/{stranger.pk}/").status_code == 404
    assert client.get(f"{file.get_absolute_url()}parties/{file.parties.get().pk}/").status_code == 200


def test_who_may_see_but_not_change_gets_a_sentence(sign_in):
    file = factories.triaged()
    leader = factories.official(Role.HO)
    answer = sign_in(leader).get(new_url(file))
    assert answer.status_code == 403


# ---------- 被反映人 ----------
def test_a_named_official_is_out_at_once_and_the_case_sealed(sign_in, director):
    file = factories.triaged()
    accused = file.handler
    assert sees(sign_in, accused, file)

    answer = sign_in(director).post(accused_url(file), {"official": accused.pk})

    assert answer.status_code == 302
    file.refresh_from_db()
    assert file.is_sealed
    assert not sees(sign_in, accused, file)
    assert sees(sign_in, director, file)
    assert file.handler is None
    assert not Deadline.objects.running().filter(case=file, official=accused).exists()
    assert not SearchText.objects.filter(case=file).exists()


def test_an_ordinary_claim_bars_the_named_person_alone(sign_in, director):
    colleague = factories.official(Role.HD, at=factories.section())
    accused = factories.official(Role.HD, name="钱科员", at=factories.section())
    file = factories.triaged(handler=colleague)

    sign_in(director).post(accused_url(file), {"official": accused.pk, "is_ordinary": "on"})

    file.refresh_from_db()
    assert not file.is_sealed
    assert sees(sign_in, colleague, file)
    Case.objects.filter(pk=file.pk).update(handler=accused)
    assert not sees(sign_in, accused, file)


def test_a_named_unit_is_out_of_an_accusation_with_every_account(sign_in, director):
    section = factories.section()
    file = factories.triaged(by=director, handler=factories.official(Role.HD, at=section))
    SealedReader.objects.create(case=file, official=file.handler, reason="经办")

    sign_in(director).post(accused_url(file), {"unit": section.pk})

    file.refresh_from_db()
    assert file.is_sealed
    assert not sees(sign_in, factories.official(Role.HD, at=section), file)
    assert set(file.sealed_readers.values_list("official", flat=True)) == {director.pk}
    assert file.parties.respondents().get().name == section.name


def test_a_name_typed_freely_is_known_for_the_official(sign_in, director):
    file = factories.triaged()
    accused = factories.official(Role.OD, name="孙主任")
    assert sees(sign_in, accused, file)

    sign_in(director).post(accused_url(file), {"name": "孙主任"})

    assert file.parties.respondents().get().official == accused
    assert not sees(sign_in, accused, file)


def test_of_two_with_one_name_it_has_to_be_said_which(sign_in, director):
    file = factories.triaged()
    first, second = factories.official(Role.OD, name="王伟"), factories.official(Role.HO, name="王伟")
    client = sign_in(director)

    answer = client.post(accused_url(file), {"name": "王伟"})
    assert answer.status_code == 422
    assert f"王伟（{first.username}）" in answer.content.decode()

    client.post(accused_url(file), {"official": second.pk})
    assert not sees(sign_in, second, file)
    assert sees(sign_in, first, file)  # a director like the other


def test_who_is_named_later_by_a_correction_is_out_too(sign_in, director):
    file = factories.triaged()
    sign_in(director).post(accused_url(file), {"name": "某物业公司"})
    accused = factories.official(Role.OD, name="孙主任")
    assert sees(sign_in, accused, file)
    respondent = file.parties.respondents().get()

    sign_in(director).post(f"{file.get_absolute_url()}parties/{respondent.pk}/", {"name": "孙主任"})

    assert not sees(sign_in, accused, file)


def test_the_director_accused_gives_place_to_the_substitute(sign_in, director):
    substitute = factories.official(Role.HD, name="代理人", at=factories.section("综合科"))
    Posting.objects.filter(official=director).update(substitute=substitute)
    file = factories.triaged(by=director)
    handler = file.handler

    sign_in(handler).post(accused_url(file), {"official": director.pk})

    assert not sees(sign_in, director, file)
    assert set(file.sealed_readers.values_list("official", flat=True)) == {substitute.pk}
    assert sees(sign_in, substitute, file)


def test_an_owning_leader_who_is_accused_owns_no_more(sign_in, director):
    file = factories.triaged()
    leader = factories.official(Role.LO)
    Ownership.objects.create(case=file, leader=leader, since=timezone.localdate(), decided_by=director)

    sign_in(director).post(accused_url(file), {"official": leader.pk, "is_ordinary": "on"})

    assert file.ownerships.get().until == timezone.localdate()
    assert not sees(sign_in, leader, file)


def test_the_director_may_decide_that_it_is_a_namesake(sign_in, director):
    file = factories.triaged()
    namesake = factories.official(Role.OD, name="王伟")
    client = sign_in(director)

    client.post(accused_url(file), {"name": "王伟", "is_namesake": "on"})

    file.refresh_from_db()
    assert not file.is_sealed
    assert file.parties.respondents().get().official is None
    assert sees(sign_in, namesake, file)


def test_the_handler_may_not_decide_that(sign_in):
    file = factories.triaged()
    namesake = factories.official(Role.OD, name="王伟")

    sign_in(file.handler).post(accused_url(file), {"name": "王伟", "is_namesake": "on", "is_ordinary": "on"})

    assert file.parties.respondents().get().official == namesake


def test_a_company_complained_about_seals_nothing(sign_in, director):
    file = factories.triaged()
    client = sign_in(director)

    client.post(accused_url(file), {"name": "某物业服务有限公司", "uscc": "91350100M000100Y43"})

    file.refresh_from_db()
    respondent = file.parties.respondents().get()
    assert (respondent.is_organisation, respondent.uscc, file.is_sealed) == (True, "91350100M000100Y43", False)
    assert "某物业服务有限公司" in client.get(file.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "name"), ({"name": "某公司", "uscc": "91350100M000100Y44"}, "uscc"), ({"official": "999999"}, "official")],
)
def test_a_respondent_that_cannot_be_is_said_at_its_field(sign_in, director, sent, field):
    file = factories.triaged()
    answer = sign_in(director).post(accused_url(file), sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not file.parties.respondents().exists()


def test_the_respondents_identity_is_masked_on_the_page(sign_in, director):
    file = factories.triaged()
    client = sign_in(director)
    client.post(accused_url(file), {"name": "赵六", "phone": "13912345678"})

    page = client.get(file.get_absolute_url()).content.decode()

    assert "赵*" in page
    assert "赵六" not in page
    assert "13912345678" not in page


# ---------- 封存与阅办人 ----------
def test_sealing_later_takes_the_case_out_of_everybody_elses_sight(sign_in, director):
    clerk = factories.official(Role.RC)
    file = factories.complete(factories.case(clerk), claims=(("修车库", Purpose.APPEAL, Route.W6),))
    SearchText.objects.index_case(file)
    url = f"{file.get_absolute_url()}seal/"

    assert sign_in(clerk).post(url, {"reason": "检举"}).status_code == 403
    answer = sign_in(director).post(url, {"reason": "接谈时检举某人"})

    assert answer.status_code == 302
    file.refresh_from_db()
    assert file.is_sealed
    assert file.visits.get().is_sealed
    assert not SearchText.objects.filter(case=file).exists()
    assert not sees(sign_in, clerk, file)
    assert not sees(sign_in, factories.official(Role.OD), file)  # not named
    assert sees(sign_in, director, file)
    assert sign_in(director).get(url).status_code == 403  # once is enough


def test_a_further_reader_is_named_and_sees_it(sign_in, director):
    file = factories.case(purpose=Purpose.ACCUSATION)
    handler = factories.official(Role.HD, at=factories.section())
    assert not sees(sign_in, handler, file)
    url = f"{file.get_absolute_url()}readers/"

    answer = sign_in(director).post(url, {"official": handler.pk, "reason": "协助核实"})

    assert answer.status_code == 302
    assert sees(sign_in, handler, file)


def test_an_accused_his_unit_and_roles_that_read_no_sealed_case_are_no_readers(sign_in, director):
    section = factories.section()
    accused = factories.official(Role.HD, name="钱科员", at=factories.section("综合科"))
    colleague = factories.official(Role.HD, at=section)
    clerk, free = factories.official(Role.RC), factories.official(Role.HD, at=factories.section("民政科"))
    file = factories.case(purpose=Purpose.ACCUSATION)
    Party.objects.create(case=file, role=Party.Role.RESPONDENT, name=accused.name, official=accused)
    Party.objects.create(case=file, role=Party.Role.RESPONDENT, name=section.name, unit=section)
    client, url = sign_in(director), f"{file.get_absolute_url()}readers/"

    offered = set(client.get(url).context["form"].fields["official"].queryset)
    assert free in offered
    assert not offered & {accused, colleague, clerk, director}
    for refused in (accused, colleague, clerk):
        assert client.post(url, {"official": refused.pk, "reason": "协助"}).status_code == 422
    assert set(file.sealed_readers.values_list("official", flat=True)) == {director.pk}


def test_an_ordinary_case_has_no_readers_to_name(sign_in, director):
    file = factories.case()
    assert sign_in(director).get(f"{file.get_absolute_url()}readers/").status_code == 403


# ---------- 包案 ----------
def test_a_leader_is_given_the_case_and_it_ends_with_every_row_kept(sign_in, director):
    file = factories.triaged(on=timezone.localdate())
    leader = factories.official(Role.LO)
    client, url = sign_in(director), f"{file.get_absolute_url()}ownership/"

    assert client.post(url, {"leader": leader.pk, "on": "今天"}).status_code == 302
    assert sees(sign_in, leader, file)
    assert client.post(url, {"leader": "", "reason": "已不需要领导出面"}).status_code == 302

    assert list(file.ownerships.values_list("leader", "until")) == [(leader.pk, timezone.localdate())]
    assert not sees(sign_in, leader, file)


def test_a_respondent_may_not_own_the_case(sign_in, director):
    file = factories.triaged()
    leader = factories.official(Role.LO, name="陈志远")
    Party.objects.create(case=file, role=Party.Role.RESPONDENT, name="陈志远", official=leader)

    answer = sign_in(director).post(f"{file.get_absolute_url()}ownership/", {"leader": leader.pk, "on": "今天"})

    assert answer.status_code == 422
    assert "是被反映人" in answer.content.decode()
    assert not file.ownerships.exists()


@pytest.mark.parametrize(("on", "says"), [("明天", "不能晚于今天"), ("-400", "不能早于收到日期"), ("吃饭", "看不懂")])
def test_a_day_that_cannot_be_is_refused(sign_in, director, on, says):
    file = factories.triaged()
    leader = factories.official(Role.LO)
    answer = sign_in(director).post(f"{file.get_absolute_url()}ownership/", {"leader": leader.pk, "on": on})
    assert answer.status_code == 422
    assert says in answer.content.decode()

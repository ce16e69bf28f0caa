"""Registering a contact: numbers without gap, what is kept, what a repeat does (DB-05, DB-06, L01, L03)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from cases.models import Case, CaseLink, Deadline, Event, SearchText
from cases.models.claim import Purpose
from officials.models import Role
from reception.models import Visit, VisitParty
from reception.models.visit import CODE_SYMBOLS, title_from
from tests import factories

SHANGHAI = ZoneInfo("Asia/Shanghai")

pytestmark = pytest.mark.django_db


def test_a_contact_opens_a_case_with_its_party_its_event_and_its_place_in_the_index():
    clerk = factories.official(Role.RC)

    visit = factories.visit(clerk, statement="三幢地下车库下雨就漏水，没人管。", access_needs="大字")

    case = visit.case
    lead = case.parties.get()
    assert (case.stage, case.first_receiver, case.statement) == (
        "REGISTERED",
        clerk,
        "三幢地下车库下雨就漏水，没人管。",
    )
    assert (lead.name, lead.phone, lead.is_lead, lead.access_needs) == ("张建国", "13800004471", True, "大字")
    assert visit.parties.get().name_masked == "张**"
    assert [event.kind for event in case.events.all()] == [Event.Kind.REGISTERED]
    assert Case.objects.filter(SearchText.objects.matching("车库下雨")).get() == case


def test_the_written_notice_is_owed_fifteen_days_after_receipt_to_whoever_can_be_reached():
    received = datetime(2026, 9, 2, 9, 0, tzinfo=SHANGHAI)

    visit = factories.visit(received_at=received, now=received)

    notice = visit.notice()
    assert (notice.rule, notice.started_on.isoformat(), notice.legal_end_on.isoformat()) == (
        "L03",
        "2026-09-02",
        "2026-09-17",
    )
    assert visit.case.next_legal_on == notice.legal_end_on


@pytest.mark.parametrize("who", [{"name": ""}, {"name": "张建国", "phone": "", "address": ""}])
def test_no_notice_is_owed_where_name_or_address_is_unclear(who):
    visit = factories.visit(**{"phone": "13800004471", **who})

    assert visit.notice() is None
    assert visit.case.next_legal_on is None


def test_an_anonymous_contact_leaves_no_row_about_a_person():
    visit = factories.visit(name="", phone="")

    assert visit.case.is_anonymous
    assert not visit.case.parties.exists()
    assert not VisitParty.objects.exists()


def test_numbers_follow_each_other_and_a_refusal_leaves_no_gap():
    clerk = factories.official(Role.RC)
    now = datetime(2026, 9, 22, 10, 26, tzinfo=SHANGHAI)
    first = factories.visit(clerk, received_at=now, now=now)

    with pytest.raises(ValidationError):
        factories.visit(clerk, received_at=now, now=now, people_present=3, people_affected=2)
    second = factories.visit(clerk, received_at=now, now=now)

    assert [first.contact_no, second.contact_no] == ["DHJ-20260922-0001", "DHJ-20260922-0002"]
    assert [first.case.number, second.case.number] == ["DH2026-00001", "DH2026-00002"]


@pytest.mark.parametrize(
    ("now", "contact_no", "case_no"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), "DHJ-20261231-0001", "DH2026-00001"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI), "DHJ-20270101-0001", "DH2027-00001"),
    ],
)
def test_the_year_of_a_number_changes_at_midnight_in_shanghai(now, contact_no, case_no):
    factories.street()
    received = datetime(2026, 12, 30, 9, 0, tzinfo=SHANGHAI)

    visit = factories.visit(received_at=received, now=now.astimezone(ZoneInfo("UTC")))

    assert (visit.contact_no, visit.case.number) == (contact_no, case_no)


def test_the_sealed_have_numbers_of_their_own_so_that_no_gap_shows():
    clerk = factories.official(Role.RC)
    now = datetime(2026, 9, 22, 10, 26, tzinfo=SHANGHAI)
    fields = {"received_at": now, "now": now}

    before = factories.visit(clerk, **fields)
    sealed = factories.visit(clerk, purpose=Purpose.ACCUSATION, **fields)
    after = factories.visit(clerk, **fields)

    assert (before.case.number, after.case.number) == ("DH2026-00001", "DH2026-00002")
    assert (before.contact_no, after.contact_no) == ("DHJ-20260922-0001", "DHJ-20260922-0002")
    assert (sealed.contact_no, sealed.case.number) == ("DHJM-20260922-0001", "DHM2026-00001")


@pytest.mark.django_db(transaction=True)
def test_clerks_registering_at_once_get_distinct_consecutive_numbers():
    clerk = factories.official(Role.RC)
    now = datetime(2026, 9, 22, 10, 26, tzinfo=SHANGHAI)

    def register(number):
        try:
            visit = factories.visit(clerk, received_at=now, now=now, statement=f"第{number}件，楼道灯不亮。")
            return visit.contact_no, visit.case.number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as clerks:
        drawn = list(clerks.map(register, range(24)))

    assert sorted(contact for contact, _case in drawn) == [f"DHJ-20260922-{n:04d}" for n in range(1, 25)]
    assert sorted(case for _contact, case in drawn) == [f"DH2026-{n:05d}" for n in range(1, 25)]


def test_the_query_code_is_twelve_clear_symbols_and_is_kept_only_as_a_hash():
    visit = factories.visit()

    assert len(visit.query_code) == 12
    assert set(visit.query_code) <= set(CODE_SYMBOLS)
    assert [len(group) for group in visit.query_code_groups.split()] == [4, 4, 4]
    stored = Visit.objects.filter(pk=visit.pk).values().get()
    assert visit.query_code not in str(stored)
    assert Visit.objects.get(pk=visit.pk).query_code == ""


def test_a_repeat_is_counted_on_the_matter_and_keeps_the_visitors_own_words():
    clerk = factories.official(Role.RC)
    case = factories.case(clerk)

    visit = factories.visit(clerk, join=case, statement="又漏了，比上次还厉害。", people_affected=46)

    case.refresh_from_db()
    assert (visit.case, visit.tie, visit.statement) == (case, Visit.Tie.REPEAT, "又漏了，比上次还厉害。")
    assert (case.repeat_count, case.people_affected) == (1, 46)
    assert case.statement == "三幢地下车库下雨就漏水，没人管。"
    assert Event.objects.filter(case=case, kind=Event.Kind.REPEATED).count() == 1
    assert Deadline.objects.filter(case=case, rule="L03").count() == 1


def test_an_urgent_repeat_makes_the_matter_urgent():
    clerk = factories.official(Role.RC)
    case = factories.case(clerk)

    factories.visit(clerk, join=case, is_urgent=True, urgency_basis="整幢停电")

    case.refresh_from_db()
    assert (case.is_urgent, case.urgency_basis) == (True, "整幢停电")


def test_a_repeat_tells_the_file_what_it_did_not_know_and_only_once():
    clerk = factories.official(Role.RC)
    case = factories.case(clerk)
    community = factories.community()

    for needs in ("轮椅", "大字"):
        factories.visit(clerk, join=case, respondent="某物业公司", community=community, access_needs=needs)

    case.refresh_from_db()
    assert [party.name for party in case.parties.respondents()] == ["某物业公司"]
    assert case.parties.get(is_lead=True).access_needs == "轮椅"
    assert (case.community, case.repeat_count) == (community, 2)


def test_a_handler_named_as_respondent_by_a_repeat_stands_aside():
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    case = factories.triaged(handler=handler)

    factories.visit(join=case, respondent="李静", respondent_is_ordinary=True)

    case.refresh_from_db()
    assert case.handler is None
    assert not Case.objects.visible_to(handler).filter(pk=case.pk).exists()


def test_a_contact_about_a_closed_matter_opens_a_new_one_linked_to_it():
    clerk = factories.official(Role.RC)
    earlier = factories.case(clerk)
    Case.objects.filter(pk=earlier.pk).update(stage="CLOSED", closed_on=timezone.localdate(), level="GENERAL",
                                              level_ground="一个单位能办", handling_unit=factories.section(),
                                              triaged_on=timezone.localdate())  # fmt: skip
    earlier.refresh_from_db()

    visit = factories.visit(clerk, join=earlier)

    assert visit.tie == Visit.Tie.FOLLOW_UP
    assert visit.case != earlier
    link = CaseLink.objects.get()
    assert (link.earlier, link.later, link.kind) == (earlier, visit.case, CaseLink.Kind.FOLLOW_UP)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"people_present": 3, "people_affected": 2}, "affected_note"),
        ({"is_urgent": True}, "urgency_basis"),
        ({"people_present": 0, "people_affected": 1}, "people_present"),
    ],
)
def test_a_registration_that_breaks_a_rule_is_refused_in_words(fields, wrong):
    with pytest.raises(ValidationError) as refusal:
        factories.visit(**fields)

    assert list(refusal.value.message_dict) == [wrong]
    assert not Visit.objects.exists()
    assert not Case.objects.exists()


def test_a_contact_cannot_have_been_received_after_it_is_registered():
    now = timezone.now()
    factories.visit(received_at=now + timedelta(minutes=5), now=now)

    with pytest.raises(ValidationError) as refusal:
        factories.visit(received_at=now + timedelta(minutes=6), now=now)

    assert list(refusal.value.message_dict) == ["received_on"]


@pytest.mark.parametrize(
    ("statement", "title"),
    [
        ("楼道灯不亮。已经报修三次。", "楼道灯不亮"),
        ("。。。", "。。。"),
        ("\n\n  墙面渗水\n第二行", "墙面渗水"),
        ("请打 138 0000 4471 找我，楼上漏水。", "请打 … 找我，楼上漏水"),
        ("身份证110101190003070010，低保没批。", "身份证…，低保没批"),
        ("一" * 30, "一" * 30),
        ("一" * 31, "一" * 29 + "…"),
        (
            "地下车库从去年十月起漏水，物业找了三次，街道也来看过，一直没有修好",
            "地下车库从去年十月起漏水，物业找了三次，街道也来看过",
        ),
        ("漏水，" + "一" * 40, "漏水，" + "一" * 26 + "…"),
        (
            "物业公司把地下车库每月的停车费一下子涨到了多少钱是1200元每月",
            "物业公司把地下车库每月的停车费一下子涨到了多少钱是…",
        ),
        ("3幢2单元101室漏水。", "3幢2单元101室漏水"),
    ],
)
def test_the_working_title_is_the_first_sentence_without_numbers_of_persons(statement, title):
    assert title_from(statement) == title

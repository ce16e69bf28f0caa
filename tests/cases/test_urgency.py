"""The urgent lane, reports upward, life-safety incidents, and how far up a matter went (F13, F22, L09, R1-R4)."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import (
    Case,
    Deadline,
    Escalation,
    Event,
    Incident,
    SealedReader,
    SearchText,
    UrgentMeasure,
    UrgentReport,
)
from cases.models.escalation import missed_by
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 9, 22, 10, 0, tzinfo=SHANGHAI)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BASIS = "整幢停水第三天，有高龄老人"


@pytest.fixture
def clerk():
    return factories.official(Role.RC, name="王敏")


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


def urgent(by=None, kind="LIVELIHOOD", at=MORNING, **fields):
    return factories.case(by, received_at=at, now=at, urgency=kind, urgency_basis=BASIS, **fields)


def clock(case, rule):
    return case.deadlines.get(rule=rule)


def words(client, case):
    return client.get(case.get_absolute_url()).content.decode()


# ---------- 期限 ----------
def test_an_urgent_need_is_owed_a_first_action_within_24_hours():
    case = urgent()

    first = clock(case, "F22")
    assert (first.kind, first.due_at) == (Deadline.Kind.TARGET, MORNING + 24 * HOUR)
    assert first.legal_end_on == date(2026, 9, 23)
    assert not case.deadlines.filter(rule__in=["L09", "L09b"]).exists()


def test_what_is_major_is_also_reported_within_one_hour_by_phone_and_four_in_writing():
    case = urgent(kind="MAJOR")

    assert [clock(case, rule).due_at for rule in ("F22", "L09", "L09b")] == [
        MORNING + 24 * HOUR,
        MORNING + HOUR,
        MORNING + 4 * HOUR,
    ]


@pytest.mark.parametrize(("after", "is_late"), [(24 * HOUR, False), (24 * HOUR + MINUTE, True)])
def test_the_first_action_is_late_one_minute_after_its_instant_not_at_midnight(after, is_late):
    case = urgent()

    assert clock(case, "F22").is_late(date(2026, 9, 23), now=MORNING + after) is is_late
    late = Deadline.objects.late(date(2026, 9, 23), now=MORNING + after).filter(case=case, rule="F22")
    assert late.exists() is is_late


def test_an_hour_before_midnight_the_day_of_the_phone_report_is_the_next():
    case = urgent(kind="MAJOR", at=datetime(2026, 9, 22, 23, 30, tzinfo=SHANGHAI))

    assert clock(case, "L09").legal_end_on == date(2026, 9, 23)


def test_hours_run_on_through_a_holiday():
    case = urgent(at=datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI))

    assert clock(case, "F22").due_at == datetime(2026, 10, 1, 17, 0, tzinfo=SHANGHAI)


def test_clocks_in_hours_move_no_clock_of_the_law():
    plain, case = factories.case(received_at=MORNING, now=MORNING), urgent(kind="MAJOR")

    assert case.next_legal_on == plain.next_legal_on == date(2026, 10, 8)


def test_something_received_days_ago_is_urgent_from_when_it_is_read():
    case = factories.case(
        received_at=MORNING - timedelta(days=3), now=MORNING, urgency="LIVELIHOOD", urgency_basis=BASIS
    )

    assert clock(case, "F22").due_at == MORNING + 24 * HOUR


def test_what_was_written_down_later_the_same_day_counts_from_arrival():
    case = factories.case(received_at=MORNING - 2 * HOUR, now=MORNING, urgency="LIVELIHOOD", urgency_basis=BASIS)

    assert clock(case, "F22").due_at == MORNING + 22 * HOUR


def test_the_database_knows_no_last_instant_beside_its_last_day():
    first = clock(urgent(), "F22")

    for values in (
        {"due_at": first.due_at + timedelta(days=1)},
        {"ended_at": MORNING},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deadline.objects.filter(pk=first.pk).update(**values)


# ---------- 首次行动 ----------
@pytest.mark.parametrize(("after", "is_met"), [(24 * HOUR, True), (24 * HOUR + MINUTE, False)])
def test_the_first_action_ends_its_clock_at_its_own_instant(clerk, after, is_met):
    case = urgent(clerk)
    at = MORNING + after

    UrgentMeasure.objects.take(case, what="社区送水到户", at=at, by=clerk, now=at)

    first = clock(case, "F22")
    assert (first.ended_at, first.was_met) == (at, is_met)


def test_only_the_first_action_ends_the_clock_and_all_are_kept(clerk):
    case = urgent(clerk)
    for hours in (1, 30):
        at = MORNING + hours * HOUR
        UrgentMeasure.objects.take(case, what=f"第 {hours} 小时", at=at, by=clerk, now=at)

    assert clock(case, "F22").ended_at == MORNING + HOUR
    assert case.urgent_measures.count() == 2


def test_until_somebody_acts_the_case_is_in_the_lane_and_then_no_more(clerk):
    case = urgent(clerk)
    factories.case(clerk)
    assert list(Case.objects.urgent_unacted()) == [case]

    UrgentMeasure.objects.take(case, what="到现场", at=MORNING + HOUR, by=clerk, now=MORNING + HOUR)

    assert not Case.objects.urgent_unacted().exists()


def test_the_directors_list_has_a_lane_for_it(sign_in, clerk, director):
    case = factories.case(clerk, urgency="LIVELIHOOD", urgency_basis=BASIS)
    client = sign_in(director)

    html = client.get("/cases/?view=urgent").content.decode()
    assert case.number in html
    assert "民生急难" in html

    client.post(f"{case.get_absolute_url()}urgent/measures/new/", {"what": "送水到户", "on": "今天", "clock": now()})
    assert case.number not in client.get("/cases/?view=urgent").content.decode()


def now():
    return f"{timezone.localtime():%H:%M}"


@pytest.mark.parametrize(
    ("at", "is_taken"), [(MORNING, True), (MORNING - 6 * MINUTE, False), (MORNING + 2 * HOUR + 6 * MINUTE, False)]
)
def test_nothing_is_done_before_the_office_knew_or_later_than_now(clerk, at, is_taken):
    case, at_the_desk = urgent(clerk), MORNING + 2 * HOUR
    if is_taken:
        assert UrgentMeasure.objects.take(case, what="到场", at=at, by=clerk, now=at_the_desk)
        return
    with pytest.raises(ValidationError):
        UrgentMeasure.objects.take(case, what="到场", at=at, by=clerk, now=at_the_desk)
    assert clock(case, "F22").is_running


def test_on_a_case_that_is_not_urgent_there_is_nothing_to_record(clerk):
    case = factories.case(clerk)

    with pytest.raises(ValidationError, match="没有列为急办"):
        UrgentMeasure.objects.take(case, what="到场", at=timezone.now(), by=clerk)


# ---------- 上报 ----------
def test_the_phone_report_ends_one_clock_and_the_written_one_the_other(clerk):
    case = urgent(clerk, kind="MAJOR")
    said = {"to_whom": "区委办、区政府办", "content": "三幢停水，已送水", "by": clerk}

    UrgentReport.objects.send(case, way="PHONE", at=MORNING + 30 * MINUTE, now=MORNING + 4 * HOUR, **said)
    assert (clock(case, "L09").was_met, clock(case, "L09b").is_running) == (True, True)
    UrgentReport.objects.send(case, way="WRITTEN", at=MORNING + 4 * HOUR, now=MORNING + 4 * HOUR, **said)

    assert clock(case, "L09b").was_met
    assert [report.way for report in case.urgent_reports.order_by("at")] == ["PHONE", "WRITTEN"]


@pytest.mark.parametrize(("after", "is_met"), [(HOUR, True), (HOUR + MINUTE, False)])
def test_a_phone_report_is_late_a_minute_after_the_hour(clerk, after, is_met):
    case = urgent(clerk, kind="MAJOR")

    at = MORNING + after
    UrgentReport.objects.send(case, way="PHONE", to_whom="区委办", content="停水", at=at, by=clerk, now=at)

    assert clock(case, "L09").was_met is is_met


def test_in_writing_at_once_spares_the_phone(clerk):
    case = urgent(clerk, kind="MAJOR")

    at = MORNING + HOUR
    UrgentReport.objects.send(case, way="WRITTEN", to_whom="区委办", content="停水", at=at, by=clerk, now=at)

    assert clock(case, "L09").was_met
    assert clock(case, "L09b").was_met


def test_a_report_says_to_whom_and_what(sign_in, clerk, director):
    case = factories.case(clerk, urgency="MAJOR", urgency_basis=BASIS)
    client, address = sign_in(director), f"{case.get_absolute_url()}urgent/reports/new/"

    refused = client.post(address, {"way": "PHONE", "on": "今天", "clock": now()})
    client.post(address, {"way": "PHONE", "to_whom": "区委办", "content": "停水", "on": "今天", "clock": now()})

    assert refused.status_code == 422
    report = UrgentReport.objects.get()
    assert (report.to_whom, report.by) == ("区委办", director)
    assert "电话上报" in words(client, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        UrgentReport.objects.update(content="")


# ---------- 列为急办 ----------
def test_a_case_becomes_urgent_later_and_its_hours_run_from_then(sign_in, director):
    case = factories.case(received_at=timezone.now() - timedelta(days=2))
    before = timezone.now()

    answer = sign_in(director).post(
        f"{case.get_absolute_url()}urgent/", {"urgency": "LIVELIHOOD", "urgency_basis": BASIS}
    )

    assert answer.status_code == 302
    assert clock(case, "F22").due_at >= before + 24 * HOUR
    assert case.events.filter(kind=Event.Kind.URGENT).count() == 1


def test_what_was_an_urgent_need_may_turn_out_major_and_only_the_reports_start(clerk):
    case = urgent(clerk)
    first = clock(case, "F22").due_at

    case.become_urgent("MAJOR", "聚集二百人", by=clerk, now=MORNING + 5 * HOUR)
    case.save()

    assert clock(case, "F22").due_at == first
    assert clock(case, "L09").due_at == MORNING + 6 * HOUR


def test_what_is_urgent_already_is_said_to_be(sign_in, director):
    case = factories.case(urgency="MAJOR", urgency_basis=BASIS)

    answer = sign_in(director).post(
        f"{case.get_absolute_url()}urgent/", {"urgency": "LIVELIHOOD", "urgency_basis": BASIS}
    )

    assert answer.status_code == 422
    assert "已经是急办（重大紧急）" in answer.content.decode()


def test_urgency_needs_its_basis_in_the_database_too():
    case = urgent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(urgency_basis="")


def test_it_was_not_urgent_after_all(director):
    case = urgent()

    case.be_urgent_no_more(by=director, today=date(2026, 9, 22))
    case.save()

    first = clock(case, "F22")
    assert (first.is_running, first.end_reason, case.urgency) == (False, "不按急办", "")
    assert not Case.objects.urgent_unacted().exists()


# ---------- 今天由谁负责 ----------
def test_from_the_first_minute_somebody_answers_for_it(clerk):
    assert clock(urgent(clerk), "F22").official == clerk


def test_the_director_names_a_handler_the_same_day_who_then_sees_and_acts(sign_in, clerk, director):
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    case = factories.case(clerk, urgency="LIVELIHOOD", urgency_basis=BASIS)
    assert sign_in(handler).get(case.get_absolute_url()).status_code == 404

    post = handler.postings.get()
    named = sign_in(director).post(f"{case.get_absolute_url()}urgent/owner/", {"post": post.pk})
    acted = sign_in(handler).post(
        f"{case.get_absolute_url()}urgent/measures/new/", {"what": "到场", "on": "今天", "clock": now()}
    )

    assert (named.status_code, acted.status_code) == (302, 302)
    case.refresh_from_db()
    assert (case.handler, case.stage) == (handler, Case.Stage.REGISTERED)
    assert clock(case, "F22").official == handler
    assert clock(case, "F22").was_met


def test_the_accused_is_not_offered_and_not_taken(sign_in, clerk, director):
    accused = factories.official(Role.HD, name="钱某承", at=factories.section())
    case = factories.case(
        clerk, urgency="LIVELIHOOD", urgency_basis=BASIS, respondent="钱某承", respondent_is_ordinary=True
    )
    client, address = sign_in(director), f"{case.get_absolute_url()}urgent/owner/"

    assert "钱某承" not in client.get(address).content.decode()
    assert client.post(address, {"post": accused.postings.get().pk}).status_code == 422
    case.refresh_from_db()
    assert case.handler is None


def test_of_a_sealed_case_only_a_named_reader_is_offered(sign_in, clerk, director):
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    reader = factories.official(Role.HD, name="赵明", at=factories.section())
    case = factories.case(clerk, purpose="ACCUSATION", urgency="LIVELIHOOD", urgency_basis=BASIS)
    SealedReader.objects.admit(case, [reader], by=director, reason="办理")

    html = sign_in(director).get(f"{case.get_absolute_url()}urgent/owner/").content.decode()

    assert reader.name in html
    assert handler.name not in html


def test_a_sealed_urgent_case_is_in_no_lane_of_others(sign_in, clerk, director):
    case = factories.case(clerk, purpose="ACCUSATION", urgency="LIVELIHOOD", urgency_basis=BASIS)

    for official in (director, factories.official(Role.HO), clerk, factories.official(Role.SV)):
        html = sign_in(official).get("/cases/?view=urgent").content.decode()
        assert case.number not in html
        assert "民生急难" not in html


# ---------- 生命安全 ----------
FACTS = "在大厅说今天不想活了，已坐下"


def record_incident(client, case, **fields):
    sent = {"facts": FACTS, "help_given": "两人陪着，联系家人", "on": "今天", "clock": now(), **fields}
    return client.post(f"{case.get_absolute_url()}incidents/new/", sent)


def test_a_statement_about_life_is_an_event_on_the_matter_with_help_and_whom_was_called(sign_in, clerk):
    case = factories.case(clerk)

    assert record_incident(sign_in(clerk), case, emergency="AMBULANCE", emergency_clock=now()).status_code == 302

    incident = Incident.objects.get()
    assert (incident.case, incident.facts, incident.emergency) == (case, FACTS, "AMBULANCE")
    assert FACTS in words(sign_in(clerk), case)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"facts": ""}, "facts"),
        ({"help_given": ""}, "help_given"),
        ({"emergency": "POLICE"}, "emergency_clock"),
        ({"emergency_clock": "10:00"}, "emergency"),
        ({"clock": "二十五点"}, "clock"),
        ({"on": "+1"}, "on"),
    ],
)
def test_an_incident_is_recorded_whole_or_not_at_all(sign_in, clerk, fields, sentence):
    case = factories.case(clerk)

    answer = record_incident(sign_in(clerk), case, **fields)

    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors
    assert not Incident.objects.exists()


def test_a_closed_incident_leaves_every_screen_and_stays_on_file(sign_in, clerk, director):
    case = factories.case(clerk)
    record_incident(sign_in(clerk), case)
    incident, client = Incident.objects.get(), sign_in(director)
    assert FACTS in words(client, case)

    address = f"{case.get_absolute_url()}incidents/{incident.pk}/closing/"
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "家人接回"}).status_code == 302

    assert FACTS not in words(client, case)
    assert FACTS not in client.get(f"{case.get_absolute_url()}events/").content.decode()
    assert client.get(address).status_code == 404
    incident.refresh_from_db()
    assert (incident.closed_by, incident.closing_note, incident.facts) == (director, "家人接回", FACTS)


def test_the_words_of_an_incident_are_encrypted_and_in_no_index(sign_in, clerk):
    case = factories.case(clerk)
    record_incident(sign_in(clerk), case)

    with connection.cursor() as cursor:
        cursor.execute("SELECT facts || help_given FROM cases_incident")
        assert "不想活" not in cursor.fetchone()[0]
    assert not SearchText.objects.filter(case=case, text_vector__matches="不想").exists()
    assert not case.events.filter(detail__contains="不想活").exists()


def test_who_reads_the_file_masked_reads_no_incident(sign_in, clerk):
    case = factories.case(clerk)
    record_incident(sign_in(clerk), case)

    for role in (Role.SV, Role.AU):
        assert FACTS not in words(sign_in(factories.official(role)), case)


def test_an_incident_marks_nobody(sign_in, clerk):
    assert {field.name for field in Incident._meta.get_fields() if field.is_relation} == {
        "case",
        "recorded_by",
        "closed_by",
    }


def test_the_database_closes_an_incident_whole(clerk):
    case = factories.case(clerk)
    incident = Incident.objects.create(
        case=case, at=timezone.now(), facts="说了", help_given="陪着", recorded_by=clerk
    )
    for values in ({"closed_at": timezone.now()}, {"emergency": "POLICE"}, {"closing_note": "好了"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(**values)


# ---------- 上行 ----------
def escalate(client, case, **fields):
    sent = {"level": "DISTRICT", "on": "今天", "channel": "VISIT", "reason": "UNAWARE", **fields}
    return client.post(f"{case.get_absolute_url()}escalations/new/", sent)


def late_case(by=None):
    """The written notice was due yesterday or before and was not served."""
    return factories.case(by, received_at=timezone.now() - timedelta(days=40))


def test_an_escalation_points_to_the_step_that_was_late(sign_in, clerk, director):
    case = late_case(clerk)
    notice = clock(case, "L03")
    client = sign_in(director)

    assert escalate(client, case, reason="LATE", missed=notice.pk).status_code == 302

    step = Escalation.objects.get()
    assert (step.missed, step.reason) == (notice, "LATE")
    assert "当时已经晚了：直接收到的事项书面告知" in words(client, case)


def test_where_a_step_was_late_it_must_be_named_whatever_the_reason(sign_in, director):
    case = late_case()

    answer = escalate(sign_in(director), case, reason="DISSATISFIED", missed="")

    assert answer.status_code == 422
    assert "已经有晚了的步骤" in answer.content.decode()


def test_where_nothing_was_late_the_reason_is_not_that_we_were(sign_in, director):
    case = factories.case()

    refused = escalate(sign_in(director), case, reason="LATE")
    taken = escalate(sign_in(director), case, reason="UNAWARE")

    assert refused.status_code == 422
    assert "没有晚了的步骤" in refused.content.decode()
    assert taken.status_code == 302
    assert Escalation.objects.get().missed is None


@pytest.mark.parametrize(("after", "is_missed"), [(0, False), (1, True)])
def test_a_step_is_missed_the_day_after_its_last_day(after, is_missed):
    case = factories.case(received_at=MORNING, now=MORNING)
    notice = clock(case, "L03")

    missed = missed_by(case, notice.legal_end_on + timedelta(days=after))

    assert (notice in missed) is is_missed


def test_a_step_that_was_done_late_is_missed_too_and_one_done_in_time_is_not(clerk):
    late, timely = (factories.case(clerk, received_at=MORNING, now=MORNING) for _number in range(2))
    last_day = clock(late, "L03").legal_end_on
    late.petition.give_notice(by=clerk, served_on=last_day + timedelta(days=1), method="HAND", signer="本人")
    timely.petition.give_notice(by=clerk, served_on=last_day, method="HAND", signer="本人")

    in_november = date(2026, 11, 1)
    assert [one.rule for one in missed_by(late, in_november)] == ["L03"]
    assert not missed_by(timely, in_november).exists()


def test_a_step_of_another_case_is_no_choice(sign_in, director):
    case, other = late_case(), late_case()

    answer = escalate(sign_in(director), case, reason="LATE", missed=clock(other, "L03").pk)

    assert answer.status_code == 422


def test_the_database_asks_for_the_step_where_we_were_late(director):
    case = factories.case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(
            case=case, level="CITY", on=date(2026, 9, 1), channel="VISIT", reason="LATE", recorded_by=director
        )


# ---------- 来访经过 ----------
def test_every_contact_of_every_channel_is_one_line_with_who_received_it_and_what_was_told(sign_in, clerk, director):
    case = factories.case(clerk)
    factories.visit(clerk, channel="CALL", join=case, told="答应周五前去现场", taken="ACCEPTED")
    other = factories.official(Role.RC, name="吴婷")
    factories.visit(other, channel="TRANSFERRED", join=case, sender_organ="区信访局", sender_no="7号")

    html = words(sign_in(director), case)

    contacts = html[html.index('id="h-contacts"') : html.index('id="links"')]
    lines = re.findall(r"<li>.*?</li>", contacts, re.S)
    assert len(lines) == 3
    assert "上级转送" in lines[0] and "吴婷" in lines[0] and "区信访局" in lines[0]
    assert "答应周五前去现场" in lines[1] and "认可" in lines[1] and "并入原事项" in lines[1]


def test_what_was_told_is_masked_for_who_reads_masked(sign_in, clerk):
    case = factories.case(clerk, told="请打 13912345678 找他")

    assert "13912345678" not in words(sign_in(factories.official(Role.SV)), case)


def test_the_page_of_an_urgent_case_keeps_to_its_queries(sign_in, clerk, director, queries_of):
    case = factories.triaged(
        factories.complete(factories.case(clerk, urgency="MAJOR", urgency_basis=BASIS)), by=director
    )
    at = timezone.now()
    for number in range(5):
        UrgentMeasure.objects.take(case, what=f"措施{number}", at=at, by=clerk)
        UrgentReport.objects.send(case, way="PHONE", to_whom="区委办", content="停水", at=at, by=clerk)
        Escalation.objects.create(
            case=case, level="CITY", on=date(2026, 9, 1), channel="VISIT", reason="UNAWARE", recorded_by=director
        )
        Incident.objects.create(case=case, at=at, facts="说了", help_given="陪着", recorded_by=clerk)
    client = sign_in(director)
    client.get(case.get_absolute_url())

    asked = queries_of(lambda: client.get(case.get_absolute_url()))

    assert len(asked) <= 22, "\n".join(one[:100] for one in asked)

"""The demo office: whole, synthetic, only for a trial, and the same story on whatever day it is loaded."""

import csv
import random
import stat
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from cases import rules
from cases.figures import PARTS
from cases.models import (
    Attachment,
    Case,
    CaseCause,
    CaseLink,
    Deadline,
    Event,
    Investigation,
    Paper,
    PaperPrint,
    Party,
    SearchText,
    Service,
)
from cases.models.claim import Purpose, Route
from cases.uploads import AttachmentStorage, check_upload
from disputes.models import (
    Agreement,
    AgreementItem,
    Clue,
    Dispute,
    KeyPeriod,
    Meeting,
    Pack,
    ScreeningTask,
    Session,
    Suggestion,
)
from officials.calendar import Calendar
from officials.models import AuditEntry, Official, Posting, Profile, Role, Unit, Zone
from petitions.models import Hearing
from reception.demo import loading
from reception.demo.matters import MATTERS
from reception.demo.plans import Days, Stop, all_plans
from reception.models import Appointment, Occupation, ReceptionDay, Room, Ticket, Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

Stage = Case.Stage


@pytest.fixture(scope="module")
def accounts(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo office, loaded once for this module and rolled back after it; gives the rows of its account list."""
    from django.conf import settings

    kept = settings.DATA_DIR, settings.ATTACHMENTS_ROOT
    settings.DATA_DIR = tmp_path_factory.mktemp("demo")
    settings.ATTACHMENTS_ROOT = settings.DATA_DIR / "attachments"
    with django_db_blocker.unblock(), transaction.atomic():
        path = loading.load(lambda words: None)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with path.open(encoding="utf-8", newline="") as file:
            yield list(csv.DictReader(file))
        transaction.set_rollback(True)
    settings.DATA_DIR, settings.ATTACHMENTS_ROOT = kept
    connection.close()


@pytest.fixture
def office(accounts, db):
    return {row["username"]: row for row in accounts}


def holding(role):
    return Official.objects.holding(role, on=timezone.localdate()).order_by("username")


# ---------- 人 ----------
def test_every_role_has_an_account_and_more_where_scope_matters(accounts, office):
    assert list(accounts[0]) == ["username", "password", "role", "unit"]
    counts = Counter(row["role"] for row in accounts)
    assert set(counts) == set(Role.values)
    assert (counts["RC"], counts["WC"], counts["GW"], counts["HD"], counts["LO"]) == (2, 5, 4, 8, 3)
    assert {row["unit"] for row in accounts if row["role"] == "WC"} == {
        community.name for community in Unit.objects.communities()
    }
    for role in Role.values:
        assert {row["username"] for row in accounts if row["role"] == role} == {who.username for who in holding(role)}


def test_no_two_accounts_share_a_password_and_none_has_to_be_changed_first(accounts, office):
    assert len({row["password"] for row in accounts}) == len(accounts) == Official.objects.count()
    assert len(set(Official.objects.values_list("password", flat=True))) == len(accounts)
    assert not Official.objects.filter(must_change_password=True).exists()


def test_the_listed_password_opens_the_account(office, client):
    answer = client.post("/login/", {"username": "10010", "password": office["10010"]["password"]})
    assert answer.status_code == 302
    assert client.get("/cases/").status_code == 200
    assert not Official.objects.get(username="10012").check_password(office["10010"]["password"])


def test_every_working_post_names_its_substitute(office):
    lone = Posting.objects.filter(substitute__isnull=True).values_list("role", flat=True)
    assert set(lone) == {Role.SP, Role.SV, Role.AU, Role.SA}
    director = Posting.objects.get(role=Role.OD)
    assert director.substitute.may("cases:see_sealed")


def test_the_territory_has_grids_windows_leaders_and_two_sets_of_figures(office):
    today = timezone.localdate()
    for community in Unit.objects.communities():
        kinds = Counter(community.children.values_list("kind", flat=True))
        assert 3 <= kinds["GRID"] <= 4
        assert kinds["WINDOW"] == 1
        assert Zone.objects.in_force(today).filter(community=community).count() == 1
        assert community.profiles.count() == 2
    assert len(set(Profile.objects.values_list("as_of", flat=True))) == 2
    assert all(day < today for day in Profile.objects.values_list("as_of", flat=True))


# ---------- 事 ----------
def test_matters_stand_at_every_stage(office):
    current = Case.objects.current()
    counts = Counter(current.values_list("stage", flat=True))
    assert set(counts) == set(Stage.values)
    assert min(counts.values()) >= 4
    assert counts[Stage.CLOSED] >= 75
    assert Case.objects.historical().count() == 20
    assert 140 <= current.count() <= 170
    assert current.filter(stage=Stage.REGISTERED, category__isnull=True).exists()  # came in today
    assert current.filter(stage=Stage.REGISTERED, category__isnull=False).exists()  # complete, waits for triage


def test_every_stage_follows_from_the_claims(office):
    petitions = Case.objects.current().filter(procedure=Case.Procedure.PETITION)
    for case in petitions.select_related("petition").prefetch_related("claims", "investigations"):
        assert case.stage == case.petition.stage_now(), case
        assert not case.is_open or case.stage in (Stage.REGISTERED, Stage.TRIAGED) or case.claims.exists()


def test_completing_a_registration_clears_nothing_that_the_desk_wrote(office):
    completed = Case.objects.current().filter(category__isnull=False)
    assert not completed.filter(channel=Case.Channel.VISIT, statement_read_back=False).exists()
    assert not Case.objects.current().filter(urgency="").exclude(urgency_basis="").exists()


def test_no_title_comes_twice_and_none_holds_a_number_of_somebody(office):
    titles = Counter(Case.objects.current().values_list("title", flat=True))
    assert titles.most_common(1)[0][1] == 1
    assert not [title for title in titles if "{" in title]
    words = Case.objects.filter(Q(statement__contains="{") | Q(grounds__contains="{"))
    assert not words.exists()
    assert not Investigation.objects.filter(content__contains="{").exists()


def test_three_are_late_in_law_and_others_are_near_or_only_miss_the_target(office):
    today = timezone.localdate()
    soon = Calendar.load().add_workdays(today, 3)
    cases = Case.objects.unsealed().current()
    assert cases.legally_late(today).count() == 3
    assert cases.legally_due(today, soon).count() >= 5
    assert cases.target_missed(today).count() >= 5
    closed = Deadline.objects.filter(case__closed_on__isnull=False, rule="L17")
    late = closed.filter(ended_on__gt=F("legal_end_on")).count()
    assert 1 <= late <= closed.count() / 10


def test_every_situation_of_the_handbook_is_there(office):
    cases, today = Case.objects.current(), timezone.localdate()
    hard = cases.open().filter(level=Case.Level.HARD)
    owned = hard.filter(ownerships__until__isnull=True, ownerships__isnull=False)
    assert owned.exists()
    assert hard.exclude(pk__in=owned.values("pk")).exists()
    for there in (
        cases.filter(is_anonymous=True),
        cases.untriaged().exclude(urgency=""),
        cases.exclude(urgency="").filter(triaged_on__isnull=False),
        cases.backlog(),
        cases.filter(people_affected__gte=300),
        cases.filter(people_present__gte=5, channel=Case.Channel.VISIT),
        cases.filter(repeat_count__gte=3),
        cases.filter(repeat_count=1),
        cases.exclude(sender_organ=""),
        cases.filter(claims__decision="REFUSE", stage=Stage.CLOSED),
        cases.unsealed().filter(parties__unit__isnull=False),
        Case.objects.owned_by(Official.objects.get(name="陈志远"), today),
        CaseLink.objects.filter(kind=CaseLink.Kind.FOLLOW_UP),
        CaseLink.objects.filter(kind=CaseLink.Kind.RELATED),
        Visit.objects.filter(tie=Visit.Tie.REPEAT),
        Event.objects.filter(kind=Event.Kind.NOTE),
        Party.objects.exclude(id_hash=""),
    ):
        assert there.exists(), there.query
    assert set(cases.values_list("claims__purpose", flat=True)) >= set(Purpose.values)
    assert set(cases.values_list("claims__route", flat=True)) >= {Route.W1, Route.W2, Route.W4, Route.W5, Route.W6}
    assert set(cases.values_list("channel", flat=True)) == set(Case.Channel.values) - {Case.Channel.FAX}
    assert any(
        {claim.route for claim in case.claims.all()} == {Route.W1, Route.W2, Route.W6}
        for case in cases.prefetch_related("claims")
    )


def test_the_garage_stands_as_the_case_page_was_drawn(office, sign_in):
    case = Case.objects.get(title="东河花园3幢地下车库渗水，维修责任久拖未定")
    assert [claim.route for claim in case.claims.all()] == [Route.W6, Route.W6, Route.W1]
    assert [bool(claim.is_settled) for claim in case.claims.all()] == [False, True, True]
    assert (case.stage, case.level, case.visits.count()) == (Stage.INVESTIGATING, Case.Level.COMPLEX, 3)
    assert case.ownerships.get().leader.name == "陈志远"
    assert case.grid.name == "第4网格"
    page = sign_in(Official.objects.get(name="李静")).get(case.get_absolute_url()).content.decode()
    assert "来过 3 次" in page
    assert "张**" in page and "138****4471" in page and "13800004471" not in page


def test_files_are_what_they_say(office):
    files = list(Attachment.objects.all())
    assert {file.mime for file in files} == {"image/png", "application/pdf"}
    for file in files:
        with AttachmentStorage().open_unchanged(file) as stored:
            stored.name = file.name
            assert check_upload(stored).mime == file.mime


def test_disputes_stand_in_every_state_that_can_be_reached(office):
    states = set(Dispute.objects.values_list("state", flat=True))

    assert states == {"PENDING", "ACCEPTED", "STOPPED", "DECLINED", "AGREED", "FAILED"}
    for dispute in Dispute.objects.exclude(state="PENDING").select_related("case"):
        case = dispute.case
        if dispute.state != "AGREED":  # after which it is followed up
            assert timezone.localdate(case.touched_at) == (case.closed_on or case.accepted_on)
        assert timezone.localdate(case.events.earliest("at").at) == case.received_on


def test_one_agreement_is_kept_and_another_is_confirmed_by_the_court(office):
    agreed = Agreement.objects.in_effect()

    assert agreed.filter(Agreement.objects.confirmed()).count() == 1
    assert AgreementItem.objects.filter(AgreementItem.objects.kept()).count() == 2
    assert AgreementItem.objects.filter(deadline__ended_on__isnull=True).count() == 1  # it falls due later
    assert Session.objects.count() == 4


# ---------- 时间 ----------
def test_nothing_lies_ahead_and_each_story_runs_forward(office):
    now = timezone.now()
    for model, column in loading.WRITTEN_AT:
        assert not model.objects.filter(**{f"{column}__gt": now}).exists(), model
    assert not Visit.objects.filter(Q(registered_at__gt=now) | Q(received_at__gt=F("registered_at"))).exists()
    assert not AuditEntry.objects.filter(at__gt=now).exists()
    first = Case.objects.current().annotate(first=Min("events__at"))
    assert not first.exclude(first=F("registered_at")).exists()
    for case in Case.objects.current().prefetch_related("events"):
        told = [event.at for event in sorted(case.events.all(), key=lambda event: event.pk)]
        assert told == sorted(told), case


def test_steps_stand_on_the_day_of_the_story_and_not_of_the_loading(office):
    closed = Case.objects.closed().current().filter(procedure=Case.Procedure.PETITION)
    for case in closed.filter(petition__reopenings=None, petition__merger=None):
        kinds = Event.Kind
        days = {event.kind: timezone.localdate(event.at) for event in case.events.order_by("at")}
        assert days[kinds.TRIAGED] == case.triaged_on
        assert days[kinds.CLOSED] == case.closed_on == timezone.localdate(case.touched_at)
        assert timezone.localdate(case.history.latest().history_date) == case.closed_on
    for service in Service.objects.all():
        assert timezone.localdate(service.recorded_at) == service.served_on
    span = Case.objects.current().aggregate(first=Min("received_at"), last=Max("received_at"))
    assert (span["last"] - span["first"]).days > 400
    assert timezone.localdate(span["last"]) == timezone.localdate()


# ---------- 封存 ----------
def test_what_is_sealed_is_seen_by_its_readers_alone(office, sign_in):
    sealed = Case.objects.filter(is_sealed=True)
    assert sealed.count() == 3
    director = Official.objects.get(name="周建国")
    assert Case.objects.visible_to(director).filter(is_sealed=True).count() == 3
    for clerk in [*holding(Role.RC), *holding(Role.WC), *holding(Role.HD), *holding(Role.SV), *holding(Role.AU)]:
        assert not Case.objects.visible_to(clerk).filter(is_sealed=True).exists(), clerk
    assert not SearchText.objects.filter(case__in=sealed).exists()
    assert sign_in(holding(Role.RC)[0]).get(sealed[0].get_absolute_url()).status_code == 404
    accused = {party.name for party in Party.objects.respondents().filter(case__in=sealed)}
    assert accused == {"赵磊", "综合行政执法队", "北苑社区"}


# ---------- 装一次，只在试用 ----------
def test_a_second_loading_says_so_and_changes_nothing(office, capsys):
    before = Official.objects.count(), Event.objects.count()
    call_command("load_demo")
    assert "已经有账号" in capsys.readouterr().out
    assert (Official.objects.count(), Event.objects.count()) == before


def test_outside_a_trial_it_is_refused(db, settings):
    settings.TESTING = settings.TRIAL = False
    before = Official.objects.count()
    with pytest.raises(CommandError, match="AU-12"):
        call_command("load_demo")
    assert Official.objects.count() == before


# ---------- 任何一天 ----------
@pytest.mark.parametrize("start", [date(2025, 9, 25), date(2026, 1, 28), date(2026, 2, 14), date(2026, 9, 24)])
def test_on_any_day_three_are_late_and_no_plan_lies_ahead(db, start):
    calendar = Calendar.load()
    for today in (start + timedelta(days=n) for n in range(14)):
        plans = all_plans(Days(today, calendar), random.Random(1))
        soon = calendar.add_workdays(today, 3)
        ends = [
            rules.due("L17", one.accepted, calendar).legal_end
            for one in plans
            if one.accepted and one.stop < Stop.SERVED
        ]
        assert sum(end < today for end in ends) == 2, today
        assert sum(today <= end <= soon for end in ends) == 4, today
        assert all(one.received <= (one.accepted or today) <= today for one in plans)
        assert {one.matter.name for one in plans} == {matter.name for matter in MATTERS}


def test_one_contact_has_its_registration_form_with_two_prints(office):
    prints = PaperPrint.objects.filter(copy__paper__kind="P01").select_related("copy__paper")

    assert {printed.copy.reader for printed in prints} == {"ARCHIVE", "WORK"}
    assert {printed.copy.paper.number for printed in prints} == {f"东河街信登〔{timezone.localdate().year}〕1号"}


def test_one_case_shows_papers_in_every_state(office):
    papers = {paper.kind: paper for paper in Paper.objects.exclude(kind="P01")}

    issued = {"P02", "P04", "P07", "P08", "P09", "P10", "P14", "P16", "P18", "P28"}
    assert {kind for kind, paper in papers.items() if paper.is_issued} == issued
    assert papers["P06"].is_draft
    assert all(paper.approved_by for kind, paper in papers.items() if kind in ("P02", "P04"))


def test_one_hearing_was_held_another_is_announced_and_a_duty_waits_for_its_reply_to_be_served(office):
    held, announced = Hearing.objects.order_by("planned_on")
    duty = Deadline.objects.running().get(rule="L16a")

    assert (held.is_held, announced.is_over, announced.told_on) == (True, False, None)
    assert duty.case.papers.get(kind="P28").services.count() == 0


def test_two_opinions_wait_to_be_served_and_another_was_with_its_paper(office):
    *waiting, served = Paper.objects.filter(kind="P07").annotate(times=Count("services")).order_by("times")

    assert [paper.times for paper in [*waiting, served]] == [0, 0, 1]
    for paper in waiting:
        assert Service.objects.papers_to_serve(paper.case, Service.What.ANSWER).get() == paper
    assert served.case.papers.get(kind="P08").is_issued


# ---------- 大厅 ----------
def test_the_hall_has_its_rooms_and_each_day_its_queue(office):
    today = timezone.localdate()
    assert set(Room.objects.values_list("kind", flat=True)) == set(Room.Kind.values)
    assert not Ticket.objects.filter(day__lt=today).open().exists()
    assert Ticket.objects.filter(day__lt=today, state="DONE").count() >= 40
    assert Ticket.objects.filter(is_closed_by_night=True).count() == 1
    assert Ticket.objects.of(today).waiting().exists()
    assert Occupation.objects.ahead(timezone.now()).count() == 4


def test_the_reception_days_show_what_can_become_of_a_day_and_of_an_appointment(office):
    kinds = set(ReceptionDay.objects.filter(changes__isnull=False).values_list("changes__kind", flat=True))
    states, owed = (set(Appointment.objects.values_list(name, flat=True)) for name in ("state", "owed"))

    assert not ReceptionDay.objects.unpublished().exists()
    assert kinds == {"MOVED", "CANCELLED"}
    assert states == set(Appointment.State.values) - {"ARRIVED"}
    assert owed == {"", "CONFIRMED", "CHANGED", "CANCELLED", "UNANSWERED"}


# ---------- 排查 ----------
def test_a_key_period_runs_and_all_but_one_community_have_reported(office):
    today = timezone.localdate()
    reports = ScreeningTask.objects.zero_reports().filter(for_on=today)

    assert KeyPeriod.objects.in_force(today).count() == 1
    assert reports.unreported().count() == 1
    assert reports.exclude(result="").count() == 4
    assert set(Clue.objects.values_list("answer", flat=True)) == {"", "CONFIRMED", "REFUSED"}


def test_three_matters_of_one_cause_stand_in_one_community_with_a_suggestion(office):
    found = CaseCause.objects.standing().filter(cause__code__in=["C1", "C2"])
    found = found.values_list("case__community__name", "cause__code").annotate(n=Count("pk"))

    assert sorted(found) == [("东河花园社区", "C2", 3), ("汤巷社区", "C1", 2)]
    assert set(Suggestion.objects.values_list("adoption", flat=True)) == {"", "PARTLY"}


# ---------- 形势研判 ----------
def test_the_records_behind_every_number_cost_the_same_however_many(office, client, queries_of):
    client.post("/login/", {"username": "10010", "password": office["10010"]["password"]})
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    costs = {}
    for part in PARTS:
        for month in (timezone.localdate(), last):
            url, rows = reverse("reports:records", args=[part]), []
            queries = queries_of(lambda: rows.append(client.get(url, {"month": f"{month:%Y-%m}"})))  # noqa: B023
            assert rows[0].status_code == 200
            costs[part, f"{month:%Y-%m}", len(rows[0].context["rows"])] = len(queries)
    assert {what: count for what, count in costs.items() if count > 14} == {}


def test_the_last_month_is_frozen_and_its_meeting_was_held(office):
    pack = Pack.objects.newest_first().first()
    meeting = Meeting.objects.get(month=pack.month)
    assert meeting.is_closed and pack.risks
    assert meeting.items.filter(case__isnull=False).exists()

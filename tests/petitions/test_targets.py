"""Clearing targets: cohort, change of level, suspension, plan of a hard matter, withdrawal, merger (T20 to T29)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.calendar import CalendarChange
from cases.forms.ownership import OwnershipForm
from cases.models import Case, Clearing, ContactTry, Deadline, LevelChange, Ownership, Suspension
from cases.models.clearing import last_workdays_from
from officials.calendar import Calendar, Day, DayKind
from officials.models import Role
from tests import factories
from tests.petitions.stories import Story, clock, director, handler, head, registered

pytestmark = pytest.mark.django_db
General, Complex, Hard = Case.Level.GENERAL, Case.Level.COMPLEX, Case.Level.HARD
Outcome = Clearing.Outcome
DAY = timedelta(days=1)
SEPTEMBER_15 = date(2026, 9, 15)  # registered; its general target is 30 September, a Wednesday


def D(month, day):
    return date(2026, month, day)


def triaged(on=SEPTEMBER_15, level=General):
    story = Story(registered(on=on))
    story.triage(on, level=level)
    return story


def target(case):
    return case.clearings.running().select_related("deadline").get()


def asked(case, after, on, *, by=None):
    return LevelChange.objects.ask(case, after=after, ground="牵涉三个单位", by=by or handler(), on=on)


def changed(case, after, on, *, by=None):
    change = asked(case, after, on)
    change.decide(by=by or director(), on=on, agreed=True)
    return change


def owned(case, since, planned_on):
    leader = factories.official(Role.LO)
    Ownership.objects.create(case=case, leader=leader, since=since, planned_on=planned_on, decided_by=director())
    return leader


def suspended(case, on, days=30, *, ground=Suspension.Ground.FORCE_MAJEURE):
    row = Suspension.objects.ask(case, ground=ground, evidence="防汛一级响应通知", days=days, by=handler(), on=on)
    row.decide(by=director(), on=on, agreed=True)
    return row


# ---------- T20 层级，T22 一般，T23 复杂 ----------
def test_t20_a_level_without_its_ground_is_refused():
    with pytest.raises(ValidationError, match="请写定级依据"):
        LevelChange.objects.ask(triaged().petition.case, after=Complex, ground=" ", by=handler(), on=D(9, 16))


@pytest.mark.parametrize(
    ("registered_on", "due_on", "cohort"),
    [
        (D(9, 15), D(9, 30), D(9, 1)),
        (D(9, 30), D(10, 13), D(10, 1)),  # on the last day of the month: due in the next, and counted there, once
        (D(9, 22), D(9, 30), D(9, 1)),
        (D(9, 23), D(10, 8), D(10, 1)),
    ],
)
def test_t22_a_general_matter_counts_in_the_month_of_its_target_and_nowhere_else(registered_on, due_on, cohort):
    clearing = target(triaged(registered_on).petition.case)

    assert (clearing.deadline.legal_end_on, clearing.cohort_on) == (due_on, cohort)
    assert list(Clearing.objects.of_cohort(General, cohort)) == [clearing]


@pytest.mark.parametrize(
    ("registered_on", "due_on", "cohort"),
    [(D(11, 1), D(12, 31), D(1, 1)), (D(12, 1), date(2027, 1, 30), date(2027, 1, 1))],
)
def test_t23_a_complex_matter_counts_in_the_year_of_its_target(registered_on, due_on, cohort):
    clearing = target(triaged(registered_on, Complex).petition.case)

    assert (clearing.deadline.nominal_on, clearing.cohort_on) == (due_on, cohort)


# ---------- T21 清零是什么 ----------
def test_t21_answered_and_served_is_not_cleared_before_the_petitioner_was_asked_to_rate():
    story = triaged(D(9, 1))
    story.take("acceptance", D(9, 1)).take("investigation", D(9, 1)).take("notice", D(9, 1))
    for claim in story.petition.case.claims.to_answer():
        story.take("answer", D(9, 2), claim)
    story.signed(D(9, 2))
    case = story.petition.case
    assert target(case).outcome == ""

    story.take("service", D(9, 3))
    assert target(case).outcome == ""

    story.take("rating", D(9, 4))
    clearing = case.clearings.get()
    assert (clearing.outcome, clearing.deadline.ended_on) == (Outcome.CLEARED, D(9, 4))
    assert case.is_open


def test_t21_what_was_promised_holds_the_clearing_up_until_it_is_performed_and_checked():
    story = triaged(D(9, 1))
    story.take("acceptance", D(9, 1)).take("investigation", D(9, 1)).take("notice", D(9, 1))
    (claim,) = case_claims(story)
    story.petition.answer(
        by=story.drafter, claim=claim, on=D(9, 2), decision="SUPPORT", finding="渗水", basis="条例", reply="修好"
    )
    promise = promised(story, claim, due_on=D(9, 20))
    story.signed(D(9, 2)).take("service", D(9, 3)).take("rating", D(9, 3))
    case = Case.objects.get()
    assert target(case).outcome == ""

    promise.refresh_from_db()
    promise.perform(by=story.by, on=D(9, 10), performed_on=D(9, 8), evidence="验收单")
    assert target(case).outcome == ""

    promise = case.commitments.get()
    promise.verify(by=factories.official(Role.SV), on=D(9, 12), holds=True)
    clearing = case.clearings.get()
    assert (clearing.outcome, clearing.deadline.ended_on) == (Outcome.CLEARED, D(9, 8))


def test_t21_a_dated_plan_that_the_petitioner_accepted_clears_and_its_withdrawal_takes_that_back():
    story = triaged(D(9, 1))
    story.take("acceptance", D(9, 1)).take("investigation", D(9, 1)).take("notice", D(9, 1))
    (claim,) = case_claims(story)
    story.petition.answer(
        by=story.drafter, claim=claim, on=D(9, 2), decision="SUPPORT", finding="渗水", basis="条例", reply="修好"
    )
    promise = promised(story, claim, due_on=D(12, 20))
    story.signed(D(9, 2)).take("service", D(9, 3)).take("rating", D(9, 3))
    case = Case.objects.get()

    promise.refresh_from_db()
    promise.accept(by=story.by, on=D(9, 5), accepted_on=D(9, 5), how="FACE")
    assert case.clearings.get().outcome == Outcome.CLEARED
    assert case.deadlines.get(rule="T22").ended_on == D(9, 5)

    promise = case.commitments.get()
    promise.withdraw(by=story.by, on=D(9, 6), reason="写错了")
    assert target(case).deadline.ended_on is None


def case_claims(story):
    return list(story.petition.case.claims.all())


def promised(story, claim, due_on):
    from cases.models import Commitment

    return Commitment.objects.promise(
        story.petition.case, claim=claim, by=story.by, on=D(9, 2), what="修好地下车库", due_on=due_on, unit=story.unit
    )


# ---------- T24 疑难 ----------
def test_t24_a_hard_matter_has_its_target_from_the_responsibility_letter():
    case = triaged(level=Hard).petition.case
    assert not case.clearings.exists()
    form = OwnershipForm(
        {"leader": factories.official(Role.LO).pk, "on": "2026-09-20", "planned_on": "2027-06-30"},
        record=case,
        by=director(),
        today=D(9, 20),
    )

    assert form.save(), form.errors
    clearing = target(case)
    assert (clearing.deadline.rule, clearing.deadline.legal_end_on) == ("T24", date(2027, 6, 30))
    assert clearing.cohort_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("planned_on", "words"),
    [("", "计划哪天完成"), ("2026-09-19", "不能早于今天"), ("2027-09-21", "最晚"), ("2027-09-20", "")],
)
def test_t24_the_plan_ends_within_twelve_months_of_the_ownership(planned_on, words):
    case = triaged(level=Hard).petition.case
    leader = factories.official(Role.LO)
    form = OwnershipForm(
        {"leader": leader.pk, "on": "2026-09-20", "planned_on": planned_on}, record=case, by=director(), today=D(9, 20)
    )

    try:
        with transaction.atomic():
            assert form.save() == (not words)
            if words:
                transaction.set_rollback(True)
    finally:
        assert words in str(form.errors.get("planned_on", ""))


def test_t24_the_meeting_extends_a_plan_once_by_at_most_six_months():
    case = triaged(level=Hard).petition.case
    owned(case, D(9, 20), date(2027, 6, 30))
    clearing = Clearing.objects.begin(case, D(9, 20), cause=Clearing.Cause.OWNED)

    with pytest.raises(ValidationError, match="最晚"):
        clearing.extend(by=director(), until_on=date(2027, 12, 31), met_on=date(2027, 6, 5), ground="等规划批复")
    clearing.extend(by=director(), until_on=date(2027, 12, 30), met_on=date(2027, 6, 5), ground="等规划批复")
    assert target(case).deadline.legal_end_on == date(2027, 12, 30)
    with pytest.raises(ValidationError, match="只能延长一次"):
        target(case).extend(by=director(), until_on=date(2027, 12, 30), met_on=date(2027, 6, 6), ground="还要等")


def test_t24_what_is_not_hard_is_never_extended_by_a_meeting():
    clearing = target(triaged().petition.case)

    with pytest.raises(ValidationError, match="疑难"):
        clearing.extend(by=director(), until_on=D(10, 30), met_on=D(9, 20), ground="等一等")
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearing.objects.filter(pk=clearing.pk).update(extended_to=D(10, 30), met_on=D(9, 20), extension_ground="等")


# ---------- T25 中途调整层级 ----------
def test_t25_an_upgrade_before_the_old_target_leaves_that_cohort_and_starts_the_new_target_from_its_day():
    case = triaged().petition.case

    changed(case, Complex, D(9, 21))

    old, new = case.clearings.order_by("pk")
    assert (old.outcome, old.deadline.ended_on) == (Outcome.LEVELLED, D(9, 21))
    assert old.deadline.ended_on <= old.deadline.legal_end_on  # not missed
    assert (new.deadline.rule, new.deadline.started_on, new.deadline.legal_end_on) == ("T23", D(9, 21), D(12, 31))
    assert Case.objects.get(pk=case.pk).level == Complex


def test_t25_an_upgrade_after_the_old_target_leaves_the_miss_where_it_was():
    case = triaged().petition.case

    changed(case, Complex, D(10, 9), by=head())

    old, new = case.clearings.order_by("pk")
    assert old.deadline.ended_on > old.deadline.legal_end_on  # the September miss stays
    assert (old.cohort_on, new.cohort_on) == (D(9, 1), D(1, 1))


@pytest.mark.parametrize(("on", "needs_leader"), [(D(9, 24), False), (D(9, 28), True), (D(9, 30), True)])
def test_t25_asked_in_the_last_three_workdays_an_upgrade_needs_a_leader(on, needs_leader):
    # 25 to 27 September are holidays: the last three workdays are the 28th, 29th and 30th
    case = triaged().petition.case
    change = asked(case, Complex, on)

    assert change.needs_leader == needs_leader
    if needs_leader:
        with pytest.raises(ValidationError, match="领导"):
            change.decide(by=director(), on=on, agreed=True)
        assert not LevelChange.objects.waiting_for(director()).exists()
    change.decide(by=factories.official(Role.LO), on=on, agreed=True)
    assert case.clearings.running().get().level == Complex


def test_t25_the_last_workdays_count_the_make_up_days_and_not_the_holidays():
    calendar = Calendar.load()

    assert last_workdays_from(D(9, 30), calendar, 3) == D(9, 28)
    assert last_workdays_from(D(10, 11), calendar, 3) == D(10, 8)  # the 10th is a make-up Saturday, the 11th a Sunday
    assert last_workdays_from(D(10, 31), calendar, 1) == D(10, 30)


@pytest.mark.parametrize(("on", "due_on"), [(D(10, 12), D(10, 31)), (D(10, 30), D(11, 6))])
def test_t25_a_downgrade_is_cleared_in_its_month_or_five_workdays_on(on, due_on):
    case = triaged(level=Complex).petition.case

    changed(case, General, on)

    clearing = target(case)
    assert (clearing.deadline.rule, clearing.deadline.legal_end_on) == ("T25", due_on)
    assert clearing.cohort_on == due_on.replace(day=1)


def test_t25_a_downgrade_never_needs_a_leader():
    case = triaged(level=Complex).petition.case

    assert not asked(case, General, D(12, 31)).needs_leader


def test_t25_nobody_decides_what_he_asked_for_himself():
    case, chief = triaged().petition.case, director()
    change = asked(case, Complex, D(9, 16), by=chief)

    with pytest.raises(ValidationError, match="别人决定"):
        change.decide(by=chief, on=D(9, 16), agreed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelChange.objects.update(outcome="AGREED", decided_by=chief, decided_on=D(9, 16))


def test_t25_a_refusal_needs_its_reason_and_changes_nothing():
    case = triaged().petition.case
    change = asked(case, Complex, D(9, 16))

    with pytest.raises(ValidationError, match="为什么不同意"):
        change.decide(by=director(), on=D(9, 16), agreed=False)
    change.decide(by=director(), on=D(9, 16), agreed=False, refusal="一个单位能办")
    assert target(case).level == General


def test_t25_two_requests_at_once_and_a_second_decision_are_refused():
    case = triaged().petition.case
    change = asked(case, Complex, D(9, 16))

    with pytest.raises(ValidationError, match="等决定"):
        asked(case, Hard, D(9, 16))
    change.decide(by=director(), on=D(9, 16), agreed=True)
    with pytest.raises(ValidationError, match="决定过"):
        change.decide(by=head(), on=D(9, 17), agreed=False, refusal="再想想")


def test_t25_raised_to_hard_it_has_no_target_until_a_leader_signs_for_it():
    case = triaged().petition.case

    changed(case, Hard, D(9, 16))

    assert not case.clearings.running().exists()
    assert Clearing.objects.lacks(Case.objects.get(pk=case.pk))


def test_t25_what_is_cleared_already_keeps_its_level():
    story = Story(registered(on=D(9, 1))).ready_to_close(D(9, 2))

    with pytest.raises(ValidationError, match="已经清零"):
        asked(story.petition.case, Complex, D(9, 3))


# ---------- T26 重新办理 ----------
def test_t26_reopened_the_old_row_stays_in_its_month_and_a_new_target_runs():
    story = Story(registered(on=D(9, 1))).ready_to_close(D(9, 2)).take("closure", D(9, 3))

    story.take("reopening", D(10, 12))

    old, new = story.petition.case.clearings.order_by("pk")
    assert (old.outcome, old.cohort_on, old.deadline.ended_on) == (Outcome.CLEARED, D(9, 1), D(9, 2))
    assert (new.cause, new.deadline.started_on, new.cohort_on) == (Clearing.Cause.REOPENED, D(10, 12), D(10, 1))


# ---------- T27 中止 ----------
def test_t27_a_suspension_moves_the_target_by_its_days_and_never_the_day_of_the_law():
    story = triaged().take("acceptance", SEPTEMBER_15)
    case = story.petition.case
    legal = clock(story.petition, "L17").legal_end_on

    suspended(case, D(9, 21), days=30)

    clearing = target(case)
    assert (clearing.first_due_on, clearing.deadline.legal_end_on) == (D(9, 30), D(10, 30))
    assert clearing.cohort_on == D(10, 1)
    assert clock(story.petition, "L17").legal_end_on == legal


@pytest.mark.parametrize(("days", "is_refused"), [(0, True), (1, False), (30, False), (31, True)])
def test_t27_one_suspension_lasts_at_most_thirty_days(days, is_refused):
    case = triaged().petition.case

    if is_refused:
        with pytest.raises(ValidationError, match="每次 1 到 30 日"):
            suspended(case, D(9, 21), days=days)
    else:
        assert suspended(case, D(9, 21), days=days).until_on == D(9, 20) + timedelta(days=days)


def test_t27_a_renewal_begins_the_day_after_and_needs_its_own_approval():
    case = triaged().petition.case
    suspended(case, D(9, 21), days=30)

    again = suspended(case, D(10, 15), days=10)

    assert (again.from_on, again.until_on) == (D(10, 21), D(10, 30))
    assert target(case).deadline.legal_end_on == D(11, 9)


def test_t27_it_begins_when_it_is_agreed_and_not_when_it_was_asked_for():
    case = triaged().petition.case
    row = Suspension.objects.ask(
        case, ground=Suspension.Ground.FORCE_MAJEURE, evidence="通知", days=5, by=handler(), on=D(9, 16)
    )
    assert not Suspension.objects.in_force(D(9, 16)).exists()

    row.decide(by=director(), on=D(9, 21), agreed=True)

    assert row.from_on == D(9, 21)
    assert Suspension.objects.in_force(D(9, 25)).get() == row
    assert not Suspension.objects.in_force(D(9, 26)).exists()


def test_t27_the_last_day_of_the_target_may_be_suspended_and_the_day_after_may_not():
    on_the_day, too_late = triaged().petition.case, triaged().petition.case

    assert suspended(on_the_day, D(9, 30), days=5).from_on == D(9, 30)
    with pytest.raises(ValidationError, match="已过"):
        suspended(too_late, D(10, 1), days=5)


def test_t27_decided_only_after_the_target_has_passed_it_is_refused():
    case = triaged().petition.case
    row = Suspension.objects.ask(
        case, ground=Suspension.Ground.FORCE_MAJEURE, evidence="通知", days=5, by=handler(), on=D(9, 30)
    )

    with pytest.raises(ValidationError, match="已过"):
        row.decide(by=director(), on=D(10, 1), agreed=True)


def test_t27_ended_early_only_the_days_that_stood_still_are_left_out():
    case = triaged().petition.case
    row = suspended(case, D(9, 21), days=30)

    row.end(by=handler(), on=D(9, 24), note="判决已送达")

    assert row.last_on == D(9, 23)
    assert target(case).deadline.legal_end_on == D(10, 3)
    assert target(case).cohort_on == D(10, 1)


def test_t27_what_rests_on_a_paper_needs_it_in_the_file():
    case = triaged().petition.case

    with pytest.raises(ValidationError, match="材料"):
        Suspension.objects.ask(
            case, ground=Suspension.Ground.DECISION, evidence="受理通知书", days=30, by=handler(), on=D(9, 16)
        )


@pytest.mark.parametrize(
    ("days", "is_enough"),
    [((15, 20, 25), True), ((15, 20, 24), False), ((15, 25), False), ((15, 15, 25), False)],
)
def test_t27_out_of_reach_means_three_tries_over_ten_days(days, is_enough):
    case = triaged().petition.case
    for day in days:
        ContactTry.objects.create(case=case, on=D(9, day), way="PHONE", note="无人接听", by=handler())

    if is_enough:
        suspended(case, D(9, 26), ground=Suspension.Ground.UNREACHABLE)
    else:
        with pytest.raises(ValidationError, match="联系记录"):
            suspended(case, D(9, 26), ground=Suspension.Ground.UNREACHABLE)


def test_t27_the_database_keeps_two_suspensions_of_one_target_apart():
    case = triaged().petition.case
    row = suspended(case, D(9, 21), days=10)

    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.create(
            case=case,
            clearing=row.clearing,
            ground=row.ground,
            evidence="又一份",
            days=5,
            asked_on=D(9, 21),
            asked_by=handler(),
            outcome="AGREED",
            decided_on=D(9, 21),
            decided_by=director(),
            from_on=D(9, 30),
            until_on=D(10, 4),
        )


def test_t27_a_plan_of_a_hard_matter_stands_still_too():
    case = triaged(level=Hard).petition.case
    owned(case, D(9, 20), date(2027, 6, 30))
    Clearing.objects.begin(case, D(9, 20), cause=Clearing.Cause.OWNED)

    suspended(case, D(10, 12), days=30)

    assert target(case).deadline.legal_end_on == date(2027, 7, 30)


def test_t27_closing_ends_what_was_suspended():
    story = triaged(D(9, 1)).take("acceptance", D(9, 1))
    row = suspended(story.petition.case, D(9, 2), days=30)
    story.take("investigation", D(9, 3)).take("notice", D(9, 3))
    for claim in story.petition.case.claims.to_answer():
        story.take("answer", D(9, 3), claim)

    story.signed(D(9, 3)).take("service", D(9, 3)).take("rating", D(9, 3))

    row.refresh_from_db()
    assert row.ended_on == D(9, 3)
    assert not Suspension.objects.in_force(D(9, 3)).exists()


# ---------- T28 撤回、并案；作废 ----------
def test_t28_what_is_voided_leaves_with_its_own_outcome():
    case = triaged().petition.case

    Case.objects.get(pk=case.pk).void(by=director(), on=D(9, 16), reason="重复登记")

    clearing = case.clearings.get()
    assert (clearing.outcome, clearing.deadline.ended_on) == (Outcome.VOIDED, D(9, 16))


# ---------- 一个目标，一份记录 ----------
def test_one_case_has_one_running_target_whoever_writes():
    case = triaged().petition.case

    with pytest.raises(IntegrityError), transaction.atomic():
        Clearing.objects.begin(Case.objects.get(pk=case.pk), D(9, 16), cause=Clearing.Cause.TRIAGED)


def test_a_month_is_found_by_its_index_however_many_targets_there_are():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Clearing.objects.of_cohort(General, D(9, 1)).explain()
    assert "clearing_by_cohort" in plan


def test_t29_a_target_and_a_statutory_clock_are_different_rows():
    case = triaged().petition.case

    assert target(case).deadline.kind == Deadline.Kind.CLEARING
    assert not case.deadlines.filter(kind=Deadline.Kind.CLEARING).exclude(clearing__isnull=False).exists()


def test_a_changed_calendar_moves_a_target_and_the_month_it_counts_in():
    clearing = target(triaged(D(10, 26)).petition.case)
    assert (clearing.deadline.legal_end_on, clearing.cohort_on) == (D(11, 2), D(11, 1))

    with transaction.atomic():
        CalendarChange([Day(D(10, 31), DayKind.MAKEUP_WORK, "调休")], source="国务院办公厅通知").apply(by=director())

    clearing = target(clearing.case)
    assert (clearing.deadline.legal_end_on, clearing.cohort_on) == (D(10, 31), D(10, 1))

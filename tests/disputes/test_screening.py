"""Screening: rhythms, draws, surprise, reports, and what becomes of a clue (F9-F12, K19)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline
from disputes.forms.screening import ClueForm
from disputes.models import Clue, ScreeningPlan, ScreeningTask
from disputes.models.screening import figures, turn_of
from officials.models import Role
from reception.models import Visit
from tests import factories
from tests.browsing import form_of
from tests.disputes.screened import DAY, GARDEN, LANE, MONDAY, at, clue, confirmed, grid, opened, people, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(db):
    return people()


# ---------- 节奏 ----------
@pytest.mark.parametrize(
    ("frequency", "day", "turn"),
    [
        ("DAILY", date(2026, 2, 28), (date(2026, 2, 28), date(2026, 2, 28))),
        ("WEEKLY", date(2026, 3, 8), (date(2026, 3, 2), date(2026, 3, 8))),
        ("HALF_MONTHLY", date(2026, 2, 15), (date(2026, 2, 1), date(2026, 2, 15))),
        ("HALF_MONTHLY", date(2026, 2, 16), (date(2026, 2, 16), date(2026, 2, 28))),
        ("HALF_MONTHLY", date(2028, 2, 29), (date(2028, 2, 16), date(2028, 2, 29))),
        ("MONTHLY", date(2026, 12, 31), (date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_a_turn_has_its_first_and_its_last_day(frequency, day, turn):
    assert turn_of(frequency, day) == turn


def test_a_weekly_task_is_opened_once_a_week_with_its_clock(who):
    plan = planned(who)

    made = [opened(MONDAY + n * DAY) for n in range(8)]

    assert made == [1, 0, 0, 0, 0, 0, 0, 1]
    clock = plan.tasks.order_by("pk").first().deadline
    assert (clock.rule, clock.kind, clock.case, clock.legal_end_on) == ("F10", "TASK", None, MONDAY + 6 * DAY)
    assert clock.official == who["grid"]


def test_the_database_knows_no_second_task_of_a_turn(who):
    planned(who)
    opened(MONDAY)
    task = ScreeningTask.objects.get()
    task.pk, clock = None, task.deadline
    clock.pk = None
    clock.save()
    task.deadline = clock

    with pytest.raises(IntegrityError), transaction.atomic():
        task.save(force_insert=True)


def test_a_plan_asks_for_nothing_before_its_first_and_after_its_last_day(who):
    planned(who, first_on=MONDAY + 7 * DAY, last_on=MONDAY + 13 * DAY)

    assert [opened(MONDAY + n * DAY) for n in (6, 7, 13, 14)] == [0, 1, 0, 0]


def test_a_stopped_plan_drops_what_was_not_reported(who):
    plan = planned(who)
    opened(MONDAY)

    plan.stop(reason="并入专项", by=who["director"], on=MONDAY + DAY)

    assert not ScreeningTask.objects.unreported().exists()
    assert not Deadline.objects.running().filter(rule="F10").exists()
    assert opened(MONDAY + 8 * DAY) == 0


# ---------- 随机 ----------
def test_a_draw_made_again_gives_the_same_grids_though_there_are_more_by_now(who):
    for number in range(10, 20):
        grid(f"第{number}网格")
    plan = planned(who, kind="RANDOM", draw_count=3, units=[factories.community(GARDEN)])
    opened(MONDAY)
    drawn = set(plan.tasks.values_list("unit", flat=True))

    grid("第99网格")
    again = plan.draws.get()

    assert len(drawn) == 3
    assert set(again.drawn) == drawn
    assert opened(MONDAY + DAY) == 0


def test_another_turn_draws_anew_from_the_same_seed(who):
    for number in range(10, 40):
        grid(f"第{number}网格")
    plan = planned(who, kind="RANDOM", draw_count=5, units=[factories.community(GARDEN)])

    for week in range(4):
        opened(MONDAY + week * 7 * DAY)

    assert len({tuple(draw.drawn) for draw in plan.draws.all()}) > 1


def test_a_random_plan_without_a_number_to_draw_is_refused(who):
    with pytest.raises(ValidationError):
        planned(who, kind="RANDOM")


# ---------- 突击 ----------
def surprise(who, hours=3):
    now = timezone.now()
    return planned(
        who,
        kind="SURPRISE",
        name="夜间施工",
        on=timezone.localdate(now),
        now=now,
        starts_at=now + timedelta(hours=hours),
        inspector=who["supervisor"],
        units=[factories.community(GARDEN)],
    )


@pytest.mark.parametrize("role", ["window", "grid"])
def test_a_checked_community_sees_a_surprise_only_from_its_start(who, role):
    plan = surprise(who)
    before, after = plan.starts_at - timedelta(minutes=1), plan.starts_at

    assert plan not in ScreeningPlan.objects.visible_to(who[role], before)
    assert plan in ScreeningPlan.objects.visible_to(who["director"], before)
    assert plan in ScreeningPlan.objects.visible_to(who["supervisor"], before)
    if role == "window":
        assert plan in ScreeningPlan.objects.visible_to(who[role], after)


def test_its_task_is_opened_at_the_start_and_its_page_answers_404_before(who, sign_in):
    plan = surprise(who)

    assert ScreeningTask.objects.open_due(plan.starts_at - timedelta(minutes=1)) == 0
    assert sign_in(who["window"]).get(plan.get_absolute_url()).status_code == 404
    assert sign_in(who["director"]).get(plan.get_absolute_url()).status_code == 200
    assert ScreeningTask.objects.open_due(plan.starts_at) == 1
    task = ScreeningTask.objects.get()
    assert task.deadline.official == who["supervisor"]
    assert task.why_not_report(who["window"]) and not task.why_not_report(who["supervisor"])


def test_nobody_surprises_his_own_community(who):
    own = factories.official(Role.SV, at=factories.community(GARDEN))
    with pytest.raises(ValidationError):
        surprise({**who, "supervisor": own})


# ---------- 报告 ----------
def task_of(who, **fields):
    planned(who, **fields)
    opened(MONDAY)
    return ScreeningTask.objects.get()


@pytest.mark.parametrize(("day", "kept"), [(MONDAY + 6 * DAY, True), (MONDAY + 7 * DAY, False)])
def test_a_zero_report_is_on_time_up_to_its_last_day(who, day, kept):
    task = task_of(who)

    task.report("NOTHING", by=who["grid"], now=at(day, 23))

    assert task.was_on_time is kept
    clock = Deadline.objects.get(rule="F10")
    assert clock.was_met is kept


def test_what_was_found_is_raised_before_it_is_reported(who):
    task = task_of(who)
    with pytest.raises(ValidationError):
        task.report("FOUND", by=who["grid"], now=at(MONDAY))

    clue(who, task=task)
    with pytest.raises(ValidationError):
        task.report("NOTHING", by=who["grid"], now=at(MONDAY))
    task.report("FOUND", by=who["grid"], now=at(MONDAY))

    assert task.clues.get().raised_by == who["grid"]
    with pytest.raises(ValidationError):
        task.report("FOUND", by=who["grid"], now=at(MONDAY))


def test_a_thing_of_the_checklist_left_out_needs_a_word(who):
    task = task_of(who, kind="THEMATIC", checklist="有没有欠薪\n有没有停工")
    with pytest.raises(ValidationError):
        task.report("NOTHING", by=who["grid"], now=at(MONDAY), looked_at=["有没有欠薪"])

    task.report("NOTHING", by=who["grid"], now=at(MONDAY), looked_at=["有没有欠薪"], words="工地放假")

    assert task.looked_at == ["有没有欠薪"]


def test_a_grid_worker_sees_his_own_grids_tasks_and_the_community_those_of_its_grids(who):
    other = grid("第5网格")
    planned(who, units=[grid(), other, factories.community(LANE)])
    opened(MONDAY)

    def seen(name):
        return {task.unit.name for task in ScreeningTask.objects.visible_to(who[name])}

    assert seen("grid") == {"第4网格"}
    assert seen("window") == {"第4网格", "第5网格"}
    assert seen("elsewhere") == {LANE}
    assert seen("director") == {"第4网格", "第5网格", LANE}
    assert seen("handler") == set()


# ---------- 线索 ----------
def test_a_clue_takes_eight_fields_at_most():
    visible = [name for name, field in ClueForm(by=None).fields.items() if not field.widget.is_hidden]

    assert len(visible) <= 8


def test_numbers_in_a_clue_are_asked_about_and_watching_is_refused(who, sign_in):
    client, address = sign_in(who["grid"]), reverse("screening:clue_add")
    given = {"facts": "工地夜里打桩。", "place": "北门", "kind": "NOISE", "urgency": "TODAY"}

    asked = client.post(address, {**form_of(client, address), **given, "parties": "老李 13800004471"})
    refused = client.post(address, {**form_of(client, address), **given, "facts": "把他盯住。"})
    taken = client.post(address, {**form_of(client, address), **given})

    assert (asked.status_code, refused.status_code, taken.status_code) == (422, 422, 302)
    found = Clue.objects.get()
    assert (found.community.name, found.grid.name, found.raised_by) == (GARDEN, "第4网格", who["grid"])


def test_its_community_confirms_and_another_does_not_know_of_it(who, sign_in):
    found = clue(who)
    address = reverse("screening:clue_answer", args=[found.pk])
    client = sign_in(who["window"])

    answer = client.post(address, {**form_of(client, address), "answer": "CONFIRMED"})
    found.refresh_from_db()

    assert answer.status_code == 302
    assert (found.answer, found.answered_by) == ("CONFIRMED", who["window"])
    assert sign_in(who["elsewhere"]).get(found.get_absolute_url()).status_code == 404
    assert sign_in(who["grid"]).get(address).status_code == 403


def test_what_is_so_has_a_unit_that_settles_it_the_community_where_none_is_named(who, sign_in):
    own, given, refused_one = clue(who), clue(who), clue(who)
    section, said = factories.section(), {"by": who["window"], "on": MONDAY}
    helper = sign_in(factories.official(Role.HD, at=section))

    assert helper.get(given.get_absolute_url()).status_code == 404
    own.answer_with("CONFIRMED", **said)
    given.answer_with("CONFIRMED", unit=section, **said)
    refused_one.answer_with("REFUSED", words="没有这回事", unit=section, **said)

    assert (own.unit, given.unit, refused_one.unit) == (own.community, section, None)
    page = helper.get(given.get_absolute_url())
    assert page.status_code == 200 and section.label in page.content.decode()
    assert not page.context["may_settle"], "the community writes down by what one sees it"


def test_only_what_is_so_has_a_unit(who):
    found = clue(who)

    with pytest.raises(IntegrityError, match="only_a_confirmed_clue_has_a_unit"), transaction.atomic():
        Clue.objects.filter(pk=found.pk).update(unit=found.community)


def test_the_unit_is_chosen_where_the_clue_is_confirmed(who, sign_in):
    found, section = clue(who), factories.section()
    address = reverse("screening:clue_answer", args=[found.pk])
    client = sign_in(who["window"])
    opened = client.get(address).context["form"]

    wrong = client.post(address, {"answer": "CONFIRMED", "unit": "0", "words": "看过了"})
    client.post(address, {"answer": "CONFIRMED", "unit": section.pk})

    assert opened.initial["unit"] == found.community_id
    assert wrong.status_code == 422 and "看过了" in wrong.content.decode()
    found.refresh_from_db()
    assert found.unit == section


def test_it_is_refused_with_a_reason_or_merged_into_another_of_the_same_place(who):
    first, second = clue(who), clue(who)
    elsewhere = clue(who, community=factories.community(LANE))
    said = {"by": who["window"], "on": MONDAY}

    for answer, more in [
        ("REFUSED", {}),
        ("MERGED", {}),
        ("MERGED", {"into": elsewhere}),
        ("MERGED", {"into": second}),
    ]:
        with pytest.raises(ValidationError):
            second.answer_with(answer, **more, **said)
        second.refresh_from_db()
    second.answer_with("MERGED", into=first, **said)
    first.answer_with("REFUSED", words="打桩已经停了", **said)

    assert second.merged_into == first
    assert (first.state, second.state) == ("不成立", "已并入")


def test_settled_on_the_spot_only_when_confirmed_and_with_evidence(who):
    raw, found = clue(who), confirmed(who)
    said = {"by": who["window"], "on": MONDAY}
    with pytest.raises(ValidationError):
        raw.settle("停了", **said)
    with pytest.raises(ValidationError):
        found.settle(" ", **said)

    found.settle("施工方当场停了打桩", **said)

    assert found in Clue.objects.settled()
    assert found not in Clue.objects.to_do()


def test_the_desk_registers_it_once_with_its_words(who, sign_in):
    found, client = confirmed(who, on=timezone.localdate()), sign_in(who["window"])
    brought = client.post(reverse("reception:clue_bring", args=[found.pk]))
    form = form_of(client, brought["Location"])

    answer = client.post(reverse("reception:register"), {**form, "anonymous": "on"})
    visit = Visit.objects.get()
    found.refresh_from_db()

    assert answer.status_code == 302
    assert form["statement"] == f"{found.place}：{found.facts}"
    assert (visit.clue, visit.channel, visit.case.community.name) == (found, Case.Channel.SCREENED, GARDEN)
    assert found.registered_on == timezone.localdate()
    assert client.post(reverse("reception:clue_bring", args=[found.pk])).status_code == 403
    with pytest.raises(ValidationError):
        found.be_registered(on=timezone.localdate())


def test_what_is_not_confirmed_is_not_brought_to_the_desk(who, sign_in):
    found = clue(who)

    assert sign_in(who["window"]).post(reverse("reception:clue_bring", args=[found.pk])).status_code == 403
    assert sign_in(who["elsewhere"]).post(reverse("reception:clue_bring", args=[found.pk])).status_code == 404


# ---------- 数字（K19） ----------
def test_settled_over_confirmed_by_community_and_reports_on_time(who):
    spot, by_case, open_one = confirmed(who), confirmed(who), confirmed(who)
    confirmed(who, on=MONDAY + 40 * DAY)
    clue(who)
    spot.settle("停了", by=who["window"], on=MONDAY)
    visit = factories.visit(who["window"], channel=Case.Channel.SCREENED, community=spot.community, clue=by_case)
    Case.objects.filter(pk=visit.case.pk).update(closed_on=timezone.localdate(), stage="CLOSED")
    factories.visit(who["window"], channel=Case.Channel.SCREENED, community=spot.community, clue=open_one)
    planned(who, units=[grid(), factories.community(GARDEN)])
    opened(MONDAY)
    ScreeningTask.objects.first().report("NOTHING", by=who["window"], now=at(MONDAY + 6 * DAY))

    rows, whole = figures(MONDAY, MONDAY + 30 * DAY, who["director"])

    garden = next(row for row in rows if row["unit"].name == GARDEN)
    assert {name: garden[name] for name in whole} == {"confirmed": 3, "settled": 2, "due": 2, "kept": 1}
    assert whole["confirmed"] == 3


def test_a_community_without_a_clue_has_no_rate(who, sign_in):
    page = sign_in(who["director"]).get(reverse("screening:figures"))

    assert {row["settled_share"] for row in page.context["rows"]} == {"—"}


# ---------- 页面 ----------
LISTS = ["screening:tasks", "screening:plans", "screening:clues", "screening:figures"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_no_more_for_many_rows_than_for_one(who, sign_in, queries_of, name):
    client, today = sign_in(who["director"]), timezone.localdate()
    planned(who, on=today)
    clue(who, on=today)
    ScreeningTask.objects.open_due(timezone.now())
    client.get(reverse(name))
    few = len(queries_of(lambda: client.get(reverse(name))))
    for number in range(4):
        planned(who, on=today, units=[grid(f"第{number + 10}网格")])
        clue(who, on=today)
    ScreeningTask.objects.open_due(timezone.now())

    assert len(queries_of(lambda: client.get(reverse(name)))) == few


def test_the_director_plans_and_the_grid_worker_reports_on_his_phone(who, sign_in):
    director, worker, today = sign_in(who["director"]), sign_in(who["grid"]), timezone.localdate()
    address = reverse("screening:plan_add")
    given = {
        "kind": "REGULAR",
        "name": "每天看一遍",
        "units": [str(grid().pk)],
        "frequency": "DAILY",
        "first_on": f"{today:%F}",
        "last_on": f"{today + 9 * DAY:%F}",
    }

    answer = director.post(address, {**form_of(director, address), **given})
    task = ScreeningTask.objects.get()
    listed = worker.get(reverse("screening:tasks")).content.decode()
    sent = worker.post(
        task.get_absolute_url(), {**form_of(worker, task.get_absolute_url()), "result": "NOTHING", "words": ""}
    )
    task.refresh_from_db()

    assert answer.status_code == sent.status_code == 302
    assert "每天看一遍" in listed
    assert (task.result, task.reported_by) == ("NOTHING", who["grid"])
    assert worker.get(address).status_code == 403
    assert sign_in(who["elsewhere"]).get(task.get_absolute_url()).status_code == 404


def test_what_is_urgent_stands_first_however_many_came_before_it(sign_in, monkeypatch):
    monkeypatch.setattr("disputes.views.screening.SHOWN", 2)
    who = people()
    for _number in range(3):
        clue(who, urgency="WEEK")
    now = clue(who, urgency="NOW")
    rows = sign_in(who["director"]).get(reverse("screening:clues"), {"view": "new"}).context["rows"]
    assert rows[0] == now

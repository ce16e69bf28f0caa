"""The ladder (T31, F48): whose turn it is, who took note, and an order of supervision that must be answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from cases.models import Acknowledgement, Deadline, DueWarning, SupervisionOrder
from cases.models.supervision import standing, turn, waiting_for
from cases.models.warning import level_words
from cases.sweep import sweep
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

Kind, Level = Deadline.Kind, DueWarning.Level
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def late(db):
    """A triaged case whose answer is late since yesterday, swept."""
    case = factories.triaged()
    case.deadlines.filter(kind=Kind.STATUTORY).update(
        started_on=today() - 70 * DAY, nominal_on=today() - DAY, legal_end_on=today() - DAY, target_on=today() - DAY
    )
    sweep(timezone.now())
    clock = case.deadlines.filter(kind=Kind.STATUTORY).order_by("pk").first()
    assert Level.LATE in clock.warnings.values_list("level", flat=True)
    return clock


def order(clock, by=None, **fields):
    fields = {
        "on": today(),
        "facts": "没有说明原因。",
        "demand": "作出答复。",
        "answer_due_on": today() + 5 * DAY,
    } | fields
    return SupervisionOrder.objects.issue(clock, by=by or factories.official(Role.SV), **fields)


def note_of(warning):
    return reverse("cases:acknowledgement", args=[warning.deadline.case.number, warning.deadline_id, warning.level])


# ---------- 轮到谁 ----------
@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (Kind.STATUTORY, ["HD", "OD", "SV", "LO", "MEETING"]),
        (Kind.ASSIGNED, ["HD", "OD", "SV", "LO", "MEETING"]),
        (Kind.PROMISE, ["HD", "HD", "OD", "LO", ""]),
        (Kind.TASK, ["HD", "HD", "OD", "LO", ""]),
        (Kind.CLEARING, [""] * 5),
        (Kind.TARGET, [""] * 5),
    ],
)
def test_each_level_is_somebodys_turn_as_the_rules_say(kind, who):
    assert [turn(kind, level) for level in Level] == who


def test_a_level_waits_for_its_own_rung_until_it_is_taken_note_of(late, client, sign_in):
    director = factories.official(Role.OD)
    cases = type(late.case).objects.all()
    due = late.warnings.get(level=Level.DUE)
    assert due in waiting_for(director, cases)
    assert due not in waiting_for(factories.official(Role.SV), cases)

    answer = sign_in(director).post(note_of(due), {"note": "本周五前送签。"})

    assert answer.status_code == 302
    row = Acknowledgement.objects.of(due).get()
    assert (row.by, row.note) == (director, "本周五前送签。")
    assert due not in waiting_for(director, cases)
    assert late.case.events.filter(kind="SUPERVISED", detail__contains="本周五前送签").exists()


def test_nobody_takes_note_at_another_rung_than_his_own(late, sign_in):
    supervised = late.warnings.get(level=Level.LATE)

    assert sign_in(factories.official(Role.OD)).post(note_of(supervised), {"note": "好"}).status_code == 403
    assert not Acknowledgement.objects.exists()


def test_taking_note_says_what_is_done(late, sign_in):
    answer = sign_in(factories.official(Role.OD)).post(note_of(late.warnings.get(level=Level.DUE)), {"note": " "})

    assert answer.status_code == 422
    assert "请写怎么办" in answer.content.decode()


def test_what_was_met_or_moved_stands_no_longer(late):
    assert standing().filter(deadline=late).exists()

    Deadline.objects.filter(pk=late.pk).update(legal_end_on=today() + 30 * DAY)

    assert not standing().filter(deadline=late).exists()


# ---------- 督办单 ----------
def test_an_order_names_the_missed_day_and_the_article_and_its_answer_falls_due(late):
    supervisor = factories.official(Role.SV)

    issued = order(late, by=supervisor)

    assert (issued.deadline, issued.due_on) == (late, today() - DAY)
    assert "第四十条" in issued.basis
    clock = issued.answer_clock
    assert (clock.kind, clock.rule, clock.legal_end_on) == (Kind.TASK, "F48", today() + 5 * DAY)
    assert clock.official == late.case.handler
    assert Acknowledgement.objects.get(level=Level.LATE).by == supervisor


def test_the_answer_climbs_the_same_ladder_as_any_task(late):
    clock = order(late).answer_clock

    sweep(timezone.now() + timedelta(days=40))

    assert max(clock.warnings.values_list("level", flat=True)) == Level.LEADER


@pytest.mark.parametrize("days", [0, 1])
def test_what_is_not_late_is_not_supervised(late, days):
    Deadline.objects.filter(pk=late.pk).update(legal_end_on=today() + days * DAY)
    late.refresh_from_db()

    with pytest.raises(ValidationError, match="没有晚"):
        order(late)


@pytest.mark.parametrize("kind", [Kind.CLEARING, Kind.TARGET])
def test_a_missed_target_of_the_offices_own_is_neither_called_late_nor_supervised(late, kind):
    Deadline.objects.filter(pk=late.pk).update(kind=kind)
    late.refresh_from_db()

    assert str(level_words(kind, Level.LATE)) != str(Level.LATE.label)
    with pytest.raises(ValidationError, match="不能督办"):
        order(late)


def test_one_missed_day_is_supervised_once_and_another_anew(late):
    order(late)
    with pytest.raises(ValidationError, match="已经签发过"):
        order(late)

    Deadline.objects.filter(pk=late.pk).update(legal_end_on=today() - 2 * DAY)
    late.refresh_from_db()

    assert order(late).pk


def test_the_answer_is_due_after_the_day_of_the_order(late):
    with pytest.raises(ValidationError, match="签发以后"):
        order(late, answer_due_on=today())


def test_the_page_issues_the_order_with_its_paper(late, sign_in):
    supervisor = factories.official(Role.SV)
    address = reverse("petitions:supervision", args=[late.case.number, late.pk])
    typed = {"facts": "没有说明原因。", "demand": "五日内答复。", "answer_due_on": f"{today() + 5 * DAY:%F}"}
    browser = sign_in(supervisor)
    assert browser.get(address).status_code == 200

    answer = browser.post(address, typed)

    assert answer.status_code == 302, answer.context["form"].errors
    issued = SupervisionOrder.objects.get()
    assert (issued.paper.kind, issued.paper.case) == ("P14", late.case)
    assert issued.paper.values()["clock"] == str(late.pk)


def test_a_second_order_from_the_page_is_refused_with_its_sentence(late, sign_in):
    order(late)
    typed = {"facts": "没有说明原因。", "demand": "答复。", "answer_due_on": f"{today() + 5 * DAY:%F}"}

    answer = sign_in(factories.official(Role.SV)).post(
        reverse("petitions:supervision", args=[late.case.number, late.pk]), typed
    )

    assert answer.status_code == 422
    assert "已经签发过督办单" in answer.content.decode()


def test_an_order_is_answered_once_and_its_clock_stops(late, sign_in):
    issued = order(late)
    address = reverse("cases:supervision_answer", args=[late.case.number, issued.pk])
    browser = sign_in(late.case.handler)

    assert browser.post(address, {"answer": "已经答复，附件已交。"}).status_code == 302

    issued.refresh_from_db()
    assert (issued.answered_by, issued.answered_on) == (late.case.handler, today())
    assert issued.answer_clock.ended_on == today()
    assert browser.get(address).status_code == 404
    with pytest.raises(ValidationError, match="已经反馈过"):
        issued.reply("再说一遍。", by=late.case.handler, on=today())


def test_who_issued_an_order_does_not_answer_it(late):
    director = factories.official(Role.OD)

    with pytest.raises(ValidationError, match="不能自己反馈"):
        order(late, by=director).reply("办了。", by=director, on=today())


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_are_one(late):
    people = [factories.official(Role.SV), factories.official(Role.OD)]

    def issue(person):
        try:
            return bool(order(Deadline.objects.get(pk=late.pk), by=person))
        except Exception:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(issue, people)) == [False, True]
    assert SupervisionOrder.objects.count() == Deadline.objects.filter(rule="F48").count() == 1


# ---------- 看得到 ----------
def test_the_page_of_the_case_tells_what_was_reached_and_what_is_to_do(late, sign_in):
    order(late)
    page = sign_in(factories.official(Role.OD)).get(late.case.get_absolute_url()).content.decode()

    assert "提醒与督办" in page and "没有说明原因。" in page and "签发督办单" in page
    assert reverse("cases:acknowledgement", args=[late.case.number, late.pk, Level.DUE]) in page
    assert reverse("cases:acknowledgement", args=[late.case.number, late.pk, Level.LATE]) not in page


def test_a_case_without_warnings_asks_nothing_about_them(sign_in, queries_of):
    case, browser = factories.triaged(), sign_in(factories.official(Role.OD))

    asked = queries_of(lambda: browser.get(case.get_absolute_url()))

    assert not [sql for sql in asked if sql.startswith('SELECT "cases_acknowledgement"')]


def test_the_desk_of_supervision_takes_as_many_statements_for_one_row_as_for_many(late, sign_in, queries_of):
    director = factories.official(Role.OD)
    browser, address = sign_in(director), reverse("cases:ladder")
    browser.get(address)
    few = len(queries_of(lambda: browser.get(address)))
    for number in range(5):
        Deadline.objects.create(
            case=late.case,
            kind=Kind.PROMISE,
            rule=f"T{number}",
            label="承诺",
            started_on=today() - 40 * DAY,
            nominal_on=today() - 20 * DAY,
            legal_end_on=today() - 20 * DAY,
            target_on=today() - 20 * DAY,
        )
    sweep(timezone.now())

    page = []
    many = len(queries_of(lambda: page.append(browser.get(address).content.decode())))

    assert few == many
    waits = waiting_for(director, type(late.case).objects.all()).count()
    assert page[0].count(f"{late.case.number}/ladder/") == waits >= 6


def test_a_sealed_case_stands_on_nobodys_desk_of_supervision(late, sign_in):
    supervisor = sign_in(factories.official(Role.SV))
    assert late.case.number in supervisor.get(reverse("cases:ladder")).content.decode()
    late.case.seal(by=factories.official(Role.OD), reason="检举")

    assert late.case.number not in supervisor.get(reverse("cases:ladder")).content.decode()


def test_a_hidden_case_has_no_level_to_take_note_of(late, sign_in):
    elsewhere = factories.official(Role.HD, at=factories.section("社会事务科"))
    soon = late.warnings.get(level=Level.SOON)

    assert sign_in(late.case.handler).get(note_of(soon)).status_code == 200
    assert sign_in(elsewhere).get(note_of(soon)).status_code == 404


def test_an_answer_is_not_asked_for_beyond_the_calendar(late):
    with pytest.raises(ValidationError, match="工作日历还没有录入"):
        order(late, answer_due_on=today().replace(year=2099, day=1))
    assert not SupervisionOrder.objects.exists()

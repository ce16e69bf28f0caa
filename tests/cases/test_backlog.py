"""The backlog register (F59): entered by a written rule or a superior's list, left in substance or by procedure."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import BacklogEntry, BacklogRule, Case
from cases.models.backlog import candidates
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FOUND, LISTED = BacklogEntry.Source.FOUND, BacklogEntry.Source.LISTED


def today():
    return timezone.localdate()


@pytest.fixture
def director(db):
    return factories.official(Role.OD)


def aged(day, **fields):
    case = factories.case(
        channel="LETTER", received_at=timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
    )
    Case.objects.filter(pk=case.pk).update(**fields)
    return Case.objects.get(pk=case.pk)


def rule():
    return BacklogRule.objects.in_force(today())


def enter(case, by, source=FOUND, listed=""):
    return BacklogEntry.objects.enter(case, source=source, listed=listed, by=by, on=today())


def test_a_year_is_over_on_the_day_after_its_last(director):
    boundary = rule().registered_before(today())
    on_the_day, before = aged(boundary), aged(boundary - DAY)

    assert rule().ground_of(on_the_day, today()) == ""
    assert list(candidates(Case.objects.all(), rule(), today())) == [before]
    with pytest.raises(ValidationError) as refused:
        enter(on_the_day, director)
    assert "source" in refused.value.message_dict
    assert enter(before, director).rule.version == 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
    ids=["leap day", "end of month", "over new year"],
)
def test_months_are_counted_by_the_calendar(day, months, expected):
    assert BacklogRule(open_months=months).registered_before(day) == expected


@pytest.mark.parametrize(("repeats", "enters"), [(2, False), (3, True)], ids=["two", "three"])
def test_three_repeats_on_the_same_facts_enter(director, repeats, enters):
    case = aged(today() - DAY, repeat_count=repeats)
    assert (case in candidates(Case.objects.all(), rule(), today())) is enters
    assert bool(rule().ground_of(case, today())) is enters


def test_what_a_superior_lists_names_the_list(director):
    case = aged(today())
    with pytest.raises(ValidationError) as refused:
        enter(case, director, LISTED)
    assert "listed" in refused.value.message_dict

    entry = enter(case, director, LISTED, "区信访局清单第 3 号")

    assert entry.rule is None and entry.ground == "区信访局清单第 3 号"
    assert Case.objects.backlog().get() == case


def test_a_case_stands_in_the_register_once(director):
    case = aged(today())
    enter(case, director, LISTED, "清单第 3 号")
    with pytest.raises(ValidationError, match="已经在积案台账里"):
        enter(case, director, LISTED, "清单第 4 号")
    with pytest.raises(IntegrityError, match="in_the_backlog_once"), transaction.atomic():
        BacklogEntry.objects.create(case=case, source=LISTED, ground="又一次", entered_on=today(), entered_by=director)


def test_only_what_is_closed_is_settled_in_substance(director):
    case = aged(today())
    entry = enter(case, director, LISTED, "清单第 3 号")
    with pytest.raises(ValidationError) as refused:
        entry.end(BacklogEntry.Outcome.SUBSTANTIVE, ground="差价已退", by=director, on=today())
    assert "outcome" in refused.value.message_dict

    case.stage, case.closed_on = Case.Stage.CLOSED, today()
    case.save()
    entry.case = case
    entry.end(BacklogEntry.Outcome.SUBSTANTIVE, ground="差价已退", by=director, on=today())

    assert not Case.objects.backlog().exists()
    with pytest.raises(ValidationError, match="已经出册"):
        entry.end(BacklogEntry.Outcome.PROCEDURAL, ground="再来", by=director, on=today())


def test_an_open_case_ends_by_procedure_with_its_papers_named(director):
    entry = enter(aged(today()), director, LISTED, "清单第 3 号")
    with pytest.raises(ValidationError):
        entry.end(BacklogEntry.Outcome.PROCEDURAL, ground="", by=director, on=today())
    entry = BacklogEntry.objects.get()
    entry.end(BacklogEntry.Outcome.PROCEDURAL, ground="东街信复核〔2026〕3号", by=director, on=today())
    assert BacklogEntry.objects.standing().count() == 0


def test_a_new_version_of_the_rule_holds_from_its_day_and_leaves_what_was_entered(director):
    case = aged(today() - 200 * DAY)
    BacklogRule.objects.write(open_months=6, repeats=2, words="满半年", since=today() + DAY, by=director)
    assert BacklogRule.objects.in_force(today()).version == 1
    assert BacklogRule.objects.in_force(today() + DAY).version == 2
    assert not candidates(Case.objects.all(), BacklogRule.objects.in_force(today()), today()).exists()
    assert candidates(Case.objects.all(), BacklogRule.objects.in_force(today() + DAY), today() + DAY).get() == case
    with pytest.raises(ValidationError) as refused:
        BacklogRule.objects.write(open_months=6, repeats=2, words="满半年", since=today(), by=director)
    assert "since" in refused.value.message_dict


def test_sealed_cases_are_in_no_register_that_others_read(sign_in, director):
    case = aged(today())
    enter(case, director, LISTED, "清单第 3 号")
    case.refresh_from_db()
    case.seal(by=director, readers=[director], reason="检举控告")

    page = sign_in(director).get(reverse("cases:backlog"))

    assert page.context["counts"]["standing"] == 0 and case.number not in page.content.decode()


def test_the_register_is_walked_on_its_pages(sign_in, director):
    client, case = sign_in(director), aged(rule().registered_before(today()) - DAY)
    assert case.number in client.get(reverse("cases:backlog") + "?view=found").content.decode()

    answer = client.post(reverse("cases:backlog_entry", args=[case.number]), {"source": FOUND, "listed": ""})

    assert answer.status_code == 302
    assert case.number in client.get(reverse("cases:backlog")).content.decode()
    end = reverse("cases:backlog_end", args=[case.number])
    assert client.post(end, {"outcome": "SUBSTANTIVE", "ground": "差价已退"}).status_code == 422
    assert client.post(end, {"outcome": "PROCEDURAL", "ground": "复核意见已经送达"}).status_code == 302
    assert case.number in client.get(reverse("cases:backlog") + "?view=ended").content.decode()


def test_pages_of_the_register_ask_no_more_with_many_rows(sign_in, director, queries_of):
    client = sign_in(director)
    enter(aged(today()), director, LISTED, "清单第 1 号")
    client.get(reverse("cases:backlog"))
    few = queries_of(lambda: client.get(reverse("cases:backlog")))
    for number in range(6):
        enter(aged(today()), director, LISTED, f"清单第 {number} 号")
    many = queries_of(lambda: client.get(reverse("cases:backlog")))
    assert len(many) == len(few) <= 12, "\n".join(many)

"""Units are appraised by what fell due and was kept (F53): cohort first, never a rate of nothing, never a person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.appraisal import appraise
from cases.indicators import INDICATORS, by_unit, records
from cases.models import AppraisalScheme, Case, Deadline
from cases.models.appraisal import Aim
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AIMS = {"K03": Aim(80, 60), "F36": Aim(100, 40)}


def today():
    return timezone.localdate()


def first():
    return today().replace(day=1)


@pytest.fixture
def director(db):
    return factories.official(Role.OD)


@pytest.fixture
def handler(db):
    return factories.official(Role.HD, at=factories.section())


def clock(handler, rule="L17", due=None, ended=None, **fields):
    """One obligation of a case of the handler's unit, due on a day and met on another, or not."""
    case = factories.triaged(handler=handler)
    due = due or today()
    Deadline.objects.filter(case=case).update(ended_on=None, legal_end_on=due + 400 * DAY)
    return Deadline.objects.create(
        case=case,
        kind=Deadline.Kind.STATUTORY,
        rule=rule,
        label="办理",
        unit=handler.unit,
        started_on=due - 60 * DAY,
        nominal_on=due,
        legal_end_on=due,
        target_on=due,
        ended_on=ended,
        end_reason="已办" if ended else "",
        **fields,
    )


def figure(handler, id="K03", since=None, until=None):
    return by_unit(INDICATORS[id], since or first(), until or today()).get(handler.unit.pk)


@pytest.mark.parametrize(
    ("late_by", "kept"), [(-3, 1), (0, 1), (1, 0), (None, 0)], ids=["early", "last day", "day after", "never"]
)
def test_the_last_day_is_in_time_and_the_day_after_is_not(handler, late_by, kept):
    clock(handler, ended=None if late_by is None else today() + late_by * DAY)
    assert figure(handler) == (kept, 1)


def test_what_falls_due_outside_the_period_does_not_count(handler):
    clock(handler, due=first() - DAY)
    clock(handler, due=today() + DAY)
    assert figure(handler) is None
    assert figure(handler, until=today() + DAY) == (0, 1)


def test_days_of_others_sealed_and_imported_cases_are_outside(handler, director):
    clock(handler, ended=today(), whose="PETITIONER")
    sealed, old = clock(handler), clock(handler)
    sealed.case.seal(by=director, readers=[director], reason="检举控告")
    Case.objects.filter(pk=old.case_id).update(is_historical=True, next_legal_on=None)
    assert figure(handler) is None


def test_the_records_are_those_of_the_figure_the_missed_first(handler):
    kept, missed = clock(handler, ended=today()), clock(handler)
    rows = records(INDICATORS["K03"], handler.unit, first(), today())
    assert [(row.pk, row.is_met) for row in rows] == [(missed.pk, False), (kept.pk, True)]


def test_an_assisting_unit_answers_for_its_own_task(handler):
    other = factories.official(Role.HD, at=factories.section(name="社会事务科"))
    task = clock(handler, rule="F36", ended=today())
    Deadline.objects.filter(pk=task.pk).update(unit=other.unit)
    assert (figure(other, "F36"), figure(handler, "F36")) == ((1, 1), None)


# ---------- 得分 ----------
def line_of(handler):
    _indicators, lines = appraise(first(), today())
    return next((line for line in lines if line.unit == handler.unit), None)


def test_a_target_reached_gives_the_whole_weight_and_what_was_not_due_does_not_count(handler, director):
    AppraisalScheme.objects.write(since=first(), aims=AIMS, own={}, by=director)
    for _number in range(4):
        clock(handler, ended=today())
    clock(handler)

    line = line_of(handler)

    assert [(cell.indicator, cell.rate, cell.is_reached) for cell in line.cells] == [
        ("K03", "80.0%", True),
        ("F36", "—", False),
    ]
    assert line.printed == "100.0"


def test_below_the_target_it_gives_its_share(handler, director):
    AppraisalScheme.objects.write(since=first(), aims=AIMS, own={}, by=director)
    clock(handler, ended=today()), clock(handler)
    assert line_of(handler).printed == "62.5"  # 50 of 80


def test_a_unit_may_have_a_target_of_its_own(handler, director):
    AppraisalScheme.objects.write(since=first(), aims=AIMS, own={("K03", handler.unit): 50}, by=director)
    clock(handler, ended=today()), clock(handler)
    assert line_of(handler).printed == "100.0"


def test_a_month_that_is_over_keeps_its_version(director):
    AppraisalScheme.objects.write(since=first(), aims=AIMS, own={}, by=director)
    assert AppraisalScheme.objects.in_force(first() - DAY) is None
    with pytest.raises(ValidationError) as refused:
        AppraisalScheme.objects.write(since=(first() - DAY).replace(day=1), aims=AIMS, own={}, by=director)
    assert "since" in refused.value.message_dict
    with pytest.raises(ValidationError, match="权重"):
        AppraisalScheme.objects.write(since=first(), aims={"K03": Aim(80, 0)}, own={}, by=director)


# ---------- 页 ----------
def last_month():
    return {"month": f"{first() - DAY:%Y-%m}"}


def test_of_a_running_month_nothing_of_today_is_missed_yet(sign_in, handler, director):
    clock(handler)
    assert sign_in(director).get(reverse("cases:appraisal")).context["lines"] == []


def test_each_figure_opens_its_records_and_only_seen_cases_are_links(sign_in, handler, director):
    missed = clock(handler, due=first() - DAY)
    page = sign_in(director).get(reverse("cases:appraisal"), last_month()).content.decode()
    url = reverse("cases:appraisal_records", args=["K03", handler.unit.pk])
    assert url in page

    assert missed.case.get_absolute_url() in sign_in(director).get(url, last_month()).content.decode()
    auditor = sign_in(factories.official(Role.AU)).get(url)
    assert auditor.status_code == 200


def test_a_handler_reads_his_own_unit_alone(sign_in, handler, director):
    other = factories.official(Role.HD, at=factories.section(name="社会事务科"))
    clock(handler, due=first() - DAY), clock(other, due=first() - DAY)
    client = sign_in(other)

    lines = client.get(reverse("cases:appraisal"), last_month()).context["lines"]

    assert [line.unit for line in lines] == [other.unit]
    assert client.get(reverse("cases:appraisal_records", args=["K03", handler.unit.pk])).status_code == 404
    assert client.get(reverse("cases:appraisal_records", args=["K99", other.unit.pk])).status_code == 404


def typed(**more):
    said = {"since": today().isoformat(), "own_indicator": "", "own_unit": "", "own_target": ""}
    for id in INDICATORS:
        said |= {f"target_{id}": "90", f"weight_{id}": "10"}
    return said | more


def test_targets_and_weights_are_written_from_this_month_on(sign_in, handler, director):
    client, url = sign_in(director), reverse("cases:appraisal_scheme")
    assert client.post(url, typed(since=(first() - DAY).isoformat())).status_code == 422
    assert client.post(url, typed(target_K03="101")).status_code == 422
    assert client.post(url, typed(own_indicator="K03")).status_code == 422

    own = typed(own_indicator="K03", own_unit=str(handler.unit.pk), own_target="70")
    assert client.post(url, own).status_code == 302

    scheme = AppraisalScheme.objects.get()
    assert scheme.since == first()
    assert scheme.targets.get(unit=handler.unit).target == 70
    assert client.post(url, typed()).status_code == 302  # what one unit has of its own goes along
    assert AppraisalScheme.objects.in_force(first()).targets.get(unit=handler.unit).target == 70


def test_the_page_asks_no_more_for_many_units(sign_in, director, handler, queries_of):
    client, url = sign_in(director), reverse("cases:appraisal")
    day = first() - DAY
    clock(handler, due=day)
    client.get(url, last_month())
    few = queries_of(lambda: client.get(url, last_month()))
    for number in range(4):
        clock(factories.official(Role.HD, at=factories.section(name=f"第{number}科")), due=day, ended=day)
    many = queries_of(lambda: client.get(url, last_month()))
    assert len(many) == len(few) <= 16, "\n".join(many)

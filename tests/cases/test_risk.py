"""The risk of a matter (5.4, R1, R7): additive facts of the matter, by a written version, confirmed by a person."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import risk, tasks
from cases.models import Case, CaseRisk, Commitment, Deadline, Incident, Ownership, Party, Performance, RiskRule
from cases.models.risk import FIRST
from cases.owned import letters_of
from officials.calendar import month_before
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)  # a Wednesday
MONTH = date(2026, 11, 1)
DAY = timedelta(days=1)


@pytest.fixture
def director(db):
    return factories.official(Role.OD)


def matter(**fields):
    """An open case with nothing in it that counts, but for `fields`."""
    case = factories.case()
    Case.objects.filter(pk=case.pk).update(**{"next_legal_on": None, "people_affected": 1, **fields})
    return Case.objects.get(pk=case.pk)


def computed(case, today=TODAY):
    CaseRisk.objects.compute(today, today)
    return CaseRisk.objects.get(case=case, month=today.replace(day=1))


def points(case, today=TODAY):
    return {fact["factor"]: fact["points"] for fact in computed(case, today).facts}


def clock(case, rule, kind, ends):
    return Deadline.objects.create(
        case=case,
        kind=kind,
        rule=rule,
        label="办好",
        started_on=date(2026, 11, 1),
        nominal_on=ends,
        legal_end_on=ends,
        target_on=ends,
    )


def test_a_matter_in_which_nothing_counts_is_blue():
    row = computed(matter())
    assert (row.score, row.level, row.facts, row.stands_as) == (0, "BLUE", [], "BLUE")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), {"statutory": 5}),
        (date(2026, 11, 25), {"statutory": 2}),
        (date(2026, 11, 30), {"statutory": 2}),
        (date(2026, 12, 1), {}),
    ],
    ids=["passed", "last day", "three workdays left", "four workdays left"],
)
def test_a_statutory_day_counts_when_passed_or_near(day, expected):
    assert points(matter(next_legal_on=day)) == expected


def test_workdays_left_are_of_the_state_calendar():
    """29 September: three workdays on lies behind the National Day holiday, the 9th; the 10th is a worked Saturday."""
    today = date(2026, 9, 29)
    near = risk.last_day_within(today, 3, risk.Calendar.load())
    assert points(matter(next_legal_on=near), today) == {"statutory": 2}
    assert points(matter(next_legal_on=near + DAY), today) == {}
    assert near > date(2026, 10, 7)


@pytest.mark.parametrize(
    ("count", "expected"), [(4, None), (5, 1), (29, 1), (30, 3), (99, 3), (100, 5)], ids=lambda value: str(value)
)
def test_people_affected_count_by_steps(count, expected):
    assert points(matter(people_affected=count)).get("people") == expected


@pytest.mark.parametrize(("count", "expected"), [(0, None), (1, 1), (2, 1), (3, 3), (9, 3)])
def test_repeats_on_the_same_matter_count(count, expected):
    assert points(matter(repeat_count=count)).get("repeats") == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(TODAY - DAY, {"commitment": 4}), (TODAY, {})], ids=["late", "last day"]
)
def test_a_late_promise_counts_from_the_day_after(day, expected):
    case = matter()
    clock(case, "L37", Deadline.Kind.PROMISE, day)
    assert points(case) == expected


def test_several_late_promises_count_once():
    case = matter()
    clock(case, "L37", Deadline.Kind.PROMISE, TODAY - DAY)
    clock(case, "L37", Deadline.Kind.PROMISE, TODAY - 2 * DAY)
    assert points(case) == {"commitment": 4}


@pytest.mark.parametrize("kind", Case.Urgency.values)
def test_urgency_counts_with_its_ground_and_tells_nothing_of_it(kind):
    row = computed(matter(urgency=kind, urgency_basis="三楼停水停电"))
    assert [fact["points"] for fact in row.facts] == [5]
    assert "三楼" not in str(row.facts)


def test_an_open_incident_counts_until_it_ends(director):
    case = matter()
    now = case.received_at
    said = {"at": now, "facts": "说不想活了", "help_given": "陪着坐下", "recorded_by": director}
    incident = Incident.objects.create(case=case, **said)
    row = computed(case)
    assert [(fact["factor"], fact["record"]) for fact in row.facts] == [("urgent", f"incident:{incident.pk}")]
    assert "不想活" not in str(row.facts)

    Incident.objects.filter(pk=incident.pk).update(closed_at=now, closed_by=director, closing_note="送到家")
    assert points(case) == {}


@pytest.mark.parametrize(
    ("due", "holds", "expected"),
    [
        (TODAY - DAY, "never performed", {"support": 4}),
        (TODAY, "never performed", {}),
        (TODAY - DAY, None, {}),
        (TODAY - DAY, False, {"support": 4}),
    ],
    ids=["past", "last day", "performed", "found not so"],
)
def test_support_that_nobody_carried_out_counts(director, due, holds, expected):
    case = factories.complete(matter())
    claim = case.claims.get()
    type(claim).objects.filter(pk=claim.pk).update(decision="SUPPORT")
    said = {"made_on": date(2026, 11, 1), "made_by": director, "what": "修门", "unit": factories.section()}
    commitment = Commitment.objects.create(case=case, claim=claim, position=1, due_on=due, **said)
    if holds != "never performed":
        checked = {} if holds is None else {"checked_on": TODAY, "checked_by": factories.official(Role.HD)}
        Performance.objects.create(
            commitment=commitment,
            performed_on=due,
            evidence="照片",
            recorded_on=due,
            recorded_by=director,
            holds=holds,
            **checked,
        )
    assert points(case) == expected


def test_no_handler_after_triage_counts_and_before_it_does_not():
    assert points(matter(triaged_on=TODAY)) == {"owner": 3}
    assert points(matter()) == {}


def test_a_hard_matter_without_a_leader_counts(director):
    assert points(matter(level=Case.Level.HARD, level_ground="三家说不清")) == {"owner": 3}
    assert points(matter(level=Case.Level.COMPLEX, level_ground="两家")) == {}


def test_a_handover_counts_once_its_day_to_be_taken_is_over():
    case = factories.triaged()
    Case.objects.filter(pk=case.pk).update(next_legal_on=None)
    last = case.handovers.get().due_on
    assert "owner" not in points(case, last)
    assert points(case, last + DAY)["owner"] == 3


@pytest.mark.parametrize(
    ("day", "expected"),
    [(TODAY - DAY, {}), (TODAY, {"date": 1}), (TODAY + 14 * DAY, {"date": 1}), (TODAY + 15 * DAY, {})],
    ids=["over", "today", "fourteen days", "fifteen days"],
)
def test_a_milestone_within_fourteen_days_counts(day, expected):
    case = matter()
    clock(case, "F52", Deadline.Kind.TASK, day)
    assert points(case) == expected


@pytest.mark.parametrize(
    ("score", "level"),
    [(2, "BLUE"), (3, "YELLOW"), (5, "YELLOW"), (6, "ORANGE"), (9, "ORANGE"), (10, "RED")],
    ids=lambda value: str(value),
)
def test_a_level_starts_at_its_score(director, score, level):
    rule = RiskRule.objects.in_force(TODAY)
    write(rule, director, points={**rule.points, "people_5": score})
    row = computed(matter(people_affected=5))
    assert (row.score, row.level) == (score, level)


def write(rule, by, **said):
    fields = {name: getattr(rule, name) for name in ("points", "yellow_from", "orange_from", "red_from")}
    return RiskRule.objects.write(**{**fields, "since": TODAY, "reason": "街道会议定", "by": by, **said})


def test_points_add_up_and_every_fact_names_its_record():
    case = matter(next_legal_on=TODAY - DAY, people_affected=30, repeat_count=1)
    row = computed(case)

    assert row.score == 5 + 3 + 1 == sum(fact["points"] for fact in row.facts)
    assert row.facts == [
        {
            "factor": "statutory",
            "points": 5,
            "words": "法定期限 2026-11-24 已过",
            "record": f"case:{case.pk}",
        },
        {"factor": "people", "points": 3, "words": "涉及 30 人", "record": f"case:{case.pk}"},
        {"factor": "repeats", "points": 1, "words": "同一事项重复 1 次", "record": f"case:{case.pk}"},
    ]


def test_a_month_keeps_the_version_it_was_computed_by(director):
    case = matter(people_affected=5)
    october = computed(case, date(2026, 10, 30))
    rule = write(october.rule, director, points={**october.rule.points, "people_5": 7})
    november = computed(case)

    assert (november.rule, november.score) == (rule, 7)
    october.refresh_from_db()
    assert (october.rule.version, october.score) == (1, 1)


@pytest.mark.parametrize(
    "said",
    [
        {"since": date(2020, 1, 1)},
        {"red_from": 6},
        {"reason": ""},
        {"points": {"people_5": 1}},
        {"points": {**FIRST["points"], "people_5": -1}},
        {"points": {**FIRST["points"], "age_over_60": 3}},
        {"on": TODAY + DAY},
    ],
    ids=[
        "earlier than the last",
        "red no higher than orange",
        "no reason",
        "points missing",
        "points that take away",
        "points of what may not count",
        "a day that is over",
    ],
)
def test_a_version_that_would_not_add_up_is_refused(director, said):
    with pytest.raises(ValidationError):
        write(RiskRule.objects.in_force(TODAY), director, **said)
    assert RiskRule.objects.count() == 1


def test_computed_twice_nothing_moves():
    case = matter(people_affected=30)
    first = computed(case)
    assert CaseRisk.objects.compute(TODAY, TODAY) == 0
    assert CaseRisk.objects.get(case=case).computed_at == first.computed_at


def test_what_a_person_confirmed_stays_when_the_facts_move(director):
    case = matter(people_affected=30)
    computed(case).confirm("RED", reason="今天到区里", by=director, on=TODAY)
    Case.objects.filter(pk=case.pk).update(people_affected=100)
    row = computed(case)

    assert (row.score, row.level, row.stands_as) == (5, "YELLOW", "RED")
    assert (row.confirmed_by, row.confirmed_on, row.reason) == (director, TODAY, "今天到区里")


@pytest.mark.parametrize(
    ("level", "words"), [("BLUE", "确认了算出的等级"), ("RED", "改了算出的等级")], ids=["confirmed", "changed"]
)
def test_the_file_says_that_somebody_gave_his_word_and_neither_the_level_nor_why(director, level, words, sign_in):
    case = matter()
    computed(case).confirm(level, reason="今天到区里", by=director, on=TODAY)

    event = case.events.get(kind="RISK")
    assert (event.actor, event.detail, event.is_public) == (director, words, False)
    page = sign_in(case.first_receiver).get(case.get_absolute_url()).content.decode()
    assert words in page and "今天到区里" not in page and "红" not in event.detail


def test_a_word_on_the_risk_is_no_act_of_the_leader_on_his_case(director):
    leader = factories.official(Role.LO)
    case = factories.triaged(handler=factories.official(Role.HD), level="HARD")
    Ownership.objects.create(case=case, leader=leader, since=MONTH, decided_by=director)
    computed(case).confirm("RED", reason="看过", by=leader, on=TODAY)
    today = timezone.localdate()

    assert not letters_of(Case.objects.all(), today, today).get().is_acted
    case.events.create(kind="NOTE", actor=leader, detail="到场看过")
    assert letters_of(Case.objects.all(), today, today).get().is_acted


@pytest.mark.parametrize(("level", "reason"), [("RED", " "), ("", "写了"), ("PURPLE", "写了")])
def test_a_level_is_confirmed_with_its_reason_or_not_at_all(director, level, reason):
    row = computed(matter())
    with pytest.raises(ValidationError):
        row.confirm(level, reason=reason, by=director, on=TODAY)
    row.refresh_from_db()
    assert row.confirmed_level == ""


def test_what_is_sealed_or_closed_leaves_the_month():
    kept, sealed, closed = matter(), matter(people_affected=100), matter(people_affected=100)
    for case in (kept, sealed, closed):
        computed(case)
    Case.objects.filter(pk=sealed.pk).update(confidentiality="SEALED")
    Case.objects.filter(pk=closed.pk).update(closed_on=TODAY, stage="CLOSED")
    CaseRisk.objects.compute(TODAY, TODAY)

    assert [row.case for row in CaseRisk.objects.of_month(TODAY)] == [kept]


def test_the_statements_do_not_grow_with_the_matters():
    def statements():
        with CaptureQueriesContext(connection) as taken:
            CaseRisk.objects.compute(TODAY, TODAY)
        return len(taken)

    matter(people_affected=30)
    CaseRisk.objects.compute(TODAY, TODAY)
    few = statements()
    for _n in range(4):
        matter(next_legal_on=TODAY - DAY, repeat_count=3)
    assert statements() == few <= 8


def test_the_morning_computes_the_running_month():
    case = matter()
    tasks.compute_risks()
    tasks.compute_risks()
    assert CaseRisk.objects.filter(case=case).count() == 1


# ---------- pages ----------


def shown(client, **query):
    return client.get(reverse("cases:risk"), query).content.decode()


def test_a_matter_stands_under_its_level_with_its_facts(sign_in, director):
    today = timezone.localdate()
    case = matter(people_affected=100)
    computed(case, today)
    client = sign_in(director)

    assert case.number not in shown(client, level="RED")
    page = shown(client, level="YELLOW")
    assert case.number in page and "涉及 100 人" in page and "新增" in page
    assert case.number in shown(client, level="YELLOW", unit="x")
    assert case.number not in shown(client, level="YELLOW", community=factories.community().pk)


@pytest.mark.parametrize(("before", "words"), [(100, "不变"), (5, "升高"), (None, "新增")], ids=str)
def test_the_list_says_what_changed_since_last_month(sign_in, director, before, words):
    today = timezone.localdate()
    case = matter(people_affected=before or 1)
    if before:
        computed(case, month_before(today))
    Case.objects.filter(pk=case.pk).update(people_affected=100)
    computed(case, today)
    assert f"<td>{words}" in shown(sign_in(director), level="YELLOW")


def test_what_left_since_last_month_is_listed_as_gone(sign_in, director):
    today = timezone.localdate()
    case = matter(people_affected=100)
    computed(case, month_before(today))
    client = sign_in(director)
    assert case.number in shown(client, level="GONE")
    computed(case, today)
    assert case.number not in shown(client, level="GONE")


def test_the_director_changes_a_level_with_his_reason(sign_in, director):
    today = timezone.localdate()
    case = matter(people_affected=100)
    computed(case, today)
    client = sign_in(director)
    address = reverse("cases:risk_confirm", args=[case.number])

    assert client.post(address, {"level": "RED", "reason": ""}).status_code == 422
    assert client.post(address, {"level": "RED", "reason": "周五到期"}).status_code == 302
    assert case.number in shown(client)
    assert CaseRisk.objects.get(case=case).confirmed_by == director


def test_a_sealed_matter_is_in_no_list(sign_in, director):
    today = timezone.localdate()
    case = matter(people_affected=100)
    computed(case, today)
    Case.objects.filter(pk=case.pk).update(confidentiality="SEALED")
    assert case.number not in shown(sign_in(director), level="YELLOW")


def test_the_list_comes_in_pages_and_asks_no_more_with_many_rows(sign_in, director, queries_of, monkeypatch):
    today = timezone.localdate()
    client = sign_in(director)
    cases = [matter(people_affected=100)]
    computed(cases[0], today)
    shown(client, level="YELLOW")
    few = queries_of(lambda: shown(client, level="YELLOW"))
    cases += [matter(people_affected=100) for _n in range(2)]
    computed(cases[0], today)
    assert len(queries_of(lambda: shown(client, level="YELLOW"))) == len(few)

    monkeypatch.setattr("cases.views.risk.PAGE", 2)
    assert [case.number in shown(client, level="YELLOW") for case in cases] == [True, True, False]
    behind = shown(client, level="YELLOW", after=f"5_{cases[1].pk}")
    assert [case.number in behind for case in cases] == [False, False, True]


# ---------- 分值的页面 ----------
RULES, NEW = "/cases/risk/rules/", "/cases/risk/rules/new/"


def typed(**said):
    """The form of the version in force, with what was changed of it."""
    points = {f"points_{key}": number for key, number in FIRST["points"].items()}
    levels = {name: FIRST[name] for name in ("yellow_from", "orange_from", "red_from")}
    return {**points, **levels, "since": "+0", "reason": "例会议定，人数分太低", **said}


def test_the_director_writes_the_next_version_and_it_counts_from_its_day(sign_in, director):
    client, case, today = sign_in(director), matter(people_affected=5), timezone.localdate()
    before = computed(case, month_before(today))

    answer = client.post(NEW, typed(points_people_5="4", since=f"{today:%Y-%m-%d}"))

    assert answer.status_code == 302
    rule = RiskRule.objects.get(version=2)
    assert (rule.since, rule.written_by, rule.reason) == (today, director, "例会议定，人数分太低")
    assert computed(case, today).score == 4
    before.refresh_from_db()
    assert (before.rule.version, before.score) == (1, 1)
    page = client.get(RULES).content.decode()
    assert "现在用第 2 版" in page and "例会议定，人数分太低" in page


def test_a_version_of_a_later_day_stands_beside_the_one_in_force(sign_in, director):
    client = sign_in(director)
    client.post(NEW, typed(since=f"{timezone.localdate() + 9 * DAY:%Y-%m-%d}"))

    page = client.get(RULES).content.decode()
    assert "现在用第 1 版" in page and "还没到日子" in page


def test_what_may_not_count_cannot_be_typed_in(sign_in, director):
    client = sign_in(director)
    names = set(re.findall(r'name="points_(\w+)"', client.get(NEW).content.decode()))
    assert names == set(FIRST["points"])

    client.post(NEW, typed(points_age="9", points_health="9"))

    assert RiskRule.objects.get(version=2).points == FIRST["points"]


def test_a_day_that_is_over_is_refused(sign_in, director):
    answer = sign_in(director).post(NEW, typed(since=f"{timezone.localdate() - DAY:%Y-%m-%d}"))
    assert answer.status_code == 422 and "以前算的照当时的分值" in answer.content.decode()
    assert not RiskRule.objects.filter(version=2).exists()


def test_before_it_is_written_he_sees_how_many_would_change(sign_in, director):
    moved, kept, still = matter(people_affected=5), matter(people_affected=6), matter()
    sealed = matter(people_affected=7)
    Case.objects.filter(pk=sealed.pk).update(confidentiality="SEALED")
    CaseRisk.objects.compute(timezone.localdate(), timezone.localdate())
    CaseRisk.objects.get(case=kept).confirm("BLUE", reason="都解释过", by=director, on=timezone.localdate())
    levels = set(CaseRisk.objects.values_list("case", "level"))

    answer = sign_in(director).post(NEW, typed(points_people_5="6", preview="1", reason=""))

    assert answer.status_code == 200
    found = answer.context["preview"]
    assert (found.whole, found.moved, found.kept, found.moves) == (3, 2, 1, [("蓝", "橙", 2, 1)])
    assert not RiskRule.objects.filter(version=2).exists()
    assert set(CaseRisk.objects.values_list("case", "level")) == levels
    assert {moved.pk, kept.pk, still.pk} == {pk for pk, _level in levels}


def test_a_preview_of_points_that_do_not_rise_says_so(sign_in, director):
    answer = sign_in(director).post(NEW, typed(red_from="5", preview="1"))
    assert answer.status_code == 422 and "一级比一级高" in answer.content.decode()


def test_a_preview_asks_one_statement_whatever_there_is(director, queries_of):
    said = {"yellow_from": 3, "orange_from": 6, "red_from": 10, "today": TODAY}
    CaseRisk.objects.preview(FIRST["points"], **said)
    matter(people_affected=5)
    once = len(queries_of(lambda: CaseRisk.objects.preview(FIRST["points"], **said)))
    for _number in range(3):
        matter(people_affected=30)

    assert len(queries_of(lambda: CaseRisk.objects.preview(FIRST["points"], **said))) == once


@pytest.mark.parametrize(("role", "reads"), [(Role.HD, True), (Role.LO, True), (Role.RC, False), (Role.GW, False)])
def test_who_reads_the_risk_reads_how_it_is_counted_and_only_the_director_writes(sign_in, role, reads):
    client = sign_in(factories.official(role))
    assert client.get(RULES).status_code == (200 if reads else 403)
    assert client.post(NEW, typed()).status_code == 403


# ---------- R1: nothing about a person goes in, nothing comes out ----------

MAY_READ = {
    "cases_case": {
        "id",
        "closed_on",
        "is_historical",
        "is_sealed",
        "next_legal_on",
        "people_affected",
        "repeat_count",
        "urgency",
        "urgency_basis",
        "handler_id",
        "triaged_on",
        "level",
        "community_id",  # where it is, never whose it is
    },
    "cases_deadline": {"id", "case_id", "kind", "rule", "legal_end_on", "ended_on"},
    "cases_incident": {"id", "case_id", "closed_at"},
    "cases_commitment": {"id", "case_id", "claim_id", "due_on", "withdrawn_on"},
    "cases_claim": {"id", "decision"},
    "cases_performance": {"commitment_id", "holds"},
    "cases_handover": {"id", "case_id", "outcome", "due_on"},
    "cases_ownership": {"case_id", "since", "until"},
    "cases_casecause": {"id", "case_id", "cause_id", "at", "withdrawn_at"},
    "cases_causecode": {"id", "code"},
    "petitions_petition": {"id", "case_id"},
    "petitions_review": {"id", "petition_id"},
    "petitions_reviewopinion": {"review_id", "result", "received_on"},
    "petitions_hearing": {"id", "petition_id", "planned_on", "dropped_on"},
}


def forbidden(factor):
    """The columns this factor reads that are not on the list of what a matter's risk may rest on."""
    found = set()
    for rows in factor.rows(TODAY):
        sql = str(rows.query)
        tables = re.findall(r'(?:FROM|JOIN) "(\w+)"(?: ((?:U|V|W|T)\d+))?', sql)
        names = {alias or table: table for table, alias in tables}
        names |= {alias: table for table, alias in re.findall(r'"(\w+)" ((?:U|V|W|T)\d+)', sql)}
        for table in names.values():
            if table not in MAY_READ:
                found.add(table)
        for alias, column in re.findall(r'"?(\w+)"?\."(\w+)"', sql):
            table = names[alias]
            if table in MAY_READ and column not in MAY_READ[table]:
                found.add(f"{table}.{column}")
    return found


@pytest.mark.parametrize("factor", list(risk.FACTORS))
def test_a_factor_reads_the_matter_and_no_person(factor):
    assert forbidden(risk.FACTORS[factor]) == set()


@pytest.mark.parametrize(
    "rows",
    [
        lambda today: [Party.objects.values_list("case")],
        lambda today: [Case.objects.filter(parties__isnull=False).values_list("pk")],
        lambda today: [Case.objects.values_list("pk", "statement")],
        lambda today: [Case.objects.values_list("registrar__name")],
    ],
    ids=["people", "by way of people", "what was said", "an official"],
)
def test_a_factor_that_reads_more_is_found_out(rows):
    assert forbidden(risk.Factor("wrong", "", (), rows))


def test_risk_hangs_on_no_person():
    about = re.compile("risk|score|colou?r|danger|priority")
    persons = [Party, *(link.related_model for link in Party._meta.related_objects)]
    assert [
        f"{model.__name__}.{field.name}"
        for model in persons
        for field in model._meta.get_fields()
        if about.search(field.name)
    ] == []
    assert {field.related_model for field in CaseRisk._meta.fields if field.is_relation} == {
        Case,
        RiskRule,
        RiskRule._meta.get_field("written_by").related_model,
    }

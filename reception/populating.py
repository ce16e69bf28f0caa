"""A throwaway register of any size, with cases of every stage and level and clocks of every kind: all of it invented.

What is said in it is thought up here and goes in by COPY; what each case is like is drawn in the database, and the
rest is multiplied there from one real registration. While the tables fill they have no index but their keys, and keys
to other tables are not looked up: all of them lead to rows written here. Four cases of a hundred are sealed, five are
imported history.
"""

import random
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from cases.dictionary import load_categories
from cases.models import Case, Category, Claim, Deadline, Event, Party, SealedReader, SearchText
from cases.models.claim import Purpose, Route
from cases.search import tsvector
from officials.calendar import Calendar
from officials.models import Role
from reception.bench import multiply, register, text
from reception.demo import hall
from reception.demo.office import found
from reception.models import Visit

DUE, WAITING, SEALED, HISTORICAL = 0.20, 0.05, 0.04, 0.05  # shares; the others are closed
LEVELS = [Case.Level.GENERAL] * 7 + [Case.Level.COMPLEX] * 2 + [Case.Level.HARD]
STAGES = ["REGISTERED", "TRIAGED", "ROUTED", "ACCEPTED", "INVESTIGATING", "INVESTIGATING", "ANSWERED", "SERVED"]
TEXTS = 20_000  # different ones; beyond so many cases they come again
# What each case is, drawn by the database: the same register at every run.
DRAWN = """
    CREATE TEMP TABLE grown ON COMMIT DROP AS
    WITH dice AS MATERIALIZED (
        SELECT n, random() AS fate, random() AS day, random() AS stage, random() AS level, random() AS hand,
            random() AS place, random() AS about, random() AS words, random() AS seal, random() AS age
        FROM generate_series(1, %(cases)s) n
    ), fated AS (
        SELECT dice.*, fate < %(due)s + %(waiting)s AS is_open, fate < %(due)s AS is_due,
            CASE WHEN fate < %(due)s + %(waiting)s THEN {stages} ELSE 'CLOSED' END AS stage_now
        FROM dice
    )
    SELECT n, 'RK' || %(year)s || '-' || lpad(n::text, 7, '0') AS number, 'RKJ-' || lpad(n::text, 7, '0') AS contact,
        t.title, t.statement, t.in_title, t.in_statement, {communities} AS community, {categories} AS category,
        CASE WHEN stage_now <> 'REGISTERED' THEN {handlers} END AS handler,
        CASE WHEN stage_now <> 'REGISTERED' THEN {units} END AS unit,
        stage_now AS stage, CASE WHEN stage_now <> 'REGISTERED' THEN {levels} ELSE '' END AS level,
        least(due, target) - CASE WHEN stage_now = 'REGISTERED' THEN 15 ELSE 60 END AS started,
        due, CASE WHEN stage_now = 'SERVED' THEN due ELSE target END AS target,
        CASE WHEN stage_now = 'SERVED' THEN 'PROMISE' ELSE 'STATUTORY' END AS kind,
        CASE stage_now WHEN 'SERVED' THEN 'L37' WHEN 'REGISTERED' THEN 'L01' ELSE 'L17' END AS rule,
        seal < %(sealed)s AS is_sealed, NOT is_open AND age < %(historical)s AS is_historical
    FROM fated
    CROSS JOIN LATERAL (SELECT
        CASE WHEN is_due THEN {late_due} WHEN is_open THEN {ahead_due} ELSE {past_due} END AS due,
        CASE WHEN is_due THEN {late_target} WHEN is_open THEN {ahead_target} ELSE {past_target} END AS target
    ) days
    JOIN texts t ON t.id = 1 + floor(words * %(texts)s)::int
    ORDER BY n
"""
# What `cases.search.tsvector` gives for a number, without a copy of it going through Python.
IN_NUMBER = """(SELECT string_agg('''' || rtrim(substr(w.number, i, 2)) || ''':' || i, ' ')
    FROM (SELECT replace(lower(r.number), '-', ' ') AS number) w, generate_series(1, length(r.number)) i
    WHERE substr(w.number, i, 1) <> ' ')"""


@transaction.atomic
def populate(cases, *, seed=1, searchable=True):
    """Found the demo office and give it so many cases; gives its people by name."""
    now, rng = timezone.now(), random.Random(seed)  # noqa: S311 - the same register at every run
    today = timezone.localdate(now)
    load_categories()
    office = found(today)
    hall.set_up_rooms()
    first = register(office.people["王敏"], text(rng), now - timedelta(days=800))
    Claim.objects.create(case=first.case, position=1, text="请修好", purpose=Purpose.APPEAL, route=Route.W6)
    people = [person for person in office.people.values() if Role.HD in person.roles]
    drawn = {
        "stages": ("stage", STAGES),
        "levels": ("level", [str(level) for level in LEVELS]),
        "communities": ("place", [unit.pk for unit in office.units.values() if unit.kind == "COMMUNITY"]),
        "categories": ("about", list(Category.objects.filter(parent__isnull=False).values_list("pk", flat=True))),
        "handlers": ("hand", [person.pk for person in people]),
        "units": ("hand", [person.unit.pk for person in people]),
        **last_days(today, Calendar.load()),
    }
    kinds = {int: "bigint", str: "text"}
    picks = {
        name: f"(%({name})s::{kinds.get(type(row[0]), 'date')}[])[1 + floor({die} * {len(row)})::int]"
        for name, (die, row) in drawn.items()
    }
    values = {name: row for name, (_die, row) in drawn.items()}
    values |= {"cases": cases, "year": str(today.year), "texts": min(cases, TEXTS)}
    values |= {"due": DUE, "waiting": WAITING, "sealed": SEALED, "historical": HISTORICAL / (1 - DUE - WAITING)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # a page's patience is not the builder's
        cursor.execute("SET LOCAL lock_timeout = '5min'")  # nor is it where the database tends its tables itself
        cursor.execute("SELECT set_config('work_mem', '128MB', true), setseed(%s)", [seed / 1000])
        think_up(cursor, rng, min(cases, TEXTS), searchable)
        cursor.execute(DRAWN.format(**picks), values)
        cursor.execute("ANALYZE grown")
        filled = [Case, Party, Claim, Event, Deadline, Visit, SealedReader, apps.get_model("petitions.Petition")]
        with bare(cursor, [*filled, SearchText] if searchable else filled):
            multiply_rows(cursor, first, searchable)
        cursor.execute("ANALYZE")
    return office.people


def last_days(today, calendar):
    """The days of the last clocks, counted once: what is late, waits and is over, as the last day and the target."""
    late = [today - timedelta(days=back) for back in range(45)]
    ahead = (today + timedelta(days=days) for days in count(12))
    spans = {
        "late": late,
        "ahead": [next(ahead) for _day in range(30)],
        "past": [today - timedelta(days=back) for back in range(60, 300)],
    }
    return {
        f"{name}_{column}": ("day", [counted(day) for day in days])
        for name, days in spans.items()
        for column, counted in (("due", calendar.workday_on_or_after), ("target", calendar.workday_on_or_before))
    }


def think_up(cursor, rng, how_many, searchable):
    """So many texts, with what the search keeps of them."""
    cursor.execute(
        "CREATE TEMP TABLE texts (id int PRIMARY KEY, title text, statement text, in_title text, in_statement text)"
        " ON COMMIT DROP"
    )
    with cursor.copy("COPY texts FROM STDIN") as rows:
        for n in range(1, how_many + 1):
            words = text(rng)
            title = words[:20]
            rows.write_row((n, title, words, *(map(tsvector, (title, words)) if searchable else ("", ""))))
    cursor.execute("ANALYZE texts")


@contextmanager
def bare(cursor, models):
    """Fill the tables of `models` without their indexes, keys aside, and build each when all is in: far less work."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # rows still to be checked hold their table
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute(
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [[model._meta.db_table for model in models]],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET LOCAL session_replication_role = origin")
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        cursor.execute(definition)
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def multiply_rows(cursor, visit, searchable):
    case = visit.case_id
    cursor.execute("SELECT max(id) FROM cases_case")
    case_id = f"{cursor.fetchone()[0]} + r.n"
    received, closed = "(r.started::timestamp AT TIME ZONE 'Asia/Shanghai')", "r.stage = 'CLOSED'"
    since = "CASE WHEN r.stage <> 'REGISTERED' THEN r.started + 2 END"

    def from_stage(*stages, day):
        named = ", ".join(f"'{stage}'" for stage in (*stages, "CLOSED"))
        return f"CASE WHEN r.stage IN ({named}) THEN r.started + {day} END"

    over = f"CASE WHEN {closed} THEN r.due - 1 END"
    case_columns = {
        "id": case_id,
        "number": "r.number",
        "title": "r.title",
        "statement": "r.statement",
        "community_id": "r.community",
        "category_id": "r.category",
        "received_at": received,
        "registered_at": received,
        "touched_at": received,
        "stage": "r.stage",
        "level": "r.level",
        "level_ground": "CASE WHEN r.level <> '' THEN '一个单位能办' ELSE '' END",
        "handling_unit_id": "r.unit",
        "handler_id": "r.handler",
        "triaged_on": since,
        "accepted_on": from_stage("ACCEPTED", "INVESTIGATING", "ANSWERED", "SERVED", day=5),
        "answered_on": from_stage("ANSWERED", "SERVED", day=10),
        "served_on": from_stage("SERVED", day=10),
        "closed_on": over,
        "confidentiality": "CASE WHEN r.is_sealed THEN 'SEALED' ELSE 'NORMAL' END",
        "is_historical": "r.is_historical",
        "next_legal_on": f"CASE WHEN NOT {closed} AND r.kind = 'STATUTORY' THEN r.due END",
    }
    clock = {
        "case_id": case_id,
        "claim_id": "NULL",
        "kind": "r.kind",
        "rule": "r.rule",
        "label": "CASE r.rule WHEN 'L01' THEN '书面告知' WHEN 'L17' THEN '办理' ELSE '承诺' END",
        "official_id": "NULL",
        "started_on": "r.started",
        "nominal_on": "r.due",
        "legal_end_on": "r.due",
        "target_on": "r.target",
        "ended_on": over,
        "end_reason": f"CASE WHEN {closed} THEN '已办结' ELSE '' END",
    }
    one_clock = f"t.id = (SELECT min(id) FROM cases_deadline WHERE case_id = {case}) AND NOT r.is_historical"  # noqa: S608
    goal = {
        **clock,
        "kind": "'CLEARING'",
        "rule": "CASE r.level WHEN 'COMPLEX' THEN 'T23' ELSE 'T22' END",
        "label": "'清零'",
        **dict.fromkeys(("nominal_on", "legal_end_on", "target_on"), "r.due + 75"),
    }
    multiply(cursor, Case, f"t.id = {case}", case_columns)
    for name in ("cases.Party", "cases.Claim"):
        multiply(cursor, apps.get_model(name), f"t.case_id = {case}", {"case_id": case_id})
    multiply(cursor, apps.get_model("cases.Event"), f"t.case_id = {case}", {"case_id": case_id, "at": received})
    multiply(cursor, Deadline, one_clock, clock)
    multiply(cursor, Deadline, f"{one_clock} AND r.stage = 'INVESTIGATING'", goal)
    multiply(cursor, apps.get_model("petitions.Petition"), f"t.case_id = {case}", {"case_id": case_id})
    contact = {"case_id": case_id, "contact_no": "r.contact", "query_code_hash": "md5(r.contact)"}
    contact |= {"statement": "r.statement", "received_at": received, "registered_at": received}
    contact |= {"is_sealed": "r.is_sealed"}
    multiply(cursor, Visit, f"t.id = {visit.pk}", contact)
    if searchable:
        part = f"CASE t.part WHEN 'NUMBER' THEN {IN_NUMBER} WHEN 'TITLE' THEN r.in_title ELSE r.in_statement END"
        part = part.replace("'NUMBER'", f"'{SearchText.Part.NUMBER}'").replace("'TITLE'", f"'{SearchText.Part.TITLE}'")
        unsealed = f"t.case_id = {case} AND NOT r.is_sealed"
        multiply(cursor, SearchText, unsealed, {"case_id": case_id, "text_vector": f"({part})::tsvector"})
    readers = "INSERT INTO cases_sealedreader (case_id, official_id, named_by_id, reason, named_at) SELECT"
    readers += f" {case_id}, coalesce(r.handler, %s), %s, '承办', now() FROM grown r WHERE r.is_sealed"
    cursor.execute(readers, [visit.registrar_id] * 2)
    cursor.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), max(id)) FROM cases_case")

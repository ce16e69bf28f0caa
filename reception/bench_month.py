"""What `bench month` measures (G8): the table of the month beside the best SQL, the dashboard, the pack, its PDF."""

import statistics
import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import figures
from cases.figures import Comparison
from config.memory import settle
from disputes import printing, report
from disputes.models import Pack
from disputes.models.pack import written
from officials.calendar import ONE_DAY, month_before
from officials.models import Official, Role
from reception.bench import TRANSACTION, Figure, compare, signed_in

BEST = """
    SELECT c.stage, k.name, u.name, count(*) FILTER (WHERE c.received_at >= %(now)s AND c.received_at < %(end)s),
        count(*) FILTER (WHERE c.received_at >= %(before)s AND c.received_at < %(now)s),
        count(*) FILTER (WHERE c.received_at >= %(year)s AND c.received_at < %(year_end)s)
    FROM cases_case c LEFT JOIN cases_category k ON k.id = c.category_id
        LEFT JOIN officials_unit u ON u.id = c.handling_unit_id
    WHERE (c.received_at >= %(before)s AND c.received_at < %(end)s
        OR c.received_at >= %(year)s AND c.received_at < %(year_end)s)
        AND NOT c.is_historical AND c.confidentiality <> 'SEALED' AND c.voided_on IS NULL
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 5 DESC
"""


def measure(rounds):
    """The figures of the last whole month, on the populated register of the connection."""
    today = timezone.localdate()
    month = month_before(today.replace(day=1))
    spans, director = Comparison.of(month), Official.objects.holding(Role.OD, on=today).order_by("username").first()
    days = {
        "now": spans.now.first,
        "end": spans.now.last + ONE_DAY,
        "before": spans.before.first,
        "year": spans.year_before.first,
        "year_end": spans.year_before.last + ONE_DAY,
    }
    given = {name: figures.day_starts(day) for name, day in days.items()}
    settle()
    client = signed_in(director)
    asked = {"month": f"{month:%Y-%m}"}
    yield table_in_the_database(spans, given, rounds)

    def best(cursor):
        cursor.execute(BEST, given)
        return cursor.fetchall()

    page = "阶段 x 分类 x 单位，页面 table"
    yield compare(page, lambda: client.get(reverse("reports:table"), asked), rounds, best, client)
    yield compare("看板 dashboard", lambda: client.get(reverse("reports:dashboard"), asked), min(rounds, 5))
    yield from pack(month)


def table_in_the_database(spans, given, rounds):
    """Database time of the table's one statement, beside that of the best SQL, in turns."""
    with CaptureQueriesContext(connection) as caught:
        figures.cube(spans)
    own = caught[0]["sql"]

    def took(sql, params=None):
        with connection.cursor() as cursor:
            started = time.perf_counter()
            cursor.execute(sql, params)
            cursor.fetchall()
            return (time.perf_counter() - started) * 1000

    pairs = [(took(own), took(BEST, given)) for _round in range(rounds)]
    mine, floor = ([pair[place] for pair in pairs] for place in (0, 1))
    slow = sorted(mine)[int(len(mine) * 0.95)]
    return Figure("阶段 x 分类 x 单位，数据库 table sql", statistics.median(mine), slow, statistics.median(floor), 1)


def pack(month):
    """The whole content of a frozen month, computed once, and its paper."""
    now = timezone.now()
    with transaction.atomic(), CaptureQueriesContext(connection) as caught:
        started = time.perf_counter()
        content = written(report.content_of(month, now=now))
        took = (time.perf_counter() - started) * 1000
    statements = sum(not query["sql"].startswith(TRANSACTION) for query in caught)
    yield Figure("一个月的报告内容 pack", took, took, None, statements)
    one = Pack.objects.create(month=month, cut_off=now, frozen_at=now, content=content, digest="0" * 64)
    started = time.perf_counter()
    printing.set_report(one)
    took = (time.perf_counter() - started) * 1000
    yield Figure("报告的 PDF report.pdf", took, took, None, 0)

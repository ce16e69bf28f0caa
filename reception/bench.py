"""What `bench` measures: pages of the front door beside the best SQL behind the smallest honest page (G6, G13).

A register of made-up matters is grown by SQL from one real registration, so that every row is such as the product
writes. The floor is a page with session, sign-in, CSRF and a template, and nothing else. Statements are those that
say or ask something: what begins and ends a transaction is in the time, not in the count.
"""

import random
import statistics
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.apps import apps
from django.db import connection
from django.db.models import Q
from django.http import HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from cases.dictionary import load_categories
from cases.models import Category, Counter, SearchText, Submission
from cases.search import tsvector
from config.memory import settle
from officials import audit
from officials.models import AuditEntry
from reception.demo import hall
from reception.demo.office import found
from reception.matches import Opening
from reception.models import HallScreen, Visit

FLOOR_MIDDLEWARE = [
    "reception.bench.own_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
PAGE = engines["django"].from_string(
    "<!DOCTYPE html><title>{{ user.name }}</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}"
    "</td>{% endfor %}</tr>{% endfor %}</table>"
)
PLACES = [
    "东河花园",
    "东河名苑",
    "汤巷小区",
    "华丰厂宿舍",
    "柳营新村",
    "柳营里",
    "桥西里",
    "桥西新苑",
    "北苑家园",
    "北苑公寓",
]
TROUBLES = [
    "地下车库漏水",
    "电梯停用",
    "楼道堆物",
    "夜间噪声",
    "油烟扰民",
    "停车位被占",
    "路灯不亮",
    "下水道堵塞",
    "物业费上涨",
    "外墙脱落",
    "充电桩",
    "垃圾分类",
    "违建雨棚",
    "拖欠工资",
    "低保停发",
    "暖气不热",
    "自来水发黄",
    "绿化改车位",
    "门禁损坏",
    "消防通道占用",
]
SINCE = [
    "从去年",
    "从上个月",
    "从前年冬天",
    "这半年来",
    "昨天夜里",
    "下雨以后",
    "装修以来",
    "过年以后",
]
ASKED = [
    "找过物业没有用",
    "社区来看过一次",
    "打过热线还没有回音",
    "邻居们都有意见",
    "家里有老人受不了",
    "几家一起凑钱修过",
]
WANTED = [
    "请尽快派人来修",
    "请给个书面答复",
    "要求退还多收的钱",
    "希望有人管一管",
    "请说明是哪个部门的事",
    "要求恢复原样",
]
CLOSED = 0.79
FORM = "application/x-www-form-urlencoded"  # as a browser sends what has no file
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


class Figure(NamedTuple):
    name: str
    milliseconds: float  # the median
    slow: float  # what one in twenty takes longer than
    floor: float | None  # the same question asked by the best SQL; None where there is none
    statements: int

    @property
    def ratio(self):
        return self.milliseconds / self.floor if self.floor else None


# ---------- 造一本登记簿 ----------
def grow(count, seed=1):
    """A demo office with `count` made-up matters of the last two years; gives its people by name."""
    now, rng = timezone.now(), random.Random(seed)  # noqa: S311 - the same register at every run
    load_categories()
    office = found(timezone.localdate(now))
    hall.set_up_rooms()
    first = register(office.people["王敏"], text(rng), now - timedelta(days=800))
    communities = [unit.pk for unit in office.units.values() if unit.kind == "COMMUNITY"]
    categories = list(Category.objects.filter(parent__isnull=False).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # a page's patience is not the builder's
        cursor.execute(
            "CREATE TEMP TABLE grown (n int, number text, contact text, title text, statement text, in_number text,"
            " in_title text, in_statement text, community int, category int, received timestamptz, closed boolean)"
        )
        with cursor.copy("COPY grown FROM STDIN") as rows:
            for n in range(1, count + 1):
                words = text(rng)
                number, title = f"BM2026-{n:07d}", words[:20]
                rows.write_row(
                    (
                        n,
                        number,
                        f"BMJ-{n:07d}",
                        title,
                        words,
                        tsvector(number),
                        tsvector(title),
                        tsvector(words),
                        rng.choice(communities),
                        rng.choice(categories),
                        now - timedelta(minutes=rng.randrange(1, 1_000_000)),
                        rng.random() < CLOSED,
                    )
                )
        with built_once(cursor, SearchText):
            copy_rows(cursor, first, office.units["城市建设科"].pk)
        cursor.execute("ANALYZE")
    return office.people


@contextmanager
def built_once(cursor, model):
    """Fill a table without its index of words, and build that when all is in: far less work."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # rows still to be checked hold their table
    words = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%% USING gin %%'"
    cursor.execute(words, [model._meta.db_table])
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '256MB'")
    for _name, definition in indexes:
        cursor.execute(definition)
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def text(rng):
    building, flat = rng.randrange(1, 60), rng.randrange(101, 2904)
    sentences = (
        f"{rng.choice(PLACES)}{building}幢{flat}室{rng.choice(TROUBLES)}，{rng.choice(SINCE)}就这样",
        f"{rng.choice(ASKED)}，{rng.choice(TROUBLES)}的事跟{seldom(rng)}也说过",
        f"我是{rng.randrange(1, 400)}号住户，隔壁是{seldom(rng)}{seldom(rng)}店，{rng.choice(ASKED)}",
        rng.choice(WANTED),
    )
    return "。".join(sentences) + "。"


def seldom(rng):
    """A name as people and shops have them: some in many texts, most in few."""
    return "".join(chr(0x4E00 + int(4000 * rng.random() ** 3)) for _sign in range(2))


def register(by, statement, at=None):
    now = at or timezone.now()
    return Visit.objects.register(
        by=by, channel="VISIT", received_at=now, now=now, name="张建国", phone="13800004471", statement=statement
    )


def copy_rows(cursor, visit, unit):
    """Multiply the rows of one registration, each with what is its own."""
    case, closed = visit.case_id, "r.received::date + 30"
    cursor.execute("SELECT max(id) FROM cases_case")
    base = cursor.fetchone()[0]
    case_id = f"{base} + r.n"
    ended = {
        "stage": "CASE WHEN r.closed THEN 'CLOSED' ELSE t.stage END",
        "level": "CASE WHEN r.closed THEN 'GENERAL' ELSE '' END",
        "level_ground": "CASE WHEN r.closed THEN '常见' ELSE '' END",
        "handling_unit_id": f"CASE WHEN r.closed THEN {unit} END",
        "triaged_on": "CASE WHEN r.closed THEN r.received::date END",
        "closed_on": f"CASE WHEN r.closed THEN {closed} END",
        "next_legal_on": "CASE WHEN NOT r.closed THEN r.received::date + 15 END",
    }
    copied = {
        "cases.Case": (
            f"t.id = {case}",
            {
                "id": case_id,
                "number": "r.number",
                "title": "r.title",
                "statement": "r.statement",
                "community_id": "r.community",
                "category_id": "r.category",
                "received_at": "r.received",
                "registered_at": "r.received",
                "touched_at": "r.received",
                **ended,
            },
        ),
        "cases.Party": (f"t.case_id = {case}", {"case_id": case_id}),
        "cases.Event": (f"t.case_id = {case}", {"case_id": case_id, "at": "r.received"}),
        "cases.Deadline": (
            f"t.case_id = {case}",
            {
                "case_id": case_id,
                "started_on": "r.received::date",
                "nominal_on": "r.received::date + 15",
                "legal_end_on": "r.received::date + 15",
                "target_on": "r.received::date + 12",
                "ended_on": "CASE WHEN r.closed THEN r.received::date + 10 END",
                "end_reason": "CASE WHEN r.closed THEN '已告知' ELSE '' END",
            },
        ),
        "cases.SearchText": (
            f"t.case_id = {case}",
            {
                "case_id": case_id,
                "text_vector": f"(CASE t.part WHEN '{SearchText.Part.NUMBER}' THEN r.in_number WHEN"
                f" '{SearchText.Part.TITLE}' THEN r.in_title ELSE r.in_statement END)::tsvector",
            },
        ),
        "petitions.Petition": (f"t.case_id = {case}", {"case_id": case_id}),
        "reception.Visit": (
            f"t.id = {visit.pk}",
            {
                "case_id": case_id,
                "contact_no": "r.contact",
                "statement": "r.statement",
                "received_at": "r.received",
                "registered_at": "r.received",
                "query_code_hash": "md5(r.contact)",
            },
        ),
    }
    for name, (where, own) in copied.items():
        multiply(cursor, apps.get_model(name), where, own)
    cursor.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), max(id)) FROM cases_case")


def multiply(cursor, model, where, own):
    """Copy the rows `where` of the model's table once for each row r of `grown`, with `own` columns of r."""
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    if "id" in columns and "id" not in own:
        columns.remove("id")
    values = ", ".join(own.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, grown r WHERE {where}")  # noqa: S608


# ---------- 地板 ----------
class Floor:
    """What the floor's page does when it is asked; set by whoever asks."""

    do = None


def floor(request):
    with connection.cursor() as cursor:
        rows = Floor.do(cursor)
    return HttpResponse(PAGE.render({"user": request.user, "rows": rows}, request))


urlpatterns = [path("floor/", floor)]


def own_addresses(get_response):
    """The floor's one address. To swap ROOT_URLCONF instead would empty the product's own cache of addresses."""

    def finding(request):
        request.urlconf = __name__
        return get_response(request)

    return finding


def rows_of(sql, *params):
    def do(cursor):
        cursor.execute(sql, params)
        return cursor.fetchall()

    return do


def registering(visit):
    """The rows of one registration, written anew by one statement a table, with its numbers from locked counters.

    Also what tells who did it (the audit entry) and that the form was carried out (the submission): without the one
    nobody could say who registered, without the other a form sent twice would register twice.
    """
    case, by = visit.case_id, visit.registrar
    owned = ["cases.Party", "cases.Event", "cases.Deadline", "cases.SearchText", "petitions.Petition"]
    histories = [apps.get_model("cases", "HistoricalCase"), apps.get_model("cases", "HistoricalParty")]
    entry = audit.record(by, "reception:register", "visit", visit.pk)
    sent = Submission.objects.create(key=uuid.uuid4(), official=by, path=reverse("reception:register"), location="/")
    drawn = Q(series__startswith="case:") | Q(series__startswith="contact:")
    counters = list(Counter.objects.filter(drawn).order_by("-pk").values_list("pk", flat=True)[:2])

    def again(cursor, model, where, own):
        key = model._meta.pk.column
        columns = [field.column for field in model._meta.concrete_fields if not field.generated]
        columns = [column for column in columns if column != key or model._meta.pk.remote_field]
        values = ", ".join("%s" if column in own else f'"{column}"' for column in columns)
        names, table = ", ".join(f'"{column}"' for column in columns), model._meta.db_table
        params = [own[column] for column in columns if column in own]
        returning = "RETURNING id" if key == "id" else ""
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where} {returning}", params)  # noqa: S608
        return cursor.fetchone()[0] if returning else None

    def do(cursor):
        again(cursor, Submission, f"id = {sent.pk}", {"key": uuid.uuid4()})
        cursor.execute("UPDATE cases_counter SET last = last + 1 WHERE id = ANY(%s) RETURNING last", [counters])
        number = f"FL-{uuid.uuid4().hex[:12]}"
        new = again(cursor, apps.get_model("cases.Case"), f"id = {case}", {"number": number})
        for name in owned:
            again(cursor, apps.get_model(name), f"case_id = {case}", {"case_id": new})
        for history, where in zip(histories, (f"id = {case}", f"case_id = {case}"), strict=True):
            table = history._meta.db_table
            first = f"history_id = (SELECT min(history_id) FROM {table} WHERE {where})"  # noqa: S608
            again(cursor, history, first, {})
        own = {"case_id": new, "contact_no": number, "query_code_hash": number}
        met = again(cursor, Visit, f"id = {visit.pk}", own)
        again(cursor, apps.get_model("reception.VisitParty"), f"visit_id = {visit.pk}", {"visit_id": met})
        again(cursor, AuditEntry, f"id = {entry.pk}", {"subject_id": met})
        return [(number, new)]

    return do


# ---------- 量 ----------
def signed_in(official):
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(official)
    session = client.session
    session["signed_in_at"] = session["password_at"] = timezone.now().timestamp()
    session.save()
    type(official).objects.filter(pk=official.pk).update(session_key=session.session_key)
    return client


def compare(name, ask, rounds, do=None, client=None):
    """The medians of `ask()` and of the floor doing `do`, asked in turns; and the statements of one asking."""
    with override_settings(MIDDLEWARE=FLOOR_MIDDLEWARE):
        bare = Client()
        bare.handler.load_middleware()
    if client:
        bare.cookies = client.cookies
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    statements = sum(not query["sql"].startswith(TRANSACTION) for query in asked)
    times, floors = [], []
    for _round in range(rounds):
        times.append(timed(ask))
        if do:
            Floor.do = staticmethod(do)
            floors.append(timed(lambda: bare.get("/floor/")))
    slow = sorted(times)[int(len(times) * 0.95)]
    return Figure(name, statistics.median(times), slow, statistics.median(floors) if floors else None, statements)


def timed(ask):
    started = time.perf_counter()
    answer = ask()
    took = (time.perf_counter() - started) * 1000
    if answer.status_code >= 400 or "login" in answer.headers.get("Location", ""):
        raise RuntimeError(f"answered {answer.status_code} {answer.headers.get('Location', '')}")
    return took


def measure(people, rounds, seed=2):
    """The figures of the front door, one by one, in a process that is settled as a web worker is."""
    settle()
    clerk, director, rng = people["王敏"], people["周建国"], random.Random(seed)  # noqa: S311
    desk, office = signed_in(clerk), signed_in(director)
    opened = Opening.begin(clerk).initial

    def posting(view, headers=None, **more):
        typed = {"channel": "VISIT", "name": "李四", "phone": "13900001234", "people_present": "1", **opened, **more}
        typed |= {"submission": uuid.uuid4(), "statement": text(rng)}
        answer = desk.post(reverse(f"reception:{view}"), urlencode(typed), FORM, headers=headers)
        desk.cookies.pop("messages", None)  # the page one is sent to reads them
        return answer

    model = register(clerk, text(rng))
    letter = {"channel": "LETTER", "register": "only"}
    yield compare("登记来信 register", lambda: posting("register", **letter), rounds, registering(model), desk)
    yield compare(
        "登记来访并取号 walk-in", lambda: posting("register", register="only"), rounds, registering(model), desk
    )
    today = rows_of(
        "SELECT v.contact_no, v.registered_at, c.title FROM reception_visit v"
        " LEFT JOIN cases_case c ON c.id = v.case_id WHERE v.registered_at >= current_date"
        " ORDER BY v.registered_at DESC LIMIT 30"
    )
    yield compare("接访台 desk", lambda: desk.get(reverse("reception:desk")), rounds, today, desk)
    yield compare("边填边比 matches", lambda: posting("matches", {"hx-request": "true"}), rounds)
    newest = rows_of(
        "SELECT number, title, next_legal_on FROM cases_case WHERE closed_on IS NULL"
        " ORDER BY next_legal_on NULLS LAST, id DESC LIMIT 25"
    )
    yield compare("案件列表 list", lambda: office.get(reverse("cases:list")), rounds, newest, office)
    one = reverse("cases:case", args=[model.case.number])
    yield compare("案件页 case", lambda: office.get(one), rounds)
    screen = HallScreen.admit(name="一楼", has_sound=False, by=director)
    television = Client()
    television.get(reverse("reception:hall_link", args=[screen.secret]))
    yield compare(
        "大厅屏刷新 hall", lambda: television.get(reverse("reception:hall"), headers={"hx-request": "true"}), rounds
    )

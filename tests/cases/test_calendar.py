"""A changed calendar never moves a date silently (T03, DL-10): first what would move, then all of it or nothing."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.calendar import CalendarChange, apply_seen
from cases.models import Case, Deadline
from cases.models.sealing import SealedReader
from cases.rules import due, find, given
from officials.calendar import Calendar, Day, DayKind, days_in_file, days_of
from officials.models import AuditEntry, CalendarDay, Role
from officials.models.calendar import load_years
from tests import factories

SOURCE = "区政府通知"
D = date
NATIONAL_DAY_LONGER = Day(D(2026, 10, 8), DayKind.HOLIDAY, "国庆节")
NEW_YEAR_EVE = Day(D(2026, 12, 31), DayKind.HOLIDAY, "元旦")

NOTICE_2027 = [
    (D(2027, 1, 1), 3, "元旦"),
    (D(2027, 2, 5), 8, "春节"),
    (D(2027, 4, 3), 3, "清明节"),
    (D(2027, 5, 1), 5, "劳动节"),
    (D(2027, 6, 9), 1, "端午节"),
    (D(2027, 9, 15), 3, "中秋节"),
    (D(2027, 10, 1), 7, "国庆节"),
]
MAKE_UP_2027 = [
    (D(2027, 1, 30), "春节"),
    (D(2027, 2, 20), "春节"),
    (D(2027, 5, 8), "劳动节"),
    (D(2027, 10, 9), "国庆节"),
]


@pytest.fixture(autouse=True)
def stored_calendar(db):
    load_years()


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def signed_in(client, director):
    sign_in(client, director)
    return client


def sign_in(client, official):
    client.force_login(official)
    session = client.session
    session["signed_in_at"] = timezone.now().timestamp()
    session.save()
    official.session_key = session.session_key
    official.save(update_fields=["session_key"])


def case(number, **fields):
    clerk = fields.pop("clerk", None) or factories.official(Role.RC)
    return Case.objects.create(
        number=number,
        channel=Case.Channel.VISIT,
        title="地下车库渗水",
        statement="下雨就漏",
        received_at=timezone.make_aware(datetime(2026, 8, 3, 9)),  # noqa: DTZ001
        registrar=clerk,
        first_receiver=clerk,
        **fields,
    )


def clock(file, rule_id, started_on, *, extended_by=0, on=None):
    rule, calendar = find(rule_id), Calendar.load()
    answer = given(rule, started_on, on, calendar) if on else due(rule, started_on, calendar, extended_by=extended_by)
    return Deadline.objects.start(
        file,
        answer,
        rule=rule_id,
        kind=rule.kind,
        label=str(rule.title),
        started_on=started_on,
        extended_days=extended_by,
    )


def dates(deadline):
    deadline.refresh_from_db()
    return deadline.nominal_on, deadline.legal_end_on, deadline.target_on


def put(day, by):
    """Change one day at once, as somebody does who has seen the preview."""
    token = CalendarChange([day], source=SOURCE).token
    return apply_seen(lambda: CalendarChange([day], source=SOURCE), token, by=by)


def notice(days=None):
    """The rows of a year's notice as a csv file."""
    rows = days if days is not None else notice_rows()
    text = "日期,种类,名称\n" + "".join(f"{day},{kind},{name}\n" for day, kind, name in rows)
    return SimpleUploadedFile("2027.csv", text.encode("utf-8"))


def notice_rows():
    off = [(first + timedelta(days=n), "放假", name) for first, length, name in NOTICE_2027 for n in range(length)]
    return [*off, *((day, "调休上班", name) for day, name in MAKE_UP_2027)]


# ---------- what moves ----------


@pytest.mark.parametrize(
    ("rule", "start", "nominal", "legal_end", "target"),
    [
        ("L17", D(2026, 8, 3), D(2026, 10, 2), D(2026, 10, 9), D(2026, 9, 30)),
        ("L05", D(2026, 9, 30), D(2026, 10, 14), D(2026, 10, 14), D(2026, 10, 14)),
        ("L03", D(2026, 9, 23), D(2026, 10, 8), D(2026, 10, 9), D(2026, 9, 30)),
    ],
)
def test_a_longer_holiday_moves_the_terms_that_run_into_it(director, rule, start, nominal, legal_end, target):
    running = clock(case("DH2026-00001"), rule, start)

    put(NATIONAL_DAY_LONGER, director)

    assert dates(running) == (nominal, legal_end, target)


@pytest.mark.parametrize(
    ("rule", "start"),
    [("L03", D(2026, 9, 15)), ("L17", D(2026, 8, 10)), ("T22", D(2026, 9, 15)), ("L05", D(2026, 10, 8))],
)
def test_a_term_that_ends_before_or_starts_after_or_passes_by_stays(director, rule, start):
    running = clock(case("DH2026-00001"), rule, start)
    before = dates(running)

    change = put(NATIONAL_DAY_LONGER, director)

    assert dates(running) == before
    assert change.deadlines().count() == 0


def test_an_extended_term_keeps_its_extension(director):
    running = clock(case("DH2026-00001"), "L17", D(2026, 8, 3), extended_by=30)

    put(Day(D(2026, 11, 2), DayKind.HOLIDAY, "本地假日"), director)

    assert dates(running) == (D(2026, 11, 1), D(2026, 11, 3), D(2026, 10, 30))


def test_a_day_that_a_paper_names_stays_and_only_the_staff_target_moves(director):
    running = clock(case("DH2026-00001"), "L06", D(2026, 9, 14), on=D(2026, 10, 8))

    put(NATIONAL_DAY_LONGER, director)

    assert dates(running) == (D(2026, 10, 8), D(2026, 10, 8), D(2026, 9, 30))


def test_an_ended_clock_stays_as_it_was(director):
    file = case("DH2026-00001")
    ended = clock(file, "L17", D(2026, 8, 3))
    Deadline.objects.end(file, "L17", on=D(2026, 9, 1), reason="已送达")

    put(NATIONAL_DAY_LONGER, director)

    assert dates(ended) == (D(2026, 10, 2), D(2026, 10, 8), D(2026, 9, 30))


def test_the_timeline_shows_the_old_beside_the_new_and_why(director):
    file = case("DH2026-00001")
    clock(file, "L17", D(2026, 8, 3))

    put(NATIONAL_DAY_LONGER, director)

    event = file.events.get()
    assert (event.kind, event.actor, event.is_public) == ("DATE_MOVED", director, False)
    assert event.detail == (
        "信访程序办结：最后一天 2026-10-08 → 2026-10-09，内控日 2026-09-30 → 2026-09-30。依据：区政府通知"
    )


def test_the_order_of_lists_follows_the_moved_day(director):
    file = case("DH2026-00001")
    clock(file, "L17", D(2026, 8, 3))

    put(NATIONAL_DAY_LONGER, director)

    file.refresh_from_db()
    assert file.next_legal_on == D(2026, 10, 9)


def test_an_internal_clock_does_not_change_the_order_of_lists(director):
    file = case("DH2026-00001")
    clock(file, "L14", D(2026, 9, 8))

    put(NATIONAL_DAY_LONGER, director)

    file.refresh_from_db()
    assert file.next_legal_on is None


def test_many_clocks_move_by_as_few_statements_as_one(director, django_assert_max_num_queries):
    for number in range(30):
        file = case(f"DH2026-{number:05d}", clerk=director)
        clock(file, "L17", D(2026, 8, 3))
        clock(file, "L05", D(2026, 9, 29))

    with django_assert_max_num_queries(20):
        put(NATIONAL_DAY_LONGER, director)

    assert Deadline.objects.filter(legal_end_on=D(2026, 10, 9), rule="L17").count() == 30
    assert Case.objects.filter(events__kind="DATE_MOVED").distinct().count() == 30


def test_what_has_moved_since_it_was_seen_is_not_carried_out(director):
    first = clock(case("DH2026-00001"), "L17", D(2026, 8, 3))
    seen = CalendarChange([NATIONAL_DAY_LONGER], source=SOURCE).token
    clock(case("DH2026-00002"), "L03", D(2026, 9, 23))

    done = apply_seen(lambda: CalendarChange([NATIONAL_DAY_LONGER], source=SOURCE), seen, by=director)

    assert done is None
    assert Calendar.load().is_workday(D(2026, 10, 8))
    assert dates(first)[1] == D(2026, 10, 8)


def test_a_clock_started_while_the_calendar_changes_is_not_left_with_the_old_days(transactional_db, director):
    load_years()
    file = case("DH2026-00001", clerk=director)
    seen = CalendarChange([NATIONAL_DAY_LONGER], source=SOURCE).token
    has_counted, may_commit = threading.Event(), threading.Event()

    @in_a_thread
    def register():
        with transaction.atomic():
            clock(file, "L17", D(2026, 8, 3))
            has_counted.set()
            may_commit.wait(10)

    has_counted.wait(10)

    @in_a_thread
    def change_calendar():
        return apply_seen(lambda: CalendarChange([NATIONAL_DAY_LONGER], source=SOURCE), seen, by=director)

    with pytest.raises(TimeoutError):
        change_calendar.result(timeout=0.5)
    may_commit.set()

    register.result(timeout=10)
    assert change_calendar.result(timeout=10) is None
    assert Calendar.load().is_workday(D(2026, 10, 8))


def in_a_thread(work):
    """Run `work` at once on a database connection of its own."""

    def run():
        try:
            return work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(run)
    finally:
        pool.shutdown(wait=False)


def test_looking_changes_nothing():
    running = clock(case("DH2026-00001"), "L17", D(2026, 8, 3))
    change = CalendarChange([NATIONAL_DAY_LONGER], source=SOURCE)

    assert [(move.legal_end_on, move.target_on) for move in change.moves(change.deadlines())] == [
        (D(2026, 10, 9), D(2026, 9, 30))
    ]
    assert dates(running)[1] == D(2026, 10, 8)
    assert Calendar.load().is_workday(D(2026, 10, 8))


def test_a_day_given_back_to_work_brings_a_term_forward(director):
    put(NATIONAL_DAY_LONGER, director)
    running = clock(case("DH2026-00001"), "L17", D(2026, 8, 3))
    assert dates(running)[1] == D(2026, 10, 9)

    change = CalendarChange([Day(D(2026, 10, 8), DayKind.WORK)], source=SOURCE)
    (move,) = change.moves(change.deadlines())

    assert move.is_earlier
    assert [move.will_be_late(D(2026, 10, day)) for day in (8, 9, 10)] == [False, True, False]


def test_a_provisional_date_becomes_firm_without_moving_and_without_a_word_on_the_timeline(director):
    file = case("DH2026-00001")
    running = clock(file, "L03", D(2026, 12, 21))
    assert running.is_provisional
    days = [Day(day, Calendar.load().kind_of(day), Calendar.load().name_of(day)) for day in days_of(2027)]

    change = CalendarChange(days, source=SOURCE)
    assert (change.confirmed_days, change.renamed_days) == (365, [])
    assert change.deadlines().count() == 0
    change = apply_seen(lambda: CalendarChange(days, source=SOURCE), change.token, by=director)

    running.refresh_from_db()
    assert (running.legal_end_on, running.is_provisional) == (D(2027, 1, 5), False)
    assert not file.events.exists()
    assert Calendar.load().is_official_year(2027)


# ---------- the year page ----------


def test_the_year_page_shows_each_kind_of_day_in_a_word(signed_in):
    page = signed_in.get(reverse("cases:calendar"), {"year": 2026})

    html = page.content.decode()
    assert page.status_code == 200
    assert "248 个工作日" in html
    assert "10月1日至10月7日 国庆节 放假" in html
    assert "10月10日 国庆节 调休上班" in html
    assert '<td class="cal-makeup_work">10<small>班</small></td>' in html


def test_a_year_without_a_notice_says_that_it_is_provisional(signed_in):
    html = signed_in.get(reverse("cases:calendar"), {"year": 2027}).content.decode()

    assert '<span class="tag tag-goal">暂定</span>' in html


@pytest.mark.parametrize("asked", ["", "2023", "99999999999", "二〇二六", "2026.5"])
def test_a_year_that_is_none_shows_this_year(signed_in, asked):
    page = signed_in.get(reverse("cases:calendar"), {"year": asked})

    assert page.status_code == 200
    assert page.context["year"] == timezone.localdate().year


def test_the_year_page_takes_the_same_queries_whatever_the_calendar_holds(signed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        signed_in.get(reverse("cases:calendar"))


@pytest.mark.parametrize("role", [Role.RC, Role.HD, Role.SV, Role.AU, Role.SA, Role.LO])
def test_others_read_the_calendar_and_may_not_change_it(client, role):
    sign_in(client, factories.official(role))

    assert reverse("cases:calendar_edit") not in client.get(reverse("cases:calendar")).content.decode()
    for name in ("calendar_edit", "calendar_import", "calendar_preview"):
        assert client.get(reverse(f"cases:{name}")).status_code == 403
    assert client.post(reverse("cases:calendar_confirm")).status_code == 403


# ---------- one day by hand ----------


def edit(client, **fields):
    return client.post(
        reverse("cases:calendar_edit"),
        {"date": "2026-10-08", "kind": "HOLIDAY", "name": "国庆节", "source": SOURCE} | fields,
    )


def confirm(client, preview=None):
    preview = preview or client.get(reverse("cases:calendar_preview"))
    context = preview.context
    return client.post(
        reverse("cases:calendar_confirm"),
        {"token": context["change"].token, "submission": str(context["submission"])},
    )


def test_a_day_changed_by_hand_is_previewed_and_then_confirmed(signed_in, director):
    running = clock(case("DH2026-00001"), "L17", D(2026, 8, 3))

    assert edit(signed_in).url == reverse("cases:calendar_preview")
    html = signed_in.get(reverse("cases:calendar_preview")).content.decode()
    assert "DH2026-00001" in html
    assert "10月8日 周四 → <strong>10月9日 周五</strong>" in " ".join(html.split())
    assert dates(running)[1] == D(2026, 10, 8)

    assert confirm(signed_in).url == f"{reverse('cases:calendar')}?year=2026"
    assert dates(running)[1] == D(2026, 10, 9)
    row = CalendarDay.objects.get(date="2026-10-08")
    assert (row.kind, row.name, row.source, row.status) == ("HOLIDAY", "国庆节", SOURCE, "OFFICIAL")
    assert row.history.get().history_user == director
    entry = AuditEntry.objects.get(action="cases:calendar_confirm")
    assert (entry.actor_id, entry.reason) == (director.pk, SOURCE)


def test_a_confirmation_sent_twice_acts_once(signed_in):
    file = case("DH2026-00001")
    clock(file, "L17", D(2026, 8, 3))
    edit(signed_in)
    preview = signed_in.get(reverse("cases:calendar_preview"))

    assert confirm(signed_in, preview).status_code == 302
    assert confirm(signed_in, preview).status_code == 302

    assert file.events.count() == 1


def test_a_confirmation_of_what_is_no_longer_so_asks_to_look_again(signed_in):
    running = clock(case("DH2026-00001"), "L17", D(2026, 8, 3))
    edit(signed_in)
    preview = signed_in.get(reverse("cases:calendar_preview"))
    clock(case("DH2026-00002"), "L17", D(2026, 8, 4))

    answer = confirm(signed_in, preview)

    assert answer.url == reverse("cases:calendar_preview")
    assert "您看过之后又有变动" in signed_in.get(answer.url).content.decode()
    assert dates(running)[1] == D(2026, 10, 8)


def test_nothing_to_confirm_leads_back_to_the_calendar(signed_in):
    assert signed_in.get(reverse("cases:calendar_preview")).url == reverse("cases:calendar")
    assert signed_in.post(reverse("cases:calendar_confirm"), {"token": "x"}).url == reverse("cases:calendar")


def test_a_look_at_the_confirmation_s_address_confirms_nothing(signed_in):
    edit(signed_in)

    assert signed_in.get(reverse("cases:calendar_confirm")).status_code == 405
    assert Calendar.load().is_workday(D(2026, 10, 8))


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"date": "2026-02-30"}, "date", "日历上没有"),
        ({"date": "2035-10-08"}, "date", "2035 年的日历还没有录入"),
        ({"name": ""}, "name", "要写是什么节日"),
        ({"kind": "MAKEUP_WORK"}, "kind", "不是周末，本来就上班"),
        ({"kind": "REST"}, "kind", "不是周末，要放假请写放假"),
        ({"date": "2026-10-11", "kind": "WORK"}, "kind", "是周末，要上班请写调休上班"),
        ({"kind": "FEAST"}, "kind", "FEAST"),
        ({"source": " "}, "source", ""),
        ({"name": "节" * 21}, "name", "最多 20 字"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field_with_what_was_typed_kept(signed_in, fields, field, sentence):
    page = edit(signed_in, **fields)

    assert page.status_code == 422
    assert any(sentence in error for error in page.context["form"].errors[field])
    assert "calendar_draft" not in signed_in.session
    if len(fields) == 1 and "date" in fields:
        assert fields["date"] in page.content.decode()


# ---------- a year's notice ----------


def upload(client, file, year=2027, source="国务院办公厅关于2027年部分节假日安排的通知"):
    return client.post(reverse("cases:calendar_import"), {"year": year, "source": source, "file": file})


def test_a_year_s_notice_makes_the_year_official_and_moves_what_runs_into_it(signed_in):
    running = clock(case("DH2026-00001"), "L32", D(2027, 1, 26))
    assert running.legal_end_on == D(2027, 2, 11)

    assert upload(signed_in, notice()).status_code == 302
    preview = signed_in.get(reverse("cases:calendar_preview"))
    assert "365 天由暂定改为正式" in preview.content.decode()
    assert "DH2026-00001" in preview.content.decode()
    confirm(signed_in, preview)

    running.refresh_from_db()
    assert (running.legal_end_on, running.is_provisional) == (D(2027, 2, 16), False)
    calendar = Calendar.load()
    assert calendar.is_official_year(2027)
    assert calendar.kind_of(D(2027, 1, 30)) == DayKind.MAKEUP_WORK
    assert calendar.next_year_warning(D(2026, 12, 1)) == ""


def test_the_same_notice_from_a_workbook(signed_in):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["节日", "日期", "类别"])
        style = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, (day, kind, name) in enumerate(notice_rows(), start=1):
            sheet.write(number, 0, name)
            sheet.write_datetime(number, 1, datetime(day.year, day.month, day.day), style)  # noqa: DTZ001
            sheet.write(number, 2, kind)

    assert upload(signed_in, SimpleUploadedFile("2027.xlsx", content.getvalue())).status_code == 302
    confirm(signed_in)

    assert Calendar.load().is_official_year(2027)
    assert Calendar.load().holiday_around(D(2027, 10, 4)) == (D(2027, 10, 1), D(2027, 10, 7))


def test_a_year_not_known_before_can_be_imported(signed_in):
    rows = [
        (f"2031年{day.date.month}月{day.date.day}日", "放假", day.name)
        for day in days_in_file()
        if day.date.year == 2029 and day.kind == DayKind.HOLIDAY
    ]

    assert upload(signed_in, notice(rows), year=2031).status_code == 302
    confirm(signed_in)

    assert Calendar.load().is_official_year(2031)


def test_a_notice_may_begin_in_the_december_before(signed_in):
    running = clock(case("DH2026-00001"), "L03", D(2026, 12, 16))
    assert running.legal_end_on == D(2026, 12, 31)

    upload(signed_in, notice([(D(2026, 12, 31), "放假", "元旦"), *notice_rows()]))
    confirm(signed_in)

    running.refresh_from_db()
    assert running.legal_end_on == D(2027, 1, 4)


def with_row(row):
    return [*notice_rows(), row]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (notice(with_row(("2027-02-30", "放假", "春节"))), "第 36 行“日期”：日历上没有“2027-02-30”这一天"),
        (notice(with_row(("", "放假", "春节"))), "第 36 行“日期”：没有写"),
        (notice(with_row(("明天", "放假", "春节"))), "第 36 行“日期”：看不懂"),
        (notice(with_row(("2028-02-03", "放假", "春节"))), "第 36 行“日期”：2028-02-03 不在 2027 年里"),
        (notice(with_row(("2027-10-01", "放假", "国庆节"))), "第 36 行“日期”：2027-10-01 写了两次"),
        (notice(with_row(("2027-03-01", "假期", "春节"))), "第 36 行“种类”：看不懂“假期”"),
        (notice(with_row(("2027-03-01", "", "春节"))), "第 36 行“种类”：没有写"),
        (notice(with_row(("2027-03-01", "上班", ""))), "第 36 行“种类”：2027-03-01 不是周末，本来就上班"),
        (notice(with_row(("2027-03-01", "放假", ""))), "第 36 行“种类”：2027-03-01 放假，要写是什么节日"),
        (notice(with_row(("2027-03-01", "放假", "节" * 21))), "第 36 行“名称”：最多 20 字"),
        (notice([row for row in notice_rows() if row[0] != D(2027, 10, 2)]), "2027-10-02 是法定节假日"),
        (notice([row for row in notice_rows() if "春节" not in row[2]]), "名称带“春节”的放假有 0 天，至少要有 4 天"),
        (notice([]), "文件里没有内容"),
        (SimpleUploadedFile("a.csv", b"day,what\n1,2\n"), "三列的表头，现在找不全"),
        (SimpleUploadedFile("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0"), "不是 csv 或者 xlsx 文件"),
        (SimpleUploadedFile("a.csv", b"\xff\xff\xff\n\xff"), "认不出文件里的文字"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken"), "不是完好的 xlsx"),
        (SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "加了密码或者老格式"),
        (SimpleUploadedFile("a.csv", b"1\n" * 600_000), "文件超过 1 MB"),
        (SimpleUploadedFile("a.csv", "日期,种类,名称\n".encode() + b"1\n" * 801), "不会超过 800 行"),
        (SimpleUploadedFile("a.csv", b""), ""),
    ],
)
def test_a_file_that_cannot_be_is_refused_by_row_and_column(signed_in, file, sentence):
    file.seek(0)

    page = upload(signed_in, file)

    assert page.status_code == 422
    assert any(sentence in error for error in page.context["form"].errors["file"])
    assert "calendar_draft" not in signed_in.session


@pytest.mark.parametrize("year", ["2023", "9999", "", "二〇二七"])
def test_a_year_out_of_range_is_refused(signed_in, year):
    page = upload(signed_in, notice(), year=year)

    assert page.status_code == 422
    assert page.context["form"].errors["year"]


def test_a_file_in_the_old_chinese_encoding_is_read(signed_in):
    text = notice().read().decode()

    assert upload(signed_in, SimpleUploadedFile("a.csv", text.encode("gb18030"))).status_code == 302


def test_at_most_two_hundred_sentences_are_said(signed_in):
    page = upload(signed_in, notice([("2027-02-30", "放假", "节")] * 300))

    assert len(page.context["form"].errors["file"]) == 200


# ---------- whose dates the preview names ----------


def test_a_sealed_case_moves_too_and_is_neither_named_nor_told_of_by_a_number(signed_in):
    clock(case("DH2026-00001"), "L17", D(2026, 8, 3))
    sealed = case("DHM2026-00001", confidentiality=Case.Confidentiality.SEALED)
    running = clock(sealed, "L07c", D(2026, 9, 23))
    edit(signed_in)

    preview = signed_in.get(reverse("cases:calendar_preview"))
    html = preview.content.decode()
    assert "DH2026-00001" in html
    assert "DHM2026-00001" not in html
    assert str(sealed.title) not in html or sealed.title == "地下车库渗水"
    assert (preview.context["count"], preview.context["besides"]) == (1, 0)

    confirm(signed_in, preview)
    assert dates(running)[1] == D(2026, 10, 9)


def test_dates_out_of_sight_are_told_of_once_they_are_five(signed_in):
    for number in range(5):
        sealed = case(f"DHM2026-{number:05d}", confidentiality=Case.Confidentiality.SEALED)
        clock(sealed, "L07c", D(2026, 9, 23))
    edit(signed_in)

    html = signed_in.get(reverse("cases:calendar_preview")).content.decode()

    assert "另有 5 个期限在您不能查看的案件里" in html
    assert "DHM2026" not in html


def test_a_named_reader_finds_a_sealed_case_on_no_shared_page_either(signed_in, director):
    sealed = case("DHM2026-00001", confidentiality=Case.Confidentiality.SEALED)
    SealedReader.objects.admit(sealed, [director], by=director, reason="主任")
    clock(sealed, "L07c", D(2026, 9, 23))
    edit(signed_in)

    assert "DHM2026" not in signed_in.get(reverse("cases:calendar_preview")).content.decode()


def test_the_preview_takes_the_same_queries_for_three_and_for_thirty_dates(signed_in):
    clerk = factories.official(Role.RC)
    edit(signed_in)

    def queries(count):
        for number in range(count):
            clock(case(f"DH{count}-{number:05d}", clerk=clerk), "L17", D(2026, 8, 3))
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(reverse("cases:calendar_preview"))
        return len(captured)

    few, many = queries(3), queries(30)
    assert few == many <= 16

"""Letters of earlier years: a file is imported whole or not at all, and says in words what is wrong with it."""

import io
import json
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import Case, Deadline, Event, Party, SearchText
from officials.models import Role
from reception import letters
from reception.models import LetterImport, Visit
from tests import factories

HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
ROWS = [
    [
        101,
        "A0001",
        "路灯坏了  ",
        "2019/2/8 9:05:07",
        "\n\t\t\n\t巷口路灯坏了半个月。",
        "已换新灯。",
        "2019/2/28 11:25:05",
    ],
    [102, "UU002", "", "2019/3/1 20:00:00", "公交站没有雨棚。下雨天等车难。", "", ""],
    [103, "A0001", "又坏了", "2019/4/1 8:00:00", "巷口路灯，坏了半个月！", "", ""],
]


def workbook(rows=ROWS, head=HEAD, *, fill=None):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for place, cells in enumerate([head, *rows]):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(place, column, cell, stamp)
            else:
                sheet.write(place, column, cell)
    if fill:
        fill(sheet)
    book.close()
    return content.getvalue()


def changed(row, column, value):
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = value
    return rows


def checked(content, name="来信.xlsx"):
    return letters.check(letters.read(content, name), now=timezone.now())


# ---------- 读和查 ----------


def test_a_workbook_is_read_as_it_is():
    result = checked(workbook())

    assert result.errors == []
    first = result.letters[0]
    assert (first.external_no, first.sender, first.title) == ("101", "A0001", "路灯坏了  ")
    assert first.body == "\n\t\t\n\t巷口路灯坏了半个月。"
    assert timezone.localtime(first.received_at).isoformat() == "2019-02-08T09:05:07+08:00"
    assert result.identical == [(4, 2)]  # punctuation and blanks do not make another letter


def test_a_true_date_cell_counts_like_text():
    cell = datetime(2019, 3, 1, 0, 0)  # noqa: DTZ001 - a cell knows no time zone

    result = checked(workbook(changed(1, 3, cell)))

    assert timezone.localtime(result.letters[1].received_at).isoformat() == "2019-03-01T00:00:00+08:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_offices_use(encoding):
    text = '留言编号,留言时间,留言详情\r\n7,2019/1/2 3:04:05,"两行\n的信"\r\n'

    result = checked(text.encode(encoding), "来信.csv")

    assert [letter.body for letter in result.letters] == ["两行\n的信"]


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        (0, 0, "", "第 2 行“留言编号”：没有编号"),
        (1, 0, 101, "第 3 行“留言编号”：和第 2 行重复"),
        (1, 4, "   ", "第 3 行“留言详情”：没有内容"),
        (1, 3, "去年春天", "第 3 行“留言时间”：看不懂“去年春天”"),
        (1, 3, "2019/2/30 1:00:00", "第 3 行“留言时间”：看不懂"),
        (1, 3, "2099/1/1 1:00:00", "第 3 行“留言时间”：时间在将来"),
        (1, 3, "1919/5/4 1:00:00", "第 3 行“留言时间”：时间太早"),
        (0, 6, "2019/2/7 1:00:00", "第 2 行“答复时间”：答复早于来信"),
        (0, 5, "", "第 2 行“答复意见”：有答复时间，没有答复内容"),
    ],
)
def test_each_wrong_cell_is_named_by_row_and_column(row, column, value, words):
    result = checked(workbook(changed(row, column, value)))

    assert len(result.errors) == 1
    assert result.errors[0].startswith(words)


def test_an_answer_on_the_day_of_the_letter_is_in_order():
    assert checked(workbook(changed(0, 6, "2019/2/8 0:00:01"))).errors == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "空的"),
        (b"PK\x03\x04 broken", "a.xlsx", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked", "a.xlsx", "加了密码"),
        ("留言编号,留言时间,留言详情\n".encode(), "a.xlsx", "改了名的 csv"),
        (b"\xff\xfe\x00", "a.csv", "编码"),
        ("编号,时间\n1,2\n".encode(), "a.csv", "没有这些列：留言详情"),
        ('留言编号,留言时间,留言详情\n1,2019/1/1,"没关'.encode(), "a.csv", "引号"),
        (b"hello", "a.pdf", "只收 xlsx 和 csv"),
        (b"x" * (letters.MAX_BYTES + 1), "a.csv", "最多 10 MB"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(content, name, words):
    with pytest.raises(ValidationError) as refusal:
        letters.read(content, name)

    assert words in refusal.value.messages[0]


def test_formulas_and_merged_cells_are_refused():
    with pytest.raises(ValidationError, match="公式"):
        letters.read(workbook(fill=lambda sheet: sheet.write_formula("H2", "=1+1")), "a.xlsx")
    with pytest.raises(ValidationError, match="合并"):
        letters.read(workbook(fill=lambda sheet: sheet.merge_range("A9:B9", "合")), "a.xlsx")


def test_a_bomb_is_refused_before_it_unfolds():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (letters.MAX_UNPACKED + 1))

    with pytest.raises(ValidationError, match="太大"):
        letters.read(content.getvalue(), "a.xlsx")


# ---------- 写 ----------


@pytest.fixture
def director(db):
    return factories.official(Role.OD, name="周建国")


def imported(content, by, **fields):
    return LetterImport.objects.take(content, "来信.xlsx", by=by, **fields).run()


def test_a_letter_becomes_a_contact_and_a_historical_case(director):
    job = imported(workbook(), director)

    assert job.report() == {"rows": 3, "created": 3, "existing": 0, "refused": 0, "identical_bodies": 1}
    case = Case.objects.get(external_no="101")
    assert (case.is_historical, case.stage, str(case.closed_on)) == (True, Case.Stage.CLOSED, "2019-02-28")
    assert case.statement == "\n\t\t\n\t巷口路灯坏了半个月。"
    assert case.title == "路灯坏了  "
    answer = case.events.get(kind=Event.Kind.ANSWERED)
    assert (answer.detail, timezone.localtime(answer.at).isoformat()) == ("已换新灯。", "2019-02-28T11:25:05+08:00")
    assert case.visits.get().contact_no.endswith("0001")
    open_case = Case.objects.get(external_no="102")
    assert (open_case.stage, open_case.closed_on) == (Case.Stage.REGISTERED, None)
    assert open_case.title == "公交站没有雨棚"


def test_history_has_no_clock_and_is_found(director):
    imported(workbook(), director)

    assert not Deadline.objects.exists()
    found = SearchText.objects.narrow(Case.objects.visible_to(director), "换新灯")
    assert [case.external_no for case in found] == ["101"]
    assert not Case.objects.visible_to(director).current().exists()


def test_the_sender_is_kept_encrypted(director):
    imported(workbook(), director)

    party = Party.objects.filter(case__external_no="101").get()
    assert party.name == "A0001"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM cases_party WHERE id = %s", [party.pk])
        assert "A0001" not in cursor.fetchone()[0]


def test_the_same_file_again_creates_nothing(director):
    imported(workbook(), director)

    again = imported(workbook(), director)

    assert again.report() == {"rows": 3, "created": 0, "existing": 3, "refused": 0, "identical_bodies": 1}
    assert Case.objects.count() == Visit.objects.count() == 3


def test_new_rows_of_a_grown_file_are_added(director):
    imported(workbook(ROWS[:2]), director)

    assert imported(workbook(), director).report()["created"] == 1


def test_a_known_number_with_another_text_is_refused(director):
    imported(workbook(), director)

    job = imported(workbook(changed(1, 4, "完全另一封信。")), director)

    assert job.state == LetterImport.State.REFUSED
    assert job.errors[0].startswith("第 3 行“留言编号”：102 在“网上来信”里已有另一封信")
    assert imported(workbook(changed(1, 4, "完全另一封信。")), director, source="区长信箱").created == 3


def test_one_wrong_row_keeps_the_whole_file_out(director):
    job = imported(workbook(changed(2, 3, "不知道")), director)

    assert (job.state, job.created, job.refused) == (LetterImport.State.REFUSED, 0, 1)
    assert not Case.objects.exists()
    assert job.content is None  # the file itself is not kept


def test_a_trial_writes_nothing(director):
    job = imported(workbook(), director, is_trial=True)

    assert (job.state, job.rows, Case.objects.count()) == (LetterImport.State.DONE, 3, 0)


def test_a_finished_import_run_again_does_nothing(director):
    job = imported(workbook(), director)

    LetterImport.objects.get(pk=job.pk).run()

    assert Case.objects.count() == 3


def test_killed_half_way_nothing_is_imported(director, monkeypatch):
    job = LetterImport.objects.take(workbook(), "来信.xlsx", by=director)
    monkeypatch.setattr(SearchText.objects, "reindex", lambda rows: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        job.run()
    assert not Case.objects.exists()
    monkeypatch.undo()

    assert LetterImport.objects.get(pk=job.pk).run().created == 3
    assert Case.objects.order_by("number").first().number.endswith("-00001")


def test_numbers_of_history_leave_those_of_today_alone(director):
    imported(workbook(), director)

    assert factories.case(director).number.endswith("-00001")


# ---------- 命令和页面 ----------


def test_the_command_prints_json_and_nothing_else(director, tmp_path, capsys):
    file = tmp_path / "来信.xlsx"
    file.write_bytes(workbook())

    call_command("import_letters", file, "--json")

    assert json.loads(capsys.readouterr().out) == {
        "rows": 3,
        "created": 3,
        "existing": 0,
        "refused": 0,
        "identical_bodies": 1,
    }


def test_the_command_refuses_a_broken_file_in_words(director, tmp_path):
    file = tmp_path / "来信.xlsx"
    file.write_bytes(b"not a workbook")

    with pytest.raises(CommandError, match="改了名的 csv"):
        call_command("import_letters", file)


def test_the_director_imports_in_the_browser(director, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(director)
    upload = SimpleUploadedFile("来信.xlsx", workbook())

    answer = client.post("/letters/", {"file": upload, "source": "区长信箱"}, follow=True)

    job = LetterImport.objects.get()
    assert job.source == "区长信箱"
    assert 'hx-trigger="every 1s"' in answer.content.decode()
    job.run()
    assert "导入 3 封" in client.get(job.get_absolute_url()).content.decode()
    assert "hx-get" not in client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()


def test_a_wrong_file_in_the_browser_keeps_what_was_typed(director, sign_in):
    upload = SimpleUploadedFile("来信.xlsx", b"not a workbook")

    answer = sign_in(director).post("/letters/", {"file": upload, "source": "区长信箱"})

    assert answer.status_code == 422
    assert "改了名的 csv" in answer.content.decode()
    assert 'value="区长信箱"' in answer.content.decode()


def test_only_the_director_imports(sign_in, db):
    clerk = factories.official(Role.RC)

    assert sign_in(clerk).get("/letters/").status_code == 403

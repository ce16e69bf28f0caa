"""The engine of the papers: typed text stays text, the process is a cage, numbers have no gap (decision 9, UP-09)."""

import io
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pylopdf_fonts_zh_cn
import pypdf
import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Counter, Paper, PaperCopy
from cases.papers import typesetting
from cases.papers.issuing import issue, read
from cases.papers.typesetting import SHEETS, TypesettingFailed, substituted, typeset
from officials.models import Role
from tests import factories

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
NOTICE = {"heading": "告知", "items": [{"heading": "一、谁", "text": "本街道。"}], "foot": "第 1 版"}
POSTER = {"office": "东河街道办事处", "notice": NOTICE}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"


@pytest.fixture
def sheets(tmp_path, monkeypatch):
    """`sheets(source)` sets a sheet of the test's own, in a folder of its own beside the office's."""
    own = tmp_path / "sheets"
    shutil.copytree(SHEETS, own)
    monkeypatch.setattr(typesetting, "SHEETS", own)

    def set_one(source, content=None):
        (own / "trial.typ").write_text(f'#import "office.typ": *\n#show: office-page.with(title: "试")\n{source}')
        return typeset("trial", content or {})

    return set_one


def document(done):
    return pypdf.PdfReader(io.BytesIO(done.pdf))


def text(done):
    return "\n".join(page.extract_text() for page in document(done).pages)


# ---------- the cage ----------
@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../settings.py")',
        '#import "/../../typesetting.py": x',
        '#image("file:///etc/passwd")',
        '#image("http://127.0.0.1/x.png")',
        '#import "@preview/cetz:0.3.0": *',
        '#import "@local/x:1.0.0": *',
    ],
)
def test_even_a_sheet_reaches_nothing_outside_its_folder(sheets, source):
    with pytest.raises(TypesettingFailed):
        sheets(source)


def test_the_typesetter_is_started_without_a_secret():
    assert set(typesetting.ENVIRONMENT) == {"RAYON_NUM_THREADS", "http_proxy", "https_proxy", "all_proxy"}
    assert not any("django" in line.lower() for line in typesetting.PRESS.read_text().splitlines())


def test_a_paper_that_takes_too_long_is_given_up(sheets, monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 1)

    with pytest.raises(TypesettingFailed):
        sheets("#let n = 0\n#while true { n += 1 }")


def test_a_paper_that_takes_too_much_memory_is_given_up(sheets, monkeypatch):
    monkeypatch.setattr(typesetting, "MEGABYTES", 320)

    with pytest.raises(TypesettingFailed):
        sheets("#range(400000).map(n => [第 #n 行 \\ ]).join()")


def test_the_typesetter_writes_no_file(tmp_path):
    order = {"memory": 1024, "seconds": 5, "font_folders": [str(FONTS)]}
    program = typesetting.PRESS.read_text().replace("import typst\n", 'open("left", "w").write("x" * 10)\n')

    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(order).encode(), capture_output=True, cwd=tmp_path
    )

    assert done.returncode != 0
    assert not (tmp_path / "left").exists() or (tmp_path / "left").stat().st_size == 0


def test_no_more_than_two_typesetters_run_in_a_process(monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 0.05)
    with typesetting.AT_ONCE, typesetting.AT_ONCE, pytest.raises(TypesettingFailed, match="busy"):
        typeset("poster", POSTER)


def test_what_the_typesetter_complains_of_is_not_told_in_production(sheets, settings):
    settings.TESTING = settings.DEBUG = False

    with pytest.raises(TypesettingFailed) as failure:
        sheets("#panic(content.t)", {"t": "张建国"})

    assert "张建国" not in str(failure.value)


# ---------- text is text ----------
@pytest.mark.parametrize(
    "typed",
    [
        '#import "office.typ": *',
        "#panic()",
        "$x^2$",
        "*粗* _斜_ `码`",
        "= 标题",
        "\\ \\u{41} \\n",
        "<label> @ref [内容]",
        "#{1+1}",
        "// 注 /* 释 */",
        "\"引号\" '单'",
        "{{ x }} {% y %}",
        "~ -- --- ...",
    ],
)
def test_typed_text_is_printed_as_it_is(sheets, typed):
    assert typed.replace(" ", "") in text(sheets("#content.t", {"t": typed})).replace(" ", "")


def test_line_breaks_stay_where_they_were_typed(sheets):
    assert text(sheets("#lines(content.t)", {"t": "甲乙\n丙"})).split() == ["甲乙", "丙"]


@pytest.mark.parametrize("letters", ["😀", "👨‍👩‍👧", "𠮷", "ا", "\ue000", "e\u0328\u0301\u0328"])
def test_what_no_font_has_is_named_and_does_not_stop_the_paper(sheets, letters):
    done = sheets("#content.t", {"t": f"前{letters}后"})

    printed = text(done)
    assert printed.startswith("前") and "后" in printed
    assert set("".join(done.lacking)) <= set(letters)


@pytest.mark.parametrize(("typed", "printed"), [("甲\u202e乙", "甲乙"), ("甲\0乙", "甲乙"), ("\u200b甲", "甲")])
def test_marks_nobody_sees_are_left_out(sheets, typed, printed):
    assert text(sheets("#content.t", {"t": typed})) == printed


@pytest.mark.parametrize("word", ["x" * 200, "1" * 40, "字" * 300, "a " * 300])
def test_a_text_too_long_for_its_cell_is_cut_and_never_runs_over(sheets, word):
    cell = "#block(width: 40mm, height: 12mm, fit(content.t, (11pt, 8pt)))"
    printed = text(sheets(cell, {"t": word})).replace("\n", "").replace("\u200b", "")

    assert "……（余下" in printed
    assert printed.replace(" ", "").startswith(word.replace(" ", "")[:10])


# ---------- what comes out ----------
def test_all_fonts_are_in_the_file():
    fonts = set()
    for page in document(typeset("poster", POSTER)).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
            fonts.add(descriptor["/FontName"].partition("+")[2])

    assert fonts == {"NotoSerifSC-Regular", "NotoSansSC-Regular"}


def test_the_file_is_made_for_the_archive_and_for_screen_readers():
    metadata = document(typeset("poster", POSTER)).xmp_metadata.stream.get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>U</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_same_content_gives_the_same_bytes_and_another_other_bytes():
    first, again = typeset("poster", POSTER, timestamp=7), typeset("poster", POSTER, timestamp=7)
    other = typeset("poster", POSTER | {"office": "汤巷街道办事处"}, timestamp=7)

    assert first == again
    assert first.pdf != other.pdf


@pytest.mark.parametrize(("letters", "pages"), [(28 * 22, 1), (28 * 22 + 1, 2)])
def test_a_page_holds_22_lines_of_28_letters(sheets, letters, pages):
    assert len(document(sheets("#show: running-text\n#content.t", {"t": "信" * letters})).pages) == pages


def test_page_numbers_stand_outside_from_two_pages_on(sheets):
    one, two = sheets("甲"), sheets("甲 #pagebreak() 乙")
    assert "—" not in text(one)

    places = []
    for page in document(two).pages:
        found = []
        page.extract_text(visitor_text=lambda string, cm, *_more, found=found: found.append((string, cm[4], cm[5])))
        places += [(string.strip(), x, y) for string, x, y in found if "—" in string]

    (first, right, low), (second, left, _low) = places[0], places[-1]
    assert (first[:3], second[:3]) == ("— 1", "— 2")
    width, millimetre = 595.28, 72 / 25.4
    assert right > width / 2 > left
    assert 20 * millimetre < low < 28 * millimetre  # 7 mm below a type area that ends 35 mm above the edge


# ---------- fonts of the office ----------
def test_the_administrator_is_told_which_faces_are_substituted():
    assert substituted() == ["小标宋", "仿宋", "黑体", "楷体", "宋体"]


def test_a_font_that_the_office_names_is_used_first(settings):
    settings.PDF_FONTS = {"仿宋": "Noto Sans SC"}

    assert typesetting.faces()["仿宋"][0][0] == "Noto Sans SC"
    assert typesetting.faces()["小标宋"] == (["Noto Serif SC", "Noto Sans SC"], True)


def test_fonts_come_only_from_the_environment_and_the_folders_of_the_setting(settings, tmp_path):
    assert typesetting.families(()) == {"noto serif sc", "noto sans sc"}
    assert typesetting.families((str(tmp_path / "nowhere"),)) == {"noto serif sc", "noto sans sc"}


# ---------- numbers ----------
NOW = datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
NEXT = datetime(2027, 1, 1, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def issued(about, by, *, content=None, now=NOW, reader=PaperCopy.Reader.WORK):
    content = content or POSTER
    return issue(
        Paper.Kind.REGISTRATION, "poster", about=about, write=lambda in_full: content, reader=reader, by=by, now=now
    )


@pytest.fixture
def clerk(db):
    return factories.official(Role.RC)


def test_the_number_begins_anew_at_midnight_of_the_new_year(clerk):
    numbers = [issued(str(place), clerk, now=at).paper.number for place, at in enumerate((NOW, NOW, NEXT))]

    assert numbers == ["东河街信登〔2026〕1号", "东河街信登〔2026〕2号", "东河街信登〔2027〕1号"]


def test_an_office_says_its_own_letters(clerk, settings):
    settings.PAPER_PREFIX = "东街信访"

    assert issued("甲", clerk).paper.number == "东街信访登〔2026〕1号"


def test_a_paper_that_could_not_be_set_leaves_no_gap(clerk, sheets):
    issued("甲", clerk)
    with pytest.raises(TypesettingFailed):
        issued("乙", clerk, content={"office": "少了告知"})

    assert issued("丙", clerk).paper.value == 2
    assert [paper.about for paper in Paper.objects.order_by("pk")] == ["甲", "丙"]


def test_what_came_back_to_an_earlier_state_is_a_new_version_all_the_same(clerk):
    other = POSTER | {"office": "汤巷街道办事处"}
    versions = [issued("甲", clerk, content=content).version for content in (POSTER, other, POSTER, POSTER)]

    assert versions == [1, 2, 3, 3]


def test_the_copies_of_a_version_bear_its_day_whenever_they_are_set(clerk):
    work = issued("甲", clerk)
    archive = issued("甲", clerk, now=NEXT, reader=PaperCopy.Reader.ARCHIVE)

    dates = [pypdf.PdfReader(io.BytesIO(read(copy))).metadata.creation_date_raw for copy in (work, archive)]
    assert dates[0] == dates[1]
    assert (work.version, archive.version) == (1, 1)


def test_the_database_holds_one_paper_in_force_and_each_number_once(clerk):
    paper = issued("甲", clerk).paper
    for changed in ({"about": "甲", "value": 9}, {"about": "乙", "value": paper.value}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.create(kind="P01", series=paper.series, year=2026, issued_by=clerk, **changed)


@pytest.mark.django_db(transaction=True)
def test_six_clerks_at_once_get_six_numbers_in_a_row():
    factories.street()
    clerk = factories.official(Role.RC)
    ready = Barrier(6)

    def one(place):
        try:
            ready.wait(timeout=20)
            return issued(f"第{place}份", clerk).paper.value
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        values = sorted(threads.map(one, range(6)))

    assert values == [1, 2, 3, 4, 5, 6]
    assert Counter.objects.get(series="paper:东河街信登", period="2026").last == 6


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_a_number_is_told_instead_of_failing():
    factories.street()
    clerk = factories.official(Role.RC)
    issued("甲", clerk)
    held, over = Barrier(2), Barrier(2)

    def hold():
        try:
            with transaction.atomic():
                Counter.objects.take("paper:东河街信登", "2026")
                held.wait(timeout=20)
                over.wait(timeout=20)
                transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        held.wait(timeout=20)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        try:
            with pytest.raises(TypesettingFailed, match="others"):
                issued("乙", clerk)
        finally:
            over.wait(timeout=20)
            holding.result()
            connection.close()

    assert issued("乙", clerk).paper.value == 2


@pytest.mark.django_db
def test_a_new_key_of_the_fields_opens_the_papers_of_the_old_one(clerk, settings):
    from django.core.management import call_command

    copy = issued("甲", clerk)
    before = read(copy)
    settings.FIELD_KEYS = {"k9": bytes(range(32)), **settings.FIELD_KEYS}
    call_command("rotate_field_keys")
    settings.FIELD_KEYS = {"k9": settings.FIELD_KEYS["k9"]}

    assert read(PaperCopy.objects.get(pk=copy.pk)) == before

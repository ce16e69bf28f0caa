"""The month is frozen once (T13): the same bytes ever after, late facts in the next, paper and page from it alone."""

import hashlib
import io
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from cases.models import Case, CaseRisk
from disputes import printing
from disputes.models import Pack, Paragraph
from disputes.report import content_of
from disputes.tasks import freeze_months
from officials.calendar import Calendar
from officials.models import Role
from reception.models import Occupation, ReceptionDay, Room
from tests import factories

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 1)


def at(*moment):
    return timezone.make_aware(datetime(*moment))  # noqa: DTZ001 - made aware here


NOON = at(2026, 10, 10, 12)  # the third workday after the holiday: 8, 9 and 10 (made up) October


@pytest.fixture
def cases():
    by = factories.official(Role.RC)
    for day in (3, 14, 30):
        factories.case(by, received_at=at(2026, 9, day, 10))
    factories.case(by, received_at=at(2026, 8, 20, 10))


def frozen(now=NOON):
    return Pack.objects.freeze(SEPTEMBER, now=now)


def test_a_month_is_frozen_at_noon_of_the_third_workday_and_not_before(cases):
    with pytest.raises(ValidationError, match="第三个工作日"):
        Pack.objects.freeze(SEPTEMBER, now=NOON - timedelta(seconds=1))
    assert Pack.objects.count() == 0
    assert frozen().data["figures"]["K01"]["printed"] == "3"


def test_freezing_twice_gives_the_same_bytes(cases):
    first = frozen()
    again = frozen(NOON + timedelta(days=3))
    assert (again.pk, again.content, again.digest) == (first.pk, first.content, first.digest)
    assert first.digest == hashlib.sha256(first.content.encode()).hexdigest()


def test_the_same_facts_freeze_to_the_same_bytes(cases):
    contents = []
    for _time in range(2):
        with transaction.atomic():
            contents.append(frozen().content)
            transaction.set_rollback(True)
    assert contents[0] == contents[1]


def test_a_month_is_read_by_a_bounded_number_of_statements_however_many_leaders_received(cases, queries_of):
    room = Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6)
    first, now = frozen(), at(2026, 11, 5, 12)

    def read():
        return queries_of(lambda: content_of(date(2026, 10, 1), now=now, before=first))

    def receives(day):
        span = {"since": at(2026, 10, day, 9), "until": at(2026, 10, day, 11), "room": room}
        leader = factories.official(Role.LO)
        booking = Occupation.objects.create(purpose="RECEPTION_DAY", by=leader, kind="BOOKED", **span)
        ReceptionDay.objects.create(leader=leader, slot_minutes=30, planned_by=leader, booking=booking, **span)

    receives(9)
    read()  # the month's risk is run where it had no run
    once = len(read())
    for day in (12, 13, 14):
        receives(day)

    assert len(read()) == once <= 33


def test_nothing_later_moves_a_frozen_month_and_it_stands_in_the_next_as_a_correction(cases):
    before = frozen()
    factories.case(factories.official(Role.RC), received_at=at(2026, 9, 28, 10))

    after = Pack.objects.freeze(date(2026, 10, 1), now=at(2026, 11, 5, 12))

    before.refresh_from_db()
    assert before.data["figures"]["K01"]["printed"] == "3"
    assert ["信访总量", "3", "4"] in after.data["corrections"]
    assert after.data["figures"]["K01"]["values"]["before"][0] == "4"


def test_a_frozen_month_is_not_written_again(cases):
    pack = frozen()
    pack.content = "{}"
    with pytest.raises(TypeError):
        pack.save()


@pytest.mark.parametrize("name", ["Pack", "Paragraph"])
def test_the_database_itself_moves_nothing_that_was_frozen(cases, name):
    pack = frozen()
    Paragraph.objects.create(pack=pack, section="overall", text="九月", by=factories.official(Role.OD))
    rows = {"Pack": Pack.objects.all(), "Paragraph": Paragraph.objects.all()}[name]
    field = {"Pack": "content", "Paragraph": "text"}[name]
    for move in (lambda: rows.update(**{field: "{}"}), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            move()
    assert Pack.objects.get().digest == pack.digest


def test_the_risks_are_those_the_month_left_and_not_of_the_day_of_freezing(cases):
    case = Case.objects.order_by("pk").first()
    Case.objects.filter(pk=case.pk).update(people_affected=100)
    CaseRisk.objects.compute(SEPTEMBER, date(2026, 9, 30))
    Case.objects.filter(pk=case.pk).update(people_affected=1)
    left = {row.pk: row.score for row in CaseRisk.objects.of_month(SEPTEMBER)}

    (risk,) = [row for row in frozen().risks if row["case"] == case.pk]

    assert "涉及 100 人" in [fact["words"] for fact in risk["facts"]]
    assert {row.pk: row.score for row in CaseRisk.objects.of_month(SEPTEMBER)} == left


def test_what_was_sealed_since_is_on_no_page_and_no_paper_of_a_frozen_month(cases, sign_in):
    director = factories.official(Role.OD)
    case = Case.objects.order_by("pk").first()
    Case.objects.filter(pk=case.pk).update(people_affected=100, repeat_count=3)
    pack = frozen()
    client = sign_in(director)
    assert case.number in client.get(pack.get_absolute_url()).content.decode()

    Case.objects.get(pk=case.pk).seal(by=director, readers=[director], reason="检举控告")

    assert case.number not in client.get(pack.get_absolute_url()).content.decode()
    again = Pack.objects.get()
    assert case.number not in str(printing.content_of(again))
    assert again.digest == pack.digest, "the frozen text itself stays"


def test_the_timetable_freezes_what_is_due_and_makes_up_months_it_missed(cases):
    calendar = Calendar.load()
    assert Pack.objects.due(NOON - timedelta(seconds=1), calendar) == [date(2026, 8, 1)]
    frozen()
    assert Pack.objects.due(NOON, calendar) == []
    assert Pack.objects.due(at(2026, 12, 3, 12), calendar) == [date(2026, 10, 1), date(2026, 11, 1)]


def test_the_task_run_twice_freezes_once(cases):
    freeze_months()
    count = Pack.objects.count()
    freeze_months()
    assert count == Pack.objects.count() == 1


def test_every_drafted_sentence_names_the_figure_it_rests_on(cases):
    data = frozen().data
    sentences = [sentence for section in data["readings"].values() for sentence in section]
    assert sentences
    for words, ids in sentences:
        assert ids, words
        assert "因为" not in words and "由于" not in words and "导致" not in words


def test_what_the_machine_wrote_is_marked_until_a_person_stands_for_it(cases, sign_in):
    pack, director = frozen(), factories.official(Role.OD)
    client = sign_in(director)
    assert "机器按数字起草" in client.get(pack.get_absolute_url()).content.decode()
    url = reverse("reports:paragraph", args=[pack.month, "overall"])

    assert client.post(url, {"text": " "}).status_code == 422
    assert client.post(url, {"text": "九月信访总量 3 件次。"}).status_code == 302

    section = printing.sections(Pack.objects.get())[0]
    assert (section["text"], section["is_draft"], section["by"].by) == ("九月信访总量 3 件次。", False, director)
    assert Paragraph.objects.count() == 1


def test_the_page_of_a_frozen_month_reads_nothing_anew(cases, sign_in, django_assert_max_num_queries):
    pack = frozen()
    client = sign_in(factories.official(Role.LO))
    client.get(pack.get_absolute_url())
    with django_assert_max_num_queries(10):
        page = client.get(pack.get_absolute_url()).content.decode()
    for heading in ("一、总体情况", "六、清零情况", "十、工作建议"):
        assert heading in page


def test_the_report_is_a_paper_of_several_pages_and_the_same_bytes_again(cases):
    pack = frozen()
    first, again = printing.set_report(pack), printing.set_report(pack)
    assert first.pdf == again.pdf and first.pdf.startswith(b"%PDF-")
    assert not first.lacking


@pytest.mark.parametrize(("matters", "rows", "last"), [(20, 20, "20"), (21, 21, "其余 1 件")])
def test_a_long_list_of_risks_is_cut_on_paper_and_says_how_many_are_left(matters, rows, last):
    listed = [[str(place + 1), "黄色"] for place in range(matters)]

    shown = printing.shortened({"name": "重点事项", "head": ["案号", "等级"], "rows": listed})["rows"]

    assert (len(shown), shown[-1][0], shown[19][0]) == (rows, last, "20")
    assert len({len(row) for row in shown}) == 1


def test_the_copy_for_word_has_the_ten_sections_in_order(cases):
    words = [paragraph.text for paragraph in Document(io.BytesIO(printing.in_word(frozen()))).paragraphs]
    headings = [line for line in words if line[1:2] == "、"]
    assert [line[0] for line in headings] == printing.NUMERALS


def test_the_command_writes_the_pdf_and_says_why_it_does_not(cases, tmp_path):
    out = tmp_path / "report.pdf"
    call_command("risk_report", month="2026-09", out=out)
    assert out.read_bytes().startswith(b"%PDF-")
    with pytest.raises(CommandError, match="2026-10"):
        call_command("risk_report", month="十月", out=out)
    with pytest.raises(CommandError, match="第三个工作日"):
        call_command("risk_report", month=f"{timezone.localdate():%Y-%m}", out=out)


def test_who_is_not_of_the_meeting_does_not_read_the_report(cases, sign_in):
    pack = frozen()
    assert sign_in(factories.official(Role.HD)).get(pack.get_absolute_url()).status_code == 403

"""A matter that is not urgent is reported upward in writing, with its paper, and the answer comes back (0183)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Event, UpwardReport
from disputes import carried
from officials.models import Role, Unit
from tests import factories
from tests.cases.test_uploads import PDF
from tests.disputes.test_meeting import decided, running

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def handler():
    return factories.official(Role.HD, name="承办", at=factories.section())


@pytest.fixture
def case(handler):
    return factories.triaged(handler=handler)


@pytest.fixture
def today():
    return timezone.localdate()


def paper(name="请示.pdf"):
    return SimpleUploadedFile(name, PDF)


def said(**fields):
    given = {
        "organ": "区信访工作联席会议",
        "number": "东街信〔2026〕9号",
        "sent_on": "+0",
        "content": "两街交界，请定由谁办。",
    }
    return {**given, "file1": paper(), "no_secret": "on", **fields}


def url(case, *more):
    return reverse("cases:report_up_answer" if more else "cases:report_up", args=[case.number, *more])


def reported(case, by, **fields):
    given = {
        "organ": "区住建局",
        "number": "东街信〔2026〕9号",
        "content": "请定由谁办",
        "sent_on": timezone.localdate(),
    }
    return UpwardReport.objects.create(case=case, by=by, **{**given, **fields})


def test_the_report_stands_on_the_file_with_its_number_and_its_paper(case, handler, today, sign_in):
    client = sign_in(handler)

    answer = client.post(url(case), said())

    assert answer.status_code == 302
    report = UpwardReport.objects.get()
    assert (report.organ, report.sent_on, report.by) == ("区信访工作联席会议", today, handler)
    assert [file.name for file in report.papers.all()] == ["请示.pdf"]
    assert list(case.attachments.values_list("name", flat=True)) == ["请示.pdf"]
    page = client.get(case.get_absolute_url()).content.decode()
    assert "东街信〔2026〕9号" in page and "等答复" not in page and url(case, report.pk) in page
    event = case.events.get(kind=Event.Kind.REPORTED)
    assert event.detail == f"书面报告区信访工作联席会议，东街信〔2026〕9号，{today} 报出"


def test_no_clock_of_the_matter_moves(case, handler, sign_in):
    before = list(case.deadlines.order_by("pk").values_list("pk", "legal_end_on", "ended_on"))
    sign_in(handler).post(url(case), said())

    assert list(case.deadlines.order_by("pk").values_list("pk", "legal_end_on", "ended_on")) == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"file1": ""}, "file1"),
        ({"number": ""}, "number"),
        ({"organ": ""}, "organ"),
        ({"content": ""}, "content"),
        ({"sent_on": "2020-01-01"}, "sent_on"),
        ({"no_secret": ""}, "no_secret"),
    ],
)
def test_a_report_without_its_paper_number_or_day_is_refused_and_keeps_no_file(case, handler, wrong, field, sign_in):
    answer = sign_in(handler).post(url(case), said(**wrong))

    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not UpwardReport.objects.exists() and not case.attachments.exists()


def test_the_answer_is_recorded_when_it_comes_once(case, handler, today, sign_in):
    client, report = sign_in(handler), reported(case, handler)
    typed = {"answered_on": "+0", "answer_number": "区住建函〔2026〕3号", "text": "由区住建局牵头。"}

    assert client.post(url(case, report.pk), typed).status_code == 302

    report.refresh_from_db()
    assert (report.answered_on, report.answered_by, report.answer) == (today, handler, "由区住建局牵头。")
    assert "由区住建局牵头。" in client.get(case.get_absolute_url()).content.decode()
    assert case.events.get(kind=Event.Kind.REPORTED).detail == f"区住建局答复，区住建函〔2026〕3号，{today} 收到"


def test_an_answer_recorded_a_second_time_changes_nothing_and_both_are_shown(case, handler, today, sign_in):
    client, report = sign_in(handler), reported(case, handler)
    client.post(
        url(case, report.pk), {"answered_on": "+0", "answer_number": "区住建函〔2026〕3号", "text": "由区里牵头。"}
    )

    again = client.post(url(case, report.pk), {"answered_on": "+0", "text": "由街道牵头。"})
    opened = client.get(url(case, report.pk))

    page = again.content.decode()
    assert (again.status_code, opened.status_code) == (409, 409)
    assert "承办 已经记了这份报告的答复" in page and "区住建函〔2026〕3号" in page
    assert "由区里牵头。" in page and "由街道牵头。" in page
    report.refresh_from_db()
    assert report.answer == "由区里牵头。" and case.events.filter(kind=Event.Kind.REPORTED).count() == 1


def test_the_same_answer_sent_twice_is_one(case, handler, sign_in):
    client, report = sign_in(handler), reported(case, handler)
    typed = {"answered_on": "+0", "text": "由区里牵头。"}

    answers = [client.post(url(case, report.pk), typed).status_code for _time in range(2)]

    assert answers == [302, 302] and case.events.filter(kind=Event.Kind.REPORTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_the_second_is_told_what_stands(sign_in):
    handler = factories.official(Role.HD, at=factories.section())
    case = factories.triaged(handler=handler)
    report, director = reported(case, handler), factories.official(Role.OD)
    clients, gate = [sign_in(handler), sign_in(director)], Barrier(2)

    def send(client, words):
        try:
            gate.wait()
            return client.post(url(case, report.pk), {"answered_on": "+0", "text": words}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, clients, ["由区里牵头。", "由街道牵头。"]))

    assert answers == [302, 409]
    assert UpwardReport.objects.get().answered_on


def test_an_answer_comes_to_a_closed_case_too(case, handler, today, sign_in):
    report = reported(case, handler)
    type(case).objects.filter(pk=case.pk).update(closed_on=today, stage="CLOSED")
    client = sign_in(handler)

    assert url(case, report.pk) in client.get(case.get_absolute_url()).content.decode()
    assert client.post(url(case, report.pk), {"answered_on": "+0", "text": "同意。"}).status_code == 302
    assert client.get(url(case)).status_code == 403


def test_an_answer_is_not_older_than_its_report(case, handler, today):
    report = reported(case, handler)
    with pytest.raises(ValidationError) as refusal:
        report.take_answer(answered_on=today - DAY, answer="同意", number="", papers=[], by=handler, on=today)
    assert "answered_on" in refusal.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        UpwardReport.objects.filter(pk=report.pk).update(answered_on=today)


def test_of_a_sealed_case_no_report_is_written(case, handler, today):
    director = factories.official(Role.OD)
    case.seal(by=director, readers=[director], reason="检举控告")
    given = {"organ": "区住建局", "number": "1", "sent_on": today, "content": "请定", "papers": ["x"]}
    with pytest.raises(ValidationError):
        UpwardReport.objects.send(case, by=director, on=today, **given)


def test_who_reads_everything_masked_reads_no_number_in_it(case, handler, sign_in):
    reported(case, handler, content="请回电 13800138000 的那户")
    page = sign_in(factories.official(Role.SV)).get(case.get_absolute_url()).content.decode()
    assert "13800138000" not in page and "的那户" in page


def test_a_page_with_a_report_asks_one_statement_more(case, handler, sign_in, queries_of):
    client = sign_in(handler)
    client.get(case.get_absolute_url())
    without = len(queries_of(lambda: client.get(case.get_absolute_url())))
    for number in ("1", "2", "3"):
        reported(case, handler, number=number)

    assert len(queries_of(lambda: client.get(case.get_absolute_url()))) == without + 1


# ---------- 例会 ----------
@pytest.fixture
def people(handler):
    return {
        "chair": factories.official(Role.HO, name="负责人", at=factories.unit("街道班子", Unit.Kind.LEADERSHIP)),
        "director": factories.official(Role.OD, name="主任"),
        "handler": handler,
        "unit": handler.unit,
    }


def test_a_decision_to_report_upward_leads_to_the_report_and_is_told_done_by_it(case, people, today, sign_in):
    task = decided(people, running(people), kind="UPWARD", case=case, on=today, due_on=today + 9 * DAY)
    assert carried.step_for(task.decision, people["handler"], today) == url(case)
    assert carried.record_of(task.decision) is None

    sign_in(people["handler"]).post(url(case), said())

    assert carried.record_of(task.decision) == (f"已书面报告上级（{today}）", today)


def test_a_report_from_before_the_decision_is_not_its_doing(case, people, today):
    task = decided(people, running(people), kind="UPWARD", case=case, on=today, due_on=today + 9 * DAY)
    reported(case, people["handler"], sent_on=today - DAY)
    assert carried.record_of(task.decision) is None


def test_urgent_and_written_reports_are_asked_for_together(case, people, today, queries_of):
    task = decided(people, running(people), kind="UPWARD", case=case, on=today, due_on=today + 9 * DAY)
    reported(case, people["handler"])
    assert len(queries_of(lambda: carried.records_of([task.decision]))) == 1

"""The whole file as one book (案卷合订本): what stands in it, who gets it, and how it is set while somebody waits."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from types import SimpleNamespace

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    AssistTask,
    Dossier,
    Event,
    JointAction,
    Paper,
    PaperCopy,
    PaperPrint,
    PoliceRequest,
    SealedReader,
)
from cases.models.dossier import KEPT, LEASE, MOST_TRIES
from cases.papers.issuing import read
from cases.uploads import AttachmentStorage
from disputes.models import DisputeKind
from officials.models import AuditEntry, Role
from petitions.models import Petition
from petitions.papers import dossier as books
from petitions.papers import issuing
from petitions.papers.dossier import set_book
from petitions.tasks import drop_dossiers, resume_dossiers, set_dossier
from reception.demo import papers as drawn
from tests import factories
from tests.petitions.stories import ACCUSATION, W1, W6, Story, registered

pytestmark = pytest.mark.django_db

Reader = PaperCopy.Reader
RECEIVED, DECIDED, ANSWERED = date(2026, 9, 2), date(2026, 9, 5), date(2026, 9, 20)
WORK = {"reader": "WORK", "purpose": "3"}
FULL = {"reader": "ARCHIVE", "purpose": "3", "own_password": factories.PASSWORD}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"


@pytest.fixture
def people():
    at = factories.section()
    return {
        "clerk": factories.official(Role.RC, name="王敏"),
        "handler": factories.official(Role.HD, name="李明", at=at),
        "director": factories.official(Role.OD, name="周建国"),
        "head": factories.official(Role.HO, name="李军"),
    }


@pytest.fixture
def petition(people):
    """Answered, served and asked to rate, with one claim for the court."""
    petition = registered(
        W6,
        W1,
        on=RECEIVED,
        address="东河花园社区3幢501室",
        by=people["clerk"],
        statement="张建国说：电话13800004471。",
    )
    story = Story(petition, staff=SimpleNamespace(drafter=people["handler"], **people))
    story.triage(DECIDED, handler=people["handler"])
    story.take("acceptance", DECIDED).take("investigation", DECIDED)
    story.take("answer", ANSWERED, petition.case.claims.get(position=1)).signed(ANSWERED)
    story.take("routing", ANSWERED, petition.case.claims.get(position=2))
    story.take("service", ANSWERED).take("rating", ANSWERED)
    return Petition.objects.get(pk=petition.pk)


def issued(petition, people, kind=Paper.Kind.ROUTING, *, reader=Reader.PERSON):
    values = {"organ": "区人民法院", "address": "法院路18号", "materials": "身份证", "contact": "李明", "phone": "1"}
    claim = petition.case.claims.get(position=2) if kind == Paper.Kind.ROUTING else None
    paper = issuing.draft(petition.case, kind, by=people["handler"], values=values, claim=claim)
    if paper.needs_approval:
        issuing.submit(paper, petition.case)
        issuing.approve(paper, petition.case, by=people["director"])
    return issuing.issue(paper, petition.case, reader=reader, by=people["handler"])


def book_of(petition, by, reader=Reader.WORK):
    dossier = books.ask(petition.case, reader=reader, by=by)
    set_book(dossier)
    dossier.refresh_from_db()
    return dossier


def pages(dossier):
    return pypdf.PdfReader(io.BytesIO(read(dossier))).pages


def words(dossier):
    return (
        "".join(page.extract_text() for page in pages(dossier))
        .replace("\n", "")
        .replace(" ", "")
        .replace("\u200b", "")
    )


def address(petition):
    return reverse("petitions:dossier", args=[petition.case.number])


# ---------- 里面有什么 ----------
def test_the_book_holds_cover_contents_and_every_part_of_the_file(petition, people):
    copy = issued(petition, people)
    dossier = book_of(petition, people["director"])
    printed = words(dossier)

    for wanted in (
        "信访事项案卷",
        "目录",
        petition.case.number,
        "城市建设科",
        "登记情况",
        "当事人",
        "诉求与答复",
        "防水层破损",
        "办理期限",
        "为什么是",
        "条例",
        "调查核实记录",
        "看见渗水",
        "送审、审核、签发",
        "李军",
        "履行事项",
        "送达",
        "群众评价",
        "办理经过",
        copy.paper.number,
        "法院路18号",
    ):
        assert wanted in printed, wanted
    assert (dossier.state, dossier.pages) == ("DONE", len(pages(dossier)))


def written(petition, part, sees="M"):
    """One part of the book as it is written, before it is set."""
    writer = books.Writer(petition.case, SimpleNamespace(is_in_full=True, sees=sees), timezone.now())
    _title, day, blocks = getattr(writer, part)()
    return day, [row for block in blocks for row in block["rows"]]


def test_the_book_tells_of_mediation_and_its_agreement_to_those_who_may_record_it(people):
    story = Story(registered(W6, on=RECEIVED), staff=SimpleNamespace(drafter=people["handler"], **people)).accepted(
        DECIDED
    )
    referral = story.petition.refer_to_mediation(
        by=people["handler"],
        claim=story.petition.case.claims.get(),
        on=DECIDED,
        kind=DisputeKind.objects.first(),
        other_side="王海波",
        ground="邻里之间的赔偿",
        way="FACE",
        is_free=True,
        rights_told=True,
    )
    story.petition.hear_of_mediation(
        by=people["handler"],
        referral=referral,
        on=ANSWERED,
        outcome="AGREED",
        may_be_copied=True,
        agreement="赔三千元。",
    )

    day, rows = written(story.petition, "mediation")
    _day, masked = written(story.petition, "mediation", sees="")

    assert day == DECIDED
    assert ["协　　议", "赔三千元。"] in rows
    assert "赔三千元。" not in str(masked)


def test_the_book_tells_who_assisted_and_what_was_done_together_but_not_what_the_police_were_asked(people):
    story = Story(registered(W6, on=RECEIVED), staff=SimpleNamespace(drafter=people["handler"], **people)).accepted(
        DECIDED
    )
    case, unit, by = story.petition.case, factories.section("司法所"), people["director"]
    lawyer = factories.official(Role.HD, at=unit)
    said = {"facts": "渗水", "asked": "写一份意见。", "due_on": DECIDED + timedelta(days=9)}
    task = AssistTask.objects.ask(case, unit=unit, by=by, on=DECIDED, **said)
    task.reply(by=lawyer, on=DECIDED, text="保修期没有满。")
    JointAction.objects.record(
        case,
        kind="SOLVE",
        held_on=DECIDED,
        units=[unit, case.handling_unit],
        others="",
        outcome="DONE",
        result="一起会勘。",
        by=by,
        on=DECIDED,
    )
    at = timezone.now()
    police = {"reason": "HELP", "station": "派出所", "happened_at": at, "facts": "争吵。", "asked": "到场。"}
    PoliceRequest.objects.send(case, by=by, on=timezone.localdate(), **police)

    _day, rows = written(story.petition, "together")

    text = "".join(words for _label, words in rows)
    assert "写一份意见。" in text and "保修期没有满。" in text and "一起会勘。" in text
    assert "争吵" not in text


def test_the_book_tells_of_reopening_and_of_merging(people):
    on = RECEIVED
    closed, first, second = (
        Story(registered(W6, on=on, **who), staff=SimpleNamespace(drafter=people["handler"], **people))
        for who in ({}, {"name": "李秀英", "phone": "13900002222"}, {"name": "李秀英", "phone": "13900002222"})
    )
    closed.ready_to_close(on).take("closure", on).take("reopening", on)
    first.petition.merge(second.petition, by=people["director"], on=on, reason="同一处渗水。")

    assert "又渗水了。" in str(written(closed.petition, "reopenings"))
    assert second.petition.case.number in str(written(Petition.objects.get(pk=first.petition.pk), "mergers"))
    assert first.petition.case.number in str(written(Petition.objects.get(pk=second.petition.pk), "mergers"))
    assert written(first.petition, "reopenings") == (None, [])


def test_each_line_of_the_contents_leads_to_the_page_it_names(petition, people):
    issued(petition, people)
    issued(petition, people, Paper.Kind.RATING)
    whole = pypdf.PdfReader(io.BytesIO(read(book_of(petition, people["director"]))))
    titles = [entry.title for entry in whole.outline]
    front = whole.get_destination_page_number(whole.outline[0])

    listed = whole.pages[1].extract_text()
    for entry in whole.outline:
        there = whole.get_destination_page_number(entry)
        assert f"{there - front + 1}" in listed
    last = whole.get_destination_page_number(whole.outline[-1])
    assert "满意度评价表" in whole.pages[last].extract_text().replace(" ", "")
    assert len(titles) == len(set(titles)) and len(whole.pages[1]["/Annots"]) >= len(titles)


def test_a_paper_lies_in_the_book_as_it_was_issued_though_only_the_full_copy_was_printed(petition, people):
    issued(petition, people, reader=Reader.PERSON)
    dossier = book_of(petition, people["director"])

    assert PaperCopy.objects.count() == 1  # what is set for the book alone is not kept
    assert "张**：" in words(dossier)
    assert "张建国" not in words(dossier)


def test_the_masked_book_names_nobody_and_the_archive_copy_everybody(petition, people):
    masked = words(book_of(petition, people["director"]))
    full = words(book_of(petition, people["director"], Reader.ARCHIVE))

    for secret in ("张建国", "13800004471", "3幢501室"):
        assert secret not in masked
        assert secret in full
    assert "姓名、号码已遮蔽" in masked


def test_pictures_go_into_the_archive_copy_alone(petition, people, sign_in):
    file = SimpleUploadedFile("墙面渗水.png", drawn.png("墙"))
    sign_in(people["director"]).post(
        reverse("cases:upload", args=[petition.case.number]), {"file": file, "no_secret": "on"}
    )
    masked, full = (book_of(petition, people["director"], reader) for reader in books.READERS)

    assert "墙面渗水.png" in words(masked)
    assert sum(len(page.images) for page in pages(masked)) == 0
    assert sum(len(page.images) for page in pages(full)) == 1


def test_a_picture_that_does_not_open_does_not_cost_the_book(petition, people, sign_in):
    broken = drawn.png("墙")
    cut = broken.index(b"IDAT") + 30
    broken = broken[:cut] + bytes(8) + broken[cut + 8 :]
    storage = AttachmentStorage()
    from django.core.files.base import ContentFile

    from cases.models import Attachment
    from cases.uploads import sha256

    file = ContentFile(broken)
    Attachment.objects.create(
        case=petition.case,
        name="坏.png",
        path=storage.keep(file),
        mime="image/png",
        size=len(broken),
        sha256=sha256(file),
        uploaded_by=people["director"],
    )

    assert book_of(petition, people["director"], Reader.ARCHIVE).is_ready


@pytest.mark.parametrize(
    "evil", ["#panic()", '#read("/etc/passwd")', "$x^2$ *粗* _斜_ `码` <标签> @引用", "\\u{0}//注释"]
)
def test_typed_text_stays_text(petition, people, evil):
    petition.case.events.create(kind=Event.Kind.NOTE, detail=f"甲{evil}乙", actor=people["director"])

    printed = words(book_of(petition, people["director"]))

    assert f"甲{evil}乙".replace(" ", "") in printed


def test_the_handler_does_not_read_the_grades_that_the_director_reads(petition, people):
    from cases.models import Evaluation

    petition.evaluate(on=ANSWERED, given={"OFFICE": ("FAIR", [], "说得清楚", False)}, via=Evaluation.Via.ONLINE)

    director, handler = (words(book_of(petition, people[who])) for who in ("director", "handler"))

    assert "基本满意" in director and "说得清楚" in director
    assert "基本满意" not in handler and "说得清楚" not in handler


# ---------- 一本只排一次 ----------
def test_the_same_file_is_one_book_and_a_changed_one_another(petition, people):
    first = books.ask(petition.case, reader=Reader.WORK, by=people["director"])
    again = books.ask(petition.case, reader=Reader.WORK, by=people["head"])
    Event.objects.add(petition.case, Event.Kind.NOTE, by=people["director"], detail="又打了电话")
    changed = books.ask(petition.case, reader=Reader.WORK, by=people["director"])
    tomorrow = books.ask(
        petition.case, reader=Reader.WORK, by=people["director"], now=timezone.now() + timedelta(days=1)
    )

    assert first.sees != again.sees or first == again  # the head does not make return visits
    assert len({first.pk, changed.pk, tomorrow.pk}) == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_get_one_book(people, petition):
    gate = Barrier(2)

    def press(_n):
        gate.wait(timeout=20)
        try:
            return books.ask(petition.case, reader=Reader.WORK, by=people["director"]).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        asked = set(threads.map(press, range(2)))

    assert len(asked) == Dossier.objects.count() == 1


def test_one_worker_has_a_book_at_a_time_and_another_follows_when_its_time_is_over(petition, people):
    now = timezone.now()
    dossier = books.ask(petition.case, reader=Reader.WORK, by=people["director"])
    second = Dossier.objects.get(pk=dossier.pk)

    assert dossier.take(now) is True
    assert second.take(now + LEASE) is False  # the last instant is still the first worker's
    assert second.take(now + LEASE + timedelta(seconds=1)) is True
    dossier.tell(Dossier.State.SETTING, 5, 5)
    dossier.fail()

    second.refresh_from_db()
    assert (second.state, second.done, second.tries) == ("READING", 0, 2)


def test_a_worker_killed_half_way_leaves_a_book_that_the_sweep_finishes(petition, people):
    dossier = books.ask(petition.case, reader=Reader.WORK, by=people["director"])
    dossier.take(timezone.now() - LEASE - timedelta(seconds=1))  # and killed

    resume_dossiers()

    dossier.refresh_from_db()
    assert dossier.is_ready


def test_what_kills_every_worker_is_given_up_and_may_be_asked_for_again(petition, people, sign_in):
    dossier = books.ask(petition.case, reader=Reader.WORK, by=people["director"])
    for time in range(MOST_TRIES, 0, -1):
        assert dossier.take(timezone.now() - time * (LEASE + timedelta(seconds=1)))

    resume_dossiers()

    dossier.refresh_from_db()
    assert dossier.is_failed
    again = books.ask(petition.case, reader=Reader.WORK, by=people["director"])
    assert (again.pk, again.state, again.tries) == (dossier.pk, "WAITING", 0)


def test_whoever_lost_his_reach_before_the_book_was_set_gets_none(petition, people):
    dossier = books.ask(petition.case, reader=Reader.WORK, by=people["handler"])
    petition.case.handler = people["director"]
    petition.case.save()

    set_dossier(dossier.pk)

    dossier.refresh_from_db()
    assert (dossier.state, dossier.path) == ("FAILED", "")


def test_the_file_of_an_old_book_goes_and_its_row_with_the_hash_stays(petition, people):
    dossier = book_of(petition, people["director"])
    path = dossier.path
    for age, gone in ((KEPT - timedelta(minutes=1), False), (KEPT + timedelta(minutes=1), True)):
        Dossier.objects.filter(pk=dossier.pk).update(finished_at=timezone.now() - age)
        drop_dossiers()
        dossier.refresh_from_db()
        assert (dossier.path == "", not AttachmentStorage().exists(path)) == (gone, gone)

    assert dossier.sha256 and not dossier.is_ready


def test_the_database_knows_no_finished_book_without_its_hash(petition, people):
    dossier = books.ask(petition.case, reader=Reader.WORK, by=people["director"])

    with pytest.raises(IntegrityError, match="finished_whole"), transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(finished_at=timezone.now(), state="DONE")


# ---------- 页面 ----------
def test_a_book_is_asked_for_with_its_purpose_set_outside_and_fetched(petition, people, sign_in):
    client, url = sign_in(people["director"]), address(petition)
    assert "案卷合订本" in client.get(petition.case.get_absolute_url()).content.decode()
    asked = client.post(url, WORK)
    waiting = client.get(url)
    print = PaperPrint.objects.get()
    early = client.get(reverse("cases:paper", args=[print.key]))

    assert (asked.status_code, asked["Location"]) == (302, url)
    assert waiting["Refresh"] and "等待" in waiting.content.decode()
    assert (early.status_code, early["Location"]) == (302, url)

    set_dossier(print.dossier_id)
    ready = client.get(url)
    pdf = client.get(reverse("cases:paper", args=[print.key]))

    assert "Refresh" not in ready and "打开并打印" in ready.content.decode()
    assert pdf.content.startswith(b"%PDF-") and pdf["Content-Type"] == "application/pdf"
    assert "no-store" in pdf["Cache-Control"] or "private" in pdf["Cache-Control"]
    recorded = AuditEntry.objects.filter(action="petitions:dossier").get()
    assert (recorded.reason, recorded.field) == ("归档", f"dossier WORK {print.dossier_id}")
    assert AuditEntry.objects.filter(action="cases:paper", subject_id=petition.case.pk).exists()


def test_the_progress_is_asked_for_by_htmx_as_a_part_of_the_page(petition, people, sign_in):
    client, url = sign_in(people["director"]), address(petition)
    client.post(url, WORK)

    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part and 'hx-trigger="every 1s"' in part


def test_a_form_sent_twice_asks_once(petition, people, sign_in):
    client, url = sign_in(people["director"]), address(petition)
    key = client.get(url).context["form"]["submission"].value()

    for _time in range(2):
        client.post(url, {**WORK, "submission": key})

    assert (PaperPrint.objects.count(), Dossier.objects.count()) == (1, 1)


def test_the_archive_copy_asks_for_the_own_password(petition, people, sign_in):
    client, url = sign_in(people["director"]), address(petition)
    session = client.session
    session["password_at"] = 0
    session.save()

    refused = client.post(url, {**FULL, "own_password": ""})
    client.post(url, FULL)

    assert refused.status_code == 422
    assert PaperPrint.objects.get().dossier.reader == Reader.ARCHIVE


def test_a_book_is_fetched_by_who_asked_for_it_alone(petition, people, sign_in):
    sign_in(people["director"]).post(address(petition), WORK)
    print = PaperPrint.objects.get()
    set_dossier(print.dossier_id)

    assert sign_in(people["head"]).get(reverse("cases:paper", args=[print.key])).status_code == 404


def test_a_clerk_or_supervisor_gets_no_book(petition, people, sign_in):
    for official, answer in ((people["clerk"], 403), (factories.official(Role.SV), 403)):
        assert sign_in(official).get(address(petition)).status_code == answer


def test_a_book_of_a_sealed_case_waits_for_a_second_reader(people, sign_in):
    petition = registered(ACCUSATION, on=RECEIVED, by=people["clerk"])
    case = petition.case
    if not case.is_sealed:
        case.seal(by=people["director"], reason="检举控告", readers=[])
    for who in ("director", "head"):
        SealedReader.objects.get_or_create(
            case=case, official=people[who], defaults={"named_by": people["director"], "reason": "阅办"}
        )
    url, outsider = address(petition), factories.official(Role.OD)
    client = sign_in(people["director"])
    client.post(url, WORK)
    print = PaperPrint.objects.get()
    set_dossier(print.dossier_id)
    fetched = reverse("cases:paper", args=[print.key])
    agreed = reverse("cases:paper_approval", args=[print.key])

    assert client.get(fetched).status_code == 404
    assert client.post(agreed).status_code == 403  # nobody agrees to his own
    assert sign_in(outsider).get(url).status_code == 404
    assert sign_in(people["head"]).post(agreed).status_code == 302
    assert sign_in(people["director"]).get(fetched).content.startswith(b"%PDF-")


def test_the_page_asks_no_more_of_the_database_with_many_prints(petition, people, sign_in, queries_of):
    client, url = sign_in(people["director"]), address(petition)
    client.post(url, WORK)
    client.get(url)
    few = len(queries_of(lambda: client.get(url)))
    for _time in range(3):
        client.post(url, WORK)

    assert PaperPrint.objects.count() == 4
    assert len(queries_of(lambda: client.get(url))) == few

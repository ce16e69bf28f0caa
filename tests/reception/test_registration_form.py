"""The registration form on paper (P01): who prints which copy, what stands on it, what is kept of it (6.2, R15)."""

import io
import re
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Paper, PaperCopy, PaperPrint, PaperText, Party, SealedReader
from cases.papers import typesetting
from cases.papers.issuing import read
from officials.models import AuditEntry, Role
from reception.models import Visit
from reception.papers import NOTICE, poster, reception_days
from tests import factories

pytestmark = pytest.mark.django_db

PHONE, ID = "13800004471", "11010519491231002X"
ARRIVED = datetime(2026, 9, 2, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
FULL, SIGN = {"reader": "ARCHIVE", "purpose": "1"}, {"reader": "PERSON", "purpose": "2"}
WORK = {"reader": "WORK", "purpose": "4"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"
    return settings.ATTACHMENTS_ROOT


@pytest.fixture
def clerk():
    return factories.official(Role.RC, name="王敏")


@pytest.fixture
def visit(clerk):
    visit = factories.visit(
        clerk,
        name="张建国",
        phone=PHONE,
        address="东河花园社区3幢501室",
        statement="三幢地下车库下雨就漏水，没人管。",
        people_present=3,
        people_affected=30,
        received_at=ARRIVED,
        now=ARRIVED + timedelta(minutes=6),
        read_back=True,
    )
    factories.complete(visit.case)
    lead = visit.case.parties.get(is_lead=True)
    lead.id_type, lead.id_number = "RESIDENT", ID
    lead.save()
    Party.objects.create(
        case=visit.case, role="REPRESENTATIVE", name="欧阳修远", phone="13900001234", authority_note="当场推选"
    )
    case = visit.case
    case.history_note, case.legal_note, case.place_note = "七月向物业反映过。", "", "3 幢地下车库"
    case.save()
    return visit


def page_of(visit):
    return reverse("reception:form_p01", args=[visit.contact_no])


def sent(client, visit, fields=FULL, **more):
    return client.post(page_of(visit), {"submission": uuid.uuid4(), **fields, **more})


def fetched(client, visit=None):
    """The newest print of whoever is signed in, as a PDF."""
    newest = PaperPrint.objects.order_by("-pk").first()
    return client.get(reverse("cases:paper", args=[newest.key]))


def pages(pdf):
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def printed(client, visit, fields=FULL, **more):
    answer = sent(client, visit, fields, **more)
    assert answer.status_code == 302, answer.context["form"].errors
    return fetched(client).content


# ---------- what stands on it ----------
def test_every_mandatory_field_stands_on_one_page_and_the_notice_on_its_back(sign_in, visit, clerk):
    front, back = pages(printed(sign_in(clerk), visit))

    for wanted in (
        "东河街道办事处来访登记表",
        "东河街信登〔2026〕1号",
        visit.contact_no,
        visit.case.number,
        "2026年9月2日9:05",
        "来访3人",
        "涉及30人",
        "本机构初次",
        "张建国",
        PHONE,
        f"居民身份证{ID}",
        "东河花园社区3幢501室",
        "欧阳修远",
        "13900001234",
        "3幢地下车库",
        "城乡建设物业管理",
        "1.修好地下车库",
        "三幢地下车库下雨就漏水，没人管。（已念给本人听，本人确认）",
        "物业报修单两份。",
        "七月向物业反映过。",
        "没有",
        "王敏，2026年9月2日9:11",
        "最迟2026年9月17日书面告知",
        "签名（捺印）",
        "接待专用章",
        "归档联",
    ):
        assert squeezed(wanted) in front, wanted
    assert "权利与个人信息告知" in back
    for heading, text in NOTICE.values():
        assert squeezed(str(heading)) in back
        assert squeezed(text) in back


def test_a_form_with_only_a_name_has_blanks_to_write_into(sign_in, clerk):
    bare = factories.visit(clerk, name="", phone="", statement="想问问低保。")

    front, _back = pages(printed(sign_in(clerk), bare))

    assert "想问问低保。" in front
    assert "不另书面告知" in front


def test_a_repeat_says_which_time_it_is_and_since_when(sign_in, clerk, visit):
    again = factories.visit(clerk, join=visit.case, name="李秀英", phone="13700001111", statement="还是漏。")

    front, _back = pages(printed(sign_in(clerk), again))

    assert "重复，第2次首次2026年9月2日" in front
    assert "李秀英" in front
    assert "张建国" not in front
    assert f"并入在办事项{visit.case.number}" in front


@pytest.mark.parametrize(
    ("channel", "title"),
    [("VISIT", "来访登记表"), ("LETTER", "来信登记表"), ("CALL", "来电登记表"), ("FAX", "信访登记表")],
)
def test_the_title_goes_by_the_channel(sign_in, clerk, channel, title):
    visit = factories.visit(clerk, channel=channel)

    assert title in pages(printed(sign_in(clerk), visit))[0]


@pytest.mark.parametrize(("people", "said"), [(4, False), (5, True)])
def test_five_on_one_matter_are_a_group_visit(sign_in, clerk, people, said):
    visit = factories.visit(clerk, people_present=people, people_affected=people)

    assert ("来访（集体访）" in pages(printed(sign_in(clerk), visit))[0]) is said


def test_a_long_story_stays_on_the_page_and_says_how_much_is_left(sign_in, clerk):
    visit = factories.visit(clerk, statement="漏" * 20000)
    factories.complete(
        visit.case, claims=[(f"第{number}项诉求，请逐条答复。", "APPEAL", "W6") for number in range(30)]
    )

    front, _back = pages(printed(sign_in(clerk), visit))

    left = int(re.search(r"漏……（余下(\d+)字见案卷）", front)[1])
    assert front.count("漏") + left == 20000
    assert "接待专用章" in front


def test_five_representatives_beside_the_lead_fit_and_nobody_else_is_listed(sign_in, clerk, visit):
    for number in range(4):
        Party.objects.create(
            case=visit.case, role="REPRESENTATIVE", name=f"代表{'甲乙丙丁'[number]}", authority_note="当场推选"
        )
    Party.objects.create(case=visit.case, role="JOINT", name="同来之人")
    Party.objects.create(case=visit.case, role="RESPONDENT", name="某物业公司")

    text = "".join(pages(printed(sign_in(clerk), visit)))

    assert len(pages(fetched(sign_in(clerk)).content)) == 2
    assert all(f"代表{letter}" in text for letter in "甲乙丙丁")
    assert "同来之人" not in text
    assert "某物业公司" not in text


HOSTILE = (
    '#import "/etc/passwd": x $x^2$ *b* _i_ `raw` <a> @b [x] \\ \\u{41} #(1+1) // /* = 标题\n#set page(fill: red)'
)


def test_whatever_is_typed_is_printed_as_it_is(sign_in, clerk):
    visit = factories.visit(clerk, statement=HOSTILE, name="*张* #x", address="<b>$1$</b>")

    front, _back = pages(printed(sign_in(clerk), visit))

    assert squeezed(HOSTILE) in front
    assert "*张*#x" in front
    assert "<b>$1$</b>" in front


def test_a_letter_without_a_font_is_left_blank_and_told(sign_in, clerk):
    visit = factories.visit(clerk, name="张𠮷", statement="楼上😀吵。")
    client = sign_in(clerk)

    sent(client, visit)
    page = client.get(page_of(visit)).content.decode()

    front, _back = pages(fetched(client).content)
    assert "张□" in front
    assert "楼上□吵" in front
    assert "字库里没有“😀𠮷”" in page or "字库里没有“𠮷😀”" in page


def test_rare_letters_that_names_have_are_in_the_fonts(sign_in, clerk):
    visit = factories.visit(clerk, name="䶮㛃堃喆", statement="昇珺邨翀烜𰻝。")
    client = sign_in(clerk)

    front, _back = pages(printed(client, visit))

    assert "䶮㛃堃喆" in front
    assert PaperCopy.objects.get().lacking == ""


def test_marks_that_turn_the_writing_do_not_reach_the_paper(sign_in, clerk):
    visit = factories.visit(clerk)
    Visit.objects.update(statement="甲\u202e乙\u200b丙\u2066丁")

    assert "甲乙丙丁" in pages(printed(sign_in(clerk), visit))[0]


# ---------- in full or masked ----------
def test_the_working_copy_is_masked_and_says_so(sign_in, clerk, visit):
    Visit.objects.update(statement=f"我电话{PHONE}，身份证{ID}。")
    Case.objects.update(place_note=f"3 幢，{PHONE}")

    front, _back = pages(printed(sign_in(clerk), visit, WORK))

    assert "工作联（姓名、号码已遮蔽）" in front
    assert "张**" in front
    assert "欧阳**" in front
    for hidden in ("张建国", PHONE, ID, "501室", "修远", "13900001234"):
        assert hidden not in front
    assert "138****4471" in front
    assert "110***********002X" in front


def test_the_masked_copy_comes_first_on_the_page(sign_in, clerk, visit):
    assert sign_in(clerk).get(page_of(visit)).context["form"]["reader"].value() == "WORK"


def test_a_full_copy_is_not_for_the_handling_unit(sign_in, clerk, visit):
    answer = sent(sign_in(clerk), visit, {"reader": "ARCHIVE", "purpose": "4"})

    assert answer.status_code == 422
    assert "reader" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"reader": "WORK"}, "purpose"),
        ({"reader": "WORK", "purpose": "9"}, "purpose"),
        ({"reader": "WORK", "purpose": "5"}, "note"),
        ({"reader": "ALL", "purpose": "1"}, "reader"),
        ({"purpose": "1"}, "reader"),
    ],
)
def test_without_a_copy_and_a_purpose_nothing_is_printed(sign_in, clerk, visit, fields, wrong):
    answer = sent(sign_in(clerk), visit, fields)

    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert not Paper.objects.exists()


def test_who_registered_it_yesterday_proves_himself_for_a_full_copy(sign_in, clerk, visit):
    client = sign_in(clerk)
    session = client.session
    session["password_at"] = timezone.now().timestamp() - 301
    session.save()

    refused = sent(client, visit)
    wrong = sent(client, visit, own_password="猜一个")
    assert (refused.status_code, wrong.status_code) == (422, 422)
    assert AccessAttempt.objects.get(username=clerk.username).failures_since_start == 1
    assert not Paper.objects.exists()

    assert sent(client, visit, WORK).status_code == 302
    assert sent(client, visit, own_password=factories.PASSWORD).status_code == 302


def test_at_the_desk_right_after_registration_no_password_is_asked(sign_in, clerk):
    visit = factories.visit(clerk)
    client = sign_in(clerk)
    session = client.session
    session["password_at"] = 0
    session.save()

    assert sent(client, visit).status_code == 302


def test_a_colleague_of_today_prints_the_working_copy_only(sign_in, clerk):
    visit = factories.visit(clerk)
    client = sign_in(factories.official(Role.RC))

    assert sent(client, visit).status_code == 422
    assert sent(client, visit, WORK).status_code == 302
    assert "张建国" not in pages(fetched(client).content)[0]


# ---------- who ----------
def test_who_may_not_print_is_refused_and_who_may_not_see_finds_nothing(sign_in, visit, clerk):
    case = visit.case
    handler = factories.official(Role.HD, at=factories.section())
    factories.triaged(case, handler=handler)
    expected = {
        clerk: 200,
        handler: 200,
        factories.official(Role.OD): 200,
        factories.official(Role.HO): 200,
        factories.official(Role.RC): 404,
        factories.official(Role.HD, at=factories.section("民政科")): 404,
        factories.official(Role.SV): 403,
        factories.official(Role.AU): 403,
        factories.official(Role.SA): 403,
        factories.official(Role.MD): 403,
    }

    for person, status in expected.items():
        client = sign_in(person)
        assert client.get(page_of(visit)).status_code == status, person.roles
        assert (sent(client, visit, WORK).status_code == 302) is (status == 200), person.roles


@pytest.mark.parametrize("number", ["DHJ-19990101-0001", "x" * 300, "%F0%9F%98%80"])
def test_an_unknown_contact_has_no_form(sign_in, clerk, number):
    assert sign_in(clerk).get(f"/receipts/{number}/form/").status_code == 404


def test_only_who_printed_fetches_the_file_and_only_for_a_while(sign_in, visit, clerk, settings):
    client = sign_in(clerk)
    sent(client, visit)
    address = reverse("cases:paper", args=[PaperPrint.objects.get().key])

    assert sign_in(factories.official(Role.OD)).get(address).status_code == 404
    assert client.get(address).status_code == 200
    minutes = timedelta(minutes=settings.REVEAL_MINUTES)
    PaperPrint.objects.update(at=timezone.now() - minutes + timedelta(seconds=5))
    assert client.get(address).status_code == 200
    PaperPrint.objects.update(at=timezone.now() - minutes)
    assert client.get(address).status_code == 404


def test_who_loses_the_case_loses_the_file(sign_in, visit):
    handler = factories.official(Role.HD, at=factories.section())
    factories.triaged(visit.case, handler=handler)
    client = sign_in(handler)
    assert sent(client, visit, WORK).status_code == 302

    Case.objects.update(handler=None, handling_unit=factories.section("民政科"))

    assert fetched(client).status_code == 404


def test_the_file_is_shown_in_a_sandbox_and_kept_nowhere(sign_in, visit, clerk):
    client = sign_in(clerk)
    sent(client, visit)
    shown = fetched(client)

    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Cache-Control"] == "no-store"
    address = reverse("cases:paper", args=[PaperPrint.objects.get().key])
    assert client.get(f"{address}?download")["Content-Disposition"].startswith("attachment;")


def test_history_of_earlier_years_has_no_form(sign_in, visit):
    Case.objects.update(is_historical=True, next_legal_on=None)

    assert sign_in(factories.official(Role.OD)).get(page_of(visit)).status_code == 403


def test_a_closed_case_is_still_printed(sign_in, visit, clerk):
    factories.triaged(visit.case)
    Case.objects.update(stage="CLOSED", closed_on=timezone.localdate())

    assert sent(sign_in(clerk), visit, WORK).status_code == 302


def test_the_receipt_and_the_case_lead_to_the_form_for_whom_it_is(sign_in, visit, clerk):
    page = page_of(visit)
    supervisor = factories.official(Role.SV)

    assert page in sign_in(clerk).get(visit.get_absolute_url()).content.decode()
    assert page in sign_in(clerk).get(visit.case.get_absolute_url()).content.decode()
    assert page not in sign_in(supervisor).get(visit.case.get_absolute_url()).content.decode()


# ---------- sealed ----------
@pytest.fixture
def sealed(clerk):
    first, second = factories.official(Role.OD), factories.official(Role.HO)
    visit = factories.visit(clerk, purpose="ACCUSATION", name="赵举报", statement="举报某人。")
    SealedReader.objects.admit(visit.case, [second], by=first, reason="第二阅办人")
    return visit, first, second


def test_a_sealed_form_is_printed_by_named_readers_alone(sign_in, sealed, clerk):
    visit, first, second = sealed

    assert sign_in(first).get(page_of(visit)).status_code == 200
    assert sign_in(second).get(page_of(visit)).status_code == 200
    for person in (clerk, factories.official(Role.OD), factories.official(Role.HO), factories.official(Role.SV)):
        client = sign_in(person)
        assert client.get(page_of(visit)).status_code in (403, 404)
        assert sent(client, visit, WORK).status_code in (403, 404)
    assert not Paper.objects.exists()
    assert page_of(visit) not in sign_in(clerk).get(visit.get_absolute_url()).content.decode()


def test_a_sealed_print_is_fetched_after_another_reader_agreed(sign_in, sealed):
    visit, first, second = sealed
    asking, agreeing = sign_in(first), sign_in(second)
    sent(asking, visit)
    printed = PaperPrint.objects.get()
    approval = reverse("cases:paper_approval", args=[printed.key])

    assert fetched(asking).status_code == 404
    assert asking.post(approval).status_code == 403
    assert sign_in(factories.official(Role.OD)).post(approval).status_code == 404
    assert "同意打印" in agreeing.get(page_of(visit)).content.decode()
    assert "同意打印" not in asking.get(page_of(visit)).content.decode()
    assert agreeing.post(approval).status_code == 302

    assert "赵举报" in pages(fetched(asking).content)[0]
    assert fetched(agreeing).status_code == 404
    assert agreeing.post(approval).status_code == 404
    assert AuditEntry.objects.filter(action="cases:paper_approval", actor_id=second.pk).count() == 1


def test_the_database_lets_nobody_agree_to_his_own_print(sign_in, sealed):
    visit, first, _second = sealed
    sent(sign_in(first), visit)

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperPrint.objects.update(approved_by=first, approved_at=timezone.now())


def test_sealed_forms_have_a_series_of_their_own(sign_in, sealed, visit, clerk):
    sealed_visit, first, _second = sealed
    sent(sign_in(clerk), visit, WORK)
    sent(sign_in(first), sealed_visit)
    other = factories.visit(clerk)
    sent(sign_in(clerk), other, WORK)

    assert [paper.number for paper in Paper.objects.order_by("pk")] == [
        "东河街信登〔2026〕1号",
        "东河街信登密〔2026〕1号",
        "东河街信登〔2026〕2号",
    ]


# ---------- the same again, or a new version ----------
def test_printing_again_gives_the_same_bytes_and_no_new_number(sign_in, visit, clerk):
    client = sign_in(clerk)
    first = printed(client, visit)

    second = printed(client, visit)

    assert second == first
    assert PaperCopy.objects.count() == Paper.objects.count() == 1
    assert PaperPrint.objects.count() == 2
    assert read(PaperCopy.objects.get()) == first


def test_printing_again_in_english_gives_the_same_bytes(sign_in, visit, clerk):
    client = sign_in(clerk)
    first = printed(client, visit)
    client.cookies["django_language"] = "en"

    assert printed(client, visit) == first


def test_the_copies_of_one_version_bear_one_number(sign_in, visit, clerk):
    client = sign_in(clerk)
    archive, person = (pages(printed(client, visit, fields))[0] for fields in (FULL, SIGN))

    assert "本人联" in person
    assert "东河街信登〔2026〕1号" in archive
    assert archive.replace("归档联", "") == person.replace("本人联", "")
    assert set(PaperCopy.objects.values_list("version", flat=True)) == {1}


def test_what_has_changed_makes_a_marked_new_version(sign_in, visit, clerk):
    client = sign_in(clerk)
    before = printed(client, visit)
    visit.case.grounds = "又补了一份照片。"
    visit.case.save()

    front = pages(printed(client, visit))[0]

    assert "东河街信登〔2026〕1号（第2版）" in front
    assert "又补了一份照片" in front
    assert read(PaperCopy.objects.get(version=1)) == before
    assert Paper.objects.count() == 1


def test_a_stage_further_is_no_new_version(sign_in, visit, clerk):
    client = sign_in(clerk)
    before = printed(client, visit)
    factories.triaged(visit.case)

    assert printed(client, visit) == before


def test_a_form_sent_twice_prints_once(sign_in, visit, clerk):
    client, key = sign_in(clerk), uuid.uuid4()

    for _time in range(2):
        assert client.post(page_of(visit), {**FULL, "submission": key}).status_code == 302

    assert PaperPrint.objects.count() == 1


def test_what_is_stored_cannot_be_read_without_the_row(sign_in, visit, clerk, folder):
    client = sign_in(clerk)
    printed(client, visit)
    (path,) = [path for path in folder.rglob("*") if path.is_file()]

    assert b"%PDF" not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert fetched(client).status_code == 403


def test_the_print_stands_in_the_audit_log_with_purpose_and_copy_and_without_content(sign_in, visit, clerk):
    client = sign_in(clerk)
    printed(client, visit, {"reader": "ARCHIVE", "purpose": "5", "note": "复印件丢了"})

    entries = AuditEntry.objects.filter(action__in=["reception:form_p01", "cases:paper"]).order_by("pk")
    assert [entry.action for entry in entries] == ["reception:form_p01", "cases:paper"]
    for entry in entries:
        assert (entry.subject, entry.subject_id, entry.field) == ("case", visit.case.pk, "P01 ARCHIVE 1")
        assert entry.reason == "其他：复印件丢了"
        assert (entry.actor_id, entry.outcome) == (clerk.pk, "DONE")


def test_refused_prints_stand_in_the_audit_log_too(sign_in, visit):
    stranger = factories.official(Role.HD, at=factories.section("民政科"))
    sent(sign_in(stranger), visit)

    entry = AuditEntry.objects.get(action="reception:form_p01", outcome="REFUSED")
    assert (entry.actor_id, entry.subject_id) == (stranger.pk, visit.case.pk)


def test_the_case_tells_of_the_paper_once_a_version(sign_in, visit, clerk):
    client = sign_in(clerk)
    for fields in (FULL, SIGN, FULL):
        printed(client, visit, fields)

    assert [event.detail for event in visit.case.events.filter(kind="FILE")] == ["登记表 东河街信登〔2026〕1号"]


# ---------- voided ----------
def test_a_voided_number_stays_and_the_next_print_gets_a_new_one(sign_in, visit, clerk):
    client, director = sign_in(clerk), sign_in(factories.official(Role.OD))
    printed(client, visit)
    paper = Paper.objects.get()
    address = reverse("cases:paper_void", args=[paper.pk])

    assert client.post(address, {"reason": "印错了"}).status_code == 403
    assert director.post(address, {"reason": ""}).status_code == 422
    assert director.post(address, {"reason": "印错了"}).status_code == 302
    assert director.post(address, {"reason": "再来"}).status_code == 422

    paper.refresh_from_db()
    assert (paper.number, paper.void_reason) == ("东河街信登〔2026〕1号", "印错了")
    assert "东河街信登〔2026〕2号" in pages(printed(client, visit))[0]
    assert "已作废" in client.get(page_of(visit)).content.decode()


def test_the_database_wants_the_reason_of_a_void(sign_in, visit, clerk):
    sent(sign_in(clerk), visit, WORK)

    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.update(voided_at=timezone.now())


# ---------- when the typesetter fails ----------
def test_when_nothing_is_set_no_number_is_used_and_the_page_says_so(sign_in, visit, clerk, monkeypatch):
    client = sign_in(clerk)
    client.get(page_of(visit))  # the fonts are known by now
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)

    answer = sent(client, visit)

    assert answer.status_code == 503
    assert "编号也没有用掉" in answer.content.decode()
    assert answer.context["form"]["purpose"].value() == "1"
    assert not Paper.objects.exists()
    monkeypatch.undo()
    assert "〔2026〕1号" in pages(printed(client, visit))[0]


# ---------- P27 ----------
def test_the_poster_has_every_item_on_one_page_and_no_personal_data(sign_in, visit, clerk):
    street = factories.street()
    street.address, street.phone, street.hours = "东河路 88 号", "0990-8888000", "工作日 8:30 至 12:00"
    street.save()

    answer = sign_in(clerk).get(reverse("reception:poster_p27"))

    (text,) = pages(answer.content)
    for heading, words in NOTICE.values():
        assert squeezed(str(heading)) in text
        assert squeezed(words) in text
    assert "东河路88号" in text
    assert "0990-8888000" in text
    assert "告知文本第1版" in text
    assert AuditEntry.objects.filter(action="reception:poster_p27").count() == 1


def test_the_poster_says_all_that_article_17_asks_for():
    words = "".join(item["text"] for item in poster()["notice"]["items"])

    for wanted in (
        "个人信息处理者",
        "第三十四条",
        "姓名、联系电话、住址",
        "30 年",
        "查阅、复制",
        "更正",
        "删除",
        "投诉",
        "撤回",
    ):
        assert wanted in words, wanted


def test_the_notice_never_speaks_of_an_address_above_where_none_stands():
    assert "地址和电话见来访接待窗口的公示" in poster()["notice"]["items"][0]["text"]

    street = factories.street()
    street.phone = "0990-8888000"
    street.save()

    told = poster()["notice"]["items"][0]["text"]
    assert "0990-8888000" in told and "公示" not in told


def wording(**changes):
    return {key: text for key, (_heading, text) in NOTICE.items()} | changes


def test_a_new_wording_is_a_new_version_on_later_papers_and_not_on_earlier_ones(sign_in, visit, clerk):
    client, director = sign_in(clerk), sign_in(factories.official(Role.OD))
    before = printed(client, visit)
    edit = reverse("reception:privacy_edit")

    assert director.post(edit, wording(retention="登记 10 年。")).status_code == 302

    after = pages(printed(client, visit))
    assert "告知文本第1版" in pages(before)[1]
    assert "告知文本第2版" in after[1]
    assert "登记10年。" in after[1]
    assert "（第2版）" in after[0]
    assert PaperText.objects.get().version == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"rights": ""}, "rights"), ({}, "__all__"), ({"rights": "权" * 601}, "rights")],
)
def test_a_wording_without_an_item_or_without_a_change_is_not_adopted(sign_in, changes, field):
    answer = sign_in(factories.official(Role.OD)).post(reverse("reception:privacy_edit"), wording(**changes))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not PaperText.objects.exists()


def test_a_wording_too_long_for_the_page_is_not_adopted(sign_in):
    long = {key: "字" * 600 for key in NOTICE}

    answer = sign_in(factories.official(Role.OD)).post(reverse("reception:privacy_edit"), long)

    assert answer.status_code == 422
    assert "一页放不下" in answer.content.decode()


def test_only_the_director_changes_the_wording(sign_in, clerk):
    client = sign_in(clerk)

    assert client.get(reverse("reception:privacy")).status_code == 200
    assert client.get(reverse("reception:privacy_edit")).status_code == 403
    assert client.post(reverse("reception:privacy_edit"), wording(rights="无")).status_code == 403


# ---------- P23 ----------
def test_the_notice_of_reception_days_names_leader_day_place_and_how_to_book(visit):
    street = factories.street()
    street.phone = "0990-8888000"
    street.save()
    day = {
        "day": "12月2日 周三",
        "hours": "8:30 至 11:30",
        "place": "一号接谈室",
        "leader": "林晓峰 副主任",
        "fields": "城建",
    }
    content = reception_days(date(2026, 12, 1), [day] * 3, booking="到大厅或拨打电话预约。")

    (text,) = pages(typesetting.typeset("reception_days", content).pdf)

    assert "东河街道办事处2026年12月领导接访公示" in text
    assert text.count("12月2日周三") == text.count("林晓峰副主任") == text.count("一号接谈室") == 3
    assert "预约方式：到大厅或拨打电话预约。" in text
    assert "联系电话：0990-8888000" in text
    assert PHONE not in text


# ---------- speed ----------
def test_the_page_asks_the_database_a_bounded_number_of_times(sign_in, visit, clerk, queries_of):
    client = sign_in(clerk)
    sent(client, visit)
    few = len(queries_of(lambda: client.get(page_of(visit))))
    for fields in (WORK, SIGN, FULL, FULL):
        sent(client, visit, fields)

    assert len(queries_of(lambda: client.get(page_of(visit)))) == few <= 25


def test_a_void_paper_is_voided_once(visit, clerk):
    issued = {"kind": "P01", "series": "试", "year": 2026, "issued_by": clerk, "issued_at": timezone.now()}
    paper = Paper.objects.create(value=1, about="X", **issued)
    paper.void(by=clerk, reason="试印")

    with pytest.raises(ValidationError):
        Paper(value=2, about="Y", void_reason="无人", **issued).validate_constraints()


# ---------- 没有立件的 ----------
@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"settles": True, "told": "带身份证到窗口补办。", "purpose": "INQUIRY"}, "当场答复：带身份证到窗口补办。"),
        ({"waits": True, "statement": ""}, "已登记，等接谈。"),
    ],
)
def test_a_contact_that_opened_no_case_has_its_form_with_what_became_of_it(clerk, sign_in, fields, result):
    visit = factories.visit(clerk, name="张建国", phone=PHONE, **fields)
    client = sign_in(clerk)

    assert sent(client, visit).status_code == 302
    text = pages(fetched(client).content)[0]

    assert result in text and visit.contact_no in text and "张建国" in text


def test_the_form_of_a_question_handed_over_says_who_answers_by_when(clerk, sign_in):
    section = factories.section("社会事务科")
    visit = factories.visit(clerk, purpose="INQUIRY", back_office=section)
    client = sign_in(clerk)

    sent(client, visit)

    assert "交社会事务科答复，最迟" in pages(fetched(client).content)[0]


def test_the_form_of_a_contact_without_a_case_is_for_whoever_sees_the_contact(clerk, sign_in):
    earlier = timezone.now() - timedelta(days=1)
    visit = factories.visit(clerk, settles=True, told="已答复。", purpose="INQUIRY", received_at=earlier)

    statuses = {
        factories.official(Role.OD): 200,
        factories.official(Role.RC): 404,
        factories.official(Role.HD): 404,
        factories.official(Role.LO): 403,
    }
    for person, status in statuses.items():
        assert sign_in(person).get(page_of(visit)).status_code == status, person

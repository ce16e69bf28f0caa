"""The papers of the procedure: drafted, approved by another, issued under a number, voided (handbook 6.2)."""

import io
import uuid
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import Commitment, Paper, PaperCopy, PaperPrint, SealedReader, Service
from cases.papers.issuing import read
from cases.papers.typesetting import typeset
from officials.models import AuditEntry, Role
from petitions.models import Hearing, Petition
from petitions.papers import hand, issuing, letters, notices
from petitions.papers.kinds import SORTS, variants_of
from petitions.papers.writing import Voice
from tests import factories
from tests.petitions.stories import ACCUSATION, W1, W6, Story, registered

pytestmark = pytest.mark.django_db

Kind, Reader = Paper.Kind, PaperCopy.Reader
RECEIVED, DECIDED, ANSWERED, SERVED = (date(2026, 9, day) for day in (2, 5, 20, 21))
NOW = datetime(2026, 9, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TYPED = {
    "contact": "李明",
    "phone": "0571-88880002",
    "organ": "区人民法院",
    "address": "法院路18号",
    "materials": "身份证和照片",
    "facts": "经查属实",
    "where": "请到区法院立案庭",
    "original_on": "2026-11-04",
    "until": "2026-12-04",
    "reasons": "鉴定还没有完成",
    "to": "区住建局",
    "basis": "《信访工作条例》第二十二条",
    "asked": "依法办理",
    "feedback_on": "2026-10-20",
    "attachments": "2",
    "items": "开发商在2026年10月31日前重做防水",
    "review_organ": "东河区人民政府",
    "answer": "明天清完",
    "on": "2026-09-20",
    "channel": "电话",
    "staff": "王敏",
    "demand": "三日内定下进场时间",
    "due_on": "2026-09-30",
    "assignment": "东信交〔2026〕8号",
    "evidence": "报修单两份",
    "stand": "同意",
    "hour": "上午9时",
    "place": "三楼会议室",
    "chair": "周建国",
    "members": "李红、赵强",
}


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
    """Answered, with one claim for the court."""
    street = factories.street()
    street.phone = "0571-88880001"
    street.save()
    petition = registered(W6, W1, on=RECEIVED, address="东河花园社区3幢501室", by=people["clerk"])
    story = Story(petition, staff=SimpleNamespace(drafter=people["handler"], **people))
    story.triage(DECIDED, handler=people["handler"])
    story.take("acceptance", DECIDED)
    story.take("investigation", DECIDED)
    story.take("answer", ANSWERED, petition.case.claims.get(position=1))
    story.take("submission", ANSWERED).take("approval", ANSWERED).take("signature", ANSWERED)
    return Petition.objects.get(pk=petition.pk)


def drafted(petition, kind, by, *, variant="", claim=None, **typed):
    sort = SORTS[kind]
    values = {asked.name: TYPED.get(asked.name, "") for asked in sort.asked_of(variant)} | typed
    if sort.of_claim and claim is None:
        claim = petition.case.claims.get(position=2)
    return issuing.draft(petition.case, kind, by=by, values=values, variant=variant, claim=claim, now=NOW)


def approved(petition, kind, people, **more):
    paper = drafted(petition, kind, people["handler"], **more)
    issuing.submit(paper, petition.case)
    if not paper.approved_at:
        by = people["head"] if paper.needs_head else people["director"]
        issuing.approve(paper, petition.case, by=by)
    return paper


def issued(petition, kind, people, *, reader=Reader.WORK, **more):
    paper = approved(petition, kind, people, **more)
    return issuing.issue(paper, petition.case, reader=reader, by=people["handler"], now=NOW)


def text_of(pdf):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def words(copy):
    return text_of(read(copy)).replace(" ", "")


# ---------- 起草、审批 ----------
def test_a_draft_has_no_number_and_the_number_comes_with_the_issue(petition, people):
    paper = approved(petition, Kind.ACCEPTANCE, people, variant=notices.ACCEPTED)
    assert (paper.number, paper.is_issued) == ("", False)

    copy = issuing.issue(paper, petition.case, reader=Reader.WORK, by=people["handler"], now=NOW)

    assert copy.paper.number == "东河街信受告〔2026〕1号"


def test_each_kind_counts_its_own_numbers(petition, people):
    numbers = [
        issued(petition, kind, people, variant=variant).paper.number
        for kind, variant in ((Kind.ACCEPTANCE, "accepted"), (Kind.OPINION, ""), (Kind.TRANSFER, "transfer"))
    ]
    second = issued(petition, Kind.TRANSFER, people, variant=letters.ASSIGN).paper.number

    assert numbers == ["东河街信受告〔2026〕1号", "东河街信意见〔2026〕1号", "东河街信转〔2026〕1号"]
    assert second == "东河街信转〔2026〕2号"


def test_nobody_approves_what_he_drafted_or_changed(petition, people):
    director, head = people["director"], people["head"]
    paper = drafted(petition, Kind.ROUTING, people["handler"])
    paper.write({**paper.values(), "phone": "0571-1"}, by=director)
    issuing.submit(paper, petition.case)

    with pytest.raises(ValidationError, match="自己起草"):
        issuing.approve(paper, petition.case, by=director)
    issuing.approve(paper, petition.case, by=head)

    assert paper.approved_by == head


def test_the_database_holds_the_two_pairs_of_eyes(petition, people):
    paper = drafted(petition, Kind.ROUTING, people["handler"])
    for who in ("handler", "director"):
        if who == "director":
            paper.write(paper.values(), by=people["director"])
        with pytest.raises(IntegrityError, match="nobody_approves"), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(approved_by=people[who], approved_at=NOW, content="x")


def test_the_database_issues_nothing_without_approval(petition, people):
    paper = drafted(petition, Kind.ROUTING, people["handler"])

    with pytest.raises(IntegrityError, match="paper_is_approved"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(
            series="x", year=2026, value=1, issued_at=NOW, issued_by=people["head"]
        )


def test_an_extension_is_approved_by_the_head_alone(petition, people):
    paper = drafted(petition, Kind.EXTENSION, people["handler"])
    issuing.submit(paper, petition.case)

    with pytest.raises(ValidationError, match="机关负责人审批"):
        issuing.approve(paper, petition.case, by=people["director"])
    issuing.approve(paper, petition.case, by=people["head"])

    assert paper.awaits_issue


def test_the_signature_of_an_opinion_is_the_approval_of_its_paper(petition, people):
    paper = drafted(petition, Kind.OPINION, people["handler"])
    issuing.submit(paper, petition.case)

    assert (paper.approved_by, paper.awaits_issue) == (people["head"], True)


def test_an_opinion_that_nobody_signed_is_not_printed(petition, people):
    petition.send_back(by=people["director"], reason="依据写到条款。")
    case = Petition.objects.get(pk=petition.pk).case
    paper = drafted(petition, Kind.OPINION, people["handler"])

    with pytest.raises(ValidationError, match="机关负责人签发"):
        issuing.submit(paper, case)


def test_what_the_director_drafted_goes_to_the_head(petition, people):
    paper = drafted(petition, Kind.ROUTING, people["director"])
    issuing.submit(paper, petition.case)
    other = factories.official(Role.OD)

    assert "机关负责人" in paper.why_not_approve(other)
    assert paper.why_not_approve(people["head"]) == ""


def test_an_edited_draft_loses_its_approval(petition, people):
    paper = approved(petition, Kind.ROUTING, people)

    paper.write({**paper.values(), "materials": "身份证"}, by=people["handler"])

    assert (paper.approved_by, paper.submitted_at, paper.content) == (None, None, "")
    with pytest.raises(ValidationError, match="没有审批"):
        issuing.issue(paper, petition.case, reader=Reader.WORK, by=people["handler"])


def test_what_changed_in_the_file_after_the_approval_has_to_be_approved_again(petition, people):
    paper = approved(petition, Kind.ROUTING, people)
    claim = petition.case.claims.get(position=2)
    claim.text = "赔三万元"
    claim.save()
    paper.refresh_from_db()

    with pytest.raises(ValidationError, match="审批以后案卷的内容变了"):
        issuing.issue(paper, petition.case, reader=Reader.WORK, by=people["handler"])


def test_what_was_issued_stays_as_it_was_whatever_the_file_says_later(petition, people):
    first = issued(petition, Kind.ROUTING, people)
    claim = petition.case.claims.get(position=2)
    claim.text = "赔三万元"
    claim.save()

    again = issuing.issue(first.paper, petition.case, reader=Reader.WORK, by=people["director"])

    assert (again.pk, read(again)) == (first.pk, read(first))


def test_a_voided_paper_keeps_its_number_and_the_next_gets_another(petition, people):
    first = issued(petition, Kind.ROUTING, people).paper
    first.void(by=people["director"], reason="机关写错")
    second = issued(petition, Kind.ROUTING, people).paper

    assert (first.number, second.number) == ("东河街信分告〔2026〕1号", "东河街信分告〔2026〕2号")
    with pytest.raises(ValidationError, match="已经作废"):
        issuing.issue(first, petition.case, reader=Reader.WORK, by=people["handler"])


def test_one_paper_of_a_kind_is_in_force_on_a_claim(petition, people):
    drafted(petition, Kind.ROUTING, people["handler"])

    with pytest.raises(ValidationError, match="已经有了"):
        drafted(petition, Kind.ROUTING, people["clerk"])


# ---------- 必填 ----------
@pytest.mark.parametrize(
    ("kind", "variant", "field", "named"),
    [
        (Kind.ACCEPTANCE, notices.ACCEPTED, "contact", "联系人"),
        (Kind.ACCEPTANCE, notices.TRANSFERRED, "organ", "转到的机关、单位"),
        (Kind.DECLINE, notices.NOT_IN_POWERS, "facts", "查明的情况"),
        (Kind.DECLINE, notices.LITIGATION, "where", "去哪里办、怎样办"),
        (Kind.ROUTING, "", "address", "机关地址"),
        (Kind.ROUTING, "", "materials", "要带的材料"),
        (Kind.EXTENSION, "", "reasons", "延期的理由"),
        (Kind.TRANSFER, letters.ASSIGN, "feedback_on", "反馈时间"),
        (Kind.OPINION, "", "review_organ", "复查机关"),
        (Kind.SUPERVISION, "", "basis", "依据条款"),
        (Kind.CLOSING_REPORT, "", "to", "报送机关"),
    ],
)
def test_what_must_stand_there_is_named_before_the_paper_goes_up(petition, people, kind, variant, field, named):
    paper = drafted(petition, kind, people["handler"], variant=variant, **{field: ""})

    with pytest.raises(ValidationError, match=named):
        issuing.submit(paper, petition.case)


# What no drafter fills in: test_papers_from_rows.py, test_duty.py, test_hearing.py, test_ownership_letter.py.
FROM_ROWS_ALONE = {
    (Kind.SIMPLE_REPLY, ""),
    (Kind.RATING, hand.GIVEN),
    (Kind.DUTY_REPLY, ""),
    (Kind.HEARING, hand.NOTICE),
    (Kind.OWNERSHIP_LETTER, ""),
    (Kind.OWNERSHIP_LETTER, "addendum"),
}


def test_nothing_lacks_where_all_is_filled(petition):
    lacking = {}
    for kind, sort in SORTS.items():
        for variant in sort.variants or [""]:
            paper = Paper(kind=kind, variant=variant, case=petition.case)
            paper.claim = petition.case.claims.get(position=2) if sort.of_claim else None
            script = sort.write(voice_of(petition.case), TYPED, paper)
            if (kind, variant) not in FROM_ROWS_ALONE and script.lacking():
                lacking |= {(kind, variant): script.lacking()}

    assert lacking == {}


def voice_of(case):
    return Voice(case, in_full=True)


def test_an_opinion_waits_for_facts_basis_and_decision_of_each_claim(petition, people):
    claim = petition.case.claims.get(position=1)
    claim.finding = claim.basis = ""
    claim.save()
    paper = drafted(petition, Kind.OPINION, people["handler"])

    assert issuing.lacking(paper, petition.case) == ["每项诉求查明的事实", "每项诉求的依据"]


# ---------- 上面写什么 ----------
def test_the_acceptance_says_what_6_2_asks_for(petition, people):
    copy = issued(petition, Kind.ACCEPTANCE, people, variant=notices.ACCEPTED, reader=Reader.PERSON)
    printed = words(copy)

    until = petition.case.deadlines.get(rule="L17").legal_end_on
    for wanted in (
        petition.case.number,
        "张建国：",
        "2026年9月2日",
        "请求W6信访程序",
        "城市建设科",
        "60日",
        f"{until.month}月{until.day}日",
        "李明，0571-88880002",
        "查询码",
        "回避",
        "东河街道办事处",
        "2026年9月21日",
        "（印章）",
        "东河街信受告〔2026〕1号",
    ):
        assert wanted in printed, wanted
    assert "第2项诉求不走本程序" in printed


@pytest.mark.parametrize(
    ("ground", "title", "article"),
    [
        (notices.PENDING_BELOW, "不予受理告知书", "第十九条第三款"),
        (notices.ENDED, "不再受理告知书", "第三十六条第三款"),
        (notices.NOT_IN_POWERS, "告知书", "第二十三条第一款"),
        (notices.LITIGATION, "引导告知书", "第二十八条第二款"),
    ],
)
def test_the_title_follows_from_the_ground_and_only_one_says_no(petition, ground, title, article):
    paper = Paper(kind=Kind.DECLINE, variant=ground, case=petition.case)
    content = SORTS[Kind.DECLINE].write(voice_of(petition.case), TYPED, paper).content

    assert content["title"] == title
    assert article in str(content["blocks"])
    assert ("不予受理" in str(content)) == (ground == notices.PENDING_BELOW)


def test_a_street_is_not_offered_the_refusal_of_a_superior(settings):
    offered = variants_of(SORTS[Kind.DECLINE])
    settings.HAS_ORGANS_BELOW = True

    assert notices.PENDING_BELOW not in offered
    assert notices.PENDING_BELOW in variants_of(SORTS[Kind.DECLINE])


def test_a_route_notice_names_the_limits_and_that_a_petition_stops_none(petition, people):
    printed = words(issued(petition, Kind.ROUTING, people))

    for wanted in (
        "区人民法院",
        "法院路18号",
        "三年",
        "六个月",
        "身份证和照片",
        "信访不中断、不中止申请复议和起诉的期限",
    ):
        assert wanted in printed, wanted


def test_an_extension_names_both_days_the_reasons_and_who_approved(petition, people):
    printed = words(issued(petition, Kind.EXTENSION, people))

    for wanted in ("2026年11月4日", "2026年12月4日", "鉴定还没有完成", "机关负责人李军批准"):
        assert wanted in printed, wanted


def test_an_extension_on_record_is_told_in_its_own_words_and_not_approved_twice(petition, people):
    petition.ask_extension(by=people["handler"], on=ANSWERED, days=20, reason="要等鉴定")
    petition.propose_extension(by=people["director"], on=ANSWERED)
    petition.approve_extension(by=people["head"], on=ANSWERED)
    petition.refresh_from_db()
    case = petition.case
    paper = issuing.draft(case, Kind.EXTENSION, by=people["clerk"], values={"contact": "李明", "phone": "88880002"})
    issuing.submit(paper, case)

    printed = words(issuing.issue(paper, case, reader=Reader.WORK, by=people["clerk"], now=NOW))

    assert paper.approved_by == people["head"]
    for wanted in ("2026年11月4日", "2026年11月24日", "要等鉴定", "机关负责人李军批准"):
        assert wanted in printed, wanted


def test_an_opinion_prints_facts_basis_decision_performance_and_the_way_to_review(petition, people):
    printed = words(issued(petition, Kind.OPINION, people, evidence=""))

    for wanted in (
        "防水层破损",
        "物业管理条例",
        "支持",
        "十月底前修好",
        "2026年10月31日",
        "收到本处理意见书之日起30日内",
        "东河区人民政府复查",
        "现场查看（地下车库）",
    ):
        assert wanted in printed, wanted


def test_an_opinion_prints_what_was_promised_where_nobody_typed_it(petition, people):
    Commitment.objects.create(
        case=petition.case,
        claim=petition.case.claims.get(position=1),
        position=9,
        what="重做防水",
        organ="开发商",
        due_on=date(2026, 10, 31),
        made_on=ANSWERED,
        made_by=people["handler"],
    )
    paper = drafted(petition, Kind.OPINION, people["handler"], items="")

    assert "开发商：重做防水，2026年10月31日前。" in str(issuing.said(paper, petition.case)["full"])


def test_an_inquiry_letter_carries_the_claims_and_nobodys_identity(petition, people):
    claim = petition.case.claims.get(position=1)
    claim.text = "请求给张建国家修车库，电话13800004471"
    claim.save()

    for reader in (Reader.ARCHIVE, Reader.WORK):
        kind = issued(petition, Kind.TRANSFER, people, variant=letters.INQUIRE, reader=reader)
        assert "张建国" not in words(kind) and "13800004471" not in words(kind)
        assert "修车库" in words(kind)


def test_a_rating_bears_no_name_and_asks_about_two(petition, people):
    paper = drafted(petition, Kind.RATING, people["clerk"])
    printed = words(issuing.issue(paper, petition.case, reader=Reader.PERSON, by=people["clerk"]))

    assert "张建国" not in printed
    assert printed.count("□基本满意") == 2


def served_by(petition, people, *papers, on=SERVED, **more):
    more = {"method": Service.Method.HAND, "signer": "本人", **more}
    petition.serve(by=people["clerk"], served_on=on, papers=papers, **more)
    return petition.case.services.filter(what="ANSWER")


def return_of(petition, people, **typed):
    paper = issuing.draft(petition.case, Kind.SERVICE, by=people["clerk"], values=typed)
    return words(issuing.issue(paper, petition.case, reader=Reader.PERSON, by=people["clerk"]))


def test_a_return_of_service_to_be_signed_names_the_paper_it_is_for(petition, people):
    paper = issued(petition, Kind.ROUTING, people).paper
    printed = return_of(petition, people, paper=f"{paper.pk}")

    assert paper.number in printed and "东河花园社区3幢501室" in printed
    assert "■" not in printed


def test_a_return_of_service_is_written_from_the_service_on_record(petition, people):
    opinion = issued(petition, Kind.OPINION, people).paper
    row = served_by(petition, people, opinion, method=Service.Method.LEFT, witness="不肯签，社区赵强见证").get()
    issued(petition, Kind.ROUTING, people)  # the last paper has nothing to do with it

    printed = return_of(petition, people, service=f"{row.pk}")

    for wanted in (opinion.number, "■留置送达", "2026年9月21日", "王敏", "不肯签，社区赵强见证"):
        assert wanted in printed, wanted


def test_a_service_from_before_papers_were_linked_still_reads_well(petition, people, sign_in):
    row = served_by(petition, people).get()
    printed = return_of(petition, people, service=f"{row.pk}")
    shown = sign_in(people["handler"]).get(petition.case.get_absolute_url()).content.decode()

    assert row.paper is None
    assert "处理意见、答复" in printed and "■直接送达" in printed
    assert "处理意见、答复" in shown


def test_only_what_was_issued_for_the_step_and_not_served_before_is_served(petition, people):
    draft = approved(petition, Kind.OPINION, people)
    route = issued(petition, Kind.ROUTING, people).paper
    for paper in (draft, route):
        with pytest.raises(ValidationError, match="不能送达"):
            served_by(petition, people, paper)
    opinion = issuing.issue(draft, petition.case, reader=Reader.PERSON, by=people["handler"], now=NOW).paper
    with pytest.raises(ValidationError, match="口头"):
        petition.give_notice(by=people["clerk"], served_on=SERVED, method=Service.Method.ORAL, papers=[opinion])
    with pytest.raises(ValidationError, match="制发日期 2026年9月21日"):
        served_by(petition, people, opinion, on=ANSWERED)

    assert served_by(petition, people, opinion).get().paper == opinion


def test_the_database_serves_a_paper_once(petition, people):
    opinion = issued(petition, Kind.OPINION, people).paper
    row = served_by(petition, people, opinion).get()
    row.pk = None

    with pytest.raises(IntegrityError, match="a_paper_is_served_once"), transaction.atomic():
        row.save()


def test_the_form_of_service_offers_the_papers_that_wait_and_the_clock_ends_as_before(petition, people, sign_in):
    opinion = issued(petition, Kind.OPINION, people).paper
    route = issued(petition, Kind.ROUTING, people).paper
    client, to = sign_in(people["handler"]), page("service", petition.case)

    shown = client.get(to)
    done = sent(client, to, served_on="2026-09-21", method="HAND", signer="本人", papers=[f"{opinion.pk}"])

    assert opinion.number in shown.content.decode() and route.number not in shown.content.decode()
    assert [paper.pk for paper in shown.context["form"].initial["papers"]] == [opinion.pk]
    assert done.status_code == 302
    assert petition.case.services.get().paper == opinion
    assert petition.case.deadlines.get(rule="L17").ended_on == SERVED
    assert opinion.number in client.get(petition.case.get_absolute_url()).content.decode()


def test_a_paper_of_another_case_is_refused_at_its_field(petition, people, sign_in):
    issued(petition, Kind.OPINION, people)
    client, to = sign_in(people["handler"]), page("service", petition.case)

    refused = sent(client, to, served_on="2026-09-21", method="HAND", signer="本人", papers=["987654"])

    assert refused.status_code == 422
    assert "papers" in refused.context["form"].errors
    assert not petition.case.services.exists()


@pytest.mark.parametrize("kind", sorted(Paper.FORMS & SORTS.keys()))
def test_forms_to_be_filled_in_by_hand_need_no_approval(petition, people, kind):
    paper = issuing.draft(petition.case, kind, by=people["clerk"], values={})

    assert not paper.needs_approval
    assert issuing.lacking(paper, petition.case) == []


# ---------- 谁的名字、什么文字 ----------
def test_the_work_copy_is_masked_even_within_the_texts(petition, people):
    claim = petition.case.claims.get(position=1)
    claim.finding = "张建国家的车库漏水，电话13800004471。"
    claim.save()
    paper = approved(petition, Kind.OPINION, people)
    copies = {
        reader: words(issuing.issue(paper, petition.case, reader=reader, by=people["handler"], now=NOW))
        for reader in (Reader.WORK, Reader.PERSON)
    }

    assert "张建国" not in copies[Reader.WORK] and "13800004471" not in copies[Reader.WORK]
    assert "张建国：" in copies[Reader.PERSON] and "13800004471" in copies[Reader.PERSON]


def test_what_goes_to_an_organ_is_its_copy_and_nobodys_own(petition, people):
    letter = issued(petition, Kind.TRANSFER, people, variant=letters.ASSIGN, reader=Reader.PERSON)
    opinion = issued(petition, Kind.OPINION, people, reader=Reader.PERSON)

    assert "主送联" in words(letter) and "本人联" not in words(letter)
    assert "本人联" in words(opinion)
    assert (letter.get_reader_display(), opinion.get_reader_display()) == ("主送联", "本人联")


HOSTILE = '#panic() $x^2$ *粗* _斜_ `码` \\ \\u{41} <label> @ref #{1+1} // 注 "引" = 标题 ' + "x" * 60 + " 𠮷"


@pytest.mark.parametrize("sheet", sorted({sort.sheet for sort in SORTS.values()}))
def test_typed_text_neither_breaks_a_sheet_nor_is_read_as_markup(petition, people, sheet):
    sort = next(sort for sort in SORTS.values() if sort.sheet == sheet)
    paper = Paper(kind=sort.kind, variant=next(iter(sort.variants or [""])), case=petition.case)
    paper.claim = petition.case.claims.get(position=2) if sort.of_claim else None
    petition.case.title = HOSTILE
    petition.case.claims.update(text=HOSTILE)
    if sheet == "hearing":
        decided = {"ground": HOSTILE, "decided_on": DECIDED, "decided_by": people["head"]}
        Hearing.objects.create(petition=petition, position=1, **decided).claims.set(petition.case.claims.all())
    days = {"on", "until", "original_on", "feedback_on", "due_on"}
    typed = {name: value if name in days else HOSTILE for name, value in TYPED.items()}
    content = sort.write(voice_of(petition.case), typed, paper).content
    marks = {"paper": {"number": "试〔2026〕1号", "version": 1, "copy": "工作联", "set_on": "2026年9月21日"}}

    printed = text_of(typeset(sheet, content | marks).pdf).replace(" ", "").replace("\u200b", "")

    if sheet not in ("rating", "rights"):
        assert "#panic()$x^2$*粗*_斜_`码`" in printed


def test_a_long_opinion_breaks_over_pages_and_no_page_bears_the_seal_alone(petition):
    claim = petition.case.claims.get(position=1)
    for sentences in (16, 20, 24):
        claim.finding = "城市建设科到现场查看，物业报修记录与你反映的情况一致。" * sentences
        claim.save()
        petition.case._prefetched_objects_cache = {}
        paper = Paper(kind=Kind.OPINION, case=petition.case)
        content = SORTS[Kind.OPINION].write(voice_of(petition.case), TYPED, paper).content
        marks = {"paper": {"number": "试〔2026〕1号", "version": 1, "copy": "工作联", "set_on": "2026年9月21日"}}
        pages = pypdf.PdfReader(io.BytesIO(typeset("opinion", content | marks).pdf)).pages

        last = pages[-1].extract_text().replace(" ", "")
        assert "联系人及电话" in last and "（印章）" in last


def test_the_preview_is_a_masked_picture_of_each_page(petition, people):
    paper = drafted(petition, Kind.OPINION, people["handler"])

    png, pages = issuing.preview(paper, petition.case, 1)
    beyond, _pages = issuing.preview(paper, petition.case, pages + 1)

    assert png.startswith(b"\x89PNG") and beyond == b""
    assert "张建国" not in str(issuing.shown(paper, petition.case))


# ---------- 页 ----------
def page(name, case, *more):
    return reverse(f"petitions:{name}", args=[case.number, *more])


def sent(client, to, **typed):
    return client.post(to, {"submission": uuid.uuid4(), **typed})


def test_a_notice_goes_from_the_draft_to_the_printed_copy(petition, people, sign_in):
    case = petition.case
    handler, director = sign_in(people["handler"]), sign_in(people["director"])
    address = page("paper_new", case, "P04") + "?claim=2"
    shown = handler.get(address)
    typed = {name: TYPED[name] for name in ("organ", "address", "materials", "contact", "phone")}

    drafted = sent(handler, address, **typed)
    paper = case.papers.get()
    own = page("paper", case, paper.pk)
    submitted = sent(handler, page("paper_submission", case, paper.pk))
    refused = sent(handler, page("paper_approval", case, paper.pk))
    agreed = sent(director, page("paper_approval", case, paper.pk))
    form = page("paper_print", case, paper.pk)
    done = sent(director, form, reader="PERSON", purpose="2", own_password=factories.PASSWORD)

    assert shown.status_code == 200
    assert [answer.status_code for answer in (drafted, submitted, refused, agreed, done)] == [302, 302, 403, 302, 302]
    assert drafted["Location"] == own
    printed = PaperPrint.objects.get()
    pdf = director.get(reverse("cases:paper", args=[printed.key]))
    assert pdf["Content-Type"] == "application/pdf"
    assert "张建国" in text_of(pdf.content)
    assert AuditEntry.objects.filter(action="petitions:paper_print", reason="交给来访人").count() == 1
    assert director.get(own).status_code == 200
    assert "东河街信分告" in director.get(case.get_absolute_url()).content.decode()


def test_a_draft_that_lacks_something_is_refused_by_name_on_its_page(petition, people, sign_in):
    paper = drafted(petition, Kind.ROUTING, people["handler"], address="")
    client = sign_in(people["handler"])

    answer = sent(client, page("paper_submission", petition.case, paper.pk))

    assert answer.status_code == 422
    assert "这份文书还缺：机关地址" in answer.content.decode()


def test_a_paper_of_another_case_is_not_found(petition, people, sign_in):
    paper = drafted(petition, Kind.ROUTING, people["handler"])
    other = factories.case()
    client = sign_in(people["director"])

    assert client.get(page("paper", other, paper.pk)).status_code == 404
    assert client.get(page("paper_new", petition.case, "P99")).status_code == 404
    assert client.get(page("paper_new", petition.case, "P02") + "?variant=x").status_code == 404
    assert client.get(page("paper_new", petition.case, "P04") + "?claim=1").status_code == 404


def test_a_changed_approved_paper_says_that_its_approval_is_gone(petition, people, sign_in):
    paper = approved(petition, Kind.ROUTING, people)
    client = sign_in(people["handler"])

    answer = client.post(page("paper_edit", petition.case, paper.pk), {"materials": "身份证"}, follow=True)

    assert "原来的审批作废" in answer.content.decode()


def test_the_case_page_costs_the_same_with_twenty_papers(petition, people, sign_in, queries_of):
    client = sign_in(people["director"])
    drafted(petition, Kind.ROUTING, people["handler"])
    client.get(petition.case.get_absolute_url())
    few = len(queries_of(lambda: client.get(petition.case.get_absolute_url())))
    for _number in range(19):
        drafted(petition, Kind.RECUSAL, people["handler"])

    assert len(queries_of(lambda: client.get(petition.case.get_absolute_url()))) == few


# ---------- 封存 ----------
def test_the_papers_of_a_sealed_case_have_numbers_of_their_own_and_two_persons(people, sign_in):
    petition = registered(ACCUSATION, on=RECEIVED)
    case, director, head = petition.case, people["director"], people["head"]
    SealedReader.objects.admit(case, [director, head, people["handler"]], by=director, reason="岗位职责")
    Story(petition, director).triage(DECIDED, handler=people["handler"])
    claim = case.claims.get()
    paper = drafted(petition, Kind.ROUTING, people["handler"], claim=claim, organ="区纪委监委")
    issuing.submit(paper, case)
    issuing.approve(paper, case, by=director)

    sent(
        sign_in(director),
        page("paper_print", case, paper.pk),
        reader="ARCHIVE",
        purpose="3",
        own_password=factories.PASSWORD,
    )
    printed = PaperPrint.objects.get()

    assert printed.copy.paper.series == "东河街信分告密"
    assert printed.awaits_approval
    assert sign_in(director).get(reverse("cases:paper", args=[printed.key])).status_code == 404
    sign_in(head).post(reverse("cases:paper_approval", args=[printed.key]))
    assert sign_in(director).get(reverse("cases:paper", args=[printed.key])).status_code == 200
    assert sign_in(people["clerk"]).get(page("paper", case, paper.pk)).status_code == 404

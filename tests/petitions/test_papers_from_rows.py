"""Papers written from the rows of the file: what it knows is not typed again (P09, P10, P14, P16)."""

import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.models import Claim, Commitment, Evaluation, Paper, Service
from officials.models import Role
from petitions.models import Petition, SimpleHandling
from petitions.papers import dossier as books
from petitions.papers import hand, issuing
from petitions.papers.kinds import SORTS
from tests import factories
from tests.petitions.stories import W6, Story, registered

pytestmark = pytest.mark.django_db

Kind = Paper.Kind
RECEIVED, DECIDED, ANSWERED = date(2026, 9, 2), date(2026, 9, 3), date(2026, 9, 20)
DAY = timedelta(days=1)
CONTACT = {"contact": "李明", "phone": "0571-88880002"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"


@pytest.fixture
def people():
    return {
        "clerk": factories.official(Role.RC, name="王敏"),
        "handler": factories.official(Role.HD, name="李明", at=factories.section()),
        "director": factories.official(Role.OD, name="周建国"),
        "head": factories.official(Role.HO, name="李军"),
    }


def story_of(people, **fields):
    petition = registered(W6, on=RECEIVED, by=people["clerk"], **fields)
    story = Story(petition, staff=SimpleNamespace(drafter=people["handler"], **people))
    story.triage(DECIDED, handler=people["handler"])
    return story


def answered(people, **fields):
    story = story_of(people, **fields)
    story.take("acceptance", DECIDED).take("investigation", DECIDED)
    return story.take("answer", ANSWERED, story.petition.case.claims.get()).signed(ANSWERED)


def fresh(story):
    return Petition.objects.get(pk=story.petition.pk)


def drafted(petition, kind, by, *, variant="", now=None, **typed):
    return issuing.draft(petition.case, kind, by=by, values=typed, variant=variant, now=now)


def said(paper, petition):
    return json.dumps(issuing.said(paper, petition.case)["full"], ensure_ascii=False)


# ---------- P09 ----------
@pytest.fixture
def simple(people):
    story = story_of(people).take("simple_acceptance", DECIDED)
    story.petition.answer(
        by=people["handler"],
        claim=story.petition.case.claims.get(),
        on=DECIDED + DAY,
        decision=Claim.Decision.SUPPORT,
        reply="明天上门修。",
    )
    return story


def test_a_simple_reply_asks_its_drafter_nothing(simple):
    assert SORTS[Kind.SIMPLE_REPLY].asked_of("", simple.petition.case) == []


def test_a_simple_reply_is_written_from_the_handling_and_approved_with_it(simple, people):
    simple.take("submission", DECIDED + DAY).take("approval", DECIDED + DAY)
    petition = fresh(simple)
    paper = drafted(petition, Kind.SIMPLE_REPLY, people["handler"])
    issuing.submit(paper, petition.case)
    printed = said(paper, petition)

    assert paper.approved_by == people["director"]
    for wanted in (
        "2026年9月3日，电话告知，周建国决定",
        "明天上门修。",
        "2026年9月4日审定",
        "还没有答复本人",
        "李明",
        "□ 是　　■ 否",
        "答复单位",
        "（印　章）",
    ):
        assert wanted in printed, wanted


def test_a_simple_reply_that_the_petitioner_wants_on_paper_is_what_he_gets(people):
    story = story_of(people)
    given = {"ground": SimpleHandling.Ground.PLAIN, "told_by": SimpleHandling.Channel.PHONE, "wants_paper": True}
    story.petition.accept_simply(by=people["director"], on=DECIDED, **given)
    claim = story.petition.case.claims.get()
    reply = {"decision": Claim.Decision.SUPPORT, "reply": "明天上门修。"}
    story.petition.answer(by=people["handler"], claim=claim, on=DECIDED + DAY, **reply)
    story.take("submission", DECIDED + DAY).take("approval", DECIDED + DAY)
    petition = fresh(story)
    printed = said(drafted(petition, Kind.SIMPLE_REPLY, people["handler"]), petition)

    assert "书面，交本人签收" in printed and "■ 是　　□ 否" in printed
    assert "还没有答复本人" not in printed


def test_before_it_is_approved_a_simple_reply_says_neither_day_nor_way(simple, people):
    printed = said(drafted(fresh(simple), Kind.SIMPLE_REPLY, people["handler"]), fresh(simple))

    assert "书面，交本人" not in printed and "还没有答复本人" not in printed and "审定" not in printed


def test_the_log_of_a_spoken_reply_says_when_how_and_by_whom(simple, people):
    simple.take("submission", DECIDED + DAY).take("approval", DECIDED + DAY)
    simple.petition.serve(by=people["clerk"], served_on=DECIDED + 2 * DAY, method=Service.Method.ORAL)
    petition = fresh(simple)
    paper = drafted(petition, Kind.SIMPLE_REPLY, people["handler"])
    printed = said(paper, petition)

    assert issuing.preview(paper, petition.case, 2)[1] == 1, "one page, the seal too"
    for wanted in ("2026年9月5日", "口头、电话", "王敏"):
        assert wanted in printed, wanted
    assert "审定" not in printed and "还没有答复本人" not in printed


def test_there_is_no_simple_reply_before_it_is_decided_nor_outside_simple_handling(simple, people):
    paper = drafted(fresh(simple), Kind.SIMPLE_REPLY, people["handler"])
    with pytest.raises(ValidationError, match="答复日期"):
        issuing.submit(paper, fresh(simple).case)

    other = fresh(answered(people))
    with pytest.raises(ValidationError, match="简易办理受理的记录"):
        issuing.submit(drafted(other, Kind.SIMPLE_REPLY, people["handler"]), other.case)


# ---------- P10 ----------
@pytest.fixture
def rated(people):
    story = answered(people).take("notice", ANSWERED).take("service", ANSWERED).take("rating", ANSWERED)
    given = {
        Evaluation.About.OFFICE: (Evaluation.Grade.SATISFIED, ["ATTITUDE", "SPEED"], "跑一趟就办了。", False),
        Evaluation.About.UNIT: (Evaluation.Grade.FAIR, [], "", False),
    }
    story.petition.evaluate(on=ANSWERED + DAY, via=Evaluation.Via.ONLINE, given=given)
    return story


def test_a_rating_that_was_given_is_printed_from_the_record(rated, people):
    petition = fresh(rated)
    paper = drafted(petition, Kind.RATING, people["director"], variant=hand.GIVEN)
    printed = said(paper, petition)

    for wanted in (
        "■ 满意",
        "■ 基本满意",
        "■ 服务态度",
        "■ 办理快慢",
        "跑一趟就办了。",
        "2026年9月21日",
        "本人凭查询码",
    ):
        assert wanted in printed, wanted
    assert "□ 不满意" in printed and "■ 不满意" not in printed
    assert issuing.lacking(paper, petition.case) == []


def test_the_blank_form_stays_blank_and_says_until_when(rated, people):
    petition = fresh(rated)
    printed = said(drafted(petition, Kind.RATING, people["clerk"]), petition)

    assert "■" not in printed
    assert f"到{petition.invitation().until.year}年" in printed


def test_a_record_of_a_rating_waits_for_the_rating(people):
    story = answered(people).take("notice", ANSWERED).take("service", ANSWERED).take("rating", ANSWERED)
    petition = fresh(story)
    paper = drafted(petition, Kind.RATING, people["director"], variant=hand.GIVEN)

    assert issuing.lacking(paper, petition.case) == ["本人的评价"]


def test_who_handles_the_case_learns_no_grade_from_its_papers(rated, people, sign_in):
    petition = fresh(rated)
    case, handler, director = petition.case, sign_in(people["handler"]), sign_in(people["director"])
    paper = drafted(petition, Kind.RATING, people["director"], variant=hand.GIVEN)
    new = reverse("petitions:paper_new", args=[case.number, "P10"])
    own = [reverse(f"petitions:{name}", args=[case.number, paper.pk]) for name in ("paper", "paper_print")]
    own.append(reverse("petitions:paper_picture", args=[case.number, paper.pk, 1]))

    assert [handler.get(address).status_code for address in (f"{new}?variant=given", *own)] == [403] * 4
    assert [director.get(address).status_code for address in (f"{new}?variant=given", *own)] == [200] * 4
    assert handler.get(new).status_code == 200


def test_the_book_of_who_may_not_read_grades_is_bound_without_that_paper(rated, people):
    petition = fresh(rated)
    paper = drafted(petition, Kind.RATING, people["director"], variant=hand.GIVEN)
    issuing.issue(paper, petition.case, reader="WORK", by=people["director"])
    bound = {}
    for who in ("handler", "director"):
        dossier = books.ask(petition.case, reader="WORK", by=people[who])
        bound[who] = [row.kind for row in books.papers_in(dossier, petition.case)]

    assert bound == {"handler": [], "director": [Kind.RATING]}


# ---------- P14 ----------
NOVEMBER_10 = datetime(2026, 11, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_an_order_of_supervision_is_written_from_the_day_that_was_missed(people):
    story = story_of(people).take("acceptance", DECIDED)
    petition = fresh(story)
    clock = petition.case.deadlines.get(rule="L17")
    typed = {"clock": f"{clock.pk}", "demand": "三日内办结。", "due_on": "2026-11-13", **CONTACT}
    paper = drafted(petition, Kind.SUPERVISION, people["handler"], now=NOVEMBER_10, **typed)
    issuing.submit(paper, petition.case)
    issuing.approve(paper, petition.case, by=people["director"])
    printed = said(paper, petition)

    late = (NOVEMBER_10.date() - clock.legal_end_on).days
    for wanted in ("城市建设科", f"晚了{late}天", "2026年11月10日还没有完成", "第三十四条", "第三十八条", "周建国"):
        assert wanted in printed, wanted


def test_a_promise_that_was_late_is_supervised_in_its_own_words(people):
    story = answered(people)
    claim = story.petition.case.claims.get()
    Commitment.objects.promise(
        claim.case,
        claim=claim,
        by=people["handler"],
        on=ANSWERED,
        what="重做防水",
        due_on=ANSWERED + 5 * DAY,
        unit=story.unit,
    )
    story.take("service", ANSWERED + DAY)
    petition = fresh(story)
    clock = petition.case.deadlines.get(rule="L37")
    paper = drafted(petition, Kind.SUPERVISION, people["handler"], now=NOVEMBER_10, clock=f"{clock.pk}")

    assert "第1项诉求，承诺的“重做防水”" in said(paper, petition)


def test_the_form_of_supervision_offers_what_was_missed_and_nothing_else(people, sign_in):
    story = story_of(people).take("acceptance", DECIDED)
    client = sign_in(people["director"])
    shown = client.get(reverse("petitions:paper_new", args=[story.petition.case.number, "P14"]))
    offered = [label for _value, label in shown.context["form"].fields["clock"].choices]

    assert any(label.startswith("信访程序办结 ") for label in offered)
    assert not any(label.startswith("一般矛盾当月清零 ") and "2027" in label for label in offered)


# ---------- P16 ----------
def test_a_closing_report_answers_the_assignment_from_the_file(people):
    story = answered(people, channel="ASSIGNED", sender_no="东信交〔2026〕8号", sent_on=RECEIVED)
    story.petition.serve(
        by=people["clerk"], served_on=ANSWERED + DAY, method=Service.Method.HAND, signer="本人", stand="AGREE"
    )
    petition = fresh(story)
    asked = [one.name for one in SORTS[Kind.CLOSING_REPORT].asked_of("", petition.case)]
    paper = drafted(petition, Kind.CLOSING_REPORT, people["handler"], **CONTACT)
    issuing.submit(paper, petition.case)
    with pytest.raises(ValidationError, match="机关负责人"):
        issuing.approve(paper, petition.case, by=people["director"])
    issuing.approve(paper, petition.case, by=people["head"])
    printed = said(paper, petition)

    assert asked == ["contact", "phone"]
    for wanted in (
        "区信访局",
        "2026年9月2日以东信交〔2026〕8号交办",
        "防水层破损。",
        "2026年9月3日，受理。",
        "2026年9月20日，答复签发。",
        "处理意见、答复送达，当面",
        "支持：十月底前修好。",
        "2026年9月20日办到：修好地下车库。",
        "现场查看（地下车库）的记录。",
        "信访人对处理意见同意。",
        "机关负责人李军审核",
    ):
        assert wanted in printed, wanted


def test_of_what_nobody_assigned_the_organ_and_the_number_are_asked_for(people):
    petition = fresh(answered(people))
    asked = [one.name for one in SORTS[Kind.CLOSING_REPORT].asked_of("", petition.case)]

    assert asked == ["to", "assignment", "stand", "contact", "phone"]

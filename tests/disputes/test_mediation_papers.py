"""The record of a talk (P13) and the joint application to the court (P26): what they say, and to whom."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Paper, PaperPrint
from cases.papers.issuing import read
from disputes import confirmation_paper, talk_paper
from disputes.models import AgreementCorrection, Dispute
from officials.models import Role
from tests import factories
from tests.disputes import stories
from tests.disputes.stories import REACHED

pytestmark = pytest.mark.django_db

D = date
DAY = timedelta(days=1)
TODAY = timezone.localdate()
LAST = D(2026, 9, 11)
SECRET = "赵秀英说其实是我家的管子裂了，回电 13800138000"
WORK = {"reader": "WORK", "purpose": "1"}
FULL = {"reader": "ARCHIVE", "purpose": "3", "own_password": factories.PASSWORD}


@pytest.fixture
def mediator():
    return stories.mediator(name="金凤英")


@pytest.fixture
def talk(mediator):
    dispute = stories.mediating(mediator)
    said = {"other_said": SECRET, "invitees": "楼长 王阿姨", "invitees_agreed": True}
    said["course"] = "先分开谈，再坐到一起。"
    return stories.talk(dispute, by=mediator, **said)


def address(dispute, step, *place):
    return reverse(f"disputes:{step}", args=[dispute.case.number, *place])


def said_in(content):
    return "\n".join(block["text"] for block in content["blocks"])


def pages_of(kind):
    """The text of each page of the newest copy of the paper of `kind`, without spaces."""
    copy = Paper.objects.get(kind=kind).copies.latest("pk")
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(read(copy))).pages]


def settled(mediator, **fields):
    return stories.settled(mediator, **fields)


def again(agreement):
    return Dispute.objects.select_related("case").get(pk=agreement.dispute_id).agreement


# ---------- P13 ----------
def test_the_record_of_a_talk_says_all_that_was_written_down(talk):
    content = talk_paper.content_of(talk, in_full=True)

    words = said_in(content)
    for part in ("2026年8月10日09:00", "调解室（不公开进行）", "调解员：金凤英", "记录人：金凤英", "楼长 王阿姨"):
        assert part in words
    for part in ("申请人：赵秀英", "被申请人：李春生", "第二十三条", "漏了三次。", SECRET, "先分开谈", "下周再谈。"):
        assert part in words
    assert content["title"] == "调解笔录（第1次）"
    assert content["page_signatures"] == ["当事人", "当事人", "参加人", "调解员", "记录人"]
    assert content["signatures"][0] == "当事人 赵秀英（签名或者按指印）"


def test_who_was_not_there_signs_nothing(talk, mediator):
    lead = talk.dispute.case.parties.get(is_lead=True)
    alone = stories.talk(talk.dispute, by=mediator, hour=15, parties=[lead], other_said="", rights_told=False)

    content = talk_paper.content_of(alone, in_full=True)

    assert content["page_signatures"] == ["当事人", "调解员", "记录人"]
    assert "李春生" not in str(content["signatures"]) and "没有记载告知" in said_in(content)


def test_a_working_copy_has_neither_names_nor_numbers(talk):
    words = str(talk_paper.content_of(talk, in_full=False))

    assert not any(secret in words for secret in ("赵秀英", "李春生", "13800138000"))
    assert "其实是我家的管子裂了" in words


def test_it_is_signed_page_by_page(talk, mediator, sign_in):
    long = "\n".join(["各自说明了情况，双方对修缮的范围、工期和赔付的数额逐项商量。"] * 40)
    held = stories.talk(talk.dispute, by=mediator, hour=15, course=long)

    answer = sign_in(mediator).post(address(held.dispute, "session_paper", 2), WORK)

    pages = pages_of("P13")
    assert answer.status_code == 302 and len(pages) > 2
    assert all("调解员：" in page and "记录人：" in page for page in pages)
    assert "逐页签名" in pages[-1]


def test_a_correction_makes_a_new_version_under_the_same_number(talk, mediator, sign_in):
    at_desk, url = sign_in(mediator), address(talk.dispute, "session_paper", 1)
    at_desk.post(url, WORK)
    at_desk.post(url, WORK | {"purpose": "3"})

    talk.correct("不是三次，是两次。", by=mediator, now=timezone.now())
    at_desk.post(url, WORK | {"purpose": "2"})

    paper = Paper.objects.get(kind="P13")
    assert paper.number.split("信")[1] == f"调笔〔{TODAY.year}〕1号"
    assert sorted(copy.version for copy in paper.copies.all()) == [1, 2] and PaperPrint.objects.count() == 3
    assert "不是三次，是两次。" in "".join(pages_of("P13"))


def test_each_talk_has_a_paper_of_its_own(talk, mediator, sign_in):
    stories.talk(talk.dispute, by=mediator, hour=15)
    at_desk = sign_in(mediator)
    for place in (1, 2):
        at_desk.post(address(talk.dispute, "session_paper", place), WORK)

    assert list(Paper.objects.filter(kind="P13").order_by("pk").values_list("value", flat=True)) == [1, 2]
    [first, second] = Paper.objects.filter(kind="P13").order_by("pk")
    assert second.get_absolute_url() == address(talk.dispute, "session_paper", 2) != first.get_absolute_url()
    assert at_desk.get(address(talk.dispute, "session_paper", 3)).status_code == 404


@pytest.mark.parametrize("role", [Role.OD, Role.HO, Role.SV, Role.AU])
def test_what_was_said_is_printed_by_the_mediators_alone(talk, sign_in, role):
    page = sign_in(factories.official(role)).get(address(talk.dispute, "session_paper", 1))

    assert page.status_code == 403 and not Paper.objects.exists()


def test_the_full_copy_asks_for_the_own_password(talk, mediator, sign_in):
    at_desk, url = sign_in(mediator), address(talk.dispute, "session_paper", 1)

    session = at_desk.session
    session["password_at"] = 0
    session.save()

    refused = at_desk.post(url, FULL | {"own_password": "", "note": "存档用"})
    at_desk.post(url, FULL)

    assert refused.status_code == 422 and "存档用" in refused.content.decode()
    assert "赵秀英" in "".join(pages_of("P13"))


# ---------- P26 ----------
def test_the_application_names_both_sides_the_effect_and_the_last_day(mediator):
    agreement = settled(mediator)

    content = confirmation_paper.content_of(again(agreement), in_full=True)

    words = said_in(content)
    for part in ("申请人：赵秀英", "申请人：李春生", "2026年8月12日达成", "自2026年8月12日起生效"):
        assert part in words
    assert "最后一天是2026年9月11日" in words and "付 900 元（转账）" in words
    assert "没有恶意串通" in words and "建议文本" in words
    assert content["office"] == "" and content["closing"] == f"此致　{confirmation_paper.BLANK}"
    assert content["enclosures"][0] == "调解协议书" and len(content["enclosures"]) == 4
    assert [line.partition("（")[0] for line in content["signatures"]] == ["申请人 赵秀英", "申请人 李春生"]


def test_a_working_copy_of_the_application_is_masked(mediator):
    agreement = settled(mediator)
    party = agreement.dispute.case.parties.get(is_lead=True)
    party.id_number, party.phone = "11010519491231002X", "13800138000"
    party.save()

    full, masked = (str(confirmation_paper.content_of(again(agreement), in_full=full)) for full in (True, False))

    assert all(words in full and words not in masked for words in ("赵秀英", "11010519491231002X", "13800138000"))


def test_an_oral_agreement_encloses_its_record_and_a_court_that_was_asked_is_named(mediator):
    agreement = settled(mediator, kind="ORAL")
    again(agreement).apply(by=mediator, on=TODAY, court="东城区人民法院", applied_on=LAST, is_joint=True)

    content = confirmation_paper.content_of(again(agreement), in_full=True)

    assert content["enclosures"][0] == "口头调解协议的登记记录"
    assert content["closing"] == "此致　东城区人民法院" and "口头人民调解协议" in said_in(content)


def test_the_number_of_the_agreement_stands_in_the_application(mediator, sign_in):
    dispute = stories.mediating(mediator)
    stories.talk(dispute, by=mediator)
    agreement = stories.write(dispute, by=mediator)
    sign_in(mediator).post(address(dispute, "agreement_paper"), WORK)
    agreement = stories.signed(agreement, by=mediator)

    words = said_in(confirmation_paper.content_of(agreement, in_full=True))

    assert f"人民调解协议（{Paper.objects.get(kind='P11').number}）" in words


def test_it_is_printed_to_the_last_day_and_not_the_day_after_unless_it_was_filed(mediator):
    agreement = settled(mediator)

    confirmation_paper.issue_of(again(agreement), "WORK", by=mediator, today=LAST)
    with pytest.raises(ValidationError, match="2026年9月11日"):
        confirmation_paper.issue_of(again(agreement), "WORK", by=mediator, today=LAST + DAY)
    again(agreement).apply(by=mediator, on=TODAY, court="区人民法院", applied_on=LAST, is_joint=True)
    copy = confirmation_paper.issue_of(again(agreement), "WORK", by=mediator, today=LAST + DAY)

    assert copy.version == 2, "the court stands in it now"


def test_a_day_put_right_makes_a_new_version_with_the_new_last_day(mediator):
    agreement = settled(mediator)
    confirmation_paper.issue_of(again(agreement), "WORK", by=mediator, today=REACHED)

    days = {"sealed_on": D(2026, 8, 14)}
    AgreementCorrection.objects.put_days_right(
        again(agreement).dispute, by=mediator, on=TODAY, reason="看错了", **days
    )
    copy = confirmation_paper.issue_of(again(agreement), "WORK", by=mediator, today=REACHED)

    assert copy.version == 2
    assert "2026年9月14日" in "".join(pages_of("P26"))


def test_before_its_effect_and_after_the_last_day_the_page_says_why_nothing_is_printed(mediator, sign_in):
    dispute = stories.mediating(mediator)
    stories.talk(dispute, by=mediator)
    agreement, at_desk = stories.write(dispute, by=mediator), sign_in(mediator)
    url = address(dispute, "confirmation_paper")

    early = at_desk.get(url).content.decode()
    refused = at_desk.post(url, WORK)
    stories.signed(agreement, by=mediator)
    late = at_desk.get(url).content.decode()

    assert "协议还没有生效" in early and refused.status_code == 422
    assert ("已经过了" in late) is (TODAY > LAST)
    assert not Paper.objects.exists()


def test_the_application_is_printed_from_its_page(mediator, sign_in):
    recent = TODAY - DAY
    agreement = settled(mediator, reached=recent, on=stories.ACCEPTED, due=[recent])
    at_desk, url = sign_in(mediator), address(agreement.dispute, "confirmation_paper")

    assert url in at_desk.get(address(agreement.dispute, "agreement")).content.decode()
    answer = at_desk.post(url, FULL)

    assert answer.status_code == 302 and answer["Location"] == url
    text = "".join(pages_of("P26"))
    assert "司法确认申请书" in text and "赵秀英" in text and "逐页" not in text
    assert Paper.objects.get().number.split("信")[1] == f"司确〔{TODAY.year}〕1号"

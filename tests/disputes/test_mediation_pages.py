"""The pages of the talks and of the agreement: who reads what, and what each form says where it refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Paper, PaperPrint
from disputes.models import Agreement, Confirmation, Dispute, FollowUp, Session
from officials.models import Role
from tests import factories
from tests.disputes import stories
from tests.disputes.stories import REACHED, TALKED

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)
MOST = 20  # statements, with those that say who is signed in
SECRET = "其实是我家的管子裂了"


@pytest.fixture
def mediator():
    return stories.mediator(name="金凤英")


@pytest.fixture
def dispute(mediator):
    return stories.mediating(mediator)


def address(dispute, step, *place):
    return reverse(f"disputes:{step}", args=[dispute.case.number, *place])


def talking(dispute, mediator, **changes):
    sent = {"on": f"{TALKED}", "at": "14:20", "place": "调解室", "is_open": "CLOSED", "mediators": [mediator.pk]}
    sent |= {"parties": [party.pk for party in dispute.speakers], "first_said": "漏水。", "other_said": SECRET}
    return sent | {"result": "下周再谈。"} | changes


def agreeing(dispute, **changes):
    other = dispute.case.parties.respondents().get()
    sent = {
        "kind": "WRITTEN",
        "reached_on": f"{REACHED}",
        "facts": "漏水。",
        "issues": "楼上负责。",
        "terms": "赔付。",
    }
    sent |= {"item0_party": other.pk, "item0_what": "付 900 元", "item0_due_on": "2026-09-01"}
    return sent | changes


def signing(day=REACHED):
    return {"parties_signed_on": f"{day}", "mediator_signed_on": f"{day}", "sealed_on": f"{day}"}


def text(answer):
    return answer.content.decode()


# ---------- 从受理到确认 ----------
def test_from_acceptance_to_the_ruling_of_the_court_through_the_pages(dispute, mediator, sign_in):
    at_desk, case = sign_in(mediator), dispute.case
    offered = text(at_desk.get(case.get_absolute_url()))
    assert address(dispute, "session") in offered and "还没有调解记录" in offered

    assert at_desk.post(address(dispute, "session"), talking(dispute, mediator)).status_code == 302
    assert at_desk.post(address(dispute, "agreement_add"), agreeing(dispute)).status_code == 302
    assert "还缺：" in text(at_desk.get(case.get_absolute_url()))
    recent = TODAY - 3 * DAY
    assert at_desk.post(address(dispute, "signing"), signing(recent)).status_code == 302
    page = text(at_desk.get(case.get_absolute_url()))
    assert "调解成功" in page and "付 900 元" in page and "还没回访" in page
    kept = {"outcome": "FULL", "on": "今天", "performed_on": "2026-08-30", "found": "收条。"}
    assert at_desk.post(address(dispute, "follow_up", 1), kept).status_code == 302
    asked = {"court": "区人民法院", "applied_on": "今天", "is_joint": "on"}
    assert at_desk.post(address(dispute, "confirmation"), asked).status_code == 302
    ruled = {"outcome": "CONFIRMED", "decided_on": "今天", "number": "（2026）民特1号"}
    assert at_desk.post(address(dispute, "confirmation_result"), ruled).status_code == 302

    page = text(at_desk.get(address(dispute, "agreement")))
    assert "法院已确认" in page and "按期履行" in page and "（2026）民特1号" in page and "收条。" in page
    assert (Dispute.objects.get().state, Case.objects.get().closed_on) == ("AGREED", recent)


def test_a_failure_at_the_page_ends_the_case(dispute, mediator, sign_in):
    at_desk = sign_in(mediator)

    empty = at_desk.post(address(dispute, "failure"), {"reason": "", "routes_told": "", "on": "今天"})
    done = at_desk.post(address(dispute, "failure"), {"reason": "差太远", "routes_told": stories.WAYS, "on": "今天"})

    assert empty.status_code == 422 and text(empty).count("这一项要写。") >= 2
    assert done.status_code == 302 and Case.objects.get().closed_on == TODAY
    assert "已经结束" in text(at_desk.get(address(dispute, "session")))


def test_each_form_offers_itself_and_says_why_it_cannot_be_used(dispute, mediator, sign_in):
    at_desk = sign_in(mediator)
    said = {step: text(at_desk.get(address(dispute, step))) for step in ("session", "failure", "agreement_add")}
    said |= {step: text(at_desk.get(address(dispute, step))) for step in ("signing", "agreement_drop", "confirmation")}

    assert 'name="first_said"' in said["session"] and 'name="routes_told"' in said["failure"]
    assert "还没有调解记录" in said["agreement_add"] and "还没有协议" in said["signing"]
    assert "还没有协议" in said["agreement_drop"] and "没有生效的调解协议" in said["confirmation"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"at": "25:00"}, "看不懂“25:00”是几点几分"),
        ({"on": f"{TODAY + DAY}"}, "不能晚于今天"),
        ({"on": "2026-08-01"}, "不能早于受理日期"),
        ({"place": ""}, "请写在哪里谈的"),
        ({"mediators": []}, "请选到场的调解员"),
        ({"invitees": "舅舅"}, "要双方同意"),
        ({"result": ""}, "这一项要写"),
    ],
)
def test_a_talk_refused_at_its_page_keeps_what_was_typed(dispute, mediator, sign_in, changes, words):
    answer = sign_in(mediator).post(address(dispute, "session"), talking(dispute, mediator, **changes))

    assert answer.status_code == 422 and words in text(answer) and SECRET in text(answer)
    assert not Session.objects.exists()


def test_a_row_of_the_agreement_is_whole_or_empty(dispute, mediator, sign_in):
    stories.talk(dispute, by=mediator)
    at_desk = sign_in(mediator)

    half = at_desk.post(address(dispute, "agreement_add"), agreeing(dispute, item1_what="道歉"))
    none = {f"item0_{name}": "" for name in ("party", "what", "due_on")}
    whole = at_desk.post(address(dispute, "agreement_add"), agreeing(dispute, **none))

    assert half.status_code == 422 and "请选谁履行。" in text(half) and "请写最后一天。" in text(half)
    assert whole.status_code == 302 and not Agreement.objects.get().items.exists()


def test_what_was_dropped_stands_in_the_form_of_the_next(dispute, mediator, sign_in):
    stories.talk(dispute, by=mediator)
    stories.write(dispute, by=mediator, terms="赔 800 元，漏了一条。")
    at_desk = sign_in(mediator)
    at_desk.post(address(dispute, "agreement_drop"), {"reason": "漏了一条。"})

    form = text(at_desk.get(address(dispute, "agreement_add")))
    listed = text(at_desk.get(address(dispute, "agreement")))

    assert "赔 800 元，漏了一条。" in form and "付 900 元" in form
    assert "撤下的第 1 份" in listed and "漏了一条。" in listed


def test_sent_twice_a_talk_is_recorded_once(dispute, mediator, sign_in):
    at_desk, sent = sign_in(mediator), talking(dispute, mediator)

    for _time in range(2):
        assert at_desk.post(address(dispute, "session"), sent).status_code == 302
    assert Session.objects.count() == 1


def test_an_item_that_is_not_there_is_not_found(mediator, sign_in):
    agreement = stories.settled(mediator)

    assert sign_in(mediator).get(address(agreement.dispute, "follow_up", 2)).status_code == 404


def test_a_finding_before_the_last_day_asks_for_no_way_to_go(mediator, sign_in):
    agreement = stories.settled(mediator)
    sent = {"outcome": "PARTLY", "on": "2026-09-01", "found": "付了一半。", "routes_told": stories.WAYS}

    assert sign_in(mediator).post(address(agreement.dispute, "follow_up", 1), sent).status_code == 302
    assert FollowUp.objects.get().routes_told == ""


def test_a_finding_withdrawn_at_its_page_stays_to_be_read(mediator, sign_in):
    agreement = stories.settled(mediator)
    item = agreement.items.all()[0]
    row = item.follow_up("FULL", by=mediator, on=TODAY, found="收条。", today=TODAY, performed_on=item.due_on)
    at_desk, url = sign_in(mediator), address(agreement.dispute, "follow_up_withdrawal", 1, row.pk)

    assert "收条。" in text(at_desk.get(url))
    assert at_desk.post(url, {"reason": "记错了。"}).status_code == 302
    page = text(at_desk.get(address(agreement.dispute, "agreement")))
    assert "收条。" in page and "记错了。" in page and "还没回访" in page
    assert at_desk.get(url).status_code == 404


def test_after_the_last_day_the_page_of_the_application_says_so(mediator, sign_in):
    agreement = stories.settled(mediator)  # in August
    sent = {"court": "区人民法院", "applied_on": "今天", "is_joint": "on"}

    answer = sign_in(mediator).post(address(agreement.dispute, "confirmation"), sent)

    assert answer.status_code == 422 and "共同申请的最后一天是 2026年9月11日" in text(answer)
    assert not Confirmation.objects.exists()


# ---------- 谁能看 ----------
READERS = {  # role: (the talks, the agreement, may write a talk, may write down what was performed)
    Role.RC: (403, 403, 403, 403),
    Role.OD: (403, 200, 403, 200),
    Role.HO: (403, 200, 403, 403),
    Role.SV: (403, 403, 403, 403),
    Role.AU: (200, 200, 403, 403),
    Role.MD: (404, 404, 404, 404),  # a mediator of another dispute
    Role.HD: (403, 403, 403, 403),
    Role.SA: (403, 403, 403, 403),
}


@pytest.mark.parametrize("role", READERS)
def test_the_talks_stay_with_their_mediators_and_the_agreement_with_whose_right_it_is(mediator, sign_in, role):
    clerk = factories.official(Role.RC)
    agreement = stories.settled(mediator)
    dispute = agreement.dispute
    Case.objects.update(first_receiver=clerk)
    at_desk = sign_in(clerk if role == Role.RC else factories.official(role))

    asked = [("sessions",), ("agreement",), ("session",), ("follow_up", 1)]
    assert [at_desk.get(address(dispute, *step)).status_code for step in asked] == list(READERS[role])


@pytest.mark.parametrize("role", [Role.OD, Role.HO, Role.SV, Role.AU, Role.RC])
def test_the_page_of_the_case_tells_nobody_what_was_said(mediator, sign_in, role):
    reader = factories.official(role)
    dispute = stories.mediating(mediator)
    stories.talk(dispute, by=mediator, other_said=SECRET)
    stories.signed(stories.write(dispute, by=mediator, terms="当面赔礼道歉。"), by=mediator)
    Case.objects.update(first_receiver=reader)

    page = text(sign_in(reader).get(dispute.case.get_absolute_url()))

    assert SECRET not in page and "调解成功" in page
    assert ("付 900 元" in page) == (role in {Role.OD, Role.HO, Role.AU})


def test_the_auditor_reads_the_talks_with_numbers_masked(dispute, mediator, sign_in):
    stories.talk(dispute, by=mediator, other_said="打 13800001234 找我。")

    page = text(sign_in(factories.official(Role.AU)).get(address(dispute, "sessions")))

    assert "13800001234" not in page and "找我。" in page


def test_whoever_reads_the_talks_leaves_an_entry(dispute, mediator, sign_in):
    from officials.models import AuditEntry

    stories.talk(dispute, by=mediator)
    sign_in(mediator).get(address(dispute, "sessions"))

    assert AuditEntry.objects.filter(action="disputes:sessions", subject_id=dispute.case_id).count() == 1


def test_a_petition_has_none_of_these_pages(mediator, sign_in):
    case = factories.case()
    at_desk = sign_in(factories.official(Role.OD))

    for step in ("agreement", "failure", "confirmation"):
        assert at_desk.get(reverse(f"disputes:{step}", args=[case.number])).status_code == 404


def test_the_page_of_a_case_asks_as_often_for_many_items_as_for_one(mediator, sign_in, queries_of):
    at_desk, asked = sign_in(mediator), []
    for many in (1, 4):
        dispute = stories.mediating(mediator, name=f"赵秀{many}", other_side=f"李春{many}")
        for hour in range(9, 9 + many):
            stories.talk(dispute, by=mediator, hour=hour)
        days = [REACHED + place * DAY for place in range(1, many + 1)]
        agreement = stories.signed(stories.write(dispute, by=mediator, due=days), by=mediator)
        for item in agreement.items.all():
            item.follow_up("FULL", by=mediator, on=item.due_on, found="收条。", today=TODAY, performed_on=item.due_on)
        pages = [dispute.case.get_absolute_url(), address(dispute, "sessions"), address(dispute, "agreement")]
        at_desk.get(pages[0])
        asked.append([len(queries_of(lambda page=page: at_desk.get(page))) for page in pages])

    assert asked[0] == asked[1]
    assert max(asked[1]) <= MOST, asked


# ---------- P11 ----------
def test_the_agreement_is_printed_under_a_number_and_again_as_the_same_bytes(dispute, mediator, sign_in):
    stories.talk(dispute, by=mediator)
    stories.write(dispute, by=mediator)
    at_desk = sign_in(mediator)
    page = text(at_desk.get(address(dispute, "agreement_paper")))
    sent = {"reader": "WORK", "purpose": "1", "note": ""}

    first = at_desk.post(address(dispute, "agreement_paper"), sent)
    second = at_desk.post(address(dispute, "agreement_paper"), sent | {"purpose": "3"})

    paper = Paper.objects.get(kind="P11")
    assert "印 3 份" in page
    assert first.status_code == second.status_code == 302
    assert (paper.value, paper.copies.count(), PaperPrint.objects.count()) == (1, 1, 2)
    assert "信调〔" in paper.number and paper.about == f"{dispute.case.number}/1"


def test_the_signed_agreement_is_the_paper_that_was_signed(dispute, mediator, sign_in):
    stories.talk(dispute, by=mediator)
    agreement = stories.write(dispute, by=mediator)
    at_desk = sign_in(mediator)
    at_desk.post(address(dispute, "agreement_paper"), {"reader": "WORK", "purpose": "1"})

    stories.signed(agreement, by=mediator)
    at_desk.post(address(dispute, "agreement_paper"), {"reader": "WORK", "purpose": "3"})

    assert [copy.version for copy in Paper.objects.get(kind="P11").copies.all()] == [1]


def test_a_dropped_agreement_voids_its_paper(dispute, mediator, sign_in):
    stories.talk(dispute, by=mediator)
    stories.write(dispute, by=mediator)
    at_desk = sign_in(mediator)
    at_desk.post(address(dispute, "agreement_paper"), {"reader": "WORK", "purpose": "1"})

    at_desk.post(address(dispute, "agreement_drop"), {"reason": "数额写错了。"})

    assert Paper.objects.get(kind="P11").void_reason == "数额写错了。"
    assert at_desk.get(address(dispute, "agreement_paper")).status_code == 404


def test_an_oral_agreement_has_no_paper(mediator, sign_in):
    agreement = stories.settled(mediator, kind="ORAL")

    assert sign_in(mediator).get(address(agreement.dispute, "agreement_paper")).status_code == 404


def test_the_paper_says_all_that_the_law_names(mediator):
    from disputes.agreement_paper import content_of

    agreement = stories.settled(mediator)
    full, masked = (content_of(agreement, in_full=in_full) for in_full in (True, False))
    said = "\n".join(block["text"] for block in full["blocks"])

    for words in ("赵秀英", "李春生", "卫生间漏水。", "由楼上负责。", "修好，分两次赔付。", "付 900 元（转账）"):
        assert words in said
    assert "2026年9月1日以前" in said and "一式3份" in said
    assert len(full["signatures"]) == 5
    assert "赵秀英" not in str(masked) and "李春生" not in str(masked)

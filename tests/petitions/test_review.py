"""Review and second review (L22-L26): the petitioner's days, every request passed on, and the case handled again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases import rules
from cases.models import Case, Claim, Deadline, Event
from petitions.models import PastAnswer, Petition
from reception.matches import Opening
from tests.petitions.stories import DAY, SUGGESTION, W1, W6, Story, clock, director, handler, registered

pytestmark = pytest.mark.django_db

SERVED = date(2026, 8, 3)
LAST = date(2026, 9, 2)  # 8月3日加三十日，周三
ANSWER = {"decision": "SUPPORT", "finding": "防水层破损。", "basis": "物业管理条例"}


def served(*ways, on=SERVED, **fields):
    petition = registered(*ways or (W6,), on=on, **fields)
    Story(petition).answered(on).take("service", on)
    return petition


def closed(on=SERVED):
    petition = served(on=on)
    Story(petition).take("notice", on).take("rating", on).take("closure", on)
    return petition


def ask(petition, on=SERVED + DAY, kind="FIRST", taker="ORGAN", **fields):
    fields = {"organ": "区人民政府", "received_on": on, **fields}
    return petition.request_review(by=director(), kind=kind, asked_on=on, taker=taker, **fields)


def decide(petition, review, result, on=SERVED + 10 * DAY, **fields):
    again = {"redo_by": on + 30 * DAY} if result in ("REVOKED", "CHANGED") else {}
    fields = {"dated_on": on, "received_on": on, "told_on": on, "number": "东府复查〔2026〕7号", **again, **fields}
    return petition.receive_review(by=director(), review=review, result=result, **fields)


def upheld_twice(petition):
    decide(petition, ask(petition), "UPHELD")
    second = ask(petition, on=SERVED + 12 * DAY, kind="SECOND", organ="市人民政府")
    decide(petition, second, "UPHELD", on=SERVED + 30 * DAY)


def fresh(petition):
    return Case.objects.get(pk=petition.case_id)


def test_what_was_upheld_twice_is_found_and_nothing_else():
    once, twice = served(), served()
    decide(once, ask(once), "UPHELD")
    upheld_twice(twice)

    assert list(Petition.objects.ended()) == [twice]


def test_the_desk_is_told_that_the_same_facts_are_not_accepted_again(sign_in):
    petition = served()
    upheld_twice(petition)
    case = fresh(petition)
    desk = sign_in(case.registrar)
    form = {"statement": case.statement, "opened": Opening.begin(case.registrar).token, "channel": "VISIT"}

    page = desk.post("/desk/matches/", form, headers={"HX-Request": "true"}).content.decode()

    assert case.number in page
    assert "同一事实和理由不再受理（条例第三十六条）" in page
    assert 'name="comes_back"' not in page


# ---------- 谁的期限 ----------
def test_with_the_opinion_served_the_petitioners_thirty_days_begin():
    term = clock(served(), "L22")

    assert (term.started_on, term.legal_end_on, term.whose) == (SERVED, LAST, rules.Whose.PETITIONER)


def test_the_petitioners_days_and_the_organs_are_never_late_of_the_office():
    petition = served()
    ask(petition, taker="ORGAN")
    long_after = LAST + 60 * DAY

    assert {row.rule for row in Deadline.objects.running().filter(case=petition.case)} >= {"L23"}
    assert not Deadline.objects.late(long_after).filter(rule__in=["L22", "L23"]).exists()
    assert not clock(petition, "L23").is_late(long_after)
    assert (
        not Case.objects.filter(pk=petition.case_id)
        .legally_late(long_after)
        .filter(next_legal_on=clock(petition, "L23").legal_end_on)
        .exists()
    )


def test_a_case_with_only_the_petitioners_days_left_stands_in_no_list_of_what_is_due():
    petition = served()
    Story(petition).take("notice", SERVED)

    assert fresh(petition).next_legal_on is None
    assert not Case.objects.legally_late(LAST + DAY).exists()
    assert not Case.objects.legally_due(SERVED, LAST).exists()


def test_the_file_says_until_when_the_petitioner_may_ask(sign_in):
    today = timezone.localdate()
    petition = served(on=today)

    page = sign_in(director()).get(petition.get_absolute_url()).content.decode()

    assert "以前可以请求复查。这是信访人的期限" in page
    assert "信访人 还有30天" in page or "信访人 还有3" in page


def test_what_is_no_opinion_is_not_reviewed():
    petition = registered(SUGGESTION, on=SERVED)
    story = Story(petition).take("triage", SERVED).take("answer", SERVED, petition.case.claims.get())
    story.signed(SERVED).take("service", SERVED)

    assert not petition.case.deadlines.filter(rule="L22").exists()
    with pytest.raises(ValidationError, match="条例第三十五条"):
        ask(petition)


def test_before_the_opinion_is_served_there_is_nothing_to_review():
    petition = registered(W6, on=SERVED)
    Story(petition).answered(SERVED)

    with pytest.raises(ValidationError, match="处理意见送达以后"):
        ask(petition)


# ---------- 请求 ----------
@pytest.mark.parametrize(("day", "is_late"), [(LAST, False), (LAST + DAY, True)])
def test_a_late_request_is_recorded_and_passed_on_like_any_other(day, is_late):
    petition = served()

    review = ask(petition, on=day, taker="STREET")
    petition.supply_review(by=director(), review=review, on=day, what="申请、意见书、送达回证")

    assert (review.is_late, review.last_on) == (is_late, LAST)
    assert clock(petition, "L23").started_on == day
    assert petition.pending_reviews() == [review]


def test_posted_on_the_last_day_and_received_later_is_in_time():
    review = ask(served(), on=LAST, is_posted=True, received_on=LAST + 3 * DAY)

    assert not review.is_late


def test_by_post_the_days_count_from_when_the_petitioner_had_the_paper():
    petition = served()

    review = ask(petition, on=LAST + 2 * DAY, got_answer_on=SERVED + 2 * DAY)

    assert (review.last_on, review.is_late) == (LAST + 2 * DAY, False)


def test_what_came_straight_to_the_organ_runs_from_its_receipt():
    petition = served()

    ask(petition, on=SERVED + DAY, received_on=SERVED + 4 * DAY)

    assert clock(petition, "L23").started_on == SERVED + 4 * DAY
    assert not clock(petition, "L22").is_running


def test_one_answer_is_reviewed_once():
    petition = served()
    ask(petition)

    with pytest.raises(ValidationError, match="请求过复查"):
        ask(petition)


def test_it_is_not_asked_for_before_the_answer_was_served():
    with pytest.raises(ValidationError, match="提出日期不能早于"):
        ask(served(), on=SERVED - DAY)


def test_a_review_under_way_holds_up_closing_and_nothing_else():
    petition = served()
    Story(petition).take("notice", SERVED).take("rating", SERVED)
    review = ask(petition)

    with pytest.raises(ValidationError, match="复查意见已收到"):
        petition.close(by=director(), on=SERVED + DAY)
    Story(petition).take("investigation", SERVED + DAY)

    decide(petition, review, "UPHELD")
    petition.close(by=director(), on=SERVED + 10 * DAY)
    assert fresh(petition).stage == Case.Stage.CLOSED


def test_closing_does_not_end_the_petitioners_days_and_a_closed_case_may_be_reviewed():
    petition = closed()
    assert clock(petition, "L22").is_running

    review = ask(petition)
    decide(petition, review, "UPHELD")

    assert fresh(petition).stage == Case.Stage.CLOSED


# ---------- 复核 ----------
def test_after_the_review_the_petitioner_has_thirty_days_for_a_second_one():
    petition = served()
    decide(petition, ask(petition), "UPHELD", on=date(2026, 8, 31))

    term = clock(petition, "L24")

    assert (term.started_on, term.legal_end_on, term.is_ours) == (date(2026, 8, 31), date(2026, 9, 30), False)
    assert not clock(petition, "L23").is_running


def test_there_is_no_second_review_without_a_first_opinion():
    petition = served()
    with pytest.raises(ValidationError, match="条例第三十六条"):
        ask(petition, kind="SECOND")

    review = ask(petition)
    with pytest.raises(ValidationError, match="条例第三十六条"):
        ask(petition, kind="SECOND")

    decide(petition, review, "TERMINATED")
    with pytest.raises(ValidationError, match="条例第三十六条"):
        ask(petition, kind="SECOND", on=SERVED + 11 * DAY)


def test_the_days_of_a_hearing_are_left_out_of_the_second_review_and_of_nothing_else():
    petition = served()
    first = ask(petition)
    with pytest.raises(ValidationError, match="条例第三十六条第二款"):
        petition.hear_review(by=director(), review=first, first_on=SERVED + 2 * DAY, last_on=SERVED + 3 * DAY)
    decide(petition, first, "UPHELD")
    second = ask(petition, on=date(2026, 8, 17), kind="SECOND")
    assert clock(petition, "L25").legal_end_on == date(2026, 9, 16)

    petition.hear_review(by=director(), review=second, first_on=date(2026, 8, 20), last_on=date(2026, 8, 21))

    assert clock(petition, "L25").legal_end_on == date(2026, 9, 18)
    assert petition.pauses_of("L25") == [(date(2026, 8, 20), date(2026, 8, 21))]
    assert petition.pauses_of("L23") == petition.pauses_of("L17") == []
    with pytest.raises(ValidationError, match="已经记下"):
        petition.hear_review(by=director(), review=second, first_on=date(2026, 8, 24), last_on=date(2026, 8, 24))


def test_a_hearing_after_the_term_is_over_is_not_left_out():
    petition = served()
    decide(petition, ask(petition), "UPHELD")
    second = ask(petition, on=date(2026, 8, 17), kind="SECOND")

    with pytest.raises(ValidationError, match="期满"):
        petition.hear_review(by=director(), review=second, first_on=date(2026, 9, 17), last_on=date(2026, 9, 17))


def test_upheld_twice_it_is_over_and_the_claim_says_so(sign_in):
    petition = served()

    upheld_twice(petition)

    assert petition.ended_by().is_second
    with pytest.raises(ValidationError, match=r"不再受理.*第三十六条第三款"):
        ask(petition, on=SERVED + 40 * DAY)
    assert "不再受理" in sign_in(director()).get(petition.get_absolute_url()).content.decode()


# ---------- 重新办理 ----------
@pytest.mark.parametrize("result", ["REVOKED", "CHANGED"])
def test_what_does_not_stand_is_handled_again_by_the_day_the_organ_sets(result):
    petition = served()
    redo_by = date(2026, 9, 12)  # 周六，照文书写的，不顺延

    decide(petition, ask(petition), result, redo_by=redo_by)

    case = fresh(petition)
    assert (case.stage, case.served_on, case.answered_on) == (Case.Stage.INVESTIGATING, None, None)
    again = clock(petition, "L45")
    assert (again.kind, again.legal_end_on, again.is_ours) == (Deadline.Kind.ASSIGNED, redo_by, True)
    assert (again.is_late(redo_by), again.is_late(redo_by + DAY)) == (False, True)
    past = PastAnswer.objects.get(claim__case=case)
    assert (past.round, past.decision, past.reply, past.served_on) == (1, "SUPPORT", "十月底前修好。", SERVED)
    assert petition.case.events.filter(kind=Event.Kind.REOPENED, is_public=True).exists()


def test_a_closed_case_is_opened_again_and_gets_a_new_target():
    petition = closed()

    decide(petition, ask(petition), "REVOKED")

    case = fresh(petition)
    assert (case.closed_on, case.stage) == (None, Case.Stage.INVESTIGATING)
    assert petition.rating_asked_on is None
    assert case.deadlines.running().filter(rule="T22").count() == 1


def test_the_new_answer_is_served_closes_the_clock_and_can_be_reviewed_in_its_turn():
    petition = served()
    decide(petition, ask(petition), "REVOKED")
    petition.case.refresh_from_db()
    on = SERVED + 20 * DAY
    claim = petition.case.claims.get()

    petition.answer(by=handler(), claim=claim, on=on, reply="改为九月修好。", **{**ANSWER, "finding": "又查了一遍。"})
    Story(petition).signed(on).take("service", on)

    assert not clock(petition, "L45").is_running
    assert petition.case.round == 2
    assert petition.review_term().started_on == on
    assert ask(petition, on=on + DAY).round == 2


def test_an_answer_of_the_second_round_is_not_dated_before_the_first_was_undone():
    petition = served()
    decide(petition, ask(petition), "REVOKED")
    petition.case.refresh_from_db()

    with pytest.raises(ValidationError, match="重新办理的 2026年8月13日"):
        petition.answer(by=handler(), claim=petition.case.claims.get(), on=SERVED + 9 * DAY, reply="改。", **ANSWER)


def test_a_second_review_of_what_is_undone_already_only_sets_a_new_day():
    petition = served()
    decide(petition, ask(petition), "REVOKED")
    petition.case.refresh_from_db()
    second = ask(petition, on=SERVED + 12 * DAY, kind="SECOND")

    decide(petition, second, "CHANGED", on=SERVED + 20 * DAY)

    assert (petition.case.round, PastAnswer.objects.count()) == (2, 1)
    assert petition.case.deadlines.running().get(rule="L45").legal_end_on == SERVED + 50 * DAY


def test_only_the_claims_on_the_petition_procedure_open_again():
    petition = served(W6, SUGGESTION)

    decide(petition, ask(petition), "REVOKED")

    first, second = petition.case.claims.all()
    assert (first.answered_on, second.answered_on) == (None, SERVED)


def test_a_revoked_answer_needs_the_day_of_the_organ():
    petition = served()

    with pytest.raises(ValidationError, match="那个机关定的办结日期"):
        decide(petition, ask(petition), "REVOKED", redo_by=None)

    assert fresh(petition).served_on == SERVED


def test_a_review_has_one_opinion():
    petition = served()
    review = ask(petition)
    decide(petition, review, "UPHELD")

    with pytest.raises(ValidationError, match="已经收到"):
        decide(petition, review, "REVOKED")


# ---------- 页面 ----------
def address(petition, step, *place):
    return reverse(f"petitions:{step}", args=[petition.case.number, *place])


def test_from_the_request_to_the_opinion_on_the_pages(sign_in):
    today = timezone.localdate()
    petition = served(on=today - timedelta(days=40))
    client = sign_in(director())

    page = client.get(address(petition, "review")).content.decode()
    assert "过了最后一天也照样记下、转交" in page
    posted = {"organ": "区人民政府", "asked_on": "今天", "taker": "STREET", "received_on": "今天"}
    told = client.post(address(petition, "review"), posted, follow=True).content.decode()
    assert "是否受理由那个机关决定" in told
    supplied = client.post(address(petition, "review_supply", 1), {"on": "今天", "what": "申请、意见书"}, follow=True)
    assert "已记转交" in supplied.content.decode()

    typed = {"result": "REVOKED", "number": "东府复查〔2026〕7号", "dated_on": "今天", "received_on": "今天"}
    typed |= {"told_on": "今天", "summary": "事实不清。"}
    refused = client.post(address(petition, "review_opinion", 1), typed)
    assert refused.status_code == 422
    assert "请写那个机关定的办结日期" in refused.content.decode()
    typed["redo_by"] = (today + timedelta(days=20)).isoformat()
    done = client.post(address(petition, "review_opinion", 1), typed, follow=True).content.decode()
    assert "这件要重新办理" in done
    assert "第 1 次答复" in done
    assert client.get(address(petition, "review_opinion", 2)).status_code == 404


def test_the_same_result_on_the_same_facts_and_reasons_is_asked_about_once(sign_in):
    today = timezone.localdate()
    petition = served(on=today)
    decide(petition, ask(petition, on=today), "REVOKED", on=today)
    client = sign_in(director())
    typed = {**ANSWER, "reply": "十月底前修好。", "on": "今天"}

    warned = client.post(address(petition, "answer", 1), typed)

    assert warned.status_code == 422
    assert "不得作出相同的意见" in warned.content.decode()
    assert "以前的答复" in warned.content.decode()
    assert client.post(address(petition, "answer", 1), {**typed, "sure": "on"}).status_code == 302
    assert Claim.objects.get(case=petition.case).answered_on == today


def test_a_claim_told_where_to_go_stays_as_it_is():
    petition = served(W6, W1)

    assert petition.case.served_on is not None
    assert petition.review_term() is not None

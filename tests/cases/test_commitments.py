"""What was promised (L37, T21): dated, performed with proof, checked by somebody else, put off only together."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import rules
from cases.models import Acceptance, Case, Commitment, Deadline, Performance
from officials.calendar import Calendar
from officials.models import Role
from tests import factories
from tests.petitions.stories import DAY, W6, Story, director, handler, registered

pytestmark = pytest.mark.django_db

ON = date(2026, 8, 3)
DUE = date(2026, 9, 30)
ANSWER = {"finding": "防水层破损。", "basis": "物业管理条例", "reply": "十月底前修好。"}


def answered(on=ON, decision="SUPPORT"):
    """A case whose one claim is answered, with nothing promised yet."""
    petition = registered(W6, on=on)
    Story(petition).accepted(on).take("investigation", on)
    petition.answer(by=handler(), claim=petition.case.claims.get(), on=on, decision=decision, **ANSWER)
    return petition.case


def promised(case=None, on=ON, due_on=DUE, **fields):
    case = case or answered(on)
    fields = {"unit": factories.section(), **fields}
    return Commitment.objects.promise(
        case, claim=case.claims.get(), by=handler(), on=on, what="修好地下车库", due_on=due_on, **fields
    )


def served(case, on=ON):
    Story(case.petition).signed(on).take("service", on)
    return case


def fresh(commitment):
    return Commitment.objects.get(pk=commitment.pk)


def performed(commitment, on=ON + DAY, by=None):
    commitment.perform(by=by or handler(), on=on, performed_on=on, evidence="验收单")
    return commitment


# ---------- 写下 ----------
def test_its_day_falls_due_from_the_service_of_the_answer_and_stays_as_written():
    commitment = promised(due_on=date(2026, 10, 3))  # 国庆假期里，照写的日子
    assert commitment.deadline is None

    served(commitment.case)

    clock = fresh(commitment).deadline
    assert (clock.kind, clock.rule, clock.started_on) == (Deadline.Kind.PROMISE, "L37", ON)
    assert (clock.legal_end_on, clock.is_late(date(2026, 10, 3)), clock.is_late(date(2026, 10, 4))) == (
        date(2026, 10, 3),
        False,
        True,
    )
    assert Case.objects.get(pk=commitment.case_id).next_legal_on == date(2026, 8, 18)  # 承诺不是法定期限


def test_what_is_promised_after_service_falls_due_at_once():
    case = served(answered())

    assert promised(case).deadline.started_on == ON


def test_only_what_is_supported_is_promised():
    with pytest.raises(ValidationError, match="不是支持"):
        promised(answered(decision="REFUSE"))


@pytest.mark.parametrize("who", [{"unit": None, "organ": ""}, {"organ": "物业公司"}])
def test_one_performs_it_a_unit_of_ours_or_another_organ(who):
    with pytest.raises(ValidationError, match="二者只写一个"):
        promised(**who)


def test_another_organ_may_perform_it():
    assert promised(unit=None, organ="东河物业公司").who == "东河物业公司"


def test_it_is_not_promised_for_a_day_that_has_passed():
    with pytest.raises(ValidationError, match="已经办好"):
        promised(due_on=ON - DAY)
    promised(due_on=ON)


def test_an_answer_that_no_longer_supports_takes_its_promises_back():
    commitment = promised()
    case = commitment.case

    case.petition.answer(by=handler(), claim=case.claims.get(), on=ON, decision="EXPLAIN", **ANSWER)

    assert fresh(commitment).withdrawal == "意见改了，不再支持"


# ---------- 履行、核对 ----------
def test_performed_with_proof_it_is_checked_by_somebody_else():
    commitment = promised(served(answered()))
    worker = handler()
    performed(commitment, by=worker)
    assert (fresh(commitment).awaits_check, fresh(commitment).is_performed) == (True, False)

    with pytest.raises(ValidationError, match="要由别人核对"):
        commitment.verify(by=worker, on=ON + DAY, holds=True)
    commitment.verify(by=director(), on=ON + DAY, holds=True)

    done = fresh(commitment)
    assert (done.is_performed, done.deadline.ended_on, done.deadline.was_met) == (True, ON + DAY, True)


def test_the_database_too_lets_nobody_check_his_own():
    performed(promised())
    row = Performance.objects.get()

    with pytest.raises(IntegrityError, match="checked_by_somebody_else"), transaction.atomic():
        Performance.objects.update(holds=True, checked_by=row.recorded_by, checked_on=ON)


def test_what_the_check_finds_undone_is_owed_as_before_by_the_same_day():
    commitment = promised(served(answered()))
    performed(commitment)
    commitment = fresh(commitment)
    with pytest.raises(ValidationError, match="差在哪里"):
        commitment.verify(by=director(), on=ON + 2 * DAY, holds=False)

    commitment.verify(by=director(), on=ON + 2 * DAY, holds=False, note="还有两处渗水。")

    again = fresh(commitment)
    assert (again.performance, again.deadline.is_running, again.deadline.legal_end_on) == (None, True, DUE)
    performed(again, on=ON + 5 * DAY)
    assert fresh(again).awaits_check


@pytest.mark.parametrize(("evidence", "performed_on"), [(" ", ON), ("验收单", ON + 2 * DAY), ("验收单", ON - DAY)])
def test_no_proof_no_day_to_come_and_none_before_the_case(evidence, performed_on):
    with pytest.raises(ValidationError):
        promised().perform(by=handler(), on=ON + DAY, performed_on=performed_on, evidence=evidence)


def test_what_was_performed_already_when_it_was_answered_has_no_clock():
    case = answered()
    commitment = Commitment.objects.state_performed(
        case,
        claim=case.claims.get(),
        by=handler(),
        on=ON,
        what="垫付了医药费",
        performed_on=ON,
        evidence="本人收条",
        unit=factories.section(),
    )
    served(case)

    assert (fresh(commitment).deadline, fresh(commitment).awaits_check) == (None, True)


# ---------- 改期 ----------
def test_it_is_put_off_with_a_reason_and_the_petitioners_acceptance_and_the_old_day_is_kept():
    commitment = fresh(promised(served(answered())))
    later = {"due_on": date(2026, 10, 20), "accepted_on": ON, "how": Acceptance.How.PHONE}

    with pytest.raises(ValidationError, match="理由"):
        commitment.postpone(by=handler(), on=ON, reason=" ", **later)
    with pytest.raises(ValidationError, match="晚于原来的"):
        commitment.postpone(by=handler(), on=ON, reason="材料没到。", **{**later, "due_on": DUE})
    commitment.postpone(by=handler(), on=ON, reason="材料没到。", **later)

    after = fresh(commitment)
    assert (after.due_on, after.deadline.legal_end_on, after.is_accepted) == (date(2026, 10, 20),) * 2 + (True,)
    assert after.deadline.extended_days == 20
    assert after.acceptances.get().old_due_on == DUE


def test_the_database_too_puts_nothing_off_without_a_reason():
    commitment = promised()

    with pytest.raises(IntegrityError, match="postponed_to_a_later_day_with_a_reason"), transaction.atomic():
        Acceptance.objects.create(
            commitment=commitment, due_on=DUE, old_due_on=ON, accepted_on=ON, how="FACE", recorded_by=handler()
        )


# ---------- 关口 ----------
def lacking(case):
    return [words for words in case.petition.missing_before_closing() if "履行" in words]


def test_what_is_supported_with_nothing_promised_is_served_but_not_closed():
    case = served(answered())

    assert lacking(case) == ["诉求 1 的履行事项：谁、哪天以前、办什么"]
    with pytest.raises(ValidationError, match="履行事项"):
        case.petition.close(by=director(), on=ON)


def test_a_refusal_or_an_explanation_promises_nothing():
    assert lacking(served(answered(decision="REFUSE"))) == []


def test_performed_is_not_enough_before_somebody_has_checked():
    commitment = performed(promised(served(answered())))
    assert lacking(commitment.case) == ["履行：修好地下车库"]

    commitment.verify(by=director(), on=ON + DAY, holds=True)

    assert lacking(commitment.case) == []


def test_a_plan_that_the_petitioner_accepted_counts_until_its_day_has_passed():
    today = timezone.localdate()
    commitment = promised(served(answered(on=today), on=today), on=today, due_on=today + 10 * DAY)
    assert lacking(commitment.case) == ["履行：修好地下车库"]

    commitment.accept(by=handler(), on=today, accepted_on=today, how="SIGNED")

    assert lacking(commitment.case) == []
    assert fresh(commitment).is_settled(commitment.due_on)
    assert not fresh(commitment).is_settled(commitment.due_on + DAY)


def test_closing_leaves_a_promise_running_and_one_not_kept_brings_the_case_back_into_view():
    today = timezone.localdate()
    petition = served(answered(on=today), on=today).petition
    commitment = promised(petition.case, on=today, due_on=today + 10 * DAY)
    commitment.accept(by=handler(), on=today, accepted_on=today, how="SIGNED")
    Story(petition).take("notice", today).take("rating", today).take("closure", today)

    assert fresh(commitment).deadline.is_running
    assert not Case.objects.promise_broken(today + 10 * DAY).exists()
    assert Case.objects.promise_broken(today + 11 * DAY).get() == petition.case


def test_a_review_that_undoes_the_answer_takes_back_what_it_promised():
    commitment = promised(served(answered()))
    petition = commitment.case.petition
    review = petition.request_review(
        by=director(), kind="FIRST", organ="区人民政府", asked_on=ON, taker="ORGAN", received_on=ON
    )
    opinion = {"number": "1", "dated_on": ON, "received_on": ON, "told_on": ON, "redo_by": ON + 30 * DAY}

    petition.receive_review(by=director(), review=review, result="REVOKED", **opinion)

    assert "没有维持" in fresh(commitment).withdrawal
    assert not fresh(commitment).deadline.is_running


# ---------- 阶梯 ----------
def test_a_promise_climbs_on_its_day_the_next_workday_and_the_third():
    calendar, friday = Calendar.load(), date(2026, 9, 11)
    commitment = promised(due_on=friday)

    reached = {day: commitment.told_to(date(2026, 9, day), calendar) for day in (10, 11, 13, 14, 15, 16)}

    assert reached == {10: [], 11: ["HD"], 13: ["HD"], 14: ["HD", "OD"], 15: ["HD", "OD"], 16: ["HD", "OD", "LO"]}


def test_a_legal_day_climbs_from_three_workdays_before_it():
    calendar, due = Calendar.load(), date(2026, 9, 11)
    legal = [
        rules.reached(rules.Kind.STATUTORY, due, date(2026, 9, day), calendar, target_on=due)
        for day in (7, 8, 11, 12, 16, 18)
    ]

    ladder = ["HD", "OD", "SV", "LO", "MEETING"]
    assert legal == [[], ladder[:1], ladder[:2], ladder[:3], ladder[:4], ladder]


# ---------- 页面 ----------
def address(case, step, *place):
    return reverse(f"cases:commitment_{step}", args=[case.number, *place])


def test_from_the_writing_to_the_check_on_the_pages(sign_in):
    today = timezone.localdate()
    case = served(answered(on=today), on=today)
    client, checker = sign_in(director()), sign_in(factories.official(Role.SV))
    typed = {"claim": case.claims.get().pk, "what": "修好地下车库", "unit": factories.section().pk, "is_done": "no"}

    both = client.post(address(case, "add"), {**typed, "organ": "物业公司", "due_on": "+10"})
    assert both.status_code == 422
    assert "二者只写一个" in both.content.decode()
    assert client.post(address(case, "add"), {**typed, "due_on": "+10"}).status_code == 302
    accepted = client.post(address(case, "acceptance", 1), {"accepted_on": "今天", "how": "FACE"})
    assert accepted.status_code == 302
    later = {"due_on": "+20", "reason": "材料没到。", "accepted_on": "今天", "how": "PHONE"}
    assert client.post(address(case, "postponement", 1), later).status_code == 302
    done = {"performed_on": "今天", "evidence": "验收单"}
    assert client.post(address(case, "performance", 1), done).status_code == 302
    own = client.post(address(case, "check", 1), {"holds": "yes"})
    assert (own.status_code, "要由别人核对" in own.content.decode()) == (422, True)
    assert "等核对" in checker.get(case.get_absolute_url()).content.decode()
    assert checker.post(address(case, "check", 1), {"holds": "yes"}).status_code == 302

    page = client.get(case.get_absolute_url()).content.decode()
    assert "办好，核对属实" in page
    assert "材料没到。" in page
    assert client.get(address(case, "check", 2)).status_code == 404


def test_a_late_promise_is_seen_on_the_file_and_in_the_list(sign_in):
    today = timezone.localdate()
    case = served(answered(on=today - timedelta(days=20)), on=today - timedelta(days=20))
    promised(case, on=today - timedelta(days=20), due_on=today - timedelta(days=8))
    client = sign_in(director())

    assert "到期没办" in client.get(case.get_absolute_url()).content.decode()
    assert case.number in client.get("/cases/?view=promises").content.decode()


def test_what_was_told_to_the_petitioner_is_not_taken_back(sign_in):
    today = timezone.localdate()
    case = answered(on=today)
    promised(case, on=today, due_on=today + DAY)
    client = sign_in(director())
    served(case, on=today)

    refused = client.post(address(case, "withdrawal", 1), {"reason": "写错了"})

    assert refused.status_code == 422
    assert "不能撤下" in refused.content.decode()


def test_each_page_opens(sign_in):
    today = timezone.localdate()
    case = answered(on=today)
    promised(case, on=today, due_on=today + DAY)
    client = sign_in(director())

    pages = [address(case, "add"), *(address(case, step, 1) for step in ("performance", "check", "acceptance"))]
    pages += [address(case, "postponement", 1), address(case, "withdrawal", 1)]

    assert [client.get(page).status_code for page in pages] == [200] * 6

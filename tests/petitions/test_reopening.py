"""A closed petition comes back on the same facts within ninety days (T26)."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Closing
from officials.models import Role
from petitions.models import Petition, Reopening
from tests import factories
from tests.petitions.stories import SUGGESTION, W1, W5, W6, Story, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
LAST, AFTER = DAY + timedelta(days=90), DAY + timedelta(days=91)
Level = Case.Level


def closed(*ways, on=DAY, level=Level.GENERAL):
    story = Story(registered(*(ways or (W6,)), on=on))
    story.take("triage", on, level=level).take("acceptance", on).take("investigation", on)
    for claim in story.petition.case.claims.to_answer():
        story.take("answer", on, claim)
    for claim in story.petition.case.claims.routed():
        story.take("routing", on, claim)
    story.signed(on).take("notice", on).take("service", on).take("rating", on)
    if level == Level.COMPLEX:
        story.petition.settle_matter(by=story.by, on=on, note="修好了。")
        story.petition.visit_again(by=story.by, on=on, outcome="DECLINED")
    return story.take("closure", on)


def test_the_ninetieth_day_counts():
    petition = closed().take("reopening", LAST).petition

    assert (petition.case.stage, petition.case.round) == (Case.Stage.INVESTIGATING, 2)
    assert petition.case.closed_on is None


def test_the_day_after_it_is_a_new_matter():
    story = closed()

    with pytest.raises(ValidationError, match=r"到 2026年11月1日 为止.*登记为新的一件，关联这一件"):
        story.take("reopening", AFTER)
    assert not story.petition.may_be_reopened(AFTER)
    assert story.petition.may_be_reopened(LAST)


def test_what_was_asked_for_in_time_may_be_decided_later():
    story = closed()
    story.petition.propose_reopening(by=story.by, on=LAST, reason="又渗水了。")

    assert story.petition.may_be_reopened(AFTER)
    story.take("reopening", AFTER)

    row = Reopening.objects.get()
    assert (row.asked_on, row.decided_on, row.outcome, row.closed_on) == (LAST, AFTER, "REOPENED", DAY)


def test_the_length_is_a_setting(settings):
    settings.RULE_OVERRIDES = {"T26": 30}

    with pytest.raises(ValidationError, match="办结满 30 日"):
        closed().take("reopening", DAY + timedelta(days=31))


def test_the_old_closing_its_answer_and_its_papers_stay():
    story = closed()
    closing = Closing.objects.get()
    story.take("reopening", LAST)

    claim = story.petition.case.claims.get()
    past = claim.past_answers.get()
    assert Closing.objects.get() == closing
    assert (past.round, past.decision, past.served_on) == (1, "SUPPORT", DAY)
    assert (claim.decision, claim.answered_on) == ("", None)
    assert story.petition.case.services.filter(what="ANSWER").exists()
    assert story.petition.opinions.get().return_reason == "重新办理"


@pytest.mark.parametrize(
    ("level", "rule", "until"), [(Level.GENERAL, "T22", date(2026, 9, 30)), (Level.COMPLEX, "T23", date(2026, 12, 31))]
)
def test_the_new_target_counts_from_the_reopening_by_level(level, rule, until):
    on = date(2026, 9, 15)
    petition = closed(level=level).take("reopening", on).petition

    running = petition.case.deadlines.running().get(rule=rule)
    assert (running.started_on, running.legal_end_on) == (on, until)


def test_no_statutory_clock_of_the_office_comes_back_to_life():
    petition = closed().take("reopening", LAST).petition

    assert not petition.case.deadlines.running().legal().exists()
    assert petition.case.next_legal_on is None
    assert petition.case.accepted_on == DAY


def test_a_second_reopening_proposes_the_next_level():
    story = closed().take("reopening", DAY + timedelta(days=1))
    assert story.petition.level_proposed() == Level.COMPLEX
    on = DAY + timedelta(days=2)
    story.take("answer", on, story.petition.case.claims.get())
    story.signed(on).take("service", on).take("rating", on).take("closure", on)

    with pytest.raises(ValidationError, match="请写定级依据"):
        story.take("reopening", on, level=Level.COMPLEX)
    story.take("reopening", on, level=Level.COMPLEX, ground="办过两次")

    assert story.petition.case.level == Level.COMPLEX
    assert list(Reopening.objects.values_list("round", "level_before", "level")) == [
        (2, "GENERAL", "GENERAL"),
        (3, "GENERAL", "COMPLEX"),
    ]


def test_what_was_promised_and_kept_before_is_no_promise_of_the_new_answer():
    story = closed().take("reopening", DAY + timedelta(days=1))
    claim = story.petition.case.claims.get()
    story.petition.answer(
        by=story.drafter,
        claim=claim,
        on=DAY + timedelta(days=2),
        decision="SUPPORT",
        finding="又渗水。",
        basis="物业管理条例",
        reply="重做防水。",
    )

    assert "诉求 1 的履行事项：谁、哪天以前、办什么" in story.petition.missing_before_closing()


def test_the_answer_that_was_served_may_be_reviewed_until_the_new_one_is(settings):
    story = closed().take("reopening", DAY + timedelta(days=5))
    petition = story.petition

    review = petition.request_review(
        by=story.by,
        kind="FIRST",
        organ="区人民政府",
        asked_on=DAY + timedelta(days=30),
        taker="STREET",
        received_on=DAY + timedelta(days=30),
    )

    assert (review.round, review.is_late) == (1, False)
    assert "复查意见已收到" in petition.missing_before_closing()


def test_it_is_not_reopened_while_a_review_runs_nor_once_upheld():
    story = closed()
    petition = story.petition
    review = petition.request_review(
        by=story.by, kind="FIRST", organ="区人民政府", asked_on=DAY, taker="ORGAN", received_on=DAY
    )
    with pytest.raises(ValidationError, match="正在复查，等它的结果"):
        story.take("reopening", DAY)
    opinion = {"number": "1", "dated_on": DAY, "received_on": DAY, "told_on": DAY, "result": "UPHELD"}
    petition.receive_review(by=story.by, review=review, **opinion)
    story.petition = Petition.objects.get()

    with pytest.raises(ValidationError, match="复查已经维持这个答复"):
        story.take("reopening", DAY)


def test_what_was_taken_back_is_registered_anew():
    story = Story(registered(W6, on=DAY)).accepted(DAY)
    story.petition.wish_to_withdraw(by=story.by, on=DAY, form="WRITTEN", words="不办了。")
    story.petition.confirm_withdrawal(by=factories.official(Role.RC), on=DAY, outcome="ENDED", manner="电话")

    with pytest.raises(ValidationError, match="不是答复以后办结的"):
        story.take("reopening", DAY)


def test_what_is_elsewhere_stays_there_and_the_chosen_claims_alone_come_back():
    story = closed(W6, W1, SUGGESTION)
    first, away, suggestion = story.petition.case.claims.all()

    story.petition.reopen(by=story.by, on=DAY, claims=[first], level=Level.GENERAL, reason="又渗水了。")

    for claim in (first, away, suggestion):
        claim.refresh_from_db()
    assert (first.answered_on, away.routed_on, suggestion.answered_on) == (None, DAY, DAY)


def test_a_duty_asked_for_anew_is_a_new_application():
    story = Story(registered(W5, on=DAY))
    claim = story.petition.case.claims.get()
    story.take("triage", DAY, routes={claim.pk: ("APPEAL", W5, "DUTY")})
    claim.refresh_from_db()
    story.petition.answer(by=story.drafter, claim=claim, on=DAY, decision="PERFORM", reply="已拆除。")
    story.petition = Petition.objects.get()
    story.signed(DAY).take("notice", DAY).take("service", DAY).take("rating", DAY).take("closure", DAY)

    with pytest.raises(ValidationError, match="条例第三十一条第五项"):
        story.take("reopening", DAY)


def test_the_director_may_say_no_with_a_reason():
    story = closed()
    story.petition.propose_reopening(by=story.by, on=DAY, reason="又渗水了。")
    with pytest.raises(ValidationError, match="请写为什么不重新办理"):
        story.petition.refuse_reopening(by=story.by, on=DAY, reason=" ")

    story.petition.refuse_reopening(by=story.by, on=DAY, reason="是新的一处，另行登记。")

    assert story.petition.case.closed_on == DAY
    assert Reopening.objects.get().outcome == "REFUSED"
    assert not story.petition.why_not("reopening_proposal")


def test_one_wish_waits_at_a_time_and_not_before_the_closing():
    story = closed()
    with pytest.raises(ValidationError, match="不能早于办结日期"):
        story.petition.propose_reopening(by=story.by, on=DAY - timedelta(days=1), reason="又渗水了。")
    story.petition.propose_reopening(by=story.by, on=DAY, reason="又渗水了。")

    with pytest.raises(ValidationError, match="等主任决定"):
        story.petition.propose_reopening(by=story.by, on=DAY, reason="再说一次。")


def test_what_came_back_is_counted_by_the_closing_that_did_not_last():
    closed().take("reopening", LAST)
    closed(on=DAY + timedelta(days=40))

    assert Reopening.objects.of_cohort(date(2026, 8, 1), date(2026, 8, 31)).count() == 1
    assert Reopening.objects.of_cohort(date(2026, 9, 1), date(2026, 9, 30)).count() == 0


def test_the_pages_ask_and_decide(sign_in):
    today = timezone.localdate()
    story = closed(on=today)
    case = story.petition.case
    asking, deciding = (
        reverse(f"petitions:{name}", args=[case.number]) for name in ("reopening_proposal", "reopening")
    )

    asked = sign_in(case.first_receiver).post(asking, {"reason": "又渗水了。", "on": "今天"})
    client = sign_in(story.by)
    page = client.get(deciding).content.decode()
    empty = client.post(deciding, {"decision": "no", "level": "GENERAL", "claims": "1", "on": "今天"})
    decided = client.post(deciding, {"decision": "yes", "level": "GENERAL", "claims": "1", "on": "今天"})

    assert (asked.status_code, empty.status_code, decided.status_code) == (302, 422, 302)
    assert "又渗水了。" in page
    assert "请写为什么不重新办理" in empty.content.decode()
    case.refresh_from_db()
    assert (case.is_open, case.round) == (True, 2)
    shown = client.get(case.get_absolute_url()).content.decode()
    assert "新的答复送达以前有效" in shown


@pytest.mark.django_db(transaction=True)
def test_two_directors_at_once_open_it_once():
    story = closed()
    barrier, refused = Barrier(2), []

    def open_again():
        try:
            with transaction.atomic():
                barrier.wait()
                case = Case.objects.for_change().get(pk=story.petition.case_id)
                Story(case.petition, by=story.by).take("reopening", DAY)
        except ValidationError as refusal:
            refused.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=open_again) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["还没有办结，照常办理，不用重新办理。"]
    assert Case.objects.get().round == 2

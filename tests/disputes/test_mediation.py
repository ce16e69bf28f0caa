"""After acceptance: the talks are recorded, what is agreed on takes effect, is looked after and may be confirmed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline
from cases.sweep import sweep
from disputes.models import Agreement, AgreementItem, Confirmation, Correction, Dispute, FollowUp, Session
from officials.models import Role
from tests import factories
from tests.disputes import stories
from tests.disputes.stories import REACHED, TALKED

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
D = date
DAY = timedelta(days=1)
LAST = D(2026, 9, 11)  # thirty days after 12 August, a Friday
LATER = D(2026, 9, 30)


@pytest.fixture
def mediator():
    return stories.mediator(name="金凤英")


@pytest.fixture
def dispute(mediator):
    return stories.mediating(mediator)


def again(dispute):
    """Read anew, as the next request does."""
    return Dispute.objects.select_related("case").get(pk=dispute.pk)


def refused(act, *args, **kwargs):
    """{field: its first sentence} of a refusal, "" where it names none."""
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    if hasattr(refusal.value, "error_dict"):
        return {name: errors[0] for name, errors in refusal.value.message_dict.items()}
    return {"": refusal.value.messages[0]}


def address(dispute, step, *place):
    return reverse(f"disputes:{step}", args=[dispute.case.number, *place])


# ---------- 调解记录 ----------
def test_a_talk_is_recorded_with_who_was_there_and_what_each_side_said(dispute, mediator):
    talk = stories.talk(dispute, by=mediator, invitees="楼长 王阿姨", invitees_agreed=True)

    assert (talk.position, list(talk.mediators.all()), talk.parties.count()) == (1, [mediator], 2)
    assert (talk.first_said, talk.other_said, talk.invitees) == ("漏了三次。", "愿意看看。", "楼长 王阿姨")
    assert stories.talk(dispute, by=mediator, hour=14).position == 2


def test_what_was_said_stands_nowhere_in_the_clear(dispute, mediator):
    talk = stories.talk(dispute, by=mediator, first_said="漏了三次，没有人管。")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM disputes_session WHERE id = %s", [talk.pk])
        stored = repr(cursor.fetchall())
    told = " ".join(dispute.case.events.values_list("detail", flat=True))
    assert "没有人管" not in stored and "没有人管" not in told
    assert "第 1 次调解" in told


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"on": D(2026, 8, 4)}, "started_at", "不能早于受理日期"),
        ({"mediators": []}, "mediators", "请从这件纠纷的调解员里选"),
        ({"parties": []}, "parties", "请选到场的当事人"),
        ({"invitees": "舅舅"}, "invitees_agreed", "双方同意"),
        ({"first_said": "", "other_said": ""}, "first_said", "怎么说"),
    ],
)
def test_a_talk_that_cannot_have_been_is_refused_at_its_field(dispute, mediator, said, field, words):
    assert words in refused(stories.talk, dispute, by=mediator, **said)[field]
    assert not Session.objects.exists()


def test_a_talk_is_recorded_after_it_was_held(dispute, mediator):
    now = stories.at(D(2026, 8, 10), 9)
    given = {"place": "室", "result": "再谈", "first_said": "甲", "other_said": ""}
    given |= {"is_open": False, "mediators": [mediator], "parties": dispute.speakers}

    early = refused(Session.objects.hold, dispute, by=mediator, now=now, started_at=now + DAY, **given)
    Session.objects.hold(dispute, by=mediator, now=now, started_at=now, **given)

    assert "还没有到这个时间" in early["started_at"]


def test_only_who_mediates_it_can_have_been_there(dispute, mediator):
    stranger = stories.mediator()

    assert "mediators" in refused(stories.talk, dispute, by=mediator, mediators=[stranger])


def test_the_same_talk_is_recorded_once(dispute, mediator):
    stories.talk(dispute, by=mediator)

    assert "这个时间的调解已经记过" in str(refused(stories.talk, dispute, by=mediator))


def test_what_was_written_of_a_talk_is_put_right_by_a_further_entry_alone(dispute, mediator):
    talk = stories.talk(dispute, by=mediator)

    talk.correct("不是三次，是两次。", by=mediator, now=timezone.now())

    for change in (lambda: Session.objects.filter(pk=talk.pk).update(place="别处"), talk.corrections.get().delete):
        with pytest.raises(DatabaseError, match="只写一次"), transaction.atomic():
            change()
    assert Session.objects.get().first_said == "漏了三次。"
    assert Correction.objects.get().text == "不是三次，是两次。"


def test_the_record_of_an_ended_dispute_can_still_be_put_right_and_gets_no_new_talk(dispute, mediator):
    talk = stories.talk(dispute, by=mediator)
    dispute.fail(by=mediator, on=REACHED, reason="差得太远。", routes_told=stories.WAYS)

    talk.correct("是两次。", by=mediator, now=timezone.now())

    assert "已经结束" in refused(stories.talk, dispute, by=mediator, hour=15)[""]


# ---------- 不成、终止 ----------
def test_talks_that_came_to_nothing_end_it_and_the_legal_ways_are_told(dispute, mediator):
    unsaid = refused(dispute.fail, by=mediator, on=REACHED, reason="差得太远。", routes_told=" ")
    dispute.fail(by=mediator, on=REACHED, reason="差得太远。", routes_told=stories.WAYS)

    case = Case.objects.get()
    assert "请写告知了哪些法律途径" in unsaid["routes_told"]
    assert (again(dispute).state, case.stage, case.closed_on, case.closing_note) == (
        "FAILED",
        "CLOSED",
        REACHED,
        "差得太远。",
    )
    assert not case.deadlines.running().exists()


def test_nothing_fails_before_it_was_accepted_nor_twice(mediator):
    pending = stories.agreed(stories.dispute(received_at=stories.at(stories.RECEIVED)), by=mediator, on=TALKED)
    ways = {"reason": "谈不成。", "routes_told": stories.WAYS}

    assert "还没有受理" in refused(pending.fail, by=mediator, on=REACHED, **ways)[""]
    pending.accept(by=mediator, on=TALKED, mediator=mediator, chosen_by="BOTH")
    assert "不能早于收到、受理" in str(refused(pending.fail, by=mediator, on=TALKED - DAY, **ways))
    pending = again(pending)
    pending.fail(by=mediator, on=TALKED, **ways)
    assert "已经结束" in refused(again(pending).fail, by=mediator, on=TALKED, **ways)[""]


def test_a_side_stops_while_the_agreement_waits_for_its_signatures(dispute, mediator):
    stories.talk(dispute, by=mediator)
    stories.write(dispute, by=mediator)
    lead = dispute.case.parties.get(is_lead=True)

    again(dispute).hear(lead, by=mediator, answer="REFUSED", on=REACHED, way="FACE", routes_told=stories.WAYS)

    agreement = Agreement.objects.get()
    assert Dispute.objects.get().state == "STOPPED"
    assert agreement.effective_on is None and agreement.drop_reason == "一方不愿调解，已终止"


def test_nobody_stops_what_is_in_effect(mediator):
    agreement = stories.settled(mediator)
    lead = agreement.dispute.case.parties.get(is_lead=True)

    stop = {"answer": "REFUSED", "on": LATER, "way": "FACE", "routes_told": stories.WAYS}
    assert "已经结束：调解成功" in refused(agreement.dispute.hear, lead, by=mediator, **stop)[""]


# ---------- 协议 ----------
def test_an_agreement_follows_a_talk(dispute, mediator):
    assert "还没有调解记录" in refused(stories.write, dispute, by=mediator)[""]

    stories.talk(dispute, by=mediator)

    early = refused(stories.write, again(dispute), by=mediator, reached=TALKED - DAY)
    assert "不能早于第一次调解" in early["reached_on"]
    assert stories.write(again(dispute), by=mediator, reached=TALKED).position == 1


def test_an_agreement_is_not_reached_tomorrow(dispute, mediator):
    stories.talk(dispute, by=mediator)

    assert "不能晚于今天" in refused(stories.write, dispute, by=mediator, on=REACHED - DAY)["reached_on"]
    assert stories.write(dispute, by=mediator, on=REACHED)


def test_an_oral_agreement_is_in_effect_the_day_it_was_reached(mediator):
    agreement = stories.settled(mediator, kind="ORAL")

    case = Case.objects.get()
    assert (agreement.effective_on, case.closed_on, case.dispute.state) == (REACHED, REACHED, "AGREED")
    assert (case.stage, case.closing_note) == ("CLOSED", "调解成功")


@pytest.mark.parametrize("late", ["parties", "mediator", "seal"])
def test_a_written_one_takes_effect_with_the_latest_of_the_three(dispute, mediator, late):
    stories.talk(dispute, by=mediator)
    agreement = stories.write(dispute, by=mediator)

    agreement = stories.signed(agreement, by=mediator, **{late: D(2026, 8, 20)})

    case = Case.objects.get()
    assert (agreement.effective_on, case.closed_on) == (D(2026, 8, 20), D(2026, 8, 20))
    assert not case.deadlines.running().filter(rule="MED").exists()


def test_signatures_come_one_after_the_other_and_a_day_that_stands_is_not_written_over(dispute, mediator):
    stories.talk(dispute, by=mediator)
    agreement = stories.write(dispute, by=mediator)
    agreement = stories.signed(agreement, by=mediator, parties=D(2026, 8, 20), mediator=None, seal=None)

    assert (agreement.is_in_effect, [str(name) for name in agreement.lacking]) == (
        False,
        ["调解员签字的日子", "盖调解委员会印章的日子"],
    )
    assert Case.objects.get().is_open
    again_said = refused(agreement.sign, by=mediator, on=TODAY, parties_signed_on=D(2026, 8, 14))
    assert "还没有记过的" in again_said[""]
    agreement = stories.signed(agreement, by=mediator, parties=D(2026, 8, 14), seal=D(2026, 8, 18))
    assert (agreement.parties_signed_on, agreement.effective_on) == (D(2026, 8, 20), D(2026, 8, 20))


def test_nothing_is_signed_before_it_was_agreed_nor_tomorrow(dispute, mediator):
    stories.talk(dispute, by=mediator)
    agreement = stories.write(dispute, by=mediator)

    early = refused(stories.signed, agreement, by=mediator, parties=REACHED - DAY)
    late = refused(stories.signed, again(dispute).agreement, by=mediator, on=REACHED, seal=REACHED + DAY)

    assert "不能早于谈成的日子" in early["parties_signed_on"] and "不能晚于今天" in late["sealed_on"]
    assert Dispute.objects.get().state == "ACCEPTED"


def test_one_agreement_stands_and_another_is_written_once_it_is_dropped(dispute, mediator):
    stories.talk(dispute, by=mediator)
    first = stories.write(dispute, by=mediator)

    assert "已经有一份" in refused(stories.write, again(dispute), by=mediator)[""]
    again(dispute).agreement.drop(by=mediator, on=TODAY, reason="数额写错了。")
    second = stories.write(again(dispute), by=mediator)

    first.refresh_from_db()
    assert (first.drop_reason, second.position, Agreement.objects.standing().get()) == ("数额写错了。", 2, second)


def test_what_is_in_effect_is_not_dropped(mediator):
    agreement = stories.settled(mediator)

    assert "已经结束" in refused(agreement.drop, by=mediator, on=TODAY, reason="后悔了。")[""]
    with pytest.raises(IntegrityError, match="only_what_is_not_in_effect_is_dropped"), transaction.atomic():
        Agreement.objects.update(dropped_on=TODAY, dropped_by=mediator, drop_reason="后悔了")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"effective_on": D(2026, 8, 30)}, "a_written_one_takes_effect_with_the_latest_of_three"),
        ({"sealed_on": None}, "a_written_one_takes_effect_with_the_latest_of_three"),
        ({"parties_signed_on": D(2026, 8, 11)}, "nothing_is_signed_before_it_is_agreed"),
        ({"kind": "ORAL"}, "an_oral_agreement_is_in_effect_when_reached"),
        ({"kind": "ORAL", "effective_on": None, "deadline": None}, "an_oral_agreement_is_in_effect_when_reached"),
        ({"effective_on": None, "deadline": None}, "a_written_one_takes_effect_with_the_latest_of_three"),
    ],
)
def test_the_database_refuses_an_effect_that_the_law_does_not_know(mediator, changes, constraint):
    stories.settled(mediator)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Agreement.objects.update(**changes)


def test_a_last_day_before_the_agreement_is_refused(dispute, mediator):
    stories.talk(dispute, by=mediator)

    assert "早于谈成的日子" in refused(stories.write, dispute, by=mediator, due=[REACHED - DAY])[""]
    assert stories.write(again(dispute), by=mediator, due=[REACHED]).items.get().due_on == REACHED


def test_a_last_day_beyond_the_known_calendar_is_refused_before_anybody_signs(dispute, mediator):
    stories.talk(dispute, by=mediator)

    with pytest.raises(ValidationError):
        stories.write(dispute, by=mediator, due=[D(2090, 1, 1)])
    assert not Agreement.objects.exists()


def test_only_a_party_performs(dispute, mediator):
    stories.talk(dispute, by=mediator)
    stranger = stories.dispute(name="钱多多").case.parties.get(is_lead=True)
    given = {"kind": "ORAL", "facts": "事", "issues": "责", "terms": "赔"}

    act = Agreement.objects.write
    words = refused(
        act, dispute, by=mediator, on=TODAY, reached_on=REACHED, items=[(stranger, "付", "", LATER)], **given
    )
    assert "要是这件纠纷的当事人" in words[""]


# ---------- 履行 ----------
def item_of(agreement, position=1):
    return next(item for item in agreement.items.all() if item.position == position)


def test_each_item_is_looked_after_within_three_workdays_of_its_last_day(mediator):
    agreement = stories.settled(mediator, due=[D(2026, 9, 1), D(2026, 9, 24)])

    clocks = [item.deadline for item in agreement.items.all()]
    assert [(one.rule, one.kind, one.official, one.started_on) for one in clocks] == [
        ("M16", "TASK", mediator, D(2026, 9, 1)),
        ("M16", "TASK", mediator, D(2026, 9, 24)),
    ]
    assert [one.legal_end_on for one in clocks] == [D(2026, 9, 4), D(2026, 9, 30)]  # over the holiday of 25 September


def test_what_nobody_looked_after_warns_though_the_case_is_closed(mediator):
    item = item_of(stories.settled(mediator))

    sweep(stories.at(D(2026, 9, 4), 9))

    assert item.deadline.warnings.exists()


@pytest.mark.parametrize(("day", "listed"), [(D(2026, 9, 1), False), (D(2026, 9, 2), True)])
def test_what_fell_due_yesterday_is_listed_until_somebody_looked_after_it(mediator, day, listed):
    item = item_of(stories.settled(mediator))

    assert Case.objects.to_follow_up(day).exists() is listed
    item.follow_up("FULL", by=mediator, on=D(2026, 9, 2), found="收条。", today=LATER, performed_on=D(2026, 9, 1))
    assert not Case.objects.to_follow_up(LATER).exists()


@pytest.mark.parametrize(("performed", "kept"), [(D(2026, 9, 1), True), (D(2026, 9, 2), False)])
def test_performed_on_the_last_day_is_kept_and_the_day_after_is_not(mediator, performed, kept):
    item = item_of(stories.settled(mediator))

    item.follow_up("FULL", by=mediator, on=D(2026, 9, 3), found="收条。", today=LATER, performed_on=performed)

    item = AgreementItem.objects.summed().get()
    assert (item.is_kept, AgreementItem.objects.filter(AgreementItem.objects.kept()).exists()) == (kept, kept)
    assert (item.deadline.ended_on, item.deadline.end_reason) == (D(2026, 9, 3), "履行了")


def test_nobody_has_failed_to_perform_before_the_last_day_is_over(mediator):
    item = item_of(stories.settled(mediator))
    found = {"by": mediator, "found": "还没付。", "today": LATER}

    early = refused(item.follow_up, "NOT", on=D(2026, 9, 1), routes_told=stories.WAYS, **found)
    item.follow_up("PARTLY", on=D(2026, 9, 1), **found)

    assert "当天还可以履行" in early["outcome"]
    assert AgreementItem.objects.get().deadline.is_running
    unsaid = refused(item_of(read(item)).follow_up, "NOT", on=D(2026, 9, 2), **found)
    assert "告知了当事人怎么办" in unsaid["routes_told"]
    item_of(read(item)).follow_up("NOT", on=D(2026, 9, 2), routes_told=stories.WAYS, **found)
    assert AgreementItem.objects.get().deadline.end_reason == "没有履行"


def read(item):
    return Dispute.objects.get(pk=item.agreement.dispute_id).agreement


def test_what_was_not_performed_may_be_performed_late_and_once(mediator):
    item = item_of(stories.settled(mediator))
    item.follow_up("NOT", by=mediator, on=D(2026, 9, 2), found="没付。", today=LATER, routes_told=stories.WAYS)
    given = {"by": mediator, "on": D(2026, 9, 9), "found": "转账。", "today": LATER, "performed_on": D(2026, 9, 8)}

    item_of(read(item)).follow_up("FULL", **given)

    assert "已经记了履行" in refused(item_of(read(item)).follow_up, "FULL", **given)[""]
    assert [row.outcome for row in FollowUp.objects.all()] == ["NOT", "FULL"]
    assert AgreementItem.objects.get().deadline.ended_on == D(2026, 9, 2)


def test_a_finding_written_by_mistake_is_withdrawn_and_the_item_is_looked_after_again(mediator):
    item = item_of(stories.settled(mediator))
    given = {"by": mediator, "on": D(2026, 9, 2), "found": "收条。", "today": LATER, "performed_on": D(2026, 9, 1)}
    row = item.follow_up("FULL", **given)

    unsaid = refused(row.withdraw, by=mediator, on=LATER, reason=" ")
    row.withdraw(by=mediator, on=LATER, reason="是别的件的收条。")

    assert "请写为什么撤下" in unsaid["reason"]
    assert not AgreementItem.objects.filter(AgreementItem.objects.kept()).exists()
    assert AgreementItem.objects.get().deadline.is_running
    assert "已经撤下" in refused(row.withdraw, by=mediator, on=LATER, reason="再撤。")[""]
    item_of(read(item)).follow_up("FULL", **given)
    assert AgreementItem.objects.summed().get().is_kept
    with pytest.raises(DatabaseError, match="只写一次"), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(performed_on=D(2026, 8, 30))


def test_what_is_not_in_effect_is_not_followed_up(dispute, mediator):
    stories.talk(dispute, by=mediator)
    item = stories.write(dispute, by=mediator).items.get()

    given = {"by": mediator, "on": REACHED, "found": "付了。", "today": LATER, "performed_on": REACHED}
    assert "没有生效的调解协议" in refused(item_of(read(item)).follow_up, "FULL", **given)[""]


def test_who_did_not_get_what_was_agreed_is_told_by_what_the_court_said(mediator):
    agreement = stories.settled(mediator)
    assert "起诉" in str(agreement.next_route)

    applied(agreement, mediator)
    confirmed(agreement, mediator)

    assert "强制执行" in str(read(item_of(agreement)).next_route)


# ---------- 司法确认 ----------
def applied(agreement, by, on=None):
    return agreement.apply(by=by, on=LATER, court="区人民法院", applied_on=on or D(2026, 9, 1), is_joint=True)


def confirmed(agreement, by, outcome="CONFIRMED", on=None, number="（2026）民特1号"):
    row = Confirmation.objects.get(agreement=agreement, outcome="")
    row.agreement = Dispute.objects.get(pk=agreement.dispute_id).agreement
    row.decide(outcome, by=by, on=LATER, decided_on=on or D(2026, 9, 20), number=number)
    return row


def test_both_sides_have_thirty_days_from_the_effect_and_the_office_is_never_late_with_it(mediator):
    agreement = stories.settled(mediator)

    clock = agreement.deadline
    assert (clock.rule, clock.started_on, clock.legal_end_on, agreement.apply_by) == ("M18", REACHED, LAST, LAST)
    assert not clock.is_ours and clock not in Deadline.objects.late(LAST + DAY)
    assert Case.objects.get().next_legal_on is None


def test_the_last_day_rolls_over_a_holiday(mediator):
    agreement = stories.settled(mediator, reached=D(2026, 9, 2), due=[LATER])

    assert agreement.apply_by == D(2026, 10, 8)  # 2 October is a holiday


def test_the_court_is_asked_on_the_last_day_and_not_the_day_after(mediator):
    agreement = stories.settled(mediator)

    late = refused(applied, agreement, mediator, on=LAST + DAY)
    applied(agreement, mediator, on=LAST)

    assert "共同申请的最后一天是 2026年9月11日" in late["applied_on"] and "起诉" in late["applied_on"]
    clock = Deadline.objects.get(rule="M18")
    assert (clock.ended_on, clock.end_reason) == (LAST, "双方已共同申请")
    with pytest.raises(IntegrityError, match="confirmation_is_asked_for_in_time"), transaction.atomic():
        Confirmation.objects.update(applied_on=LAST + DAY)


def test_one_side_alone_does_not_ask_the_court(mediator):
    agreement = stories.settled(mediator)
    given = {"by": mediator, "on": LATER, "court": "区人民法院", "applied_on": REACHED}

    assert "一方不能单独申请" in refused(agreement.apply, is_joint=False, **given)["is_joint"]
    assert "不能早于协议生效" in refused(applied, agreement, mediator, on=REACHED - DAY)["applied_on"]


@pytest.mark.parametrize("kind", ["WRITTEN", "ORAL"])
def test_the_court_confirms_a_written_agreement_and_an_oral_one(mediator, kind):
    agreement = stories.settled(mediator, kind=kind)

    applied(agreement, mediator)
    unsaid = refused(confirmed, agreement, mediator, number="")
    confirmed(agreement, mediator)

    again_asked = refused(applied, read(item_of(agreement)), mediator)
    assert "文号" in unsaid["number"] and "法院已经确认" in again_asked[""]
    assert read(item_of(agreement)).is_confirmed


def test_after_a_refusal_the_court_is_not_asked_again_and_after_a_withdrawal_it_may_be(mediator):
    one, other = stories.settled(mediator), stories.settled(mediator, name="钱多多", other_side="周明")
    applied(one, mediator)
    confirmed(one, mediator, "REJECTED")
    applied(other, mediator)
    confirmed(other, mediator, "WITHDRAWN", on=D(2026, 9, 3), number="")

    assert "已经裁定驳回" in refused(applied, read(item_of(one)), mediator)[""]
    assert Deadline.objects.get(pk=other.deadline_id).is_running
    assert applied(read(item_of(other)), mediator, on=LAST).is_pending


@pytest.mark.parametrize("changes", [{"decided_on": None}, {"number": ""}, {"decided_on": D(2026, 8, 31)}])
def test_the_database_refuses_a_ruling_without_its_day_or_number(mediator, changes):
    agreement = stories.settled(mediator)
    applied(agreement, mediator)
    confirmed(agreement, mediator)

    with pytest.raises(IntegrityError, match="the_court_rules_whole"), transaction.atomic():
        Confirmation.objects.update(**changes)


def test_the_court_is_asked_once_at_a_time(mediator):
    agreement = stories.settled(mediator)
    applied(agreement, mediator)

    assert "等法院决定" in refused(applied, read(item_of(agreement)), mediator, on=D(2026, 9, 2))[""]
    early = refused(confirmed, agreement, mediator, on=D(2026, 8, 31))
    assert "不能早于申请" in early["decided_on"]


# ---------- 两个人同时 ----------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["agreement", "confirmation"])
def test_two_at_once_write_one(what, sign_in):
    mediator = stories.mediator(name="金凤英")
    if what == "agreement":
        dispute = stories.mediating(mediator)
        stories.talk(dispute, by=mediator)
        url = address(dispute, "agreement_add")
        sent = {"kind": "ORAL", "reached_on": f"{REACHED}", "facts": "事", "issues": "责", "terms": "和好"}
    else:
        recent = TODAY - DAY
        dispute = stories.settled(mediator, kind="ORAL", reached=recent, on=stories.ACCEPTED, due=[recent]).dispute
        url = address(dispute, "confirmation")
        sent = {"court": "区人民法院", "applied_on": f"{TODAY}", "is_joint": "on"}
    director = factories.official(Role.OD) if what == "confirmation" else None
    second = director or stories.mediator(name="汪素梅")
    if not director:
        dispute.mediators.create(official=second, chosen_by="BOTH", since=TALKED, named_by=mediator)
    clients, gate = [sign_in(mediator), sign_in(second)], Barrier(2)

    def send(client):
        try:
            gate.wait()
            return client.post(url, sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, clients))

    assert answers == [302, 422]
    assert (Agreement if what == "agreement" else Confirmation).objects.count() == 1

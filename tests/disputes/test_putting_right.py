"""What was recorded wrongly past acceptance is put right with a reason; what was counted from it moves (0190)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline, Event
from disputes.models import Agreement, AgreementCorrection, Confirmation, Dispute
from officials.models import Role
from tests import factories
from tests.disputes import stories
from tests.disputes.stories import REACHED, TALKED

pytestmark = pytest.mark.django_db

D = date
DAY = timedelta(days=1)
TODAY = timezone.localdate()
SEALED_ON, LAST, NEW_LAST = D(2026, 8, 14), D(2026, 9, 11), D(2026, 9, 14)  # thirty days are the 13th, a Sunday
ASKED_ON, RULED_ON = D(2026, 8, 20), D(2026, 8, 25)
WHY = "印章是十四日盖的，登记时看错了。"


@pytest.fixture
def mediator():
    return stories.mediator(name="金凤英")


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        act(*args, **kwargs)
    if hasattr(refusal.value, "error_dict"):
        return {name: errors[0] for name, errors in refusal.value.message_dict.items()}
    return {"": refusal.value.messages[0]}


def read(agreement):
    """As the next request reads it."""
    return Dispute.objects.select_related("case").get(pk=agreement.dispute_id).agreement


def put_right(agreement, by, *, on=TODAY, reason=WHY, **days):
    return AgreementCorrection.objects.put_days_right(read(agreement).dispute, by=by, on=on, reason=reason, **days)


def asked(agreement, by, on=ASKED_ON):
    return read(agreement).apply(by=by, on=TODAY, court="区人民法院", applied_on=on, is_joint=True)


def ruled(agreement, by, outcome="CONFIRMED", on=RULED_ON, number="（2026）沪司确12号"):
    row = read(agreement).pending_confirmation
    row.agreement = read(agreement)
    row.decide(outcome, by=by, on=TODAY, decided_on=on, number="" if outcome == "WITHDRAWN" else number)
    return row


def put_court_right(row, by, **changes):
    row = Confirmation.objects.get(pk=row.pk)
    row.agreement = read(row.agreement)
    given = {name: getattr(row, name) for name in ("court", "applied_on", "outcome", "decided_on", "number")}
    return AgreementCorrection.objects.put_court_right(row, by=by, on=TODAY, **{"reason": WHY, **given, **changes})


def address(agreement, step="signing_correction", *place):
    return reverse(f"disputes:{step}", args=[agreement.dispute.case.number, *place])


# ---------- 签字、盖章的日子 ----------
def test_a_later_seal_moves_the_effect_the_end_and_both_sides_thirty_days(mediator):
    agreement = stories.settled(mediator)
    assert agreement.apply_by == LAST

    put_right(agreement, mediator, sealed_on=SEALED_ON)

    agreement, case = read(agreement), Case.objects.get()
    assert (agreement.sealed_on, agreement.effective_on, case.closed_on) == (SEALED_ON,) * 3
    assert (agreement.apply_by, agreement.deadline.started_on, agreement.deadline.ended_on) == (
        NEW_LAST,
        SEALED_ON,
        None,
    )
    old = case.deadlines.get(rule="M18", ended_on__isnull=False)
    assert (old.legal_end_on, old.end_reason, old.fell_away) == (LAST, "日子更正，另起期限", True)
    assert case.deadlines.get(rule="MED").ended_on == SEALED_ON


def test_a_correction_that_leaves_the_latest_day_moves_no_clock(mediator):
    agreement = stories.settled(mediator, reached=REACHED)
    before = list(Deadline.objects.order_by("pk").values())
    put_right(agreement, mediator, sealed_on=SEALED_ON)
    moved = list(Deadline.objects.order_by("pk").values())

    put_right(agreement, mediator, parties_signed_on=REACHED + DAY)

    assert before != moved == list(Deadline.objects.order_by("pk").values())
    assert read(agreement).effective_on == SEALED_ON


def test_what_is_looked_after_counts_from_its_own_last_day_and_stays(mediator):
    agreement = stories.settled(mediator)
    before = list(Deadline.objects.filter(rule="M16").values())

    put_right(agreement, mediator, sealed_on=SEALED_ON)

    assert list(Deadline.objects.filter(rule="M16").values()) == before


def test_what_stood_and_who_changed_it_and_why_stays_to_be_read(mediator):
    agreement = stories.settled(mediator)

    row = put_right(agreement, mediator, sealed_on=SEALED_ON)

    assert row.lines == [
        ("盖调解委员会印章的日子", "2026年8月12日", "2026年8月14日"),
        ("生效日期", "2026年8月12日", "2026年8月14日"),
    ]
    case = Case.objects.get()
    told = case.events.filter(kind=Event.Kind.MEDIATED).latest("pk").detail
    assert "生效日期 2026年8月12日 改为 2026年8月14日" in told and WHY in told
    assert case.events.public().filter(kind=Event.Kind.AGREED).latest("pk").detail == "更正为 2026年8月14日"
    assert case.history.latest().history_user == mediator
    for change in (row.delete, lambda: AgreementCorrection.objects.update(reason="别的")):
        with pytest.raises(DatabaseError, match="只写一次"), transaction.atomic():
            change()


def test_the_public_words_tell_no_reason(mediator):
    agreement = stories.settled(mediator)
    put_right(agreement, mediator, sealed_on=SEALED_ON)

    assert WHY not in " ".join(Event.objects.public().values_list("detail", flat=True))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"sealed_on": REACHED - DAY}, "sealed_on", "不能早于谈成的日子"),
        ({"sealed_on": TODAY + DAY}, "sealed_on", "不能晚于今天"),
        ({"sealed_on": None}, "sealed_on", "不能去掉"),
        ({"reached_on": REACHED - DAY}, "reached_on", "不能补记"),
        ({"sealed_on": REACHED}, "", "没有改动"),
        ({"sealed_on": SEALED_ON, "reason": " "}, "reason", "请写为什么更正"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_and_nothing_moves(mediator, changes, field, words):
    agreement = stories.settled(mediator)

    assert words in refused(put_right, agreement, mediator, **changes)[field]
    assert read(agreement).apply_by == LAST and not AgreementCorrection.objects.exists()


def test_an_agreement_takes_no_effect_after_the_court_was_asked(mediator):
    agreement = stories.settled(mediator)
    asked(agreement, mediator, on=SEALED_ON)

    late = refused(put_right, agreement, mediator, sealed_on=SEALED_ON + DAY)
    put_right(agreement, mediator, sealed_on=SEALED_ON)

    assert "2026年8月14日 已经申请司法确认" in late["sealed_on"]
    agreement = read(agreement)
    assert (agreement.effective_on, agreement.apply_by, Confirmation.objects.get().last_on) == (
        SEALED_ON,
        NEW_LAST,
        NEW_LAST,
    )
    assert (agreement.deadline.ended_on, agreement.deadline.end_reason) == (SEALED_ON, "双方已共同申请")


def test_an_earlier_effect_leaves_no_application_outside_the_thirty_days(mediator):
    agreement = stories.settled(mediator)
    put_right(agreement, mediator, sealed_on=SEALED_ON)
    asked(agreement, mediator, on=NEW_LAST)

    early = refused(put_right, agreement, mediator, sealed_on=REACHED)

    assert "最后一天就是 2026年9月11日，可是 2026年9月14日 才申请" in early["sealed_on"]
    assert (read(agreement).effective_on, Case.objects.get().closed_on) == (SEALED_ON, SEALED_ON)


def test_an_oral_agreement_moves_with_the_day_it_was_reached(mediator):
    agreement = stories.settled(mediator, kind="ORAL")

    early = refused(put_right, agreement, mediator, reached_on=TALKED - DAY)
    late = refused(put_right, agreement, mediator, reached_on=D(2026, 9, 2))
    put_right(agreement, mediator, reached_on=TALKED)

    assert "不能早于第一次调解" in early["reached_on"] and "有一项的最后一天是 2026年9月1日" in late["reached_on"]
    agreement = read(agreement)
    assert (agreement.effective_on, Case.objects.get().closed_on, agreement.deadline.started_on) == (TALKED,) * 3


def test_nothing_was_agreed_after_somebody_looked_whether_it_was_kept(mediator):
    agreement = stories.settled(mediator, kind="ORAL")
    item = agreement.items.all()[0]
    item.follow_up("PARTLY", by=mediator, on=SEALED_ON, found="付了一半。", today=TODAY)

    assert "已经回访过" in refused(put_right, agreement, mediator, reached_on=SEALED_ON + DAY)["reached_on"]
    put_right(agreement, mediator, reached_on=SEALED_ON)


def test_a_day_is_put_right_while_the_others_are_missing_and_no_clock_begins(mediator):
    dispute = stories.mediating(mediator)
    stories.talk(dispute, by=mediator)
    agreement = stories.write(dispute, by=mediator)
    assert "没有要更正的" in refused(put_right, agreement, mediator, sealed_on=SEALED_ON)[""]
    stories.signed(agreement, by=mediator, parties=REACHED, mediator=None, seal=None)

    assert "不能补记" in refused(put_right, agreement, mediator, sealed_on=SEALED_ON)["sealed_on"]
    put_right(agreement, mediator, parties_signed_on=SEALED_ON)

    agreement = Agreement.objects.get()
    assert (agreement.parties_signed_on, agreement.effective_on, agreement.deadline) == (SEALED_ON, None, None)
    assert Case.objects.get().is_open


# ---------- 法院的结果 ----------
def test_the_result_of_the_court_is_put_right(mediator):
    agreement = stories.settled(mediator)
    asked(agreement, mediator)
    row = ruled(agreement, mediator)

    put_court_right(row, mediator, outcome="REJECTED", number="（2026）沪司确21号")

    row.refresh_from_db()
    assert (row.outcome, row.number, read(agreement).is_confirmed) == ("REJECTED", "（2026）沪司确21号", False)
    told = Case.objects.get().events.filter(kind=Event.Kind.MEDIATED).latest("pk").detail
    assert "结果 裁定确认有效 改为 裁定驳回申请" in told
    assert "起诉" in str(read(agreement).next_route)


def test_a_withdrawal_that_was_none_stops_the_days_again_and_a_true_one_lets_them_run(mediator):
    agreement = stories.settled(mediator)
    asked(agreement, mediator)
    row = ruled(agreement, mediator, "WITHDRAWN")
    assert read(agreement).deadline.is_running

    put_court_right(row, mediator, outcome="CONFIRMED", number="（2026）沪司确12号")
    assert read(agreement).deadline.ended_on == D(2026, 8, 20)
    put_court_right(row, mediator, outcome="WITHDRAWN")
    assert read(agreement).deadline.is_running


def test_a_ruling_that_is_not_there_yet_is_taken_back_and_waited_for(mediator):
    agreement = stories.settled(mediator)
    asked(agreement, mediator)
    row = ruled(agreement, mediator)

    put_court_right(row, mediator, outcome="")

    row.refresh_from_db()
    assert (row.outcome, row.number, row.decided_on, row.decided_by) == ("", "", None, None)
    assert read(agreement).pending_confirmation and not read(agreement).deadline.is_running
    assert ruled(agreement, mediator, on=D(2026, 8, 26)).outcome == "CONFIRMED"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"applied_on": REACHED - DAY}, "applied_on", "不能早于协议生效"),
        ({"applied_on": LAST + DAY}, "applied_on", "最后一天是 2026年9月11日"),
        ({"decided_on": D(2026, 8, 19)}, "decided_on", "不能早于申请"),
        ({"decided_on": TODAY + DAY}, "decided_on", "不能晚于今天"),
        ({"decided_on": None}, "decided_on", "哪一天"),
        ({"number": " "}, "number", "文号"),
        ({}, "", "没有改动"),
        ({"court": "县人民法院", "reason": ""}, "reason", "请写为什么更正"),
    ],
)
def test_a_correction_of_the_court_that_makes_no_sense_is_refused(mediator, changes, field, words):
    agreement = stories.settled(mediator)
    asked(agreement, mediator)
    row = ruled(agreement, mediator)

    assert words in refused(put_court_right, row, mediator, **changes)[field]
    assert not AgreementCorrection.objects.exists()


def test_what_was_asked_again_was_taken_back_before(mediator):
    agreement = stories.settled(mediator)
    asked(agreement, mediator)
    first = ruled(agreement, mediator, "WITHDRAWN")
    asked(agreement, mediator, on=D(2026, 8, 28))

    confirmed = refused(put_court_right, first, mediator, outcome="CONFIRMED", number="1")
    later = refused(put_court_right, first, mediator, decided_on=D(2026, 8, 29))
    put_court_right(first, mediator, decided_on=D(2026, 8, 28))

    assert "只能是撤回申请" in confirmed["outcome"] and "不能更晚" in later["decided_on"]
    assert read(agreement).deadline.ended_on == D(2026, 8, 28)


def test_an_application_without_a_result_has_its_court_and_day_put_right(mediator):
    agreement = stories.settled(mediator)
    row = asked(agreement, mediator)

    early = refused(put_court_right, row, mediator, outcome="CONFIRMED", decided_on=TODAY, number="1")
    assert "不用更正" in early["outcome"]
    put_court_right(row, mediator, court="县人民法院", applied_on=LAST)

    assert read(agreement).deadline.ended_on == LAST


def test_the_database_keeps_no_correction_without_its_reason(mediator):
    agreement = stories.settled(mediator)
    row = put_right(agreement, mediator, sealed_on=SEALED_ON)

    with pytest.raises(IntegrityError, match="says_what_and_why"), transaction.atomic():
        AgreementCorrection.objects.create(agreement=agreement, changes={}, reason=WHY, by=row.by, on=TODAY)


# ---------- 页面 ----------
def sent(**days):
    """The form as it was opened, with what is typed instead."""
    opened = {f"initial-{name}": f"{REACHED}" for name in ("parties_signed_on", "mediator_signed_on", "sealed_on")}
    typed = {name.removeprefix("initial-"): value for name, value in opened.items()}
    return opened | typed | {"reason": WHY, "version": Case.objects.get().version} | days


def test_the_page_puts_right_and_shows_what_stood(mediator, sign_in):
    agreement, at_desk = stories.settled(mediator), sign_in(mediator)
    page = at_desk.get(address(agreement, "agreement")).content.decode()
    assert address(agreement) in page and 'id="corrections"' not in page
    assert f'value="{REACHED}"' in at_desk.get(address(agreement)).content.decode()

    answer = at_desk.post(address(agreement), sent(sealed_on=f"{SEALED_ON}"))

    page = at_desk.get(address(agreement, "agreement")).content.decode()
    assert answer.status_code == 302 and read(agreement).effective_on == SEALED_ON
    assert "2026年8月12日 → <strong>2026年8月14日</strong>" in page and WHY in page


def test_a_refused_correction_keeps_what_was_typed(mediator, sign_in):
    agreement = stories.settled(mediator)
    asked(agreement, mediator, on=SEALED_ON)

    answer = sign_in(mediator).post(address(agreement), sent(sealed_on="2026-08-15", reason="照原件核对的"))

    page = answer.content.decode()
    assert answer.status_code == 422 and "已经申请司法确认" in page
    assert "2026-08-15" in page and "照原件核对的" in page


def test_sent_twice_it_is_put_right_once(mediator, sign_in):
    agreement, at_desk = stories.settled(mediator), sign_in(mediator)
    typed = sent(sealed_on=f"{SEALED_ON}")

    answers = [at_desk.post(address(agreement), typed).status_code for _time in range(2)]

    assert answers == [302, 302] and AgreementCorrection.objects.count() == 1


def test_who_comes_second_is_shown_what_the_first_changed(mediator, sign_in):
    agreement, director = stories.settled(mediator), factories.official(Role.OD, name="主任")
    typed = sent(sealed_on="2026-08-16", reason="我看的是十六日")
    put_right(agreement, director, sealed_on=SEALED_ON)

    answer = sign_in(mediator).post(address(agreement), typed)

    page = answer.content.decode()
    assert answer.status_code == 409 and "主任" in page
    assert "2026-08-14" in page and "2026-08-16" in page and "我看的是十六日" in page
    assert read(agreement).sealed_on == SEALED_ON


def test_the_court_is_put_right_at_its_page(mediator, sign_in):
    agreement, at_desk = stories.settled(mediator), sign_in(mediator)
    asked(agreement, mediator)
    row = ruled(agreement, mediator)
    url = address(agreement, "confirmation_correction", row.pk)
    assert url in at_desk.get(address(agreement, "agreement")).content.decode()
    given = {"court": "区人民法院", "applied_on": "2026-08-20", "outcome": "PENDING", "reason": "还没有裁定，点错了"}

    assert "法院还没有决定" in at_desk.get(url).content.decode()
    assert at_desk.post(url, given).status_code == 302
    row.refresh_from_db()
    assert row.is_pending
    assert at_desk.get(address(agreement, "confirmation_correction", row.pk + 1)).status_code == 404
    pending = at_desk.get(url).context["form"]
    assert "outcome" not in pending.fields


def test_without_a_day_the_page_says_that_there_is_nothing_to_put_right(mediator, sign_in):
    dispute = stories.mediating(mediator)
    stories.talk(dispute, by=mediator)
    agreement = stories.write(dispute, by=mediator)

    page = sign_in(mediator).get(address(agreement)).content.decode()

    assert "这一步现在不能做" in page and "没有要更正的" in page
    assert sign_in(mediator).post(address(agreement), {"reason": WHY}).status_code == 422


def test_the_auditor_reads_a_reason_with_numbers_masked(mediator, sign_in):
    agreement = stories.settled(mediator)
    put_right(agreement, mediator, sealed_on=SEALED_ON, reason="13800138000 打来说的")

    page = sign_in(factories.official(Role.AU)).get(address(agreement, "agreement")).content.decode()

    assert "13800138000" not in page and "打来说的" in page


def test_a_page_with_corrections_asks_as_often_for_three_as_for_one(mediator, sign_in, queries_of):
    agreement, at_desk = stories.settled(mediator), sign_in(mediator)
    put_right(agreement, mediator, sealed_on=SEALED_ON)
    url, counts = address(agreement, "agreement"), []
    at_desk.get(url)
    for more in ([], [1, 2]):
        for days in more:
            put_right(agreement, mediator, sealed_on=SEALED_ON + days * DAY)
        counts.append(len(queries_of(lambda: at_desk.get(url))))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_put_right_one_after_the_other(sign_in):
    mediator = stories.mediator(name="金凤英")
    agreement = stories.settled(mediator)
    director = factories.official(Role.OD)
    clients, gate = [sign_in(mediator), sign_in(director)], Barrier(2)
    typed = sent(sealed_on=f"{SEALED_ON}")

    def send(client):
        try:
            gate.wait()
            return client.post(address(agreement), typed).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, clients))

    assert answers == [302, 422], "the second wrote the same: nothing is left to change"
    assert AgreementCorrection.objects.count() == 1
    assert Deadline.objects.filter(rule="M18").count() == 2

"""Supervision received from above: registered, answered by two people, late where it is seen (L43)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import rounds
from cases.cycles import Cycle, holding
from cases.models import Deadline, DueWarning, NoticeLine, SuperiorOrder
from cases.sweep import sweep
from cases.telling import tell
from cases.waiting import WAITS
from officials.calendar import Calendar
from officials.models import Role
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def people(db):
    names = {"director": Role.OD, "head": Role.HO, "handler": Role.HD, "other": Role.HD, "supervisor": Role.SV}
    return {name: factories.official(role, name=name) for name, role in names.items()}


def received(people, *, case=None, days=10, **fields):
    said = {
        "form": SuperiorOrder.Form.SUPERVISION,
        "organ": "区信访局",
        "sender_no": f"东信督〔2026〕{SuperiorOrder.objects.count() + 1}号",
        "issued_on": today() - DAY,
        "received_on": today(),
        "asked": "说明为什么没有按期答复。",
        "due_on": today() + days * DAY,
        "unit": people["handler"].unit,
        "official": people["handler"],
        "case": case,
        "by": people["director"],
        "on": today(),
    }
    return SuperiorOrder.objects.register(**said | fields)


def address(name, record):
    return reverse(f"cases:{name}", args=[record.pk])


def test_what_comes_from_above_is_registered_with_its_clock(people, sign_in):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    client = sign_in(people["director"])
    typed = form_of(client, reverse("cases:superior_order_add")) | {
        "form": "LISTED",
        "organ": "区信访局",
        "sender_no": "东信督〔2026〕9号",
        "received_on": "昨天",
        "asked": "一个月内化解。",
        "due_on": "+10",
        "number": case.number,
        "owner": people["handler"].postings.get().pk,
    }

    answer = client.post(reverse("cases:superior_order_add"), typed)

    order = SuperiorOrder.objects.get()
    assert answer["Location"] == address("superior_order", order)
    clock = order.deadline
    assert (clock.rule, clock.kind, clock.started_on) == ("L43", Deadline.Kind.ASSIGNED, today() - DAY)
    assert clock.official == people["handler"]
    assert case.events.filter(kind="SUPERVISED", detail__contains="挂牌督办").exists()
    again = client.post(reverse("cases:superior_order_add"), typed | {"submission": ""})
    assert again.status_code == 422 and "sender_no" in again.context["form"].errors


def test_it_is_kept_apart_from_the_offices_own_supervision(people):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    received(people, case=case)

    assert not case.supervision_orders.exists()
    case.refresh_from_db()
    assert case.next_legal_on == case.deadlines.running().legal().earliest("legal_end_on").legal_end_on


def test_who_answers_and_who_looks_on_see_it_and_nobody_else(people, sign_in):
    order = received(people)

    statuses = {
        name: sign_in(person).get(address("superior_order", order)).status_code for name, person in people.items()
    }

    assert statuses == {"director": 200, "head": 200, "handler": 200, "supervisor": 200, "other": 404}


def test_the_answer_takes_two_people(people, sign_in):
    order = received(people)
    handler, head = sign_in(people["handler"]), sign_in(people["head"])
    assert handler.post(address("superior_answer", order), {"text": ""}).status_code == 422
    assert handler.post(address("superior_answer", order), {"text": "已经送达，今后按期。"}).status_code == 302
    assert handler.post(address("superior_approval", order), {"agrees": "yes", "note": ""}).status_code == 403
    assert order in SuperiorOrder.objects.for_approval_of(people["head"])
    back = head.post(address("superior_approval", order), {"agrees": "no", "note": ""})
    assert back.status_code == 422
    assert head.post(address("superior_approval", order), {"agrees": "no", "note": "补上日期。"}).status_code == 302
    assert handler.post(address("superior_answer", order), {"text": "9 月 1 日送达。"}).status_code == 302

    assert head.post(address("superior_approval", order), {"agrees": "yes", "note": ""}).status_code == 302

    order.refresh_from_db()
    assert order.answered_on == today()
    assert order.deadline.ended_on == today()
    assert [row.agrees for row in order.answers.all()] == [False, True]


def test_the_director_does_not_stand_for_his_own_draft(people, sign_in):
    order = received(people)
    order.answer("已办。", by=people["director"], on=today())

    assert sign_in(people["director"]).get(address("superior_approval", order)).status_code == 403
    assert order not in SuperiorOrder.objects.for_approval_of(people["director"])
    with pytest.raises(ValidationError, match="另一个人"):
        order.approve(agrees=True, by=people["director"], on=today())
    with pytest.raises(IntegrityError, match="two_stand_for_a_superior_answer"), transaction.atomic():
        order.answers.update(agrees=True, approved_by=people["director"], approved_on=today())


def test_on_a_case_it_waits_with_whose_turn_it_is(people):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    order = received(people, case=case)

    def waits(action, name):
        return list(WAITS[f"cases:{action}"].cases(people[name]).values_list("case", flat=True))

    assert waits("superior_answer", "handler") == [case.pk]
    order.answer("已办。", by=people["handler"], on=today())

    assert waits("superior_answer", "handler") == []
    assert waits("superior_approval", "head") == [case.pk]
    assert waits("superior_approval", "handler") == []


@pytest.mark.parametrize(("after", "is_late"), [(0, False), (1, True)])
def test_it_is_late_the_day_after_the_senders_day(people, after, is_late):
    order = received(people, days=3)

    assert SuperiorOrder.objects.late(order.due_on + after * DAY).exists() is is_late


def test_a_late_one_is_warned_of_and_stands_in_the_week(people):
    order = received(people, days=1)
    sweep(timezone.now() + 3 * DAY)
    tell()
    period = holding(Cycle.WEEK, timezone.now() + 10 * DAY, Calendar.load())
    lines = rounds.lines([period], people["director"])[Cycle.WEEK]

    assert DueWarning.objects.filter(deadline=order.deadline, level__gte=DueWarning.Level.LATE).exists()
    assert NoticeLine.objects.filter(deadline=order.deadline, notice__recipient=people["handler"]).exists()
    assert [line.lacking for line in lines if line.expectation.key == "superior"] == [1]


def test_it_is_owed_though_its_case_is_closed(people):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    order = received(people, case=case)

    Deadline.objects.end_with_case(case, on=today(), reason="办结")

    order.deadline.refresh_from_db()
    assert order.deadline.is_running


def test_whoever_is_accused_sees_nothing_of_it(people):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    order = received(people, case=case)
    case.parties.create(role="RESPONDENT", name="handler", official=people["handler"])

    assert order not in SuperiorOrder.objects.visible_to(people["handler"])


def test_the_register_takes_the_same_statements_for_one_row_and_for_many(people, sign_in, queries_of):
    received(people)
    client, url = sign_in(people["director"]), reverse("cases:superior_orders")
    client.get(url)
    few = len(queries_of(lambda: client.get(url)))
    for _more in range(3):
        received(people)

    assert len(queries_of(lambda: client.get(url))) == few

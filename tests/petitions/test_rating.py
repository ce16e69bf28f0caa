"""The petitioner rates two objects himself; silence is silence; no satisfaction is owed more (P10, L33, R23)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Evaluation, Event, Invitation
from officials.models import Role
from petitions.models import Petition
from reception.models import Visit
from tests import factories
from tests.petitions.stories import W6, Story, handler, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
LAST = date(2026, 9, 2)  # a Wednesday, thirty days on
RATE = reverse("reception:rate")
OFFICE, UNIT = Evaluation.About.OFFICE, Evaluation.About.UNIT
PAPER, ONLINE = Evaluation.Via.PAPER, Evaluation.Via.ONLINE


def says(grade, words="", shown=False):
    return (grade, [], words, shown)


def asked(on=DAY, **fields):
    """A petition whose petitioner has been asked to rate."""
    return Story(registered(W6, on=on, **fields)).ready_to_close(on).petition


def clerk():
    return factories.official(Role.RC)


def sent(code, **fields):
    return {"code": code, "act": "rate", **fields}


def code_of(petition):
    visit = Visit.objects.get(case=petition.case)
    visit.issue_code(timezone.now())
    visit.save()
    return visit.query_code


# ---------- 谁来评 ----------
def test_the_petitioner_rates_the_office_and_the_unit_with_his_code(client):
    petition = asked(timezone.localdate())
    code = code_of(petition)

    answer = client.post(
        RATE,
        sent(code, grade_OFFICE="SATISFIED", grade_UNIT="DISSATISFIED", reasons_UNIT=["SPEED"], words_UNIT="太慢"),
    )

    assert answer.status_code == 302
    office, unit = Evaluation.objects.order_by("about")
    assert (office.grade, office.via, office.entered_by) == ("SATISFIED", "ONLINE", None)
    assert (unit.grade, unit.reasons, unit.words) == ("DISSATISFIED", ["SPEED"], "太慢")
    assert unit.unit == petition.case.handling_unit


def test_the_code_page_shows_the_matter_and_no_name(client):
    petition = asked(timezone.localdate(), name="张建国")

    page = client.post(RATE, {"code": code_of(petition)}).content.decode()

    assert "城市建设科" in page
    assert "提交评价" in page
    assert "张" not in page.replace("张贴", "")
    assert petition.case.statement not in page


def test_the_same_object_is_rated_once(client):
    petition = asked(timezone.localdate())
    code = code_of(petition)
    client.post(RATE, sent(code, grade_OFFICE="SATISFIED"))

    again = client.post(RATE, sent(code, grade_OFFICE="DISSATISFIED"))

    assert again.status_code == 422
    assert Evaluation.objects.get().grade == "SATISFIED"
    assert client.post(RATE, sent(code, grade_UNIT="FAIR")).status_code == 302


def test_a_wrong_code_and_a_voided_receipt_open_nothing(client):
    petition = asked(timezone.localdate())
    code = code_of(petition)
    Visit.objects.update(voided_at=timezone.now())

    assert client.post(RATE, {"code": code}).status_code == 422
    assert client.post(RATE, {"code": "ABCD EFGH JKLM"}).status_code == 422


def test_too_many_wrong_codes_stop_this_address(client, settings):
    settings.WRONG_CODES_AN_HOUR = 2
    code = code_of(asked(timezone.localdate()))
    for _try in range(2):
        client.post(RATE, {"code": "2222 2222 2222"})

    answer = client.post(RATE, {"code": code})

    assert answer.status_code == 422
    assert "填错太多次" in answer.content.decode()


def test_nobody_is_asked_before_the_answer_is_served(client):
    petition = registered(W6, on=timezone.localdate())
    code = code_of(petition)

    page = client.post(RATE, {"code": code})

    assert "还没有到评价的时候" in page.content.decode()
    assert client.post(RATE, sent(code, grade_OFFICE="SATISFIED")).status_code == 422


def test_a_number_in_the_words_is_taken_out_by_who_wrote_it(client):
    code = code_of(asked(timezone.localdate()))

    answer = client.post(RATE, sent(code, grade_OFFICE="FAIR", words_OFFICE="打我电话13800004471"))

    assert answer.status_code == 422
    assert not Evaluation.objects.exists()


def test_words_without_a_grade_ask_for_it(client):
    code = code_of(asked(timezone.localdate()))

    answer = client.post(RATE, sent(code, words_UNIT="谢谢"))

    assert answer.status_code == 422
    assert "请选满意、基本满意或者不满意" in answer.content.decode()


# ---------- 代录 ----------
def test_a_clerk_copies_in_the_paper_form(sign_in):
    petition = asked(timezone.localdate())
    pen = petition.case.first_receiver

    answer = sign_in(pen).post(
        reverse("petitions:evaluation", args=[petition.case.number]),
        {"via": "PAPER", "on": "今天", "grade_OFFICE": "FAIR", "grade_UNIT": "SATISFIED"},
    )

    assert answer.status_code == 302, answer.content.decode()
    assert {one.entered_by for one in Evaluation.objects.all()} == {pen}


def test_nobody_of_the_handling_unit_holds_the_pen():
    petition = asked()

    with pytest.raises(ValidationError, match="不能代录、协助评价"):
        petition.evaluate(on=DAY, via=PAPER, by=handler(), given={UNIT: says("SATISFIED")})


def test_who_handled_the_case_holds_no_pen_whatever_his_unit():
    petition = asked()
    director = petition.case.claims.get().answered_by

    with pytest.raises(ValidationError, match="您办过这一件"):
        petition.evaluate(on=DAY, via=PAPER, by=director, given={UNIT: says("SATISFIED")})


def test_the_database_refuses_the_pen_of_the_handler_and_of_his_unit():
    petition, one = asked(), handler()
    invitation = Invitation.objects.get()
    row = {"invitation": invitation, "about": UNIT, "grade": "SATISFIED", "on": DAY, "via": PAPER, "entered_by": one}

    for guard in (
        {"handler": one, "entered_unit": factories.section("信访办")},
        {"unit": one.unit, "entered_unit": one.unit},
    ):
        with pytest.raises(IntegrityError, match="who_handled_rates_for_nobody"), transaction.atomic():
            Evaluation.objects.create(**row, **guard)
    with pytest.raises(IntegrityError, match="online_is_rated_by_nobody"), transaction.atomic():
        Evaluation.objects.create(**row, entered_unit=None, unit=petition.case.handling_unit)


def test_an_evaluation_is_never_changed():
    petition = asked()
    petition.evaluate(on=DAY, via=ONLINE, given={UNIT: says("DISSATISFIED")})
    one = Evaluation.objects.get()
    one.grade = "SATISFIED"

    with pytest.raises(ValidationError, match="不能再改"):
        one.save()


# ---------- 期限 ----------
@pytest.mark.parametrize(("on", "is_in_time"), [(LAST, True), (LAST + timedelta(days=1), False)])
def test_the_thirtieth_day_is_the_last(on, is_in_time):
    petition = asked()

    assert Invitation.objects.get().until == LAST
    if is_in_time:
        petition.evaluate(on=on, via=ONLINE, given={UNIT: says("FAIR")})
    else:
        with pytest.raises(ValidationError, match="超期未评价"):
            petition.evaluate(on=on, via=ONLINE, given={UNIT: says("FAIR")})


def test_silence_is_neither_satisfied_nor_dissatisfied():
    petition = asked()

    assert [row["state"] for row in petition.ratings(LAST)] == ["等本人评价"] * 2
    assert [row["state"] for row in petition.ratings(LAST + timedelta(days=1))] == ["超期未评价"] * 2
    assert not petition.owes_second_effort()
    assert petition.missing_before_closing() == []


# ---------- 不满意 ----------
def test_who_is_not_satisfied_is_owed_a_second_effort_before_closing():
    petition = asked()
    petition.evaluate(on=DAY, via=ONLINE, given={UNIT: says("DISSATISFIED")})

    with pytest.raises(ValidationError, match="不满意后的再次工作"):
        petition.close(by=petition.case.first_receiver, on=DAY)


def test_after_the_second_effort_a_dissatisfied_petitioner_holds_up_nothing():
    petition = asked()
    petition.evaluate(on=DAY, via=ONLINE, given={UNIT: says("DISSATISFIED")})
    petition.try_again(by=petition.case.first_receiver, on=DAY, what="当面再解释一次依据。")

    petition.close(by=petition.case.first_receiver, on=DAY)

    assert petition.case.stage == Case.Stage.CLOSED
    assert Evaluation.objects.get().grade == "DISSATISFIED"


def test_a_second_effort_comes_after_the_word_it_answers():
    petition = asked()
    petition.evaluate(on=DAY + timedelta(days=2), via=ONLINE, given={UNIT: says("DISSATISFIED")})

    with pytest.raises(ValidationError, match="不能早于评价、回访的日期"):
        petition.try_again(by=petition.case.first_receiver, on=DAY + timedelta(days=1), what="去过一次。")


def test_without_a_dissatisfied_word_there_is_no_second_effort():
    petition = asked()
    petition.evaluate(on=DAY, via=ONLINE, given={UNIT: says("SATISFIED")})

    with pytest.raises(ValidationError, match="没有评为不满意的"):
        petition.try_again(by=petition.case.first_receiver, on=DAY, what="去过一次。")


def test_a_closed_case_is_still_rated_until_the_last_day():
    petition = asked()
    petition.close(by=petition.case.first_receiver, on=DAY)

    petition.evaluate(on=LAST, via=ONLINE, given={UNIT: says("DISSATISFIED")})
    petition.try_again(by=petition.case.first_receiver, on=LAST, what="再上门一次。")

    assert not petition.owes_second_effort()


# ---------- 谁看得到 ----------
def test_the_handler_learns_of_dissatisfaction_and_not_of_praise(sign_in):
    person = handler()
    petition = registered(W6, on=DAY)
    story = Story(petition, factories.official(Role.OD))
    story.triage(DAY, handler=person)
    story.take("acceptance", DAY).take("investigation", DAY).take("answer", DAY, petition.case.claims.get())
    story.signed(DAY).take("notice", DAY).take("service", DAY).take("rating", DAY)
    petition.evaluate(
        on=DAY, via=ONLINE, given={OFFICE: says("SATISFIED", "窗口好"), UNIT: says("DISSATISFIED", "来得太慢")}
    )

    seen = sign_in(person).get(petition.get_absolute_url()).content.decode()
    whole = sign_in(story.by).get(petition.get_absolute_url()).content.decode()

    assert "不满意</span>" in seen
    assert ">满意</span>" not in seen
    assert "来得太慢" not in seen
    assert "来得太慢" in whole
    assert ">满意</span>" in whole


def test_the_words_are_in_no_event_and_not_readable_in_the_database():
    petition = asked()
    petition.evaluate(on=DAY, via=ONLINE, given={UNIT: says("DISSATISFIED", "我家三楼漏水")})

    with connection.cursor() as cursor:
        cursor.execute("select words from cases_evaluation")
        assert "漏水" not in cursor.fetchone()[0]
    told = Event.objects.get(kind=Event.Kind.EVALUATED)
    assert told.actor is None
    assert "不满意" not in told.detail


def test_the_pen_is_offered_to_the_clerk_and_the_effort_to_the_handler():
    person = handler()
    today = timezone.localdate()
    petition = asked(today)
    Case.objects.filter(pk=petition.case_id).update(handler=person)
    petition.evaluate(on=today, via=ONLINE, given={UNIT: says("DISSATISFIED")})
    petition = Petition.objects.get()

    assert "effort" in [action.name for action in petition.actions_for(person) if action.is_allowed]
    assert "evaluation" not in [action.name for action in petition.actions_for(person) if action.is_allowed]
    registrar = petition.case.first_receiver
    assert "evaluation" in [action.name for action in petition.actions_for(registrar) if action.is_allowed]


@pytest.mark.django_db(transaction=True)
def test_two_who_rate_at_once_leave_one_word(client):
    petition = asked(timezone.localdate())
    code, ready = code_of(petition), Barrier(2)

    def rate(grade):
        try:
            ready.wait(timeout=10)
            return type(client)().post(RATE, sent(code, grade_UNIT=grade)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(sent.result() for sent in [threads.submit(rate, grade) for grade in ("FAIR", "DISSATISFIED")])

    assert answers == [302, 422]
    assert Evaluation.objects.count() == 1

"""Causes of matters, suggestions with their feedback, lessons, and the data of the year (F3, F60, L30)."""

import io
from datetime import timedelta

import pytest
import python_calamine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseCause, CauseCode, Deadline, SealedReader
from disputes.models import Lesson, Suggestion
from disputes.models.cause import common_causes
from officials.models import Zone
from tests import factories
from tests.browsing import form_of
from tests.disputes.screened import DAY, GARDEN, LANE, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(db):
    return people()


def today():
    return timezone.localdate()


def pipes():
    return CauseCode.objects.get(code="C4")


def matter(who, *, community=GARDEN, cause=None, **fields):
    case = factories.case(who["director"], community=factories.community(community), **fields)
    CaseCause.objects.settle(case, cause or pipes(), reason="水管二十年没换", by=who["director"], on=today())
    return case


def common(who):
    found = common_causes(Case.objects.visible_to(who, "causes:list"), today() - DAY, today())
    return [(row["case__community__name"], row["cause__name"], row["matters"]) for row in found]


def suggested(who, **fields):
    said = {
        "cause": pipes(),
        "unit": None,
        "organ": "区住建局",
        "text": "把二次供水改造列入明年的计划。",
        "due_on": today() + 30 * DAY,
        "by": who["director"],
        "on": today(),
    }
    return Suggestion.objects.make(**said | fields)


# ---------- 成因 ----------
@pytest.mark.parametrize(("number", "listed"), [(2, False), (3, True)])
def test_three_matters_of_one_cause_in_one_community_are_listed_and_two_are_not(who, number, listed):
    for _one in range(number):
        matter(who)
    matter(who, community=LANE)

    assert common(who["director"]) == ([(GARDEN, "公共设施老旧", 3)] if listed else [])


def test_one_cause_stands_for_a_case_and_the_one_before_is_kept(who):
    case = matter(who)
    other = CauseCode.objects.get(code="B1")

    CaseCause.objects.settle(case, other, reason="拖了三个月", by=who["director"], on=today())

    rows = CaseCause.objects.filter(case=case).order_by("pk")
    assert [(row.cause.code, row.withdrawn_at is None) for row in rows] == [("C4", False), ("B1", True)]
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseCause.objects.create(case=case, cause=other, reason="再", by=who["director"])
    with pytest.raises(ValidationError):
        CaseCause.objects.settle(case, other, reason="同一条", by=who["director"], on=today())


def test_a_sealed_matter_counts_nowhere_not_even_for_its_reader(who):
    for _one in range(3):
        matter(who)
    sealed = Case.objects.latest("pk")
    SealedReader.objects.create(case=sealed, official=who["director"], named_by=who["director"])
    Case.objects.filter(pk=sealed.pk).update(confidentiality="SEALED")

    assert common(who["director"]) == []


def test_a_leader_sees_the_causes_of_his_own_area(who):
    leader = factories.official("LO")
    Zone.objects.create(leader=leader, community=factories.community(LANE), since=today() - 9 * DAY)
    for _one in range(3):
        matter(who)
        matter(who, community=LANE)

    assert common(leader) == [(LANE, "公共设施老旧", 3)]


def test_the_handler_says_the_cause_on_the_page_of_his_case_and_another_does_not(who, sign_in):
    case = factories.triaged(by=who["director"], handler=who["handler"])
    other = factories.official("HD", at=factories.section("社会事务科"))
    client, address = sign_in(who["handler"]), reverse("causes:settle", args=[case.number])

    answer = client.post(address, {**form_of(client, address), "cause": pipes().pk, "reason": "水管二十年没换"})

    assert answer.status_code == 302
    assert CaseCause.objects.standing().get().by == who["handler"]
    assert "公共设施老旧" in client.get(case.get_absolute_url()).content.decode()
    assert sign_in(other).get(address).status_code == 404


def test_a_reworded_cause_leaves_what_was_counted_under_the_old_one(who):
    old = pipes()
    case = matter(who)
    old.reword("二次供水老旧", on=today() + DAY, today=today())

    assert CaseCause.objects.standing().get(case=case).cause.name == "公共设施老旧"
    assert [row.name for row in CauseCode.objects.in_use(today()).filter(code="C4")] == ["公共设施老旧"]
    assert [row.name for row in CauseCode.objects.in_use(today() + DAY).filter(code="C4")] == ["二次供水老旧"]


def test_the_number_opens_its_matters_as_the_reader_sees_them(who, sign_in):
    cases = [matter(who) for _one in range(3)]
    client = sign_in(who["director"])
    page = client.get(reverse("causes:list")).context["rows"][0]
    address = f"{reverse('causes:matters')}?cause={page['cause']}&community={page['case__community']}"

    shown = client.get(address).content.decode()

    assert all(case.number in shown for case in cases)
    assert cases[0].number not in sign_in(who["handler"]).get(address).content.decode()


# ---------- 建议 ----------
def test_a_suggestion_is_asked_of_one_and_runs_until_its_feedback(who):
    with pytest.raises(ValidationError):
        suggested(who, organ="")
    with pytest.raises(ValidationError):
        suggested(who, unit=factories.section())
    with pytest.raises(ValidationError):
        suggested(who, due_on=today())
    one = suggested(who)
    clock = one.deadline

    one.answer("PARTLY", feedback="列入后年。", answered_on=today(), by=who["director"], on=today())
    clock.refresh_from_db()

    assert (clock.rule, clock.kind, clock.official, clock.ended_on) == ("F3", "TASK", who["director"], today())
    with pytest.raises(ValidationError):
        one.answer("NOT", feedback="不。", answered_on=today(), by=who["director"], on=today())


def test_feedback_cannot_lie_before_the_suggestion_or_after_today(who):
    one = suggested(who)
    for day in (today() - DAY, today() + DAY):
        with pytest.raises(ValidationError):
            one.answer("ADOPTED", feedback="列入。", answered_on=day, by=who["director"], on=today())


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_a_suggestion_is_late_the_day_after_its_last(who, days, late):
    one = suggested(who)

    assert one.is_late(one.due_on + timedelta(days=days)) is late


def test_the_page_of_causes_says_what_was_suggested_and_whether_it_was_adopted(who, sign_in):
    for _one in range(3):
        matter(who)
    client = sign_in(who["director"])
    address = reverse("causes:suggestion_add") + f"?cause={pipes().pk}"
    sent = form_of(client, address)
    given = {"organ": "区住建局", "text": "列入改造。", "due_on": "+30"}

    made = client.post(address, {**sent, **given})
    feedback = reverse("causes:feedback", args=[Suggestion.objects.get().pk])
    back = client.post(feedback, {**form_of(client, feedback), "adoption": "ADOPTED", "feedback": "已列入。"})
    page = client.get(reverse("causes:list")).content.decode()

    assert made.status_code == back.status_code == 302
    assert Suggestion.objects.get().number in page and "采纳" in page


# ---------- 一年 ----------
def test_a_lesson_names_its_source_and_what_was_changed(who, sign_in):
    client, address, one = sign_in(who["director"]), reverse("causes:lesson_add"), suggested(who)
    given = {"text": "先换管再换表。", "change": "报修三次以上的先勘查"}

    refused = client.post(address, {**form_of(client, address), **given})
    taken = client.post(address, {**form_of(client, address), **given, "suggestion": one.pk})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert Lesson.objects.get().year == today().year
    assert "先换管再换表" in client.get(reverse("causes:lessons")).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.create(year=2026, text="空", change="空", written_by=who["director"], written_on=today())


def rows_of(sections, title):
    return dict(next(section.rows for section in sections if section.title == title))


def test_the_data_of_the_year_count_what_came_in_it_and_nothing_sealed(who, sign_in):
    client, now = sign_in(who["director"]), timezone.now()
    matter(who)
    matter(who, channel=Case.Channel.LETTER)
    old = matter(who)
    Case.objects.filter(pk=old.pk).update(received_at=now - timedelta(days=800), registered_at=now)
    sealed = matter(who)
    Case.objects.filter(pk=sealed.pk).update(confidentiality="SEALED")
    suggested(who).answer("ADOPTED", feedback="列入。", answered_on=today(), by=who["director"], on=today())

    page = client.get(reverse("causes:annual"))

    channels = rows_of(page.context["sections"], "登记了多少，从哪来")
    assert (channels["来访"], channels["来信"]) == (1, 1)
    assert rows_of(page.context["sections"], "完善政策建议")["采纳"] == 1


def test_the_workbook_says_the_same_as_the_page(who, sign_in):
    client = sign_in(who["director"])
    matter(who)
    matter(who, channel=Case.Channel.ASSIGNED)
    page = client.get(reverse("causes:annual"))

    answer = client.get(reverse("causes:annual_xlsx"))
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    written = [(row[0], row[1]) for row in rows if row[0] and row[1] != ""]
    assert written == [(str(label), count) for section in page.context["sections"] for label, count in section.rows]
    assert answer["Content-Disposition"].endswith('.xlsx"')


def test_nobody_below_the_office_takes_the_data_of_the_year(who, sign_in):
    for name in ("handler", "window", "grid"):
        assert sign_in(who[name]).get(reverse("causes:annual_xlsx")).status_code == 403


@pytest.mark.parametrize("name", ["causes:list", "causes:suggestions", "causes:lessons", "causes:annual"])
def test_a_page_asks_no_more_for_many_rows_than_for_few(who, sign_in, queries_of, name):
    client = sign_in(who["director"])

    def more(number):
        for _one in range(number):
            matter(who)
            one = suggested(who)
            Lesson.objects.create(
                year=today().year,
                text="试",
                change="试",
                suggestion=one,
                written_by=who["director"],
                written_on=today(),
            )

    more(3)
    client.get(reverse(name))
    few = len(queries_of(lambda: client.get(reverse(name))))
    more(3)

    assert len(queries_of(lambda: client.get(reverse(name)))) == few
    assert Deadline.objects.filter(rule="F3").count() == 6


def test_the_year_says_nothing_of_accusations_rather_than_that_there_were_none(sign_in):
    page = sign_in(people()["director"]).get(reverse("causes:annual")).content.decode()
    assert "申诉求决" in page and "检举控告" not in page

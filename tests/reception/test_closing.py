"""What closing the day still wants: by what one may see, sealed outside, each line with its list (T10, F41)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import rounds
from cases.cycles import containing, holding
from cases.models import Case, Deadline, Round
from officials.calendar import Calendar
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/closing/"


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


def lines(client):
    part = client.get(PAGE, headers={"HX-Request": "true"})
    return {line["url"]: line["count"] for line in part.context["open"]}


def test_each_line_counts_what_is_not_done_and_leads_to_its_list(sign_in, clerk):
    client = sign_in(clerk)
    factories.visit(clerk, statement="", waits=True)
    factories.visit(clerk, channel=Case.Channel.LETTER)

    found = lines(client)

    assert found["/contacts/?view=talk"] == found["/contacts/?view=unread"] == 1
    assert found["/cases/?view=untriaged"] == 1
    assert all(client.get(url).status_code == 200 for url in found)


def test_what_falls_due_today_is_asked_for_today_and_not_the_day_before(sign_in, clerk):
    visit = factories.visit(clerk, channel=Case.Channel.LETTER)
    due = Case.objects.get(pk=visit.case_id).next_legal_on

    calendar = Calendar.load()
    before = calendar.workday_on_or_before(due - timedelta(days=1))
    after = calendar.add_workdays(due, 1)

    def due_on(day):
        period = containing(rounds.DAY, day, calendar)
        found = rounds.lines([period], clerk)[rounds.DAY]
        return {line.expectation.key: line.lacking for line in found}["today"]

    assert [due_on(day) for day in (before, due, after)] == [0, 1, 0]
    assert sign_in(clerk).get("/cases/?due=today").status_code == 200


def test_a_promise_past_its_day_is_a_line_with_its_list(sign_in):
    director = factories.official(Role.OD)
    case = factories.triaged()
    today = timezone.localdate()

    def promised_until(day):
        Deadline.objects.filter(case=case, rule="L37").delete()
        Deadline.objects.create(
            case=case,
            kind=Deadline.Kind.PROMISE,
            rule="L37",
            label="履行",
            started_on=day,
            nominal_on=day,
            legal_end_on=day,
            target_on=day,
        )
        return lines(sign_in(director)).get("/cases/?view=promises")

    period = holding(rounds.DAY, timezone.now(), Calendar.load())
    assert promised_until(period.starts_on) is None
    assert promised_until(min(today, period.starts_on) - timedelta(days=1)) == 1
    assert case.title in sign_in(director).get("/cases/?view=promises").content.decode()


def test_the_sealed_and_what_one_may_not_see_are_not_counted(sign_in, clerk):
    factories.visit(clerk, channel=Case.Channel.LETTER, purpose="ACCUSATION", respondent="某某")

    assert not {"/contacts/?view=unread", "/cases/?view=untriaged"} & set(lines(sign_in(clerk)))
    assert not lines(sign_in(factories.official(Role.LO)))


def test_the_counts_take_as_many_statements_with_few_as_with_many(sign_in, clerk, queries_of):
    client = sign_in(clerk)
    lines(client)
    few = len(queries_of(lambda: lines(client)))
    for _n in range(3):
        factories.visit(clerk, channel=Case.Channel.LETTER)

    assert len(queries_of(lambda: lines(client))) == few


def test_there_is_one_day_closing_and_its_page_is_the_round_of_the_day(sign_in, clerk):
    client = sign_in(clerk)
    assert client.get(PAGE)["Location"] == "/cases/rounds/"

    Round.objects.run(timezone.now())

    round = Round.objects.current("DAY")
    assert client.get(PAGE)["Location"] == round.get_absolute_url()
    assert client.get(round.get_absolute_url()).status_code == 200


def test_the_desk_is_given_the_lines_alone(sign_in, clerk):
    part = sign_in(clerk).get(PAGE, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part and "可以日结" in part

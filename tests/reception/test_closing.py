"""What closing the day still wants: by what one may see, sealed outside, each line with its list (T10, F41)."""

from datetime import timedelta

import pytest

from cases import rounds
from cases.models import Case
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/closing/"


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


def lines(client):
    return {line["url"]: line["count"] for line in client.get(PAGE).context["open"]}


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

    def due_on(day):
        return {one.key: count for one, count in rounds.lacking(rounds.DAY, clerk, day)}["today"]

    assert [due_on(due + timedelta(days=n)) for n in (-1, 0, 1)] == [0, 1, 0]
    assert sign_in(clerk).get("/cases/?due=today").status_code == 200


def test_the_sealed_and_what_one_may_not_see_are_not_counted(sign_in, clerk):
    factories.visit(clerk, channel=Case.Channel.LETTER, purpose="ACCUSATION", respondent="某某")

    assert not {"/contacts/?view=unread", "/cases/?view=untriaged"} & set(lines(sign_in(clerk)))
    assert not lines(sign_in(factories.official(Role.LO)))


def test_the_counts_take_as_many_statements_with_few_as_with_many(sign_in, clerk, queries_of):
    client = sign_in(clerk)
    client.get(PAGE)
    few = len(queries_of(lambda: client.get(PAGE)))
    for _n in range(3):
        factories.visit(clerk, channel=Case.Channel.LETTER)

    assert len(queries_of(lambda: client.get(PAGE))) == few


def test_the_desk_is_given_the_lines_alone(sign_in, clerk):
    part = sign_in(clerk).get(PAGE, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part and "可以日结" in part

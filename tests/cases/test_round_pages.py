"""The clearing board and the page of each round: numbers with their list, reasons, signature, correction."""

import io
import re
from datetime import datetime, timedelta

import pypdf
import pytest
from django.utils import timezone

from cases import rounds
from cases.cycles import Cycle
from cases.models import Case, Deadline, Round, RoundException
from officials.models import AuditEntry, Role
from tests import factories

pytestmark = pytest.mark.django_db

BOARD = "/cases/rounds/"


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def letter(received, **fields):
    visit = factories.visit(channel=Case.Channel.LETTER, received_at=at(received), **fields)
    type(visit).objects.filter(pk=visit.pk).update(registered_at=at(received))
    Case.objects.filter(pk=visit.case_id).update(registered_at=at(received))
    return visit


@pytest.fixture
def closed():
    """The day of 29 October 2026, cut off with one letter that nobody has read or triaged."""
    Round.objects.run(at("2026-10-29T09:00"))
    letter("2026-10-29T10:00")
    Round.objects.run(at("2026-10-29T18:05"))
    return Round.objects.get(cycle=Cycle.DAY, starts_on="2026-10-29")


@pytest.fixture
def director():
    return factories.official(Role.OD)


def texts(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def words_for(round, **more):
    data = {}
    for row in round.exceptions.all():
        data |= {f"reason_{row.pk}": "WORKING", f"note_{row.pk}": "", f"new_on_{row.pk}": "+3"}
    return data | more


def test_the_board_shows_where_each_round_stands_and_who_signs_it(sign_in, closed):
    page = sign_in(factories.official(Role.RC)).get(BOARD)

    assert page.status_code == 200
    assert [str(one.round) for one in page.context["standings"]] == [
        "DAY 2026-10-29",
        "DAY 2026-10-30",
        "WEEK 2026-10-26",
        "TEN_DAYS 2026-10-21",
        "MONTH 2026-10-01",
        "YEAR 2026-01-01",
    ]
    assert [str(one.round) for one in page.context["mine"]] == ["DAY 2026-10-29"]
    assert "等您签字：日结 10月29日" in texts(page) and "接访登记员" in texts(page)


def test_who_sees_no_rounds_gets_none(sign_in, closed):
    client = sign_in(factories.official(Role.GW))

    assert {client.get(url).status_code for url in (BOARD, closed.get_absolute_url())} == {403}


def test_the_board_takes_as_many_statements_with_many_rounds_and_cases_as_with_few(sign_in, director, queries_of):
    client = sign_in(director)
    Round.objects.run(at("2026-10-01T09:00"))
    client.get(BOARD)
    few = queries_of(lambda: client.get(BOARD))
    for day in (8, 9, 10, 12, 13):
        letter(f"2026-10-{day:02}T10:00")
        Round.objects.run(at(f"2026-10-{day:02}T18:05"))
    many = queries_of(lambda: client.get(BOARD))

    assert len(many) == len(few) <= 12


@pytest.mark.parametrize("path", ["day/2026-10-28/", "day/2026-10-32/", "hour/2026-10-29/"])
def test_a_round_that_does_not_exist_is_not_found(sign_in, director, closed, path):
    assert sign_in(director).get(f"{BOARD}{path}").status_code == 404


def test_an_open_round_counts_what_the_reader_sees_and_each_number_opens_its_cases(sign_in, director):
    Round.objects.run(timezone.now())
    case = factories.case()
    open_round = Round.objects.current(Cycle.DAY)
    client = sign_in(director)

    lines = {line.label: line for line in client.get(open_round.get_absolute_url()).context["lines"]}
    line = lines["登记了，还没分流"]
    shown = client.get(line.list_url)

    assert line.lacking == 1 and case.number in texts(shown)
    other = sign_in(factories.official(Role.HD, at=factories.section("社会事务科")))
    assert "登记了，还没分流" in texts(other.get(open_round.get_absolute_url()))
    assert case.number not in texts(other.get(line.list_url))


def test_the_way_to_the_list_of_another_page_leads_there(sign_in, closed):
    client = sign_in(factories.official(Role.RC))

    assert client.get(f"{closed.get_absolute_url()}unread/list/")["Location"] == "/contacts/?view=unread"
    assert client.get(f"{closed.get_absolute_url()}nothing/list/").status_code == 404


def test_what_is_in_the_way_stands_on_the_page_of_whoever_may_see_it(sign_in, director, closed):
    number = closed.exceptions.get(subject="case").name

    seen = sign_in(director).get(closed.get_absolute_url())
    unseen = sign_in(factories.official(Role.RC)).get(closed.get_absolute_url())

    assert number in texts(seen) and seen.context["unexplained"] == 2 and seen.context["hidden"] == 0
    assert number not in texts(unseen)
    assert "另有 2 件不在您能看的范围" in texts(unseen)


def test_the_clock_of_a_case_in_the_way_stands_beside_it(sign_in, director, closed):
    number, day = closed.exceptions.get(subject="case").name, timezone.localdate() + timedelta(days=40)
    Deadline.objects.filter(case__number=number).update(legal_end_on=day, nominal_on=day)

    page = sign_in(director).get(closed.get_absolute_url())

    assert page.status_code == 200 and "还有40天" in texts(page)


def test_what_is_sealed_since_leaves_the_page_and_every_number_of_hidden_ones(sign_in, director, closed):
    case = Case.objects.get(number=closed.exceptions.get(subject="case").name)
    case.seal(by=director, reason="检举")

    for role in (Role.OD, Role.RC):
        page = sign_in(factories.official(role)).get(closed.get_absolute_url())
        assert case.number not in texts(page) and page.context["hidden"] == 0
        assert page.context["unexplained"] == 0


def test_a_round_is_explained_and_signed_step_by_step(sign_in, director, closed):
    clerk, page = factories.official(Role.RC), closed.get_absolute_url()
    refused = sign_in(clerk).post(f"{page}signature/", {"has_seen": "on"})
    assert refused.status_code == 422 and "还有 2 件没有写原因" in texts(refused)

    carried = sign_in(director).post(f"{page}carryover/", words_for(closed))
    signed = sign_in(clerk).post(f"{page}signature/", {"has_seen": "on"})

    assert carried["Location"] == signed["Location"] == page
    closed.refresh_from_db()
    assert closed.signed_by == clerk and closed.snapshot["reasons"] == [["WORKING", 2]]
    told = AuditEntry.objects.filter(subject="round", subject_id=closed.pk).order_by("pk")
    assert [entry.action for entry in told] == ["cases:round_carryover", "cases:round_signature"]
    shown = sign_in(director).get(page)
    assert "名单和数字不再改" in texts(shown) and "正在办，还要时间" in texts(shown)


def test_the_signature_waits_for_the_word_that_all_was_looked_at(sign_in, closed):
    refused = sign_in(factories.official(Role.RC)).post(f"{closed.get_absolute_url()}signature/", {})

    assert refused.status_code == 422 and "请先逐件看过没清的" in texts(refused)


def test_a_signature_that_is_not_his_is_refused(sign_in, director, closed):
    answer = sign_in(director).post(f"{closed.get_absolute_url()}signature/", {"has_seen": "on"})

    assert answer.status_code == 403
    assert not Round.objects.filter(signed_at__isnull=False).exists()


def test_half_a_row_is_refused_at_its_field_and_what_was_typed_stays(sign_in, director, closed):
    first, second = closed.exceptions.all()
    data = {f"reason_{first.pk}": "OTHERS", f"note_{second.pk}": "等测评", f"new_on_{second.pk}": "+3"}

    refused = sign_in(director).post(f"{closed.get_absolute_url()}carryover/", data)

    assert refused.status_code == 422
    assert refused.context["form"].errors == {
        f"new_on_{first.pk}": ["请写新的日子。"],
        f"reason_{second.pk}": ["请选原因。"],
    }
    assert "等测评" in refused.content.decode() and not RoundException.objects.exclude(reason="").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "一件也没有写"),
        ({"reason": "WORKING", "new_on": "-1"}, "新的日子不能早于今天"),
        ({"reason": "OTHER", "new_on": "+1"}, "请写明是什么原因"),
        ({"reason": "WORKING", "new_on": "下个月"}, "看不懂"),
    ],
)
def test_a_row_that_says_too_little_is_refused(sign_in, director, closed, given, message):
    row = closed.exceptions.first()
    data = {f"{field}_{row.pk}": value for field, value in given.items()}

    refused = sign_in(director).post(f"{closed.get_absolute_url()}carryover/", data)

    assert refused.status_code == 422 and message in texts(refused)


def test_one_row_speaks_for_all_that_are_left(sign_in, director, closed):
    row = closed.exceptions.first()
    data = {
        f"reason_{row.pk}": "TEST",
        f"new_on_{row.pk}": "+3",
        "reason_rest": "OTHERS",
        "note_rest": "等区里",
        "new_on_rest": "+9",
    }

    sign_in(director).post(f"{closed.get_absolute_url()}carryover/", data)

    assert list(closed.exceptions.values_list("reason", "note")) == [("TEST", ""), ("OTHERS", "等区里")]


def test_a_reason_can_be_changed_until_the_round_is_signed(sign_in, director, closed):
    client, page = sign_in(director), f"{closed.get_absolute_url()}carryover/"
    client.post(page, words_for(closed))
    row = closed.exceptions.first()

    shown = client.get(f"{page}?row={row.pk}")
    changed = {f"reason_{row.pk}": "TEST", f"note_{row.pk}": "送检了", f"new_on_{row.pk}": "+5"}
    client.post(f"{page}?row={row.pk}", changed)

    assert shown.context["form"][f"reason_{row.pk}"].value() == "WORKING"
    assert list(closed.exceptions.values_list("reason", "note")) == [("TEST", "送检了"), ("WORKING", "")]


def test_two_who_explain_at_once_both_stand(sign_in, director, closed):
    """The second was shown a row that the first has explained meanwhile: the rest of his form still counts."""
    first, _second = closed.exceptions.all()
    everything = words_for(closed)
    sign_in(director).post(
        f"{closed.get_absolute_url()}carryover/", {f"reason_{first.pk}": "TEST", f"new_on_{first.pk}": "+3"}
    )

    answer = sign_in(factories.official(Role.OD)).post(f"{closed.get_absolute_url()}carryover/", everything)

    assert answer.status_code == 302
    assert list(closed.exceptions.values_list("reason", flat=True)) == ["TEST", "WORKING"]


def test_a_correction_of_a_signed_round_is_shown_in_the_next(sign_in, director, closed):
    clerk = factories.official(Role.RC)
    client, page = sign_in(clerk), closed.get_absolute_url()
    sign_in(director).post(f"{page}carryover/", words_for(closed))
    client.post(f"{page}signature/", {"has_seen": "on"})

    answer = client.post(f"{page}corrections/new/", {"text": "来信应为 2 件"})

    assert answer["Location"] == page
    after = Round.objects.get(cycle=Cycle.DAY, starts_on="2026-10-30")
    assert "上期更正" in texts(client.get(after.get_absolute_url()))
    assert "签字以后更正过" in texts(client.get(page))
    assert sign_in(director).post(f"{page}corrections/new/", {"text": "不是他的"}).status_code == 403


def test_what_was_carried_stands_on_the_next_round_while_it_runs(sign_in, director, closed):
    client = sign_in(director)
    client.post(f"{closed.get_absolute_url()}carryover/", words_for(closed))

    page = client.get(f"{BOARD}day/2026-10-30/")

    assert "上期带来的" in texts(page) and len(page.context["exceptions"]) == 2


def test_a_figure_of_another_app_leads_to_its_cases_with_the_readers_own_access(
    sign_in, director, closed, monkeypatch
):
    def compute(period, official):
        seen = Case.objects.visible_to(official) if official else Case.objects.all()
        return f"{seen.count()} 件", seen

    monkeypatch.setitem(rounds.REPORTS, (Cycle.DAY, "sum"), rounds.Report(Cycle.DAY, "sum", "合计", compute))
    number = closed.exceptions.get(subject="case").name
    client = sign_in(director)

    shown = client.get(closed.get_absolute_url())

    assert shown.context["figures"] == [
        {"label": "合计", "value": "1 件", "url": f"{closed.get_absolute_url()}sum/list/"}
    ]
    assert number in texts(client.get(f"{closed.get_absolute_url()}sum/list/"))
    stranger = sign_in(factories.official(Role.HD, at=factories.section("社会事务科")))
    assert number not in texts(stranger.get(f"{closed.get_absolute_url()}sum/list/"))


def test_a_round_is_printed_with_numbers_and_without_names(sign_in, director, closed):
    case = Case.objects.get(number=closed.exceptions.get(subject="case").name)

    answer = sign_in(director).get(f"{closed.get_absolute_url()}paper/")

    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "2026" in text and case.number in text and "登记了，还没分流" in text and "接访登记员：待签" in text
    assert "张建国" not in text and case.title not in text


def test_a_round_printed_before_its_cut_off_does_not_say_that_all_is_cleared(sign_in, director, closed):
    running = Round.objects.of_cycle(Cycle.DAY).get(closed_at__isnull=True)

    answer = sign_in(director).get(f"{running.get_absolute_url()}paper/")

    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "没收口，名单还没有定" in text.replace("\n", "")


@pytest.mark.parametrize("rows", [1, 6])
def test_the_page_of_a_round_is_bounded_and_pages_by_key(sign_in, director, closed, queries_of, rows, monkeypatch):
    monkeypatch.setattr("cases.views.round.PAGE", 3)
    for n in range(rows - 1):
        letter("2026-10-30T10:00", statement=f"第 {n} 封")
    Round.objects.run(at("2026-10-30T18:05"))
    client = sign_in(director)
    page = Round.objects.get(cycle=Cycle.DAY, starts_on="2026-10-30").get_absolute_url()
    client.get(page)

    assert len(queries_of(lambda: client.get(page))) <= 26
    first = client.get(page)
    if rows > 1:
        second = client.get(f"{page}?after={first.context['after']}")
        shown = [row.pk for answer in (first, second) for row in answer.context["exceptions"]]
        assert len(shown) == len(set(shown)) == 6


def test_a_month_that_takes_late_entries_says_so_and_offers_no_signature(sign_in):
    Round.objects.run(at("2026-09-30T09:00"))
    Round.objects.run(at("2026-10-08T09:00"))
    month = Round.objects.get(cycle=Cycle.MONTH, starts_on="2026-09-01")
    Round.objects.filter(pk=month.pk).update(late_until=timezone.now() + timedelta(hours=1))

    page = sign_in(factories.official(Role.LO)).get(month.get_absolute_url())

    assert "补录到" in texts(page) and "之后才签" in texts(page)
    assert "签字收口" not in texts(page)

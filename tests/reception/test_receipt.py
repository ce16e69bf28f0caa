"""The receipt: a number, a code shown once, and what happens next by when (P24, PB-01, L03, R15)."""

import re
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.fields import keyed_hash
from cases.models import Case, Deadline
from officials.models import AuditEntry, Role
from reception.models import Visit
from tests import factories
from tests.reception.test_desk import REGISTER, asked, typed

pytestmark = pytest.mark.django_db

CODE = re.compile(r"[2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4}")


@pytest.fixture
def clerk():
    return factories.official(Role.RC, name="王敏", phone="8001")


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def papers(response):
    """The slip and the A5 sheet as (slip, sheet)."""
    html = response.content.decode()
    slip, sheet = html.index('class="paper slip"'), html.index('class="paper a5"')
    return html[slip:sheet], html[sheet : html.index("<aside")]


def codes(response):
    return set(CODE.findall(response.content.decode()))


def test_the_code_stands_on_both_papers_right_after_registration_and_never_again(client):
    first = client.post(REGISTER, typed(), follow=True)
    code = codes(first).pop()
    again = client.get(Visit.objects.get().get_absolute_url())

    assert all(code in paper for paper in papers(first))
    assert Visit.objects.get().query_code_hash == keyed_hash("query_code", code.replace(" ", ""))
    assert codes(again) == set()
    assert "查询码见首次回执" in papers(again)[0]


def test_the_code_waits_nowhere_in_the_clear(client):
    response = client.post(REGISTER, typed())
    waiting = str(dict(client.session)) + str(response.cookies) + response["Location"]
    code = codes(client.get(response["Location"])).pop()

    assert code.replace(" ", "") not in waiting
    assert "query_code" not in client.session


def test_a_code_that_was_not_looked_at_at_once_is_gone(client):
    first = client.post(REGISTER, typed())["Location"]
    client.post(REGISTER, typed())

    assert codes(client.get(first)) == set()


def test_registering_without_printing_shows_no_code(client):
    client.post(REGISTER, typed(register="only"), follow=True)

    assert codes(client.get(Visit.objects.get().get_absolute_url())) == set()


def test_a_reprint_gives_a_new_code_and_the_old_one_is_void(client):
    old = codes(client.post(REGISTER, typed(), follow=True)).pop()
    visit = Visit.objects.get()

    response = client.post(f"{visit.get_absolute_url()}reprint/", {"submission": uuid.uuid4()}, follow=True)
    new = codes(response).pop()

    assert new != old
    assert Visit.objects.get().query_code_hash == keyed_hash("query_code", new.replace(" ", ""))
    assert "原来的已作废" in response.content.decode()
    assert AuditEntry.objects.filter(action="reception:reprint", subject="visit", subject_id=visit.pk).count() == 1


def test_a_reprint_sent_twice_draws_one_code(client):
    client.post(REGISTER, typed(), follow=True)
    visit = Visit.objects.get()
    sent = {"submission": uuid.uuid4()}
    client.post(f"{visit.get_absolute_url()}reprint/", sent)
    drawn = Visit.objects.get().query_code_hash

    client.post(f"{visit.get_absolute_url()}reprint/", sent)

    assert Visit.objects.get().query_code_hash == drawn


def test_opening_the_reprint_by_hand_changes_nothing(client):
    client.post(REGISTER, typed(), follow=True)
    before = Visit.objects.get()

    assert client.get(f"{before.get_absolute_url()}reprint/")["Location"] == before.get_absolute_url()
    assert Visit.objects.get().query_code_hash == before.query_code_hash


def test_the_slip_bears_no_name_and_no_phone(client):
    slip, _sheet = papers(client.post(REGISTER, typed(), follow=True))

    assert not any(word in slip for word in ("张建", "138", "4471", "车库"))
    assert Visit.objects.get().contact_no in slip
    assert "王敏" in slip


def test_the_visitors_own_sheet_has_the_name_at_registration_and_a_masked_one_ever_after(client):
    _slip, first = papers(client.post(REGISTER, typed(), follow=True))
    url = Visit.objects.get().get_absolute_url()
    _slip, later = papers(client.get(url))
    _slip, reprinted = papers(client.post(f"{url}reprint/", {"submission": uuid.uuid4()}, follow=True))

    assert "张建国" in first
    assert "张建国" not in later + reprinted
    assert "张**" in later
    assert "张**" in reprinted


def test_the_papers_say_by_when_the_written_notice_comes_and_who_received_first(client, clerk):
    received = datetime(2026, 9, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    visit = factories.visit(clerk, received_at=received, now=received)

    slip, sheet = papers(client.get(visit.get_absolute_url()))

    assert "最迟 2026年9月17日" in slip
    assert "最迟 <strong>2026年9月17日</strong>书面告知您" in sheet
    assert "王敏（内线 8001）" in sheet


def test_the_papers_say_that_no_notice_is_owed_to_whoever_cannot_be_reached(client, clerk):
    visit = factories.visit(clerk, name="", phone="")

    slip, sheet = papers(client.get(visit.get_absolute_url()))

    assert "不另告知，凭查询码查询" in slip
    assert "不另行书面告知（条例第二十三条）" in sheet
    assert "不愿透露" in sheet


def test_the_papers_of_a_repeat_say_that_the_notice_was_given(client, clerk):
    case = factories.case(clerk)
    Deadline.objects.end(case, "L03", on=timezone.localdate(), reason="已送达")
    visit = factories.visit(clerk, join=case)

    slip, sheet = papers(client.get(visit.get_absolute_url()))

    assert "已于" in slip
    assert f"已并入在办的 {case.number}，现在是“登记”" in sheet


@pytest.mark.parametrize(("purpose", "promised"), [("APPEAL", True), ("SUGGESTION", False), ("THANKS", False)])
def test_sixty_days_are_spoken_of_only_to_whoever_asks_for_something(client, clerk, purpose, promised):
    visit = factories.visit(clerk, purpose=purpose)

    assert ("60 日" in papers(client.get(visit.get_absolute_url()))[1]) is promised


def test_the_sheet_says_that_the_words_were_read_back(client):
    _slip, sheet = papers(client.post(REGISTER, typed(read_back="on"), follow=True))

    assert "（已念给本人听，本人确认）" in sheet


@pytest.mark.parametrize(("address", "drawn"), [("", False), ("https://cx.donghe.example/", True)])
def test_the_square_code_is_drawn_only_where_there_is_a_page_to_ask(client, settings, address, drawn):
    settings.QUERY_ADDRESS = address
    response = client.post(REGISTER, typed(), follow=True)

    assert all(('<svg viewBox="' in paper) is drawn for paper in papers(response))
    assert "style=" not in "".join(papers(response))


def test_a_receipt_of_another_clerks_yesterday_is_not_found(sign_in, client):
    yesterday = timezone.now() - timezone.timedelta(days=1)
    visit = factories.visit(received_at=yesterday, now=yesterday)

    assert client.get(visit.get_absolute_url()).status_code == 404
    assert client.post(f"{visit.get_absolute_url()}reprint/").status_code == 404
    assert client.get("/receipts/DHJ-19990101-0001/").status_code == 404


@pytest.mark.parametrize("number", ["a%00b", "%F0%9F%98%80", "x" * 300, "..%2F..%2Fetc"])
def test_a_strange_number_in_the_address_is_not_found(client, number):
    assert client.get(f"/receipts/{number}/").status_code in {400, 404}


def test_every_look_at_a_receipt_is_recorded(client, clerk):
    visit = factories.visit(clerk)

    client.get(visit.get_absolute_url())

    entry = AuditEntry.objects.get(action="reception:receipt")
    assert (entry.actor_id, entry.subject, entry.subject_id) == (clerk.pk, "visit", visit.pk)


def test_a_receipt_asks_the_database_at_most_twelve_times(client, clerk, queries_of):
    visit = factories.visit(clerk, community=factories.community())

    sent = asked(queries_of(lambda: client.get(visit.get_absolute_url())))
    assert len(sent) <= 12, "\n".join(sent)


def test_a_long_story_is_shortened_on_the_sheet_and_kept_whole_in_the_file(client):
    _slip, sheet = papers(client.post(REGISTER, typed(statement="漏" * 3000), follow=True))

    assert "漏" * 390 in sheet
    assert "漏" * 400 not in sheet
    assert Case.objects.get().statement == "漏" * 3000

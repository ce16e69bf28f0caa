"""While the power is out the office writes on numbered paper; afterwards it is entered as of the true arrival."""

import io
from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from officials.models import Role
from reception.models import PaperSlip, Ticket, Visit
from reception.models.slip import read_number
from tests import factories

pytestmark = pytest.mark.django_db

SLIPS, ENTRY, PRINT = reverse("reception:slips"), reverse("reception:slips_enter"), reverse("reception:slips_print")
YEAR = timezone.localdate().year


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


def printed(by, count=3, ago=timedelta(days=3)):
    return PaperSlip.objects.print_batch(count, by=by, now=timezone.now() - ago)


def row(slip, ago=timedelta(hours=3), **typed):
    arrived = timezone.localtime(timezone.now() - ago)
    return {
        "number": getattr(slip, "number", slip),
        "arrived_on": f"{arrived:%Y-%m-%d}",
        "arrived_at": f"{arrived:%H:%M}",
        "channel": "VISIT",
        "name": "张建国",
        "phone": "13800004471",
        "statement": "三幢地下车库下雨就漏水，没人管。",
        **typed,
    }


def sent(*rows, forms=5, **more):
    typed = {"row-TOTAL_FORMS": forms, "row-INITIAL_FORMS": 0, "submission": str(uuid4()), **more}
    for place in range(forms):
        told = rows[place] if place < len(rows) else {"channel": "VISIT"}
        typed |= {f"row-{place}-{name}": value for name, value in told.items()}
    return typed


def test_slips_have_the_next_numbers_of_the_year_without_a_gap(clerk):
    first = PaperSlip.objects.print_batch(2, by=clerk)
    with pytest.raises(RuntimeError), transaction.atomic():
        PaperSlip.objects.print_batch(7, by=clerk)
        raise RuntimeError("the power went again")
    second = PaperSlip.objects.print_batch(1, by=clerk)

    assert [slip.number for slip in [*first, *second]] == [f"应急{YEAR}-000{value}" for value in (1, 2, 3)]
    assert [slip.batch for slip in [*first, *second]] == [1, 1, 2]


def test_the_numbers_begin_anew_with_the_year(clerk):
    last = PaperSlip.objects.print_batch(1, by=clerk, now=datetime.fromisoformat("2025-12-31T23:59+08:00"))
    first = PaperSlip.objects.print_batch(1, by=clerk, now=datetime.fromisoformat("2026-01-01T00:00+08:00"))

    assert [str(last[0]), str(first[0])] == ["应急2025-0001", "应急2026-0001"]


@pytest.mark.parametrize("count", [0, 101])
def test_one_to_a_hundred_are_printed_at_once(clerk, count):
    with pytest.raises(ValidationError):
        PaperSlip.objects.print_batch(count, by=clerk)


@pytest.mark.parametrize("typed", ["应急2026-0007", "2026-7", " 应急 ２０２６－０００７ ", "2026—7"])
def test_a_number_is_understood_as_people_type_it(typed):
    assert read_number(typed) == "应急2026-0007"


def test_the_paper_bears_every_number_twice_and_two_slips_a_sheet(clerk, sign_in):
    factories.street()
    slips = printed(clerk)

    answer = sign_in(clerk).get(reverse("reception:slips_pdf", args=[slips[0].batch]))

    pages = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    assert [[page.count(slip.number) for slip in slips] for page in pages] == [[2, 2, 0], [0, 0, 2]]
    assert "不愿透露" in pages[0] and "登记编号随后告诉您" in pages[0] and "所述应当真实" in pages[0]


def test_a_hundred_slips_are_one_paper(clerk, sign_in):
    slips = printed(clerk, 100)

    answer = sign_in(clerk).get(reverse("reception:slips_pdf", args=[slips[0].batch]))

    assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 50


def test_a_batch_that_was_never_printed_has_no_paper(clerk, sign_in):
    assert sign_in(clerk).get(reverse("reception:slips_pdf", args=[9])).status_code == 404
    assert sign_in(clerk).get(reverse("reception:slips_pdf", args=[10**12])).status_code == 404


def test_printing_twice_by_a_double_click_prints_once(clerk, sign_in):
    client, typed = sign_in(clerk), {"count": 4, "submission": str(uuid4())}

    assert [client.post(PRINT, typed).status_code for click in range(2)] == [302, 302]
    assert PaperSlip.objects.count() == 4


@pytest.mark.parametrize("count", ["", "0", "101", "几张"])
def test_a_wrong_count_is_told_at_its_field(clerk, sign_in, count):
    answer = sign_in(clerk).post(PRINT, {"count": count})

    assert answer.status_code == 422 and "一次印 1 到 100 张" in answer.content.decode()
    assert not PaperSlip.objects.exists()


def test_what_was_written_is_registered_in_the_order_of_arrival(clerk, sign_in):
    late, early, _rest = printed(clerk)
    client = sign_in(clerk)

    answer = client.post(
        ENTRY, sent(row(late, timedelta(hours=1)), {}, row(early, timedelta(hours=2), channel="CALL"))
    )

    first, second = Visit.objects.order_by("contact_no")
    assert answer["Location"] == f"{SLIPS}?view=entered"
    assert [first.slip, second.slip] == [early, late]
    assert (first.channel, second.channel) == (Case.Channel.CALL, Case.Channel.VISIT)
    shown = client.get(answer["Location"]).content.decode()
    for visit in (first, second):
        assert visit.contact_no in shown and visit.slip.number in shown and visit.get_absolute_url() in shown
    assert PaperSlip.objects.open().count() == 1


def test_the_clocks_count_from_the_true_arrival(clerk, sign_in):
    slip = PaperSlip.objects.print_batch(1, by=clerk, now=timezone.now() - timedelta(days=9))[0]
    arrived = timezone.localtime(timezone.now() - timedelta(days=5)).replace(second=0, microsecond=0)

    sign_in(clerk).post(ENTRY, sent(row(slip, timedelta(days=5))))

    visit = Visit.objects.get()
    assert visit.received_at == visit.case.received_at == arrived
    assert timezone.localdate(visit.registered_at) == timezone.localdate()
    assert {deadline.started_on for deadline in visit.case.deadlines.all()} == {arrived.date()}


def test_whoever_was_heard_on_paper_gets_no_ticket(clerk, sign_in):
    slip = printed(clerk)[0]
    factories.visit(clerk)
    before = Ticket.objects.count()

    sign_in(clerk).post(ENTRY, sent(row(slip, timedelta(0))))

    assert before == 1 and Ticket.objects.count() == 1
    assert Visit.objects.filter(slip=slip).exists()


def test_one_wrong_row_saves_nothing_and_keeps_what_was_typed(clerk, sign_in):
    good, bad, _rest = printed(clerk)

    answer = sign_in(clerk).post(ENTRY, sent(row(good, name="李秀英"), row(bad, statement="")))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "请写下来访人反映的事" in shown and "李秀英" in shown and good.number in shown
    assert not Visit.objects.exists() and PaperSlip.objects.open().count() == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": ""}, "请写单子上的号"),
        ({"number": "应急2026-9999"}, "没有印过"),
        ({"arrived_on": ""}, "请写明是哪一天"),
        ({"arrived_at": "25:00"}, "看不懂"),
        ({"channel": "LETTER"}, "请选来访还是来电"),
        ({"name": ""}, "请写姓名"),
        ({"anonymous": "on"}, "请去掉一样"),
        ({"community": "999999"}, "没有这个社区"),
        ({"people_present": "0"}, "人数至少是 1"),
    ],
)
def test_what_is_wrong_stands_at_its_field(clerk, sign_in, wrong, words):
    answer = sign_in(clerk).post(ENTRY, sent(row(printed(clerk)[0], **wrong)))

    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Visit.objects.exists()


def test_who_will_not_say_his_name_is_registered(clerk, sign_in):
    sign_in(clerk).post(ENTRY, sent(row(printed(clerk)[0], name="", phone="", anonymous="on")))

    assert Visit.objects.get().case.is_anonymous


def test_nobody_arrives_in_the_future_nor_before_the_slip_was_printed(clerk):
    slip = printed(clerk, ago=timedelta(hours=2))[0]
    now, contact = timezone.now(), {"channel": "VISIT", "statement": "漏水。", "by": clerk}
    minute = slip.printed_at.replace(second=0, microsecond=0)

    for wrong in (now + timedelta(minutes=1), minute - timedelta(minutes=1)):
        with pytest.raises(ValidationError):
            slip.enter(received_at=wrong, now=now, **contact)
    assert slip.enter(received_at=minute, now=now, **contact).received_at == minute


def test_arrival_before_the_printing_is_told_on_the_page(clerk, sign_in):
    answer = sign_in(clerk).post(ENTRY, sent(row(printed(clerk)[0], timedelta(days=4))))

    assert answer.status_code == 422 and "才印出来" in answer.content.decode()


def test_two_rows_cannot_be_one_slip(clerk, sign_in):
    slip = printed(clerk)[0]

    answer = sign_in(clerk).post(ENTRY, sent(row(slip), row(slip)))

    assert answer.status_code == 422 and "写了两次" in answer.content.decode()


def test_a_slip_is_entered_once(clerk, sign_in):
    slip, client = printed(clerk)[0], sign_in(clerk)
    client.post(ENTRY, sent(row(slip)))

    answer = client.post(ENTRY, sent(row(slip)))

    assert answer.status_code == 422 and "已经补录过" in answer.content.decode()
    assert Visit.objects.count() == 1


def test_a_double_click_registers_once(clerk, sign_in):
    client, typed = sign_in(clerk), sent(row(printed(clerk)[0]))

    assert [client.post(ENTRY, typed).status_code for click in range(2)] == [302, 302]
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_entering_the_same_slips_at_once_register_them_once(sign_in):
    clerks = [factories.official(Role.RC) for clerk in range(2)]
    one, other, _rest = printed(clerks[0])
    batches = [sent(row(one), row(other)), sent(row(other), row(one))]
    start, statuses = Barrier(2), []

    def enter(client, typed):
        start.wait()
        statuses.append(client.post(ENTRY, typed).status_code)
        connection.close()

    threads = [Thread(target=enter, args=[sign_in(who), typed]) for who, typed in zip(clerks, batches, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302, 422]
    assert Visit.objects.count() == 2 and PaperSlip.objects.entered().count() == 2


def test_a_spoiled_slip_keeps_its_number_and_is_not_entered(clerk, sign_in):
    slip, client = printed(clerk)[0], sign_in(clerk)
    page = reverse("reception:slip_spoil", args=[slip.pk])

    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"reason": "AT_DESK"}).status_code == 302
    answer = client.post(ENTRY, sent(row(slip)))

    assert answer.status_code == 422 and "已经作废：已在接访台登记" in answer.content.decode()
    assert "已在接访台登记" in client.get(f"{SLIPS}?view=spoiled").content.decode()
    assert client.post(page, {"reason": "LOST"}).status_code == 422


def test_an_entered_slip_is_not_spoiled(clerk, sign_in):
    slip, client = printed(clerk)[0], sign_in(clerk)
    client.post(ENTRY, sent(row(slip)))

    assert client.post(reverse("reception:slip_spoil", args=[slip.pk]), {"reason": "LOST"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperSlip.objects.filter(pk=slip.pk).update(spoiled_at=timezone.now(), spoiled_by=clerk, spoiled_reason="LOST")


def test_an_empty_page_and_a_torn_one_are_refused(clerk, sign_in):
    client = sign_in(clerk)

    assert "一张单子也没有写" in client.post(ENTRY, sent()).content.decode()
    assert client.post(ENTRY, {}).status_code == 422


@pytest.mark.parametrize(("asked", "rows"), [("", 5), ("10", 10), ("999", 20), ("many", 5)])
def test_the_page_has_as_many_rows_as_asked_up_to_twenty(clerk, sign_in, asked, rows):
    assert len(sign_in(clerk).get(ENTRY, {"rows": asked}).context["rows"].forms) == rows


@pytest.mark.parametrize("role", Role.values)
def test_desk_window_and_director_work_with_slips_and_nobody_else(role, sign_in):
    client = sign_in(factories.official(Role(role)))

    assert {client.get(page).status_code for page in (SLIPS, ENTRY)} == {200 if role in ("RC", "WC", "OD") else 403}


def test_the_numbers_of_others_contacts_are_not_listed_to_whoever_may_not_see_them(clerk, sign_in):
    slip = printed(clerk)[0]
    sign_in(clerk).post(ENTRY, sent(row(slip)))
    Visit.objects.update(is_sealed=True)

    others = sign_in(factories.official(Role.OD)).get(f"{SLIPS}?view=entered")

    assert list(others.context["slips"]) == [] and Visit.objects.get().contact_no not in others.content.decode()
    assert list(sign_in(clerk).get(f"{SLIPS}?view=entered").context["slips"]) == [slip]


def test_the_day_is_not_closed_while_a_begun_batch_is_unfinished(clerk):
    slips = printed(clerk)

    def waiting():
        return factories.lacking_today(clerk)["slips"]

    assert waiting() == 0
    slips[0].enter(by=clerk, channel="VISIT", received_at=timezone.now(), statement="漏水。")
    assert waiting() == 2
    for slip in slips[1:]:
        slip.spoil("UNUSED", by=clerk)
    assert waiting() == 0


def test_the_pages_ask_as_much_with_many_slips_as_with_few(clerk, sign_in, queries_of):
    client = sign_in(clerk)
    client.post(ENTRY, sent(row(printed(clerk)[0])))
    client.get(SLIPS)
    pages = [SLIPS, f"{SLIPS}?view=entered", f"{SLIPS}?view=spoiled"]
    few = [len(queries_of(lambda page=page: client.get(page))) for page in pages]
    for _batch in range(12):
        slips = printed(clerk, 3)
        client.post(ENTRY, sent(row(slips[0])))
        slips[1].spoil("LOST", by=clerk)

    assert [len(queries_of(lambda page=page: client.get(page))) for page in pages] == few
    rows = [len(queries_of(lambda count=count: client.get(ENTRY, {"rows": count}))) for count in (5, 20)]
    assert rows[0] == rows[1]

"""The extension of the 60 days (L18): who asks, agrees, approves, and that only what is served in time counts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import rules
from cases.models import Case, Event, Service
from officials.models import CalendarDay, Role
from petitions.models import Extension
from tests import factories
from tests.petitions.stories import DAY, SUGGESTION, W6, Story, clock, director, handler, registered

pytestmark = pytest.mark.django_db

AUGUST_3 = date(2026, 8, 3)
OCTOBER_2, OCTOBER_8 = date(2026, 10, 2), date(2026, 10, 8)


def head():
    return factories.official(Role.HO)


def accepted(on=AUGUST_3, **fields):
    petition = registered(W6, on=on, **fields)
    Story(petition).accepted(on)
    return petition


def asked(petition, on=AUGUST_3 + DAY, days=30):
    petition.ask_extension(by=handler(), on=on, days=days, reason="要请第三方鉴定渗漏原因。")
    return petition


def approved(petition, on=AUGUST_3 + DAY, days=30):
    asked(petition, on, days).propose_extension(by=director(), on=on)
    petition.approve_extension(by=head(), on=on)
    return petition


def serve(petition, on, **fields):
    fields = {"method": Service.Method.HAND, "signer": "本人", **fields}
    petition.serve_extension(by=director(), served_on=on, **fields)


def end_of(petition):
    found = clock(petition, "L17")
    return found.nominal_on, found.legal_end_on, found.target_on, found.extended_days


UNMOVED = (OCTOBER_2, OCTOBER_8, date(2026, 9, 30), 0)


# ---------- 期限 ----------
def test_thirty_days_more_are_counted_on_from_the_nominal_day_and_end_on_the_monday():
    petition = approved(accepted())

    serve(petition, date(2026, 9, 1))

    assert end_of(petition) == (date(2026, 11, 1), date(2026, 11, 2), date(2026, 10, 30), 30)
    extension = petition.extension()
    assert (extension.due_before, extension.due_after) == (OCTOBER_8, date(2026, 11, 2))
    assert Case.objects.get(pk=petition.case_id).next_legal_on == date(2026, 8, 18)  # 书面告知更近


def test_the_days_stay_as_they_are_until_the_notice_is_served():
    petition = accepted()

    asked(petition)
    assert end_of(petition) == UNMOVED
    petition.propose_extension(by=director(), on=AUGUST_3 + DAY)
    assert end_of(petition) == UNMOVED
    petition.approve_extension(by=head(), on=AUGUST_3 + DAY)
    assert end_of(petition) == UNMOVED


def test_a_notice_served_on_the_last_day_moves_the_clock():
    petition = approved(accepted())

    serve(petition, OCTOBER_8)

    assert end_of(petition)[1] == date(2026, 11, 2)
    assert petition.extension().effective_on == OCTOBER_8


def test_a_notice_served_the_day_after_is_refused_and_names_the_rule():
    petition = approved(accepted())

    with pytest.raises(ValidationError, match=r"2026年10月9日 已经晚了，期限仍是 2026年10月8日（条例第三十四条）"):
        serve(petition, OCTOBER_8 + DAY)

    assert end_of(petition) == UNMOVED
    assert not petition.case.services.exists()


def test_one_posted_on_the_last_day_is_served_in_time():
    petition = approved(accepted())

    serve(petition, OCTOBER_8, method=Service.Method.POST)

    assert end_of(petition)[3] == 30


@pytest.mark.parametrize("step", ["ask", "propose", "approve"])
def test_each_step_is_taken_on_the_last_day_and_not_the_day_after(step):
    petition = accepted()
    if step != "ask":
        asked(petition)
    if step == "approve":
        petition.propose_extension(by=director(), on=AUGUST_3 + DAY)

    def take(on):
        if step == "ask":
            asked(petition, on=on)
        else:
            by = director() if step == "propose" else head()
            getattr(petition, f"{step}_extension")(by=by, on=on)

    with pytest.raises(ValidationError, match="条例第三十四条"):
        take(OCTOBER_8 + DAY)
    take(OCTOBER_8)


def test_an_extension_over_the_year_end_is_provisional_until_the_notice_of_that_year_comes():
    petition = approved(accepted(on=date(2026, 11, 2)), on=date(2026, 11, 3))

    serve(petition, date(2026, 12, 31))

    found = clock(petition, "L17")
    assert found.legal_end_on == rules.due("L17", date(2026, 11, 2), calendar(), extended_by=30).legal_end
    assert (found.nominal_on, found.is_provisional) == (date(2027, 1, 31), True)
    assert petition.extension().is_provisional


def calendar():
    from officials.calendar import Calendar

    return Calendar.load()


def test_beyond_the_years_of_the_calendar_nothing_is_promised():
    last = CalendarDay.objects.order_by("-date").values_list("date", flat=True)[0].year
    petition = accepted(on=date(2026, 11, 2))
    petition.case.deadlines.filter(rule="L17").update(
        started_on=date(last, 10, 20), nominal_on=date(last, 12, 19), legal_end_on=date(last, 12, 20)
    )

    with pytest.raises(ValidationError, match=str(last + 1)):
        petition.ask_extension(by=handler(), on=date(2026, 11, 3), days=30, reason="要鉴定。")


@pytest.mark.parametrize("days", [0, 31])
def test_one_to_thirty_days_and_no_more(days):
    petition = accepted()

    with pytest.raises(ValidationError):
        asked(petition, days=days)

    assert not petition.extensions.exists()


def test_the_longest_and_the_shortest():
    assert asked(accepted(), days=1).extension().due_after == OCTOBER_8  # 10月3日还在假期里
    assert asked(accepted(), days=30).extension().due_after == date(2026, 11, 2)


def test_an_extended_answer_is_late_the_day_after_its_new_last_day():
    petition = approved(accepted())
    serve(petition, OCTOBER_8)

    assert not clock(petition, "L17").is_late(date(2026, 11, 2))
    assert clock(petition, "L17").is_late(date(2026, 11, 3))


# ---------- 谁 ----------
def test_who_asked_does_not_approve():
    petition = accepted()
    both = head()
    petition.ask_extension(by=both, on=AUGUST_3, days=30, reason="要鉴定。")
    petition.propose_extension(by=director(), on=AUGUST_3)

    with pytest.raises(ValidationError, match="自己提出的延期不能自己批准"):
        petition.approve_extension(by=both, on=AUGUST_3)


def test_who_agreed_as_director_does_not_approve_as_head():
    petition = asked(accepted())
    both = director()
    petition.propose_extension(by=both, on=AUGUST_3 + DAY)

    with pytest.raises(ValidationError, match="自己提出的延期不能自己批准"):
        petition.approve_extension(by=both, on=AUGUST_3 + DAY)


def test_the_database_too_lets_nobody_approve_his_own():
    petition = asked(accepted())
    petition.propose_extension(by=director(), on=AUGUST_3 + DAY)
    row = petition.extensions.get()

    with pytest.raises(IntegrityError, match="extension_is_approved_by_somebody_else"), transaction.atomic():
        Extension.objects.filter(pk=row.pk).update(approved_by=row.asked_by, approved_on=AUGUST_3 + DAY)


def test_the_database_too_extends_once_and_only_in_time():
    petition = approved(accepted())
    row = petition.extensions.get()

    with pytest.raises(IntegrityError, match="extension_takes_effect_before_the_end"), transaction.atomic():
        Extension.objects.filter(pk=row.pk).update(effective_on=OCTOBER_8 + DAY)
    row.pk = None
    with pytest.raises(IntegrityError, match="extended_once"), transaction.atomic():
        row.save(force_insert=True)


def test_the_head_does_not_approve_what_the_director_has_not_agreed_to():
    petition = asked(accepted())

    with pytest.raises(ValidationError, match="先由信访办主任同意"):
        petition.approve_extension(by=head(), on=AUGUST_3 + DAY)


def test_what_was_not_approved_is_not_served():
    petition = asked(accepted())

    with pytest.raises(ValidationError, match="还没有批准"):
        serve(petition, AUGUST_3 + DAY)


# ---------- 一次 ----------
def test_it_is_extended_once():
    petition = approved(accepted())
    serve(petition, AUGUST_3 + DAY)

    with pytest.raises(ValidationError, match="只能延期一次"):
        asked(petition)


def test_what_was_refused_with_a_reason_can_be_asked_for_again():
    petition = asked(accepted())

    with pytest.raises(ValidationError, match="写理由"):
        petition.refuse_extension(by=director(), on=AUGUST_3 + DAY, reason=" ")
    petition.refuse_extension(by=director(), on=AUGUST_3 + DAY, reason="抓紧还来得及。")
    approved(petition)
    serve(petition, AUGUST_3 + 2 * DAY)

    assert [row.refusal for row in petition.extensions.all()] == ["抓紧还来得及。", ""]
    assert end_of(petition)[3] == 30


def test_the_head_may_refuse_what_the_director_agreed_to():
    petition = asked(accepted())
    petition.propose_extension(by=director(), on=AUGUST_3 + DAY)

    petition.refuse_extension(by=head(), on=AUGUST_3 + DAY, reason="不算复杂。")

    assert petition.extension() is None
    assert end_of(petition) == UNMOVED


def test_what_is_approved_is_not_refused_any_more():
    petition = approved(accepted())

    with pytest.raises(ValidationError, match="已经在"):
        petition.refuse_extension(by=head(), on=AUGUST_3 + DAY, reason="改主意了。")


# ---------- 什么可以延 ----------
def test_only_the_sixty_days_are_extended():
    petition = registered(SUGGESTION, on=AUGUST_3)
    Story(petition).take("triage", AUGUST_3)

    with pytest.raises(ValidationError, match="条例第三十四条"):
        asked(petition)


def test_nothing_is_left_to_extend_once_the_answer_is_served():
    petition = registered(W6, on=AUGUST_3)
    Story(petition).answered(AUGUST_3).take("service", AUGUST_3)

    with pytest.raises(ValidationError, match="期限已经结束"):
        asked(petition)


def test_of_somebody_anonymous_it_takes_effect_when_approved():
    petition = approved(accepted(name="", phone=""))

    assert end_of(petition)[3] == 30
    with pytest.raises(ValidationError, match="匿名"):
        serve(petition, AUGUST_3 + DAY)


def test_a_notice_refused_at_the_door_needs_its_witness():
    petition = approved(accepted())

    with pytest.raises(ValidationError, match="见证人"):
        serve(petition, AUGUST_3 + DAY, is_refused=True, signer="")
    serve(petition, AUGUST_3 + DAY, is_refused=True, signer="", witness="社区陈某，本人不肯签收")

    assert petition.case.services.get().what == Service.What.EXTEND


def test_the_petitioner_is_told_on_the_timeline_when_it_was_served_and_not_before():
    petition = approved(accepted())
    assert not petition.case.events.filter(kind=Event.Kind.EXTENDED, is_public=True).exists()

    serve(petition, AUGUST_3 + DAY)

    told = petition.case.events.get(kind=Event.Kind.EXTENDED, is_public=True)
    assert told.detail == "延期办理告知 2026年8月4日 送达，办理期限延长 30 日，到 2026年11月2日"


def test_the_page_explains_the_new_day_with_the_step_of_the_extension(sign_in):
    petition = approved(accepted())
    serve(petition, AUGUST_3 + DAY)

    page = sign_in(director()).get(petition.get_absolute_url()).content.decode()

    assert "延期 30 日" in page
    assert "要请第三方鉴定渗漏原因。" in page


# ---------- 页面 ----------
def address(petition, step):
    return reverse(f"petitions:{step}", args=[petition.case.number])


def test_from_the_asking_of_a_handler_to_the_service_on_four_pages(sign_in):
    today = timezone.localdate()
    worker = handler()
    petition = registered(W6, on=today)
    story = Story(petition)
    story.triage(today, handler=worker)
    story.take("acceptance", today)
    asking = sign_in(worker)

    page = asking.get(address(petition, "extension")).content.decode()
    assert "延足 30 日到" in page
    refused = asking.post(address(petition, "extension"), {"days": "31", "reason": "要鉴定。"})
    assert refused.status_code == 422
    assert "延期最多 30 日（条例第三十四条）" in refused.content.decode()
    assert "要鉴定。" in refused.content.decode()
    assert asking.post(address(petition, "extension"), {"days": "20", "reason": "要鉴定。"}).status_code == 302
    assert asking.get(address(petition, "extension_proposal")).status_code == 403

    proposing = sign_in(director())
    no_reason = proposing.post(address(petition, "extension_proposal"), {"decision": "no"})
    assert no_reason.status_code == 422
    assert proposing.post(address(petition, "extension_proposal"), {"decision": "yes"}).status_code == 302
    assert proposing.get(address(petition, "extension_approval")).status_code == 403

    approving = sign_in(head())
    panel = approving.get(petition.get_absolute_url()).content.decode()
    assert "延期：负责人批准" in panel
    assert approving.post(address(petition, "extension_approval"), {"decision": "yes"}).status_code == 302

    served = {"served_on": "今天", "method": "HAND", "signer": "本人"}
    assert asking.post(address(petition, "extension_service"), served).status_code == 302
    assert clock(petition, "L17").extended_days == 20


def test_what_the_director_asks_for_goes_straight_to_the_head(sign_in):
    petition = accepted(on=timezone.localdate())
    client = sign_in(director())

    assert client.post(address(petition, "extension"), {"days": "10", "reason": "要鉴定。"}).status_code == 302

    row = petition.extensions.get()
    assert row.proposed_by == row.asked_by
    assert row.awaits_head


def test_the_panel_does_not_offer_it_after_the_last_day():
    petition = accepted()

    assert [offer.step for offer in petition.beside(OCTOBER_8)] == ["extension"]
    assert petition.beside(OCTOBER_8 + DAY) == []

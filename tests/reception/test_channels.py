"""Every channel: what each must say, what only some say, and which clocks it starts (D03, F5, L03-L06)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline, Event
from officials.models import Role
from reception.models import AssignmentReport, Reading, Visit
from tests import factories
from tests.reception.test_desk import REGISTER, sentences, typed

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
Channel = Case.Channel


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def come(on=date(2026, 8, 3), **fields):
    return factories.visit(received_at=noon(on), now=noon(on), **fields)


# ---------- 每一种都能登记 ----------
@pytest.mark.parametrize("channel", Channel.values)
def test_a_contact_of_every_channel_is_one_visit_with_a_number(channel):
    visit = factories.visit(channel=channel, community=factories.community())

    assert visit.contact_no.startswith("DHJ-")
    assert visit.case.channel == channel


@pytest.mark.parametrize("channel", ["FAX", "TRANSFERRED", "ASSIGNED", "HOTLINE", "SCREENED", "WINDOW"])
def test_the_desk_takes_the_other_channels_behind_its_four(client, channel):
    sent = typed(
        other_channel=channel,
        sender_organ="区信访局",
        sender_no="东信转〔2026〕7号",
        due_on="+30",
        community=str(factories.community().pk),
    )

    assert client.post(REGISTER, sent).status_code == 302
    assert Visit.objects.get().channel == channel


# ---------- 各要写什么 ----------
@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        ("TRANSFERRED", ["请写是哪个单位转送的。", "请写来文编号；来文没有编号的，写“无号”。"]),
        (
            "ASSIGNED",
            [
                "请写是哪个单位交办的。",
                "请写来文编号；来文没有编号的，写“无号”。",
                "请写交办单位要求哪天报结（条例第二十二条第一款第三项）。",
            ],
        ),
        ("HOTLINE", ["请写 12345 的工单编号。"]),
        ("SCREENED", ["请选是在哪个社区排查发现的。"]),
    ],
)
def test_what_a_channel_needs_is_asked_for_in_a_sentence_at_its_field(client, channel, wanted):
    response = client.post(REGISTER, typed(other_channel=channel))

    assert response.status_code == 422
    assert set(wanted) <= set(sentences(response))
    assert not Visit.objects.exists()


def test_what_a_channel_does_not_say_is_not_kept(client):
    client.post(REGISTER, typed(sender_organ="区信访局", sender_no="7号", due_on="+9", postmarked_on="昨天"))

    visit = Visit.objects.get()
    assert (visit.sender_organ, visit.sender_no, visit.due_on, visit.postmarked_on) == ("", "", None, None)


@pytest.mark.parametrize("channel", ["LETTER", "ONLINE"])
def test_who_is_not_there_is_not_asked_for_a_phone_and_the_clerk_is_told_what_that_means(client, channel):
    response = client.post(REGISTER, typed(channel=channel, phone=""), follow=True)

    assert Visit.objects.get().notice() is None
    assert "先不计书面告知的期限" in response.content.decode()


def test_the_same_paper_a_second_time_is_told_and_registered_all_the_same(client, clerk):
    first = factories.visit(clerk, channel="TRANSFERRED", sender_organ="区信访局", sender_no="东信转〔2026〕7号")
    sent = typed(other_channel="TRANSFERRED", sender_organ="区信访局", sender_no="东信转〔2026〕7号")

    response = client.post(REGISTER, sent, follow=True)

    assert Visit.objects.count() == 2
    assert f"以前登记过：{first.contact_no}" in response.content.decode()


def test_a_sealed_paper_of_the_same_number_is_not_told(client):
    factories.visit(channel="TRANSFERRED", sender_no="密1号", purpose="ACCUSATION")

    response = client.post(
        REGISTER, typed(other_channel="TRANSFERRED", sender_organ="区信访局", sender_no="密1号"), follow=True
    )

    assert "以前登记过" not in response.content.decode()


# ---------- 来信 ----------
@pytest.mark.parametrize(("postmark", "is_taken"), [(date(2026, 8, 3), True), (date(2026, 8, 4), False)])
def test_a_letter_is_postmarked_on_the_day_it_came_at_the_latest(postmark, is_taken):
    if is_taken:
        assert come(channel="LETTER", postmarked_on=postmark).postmarked_on == postmark
        return
    with pytest.raises(ValidationError) as refusal:
        come(channel="LETTER", postmarked_on=postmark)
    assert refusal.value.message_dict == {"postmarked_on": ["邮戳日期不能晚于收到日期，请核对。"]}


def test_the_database_keeps_postmarks_to_letters_and_before_receipt():
    letter = come(channel="LETTER")
    for values in ({"postmarked_on": date(2026, 8, 4)}, {"postmarked_on": date(2026, 8, 1), "channel": "VISIT"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=letter.pk).update(**values)


def test_the_clocks_of_a_letter_run_from_receipt_not_from_its_postmark():
    letter = come(channel="LETTER", postmarked_on=date(2026, 7, 20))

    assert letter.notice().started_on == date(2026, 8, 3)


# ---------- 阅信 ----------
def test_a_letter_stands_among_the_unread_until_somebody_signs_it(clerk):
    letter = factories.visit(clerk, channel="LETTER")
    factories.visit(clerk)
    assert list(Visit.objects.unread()) == [letter]

    Reading.objects.sign(letter, by=clerk, note="车库漏水")

    assert not Visit.objects.unread().exists()
    assert letter.case.events.filter(kind=Event.Kind.READ).count() == 1


def test_a_letter_read_at_the_desk_is_signed_by_its_registrar(client, clerk):
    client.post(REGISTER, typed(channel="LETTER", is_read="on"))

    assert Reading.objects.get().reader == clerk


def test_nobody_signs_a_walk_in(client):
    client.post(REGISTER, typed(is_read="on"))

    assert not Reading.objects.exists()


def test_the_same_reader_signs_once(clerk):
    letter = factories.visit(clerk, channel="LETTER", is_read=True)

    with pytest.raises(ValidationError, match="您已经签过阅"):
        Reading.objects.sign(letter, by=clerk)
    assert Reading.objects.count() == 1


def test_a_leaders_reading_and_instruction_stand_on_the_letter_and_in_the_file(sign_in, clerk):
    letter = factories.visit(clerk, channel="LETTER")
    head = factories.official(Role.HO, name="陈书记")
    address = f"/contacts/{letter.contact_no}/reading/"

    response = sign_in(head).post(address, {"instruction": "请城建科三日内到场。"})

    assert response.status_code == 302
    reading = Reading.objects.get()
    assert (reading.as_leader, reading.instruction) == (True, "请城建科三日内到场。")
    event = letter.case.events.get(kind=Event.Kind.INSTRUCTED)
    assert "三日内到场" in event.detail
    assert not event.is_public


def test_who_is_no_leader_writes_no_instruction(client, clerk):
    letter = factories.visit(clerk, channel="LETTER")

    client.post(f"/contacts/{letter.contact_no}/reading/", {"instruction": "快办", "note": "漏水"})

    assert (Reading.objects.get().instruction, Reading.objects.get().note) == ("", "漏水")
    with pytest.raises(ValidationError):
        Reading.objects.sign(letter, by=factories.official(Role.RC), instruction="快办")


def test_the_database_lets_only_leaders_instruct(clerk):
    letter = factories.visit(clerk, channel="LETTER", is_read=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.filter(visit=letter).update(instruction="快办")


# ---------- 上级转送、交办 ----------
def test_a_transfer_is_owed_the_notice_of_l04_and_names_its_sender_on_the_case():
    visit = come(channel="TRANSFERRED", sender_organ="区信访局", sender_no="东信转〔2026〕7号")

    assert visit.notice().rule == "L04"
    assert (visit.case.sender_organ, visit.case.sender_no) == ("区信访局", "东信转〔2026〕7号")
    assert not Deadline.objects.filter(rule="L06").exists()


def test_an_assignment_starts_the_clock_its_sender_set_beside_the_notice():
    visit = come(channel="ASSIGNED", sent_on=date(2026, 8, 1), due_on=date(2026, 8, 10))

    clock = visit.case.deadlines.get(rule="L06")
    assert (clock.kind, clock.started_on, clock.legal_end_on) == ("ASSIGNED", date(2026, 8, 1), date(2026, 8, 10))
    assert visit.notice().legal_end_on == date(2026, 8, 18)
    assert visit.case.next_legal_on == date(2026, 8, 10)


@pytest.mark.parametrize(("day", "is_late"), [(date(2026, 8, 10), False), (date(2026, 8, 11), True)])
def test_an_assignment_is_late_the_day_after_its_day(day, is_late):
    case = come(channel="ASSIGNED", due_on=date(2026, 8, 10)).case

    assert case.deadlines.get(rule="L06").is_late(day) is is_late
    assert Case.objects.legally_late(day).exists() is is_late


def test_a_day_set_by_the_sender_does_not_roll_over_a_holiday():
    visit = come(channel="ASSIGNED", due_on=date(2026, 10, 2))

    assert visit.case.deadlines.get(rule="L06").legal_end_on == date(2026, 10, 2)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"sent_on": date(2026, 8, 4)}, "sent_on"),
        ({"sent_on": date(2026, 8, 1), "due_on": date(2026, 7, 31)}, "due_on"),
        ({"due_on": date(2099, 1, 1)}, "due_on"),
    ],
)
def test_days_of_a_paper_that_cannot_be_are_refused_at_their_field(fields, wrong):
    with pytest.raises(ValidationError) as refusal:
        come(channel="ASSIGNED", **{"due_on": date(2026, 9, 1), **fields})

    assert list(refusal.value.message_dict) == [wrong]
    assert not Visit.objects.exists()


def test_an_assignment_due_on_the_day_it_was_sent_is_taken():
    visit = come(channel="ASSIGNED", sent_on=date(2026, 8, 3), due_on=date(2026, 8, 3))

    assert visit.case.deadlines.get(rule="L06").legal_end_on == date(2026, 8, 3)


def test_an_assignment_of_a_matter_in_hand_starts_its_clock_and_no_second_notice(clerk):
    case = come(by=clerk).case

    come(on=date(2026, 8, 5), by=clerk, channel="ASSIGNED", join=case, due_on=date(2026, 8, 20))

    case.refresh_from_db()
    assert sorted(case.deadlines.values_list("rule", flat=True)) == ["L03", "L06"]
    assert case.next_legal_on == date(2026, 8, 18)  # 自己的书面告知仍然最紧
    assert case.sender_organ == "区信访局"


def test_the_database_knows_no_paper_from_above_without_its_sender():
    visit = come(channel="TRANSFERRED")

    for values in ({"sender_organ": ""}, {"sender_no": ""}, {"due_on": date(2026, 9, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(**values)


# ---------- 其他 ----------
def test_several_who_sign_a_letter_make_it_a_joint_letter(settings):
    few = factories.visit(channel="LETTER", people_present=settings.GROUP_FROM - 1).case
    several = factories.visit(channel="LETTER", people_present=settings.GROUP_FROM).case
    group = factories.visit(people_present=settings.GROUP_FROM).case

    assert [case.is_joint_signed for case in (few, several, group)] == [False, True, False]
    assert [case.is_group for case in (few, several, group)] == [False, False, True]


def test_a_word_on_the_right_level_is_a_fact_of_the_contact_and_holds_up_nothing(client):
    response = client.post(REGISTER, typed(level_note="属区人社局，已说明地址；也照样登记"))

    assert response.status_code == 302
    assert Visit.objects.get().level_note == "属区人社局，已说明地址；也照样登记"


TICKET = 3  # statements of the ticket of whoever waits in the hall


@pytest.mark.parametrize(
    ("fields", "most"),
    [
        ({}, 20 + TICKET),
        ({"register": "fast"}, 20 + TICKET),
        ({"register": "fast", "statement": "", "phone": ""}, 20 + TICKET),
        ({"channel": "LETTER", "postmarked_on": "昨天"}, 20),
        ({"other_channel": "FAX"}, 20),
        ({"register": "settle", "purpose": "INQUIRY", "told": "带身份证到窗口办"}, 20),
    ],
)
def test_a_registration_keeps_to_its_statements_whatever_the_channel(client, queries_of, fields, most):
    client.post(REGISTER, typed())

    asked = queries_of(lambda: client.post(REGISTER, typed(**fields)))

    assert len(asked) <= most, "\n".join(one[:90] for one in asked)


def test_the_register_of_contacts_lists_unread_letters(client, clerk):
    letter = factories.visit(clerk, channel="LETTER")
    read = factories.visit(clerk, channel="LETTER", is_read=True)

    html = client.get("/contacts/?view=unread").content.decode()

    assert letter.contact_no in html
    assert read.contact_no not in html


def test_an_old_letter_of_history_is_nobodys_to_read(clerk):
    visit = factories.visit(clerk, channel="LETTER")
    Visit.objects.filter(pk=visit.pk).update(is_historical=True)

    assert not Visit.objects.unread().exists()


# ---------- 报结 ----------
def test_the_closing_report_ends_the_clock_its_sender_set(sign_in, clerk):
    visit = factories.visit(clerk, channel="ASSIGNED")
    client = sign_in(factories.official(Role.OD))

    refused = client.post(f"/contacts/{visit.contact_no}/closing-report/", {"sent_on": "今天"})
    taken = client.post(
        f"/contacts/{visit.contact_no}/closing-report/", {"sent_on": "今天", "number": "东街报〔2026〕3号"}
    )

    assert refused.status_code == 422
    assert taken.status_code == 302
    clock = visit.case.deadlines.get(rule="L06")
    assert (clock.end_reason, clock.was_met) == ("已报结", True)
    assert visit.case.deadlines.get(rule="L04").is_running
    assert visit.case.events.filter(kind=Event.Kind.REPORTED).count() == 1


def test_what_was_reported_is_not_reported_twice_nor_what_nobody_assigned(clerk):
    assigned, plain = factories.visit(clerk, channel="ASSIGNED"), factories.visit(clerk)
    today = timezone.localdate()
    AssignmentReport.objects.send(assigned, by=clerk, sent_on=today, number="3号")

    for visit in (assigned, plain):
        with pytest.raises(ValidationError):
            AssignmentReport.objects.send(visit, by=clerk, sent_on=today, number="4号")
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentReport.objects.update(number="")


@pytest.mark.parametrize(("day", "is_met"), [(date(2026, 8, 10), True), (date(2026, 8, 11), False)])
def test_a_report_after_its_day_is_late_and_recorded(clerk, day, is_met):
    visit = come(by=clerk, channel="ASSIGNED", due_on=date(2026, 8, 10))

    AssignmentReport.objects.send(visit, by=clerk, sent_on=day, number="3号")

    assert visit.case.deadlines.get(rule="L06").was_met is is_met


# ---------- 单独登记 ----------
def assigned(by):
    """Sent on 3 August, the report wanted by 1 September."""
    return come(date(2026, 8, 4), by=by, channel="ASSIGNED", sent_on=date(2026, 8, 3), due_on=date(2026, 9, 1))


def extend(client, visit, **typed):
    typed = {"due_on": "2026-09-30", "granted_on": "2026-08-20", "number": "区信〔2026〕9号", **typed}
    return client.post(reverse("reception:extension", args=[visit.contact_no]), typed)


def test_the_day_of_an_assignment_moves_when_its_sender_grants_a_later_one(client, clerk):
    visit = assigned(clerk)
    law = visit.case.deadlines.get(rule="L04").legal_end_on

    answer = extend(client, visit)

    clock = visit.case.deadlines.get(rule="L06")
    assert answer.status_code == 302
    assert (clock.legal_end_on, clock.extended_days) == (date(2026, 9, 30), 29)
    assert visit.case.deadlines.get(rule="L04").legal_end_on == law
    assert "同意延到 2026-09-30 报结" in visit.case.events.latest("pk").detail


@pytest.mark.parametrize("day", ["2026-08-31", "2026-09-01"])
def test_an_extension_ends_after_the_day_it_extends(client, clerk, day):
    visit = assigned(clerk)

    answer = extend(client, visit, due_on=day)

    assert answer.status_code == 422
    assert "延期要晚于这一天" in answer.context["form"].errors["due_on"][0]


def test_a_report_ends_the_clock_as_it_was_last_extended(client, clerk):
    visit = assigned(clerk)
    extend(client, visit)
    extend(client, visit, due_on="2026-10-20")

    AssignmentReport.objects.send(visit, by=clerk, sent_on=date(2026, 10, 20), number="1号")
    late = extend(client, visit, due_on="2026-11-20")

    assert visit.case.deadlines.get(rule="L06").was_met
    assert late.status_code == 422 and "已经报结" in late.content.decode()


def test_the_choice_among_earlier_matters_is_kept_on_the_contact_and_not_what_was_shown(client, clerk):
    earlier = factories.case(clerk)

    client.post(REGISTER, typed(apart="1"))
    client.post(REGISTER, typed(join=earlier.number, apart="1"))
    client.post(REGISTER, typed())

    apart, joined, plain = Visit.objects.exclude(case__isnull=True).order_by("pk")[1:]
    assert (apart.kept_apart, apart.tie) == (True, "NEW")
    assert (joined.kept_apart, joined.tie, joined.case) == (False, "REPEAT", earlier)
    assert (plain.kept_apart, plain.tie) == (False, "NEW")
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=joined.pk).update(kept_apart=True)


def test_a_leader_finds_the_unread_letters_from_his_own_page(sign_in, clerk):
    letter = factories.visit(clerk, channel="LETTER")
    client = sign_in(factories.official(Role.HO))

    assert "/contacts/?view=unread" in client.get("/cases/leader/").content.decode()
    assert letter.contact_no in client.get("/contacts/?view=unread").content.decode()

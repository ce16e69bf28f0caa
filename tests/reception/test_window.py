"""What the window cannot answer goes to the back office and comes back through the window (F33)."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline
from cases.models.case import day_starts
from cases.models.claim import Purpose
from officials.models import Role
from reception.models import Visit, WindowRequest
from tests import factories

pytestmark = pytest.mark.django_db

ANSWER = "凭身份证到本窗口当场补办，不用照片，不收费。"


@pytest.fixture
def affairs():
    return factories.section("社会事务科")


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def handler(affairs):
    return factories.official(Role.HD, at=affairs)


def handed(by, unit, **fields):
    fields = {"purpose": Purpose.INQUIRY, "statement": "老年优待证丢了怎么补？", **fields}
    return factories.visit(by, back_office=unit, **fields)


def page(visit, step=""):
    return reverse(f"reception:request{step}", args=[visit.contact_no])


def test_a_question_handed_over_opens_no_case_and_waits_for_no_talk(clerk, affairs):
    visit = handed(clerk, affairs)

    assert visit.case is None and not Case.objects.exists()
    assert visit.state == "等后台答复"
    assert not Visit.objects.awaiting_talk().exists()
    assert not hasattr(visit, "ticket")


def test_the_promise_is_five_working_days_and_late_the_day_after(clerk, affairs):
    friday = day_starts(date(2026, 9, 25)) + timedelta(hours=10)  # a rest day itself; the National Day lies between
    visit = handed(clerk, affairs, received_at=friday, now=friday)
    promised = visit.request.deadline.legal_end_on

    assert (visit.request.deadline.kind, visit.request.deadline.case) == (Deadline.Kind.PROMISE, None)
    assert promised == date(2026, 10, 9)
    assert not WindowRequest.objects.late(promised).exists()
    assert WindowRequest.objects.late(promised + timedelta(days=1)).get() == visit.request


def test_the_answer_comes_back_through_the_window(clerk, affairs, handler, sign_in):
    visit = handed(clerk, affairs)

    sign_in(handler).post(page(visit, "_reply"), {"text": ANSWER})
    at_window = sign_in(clerk)
    shown = at_window.get(page(visit)).content.decode()
    at_window.post(page(visit, "_tell"), {"way": "PHONE"})

    asked = WindowRequest.objects.get()
    assert ANSWER in shown and "答复窗口" not in shown
    assert (asked.state, asked.taken_by, asked.told_by) == ("TOLD", handler, clerk)
    assert asked.deadline.ended_on == timezone.localdate()


def test_a_wrong_answer_goes_back_with_the_reason_and_stays_on_record(clerk, affairs, handler, sign_in):
    visit = handed(clerk, affairs)
    visit.request.reply("不能办。", by=handler)

    refused = sign_in(clerk).post(page(visit, "_return"), {"reason": ""})
    sign_in(clerk).post(page(visit, "_return"), {"reason": "没有说为什么、去哪里办"})
    sign_in(handler).post(page(visit, "_reply"), {"text": ANSWER})

    assert refused.status_code == 422 and "请写哪里答得不对" in refused.content.decode()
    wrong, right = visit.request.replies.all()
    assert (wrong.returned_by, wrong.return_reason) == (clerk, "没有说为什么、去哪里办")
    assert (right.text, right.returned_at) == (ANSWER, None)


@pytest.mark.parametrize(
    ("step", "typed", "words"),
    [
        ("_tell", {"way": "PHONE"}, "后台还没有答复"),
        ("_return", {"reason": "不对"}, "现在没有要退回的答复"),
    ],
)
def test_nothing_is_told_or_sent_back_before_it_is_answered(clerk, affairs, sign_in, step, typed, words):
    visit = handed(clerk, affairs)

    answer = sign_in(clerk).post(page(visit, step), typed)

    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_second_answer_is_refused_and_what_was_typed_is_kept(clerk, affairs, handler, sign_in):
    visit = handed(clerk, affairs)
    visit.request.reply(ANSWER, by=handler)

    answer = sign_in(handler).post(page(visit, "_reply"), {"text": "带户口本来。"})

    assert answer.status_code == 422
    assert "刚才已经答复过" in answer.content.decode() and "带户口本来。" in answer.content.decode()
    assert visit.request.replies.count() == 1


def test_a_grievance_becomes_a_matter_from_its_first_day_without_retyping(clerk, affairs, sign_in):
    earlier = timezone.now() - timedelta(days=3)
    visit = handed(clerk, affairs, received_at=earlier, statement="补贴停发三个月没人管。")
    client = sign_in(clerk)
    form = client.get(reverse("reception:talk", args=[visit.contact_no])).context["form"]
    typed = {name: form.initial.get(name) or "" for name in ("statement", "people_present", "opened", "reopens")}

    client.post(reverse("reception:talk", args=[visit.contact_no]), {**typed, "purpose": "APPEAL", "register": "only"})

    visit = Visit.objects.get()
    assert visit.case.statement == "补贴停发三个月没人管。"
    assert visit.case.received_at == earlier
    assert (visit.request.state, visit.request.deadline.end_reason) == ("TAKEN_UP", "转为立件办理")


def test_a_talk_opened_before_it_was_handed_over_changes_nothing(clerk, affairs):
    visit = handed(clerk, affairs)

    with pytest.raises(ValidationError, match="转给后台"):
        visit.take_up(by=clerk, statement="补贴停发三个月没人管。")

    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"purpose": Purpose.ACCUSATION}, "respondent"),
        ({"respondent": "某物业公司"}, "respondent"),
        ({"urgency": "LIVELIHOOD", "urgency_basis": "停水"}, "urgency_basis"),
        ({"people_present": 5}, "people_present"),
    ],
)
def test_what_needs_a_file_of_its_own_is_not_handed_over(clerk, affairs, fields, field):
    with pytest.raises(ValidationError) as refusal:
        handed(clerk, affairs, **fields)

    assert field in refusal.value.error_dict
    assert not Visit.objects.exists() and not Deadline.objects.exists()


def test_what_a_superior_sent_is_not_handed_over(clerk, affairs):
    with pytest.raises(ValidationError, match="上级"):
        handed(clerk, affairs, channel=Case.Channel.TRANSFERRED)


def test_the_desk_asks_for_the_section_at_the_field(clerk, affairs, sign_in):
    typed = {"channel": "VISIT", "name": "马春梅", "phone": "13800001123", "statement": "问补贴", "register": "hand"}

    refused = sign_in(clerk).post(reverse("reception:register"), typed)
    done = sign_in(clerk).post(reverse("reception:register"), {**typed, "back_office": affairs.pk}, follow=True)

    assert refused.status_code == 422 and refused.context["form"].errors["back_office"]
    visit = Visit.objects.get()
    assert visit.request.unit == affairs
    assert f"最迟 {visit.request.deadline.legal_end_on:%Y年}" in done.content.decode()
    assert "60 日内给您书面答复" not in done.content.decode()  # it runs in no petition procedure


def test_a_section_chosen_by_mistake_does_not_hand_over_what_is_registered(clerk, affairs, sign_in):
    typed = {"channel": "VISIT", "name": "马春梅", "phone": "13800001123", "statement": "楼道灯不亮"}

    sign_in(clerk).post(reverse("reception:register"), {**typed, "register": "only", "back_office": affairs.pk})

    assert Visit.objects.get().case and not WindowRequest.objects.exists()


def test_a_void_contact_takes_its_request_off_the_lists(clerk, affairs):
    visit = handed(clerk, affairs)
    director = factories.official(Role.OD)

    visit.voidings.model.objects.ask(visit, reason="登记了两遍", by=clerk).decide(by=director, is_approved=True)

    asked = WindowRequest.objects.get()
    assert asked.state == "VOID" and not WindowRequest.objects.open().exists()
    assert asked.deadline.ended_on


def test_each_sees_what_the_table_says(clerk, affairs, handler, sign_in):
    here, elsewhere = factories.community("东河花园社区"), factories.community("汤巷社区")
    visit = handed(clerk, affairs, community=here)
    people = {
        clerk: 200,
        factories.official(Role.RC): 404,
        handler: 200,
        factories.official(Role.HD, at=factories.section("城市建设科")): 404,
        factories.official(Role.WC, at=here): 200,
        factories.official(Role.WC, at=elsewhere): 404,
        factories.official(Role.OD): 200,
        factories.official(Role.HO): 200,
        factories.official(Role.LO): 403,
        factories.official(Role.SV): 200,
    }

    for person, status in people.items():
        assert sign_in(person).get(page(visit)).status_code == status, person
        assert WindowRequest.objects.visible_to(person).exists() is (status == 200), person


def test_one_that_became_a_sealed_accusation_is_nobodys_here(clerk, affairs, handler, sign_in):
    visit = handed(clerk, affairs)
    Visit.objects.get().take_up(by=clerk, reopens=True, statement="某人收了好处。", purpose=Purpose.ACCUSATION)

    for person in (clerk, handler, factories.official(Role.OD)):
        client = sign_in(person)
        assert client.get(page(visit)).status_code == 404
        assert visit.contact_no not in client.get(reverse("reception:requests") + "?view=over").content.decode()


def test_the_list_asks_the_same_number_of_questions_with_one_and_with_many(clerk, affairs, sign_in, queries_of):
    client = sign_in(clerk)
    handed(clerk, affairs)
    client.get(reverse("reception:requests"))  # the first page of a session asks once more
    few = len(queries_of(lambda: client.get(reverse("reception:requests"))))
    for _more in range(4):
        handed(clerk, affairs)

    assert len(queries_of(lambda: client.get(reverse("reception:requests")))) == few <= 12


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_leave_one_answer(sign_in):
    clerk, affairs = factories.official(Role.RC), factories.section("社会事务科")
    clients = [sign_in(factories.official(Role.HD, at=affairs)) for _person in range(2)]
    visit, start, statuses = handed(clerk, affairs), Barrier(2), []

    def answer(client):
        start.wait()
        statuses.append(client.post(page(visit, "_reply"), {"text": ANSWER}).status_code)
        connection.close()

    threads = [Thread(target=answer, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302, 422]
    assert visit.request.replies.count() == 1

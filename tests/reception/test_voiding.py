"""Voiding a registration: a reason, a second person, a number that stays, and nothing hidden (R28, AZ-06)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Case, Deadline, Event, SearchText
from officials.models import AuditEntry, Role
from reception.forms import DeskForm
from reception.models import Visit, Voiding
from tests import factories
from tests.reception.test_desk import REGISTER, typed

pytestmark = pytest.mark.django_db

REASON = "同一次来访登记了两遍"


@pytest.fixture
def clerk():
    return factories.official(Role.RC, name="王敏")


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


def asked(visit, by):
    return Voiding.objects.ask(visit, reason=REASON, by=by)


def void(visit, clerk, director):
    asked(visit, clerk).decide(by=director, is_approved=True)
    visit.refresh_from_db()
    return visit


# ---------- 两个人 ----------
def test_a_clerk_asks_the_director_decides_and_the_number_stays(sign_in, clerk, director):
    visit = factories.visit(clerk)
    number, case_number = visit.contact_no, visit.case.number

    asking = sign_in(clerk).post(f"/contacts/{number}/voiding/", {"reason": REASON})
    deciding = sign_in(director).post(f"/contacts/{number}/voiding/decision/", {"verdict": "yes"}, follow=True)

    visit.refresh_from_db()
    assert asking.status_code == 302
    assert "已作废，编号保留。" in deciding.content.decode()
    assert (visit.contact_no, visit.state) == (number, "已作废")
    assert (visit.case.number, visit.case.is_voided, visit.case.stage) == (case_number, True, "CLOSED")
    actions = set(AuditEntry.objects.filter(subject="visit", subject_id=visit.pk).values_list("action", flat=True))
    assert {"reception:void", "reception:void_decision"} <= actions


def test_the_next_number_goes_on_after_a_void_one(clerk, director):
    visit = void(factories.visit(clerk), clerk, director)
    following = factories.visit(clerk)

    assert int(following.contact_no[-4:]) == int(visit.contact_no[-4:]) + 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_asked(sign_in, clerk, reason):
    visit = factories.visit(clerk)

    response = sign_in(clerk).post(f"/contacts/{visit.contact_no}/voiding/", {"reason": reason})

    assert response.status_code == 422
    assert "请写作废的原因" in response.content.decode()
    assert not Voiding.objects.exists()


def test_who_asked_does_not_decide(clerk):
    both = factories.official(Role.RC)
    both.postings.create(unit=both.unit, role=Role.OD, since=both.posts[0].since, is_main=False)
    voiding = asked(factories.visit(clerk), both)

    with pytest.raises(ValidationError, match="不能自己批"):
        voiding.decide(by=both, is_approved=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voiding.objects.filter(pk=voiding.pk).update(decided_by=both, decided_at=timezone.now(), is_approved=True)


@pytest.mark.parametrize("role", [Role.RC, Role.WC, Role.HD, Role.LO])
def test_only_the_director_or_the_head_decides(sign_in, clerk, role):
    visit = factories.visit(clerk)
    asked(visit, clerk)
    address = f"/contacts/{visit.contact_no}/voiding/decision/"

    assert sign_in(factories.official(role)).post(address, {"verdict": "yes"}).status_code == 403
    assert sign_in(factories.official(Role.HO)).post(address, {"verdict": "yes"}).status_code == 302


def test_a_no_says_why_and_everything_stands(sign_in, clerk, director):
    visit = factories.visit(clerk)
    asked(visit, clerk)
    client, address = sign_in(director), f"/contacts/{visit.contact_no}/voiding/decision/"

    assert client.post(address, {"verdict": "no"}).status_code == 422
    assert client.post(address, {"verdict": "no", "note": "是两件不同的事"}).status_code == 302

    visit.refresh_from_db()
    assert (visit.voided_at, visit.case.is_open) == (None, True)
    assert not Visit.objects.void_asked().exists()
    assert Voiding.objects.get().note == "是两件不同的事"


def test_after_a_no_it_may_be_asked_again(clerk, director):
    visit = factories.visit(clerk)
    asked(visit, clerk).decide(by=director, is_approved=False, note="再核一次")

    void(visit, clerk, director)

    assert visit.voided_at


def test_one_request_at_a_time(clerk):
    visit = factories.visit(clerk)
    asked(visit, clerk)

    with pytest.raises(ValidationError, match="已经有人申请作废"):
        asked(visit, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voiding.objects.create(visit=visit, reason=REASON, asked_by=clerk)


def test_until_it_is_decided_the_registration_stands_and_the_desk_list_says_so(sign_in, clerk, director):
    visit = factories.visit(clerk)
    asked(visit, clerk)

    html = sign_in(director).get("/contacts/?view=void_asked").content.decode()

    assert visit.contact_no in html
    assert REASON in html
    assert Visit.objects.standing().count() == 1
    assert Case.objects.open().count() == 1


# ---------- 数得出来 ----------
def test_the_void_are_counted_beside_those_that_stand(clerk, director):
    factories.visit(clerk)
    visit = void(factories.visit(clerk), clerk, director)

    assert (Visit.objects.standing().count(), list(Visit.objects.voided())) == (1, [visit])
    assert (Case.objects.open().count(), Case.objects.voided().count(), Case.objects.closed().count()) == (1, 1, 0)


def test_the_case_that_goes_with_it_leaves_search_and_ends_its_clocks(clerk, director):
    visit = void(factories.visit(clerk), clerk, director)

    case = visit.case
    assert not SearchText.objects.filter(case=case).exists()
    assert not Deadline.objects.running().filter(case=case).exists()
    assert case.next_legal_on is None
    assert case.events.filter(kind=Event.Kind.VOIDED).count() == 1


def test_nothing_more_is_done_on_a_void_case_and_it_can_be_read(sign_in, clerk, director):
    visit = void(factories.visit(clerk), clerk, director)
    client = sign_in(director)

    page = client.get(visit.case.get_absolute_url())

    assert "登记作废" in page.content.decode()
    assert client.post(f"{visit.case.get_absolute_url()}note/", {"text": "再记一笔"}).status_code == 403


def test_a_void_repeat_is_taken_off_the_count_and_the_matter_goes_on(clerk, director):
    case = factories.case(clerk)
    repeat = void(factories.visit(clerk, join=case), clerk, director)

    case.refresh_from_db()
    assert (repeat.state, case.repeat_count, case.is_open) == ("已作废", 0, True)
    assert case.events.filter(kind=Event.Kind.VOIDED).exists()


def test_a_void_assignment_ends_the_clock_it_started_and_no_other(clerk, director):
    today = timezone.localdate()
    case = factories.case(clerk)
    kept = factories.visit(clerk, channel="ASSIGNED", join=case, due_on=today + timezone.timedelta(days=20))
    void(
        factories.visit(clerk, channel="ASSIGNED", join=case, due_on=today + timezone.timedelta(days=9)),
        clerk,
        director,
    )

    running = case.deadlines.filter(rule="L06", ended_on__isnull=True)
    assert [clock.legal_end_on for clock in running] == [kept.due_on]


def test_what_was_settled_or_only_named_can_be_void_too(clerk, director):
    settled = factories.visit(clerk, purpose="INQUIRY", told="到窗口办", settles=True)
    waiting = factories.visit(clerk, phone="", statement="", waits=True)

    for visit in (settled, waiting):
        void(visit, clerk, director)

    assert Visit.objects.voided().count() == 2
    assert not Visit.objects.settled().exists()
    assert not Visit.objects.awaiting_talk().exists()


# ---------- 不能作废 ----------
def test_a_case_on_which_something_was_done_keeps_its_registration(clerk, director):
    visit = factories.visit(clerk)
    factories.triaged(factories.complete(visit.case), by=director)

    with pytest.raises(ValidationError, match="已经开始办理"):
        asked(visit, clerk)


def test_what_was_done_between_asking_and_deciding_stops_the_decision(sign_in, clerk, director):
    visit = factories.visit(clerk)
    asked(visit, clerk)
    visit.case.petition.give_notice(by=clerk, served_on=timezone.localdate(), method="HAND", signer="本人")

    response = sign_in(director).post(f"/contacts/{visit.contact_no}/voiding/decision/", {"verdict": "yes"})

    assert response.status_code == 422
    assert "已经开始办理，不能随登记作废" in response.content.decode()
    visit.refresh_from_db()
    assert visit.voided_at is None


def test_a_matter_that_was_brought_again_keeps_its_first_registration(clerk):
    visit = factories.visit(clerk)
    factories.visit(clerk, join=visit.case)
    visit.refresh_from_db()

    with pytest.raises(ValidationError, match="后来又有来访"):
        asked(visit, clerk)


def test_once_the_repeat_is_void_the_first_may_be(clerk, director):
    visit = factories.visit(clerk)
    repeat = factories.visit(clerk, join=visit.case)
    void(repeat, clerk, director)
    visit.refresh_from_db()

    with pytest.raises(ValidationError, match="已经开始办理"):  # 再次来访也是一件发生过的事
        asked(visit, clerk)


def test_a_void_contact_is_not_taken_up(clerk, director):
    visit = void(factories.visit(clerk, phone="", statement="", waits=True), clerk, director)

    with pytest.raises(ValidationError, match="已经作废"):
        visit.take_up(by=clerk, statement="漏水", phone="13800004471")


# ---------- 封存 ----------
def test_the_registrar_of_a_sealed_contact_may_ask_and_sees_only_its_number(sign_in, clerk, director):
    visit = factories.visit(clerk, purpose="ACCUSATION", statement="科长收金丝雀红包")
    client, address = sign_in(clerk), f"/contacts/{visit.contact_no}/voiding/"

    page = client.get(address).content.decode()
    assert visit.contact_no in page
    assert "金丝雀" not in page
    assert visit.case.number not in page
    assert client.post(address, {"reason": REASON}).status_code == 302
    assert client.get(f"/contacts/{visit.contact_no}/").status_code == 404
    other = sign_in(factories.official(Role.RC))
    assert other.get(address).status_code == 404

    decided = sign_in(director).post(f"/contacts/{visit.contact_no}/voiding/decision/", {"verdict": "yes"})
    visit.refresh_from_db()
    assert decided.status_code == 302
    assert visit.case.is_voided
    assert visit.case.is_sealed


def test_a_request_on_a_sealed_contact_is_in_no_list_of_others(sign_in, clerk, director):
    visit = factories.visit(clerk, purpose="ACCUSATION")
    asked(visit, clerk)

    for official in (director, factories.official(Role.RC), factories.official(Role.HO)):
        assert visit.contact_no not in sign_in(official).get("/contacts/?view=void_asked").content.decode()
    assert visit.contact_no in sign_in(clerk).get("/contacts/?view=void_asked").content.decode()


# ---------- 两人同时 ----------
@pytest.mark.django_db(transaction=True)
def test_two_directors_deciding_at_once_void_it_once(clerk):
    repeat = factories.visit(clerk, join=factories.case(clerk))
    asked(repeat, clerk)
    directors = [factories.official(Role.OD), factories.official(Role.OD)]

    def decide(by):
        try:
            with transaction.atomic():
                visit = Visit.objects.select_for_update(of=("self",)).get(pk=repeat.pk)
                voiding = visit.voidings.first()
                voiding.visit = visit
                voiding.decide(by=by, is_approved=True)
            return "done"
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as deciding:
        answers = sorted(deciding.map(decide, directors))

    repeat.refresh_from_db()
    assert answers == ["done", "这份申请刚才已经决定，没有再改。"]
    assert Voiding.objects.approved().count() == 1
    assert repeat.case.repeat_count == 0


def test_whoever_waits_with_a_void_registration_waits_no_more(clerk, director):
    visit = factories.visit(clerk)
    assert visit.ticket.state == "WAITING"

    void(visit, clerk, director)

    visit.ticket.refresh_from_db()
    assert visit.ticket.state == "LEFT"


def test_nothing_is_joined_to_a_void_matter(sign_in, clerk, director):
    case = void(factories.visit(clerk), clerk, director).case

    response = sign_in(clerk).post(REGISTER, typed(join=case.number))

    assert response.status_code == 422
    assert "没有找到要并入的那一件" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_a_void_and_a_repeat_in_one_instant_the_matter_is_never_void_with_a_contact_that_stands(clerk, director):
    visit = factories.visit(clerk)
    number = visit.case.number
    asked(visit, clerk)

    def at_once(step):
        try:
            with transaction.atomic():
                if step == "void":
                    mine = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
                    voiding = mine.voidings.first()
                    voiding.visit = mine
                    voiding.decide(by=director, is_approved=True)
                else:
                    form = DeskForm(typed(join=number), by=clerk)
                    assert form.is_valid()
                    form.take()
            return step
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(at_once, ["void", "join"]))

    case = Case.objects.get(number=number)
    assert sum(answer in ("void", "join") for answer in answers) == 1, answers
    assert case.is_voided is (answers[0] == "void")
    assert case.visits.standing().count() == (0 if case.is_voided else 2)

"""Visits to communities and homes: with a purpose, with consent, by two, with what came of it (F18, F19)."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Event, Ownership
from officials.models import Role
from reception.models import Outreach, OutreachMatter, Visit, Voiding
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def director():
    return factories.official(Role.OD)


@pytest.fixture
def handler():
    return factories.official(Role.HD, at=factories.section())


@pytest.fixture
def case(handler):
    return factories.triaged(handler=handler)


@pytest.fixture
def home(case, handler, director):
    """A home visit planned for an hour ago."""
    return planned_home(case, handler, director, starts_at=timezone.now() - HOUR)


def planned_home(case, lead, companion, **fields):
    given = {"starts_at": timezone.now() + HOUR, "purpose": "谈车库漏水怎么修"}
    return Outreach.objects.plan(
        by=lead, kind=Outreach.Kind.HOME, case=case, lead=lead, companion=companion, **{**given, **fields}
    )


def planned_community(lead, **fields):
    given = {"starts_at": timezone.now() - HOUR, "community": factories.community(), "purpose": "物业费"}
    return Outreach.objects.plan(by=lead, kind=Outreach.Kind.COMMUNITY, lead=lead, **{**given, **fields})


def address(name, pk):
    return reverse(f"reception:{name}", args=[pk])


def clock(moment):
    at = timezone.localtime(moment)
    return f"{at:%F}", f"{at:%H:%M}"


def outcome(visit, **more):
    day, at = clock(visit.starts_at)
    typed = {"went_on": day, "went_at": at, "outcome": "约定周五来修。", "submission": str(uuid.uuid4())}
    return {**typed, **more}


def agreed(visit, before=HOUR):
    visit.agree("PHONE", by=visit.lead, at=visit.starts_at - before, now=timezone.now())


# ---------- 家访 ----------
def test_a_home_visit_is_planned_agreed_to_and_recorded_on_the_case(case, handler, director, sign_in):
    client = sign_in(handler)
    day, at = clock(timezone.now() - timedelta(minutes=5))
    typed = {"purpose": "谈车库漏水怎么修", "on": day, "at": at, "lead": handler.pk, "companion": director.pk}

    page = client.post(reverse("reception:home_visit_add", args=[case.number]), typed, follow=True)
    visit = Outreach.objects.get()
    assert page.status_code == 200 and "问群众同不同意" in page.content.decode()
    asked = clock(visit.starts_at - HOUR)
    said = {"answer": "yes", "channel": "PHONE", "asked_on": asked[0], "asked_at": asked[1]}
    client.post(address("outreach_consent", visit.pk), said)
    next_on = f"{timezone.localdate() + timedelta(days=3):%F}"
    client.post(address("outreach_hold", visit.pk), outcome(visit, next_step="物业上门", next_on=next_on))

    visit.refresh_from_db()
    assert (visit.state, visit.recorded_by) == ("DONE", handler)
    event = case.events.get(kind=Event.Kind.OUTREACH)
    assert "约定周五来修" in event.detail and next_on in event.detail
    page = client.get(case.get_absolute_url()).content.decode()
    assert "约定周五来修。" in page and "物业上门" in page


def test_without_consent_no_home_is_visited(home, handler, sign_in):
    with pytest.raises(ValidationError, match="还没有记群众同意"):
        home.hold("谈了。", by=handler, started_at=home.starts_at)

    answer = sign_in(handler).post(address("outreach_hold", home.pk), outcome(home))

    assert answer.status_code == 422
    assert "没有同意的家访不能记" in answer.content.decode()
    assert "约定周五来修。" not in str(Outreach.objects.values_list("outcome"))


def test_the_database_itself_refuses_a_home_visited_without_consent(home):
    with pytest.raises(IntegrityError, match="home_visited_only_after_it_agreed"), transaction.atomic():
        Outreach.objects.filter(pk=home.pk).update(state="DONE", outcome="谈了。", started_at=timezone.now())


@pytest.mark.parametrize(("minutes", "is_refused"), [(0, True), (1, False)])
def test_consent_comes_before_the_visit(minutes, is_refused, home, handler):
    agreed(home, before=timedelta(0))
    started = home.starts_at + timedelta(minutes=minutes)

    if is_refused:
        with pytest.raises(ValidationError, match="早于群众同意的时间"):
            home.hold("谈了。", by=handler, started_at=started)
    else:
        home.hold("谈了。", by=handler, started_at=started)
        assert home.state == "DONE"


def test_who_does_not_want_to_be_visited_is_not_visited_and_nothing_is_marked_of_him(home, handler, sign_in):
    client = sign_in(handler)
    asked = clock(timezone.now() - HOUR)
    said = {"answer": "no", "channel": "PHONE", "asked_on": asked[0], "asked_at": asked[1]}
    client.post(address("outreach_consent", home.pk), said)

    home.refresh_from_db()
    assert home.state == "DECLINED"
    assert client.post(address("outreach_hold", home.pk), outcome(home)).status_code == 422
    assert (home.consent_by, clock(home.consent_at)) == (handler, asked)
    assert not home.case.events.filter(kind=Event.Kind.OUTREACH).exists()
    assert home.purpose not in client.get(home.case.get_absolute_url()).content.decode()
    assert home.case.number not in client.get(reverse("reception:outreaches"), {"view": "all"}).content.decode()
    assert "也不影响这件的办理" in client.get(address("outreach", home.pk)).content.decode()


def test_one_alone_goes_to_no_home(case, handler, director, sign_in):
    for companion, words in [("", "家访至少两人同去"), (handler.pk, "同去的要是另一个人")]:
        day, at = clock(timezone.now() + HOUR)
        typed = {"purpose": "谈谈", "on": day, "at": at, "lead": handler.pk, "companion": companion}
        page = sign_in(handler).post(reverse("reception:home_visit_add", args=[case.number]), typed)
        assert page.status_code == 422 and words in page.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Outreach.objects.create(
            kind="HOME", case=case, purpose="谈谈", starts_at=timezone.now(), lead=handler, planned_by=handler
        )


def test_one_of_the_two_answers_for_the_case(case, director):
    head = factories.official(Role.HO)

    with pytest.raises(ValidationError, match="承办人或者首接人") as refused:
        planned_home(case, director, head)
    assert "lead" in refused.value.error_dict


def test_whoever_the_case_is_about_does_not_go_there(case, handler, director):
    accused = case.parties.model(case=case, role="RESPONDENT", name=director.name)
    accused.recognise_respondent()
    accused.save()

    with pytest.raises(ValidationError, match="不能去这一家"):
        planned_home(case, handler, director)


def test_whoever_edits_the_case_meanwhile_is_told_of_the_visit(home, handler):
    agreed(home)
    before = home.case.version

    home.hold("谈了。", by=handler, started_at=home.starts_at)

    home.case.refresh_from_db()
    assert home.case.version == before + 1


def test_the_address_is_shown_masked_and_revealed_as_everywhere(home, handler, sign_in):
    lead = home.case.parties.get(is_lead=True)
    lead.address = "东河花园3幢402室"
    lead.save()

    page = sign_in(handler).get(address("outreach", home.pk)).content.decode()

    assert lead.address not in page and lead.address_masked in page
    assert reverse("cases:reveal", args=[home.case.number, lead.pk, "address"]) in page


def test_another_time_has_to_be_agreed_to_anew(home, handler):
    agreed(home)

    home.move(timezone.now() + HOUR, by=handler)

    assert home.awaits_consent


def test_nothing_in_the_record_could_say_where_somebody_was():
    names = {field.name for model in (Outreach, OutreachMatter) for field in model._meta.get_fields()}

    assert not {name for name in names if any(word in name for word in ("lat", "lon", "position", "track", "gps"))}
    assert "home_visit_keeps_no_address" in {rule.name for rule in Outreach._meta.constraints}


# ---------- 下访 ----------
def test_a_visit_to_a_community_tells_each_matter_what_was_said(case, director, sign_in):
    client = sign_in(director)
    day, at = clock(timezone.now() - timedelta(minutes=5))
    typed = {"community": factories.community().pk, "on": day, "at": at, "lead": director.pk, "numbers": case.number}
    client.post(reverse("reception:outreach_add"), typed)
    visit = Outreach.objects.get()
    matter = visit.matters.get()

    client.post(
        address("outreach_hold", visit.pk), outcome(visit, **{f"told_{matter.pk}": "业委会同意动用维修资金。"})
    )

    assert case.events.get(kind=Event.Kind.OUTREACH).detail == "下访：业委会同意动用维修资金。"
    assert "业委会同意动用维修资金。" in client.get(case.get_absolute_url()).content.decode()


def test_a_visit_that_one_may_not_open_is_named_on_the_case_and_not_linked(case, director, sign_in):
    owner = factories.official(Role.LO)
    Ownership.objects.create(case=case, leader=owner, since=timezone.localdate(), decided_by=director)
    client = sign_in(director)
    day, at = clock(timezone.now() + HOUR)
    typed = {"community": factories.community().pk, "on": day, "at": at, "lead": director.pk, "numbers": case.number}
    client.post(reverse("reception:outreach_add"), typed)
    link = f'href="{address("outreach", Outreach.objects.get().pk)}"'

    assert link in client.get(case.get_absolute_url()).content.decode()
    his = sign_in(owner).get(case.get_absolute_url()).content.decode()
    assert link not in his and "下访" in his


def test_the_open_cases_of_the_community_are_offered_to_take_along(case, director, sign_in):
    client = sign_in(director)
    page = f"{reverse('reception:outreach_add')}?community={case.community_id}"
    sealed = factories.case(purpose="ACCUSATION", respondent="某某", community=case.community)
    day, at = clock(timezone.now() + HOUR)

    shown = client.get(page).content.decode()
    typed = {"community": case.community_id, "on": day, "at": at, "lead": director.pk}
    client.post(page, {**typed, "picked": [case.number], "numbers": case.number})

    assert case.number in shown and sealed.number not in shown
    assert [matter.case for matter in Outreach.objects.get().matters.all()] == [case]


@pytest.mark.parametrize("number", ["DH2020-99999", "乱写"])
def test_a_matter_that_is_not_there_or_not_ones_own_to_see_cannot_be_taken_along(number, director, sign_in):
    sealed = factories.case(purpose="ACCUSATION", respondent="某某")
    day, at = clock(timezone.now() + HOUR)
    typed = {"community": factories.community().pk, "on": day, "at": at, "lead": director.pk}

    for asked in (number, sealed.number):
        page = sign_in(director).post(reverse("reception:outreach_add"), {**typed, "numbers": asked})
        assert page.status_code == 422 and "没有找到" in page.content.decode()
    assert not Outreach.objects.exists()


def test_going_for_nothing_is_kept_and_not_counted(case, director):
    for fields in ({"purpose": ""}, {"purpose": "物业费"}, {"purpose": "", "cases": [case]}):
        planned_community(director, **fields).hold("走了一圈。", by=director, started_at=timezone.now())

    assert Outreach.objects.count() == 3
    assert Outreach.objects.counted().count() == 2


def test_what_is_newly_heard_there_goes_to_the_desk_prefilled(sign_in):
    clerk = factories.official(Role.RC)
    visit = planned_community(clerk)
    visit.hold("来了十几位。", by=clerk, started_at=timezone.now())

    desk = sign_in(clerk).post(address("outreach_bring", visit.pk), {"submission": str(uuid.uuid4())}, follow=True)

    form = desk.context["form"]
    assert (form["other_channel"].value(), form["community"].value()) == (Case.Channel.SCREENED, visit.community_id)


def test_what_was_heard_there_points_back_to_the_visit_and_the_visit_lists_it(sign_in):
    clerk = factories.official(Role.RC)
    visit = planned_community(clerk)
    visit.hold("来了十几位。", by=clerk, started_at=timezone.now())
    client = sign_in(clerk)
    desk = client.post(address("outreach_bring", visit.pk), {"submission": str(uuid.uuid4())}, follow=True)
    initial = {field.html_name: field.value() for field in desk.context["form"] if field.value() not in (None, False)}

    client.post("/desk/register/", {**initial, "name": "李四", "phone": "13900001234", "statement": "门禁坏了"})

    heard = Visit.objects.get()
    assert heard.outreach == visit
    assert heard.contact_no in client.get(address("outreach", visit.pk)).text
    assert str(visit) in client.get(f"/contacts/{heard.contact_no}/").text


def test_a_contact_is_tied_to_no_visit_that_its_clerk_cannot_see(sign_in, home, director):
    home.agree("PHONE", by=director, at=timezone.now() - 2 * HOUR)
    home.hold("说了。", by=director, started_at=timezone.now() - HOUR / 2)
    client = sign_in(factories.official(Role.WC, at=factories.community("别的社区")))

    refused = client.post(
        "/desk/register/",
        {"channel": "VISIT", "name": "李四", "phone": "13900001234", "statement": "门禁坏了", "outreach": home.pk},
    )

    assert refused.status_code == 422
    assert not Visit.objects.filter(outreach=home).exists()


def test_what_was_heard_on_an_earlier_day_counts_from_that_day(sign_in):
    clerk = factories.official(Role.RC)
    visit = planned_community(clerk, starts_at=timezone.now() - 48 * HOUR)
    visit.hold("来了十几位。", by=clerk, started_at=visit.starts_at)

    desk = sign_in(clerk).post(address("outreach_bring", visit.pk), follow=True)

    assert desk.context["form"]["received_on"].value() == f"{timezone.localdate(visit.starts_at):%F}"


def test_a_matter_that_was_closed_meanwhile_stays_as_it_is(case, director):
    visit = planned_community(director, cases=[case])
    case.void(by=director, on=timezone.localdate(), reason="重复")

    with pytest.raises(ValidationError, match="已经办结"):
        told = {matter.pk: "说了。" for matter in visit.matters.all()}
        visit.hold("谈了。", by=director, started_at=visit.starts_at, told=told)


# ---------- 两个人、两次 ----------
@pytest.mark.django_db(transaction=True)
def test_two_who_record_at_once_leave_one_record(director):
    visit = planned_community(director)
    gate, refused = Barrier(2), []

    def record(words):
        gate.wait()
        try:
            with transaction.atomic():
                Outreach.objects.for_change().get(pk=visit.pk).hold(words, by=director, started_at=visit.starts_at)
        except ValidationError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=record, args=[words]) for words in ("甲记的。", "乙记的。")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1 and "没有再记" in str(refused[0])
    assert Outreach.objects.get().state == "DONE"


def test_a_double_click_plans_once(director, sign_in):
    client = sign_in(director)
    day, at = clock(timezone.now() + HOUR)
    typed = {"community": factories.community().pk, "on": day, "at": at, "lead": director.pk, "purpose": "物业费"}
    for _press in range(2):
        client.post(reverse("reception:outreach_add"), {**typed, "submission": "6f1c3a52-0d5b-4c1e-9a37-1f2b8c6d7e91"})

    assert Outreach.objects.count() == 1


# ---------- 谁看得到 ----------
def test_a_home_visit_is_seen_by_whoever_sees_the_case_and_recorded_by_whoever_works_on_it(home, sign_in):
    assert sign_in(factories.official(Role.OD)).get(address("outreach", home.pk)).status_code == 200
    other = sign_in(factories.official(Role.HD, at=factories.section("社会事务科")))
    assert other.get(address("outreach", home.pk)).status_code == 404
    assert other.post(address("outreach_drop", home.pk), {"reason": "下雨"}).status_code == 404
    registrar = sign_in(home.case.visits.get().registrar)
    assert registrar.get(address("outreach", home.pk)).status_code == 200
    assert registrar.post(address("outreach_drop", home.pk), {"reason": "下雨"}).status_code == 403


def test_nothing_of_a_sealed_case_stands_in_a_list_or_a_count(home, director, sign_in):
    home.case.seal(by=director, reason="检举", readers=[director])

    page = sign_in(director).get(reverse("reception:outreaches"))

    assert [tab["count"] for tab in page.context["tabs"]] == [0, 0, 0, 0]
    assert home.case.number not in page.content.decode()


def test_a_matter_one_may_not_see_is_only_counted(case, director, sign_in):
    companion = factories.official(Role.HD, at=factories.section("社会事务科"))
    visit = planned_community(director, cases=[case], companion=companion)

    page = sign_in(companion).get(address("outreach", visit.pk)).content.decode()

    assert case.number not in page and "另有 1 件" in page
    case.seal(by=director, reason="检举", readers=[])
    assert "另有" not in sign_in(companion).get(address("outreach", visit.pk)).content.decode()


def test_nobody_goes_to_a_home_for_a_void_registration(director, handler):
    clerk = factories.official(Role.RC)
    visit = factories.visit(clerk)
    home = planned_home(visit.case, handler, director)

    Voiding.objects.ask(visit, reason="登记了两遍", by=clerk).decide(by=director, is_approved=True)

    home.refresh_from_db()
    assert (home.state, home.reason) == ("DROPPED", "登记作废")


# ---------- 日结 ----------
def test_what_was_not_written_down_is_asked_for_at_the_end_of_the_day(director):
    def missing():
        return factories.lacking_today(director)["outreach"]

    planned_community(director, starts_at=timezone.now() + HOUR)
    assert missing() == 0
    visit = planned_community(director)
    assert missing() == 1
    visit.drop("下雨。", by=director)
    assert missing() == 0


def test_the_list_asks_as_much_with_many_as_with_few(director, sign_in, queries_of):
    client, page = sign_in(director), reverse("reception:outreaches")
    planned_community(director)
    client.get(page)
    few = len(queries_of(lambda: client.get(page)))
    for _n in range(5):
        planned_community(director)

    assert len(queries_of(lambda: client.get(page))) == few <= 12

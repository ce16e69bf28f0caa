"""One unit leads, others assist; further communities, joint actions, requests to the police (F27, F36, F37, F38)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from cases import rounds, telling
from cases.cycles import Cycle, holding
from cases.models import (
    AlsoIn,
    AssistObjection,
    AssistTask,
    Case,
    DueWarning,
    Event,
    JointAction,
    Notice,
    Ownership,
    Party,
    PoliceRequest,
    Recusal,
)
from cases.models.assist import hops_of
from cases.strays import persons_in
from cases.sweep import sweep
from cases.waiting import waiting_for
from officials.calendar import Calendar
from officials.models import Role, Zone
from tests import factories
from tests.browsing import form_of
from tests.petitions.stories import W6, Story, registered
from tests.test_object_access import PDF

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)
KEPT, UPHELD = AssistObjection.Decision.KEPT, AssistObjection.Decision.UPHELD


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"


@pytest.fixture
def people():
    city, social, justice = (factories.section(name) for name in ("城市建设科", "社会事务科", "司法所"))
    return SimpleNamespace(
        director=factories.official(Role.OD, name="周建国"),
        head=factories.official(Role.HO, name="郑国强"),
        leader=factories.official(Role.LO, name="林晓峰"),
        handler=factories.official(Role.HD, name="李静", at=city),
        assistant=factories.official(Role.HD, name="何琳", at=social),
        colleague=factories.official(Role.HD, name="田野", at=social),
        lawyer=factories.official(Role.HD, name="马超", at=justice),
        social=social,
        justice=justice,
    )


@pytest.fixture
def case(people):
    """A case that the city section leads."""
    case = factories.triaged(by=people.director, handler=people.handler)
    case.handovers.get().take(by=people.handler, on=TODAY)
    return case


def asked(case, people, unit=None, *, days=5, on=TODAY, **said):
    said = {"facts": "东河花园：地下车库渗水", "asked": "认定渗水从哪里来。"} | said
    task = AssistTask.objects.ask(
        case, unit=unit or people.social, due_on=on + days * DAY, by=people.director, on=on, **said
    )
    return again(task)


def again(task):
    """The task as a page reads it."""
    return AssistTask.objects.whole().get(pk=task.pk)


def own(case, leader):
    Ownership.objects.create(case=case, leader=leader, since=TODAY, decided_by=leader)


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case.number, *more])


# ---------- 请协办 ----------
def test_an_assisting_unit_has_its_own_task_and_day(case, people):
    task = asked(case, people)

    clock = task.deadline
    assert (clock.rule, clock.kind, clock.unit, clock.legal_end_on) == ("F36", "TASK", people.social, TODAY + 5 * DAY)
    assert task.state == "待答复" and task.holds_up
    assert case.handling_unit == people.handler.unit  # who leads has not changed
    assert case.events.filter(kind=Event.Kind.JOINT, detail__startswith="请社会事务科协办").exists()


def test_the_lead_is_not_asked_to_assist_itself(case, people):
    with pytest.raises(ValidationError, match="就是主办单位"):
        asked(case, people, case.handling_unit)


def test_the_unit_complained_about_is_sent_an_inquiry_instead(case, people):
    unit = people.social
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=unit.name, unit=unit, is_organisation=True)

    with pytest.raises(ValidationError, match="请它说明情况发核查任务"):
        asked(case, people)


def test_nothing_is_asked_before_somebody_leads(people):
    with pytest.raises(ValidationError, match="先分流"):
        asked(factories.case(), people)


def test_of_a_sealed_case_nobody_is_asked(case, people):
    case.seal(by=people.director, reason="检举控告")

    with pytest.raises(ValidationError, match="检举控告封存"):
        asked(case, people)


@pytest.mark.parametrize("words", ["张建国家渗水", "电话13800004471", "证件 110101199003070011", "501室"])
@pytest.mark.parametrize("field", ["facts", "asked"])
def test_what_tells_who_somebody_is_does_not_go_to_the_assisting_unit(case, people, field, words):
    lead = case.parties.get(is_lead=True)
    lead.name, lead.address = "张建国", "东河花园3幢501室"
    lead.save()

    with pytest.raises(ValidationError, match="请改掉"):
        asked(case, people, **{field: words})
    assert not AssistTask.objects.exists()


def test_a_unit_is_asked_once_at_a_time(case, people):
    asked(case, people).reply(by=people.assistant, on=TODAY, text="看过了。")
    asked(case, people)

    with pytest.raises(ValidationError, match="没有答复"):
        asked(case, people)


def test_two_who_ask_the_same_unit_at_once_ask_it_once(people, sign_in, transactional_db):
    case = factories.triaged(by=people.director, handler=people.handler)
    data = {"unit": people.social.pk, "facts": "车库渗水", "asked": "认定来源。", "due_on": "+5"}
    clients = [sign_in(people.director), sign_in(people.head)]

    def send(client):
        try:
            return client.post(address("assist_add", case), data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, clients))

    assert answers == [302, 422]
    assert AssistTask.objects.count() == 1


def test_somebody_barred_is_not_named(case, people):
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name="何琳", official=people.assistant)

    with pytest.raises(ValidationError, match="被反映人"):
        asked(case, people, official=people.assistant)


def test_who_may_ask_is_as_the_table_says(case, people, sign_in):
    own(case, people.leader)
    other = factories.official(Role.LO)
    wanted = {people.director: 200, people.head: 200, people.leader: 200, people.handler: 403, other: 404}

    for person, status in wanted.items():
        assert sign_in(person).get(address("assist_add", case)).status_code == status, person.name


def test_a_day_after_the_tightest_of_the_law_is_asked_once_more(case, people, sign_in):
    late = case.next_legal_on + DAY
    data = {"unit": people.social.pk, "facts": "车库渗水", "asked": "认定来源。", "due_on": f"{late:%F}"}
    client = sign_in(people.director)

    first = client.post(address("assist_add", case), data)

    assert first.status_code == 422 and "来不及用" in first.content.decode()
    assert client.post(address("assist_add", case), data | {"sure": "on"}).status_code == 302


# ---------- 协办单位看到的 ----------
def test_the_unit_sees_its_part_and_nothing_of_the_file(case, people, sign_in):
    task, client = asked(case, people), sign_in(people.assistant)

    page = client.get(task.get_absolute_url()).content.decode()

    assert "认定渗水从哪里来。" in page and "李静" in page and case.number in page
    assert case.statement not in page and "张" not in page.split("<main")[1]
    for name in ("case", "events", "together"):
        assert client.get(address(name, case)).status_code == 404
    assert not Case.objects.visible_to(people.assistant).exists()
    assert "1 件等您单位答复" in client.get(reverse("assists:list")).content.decode()
    assert "协办任务 <b>1</b>" in client.get(reverse("cases:list")).content.decode()


def test_another_unit_and_whoever_is_barred_find_nothing(case, people, sign_in):
    task = asked(case, people)
    accused = people.colleague
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=accused.name, official=accused)

    for person in (people.lawyer, accused):
        client = sign_in(person)
        for url in (task.get_absolute_url(), *own_pages(task)):
            assert client.get(url).status_code == 404
            assert client.post(url, {"text": "没有。", "reason": "没有。"}).status_code == 404
    assert sign_in(people.assistant).get(task.get_absolute_url()).status_code == 200


def own_pages(task):
    return [reverse(f"assists:{name}", args=[task.key]) for name in ("taking", "objection")]


@pytest.mark.parametrize("until", [TODAY, TODAY - DAY])
def test_whoever_has_left_the_unit_finds_nothing(case, people, until, sign_in):
    task = asked(case, people)
    gone = factories.official(Role.HD, at=people.social, until=until)
    last = factories.official(Role.HD, at=people.social, until=TODAY + DAY)

    assert not AssistTask.objects.visible_to(gone).exists()
    assert sign_in(last).get(task.get_absolute_url()).status_code == 200


def test_sealed_later_it_is_gone(case, people, sign_in):
    task = asked(case, people)
    case.seal(by=people.director, reason="检举控告")

    assert sign_in(people.assistant).get(task.get_absolute_url()).status_code == 404


def test_a_unit_that_turns_out_to_be_complained_about_loses_its_task(case, people, sign_in):
    task, unit = asked(case, people), people.social
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=unit.name, unit=unit, is_organisation=True)

    assert sign_in(people.assistant).get(task.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.HD, Role.MD, Role.WC)])
def test_only_who_works_on_tasks_opens_it(case, people, role, sign_in):
    task, client = asked(case, people), sign_in(factories.official(role, at=people.social))

    assert client.get(task.get_absolute_url()).status_code == 403
    assert client.get(reverse("assists:list")).status_code == 403


# ---------- 接手、答复、退回 ----------
def test_whoever_of_the_unit_takes_it_answers_for_it(case, people, sign_in):
    task = asked(case, people, official=people.assistant)

    answer = sign_in(people.colleague).post(reverse("assists:taking", args=[task.key]), {"submission": ""})

    task = again(task)
    assert answer.status_code == 302
    assert task.official == task.deadline.official == people.colleague


def test_the_unit_answers_with_its_evidence_and_fetches_only_that(case, people, sign_in):
    task, client = asked(case, people), sign_in(people.assistant)
    sign_in(people.director).post(
        reverse("cases:upload", args=[case.number]), {"file": SimpleUploadedFile("来信.pdf", PDF), "no_secret": "on"}
    )
    letter = case.attachments.get()
    sent = {"text": "渗水来自屋面。", "file1": SimpleUploadedFile("认定.pdf", PDF + b" "), "no_secret": "on"}

    answer = client.post(task.get_absolute_url(), sent)

    assert answer.status_code == 302
    task = again(task)
    assert task.deadline.ended_on == TODAY and not task.holds_up and task.state == "已答复，待主办看"
    mine = task.reply_given.files.get()
    assert client.get(reverse("assists:file", args=[task.key, mine.pk])).status_code == 200
    assert client.get(reverse("assists:file", args=[task.key, letter.pk])).status_code == 404
    assert client.get(reverse("cases:attachment", args=[case.number, mine.pk])).status_code == 404


def test_an_answer_without_words_is_refused_and_sent_twice_acts_once(case, people, sign_in):
    task, client = asked(case, people), sign_in(people.assistant)
    refused = client.post(task.get_absolute_url(), {"text": ""})
    assert refused.status_code == 422 and refused.context["form"].errors["text"] == ["请写办了什么、结果怎样。"]
    sent = form_of(client, task.get_absolute_url()) | {"text": "来自屋面。"}

    for _sent in range(2):
        assert client.post(task.get_absolute_url(), sent).status_code == 302

    assert again(task).replies.count() == 1


def test_given_back_it_is_waited_for_again_by_a_new_day(case, people):
    task = asked(case, people)
    task.go_without(by=people.handler, on=TODAY, reason="来不及等。")
    again(task).reply(by=people.assistant, on=TODAY, text="看过。")

    again(task).give_back(by=people.handler, on=TODAY, reason="没有写结论。", due_on=TODAY + 3 * DAY)

    task = again(task)
    assert task.holds_up and task.state == "退回补充"
    assert (task.deadline.legal_end_on, task.deadline.unit) == (TODAY + 3 * DAY, people.social)
    task.reply(by=people.assistant, on=TODAY, text="来自屋面。")
    again(task).accept(by=people.handler, on=TODAY)
    assert again(task).state == "主办已采用"
    with pytest.raises(ValidationError, match="已经采用"):
        again(task).give_back(by=people.handler, on=TODAY, reason="再查。", due_on=TODAY)


def test_an_answer_waits_for_the_handler_until_he_has_weighed_it(case, people):
    task = asked(case, people)
    assert not waiting_for(people.handler, Case.objects.all()).exists()
    task.reply(by=people.assistant, on=TODAY, text="来自屋面。")

    assert list(waiting_for(people.handler, Case.objects.all())) == [case]

    again(task).accept(by=people.handler, on=TODAY)
    assert not waiting_for(people.handler, Case.objects.all()).exists()


@pytest.mark.parametrize(("after", "late"), [(5, False), (6, True)])
def test_a_task_is_late_the_day_after_its_last_day(case, people, after, late):
    asked(case, people)

    sweep(timezone.now() + after * DAY)

    assert DueWarning.objects.filter(deadline__rule="F36", level__gte=DueWarning.Level.LATE).exists() is late


def test_whoever_was_given_the_task_is_told_of_its_day_with_the_handler(case, people, sign_in):
    task = asked(case, people, official=people.assistant)
    at = timezone.now() + 6 * DAY

    sweep(at)
    telling.tell()

    told = {notice.recipient for notice in Notice.objects.filter(lines__deadline=task.deadline)}
    assert {people.assistant, people.handler} <= told and people.colleague not in told
    shown = sign_in(people.assistant).get(reverse("inbox:list")).content.decode()
    assert task.get_absolute_url() in shown and case.get_absolute_url() not in shown


def test_whose_recusal_is_not_decided_does_not_answer(case, people):
    task = asked(case, people)
    case.petition.ask_recusal(
        by=people.director, on=TODAY, asker=Recusal.Asker.UNIT, official=people.assistant, ground="是亲戚。"
    )

    with pytest.raises(ValidationError, match="先停手"):
        again(task).reply(by=people.assistant, on=TODAY, text="看过。")


# ---------- 不归本单位 ----------
def test_the_director_decides_the_first_objection_and_the_clock_runs_on(case, people):
    task = asked(case, people)
    objection = task.object(by=people.assistant, on=TODAY, reason="屋面归物业管。")

    assert again(task).state == "提出不归本单位，待决定" and again(task).holds_up
    assert objection.deadline.rule == "L08"
    assert list(waiting_for(people.director, Case.objects.all())) == [case]
    with pytest.raises(ValidationError, match="等决定以后"):
        again(task).reply(by=people.assistant, on=TODAY, text="看过。")
    with pytest.raises(ValidationError, match="第一次由信访办主任定"):
        again(task).decide(KEPT, by=people.head, on=TODAY, words="归你。")

    again(task).decide(KEPT, by=people.director, on=TODAY, words="认定是你科的职责。")

    objection.refresh_from_db()
    objection.deadline.refresh_from_db()
    assert objection.deadline.ended_on == TODAY
    assert again(task).holds_up and again(task).state == "待答复"


def test_the_second_objection_goes_up_to_the_head_or_the_owning_leader_and_is_the_last(case, people):
    own(case, people.leader)
    task = asked(case, people)
    task.object(by=people.assistant, on=TODAY, reason="归物业。")
    again(task).decide(KEPT, by=people.director, on=TODAY, words="是你科的职责。")
    again(task).object(by=people.assistant, on=TODAY, reason="还是归物业。")

    with pytest.raises(ValidationError, match="由机关负责人或者包案领导定"):
        again(task).decide(UPHELD, by=people.director, on=TODAY, words="好。")
    assert AssistObjection.objects.waiting_for(people.head, TODAY).exists()
    again(task).decide(KEPT, by=people.leader, on=TODAY, words="就由你科办。")

    with pytest.raises(ValidationError, match="不能再推"):
        again(task).object(by=people.assistant, on=TODAY, reason="不办。")
    assert hops_of(case).pushed_back == 2 and hops_of(case).is_too_often


def test_a_leader_who_does_not_own_the_case_decides_nothing(case, people):
    task = asked(case, people)
    task.object(by=people.assistant, on=TODAY, reason="归物业。")
    again(task).decide(KEPT, by=people.director, on=TODAY, words="归你。")
    again(task).object(by=people.assistant, on=TODAY, reason="归物业。")

    assert not AssistObjection.objects.waiting_for(people.leader, TODAY).exists()


def test_upheld_the_unit_is_out_and_another_is_asked_the_same(case, people, sign_in):
    task = asked(case, people)
    task.object(by=people.assistant, on=TODAY, reason="认定归司法所。")
    data = {"decision": "UPHELD", "words": "有道理。", "unit": people.justice.pk}

    answer = sign_in(people.director).post(address("assist_decision", case, 1), data)

    assert answer.status_code == 302
    first, second = (again(row) for row in AssistTask.objects.order_by("position"))
    assert (first.state, first.holds_up) == ("已撤回", False)
    assert (second.unit, second.asked, second.deadline.legal_end_on) == (people.justice, task.asked, TODAY + 5 * DAY)


def test_nobody_decides_his_own_objection(case, people):
    both = people.assistant
    both.postings.create(unit=factories.section("信访办"), role=Role.OD, since=TODAY)
    task = asked(case, people)
    task.object(by=both, on=TODAY, reason="不归。")
    both = type(both).objects.get(pk=both.pk)

    with pytest.raises(ValidationError, match="由别人决定"):
        again(task).decide(UPHELD, by=both, on=TODAY, words="好。")
    with pytest.raises(ValidationError, match="由别人决定"):
        again(task).withdraw(by=both, on=TODAY, reason="好。")
    with pytest.raises(IntegrityError, match="nobody_decides_his_own_objection"), transaction.atomic():
        AssistObjection.objects.update(decision=UPHELD, decided_on=TODAY, decided_by=both, words="好。")


def test_after_an_answer_nobody_says_that_it_was_not_his(case, people):
    task = asked(case, people)
    task.reply(by=people.assistant, on=TODAY, text="看过。")
    again(task).give_back(by=people.handler, on=TODAY, reason="写结论。", due_on=TODAY + DAY)

    with pytest.raises(ValidationError, match="已经答复过"):
        again(task).object(by=people.assistant, on=TODAY, reason="不归。")


def test_what_was_handed_back_counts_as_pushed_back(people):
    case = factories.triaged(by=people.director, handler=people.handler)

    case.handovers.get().give_back(by=people.handler, on=TODAY, reason="不归我科。")

    assert hops_of(case) == (1, 1)


# ---------- 办结 ----------
@pytest.fixture
def ready(people):
    """A petition that lacks nothing but what this file adds."""
    return Story(registered(W6, on=TODAY)).ready_to_close(TODAY).petition


def test_the_lead_unit_cannot_close_while_an_assisting_task_is_open(ready, people, sign_in):
    task = asked(ready.case, people)

    with pytest.raises(ValidationError, match="社会事务科的协办答复"):
        ready.close(by=people.director, on=TODAY)
    assert "社会事务科的协办答复" in sign_in(people.director).get(ready.get_absolute_url()).content.decode()

    task.reply(by=people.assistant, on=TODAY, text="来自屋面。")
    ready.close(by=people.director, on=TODAY)
    assert not ready.case.is_open


def test_it_closes_with_a_stated_reason_and_the_task_ends_with_the_case(ready, people):
    task = asked(ready.case, people)
    task.go_without(by=people.director, on=TODAY, reason="已经修好，住户验收了。")
    assert again(task).is_open  # it may still answer until the case closes

    ready.close(by=people.director, on=TODAY)

    task = again(task)
    assert task.state == "没有答复，案件已办结"
    with pytest.raises(ValidationError, match="已经结束"):
        task.reply(by=people.assistant, on=TODAY, text="来自屋面。")


def test_what_is_cleared_stays_cleared_while_an_assisting_answer_is_owed(people):
    """An assisting unit owes the lead, not the petitioner: T21 does not name it."""
    story = Story(registered(W6, on=TODAY)).answered(TODAY).take("notice", TODAY).take("service", TODAY)
    asked(story.petition.case, people)

    story.take("rating", TODAY)

    assert story.petition.case.clearings.get().outcome == "CLEARED"


def test_without_a_reason_nobody_goes_without(ready, people, sign_in):
    task = asked(ready.case, people)
    answer = sign_in(people.director).post(address("assist_unwaited", ready.case, task.position), {"reason": " "})

    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"] == ["请写为什么不等它的答复就办结。"]
    with pytest.raises(IntegrityError, match="going_without_an_assist_says_why"), transaction.atomic():
        AssistTask.objects.update(unwaited_on=TODAY, unwaited_by=people.director)


def test_what_was_withdrawn_is_waited_for_no_more(ready, people):
    task = asked(ready.case, people)
    task.object(by=people.assistant, on=TODAY, reason="归物业。")

    again(task).withdraw(by=people.director, on=TODAY, reason="物业已经认定。")

    assert not AssistObjection.objects.waiting().exists()
    ready.close(by=people.director, on=TODAY)


def test_a_case_handled_again_does_not_wait_for_what_ended_with_it(ready, people):
    task = asked(ready.case, people)
    task.go_without(by=people.director, on=TODAY, reason="已经修好。")
    ready.close(by=people.director, on=TODAY)
    Story(ready, people.director).take("reopening", TODAY)

    assert not AssistTask.objects.open().exists()
    assert not any("协办" in words for words in ready.missing_before_closing())


# ---------- 跨社区 ----------
@pytest.fixture
def places(case):
    here, there = case.community, factories.community("汤巷社区")
    return SimpleNamespace(
        here=here,
        there=there,
        windows={place: factories.official(Role.WC, at=place) for place in (here, there)},
    )


def test_a_matter_touching_two_communities_shows_in_both_and_is_counted_once(case, people, places, sign_in):
    window, director = places.windows[places.there], sign_in(people.director)
    assert not Case.objects.visible_to(window).exists()

    AlsoIn.objects.add(case, places.there, reason="雨水管从那边过。", by=people.director, on=TODAY)

    for place in (places.here, places.there):
        assert list(Case.objects.visible_to(places.windows[place])) == [case]
        page = director.get(reverse("cases:list"), {"community": place.pk})
        assert [row.number for row in page.context["cases"]] == [case.number]
        assert page.context["count"] == 1
    assert director.get(reverse("cases:list")).context["count"] == 1
    assert Case.objects.values("community").filter(community=places.there).count() == 0  # its own is still the first


def test_the_leader_of_either_area_sees_it_and_one_owns_it(case, people, places):
    other = factories.official(Role.LO)
    Zone.objects.create(leader=other, community=places.there, since=TODAY)
    own(case, people.leader)
    assert not Case.objects.visible_to(other).exists()

    AlsoIn.objects.add(case, places.there, reason="雨水管从那边过。", by=people.director, on=TODAY)

    assert list(Case.objects.visible_to(other)) == [case]
    assert not Case.objects.within(other, "cases:assist_add").exists()
    assert case.ownerships.in_force(TODAY).get().leader == people.leader


def test_taken_off_it_is_seen_there_no_more(case, people, places):
    row = AlsoIn.objects.add(case, places.there, reason="雨水管从那边过。", by=people.director, on=TODAY)

    row.end(by=people.director, on=TODAY, reason="查明不连。")

    assert not Case.objects.visible_to(places.windows[places.there]).exists()
    AlsoIn.objects.add(case, places.there, reason="又连上了。", by=people.director, on=TODAY)
    with pytest.raises(ValidationError, match="已经写过"):
        AlsoIn.objects.add(case, places.there, reason="再写。", by=people.director, on=TODAY)


def test_sealed_it_is_seen_in_no_community(case, people, places):
    AlsoIn.objects.add(case, places.there, reason="雨水管从那边过。", by=people.director, on=TODAY)
    case.seal(by=people.director, reason="检举控告")

    assert not Case.objects.visible_to(places.windows[places.there]).exists()


def test_its_own_community_is_not_written_twice(case, people, places):
    with pytest.raises(ValidationError, match="就是这件的属地"):
        AlsoIn.objects.add(case, places.here, reason="本来就是。", by=people.director, on=TODAY)


# ---------- 联解、联调、联动 ----------
def acted(case, people, kind="SOLVE", on=TODAY, **said):
    said = {
        "units": [people.handler.unit, people.social],
        "others": "",
        "outcome": "DONE",
        "result": "修好了。",
    } | said
    return JointAction.objects.record(case, kind=kind, held_on=on, by=people.handler, on=TODAY, **said)


def test_the_three_kinds_are_counted_apart(case, people):
    for kind in ("SOLVE", "SOLVE", "MEDIATE"):
        acted(case, people, kind)
    period = holding(Cycle.MONTH, timezone.now(), Calendar.load())

    counted = {one.key: figure for one, figure, _behind in rounds.figures(period)}

    assert (counted["joint_solve"], counted["joint_mediate"], counted["joint_act"]) == ("2", "1", "0")


def test_one_unit_alone_is_no_joint_action(case, people):
    with pytest.raises(ValidationError, match="至少两家"):
        acted(case, people, units=[people.social])

    assert acted(case, people, units=[people.social], others="区住建局").pk


@pytest.mark.parametrize("day", [TODAY + DAY, TODAY - 400 * DAY])
def test_a_joint_action_lies_between_receipt_and_today(case, people, day):
    with pytest.raises(ValidationError, match="日子要在收到以后"):
        acted(case, people, on=day)


def test_the_page_proposes_the_lead_and_the_assisting_units(case, people, sign_in):
    asked(case, people)

    form = sign_in(people.handler).get(address("joint_action", case)).context["form"]

    assert form.initial["units"] == [case.handling_unit_id, people.social.pk]


# ---------- 公安联动 ----------
def requested(case, people, **said):
    said = {
        "reason": "ESCALATING",
        "station": "东河派出所",
        "happened_at": timezone.now(),
        "facts": "调解时双方推搡，已经劝开。",
        "asked": "请民警到场一起劝解。",
    } | said
    return PoliceRequest.objects.send(case, by=people.director, on=TODAY, **said)


def test_a_request_to_the_police_says_one_incident_and_its_article(case, people):
    request = requested(case, people)

    assert request.article == "人民调解法第二十五条"
    stored = PoliceRequest.objects.filter(pk=request.pk).extra(select={"raw": "facts"}).values_list("raw", flat=True)
    assert "推搡" not in stored.get()  # encrypted at rest
    assert not case.events.filter(detail__contains="推搡").exists()
    request.answer("到场劝解，双方散去。", by=people.director, on=TODAY, result_on=TODAY)
    with pytest.raises(ValidationError, match="已经记过"):
        request.answer("再记。", by=people.director, on=TODAY, result_on=TODAY)


@pytest.mark.parametrize(
    "words",
    [
        "张建国到场吵闹",
        "证件 110101199003070011 的人",
        "打 13800004471 找他",
        "来的有王小明、李红、赵大勇",
        "附重点人员名单",
        "请盯住这几户",
        "请掌握行踪",
    ],
)
@pytest.mark.parametrize("field", ["facts", "asked"])
def test_a_request_names_nobody_and_never_lists_whom_to_watch(case, people, field, words):
    lead = case.parties.get(is_lead=True)
    lead.name = "张建国"
    lead.save()

    with pytest.raises(ValidationError) as refusal:
        requested(case, people, **{field: words})

    assert set(refusal.value.error_dict) == {field}
    assert not PoliceRequest.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "三名住户在大厅争吵，互相推搡，有一人手背擦伤。",
        "物业、社区、住户三方在场。",
        "东河路、花园路交叉口，车堵住了。",
        "张贴的告示被撕下。",
    ],
)
def test_the_facts_of_an_incident_are_no_list(words):
    assert persons_in(words) == []


def test_only_what_has_happened_and_only_for_a_legal_reason(case, people):
    with pytest.raises(ValidationError, match="已经发生"):
        requested(case, people, happened_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError):
        requested(case, people, reason="WATCH")
    with pytest.raises(IntegrityError, match="police_request_has_a_legal_reason"), transaction.atomic():
        PoliceRequest.objects.bulk_create(
            [
                PoliceRequest(
                    case=case,
                    reason="WATCH",
                    station="所",
                    happened_at=timezone.now(),
                    facts="事",
                    asked="做",
                    asked_on=TODAY,
                    asked_by=people.director,
                )
            ]
        )


# ---------- 页 ----------
def test_all_of_it_stands_on_one_page_with_what_one_may_do(case, people, sign_in):
    asked(case, people)
    acted(case, people, "MEDIATE")
    requested(case, people)
    AlsoIn.objects.add(case, factories.community("汤巷社区"), reason="雨水管。", by=people.director, on=TODAY)

    page = sign_in(people.director).get(address("together", case)).content.decode()

    for said in ("社会事务科", "联调", "东河派出所", "人民调解法第二十五条", "汤巷社区", "1 家没有答复"):
        assert said in page
    assert address("assist_add", case) in page
    assert address("assist_add", case) not in sign_in(people.handler).get(address("together", case)).content.decode()


def test_the_supervisor_reads_it_with_the_numbers_masked(case, people, sign_in):
    task = asked(case, people)
    task.reply(by=people.assistant, on=TODAY, text="问过 13800004471，来自屋面。")

    page = sign_in(factories.official(Role.SV)).get(address("together", case)).content.decode()

    assert "来自屋面" in page and "13800004471" not in page


def test_the_page_costs_the_same_with_one_and_with_three(case, people, sign_in, queries_of):
    client, page = sign_in(people.director), address("together", case)
    asked(case, people)
    acted(case, people)
    client.get(page)
    one = queries_of(lambda: client.get(page))
    for name in ("党政办公室", "综合执法队"):
        factories.official(Role.HD, at=factories.section(name))
        asked(case, people, factories.section(name)).object(
            by=factories.official(Role.HD, at=factories.section(name)), on=TODAY, reason="不归。"
        )
        acted(case, people)
        requested(case, people)

    many = queries_of(lambda: client.get(page))

    assert len(many) <= len(one) + 4  # the objections with who decides each, once there are any


def test_the_list_of_tasks_costs_the_same_with_one_and_with_three(case, people, sign_in, queries_of):
    client, page = sign_in(people.assistant), reverse("assists:list")
    asked(case, people)
    client.get(page)
    one = queries_of(lambda: client.get(page))
    for _more in range(2):
        asked(factories.triaged(by=people.director, handler=people.handler), people)

    assert len(queries_of(lambda: client.get(page))) == len(one)


def test_a_closed_case_offers_nothing_and_takes_nothing(ready, people, sign_in):
    task = asked(ready.case, people)
    task.reply(by=people.assistant, on=TODAY, text="来自屋面。")
    ready.close(by=people.director, on=TODAY)
    client = sign_in(people.director)

    page = client.get(address("together", ready.case)).content.decode()

    assert "来自屋面。" in page and address("assist_add", ready.case) not in page
    assert client.get(address("assist_add", ready.case)).status_code == 403

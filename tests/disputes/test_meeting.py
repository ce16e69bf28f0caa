"""The monthly meeting: what lies before it, and that each decision is a task of somebody at once (F14, 5.3, K23)."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Acknowledgement, Case, ClockWarning, Deadline, DueWarning, Ownership
from disputes import agenda, carried, diary, printing
from disputes.models import AgendaItem, Decision, Meeting, MeetingTask
from officials.models import Posting, Role, Unit
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
HELD = date(2026, 10, 12)


@pytest.fixture
def people(db):
    city = factories.section()
    return {
        "chair": factories.official(Role.HO, name="负责人", at=factories.unit("街道班子", Unit.Kind.LEADERSHIP)),
        "director": factories.official(Role.OD, name="主任"),
        "handler": factories.official(Role.HD, name="承办", at=city),
        "elsewhere": factories.official(Role.HD, name="别科", at=factories.section("社会事务科")),
        "unit": city,
    }


def meeting(people, month=SEPTEMBER, held_on=HELD, **fields):
    said = {"place": "三楼会议室", "chair": people["chair"], "recorder": people["director"]}
    return Meeting.objects.plan(month=month, held_on=held_on, **said | fields)


def running(people, **fields):
    record = meeting(people, **fields)
    record.open()
    return record


def meeting_before(people):
    return running(people, month=AUGUST)


def decided(people, record, **fields):
    said = {
        "kind": Decision.Kind.RESOURCES,
        "text": "落实排水改造资金",
        "leader": people["chair"],
        "unit": people["unit"],
        "official": people["handler"],
        "due_on": HELD + 10 * DAY,
        "feedback": "书面报告",
        "on": HELD,
    }
    return record.decide(**said | fields)


def risk(case, level, score, number):
    return {"case": case.pk, "level": level, "score": score, "number": number, "title": "小区排水"}


def pack(*risks, owners=()):
    return SimpleNamespace(risks=list(risks), owners=list(owners))


def files(people, count):
    return [factories.triaged(by=people["director"], handler=people["handler"]) for _ in range(count)]


def test_a_decision_is_a_task_with_a_clock_of_its_official_at_once(people):
    task = decided(people, running(people))
    clock = task.deadline
    assert (clock.rule, clock.kind, clock.legal_end_on) == ("K23", Deadline.Kind.TASK, HELD + 10 * DAY)
    assert (clock.official, clock.unit, clock.case) == (people["handler"], people["unit"], None)


@pytest.mark.parametrize(
    ("fields", "at"), [({"due_on": HELD}, "due_on"), ({"official": "elsewhere"}, "official"), ({"text": ""}, "text")]
)
def test_a_refused_decision_leaves_nothing(people, fields, at):
    record = running(people)
    with pytest.raises(ValidationError) as refusal:
        decided(people, record, **{name: people.get(value, value) for name, value in fields.items()})
    assert at in refusal.value.message_dict
    assert not Decision.objects.exists() and not Deadline.objects.filter(rule="K23").exists()


def test_nothing_is_decided_before_it_is_opened_or_after_it_is_closed(people):
    record = meeting(people)
    with pytest.raises(ValidationError):
        decided(people, record)
    record.open()
    with pytest.raises(ValidationError):
        record.close(by=people["director"])
    record.close(by=people["chair"])
    with pytest.raises(ValidationError):
        decided(people, record)


def test_a_meeting_is_chaired_by_a_leader_and_held_once_a_month(people):
    with pytest.raises(ValidationError) as refusal:
        meeting(people, chair=people["handler"])
    assert "chair" in refusal.value.message_dict
    meeting(people)
    with pytest.raises(ValidationError) as refusal:
        meeting(people)
    assert "month" in refusal.value.message_dict


def test_the_agenda_opens_with_the_undone_then_red_to_blue_then_the_owners(people):
    task = decided(people, running(people))
    blue, red = files(people, 2)
    owner = {"leader": "负责人", "owned": 2, "visited": 1, "progressed": 1, "cleared": 0}
    record = meeting(people, OCTOBER, HELD + 30 * DAY)
    record.draw_up(pack(risk(blue, "BLUE", 9, "1"), risk(red, "RED", 3, "2"), owners=[owner]))
    items = list(record.items.all())
    assert [item.task or item.case for item in items] == [task, red, blue, None]
    assert items[-1].part == AgendaItem.Part.OWNER


def test_drawing_up_again_adds_nothing_twice_and_keeps_what_the_director_added(people):
    record, (file,) = meeting(people), files(people, 1)
    AgendaItem.objects.create(meeting=record, part=AgendaItem.Part.FREE, position=1, key="free:1", text="值班")
    for _again in range(2):
        record.draw_up(pack(risk(file, "RED", 3, "1")))
        assert [item.key for item in record.items.all()] == [f"case:{file.pk}", "free:1"]


def test_a_sealed_matter_is_neither_on_the_agenda_nor_decided_on(people):
    record, (file,) = running(people), files(people, 1)
    Case.objects.filter(pk=file.pk).update(confidentiality=Case.Confidentiality.SEALED)
    file.refresh_from_db()
    record.draw_up(pack(risk(file, "RED", 3, "1")))
    assert not record.items.exists()
    with pytest.raises(ValidationError) as refusal:
        decided(people, record, case=file)
    assert "case" in refusal.value.message_dict


def sent(case, *, level=5):
    """The ladder has come to `level` with the oldest running clock of the law."""
    clock = case.deadlines.filter(kind=Deadline.Kind.STATUTORY, ended_on=None).order_by("pk").first()
    reached = {DueWarning.COLUMNS[level]: timezone.now()}
    ClockWarning.objects.create(deadline=clock, due_on=clock.legal_end_on, level=level, **reached)
    return clock


def test_what_the_ladder_sent_is_on_the_agenda_though_the_pack_does_not_name_it(people):
    red, late, only_led = files(people, 3)
    clock = sent(late)
    sent(red)
    sent(only_led, level=4)
    record = meeting(people)
    record.draw_up(pack(risk(red, "RED", 3, "1")))
    assert [item.case for item in record.items.all()] == [red, late]
    text = record.items.get(case=late).text
    assert late.number in text and f"{clock.legal_end_on}" in text
    assert all(party.name not in text for party in late.parties.all() if party.name) and late.title not in text


def test_what_somebody_took_note_of_or_is_answered_meanwhile_is_not_sent_again(people):
    noted, ended = files(people, 2)
    clock, other = sent(noted), sent(ended)
    record = meeting(people)
    record.draw_up(None)
    assert record.items.count() == 2
    Acknowledgement.objects.create(deadline=clock, due_on=clock.legal_end_on, level=5, by=people["director"], note="x")
    Deadline.objects.filter(pk=other.pk).update(ended_on=HELD, end_reason="已告知")
    record.draw_up(None)
    assert not record.items.exists()


def test_what_lay_before_a_meeting_that_runs_stays_there(people):
    (file,) = files(people, 1)
    clock = sent(file)
    record = running(people)
    record.draw_up(None)
    Deadline.objects.filter(pk=clock.pk).update(ended_on=HELD, end_reason="已告知")
    record.draw_up(None)
    assert record.items.get().case == file


def test_a_sealed_matter_is_not_sent_to_the_meeting(people, sign_in):
    before, since = files(people, 2)
    sent(before)
    sent(since)
    before.seal(by=people["director"], readers=[people["director"]], reason="检举控告")
    record = meeting(people)
    record.draw_up(None)
    assert [item.case for item in record.items.all()] == [since]
    since.seal(by=people["director"], readers=[people["director"]], reason="检举控告")
    page = sign_in(people["chair"]).get(reverse("meetings:screen", args=[record.pk])).content.decode()
    assert since.number not in page and before.number not in page


def test_more_than_an_agenda_takes_up_is_said_as_a_number(people, monkeypatch):
    monkeypatch.setattr(agenda, "MOST_SENT", 1)
    for file in files(people, 3):
        sent(file)
    record = meeting(people)
    record.draw_up(None)
    assert [bool(item.case) for item in record.items.all()] == [True, False]
    assert "另有 2 件" in record.items.last().text


def test_what_is_done_is_checked_by_another_and_comes_back_no_more(people):
    task = decided(people, running(people))
    done = HELD + 3 * DAY
    with pytest.raises(ValidationError):
        task.report(done_on=done, evidence=" ", by=people["handler"], on=done)
    task.report(done_on=done, evidence="拨款单", by=people["handler"], on=done)
    with pytest.raises(ValidationError):
        task.check_done(passed=True, by=people["handler"])
    with pytest.raises(ValidationError):
        task.check_done(passed=False, by=people["director"])
    task.check_done(passed=False, reason="没有附单据", by=people["director"])
    assert MeetingTask.objects.undone().get() == task
    task.report(done_on=done, evidence="拨款单", by=people["handler"], on=done + 20 * DAY)
    task.check_done(passed=True, by=people["director"])
    assert not MeetingTask.objects.undone().exists()
    task.deadline.refresh_from_db()
    assert task.deadline.ended_on == done and task.deadline.was_met


def test_the_chair_alone_drops_a_task_and_says_why(people):
    task = decided(people, running(people))
    for by, reason in (("director", "合并"), ("chair", " ")):
        with pytest.raises(ValidationError):
            task.drop(reason=reason, by=people[by], on=HELD)
    task.drop(reason="并入另一项", by=people["chair"], on=HELD)
    record = meeting(people, OCTOBER, HELD + 30 * DAY)
    record.draw_up(None)
    assert not record.items.exists()


def test_the_chair_gives_a_later_day_and_the_first_one_stays(people):
    task, later = decided(people, running(people)), HELD + 20 * DAY
    first = task.decision.due_on
    for by, until_on, reason in (
        ("director", later, "等拨款"),
        ("handler", later, "等拨款"),
        ("chair", first, "等拨款"),
        ("chair", later, " "),
    ):
        with pytest.raises(ValidationError):
            task.postpone(until_on=until_on, reason=reason, by=people[by], on=HELD + DAY)
    with pytest.raises(ValidationError) as refusal:
        task.postpone(until_on=later, reason="等拨款", by=people["chair"], on=later)
    assert "until_on" in refusal.value.message_dict, "a day that is not to come is no later day"

    task.postpone(until_on=later, reason="等拨款", by=people["chair"], on=HELD + DAY)
    task = MeetingTask.objects.get()
    assert (task.decision.due_on, task.due_on, task.was_postponed) == (first, later, True)
    assert [(one.from_on, one.until_on, one.reason) for one in task.postponements.all()] == [(first, later, "等拨款")]
    assert not MeetingTask.objects.late(later).exists() and MeetingTask.objects.late(later + DAY).get() == task


def test_a_postponed_task_counts_by_its_first_day(people):
    task = decided(people, running(people))
    first, later = task.decision.due_on, HELD + 40 * DAY
    task.postpone(until_on=later, reason="等拨款", by=people["chair"], on=HELD + DAY)
    task.report(done_on=first + DAY, evidence="拨款单", by=people["handler"], on=first + DAY)
    task.check_done(passed=True, by=people["director"])
    assert MeetingTask.objects.due_between(first, first).get() == task
    assert not MeetingTask.objects.due_between(later, later).exists()
    assert not MeetingTask.objects.filter(MeetingTask.objects.all().met).exists()


def test_what_is_reported_or_over_is_not_postponed(people):
    task = decided(people, running(people))
    task.report(done_on=HELD + DAY, evidence="拨款单", by=people["handler"], on=HELD + DAY)
    with pytest.raises(ValidationError):
        task.postpone(until_on=HELD + 40 * DAY, reason="等拨款", by=people["chair"], on=HELD + DAY)


def test_what_the_director_adds_comes_last_and_stays(people):
    record, (file,) = meeting(people), files(people, 1)
    record.add_item("汛期值班")
    record.draw_up(pack(risk(file, "RED", 3, "1")))
    record.add_item("重阳节走访")
    record.draw_up(pack())
    assert [item.text for item in record.items.all()] == ["汛期值班", "重阳节走访"]
    with pytest.raises(ValidationError):
        record.add_item("")
    record.open()
    record.close(by=people["chair"])
    with pytest.raises(ValidationError):
        record.add_item("晚了的")


def test_a_decision_stands_on_its_item_which_stays_then(people):
    record, (file,) = running(people), files(people, 1)
    record.draw_up(pack(risk(file, "RED", 3, "1")))
    task = decided(people, record, item=record.items.get(), assisting="派出所、司法所")
    record.draw_up(pack())
    assert task.decision.item == record.items.get() and task.decision.case == file
    strange = meeting(people, OCTOBER).add_item("别的会的议题")
    with pytest.raises(ValidationError) as refusal:
        decided(people, record, item=strange)
    assert "item" in refusal.value.message_dict


def test_k23_counts_what_fell_due_in_the_period_and_what_of_it_was_done_in_time(people):
    record, last = running(people), date(2026, 10, 31)
    in_time, late, dropped = (decided(people, record, due_on=last) for _ in range(3))
    decided(people, record, due_on=last + DAY)
    for task, done in ((in_time, last), (late, last + DAY)):
        task.report(done_on=done, evidence="单据", by=people["handler"], on=last + 5 * DAY)
        task.check_done(passed=True, by=people["director"])
    dropped.drop(reason="不需要了", by=people["chair"], on=last)
    due = MeetingTask.objects.due_between(OCTOBER, last)
    assert set(due) == {in_time, late}
    assert set(due.filter(MeetingTask.objects.all().met)) == {in_time}


# ---------- 页 ----------
def test_a_meeting_is_planned_run_and_closed_on_its_pages_and_the_undone_come_back(people, sign_in):
    client, today = sign_in(people["director"]), timezone.localdate()
    month = today.replace(day=1)
    plan = {"month": f"{month:%Y-%m-%d}", "held_on": today.isoformat(), "place": "三楼", "chair": people["chair"].pk}
    assert client.post(reverse("meetings:plan"), plan).status_code == 302
    record = Meeting.objects.get()
    for name in ("agenda", "begin"):
        assert client.post(reverse(f"meetings:{name}", args=[record.pk])).status_code == 302
    post = Posting.objects.get(official=people["handler"])
    typed = {
        "kind": "RESOURCES",
        "text": "落实排水改造资金",
        "leader": people["chair"].pk,
        "owner": post.pk,
        "due_on": (today + 5 * DAY).isoformat(),
        "feedback": "书面",
    }
    url = reverse("meetings:decide", args=[record.pk])
    refused = client.post(url, typed | {"due_on": today.isoformat()})
    assert refused.status_code == 422 and "落实排水改造资金" in refused.content.decode()
    assert client.post(url, typed).status_code == 302

    page = client.get(reverse("meetings:meeting", args=[record.pk])).content.decode()
    assert "落实排水改造资金" in page
    assert client.post(reverse("meetings:close", args=[record.pk])).status_code in (403, 422)
    assert sign_in(people["chair"]).post(reverse("meetings:close", args=[record.pk])).status_code == 302
    assert Meeting.objects.get().is_closed

    following = meeting(people, month=(month + 32 * DAY).replace(day=1), held_on=today + 32 * DAY)
    following.draw_up(None)
    assert [item.text for item in following.open_items()] == ["落实排水改造资金"]


def test_a_handler_sees_his_own_tasks_alone_and_reports_them(people, sign_in):
    task = decided(people, running(people), due_on=HELD + 300 * DAY)
    other, own = sign_in(people["elsewhere"]), reverse("meetings:task", args=[task.pk])
    assert other.get(own).status_code == 404
    assert task.decision.text not in other.get(reverse("meetings:tasks")).content.decode()
    mine = sign_in(people["handler"])
    assert mine.get(own).status_code == 200
    assert mine.get(reverse("meetings:meeting", args=[task.decision.meeting_id])).status_code == 403


def test_what_was_sealed_since_is_on_no_page_of_the_meeting(people, sign_in):
    (case,) = files(people, 1)
    record = running(people)
    record.draw_up(pack(risk(case, "RED", 12, case.number)))
    task = decided(people, record, case=case, text="请科室三天内会勘")
    case.seal(by=people["director"], readers=[people["director"]], reason="检举控告")
    client = sign_in(people["chair"])
    for name in ("meeting", "screen"):
        page = client.get(reverse(f"meetings:{name}", args=[record.pk])).content.decode()
        assert case.number not in page and "三天内会勘" not in page
    assert client.get(reverse("meetings:task", args=[task.pk])).status_code == 404


def test_what_is_decided_on_an_undone_decision_of_a_sealed_matter_is_hidden_with_it(people, sign_in):
    (case,) = files(people, 1)
    decided(people, running(people), case=case, text="请科室三天内会勘")
    record = running(people, month=OCTOBER, held_on=HELD + 30 * DAY)
    record.draw_up(None)
    task = decided(people, record, item=record.items.get(), text="再催一次会勘", due_on=HELD + 60 * DAY)
    case.seal(by=people["director"], readers=[people["director"]], reason="检举控告")
    client = sign_in(people["chair"])
    for name in ("meeting", "screen"):
        assert "会勘" not in client.get(reverse(f"meetings:{name}", args=[record.pk])).content.decode()
    assert "会勘" not in str(printing.minutes_of(record))
    assert client.get(reverse("meetings:task", args=[task.pk])).status_code == 404


def test_the_director_adds_an_item_and_the_chair_postpones_on_their_pages(people, sign_in):
    record, today = running(people), timezone.localdate()
    task = decided(people, record, due_on=today + 5 * DAY, on=today - DAY)
    add, later = reverse("meetings:item", args=[record.pk]), reverse("meetings:task_postpone", args=[task.pk])
    director = sign_in(people["director"])
    assert director.get(later).status_code == 403
    assert director.post(add, {"text": "汛期值班"}).status_code == 302
    assert "汛期值班" in director.get(reverse("meetings:screen", args=[record.pk])).content.decode()

    chair = sign_in(people["chair"])
    assert chair.get(add).status_code == 403
    said = {"until_on": (today + 9 * DAY).isoformat(), "reason": "等拨款"}
    assert chair.post(later, said | {"until_on": today.isoformat()}).status_code == 422
    assert chair.post(later, said).status_code == 302
    first = f"原定 {task.decision.due_on:%Y-%m-%d}"
    for url in (reverse("meetings:task", args=[task.pk]), reverse("meetings:tasks")):
        assert first in chair.get(url).content.decode()


def test_the_lists_of_meeting_tasks_ask_no_more_for_many(people, sign_in, queries_of):
    record = running(people)
    client, url = sign_in(people["chair"]), reverse("meetings:tasks")
    decided(people, record)
    client.get(url)
    few = queries_of(lambda: client.get(url))
    for _number in range(4):
        decided(people, record)
    assert len(queries_of(lambda: client.get(url))) == len(few) <= 12


def test_the_page_of_a_meeting_asks_no_more_for_many_decisions(people, sign_in, queries_of):
    record = running(people)
    client, url = sign_in(people["director"]), reverse("meetings:meeting", args=[record.pk])
    decided(people, meeting_before(people))
    record.draw_up(None)
    decided(people, record)
    client.get(url)
    few = queries_of(lambda: client.get(url))
    for _number in range(4):
        decided(people, Meeting.objects.get(month=AUGUST))
        decided(people, record)
    record.draw_up(None)
    assert len(queries_of(lambda: client.get(url))) == len(few) <= 14


# ---------- 谁在场、纪要 ----------
def test_who_came_is_of_the_street_or_of_another_organ_and_stands_once(people):
    record = meeting(people)
    record.admit(name="韩警官", role="ATTENDS", organ="派出所")
    record.admit(name="承办", role="SITS_IN", unit=people["unit"])
    for wrong in (
        {"organ": "派出所", "name": "韩警官"},
        {"name": "无单位"},
        {"organ": "甲", "unit": people["unit"], "name": "乙"},
    ):
        with pytest.raises(ValidationError):
            record.admit(role="ATTENDS", **wrong)
    assert [str(one) for one in record.participants.all()] == ["韩警官（派出所）", f"承办（{people['unit'].label}）"]


def test_the_minutes_say_who_came_what_was_decided_and_nothing_of_a_sealed_matter(people, sign_in):
    (case,) = files(people, 1)
    record = running(people)
    record.admit(name="韩警官", role="ATTENDS", organ="派出所")
    typed = "落实排水改造资金。"
    decided(people, record, item=record.add_item("汛期值班。"), assisting="派出所", text=typed)
    decided(people, record, case=case, text="请科室三天内会勘")
    case.seal(by=people["director"], readers=[people["director"]], reason="检举控告")

    content = printing.minutes_of(record)

    assert ["出席", "韩警官（派出所）"] in content["facts"]
    assert [words for _place, _kind, words in content["decisions"]] == ["（议题 1）落实排水改造资金"]
    assert [words for _place, _part, words in content["items"]] == ["汛期值班"], "the sheet sets the full stop itself"
    assert [row[4] for row in content["tasks"]] == ["派出所"]
    assert content["draft"], "a meeting that has not ended has a draft"
    assert printing.set_minutes(record).pdf.startswith(b"%PDF-")
    response = sign_in(people["chair"]).get(reverse("meetings:minutes", args=[record.pk]))
    assert response["Content-Type"] == "application/pdf"


def test_a_decision_on_a_matter_leads_to_the_step_that_carries_it_out(people, sign_in):
    (case,) = files(people, 1)
    task = decided(people, running(people), case=case, kind=Decision.Kind.LEVEL, text="调为复杂")
    url = reverse("cases:level_change", args=[case.number])
    page = reverse("meetings:task", args=[task.pk])
    assert url in sign_in(people["handler"]).get(page).content.decode()
    assert url not in sign_in(people["chair"]).get(page).content.decode(), "whose step it is not gets no link"


# ---------- 怎么落实 ----------
def test_each_kind_on_a_matter_leads_to_its_step_and_supervision_to_the_late_clock(people):
    (file,) = files(people, 1)
    record, director = running(people), people["director"]
    late = file.deadlines.filter(kind=Deadline.Kind.STATUTORY).order_by("legal_end_on").last().legal_end_on + DAY

    def step(kind, on=HELD, case=file):
        decision = decided(people, record, kind=kind, case=case).decision
        return carried.step_for(decision, director, on)

    number = file.number
    assert step("LEVEL") == reverse("cases:level_change", args=[number])
    assert step("OWNERSHIP") == reverse("cases:ownership", args=[number])
    assert step("SUSPENSION") == reverse("cases:suspension", args=[number])
    assert step("RESOURCES") == reverse("cases:measure_add", args=[number])
    assert step("SUPERVISION", on=HELD) == "", "nothing is late yet"
    clock = carried.late_without_order(file, late)
    assert step("SUPERVISION", on=late) == reverse("petitions:supervision", args=[number, clock])
    assert step("UPWARD") == reverse("cases:report_up", args=[number]), "in writing, where it is not urgent"
    file.urgency = "1"
    assert step("UPWARD") == reverse("cases:report", args=[number])
    team = decided(people, record, kind="TEAM")
    assert carried.step_for(team.decision, director, HELD) == reverse("meetings:task_team", args=[team.pk])
    for kind, name in (("POLICY", "causes:suggestion_add"), ("KEY_PERIOD", "periods:new")):
        decision = decided(people, record, kind=kind).decision
        assert carried.step_for(decision, director, HELD) == reverse(name) + f"?decision={decision.pk}"
    assert step("EXTENSION") == reverse("cases:plan_extension", args=[number])
    stranger = people["elsewhere"]
    assert carried.step_for(decided(people, record, kind="LEVEL", case=file).decision, stranger, HELD) == ""


def test_what_the_step_left_stands_in_the_report_of_the_task_already(people, sign_in):
    (file,) = files(people, 1)
    record, today = running(people), timezone.localdate()
    task = decided(people, record, kind="OWNERSHIP", case=file, on=today, due_on=today + 9 * DAY)
    assert carried.record_of(task.decision) is None
    Ownership.objects.create(case=file, leader=people["chair"], since=today, decided_by=people["director"])

    words = f"包案已定（{today}）"
    assert words in sign_in(people["director"]).get(reverse("meetings:meeting", args=[record.pk])).content.decode()
    client = sign_in(people["handler"])
    assert words in client.get(reverse("meetings:task", args=[task.pk])).content.decode()
    url = reverse("meetings:task_report", args=[task.pk])
    assert words in client.get(url).content.decode()
    assert client.post(url, {"done_on": today.isoformat(), "evidence": words}).status_code == 302
    assert MeetingTask.objects.get().state == "REPORTED"


def test_many_decisions_are_asked_for_their_records_together(people, sign_in, queries_of):
    cases = files(people, 4)
    record, today, client = running(people), timezone.localdate(), sign_in(people["director"])
    decided(people, record, kind="LEVEL", case=cases[0], on=today, due_on=today + DAY)
    client.get(reverse("meetings:meeting", args=[record.pk]))
    few = queries_of(lambda: client.get(reverse("meetings:meeting", args=[record.pk])))
    for case in cases[1:]:
        decided(people, record, kind="LEVEL", case=case, on=today, due_on=today + DAY)
    assert len(queries_of(lambda: client.get(reverse("meetings:meeting", args=[record.pk])))) == len(few)


# ---------- 领导的桌面 ----------
def test_open_tasks_stand_on_the_desk_of_the_leader_who_answers_for_them(people, sign_in):
    record, today = running(people), timezone.localdate()
    decided(people, record, text="拨改造资金", on=today, due_on=today + 5 * DAY)
    decided(people, record, text="以后的事", on=today, due_on=today + 60 * DAY)
    done = decided(people, record, text="报过的事", on=today, due_on=today + 5 * DAY)
    done.report(done_on=today, evidence="单据", by=people["handler"], on=today)
    (case,) = files(people, 1)
    decided(people, record, text="封存的事", case=case, on=today, due_on=today + 5 * DAY)
    case.seal(by=people["director"], readers=[people["director"]], reason="检举控告")

    page = sign_in(people["chair"]).get(reverse("cases:leader")).content.decode()

    assert "拨改造资金" in page
    assert not [words for words in ("以后的事", "报过的事", "封存的事") if words in page]
    other = factories.official(Role.LO, name="别的领导", at=people["chair"].posts[0].unit)
    assert "拨改造资金" not in sign_in(other).get(reverse("cases:leader")).content.decode()


def test_a_late_task_of_the_meeting_is_marked_on_the_desk(people):
    decided(people, running(people))
    now = timezone.make_aware(datetime(2026, 10, 30, 9))  # noqa: DTZ001 - made aware here
    (day,) = diary.meeting_tasks(people["chair"], now, now + 30 * DAY)
    assert day.is_late and "落实排水改造资金" in day.more


def test_many_tasks_of_the_meeting_take_the_desk_no_more_queries(people, sign_in, queries_of):
    record, today = running(people), timezone.localdate()
    client = sign_in(people["chair"])
    client.get(reverse("cases:leader"))
    decided(people, record, on=today, due_on=today + DAY)
    few = queries_of(lambda: client.get(reverse("cases:leader")))
    for ahead in range(2, 8):
        decided(people, record, on=today, due_on=today + ahead * DAY)
    many = queries_of(lambda: client.get(reverse("cases:leader")))
    assert len(many) == len(few) <= 15, "\n".join(many)

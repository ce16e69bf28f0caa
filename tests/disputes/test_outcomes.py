"""What is made because of a decision of the meeting names it, and the task tells of it (0182)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import CauseCode, Clearing, Team
from disputes import carried
from disputes.models import KeyPeriod, MeetingTask, Outcome, Suggestion
from officials.models import Role, Unit
from tests import factories
from tests.disputes.test_meeting import decided, running

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def people(db):
    city = factories.section()
    return {
        "chair": factories.official(Role.HO, name="负责人", at=factories.unit("街道班子", Unit.Kind.LEADERSHIP)),
        "director": factories.official(Role.OD, name="主任"),
        "handler": factories.official(Role.HD, name="承办", at=city),
        "unit": city,
    }


@pytest.fixture
def today():
    return timezone.localdate()


def task_of(people, kind, today, **fields):
    return decided(people, running(people), kind=kind, on=today, due_on=today + 9 * DAY, **fields)


def told(task):
    found = carried.record_of(task.decision)
    return found and found[0]


# ---------- 专班 ----------
def team_said(people, today):
    return {
        "kind": "FORCE",
        "name": "东河花园渗水专班",
        "leader": people["chair"].pk,
        "mandate": "把渗水修好",
        "plan": "先会勘，再修",
        "since": f"{today:%Y-%m-%d}",
        "until": "+60",
        "members": [people["handler"].pk],
    }


def test_a_team_that_the_meeting_wanted_is_proposed_from_the_task_and_names_the_decision(people, today, sign_in):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    task = task_of(people, "TEAM", today, case=case, text="成立渗水专班")
    client = sign_in(people["director"])
    url = reverse("meetings:task_team", args=[task.pk])
    assert url in client.get(reverse("meetings:task", args=[task.pk])).content.decode()

    answer = client.post(url, team_said(people, today))

    team = Team.objects.get()
    assert answer["Location"] == team.get_absolute_url()
    assert team.outcome.decision == task.decision
    assert list(team.matters.values_list("case", flat=True)) == [case.pk], "the matter of the decision joins it"
    assert "成立渗水专班" in client.get(team.get_absolute_url()).content.decode()
    assert told(task) is None, "proposed is not decided"
    assert carried.step_for(task.decision, people["director"], today) == team.get_absolute_url()

    team.decide("AGREED", by=people["chair"], on=today)

    assert told(task) == f"队伍已成立（{today}）"
    words = f"队伍已成立（{today}）"
    assert words in client.get(reverse("meetings:meeting", args=[task.decision.meeting_id])).content.decode()


def test_a_team_refused_leaves_the_task_open_for_another(people, today, sign_in):
    task = task_of(people, "TEAM", today)
    client, url = sign_in(people["director"]), reverse("meetings:task_team", args=[task.pk])
    client.post(url, team_said(people, today))
    Team.objects.get().decide("REFUSED", by=people["chair"], on=today, opinion="科室自己办")

    assert told(task) is None
    assert carried.step_for(task.decision, people["director"], today) == url


def test_there_is_no_team_form_of_a_decision_of_another_kind_or_one_that_is_done(people, today, sign_in):
    client = sign_in(people["director"])
    other = task_of(people, "OTHER", today)
    assert client.get(reverse("meetings:task_team", args=[other.pk])).status_code == 404
    done = decided(people, other.decision.meeting, kind="TEAM", on=today, due_on=today + DAY)
    done.drop(reason="不用了", by=people["chair"], on=today)
    assert client.get(reverse("meetings:task_team", args=[done.pk])).status_code == 404


# ---------- 建议、节点 ----------
def suggestion_said(**said):
    cause = CauseCode.objects.in_use(timezone.localdate()).first()
    return {"cause": cause.pk, "organ": "区住建局", "text": "合同到期前提醒业委会", "due_on": "+20", **said}


def test_a_suggestion_is_made_for_the_decision_it_was_opened_from(people, today, sign_in):
    task = task_of(people, "POLICY", today, text="建议改物业合同范本")
    client = sign_in(people["director"])
    url = reverse("causes:suggestion_add")
    page = client.get(url, {"decision": task.decision.pk})
    assert page.context["form"]["decision"].value() == task.decision.pk

    client.post(url, suggestion_said(decision=task.decision.pk))

    made = Suggestion.objects.get()
    assert made.outcome.decision == task.decision
    assert told(task) == f"建议已提出（{today}）"
    assert "建议改物业合同范本" in client.get(made.get_absolute_url()).content.decode()


def test_a_suggestion_of_its_own_names_no_decision(people, today, sign_in):
    task = task_of(people, "POLICY", today)
    sign_in(people["director"]).post(reverse("causes:suggestion_add"), suggestion_said(decision=""))

    assert Suggestion.objects.count() == 1 and not Outcome.objects.exists() and told(task) is None


def test_where_no_decision_waits_the_form_asks_for_none(people, sign_in):
    form = sign_in(people["director"]).get(reverse("causes:suggestion_add")).context["form"]
    assert "decision" not in form.fields


def test_a_handler_chooses_among_the_decisions_that_are_his(people, today, sign_in):
    other = factories.official(Role.HD, at=people["unit"])
    task = task_of(people, "POLICY", today)
    form = sign_in(other).get(reverse("causes:suggestion_add")).context["form"]
    assert "decision" not in form.fields
    form = sign_in(people["handler"]).get(reverse("causes:suggestion_add")).context["form"]
    assert [decision.pk for decision in form.fields["decision"].queryset] == [task.decision.pk]


def test_a_key_period_is_set_out_for_its_decision(people, today, sign_in):
    task = task_of(people, "KEY_PERIOD", today, text="汛期每天排查")
    said = {"name": "汛期", "level": "STREET", "first_on": "+2", "last_on": "+9", "reason": "防汛"}
    said |= {"measures": "每天排查", "decision": task.decision.pk}
    sign_in(people["director"]).post(reverse("periods:new"), said)

    assert KeyPeriod.objects.get().outcome.decision == task.decision
    assert told(task) == f"重要节点已定（{today}）"


# ---------- 延长 ----------
def test_a_longer_term_is_the_extension_of_the_target_it_was_decided_for(people, today):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    task = task_of(people, "EXTENSION", today, case=case)
    assert told(task) is None
    target = Clearing.objects.get(case=case)
    extended = {"met_on": today, "extended_to": today + 90 * DAY, "extension_ground": "例会议定"}
    first = target.cohort_on.replace(month=1)
    Clearing.objects.filter(pk=target.pk).update(level="HARD", cohort_on=first, **extended)

    assert told(task) == f"清零期限已延长（{today}）"


# ---------- 守住 ----------
def test_what_was_made_for_one_kind_is_not_kept_under_another(people, today):
    task = task_of(people, "TEAM", today)
    suggestion = Suggestion.objects.make(
        cause=CauseCode.objects.in_use(today).first(),
        unit=None,
        organ="区住建局",
        text="改合同",
        due_on=today + 9 * DAY,
        by=people["director"],
        on=today,
    )
    with pytest.raises(ValidationError):
        task.decision.lead_to(by=people["director"], on=today, suggestion=suggestion)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(decision=task.decision, by=people["director"], on=today)


def test_a_decision_that_is_done_leads_to_nothing_more(people, today):
    task = task_of(people, "POLICY", today)
    MeetingTask.objects.get(pk=task.pk).drop(reason="不用了", by=people["chair"], on=today)
    assert not type(task.decision).objects.awaiting("POLICY", people["director"]).exists()


def test_the_meeting_asks_one_statement_a_kind_however_many_were_made(people, today, queries_of):
    record, made = running(people), []

    def one():
        task = decided(people, record, kind="POLICY", on=today, due_on=today + DAY)
        suggestion = Suggestion.objects.make(
            cause=CauseCode.objects.in_use(today).first(),
            unit=None,
            organ="区住建局",
            text="改合同",
            due_on=today + 9 * DAY,
            by=people["director"],
            on=today,
        )
        task.decision.lead_to(by=people["director"], on=today, suggestion=suggestion)
        made.append(task.decision)

    one()
    assert len(queries_of(lambda: carried.records_of(made))) == 1
    one(), one()
    assert len(queries_of(lambda: carried.records_of(made))) == 1
    assert len(carried.records_of(made)) == 3

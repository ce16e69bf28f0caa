"""A duty of the street's own: performed, or replied to in writing with the remedy; nothing else ends its days."""

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.models import Claim, Paper, Service
from cases.models.claim import Disposal, Purpose
from petitions.models import Petition
from petitions.papers import issuing
from tests.petitions.stories import DAY, W5, clock, registered
from tests.petitions.test_sorting import sorted_as

pytestmark = pytest.mark.django_db

START = date(2026, 8, 3)


def test_a_performance_that_is_sent_back_lets_the_days_of_the_duty_run_on():
    petition = registered(W5, on=START)
    story = sorted_as(petition, Disposal.DUTY)
    story.petition.answer(
        by=story.drafter, claim=petition.case.claims.get(), on=START, reply="已清理。", decision=Claim.Decision.PERFORM
    )
    story.signed(START)

    petition.send_back(by=story.by, reason="没有清理完。")

    assert clock(petition, "L16a").is_running
    assert petition.case.next_legal_on == clock(petition, "L03").legal_end_on


# ---------- P28 ----------
NOW = datetime.combine(START, time(10), ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def not_performed(settings, tmp_path):
    """Two duties of the street's own: one performed, the other answered with the remedy, all signed."""
    settings.ATTACHMENTS_ROOT = tmp_path / "files"
    petition = registered(W5, W5, on=START)
    story = sorted_as(petition, Disposal.DUTY, Disposal.DUTY)
    done, refused = petition.case.claims.all()
    petition.answer(by=story.drafter, claim=done, on=START, reply="已清理。", decision=Claim.Decision.PERFORM)
    remedy = "六十日内申请行政复议，不服复议的，十五日内起诉。"
    answer = {"reply": "依据不足。", "decision": Claim.Decision.REFUSE, "remedy": remedy}
    petition.answer(by=story.drafter, claim=refused, on=START, **answer)
    story.signed(START)
    story.petition = Petition.objects.get(pk=petition.pk)
    return story, refused


def duty_reply(story, claim, *, is_issued=True):
    case, typed = story.petition.case, {"contact": "李明", "phone": "88880002"}
    claim = case.claims.get(pk=claim.pk)
    paper = issuing.draft(case, Paper.Kind.DUTY_REPLY, by=story.drafter, values=typed, claim=claim)
    if is_issued:
        issuing.submit(paper, case)
        issuing.issue(paper, case, reader="PERSON", by=story.drafter, now=NOW)
    return paper


def test_a_duty_not_performed_waits_for_its_own_reply_and_no_other_paper_ends_its_days(not_performed):
    story, claim = not_performed
    petition = story.petition
    with pytest.raises(ValidationError, match="诉求 2 没有履行职责，要先制发履职答复书"):
        story.take("service", START + DAY)

    paper = duty_reply(story, claim)
    with pytest.raises(ValidationError, match="一起勾上"):
        story.take("service", START + DAY)
    petition.serve(by=story.by, served_on=START + DAY, method=Service.Method.HAND, signer="本人", papers=[paper])

    ended = {row.claim.position: row.ended_on for row in petition.case.deadlines.filter(rule="L16a")}
    assert ended == {1: START, 2: START + DAY}
    assert petition.case.services.get().claim == claim


def test_the_reply_on_a_duty_is_the_heads_word_and_names_reconsideration_and_suit(not_performed):
    story, claim = not_performed
    paper = duty_reply(story, claim)
    printed = json.dumps(issuing.said(paper, story.petition.case)["full"], ensure_ascii=False)

    assert (paper.approved_by, paper.number) == (story.head, "东河街信履〔2026〕1号")
    for wanted in ("第三十一条第五项", "不予支持", "依据不足。", "申请行政复议", "起诉", "张建国"):
        assert wanted in printed, wanted
    assert "复查" not in printed


def test_a_reply_is_only_for_a_duty_that_was_not_performed(not_performed, sign_in):
    story, claim = not_performed
    client = sign_in(story.by)
    to = reverse("petitions:paper_new", args=[story.petition.case.number, "P28"])

    assert client.get(f"{to}?claim={claim.position}").status_code == 200
    assert client.get(f"{to}?claim=1").status_code == 404


def test_two_duties_have_each_its_own_days_and_one_sorted_away_loses_only_its_own():
    petition = registered(W5, W5, on=START)
    story = sorted_as(petition, Disposal.DUTY, Disposal.DUTY)
    gone, left = petition.case.claims.all()

    way = {"purpose": Purpose.APPEAL, "route": W5, "disposal": Disposal.LEGAL_ROUTE}
    petition.sort_again(by=story.by, claim=gone, on=START, reason="归区里管", **way)

    running = petition.case.deadlines.running().filter(rule="L16a")
    assert [row.claim for row in running] == [left]

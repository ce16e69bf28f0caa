"""A hearing in first handling: decided, announced, told, held; it lies inside the sixty days and stops none (L21)."""

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import Case, Event, Investigation, Paper, Service
from officials.models import Role
from petitions.models import Hearing, Petition
from petitions.papers import hand, issuing
from tests import factories
from tests.petitions.stories import DAY, W6, Story, clock, registered

pytestmark = pytest.mark.django_db

START = date(2026, 8, 3)  # accepted; the 60 days end on 8 October
LAST = date(2026, 10, 8)
HELD = date(2026, 8, 20)
NOW = datetime.combine(START + 5 * DAY, time(10), ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"


@pytest.fixture
def story():
    story = Story(registered(W6, on=START))
    story.triage(START, level=Case.Level.COMPLEX)
    return story.take("acceptance", START)


def decided(story, **more):
    claims = story.petition.case.claims.all()
    more = {"by": story.head, "on": START + DAY, "claims": claims, "ground": "双方对原因说法不一。", **more}
    return story.petition.decide_hearing(**more)


def announced(story, row=None, **more):
    row = row or decided(story)
    more = {"planned_on": HELD, "hour": "上午9时", "place": "三楼会议室", "members": "赵强（律师）", **more}
    more.setdefault("chair", factories.official(Role.LO, name="陈志远"))
    story.petition.announce_hearing(by=story.drafter, hearing=row, **more)
    return row


def told(story, row=None, on=START + 5 * DAY, **more):
    row = row or announced(story)
    more = {"method": Service.Method.HAND, "signer": "本人", **more}
    story.petition.serve_hearing(by=story.by, hearing=row, served_on=on, **more)
    return row


def held(story, row=None, **more):
    row = row or told(story)
    more = {
        "first_on": HELD,
        "last_on": HELD + DAY,
        "has_come": True,
        "attendance": "张建国，物业经理，社区书记",
        "statements": "来访人说防水没有做，物业说做过。",
        "evidence": "施工记录",
        "conclusion": "防水层没有按图施工。",
        **more,
    }
    story.petition.record_hearing(by=story.drafter, hearing=row, **more)
    return row


# ---------- 决定 ----------
def test_only_what_is_major_complex_or_hard_is_heard(story):
    story.petition.case.level = Case.Level.GENERAL
    with pytest.raises(ValidationError, match="重大、复杂、疑难"):
        decided(story)

    story.petition.case.people_present = story.petition.case.people_affected = 6
    assert decided(story).state == "已决定，等安排"


def test_one_hearing_is_under_way_at_a_time_and_the_database_holds_it(story):
    row = decided(story)
    with pytest.raises(ValidationError, match="还没有结束"):
        decided(story)
    row.pk, row.position = None, 2
    with pytest.raises(IntegrityError, match="one_hearing_at_a_time"), transaction.atomic():
        row.save()


def test_a_decision_names_claims_and_a_ground(story):
    with pytest.raises(ValidationError) as refusal:
        decided(story, claims=[])
    assert list(refusal.value.message_dict) == ["claims"]
    with pytest.raises(ValidationError) as refusal:
        decided(story, ground=" ")
    assert list(refusal.value.message_dict) == ["ground"]


# ---------- 安排、通知 ----------
def test_who_handled_the_case_or_has_to_stand_aside_does_not_preside(story):
    row = decided(story)
    story.petition.investigate(by=story.drafter, kind="SITE", on=START, content="看见渗水。")
    with pytest.raises(ValidationError, match="没有经手的人主持"):
        announced(story, row, chair=story.drafter)

    chair = factories.official(Role.LO)
    story.petition.ask_recusal(by=story.by, on=START, asker="UNIT", official=chair, ground="是亲戚。")
    with pytest.raises(ValidationError, match="回避还没有决定"):
        announced(story, row, chair=chair)


@pytest.mark.parametrize(("day", "is_in_time"), [(LAST, True), (LAST + DAY, False)])
def test_a_hearing_lies_inside_the_sixty_days(story, day, is_in_time):
    assert clock(story.petition, "L17").legal_end_on == LAST
    if is_in_time:
        assert announced(story, planned_on=day).planned_on == day
    else:
        with pytest.raises(ValidationError, match="不停止办理期限"):
            announced(story, planned_on=day)


@pytest.mark.parametrize(("day", "is_in_time"), [(HELD, True), (HELD + DAY, False)])
def test_the_notice_is_served_by_the_day_of_the_hearing(story, day, is_in_time):
    if is_in_time:
        assert told(story, on=day).told_on == day
        assert story.petition.case.services.get().what == "HEARING"
    else:
        with pytest.raises(ValidationError, match="以前送达"):
            told(story, on=day)


def test_what_is_put_off_is_told_again(story):
    row = told(story)
    announced(story, row, planned_on=HELD + 7 * DAY)

    assert (row.told_on, row.state) == (None, "已安排，等送达通知")
    with pytest.raises(ValidationError, match="还没有送达"):
        held(story, row)


# ---------- 举行 ----------
def test_the_days_of_a_hearing_count_like_any_other(story):
    before = clock(story.petition, "L17").legal_end_on
    row = held(story)

    assert (row.days, row.is_over) == (2, True)
    assert clock(story.petition, "L17").legal_end_on == before == LAST
    assert story.petition.pauses_of("L17") == []


@pytest.mark.parametrize("has_come", [True, False])
def test_the_petitioner_who_came_was_heard_and_nobody_else(story, has_come):
    row = held(story, has_come=has_come)
    heard = story.petition.case.investigations.filter(kind=Investigation.Kind.HEARD)

    assert heard.exists() == has_come
    assert (row.record in heard) == has_come


def test_the_answer_waits_for_the_hearing_and_so_does_closing(story):
    told(story)
    story.take("investigation", START + DAY).take("answer", START + 2 * DAY, story.petition.case.claims.get())
    with pytest.raises(ValidationError, match="听证还没有结束"):
        story.take("submission", START + 2 * DAY)
    assert "听证的结论" in story.petition.missing_before_closing()

    held(story, story.petition.hearing())
    assert "听证的结论" not in story.petition.missing_before_closing()
    story.take("submission", HELD + DAY)


def test_a_hearing_is_called_off_with_its_reason_and_another_may_follow(story):
    row = told(story)
    with pytest.raises(ValidationError, match="为什么取消"):
        story.petition.drop_hearing(by=story.by, on=HELD, hearing=row, reason=" ")
    story.petition.drop_hearing(by=story.by, on=HELD, hearing=row, reason="双方谈妥了。")

    assert row.state == "已取消"
    assert decided(story, on=HELD).position == 2
    assert story.petition.case.events.filter(kind=Event.Kind.HEARING).count() == 5


def test_the_database_keeps_no_half_of_a_hearing(story):
    row = told(story)
    for change in ({"first_on": HELD}, {"conclusion": "属实。"}, {"dropped_on": HELD}, {"chair": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hearing.objects.filter(pk=row.pk).update(**change)


# ---------- P18 ----------
def notice_of(story):
    petition = Petition.objects.get(pk=story.petition.pk)
    return issuing.draft(petition.case, Paper.Kind.HEARING, by=story.drafter, values={}, variant=hand.NOTICE), petition


def said(paper, petition):
    return json.dumps(issuing.said(paper, petition.case)["full"], ensure_ascii=False)


def test_the_notice_is_printed_from_the_hearing_and_served_as_that_paper(story):
    row = announced(story)
    paper, petition = notice_of(story)
    issuing.submit(paper, petition.case)
    issuing.approve(paper, petition.case, by=story.by)
    issuing.issue(paper, petition.case, reader="PERSON", by=story.drafter, now=NOW)
    printed = said(paper, petition)

    for wanted in (
        "2026年8月20日上午9时，三楼会议室。",
        "陈志远",
        "赵强（律师）",
        "张建国",
        "请求W6",
        "申请听证人员回避",
    ):
        assert wanted in printed, wanted
    told(story, row, papers=[paper])
    assert paper.services.get().what == "HEARING"


def test_a_notice_waits_for_day_place_and_people(story):
    decided(story)
    paper, petition = notice_of(story)

    assert issuing.lacking(paper, petition.case) == ["听证的时间和地点", "主持人", "听证员"]


def test_the_record_is_printed_as_it_was_held(story):
    held(story)
    petition = Petition.objects.get(pk=story.petition.pk)
    paper = issuing.draft(petition.case, Paper.Kind.HEARING, by=story.drafter, values={}, variant=hand.RECORD)
    printed = said(paper, petition)

    for wanted in ("2026年8月20日 至 2026年8月21日", "陈志远", "物业说做过", "施工记录", "没有按图施工"):
        assert wanted in printed, wanted
    assert not paper.needs_approval


# ---------- 页 ----------
def test_a_hearing_goes_from_the_decision_to_the_conclusion_on_its_pages(sign_in):
    day = date.today() - timedelta(days=10)  # noqa: DTZ011 - any day that has passed
    story = Story(registered(W6, on=day))
    story.triage(day, level=Case.Level.COMPLEX, handler=story.drafter)
    story.take("acceptance", day)
    case, chair = story.petition.case, factories.official(Role.LO, name="陈志远")
    head, handler = sign_in(story.head), sign_in(story.drafter)

    def page(name, *more):
        return reverse(f"petitions:{name}", args=[case.number, *more])

    assert page("hearing") in head.get(case.get_absolute_url()).content.decode()
    shown = head.get(page("hearing"))
    claim = case.claims.get()
    answers = [head.post(page("hearing"), {"claims": [claim.pk], "ground": "说法不一", "on": day.isoformat()})]
    arranged = {"planned_on": (day + 5 * DAY).isoformat(), "hour": "上午9时", "place": "三楼", "members": "赵强"}
    refused = handler.post(page("hearing_notice", 1), {**arranged, "chair": chair.pk, "hour": ""})
    answers.append(handler.post(page("hearing_notice", 1), {**arranged, "chair": chair.pk}))
    served = {"served_on": (day + DAY).isoformat(), "method": "HAND", "signer": "本人"}
    answers.append(handler.post(page("hearing_service", 1), served))
    held = {"first_on": (day + 5 * DAY).isoformat(), "last_on": (day + 5 * DAY).isoformat(), "has_come": "yes"}
    held |= {"attendance": "双方", "statements": "各说各的。", "conclusion": "属实。"}
    answers.append(handler.post(page("hearing_record", 1), held))

    assert shown.status_code == 200
    assert refused.status_code == 422 and "hour" in refused.context["form"].errors
    assert [answer.status_code for answer in answers] == [302] * 4
    told_of = handler.get(case.get_absolute_url()).content.decode()
    assert "各说各的。" in told_of and "已听证" in told_of
    assert handler.get(page("hearing_record", 2)).status_code == 404

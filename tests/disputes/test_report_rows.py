"""Sections 五、八、九、十 of the monthly report: screening, key dates, last month's decisions, proposals (5.3)."""

import hashlib
import io
import json
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from docx import Document

from cases.models import CaseCause, CauseCode
from disputes import printing
from disputes.models import Meeting, Pack, ScreeningTask, Suggestion
from disputes.models.pack import written
from officials.models import Role, Unit
from tests import factories
from tests.disputes import screened

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
MONDAY = date(2026, 9, 7)
NOON = timezone.make_aware(datetime(2026, 10, 10, 12))  # noqa: DTZ001 - made aware here


@pytest.fixture
def who(db):
    leaders = factories.unit("街道班子", Unit.Kind.LEADERSHIP)
    return screened.people() | {"chair": factories.official(Role.HO, name="负责人", at=leaders)}


def frozen():
    return Pack.objects.freeze(SEPTEMBER, now=NOON)


def section(pack, key):
    return next(one for one in printing.sections(pack) if one["key"] == key)


def table(pack, key, name):
    return next((one["rows"] for one in section(pack, key)["tables"] if one["name"] == name), [])


def decided(who, *, month=AUGUST, text="落实排水改造资金", due_on=date(2026, 9, 30), case=None):
    said = {"place": "三楼", "chair": who["chair"], "recorder": who["director"]}
    meeting = Meeting.objects.filter(month=month).first()
    if meeting is None:
        meeting = Meeting.objects.plan(month=month, held_on=date(2026, 9, 8), **said)
        meeting.open()
    unit = who["handler"].posts[0].unit
    said = {"kind": "RESOURCES", "leader": who["chair"], "unit": unit, "official": who["handler"], "feedback": "书面"}
    return meeting.decide(text=text, due_on=due_on, on=date(2026, 9, 8), case=case, **said)


def test_screening_stands_by_kind_with_its_clues_and_the_zero_reports(who):
    plan = screened.planned(who, on=MONDAY)
    screened.opened(MONDAY)
    task = ScreeningTask.objects.get(plan=plan)
    settled = screened.clue(who, on=MONDAY, task=task)
    settled.answer_with("CONFIRMED", by=who["window"], on=MONDAY)
    settled.settle("栏杆修好了", by=who["window"], on=MONDAY + DAY)
    screened.clue(who, on=MONDAY, task=task)
    task.report("FOUND", by=who["grid"], now=screened.at(MONDAY))
    screened.confirmed(who, on=MONDAY)
    garden = factories.community(screened.GARDEN)
    screened.period(who, first=MONDAY + DAY, last=MONDAY + DAY, on=MONDAY, units=[garden])
    screened.opened(MONDAY + DAY)

    pack = frozen()

    # The weekly plan inside the key period has a daily task too, which nobody reported.
    assert table(pack, "screening", "排查和线索") == [
        ["定期排查", "2", "1", "2", "1", "1", "1"],
        ["随手上报", "0", "0", "1", "1", "0", "1"],
    ]
    assert table(pack, "screening", "零报告") == [["重要节点", "1", "0"]]
    text = section(pack, "screening")["text"]
    assert "本月报上线索 3 条，确认 2 条，其中已化解 1 条；还没有核实或者化解的 2 条" in text
    assert "零报告应报 1 份，按时报 0 份" in text


def test_a_clue_of_a_matter_that_is_sealed_is_not_counted(who, sign_in):
    clue = screened.confirmed(who, on=MONDAY)
    case = factories.case(who["director"])
    case.visits.update(clue=clue)
    case.seal(by=who["director"], readers=[who["director"]], reason="检举控告")
    assert table(frozen(), "screening", "排查和线索") == []


def test_decisions_of_last_month_and_undone_ones_stand_with_owner_day_and_state(who):
    done, late = decided(who), decided(who, text="请社区会勘，电话13912345678")
    done.report(done_on=date(2026, 9, 20), evidence="拨款单", by=who["handler"], on=date(2026, 9, 20))
    done.check_done(passed=True, by=who["chair"])
    decided(who, month=SEPTEMBER, text="下次再报的事")

    pack = frozen()

    first, second = table(pack, "decisions", "议定事项")
    owner = f"{late.decision.unit.label}（承办）"
    assert first == [
        "2026-08 第 1 项",
        "落实排水改造资金",
        "负责人",
        owner,
        "2026-09-30",
        "已办结 2026-09-20",
        "拨款单",
    ]
    assert second[5] == "在办，已过时限" and "13912345678" not in pack.content
    text = section(pack, "decisions")["text"]
    assert "事项 2 项，已办结 1 项，不再办 0 项，还在办 1 项，其中过了完成时限的 1 项" in text


def test_what_was_decided_on_a_matter_sealed_before_or_since_is_left_out(who):
    before, since = (factories.triaged(by=who["director"], handler=who["handler"]) for _ in range(2))
    decided(who, case=before, text="先封存的事")
    decided(who, case=since, text="后封存的事")
    before.seal(by=who["director"], readers=[who["director"]], reason="检举控告")
    pack = frozen()
    assert "先封存的事" not in pack.content and "后封存的事" in pack.content

    since.seal(by=who["director"], readers=[who["director"]], reason="检举控告")

    assert "后封存的事" not in str(printing.content_of(Pack.objects.get()))


def test_proposals_are_common_causes_and_suggestions_without_an_answer(who):
    cause = CauseCode.objects.get(code="C4")
    for day in (3, 4, 5):
        at = timezone.make_aware(datetime(2026, 9, day, 10))  # noqa: DTZ001 - made aware here
        case = factories.case(who["director"], community=factories.community(screened.GARDEN), received_at=at)
        CaseCause.objects.settle(case, cause, reason="水管老旧", by=who["director"], on=at.date())
    with transaction.atomic():
        pack = frozen()
        assert table(pack, "proposals", "本年三件以上的成因") == [[screened.GARDEN, cause.name, "3", "—"]]
        assert "有 3 件，没有在等反馈的建议，请例会研究" in section(pack, "proposals")["text"]
        transaction.set_rollback(True)
    said = {"cause": cause, "unit": None, "organ": "区住建局", "text": "把二次供水改造列入计划。"}
    one = Suggestion.objects.make(by=who["director"], on=MONDAY, due_on=date(2026, 9, 30), **said)

    pack = frozen()

    assert table(pack, "proposals", "本年三件以上的成因")[0][3] == one.number
    assert table(pack, "proposals", "等反馈的完善政策建议")[0][3:] == ["区住建局", "主任", "2026-09-30（已过）"]
    assert section(pack, "proposals")["text"] == "等反馈的完善政策建议 1 条，其中过了反馈日子的 1 条，请例会督促。"


def test_key_dates_of_the_next_month_stand_in_the_outlook(who):
    screened.period(who, first=date(2026, 10, 1), last=date(2026, 10, 7), on=MONDAY)
    screened.period(who, first=date(2026, 11, 2), on=MONDAY, name="冬季供暖")
    rows = table(frozen(), "outlook", "下月重要节点")
    assert rows == [["国庆", "2026-10-01", "2026-10-07", "市级以上"]]


def test_the_sections_are_on_the_page_and_in_both_copies_and_freeze_to_the_same_bytes(who, sign_in):
    decided(who)
    screened.clue(who, on=MONDAY)
    contents = []
    for _time in range(2):
        with transaction.atomic():
            contents.append(frozen().content)
            transaction.set_rollback(True)
    assert contents[0] == contents[1]
    pack = frozen()
    page = sign_in(who["director"]).get(pack.get_absolute_url()).content.decode()
    cells = [cell.text for one in Document(io.BytesIO(printing.in_word(pack))).tables for cell in one._cells]
    for words in ("落实排水改造资金", "随手上报"):
        assert words in page and words in cells
    assert printing.set_report(pack).pdf.startswith(b"%PDF-")


def test_a_month_frozen_before_these_rows_were_kept_is_still_shown(who):
    data = json.loads(frozen().content)
    kept = {
        key: value for key, value in data.items() if key not in ("screening", "key_dates", "decisions", "proposals")
    }
    text = written(kept)
    digest = hashlib.sha256(text.encode()).hexdigest()
    old = Pack.objects.create(month=AUGUST, cut_off=NOON, frozen_at=NOON, content=text, digest=digest)
    assert [one["heading"][0] for one in printing.sections(old)] == printing.NUMERALS

"""Rows of the report that this app itself keeps (5.3, 五、八、九、十): screening, key dates, decisions, proposals.

Read once, when the month is frozen, in an order that does not depend on chance. Nothing of a sealed matter is in them.
"""

from django.db.models import Count, F, Q

from cases.identity import mask_stray
from cases.models import Case
from disputes.indicators import is_settled
from disputes.models import Clue, KeyPeriod, MeetingTask, ScreeningPlan, ScreeningTask, Suggestion
from disputes.models.cause import common_causes
from officials.calendar import ONE_DAY, last_of, month_before

LISTED = 30
ASIDE = "随手上报"  # a clue of no task


# ---------- 五 ----------
def screening(month):
    """By kind of screening: tasks due and in on time, and of the clues raised in the month what became of them."""
    last = last_of(month)
    tasks = ScreeningTask.objects.due_in(month, last)
    counted = {"due": Count("pk"), "kept": Count("pk", filter=Q(reported_on__lte=F("due_on")))}
    by_kind = {row["plan__kind"]: row for row in tasks.order_by().values("plan__kind").annotate(**counted)}
    clues = raised(month, last)
    rows = []
    for kind in ScreeningPlan.Kind:
        if kind in by_kind or kind in clues:
            rows.append(row_of(str(kind.label), by_kind.get(kind), clues.get(kind)))
    if None in clues:
        rows.append(row_of(ASIDE, None, clues[None]))
    zero = by_kind.get(None, {})
    return {"rows": rows, "zero": {"due": zero.get("due", 0), "kept": zero.get("kept", 0)}}


def raised(month, last):
    """{kind of screening, None of no plan: counts} of the clues raised from `month` to `last`."""
    found = Clue.objects.filter(raised_on__range=(month, last)).exclude(
        pk__in=Clue.objects.filter(visits__case__is_sealed=True).values("pk")
    )
    confirmed = Q(answer=Clue.Answer.CONFIRMED)
    counts = {
        "clues": Count("pk"),
        "confirmed": Count("pk", filter=confirmed),
        "settled": Count("pk", filter=confirmed & is_settled()),
        "waiting": Count("pk", filter=Q(answer="")),
    }
    return {row["task__plan__kind"]: row for row in found.order_by().values("task__plan__kind").annotate(**counts)}


def row_of(name, tasks, clues):
    tasks, clues = tasks or {}, clues or {}
    row = {key: tasks.get(key, 0) for key in ("due", "kept")}
    row |= {key: clues.get(key, 0) for key in ("clues", "confirmed", "settled", "waiting")}
    return {"kind": name, **row, "open": row["confirmed"] - row["settled"] + row["waiting"]}


def screening_words(found):
    if not found["rows"] and not found["zero"]["due"]:
        return []
    whole = {key: sum(row[key] for row in found["rows"]) for key in ("due", "kept", "clues", "confirmed", "settled")}
    still = sum(row["open"] for row in found["rows"])
    zero = found["zero"]
    said = [
        [f"到期的排查任务 {whole['due']} 项，按时报的 {whole['kept']} 项。", ["K19.reports"]],
        [
            f"本月报上线索 {whole['clues']} 条，确认 {whole['confirmed']} 条，其中已化解 {whole['settled']} 条；"
            f"还没有核实或者化解的 {still} 条。",
            ["K19"],
        ],
    ]
    if zero["due"]:
        said.append([f"重要节点零报告应报 {zero['due']} 份，按时报 {zero['kept']} 份。", ["K19.reports"]])
    return said


# ---------- 八 ----------
def key_dates(month):
    """Key dates that lie in the month after: [名称, 第一天, 最后一天, 级别]."""
    first = last_of(month) + ONE_DAY
    rows = KeyPeriod.objects.filter(first_on__lte=last_of(first), last_on__gte=first)
    rows = rows.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=first)).order_by("first_on", "pk")
    return [
        [one.name, one.first_on.isoformat(), one.last_on.isoformat(), one.get_level_display()] for one in rows[:LISTED]
    ]


# ---------- 九 ----------
def decisions(month, today):
    """What the meeting of the month before decided and what earlier ones left undone, as it stands at the freeze."""
    before = month_before(month)
    tasks = MeetingTask.objects.filter(
        Q(decision__meeting__month=before)
        | Q(decision__meeting__month__lt=before, pk__in=MeetingTask.objects.undone().values("pk"))
    ).exclude(decision__case__in=Case.objects.filter(is_sealed=True).values("pk"))
    rows = tasks.select_related(
        "decision__meeting", "decision__leader", "decision__unit", "decision__official", "decision__case", "deadline"
    )
    return [decided(task, today) for task in rows.order_by("decision__meeting__month", "decision__position", "pk")]


def decided(task, today):
    row = task.decision
    return {
        "meeting": f"{row.meeting.month:%Y-%m}",
        "position": row.position,
        "kind": str(row.get_kind_display()),
        "text": mask_stray(row.text),
        "case": row.case.number if row.case else "",
        "leader": row.leader.name,
        "owner": f"{row.unit.label}（{row.official.name}）",
        "first_due": row.due_on.isoformat(),
        "due": task.due_on.isoformat(),
        "state": task.state,
        "said": str(task.get_state_display()),
        "done_on": task.done_on.isoformat() if task.done_on else "",
        "evidence": mask_stray(task.evidence or task.reason),
        "is_late": task.state == task.State.OPEN and task.due_on < today,
    }


def decision_words(rows):
    if not rows:
        return []
    done, dropped = (sum(row["state"] == state for row in rows) for state in ("DONE", "DROPPED"))
    late = sum(row["is_late"] for row in rows)
    words = f"上月议定和以前没有办完的事项 {len(rows)} 项，已办结 {done} 项，不再办 {dropped} 项，"
    return [[f"{words}还在办 {len(rows) - done - dropped} 项，其中过了完成时限的 {late} 项。", ["K23"]]]


# ---------- 十 ----------
def proposals(month, today):
    """Causes of three or more matters of one community in the year so far, and suggestions without an answer."""
    first, last = month.replace(month=1), last_of(month)
    waiting = list(
        Suggestion.objects.unanswered().select_related("cause", "unit", "asked_by").order_by("due_on", "number")
    )
    causes = [
        {
            "place": row["case__community__name"] or "没有填社区",
            "cause": row["cause__name"],
            "matters": row["matters"],
            "suggestions": [one.number for one in waiting if one.cause_id == row["cause"]],
        }
        for row in common_causes(Case.objects.all(), first, last).order_by(
            "-matters", "cause__name", "case__community__name", "cause", "case__community"
        )[:LISTED]
    ]
    suggestions = [
        {
            "number": one.number,
            "cause": one.cause.name,
            "text": mask_stray(one.text),
            "to": one.addressee,
            "by": one.asked_by.name,
            "due": one.due_on.isoformat(),
            "is_late": one.is_late(today),
        }
        for one in waiting[:LISTED]
    ]
    late = sum(one.is_late(today) for one in waiting)
    return {"causes": causes, "suggestions": suggestions, "waiting": len(waiting), "late": late}


def proposal_words(found):
    said = []
    for row in found["causes"]:
        if not row["suggestions"]:
            words = (
                f"{row['place']}按已定的成因“{row['cause']}”有 {row['matters']} 件，没有在等反馈的建议，请例会研究。"
            )
            said.append([words, ["F3"]])
    if found["waiting"]:
        words = f"等反馈的完善政策建议 {found['waiting']} 条，其中过了反馈日子的 {found['late']} 条"
        said.append([words + ("，请例会督促。" if found["late"] else "。"), ["F3"]])
    return said

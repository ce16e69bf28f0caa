"""The letter of responsibility of the leader who owns a case (P15), and what changed since, as addenda (F46, F52)."""

from cases.models import Paper
from cases.models.plan import last_day
from petitions.papers.writing import Script, claims_listed, document, numbered, on, text

ADDENDUM = "addendum"


def ownership_letter(voice, typed, paper):
    """From the rows: who owns it by which plan. The drafter says by what it is measured, with whom, how reported."""
    if paper.variant == ADDENDUM:
        return addendum(voice, typed, paper)
    case, letter = voice.case, owning(voice.case)
    milestones = standing(case)
    until = letter and last_day(case, letter)
    area = case.community.name if case.community else ""
    level = str(case.get_level_display()) if case.level else ""
    blocks = [
        text(f"为落实领导包案责任，就“{voice.free(case.title)}”信访事项（{case.number}）签订本责任书。"),
        *numbered(
            ("包案领导", letter.leader.name if letter else ""),
            ("片区、事项和层级", "，".join(filter(None, [area, voice.free(case.title), level]))),
            ("基本情况", claims_listed(voice, voice.claims)),
            ("目标", f"{on(until)}以前清零。{voice.free(typed.get('standard', ''))}" if until else ""),
            ("计划和节点", "\n".join(line(voice, place, row) for place, row in enumerate(milestones, 1))),
            ("工作班子", voice.free(typed.get("team", ""))),
            ("报告", voice.free(typed.get("rhythm", ""))),
            ("督查", voice.free(typed.get("supervision", ""))),
            ("签字", signatures(letter, paper)),
        ),
    ]
    must = {
        "包案领导": letter,
        "片区、事项、层级": level,
        "事实": voice.claims,
        "完成日": until,
        "清零标准": typed.get("standard"),
        "节点": milestones,
        "工作班子": typed.get("team"),
        "报告的节奏": typed.get("rhythm"),
        "督查": typed.get("supervision"),
        "包案领导签字": letter and letter.signed_on,
    }
    return Script(document(voice, "包案责任书", blocks, closing=""), must)


def addendum(voice, typed, paper):
    """What changed since the letter, or the last addendum, was issued: who owns it, and the milestones.

    By the instant, not by the day: what is written after one addendum stands in the next, be it of the same day, and
    what stands in one stands in no other. A milestone written and withdrawn in between was never part of the letter.
    """
    case, letter = voice.case, owning(voice.case)
    earlier = letters_of(case).exclude(pk=paper.pk)
    earlier = (earlier.filter(issued_at__lt=paper.issued_at) if paper.issued_at else earlier).last()
    since = earlier and earlier.issued_at
    owners = [row for row in case.ownerships.select_related("leader") if since and row.recorded_at > since]
    rows = list(case.milestones.select_related("official"))
    added = [row for row in rows if since and row.added_at > since and row.withdrawn_at is None]
    gone = [row for row in rows if since and row.withdrawn_at and row.added_at <= since < row.withdrawn_at]
    changes = [f"自{on(row.since)}起由{row.leader.name}包案。" for row in owners if row.plan_since]
    changes += [f"撤下节点：{voice.free(row.what)}（{voice.free(row.withdrawal)}）。" for row in gone]
    changes += [f"增加节点：{line(voice, '', row)}" for row in added]
    blocks = [
        text(f"对《包案责任书》（{earlier.number if earlier else ''}）补充如下："),
        *numbered(
            ("变动", "\n".join(changes)),
            ("理由", voice.free(typed.get("why", ""))),
            ("签字", signatures(letter, paper)),
        ),
    ]
    must = {
        "已制发的包案责任书": earlier,
        "变动": changes,
        "理由": typed.get("why"),
        "包案领导签字": letter and letter.signed_on,
    }
    return Script(document(voice, "包案责任书补充书", blocks, closing="其余仍按原责任书。"), must)


def owning(case):
    return case.ownerships.filter(until__isnull=True).select_related("leader").first()


def standing(case):
    return list(case.milestones.standing().select_related("official"))


def letters_of(case):
    """Those issued and in force, the oldest first."""
    issued = case.papers.in_force().filter(kind=Paper.Kind.OWNERSHIP_LETTER, value__isnull=False)
    return issued.order_by("issued_at")


def line(voice, place, row):
    """A milestone as the letter lists it."""
    number = f"{place}．" if place else ""
    return f"{number}{voice.free(row.what)}，{on(row.planned_on)}以前，{row.official.name}负责，分量{row.weight}。"


def signatures(letter, paper):
    """Who signed by the system on which day: the leader the letter itself, the head by approving the paper."""
    leader = (
        f"包案领导 {letter.leader.name}，{on(letter.signed_on)}签"
        if letter and letter.signed_on
        else "包案领导（待签）"
    )
    head = f"机关负责人 {paper.approved_by.name}" if paper.approved_by else "机关负责人（待签）"
    return f"{leader}\n{head}"

"""What makes a matter risky: a registry of factors, each a queryset of facts of the matter alone (5.4, R1, R7).

A factor says which fact holds and which record proves it; how many points that is, and from how many a level starts,
stands in the versioned `RiskRule`. An app to the left registers factors of its own with `register`. None may read a
person: not who he is, his age, sex, origin, health, tone, police records, nor what he brought besides this matter.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from officials.calendar import Calendar

DAYS_LEFT = 3  # workdays, 5.4
DATES_WITHIN = timedelta(days=14)
CAUSE_WITHIN, SAME_CAUSE = timedelta(days=90), 3


class Factor(NamedTuple):
    """`rows(today)`: a list of querysets of (case, points key, the fact in words, the record it rests on).

    `keys` are the names of its points, the heaviest first; of several facts of one factor the heaviest counts, once.
    `words` says each of several keys to whoever writes their points.
    """

    id: str
    label: str
    keys: tuple
    rows: Callable
    words: tuple = ()


FACTORS = {}


def register(factor):
    FACTORS[factor.id] = factor


def weighed():
    """{key of points: what it is for} of every fact that is counted, each once; there are points for nothing else."""
    found = {}
    for factor in FACTORS.values():
        for place, key in enumerate(factor.keys):
            words = factor.words[place] if factor.words else factor.label
            found[key] = format_lazy(_("{one}；{other}"), one=found[key], other=words) if key in found else words
    return found


def fact(rows, *, case, key, words, record):
    """The facts as every factor gives them; `words` in the office's own language, as they are stored."""
    parts = [Value(part) if isinstance(part, str) else Cast(part, CharField()) for part in words]
    name, identity = record
    key = Value(key) if isinstance(key, str) else key
    return rows.order_by().values_list(
        F(case),
        Cast(key, CharField()),
        Concat(*parts, Value("")),
        Concat(Value(f"{name}:"), Cast(F(identity), CharField())),
    )


def last_day_within(today, workdays, calendar):
    """The last day on which no more than so many workdays are left after `today`."""
    return calendar.add_workdays(today, workdays + 1) - timedelta(days=1)


def counted():
    from cases.models import Case

    return Case.objects.open().current().unsealed()


def statutory(today):
    until = last_day_within(today, DAYS_LEFT, Calendar.load())
    said = {"case": "pk", "record": ("case", "pk")}
    cases = counted()
    return [
        fact(
            cases.legally_late(today), key="statutory_late", words=["法定期限 ", F("next_legal_on"), " 已过"], **said
        ),
        fact(
            cases.legally_due(today, until),
            key="statutory_near",
            words=["法定期限 ", F("next_legal_on"), f"，不超过 {DAYS_LEFT} 个工作日"],
            **said,
        ),
    ]


def promised(today):
    from cases.models import Deadline

    late = Deadline.objects.running().filter(kind=Deadline.Kind.PROMISE, rule="L37", legal_end_on__lt=today)
    words = ["承诺 ", F("legal_end_on"), " 以前办好，没有办好"]
    return [fact(late, case="case", key="commitment", words=words, record=("deadline", "pk"))]


def people(today):
    bound = Choose(
        When(people_affected__gte=100, then=Value("people_100")),
        When(people_affected__gte=30, then=Value("people_30")),
        default=Value("people_5"),
    )
    words = ["涉及 ", F("people_affected"), " 人"]
    affected = counted().filter(people_affected__gte=5)
    return [fact(affected, case="pk", key=bound, words=words, record=("case", "pk"))]


def repeated(today):
    often = Choose(When(repeat_count__gte=3, then=Value("repeats_3")), default=Value("repeats_1"))
    words = ["同一事项重复 ", F("repeat_count"), " 次"]
    again = counted().filter(repeat_count__gte=1)
    return [fact(again, case="pk", key=often, words=words, record=("case", "pk"))]


def urgent(today):
    """The words of the incident and of the ground stay where they are kept; only that there are any is told."""
    from cases.models import Case, Incident

    said = {"case": "pk", "key": "urgent", "record": ("case", "pk")}
    grounded = counted().exclude(urgency_basis="")
    return [
        *(
            fact(grounded.filter(urgency=kind), words=[f"列为{words}，依据写在案卷里"], **said)
            for kind, words in ((Case.Urgency.LIVELIHOOD, "民生急难"), (Case.Urgency.MAJOR, "重大紧急"))
        ),
        fact(
            Incident.objects.on_screen(),
            case="case",
            key="urgent",
            words=["生命安全事项还没有结束"],
            record=("incident", "pk"),
        ),
    ]


def supported(today):
    """An opinion that supports the claim, whose day of performance is past and which nobody has performed."""
    from cases.models import Claim, Commitment, Performance

    done = Performance.objects.exclude(holds=False).values("commitment")
    past = Commitment.objects.standing().filter(claim__decision=Claim.Decision.SUPPORT, due_on__lt=today)
    words = ["支持的意见，履行日期 ", F("due_on"), " 已过，没有履行"]
    rows = past.exclude(pk__in=done)
    return [fact(rows, case="case", key="support", words=words, record=("commitment", "pk"))]


def unowned(today):
    from cases.models import Handover

    cases = counted()
    said = {"case": "pk", "key": "owner", "record": ("case", "pk")}
    fallen = Handover.objects.fallen(today)
    return [
        fact(cases.unassigned(), words=["分流以后没有承办人"], **said),
        fact(cases.without_owner(today), words=["疑难件没有包案领导"], **said),
        fact(
            fallen,
            case="case",
            key="owner",
            words=["移交后 ", F("due_on"), " 以前没有签收"],
            record=("handover", "pk"),
        ),
    ]


def dated(today):
    from cases.models import Deadline

    near = Deadline.objects.running().filter(rule="F52", legal_end_on__range=(today, today + DATES_WITHIN))
    words = ["计划节点 ", F("legal_end_on"), "，14 日以内"]
    return [fact(near, case="case", key="date", words=words, record=("deadline", "pk"))]


def same_cause(today):
    """Open matters of a cause that came up three times in one community within 90 days."""
    from cases.models import CaseCause

    standing = CaseCause.objects.standing().filter(case__is_sealed=False)
    lately = standing.filter(at__date__gt=today - CAUSE_WITHIN, at__date__lte=today)
    alike = lately.filter(cause__code=OuterRef("cause__code"), case__community=OuterRef("case__community"))
    count = alike.order_by().values("cause__code").annotate(n=Count("pk")).values("n")
    often = standing.annotate(alike=Subquery(count)).filter(alike__gte=SAME_CAUSE, case__closed_on__isnull=True)
    words = ["同社区同成因 90 日内 ", F("alike"), " 件"]
    return [fact(often, case="case", key="same_cause", words=words, record=("cause", "pk"))]


def start():
    near = _("法定期限不超过 3 个工作日")
    register(
        Factor(
            "statutory",
            _("法定期限"),
            ("statutory_late", "statutory_near"),
            statutory,
            (_("法定期限已过"), near),
        )
    )
    register(Factor("commitment", _("承诺逾期"), ("commitment",), promised))
    affected = (_("涉及 100 人以上"), _("涉及 30 人以上"), _("涉及 5 人以上"))
    register(Factor("people", _("涉及人数"), ("people_100", "people_30", "people_5"), people, affected))
    often = (_("同一事项重复 3 次以上"), _("同一事项重复过"))
    register(Factor("repeats", _("同一事项重复"), ("repeats_3", "repeats_1"), repeated, often))
    register(Factor("urgent", _("生命安全、民生急难"), ("urgent",), urgent))
    register(Factor("support", _("支持的意见没有履行"), ("support",), supported))
    register(Factor("owner", _("没有人负责"), ("owner",), unowned))
    register(Factor("cause", _("同一成因"), ("same_cause",), same_cause))
    register(Factor("date", _("14 日以内的节点"), ("date",), dated))

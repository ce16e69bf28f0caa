"""What the register itself answers for: obligations by unit (F53), and its figures of the month (5.2).

The cohort comes first: an obligation counts in the period in which its last day lies, once, and is met or not. Of a
month that still runs only what was due before today counts. Sealed cases are outside; denominator 0 is no rate.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db.models import BooleanField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models import Case as Choose
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases import clearing, figures, owned
from cases.figures import Figure, Kind, Part, days_since_receipt
from cases.models import (
    BacklogEntry,
    Case,
    Claim,
    Clearing,
    Closing,
    Deadline,
    Evaluation,
    Invitation,
    Ownership,
)
from cases.models.case import day_starts
from cases.models.claim import Purpose
from cases.models.deadline import IN_TIME, LET_GO, OWED
from officials.calendar import ONE_DAY


class Indicator(NamedTuple):
    """`rows(first, until)` are the obligations due from the one day to the other; `met` says which were kept.

    `unit` and `case` lead from a row to whom it counts for and to its case (nothing where it has none), `due` and
    `ended` to its days.
    """

    id: str
    label: str
    rows: Callable[..., QuerySet]
    met: Q
    unit: str
    due: str = "legal_end_on"
    ended: str = "ended_on"


INDICATORS = {}


def register(indicator):
    if indicator.id in INDICATORS:
        raise ValueError(f"{indicator.id} is registered twice")
    INDICATORS[indicator.id] = indicator


def by_unit(indicator, first, until):
    """{unit id: (met, due)} of the period, one statement; a unit without an obligation is not there."""
    rows = indicator.rows(first, until).filter(**{f"{indicator.unit}__isnull": False}).order_by()
    counted = rows.values(indicator.unit).annotate(due=Count("pk"), kept=Count("pk", filter=indicator.met))
    return {row[indicator.unit]: (row["kept"], row["due"]) for row in counted}


def records(indicator, unit, first, until):
    """The rows behind one figure, what was missed first; each with `is_met`, `due_day` and `ended_day`."""
    rows = indicator.rows(first, until).filter(**{indicator.unit: unit})
    days = {"due_day": F(indicator.due), "ended_day": F(indicator.ended)}
    is_met = Choose(When(indicator.met, then=Value(True)), default=Value(False), output_field=BooleanField())
    return rows.annotate(is_met=is_met, **days).order_by("is_met", indicator.due, "pk")


def clocks(*rules):
    """The office's own clocks of these rules, on cases that count or on none, with those that fell away."""

    def rows(first, until):
        due = Deadline.objects.ours().filter(rule__in=rules, legal_end_on__gte=first, legal_end_on__lte=until)
        return due.exclude(Q(case__is_sealed=True) | Q(case__is_historical=True) | Q(case__voided_on__isnull=False))

    return rows


def owed(*rules):
    """Of these without what fell away in time: nobody served it, and nobody owed it in the end (0181)."""
    rows = clocks(*rules)
    return lambda first, until: rows(first, until).filter(OWED)


def targets(level):
    def rows(first, until):
        """General ones of the months of the period; complex ones of the year up to its end (K11, K12)."""
        since = first if level == Case.Level.GENERAL else first.replace(month=1)
        due = Clearing.objects.filter(level=level, cohort_on__gte=since, cohort_on__lte=until, case__is_sealed=False)
        return due.filter(clearing.COUNTED, deadline__legal_end_on__lte=until).select_related("case")

    return rows


SETTLED = Q(outcomes__overlap=["SOLVED", "EXPLAINED", "HELPED"])  # of a closing


def start():
    of_obligations()
    of_registration()
    of_ratings()
    of_clearing()
    of_owners()
    of_speed()


def of_obligations():
    of_case = "case__handling_unit"
    obligations = [
        ("K02", _("及时告知率"), ("L03", "L04"), of_case),
        ("K03", _("按期答复率"), ("L17",), of_case),
        ("L37", _("承诺按期兑现率"), ("L37",), of_case),
        ("F40", _("移交及时签收率"), ("F40",), "unit"),
        ("F36", _("协办按期答复率"), ("F36",), "unit"),
        ("R10", _("核查按期答复率"), ("R10",), "unit"),
        ("F47", _("整改按期率"), ("F47",), "unit"),
        ("F48", _("督办按期反馈率"), ("F48",), of_case),
    ]
    due = clocks("F52", "K22", *(rule for _id, _label, rules, _unit in obligations for rule in rules))
    clock = {"falls_due": True, "dated": "legal_end_on", "day": "legal_end_on", "ended": "ended_on"}
    for id, label, rules, unit in obligations:
        register(Indicator(id, label, owed(*rules), IN_TIME, unit))
        figures.count(Part(id, due, IN_TIME, Q(rule__in=rules) & OWED, ways={"unit": unit}, **clock))
        if id in ("K02", "K03"):
            figures.count(Part(f"{id}.gone", due, only=Q(rule__in=rules) & LET_GO, ways={"unit": unit}, **clock))
    days = {"due": "deadline__legal_end_on", "ended": "deadline__ended_on"}
    for id, label, level in [
        ("K11", _("一般矛盾当月清零率"), Case.Level.GENERAL),
        ("K12", _("复杂问题当年清零率"), Case.Level.COMPLEX),
    ]:
        register(Indicator(id, label, targets(level), clearing.IN_TIME, of_case, **days))
        day, ended = days.values()
        figures.count(Part(id, targets(level), clearing.IN_TIME, falls_due=True, day=day, ended=ended))
    figures.count(Part("K03.extended", due, Q(extended_days__gt=0), Q(rule="L17") & OWED, **clock))
    figures.count(Part("K13.plan", due, IN_TIME, Q(rule="F52") & OWED, **clock))
    figures.count(Part("K22", due, IN_TIME, Q(rule="K22") & OWED, **clock))
    for id, label, part, note in [
        ("K02", _("及时告知率"), "K02", _("受理、不予受理、转送的告知，按期送到的比到期的（条例第二十三条）")),
        ("K03", _("按期答复率"), "K03", _("按法定期限（含依法延期）送达答复的比到期的（条例第三十四条）")),
        ("K03.extended", _("其中延期的比例"), "K03.extended", ""),
        ("K22", _("初次联系率"), "K22", _("三个工作日内联系本人的比到期的")),
        ("L37", _("承诺按期兑现率"), "L37", _("答应群众的事，按期做到的比到期的")),
    ]:
        figures.register(Figure(id, label, Kind.RATE, part, unit="%", note=note))
    for id, label in [("K02.gone", _("到期前不再需要告知的")), ("K03.gone", _("到期前不再需要答复的"))]:
        note = _("撤回、并案、改走其他途径的，不在分母里")
        figures.register(Figure(id, label, Kind.COUNT, id, note=note))


# ---------- 本月的数 ----------
def received(cases):
    """Cases that reached the office from the one day to the other."""

    def rows(first, until):
        mine = cases().filter(received_at__gte=day_starts(first), received_at__lt=day_starts(until + ONE_DAY))
        return mine.filter(is_historical=False, voided_on__isnull=True)

    return rows


def on_day(queryset, day, case="case__"):
    """Rows of `queryset()` whose `day` lies in the period, on cases that count."""

    def rows(first, until):
        return figures.counted(queryset().filter(**{f"{day}__gte": first, f"{day}__lte": until}), case)

    return rows


def of_registration():
    cases, unsealed = received(Case.objects.all), Q(is_sealed=False)
    of_case = {"case": "", "dated": "received_at", "day": "received_at"}
    figures.count(Part("K01.cases", cases, only=unsealed, sealed=~unsealed, **of_case))
    figures.count(Part("K06.cases", cases, Q(repeat_count__gte=1), unsealed, **of_case))
    mass = Q(people_affected__gte=settings.MASS_AFFECTING_FROM)
    figures.count(Part("F02.mass", cases, only=unsealed & mass, **of_case))
    for purpose in (Purpose.APPEAL, Purpose.SUGGESTION, Purpose.INQUIRY, Purpose.THANKS):
        of_purpose = received(
            lambda purpose=purpose: Case.objects.unsealed().filter(
                Exists(Claim.objects.standing().filter(case=OuterRef("pk"), purpose=purpose))
            )
        )
        figures.count(Part(f"D15.{purpose}", of_purpose, **of_case))
        figures.register(Figure(f"K01.{purpose}", purpose.label, Kind.COUNT, f"D15.{purpose}"))
    figures.register(Figure("K01.cases", _("信访事项"), Kind.COUNT, "K01.cases"))
    figures.register(Figure("K01.mass", _("涉众事项"), Kind.COUNT, "F02.mass"))
    figures.register(
        Figure(
            "K06.cases",
            _("有重复的事项比例"),
            Kind.RATE,
            "K06.cases",
            unit="%",
            note=_("有过重复信访的事项比本月事项"),
        )
    )


def of_ratings():
    asked = on_day(Invitation.objects.all, "until")
    rated = Exists(Evaluation.objects.filter(invitation=OuterRef("pk")))
    figures.count(Part("K07", asked, Q(rated), dated="until", falls_due=True, day="until"))
    figures.register(
        Figure("K07", _("参评率"), Kind.RATE, "K07", unit="%", note=_("评了的比评价期满的；没评就是没评"))
    )
    content = Q(grade__in=[Evaluation.Grade.SATISFIED, Evaluation.Grade.FAIR])
    about = Evaluation.About
    over = on_day(Evaluation.objects.all, "invitation__until", "invitation__case__")
    of_case = {"case": "invitation__case", "day": "on"}
    for id, who, label, both in [
        ("office", about.OFFICE, _("满意率（对信访工作机构）"), _("参评满意率（对信访工作机构）")),
        ("unit", about.UNIT, _("满意率（对责任单位）"), _("参评满意率（对责任单位）")),
    ]:
        figures.count(
            Part(f"K08.{id}", over, content, Q(about=who), dated="invitation__until", falls_due=True, **of_case)
        )
        note = _("满意和基本满意的比评了的")
        figures.register(Figure(f"K08.{id}", label, Kind.RATE, f"K08.{id}", unit="%", note=note))
        figures.register(
            Figure(f"K09.{id}", both, Kind.PRODUCT, "K07", f"K08.{id}", unit="%", note=_("参评率乘满意率"))
        )
    said = on_day(Evaluation.objects.all, "on", "invitation__case__")
    figures.count(Part("K25.rated", said, dated="on", **of_case))
    unhappy = on_day(Evaluation.objects.dissatisfied, "on", "invitation__case__")
    figures.count(Part("K25.unhappy", unhappy, dated="on", **of_case))
    figures.register(Figure("K25.rated", _("群众评价"), Kind.COUNT, "K25.rated", unit=_("次")))
    figures.register(Figure("K25.praise", _("表扬感谢"), Kind.COUNT, f"D15.{Purpose.THANKS}"))
    figures.register(Figure("K25.unhappy", _("评不满意"), Kind.COUNT, "K25.unhappy", unit=_("次")))


def of_clearing():
    outcome = BacklogEntry.Outcome

    def backlog(first, until):
        """Open at the start of the period or entered in it."""
        return figures.counted(BacklogEntry.objects.filter(entered_on__lte=until).exclude(ended_on__lt=first))

    def ended(first, until):
        return backlog(first, until).filter(ended_on__gte=first, ended_on__lte=until)

    whole = Part("K10.stock", backlog, day="entered_on")
    figures.count(whole)
    figures.count(Part("K10.ended", ended, day="ended_on"))
    figures.register(
        Figure(
            "K10", _("积案化解率"), Kind.RATIO, "K10.ended", "K10.stock", "%", _("本月出册的比月初在册加本月列入的")
        )
    )
    left = on_day(BacklogEntry.objects.all, "ended_on")
    for one in outcome:
        part = f"K10.{one}"
        figures.count(Part(part, left, only=Q(outcome=one), dated="ended_on", day="ended_on"))
        figures.register(Figure(part, one.label, Kind.COUNT, part))
    for id, label, note in [
        ("K11", _("一般矛盾当月清零率"), _("按目标日清零的比目标日在本月的，中止的不计")),
        ("K12", _("复杂问题当年清零率"), _("目标日在今年、到本月末为止")),
    ]:
        figures.register(Figure(id, label, Kind.RATE, id, unit="%", note=note))

    def hard_ones(first, until):
        """Hard matters that a leader owned in the period, of the stock and new ones."""
        letters = Ownership.objects.filter(case=OuterRef("pk"), since__lte=until).exclude(until__lte=first)
        done = Clearing.objects.filter(
            case=OuterRef("pk"),
            level=Case.Level.HARD,
            outcome=Clearing.Outcome.CLEARED,
            deadline__ended_on__gte=first,
            deadline__ended_on__lte=until,
        )
        hard = Case.objects.counted().filter(level=Case.Level.HARD)
        open_then = Q(closed_on__isnull=True) | Q(closed_on__gte=first)
        return hard.filter(open_then, Exists(letters)).annotate(is_cleared=Exists(done))

    figures.count(Part("K13", hard_ones, Q(is_cleared=True), case="", day="received_at"))
    figures.register(
        Figure("K13", _("疑难案件包案清零率"), Kind.RATE, "K13", unit="%", note=_("清零的比在包的（存量加新增）"))
    )
    figures.register(
        Figure("K13.plan", _("节点按期完成率"), Kind.RATE, "K13.plan", unit="%", note=_("包案节点按期做到的比到期的"))
    )

    settled = on_day(lambda: Closing.objects.filter(SETTLED), "on")
    elsewhere = Claim.objects.standing().routed().filter(case=OuterRef("case"))
    figures.count(Part("K14", settled, ~Q(Exists(elsewhere)), dated="on", day="on"))
    figures.register(
        Figure("K14", _("就地化解率"), Kind.RATE, "K14", unit="%", note=_("在街道自己手里化解的比化解的"))
    )

    def watched(first, until):
        """Cleared in time, of the last month whose every clearing has been watched as long as T26 asks."""
        cohort = clearing.watched_by(Case.Level.GENERAL, until)
        return clearing.of_cohort(Case.Level.GENERAL, cohort).filter(clearing.COUNTED & clearing.IN_TIME)

    figures.count(Part("K16", watched, clearing.came_back, day="deadline__ended_on"))
    figures.register(
        Figure("K16", _("回流率"), Kind.RATE, "K16", unit="%", note=_("观察满 90 日的那个月，清零后又回来的比清零的"))
    )


def of_owners():
    """What was owned in the period with plan, the leader's own act and progress, and each of the three (K17)."""

    def letters(first, until):
        return owned.letters_of(Case.objects.counted(), first, until)

    for id, met, label, note in [
        ("K17", owned.WHOLE, _("包案完成率"), _("有计划、领导本人有行动、有进展的比在包的")),
        ("K17.planned", Q(is_planned=True), _("其中有计划的"), ""),
        ("K17.acted", Q(is_acted=True), _("其中领导本人有行动的"), ""),
        ("K17.went_on", Q(is_on=True), _("其中有进展的"), ""),
    ]:
        figures.count(Part(id, letters, met, day="since"))
        figures.register(Figure(id, label, Kind.RATE, id, unit="%", note=note))


def of_speed():
    """Calendar days from the receipt, the median first (K21)."""
    for id, day, label in [("accepted", "accepted_on", _("受理")), ("served", "served_on", _("办理"))]:
        rows = on_day(Case.objects.all, day, case="")
        part = f"K21.{id}"
        figures.count(Part(part, rows, dated=day, case="", spread=days_since_receipt("", day), day=day))
        for how, middle, name in [
            ("median", figures.median, _("{what}时长，中位数")),
            ("mean", figures.mean, _("{what}时长，平均数")),
        ]:
            label_of = format_lazy(name, what=label)
            figures.register(Figure(f"{part}.{how}", label_of, Kind.DAYS, part, unit=_("天"), middle=middle))

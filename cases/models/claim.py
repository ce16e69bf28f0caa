"""What is asked for, one thing at a time (诉求), and what was found out about it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.models.case import Case
from officials.models import Official


class Purpose(models.TextChoices):
    APPEAL = "APPEAL", _("申诉求决")
    SUGGESTION = "SUGGESTION", _("建议意见")
    ACCUSATION = "ACCUSATION", _("检举控告")
    INQUIRY = "INQUIRY", _("咨询")
    THANKS = "THANKS", _("感谢")


class Route(models.TextChoices):
    """The six ways of Article 31 (handbook 2.4)."""

    W1 = "W1", _("W1 诉讼、检察、公安程序")
    W2 = "W2", _("W2 仲裁")
    W3 = "W3", _("W3 党内申诉")
    W4 = "W4", _("W4 行政复议、裁决、确认等")
    W5 = "W5", _("W5 履行法定职责")
    W6 = "W6", _("W6 信访程序")


Route.ELSEWHERE = (Route.W1, Route.W2, Route.W3, Route.W4, Route.W5)


class Disposal(models.TextChoices):
    """What this office does with a claim: answers it, or tells where it goes and on which ground (2.2, 2.4)."""

    HANDLE = "HANDLE", _("本街道办理")
    DUTY = "DUTY", _("本街道履行法定职责")
    LEGAL_ROUTE = "LEGAL_ROUTE", _("依法分类处理")
    LITIGATION = "LITIGATION", _("引导诉讼")
    NOT_IN_POWERS = "NOT_IN_POWERS", _("不属本街道职权")
    TRANSFERRED = "TRANSFERRED", _("转送系统内单位")
    OBJECTED = "OBJECTED", _("提异议退回")
    ENDED_BY_SECOND_REVIEW = "ENDED_BY_SECOND_REVIEW", _("不再受理")
    PENDING_BELOW = "PENDING_BELOW", _("不予受理")
    DISCIPLINE = "DISCIPLINE", _("移送纪检监察")


Disposal.OWN = (Disposal.HANDLE, Disposal.DUTY)
# Each is refused unless the record says on what it rests (P03: never a blank ground).
Disposal.NEEDS_NOTE = (Disposal.NOT_IN_POWERS, Disposal.ENDED_BY_SECOND_REVIEW, Disposal.PENDING_BELOW)

_ANSWERED = (Disposal.HANDLE, Disposal.NOT_IN_POWERS, Disposal.TRANSFERRED, Disposal.OBJECTED)
# The ways of a claim and what may be done on each; the first is meant where nothing is said.
DISPOSALS = {
    Route.W1: (Disposal.LEGAL_ROUTE, Disposal.LITIGATION, Disposal.OBJECTED),
    Route.W2: (Disposal.LEGAL_ROUTE, Disposal.OBJECTED),
    Route.W3: (Disposal.LEGAL_ROUTE, Disposal.OBJECTED),
    Route.W4: (Disposal.LEGAL_ROUTE, Disposal.DUTY, Disposal.OBJECTED),
    Route.W5: (Disposal.LEGAL_ROUTE, Disposal.DUTY, Disposal.OBJECTED),
    Route.W6: (*_ANSWERED, Disposal.ENDED_BY_SECOND_REVIEW, Disposal.PENDING_BELOW),
    Purpose.SUGGESTION: _ANSWERED,
    Purpose.INQUIRY: _ANSWERED,
    Purpose.THANKS: _ANSWERED,
    Purpose.ACCUSATION: (Disposal.DISCIPLINE,),
}


def disposals(purpose, route):
    """What may be done with a claim of this purpose and route; nothing while an appeal has no route."""
    return DISPOSALS.get(route if purpose == Purpose.APPEAL else purpose, ())


class ClaimQuerySet(models.QuerySet):
    def petition_procedure(self):
        """Claims handled by the ordinary petition procedure: only these start the 60 days (L17)."""
        return self.to_answer().filter(purpose=Purpose.APPEAL, route=Route.W6)

    BY_WAY = Q(purpose=Purpose.ACCUSATION) | Q(purpose=Purpose.APPEAL, route__in=Route.ELSEWHERE)
    ROUTED = Q(disposal="") & BY_WAY | ~Q(disposal__in=["", *Disposal.OWN])

    def routed(self):
        """Claims that belong to another organ or procedure and are discharged by telling where (L07c, L16)."""
        return self.filter(self.ROUTED)

    def standing(self):
        return self.filter(withdrawn_on__isnull=True)

    def to_answer(self):
        """Claims owed an answer of the office's own: all but those routed elsewhere or taken back."""
        return self.standing().exclude(self.ROUTED)

    def unanswered(self):
        return self.to_answer().filter(answered_on__isnull=True)


class Claim(models.Model):
    """One requested thing. Purpose and route are the claim's own, never the case's (2.4)."""

    class Decision(models.TextChoices):
        SUPPORT = "SUPPORT", _("支持")
        EXPLAIN = "EXPLAIN", _("解释说明")
        REFUSE = "REFUSE", _("不予支持")
        PERFORM = "PERFORM", _("已履行职责")

    ON_MERITS = (Decision.SUPPORT, Decision.EXPLAIN, Decision.REFUSE)

    case = models.ForeignKey(Case, models.PROTECT, related_name="claims", verbose_name=_("案件"))
    position = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("诉求"), max_length=1000)
    purpose = models.CharField(_("信访目的"), max_length=12, choices=Purpose, default=Purpose.APPEAL)
    route = models.CharField(_("去向"), max_length=2, choices=Route, blank=True)
    disposal = models.CharField(_("怎样处理"), max_length=24, choices=Disposal, blank=True)
    competent_organ = models.CharField(_("有权处理机关"), max_length=60, blank=True)
    routing_note = models.TextField(_("告知的事实和理由"), max_length=2000, blank=True)
    routed_on = models.DateField(_("去向告知日期"), null=True, blank=True)
    decision = models.CharField(_("意见"), max_length=8, choices=Decision, blank=True)
    finding = models.TextField(_("查明的事实"), max_length=5000, blank=True)
    basis = models.TextField(_("依据"), max_length=2000, blank=True)
    reply = models.TextField(_("答复"), max_length=20000, blank=True)
    remedy = models.TextField(_("救济途径"), max_length=500, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )

    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    # A claim named after triage has days of its own; those of the others are the case's (0124).
    named_on = models.DateField(_("后来提出的日期"), null=True, blank=True)
    triaged_on = models.DateField(_("分流日期"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)

    history = HistoricalRecords()
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("诉求")
        verbose_name_plural = _("诉求")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="claims_are_numbered"),
            models.CheckConstraint(
                name="route_only_for_appeals",
                condition=Q(route="") | Q(purpose="APPEAL"),
                violation_error_message=_("只有申诉求决的诉求才分去向。"),
            ),
            models.CheckConstraint(
                name="answer_is_whole",
                condition=Q(answered_on__isnull=True) | (~Q(reply="") & (~Q(purpose="APPEAL") | ~Q(decision=""))),
                violation_error_message=_("答复要有内容；申诉求决还要有意见。"),
            ),
            models.CheckConstraint(
                name="disposal_fits_the_way",
                condition=Q(disposal="")
                | Q(
                    *(
                        Q(purpose=Purpose.APPEAL, route=way, disposal__in=fitting)
                        if way in Route
                        else Q(purpose=way, disposal__in=fitting)
                        for way, fitting in DISPOSALS.items()
                    ),
                    _connector=Q.OR,
                ),
                violation_error_message=_("这样处理和诉求的目的、去向不合（条例第二十三条、第三十一条）。"),
            ),
            models.CheckConstraint(
                name="told_with_its_ground",
                condition=Q(routed_on__isnull=True) | ~Q(disposal__in=Disposal.NEEDS_NOTE) | ~Q(routing_note=""),
                violation_error_message=_("告知要写明事实和理由。"),
            ),
            models.CheckConstraint(
                name="duty_reply_names_the_remedy",
                condition=Q(answered_on__isnull=True) | ~Q(disposal="DUTY") | Q(decision="PERFORM") | ~Q(remedy=""),
                violation_error_message=_("履行职责的答复要写明复议、诉讼的途径（条例第三十一条第五项）。"),
            ),
            models.CheckConstraint(
                name="what_is_withdrawn_is_neither_answered_nor_told",
                condition=Q(withdrawn_on__isnull=True) | Q(answered_on__isnull=True, routed_on__isnull=True),
                violation_error_message=_("已经答复、告知的诉求不能撤回。"),
            ),
            models.CheckConstraint(
                name="route_notice_names_the_organ",
                condition=Q(routed_on__isnull=True) | ~Q(competent_organ=""),
                violation_error_message=_("告知去向要写明该去哪个机关。"),
            ),
            models.CheckConstraint(
                name="days_of_its_own_only_when_named_later",
                condition=Q(triaged_on__isnull=True, accepted_on__isnull=True) | Q(named_on__isnull=False),
                violation_error_message=_("和登记一起提出的诉求，用案件的分流、受理日期。"),
            ),
            models.CheckConstraint(
                name="days_of_a_later_claim_follow_each_other",
                condition=Q(triaged_on__isnull=True, accepted_on__isnull=True)
                | Q(triaged_on__gte=F("named_on"), accepted_on__isnull=True)
                | Q(triaged_on__gte=F("named_on"), accepted_on__gte=F("triaged_on")),
                violation_error_message=_("后来提出的诉求，先提出、再分流、再受理。"),
            ),
            models.CheckConstraint(
                name="a_later_claim_is_triaged_with_its_way",
                condition=Q(named_on__isnull=True) | Q(triaged_on__isnull=True, disposal="") | ~Q(disposal=""),
                violation_error_message=_("分流要定去向。"),
            ),
        ]
        indexes = [models.Index(fields=["case"], name="claim_unanswered", condition=Q(answered_on__isnull=True))]

    def __str__(self):
        return self.text[:30]

    @property
    def article(self):
        """Where the way of the claim stands in the law."""
        return _("条例第31条第%s项") % self.route[1:] if self.route else ""

    @property
    def disposals(self):
        """What may be done with it on its way."""
        return disposals(self.purpose, self.route)

    @property
    def is_routed_elsewhere(self):
        """Not answered by this office; before triage, what its way makes likely."""
        return (self.disposal or (self.disposals or [Disposal.HANDLE])[0]) not in Disposal.OWN

    @property
    def awaits_triage(self):
        """Named after the others went their ways, and not yet sent on its own (0124)."""
        return self.named_on is not None and self.triaged_on is None and self.withdrawn_on is None

    @property
    def is_duty(self):
        return self.disposal == Disposal.DUTY

    @property
    def needs_duty_reply(self):
        """A duty of the street's own that it did not perform: a written reply is owed, naming the remedy (L16a)."""
        is_answered = self.decision not in ("", self.Decision.PERFORM) and self.withdrawn_on is None
        return self.is_duty and is_answered

    @property
    def on_procedure(self):
        """Handled by the ordinary petition procedure (W6): the 60 days, the opinion."""
        return self.route == Route.W6 and not self.is_routed_elsewhere

    @property
    def is_settled(self):
        """Answered by this office, told where to go, or taken back."""
        return self.settled_on is not None

    @property
    def settled_on(self):
        if self.withdrawn_on:
            return self.withdrawn_on
        return self.routed_on if self.is_routed_elsewhere else self.answered_on


class InvestigationQuerySet(models.QuerySet):
    def heard(self):
        return self.filter(kind__in=Investigation.HEARING)

    def checked(self):
        return self.filter(kind__in=Investigation.CHECKING)


class Investigation(models.Model):
    """A record of hearing the petitioner or checking the facts (听取陈述、调查核实: 条例 28(1), 31(6))."""

    class Kind(models.TextChoices):
        HEARD = "HEARD", _("听取信访人陈述")
        UNREACHABLE = "UNREACHABLE", _("联系不上信访人")
        SITE = "SITE", _("现场查看")
        CHECKED = "CHECKED", _("调查核实")
        REPLY = "REPLY", _("单位的核查答复")  # what a unit says of itself: no check by itself (R10)

    HEARING = frozenset({Kind.HEARD, Kind.UNREACHABLE})
    CHECKING = frozenset({Kind.SITE, Kind.CHECKED})

    case = models.ForeignKey(Case, models.PROTECT, related_name="investigations", verbose_name=_("案件"))
    kind = models.CharField(_("做了什么"), max_length=12, choices=Kind)
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=100, blank=True)
    content = models.TextField(_("情况"), max_length=10000)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()
    objects = InvestigationQuerySet.as_manager()

    class Meta:
        verbose_name = _("调查记录")
        verbose_name_plural = _("调查记录")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["case", "-on"], name="investigation_by_case")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on}"

"""What is asked for, one thing at a time (诉求), and what was found out about it."""

from django.db import models
from django.db.models import Q
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


class ClaimQuerySet(models.QuerySet):
    def petition_procedure(self):
        """Claims handled by the ordinary petition procedure: only these start the 60 days (L17)."""
        return self.filter(purpose=Purpose.APPEAL, route=Route.W6)

    def routed(self):
        """Claims that belong to another organ or procedure and are discharged by telling where (L07c, L16)."""
        return self.filter(Q(purpose=Purpose.ACCUSATION) | Q(purpose=Purpose.APPEAL, route__in=Route.ELSEWHERE))

    def to_answer(self):
        """Claims owed an answer of the office's own: all but those routed elsewhere."""
        return self.exclude(pk__in=self.routed().values("pk"))

    def unanswered(self):
        return self.to_answer().filter(answered_on__isnull=True)


class Claim(models.Model):
    """One requested thing. Purpose and route are the claim's own, never the case's (2.4)."""

    class Decision(models.TextChoices):
        SUPPORT = "SUPPORT", _("支持")
        EXPLAIN = "EXPLAIN", _("解释说明")
        REFUSE = "REFUSE", _("不予支持")

    case = models.ForeignKey(Case, models.PROTECT, related_name="claims", verbose_name=_("案件"))
    position = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("诉求"), max_length=1000)
    purpose = models.CharField(_("信访目的"), max_length=12, choices=Purpose, default=Purpose.APPEAL)
    route = models.CharField(_("去向"), max_length=2, choices=Route, blank=True)
    competent_organ = models.CharField(_("有权处理机关"), max_length=60, blank=True)
    routed_on = models.DateField(_("去向告知日期"), null=True, blank=True)
    decision = models.CharField(_("意见"), max_length=8, choices=Decision, blank=True)
    finding = models.TextField(_("查明的事实"), max_length=5000, blank=True)
    basis = models.TextField(_("依据"), max_length=2000, blank=True)
    reply = models.TextField(_("答复"), max_length=20000, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )

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
                name="route_notice_names_the_organ",
                condition=Q(routed_on__isnull=True) | ~Q(competent_organ=""),
                violation_error_message=_("告知去向要写明该去哪个机关。"),
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
    def is_routed_elsewhere(self):
        return self.purpose == Purpose.ACCUSATION or self.route in Route.ELSEWHERE

    @property
    def is_settled(self):
        """Answered by this office, or told where to go."""
        return (self.routed_on if self.is_routed_elsewhere else self.answered_on) is not None


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

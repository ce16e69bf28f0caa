"""How a round of a case ended (F3, 三到位一处理), and the two parts of closing what is complex or hard (F57, T24)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.fields import EncryptedTextField
from cases.models.case import Case
from cases.models.cause import CaseCause
from officials.models import Official


class Closing(models.Model):
    """One row a round: what stood when it ended. A case that is handled again keeps the rows before."""

    class Outcome(models.TextChoices):
        """三到位一处理 (条例 27). The last only says what a competent organ did: the street has no such power."""

        SOLVED = "SOLVED", _("诉求合理的解决问题到位")
        EXPLAINED = "EXPLAINED", _("诉求无理的思想教育到位")
        HELPED = "HELPED", _("生活困难的帮扶救助到位")
        LAWFULLY_DEALT = "LAW", _("行为违法的依法处理")

    class Mind(models.TextChoices):
        AT_EASE = "AT_EASE", _("心了")
        NOT_YET = "NOT_YET", _("本人仍有意见")
        UNKNOWN = "UNKNOWN", _("本人不愿回访")

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings", verbose_name=_("案件"))
    round = models.PositiveSmallIntegerField(_("第几轮"))
    on = models.DateField(_("办结日期"))
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("谁办结的"))
    note = models.TextField(_("办结说明"), max_length=2000, blank=True)
    outcomes = ArrayField(
        models.CharField(max_length=9, choices=Outcome), verbose_name=_("三到位一处理"), default=list, blank=True
    )
    help_given = models.CharField(_("怎样帮扶救助的"), max_length=300, blank=True)
    organ = models.CharField(_("依法处理的机关"), max_length=60, blank=True)
    measure = models.CharField(_("机关怎样处理的"), max_length=300, blank=True)
    cause = models.ForeignKey(  # what stood for the case then; the case's own row is the truth (0184)
        CaseCause, models.PROTECT, null=True, blank=True, related_name="closings", verbose_name=_("成因")
    )
    suggestion = models.TextField(_("完善政策、改进工作的建议"), max_length=1000, blank=True)
    addressee = models.CharField(_("建议提给谁"), max_length=60, blank=True)
    mind = models.CharField(_("心了没有"), max_length=7, choices=Mind, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    rating_asked_on = models.DateField(_("请评价日期"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("办结")
        verbose_name_plural = _("办结")
        ordering = ["case", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"],
                name="a_round_is_closed_once",
                violation_error_message=_("这一轮已经办结。"),
            ),
            models.CheckConstraint(
                name="outcomes_are_known",
                condition=Q(outcomes__contained_by=["SOLVED", "EXPLAINED", "HELPED", "LAW"]),
                violation_error_message=_("三到位一处理只能从列出的里面选。"),
            ),
            models.CheckConstraint(
                name="help_says_what",
                condition=~Q(outcomes__contains=["HELPED"]) | ~Q(help_given=""),
                violation_error_message=_("请写怎样帮扶救助的。"),
            ),
            models.CheckConstraint(
                name="what_was_dealt_with_names_the_organ",
                condition=~Q(outcomes__contains=["LAW"]) | (~Q(organ="") & ~Q(measure="")),
                violation_error_message=_("依法处理的，请写是哪个机关、怎样处理的；街道自己没有处罚权。"),
            ),
            models.CheckConstraint(
                name="suggestion_has_its_addressee",
                condition=Q(suggestion="", addressee="") | (~Q(suggestion="") & ~Q(addressee="")),
                violation_error_message=_("建议要写内容，也要写提给谁。"),
            ),
        ]

    def __str__(self):
        return f"{self.case} {self.on}"

    @property
    def outcome_words(self):
        return [self.Outcome(outcome).label for outcome in self.outcomes]


class Settlement(models.Model):
    """事了: every claim is answered and served, what was promised is kept (F57). Of complex and hard matters."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="settlements", verbose_name=_("案件"))
    round = models.PositiveSmallIntegerField(_("第几轮"))
    on = models.DateField(_("事了日期"))
    note = models.TextField(_("怎样了结的"), max_length=2000)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("事了")
        verbose_name_plural = _("事了")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"],
                name="a_round_is_settled_once",
                violation_error_message=_("这一轮已经记过事了。"),
            )
        ]

    def __str__(self):
        return f"{self.case} {self.on}"


class ReturnVisit(models.Model):
    """A return visit (回访, F57), or the petitioner's wish to have none. What he said is his own and encrypted."""

    class Outcome(models.TextChoices):
        AT_EASE = "AT_EASE", _("回访了，心了")
        NOT_YET = "NOT_YET", _("回访了，仍有意见")
        DECLINED = "DECLINED", _("本人不愿回访")

    case = models.ForeignKey(Case, models.PROTECT, related_name="return_visits", verbose_name=_("案件"))
    round = models.PositiveSmallIntegerField(_("第几轮"))
    on = models.DateField(_("回访日期"))
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome)
    words = EncryptedTextField(_("本人怎么说"), max_length=2000, blank=True)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("回访人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="return_visit_keeps_the_words",
                condition=Q(outcome="DECLINED") | ~Q(words=""),
                violation_error_message=_("请写本人怎么说，用本人的话。"),
            )
        ]
        indexes = [models.Index(fields=["case", "round"], name="return_visit_by_case")]

    def __str__(self):
        return f"{self.case} {self.on}"


class SignOff(models.Model):
    """A signature without which what is hard does not close: the leader who owns it, and the supervisor (T24)."""

    class Post(models.TextChoices):
        OWNER = "OWNER", _("包案领导")
        SUPERVISOR = "SUPERVISOR", _("督查员")

    case = models.ForeignKey(Case, models.PROTECT, related_name="sign_offs", verbose_name=_("案件"))
    round = models.PositiveSmallIntegerField(_("第几轮"))
    post = models.CharField(_("以什么身份"), max_length=10, choices=Post)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("签字人"))
    on = models.DateField(_("签字日期"))
    opinion = models.CharField(_("意见"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("办结签字")
        verbose_name_plural = _("办结签字")
        ordering = ["post"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "post"],
                name="signed_off_once_a_post",
                violation_error_message=_("这一轮已经签过。"),
            ),
            models.UniqueConstraint(
                fields=["case", "round", "by"],
                name="two_people_sign_off",
                violation_error_message=_("包案领导和督查员要是两个人。"),
            ),
        ]

    def __str__(self):
        return f"{self.case} {self.get_post_display()}"

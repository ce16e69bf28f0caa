"""The extension of the 60 days: asked, proposed by the director, approved by the head, served in time (L18, P05)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Deadline, Event, Service
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, signature_of
from petitions.actions import Beside

RULE = "L17"
MOST_DAYS = rules.RULES[RULE].extend_up_to


class ExtensionQuerySet(models.QuerySet):
    def standing(self):
        """Not refused: at most one a petition, for the law extends once."""
        return self.filter(refused_on__isnull=True)

    def awaiting_director(self):
        return self.standing().filter(approved_on__isnull=True, proposed_on__isnull=True)

    def awaiting_head(self):
        return self.standing().filter(approved_on__isnull=True, proposed_on__isnull=False)


class Extension(models.Model):
    """One extension, from the asking to the day it took effect: the day its notice was served, never after the end.

    `due_before` and `due_after` are the legal end without and with it, as the notice (P05) says them.
    """

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="extensions", verbose_name=gettext_lazy("信访")
    )
    days = models.PositiveSmallIntegerField(
        gettext_lazy("延期天数"), validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    reason = models.TextField(gettext_lazy("延期理由"), max_length=1000)
    due_before = models.DateField(gettext_lazy("原到期日"))
    due_after = models.DateField(gettext_lazy("延期后到期日"))
    is_provisional = models.BooleanField(gettext_lazy("暂定"), default=False)
    asked_on = models.DateField(gettext_lazy("提出日期"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    proposed_on = models.DateField(gettext_lazy("主任同意日期"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("主任")
    )
    proposed_for = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("代哪位主任")
    )
    approved_on = models.DateField(gettext_lazy("批准日期"), null=True, blank=True)
    approved_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("批准人")
    )
    approved_for = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("代谁批准")
    )
    refused_on = models.DateField(gettext_lazy("不同意日期"), null=True, blank=True)
    refused_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("不同意的人")
    )
    refusal = models.CharField(gettext_lazy("不同意的理由"), max_length=300, blank=True)
    effective_on = models.DateField(gettext_lazy("生效日期"), null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("延期")
        verbose_name_plural = gettext_lazy("延期")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_of_one_to_thirty_days",
                condition=Q(days__gte=1, days__lte=MOST_DAYS),
                violation_error_message=gettext_lazy("延期最多 30 日（条例第三十四条）。"),
            ),
            models.UniqueConstraint(
                name="extended_once",
                fields=["petition"],
                condition=Q(refused_on__isnull=True),
                violation_error_message=gettext_lazy("只能延期一次，已经提出过（条例第三十四条）。"),
            ),
            models.CheckConstraint(
                name="extension_is_approved_by_somebody_else",
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("asked_by")) & ~Q(approved_by=F("proposed_by"))),
                violation_error_message=gettext_lazy("自己提出的延期不能自己批准（条例第三十四条）。"),
            ),
            models.CheckConstraint(
                name="nobody_has_his_own_extension_approved_for_him",
                condition=(
                    Q(approved_for__isnull=True) | (~Q(approved_for=F("asked_by")) & ~Q(approved_for=F("proposed_by")))
                )
                & (Q(proposed_for__isnull=True) | Q(approved_by__isnull=True) | ~Q(proposed_for=F("approved_by"))),
                violation_error_message=gettext_lazy("自己提出的延期不能由别人代自己批准（条例第三十四条）。"),
            ),
            models.CheckConstraint(
                name="extension_proposed_before_approved",
                condition=Q(approved_on__isnull=True, approved_by__isnull=True)
                | Q(approved_by__isnull=False, approved_on__gte=F("proposed_on"), proposed_by__isnull=False),
                violation_error_message=gettext_lazy("先由主任同意，再由负责人批准（条例第三十四条）。"),
            ),
            models.CheckConstraint(
                name="refused_extension_says_why",
                condition=Q(refused_on__isnull=True, refused_by__isnull=True, refusal="")
                | (Q(refused_on__isnull=False, refused_by__isnull=False, approved_on__isnull=True) & ~Q(refusal="")),
                violation_error_message=gettext_lazy("不同意延期要写理由。"),
            ),
            models.CheckConstraint(
                name="extension_takes_effect_before_the_end",
                condition=Q(effective_on__isnull=True)
                | Q(approved_on__isnull=False, effective_on__gte=F("approved_on"), effective_on__lte=F("due_before")),
                violation_error_message=gettext_lazy("延期告知要在原到期日以前送达（条例第三十四条）。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["petition"],
                name="extension_undecided",
                condition=Q(refused_on__isnull=True, approved_on__isnull=True),
            )
        ]

    def __str__(self):
        return f"{self.days} {self.due_after}"

    @property
    def proposer(self):
        return signature_of(self.proposed_by, self.proposed_for)

    @property
    def approver(self):
        return signature_of(self.approved_by, self.approved_for)

    @property
    def awaits_director(self):
        return self.refused_on is None and self.proposed_on is None

    @property
    def awaits_head(self):
        return self.refused_on is None and self.proposed_on is not None and self.approved_on is None

    @property
    def awaits_service(self):
        return self.approved_on is not None and self.effective_on is None


class Extendable:
    """The steps of an extension, for Petition. Only what is served by the legal end moves the clock, and only L17."""

    # ---------- 问 ----------
    def extension(self):
        """The extension asked for and not refused; None without one."""
        return next((row for row in self.extensions.all() if row.refused_on is None), None)

    def extension_steps(self, today):
        clock = self._running(RULE) if self.case.accepted_on else None
        if clock is None or today > clock.legal_end_on:
            return
        for step in ("extension", "extension_proposal", "extension_approval", "extension_service"):
            if not self.why_not(step):
                yield Beside(step, leads_on=step != "extension")

    # ---------- 步 ----------
    @transaction.atomic
    def ask_extension(self, *, by, on, days, reason):
        """Ask for so many days more (L18). Refused after the last day, beyond 30, and where one was asked for."""
        self._refuse("extension")
        clock = self._running(RULE)
        self._not_before("on", on, self.case.accepted_on, _("提出日期不能早于受理日期 %s。"))
        self._still_in_time(clock, on)
        if not reason.strip():
            raise ValidationError({"reason": _("请写延期的理由，告知书上要写。")})
        extension = self.extensions.model(petition=self, days=days, reason=reason, asked_on=on, asked_by=by)
        self._count_extension(extension, clock)
        extension.full_clean(exclude=["petition", "asked_by"])
        extension.save()
        self._settle(by)
        self._tell(
            Event.Kind.EXTENDED,
            by,
            gettext_lazy("请求延期 %(days)d 日：%(reason)s"),
            days=days,
            reason=reason,
        )
        return extension

    @transaction.atomic
    def propose_extension(self, *, by, on):
        """The director agrees and passes it on to the head of the organ (first approval)."""
        self._refuse("extension_proposal")
        extension = self.extension()
        self._still_in_time(self._running(RULE), on)
        giver = self.case.acts_for(by)
        if giver and extension.asked_by_id in (by.pk, giver.pk):
            raise ValidationError(_("自己提出的延期，不能再代主任同意（条例第三十四条）。"))
        extension.proposed_on, extension.proposed_by, extension.proposed_for = on, by, giver
        self._keep_extension(extension, by)
        self._tell(Event.Kind.EXTENDED, by, gettext_lazy("主任同意，报负责人批准"))

    @transaction.atomic
    def approve_extension(self, *, by, on):
        """The head of the organ approves (second approval). Where nobody can be told it takes effect at once (D12)."""
        self._refuse("extension_approval")
        extension, clock = self.extension(), self._running(RULE)
        self._still_in_time(clock, on)
        if reason := self._why_not_his_extension(by):
            raise ValidationError(reason)
        extension.approved_on, extension.approved_by = on, by
        extension.approved_for = self.case.acts_for(by)
        self._count_extension(extension, clock)
        if self.case.is_anonymous:
            self._extend(extension, clock, on)
        self._keep_extension(extension, by)
        self._tell(
            Event.Kind.EXTENDED,
            by,
            gettext_lazy("批准延期 %(days)d 日，到 %(day)s；告知在 %(end)s 以前送达才生效"),
            days=extension.days,
            day=extension.due_after,
            end=extension.due_before,
        )

    @transaction.atomic
    def refuse_extension(self, *, by, on, reason):
        """The director, or the head after him, does not agree; the days stay as they are."""
        if self.why_not("extension_proposal"):
            self._refuse("extension_approval")
        if not reason.strip():
            raise ValidationError({"reason": _("不同意延期要写理由。")})
        extension = self.extension()
        extension.refused_on, extension.refused_by, extension.refusal = on, by, reason
        self._keep_extension(extension, by)
        self._tell(Event.Kind.EXTENDED, by, gettext_lazy("不同意延期：%(reason)s"), reason=reason)

    @transaction.atomic
    def serve_extension(self, *, by, served_on, method, signer="", is_refused=False, witness="", papers=()):
        """Record that the notice (P05) was served. By the legal end the clock moves; later it is refused (L18)."""
        self._refuse("extension_service")
        extension, clock = self.extension(), self._running(RULE)
        self._not_before("served_on", served_on, extension.approved_on, _("送达日期不能早于批准日期 %s。"))
        self._still_in_time(clock, served_on, "served_on")
        self._serve(Service.What.EXTEND, by, served_on, method, signer, is_refused, witness, papers=papers)
        self._count_extension(extension, clock)
        self._extend(extension, clock, served_on)
        self._keep_extension(extension, by)
        self._tell(
            Event.Kind.EXTENDED,
            by,
            gettext_lazy("延期办理告知 %(day)s 送达，办理期限延长 %(days)d 日，到 %(end)s"),
            is_public=True,
            day=served_on,
            days=extension.days,
            end=extension.due_after,
        )

    # ---------- 为什么不能 ----------
    def _why_not_extension(self):
        if reason := self._why_no_clock_to_extend():
            return reason
        if self.extension():
            return _("已经提出过延期，只能延期一次（条例第三十四条）。")
        return ""

    def _why_not_extension_proposal(self):
        if reason := self._why_no_extension():
            return reason
        if not self.extension().awaits_director:
            return _("主任已经在 %s 同意延期。") % self._day(self.extension().proposed_on)
        return ""

    def _why_not_extension_approval(self):
        if reason := self._why_no_extension():
            return reason
        extension = self.extension()
        if extension.approved_on:
            return _("延期已经在 %s 批准（条例第三十四条）。") % self._day(extension.approved_on)
        if extension.awaits_director:
            return _("先由信访办主任同意，再由机关负责人批准（条例第三十四条）。")
        return ""

    def _why_not_extension_service(self):
        if reason := self._why_no_extension():
            return reason
        extension = self.extension()
        if self.case.is_anonymous:
            return _("匿名，没有可送达的人；批准那天就生效。")
        if extension.effective_on:
            return _("延期办理告知已经在 %s 送达（条例第三十四条）。") % self._day(extension.effective_on)
        if not extension.approved_on:
            return _("延期还没有批准，不能送达告知（条例第三十四条）。")
        return ""

    # ---------- 私 ----------
    def _why_not_his_extension(self, official):
        """Neither who asked nor who proposed approves it, nor anybody in their place (L18)."""
        extension, giver = self.extension(), self.case.acts_for(official)
        hands = {extension.asked_by_id, extension.proposed_by_id, extension.proposed_for_id} if extension else set()
        if hands & {official.pk, giver and giver.pk} - {None}:
            return _("自己提出的延期不能自己批准（条例第三十四条）。")
        return ""

    def _why_no_clock_to_extend(self):
        if not self.case.accepted_on:
            return _("先受理，才有可以延的期限（条例第三十四条）。")
        if not self._running(RULE):
            return _("60 日的期限已经结束，不用延期（条例第三十四条）。")
        return ""

    def _why_no_extension(self):
        if self.extension() is None:
            return self._why_no_clock_to_extend() or _("还没有人提出延期（条例第三十四条）。")
        return "" if self.extension().effective_on else self._why_no_clock_to_extend()

    def _still_in_time(self, clock, on, field="on"):
        if on > clock.legal_end_on:
            words = _(
                "延期要在 %(end)s 以前批准并送达告知，当天也算；%(day)s 已经晚了，期限仍是 %(end)s（条例第三十四条）。"
            )
            raise ValidationError({field: words % {"end": self._day(clock.legal_end_on), "day": self._day(on)}})

    def _count_extension(self, extension, clock):
        """The last day without and with it, by today's calendar."""
        try:
            due = rules.due(RULE, clock.started_on, Calendar.load(), extended_by=extension.days)
        except rules.RuleRefuses as refusal:
            raise ValidationError({"days": str(refusal)}) from None
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        extension.due_before, extension.due_after = clock.legal_end_on, due.legal_end
        extension.is_provisional = due.provisional
        return due

    def _extend(self, extension, clock, on):
        due = self._count_extension(extension, clock)
        extension.effective_on = on
        Deadline.objects.extend(self.case, clock, due, days=extension.days)

    def _keep_extension(self, extension, by):
        extension.validate_constraints()
        extension.save()
        self._settle(by)

"""Posting a hard problem and inviting the able (挂榜聚贤, F49): an anonymised brief, proposals, a choice."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from cases.models.plan import clock_of
from officials.models import Official

RULE = "F49"


class OpenCallQuerySet(models.QuerySet):
    def drafted(self):
        return self.filter(posted_on__isnull=True, ended_on__isnull=True)

    def posted(self):
        return self.filter(posted_on__isnull=False)

    def running(self):
        return self.filter(ended_on__isnull=True)

    def for_guest(self, official):
        """What `official` is invited to read, without seeing the case; nothing once that is sealed or bars him."""
        return self.posted().filter(invited=official, case__in=Case.objects.free_to(official).unsealed())

    @transaction.atomic
    def draft(self, case, *, title, brief, wanted, invited, until, by, on):
        """Draft a call on a hard case; nobody else sees it before a second person posts it. The case row is locked."""
        if case.level != Case.Level.HARD:
            raise ValidationError(_("挂榜只用于疑难案件。"))
        if case.confidentiality == Case.Confidentiality.SEALED:
            raise ValidationError(_("封存件不挂榜。"))
        if self.running().filter(case=case).exists():
            raise ValidationError(_("这件已经有一次挂榜没有结束。"))
        call = self.model(case=case, drafted_by=by, drafted_on=on)
        call.write(title=title, brief=brief, wanted=wanted, invited=invited, until=until, on=on)
        Event.objects.add(case, Event.Kind.CALLED, by=by, detail=f"拟挂榜：{title}")
        return call


class OpenCall(models.Model):
    """One call: drafted by one, posted by another, open to whoever is invited until the day `until`.

    Who is invited reads the brief and nothing of the file, not even its number.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="calls", verbose_name=gettext_lazy("案件"))
    title = models.CharField(gettext_lazy("题目"), max_length=60)
    brief = models.TextField(gettext_lazy("难在哪里"), max_length=2000)
    wanted = models.CharField(gettext_lazy("想要什么样的办法"), max_length=500)
    invited = models.ManyToManyField(Official, related_name="calls", verbose_name=gettext_lazy("请哪些人"))
    until = models.DateField(gettext_lazy("哪天以前提"))
    drafted_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("起草人"))
    drafted_on = models.DateField(gettext_lazy("起草日期"))
    posted_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("批准人")
    )
    posted_on = models.DateField(gettext_lazy("挂榜日期"), null=True, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, null=True, blank=True, related_name="+")
    chosen = models.ForeignKey(
        "Proposal", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("选用的办法")
    )
    reason = models.CharField(gettext_lazy("为什么这样选"), max_length=300, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(gettext_lazy("结束日期"), null=True, blank=True)

    objects = OpenCallQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("挂榜")
        verbose_name_plural = gettext_lazy("挂榜")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_call_runs",
                fields=["case"],
                condition=Q(ended_on__isnull=True),
                violation_error_message=gettext_lazy("这件已经有一次挂榜没有结束。"),
            ),
            models.CheckConstraint(
                name="a_second_person_posts_the_call",
                condition=Q(posted_by__isnull=True, posted_on__isnull=True, deadline__isnull=True)
                | (Q(posted_by__isnull=False, posted_on__isnull=False) & ~Q(posted_by=F("drafted_by"))),
                violation_error_message=gettext_lazy("起草的人不能自己批准挂榜。"),
            ),
            models.CheckConstraint(
                name="a_call_ends_with_its_reason",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, reason="", chosen__isnull=True)
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(reason="")),
                violation_error_message=gettext_lazy("选用哪个办法、不选用，都要写理由。"),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_draft(self):
        return self.posted_on is None and self.ended_on is None

    def is_open(self, today):
        """Proposals are taken: posted, not ended, the last day not over, and the case not closed meanwhile."""
        return self.posted_on is not None and self.ended_on is None and today <= self.until and self.case.is_open

    @transaction.atomic
    def write(self, *, title, brief, wanted, invited, until, on):
        """The draft as it now reads. Refused while it says who or where, or invites somebody who is barred."""
        if not self.is_draft:
            raise ValidationError(_("已经挂出去的不再改；要改就结束这一次，另起草。"))
        self.title, self.brief, self.wanted, self.until = title, brief, wanted, until
        self._must_be_anonymous()
        self._must_be_free(invited, on)
        if until <= on:
            raise ValidationError({"until": _("给大家留出时间，至少到明天。")})
        self.clean_fields(exclude=["case", "drafted_by"])
        self.save()
        self.invited.set(invited)

    @transaction.atomic
    def post(self, *, by, on):
        """A second person posts it, after the same checks: since it was drafted somebody may have been added."""
        if not self.is_draft:
            raise ValidationError(_("这次挂榜已经批准，或者已经结束。"))
        if by.pk == self.drafted_by_id:
            raise ValidationError(_("起草的人不能自己批准挂榜。"))
        if self.case.confidentiality == Case.Confidentiality.SEALED:
            raise ValidationError(_("封存件不挂榜。"))
        self._must_be_anonymous()
        self._must_be_free(self.invited.all(), on)
        if self.until <= on:
            raise ValidationError(_("截止的日子已经到了，请起草的人改日期。"))
        self.posted_by, self.posted_on = by, on
        self.deadline = clock_of(self.case, RULE, on=on, until=self.until, who=self.drafted_by, field="until")
        self.save()
        Event.objects.add(self.case, Event.Kind.CALLED, by=by, detail=f"批准挂榜：{self.title}")

    @transaction.atomic
    def end(self, *, chosen, reason, by, on):
        """Choose one of the proposals, or none; a draft that is not wanted any more ends so too."""
        if self.ended_on:
            raise ValidationError(_("这次挂榜已经结束。"))
        if chosen and chosen.call_id != self.pk:
            raise ValidationError({"chosen": _("请在这次提的办法里选。")})
        if not reason.strip():
            raise ValidationError({"reason": _("选用哪个办法、不选用，都要写理由。")})
        self.chosen, self.reason, self.ended_by, self.ended_on = chosen, reason, by, on
        self.save()
        Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=on, end_reason="已选定")
        what = f"选用{chosen.by.name}提的办法" if chosen else "没有选用"
        Event.objects.add(self.case, Event.Kind.CALLED, by=by, detail=f"挂榜结束，{what}：{reason}")

    def _must_be_anonymous(self):
        from cases.redaction import findings

        wrong = {}
        for name in ("title", "brief", "wanted"):
            if found := findings(getattr(self, name), self.case):
                words = _("、").join(str(finding.in_words) for finding in found[:8])
                wrong[name] = _("还留着%s，请改成看不出是谁、在哪里的说法。") % words
        if wrong:
            raise ValidationError(wrong)

    def _must_be_free(self, invited, on):
        from cases.recusal import barred_from

        barred = barred_from(self.case, on=on)
        if names := [official.name for official in invited if official.pk in barred]:
            raise ValidationError({"invited": _("%s 和这件要回避，不能请。") % _("、").join(names)})


class ProposalQuerySet(models.QuerySet):
    @transaction.atomic
    def make(self, call, *, text, by, on):
        """What an invited person proposes, up to and with the last day; he may add another. The call row is locked."""
        if not call.is_open(on):
            raise ValidationError(_("已经截止，不再收办法。"))
        if not call.invited.filter(pk=by.pk).exists():
            raise ValidationError(_("这次没有请您。"))
        return self.create(call=call, text=text, by=by)


class Proposal(models.Model):
    """One way to resolve it, proposed by somebody invited. Rows are only added."""

    call = models.ForeignKey(OpenCall, models.PROTECT, related_name="proposals", verbose_name=gettext_lazy("挂榜"))
    text = models.CharField(gettext_lazy("您的办法"), max_length=2000)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁提的"))
    at = models.DateTimeField(gettext_lazy("时间"), default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("提的办法")
        verbose_name_plural = gettext_lazy("提的办法")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.by} {self.at:%F}"

"""Going to the people instead of waiting for them: 下访 to a community (F18), 家访 to a home (F19).

step      from       to
plan      -          PLANNED
consent   PLANNED    the same, agreed; or DECLINED: he does not want it, and nothing is marked of him
move      PLANNED    PLANNED   at another time; a home has to be asked anew
hold      PLANNED    DONE      with what came of it; to a home only after it had agreed
drop      PLANNED    DROPPED   nobody went, with the reason

Where somebody was is never followed: a visit has a planned place in words and no position (F19).
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Event
from cases.recusal import barred_from
from officials import permissions
from officials.models import Official, Unit

MOST_MATTERS = 10


class OutreachQuerySet(models.QuerySet):
    # ---------- 问 ----------
    def visible_to(self, official):
        """A home visit to whoever may see its case; a community visit by the permission table."""
        if not official.is_active or not official.may("reception:outreach"):
            return self.none()
        own = Q(lead=official) | Q(companion=official)
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("reception:outreach", official.roles):
            match grant.scope:
                case "office":
                    condition |= ~Q(pk__in=[])
                case "community":
                    condition |= Q(community__in=official.unit_ids_of(grant.role))
                case _:
                    condition |= own
        seen = Case.objects.visible_to(official)
        return self.filter(Q(Q(case__isnull=True) & condition) | Q(case__in=seen))

    def unsealed(self):
        """What lists and counts show: nothing of a sealed case, even to its readers."""
        return self.filter(Q(case__isnull=True) | Q(case__is_sealed=False))

    def planned(self):
        return self.filter(state=Outreach.State.PLANNED)

    def done(self):
        return self.filter(state=Outreach.State.DONE)

    def unrecorded(self, now):
        """Its time has come and nobody has written down what came of it."""
        return self.planned().filter(starts_at__lte=now)

    def of(self, official):
        return self.filter(Q(lead=official) | Q(companion=official))

    def counted(self):
        """What statistics may count: done, and for something; going for nothing counts for nothing (F18)."""
        for_matters = Exists(OutreachMatter.objects.filter(outreach=OuterRef("pk")))
        return self.filter(state=Outreach.State.DONE).filter(Q(case__isnull=False) | ~Q(purpose="") | for_matters)

    def unmarked(self):
        """Without those that a home did not want: a refusal stands in no list and on no case (R1)."""
        return self.exclude(state=Outreach.State.DECLINED)

    def for_change(self):
        return self.select_for_update(of=("self",))

    def lock_cases(self, pk):
        """Lock what the visit writes on, before its own row: whoever voids a case locks that first too."""
        on_it = Q(home_visits=pk) | Q(pk__in=OutreachMatter.objects.filter(outreach=pk).values("case"))
        list(Case.objects.for_change().filter(on_it).order_by("pk").values_list("pk", flat=True))

    # ---------- 步 ----------
    @transaction.atomic
    def plan(self, *, by, starts_at, lead, cases=(), now=None, **fields):
        """A visit ahead. `cases` are the matters it takes along (带案下访). Raises ValidationError."""
        planned = self.model(starts_at=starts_at, lead=lead, planned_by=by, planned_at=now or timezone.now(), **fields)
        planned.check_plan()
        if len(cases) > MOST_MATTERS:
            raise ValidationError({"cases": _("一次最多带 %d 件。") % MOST_MATTERS})
        planned.save()
        OutreachMatter.objects.bulk_create(OutreachMatter(outreach=planned, case=case) for case in cases)
        return planned

    def let_go(self, case, *, by, now):
        """The registration of the case was void: nobody goes to its home for it."""
        return (
            self.planned()
            .filter(case=case)
            .update(state=Outreach.State.DROPPED, reason="登记作废", recorded_by=by, recorded_at=now)
        )


class Outreach(models.Model):
    """One visit to a community or to a home: who goes, for what, and what came of it."""

    class Kind(models.TextChoices):
        COMMUNITY = "COMMUNITY", gettext_lazy("下访")
        HOME = "HOME", gettext_lazy("家访")

    class State(models.TextChoices):
        PLANNED = "PLANNED", gettext_lazy("待去")
        DONE = "DONE", gettext_lazy("去过了")
        DECLINED = "DECLINED", gettext_lazy("群众没有同意")
        DROPPED = "DROPPED", gettext_lazy("没有去")

    class Consent(models.TextChoices):
        """How it was asked."""

        PHONE = "PHONE", gettext_lazy("电话")
        FACE = "FACE", gettext_lazy("当面")
        WRITTEN = "WRITTEN", gettext_lazy("书面")

    kind = models.CharField(gettext_lazy("去哪"), max_length=9, choices=Kind)
    state = models.CharField(gettext_lazy("状态"), max_length=8, choices=State, default=State.PLANNED)
    starts_at = models.DateTimeField(gettext_lazy("什么时候去"))
    community = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("哪个社区")
    )
    place = models.CharField(gettext_lazy("在哪见面"), max_length=60, blank=True)
    purpose = models.CharField(gettext_lazy("去做什么"), max_length=200, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="home_visits", verbose_name=gettext_lazy("案件")
    )
    lead = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁去"))
    companion = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("和谁一起去")
    )
    company = models.CharField(gettext_lazy("同去的单位"), max_length=100, blank=True)
    consent = models.CharField(gettext_lazy("怎样问的"), max_length=8, choices=Consent, blank=True)
    consent_at = models.DateTimeField(gettext_lazy("同意的时间"), null=True, blank=True)
    consent_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁问的")
    )
    started_at = models.DateTimeField(gettext_lazy("去的时间"), null=True, blank=True)
    outcome = models.TextField(gettext_lazy("说了什么、定了什么"), max_length=4000, blank=True)
    next_step = models.CharField(gettext_lazy("下一步"), max_length=100, blank=True)
    next_on = models.DateField(gettext_lazy("哪天前"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("为什么没有去"), max_length=100, blank=True)
    planned_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("安排人"))
    planned_at = models.DateTimeField(gettext_lazy("安排时间"), default=timezone.now)
    recorded_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("记录人")
    )
    recorded_at = models.DateTimeField(gettext_lazy("记录时间"), null=True, blank=True)

    objects = OutreachQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("下访家访")
        verbose_name_plural = gettext_lazy("下访家访")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="home_visit_is_on_a_case",
                condition=Q(kind="HOME", case__isnull=False)
                | Q(kind="COMMUNITY", case__isnull=True, community__isnull=False),
                violation_error_message=gettext_lazy("家访要有案件，下访要有社区。"),
            ),
            models.CheckConstraint(
                name="home_visit_says_why_and_takes_two",
                condition=Q(kind="COMMUNITY") | (~Q(purpose="") & Q(companion__isnull=False)),
                violation_error_message=gettext_lazy("家访要说明来意，至少两人同去。"),
            ),
            models.CheckConstraint(
                name="outreach_takes_two_people_not_one_twice",
                condition=Q(companion__isnull=True) | ~Q(companion=F("lead")),
                violation_error_message=gettext_lazy("同去的要是另一个人。"),
            ),
            models.CheckConstraint(
                name="home_visited_only_after_it_agreed",
                condition=~Q(kind="HOME", state="DONE") | Q(consent_at__isnull=False, consent_at__lt=F("started_at")),
                violation_error_message=gettext_lazy("群众同意以后才能家访。"),
            ),
            models.CheckConstraint(
                name="outreach_done_says_what_came_of_it",
                condition=~Q(state="DONE") | (Q(started_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=gettext_lazy("去过了的要写说了什么、定了什么。"),
            ),
            models.CheckConstraint(
                name="outreach_dropped_says_why",
                condition=~Q(state="DROPPED") | ~Q(reason=""),
                violation_error_message=gettext_lazy("没有去的要写原因。"),
            ),
            models.CheckConstraint(
                name="home_visit_keeps_no_address",
                condition=Q(kind="COMMUNITY") | Q(place=""),
                violation_error_message=gettext_lazy("家访不另记地址，按案件上登记的去。"),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="outreach_planned", condition=Q(state="PLANNED")),
            models.Index(fields=["-starts_at", "-id"], name="outreach_by_time"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {timezone.localtime(self.starts_at):%F %H:%M}"

    # ---------- 问 ----------
    @property
    def is_home(self):
        return self.kind == self.Kind.HOME

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def awaits_consent(self):
        return self.is_home and self.is_planned and self.consent_at is None

    def has_begun(self, now):
        return self.starts_at <= now

    def check_plan(self):
        """What the constraints say, at the fields of a form."""
        if self.companion_id and self.companion_id == self.lead_id:
            raise ValidationError({"companion": _("同去的要是另一个人。")})
        if not self.is_home:
            return
        if not self.purpose:
            raise ValidationError({"purpose": _("请写来意：为哪件事、想说什么，照这句话告诉群众。")})
        if not self.companion_id:
            raise ValidationError({"companion": _("家访至少两人同去，请选另一位。")})
        case = self.case
        if case.handler_id and not {case.handler_id, case.first_receiver_id} & {self.lead_id, self.companion_id}:
            raise ValidationError({"lead": _("两个人里要有承办人或者首接人。")})
        barred = barred_from(case, on=timezone.localdate(self.starts_at))
        for name in ("lead", "companion"):
            person = getattr(self, name)
            is_out = case.is_sealed and not Case.objects.visible_to(person).filter(pk=case.pk).exists()
            if is_out or person.pk in barred:
                raise ValidationError({name: _("%s 不能去这一家，请换一位。") % person.name})

    # ---------- 步 ----------
    def agree(self, channel, *, by, at, now=None):
        """The home was asked and wants it. Lock the row first, here and below."""
        now = now or timezone.now()
        self._refuse_unless_planned()
        if not self.awaits_consent:
            raise ValidationError(_("已经记过同意，没有再记。"))
        if at > now:
            raise ValidationError({"consent_at": _("同意的时间不能晚于现在。")})
        self.consent, self.consent_at, self.consent_by = channel, at, by
        self.save(update_fields=["consent", "consent_at", "consent_by"])

    def decline(self, channel, *, by, at=None, now=None):
        """It does not want to be visited, or no longer: that ends it, and says nothing against anybody."""
        now = now or timezone.now()
        at = at or now
        self._refuse_unless_planned()
        if at > now:
            raise ValidationError({"consent_at": _("问的时间不能晚于现在。")})
        if not self.is_home:
            raise ValidationError(_("只有家访要问群众同不同意。"))
        self.state, self.consent, self.consent_at, self.consent_by = self.State.DECLINED, channel, at, by
        self._recorded(by, now)

    def move(self, starts_at, *, by, now=None):
        """To another time; who agreed to the one has not agreed to the other."""
        now = now or timezone.now()
        self._refuse_unless_planned()
        if starts_at <= now:
            raise ValidationError({"on": _("改到的时间已经过去，请选往后的。")})
        self.starts_at, self.consent, self.consent_at, self.consent_by = starts_at, "", None, None
        self.save(update_fields=["starts_at", "consent", "consent_at", "consent_by"])

    @transaction.atomic
    def hold(self, outcome, *, by, started_at, told=(), next_step="", next_on=None, now=None):
        """It took place. `told` is what each matter got: {OutreachMatter id: words}. Lock the cases before the row."""
        now = now or timezone.now()
        self._refuse_unless_planned()
        if started_at > now:
            raise ValidationError({"started_at": _("去的时间不能晚于现在。")})
        if self.is_home and self.consent_at is None:
            raise ValidationError(_("还没有记群众同意。没有同意的家访不能记“去过了”。"))
        if self.is_home and started_at <= self.consent_at:
            raise ValidationError({"started_at": _("去的时间早于群众同意的时间，请核对。")})
        if bool(next_step) != bool(next_on):
            field = "next_on" if next_step else "next_step"
            raise ValidationError({field: _("下一步和日期要一起写。")})
        self.state, self.started_at, self.outcome = self.State.DONE, started_at, outcome
        self.next_step, self.next_on = next_step, next_on
        self._recorded(by, now)
        told = dict(told)
        matters = list(self.matters.select_related("case"))
        for matter in matters:
            matter.told = told.get(matter.pk, "")
        OutreachMatter.objects.bulk_update(matters, ["told"])
        cases = [(self.case, outcome)] if self.is_home else [(matter.case, matter.told) for matter in matters]
        if over := next((case for case, words in cases if words and not case.is_open), None):
            raise ValidationError(_("%s 已经办结，不能再记。") % over.number)
        after = f"；下一步：{next_step}，{next_on:%F} 前" if next_on else ""
        for case, words in cases:
            if words:
                kind = "家访" if self.is_home else "下访"
                Event.objects.add(case, Event.Kind.OUTREACH, by=by, detail=f"{kind}：{words}{after}", at=now)
                case.touch(by, now=now)
                case.save()

    def drop(self, reason, *, by, now=None):
        """Nobody went."""
        self._refuse_unless_planned()
        if not reason:
            raise ValidationError({"reason": _("请写为什么没有去。")})
        self.state, self.reason = self.State.DROPPED, reason
        self._recorded(by, now)

    # ---------- 内部 ----------
    def _refuse_unless_planned(self):
        if not self.is_planned:
            raise ValidationError(_("刚才已经记为“%s”，没有再记。") % self.get_state_display())

    def _recorded(self, by, now):
        self.recorded_by, self.recorded_at = by, now or timezone.now()
        self.save()


class OutreachMatter(models.Model):
    """A matter taken along to a community, and what was said of it there."""

    outreach = models.ForeignKey(
        Outreach, models.PROTECT, related_name="matters", verbose_name=gettext_lazy("下访家访")
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="outreach_matters", verbose_name=gettext_lazy("案件"))
    told = models.CharField(gettext_lazy("这件说了什么"), max_length=200, blank=True)

    class Meta:
        verbose_name = gettext_lazy("带去的事项")
        verbose_name_plural = gettext_lazy("带去的事项")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["outreach", "case"], name="one_matter_once_a_visit")]

    def __str__(self):
        return str(self.case)

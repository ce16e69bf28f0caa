"""Checks of files and promises (检查), what they find, and how it is put right (F47, F53a)."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import MD5, Cast, Concat
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.fields import EncryptedTextField
from cases.models.attachment import StoredFile
from cases.models.case import Case
from cases.models.commitment import Commitment
from cases.models.deadline import Deadline
from cases.models.event import Event
from cases.models.numbering import Counter
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Role, Unit

RULE = "F47"
MOST_DRAWN = 50
LOOKS_ON = (Role.SV, Role.OD, Role.HO, Role.AU)  # who reads of every check, by post


class GroundQuerySet(models.QuerySet):
    def in_use(self, on):
        started = Q(valid_from__lte=on)
        return self.filter(started, Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class AccountabilityGround(models.Model):
    """A ground of the accountability dictionary with its article (责任情形, F53a); `valid_to` is the first day out.

    A changed wording is another row from its day on: what was found under the old one keeps it.
    """

    code = models.CharField(gettext_lazy("代码"), max_length=8)
    article = models.PositiveSmallIntegerField(gettext_lazy("条"))
    item = models.PositiveSmallIntegerField(gettext_lazy("项"))
    text = models.CharField(gettext_lazy("情形"), max_length=200)
    source = models.CharField(gettext_lazy("出处"), max_length=60)
    valid_from = models.DateField(gettext_lazy("启用"))
    valid_to = models.DateField(gettext_lazy("停用"), null=True, blank=True)

    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("责任情形")
        verbose_name_plural = gettext_lazy("责任情形")
        ordering = ["article", "item", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="one_wording_from_a_day_on", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="ground_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=gettext_lazy("停用要晚于启用。"),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.text}"

    @transaction.atomic
    def reword(self, text, *, on, today):
        """From the day `on` it reads `text`, or is out of use without one. The row is locked and stays as it was."""
        if self.valid_to:
            raise ValidationError(_("这一行已经停用，请改现在用的那一行。"))
        if on < today or on <= self.valid_from:
            raise ValidationError({"on": _("从今天或者以后起；以前的问题照以前的文字。")})
        if text == self.text:
            raise ValidationError({"text": _("文字没有变。")})
        self.valid_to = on
        self.save()
        if text:
            names = ("code", "article", "item", "source")
            same = {name: getattr(self, name) for name in names}
            AccountabilityGround.objects.create(text=text, valid_from=on, **same)


def units_above(official):
    """Ids of the units of his posts and of all above them: a check of any of these is one of himself."""
    parents = dict(Unit.objects.values_list("pk", "parent"))
    found = set()
    for post in official.posts:
        unit = post.unit_id
        while unit and unit not in found:
            found.add(unit)
            unit = parents.get(unit)
    return found


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, official, on):
        """Whoever reads of checks by post, and the checked unit; a surprise check only from its day on (F47).

        Whoever planned or carries out a check sees it, whatever his unit.
        """
        own = Q(planned_by=official) | Q(inspector=official)
        checked = Q(unit__isnull=True) | Q(unit__in=units_above(official))
        known = Q(kind=Inspection.Kind.REGULAR) | Q(held_on__lte=on)
        if official.roles & set(LOOKS_ON):
            return self.filter(own | known | ~checked)
        return self.filter(own | (checked & known))

    def running(self):
        return self.filter(ended_on__isnull=True)

    @transaction.atomic
    def plan(self, *, kind, subject, scope, unit, held_on, inspector, by, on, since=None):
        """Plan a check of `unit` (of all of the office without one); the seed of its draw is fixed with it."""
        if held_on < on:
            raise ValidationError({"held_on": _("检查不能定在今天以前。")})
        if unit and unit.pk in units_above(inspector):
            raise ValidationError({"inspector": _("%s 就在这个单位，不能检查自己的单位。") % inspector.name})
        number = Counter.objects.take("检查", str(on.year))
        return self.create(
            number=f"检{on.year}-{number:03d}",
            kind=kind,
            subject=subject,
            scope=scope,
            unit=unit,
            held_on=held_on,
            inspector=inspector,
            since=since,
            planned_by=by,
            planned_on=on,
            seed=secrets.token_hex(8),
        )


class Inspection(models.Model):
    """One check: of whom, of what, on which day, by whom; with the files drawn or chosen for it.

    `seed` orders the files by a digest of itself and their key, so that a draw can be repeated and nobody picks.
    """

    class Kind(models.TextChoices):
        REGULAR = "REGULAR", gettext_lazy("定期检查")
        SURPRISE = "SURPRISE", gettext_lazy("动态巡查")

    class Subject(models.TextChoices):
        FILES = "FILES", gettext_lazy("案卷")
        PROMISES = "PROMISES", gettext_lazy("承诺现场")

    class Outcome(models.TextChoices):
        HELD = "HELD", gettext_lazy("查完了")
        CALLED_OFF = "CALLED_OFF", gettext_lazy("不查了")

    number = models.CharField(gettext_lazy("编号"), max_length=20, unique=True)
    kind = models.CharField(gettext_lazy("种类"), max_length=8, choices=Kind)
    subject = models.CharField(gettext_lazy("查案卷还是承诺"), max_length=8, choices=Subject)
    scope = models.CharField(gettext_lazy("查什么"), max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("查哪个单位")
    )
    since = models.DateField(gettext_lazy("哪天以后登记的"), null=True, blank=True)
    held_on = models.DateField(gettext_lazy("哪天查"))
    inspector = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁去查"))
    planned_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("安排人"))
    planned_on = models.DateField(gettext_lazy("安排日期"))
    seed = models.CharField(gettext_lazy("抽签的种子"), max_length=32)
    outcome = models.CharField(gettext_lazy("结果"), max_length=10, choices=Outcome, blank=True)
    summary = models.CharField(gettext_lazy("小结"), max_length=500, blank=True)
    ended_on = models.DateField(gettext_lazy("结束日期"), null=True, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("检查")
        verbose_name_plural = gettext_lazy("检查")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="inspection_is_planned_ahead",
                condition=Q(held_on__gte=F("planned_on")),
                violation_error_message=gettext_lazy("检查不能定在安排以前。"),
            ),
            models.CheckConstraint(
                name="inspection_ends_whole",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, outcome="", summary="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(outcome="") & ~Q(summary="")),
                violation_error_message=gettext_lazy("结束检查要写小结或者原因。"),
            ),
            models.CheckConstraint(
                name="inspection_is_held_from_its_day_on",
                condition=~Q(outcome="HELD") | Q(ended_on__gte=F("held_on")),
                violation_error_message=gettext_lazy("没到检查的日子，不能说查完了。"),
            ),
        ]
        indexes = [models.Index(fields=["-held_on", "-id"], name="inspection_by_day")]

    def __str__(self):
        return self.number

    # ---------- 问 ----------
    @property
    def is_running(self):
        return self.ended_on is None

    @property
    def is_surprise(self):
        return self.kind == self.Kind.SURPRISE

    def is_run_by(self, official):
        """Who draws for it and ends it: who planned it or goes, and the supervisors."""
        return official in (self.inspector, self.planned_by) or Role.SV in official.roles

    def shows_files_to(self, official, on):
        """What was drawn, and the seed, are told on the day of the check; before it to whoever runs it alone."""
        return self.held_on <= on or self.is_run_by(official)

    def files_to_check(self):
        """Unsealed cases of the checked unit that the inspector reads, with a promise where promises are checked."""
        cases = Case.objects.visible_to(self.inspector, sealed=False).current()
        cases = cases.filter(voided_on__isnull=True, handling_unit__isnull=False)
        if self.unit_id:
            cases = cases.filter(handling_unit__in=Unit.objects.below({self.unit_id}))
        if self.since:
            cases = cases.filter(registered_at__date__gte=self.since)
        if self.subject == self.Subject.PROMISES:
            cases = cases.filter(pk__in=Commitment.objects.standing().values("case"))
        return cases

    # ---------- 步 ----------
    @transaction.atomic
    def draw(self, count, *, by):
        """Draw `count` more files by the seed; gives them. The row is locked."""
        self._must_run()
        drawn = self.files.values("case")
        key = MD5(Concat(Value(self.seed), Cast("pk", models.CharField())))
        cases = self.files_to_check().exclude(pk__in=drawn).annotate(lot=key).order_by("lot")
        found = list(cases[: min(count, MOST_DRAWN)])
        if not found:
            raise ValidationError(_("没有可以抽的案卷：这个单位没有符合的，或者都抽过了。"))
        rows = [InspectedFile(inspection=self, case=case, how=InspectedFile.How.DRAWN, added_by=by) for case in found]
        return InspectedFile.objects.bulk_create(rows)

    @transaction.atomic
    def choose(self, case, *, by):
        """Add one file by its number."""
        self._must_run()
        if self.files.filter(case=case).exists():
            raise ValidationError({"number": _("这一件已经在里面。")})
        if not self.files_to_check().filter(pk=case.pk).exists():
            raise ValidationError({"number": _("这一件不在检查的范围里，请核对案号和被查的单位。")})
        return self.files.create(case=case, how=InspectedFile.How.CHOSEN, added_by=by)

    @transaction.atomic
    def end(self, *, outcome, summary, by, on):
        """Held, with what it came to; or called off, with the reason."""
        self._must_run()
        if outcome == self.Outcome.HELD:
            if on < self.held_on:
                raise ValidationError({"outcome": _("没到检查的日子（%s），不能说查完了。") % f"{self.held_on:%F}"})
            left = self.files.filter(looked_on__isnull=True).count()
            if left:
                raise ValidationError({"outcome": _("还有 %d 件抽到的没有看。") % left})
        elif self.findings.exists():
            raise ValidationError({"outcome": _("已经写了问题，不能说不查了。")})
        self.outcome, self.summary, self.ended_on, self.ended_by = outcome, summary, on, by
        self.full_clean(exclude=["unit", "inspector", "planned_by", "ended_by"])
        self.save()

    @transaction.atomic
    def find(self, *, case, commitment, ground, facts, remedy, unit, official, due_on, by, on):
        """Write down one thing found: whose it is, by when it is put right, on which ground (F47).

        Raises ValidationError where one of these lacks or nobody else answers for it.
        """
        self._must_run()
        if by != self.inspector:
            raise ValidationError(_("由检查人写问题。"))
        if on < self.held_on:
            raise ValidationError(_("没到检查的日子，不能写问题。"))
        if official == by:
            raise ValidationError({"official": _("检查人不能查自己：请换一个人来查。")})
        if due_on and due_on <= on:
            raise ValidationError({"due_on": _("整改的日子要在今天以后。")})
        if case and not self.files.filter(case=case).exists():
            raise ValidationError({"case": _("这一件不在这次检查里。")})
        if commitment and commitment.case_id != (case and case.pk):
            raise ValidationError({"commitment": _("这项承诺不是这一件的。")})
        if unit and official and not _is_of(official, unit, on):
            raise ValidationError({"official": _("%s 现在不在这个单位。") % official.name})
        position = (self.findings.aggregate(last=Max("position"))["last"] or 0) + 1
        finding = Finding(
            inspection=self,
            number=f"{self.number}-{position}",
            position=position,
            case=case,
            commitment=commitment,
            ground=ground,
            facts=facts,
            remedy=remedy,
            unit=unit,
            official=official,
            due_on=due_on,
            found_by=by,
            found_on=on,
        )
        finding.full_clean(exclude=["inspection", "deadline", "found_by"])
        finding.deadline = finding.start_clock(on)
        finding.save()
        finding.tell(by, f"检查发现问题 {finding.number}（{ground.code}），{official.name} {due_on:%F} 以前整改")
        return finding

    def _must_run(self):
        if not self.is_running:
            raise ValidationError(_("这次检查已经结束。"))


def _is_of(official, unit, on):
    below = Unit.objects.below({unit.pk})
    return official.is_active and official.postings.in_force(on).filter(unit__in=below).exists()


class InspectedFile(models.Model):
    """A file that a check looks into, drawn by the seed or chosen, and what the look came to."""

    class How(models.TextChoices):
        DRAWN = "DRAWN", gettext_lazy("抽的")
        CHOSEN = "CHOSEN", gettext_lazy("点的")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="files")
    case = models.ForeignKey(Case, models.PROTECT, related_name="inspected", verbose_name=gettext_lazy("案件"))
    how = models.CharField(gettext_lazy("怎么定的"), max_length=6, choices=How)
    added_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    looked_on = models.DateField(gettext_lazy("哪天看的"), null=True, blank=True)
    note = models.CharField(gettext_lazy("看下来"), max_length=300, blank=True)

    class Meta:
        verbose_name = gettext_lazy("抽查的案卷")
        verbose_name_plural = gettext_lazy("抽查的案卷")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_file_once_a_check",
                fields=["inspection", "case"],
                violation_error_message=gettext_lazy("这一件已经在里面。"),
            ),
            models.CheckConstraint(
                name="a_look_says_what_it_came_to",
                condition=Q(looked_on__isnull=True, note="") | (Q(looked_on__isnull=False) & ~Q(note="")),
                violation_error_message=gettext_lazy("看过的要写看下来怎么样。"),
            ),
        ]

    def __str__(self):
        return f"{self.inspection} {self.case}"

    @transaction.atomic
    def look(self, note, *, by, on):
        """The inspector looked into the file. The case row is locked."""
        self.inspection._must_run()
        if by != self.inspection.inspector:
            raise ValidationError(_("由检查人记看下来怎么样。"))
        if on < self.inspection.held_on:
            raise ValidationError(_("没到检查的日子，不能记。"))
        is_first = self.looked_on is None
        self.looked_on, self.note = on, note
        self.save()
        if is_first:
            detail = f"{self.inspection.get_kind_display()} {self.inspection.number}：看过案卷"
            Event.objects.add(self.case, Event.Kind.INSPECTED, by=by, detail=detail)


class FindingQuerySet(models.QuerySet):
    def visible_to(self, official):
        """Whose it is, and whoever reads of checks by post; never of a sealed case, nor of one that bars him."""
        rows = self if official.roles & set(LOOKS_ON) else self.filter(official=official)
        free = Case.objects.free_to(official).unsealed().filter(pk=OuterRef("case"))
        return rows.filter(Q(case__isnull=True) | Exists(free))

    def unsealed(self):
        return self.filter(Q(case__isnull=True) | Q(case__is_sealed=False))

    def open(self):
        return self.filter(closed_on__isnull=True)

    def reported(self):
        """Said to be put right, and nobody has looked yet."""
        return self.open().filter(pk__in=Rectification.objects.unchecked().values("finding"))

    def unanswered(self):
        """Nothing waits to be looked at: whoever it is of has to act."""
        return self.open().exclude(pk__in=Rectification.objects.unchecked().values("finding"))

    def late(self, on):
        return self.open().filter(due_on__lt=on)

    def to_check_by(self, official):
        """What `official` may look at: the supervisors and whoever found it, never his own."""
        rows = self.reported().exclude(official=official)
        rows = rows.exclude(pk__in=Rectification.objects.unchecked().filter(reported_by=official).values("finding"))
        return rows if Role.SV in official.roles else rows.filter(found_by=official)

    def whole(self):
        return self.select_related("inspection", "case", "ground", "unit", "official", "found_by", "deadline")


class Finding(models.Model):
    """One thing that a check found: whose, on which ground, to be put right by when, and what proved it done.

    What is said about somebody is encrypted at rest. It outlives the closing of its case (0153).
    """

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="findings", verbose_name=gettext_lazy("检查")
    )
    number = models.CharField(gettext_lazy("编号"), max_length=26, unique=True)
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=gettext_lazy("哪一件")
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("哪项承诺")
    )
    ground = models.ForeignKey(
        AccountabilityGround,
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("责任情形"),
        error_messages={"null": gettext_lazy("请选责任情形。")},
    )
    facts = EncryptedTextField(gettext_lazy("发现了什么"), max_length=1000)
    remedy = EncryptedTextField(gettext_lazy("要改成怎样"), max_length=500)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("责任单位"),
        error_messages={"null": gettext_lazy("请选责任单位。")},
    )
    official = models.ForeignKey(
        Official,
        models.PROTECT,
        related_name="findings",
        verbose_name=gettext_lazy("责任人"),
        error_messages={"null": gettext_lazy("请选责任人。")},
    )
    due_on = models.DateField(
        gettext_lazy("哪天以前整改"), error_messages={"null": gettext_lazy("请写哪天以前整改。")}
    )
    deadline = models.OneToOneField(
        Deadline, models.PROTECT, related_name="finding", verbose_name=gettext_lazy("期限")
    )
    found_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("检查人"))
    found_on = models.DateField(gettext_lazy("发现日期"))
    closed_on = models.DateField(gettext_lazy("销号日期"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁销号")
    )
    closed_with = models.OneToOneField(
        "Rectification", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("凭什么")
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("检查发现的问题")
        verbose_name_plural = gettext_lazy("检查发现的问题")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="findings_are_numbered", fields=["inspection", "position"]),
            models.CheckConstraint(
                name="finding_says_what_and_how_it_is_put_right",
                condition=~Q(facts="") & ~Q(remedy=""),
                violation_error_message=gettext_lazy("请写发现了什么，要改成怎样。"),
            ),
            models.CheckConstraint(
                name="finding_is_due_after_it_was_found",
                condition=Q(due_on__gt=F("found_on")),
                violation_error_message=gettext_lazy("整改的日子要在发现以后。"),
            ),
            models.CheckConstraint(
                name="nobody_finds_against_himself",
                condition=~Q(found_by=F("official")),
                violation_error_message=gettext_lazy("检查人不能查自己。"),
            ),
            models.CheckConstraint(
                name="finding_closes_with_its_evidence",
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, closed_with__isnull=True)
                | Q(closed_on__isnull=False, closed_by__isnull=False, closed_with__isnull=False),
                violation_error_message=gettext_lazy("没有整改的凭据，不能销号。"),
            ),
            models.CheckConstraint(
                name="nobody_closes_a_finding_against_himself",
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("official")),
                violation_error_message=gettext_lazy("责任人不能给自己的问题销号。"),
            ),
        ]
        indexes = [
            models.Index(fields=["official", "due_on"], name="finding_open", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["case"], name="finding_by_case"),
        ]

    def __str__(self):
        return self.number

    @property
    def is_open(self):
        return self.closed_on is None

    def is_late(self, today):
        return (self.closed_on or today) > self.due_on

    @property
    def reported(self):
        """What waits to be looked at; None where nothing does."""
        return next((row for row in self.rectifications.all() if row.holds is None), None)

    def start_clock(self, on):
        try:
            due = rules.given(RULE, on, self.due_on, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        return Deadline.objects.start(
            self.case,
            due,
            rule=RULE,
            kind=due.rule.kind,
            label=label,
            started_on=on,
            unit=self.unit,
            official=self.official,
        )

    # ---------- 步 ----------
    @transaction.atomic
    def report(self, *, done_on, evidence, file=None, by, on):
        """Whose it is says that it is put right, and by what one sees it; a supervisor looks. The row is locked."""
        self._must_be_open()
        if by != self.official:
            raise ValidationError(_("由责任人 %s 报整改。") % self.official.name)
        if self.reported:
            raise ValidationError(_("已经报了，等督查员核对。"))
        if not self.found_on <= done_on <= on:
            raise ValidationError({"done_on": _("改好的日子要在发现以后、今天以前。")})
        if not evidence.strip():
            raise ValidationError({"evidence": _("请写凭什么说改好了：没有凭据不能销号。")})
        row = self.rectifications.create(done_on=done_on, evidence=evidence, file=file, reported_by=by, reported_on=on)
        self.tell(by, f"报整改 {self.number}，{done_on:%F} 改好")
        return row

    @transaction.atomic
    def check_report(self, *, holds, note="", by, on):
        """A supervisor looks: closed with its evidence, or sent back with what lacks."""
        self._must_be_open()
        row = self.reported
        if row is None:
            raise ValidationError(_("还没有报整改，没有凭据不能销号。"))
        if reason := self.why_not_check(by):
            raise ValidationError(reason)
        if not holds and not note.strip():
            raise ValidationError({"note": _("退回的请写差在哪里。")})
        row.holds, row.checked_by, row.checked_on, row.check_note = holds, by, on, note
        row.save()
        if not holds:
            self.tell(by, f"整改退回 {self.number}")
            return
        self.closed_on, self.closed_by, self.closed_with = on, by, row
        self.save()
        Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=row.done_on, end_reason="已整改")
        self.tell(by, f"整改核对属实，销号 {self.number}")

    def why_not_check(self, by):
        """Why `by` may not say that it is put right; empty where he may."""
        if by == self.official:
            return _("责任人不能给自己的问题销号。")
        if self.reported and self.reported.reported_by_id == by.pk:
            return _("自己报的整改，要由别人核对。")
        if Role.SV not in by.roles and by != self.found_by:
            return _("由督查员或者检查人核对。")
        return ""

    @transaction.atomic
    def pass_on(self, *, unit, official, reason, by, on):
        """Another answers for it: whose it was has left, or it is not his. The day stands."""
        self._must_be_open()
        if self.reported:
            raise ValidationError(_("已经报了整改，核对以后再换人。"))
        if official == self.official:
            raise ValidationError({"official": _("现在就是这个人。")})
        if official == self.found_by:
            raise ValidationError({"official": _("检查人不能是责任人。")})
        if not _is_of(official, unit, on):
            raise ValidationError({"official": _("%s 现在不在这个单位。") % official.name})
        before, self.unit, self.official = self.official, unit, official
        self.save()
        Deadline.objects.filter(pk=self.deadline_id).update(official=official, unit=unit)
        self.tell(by, f"问题 {self.number} 的责任人由{before.name}改为{official.name}：{reason}")

    def tell(self, by, detail):
        if self.case:
            Event.objects.add(self.case, Event.Kind.INSPECTED, by=by, detail=detail)

    def _must_be_open(self):
        if not self.is_open:
            raise ValidationError(_("这个问题已经销号。"))


class FindingFile(StoredFile):
    """What proves that a finding was put right."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="attachments")

    class Meta:
        verbose_name = gettext_lazy("整改的材料")
        verbose_name_plural = gettext_lazy("整改的材料")
        ordering = ["-uploaded_at", "-pk"]


class RectificationQuerySet(models.QuerySet):
    def unchecked(self):
        return self.filter(holds__isnull=True)


class Rectification(models.Model):
    """Said to be put right (整改), by what one sees it, and whether it held when somebody else looked."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="rectifications")
    done_on = models.DateField(gettext_lazy("哪天改好的"))
    evidence = EncryptedTextField(gettext_lazy("凭什么说改好了"), max_length=1000)
    file = models.ForeignKey(
        FindingFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("材料")
    )
    reported_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁报的"))
    reported_on = models.DateField(gettext_lazy("哪天报的"))
    holds = models.BooleanField(gettext_lazy("核对属实"), null=True)
    checked_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("核对人")
    )
    checked_on = models.DateField(gettext_lazy("核对日期"), null=True, blank=True)
    check_note = EncryptedTextField(gettext_lazy("核对的情况"), max_length=300, blank=True)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("整改")
        verbose_name_plural = gettext_lazy("整改")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="rectification_has_its_evidence",
                condition=~Q(evidence=""),
                violation_error_message=gettext_lazy("请写凭什么说改好了。"),
            ),
            models.UniqueConstraint(
                name="one_rectification_waits",
                fields=["finding"],
                condition=Q(holds__isnull=True),
                violation_error_message=gettext_lazy("已经报了，等督查员核对。"),
            ),
            models.CheckConstraint(
                name="rectification_is_checked_whole",
                condition=Q(holds__isnull=True, checked_by__isnull=True, checked_on__isnull=True, check_note="")
                | Q(holds=True, checked_by__isnull=False, checked_on__isnull=False)
                | (Q(holds=False, checked_by__isnull=False, checked_on__isnull=False) & ~Q(check_note="")),
                violation_error_message=gettext_lazy("核对要写谁、哪天；退回的写差在哪里。"),
            ),
            models.CheckConstraint(
                name="another_checks_the_rectification",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("reported_by")),
                violation_error_message=gettext_lazy("自己报的整改，要由别人核对。"),
            ),
        ]

    def __str__(self):
        return f"{self.finding} {self.done_on}"

"""Supervision received from above (上级督办, L43): what is asked by when, and the answer that two people stand for.

What the office supervises itself is another thing: `cases.models.supervision`.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.fields import EncryptedTextField
from cases.models.attachment import StoredFile
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from cases.models.inspection import LOOKS_ON
from cases.models.numbering import Counter
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Role, Unit

RULE = "L43"
APPROVES = (Role.OD, Role.HO)


class SuperiorOrderQuerySet(models.QuerySet):
    def visible_to(self, official):
        """Whoever is to answer, and whoever reads of supervision by post; never on a sealed case or one that bars."""
        rows = self if official.roles & set(LOOKS_ON) else self.filter(official=official)
        free = Case.objects.free_to(official).unsealed().filter(pk=OuterRef("case"))
        return rows.filter(Q(case__isnull=True) | Exists(free))

    def unsealed(self):
        return self.filter(Q(case__isnull=True) | Q(case__is_sealed=False))

    def open(self):
        return self.filter(answered_on__isnull=True)

    def late(self, on):
        return self.open().filter(due_on__lt=on)

    def drafted(self):
        return self.open().filter(pk__in=SuperiorAnswer.objects.waiting().values("order"))

    def undrafted(self):
        return self.open().exclude(pk__in=SuperiorAnswer.objects.waiting().values("order"))

    def for_approval_of(self, official):
        """Answers that wait for a second person, never whose own draft they are."""
        rows = SuperiorAnswer.objects.waiting().exclude(drafted_by=official)
        return self.open().filter(pk__in=rows.values("order")) if official.roles & set(APPROVES) else self.none()

    def whole(self):
        return self.select_related("case", "unit", "official", "deadline", "received_by")

    @transaction.atomic
    def register(self, *, form, organ, sender_no, issued_on, received_on, asked, due_on, unit, official, case, by, on):
        """Register what came from above; the clock of the answer runs from its receipt (L43)."""
        if received_on > on:
            raise ValidationError({"received_on": _("收到的日子不能晚于今天。")})
        if issued_on and issued_on > received_on:
            raise ValidationError({"issued_on": _("来文的日子不能晚于收到。")})
        try:
            due = rules.given(RULE, received_on, due_on, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        # Owed whatever becomes of the case, so the clock hangs on none: closing the case ends it not (0153).
        clock = Deadline.objects.start(
            None,
            due,
            rule=RULE,
            kind=due.rule.kind,
            label=label,
            started_on=received_on,
            unit=unit,
            official=official,
        )
        number = Counter.objects.take("上级督办", str(received_on.year))
        order = self.create(
            number=f"上督{received_on.year}-{number:03d}",
            form=form,
            organ=organ,
            sender_no=sender_no,
            issued_on=issued_on,
            received_on=received_on,
            asked=asked,
            due_on=due_on,
            unit=unit,
            official=official,
            case=case,
            deadline=clock,
            received_by=by,
        )
        order.tell(by, f"收到{organ}{order.get_form_display()}，{official.name} {due_on:%F} 以前拟好反馈")
        return order


class SuperiorOrder(models.Model):
    """One letter of supervision from above, on a case or on the office's work as a whole."""

    class Form(models.TextChoices):
        SUPERVISION = "SUPERVISION", gettext_lazy("督办")
        TALK = "TALK", gettext_lazy("约谈")
        CIRCULAR = "CIRCULAR", gettext_lazy("通报")
        LISTED = "LISTED", gettext_lazy("挂牌督办")
        RECTIFY = "RECTIFY", gettext_lazy("限期整改")
        SUGGESTION = "SUGGESTION", gettext_lazy("改进建议")

    number = models.CharField(gettext_lazy("编号"), max_length=20, unique=True)
    form = models.CharField(gettext_lazy("哪一种"), max_length=11, choices=Form)
    organ = models.CharField(gettext_lazy("发文单位"), max_length=60)
    sender_no = models.CharField(gettext_lazy("文号"), max_length=40)
    issued_on = models.DateField(gettext_lazy("来文日期"), null=True, blank=True)
    received_on = models.DateField(gettext_lazy("收到日期"))
    asked = EncryptedTextField(gettext_lazy("要求什么"), max_length=1000)
    due_on = models.DateField(gettext_lazy("哪天以前反馈"))
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superior_orders",
        verbose_name=gettext_lazy("关于哪一件"),
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("承办单位"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁拟反馈"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="superior_order")
    received_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("登记人"))
    answered_on = models.DateField(gettext_lazy("反馈日期"), null=True, blank=True)

    objects = SuperiorOrderQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("上级督办")
        verbose_name_plural = gettext_lazy("上级督办")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_superior_letter_once",
                fields=["organ", "sender_no"],
                violation_error_message=gettext_lazy("这份来文已经登记过。"),
            ),
            models.CheckConstraint(
                name="superior_order_says_what_is_asked",
                condition=~Q(asked=""),
                violation_error_message=gettext_lazy("请写要求什么。"),
            ),
            models.CheckConstraint(
                name="superior_order_is_due_after_receipt",
                condition=Q(due_on__gte=F("received_on")),
                violation_error_message=gettext_lazy("反馈的日子不能早于收到。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["official", "due_on"], name="superior_order_open", condition=Q(answered_on__isnull=True)
            )
        ]

    def __str__(self):
        return self.number

    @property
    def is_open(self):
        return self.answered_on is None

    def is_late(self, today):
        return (self.answered_on or today) > self.due_on

    @property
    def draft(self):
        """The answer that waits for a second person; None where none does."""
        return next((row for row in self.answers.all() if row.agrees is None), None)

    # ---------- 步 ----------
    @transaction.atomic
    def answer(self, text, *, file=None, by, on):
        """Draft the written feedback. The row is locked."""
        self._must_be_open()
        if by != self.official and not by.roles & set(APPROVES):
            raise ValidationError(_("由 %s 拟反馈。") % self.official.name)
        if self.draft:
            raise ValidationError(_("已经拟了一稿，等另一个人同意。"))
        row = self.answers.create(text=text, file=file, drafted_by=by, drafted_on=on)
        self.tell(by, f"拟好对{self.organ}{self.sender_no}的反馈")
        return row

    @transaction.atomic
    def approve(self, *, agrees, note="", by, on):
        """A second person stands for the answer and it goes out; or it goes back with what lacks."""
        self._must_be_open()
        row = self.draft
        if row is None:
            raise ValidationError(_("还没有拟反馈。"))
        if row.drafted_by_id == by.pk:
            raise ValidationError(_("自己拟的反馈，要由另一个人同意（条例第三十九条第三款）。"))
        if not agrees and not note.strip():
            raise ValidationError({"note": _("退回的请写差在哪里。")})
        row.agrees, row.approved_by, row.approved_on, row.note = agrees, by, on, note
        row.save()
        if not agrees:
            self.tell(by, f"退回对{self.organ}{self.sender_no}的反馈")
            return
        self.answered_on = on
        self.save()
        Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=on, end_reason="已反馈")
        self.tell(by, f"同意反馈{self.organ}{self.sender_no}，{on:%F} 报出")

    def tell(self, by, detail):
        if self.case:
            Event.objects.add(self.case, Event.Kind.SUPERVISED, by=by, detail=detail)

    def _must_be_open(self):
        if not self.is_open:
            raise ValidationError(_("已经反馈过。"))


class SuperiorFile(StoredFile):
    """The letter itself, or what goes out with the answer."""

    order = models.ForeignKey(SuperiorOrder, models.PROTECT, related_name="attachments")

    class Meta:
        verbose_name = gettext_lazy("上级督办的材料")
        verbose_name_plural = gettext_lazy("上级督办的材料")
        ordering = ["-uploaded_at", "-pk"]


class SuperiorAnswerQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(agrees__isnull=True)


class SuperiorAnswer(models.Model):
    """One draft of the feedback, and what the second person said to it."""

    order = models.ForeignKey(SuperiorOrder, models.PROTECT, related_name="answers")
    text = EncryptedTextField(gettext_lazy("反馈的内容"), max_length=2000)
    file = models.ForeignKey(
        SuperiorFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("附件")
    )
    drafted_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("拟稿人"))
    drafted_on = models.DateField(gettext_lazy("拟稿日期"))
    agrees = models.BooleanField(gettext_lazy("同意报出"), null=True)
    approved_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁同意")
    )
    approved_on = models.DateField(gettext_lazy("同意日期"), null=True, blank=True)
    note = EncryptedTextField(gettext_lazy("退回的理由"), max_length=300, blank=True)

    objects = SuperiorAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("对上级督办的反馈")
        verbose_name_plural = gettext_lazy("对上级督办的反馈")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="superior_answer_says_something",
                condition=~Q(text=""),
                violation_error_message=gettext_lazy("请写反馈的内容。"),
            ),
            models.UniqueConstraint(
                name="one_superior_answer_waits",
                fields=["order"],
                condition=Q(agrees__isnull=True),
                violation_error_message=gettext_lazy("已经拟了一稿，等另一个人同意。"),
            ),
            models.CheckConstraint(
                name="superior_answer_is_decided_whole",
                condition=Q(agrees__isnull=True, approved_by__isnull=True, approved_on__isnull=True, note="")
                | Q(agrees=True, approved_by__isnull=False, approved_on__isnull=False)
                | (Q(agrees=False, approved_by__isnull=False, approved_on__isnull=False) & ~Q(note="")),
                violation_error_message=gettext_lazy("写明谁、哪天同意；退回的写理由。"),
            ),
            models.CheckConstraint(
                name="two_stand_for_a_superior_answer",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                violation_error_message=gettext_lazy("自己拟的反馈，要由另一个人同意（条例第三十九条第三款）。"),
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.drafted_on}"

"""Inquiry (核查函): a unit is asked for facts; it gets the claims as worded for it and nothing else (R10, P06)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Attachment, Case, Claim, Counter, Deadline, Event, Investigation, Party, Recusal
from cases.strays import strays_in
from officials.models import Official, Role, Unit
from petitions.actions import Beside

RULE = "R10"
SERIES = "HC"


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, official):
        """The tasks of the units where `official` is a handler; never of a sealed case, nor one that names him."""
        units = {post.unit_id for post in official.posts if post.role == Role.HD} if official.is_active else set()
        case = {"case": OuterRef("petition__case"), "official": official}
        out = Exists(Party.objects.respondents().filter(**case)) | Exists(Recusal.objects.agreed().filter(**case))
        return self.filter(~out, unit__in=units, petition__case__is_sealed=False)

    def standing(self):
        return self.filter(recalled_on__isnull=True)

    def whole(self):
        """With all that a page says of each."""
        related = ("unit", "sent_by", "taken_by", "deadline")
        return self.select_related(*related).prefetch_related("claims__claim", "answers__by", "answers__files")

    def awaiting(self):
        """Not answered yet, or given back."""
        answered = InquiryAnswer.objects.filter(inquiry=OuterRef("pk"), returned_on__isnull=True)
        return self.standing().filter(~Exists(answered), taken_on__isnull=True)


class Inquiry(models.Model):
    """One asking of one unit. Its address is the random `key`: whoever answers never sees the case or its number."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(gettext_lazy("核查编号"), max_length=20, unique=True)
    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="inquiries", verbose_name=gettext_lazy("信访")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("核查单位"))
    asked = models.TextField(gettext_lazy("要核实什么"), max_length=1000)
    sent_on = models.DateField(gettext_lazy("发出日期"))
    sent_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("发出人"))
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+")
    taken_on = models.DateField(gettext_lazy("采用日期"), null=True, blank=True)
    taken_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    record = models.OneToOneField(Investigation, models.PROTECT, null=True, blank=True, related_name="inquiry")
    recalled_on = models.DateField(gettext_lazy("撤回日期"), null=True, blank=True)
    recalled_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    recall = models.CharField(gettext_lazy("撤回原因"), max_length=300, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("核查任务")
        verbose_name_plural = gettext_lazy("核查任务")
        ordering = ["petition", "position"]
        constraints = [
            models.UniqueConstraint(name="inquiries_are_numbered", fields=["petition", "position"]),
            models.UniqueConstraint(
                name="a_unit_is_asked_once_at_a_time",
                fields=["petition", "unit"],
                condition=Q(taken_on__isnull=True, recalled_on__isnull=True),
                violation_error_message=gettext_lazy("这个单位已有一份核查任务没有结束。"),
            ),
            models.CheckConstraint(
                name="inquiry_says_what_is_asked",
                condition=~Q(asked=""),
                violation_error_message=gettext_lazy("请写要核实什么。"),
            ),
            models.CheckConstraint(
                name="inquiry_is_taken_with_its_record",
                condition=Q(taken_on__isnull=True, taken_by__isnull=True, record__isnull=True)
                | Q(
                    taken_on__gte=F("sent_on"), taken_by__isnull=False, record__isnull=False, recalled_on__isnull=True
                ),
                violation_error_message=gettext_lazy("采用核查答复要有调查记录。"),
            ),
            models.CheckConstraint(
                name="recalled_inquiry_says_why",
                condition=Q(recalled_on__isnull=True, recalled_by__isnull=True, recall="")
                | (Q(recalled_on__isnull=False, recalled_by__isnull=False) & ~Q(recall="")),
                violation_error_message=gettext_lazy("撤回要写原因。"),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="inquiry_by_unit")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("inquiries:task", args=[self.key])

    # ---------- 问 ----------
    @property
    def answer(self):
        """The answer that was not given back; None while one is waited for."""
        return next((row for row in self.answers.all() if row.returned_on is None), None)

    @property
    def is_over(self):
        return self.taken_on is not None or self.recalled_on is not None

    @property
    def awaits_answer(self):
        return not self.is_over and self.answer is None

    @property
    def awaits_office(self):
        return not self.is_over and self.answer is not None

    def told(self):
        """Who the unit may see behind this inquiry, as long as it runs (R10)."""
        if self.is_over or not self.petition.case.is_open:
            return []
        return list(self.disclosures.agreed().select_related("party"))

    @property
    def state(self):
        if self.recalled_on:
            return _("已撤回")
        if self.taken_on:
            return _("已采用")
        if self.answer:
            return _("已答复，待信访办看")
        return _("退回补充") if self.answers.all() else _("待答复")

    # ---------- 步 ----------
    @transaction.atomic
    def reply(self, *, by, on, text, attachments=()):
        """The unit answers, with its evidence. Lock the case first, as every step does."""
        if self.is_over or not self.petition.case.is_open:
            raise ValidationError(_("这份核查任务已经结束，不用再答复。"))
        if self.answer:
            raise ValidationError(
                _("已经在 %s 答复，等信访办看；要补充的，请它退回。") % self.petition._day(self.answer.on)
            )
        if on < self.sent_on:
            raise ValidationError({"on": _("答复日期不能早于发出日期。")})
        if not text.strip():
            raise ValidationError({"text": _("请写核实的情况。")})
        last = self.answers.aggregate(last=models.Max("position"))["last"] or 0
        answer = InquiryAnswer(inquiry=self, position=last + 1, text=text, on=on, by=by)
        answer.clean_fields(exclude=["inquiry", "by"])
        answer.save()
        answer.files.set(attachments)
        self._end_clock(on, "已答复")
        self.petition._forget("inquiries")
        words = gettext_lazy("%(unit)s 答复核查任务 %(number)s")
        self.petition._tell(Event.Kind.INQUIRED, by, words, unit=self.unit.label, number=self.number)
        self.petition._settle(by)
        return answer

    def _end_clock(self, on, reason, fell_away=False):
        mine = Deadline.objects.running().filter(pk=self.deadline_id)
        mine.update(ended_on=on, end_reason=reason, fell_away=fell_away)


class InquiryClaim(models.Model):
    """One claim as worded for the unit: without a name or number of anybody."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="claims")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    words = models.TextField(gettext_lazy("给单位看的诉求"), max_length=1000)

    class Meta:
        verbose_name = gettext_lazy("核查的诉求")
        verbose_name_plural = gettext_lazy("核查的诉求")
        ordering = ["inquiry", "claim__position"]
        constraints = [models.UniqueConstraint(name="a_claim_is_asked_once_an_inquiry", fields=["inquiry", "claim"])]

    def __str__(self):
        return self.words[:30]


class InquiryAnswer(models.Model):
    """What the unit answered, and where it was given back, why."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(gettext_lazy("核实的情况"), max_length=5000)
    on = models.DateField(gettext_lazy("答复日期"))
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("答复人"))
    at = models.DateTimeField(default=timezone.now)
    files = models.ManyToManyField(Attachment, related_name="inquiry_answers", verbose_name=gettext_lazy("证据材料"))
    returned_on = models.DateField(gettext_lazy("退回日期"), null=True, blank=True)
    returned_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    returned_for = models.CharField(gettext_lazy("退回原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = gettext_lazy("核查答复")
        verbose_name_plural = gettext_lazy("核查答复")
        ordering = ["inquiry", "position"]
        constraints = [
            models.UniqueConstraint(name="answers_are_numbered", fields=["inquiry", "position"]),
            models.UniqueConstraint(
                name="one_inquiry_answer_stands",
                fields=["inquiry"],
                condition=Q(returned_on__isnull=True),
                violation_error_message=gettext_lazy("已经答复过，等信访办看。"),
            ),
            models.CheckConstraint(
                name="returned_answer_says_why",
                condition=Q(returned_on__isnull=True, returned_by__isnull=True, returned_for="")
                | (Q(returned_on__isnull=False, returned_by__isnull=False) & ~Q(returned_for="")),
                violation_error_message=gettext_lazy("退回要写原因。"),
            ),
        ]

    def __str__(self):
        return f"{self.inquiry} {self.position}"


class Inquirable:
    """The steps of an inquiry, for Petition: sent, then taken into the file, given back or recalled."""

    # ---------- 问 ----------
    def inquiry_at(self, position):
        return next((row for row in self.inquiries.all() if row.position == position), None)

    def inquiry_steps(self):
        """What to do with each that is not over. That one may be sent is a line on the page."""
        for row in self.inquiries.all() if self.case.is_open else ():
            if not row.is_over:
                yield Beside("inquiry_outcome", (row.position,), row.unit.label, leads_on=row.answer is not None)

    def units_complained_about(self):
        """Ids of the units of this office that the case names, but for the one that handles it."""
        named = {party.unit_id for party in self.case.parties.all() if party.role == Party.Role.RESPONDENT}
        return named - {None, self.case.handling_unit_id}

    def strays_in(self, text):
        """What of `text` tells who somebody is (R10)."""
        return strays_in(self.case, text)

    # ---------- 步 ----------
    @transaction.atomic
    def inquire(self, *, by, on, unit, claims, asked):
        """Ask `unit` for facts. `claims` is {claim: the words for it}; nothing that tells who somebody is goes out."""
        self._refuse("inquiry")
        self._not_before("on", on, self.case.triaged_on, _("发出日期不能早于分流日期 %s。"))
        if unit == self.case.handling_unit:
            words = _("%s就是承办单位，不给自己发；它被反映的，请主任另定承办单位或者写明理由。")
            raise ValidationError({"unit": words % unit.label})
        if not claims:
            raise ValidationError(_("至少选一条要核实的诉求。"))
        if not asked.strip():
            raise ValidationError({"asked": _("请写要核实什么。")})
        if strays := self.strays_in(asked):
            raise ValidationError({"asked": strays})
        for claim, words in claims.items():
            if not words.strip():
                raise ValidationError(_("诉求 %d 没有写给单位看的话。") % claim.position)
            if strays := self.strays_in(words):
                raise ValidationError(
                    [_("诉求 %(at)d %(stray)s。") % {"at": claim.position, "stray": stray} for stray in strays]
                )
        last = self.inquiries.aggregate(last=models.Max("position"))["last"] or 0
        year = on.year
        inquiry = Inquiry(
            petition=self,
            position=last + 1,
            unit=unit,
            asked=asked,
            sent_on=on,
            sent_by=by,
            deadline=self._ask_by(unit, on),
            number=f"{SERIES}{year}-{Counter.objects.take(SERIES, str(year)):05d}",
        )
        inquiry.clean_fields(exclude=["petition", "unit", "sent_by", "deadline"])
        inquiry.validate_constraints()
        inquiry.save()
        InquiryClaim.objects.bulk_create(
            InquiryClaim(inquiry=inquiry, claim=claim, words=words) for claim, words in claims.items()
        )
        self._forget("inquiries")
        self._settle(by)
        words = gettext_lazy("向 %(unit)s 发核查任务 %(number)s，%(day)s 以前答复")
        day = inquiry.deadline.legal_end_on
        self._tell(Event.Kind.INQUIRED, by, words, unit=unit.label, number=inquiry.number, day=day)
        return inquiry

    @transaction.atomic
    def take_inquiry(self, *, by, on, inquiry, note=""):
        """What the unit answered goes into the file as a record of its own kind; it alone is no check of the facts."""
        self._refuse("inquiry_outcome", inquiry)
        answer = self._answer_of(inquiry)
        self._not_before("on", on, answer.on, _("日期不能早于答复日期 %s。"))
        content = "\n".join(filter(None, [f"{inquiry.unit.label}（{inquiry.number}）：{answer.text}", note]))
        inquiry.record = self.investigate(by=by, kind=Investigation.Kind.REPLY, on=on, content=content)
        inquiry.taken_on, inquiry.taken_by = on, by
        inquiry.save()
        self._forget("inquiries")

    @transaction.atomic
    def return_inquiry(self, *, by, on, inquiry, reason):
        """Not enough: the unit answers again, and has the term again."""
        self._refuse("inquiry_outcome", inquiry)
        answer = self._answer_of(inquiry)
        self._not_before("on", on, answer.on, _("日期不能早于答复日期 %s。"))
        if not reason.strip():
            raise ValidationError({"reason": _("退回要写原因。")})
        if strays := self.strays_in(reason):
            raise ValidationError({"reason": strays})
        answer.returned_on, answer.returned_by, answer.returned_for = on, by, reason
        answer.save()
        inquiry.deadline = self._ask_by(inquiry.unit, on)
        inquiry.save()
        self._forget("inquiries")
        self._settle(by)
        words = gettext_lazy("退回 %(unit)s 的核查答复 %(number)s")
        self._tell(Event.Kind.INQUIRED, by, words, unit=inquiry.unit.label, number=inquiry.number)

    @transaction.atomic
    def recall_inquiry(self, *, by, on, inquiry, reason):
        self._refuse("inquiry_outcome", inquiry)
        self._not_before("on", on, inquiry.sent_on, _("日期不能早于发出日期 %s。"))
        if not reason.strip():
            raise ValidationError({"reason": _("撤回要写原因。")})
        inquiry.recalled_on, inquiry.recalled_by, inquiry.recall = on, by, reason
        inquiry.save()
        inquiry._end_clock(on, "已撤回", fell_away=True)
        self._forget("inquiries")
        self._settle(by)
        words = gettext_lazy("撤回核查任务 %(number)s")
        self._tell(Event.Kind.INQUIRED, by, words, number=inquiry.number)

    # ---------- 为什么不能 ----------
    def _why_not_inquiry(self):
        case = self.case
        if case.confidentiality == Case.Confidentiality.SEALED:
            return _("检举控告封存，不向任何单位发核查函。")
        if not case.triaged_on:
            return _("先分流，再发核查函。")
        if not self._claims()[0]:
            return _("诉求都由其他机关办理，不发核查函。")
        if case.served_on:
            return _("答复已经在 %s 送达，不用再核查。") % self._day(case.served_on)
        return ""

    def _why_not_inquiry_outcome(self, inquiry=None):
        if inquiry is None:
            return _("没有核查任务。")
        if inquiry.is_over:
            return _("这份核查任务已经结束。")
        return ""

    # ---------- 私 ----------
    def _ask_by(self, unit, on):
        """The term runs for the unit asked, not for the handler of the case."""
        clock = self.start_clock(RULE, on)
        clock.unit, clock.official = unit, None
        clock.save(update_fields=["unit", "official"])
        return clock

    @staticmethod
    def _answer_of(inquiry):
        if inquiry.answer is None:
            raise ValidationError(_("单位还没有答复；不用核实了的，撤回。"))
        return inquiry.answer

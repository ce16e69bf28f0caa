"""Simplified handling of a first petition that is plain: quicker, oral if the petitioner likes (2.5, L31, L32)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Case, Claim, Event
from officials.calendar import Calendar, UnknownYear
from officials.models import Official


class SimpleHandling(models.Model):
    """One petition accepted for simplified handling, and why it suits (简易办法 Arts 4, 5); until it is converted."""

    class Ground(models.TextChoices):
        PLAIN = "PLAIN", gettext_lazy("事实清楚、责任明确、争议不大、易于解决")
        AT_ONCE = "AT_ONCE", gettext_lazy("咨询、建议、感谢，可以即时答复")
        DAILY_LIFE = "DAILY_LIFE", gettext_lazy("涉及日常生活，时效性强，应当即时处理")
        PROMISED = "PROMISED", gettext_lazy("有关机关已经承诺解决或者有明确结论")
        OTHER = "OTHER", gettext_lazy("其他适合简易办理的")

    class Channel(models.TextChoices):
        FACE = "FACE", gettext_lazy("当面")
        PHONE = "PHONE", gettext_lazy("电话")
        MESSAGE = "MESSAGE", gettext_lazy("短信、网上")
        PAPER = "PAPER", gettext_lazy("书面")

    petition = models.OneToOneField(
        "petitions.Petition", models.PROTECT, related_name="simple_handling", verbose_name=gettext_lazy("信访")
    )
    ground = models.CharField(gettext_lazy("为什么适合"), max_length=12, choices=Ground)
    ground_note = models.CharField(gettext_lazy("说明"), max_length=300, blank=True)
    accepted_on = models.DateField(gettext_lazy("受理日期"))
    told_by = models.CharField(gettext_lazy("怎样告知受理"), max_length=8, choices=Channel)
    wants_paper = models.BooleanField(gettext_lazy("本人要书面答复"), default=False)
    decided_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("决定人"))
    converted_on = models.DateField(gettext_lazy("转为普通程序"), null=True, blank=True)
    conversion_reason = models.CharField(gettext_lazy("为什么转"), max_length=300, blank=True)

    class Meta:
        verbose_name = gettext_lazy("简易办理")
        verbose_name_plural = gettext_lazy("简易办理")
        constraints = [
            models.CheckConstraint(
                name="other_ground_is_explained",
                condition=~Q(ground="OTHER") | ~Q(ground_note=""),
                violation_error_message=gettext_lazy("选“其他”的，请写明为什么适合。"),
            ),
            models.CheckConstraint(
                name="conversion_says_why",
                condition=Q(converted_on__isnull=True, conversion_reason="")
                | (Q(converted_on__gte=models.F("accepted_on")) & ~Q(conversion_reason="")),
                violation_error_message=gettext_lazy("转为普通程序要写日期和原因，不能早于受理那天。"),
            ),
        ]

    def __str__(self):
        return f"{self.petition} {self.accepted_on}"


class Simplifiable:
    """Steps of a petition that take it off the long road and put it back on."""

    def is_simple(self):
        """Whether it is handled simply now: its answers need neither hearing record nor opinion."""
        handling = self._simple()
        return handling is not None and handling.converted_on is None

    # ---------- 步 ----------
    @transaction.atomic
    def accept_simply(self, *, by, on, ground, told_by, ground_note="", wants_paper=False, calendar=None):
        """Accept the claims on W6 for simplified handling: answered in L32's days, no opinion (2.5).

        Decided within L31's days of receipt; telling is oral or by message and stands in for the written notice.
        """
        case = self.case
        self._refuse("simple_acceptance")
        self._not_before("on", on, case.triaged_on, _("受理日期不能早于分流日期 %s。"))
        calendar = calendar or Calendar.load()
        last_day = self._simple_until(calendar)
        if on > last_day:
            words = _("简易办理要在 %s 以前决定，已经过了，按普通程序受理。")
            raise ValidationError({"on": words % self._day(last_day)})
        handling = SimpleHandling(
            petition=self,
            ground=ground,
            ground_note=ground_note,
            accepted_on=on,
            told_by=told_by,
            wants_paper=wants_paper,
            decided_by=by,
        )
        handling.clean_fields(exclude=["petition", "decided_by"])
        if ground == SimpleHandling.Ground.OTHER and not ground_note.strip():
            raise ValidationError({"ground_note": _("选“其他”的，请写明为什么适合。")})
        handling.save()
        self.simple_handling = handling
        case.accepted_on = on
        self._end_clocks(("L03", "L04"), on, gettext_lazy("简易办理，已告知受理"))
        self.start_clock("L32", on, calendar=calendar)
        self._settle(by)
        self._tell(
            Event.Kind.ACCEPTED,
            by,
            gettext_lazy("%(day)s 简易办理受理，%(told_by)s告知"),
            is_public=True,
            day=on,
            told_by=SimpleHandling.Channel(told_by).label,
        )

    @transaction.atomic
    def convert(self, *, by, on, reason, calendar=None):
        """Go over to the ordinary procedure: the 60 days count from the simplified acceptance (L32, L17)."""
        self._refuse("conversion")
        handling = self._simple()
        self._not_before("on", on, handling.accepted_on, _("转换日期不能早于受理日期 %s。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么转为普通程序。")})
        self._end_simple(on, reason)
        for claim in self._on_procedure():
            if claim.answered_on:  # a short reply is no opinion
                claim.decision = claim.reply = ""
                claim.answered_on = claim.answered_by = None
                self._save_claim(claim, by)
        self._end_clocks(("L32",), on, gettext_lazy("转为普通程序"), fell_away=True)
        self.start_clock("L17", handling.accepted_on, calendar=calendar)
        self._settle(by)
        self._tell(Event.Kind.ACCEPTED, by, gettext_lazy("%(day)s 转为普通程序：%(reason)s"), day=on, reason=reason)

    # ---------- 为什么不能 ----------
    def _why_not_simple_acceptance(self):
        case = self.case
        if not case.triaged_on:
            return _("先分流，再受理。")
        if case.accepted_on:
            return _("已经在 %s 受理。") % self._day(case.accepted_on)
        if handling := self._simple():
            return _("已经在 %s 转为普通程序，不再简易办理。") % self._day(handling.converted_on)
        own, away = self._claims()
        if not any(claim.on_procedure for claim in own):
            return _("没有走信访程序（W6）的诉求，不用受理。")
        if away or any(claim.is_duty for claim in own):
            return _("有诉求走条例第三十一条第一至五项的途径，不适用简易办理（简易办法第五条）。")
        if any(claim.named_on for claim in own):
            return _("本人后来又提了诉求，不再是简单明了的一件，按普通程序受理（简易办法第五条）。")
        if case.channel == Case.Channel.ASSIGNED:
            return _("上级交办的不适用简易办理（简易办法第五条）。")
        if case.repeat_count:
            return _("不是初次信访，不适用简易办理。")
        if case.level != Case.Level.GENERAL or case.people_present >= settings.SIMPLE_UP_TO_PEOPLE:
            return _("涉及多个单位，或者集体联名、重大复杂疑难的，不适用简易办理（简易办法第五条）。")
        return ""

    def _why_not_conversion(self):
        if not self.is_simple():
            return _("不是简易办理，不用转换。")
        if self.case.served_on:
            return _("答复已经在 %s 送达。") % self._day(self.case.served_on)
        if self.opinion():
            return _("答复%s，要改先退回。") % self.opinion().state_in_words
        return ""

    # ---------- 私 ----------
    def _simple(self):
        return getattr(self, "simple_handling", None)

    def _end_simple(self, on, reason):
        if self.is_simple():
            handling = self._simple()
            handling.converted_on, handling.conversion_reason = on, reason
            handling.clean_fields(exclude=["petition", "decided_by"])
            handling.save()

    def _simple_until(self, calendar):
        try:
            return rules.due("L31", self.case.received_on, calendar).legal_end
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None

    def _check_simple_answer(self, decision):
        if self.is_simple() and decision == Claim.Decision.REFUSE:
            raise ValidationError({"decision": _("不予支持的不适用简易办理（简易办法第五条），先转为普通程序。")})

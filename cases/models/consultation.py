"""What an invited specialist is asked on a case (专家服务): consent, acceptance, access for a time, result (F24, F56).

Nothing is shown to a specialist before the petitioner has agreed. What a counsellor writes down for himself stands in
a table of its own that nobody else reads, whatever his post.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import identity
from cases.fields import EncryptedTextField, keyed_hash
from cases.models.case import Case
from cases.models.event import Event
from cases.models.party import Party
from officials.models import Official, Shift, Specialist, why_expired

LONGEST = timedelta(days=90)


class Conflict(models.Model):
    """A specialist declared that he has an interest in a case: he is not asked on it (F24). Rows are only added."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="conflicts", verbose_name=gettext_lazy("案件"))
    specialist = models.ForeignKey(
        Specialist, models.PROTECT, related_name="conflicts", verbose_name=gettext_lazy("特邀专家")
    )
    ground = EncryptedTextField(gettext_lazy("利益冲突"), max_length=300)
    declared_on = models.DateField(gettext_lazy("声明日期"))
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("登记人"))

    class Meta:
        verbose_name = gettext_lazy("利益冲突声明")
        verbose_name_plural = gettext_lazy("利益冲突声明")
        ordering = ["-declared_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_conflict_a_specialist_and_case",
                fields=["specialist", "case"],
                violation_error_message=gettext_lazy("这位专家已经声明过。"),
            ),
            models.CheckConstraint(
                name="conflict_says_what",
                condition=~Q(ground=""),
                violation_error_message=gettext_lazy("请写有什么利益冲突。"),
            ),
        ]

    def __str__(self):
        return f"{self.specialist} {self.case}"


def why_not_ask(specialist, case, on):
    """Why `specialist` may not be asked on `case` on the day `on`, in a sentence; empty where he may."""
    if not specialist.is_serving(on):
        return _("%s 现在不在聘请期内。") % specialist.name
    if Conflict.objects.filter(case=case, specialist=specialist).exists():
        return _("%s 声明过和这一件有利益冲突，不能请。") % specialist.name
    if reason := why_expired(on, specialist=specialist):
        return f"{specialist.name}：{reason}"
    named = keyed_hash("name", identity.comparable("name", specialist.name))
    if case.parties.filter(name_hash=named).exists():
        return _("%s 与当事人同名，请换一位专家。") % specialist.name
    if specialist.official_id and not Case.objects.free_to(specialist.official).filter(pk=case.pk).exists():
        return _("%s 在这一件里要回避（条例第二十八条第三款）。") % specialist.name
    return ""


class ConsultationQuerySet(models.QuerySet):
    def open_to(self, official, on):
        """By which `official` reads the case now: accepted, consent stands, neither over nor finished."""
        serving = Q(specialist__until__isnull=True) | Q(specialist__until__gt=on)
        return self.filter(
            serving,
            specialist__official=official,
            specialist__since__lte=on,
            state=Consultation.State.ACCEPTED,
            accepted_on__lte=on,
            until__gte=on,
        )

    def told_to(self, official):
        """What a specialist knows of: only what the petitioner agreed to, and that does not bar him."""
        rows = self.filter(specialist__official=official, consent=Consultation.Consent.AGREED)
        free = Case.objects.free_to(official).unsealed().filter(pk=OuterRef("case"))
        return rows.filter(Exists(free))

    def waiting(self):
        return self.filter(state__in=[Consultation.State.OFFERED, Consultation.State.ACCEPTED])

    @transaction.atomic
    def offer(self, case, *, kind, specialist, what_for, until, by, on):
        """Ask for a specialist on `case`; the petitioner has not been heard yet. The case row is locked."""
        if case.is_sealed:
            raise ValidationError(_("封存件不请专家。"))
        if specialist.kind not in Consultation.OF[kind]:
            wanted = "、".join(str(Specialist.Kind(one).label) for one in Consultation.OF[kind])
            raise ValidationError(
                {"specialist": _("%(what)s请%(who)s。") % {"what": Consultation.Kind(kind).label, "who": wanted}}
            )
        if reason := why_not_ask(specialist, case, on):
            raise ValidationError({"specialist": reason})
        if not on <= until <= on + LONGEST:
            raise ValidationError({"until": _("看案卷的日子从今天起最多 %d 天。") % LONGEST.days})
        if self.waiting().filter(case=case, specialist=specialist, kind=kind).exists():
            raise ValidationError({"specialist": _("这一件已经请了 %s，还没有结束。") % specialist.name})
        if kind == Consultation.Kind.COUNSEL:
            what_for = ""
        elif not what_for:
            raise ValidationError({"what_for": _("请写想请专家看什么。")})
        position = (self.filter(case=case).aggregate(last=Max("position"))["last"] or 0) + 1
        row = self.create(
            case=case,
            position=position,
            kind=kind,
            specialist=specialist,
            what_for=what_for,
            until=until,
            offered_by=by,
            offered_on=on,
        )
        row.tell(by, f"提出{row.get_kind_display()}，等本人答复愿不愿意")
        return row

    @transaction.atomic
    def free_turns(self, case, *, reason, by, now=None):
        """The turns booked for a case that ends or is sealed, and still to come, are free again. Case row locked.

        What was asked of the specialist stays as it is, so that a case which is handled again can book anew.
        """
        now = now or timezone.now()
        turns = Session.objects.ahead(now).filter(consultation__case=case).select_related("consultation")
        for turn in turns:
            turn.ended_on, turn.ended_by, turn.ending = timezone.localdate(now), by, reason
            turn.save(update_fields=["ended_on", "ended_by", "ending"])
            row = turn.consultation
            row.case = case
            row.tell(by, f"{row.get_kind_display()}：约的 {timezone.localtime(turn.at):%F %H:%M} 让出来了（{reason}）")


class Consultation(models.Model):
    """One service of one specialist on one case, offered to the petitioner, who may refuse (F56).

    Of psychological support the file holds its state and nothing else.
    """

    class Kind(models.TextChoices):
        LEGAL = "LEGAL", gettext_lazy("法律意见咨询")
        COUNSEL = "COUNSEL", gettext_lazy("心理疏导")
        ADVICE = "ADVICE", gettext_lazy("专家意见")
        MEDIATION = "MEDIATION", gettext_lazy("协助调解")

    class State(models.TextChoices):
        OFFERED = "OFFERED", gettext_lazy("已提出")
        ACCEPTED = "ACCEPTED", gettext_lazy("已接受")
        REFUSED = "REFUSED", gettext_lazy("谢绝")
        FINISHED = "FINISHED", gettext_lazy("已结束")

    class Consent(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("同意")
        REFUSED = "REFUSED", gettext_lazy("谢绝")

    class Way(models.TextChoices):
        FACE = "FACE", gettext_lazy("当面")
        PHONE = "PHONE", gettext_lazy("电话")
        WRITTEN = "WRITTEN", gettext_lazy("书面")

    OF = {
        Kind.LEGAL: (Specialist.Kind.LAWYER,),
        Kind.COUNSEL: (Specialist.Kind.COUNSELLOR,),
        Kind.ADVICE: (
            Specialist.Kind.EXPERT,
            Specialist.Kind.RETIRED,
            Specialist.Kind.LAWYER,
            Specialist.Kind.OTHER,
        ),
        Kind.MEDIATION: (Specialist.Kind.MEDIATOR, Specialist.Kind.RETIRED, Specialist.Kind.LAWYER),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations", verbose_name=gettext_lazy("案件"))
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    kind = models.CharField(gettext_lazy("哪一种"), max_length=9, choices=Kind)
    specialist = models.ForeignKey(
        Specialist, models.PROTECT, related_name="consultations", verbose_name=gettext_lazy("请谁")
    )
    what_for = EncryptedTextField(gettext_lazy("请他看什么"), max_length=500, blank=True)
    until = models.DateField(gettext_lazy("案卷看到哪天"))
    offered_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    offered_on = models.DateField(gettext_lazy("提出日期"))
    state = models.CharField(gettext_lazy("状态"), max_length=8, choices=State, default=State.OFFERED)
    consent = models.CharField(gettext_lazy("本人愿不愿意"), max_length=7, choices=Consent, blank=True)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁答复的")
    )
    consent_on = models.DateField(gettext_lazy("答复日期"), null=True, blank=True)
    consent_way = models.CharField(gettext_lazy("怎么答复的"), max_length=7, choices=Way, blank=True)
    consent_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("记录人")
    )
    accepted_on = models.DateField(gettext_lazy("专家接受日期"), null=True, blank=True)
    declined_for = EncryptedTextField(gettext_lazy("专家不接的理由"), max_length=200, blank=True)
    result = EncryptedTextField(gettext_lazy("意见、结果"), max_length=3000, blank=True)
    ended_on = models.DateField(gettext_lazy("结束日期"), null=True, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("专家服务")
        verbose_name_plural = gettext_lazy("专家服务")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(name="consultations_are_numbered", fields=["case", "position"]),
            models.CheckConstraint(
                name="consent_says_when_and_how",
                condition=Q(
                    consent="", consent_on__isnull=True, consent_way="", consent_by__isnull=True, party__isnull=True
                )
                | (~Q(consent="") & Q(consent_on__isnull=False, consent_by__isnull=False) & ~Q(consent_way="")),
                violation_error_message=gettext_lazy("愿不愿意要写哪天、怎么答复的。"),
            ),
            models.CheckConstraint(
                name="nothing_begins_without_consent",
                condition=Q(accepted_on__isnull=True)
                | Q(consent="AGREED", accepted_on__gte=F("consent_on"))
                | Q(consent="REFUSED", state="REFUSED"),
                violation_error_message=gettext_lazy("本人同意以后，专家才能接。"),
            ),
            models.CheckConstraint(
                name="consultation_state_agrees_with_its_days",
                condition=Q(state="OFFERED", accepted_on__isnull=True, ended_on__isnull=True)
                | Q(state="ACCEPTED", accepted_on__isnull=False, ended_on__isnull=True, consent="AGREED")
                | Q(state__in=["REFUSED", "FINISHED"], ended_on__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="the_file_tells_nothing_of_psychological_support",
                condition=~Q(kind="COUNSEL") | Q(what_for="", result="", declined_for=""),
                violation_error_message=gettext_lazy("心理疏导的内容不写进案卷。"),
            ),
        ]
        indexes = [
            models.Index(fields=["specialist", "case"], name="consultation_open", condition=Q(state="ACCEPTED")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.specialist.name}"

    @property
    def is_waiting(self):
        return self.state in (self.State.OFFERED, self.State.ACCEPTED)

    @property
    def is_counsel(self):
        return self.kind == self.Kind.COUNSEL

    @property
    def awaits_consent(self):
        return self.state == self.State.OFFERED and not self.consent

    @property
    def awaits_specialist(self):
        return self.state == self.State.OFFERED and self.consent == self.Consent.AGREED

    def why_not_book(self):
        """Why no turn at his shift can be booked for it, in a sentence; empty where one can."""
        if self.is_counsel:
            return _("心理疏导由咨询师和本人约，案卷里不记时间。")
        if not self.is_waiting:
            return _("这一项已经结束。")
        if not self.case.is_open:
            return _("这件已经办结，不用再约。")
        if self.case.is_sealed:
            return _("封存件不请专家。")
        if self.consent != self.Consent.AGREED:
            return _("先记本人同意，再约时间。")
        return ""

    # ---------- 步 ----------
    @transaction.atomic
    def hear(self, *, consent, party, consent_on, way, by, on):
        """What the petitioner says to it: agreed, or 谢绝; who had agreed may still say no, at once (F56).

        The case row is locked.
        """
        if not self.is_waiting:
            raise ValidationError(_("这一项已经结束。"))
        if self.consent == self.Consent.AGREED and consent == self.Consent.AGREED:
            raise ValidationError(_("已经记了本人同意。"))
        if not self.offered_on <= consent_on <= on:
            raise ValidationError({"consent_on": _("答复的日子要在提出以后、今天以前。")})
        self.consent, self.party, self.consent_on, self.consent_way, self.consent_by = (
            consent,
            party,
            consent_on,
            way,
            by,
        )
        if consent == self.Consent.REFUSED:
            self._end(self.State.REFUSED, by, on)
            self.tell(by, f"{self.get_kind_display()}：本人谢绝")
            return
        self._save()
        self.tell(by, f"{self.get_kind_display()}：本人同意，{self.get_consent_way_display()}答复")

    @transaction.atomic
    def accept(self, *, by, on):
        """The specialist takes it on; from now to its last day he reads the masked file."""
        self._must_await_specialist(by)
        if on > self.until:
            raise ValidationError(_("看案卷的日子已经过了，请承办人重新提出。"))
        if reason := why_not_ask(self.specialist, self.case, on):
            raise ValidationError(reason)
        self.state, self.accepted_on = self.State.ACCEPTED, on
        self._save()
        self.tell(by, f"{self.get_kind_display()}：{self.specialist.name}接受")

    @transaction.atomic
    def decline(self, *, reason, is_conflict, by, on):
        """The specialist does not take it on; an interest in the case keeps him out of it for good (F24)."""
        self._must_await_specialist(by)
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么不接。")})
        if is_conflict:
            Conflict.objects.get_or_create(
                case=self.case,
                specialist=self.specialist,
                defaults={"ground": reason, "declared_on": on, "recorded_by": by},
            )
        self.declined_for = "" if self.is_counsel else reason
        self._end(self.State.REFUSED, by, on)
        more = "，声明有利益冲突" if is_conflict else ""
        self.tell(by, f"{self.get_kind_display()}：{self.specialist.name}不接{more}")

    @transaction.atomic
    def finish(self, *, result, by, on):
        """The opinion or the result; of psychological support that it took place, and nothing else."""
        if self.state != self.State.ACCEPTED:
            raise ValidationError(_("专家接受以后才能写结果。"))
        self._must_be_his(by)
        if self.is_counsel:
            result = ""
        elif not result.strip():
            raise ValidationError({"result": _("请写意见或者结果。")})
        self.result = result
        self._end(self.State.FINISHED, by, on)
        self.tell(by, f"{self.get_kind_display()}：已结束")

    @transaction.atomic
    def stop(self, *, by, on):
        """The office needs it no more; access ends at once."""
        if not self.is_waiting:
            raise ValidationError(_("这一项已经结束。"))
        self._end(self.State.FINISHED, by, on)
        self.tell(by, f"{self.get_kind_display()}：不再需要，收回")

    def tell(self, by, detail):
        Event.objects.add(self.case, Event.Kind.CONSULTED, by=by, detail=detail)

    def _must_await_specialist(self, by):
        if not self.awaits_specialist:
            raise ValidationError(_("本人同意以后，专家才能接。"))
        if not self.case.is_open:
            raise ValidationError(_("这件已经办结，不用再请专家。"))
        self._must_be_his(by)

    def _must_be_his(self, by):
        """With an account he does it himself; without one the office writes down what he says on paper."""
        if self.specialist.official_id and self.specialist.official_id != by.pk:
            raise ValidationError(_("由 %s 本人登录来办。") % self.specialist.name)

    def _end(self, state, by, on):
        self.state, self.ended_on, self.ended_by = state, on, by
        self._save()
        self.sessions.ahead(timezone.now()).update(ended_on=on, ended_by=by, ending="这一项已经结束")

    def _save(self):
        self.full_clean(exclude=["case", "specialist", "offered_by", "consent_by", "ended_by"])
        self.save()


class CounsellingNoteQuerySet(models.QuerySet):
    def of(self, official):
        """The only word there is for reading them: whose own they are."""
        return self.filter(author=official)


class CounsellingNote(models.Model):
    """What a counsellor writes down for himself of a session. Nobody else reads it, the director and the
    administrator neither (F56): it is encrypted, in no search, on no paper, in no export and in no history.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    author = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("咨询师"))
    held_on = models.DateField(gettext_lazy("哪天谈的"))
    text = EncryptedTextField(gettext_lazy("咨询记录"), max_length=5000)
    written_at = models.DateTimeField(gettext_lazy("记录时间"), default=timezone.now)

    objects = CounsellingNoteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("咨询记录")
        verbose_name_plural = gettext_lazy("咨询记录")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="counselling_note_is_no_empty_one",
                condition=~Q(text=""),
                violation_error_message=gettext_lazy("请写咨询记录。"),
            )
        ]
        indexes = [models.Index(fields=["author", "consultation"], name="note_by_author")]

    def __str__(self):
        return f"{self.held_on}"


class SessionQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_on__isnull=True)

    def ahead(self, now):
        return self.standing().filter(at__gt=now)

    def taken(self, shifts):
        """{shift: the instants that are booked} of `shifts`."""
        found = {}
        for shift, at in self.standing().filter(shift__in=shifts).values_list("shift", "at"):
            found.setdefault(shift, set()).add(at)
        return found

    @transaction.atomic
    def book(self, consultation, shift, at, *, by, now):
        """A turn of the shift for the petitioner; one that was booked and lies ahead gives way. Case row locked."""
        on = timezone.localdate(now)
        shift = Shift.objects.select_for_update(of=("self",)).select_related("specialist").get(pk=shift.pk)
        if reason := consultation.why_not_book():
            raise ValidationError(reason)
        if shift.specialist_id != consultation.specialist_id or shift.withdrawn_on or at not in shift.slots:
            raise ValidationError({"slot": _("这个时间不在他的值班表上了，请另选。")})
        if at <= now:
            raise ValidationError({"slot": _("这个时间已经过了，请另选。")})
        if timezone.localdate(at) > consultation.until:
            words = _("案卷只给他看到 %s，请选这一天以前的。") % f"{consultation.until:%F}"
            raise ValidationError({"slot": words})
        if self.standing().filter(shift=shift, at=at).exclude(consultation=consultation).exists():
            raise ValidationError({"slot": _("这个时间刚刚被约走，请另选。")})
        consultation.sessions.ahead(now).update(ended_on=on, ended_by=by, ending="改约")
        session = self.create(consultation=consultation, shift=shift, at=at, booked_by=by, booked_on=on)
        when = f"{timezone.localtime(at):%F %H:%M}"
        consultation.tell(by, f"{consultation.get_kind_display()}：约 {when} {shift.place}")
        return session

    @transaction.atomic
    def cancel(self, consultation, *, reason, by, now):
        """The petitioner does not come; the turn is free again. Case row locked."""
        ended = consultation.sessions.ahead(now).update(ended_on=timezone.localdate(now), ended_by=by, ending=reason)
        if not ended:
            raise ValidationError(_("没有约着的时间。"))
        consultation.tell(by, f"{consultation.get_kind_display()}：不约了，{reason}")

    @transaction.atomic
    def withdraw_shift(self, shift, *, reason, by, now):
        """He does not sit then: whoever was booked is to be told, and their files say so. Gives how many.

        The row of the shift is locked.
        """
        on = timezone.localdate(now)
        if shift.withdrawn_on:
            raise ValidationError(_("这一班已经撤下。"))
        if shift.ends_at <= now:
            raise ValidationError(_("这一班已经过了，不用撤。"))
        shift.withdrawn_on, shift.withdrawal = on, reason
        shift.full_clean(exclude=["specialist", "named_by"])
        shift.save()
        booked = list(self.ahead(now).filter(shift=shift).select_related("consultation__case"))
        self.filter(pk__in=[session.pk for session in booked]).update(ended_on=on, ended_by=by, ending="值班撤下")
        for session in booked:
            when = f"{timezone.localtime(session.at):%F %H:%M}"
            session.consultation.tell(by, f"约的 {when} 专家不值班了（{reason}），请告诉本人，另约时间")
        return len(booked)


class Session(models.Model):
    """A petitioner's turn at a specialist's shift (约谈, F24): when, and whether it still stands."""

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="sessions", verbose_name=gettext_lazy("专家服务")
    )
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="sessions", verbose_name=gettext_lazy("值班"))
    at = models.DateTimeField(gettext_lazy("几点"))
    booked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁约的"))
    booked_on = models.DateField(gettext_lazy("约的日期"))
    ended_on = models.DateField(gettext_lazy("取消日期"), null=True, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    ending = models.CharField(gettext_lazy("取消的原因"), max_length=200, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("专家约谈")
        verbose_name_plural = gettext_lazy("专家约谈")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_petitioner_a_turn",
                fields=["shift", "at"],
                condition=Q(ended_on__isnull=True),
                violation_error_message=gettext_lazy("这个时间刚刚被约走，请另选。"),
            ),
            models.CheckConstraint(
                name="cancelled_session_says_why",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ending="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ending="")),
                violation_error_message=gettext_lazy("取消约谈要写原因。"),
            ),
        ]
        indexes = [models.Index(fields=["consultation", "-at"], name="session_by_consultation")]

    def __str__(self):
        return f"{self.consultation} {timezone.localtime(self.at):%F %H:%M}"

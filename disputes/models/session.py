"""The record of a talk (调解记录, P13): who was there, what each side said, what came of it (调解法第二十七条)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField
from cases.models import Event, Party
from disputes.models.dispute import Dispute
from officials.models import Official

LONG = 3000
RECORDED = gettext_lazy("这个时间的调解已经记过。要补充、更正的，另写一条更正。")


class SessionQuerySet(models.QuerySet):
    @transaction.atomic
    def hold(self, dispute, *, by, now, started_at, mediators, parties, **said):
        """Write down one talk of an accepted dispute; nothing of it is changed later but by `Correction`.

        `mediators` are of those named for the dispute, `parties` the sides that were there: one alone may be heard
        apart. Who was invited stands in `invitees`, with the consent of both sides (M06).
        """
        dispute._refuse("session", by)
        case = dispute.case
        if started_at > now:
            raise ValidationError({"started_at": _("还没有到这个时间，谈过再记。")})
        if timezone.localdate(started_at) < case.accepted_on:
            raise ValidationError({"started_at": _("调解不能早于受理日期 %s。") % f"{case.accepted_on:%F}"})
        named = set(dispute.mediators.values_list("official", flat=True))
        if not mediators or any(one.pk not in named for one in mediators):
            raise ValidationError({"mediators": _("请从这件纠纷的调解员里选到场的。")})
        there = {party.pk for party in dispute.speakers}
        if not parties or any(one.pk not in there for one in parties):
            raise ValidationError({"parties": _("请选到场的当事人。")})
        if said.get("invitees") and not said.get("invitees_agreed"):
            raise ValidationError({"invitees_agreed": _("请别人参加，要双方同意（调解法第二十条）。")})
        if not (said["first_said"] or said["other_said"]):
            raise ValidationError({"first_said": _("请写到场的当事人怎么说的。")})
        if self.filter(dispute=dispute, started_at=started_at).exists():
            raise ValidationError({"started_at": RECORDED})
        last = self.filter(dispute=dispute).aggregate(last=Max("position"))["last"]
        session = self.model(
            dispute=dispute,
            position=(last or 0) + 1,
            started_at=started_at,
            recorded_by=by,
            recorded_at=now,
            **said,
        )
        session.full_clean(exclude=["dispute", "recorded_by"])
        session.save()
        session.mediators.set(mediators)
        session.parties.set(parties)
        dispute.__dict__.pop("talks", None)
        case.touch(by)
        case.save()
        words = gettext_lazy("第 %(position)d 次调解，%(day)s")
        dispute._tell(Event.Kind.MEDIATED, by, words, position=session.position, day=timezone.localdate(started_at))
        return session


class Session(models.Model):
    """One talk. Rows are only added (the database holds that): what is wrong in one is put right by a further entry.

    It stays with the mediators (3.4): neither the file of a petition nor who only reads the case has its words.
    """

    dispute = models.ForeignKey(
        Dispute, models.PROTECT, related_name="sessions", verbose_name=gettext_lazy("矛盾纠纷")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("第几次"))
    started_at = models.DateTimeField(gettext_lazy("什么时候谈的"))
    place = models.CharField(gettext_lazy("在哪里"), max_length=100)
    is_open = models.BooleanField(gettext_lazy("公开进行"), default=False)
    mediators = models.ManyToManyField(Official, related_name="+", verbose_name=gettext_lazy("到场的调解员"))
    parties = models.ManyToManyField(Party, related_name="+", verbose_name=gettext_lazy("到场的当事人"))
    invitees = EncryptedTextField(gettext_lazy("请来参加的人"), max_length=300, blank=True)
    invitees_agreed = models.BooleanField(gettext_lazy("双方同意请他们"), default=False)
    rights_told = models.BooleanField(gettext_lazy("开始时告知了权利义务"), default=False)
    first_said = EncryptedTextField(gettext_lazy("申请一方怎么说"), max_length=LONG, blank=True)
    other_said = EncryptedTextField(gettext_lazy("对方怎么说"), max_length=LONG, blank=True)
    course = EncryptedTextField(gettext_lazy("怎么调解的"), max_length=LONG, blank=True)
    result = EncryptedTextField(gettext_lazy("这次的结果"), max_length=500)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("调解记录")
        verbose_name_plural = gettext_lazy("调解记录")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="sessions_are_numbered", fields=["dispute", "position"]),
            models.UniqueConstraint(
                name="a_talk_is_recorded_once",
                fields=["dispute", "started_at"],
                violation_error_message=RECORDED,
            ),
            models.CheckConstraint(
                name="who_is_invited_has_both_sides_consent",
                condition=Q(invitees="") | Q(invitees_agreed=True),
                violation_error_message=gettext_lazy("请别人参加，要双方同意（调解法第二十条）。"),
            ),
            models.CheckConstraint(
                name="a_talk_says_what_was_said_and_its_result",
                condition=~Q(result="") & (~Q(first_said="") | ~Q(other_said="")),
                violation_error_message=gettext_lazy("请写当事人怎么说的和这次的结果。"),
            ),
        ]

    def __str__(self):
        return f"{self.dispute} {self.position}"

    @transaction.atomic
    def correct(self, text, *, by, now):
        """A further entry that puts right what was written; what was written stays. The case row is locked."""
        if not text.strip():
            raise ValidationError({"text": _("请写哪里要更正、应当是什么。")})
        self.dispute._refuse("session_correction", by)
        correction = Correction(session=self, text=text, by=by, at=now)
        correction.full_clean(exclude=["session", "by"])
        correction.save()
        words = gettext_lazy("第 %(position)d 次调解的记录有更正")
        self.dispute._tell(Event.Kind.MEDIATED, by, words, position=self.position)
        return correction


class Correction(models.Model):
    """What is put right in the record of a talk. Rows are only added."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="corrections")
    text = EncryptedTextField(gettext_lazy("更正"), max_length=LONG)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("调解记录的更正")
        verbose_name_plural = gettext_lazy("调解记录的更正")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.session} {self.at:%F}"

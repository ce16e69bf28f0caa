"""Reading of letters: the reader's sign-off, and a leader's reading with his instruction (F5, L42)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Event
from officials.models import Official


class ReadingManager(models.Manager):
    def sign(self, visit, *, by, note="", as_leader=False, instruction="", at=None):
        """`by` has read the letter whole. A leader may give an instruction with it, and again later.

        The first sign-off takes the letter off the list of the unread. Reading the same letter twice says so and
        changes nothing.
        """
        if instruction and not as_leader:
            raise ValidationError({"instruction": _("批示由包案领导、机关负责人写（条例第十八条）。")})
        if not instruction and self.filter(visit=visit, reader=by).exists():
            raise ValidationError(_("您已经签过阅，不用再签。"))
        at = at or timezone.now()
        reading = self.create(visit=visit, reader=by, at=at, note=note, as_leader=as_leader, instruction=instruction)
        if visit.case_id:
            kind = Event.Kind.INSTRUCTED if instruction else Event.Kind.READ
            detail = f"{visit.contact_no}：{instruction}" if instruction else visit.contact_no
            Event.objects.add(visit.case, kind, by=by, detail=detail, at=at)
        return reading


class Reading(models.Model):
    """One reading of one letter, fax or message. Rows are only added."""

    visit = models.ForeignKey(
        "reception.Visit", models.PROTECT, related_name="readings", verbose_name=gettext_lazy("来信")
    )
    reader = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("阅信人"))
    at = models.DateTimeField(gettext_lazy("阅信时间"), default=timezone.now)
    note = models.CharField(gettext_lazy("摘要"), max_length=200, blank=True)
    as_leader = models.BooleanField(gettext_lazy("领导阅信"), default=False)
    instruction = models.TextField(gettext_lazy("批示"), max_length=1000, blank=True)

    objects = ReadingManager()

    class Meta:
        verbose_name = gettext_lazy("阅信")
        verbose_name_plural = gettext_lazy("阅信")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="reading_by_leader", condition=Q(as_leader=True))]
        constraints = [
            models.CheckConstraint(
                name="only_leaders_instruct",
                condition=Q(instruction="") | Q(as_leader=True),
                violation_error_message=gettext_lazy("批示由包案领导、机关负责人写（条例第十八条）。"),
            ),
            models.UniqueConstraint(
                fields=["visit", "reader"],
                condition=Q(instruction=""),
                name="a_letter_is_signed_once_a_reader",
                violation_error_message=gettext_lazy("您已经签过阅，不用再签。"),
            ),
        ]

    def __str__(self):
        return f"{self.reader} {self.at:%F}"

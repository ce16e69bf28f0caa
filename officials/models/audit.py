"""The audit log (R17, PD-08): plain ids, no foreign keys, rows only ever added; and the heartbeats of the house."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditQuerySet(models.QuerySet):
    def between(self, first, last):
        """From the day `first` up to and with the day `last`; either may be None."""
        entries = self
        if first:
            entries = entries.filter(at__gte=start_of(first))
        if last:
            entries = entries.filter(at__lt=start_of(last + timedelta(days=1)))
        return entries

    def older_than(self, entry):
        """What comes after `entry`, read newest first."""
        return self.filter(Q(at__lt=entry.at) | Q(id__lt=entry.id), at__lte=entry.at)


def start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class AuditEntry(models.Model):
    """Who did or saw what, when, from where and why. Never holds content.

    `subject` names the kind of thing ("case", "official"), `subject_id` its plain id, so that an entry outlives
    what it speaks of. A trigger in the database refuses UPDATE and DELETE.
    """

    class Outcome(models.TextChoices):
        DONE = "DONE", _("已做")
        REFUSED = "REFUSED", _("被拒")

    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor_id = models.BigIntegerField(_("人员编号"), null=True)
    actor_name = models.CharField(_("人员"), max_length=50, blank=True)
    action = models.CharField(_("动作"), max_length=60)
    subject = models.CharField(_("对象"), max_length=20, blank=True)
    subject_id = models.BigIntegerField(_("对象编号"), null=True)
    field = models.CharField(_("字段"), max_length=40, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome, default=Outcome.DONE)
    address = models.GenericIPAddressField(_("来自"), null=True)
    request_id = models.CharField(_("请求编号"), max_length=12, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-at", "-id"]
        # Whatever narrows the log, the page after that one is read off the same index, newest first.
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["actor_id", "at", "id"], name="audit_by_actor"),
            models.Index(fields=["action", "at", "id"], name="audit_by_action"),
            models.Index(fields=["subject", "subject_id", "at", "id"], name="audit_by_subject"),
            models.Index(fields=["at", "id"], name="audit_refused", condition=Q(outcome="REFUSED")),
        ]

    def __str__(self):
        return f"{self.at:%F %T} {self.actor_name} {self.action}"

    @property
    def is_refused(self):
        return self.outcome == self.Outcome.REFUSED


class Heartbeat(models.Model):
    """When a part of the house (web, worker, beat, sweep) was last seen alive (DL-07)."""

    name = models.CharField(max_length=20, unique=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("心跳")
        verbose_name_plural = _("心跳")

    def __str__(self):
        return self.name

    @classmethod
    def beat(cls, name):
        cls.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})

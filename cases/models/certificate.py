"""The day by which a certificate is renewed (F23): thirty days before its last, warned of by the ladder."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.deadline import Deadline
from cases.rules import find
from officials.models import Certificate

RULE = "F23"
AHEAD = timedelta(days=30)


class CertificateClockManager(models.Manager):
    @transaction.atomic
    def record(self, certificate, *, on):
        """Keep a new certificate: warned of thirty days before it ends, and what it renews is warned of no more.

        The row is not saved yet. Raises ValidationError where it may not stand.
        """
        certificate.recorded_on = on
        certificate.full_clean(exclude=["recorded_by"])
        certificate.save()
        holder = {"official": certificate.official, "specialist": certificate.specialist}
        alike = {"kind": certificate.kind, **holder}
        renewed = self.filter(**{f"certificate__{name}": value for name, value in alike.items()})
        if certificate.expires_on:
            renewed = renewed.filter(certificate__expires_on__lt=certificate.expires_on)
        Deadline.objects.running().filter(certificate_clock__in=renewed).update(ended_on=on, end_reason="已换证")
        same = Certificate.objects.standing().filter(**alike).exclude(pk=certificate.pk)
        is_outlived = same.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=certificate.expires_on or on))
        if certificate.expires_on and not is_outlived.exists():
            self.start(certificate, on=on)
        return certificate

    def start(self, certificate, *, on):
        """The clock counts no workdays and rolls over no rest day: the day stands on the certificate (0155)."""
        rule = find(RULE)
        due_on = max(certificate.expires_on - AHEAD, on)
        who = certificate.official or (certificate.specialist and certificate.specialist.official)
        deadline = Deadline.objects.create(
            kind=rule.kind,
            rule=RULE,
            whose=rule.whose,
            label="证书换证",
            official=who or certificate.recorded_by,
            started_on=on,
            nominal_on=due_on,
            legal_end_on=due_on,
            target_on=due_on,
        )
        return self.create(certificate=certificate, deadline=deadline)

    @transaction.atomic
    def withdraw(self, certificate, *, reason, on):
        if certificate.withdrawn_on:
            raise ValidationError(_("这张证书已经注销。"))
        certificate.withdrawn_on, certificate.withdrawal = on, reason
        certificate.save()
        clocks = self.filter(certificate=certificate)
        Deadline.objects.running().filter(certificate_clock__in=clocks).update(
            ended_on=on, end_reason="证书注销", fell_away=True
        )


class CertificateClock(models.Model):
    """The day by which a certificate is to be renewed; the sweep and the ladder warn of it like of anything else."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="clock")
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="certificate_clock")

    objects = CertificateClockManager()

    class Meta:
        verbose_name = gettext_lazy("换证提醒")
        verbose_name_plural = gettext_lazy("换证提醒")

    def __str__(self):
        return f"{self.certificate} {self.deadline.legal_end_on}"

"""What people are told: one message a person a day with its lines, and the mail that may go with it (DL-03, DL-05)."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.round import Round
from cases.models.warning import DueWarning
from officials.models import Official


class SweepRunManager(models.Manager):
    def owe(self, at, found):
        """What was found at the instant `at` is to be told, also where that instant was swept before."""
        run = self.model(at=at, found=found)
        self.bulk_create([run], update_conflicts=True, unique_fields=["at"], update_fields=["found", "told_at"])


class SweepRun(models.Model):
    """A sweep that found something; written with its warnings, so that whom to tell is never forgotten."""

    at = models.DateTimeField(unique=True)
    found = models.PositiveIntegerField()
    told_at = models.DateTimeField(null=True)

    objects = SweepRunManager()

    class Meta:
        verbose_name = _("到期清扫")
        verbose_name_plural = _("到期清扫")
        indexes = [models.Index(fields=["at"], name="sweep_untold", condition=Q(told_at__isnull=True))]

    def __str__(self):
        return f"{self.at:%F %T}"


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)

    def read(self, *, now=None):
        """Mark these as read; gives how many were not. No history is owed for what only its reader sees."""
        return self.unread().update(read_at=now or timezone.now())


class Notice(models.Model):
    """The message of one day to one person. What comes later that day is added to it, and it is unread again."""

    LINES = 30  # kept of one day; how many more there were is said

    recipient = models.ForeignKey(Official, models.PROTECT, related_name="notices")
    on = models.DateField(_("日期"))
    count = models.PositiveIntegerField(_("几项"))
    made_at = models.DateTimeField(_("最近一项"))
    read_at = models.DateTimeField(_("看过"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        constraints = [models.UniqueConstraint(fields=["recipient", "on"], name="one_message_a_day")]
        indexes = [models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at__isnull=True))]

    def __str__(self):
        return f"{self.recipient} {self.on}"


class NoticeLine(models.Model):
    """One clock of one case, by number alone."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+")
    due_on = models.DateField(_("最后一天"))
    level = models.PositiveSmallIntegerField(_("级别"), choices=DueWarning.Level)
    is_found_late = models.BooleanField(_("补发现"), default=False)

    class Meta:
        verbose_name = _("消息的一行")
        verbose_name_plural = _("消息的各行")
        ordering = ["-level", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "deadline", "due_on"], name="a_clock_once_a_message"),
        ]

    def __str__(self):
        return f"{self.case} {self.get_level_display()}"


class NoticeRound(models.Model):
    """A round that was cut off and waits for the signature of who is told."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="rounds")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("消息里的一轮")
        verbose_name_plural = _("消息里的各轮")
        ordering = ["round__cutoff_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "round"], name="a_round_once_a_message")]

    def __str__(self):
        return f"{self.round}"


class MailQuerySet(models.QuerySet):
    @transaction.atomic
    def claim(self, now, limit=50):
        """Take what may be sent by `now` for as long as a lease; what another worker holds is passed over."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        rows = self.filter(free, sent_at__isnull=True, not_before__lte=now, attempts__lt=Mail.ATTEMPTS)
        rows = list(rows.select_for_update(skip_locked=True).order_by("not_before", "pk")[:limit])
        self.filter(pk__in=[row.pk for row in rows]).update(leased_until=now + Mail.LEASE, attempts=F("attempts") + 1)
        return rows


class Mail(models.Model):
    """The mail of one message, in the outbox until it is sent. What it says is read off the message when it goes."""

    LEASE = timedelta(minutes=10)
    ATTEMPTS = 8

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="mail")
    address = models.EmailField()
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("待发邮件")
        verbose_name_plural = _("待发邮件")
        indexes = [models.Index(fields=["not_before"], name="mail_unsent", condition=Q(sent_at__isnull=True))]

    def __str__(self):
        return f"{self.notice_id}"


def after_the_quiet(now):
    """`now`, or the next local end of the quiet hours where it lies in them; they may reach over midnight."""
    local = timezone.localtime(now)
    begins, ends = settings.QUIET_FROM, settings.QUIET_UNTIL
    at = local.time()
    is_quiet = begins <= at < ends if begins <= ends else at >= begins or at < ends
    if not is_quiet:
        return now
    over = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return over if over > local else over + timedelta(days=1)

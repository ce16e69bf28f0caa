"""Paper for a power cut: printed slips with numbers, entered later as contacts with their true arrival."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Counter
from officials.models import Official
from reception.models.visit import Visit

SERIES = "应急"
MOST_AT_ONCE = 100
TYPED = re.compile(r"(?:应急)?(\d{4})[-‐‑‒–—－](\d{1,6})")


def slip_number(year, value):
    return f"{SERIES}{year}-{value:04d}"


def read_number(typed):
    """The number of a slip as people type it: 应急2026-0001, 2026-1; what is none stays as it was."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    found = TYPED.fullmatch(text)
    return slip_number(found[1], int(found[2])) if found else text


class PaperSlipQuerySet(models.QuerySet):
    def open(self):
        """Neither entered nor spoiled: somewhere there is paper of which the register knows nothing yet."""
        return self.filter(visit__isnull=True, spoiled_at__isnull=True)

    def entered(self):
        return self.filter(visit__isnull=False)

    def spoiled(self):
        return self.filter(spoiled_at__isnull=False)

    def of_begun_batches(self):
        """Open ones of batches that have been used: the power is back, and somebody may wait for his number."""
        return self.open().filter(batch__in=PaperSlip.objects.entered().values("batch"))

    def for_entry(self, numbers):
        """The slips of these numbers by number, locked in order."""
        wanted = self.filter(number__in=numbers).order_by("pk").select_for_update(of=("self",))
        return {slip.number: slip for slip in wanted}

    def batches(self):
        """Batch by batch, the newest first: its first and last number, how many, how many are open."""
        is_open = Q(visit__isnull=True, spoiled_at__isnull=True)
        return (
            self.values("batch")
            .annotate(
                first=Min("pk"),
                printed=Max("printed_at"),
                first_number=Min("number"),
                last_number=Max("number"),
                total=Count("pk"),
                left=Count("pk", filter=is_open),
            )
            .order_by("-batch")
        )

    @transaction.atomic
    def print_batch(self, count, *, by, now=None):
        """`count` new slips under the next numbers of the year; no number is left out or given twice."""
        if not 1 <= count <= MOST_AT_ONCE:
            raise ValidationError({"count": _("一次印 1 到 %d 张。") % MOST_AT_ONCE})
        now = now or timezone.now()
        year = f"{timezone.localdate(now):%Y}"
        batch, first = Counter.objects.take_each(("slip_batch", "", 1), ("slip", year, count))
        return self.bulk_create(
            self.model(number=slip_number(year, value), batch=batch, printed_at=now, printed_by=by)
            for value in range(first, first + count)
        )


class PaperSlip(models.Model):
    """One printed slip (应急登记单). It is entered once as a contact, or spoiled with a reason; its number stays."""

    class Reason(models.TextChoices):
        AT_DESK = "AT_DESK", gettext_lazy("已在接访台登记")
        DAMAGED = "DAMAGED", gettext_lazy("写坏、污损")
        UNUSED = "UNUSED", gettext_lazy("没有用，收回销毁")
        LOST = "LOST", gettext_lazy("遗失")

    number = models.CharField(gettext_lazy("单号"), max_length=20, unique=True)
    batch = models.PositiveIntegerField(gettext_lazy("批次"))
    printed_at = models.DateTimeField(gettext_lazy("印的时间"), default=timezone.now)
    printed_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("印的人"))
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, blank=True, related_name="slip", verbose_name=gettext_lazy("补录的登记")
    )
    spoiled_at = models.DateTimeField(gettext_lazy("作废时间"), null=True, blank=True)
    spoiled_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("作废人")
    )
    spoiled_reason = models.CharField(gettext_lazy("作废原因"), max_length=10, choices=Reason, blank=True)

    objects = PaperSlipQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("应急登记单")
        verbose_name_plural = gettext_lazy("应急登记单")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="slip_is_entered_or_spoiled",
                condition=Q(visit__isnull=True) | Q(spoiled_at__isnull=True),
                violation_error_message=gettext_lazy("补录了的单子不能又作废。"),
            ),
            models.CheckConstraint(
                name="slip_spoiled_by_somebody_for_a_reason",
                condition=Q(spoiled_at__isnull=True, spoiled_by__isnull=True, spoiled_reason="")
                | Q(spoiled_at__isnull=False, spoiled_by__isnull=False) & ~Q(spoiled_reason=""),
                violation_error_message=gettext_lazy("作废要有原因和经手人。"),
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "number"], name="slips_of_a_batch"),
            models.Index(fields=["-spoiled_at"], name="slips_spoiled", condition=Q(spoiled_at__isnull=False)),
            models.Index(fields=["id"], name="slips_open", condition=Q(visit__isnull=True, spoiled_at__isnull=True)),
        ]

    def __str__(self):
        return self.number

    # ---------- 问 ----------
    @property
    def is_open(self):
        return self.visit_id is None and self.spoiled_at is None

    def check_open(self):
        if self.visit_id:
            raise ValidationError({"number": _("%s 已经补录过，登记编号在“已补录”里。") % self.number})
        if self.spoiled_at:
            raise ValidationError(
                {"number": _("%s 已经作废：%s。") % (self.number, self.get_spoiled_reason_display())}
            )

    def check_arrival(self, arrived, now):
        """Whoever wrote on it came after it was printed, to the minute, and not in the future."""
        if arrived > now:
            raise ValidationError({"arrived_at": _("到访时间还没有到，请核对。")})
        if arrived < self.printed_at.replace(second=0, microsecond=0):
            printed = timezone.localtime(self.printed_at)
            raise ValidationError({"arrived_at": _("这张单子 %s 才印出来，请核对。") % f"{printed:%Y-%m-%d %H:%M}"})

    # ---------- 步 ----------
    @transaction.atomic
    def enter(self, *, by, received_at, now=None, **contact):
        """Register who wrote on this slip as of the true arrival, without a place in today's queue."""
        self.refresh_from_db(from_queryset=PaperSlip.objects.select_for_update(of=("self",)))
        now = now or timezone.now()
        self.check_open()
        self.check_arrival(received_at, now)
        self.visit = Visit.objects.register(by=by, received_at=received_at, now=now, is_from_paper=True, **contact)
        self.save(update_fields=["visit"])
        return self.visit

    @transaction.atomic
    def spoil(self, reason, *, by, now=None):
        self.refresh_from_db(from_queryset=PaperSlip.objects.select_for_update(of=("self",)))
        self.check_open()
        self.spoiled_at, self.spoiled_by, self.spoiled_reason = now or timezone.now(), by, reason
        self.save(update_fields=["spoiled_at", "spoiled_by", "spoiled_reason"])

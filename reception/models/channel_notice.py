"""What the office tells everybody about its channels: addresses, phones, times, rules (条例第十八条第一款, F21)."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from officials.models import Official, Unit

LAPSE_WARNING = timedelta(days=14)
IN_FORCE = Func(
    F("valid_from"),
    Least(F("superseded_on"), F("valid_to") + Value(1)),
    function="DATERANGE",
)


class ChannelNoticeQuerySet(models.QuerySet):
    def in_force(self, on):
        """Of each item the one text of the day `on`."""
        return self.ahead(on).filter(valid_from__lte=on)

    def ahead(self, on):
        """What is in force on the day `on` or will be later."""
        return self.filter(
            Q(superseded_on__isnull=True) | Q(superseded_on__gt=on) & Q(superseded_on__gt=F("valid_from")),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        )

    @transaction.atomic
    def publish(self, item, text, *, valid_from, valid_to, by, today, seen=None, at=None):
        """A new text of `item` from `valid_from` on; what stood for these days and later is superseded by it.

        `seen` is the newest row its author knew of: what somebody else published meanwhile is not written over.
        """
        if not text.strip():
            raise ValidationError({"text": _("请写这一项的内容。")})
        if valid_from < today:
            raise ValidationError({"valid_from": _("起用日期不能早于今天：过去的日子已经那样公布过了。")})
        if valid_to and valid_to < valid_from:
            raise ValidationError({"valid_to": _("最后一天早于起用日期，请核对。")})
        earlier = list(self.filter(item=item).order_by("pk").select_for_update())
        if (earlier[-1].pk if earlier else None) != seen:
            raise ValidationError(_("您写的时候，有人公布了这一项新的内容。请看下面的各版，核对后再公布一次。"))
        for row in earlier:
            until = row.until
            if until is None or until > valid_from:
                row.superseded_on = max(valid_from, row.valid_from)
                row.save(update_fields=["superseded_on"])
        try:
            with transaction.atomic():
                return self.create(
                    item=item,
                    text=text,
                    valid_from=valid_from,
                    valid_to=valid_to,
                    published_by=by,
                    published_at=at or timezone.now(),
                )
        except IntegrityError:
            raise ValidationError(_("有人同时公布了这一项。请核对后再公布一次。")) from None

    def list_on(self, day):
        """Every item of the list with what is said of it on `day`: two statements."""
        ahead, street = list(self.ahead(day).order_by("valid_from")), Unit.objects.street()
        known = from_the_office(street)
        found = []
        for item in ChannelNotice.Item:
            rows = [row for row in ahead if row.item == item]
            row = next((row for row in rows if row.valid_from <= day), None)
            found.append(Told(item, row.text if row else known.get(item, ""), row, rows, day))
        return found


class Told(NamedTuple):
    """One item of the list as it stands on `day`: its text, the row it comes from, and all rows from here on."""

    item: "ChannelNotice.Item"
    text: str
    row: "ChannelNotice | None"
    rows: list
    day: object

    @property
    def label(self):
        return self.item.label

    @property
    def slug(self):
        return self.item.value.lower()

    @property
    def is_missing(self):
        return not self.text

    @property
    def is_from_the_office(self):
        """Nobody published it: what the office's own address book says stands in for it."""
        return bool(self.text) and self.row is None

    @property
    def lapses_on(self):
        """The last day with a text, if that is near and nothing follows at once."""
        until = self.day + timedelta(days=1)
        for row in self.rows:
            if row.valid_from > until:
                break
            if row.until is None:
                return None
            until = row.until
        last = until - timedelta(days=1)
        return last if self.row and last <= self.day + LAPSE_WARNING else None

    @property
    def coming(self):
        return [row for row in self.rows if row.valid_from > self.day]


def from_the_office(street):
    """What the office already knows, item by item."""
    item, known = ChannelNotice.Item, {}
    if street:
        known = {
            item.POSTAL: street.address and f"{street.address}　{street.name}",
            item.PHONE: street.phone,
            item.HOURS: street.hours,
            item.PLACE: street.address,
        }
    if settings.QUERY_ADDRESS:
        known[item.PROGRESS] = f"凭回执上的查询码，打开 {settings.QUERY_ADDRESS}"
    return known


class ChannelNotice(models.Model):
    """The text of one item for some days. A change is a new row; the one before keeps its words and its days."""

    class Item(models.TextChoices):
        ONLINE = "ONLINE", gettext_lazy("网络信访渠道")
        POSTAL = "POSTAL", gettext_lazy("通信地址")
        PHONE = "PHONE", gettext_lazy("咨询投诉电话")
        HOURS = "HOURS", gettext_lazy("信访接待时间")
        PLACE = "PLACE", gettext_lazy("信访接待地点")
        PROGRESS = "PROGRESS", gettext_lazy("怎样查询处理进展和结果")
        LAWS = "LAWS", gettext_lazy("与信访工作有关的党内法规和法律、法规、规章")
        PROCEDURE = "PROCEDURE", gettext_lazy("信访事项的处理程序")
        CONVENIENCE = "CONVENIENCE", gettext_lazy("其他便利事项")

    item = models.CharField(gettext_lazy("哪一项"), max_length=12, choices=Item)
    text = models.TextField(gettext_lazy("内容"), max_length=600)
    valid_from = models.DateField(gettext_lazy("起用日期"))
    valid_to = models.DateField(gettext_lazy("最后一天"), null=True, blank=True)
    superseded_on = models.DateField(gettext_lazy("改用新内容的日期"), null=True, blank=True)
    published_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("公布人"))
    published_at = models.DateTimeField(gettext_lazy("公布时间"), default=timezone.now)

    objects = ChannelNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("渠道公示")
        verbose_name_plural = gettext_lazy("渠道公示")
        ordering = ["item", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="one_channel_text_an_item_and_day",
                expressions=[("item", RangeOperators.EQUAL), (IN_FORCE, RangeOperators.OVERLAPS)],
                violation_error_message=gettext_lazy("这一项在这些天已经有内容。"),
            ),
            models.CheckConstraint(
                name="channel_notice_says_something",
                condition=~Q(text=""),
                violation_error_message=gettext_lazy("请写这一项的内容。"),
            ),
            models.CheckConstraint(
                name="channel_notice_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=gettext_lazy("最后一天早于起用日期，请核对。"),
            ),
            models.CheckConstraint(
                name="channel_notice_superseded_after_it_starts",
                condition=Q(superseded_on__isnull=True) | Q(superseded_on__gte=F("valid_from")),
                violation_error_message=gettext_lazy("改用新内容不能早于起用日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_item_display()} {self.valid_from}"

    @property
    def until(self):
        """The first day without it; None while no end is set."""
        ends = [self.valid_to + timedelta(days=1)] if self.valid_to else []
        return min([*ends, *([self.superseded_on] if self.superseded_on else [])], default=None)

    @property
    def last_day(self):
        """The last day it stood or will stand; before its first day where it never came to stand."""
        return self.until and self.until - timedelta(days=1)

    @property
    def never_stood(self):
        return self.superseded_on == self.valid_from

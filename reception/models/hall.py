"""The screens of the waiting hall: who may show the queue without signing in (number and room, nothing else)."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from officials.models import Official
from reception.models.queue import Ticket
from reception.models.rooms import Occupation, Room

LINK_LIVES = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=5)  # how often a screen that asks all the time is written down
SHOWN_NEXT = 6


def new_secret():
    return secrets.token_urlsafe(32)


def digest(secret):
    """What is kept of a link or a cookie: neither can be made of it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class HallScreenQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)

    @transaction.atomic
    def open_link(self, secret, *, now=None):
        """Use up a link: gives the screen that opened it, with its `cookie`. A second opening finds nothing."""
        now = now or timezone.now()
        unopened = self.in_force().filter(
            link_hash=digest(secret), opened_at__isnull=True, link_made_at__gt=now - LINK_LIVES
        )
        screen = unopened.select_for_update().first()
        if screen:
            screen.cookie = new_secret()
            screen.opened_at = screen.seen_at = now
            screen.cookie_hash = digest(screen.cookie)
            screen.save(update_fields=["opened_at", "seen_at", "cookie_hash"])
        return screen

    def picture(self, cookie, *, now):
        """What the screen with this cookie shows at `now`, by one statement; None where there is no such screen.

        `rooms` in the office's order, each with the number inside and the instant it was last called; `waiting`, the
        next numbers in order.
        """
        day = timezone.localdate(now)
        inside = Ticket.objects.of(day).filter(room=OuterRef("pk"), state__in=["CALLED", "TALKING"])
        opens = Occupation.objects.ahead(now).filter(room=OuterRef("pk"), purpose=Occupation.Purpose.RECEPTION_DAY)
        rooms = (
            Room.objects.active()
            .exclude(kind=Room.Kind.TALK)
            .order_by("position", "pk")
            .annotate(
                number=Subquery(inside.values("number")[:1]),
                state=Subquery(inside.values("state")[:1]),
                called_at=Subquery(inside.values(at=Coalesce("recalled_at", "called_at"))[:1]),
                opens_at=Subquery(opens.values("since")[:1]),
            )
        )
        shown = ("name", "kind", "number", "state", "called_at", "opens_at")
        waiting = Ticket.objects.of(day).waiting().in_order().values("number")[:SHOWN_NEXT]
        return (
            self.in_force()
            .filter(cookie_hash=digest(cookie))
            .exclude(cookie_hash="")
            .annotate(
                rooms=ArraySubquery(rooms.values(json=JSONObject(**{name: name for name in shown}))),
                waiting=ArraySubquery(waiting),
            )
            .first()
        )


class HallScreen(models.Model):
    """A screen admitted by the director. Its link is opened once; afterwards it is known by its own cookie."""

    name = models.CharField(gettext_lazy("放在哪里"), max_length=30)
    has_sound = models.BooleanField(
        gettext_lazy("叫号时响一声"),
        default=False,
        help_text=gettext_lazy("不响也看得清。响之前，屏上要先按一次“打开声音”。"),
    )
    link_hash = models.CharField(max_length=64, unique=True)
    link_made_at = models.DateTimeField(gettext_lazy("给链接的时间"), default=timezone.now)
    made_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    opened_at = models.DateTimeField(gettext_lazy("接上的时间"), null=True, blank=True)
    cookie_hash = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(gettext_lazy("最近在线"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(gettext_lazy("停用时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HallScreenQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("大厅屏")
        verbose_name_plural = gettext_lazy("大厅屏")
        ordering = ["withdrawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cookie_hash"],
                condition=~Q(cookie_hash=""),
                name="one_screen_a_cookie",
                violation_error_message=gettext_lazy("这块屏已经接上。"),
            ),
            models.CheckConstraint(
                name="screen_opened_has_a_cookie",
                condition=Q(opened_at__isnull=True, cookie_hash="") | Q(opened_at__isnull=False) & ~Q(cookie_hash=""),
                violation_error_message=gettext_lazy("接上的屏要有自己的凭据。"),
            ),
        ]

    def __str__(self):
        return self.name

    # ---------- 问 ----------
    def state(self, now):
        """How it stands, in a word."""
        if self.withdrawn_at:
            return _("已停用")
        if self.opened_at:
            return _("在用")
        return _("链接还没打开") if now < self.link_made_at + LINK_LIVES else _("链接已过期")

    # ---------- 步 ----------
    @classmethod
    def admit(cls, *, name, has_sound, by, now=None):
        """A new screen; its secret, the only time it is known, is in `screen.secret` for the link."""
        secret = new_secret()
        screen = cls.objects.create(
            name=name, has_sound=has_sound, made_by=by, link_made_at=now or timezone.now(), link_hash=digest(secret)
        )
        screen.secret = secret
        return screen

    @transaction.atomic
    def withdraw(self, *, by, now=None):
        """The screen shows nothing more from its next asking on; a link not yet opened is void."""
        self.refresh_from_db(from_queryset=HallScreen.objects.select_for_update())
        if self.withdrawn_at:
            raise ValidationError(_("%s 已经停用。") % self.name)
        self.withdrawn_at, self.withdrawn_by = now or timezone.now(), by
        self.save(update_fields=["withdrawn_at", "withdrawn_by"])

    def be_seen(self, now):
        """Write down, once in a while, that the screen lives."""
        if self.seen_at is None or now - self.seen_at >= SEEN_EVERY:
            HallScreen.objects.filter(pk=self.pk).update(seen_at=now)

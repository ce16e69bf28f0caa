"""The resident rates the window himself (F28, R23), and what he says becomes something to improve.

There is no field for an official in a rating: nobody of the office enters one.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.fields import EncryptedTextField
from cases.models import Deadline
from officials import permissions
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Unit
from reception.models.errand import Errand
from reception.models.hall import LINK_LIVES, digest

RULE = "F28"
RATED_WITHIN = timedelta(days=90)
ON_TABLET = timedelta(minutes=10)  # how long the tablet shows one errand


class WindowRatingManager(models.Manager):
    @transaction.atomic
    def give(self, errand, *, grade, via, words="", is_complaint=False, now=None):
        """The resident's own word on one errand, once. What he remarks or complains of is to be improved."""
        now = now or timezone.now()
        errand = Errand.objects.for_change().select_related("visit").get(pk=errand.pk)
        if not errand.may_be_rated:
            raise ValidationError(_("这一次还没有办完，或者已经评过。评价作出以后谁也不能改。"))
        if errand.at < now - RATED_WITHIN:
            raise ValidationError(_("过了 90 天，这一次不再评价。还有意见，请到窗口或者打电话说。"))
        if is_complaint and not words.strip():
            raise ValidationError({"words": _("要投诉的，请写是什么事。")})
        rating = self.create(errand=errand, grade=grade, via=via, words=words, is_complaint=is_complaint, at=now)
        if words.strip() or grade == WindowRating.Grade.DISSATISFIED:
            source = Improvement.Source.COMPLAINT if is_complaint else Improvement.Source.REMARK
            Improvement.objects.create(community=errand.community, rating=rating, source=source, raised_at=now)
        return rating


class WindowRating(models.Model):
    """What the resident said of one errand. It is never changed."""

    class Grade(models.TextChoices):
        SATISFIED = "SATISFIED", gettext_lazy("满意")
        FAIR = "FAIR", gettext_lazy("基本满意")
        DISSATISFIED = "DISSATISFIED", gettext_lazy("不满意")

    class Via(models.TextChoices):
        CODE = "CODE", gettext_lazy("本人凭查询码")
        TABLET = "TABLET", gettext_lazy("本人在窗口平板上")

    errand = models.OneToOneField(Errand, models.PROTECT, related_name="rating", verbose_name=gettext_lazy("办的事"))
    grade = models.CharField(gettext_lazy("评价"), max_length=12, choices=Grade)
    words = EncryptedTextField(gettext_lazy("想说的话"), max_length=1000, blank=True)
    is_complaint = models.BooleanField(gettext_lazy("是投诉"), default=False)
    via = models.CharField(gettext_lazy("怎样评的"), max_length=8, choices=Via)
    at = models.DateTimeField(gettext_lazy("什么时候"), default=timezone.now)

    objects = WindowRatingManager()

    class Meta:
        verbose_name = gettext_lazy("窗口评价")
        verbose_name_plural = gettext_lazy("窗口评价")
        indexes = [models.Index(fields=["-at"], name="window_rating_by_time")]

    def __str__(self):
        return self.get_grade_display()


class ImprovementQuerySet(models.QuerySet):
    def visible_to(self, official):
        """By the permission table: of one's community, one's own, or all; of what was sealed since none."""
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("window:improvement", official.roles) if official.is_active else []:
            match grant.scope:
                case "office":
                    condition |= ~Q(pk__in=[])
                case "community":
                    condition |= Q(community__in=official.unit_ids_of(grant.role))
                case _:
                    condition |= Q(owner=official)
        unsealed = Q(rating__isnull=True) | Q(rating__errand__visit__is_sealed=False)
        return self.filter(condition, unsealed)

    def unowned(self):
        return self.filter(owner__isnull=True, done_at__isnull=True)

    def open(self):
        return self.filter(done_at__isnull=True)

    def late(self, today):
        return self.open().filter(deadline__legal_end_on__lt=today)

    def done(self):
        return self.filter(done_at__isnull=False)

    def for_change(self):
        return self.select_for_update(of=("self",))


class Improvement(models.Model):
    """One thing to do better at a window: from a remark, a complaint, a gap of the catalogue, or somebody's idea."""

    class Source(models.TextChoices):
        COMPLAINT = "COMPLAINT", gettext_lazy("投诉")
        REMARK = "REMARK", gettext_lazy("评价里说的")
        GAP = "GAP", gettext_lazy("反复问、目录里没有")
        OWN = "OWN", gettext_lazy("自己发现的")

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("哪个社区的窗口"))
    source = models.CharField(gettext_lazy("从哪里来"), max_length=10, choices=Source)
    rating = models.OneToOneField(
        WindowRating,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="improvement",
        verbose_name=gettext_lazy("评价"),
    )
    what = models.CharField(gettext_lazy("哪里要改"), max_length=200, blank=True)
    raised_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁提的")
    )
    raised_at = models.DateTimeField(gettext_lazy("什么时候提的"), default=timezone.now)
    owner = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁来改")
    )
    action = models.CharField(gettext_lazy("怎么改"), max_length=200, blank=True)
    deadline = models.OneToOneField(
        Deadline, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("哪天以前")
    )
    done = models.CharField(gettext_lazy("改成什么样"), max_length=200, blank=True)
    done_at = models.DateTimeField(gettext_lazy("什么时候改好"), null=True, blank=True)
    done_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁改好的")
    )

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("改进事项")
        verbose_name_plural = gettext_lazy("改进事项")
        constraints = [
            models.CheckConstraint(
                name="improvement_says_what_or_whose_word",
                condition=Q(rating__isnull=False) | ~Q(what=""),
                violation_error_message=gettext_lazy("请写哪里要改。"),
            ),
            models.CheckConstraint(
                name="improvement_given_with_action_and_day",
                condition=Q(owner__isnull=True, action="", deadline__isnull=True)
                | Q(owner__isnull=False, deadline__isnull=False) & ~Q(action=""),
                violation_error_message=gettext_lazy("交给谁、怎么改、哪天以前，三样都要写。"),
            ),
            models.CheckConstraint(
                name="improvement_done_says_how",
                condition=Q(done_at__isnull=True, done_by__isnull=True, done="")
                | Q(done_at__gte=F("raised_at"), done_by__isnull=False, owner__isnull=False) & ~Q(done=""),
                violation_error_message=gettext_lazy("改好了的要写改成什么样。"),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-id"], name="improvement_by_window"),
            models.Index(fields=["owner", "-id"], name="improvement_by_owner", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self):
        return self.what or self.get_source_display()

    @property
    def is_open(self):
        return self.done_at is None

    @transaction.atomic
    def assign(self, owner, *, action, due_on, now=None):
        """`owner` answers for it by the day `due_on`; given again, the old clock ends. Lock the row first."""
        now = now or timezone.now()
        today = timezone.localdate(now)
        if not self.is_open:
            raise ValidationError(_("已经改好，不用再交。"))
        if not action.strip():
            raise ValidationError({"action": _("请写怎么改。")})
        if due_on < today:
            raise ValidationError({"due_on": _("日子不能早于今天。")})
        try:
            due = rules.given(RULE, today, due_on, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None
        self._end_clock(today, "另交他人")
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        self.deadline = Deadline.objects.start(
            None, due, rule=RULE, kind=due.rule.kind, label=label, started_on=today, official=owner
        )
        self.owner, self.action = owner, action
        self.save(update_fields=["owner", "action", "deadline"])

    @transaction.atomic
    def finish(self, done, *, by, now=None):
        """It is better now, and how. Lock the row first."""
        now = now or timezone.now()
        if not self.is_open:
            raise ValidationError(_("刚才已经记过，没有再记。"))
        if self.owner is None:
            raise ValidationError(_("还没有交给谁，请先定谁来改、哪天以前。"))
        if not done.strip():
            raise ValidationError({"done": _("请写改成什么样了。")})
        self.done, self.done_by, self.done_at = done, by, now
        self.save(update_fields=["done", "done_by", "done_at"])
        self._end_clock(timezone.localdate(now), "已改好")

    def _end_clock(self, day, reason):
        running = Deadline.objects.running().filter(pk=self.deadline_id)
        running.update(ended_on=day, end_reason=reason)


class RatingTabletQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)

    @transaction.atomic
    def open_link(self, secret, *, now=None):
        """Use up a link: gives the tablet that opened it, with its `cookie`. A second opening finds nothing."""
        now = now or timezone.now()
        unopened = self.in_force().filter(
            link_hash=digest(secret), opened_at__isnull=True, link_made_at__gt=now - LINK_LIVES
        )
        tablet = unopened.select_for_update().first()
        if tablet:
            tablet.cookie = secrets.token_urlsafe(32)
            tablet.opened_at, tablet.cookie_hash = now, digest(tablet.cookie)
            tablet.save(update_fields=["opened_at", "cookie_hash"])
        return tablet

    def of_cookie(self, cookie):
        if not cookie:
            return None
        return self.in_force().filter(cookie_hash=digest(cookie)).select_related("community").first()

    @transaction.atomic
    def admit(self, community, *, by, now=None):
        """A tablet for the window of `community`, the one before withdrawn; its plain link is on `secret`."""
        now = now or timezone.now()
        self.in_force().filter(community=community).update(withdrawn_at=now)
        secret = secrets.token_urlsafe(32)
        tablet = self.create(community=community, link_hash=digest(secret), link_made_at=now, made_by=by)
        tablet.secret = secret
        return tablet


class RatingTablet(models.Model):
    """The tablet that stands before the resident at one window; known by its own cookie, never signed in."""

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("社区"))
    link_hash = models.CharField(max_length=64, unique=True)
    link_made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁设的"))
    opened_at = models.DateTimeField(null=True, blank=True)
    cookie_hash = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RatingTabletQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("评价平板")
        verbose_name_plural = gettext_lazy("评价平板")
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_tablet_a_window",
                violation_error_message=gettext_lazy("这个窗口已经有一块评价平板。"),
            ),
            models.UniqueConstraint(fields=["cookie_hash"], condition=~Q(cookie_hash=""), name="tablet_cookie_once"),
        ]

    def __str__(self):
        return str(self.community)

    def errand_now(self, now):
        """What this tablet asks about at `now`: the errand shown last, for ten minutes, until it is rated."""
        shown = Errand.objects.of(self.community).filter(on_tablet_at__gt=now - ON_TABLET, rating__isnull=True)
        return shown.select_related("item", "visit__request").order_by("-on_tablet_at").first()

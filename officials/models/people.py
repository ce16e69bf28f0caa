"""The office's own people: accounts, posts with dates, and the leaders' areas (分片挂钩)."""

from datetime import date, timedelta
from functools import cache

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Case, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from officials import permissions
from officials.models.units import Unit


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


PERIOD = DateRange("since", "until", RangeBoundary(inclusive_lower=True, inclusive_upper=False))


class Role(models.TextChoices):
    """The roles of handbook section 9. HO (the head's powers) is a post beside LO, never implied by it."""

    RC = "RC", _("接访登记员")
    WC = "WC", _("综合窗口人员")
    GW = "GW", _("网格员")
    HD = "HD", _("承办人")
    OD = "OD", _("信访办主任")
    LO = "LO", _("包案领导")
    HO = "HO", _("机关负责人")
    MD = "MD", _("调解员")
    SP = "SP", _("特邀专家")
    SV = "SV", _("督查员")
    AU = "AU", _("审计员")
    SA = "SA", _("系统管理员")


class OfficialQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def holding(self, *roles, on):
        """Active accounts that hold one of `roles` on the day `on`."""
        return self.active().filter(pk__in=Posting.objects.in_force(on).filter(role__in=roles).values("official"))

    def of_unit(self, unit, *, on):
        return self.active().filter(pk__in=Posting.objects.in_force(on).filter(unit=unit).values("official"))


class OfficialManager(BaseUserManager.from_queryset(OfficialQuerySet)):
    def create_user(self, username, password=None, **fields):
        official = self.model(username=username, **fields)
        official.set_password(password)
        official.save()
        return official


class Official(AbstractBaseUser):
    """A person who works here, and the account. What one may do comes from postings alone."""

    username = models.CharField(_("工号"), max_length=20, unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    phone = models.CharField(_("内线"), max_length=30, blank=True)
    email = models.EmailField(_("工作邮箱"), blank=True, help_text=_("到期提醒发到这里，只写案号；不填就只在站内看"))
    is_active = models.BooleanField(_("可登录"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    password_set_at = models.DateTimeField(_("密码设定时间"), default=timezone.now)
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    sessions_ended_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(_("界面语言"), max_length=8, blank=True)

    history = HistoricalRecords(excluded_fields=["password", "last_login", "session_key", "sessions_ended_at"])
    objects = OfficialManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["username"]
        indexes = [models.Index(fields=["name"], name="official_by_name")]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        """Signing in or a renewed hash changes no person: the audit log tells of it, the history does not."""
        if update_fields is None or set(update_fields) - {"last_login", "password"}:
            return super().save(*args, update_fields=update_fields, **kwargs)
        self.skip_history_when_saving = True
        try:
            return super().save(*args, update_fields=update_fields, **kwargs)
        finally:
            del self.skip_history_when_saving

    def get_short_name(self):
        return self.name

    def set_password(self, raw_password):
        super().set_password(raw_password)
        self.password_set_at = timezone.now()

    @cached_property
    def posts(self):
        """Postings in force today with their units: one query, kept for the life of this instance.

        Every page asks this: the statement is put together once, and the day is checked here.
        """
        today = timezone.localdate()
        held = [post for post in Posting.objects.ever_of(self, today) if post.is_held(today)]
        return sorted(held, key=lambda post: (not post.is_main, post.pk))

    @cached_property
    def lent(self):
        """The delegations under which I may act today, by other people's posts: asked for only where there are any."""
        if not any(post.is_lent_more for post in self.posts) or self.roles & {Role.SV, Role.AU, Role.SA}:
            return []
        found = list(self.delegations_taken.in_force(timezone.localdate()).whole().order_by("pk"))
        for one in found:  # whoever lends it counts here with the post that he lends, and with no other
            one.posting.is_lent_more = False
            one.giver.posts = [one.posting]
        return found

    def lent_for(self, action):
        """The delegations that lend me `action`, whatever my own posts give me."""
        return [one for one in self.lent if one.lends(action) and permissions.rows_for(action, one.role)]

    def roles_for(self, action):
        """My roles with those in whose place I may take `action` today."""
        return self.roles | {one.role for one in self.lent if action in one.powers}

    @property
    def roles(self):
        return {post.role for post in self.posts}

    @property
    def role_names(self):
        return str(_("、")).join(dict.fromkeys(post.title or str(post.get_role_display()) for post in self.posts))

    @property
    def unit(self):
        return self.posts[0].unit if self.posts else None

    @cached_property
    def unit_ids(self):
        """Ids of the units of my posts and of all below them."""
        return Unit.objects.below({post.unit_id for post in self.posts})

    def unit_ids_of(self, role):
        """Ids of the units where I hold `role`, and of all below them: one query, kept like my posts."""
        held = (post.unit_id for post in self.posts if post.role == role)
        return self.keep(("units", role), lambda: Unit.objects.below(set(held)))

    def keep(self, what, make):
        """What `make()` gives, made once for this instance like my posts: a page asks many times what I may see."""
        if what not in self._kept:
            self._kept[what] = make()
        return self._kept[what]

    @cached_property
    def _kept(self):
        return {}

    def may(self, action):
        """Whether some post of mine, or one lent to me, has a row for `action`; rows are another question."""
        return self.is_active and (permissions.allows(action, self.roles) or bool(self.lent_for(action)))

    @property
    def is_staff(self):
        """Django's word for who may open the admin: the system administrator, who sees no case (AZ-12)."""
        return self.is_active and self.roles == {Role.SA}

    def has_perm(self, perm, obj=None):
        return self.is_staff and perm.split(".")[0] == "officials"

    def has_module_perms(self, app_label):
        return self.is_staff and app_label == "officials"

    def initial_password_expired(self, now, hours):
        """An initial password lives `hours` after it was set (AU-04)."""
        return self.must_change_password and now > self.password_set_at + timedelta(hours=hours)

    def end_sessions(self):
        """Whoever is signed in with this account is out at the next click (AU-09)."""
        Session.objects.filter(session_key=self.session_key).delete()
        self.session_key, self.sessions_ended_at = "", timezone.now()
        # Housekeeping, not a fact about the person: no history.
        Official.objects.filter(pk=self.pk).update(session_key="", sessions_ended_at=self.sessions_ended_at)


DAY, NOBODY = date.min, 0


@cache
def asking_posts():
    """The statement for the posts of one official and their units, and whose columns it gives.

    Between the two stands whether anything is lent to him that is not over. DAY and NOBODY are replaced each time.
    """
    from officials.models.delegation import Delegation

    lent = Delegation.objects.not_over(DAY).filter(taker=OuterRef("official"))
    asked = (
        Posting.objects.filter(official=NOBODY).select_related("unit").annotate(is_lent_more=Exists(lent)).order_by()
    )
    names = [[field.attname for field in model._meta.concrete_fields] for model in (Posting, Unit)]
    return *asked.query.sql_with_params(), *names


class PostingQuerySet(models.QuerySet):
    def in_force(self, on):
        """Posts held on the day `on`: `until` is the first day without the post."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)

    @staticmethod
    def ever_of(official, today):
        """All posts of one official, with their units, and whether anything is lent to him that is not over."""
        sql, params, names, unit_names = asking_posts()
        given = {DAY: today, NOBODY: official.pk}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            rows = cursor.fetchall()
        posts = []
        for row in rows:
            post = Posting.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)])
            post.official, post.is_lent_more = official, row[len(names)]
            post.unit = Unit.from_db(DEFAULT_DB_ALIAS, unit_names, row[len(names) + 1 :])
            posts.append(post)
        return posts

    def without_substitute(self, on):
        """Posts of the handling staff held on that day for which nobody stands in who is himself at work then."""
        at_work = self.model.objects.in_force(on).filter(official__is_active=True).values("official")
        posts = self.in_force(on).filter(official__is_active=True).exclude(role__in=[Role.SA, Role.AU])
        return posts.exclude(pk__in=self.model.objects.filter(substitute__in=at_work).values("pk"))

    def with_state(self, today):
        """Each post with `is_over` and `is_ahead`, as seen on the day `today`."""
        return self.annotate(
            is_over=ExpressionWrapper(Q(until__isnull=False, until__lte=today), models.BooleanField()),
            is_ahead=ExpressionWrapper(Q(since__gt=today), models.BooleanField()),
        )


class Posting(models.Model):
    """A post held for a time. Access ends on the day `until`, the first day without the post."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="postings", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=2, choices=Role)
    title = models.CharField(_("职务"), max_length=30, blank=True)
    is_main = models.BooleanField(_("主要岗位"), default=True)
    since = models.DateField(_("任职日期"))
    until = models.DateField(_("离岗日期"), null=True, blank=True, help_text=_("离岗当日起不再有权限"))
    substitute = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="substitutes_for", verbose_name=_("代理人")
    )

    history = HistoricalRecords()
    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ["official", "since"]
        constraints = [
            models.CheckConstraint(
                name="posting_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=_("离岗日期要晚于任职日期。"),
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_oneself",
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("official")),
                violation_error_message=_("代理人不能是本人。"),
            ),
            ExclusionConstraint(
                name="same_post_once_at_a_time",
                expressions=[
                    ("official", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("此人在这段时间已有这个岗位。"),
            ),
            # 三权分立（AZ-12）：系统管理、审计、业务三类岗位同一时间不能由一人兼任。
            ExclusionConstraint(
                name="three_powers_apart",
                expressions=[
                    ("official", RangeOperators.EQUAL),
                    (
                        Case(
                            When(role="SA", then=Value(1)),
                            When(role="AU", then=Value(2)),
                            default=Value(0),
                            output_field=models.IntegerField(),
                        ),
                        RangeOperators.NOT_EQUAL,
                    ),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("系统管理员、审计员和业务岗位不能由同一个人兼任。"),
            ),
        ]
        indexes = [models.Index(fields=["role", "unit"], name="posting_by_role")]

    def __str__(self):
        return f"{self.official} {self.title or self.get_role_display()}"

    def save(self, *args, **kwargs):
        """A changed post ends the sessions that were opened with the old one (AU-09)."""
        super().save(*args, **kwargs)
        self.official.end_sessions()

    def is_held(self, on):
        """As `in_force` asks: `until` is the first day without the post."""
        return self.since <= on and (self.until is None or self.until > on)

    @property
    def own_title(self):
        """The title, where it says more than the role."""
        return "" if self.title == self.get_role_display() else self.title

    def overlaps(self, other):
        """Whether both are held on some same day."""
        return (self.until is None or other.since < self.until) and (other.until is None or self.since < other.until)


class Zone(models.Model):
    """A leader answers for a community (分片挂钩, F46), from `since` until the day `until` on which it ends."""

    leader = models.ForeignKey(Official, models.PROTECT, related_name="zones", verbose_name=_("挂钩领导"))
    community = models.ForeignKey(Unit, models.PROTECT, related_name="zones", verbose_name=_("社区"))
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    history = HistoricalRecords()
    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("分片挂钩")
        verbose_name_plural = _("分片挂钩")
        ordering = ["community", "since"]
        constraints = [
            ExclusionConstraint(
                name="one_leader_a_zone_at_a_time",
                expressions=[("community", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                violation_error_message=_("这个社区在这段时间已有挂钩领导。"),
            )
        ]

    def __str__(self):
        return f"{self.leader} {self.community}"

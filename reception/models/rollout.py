"""The model window and its spread (F35): one community is the master, the others open with a copy of it.

What is copied: the items of the catalogue, the counter (a unit of kind WINDOW), the texts on the window's papers. Who
sits there is not copied: a post is given to a person by the administrator, and the checklist says whether one has it.
"""

from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from officials.models import Official, Posting, Role, Unit
from reception.models.catalogue import ServiceItem


class WindowTextManager(models.Manager):
    def of(self, community):
        """{kind: text} of one window; what was never written is not there."""
        return {row.kind: row.text for row in self.filter(community=community)}

    def write(self, community, kind, text, *, by, now=None):
        values = {"text": text, "changed_by": by, "changed_at": now or timezone.now()}
        return self.update_or_create(community=community, kind=kind, defaults=values)[0]


class WindowText(models.Model):
    """What a window prints: its pledge on the page of the window, and the closing words of a one-time notice."""

    class Kind(models.TextChoices):
        PLEDGE = "PLEDGE", gettext_lazy("服务承诺")
        NOTICE = "NOTICE", gettext_lazy("一次性告知单上的话")

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("社区"))
    kind = models.CharField(gettext_lazy("哪一段"), max_length=8, choices=Kind)
    text = models.CharField(gettext_lazy("怎么写"), max_length=300)
    changed_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁写的"))
    changed_at = models.DateTimeField(gettext_lazy("什么时候写的"), default=timezone.now)

    objects = WindowTextManager()

    class Meta:
        verbose_name = gettext_lazy("窗口用语")
        verbose_name_plural = gettext_lazy("窗口用语")
        constraints = [models.UniqueConstraint(fields=["community", "kind"], name="window_text_once")]

    def __str__(self):
        return self.get_kind_display()


class WindowModelManager(models.Manager):
    def current(self):
        return self.filter(is_current=True).select_related("community").first()

    @transaction.atomic
    def declare(self, community, *, by, live_on, now=None):
        """`community` is the model from now on; its window has been open since `live_on`."""
        now = now or timezone.now()
        today = timezone.localdate(now)
        if live_on > today:
            raise ValidationError({"live_on": _("开通的日子不能在今天以后。")})
        if not ServiceItem.objects.of(community).in_force(today).exists():
            raise ValidationError({"community": _("这个社区的目录还是空的，请先导入目录。")})
        before = self.select_for_update().filter(is_current=True).first()
        if before and before.community_id == community.pk:
            raise ValidationError({"community": _("已经是示范窗口。")})
        if before:
            raise ValidationError(_("已经有示范窗口 %s，别的社区都跟着它。") % before.community)
        model = self.create(community=community, declared_by=by, declared_at=now)
        values = {"opened_by": by, "opened_at": now, "opened_version": 1, "version": 1, "live_on": live_on}
        rollout = Rollout.objects.create(community=community, model=model, went_live_by=by, **values)
        for kind in RolloutStep.Kind:
            rollout.steps.create(kind=kind, done_by=by, done_at=now)
        return model

    def grow(self, community):
        """The catalogue of `community` changed: where it is the model, that is a new version of the model."""
        self.filter(community=community, is_current=True).update(version=F("version") + 1)


class WindowModel(models.Model):
    """Which community is the model, and the version of it: each change of its catalogue makes the next."""

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("示范社区"))
    version = models.PositiveIntegerField(gettext_lazy("第几版"), default=1)
    is_current = models.BooleanField(default=True)
    declared_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁定的"))
    declared_at = models.DateTimeField(gettext_lazy("什么时候定的"), default=timezone.now)

    objects = WindowModelManager()

    class Meta:
        verbose_name = gettext_lazy("示范窗口")
        verbose_name_plural = gettext_lazy("示范窗口")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="one_model_window",
                violation_error_message=gettext_lazy("示范窗口只有一个。"),
            )
        ]

    def __str__(self):
        return str(self.community)


def said(item, name):
    """One fact of an item in words."""
    value = getattr(item, name)
    if name == "materials":
        value = "、".join(row["name"] for row in value)
    elif name == "asks":
        value = "、".join(value)
    elif name == "handling":
        value = item.get_handling_display()
    return "—" if value in (None, "") else str(value)


class Difference(NamedTuple):
    """One item in which a community differs from the model. `theirs` or `own` may be None."""

    kind: str
    theirs: ServiceItem | None
    own: ServiceItem | None
    fields: tuple = ()

    NEW, CHANGED, OVERRIDDEN, OWN, GONE = "NEW", "CHANGED", "OVERRIDDEN", "OWN", "GONE"

    @property
    def label(self):
        return {
            self.NEW: _("新增"),
            self.CHANGED: _("示范改了"),
            self.OVERRIDDEN: _("本社区改过"),
            self.OWN: _("本社区自己的"),
            self.GONE: _("示范停了"),
        }[self.kind]

    @property
    def may_be_taken(self):
        return self.kind != self.OWN

    @property
    def is_due(self):
        """The community is behind the model here; what it changed itself is its own affair."""
        return self.kind in (self.NEW, self.CHANGED, self.GONE)

    @property
    def key(self):
        return str(self.theirs.line if self.theirs else self.own.model_line)

    @property
    def name(self):
        return (self.theirs or self.own).name

    @property
    def changes(self):
        """What differs: (label, here, at the model)."""
        labels = {name: ServiceItem._meta.get_field(name).verbose_name for name in self.fields}
        return [(labels[name], said(self.own, name), said(self.theirs, name)) for name in self.fields]


def differences(model, community, today):
    """In which items `community` differs from the model on `today`, what is to be taken over first. Two statements."""
    if model.community_id == community.pk:
        return []
    items = ServiceItem.objects.latest().select_related("counter", "unit", "model_item")
    theirs = {item.line: item for item in items.of(model.community).in_force(today)}
    mine = list(items.of(community))
    by_model = {item.model_line: item for item in mine if item.model_line}
    by_name = {item.name: item for item in mine if not item.model_line}
    found, matched = [], set()
    for line, item in theirs.items():
        own = by_model.get(line) or by_name.get(item.name)
        if own is None:
            found.append(Difference(Difference.NEW, item, None))
            continue
        matched.add(own.pk)
        fields = tuple(own.differs_from(item))
        if not fields:
            continue
        is_own = own.model_item is None or bool(own.differs_from(own.model_item))
        is_moved = own.model_item_id != item.pk
        kind = Difference.CHANGED if is_moved and own.model_item_id else Difference.OVERRIDDEN
        if not is_own:
            kind = Difference.CHANGED
        found.append(Difference(kind, item, own, fields))
    for own in mine:
        if own.pk in matched or not own.is_in_force(today):
            continue
        kind = Difference.GONE if own.model_line else Difference.OWN
        found.append(Difference(kind, None, own))
    order = [Difference.NEW, Difference.CHANGED, Difference.GONE, Difference.OVERRIDDEN, Difference.OWN]
    return sorted(found, key=lambda one: (order.index(one.kind), one.name))


class RolloutQuerySet(models.QuerySet):
    def for_change(self):
        return self.select_for_update(of=("self",))

    @transaction.atomic
    def open(self, model, community, *, by, lines, now=None):
        """Open the window of `community`: the chosen items of the model (`lines`), the counter and the texts.

        Lock the model first. Steps that hold after it are done by it; what people do is ticked by hand.
        """
        now = now or timezone.now()
        if self.filter(community=community).exists():
            raise ValidationError(_("这个社区的窗口已经开过，差别在这一页逐项跟。"))
        rollout = self.create(
            community=community,
            model=model,
            opened_by=by,
            opened_at=now,
            opened_version=model.version,
            version=model.version,
        )
        rollout.take(lines, by=by, now=now)
        rollout.copy_counter()
        theirs, own = WindowText.objects.of(model.community), WindowText.objects.of(community)
        for kind, text in theirs.items():
            if kind not in own:
                WindowText.objects.write(community, kind, text, by=by, now=now)
        for kind in (RolloutStep.Kind.CATALOGUE, RolloutStep.Kind.ROOM, RolloutStep.Kind.TEXTS):
            rollout.steps.create(kind=kind, done_by=by, done_at=now)
        if rollout.clerks(timezone.localdate(now)):
            rollout.steps.create(kind=RolloutStep.Kind.POSTS, done_by=by, done_at=now)
        return rollout


class Rollout(models.Model):
    """The window of one community: with which version of the model it was opened, which it runs, and since when."""

    community = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("社区"))
    model = models.ForeignKey(
        WindowModel, models.PROTECT, related_name="rollouts", verbose_name=gettext_lazy("示范窗口")
    )
    opened_version = models.PositiveIntegerField(gettext_lazy("开通时的版次"))
    version = models.PositiveIntegerField(gettext_lazy("跟到第几版"))
    opened_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁开的"))
    opened_at = models.DateTimeField(gettext_lazy("什么时候开的"), default=timezone.now)
    live_on = models.DateField(gettext_lazy("对外服务从哪天起"), null=True, blank=True)
    went_live_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁定的")
    )

    objects = RolloutQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("窗口推广")
        verbose_name_plural = gettext_lazy("窗口推广")
        constraints = [
            models.CheckConstraint(
                name="live_by_somebody_on_some_day",
                condition=Q(live_on__isnull=True, went_live_by__isnull=True)
                | Q(live_on__isnull=False, went_live_by__isnull=False),
                violation_error_message=gettext_lazy("对外服务要写谁定的、从哪天起。"),
            ),
            models.CheckConstraint(
                name="follows_the_model_forward",
                condition=Q(version__gte=F("opened_version")),
                violation_error_message=gettext_lazy("跟到的版次不能早于开通时的版次。"),
            ),
        ]

    def __str__(self):
        return str(self.community)

    # ---------- 问 ----------
    def clerks(self, today):
        """Who is posted to this window as its clerk."""
        return list(
            Posting.objects.filter(unit=self.community, role=Role.WC, since__lte=today)
            .filter(Q(until__isnull=True) | Q(until__gt=today))
            .select_related("official")
        )

    @property
    def done_kinds(self):
        return {step.kind for step in self.steps.all()}

    @property
    def is_ready(self):
        return len(self.done_kinds) == len(RolloutStep.Kind.values)

    # ---------- 步 ----------
    @transaction.atomic
    def take(self, lines, *, by, now=None):
        """Take over the items named by the model's `lines`, as the model has them now. Gives how many.

        Lock this row first. The community runs the model's version once nothing is left behind.
        """
        now = now or timezone.now()
        today = timezone.localdate(now)
        model = WindowModel.objects.select_for_update().get(pk=self.model_id)
        open_ones = {one.key: one for one in differences(model, self.community, today) if one.may_be_taken}
        chosen = [open_ones[line] for line in dict.fromkeys(map(str, lines)) if line in open_ones]
        new = [one for one in chosen if one.own is None]
        ServiceItem.objects.add_all(
            self.community,
            [self._copied(one) for one in new],
            by=by,
            now=now,
            note=f"照示范窗口第 {model.version} 版",
        )
        known = [one for one in chosen if one.own is not None]
        changes = [(one.own, self._copied(one) if one.theirs else self._ended(one.own, today)) for one in known]
        ServiceItem.objects.replace(changes, by=by, now=now, note=f"照示范窗口第 {model.version} 版")
        behind = [one for one in differences(model, self.community, today) if one.is_due]
        if not behind:
            self.version = model.version
            self.save(update_fields=["version"])
        return len(chosen)

    @staticmethod
    def _copied(one):
        return one.theirs.facts() | {"model_line": one.theirs.line, "model_item": one.theirs}

    @staticmethod
    def _ended(own, today):
        """What the model dropped ends yesterday, or on its first day."""
        return {"valid_to": max(own.valid_from, today - timedelta(days=1))}

    def copy_counter(self):
        """A counter of the same name as the model's, unless the community has one."""
        if Unit.objects.active().filter(parent=self.community, kind=Unit.Kind.WINDOW).exists():
            return
        theirs = Unit.objects.active().filter(parent=self.model.community, kind=Unit.Kind.WINDOW).first()
        name = theirs.name if theirs else "综合窗口"
        hours = theirs.hours if theirs else ""
        Unit.objects.get_or_create(
            parent=self.community, name=name, defaults={"kind": Unit.Kind.WINDOW, "hours": hours, "position": 90}
        )

    @transaction.atomic
    def tick(self, kind, *, by, now=None):
        """A step of the checklist is done; each once. Lock the row first."""
        now = now or timezone.now()
        if kind in self.done_kinds:
            raise ValidationError(_("这一步刚才已经记过。"))
        if kind == RolloutStep.Kind.POSTS and not self.clerks(timezone.localdate(now)):
            raise ValidationError(_("这个社区还没有综合窗口人员的岗位，请系统管理员先设。"))
        self.steps.create(kind=kind, done_by=by, done_at=now)

    @transaction.atomic
    def go_live(self, on, *, by):
        """Open to residents from the day `on`; every step is done before. Lock the row first."""
        if self.live_on:
            raise ValidationError(_("刚才已经定过对外服务的日子。"))
        left = [RolloutStep.Kind(kind).label for kind in RolloutStep.Kind.values if kind not in self.done_kinds]
        if left:
            raise ValidationError(_("还有没做的：%s。") % _("、").join(map(str, left)))
        if on < timezone.localdate(self.opened_at):
            raise ValidationError({"live_on": _("对外服务不能早于开通的那天。")})
        self.live_on, self.went_live_by = on, by
        self.save(update_fields=["live_on", "went_live_by"])


class RolloutStep(models.Model):
    """One step of the checklist, done by somebody at some time."""

    class Kind(models.TextChoices):
        CATALOGUE = "CATALOGUE", gettext_lazy("目录照示范抄好")
        ROOM = "ROOM", gettext_lazy("窗口设好")
        TEXTS = "TEXTS", gettext_lazy("承诺和告知单写好")
        POSTS = "POSTS", gettext_lazy("窗口人员到岗")
        TRAINING = "TRAINING", gettext_lazy("窗口人员学过目录和答复")
        TRIAL = "TRIAL", gettext_lazy("试办过一件，前台后台走通")
        NOTICE = "NOTICE", gettext_lazy("门口公示贴好")

    rollout = models.ForeignKey(Rollout, models.PROTECT, related_name="steps", verbose_name=gettext_lazy("窗口推广"))
    kind = models.CharField(gettext_lazy("哪一步"), max_length=10, choices=Kind)
    done_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁记的"))
    done_at = models.DateTimeField(gettext_lazy("什么时候做到"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("推广的一步")
        verbose_name_plural = gettext_lazy("推广的步骤")
        constraints = [models.UniqueConstraint(fields=["rollout", "kind"], name="rollout_step_once")]

    def __str__(self):
        return self.get_kind_display()

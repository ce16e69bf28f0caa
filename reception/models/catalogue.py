"""What can be done at the one window of a community (F32): items in versions, found by everyday words and initials.

A change writes a new version; a request keeps the version under which it was made. The seven counters of before are a
dictionary (`FormerCounter`): nobody at the window has to know which one it was.
"""

import uuid
import zlib

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case as Choose
from django.db.models import F, Func, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import Style, lazy_pinyin

from cases.search import bigrams, normalised
from officials import permissions
from officials.models import Official, Unit

FOUND = 12  # of one look
LONGEST_PROMISE = 60
LONGEST_WORD = 8  # what is longer is a sentence, which stands in no item as it was said


def initials_of(text):
    """The first letters of a text as an input method wants them: 老年优待证 -> lnydz; letters and digits stay."""
    letters = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
    return "".join(char for char in letters if char.isascii() and char.isalnum())


def pairs_of(text):
    """The different pairs of neighbours in a text: what two ways of asking have in common."""
    return sorted({pair for pair in bigrams(text) if pair.isalnum()})


def grams_of(text):
    """The pairs as numbers, which the database compares many times faster than letters."""
    return sorted({zlib.crc32(pair.encode()) >> 1 for pair in pairs_of(text)})


class FormerCounter(models.Model):
    """One of the seven counters that became one. Loaded; the office may name them its own way."""

    code = models.CharField(gettext_lazy("代码"), max_length=12, unique=True)
    name = models.CharField(gettext_lazy("原来的窗口"), max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(gettext_lazy("次序"))

    class Meta:
        verbose_name = gettext_lazy("原来的窗口")
        verbose_name_plural = gettext_lazy("原来的窗口")
        ordering = ["position"]

    def __str__(self):
        return self.name


def communities_of(official, action):
    """The communities whose window `official` may open under `action`; a grid worker's is that of the grid."""
    communities = Unit.objects.communities()
    grants = permissions.grants_for(action, official.roles) if official.is_active else []
    if any(grant.scope in ("office", "") for grant in grants):
        return communities
    own = set()
    for grant in grants:
        own |= official.unit_ids_of(grant.role)
    return communities_at(own)


def communities_at(units):
    """The communities among these units, and those in which a grid among them lies."""
    grids = Unit.objects.filter(pk__in=units).values("parent")
    return Unit.objects.communities().filter(Q(pk__in=units) | Q(pk__in=grids))


class ServiceItemQuerySet(models.QuerySet):
    def of(self, community):
        return self.filter(community=community)

    def latest(self):
        return self.filter(is_latest=True)

    def in_force(self, today):
        """What the window offers on `today`; the last day of validity is one of them."""
        still = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        return self.latest().filter(still, valid_from__lte=today)

    def out_of_force(self, today):
        return self.latest().filter(Q(valid_to__lt=today) | Q(valid_from__gt=today))

    def to_review(self, today):
        """Past the day on which its owner should have looked at it again; that day itself is not past."""
        return self.in_force(today).filter(review_on__lt=today)

    def visible_to(self, official):
        """By the permission table: those of one's community, for one's section, or all."""
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("window:item", official.roles) if official.is_active else []:
            match grant.scope:
                case "office":
                    return self.all()
                case "community":
                    condition |= Q(community__in=communities_at(official.unit_ids_of(grant.role)))
                case "unit":
                    condition |= Q(unit__in=official.unit_ids_of(grant.role))
        return self.filter(condition)

    def matching(self, text):
        """The items whose name, everyday words or initials hold every word of `text`, the closest name first.

        Where none does, those that share the most pairs of characters: a sentence finds what it is about.
        """
        words = normalised(text).split()
        if not words:
            return self.order_by("counter__position", "name", "pk")
        found = self
        for word in words:
            found = found.filter(haystack__contains=word)
        closeness = Choose(
            When(name__istartswith=words[0], then=Value(0)),
            When(name__icontains=words[0], then=Value(1)),
            When(initials__startswith=words[0], then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
        return found.order_by(closeness, "name", "pk")

    def alike(self, text):
        pairs = grams_of(text)
        if not pairs:
            return self.none()
        shared = Func(
            F("grams"),
            Value(pairs, output_field=ServiceItem._meta.get_field("grams")),
            template="(SELECT count(*)::int FROM unnest(%(expressions)s))",
            arg_joiner=") AS g(gram) WHERE g.gram = ANY(",
            output_field=IntegerField(),
        )
        enough = 1 if len(pairs) < 4 else 2
        found = self.filter(grams__overlap=pairs).annotate(shared=shared)
        return found.filter(shared__gte=enough).order_by("-shared", "name", "pk")

    def find(self, text, limit=FOUND):
        """A page of items for what was typed: by words, else by likeness. At most two statements."""
        is_sentence = any(len(word) > LONGEST_WORD and not word.isascii() for word in normalised(text).split())
        found = [] if is_sentence else list(self.matching(text)[:limit])
        return found or list(self.alike(text)[:limit])

    def for_change(self):
        return self.select_for_update(of=("self",))

    def add(self, community, *, by, now=None, note="", **facts):
        """A new item of the window of `community`, its first version."""
        return self.add_all(community, [facts], by=by, now=now, note=note)[0]

    def add_all(self, community, rows, *, by, now=None, note=""):
        """New items, each by its facts, all or none."""
        new = [self.model(community=community, line=uuid.uuid4(), version=1, note=note, **facts) for facts in rows]
        return self._put(new, by, now)

    @transaction.atomic
    def replace(self, changes, *, by, now=None, note=""):
        """The next version of several items of one window, from pairs of an item and the facts that differ.

        Lock the latest rows first; gives the new ones.
        """
        following = [item.following(note, facts) for item, facts in changes]
        # No history is owed: the version itself stays.
        ServiceItem.objects.filter(pk__in=[item.pk for item, _facts in changes]).update(is_latest=False)
        for item, _facts in changes:
            item.is_latest = False
        return self._put(following, by, now)

    @transaction.atomic
    def _put(self, items, by, now):
        """Write versions of one window by one statement; where it is the model, that is one new version of it."""
        if not items:
            return []
        community = items[0].community
        latest = ServiceItem.objects.latest().of(community).filter(name__in=[item.name for item in items])
        taken = dict(latest.values_list("name", "line"))
        for item in items:
            item.changed_by, item.changed_at, item.is_latest = by, now or timezone.now(), True
            item.prepare()
            item.refuse_unfit(taken)
            item.clean_fields(exclude=ServiceItem.POINTERS)
            taken[item.name] = item.line
        ServiceItem.objects.bulk_create(items)
        from reception.models.rollout import WindowModel  # it points here

        WindowModel.objects.grow(community)
        return items


class ServiceItem(models.Model):
    """One version of one item of one window. Only the latest version is offered; the others stand under old requests.

    `line` is the same in all versions. `model_line` is the line of the model window's item it was copied from, and
    `model_item` the version taken over last; what differs from that is the community's own (F35).
    """

    class Handling(models.TextChoices):
        INSTANT = "INSTANT", gettext_lazy("当场办")
        BACK_OFFICE = "BACK_OFFICE", gettext_lazy("后台办")

    # What a change, an import and a copy say of an item.
    FACTS = (
        "name",
        "words",
        "counter",
        "who_may",
        "materials",
        "handling",
        "unit",
        "promise_days",
        "answer",
        "asks",
        "valid_from",
        "valid_to",
    )

    POINTERS = ("community", "counter", "unit", "owner", "model_item", "changed_by")

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("社区"))
    line = models.UUIDField(gettext_lazy("事项"), editable=False)
    version = models.PositiveIntegerField(gettext_lazy("版次"), default=1)
    is_latest = models.BooleanField(gettext_lazy("现在的一版"), default=True)
    name = models.CharField(gettext_lazy("事项名称"), max_length=60)
    words = models.CharField(
        gettext_lazy("群众怎么说"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("群众平常的说法，用空格隔开，例如 老年证 老人卡 优待证丢了"),
    )
    counter = models.ForeignKey(
        FormerCounter, models.PROTECT, related_name="items", verbose_name=gettext_lazy("原来的窗口")
    )
    who_may = models.CharField(gettext_lazy("谁能办"), max_length=200, blank=True)
    materials = models.JSONField(gettext_lazy("材料"), default=list, blank=True)
    handling = models.CharField(gettext_lazy("怎么办"), max_length=12, choices=Handling, default=Handling.INSTANT)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("后台科室")
    )
    promise_days = models.PositiveSmallIntegerField(gettext_lazy("承诺几个工作日"), null=True, blank=True)
    answer = models.TextField(gettext_lazy("怎么答复群众"), max_length=2000, blank=True)
    asks = models.JSONField(gettext_lazy("要填的内容"), default=list, blank=True)
    valid_from = models.DateField(gettext_lazy("从哪天起"))
    valid_to = models.DateField(gettext_lazy("到哪天为止"), null=True, blank=True)
    owner = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁维护")
    )
    review_on = models.DateField(gettext_lazy("哪天以前复核"), null=True, blank=True)
    model_line = models.UUIDField(null=True, editable=False)
    model_item = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name=gettext_lazy("示范的一版")
    )
    initials = models.CharField(max_length=60, editable=False)
    haystack = models.TextField(editable=False)
    grams = ArrayField(models.IntegerField(), default=list, editable=False)
    note = models.CharField(gettext_lazy("改了什么、为什么"), max_length=200, blank=True)
    changed_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁写的"))
    changed_at = models.DateTimeField(gettext_lazy("什么时候写的"), default=timezone.now)

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("服务事项")
        verbose_name_plural = gettext_lazy("服务事项")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "line"],
                condition=Q(is_latest=True),
                name="one_latest_version_of_an_item",
                violation_error_message=gettext_lazy("这个事项刚才有人改过，请重新打开再改。"),
            ),
            models.UniqueConstraint(fields=["community", "line", "version"], name="version_of_an_item_once"),
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=Q(is_latest=True),
                name="item_name_once_in_a_community",
                violation_error_message=gettext_lazy("这个社区已经有一个事项叫这个名称。"),
            ),
            models.CheckConstraint(
                name="back_office_item_names_unit_and_days",
                condition=Q(handling="INSTANT", unit__isnull=True, promise_days__isnull=True)
                | Q(handling="BACK_OFFICE", unit__isnull=False, promise_days__gte=1),
                violation_error_message=gettext_lazy("后台办的要写科室和承诺几个工作日；当场办的都不写。"),
            ),
            models.CheckConstraint(
                name="item_valid_to_after_from",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=gettext_lazy("到哪天为止不能早于从哪天起。"),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "name"], name="item_latest", condition=Q(is_latest=True)),
            models.Index(fields=["review_on"], name="item_to_review", condition=Q(is_latest=True)),
            models.Index(fields=["community", "model_line"], name="item_by_model", condition=Q(is_latest=True)),
            GinIndex(fields=["grams"], name="item_by_grams", condition=Q(is_latest=True)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("window:item", args=[self.pk])

    # ---------- 问 ----------
    @property
    def is_back_office(self):
        return self.handling == self.Handling.BACK_OFFICE

    def is_in_force(self, today):
        return self.is_latest and self.valid_from <= today and (self.valid_to is None or self.valid_to >= today)

    def facts(self):
        return {name: getattr(self, name) for name in self.FACTS}

    def differs_from(self, other):
        """The names of the facts in which two items differ."""
        return [
            name
            for name in self.FACTS
            if getattr(self, self._meta.get_field(name).attname) != getattr(other, self._meta.get_field(name).attname)
        ]

    def versions(self):
        lines = ServiceItem.objects.filter(community=self.community_id, line=self.line)
        return lines.select_related("changed_by").order_by("-version")

    # ---------- 步 ----------
    def change(self, *, by, now=None, note="", **facts):
        """The next version of this item, of which `facts` differ. Lock the latest row first; gives the new one."""
        return ServiceItem.objects.replace([(self, facts)], by=by, now=now, note=note)[0]

    # ---------- 内部 ----------
    def following(self, note, facts):
        """The next version, not yet written."""
        if not self.is_latest:
            raise ValidationError(_("这个事项刚才有人改过，请重新打开再改。"))
        if not [name for name, value in facts.items() if getattr(self, name) != value]:
            raise ValidationError(_("和现在的一版一样，没有改。"))
        columns = [field.attname for field in self._meta.concrete_fields if not field.primary_key]
        following = ServiceItem(**{name: getattr(self, name) for name in columns})
        for name, value in facts.items():
            setattr(following, name, value)
        following.version, following.note = self.version + 1, note
        return following

    def prepare(self):
        """What the search reads."""
        said = [self.name, *self.words.replace("、", " ").replace("，", " ").split()]
        self.initials = initials_of(self.name)[:60]
        self.haystack = normalised(" ".join([*said, *(initials_of(text) for text in said), self.counter.name]))
        self.grams = grams_of(" ".join([self.name, self.words]))

    def refuse_unfit(self, taken):
        """In whose field a mistake stands; `taken` are the names in use, with their lines."""
        refused = {}
        if self.is_back_office:
            if self.unit_id is None:
                refused["unit"] = _("后台办的要选由哪个科室办。")
            if not self.promise_days:
                refused["promise_days"] = _("后台办的要写承诺几个工作日。")
            elif self.promise_days > LONGEST_PROMISE:
                refused["promise_days"] = _("最多 %d 个工作日，请核对。") % LONGEST_PROMISE
        else:
            self.unit, self.promise_days = None, None
            if not self.answer.strip():
                refused["answer"] = _("当场办的要写怎么答复群众。")
        if self.valid_to and self.valid_to < self.valid_from:
            refused["valid_to"] = _("到哪天为止不能早于从哪天起。")
        if taken.get(self.name, self.line) != self.line:
            refused["name"] = _("这个社区已经有一个事项叫这个名称。")
        if refused:
            raise ValidationError(refused)

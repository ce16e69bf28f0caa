"""The unit tree and the jurisdiction profile (F1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet


class UnitQuerySet(TreeQuerySet):
    def active(self):
        return self.filter(is_active=True)

    def communities(self):
        return self.active().filter(kind=Unit.Kind.COMMUNITY)

    def handling(self):
        """Units a case can be given to: every one that has staff of its own."""
        return self.active().exclude(kind__in=[Unit.Kind.STREET, Unit.Kind.GRID])

    def with_figures(self):
        """Units for which population and area are kept (F1)."""
        return self.active().filter(kind__in=[Unit.Kind.STREET, Unit.Kind.COMMUNITY, Unit.Kind.GRID])

    def with_grids(self):
        """Each unit with `grid_count`, the grids directly under it."""
        grids = models.Q(children__kind=Unit.Kind.GRID, children__is_active=True)
        return self.annotate(grid_count=models.Count("children", filter=grids))

    def street(self):
        """The office itself, the root of the tree; None before `setup_office`."""
        return self.filter(parent__isnull=True, kind=Unit.Kind.STREET).first()

    def below(self, units):
        """The ids of `units` (ids) and of everything under them, by one recursive query."""
        if not units:
            return set()
        rows = self.model.objects.raw(
            """
            WITH RECURSIVE under AS (
                SELECT id FROM officials_unit WHERE id = ANY(%s)
                UNION SELECT child.id FROM officials_unit child JOIN under ON child.parent_id = under.id
            ) SELECT id FROM under
            """,
            [list(units)],
        )
        return {row.pk for row in rows}


class Unit(TreeNode):
    """A part of the office or of its territory: street, section, station, community, grid or window."""

    class Kind(models.TextChoices):
        STREET = "STREET", _("街道办事处")
        LEADERSHIP = "LEADERSHIP", _("班子")
        SECTION = "SECTION", _("科室")
        STATION = "STATION", _("所队")
        COMMUNITY = "COMMUNITY", _("社区")
        GRID = "GRID", _("网格")
        WINDOW = "WINDOW", _("窗口")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    code = models.CharField(
        _("编号"), max_length=12, blank=True, help_text=_("社区填统计区划码；街道填案号字头，如 DH")
    )
    address = models.CharField(_("地址"), max_length=120, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    hours = models.CharField(_("开放时间"), max_length=60, blank=True)
    position = models.PositiveIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    history = HistoricalRecords()
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="unit_name_once_under_its_parent",
                nulls_distinct=False,
                violation_error_message=_("上级单位下已有同名单位。"),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind="STREET"),
                name="one_street_office",
                violation_error_message=_("街道办事处只能有一个。"),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=False) | models.Q(kind="STREET"),
                name="only_the_street_has_no_parent",
                violation_error_message=_("请选上级单位；只有街道办事处没有上级。"),
            ),
        ]
        indexes = [models.Index(fields=["kind", "position"], name="unit_by_kind")]

    def __str__(self):
        return self.name

    @property
    def label(self):
        return self.short_name or self.name

    @property
    def division_code(self):
        """The statistical code of a part of the territory; the street's own code heads its case numbers."""
        return self.code if self.kind in (self.Kind.COMMUNITY, self.Kind.GRID) else ""


class ProfileQuerySet(models.QuerySet):
    def at(self, day):
        """The figures in force on `day`: of each unit the latest as-of date not after it."""
        return self.filter(as_of__lte=day).order_by("unit_id", "-as_of").distinct("unit_id")


class Profile(models.Model):
    """Population and area of a unit as of a date (F1). A new date is a new row; frozen reports keep the old one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="profiles", verbose_name=_("单位"))
    as_of = models.DateField(_("截至日期"))
    residents = models.PositiveIntegerField(_("常住人口"))
    area_km2 = models.DecimalField(_("面积（平方公里）"), max_digits=8, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("来源"), max_length=60, blank=True)
    entered_by = models.ForeignKey("officials.Official", models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("辖区情况")
        verbose_name_plural = _("辖区情况")
        ordering = ["unit", "-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "as_of"],
                name="one_profile_a_day",
                violation_error_message=_("这个单位这一天已经有一份数字，请换日期。"),
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.as_of}"

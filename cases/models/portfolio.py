"""Which field of work (分管) a leader answers for, from when to when: a ground on which he is proposed (F46)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Category
from officials.models import Official
from officials.models.people import PERIOD, PostingQuerySet


class PortfolioQuerySet(PostingQuerySet):
    def of_category(self, category, on):
        """Who answers on the day `on` for what `category` is about: for just that if anybody does, else for the
        whole field above it. None where nobody does, or nothing is chosen yet.
        """
        if category is None:
            return None
        fields = [category.pk, category.parent_id] if category.parent_id else [category.pk]
        found = {
            row.category_id: row for row in self.in_force(on).filter(category__in=fields).select_related("category")
        }
        return next((found[field] for field in fields if field in found), None)


class Portfolio(models.Model):
    """A leader answers for a field of work (分管), from `since` until the day `until` on which it ends.

    A field is an entry of the dictionary of contents, of either level. It opens no file to anybody (0185).
    """

    leader = models.ForeignKey(
        Official, models.PROTECT, related_name="portfolios", verbose_name=gettext_lazy("分管领导")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="portfolios", verbose_name=gettext_lazy("分管什么")
    )
    document_no = models.CharField(gettext_lazy("定分工的文号"), max_length=60, blank=True)
    since = models.DateField(gettext_lazy("起"))
    until = models.DateField(gettext_lazy("止"), null=True, blank=True, help_text=gettext_lazy("这一天起不再是"))
    named_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("领导分管")
        verbose_name_plural = gettext_lazy("领导分管")
        ordering = ["category__code", "-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="portfolio_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=gettext_lazy("止要晚于起。"),
            ),
            ExclusionConstraint(
                name="one_leader_a_field_at_a_time",
                expressions=[("category", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                violation_error_message=gettext_lazy("这一项在这段时间已有分管领导，先写明到哪天。"),
            ),
        ]

    def __str__(self):
        return f"{self.leader} {self.category}"

    def is_held(self, on):
        return self.since <= on and (self.until is None or self.until > on)

    @transaction.atomic
    def end(self, *, until, by, successor=None, document_no=""):
        """The leader answers for it until `until`, from which day on `successor` does, if one is named. Row locked."""
        if self.until:
            raise ValidationError(_("已经写了止。"))
        if successor and successor.pk == self.leader_id:
            raise ValidationError({"successor": _("接着分管的是同一位，不用写止。")})
        self.until = until
        self.full_clean(exclude=["leader", "category", "named_by"])
        self.save()
        if successor is None:
            return None
        following = Portfolio(leader=successor, category=self.category, since=until, named_by=by)
        following.document_no = document_no
        following.full_clean(exclude=["named_by"])
        following.save()
        return following

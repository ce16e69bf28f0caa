"""Whom of the police a community calls (公安联络, F27): a list of officers on duty, never of anybody watched."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from officials.models.people import PERIOD, Official, PostingQuerySet
from officials.models.units import Unit


class PoliceContact(models.Model):
    """An officer or a post of the police that answers for a community, with the number of the post and the days."""

    community = models.ForeignKey(Unit, models.PROTECT, related_name="police_contacts", verbose_name=_("社区"))
    station = models.CharField(_("派出所、警务站"), max_length=40)
    name = models.CharField(_("联络人"), max_length=50)
    phone = models.CharField(_("值班电话"), max_length=30)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True, help_text=_("这一天起不再找他"))
    named_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("公安联络人")
        verbose_name_plural = _("公安联络人")
        ordering = ["community__position", "community", "station", "since"]
        constraints = [
            models.CheckConstraint(
                name="police_contact_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=_("止要晚于起。"),
            ),
            ExclusionConstraint(
                name="one_contact_once_a_community",
                expressions=[
                    ("community", RangeOperators.EQUAL),
                    ("station", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这个社区在这段时间已经有这位联络人。"),
            ),
        ]

    def __str__(self):
        return f"{self.station} {self.name}"

    def end(self, until):
        if self.until:
            raise ValidationError(gettext("已经写了止。"))
        self.until = until
        self.full_clean(exclude=["community", "named_by"])
        self.save()

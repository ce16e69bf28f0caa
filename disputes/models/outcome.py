"""What came of a decision that is of no one matter: the team, the suggestion, the key period made for it (0182)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from cases.models import Team
from disputes.models.cause import Suggestion
from disputes.models.key_period import KeyPeriod
from disputes.models.meeting import Decision
from officials.models import Official

ONE_OF = [("team", "TEAM"), ("suggestion", "POLICY"), ("period", "KEY_PERIOD")]


def only(name):
    return Q(**{f"{one}__isnull": one != name for one, _kind in ONE_OF})


class Outcome(models.Model):
    """One thing made because of one decision, by its own step and rights; the thing names the decision by this row."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="outcomes", verbose_name=gettext_lazy("会议决定")
    )
    team = models.OneToOneField(Team, models.PROTECT, null=True, blank=True, related_name="outcome")
    suggestion = models.OneToOneField(Suggestion, models.PROTECT, null=True, blank=True, related_name="outcome")
    period = models.OneToOneField(KeyPeriod, models.PROTECT, null=True, blank=True, related_name="outcome")
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁办的"))
    on = models.DateField(gettext_lazy("哪天办的"))

    class Meta:
        verbose_name = gettext_lazy("决定的落实")
        verbose_name_plural = gettext_lazy("决定的落实")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="outcome_is_one_thing",
                condition=only("team") | only("suggestion") | only("period"),
                violation_error_message=gettext_lazy("一次记一样：队伍、建议或者重要节点。"),
            )
        ]

    def __str__(self):
        return f"{self.decision}"

    @property
    def in_words(self):
        """Which meeting decided it, and what; nothing of a matter that was sealed since."""
        decision = self.decision
        if decision.case_id and decision.case.is_sealed:
            return f"{decision.meeting}"
        return f"{decision.meeting} {decision.position}. {decision.text}"

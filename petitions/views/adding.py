"""A further claim of the same petitioner, and its own way (0124)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from petitions.forms import adding as forms
from petitions.models import NOTICE_RULES
from petitions.views.base import StepPage
from petitions.views.procedure import last_day_in_words


class Adding(StepPage):
    name, form_class, button = "addition", forms.AdditionForm, gettext_lazy("记下")
    template_name = "petitions/addition.html"

    def done(self):
        return _("又提出的诉求已记下，等主任分流。其他诉求的期限不动。")


class Triage(StepPage):
    name, form_class, button = "claim_triage", forms.ClaimTriageForm, gettext_lazy("分流")
    of_claim = True

    def done(self):
        return _("诉求 %d 已分流。") % self.claim.position


class Acceptance(StepPage):
    name, form_class, button = "claim_acceptance", forms.ClaimAcceptanceForm, pgettext_lazy("a step", "受理")
    of_claim = True

    def done(self):
        mine = (clock for clock in self.clocks if clock.rule == "L17" and clock.claim_id == self.claim.pk)
        return _("诉求 %(position)d 已受理。%(until)s") % {
            "position": self.claim.position,
            "until": last_day_in_words(next(mine), self.today),
        }


class Notice(StepPage):
    name, form_class, button = "claim_notice", forms.ClaimNoticeForm, gettext_lazy("记送达")
    of_claim = True
    rules = NOTICE_RULES

    def done(self):
        return _("诉求 %d 的书面告知已记送达。") % self.claim.position

    def warnings(self):
        """Of its own notice alone."""
        self.clocks = [clock for clock in self.clocks if clock.claim_id == self.claim.pk]
        yield from super().warnings()

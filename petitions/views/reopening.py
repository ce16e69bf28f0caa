"""Opening a closed petition again (T26)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.forms import reopening as forms
from petitions.views.base import StepPage


class ReopeningPage(StepPage):
    template_name = "petitions/reopening.html"

    def why_not(self):
        if reason := super().why_not():
            return reason
        return "" if self.petition.waiting_reopening() else self.petition.why_too_late(self.today)

    def context(self):
        level = self.petition.level_proposed()
        return {
            "petition": self.petition,
            "last_day": self.petition.last_day_to_reopen(),
            "proposed": type(self.case).Level(level).label if level != self.case.level else None,
        }


class Proposing(ReopeningPage):
    name, form_class, button = "reopening_proposal", forms.ReopeningProposalForm, gettext_lazy("提出")

    def done(self):
        return _("已提出，等主任决定。主任决定以前，这一件仍是办结的。")


class Deciding(ReopeningPage):
    name, form_class, button = "reopening", forms.ReopeningForm, gettext_lazy("记下决定")

    def done(self):
        if self.case.is_open:
            return _("已重新办理，原来的办结和答复都留着；清零目标从决定那天重新算。")
        return _("不重新办理，已记下理由。有新的事实，仍可登记为新的一件。")

"""The extension of the 60 days: asked, agreed by the director, approved by the head, served (L18)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.templatetags.register import day_label
from officials.calendar import Calendar, UnknownYear
from petitions.forms import extension as forms
from petitions.models.extension import MOST_DAYS, RULE
from petitions.views.base import StepPage


class ExtensionPage(StepPage):
    """Shows what is asked for beside what the days are now."""

    template_name = "petitions/extension.html"

    def context(self):
        return {"extension": self.petition.extension()}


class Asking(ExtensionPage):
    name, form_class, button = "extension", forms.ExtensionForm, gettext_lazy("提出")

    def context(self):
        """The last day now, and the latest there can be."""
        clock = next((clock for clock in self.case.deadlines.running() if clock.rule == RULE), None)
        if clock is None or self.petition.extension():
            return super().context()
        try:
            longest = rules.due(RULE, clock.started_on, Calendar.load(), extended_by=MOST_DAYS).legal_end
        except UnknownYear:
            longest = None
        return {"clock": clock, "longest": longest}

    def done(self):
        if self.petition.extension().proposed_on:
            return _("已提出，等机关负责人批准。批准后还要在原到期日以前送达告知。")
        return _("已提出，等主任同意、机关负责人批准。")


class Proposal(ExtensionPage):
    name, form_class, button = "extension_proposal", forms.ExtensionProposalForm, gettext_lazy("记下意见")

    def done(self):
        return _("已同意，等机关负责人批准。") if self.petition.extension() else _("没有同意，期限不变。")


class Approval(ExtensionPage):
    name, form_class, button = "extension_approval", forms.ExtensionApprovalForm, gettext_lazy("记下意见")

    def done(self):
        extension = self.petition.extension()
        if extension is None:
            return _("没有批准，期限不变。")
        if extension.effective_on:
            return _("已批准，办理期限到 %s。") % day_label(extension.due_after, self.today)
        words = _("已批准。延期办理告知要在 %s 以前送达，当天也算；送达了期限才延长。")
        return words % day_label(extension.due_before, self.today)


class Serving(ExtensionPage):
    name, form_class, button = "extension_service", forms.ExtensionServiceForm, gettext_lazy("记送达")

    def done(self):
        return _("延期告知已记送达，办理期限到 %s。") % day_label(self.petition.extension().due_after, self.today)

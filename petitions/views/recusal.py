"""Recusal: asked by anybody who sees the case, decided by the head, the work before it reviewed (L13, P17)."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import recusal as forms
from petitions.views.base import StepPage


class Asking(StepPage):
    name, form_class, button = "recusal", forms.RecusalForm, gettext_lazy("登记")

    def done(self):
        return _("已登记，报机关负责人决定。决定以前，这位停手，急办的措施除外（条例第二十八条第三款）。")


class OneRecusal(StepPage):
    """A step on one recusal, which the address names by its position."""

    template_name = "petitions/recusal_step.html"

    def fetch(self, number, position, *, lock=False):
        super().fetch(number, None, lock=lock)
        self.recusal = self.petition.recusal_at(position)
        if self.recusal is None:
            raise Http404

    def form(self, data=None):
        given = {"record": self.petition, "by": self.request.user, "today": self.today, "recusal": self.recusal}
        return self.form_class(data, **given)

    def why_not(self):
        reason = self.petition.why_stopped(self.request.user) or self.petition.why_not(self.name, self.recusal)
        return reason or self.petition.why_not_his_recusal(self.name, self.recusal, self.request.user)

    def context(self):
        return {"recusal": self.recusal}


class Decision(OneRecusal):
    name, form_class, button = "recusal_decision", forms.RecusalDecisionForm, gettext_lazy("记下决定")

    def done(self):
        if self.recusal.is_agreed:
            return _("已决定回避。此前做的工作请另一位复核。")
        return _("已决定不回避，照常办理；理由记在案卷里。")


class Review(OneRecusal):
    name, form_class, button = "recusal_review", forms.RecusalReviewForm, gettext_lazy("记下")

    def done(self):
        return _("复核已记下。")

"""The petitioner's evaluation as staff may enter it, and the second effort."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.forms import rating as forms
from petitions.views.base import StepPage


class Evaluating(StepPage):
    name, form_class, button = "evaluation", forms.PaperEvaluationForm, gettext_lazy("照录")
    template_name = "petitions/evaluation.html"

    def why_not_him(self):
        return self.petition.why_no_hand(self.request.user)

    def done(self):
        return _("本人的评价已录入，录入以后不能再改。")


class Effort(StepPage):
    name, form_class, button = "effort", forms.EffortForm, gettext_lazy("记下")

    def done(self):
        return _("再次工作已记下。")

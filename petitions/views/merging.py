"""Merging two petitions of one matter (T28)."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from petitions.forms import merging as forms
from petitions.views.base import StepPage


class Merging(StepPage):
    """`?with=` names the other case beforehand, and then the page shows which of the two goes on."""

    name, form_class, button = "merger", forms.MergerForm, gettext_lazy("并案")
    template_name = "petitions/merger.html"

    def fetch(self, number, position, *, lock=False):
        if lock:
            self._lock_both(number)
        super().fetch(number, position, lock=lock)

    def _lock_both(self, number):
        """In the order of their keys, whichever page it is done from, so that two who merge the same two wait."""
        numbers = [number, self.request.POST.get("number", "").upper().replace(" ", "")]
        both = Case.objects.visible_to(self.request.user).filter(number__in=numbers).values("pk")
        list(Case.objects.for_change().filter(pk__in=list(both.values_list("pk", flat=True))).order_by("pk"))

    def form(self, data=None):
        form = super().form(data)
        form.initial["number"] = self.request.GET.get("with", "")
        return form

    def context(self):
        number = self.request.POST.get("number") or self.request.GET.get("with", "")
        other = forms.other_case(number, self.request.user) if number else None
        if other is None or other.pk == self.case.pk:
            return {}
        first, second = sorted((self.case, other), key=lambda case: (case.registered_at, case.pk))
        return {"first": first, "second": second}

    def post(self, request, number, position=None):
        answer = super().post(request, number, position)
        return redirect(self.survivor) if getattr(self, "survivor", None) else answer

    def done(self):
        self.survivor = self.petition.goes_on_as()
        return _("已并案，由 %s 继续办；清零按登记早的那一件。") % self.survivor.case.number

"""The decision of a meeting that something is made for, on the form of the thing itself (0182)."""

from django import forms
from django.utils.translation import gettext_lazy

from disputes.models import Decision


class DecisionField(forms.ModelChoiceField):
    def label_from_instance(self, decision):
        return f"{decision.meeting} {decision.position}. {decision.text[:40]}"


class ForDecision:
    """Mixed into a form that makes one thing: `decides` is the kind of decision, `makes` what an outcome calls it.

    Without an open decision of that kind there is nothing to choose.
    """

    decides = makes = ""

    def offer_decisions(self):
        rows = Decision.objects.awaiting(self.decides, self.by).select_related("meeting")
        if not rows.exists():
            return
        self.fields["decision"] = DecisionField(
            rows,
            label=gettext_lazy("照哪次例会的决定"),
            required=False,
            empty_label=gettext_lazy("不是例会决定的"),
            error_messages={"invalid_choice": gettext_lazy("这项决定已经办结，或者不再办。")},
        )

    def note_outcome(self, made):
        if decision := self.cleaned_data.get("decision"):
            decision.lead_to(by=self.by, on=self.today, **{self.makes: made})


def asked_decision(request):
    """{"decision": its key} as a form's initial, where the page was opened from the task of one."""
    asked = request.GET.get("decision", "")
    return {"decision": int(asked)} if asked.isdecimal() and len(asked) < 19 else {}

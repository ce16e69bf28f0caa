"""One step on one petition as a page: GET shows its form, POST takes it."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from cases.access import case_for
from cases.rules import RULES
from cases.steps import step
from cases.templatetags.register import day_label
from officials import audit
from petitions.actions import LABELS
from petitions.models import Petition


@method_decorator(step, name="dispatch")
class StepPage(View):
    """One step on one petition. `name` is the step's noun; what a claim takes on its own says `of_claim`."""

    http_method_names = ("get", "post")
    template_name = "petitions/step.html"
    name = form_class = button = ""
    of_claim = False
    rules = ()  # whose clocks the step ends: their lateness is told

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def get(self, request, number, position=None):
        self.fetch(number, position)
        audit.record(request.user, "cases:case", "case", self.case.pk, request=request)
        return self.page(self.form())

    def post(self, request, number, position=None):
        self.fetch(number, position, lock=True)
        form = self.form(request.POST)
        if form.save():
            action = request.resolver_match.view_name
            audit.record(request.user, action, "case", self.case.pk, request=request)
            self.clocks = list(self.case.deadlines.order_by("pk"))
            messages.success(request, self.done())
            for warning in self.warnings():
                messages.warning(request, warning)
            return redirect(self.case)
        if form.is_valid() and getattr(form, "conflict", None):
            context = {"case": self.case, "form": form, **form.conflict_page()}
            return render(request, "409.html", context, status=409)
        return self.page(form, status=422)

    def fetch(self, number, position, *, lock=False):
        self.case = case_for(self.request, number, lock=lock)
        if self.case.is_dispute:
            raise Http404
        self.petition = get_object_or_404(
            Petition.objects.select_related("simple_handling").prefetch_related("opinions"), case=self.case
        )
        self.petition.case = self.case
        prefetch_related_objects([self.case], "claims")
        self.claim = None
        if self.of_claim:
            self.claim = next((claim for claim in self.case.claims.all() if claim.position == position), None)
            if self.claim is None:
                raise Http404

    def form(self, data=None):
        given = {"claim": self.claim} if self.of_claim else {}
        return self.form_class(data, record=self.petition, by=self.request.user, today=self.today, **given)

    def page(self, form, status=200):
        context = {
            "form": form,
            "case": self.case,
            "claim": self.claim,
            "heading": LABELS[self.name],
            "button": self.button,
            "why_not": "" if form.is_bound else self.why_not(),
            "deadlines": self.case.deadlines.running().tightest_first(),
            "back_url": self.petition.get_absolute_url(),
            "today": self.today,
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)

    def why_not(self):
        stopped = self.name != "recusal" and self.petition.why_stopped(self.request.user)
        if reason := stopped or self.petition.why_not(self.name, self.claim):
            return reason
        return self.petition.why_not_him(self.name, self.request.user) or self.why_not_him()

    def why_not_him(self):
        """Why this very official cannot take it on this very row, where the step knows more than the petition."""
        return ""

    def context(self):
        """What this step's page shows besides the form."""
        return {}

    def done(self):
        """The sentence after the step."""
        raise NotImplementedError

    def warnings(self):
        """What was done late, told as it is; the record stands."""
        for clock in self.clocks:
            if clock.rule in self.rules and clock.ended_on and not (clock.was_met or clock.was_let_go):
                days = (clock.ended_on - clock.legal_end_on).days
                words = _("%(label)s晚了 %(days)d 天，最后一天是 %(day)s（%(source)s），已如实记下。")
                yield words % {
                    "label": _(clock.label),
                    "days": days,
                    "day": day_label(clock.legal_end_on, self.today),
                    "source": RULES[clock.rule].source,
                }

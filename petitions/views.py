"""The steps of the procedure, each a page: GET shows its form, POST takes it."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from cases.access import case_for
from cases.steps import step
from cases.templatetags.register import WEEKDAYS, day_label, short_day
from officials import audit
from officials.calendar import Calendar
from petitions import forms, routes
from petitions.actions import STEPS
from petitions.models import NOTICE_RULES


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
            return render(request, "409.html", form.conflict_page(), status=409)
        return self.page(form, status=422)

    def fetch(self, number, position, *, lock=False):
        self.case = case_for(self.request, number, lock=lock)
        if self.case.is_dispute:
            raise Http404
        self.petition = self.case.petition
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
            "heading": STEPS[self.name],
            "button": self.button,
            "why_not": "" if form.is_bound else self.petition.why_not(self.name, self.claim),
            "deadlines": self.case.deadlines.running().tightest_first(),
            "back_url": self.petition.get_absolute_url(),
            "today": self.today,
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)

    def context(self):
        """What this step's page shows besides the form."""
        return {}

    def done(self):
        """The sentence after the step."""
        raise NotImplementedError

    def warnings(self):
        """What was done late, told as it is; the record stands."""
        for clock in self.clocks:
            if clock.rule in self.rules and clock.ended_on and not clock.was_met:
                days = (clock.ended_on - clock.legal_end_on).days
                words = _("%(label)s晚了 %(days)d 天，最后一天是 %(day)s（%(rule)s），已如实记下。")
                yield words % {
                    "label": _(clock.label),
                    "days": days,
                    "day": day_label(clock.legal_end_on, self.today),
                    "rule": clock.rule,
                }


class Triage(StepPage):
    name, form_class, button = "triage", forms.TriageForm, gettext_lazy("分流")
    template_name = "petitions/triage.html"

    def context(self):
        return {"missing": [] if self.case.triaged_on else self.case.missing_before_triage()}

    def done(self):
        words = _("已分流：%(level)s，%(unit)s承办。")
        return words % {"level": self.case.get_level_display(), "unit": self.case.handling_unit.label}


class Notice(StepPage):
    name, form_class, button = "notice", forms.NoticeForm, gettext_lazy("记送达")
    rules = NOTICE_RULES

    def done(self):
        return _("书面告知已记送达。")


class Acceptance(StepPage):
    name, form_class, button = "acceptance", forms.AcceptanceForm, pgettext_lazy("a step", "受理")
    rules = NOTICE_RULES

    def done(self):
        return _("已受理。%s") % last_day_in_words(self.clock(), self.today)

    def warnings(self):
        clock = self.clock()
        if clock.started_on != self.case.accepted_on:
            yield _("受理晚于书面告知的最后一天，60 日从收到那天 %s 起算（L17）。") % short_day(
                clock.started_on, self.today
            )
        yield from super().warnings()

    def clock(self):
        return next(clock for clock in self.clocks if clock.rule == "L17")


class Routing(StepPage):
    name, form_class, button = "routing", forms.RoutingForm, gettext_lazy("记已告知")
    template_name = "petitions/routing.html"
    of_claim = True
    rules = NOTICE_RULES

    def context(self):
        return {"way": routes.way_of(self.claim), "not_stopped": routes.NOT_STOPPED}

    def done(self):
        return _("诉求 %(position)d 已告知去向：%(organ)s。") % {
            "position": self.claim.position,
            "organ": self.claim.competent_organ,
        }


class Investigating(StepPage):
    name, form_class, button = "investigation", forms.InvestigationForm, gettext_lazy("记下")

    def done(self):
        return _("调查已记下。")


class Answer(StepPage):
    name, form_class, button = "answer", forms.AnswerForm, gettext_lazy("存答复")
    template_name = "petitions/answer.html"
    of_claim = True

    def context(self):
        return {"records": self.case.investigations.all()}

    def form(self, data=None):
        return self.form_class(data, record=self.case, by=self.request.user, today=self.today, claim=self.claim)

    def done(self):
        return _("诉求 %d 的答复已存，送达以前可以改。") % self.claim.position


class Serving(StepPage):
    name, form_class, button = "service", forms.ServiceForm, gettext_lazy("记送达")
    rules = ("L17", "L14")

    def done(self):
        return _("答复已记送达。")


class Rating(StepPage):
    name, form_class, button = "rating", forms.RatingForm, gettext_lazy("记下")

    def done(self):
        return _("已记请过评价。")


class Closure(StepPage):
    name, form_class, button = "closure", forms.ClosureForm, pgettext_lazy("a step", "办结")
    template_name = "petitions/closure.html"

    def context(self):
        gates = {}
        for piece in self.petition.pieces():
            gates.setdefault(piece.gate, []).append(piece)
        return {"gates": [(title, self.state_of(pieces), pieces) for title, pieces in gates.items()]}

    @staticmethod
    def state_of(pieces):
        done = sum(piece.is_done for piece in pieces)
        return "is-done" if done == len(pieces) else "is-part" if done else ""

    def done(self):
        return _("已办结。")


def last_day_in_words(clock, today):
    """法定答复最后一天 11月23日 周一（60 日满在周六，顺延）。"""
    day = day_label(clock.legal_end_on, today)
    if clock.is_provisional:
        day = _("%s（暂定）") % day
    if clock.nominal_on == clock.legal_end_on:
        return _("法定答复最后一天 %s。") % day
    holiday = Calendar.load().name_of(clock.nominal_on)
    fallen_on = str(WEEKDAYS[clock.nominal_on.weekday()])
    if holiday:
        fallen_on = f"{short_day(clock.nominal_on, today)} {holiday}"
    words = _("法定答复最后一天 %(day)s（%(length)s满在%(fallen_on)s，顺延）。")
    return words % {"day": day, "length": _("60 日"), "fallen_on": fallen_on}

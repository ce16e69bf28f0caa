"""The steps of the procedure from triage to closing."""

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.templatetags.register import WEEKDAYS, day_label, short_day
from officials.calendar import Calendar
from petitions import routes
from petitions.forms import closing
from petitions.forms import procedure as forms
from petitions.models import NOTICE_RULES
from petitions.models.answering import ANSWER_RULES
from petitions.views.base import StepPage


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
            yield _("受理晚于书面告知的最后一天，60 日从收到那天 %s 起算。") % short_day(clock.started_on, self.today)
        yield from super().warnings()

    def clock(self):
        return next(clock for clock in self.clocks if clock.rule == "L17" and clock.claim_id is None)


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
        earlier = self.claim.past_answers.all() if self.case.round > 1 else []
        return {"records": self.case.investigations.all(), "past_answers": earlier}

    def form(self, data=None):
        return self.form_class(data, record=self.case, by=self.request.user, today=self.today, claim=self.claim)

    def done(self):
        if self.petition.opinion():
            return _("诉求 %d 的答复已存，一起送审。") % self.claim.position
        return _("诉求 %d 的答复已存，送审以前可以改。") % self.claim.position


class Sorting(StepPage):
    name, form_class, button = "sorting", forms.SortingForm, gettext_lazy("改去向")
    of_claim = True

    def done(self):
        return _("诉求 %d 的去向已改。") % self.claim.position


class Objecting(StepPage):
    name, form_class, button = "objection", forms.ObjectionForm, gettext_lazy("提异议")
    rules = ("L05",)

    def done(self):
        return _("异议已记下。交办、转送单位核实同意以前，书面告知的期限照走。")


class ObjectionResult(StepPage):
    name, form_class, button = "objection_result", forms.ObjectionResultForm, gettext_lazy("记下")
    rules = NOTICE_RULES

    def done(self):
        return _("异议的答复已记下。")


class SimpleAcceptance(StepPage):
    name, form_class, button = "simple_acceptance", forms.SimpleAcceptanceForm, gettext_lazy("简易办理受理")

    def done(self):
        clock = next(clock for clock in self.clocks if clock.rule == "L32")
        return _("已受理，简易办理，最迟 %s 答复。") % day_label(clock.legal_end_on, self.today)


class Conversion(StepPage):
    name, form_class, button = "conversion", forms.ConversionForm, gettext_lazy("转为普通程序")

    def done(self):
        clock = next(clock for clock in self.clocks if clock.rule == "L17")
        return _("已转为普通程序。%s") % last_day_in_words(clock, self.today)


class ReadingAnswers(StepPage):
    """A step of whoever passes the drafted answers on: they stand above the form."""

    template_name = "petitions/opinion.html"
    may_return = False

    def context(self):
        own = [claim for claim in self.case.claims.all() if not claim.is_routed_elsewhere]
        opinion = self.petition.opinion()
        return {
            "answers": own,
            "opinion": opinion,
            "records": self.case.investigations.all(),
            "return_url": reverse("petitions:return", args=[self.case.number]) if opinion and self.may_return else "",
        }


class Submitting(ReadingAnswers):
    name, form_class, button = "submission", forms.SubmissionForm, gettext_lazy("送审")

    def done(self):
        return _("已送审。审核、签发以后才能送达。")


class Approval(ReadingAnswers):
    name, form_class, button = "approval", forms.ApprovalForm, gettext_lazy("同意")
    may_return = True

    def done(self):
        if self.petition.opinion().final_on:
            return _("已审定，可以送达。")
        return _("已审核，送负责人签发。")


class Signature(ReadingAnswers):
    name, form_class, button = "signature", forms.SignatureForm, gettext_lazy("签发")
    may_return = True

    def done(self):
        return _("已签发，可以制发、送达。")


class Returning(ReadingAnswers):
    name, form_class, button = "return", forms.ReturnForm, gettext_lazy("退回")

    def done(self):
        return _("已退回重拟。")


class Serving(StepPage):
    name, form_class, button = "service", forms.ServiceForm, gettext_lazy("记送达")
    rules = ANSWER_RULES

    def done(self):
        return _("答复已记送达。")


class Rating(StepPage):
    name, form_class, button = "rating", forms.RatingForm, gettext_lazy("记下")

    def done(self):
        return _("已记请过评价。")


class Closure(StepPage):
    name, form_class, button = "closure", closing.ClosureForm, pgettext_lazy("a step", "办结")
    template_name = "petitions/closure.html"

    def fetch(self, number, position, *, lock=False):
        """With all that the gates ask about, read once."""
        super().fetch(number, position, lock=lock)
        prefetch_related_objects([self.case], "commitments__performances", "commitments__acceptances")
        prefetch_related_objects([self.petition], "reviews")
        if not lock:  # what is only shown moves no clock
            prefetch_related_objects([self.case], "deadlines")

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

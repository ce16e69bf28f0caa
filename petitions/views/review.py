"""Review and second review, as they come and as they go (L22-L25), and the case handled again (L45)."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.templatetags.register import day_label
from petitions.forms import review as forms
from petitions.models.review import TERMS
from petitions.views.base import StepPage


class Asked(StepPage):
    """A request for review; `asking` is the rule of the petitioner's days."""

    name, form_class, button = "review", forms.ReviewForm, gettext_lazy("记下")
    template_name = "petitions/review.html"
    asking = TERMS["FIRST"][0]

    def context(self):
        clocks = [clock for clock in self.case.deadlines.all() if clock.rule == self.asking]
        return {"term": max(clocks, key=lambda clock: clock.pk, default=None)}

    def done(self):
        review = self.petition.reviews.last()
        words = _("%(kind)s申请已记下。") % {"kind": review.get_kind_display()}
        if review.is_late:
            words += _(
                "最后一天是 %s，已照样记下；是否受理由那个机关决定，请照常转交（条例第三十五条）。"
            ) % day_label(review.last_on, self.today)
        return words


class AskedAgain(Asked):
    name, form_class = "second_review", forms.SecondReviewForm
    asking = TERMS["SECOND"][0]


class OneReview(StepPage):
    """A step on one review, which the address names by its position."""

    template_name = "petitions/review_step.html"

    def fetch(self, number, position, *, lock=False):
        super().fetch(number, None, lock=lock)
        self.review = next((row for row in self.petition.reviews.all() if row.position == position), None)
        if self.review is None:
            raise Http404

    def form(self, data=None):
        given = {"record": self.petition, "by": self.request.user, "today": self.today, "review": self.review}
        return self.form_class(data, **given)

    def why_not(self):
        return self.petition.why_not(self.name, self.review)

    def context(self):
        return {"review": self.review}


class Supply(OneReview):
    name, form_class, button = "review_supply", forms.ReviewSupplyForm, gettext_lazy("记下")

    def done(self):
        return _("已记转交。")


class Hearing(OneReview):
    name, form_class, button = "review_hearing", forms.ReviewHearingForm, gettext_lazy("记下")

    def done(self):
        return _("听证已记下，这几天不计入复核期限。")


class Opinion(OneReview):
    name, form_class, button = "review_opinion", forms.ReviewOpinionForm, gettext_lazy("记下")

    def done(self):
        opinion = self.review.opinion
        if opinion.is_handled_again:
            return _("已记下。这件要重新办理，%s 以前办结；原来的答复留在案件里备查。") % day_label(
                opinion.redo_by, self.today
            )
        return _("已记下。")

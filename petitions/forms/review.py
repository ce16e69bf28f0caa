"""Forms of review and second review: what came, what was passed on, what the organ decided (L22-L25, L45)."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day
from petitions.models.review import Review, ReviewOpinion


class ReviewForm(PetitionForm):
    """The request as it came. Nobody is turned away because a day has passed: the organ decides."""

    kind = Review.Kind.FIRST
    organ_setting = "REVIEW_ORGAN"

    organ = CleanCharField(label=gettext_lazy("向哪个机关"), max_length=60)
    asked_on = past_day(
        gettext_lazy("提出日期"), help_text=gettext_lazy("邮寄的写交邮那天：最后一天以前交邮就算没有过期。")
    )
    is_posted = forms.BooleanField(label=gettext_lazy("邮寄来的"), required=False)
    taker = forms.ChoiceField(label=gettext_lazy("交到哪里"), choices=Review.Taker.choices, widget=Segments)
    received_on = past_day(
        gettext_lazy("收到日期"), help_text=gettext_lazy("交到本街道的写我们收到那天，直接交的写那个机关收到那天。")
    )
    got_answer_on = DayField(
        label=gettext_lazy("本人收到答复的日期"),
        latest_today=True,
        required=False,
        help_text=gettext_lazy("和送达日期不是同一天的才写，例如邮寄；三十日从这一天的次日数起。"),
    )
    note = CleanCharField(label=gettext_lazy("备注"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["organ"] = getattr(settings, self.organ_setting)
        self.initial["got_answer_on"] = None

    def take(self):
        names = ("organ", "asked_on", "is_posted", "taker", "received_on", "got_answer_on", "note")
        self.record.request_review(by=self.by, kind=self.kind, **{name: self.cleaned_data[name] for name in names})


class SecondReviewForm(ReviewForm):
    kind = Review.Kind.SECOND
    organ_setting = "SECOND_REVIEW_ORGAN"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["got_answer_on"].label = _("本人收到复查意见的日期")
        self.fields["got_answer_on"].help_text = _("和上次记的不是同一天的才写；三十日从这一天的次日数起。")


class AboutReviewForm(PetitionForm):
    """A step on one review of the petition."""

    def __init__(self, *args, review, **kwargs):
        self.review = review
        super().__init__(*args, **kwargs)


class ReviewSupplyForm(AboutReviewForm):
    on = past_day(gettext_lazy("交出日期"))
    what = CleanCharField(
        label=gettext_lazy("交了什么"),
        max_length=300,
        widget=area(3),
        help_text=gettext_lazy("例如 复查申请原件、处理意见书、送达回证、调查笔录共 12 页"),
    )

    def take(self):
        self.record.supply_review(by=self.by, review=self.review, **self.typed())

    def typed(self):
        return {"on": self.cleaned_data["on"], "what": self.cleaned_data["what"]}


class ReviewHearingForm(AboutReviewForm):
    first_on = past_day(gettext_lazy("听证第一天"))
    last_on = past_day(gettext_lazy("听证最后一天"), help_text=gettext_lazy("两天都算在内，这几天不计入复核期限。"))

    def take(self):
        days = {name: self.cleaned_data[name] for name in ("first_on", "last_on")}
        self.record.hear_review(by=self.by, review=self.review, **days)


class ReviewOpinionForm(AboutReviewForm, CarefulForm):
    """What the organ decided, as its paper says."""

    result = forms.ChoiceField(label=gettext_lazy("结果"), choices=ReviewOpinion.Result.choices, widget=Segments)
    number = CleanCharField(label=gettext_lazy("文号"), max_length=60)
    dated_on = past_day(gettext_lazy("落款日期"))
    received_on = past_day(gettext_lazy("本街道收到日期"))
    told_on = past_day(
        gettext_lazy("本人收到日期"),
        help_text=gettext_lazy("请求复核的三十日从这一天的次日数起；不清楚的写落款日期。"),
    )
    redo_by = DayField(
        label=gettext_lazy("要求办结日期"),
        required=False,
        help_text=gettext_lazy("撤销、变更的照复查意见写；意见里没有写的，先问清那个机关。"),
    )
    summary = CleanCharField(label=gettext_lazy("要点"), max_length=2000, required=False, widget=area(4))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["redo_by"] = None

    def clean(self):
        typed = self.cleaned_data
        if "redo_by" in typed and "result" in typed:
            if typed["result"] in ReviewOpinion.AGAIN and not typed["redo_by"]:
                self.add_error("redo_by", _("撤销、变更的，请写那个机关定的办结日期。"))
            elif typed["result"] not in ReviewOpinion.AGAIN and typed["redo_by"]:
                self.add_error("redo_by", _("只有撤销、变更的才要重新办理，请清空这一项或者改结果。"))
        self.warn_of_numbers("summary")
        return typed

    def take(self):
        names = ("result", "number", "dated_on", "received_on", "told_on", "redo_by", "summary")
        typed = {name: self.cleaned_data[name] for name in names}
        self.record.receive_review(by=self.by, review=self.review, **typed)

"""Forms of a hearing in first handling (L21, P18): decided, announced, served, held or called off."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.recusal import AT_WORK
from cases.forms.widgets import Segments
from cases.models import Service
from cases.text import CleanCharField
from officials.models import Official
from petitions.forms.base import PetitionForm, ServedForm, area, past_day


class ClaimsHeard(forms.ModelMultipleChoiceField):
    def label_from_instance(self, claim):
        return f"{claim.position}. {claim.text}"


class HearingForm(PetitionForm, CarefulForm):
    claims = ClaimsHeard(None, label=gettext_lazy("听证的诉求"), widget=forms.CheckboxSelectMultiple, required=False)
    ground = CleanCharField(
        label=gettext_lazy("为什么听证"),
        max_length=500,
        widget=area(3),
        help_text=gettext_lazy("重大、复杂、疑难在哪里，双方争的是什么（条例第三十一条第六项）。"),
    )
    on = past_day(gettext_lazy("决定日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        heard = [claim.pk for claim in self.record._on_procedure()]
        self.fields["claims"].queryset = self.record.case.claims.filter(pk__in=heard)
        self.initial["claims"] = heard

    def clean(self):
        self.warn_of_numbers("ground")
        return self.cleaned_data

    def take(self):
        names = ("claims", "ground", "on")
        self.record.decide_hearing(by=self.by, **{name: self.cleaned_data[name] for name in names})


class AboutHearingForm(PetitionForm):
    """A step on one hearing of the petition."""

    def __init__(self, *args, hearing, **kwargs):
        self.hearing = hearing
        super().__init__(*args, **kwargs)


class HearingNoticeForm(AboutHearingForm):
    planned_on = DayField(
        label=gettext_lazy("听证日期"), help_text=gettext_lazy("听证的日子照算，要在办理期限以内；另定的要重新通知。")
    )
    hour = CleanCharField(label=gettext_lazy("听证时间"), max_length=40, help_text=gettext_lazy("例如 上午9时"))
    place = CleanCharField(label=gettext_lazy("听证地点"), max_length=100)
    chair = forms.ModelChoiceField(
        None, label=gettext_lazy("主持人"), help_text=gettext_lazy("办过这一件的、要回避的不能主持。")
    )
    members = CleanCharField(
        label=gettext_lazy("听证员"),
        max_length=200,
        help_text=gettext_lazy("姓名、单位，例如 律师、人大代表、居民代表"),
    )
    recorder = forms.ModelChoiceField(None, label=gettext_lazy("记录人"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["planned_on"] = None
        people = Official.objects.holding(*AT_WORK, on=self.today)
        for name in ("chair", "recorder"):
            self.fields[name].queryset = people
        if self.hearing and self.hearing.planned_on:
            names = ("planned_on", "hour", "place", "chair", "members", "recorder")
            self.initial |= {name: getattr(self.hearing, name) for name in names}

    def take(self):
        names = ("planned_on", "hour", "place", "chair", "members", "recorder")
        given = {name: self.cleaned_data[name] for name in names}
        self.record.announce_hearing(by=self.by, hearing=self.hearing, **given)


class HearingServiceForm(ServedForm):
    what = Service.What.HEARING

    def __init__(self, *args, hearing, **kwargs):
        self.hearing = hearing
        super().__init__(*args, **kwargs)

    def take(self):
        self.record.serve_hearing(by=self.by, hearing=self.hearing, **self.service())


class HearingRecordForm(AboutHearingForm, CarefulForm):
    first_on = past_day(gettext_lazy("听证第一天"))
    last_on = past_day(
        gettext_lazy("听证最后一天"),
        help_text=gettext_lazy("这几天照样计入办理期限，只有复核才扣除（条例第三十六条第二款）。"),
    )
    has_come = forms.TypedChoiceField(
        label=gettext_lazy("信访人"),
        choices=[("yes", gettext_lazy("到场")), ("no", gettext_lazy("没有到场"))],
        coerce=lambda value: value == "yes",
        widget=Segments,
        help_text=gettext_lazy("到场的，同时记下一次听取陈述。"),
    )
    attendance = CleanCharField(label=gettext_lazy("参加人"), max_length=1000, widget=area(2))
    statements = CleanCharField(label=gettext_lazy("陈述、质证和辩论"), max_length=10000, widget=area(8))
    evidence = CleanCharField(label=gettext_lazy("证据"), max_length=3000, required=False, widget=area(3))
    conclusion = CleanCharField(label=gettext_lazy("听证结论"), max_length=3000, widget=area(3))
    minutes = forms.ModelChoiceField(
        None,
        label=gettext_lazy("签了名的笔录"),
        required=False,
        empty_label=gettext_lazy("还没有上传"),
        help_text=gettext_lazy("先在案件页上传扫描件，再在这里选。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].queryset = self.record.case.attachments.present()
        if self.hearing and self.hearing.planned_on:
            self.initial["first_on"] = self.initial["last_on"] = min(self.hearing.planned_on, self.today)

    def clean(self):
        self.warn_of_numbers("statements")
        return self.cleaned_data

    def take(self):
        names = ("first_on", "last_on", "has_come", "attendance", "statements", "evidence", "conclusion", "minutes")
        given = {name: self.cleaned_data[name] for name in names}
        self.record.record_hearing(by=self.by, hearing=self.hearing, **given)


class HearingEndForm(AboutHearingForm):
    reason = CleanCharField(
        label=gettext_lazy("为什么取消"),
        max_length=300,
        widget=area(2),
        help_text=gettext_lazy("例如 本人不要求听证了、双方已经谈妥、本人没有到场"),
    )
    on = past_day(gettext_lazy("取消日期"))

    def take(self):
        given = {name: self.cleaned_data[name] for name in ("reason", "on")}
        self.record.drop_hearing(by=self.by, hearing=self.hearing, **given)

"""A hearing in first handling: decided, announced, told, held or called off (L21, P18)."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.templatetags.register import day_label
from petitions.forms import hearing as forms
from petitions.views.base import StepPage


class Deciding(StepPage):
    name, form_class, button = "hearing", forms.HearingForm, gettext_lazy("决定听证")

    def done(self):
        return _("已决定听证。接着定日期、地点和人，再送听证通知。")


class OneHearing(StepPage):
    """A step on one hearing, which the address names by its position."""

    template_name = "petitions/hearing_step.html"

    def fetch(self, number, position, *, lock=False):
        super().fetch(number, None, lock=lock)
        self.hearing = self.petition.hearing_at(position)
        if self.hearing is None:
            raise Http404

    def form(self, data=None):
        given = {"record": self.petition, "by": self.request.user, "today": self.today, "hearing": self.hearing}
        return self.form_class(data, **given)

    def why_not(self):
        return self.petition.why_stopped(self.request.user) or self.petition.why_not(self.name, self.hearing)

    def context(self):
        return {"hearing": self.hearing}


class Announcing(OneHearing):
    name, form_class, button = "hearing_notice", forms.HearingNoticeForm, gettext_lazy("定下")

    def done(self):
        words = _("听证定在 %s。起草、制发听证通知，送达以后记下。")
        return words % day_label(self.hearing.planned_on, self.today)


class Serving(OneHearing):
    name, form_class, button = "hearing_service", forms.HearingServiceForm, gettext_lazy("记送达")

    def done(self):
        return _("听证通知已记送达。")


class Recording(OneHearing):
    name, form_class, button = "hearing_record", forms.HearingRecordForm, gettext_lazy("记下")

    def done(self):
        return _("听证已记下，笔录可以打印。办理期限照走。")


class Ending(OneHearing):
    name, form_class, button = "hearing_end", forms.HearingEndForm, gettext_lazy("取消听证")

    def done(self):
        return _("听证已取消。")

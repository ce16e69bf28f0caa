"""Forms of joint work: assisting units, further communities, joint actions, the police (F27, F36 to F38)."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import ClockField, DayField
from cases.forms.edit import CarefulForm
from cases.forms.evidence import EvidenceForm
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import AlsoIn, AssistObjection, AssistReply, AssistTask, JointAction, PoliceRequest
from cases.models.assist import answering_posts, why_no_assist
from cases.recusal import barred_from
from cases.strays import without_names
from cases.text import CleanCharField
from officials.models import PoliceContact, Unit

REPLY_DAYS = 7  # what stands there as the day; whoever asks may write another


def lines(rows):
    return forms.Textarea({"rows": rows})


def words(name, model, rows, lacks, **more):
    """A text over a column of `model`, with its length and name, and what to do about one left empty."""
    field = model._meta.get_field(name)
    return CleanCharField(
        label=field.verbose_name,
        max_length=field.max_length,
        widget=lines(rows) if rows > 1 else forms.TextInput(),
        error_messages={"required": lacks},
        **more,
    )


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit):
        return unit.label


class UnitsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, unit):
        return unit.label


class PersonField(forms.ModelChoiceField):
    """Somebody of one of the units, each with his unit behind his name."""

    def label_from_instance(self, post):
        return _("%(name)s（%(more)s）") % {"name": post.official.name, "more": post.unit.label}


def assisting_units(case, today):
    """Units with somebody who works on such tasks; not the lead, and not one that the case is against (R10)."""
    against = case.parties.respondents().filter(unit__isnull=False).values("unit")
    units = Unit.objects.active().filter(pk__in=answering_posts(today).values("unit"))
    return units.exclude(pk=case.handling_unit_id).exclude(pk__in=against)


class AssistForm(CarefulForm):
    """Ask a unit to assist. It sees what is written here, the number of the case and who leads; nothing else."""

    unit = UnitField(
        None,
        label=label("unit", AssistTask),
        empty_label=NOT_CHOSEN[1],
        help_text=gettext_lazy("被反映的单位不在这里，请它说明情况发核查任务"),
        error_messages={"required": gettext_lazy("请选协办单位。")},
    )
    post = PersonField(
        None,
        label=label("official", AssistTask),
        required=False,
        empty_label=gettext_lazy("不指定，单位里谁接手谁办"),
    )
    facts = words(
        "facts",
        AssistTask,
        4,
        gettext_lazy("请写情况。"),
        help_text=gettext_lazy("办这一份要知道的事。不写姓名、电话、证件、门牌，案卷不给它看"),
    )
    asked = words(
        "asked",
        AssistTask,
        3,
        gettext_lazy("请写请它办什么。"),
        help_text=gettext_lazy("例如 到场认定渗水来自屋面还是管道，三天内出书面意见"),
    )
    due_on = DayField(
        label=gettext_lazy("哪天以前答复"),
        help_text=gettext_lazy("可以写 9-24、+3；到期照阶梯提醒"),
        error_messages={"required": gettext_lazy("请写哪天以前答复。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case, today = self.record, self.today
        self.why_not = why_no_assist(case)
        self.fields["due_on"].today = today
        units = assisting_units(case, today)
        self.fields["unit"].queryset = units
        posts = answering_posts(today).filter(unit__in=units).exclude(official__in=barred_from(case, on=today))
        self.fields["post"].queryset = posts.select_related("official", "unit").order_by("unit", "official__username")
        place = f"{case.community.label}：" if case.community else ""
        self.initial.setdefault("facts", place + without_names(case, case.title))
        due_on, last = today + timedelta(days=REPLY_DAYS), case.next_legal_on
        self.initial.setdefault("due_on", min(due_on, last) if last and last > today else due_on)

    def clean(self):
        typed = self.cleaned_data
        unit, post, due_on = (typed.get(name) for name in ("unit", "post", "due_on"))
        if unit and post and post.unit_id != unit.pk:
            self.add_error(
                "post",
                _("%(name)s 不在%(unit)s，请换人，或者不指定。")
                % {
                    "name": post.official.name,
                    "unit": unit.label,
                },
            )
        last = self.record.next_legal_on
        if due_on and last and self.today <= last < due_on:
            self.warn("due_on", _("晚于主办最紧的期限 %s，答复来不及用。") % f"{last:%F}")
        return typed

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("unit", "facts", "asked", "due_on")}
        post = self.cleaned_data["post"]
        AssistTask.objects.ask(self.record, by=self.by, on=self.today, official=post and post.official, **said)

    def add_refusal(self, refusal):
        if "official" in getattr(refusal, "error_dict", {}):
            refusal = ValidationError({"post": refusal.error_dict["official"]})
        super().add_refusal(refusal)


class AssistOutcomeForm(StepForm):
    """What the lead does with a reply. `record`: the task, whose case row is locked."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("怎么办"),
        choices=[("take", gettext_lazy("采用")), ("return", gettext_lazy("退回，请它补"))],
        widget=Segments,
        initial="take",
        error_messages={"required": gettext_lazy("请选采用还是退回。")},
    )
    reason = CleanCharField(
        label=gettext_lazy("还缺什么"),
        max_length=300,
        required=False,
        widget=lines(2),
        help_text=gettext_lazy("退回的才写，单位看得到"),
    )
    due_on = DayField(label=gettext_lazy("补到哪天"), required=False, help_text=gettext_lazy("退回的才写，例如 +3"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].today = self.today
        if self.record.reply_given is None:
            self.why_not = _("协办单位还没有答复；不用它办了的，撤回。")

    def take(self):
        typed = self.cleaned_data
        if typed["outcome"] == "take":
            self.record.accept(by=self.by, on=self.today)
        else:
            self.record.give_back(by=self.by, on=self.today, reason=typed["reason"], due_on=typed["due_on"])


class ReasonForm(StepForm):
    """A step that asks only for its reason. Subclasses say how the record takes it."""

    reason = CleanCharField(
        label=gettext_lazy("理由"), max_length=200, error_messages={"required": gettext_lazy("请写理由。")}
    )


class AssistWithdrawalForm(ReasonForm):
    def take(self):
        self.record.withdraw(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


class AssistUnwaitedForm(CarefulForm):
    """Why the lead closes without this answer."""

    reason = words(
        "unwaited",
        AssistTask,
        2,
        gettext_lazy("请写为什么不等它的答复就办结。"),
        help_text=gettext_lazy("例如 施工方已经修好，住户验收了，不再需要认定"),
    )

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        self.record.go_without(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


class AssistDecisionForm(StepForm):
    """Whose it is, where a unit says that it is not its own (L08). `record`: the task, whose case row is locked."""

    decision = forms.ChoiceField(
        label=label("decision", AssistObjection),
        choices=AssistObjection.Decision.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选归不归它办。")},
    )
    words = words("words", AssistObjection, 2, gettext_lazy("请写决定的理由。"))
    unit = UnitField(
        None,
        label=gettext_lazy("改请哪个单位协办"),
        required=False,
        empty_label=gettext_lazy("不另请"),
        help_text=gettext_lazy("不归它办的才选，情况和要求照原来的"),
    )
    due_on = DayField(
        label=gettext_lazy("哪天以前答复"), required=False, help_text=gettext_lazy("改请的才写，不写照原来的日子")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].today = self.today
        self.fields["unit"].queryset = assisting_units(self.record.case, self.today).exclude(pk=self.record.unit_id)
        objection = self.record.objection
        self.why_not = objection.why_not_by(self.by, self.today) if objection else _("没有等决定的异议。")

    def clean(self):
        typed = self.cleaned_data
        if typed.get("decision") == AssistObjection.Decision.KEPT and typed.get("unit"):
            self.add_error("unit", _("仍由它办的，不另请单位。"))
        return typed

    def take(self):
        typed = self.cleaned_data
        self.record.decide(
            typed["decision"],
            by=self.by,
            on=self.today,
            words=typed["words"],
            unit=typed["unit"],
            due_on=typed["due_on"],
        )


class AssistReplyForm(EvidenceForm):
    """The unit's answer to the task `record`, with up to three files."""

    text = words(
        "text",
        AssistReply,
        8,
        gettext_lazy("请写办了什么、结果怎样。"),
        help_text=gettext_lazy("对着请您办的写：做了什么、查到什么、依据什么。"),
    )

    @property
    def case(self):
        return self.record.case

    def clean(self):
        typed = super().clean()
        self.warn_of_numbers("text")
        return typed

    def answer(self, files):
        self.record.reply(by=self.by, on=self.today, text=self.cleaned_data["text"], attachments=files)


class AssistTakingForm(StepForm):
    def take(self):
        self.record.take_up(by=self.by, on=self.today)


class AssistObjectionForm(StepForm):
    reason = words(
        "reason",
        AssistObjection,
        3,
        gettext_lazy("请写为什么不归你单位，归谁。"),
        help_text=gettext_lazy("写明依据和该由谁办。决定以前期限照走"),
    )

    def take(self):
        self.record.object(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


# ---------- 社区、联合行动、公安 ----------
class AlsoInForm(CarefulForm):
    community = UnitField(
        None,
        label=label("community", AlsoIn),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选还涉及哪个社区。")},
    )
    reason = words(
        "reason",
        AlsoIn,
        1,
        gettext_lazy("请写在那个社区涉及什么。"),
        help_text=gettext_lazy("例如 雨水管从那边小区过，两边都要修"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Unit.objects.communities().exclude(pk=self.record.community_id)

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        AlsoIn.objects.add(self.record, typed["community"], reason=typed["reason"], by=self.by, on=self.today)


class AlsoInEndForm(ReasonForm):
    def take(self):
        self.record.end(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


class JointActionForm(CarefulForm):
    kind = forms.ChoiceField(
        label=label("kind", JointAction),
        choices=JointAction.Kind.choices,
        widget=Segments,
        help_text=gettext_lazy("联解：几家一起解决；联调：几家一起调解；联动：几家一起到场处置"),
        error_messages={"required": gettext_lazy("请选哪一种。")},
    )
    held_on = DayField(label=label("held_on", JointAction), latest_today=True)
    units = UnitsField(
        None,
        label=label("units", JointAction),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = CleanCharField(
        label=label("others", JointAction),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如 区住建局、物业公司。写单位，不写人"),
    )
    is_reception = forms.BooleanField(label=label("is_reception", JointAction), required=False)
    outcome = forms.ChoiceField(
        label=label("outcome", JointAction),
        choices=JointAction.Outcome.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选结果怎样。")},
    )
    result = words(
        "result",
        JointAction,
        3,
        gettext_lazy("请写做了什么、定下什么。"),
        help_text=gettext_lazy("定下的事有日子的，再写成节点或者协办，到期会提醒"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].today = self.today
        self.fields["units"].queryset = Unit.objects.handling().exclude(kind=Unit.Kind.WINDOW)
        self.initial.setdefault("held_on", self.today)
        asked = list(self.record.assists.filter(withdrawn_on__isnull=True).values_list("unit", flat=True))
        self.initial.setdefault("units", [*filter(None, [self.record.handling_unit_id]), *asked])

    def clean(self):
        for name in ("others", "result"):
            self.warn_of_numbers(name)
        return self.cleaned_data

    def take(self):
        said = {
            name: self.cleaned_data[name]
            for name in ("kind", "held_on", "others", "is_reception", "outcome", "result")
        }
        units = list(self.cleaned_data["units"])
        JointAction.objects.record(self.record, units=units, by=self.by, on=self.today, **said)


class PoliceRequestForm(StepForm):
    """One incident, its legal reason, what the police are asked to do. What lists or names people is refused (R3)."""

    reason = forms.ChoiceField(
        label=label("reason", PoliceRequest),
        error_messages={"required": gettext_lazy("请选法定事由，别的事不能请公安。")},
    )
    station = words("station", PoliceRequest, 1, gettext_lazy("请写请哪个派出所、警务站。"))
    on = DayField(label=gettext_lazy("哪一天的事"), latest_today=True)
    clock = ClockField(label=gettext_lazy("几点"))
    facts = words(
        "facts",
        PoliceRequest,
        4,
        gettext_lazy("请写这件事的事实。"),
        help_text=gettext_lazy("什么时候、什么地方、发生了什么。不写姓名、号码，不列人"),
    )
    asked = words("asked", PoliceRequest, 1, gettext_lazy("请写请公安做什么。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        legal = _("%(name)s（%(more)s）")
        reasons = ((one, {"name": one.label, "more": PoliceRequest.ARTICLES[one]}) for one in PoliceRequest.Reason)
        self.fields["reason"].choices = [NOT_CHOSEN, *((one.value, legal % said) for one, said in reasons)]
        self.fields["on"].today = self.today
        self.initial.setdefault("on", self.today)
        self.initial.setdefault("clock", timezone.localtime().time())
        contacts = PoliceContact.objects.in_force(self.today).filter(community=self.record.community_id)
        self.contacts = list(contacts) if self.record.community_id else []
        self.initial.setdefault("station", self.contacts[0].station if self.contacts else self._last_station())

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("reason", "station", "facts", "asked")}
        at = timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["clock"]))
        PoliceRequest.objects.send(self.record, happened_at=at, by=self.by, on=self.today, **said)

    def add_refusal(self, refusal):
        if "happened_at" in getattr(refusal, "error_dict", {}):
            refusal = ValidationError({"clock": refusal.error_dict["happened_at"]})
        super().add_refusal(refusal)

    @staticmethod
    def _last_station():
        """The police unit of the street itself, where it has one."""
        return Unit.objects.active().filter(name__contains="派出所").values_list("name", flat=True).first() or ""


class PoliceContactForm(StepForm):
    """An officer whom a community calls (F27). `record` is None."""

    community = UnitField(
        None,
        label=label("community", PoliceContact),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选社区。")},
    )
    station = words(
        "station",
        PoliceContact,
        1,
        gettext_lazy("请写哪个派出所、警务站。"),
        help_text=gettext_lazy("请公安联动时先填它"),
    )
    name = words("name", PoliceContact, 1, gettext_lazy("请写联络人。"), help_text=gettext_lazy("例如 社区民警的姓名"))
    phone = words("phone", PoliceContact, 1, gettext_lazy("请写值班电话。"))
    since = DayField(label=label("since", PoliceContact))
    until = DayField(label=label("until", PoliceContact), required=False, help_text=gettext_lazy("这一天起不再找他"))

    def __init__(self, *args, community="", **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].today = self.today
        self.fields["community"].queryset = Unit.objects.active().filter(kind=Unit.Kind.COMMUNITY)
        self.initial.setdefault("since", self.today)
        if community.isdecimal():
            self.initial.setdefault("community", int(community))

    def take(self):
        names = ("community", "station", "name", "phone", "since", "until")
        contact = PoliceContact(named_by=self.by, **{name: self.cleaned_data[name] for name in names})
        contact.full_clean(exclude=["named_by"])
        contact.save()
        self.record = contact


class PoliceContactEndForm(StepForm):
    """`record`: the contact, whose row is locked."""

    until = DayField(label=label("until", PoliceContact), help_text=gettext_lazy("这一天起不再找他"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].today = self.today
        self.initial.setdefault("until", self.today)

    def take(self):
        self.record.end(self.cleaned_data["until"])


class PoliceResultForm(StepForm):
    result = words("result", PoliceRequest, 3, gettext_lazy("请写结果。"))
    result_on = DayField(label=label("result_on", PoliceRequest), latest_today=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result_on"].today = self.today
        self.initial.setdefault("result_on", self.today)

    def take(self):
        typed = self.cleaned_data
        self.record.answer(typed["result"], by=self.by, on=self.today, result_on=typed["result_on"])

"""Who owns a case, the change from one leader to the next, and the plan he owns it by (F46, F52)."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import (
    Case,
    Clearing,
    DispatchNote,
    Event,
    Instruction,
    Milestone,
    Ownership,
    OwnershipTransfer,
    Portfolio,
)
from cases.recusal import barred_from, why_barred
from cases.text import CleanCharField
from officials.models import Official, Role, Zone


def leaders_for(case, today):
    """Leaders who may own `case`, each with `owned` open cases by now, whether in his zone or `field`, and his post.

    Whoever answers for its community comes first, then for what it is about, then who has the fewest: a proposal, a
    person decides.
    """
    open_now = Q(ownerships__until__isnull=True, ownerships__case__closed_on__isnull=True)
    leaders = list(
        Official.objects.holding(Role.LO, Role.HO, on=today)
        .exclude(pk__in=barred_from(case, on=today))
        .annotate(owned=Count("ownerships", filter=open_now))
        .prefetch_related("postings")
    )
    zone = Zone.objects.in_force(today).filter(community=case.community_id).values_list("leader", flat=True).first()
    charge = Portfolio.objects.of_category(case.category, today)
    if case.is_sealed:
        readers = set(case.sealed_readers.values_list("official", flat=True))
        leaders = [leader for leader in leaders if leader.pk in readers]
    for leader in leaders:
        leader.in_zone = leader.pk == zone
        leader.field = charge.category.name if charge and charge.leader_id == leader.pk else ""
        held = [post for post in leader.postings.all() if post.is_held(today) and post.role in (Role.LO, Role.HO)]
        leader.duty = next((post.title for post in held if post.title), "")
    return sorted(leaders, key=lambda leader: (not leader.in_zone, not leader.field, leader.owned, leader.username))


def reasons_for(leader, case):
    """Why he, in words: his zone, what he answers for, his post, how many he owns."""
    words = [_("挂钩%s") % case.community.label] if leader.in_zone else []
    words += [_("分管%s") % leader.field] if leader.field else []
    words += [leader.duty] if leader.duty else []
    return _("，").join([*words, _("在包 %d 件") % leader.owned])


class LeaderField(forms.ModelChoiceField):
    """Leaders in the order they are proposed, each with why."""

    def offer(self, case, leaders, today):
        self.queryset = Official.objects.holding(Role.LO, Role.HO, on=today)  # why one of them cannot, is said
        words = _("%(name)s（%(why)s）")
        proposed = [(leader.pk, words % {"name": leader.name, "why": reasons_for(leader, case)}) for leader in leaders]
        self.choices = [NOT_CHOSEN, *proposed]


class OwnershipForm(StepForm):
    """Give a case that nobody owns to a leader (F46); what is hard gets its target with it (T24)."""

    leader = LeaderField(
        None,
        label=label("leader", Ownership),
        help_text=gettext_lazy("挂钩本社区的在前，其次分管这类事的，再其次在包少的；由您定"),
        error_messages={"required": gettext_lazy("请选包案领导。")},
    )
    on = DayField(label=gettext_lazy("从哪天起"), latest_today=True)
    planned_on = DayField(
        label=label("planned_on", Ownership),
        required=False,
        help_text=gettext_lazy("疑难案件的清零目标，包案后 12 个月内"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lacks_target = Clearing.objects.lacks(self.record)
        if not self.lacks_target:
            self.fields["planned_on"].help_text = gettext_lazy("不写，按最后一个节点算进度")
        self.fields["on"].today = self.fields["planned_on"].today = self.today
        self.initial.setdefault("on", self.today)
        self.fields["leader"].offer(self.record, leaders_for(self.record, self.today), self.today)

    def take(self):
        case, leader, on = self.record, self.cleaned_data["leader"], self.cleaned_data["on"]
        planned_on = self.cleaned_data.get("planned_on")
        if self.lacks_target and not planned_on:
            raise ValidationError({"planned_on": _("疑难案件请写责任书里计划哪天完成。")})
        if planned_on and planned_on < max(on, self.today):
            raise ValidationError({"planned_on": _("完成日不能早于今天，也不能早于包案的日期。")})
        if reason := why_barred(case, leader, on=self.today):
            raise ValidationError({"leader": reason})
        if on < case.received_on:
            raise ValidationError({"on": _("不能早于收到日期。")})
        if case.ownerships.in_force(self.today).exists():
            raise ValidationError(_("这件已有包案领导，换人走交接。"))
        last = case.ownerships.order_by("-until").values_list("until", flat=True).first()
        if last and on < last:
            raise ValidationError({"on": _("上一位包到 %s，不能早于这一天。") % f"{last:%F}"})
        Ownership.objects.create(case=case, leader=leader, since=on, planned_on=planned_on, decided_by=self.by)
        if planned_on and self.lacks_target:
            Clearing.objects.begin(case, self.today, cause=Clearing.Cause.OWNED)
        case.touch(self.by)
        case.save()
        Event.objects.add(case, Event.Kind.OWNED, by=self.by, detail=f"{leader.name} 包案")


class TransferForm(StepForm):
    """Propose the next owner, who takes over with the signatures of both; or end what no leader need own (F46)."""

    leader = LeaderField(
        None,
        label=gettext_lazy("由谁接替"),
        error_messages={"required": gettext_lazy("请选由谁接替；不再包案由信访办主任定。")},
    )
    reason = CleanCharField(
        label=label("reason", OwnershipTransfer),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么换人，例如 分工调整。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = self.record.ownerships.in_force(self.today).select_related("leader").first()
        leaders = [leader for leader in leaders_for(self.record, self.today) if leader.pk != self.current.leader_id]
        field = self.fields["leader"]
        field.offer(self.record, leaders, self.today)
        self.may_end = self.record.level != Case.Level.HARD and Role.OD in self.by.roles
        field.required = not self.may_end
        if self.record.level == Case.Level.HARD:
            field.error_messages["required"] = _("疑难案件不能没有包案领导，请选接替的人。")
        if self.may_end:
            field.choices = [("", _("不再包案")), *list(field.choices)[1:]]

    def take(self):
        case, leader, reason = self.record, self.cleaned_data["leader"], self.cleaned_data["reason"]
        if leader:
            OwnershipTransfer.objects.propose(case, successor=leader, reason=reason, by=self.by, on=self.today)
        else:
            self.current.until = self.today
            self.current.save()
            OwnershipTransfer.objects.withdraw(case, by=self.by, on=self.today, reason=reason)
            words = f"{self.current.leader.name} 不再包案：{reason}"
            Event.objects.add(case, Event.Kind.OWNED, by=self.by, detail=words)
        case.touch(self.by)
        case.save()


class TransferAnswerForm(StepForm):
    """Sign one's side of a transfer, or say why not. `record`: the transfer, whose case row is locked."""

    answer = forms.ChoiceField(
        label=gettext_lazy("签不签"),
        choices=[("SIGN", gettext_lazy("签字")), ("DECLINE", gettext_lazy("不签"))],
        widget=Segments,
        initial="SIGN",
        error_messages={"required": gettext_lazy("请选签还是不签。")},
    )
    reason = CleanCharField(
        label=gettext_lazy("不签的理由"), max_length=200, required=False, help_text=gettext_lazy("不签的才写")
    )

    def take(self):
        if self.cleaned_data["answer"] == "SIGN":
            self.record.sign(by=self.by, on=self.today)
        else:
            self.record.decline(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


def people_of(case, today):
    """Who may be asked to do something on `case`: handlers, the director and leaders who are not barred from it."""
    people = Official.objects.holding(Role.HD, Role.OD, Role.LO, Role.HO, Role.MD, on=today)
    people = people.exclude(pk__in=barred_from(case, on=today))
    return people.filter(pk__in=case.sealed_readers.values("official")) if case.is_sealed else people


class MilestoneForm(CarefulForm):
    what = CleanCharField(
        label=label("what", Milestone),
        max_length=120,
        help_text=gettext_lazy("做到才算，例如 三方到场会勘，定下修缮方案。不写当事人的姓名和电话"),
        error_messages={"required": gettext_lazy("请写这个节点做到什么。")},
    )
    weight = forms.IntegerField(
        label=label("weight", Milestone),
        min_value=1,
        max_value=100,
        initial=10,
        help_text=gettext_lazy("1 到 100，占多重看它和其余节点的比例"),
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        error_messages={"required": gettext_lazy("请写分量，1 到 100。")},
    )
    planned_on = DayField(label=label("planned_on", Milestone))
    official = forms.ModelChoiceField(
        None,
        label=label("official", Milestone),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选谁负责。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned_on"].today = self.today
        self.fields["official"].queryset = people_of(self.record, self.today)
        self.initial.setdefault("official", self.record.handler_id)

    def clean(self):
        self.warn_of_numbers("what")
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("what", "weight", "planned_on", "official")}
        Milestone.objects.plan(self.record, by=self.by, on=self.today, **said)


class MilestoneReachedForm(CarefulForm):
    """`record`: the milestone, whose case row is locked."""

    reached_on = DayField(label=label("reached_on", Milestone), latest_today=True)
    result = CleanCharField(
        label=label("result", Milestone),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("做成了什么，凭什么说做到了。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写做到的结果。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reached_on"].today = self.today
        self.initial.setdefault("reached_on", self.today)

    def clean(self):
        self.warn_of_numbers("result")
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("reached_on", "result")}
        self.record.reach(by=self.by, on=self.today, **said)


class MilestoneWithdrawalForm(StepForm):
    reason = CleanCharField(
        label=label("withdrawal", Milestone),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么撤下，例如 方案改了，另写了节点。")},
    )

    def take(self):
        self.record.withdraw(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


class DispatchForm(CarefulForm):
    """What a dispatch of the case found and arranged."""

    held_on = DayField(label=label("held_on", DispatchNote), latest_today=True)
    chair = forms.ModelChoiceField(
        None,
        label=label("chair", DispatchNote),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选谁主持。")},
    )
    present = CleanCharField(
        label=label("present", DispatchNote),
        max_length=200,
        help_text=gettext_lazy("例如 城市建设科、物业公司、社区书记"),
        error_messages={"required": gettext_lazy("请写哪些单位、哪些人参加。")},
    )
    blocked = CleanCharField(
        label=label("blocked", DispatchNote),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写卡在哪里。")},
    )
    arranged = CleanCharField(
        label=label("arranged", DispatchNote),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("有日子的安排再写成节点，到期会提醒"),
        error_messages={"required": gettext_lazy("请写怎么安排。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].today = self.today
        self.fields["chair"].queryset = people_of(self.record, self.today)
        self.initial.setdefault("held_on", self.today)
        owner = self.record.ownerships.in_force(self.today).first()
        self.initial.setdefault("chair", owner and owner.leader_id)

    def clean(self):
        for name in ("present", "blocked", "arranged"):
            self.warn_of_numbers(name)
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("held_on", "chair", "present", "blocked", "arranged")}
        if said["held_on"] < self.record.received_on:
            raise ValidationError({"held_on": _("不能早于收到日期。")})
        note = DispatchNote.objects.create(case=self.record, written_by=self.by, **said)
        words = f"{note.held_on:%F} 调度，{note.chair.name}主持：{note.arranged}"
        Event.objects.add(self.record, Event.Kind.PLANNED, by=self.by, detail=words)


class InstructionForm(CarefulForm):
    words = CleanCharField(
        label=label("words", Instruction),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("请写批示的内容。")},
    )
    to = forms.ModelChoiceField(
        None,
        label=label("to", Instruction),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选请谁落实。")},
    )
    due_on = DayField(
        label=label("due_on", Instruction), required=False, help_text=gettext_lazy("可以写 9-24、+3；不写，只告诉他")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].today = self.today
        self.fields["to"].queryset = people_of(self.record, self.today).exclude(pk=self.by.pk)
        self.initial.setdefault("to", self.record.handler_id)

    def clean(self):
        self.warn_of_numbers("words")
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("words", "to", "due_on")}
        Instruction.objects.give(self.record, by=self.by, on=self.today, **said)


class InstructionAnswerForm(CarefulForm):
    """`record`: the instruction, whose case row is locked."""

    answer = CleanCharField(
        label=label("answer", Instruction),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("请写怎么落实的。")},
    )

    def clean(self):
        self.warn_of_numbers("answer")
        return self.cleaned_data

    def take(self):
        self.record.reply(self.cleaned_data["answer"], by=self.by, on=self.today)


class LeaderActForm(CarefulForm):
    """What a leader did himself on one of the cases he owns."""

    case = forms.ModelChoiceField(
        None,
        label=gettext_lazy("哪一件"),
        to_field_name="number",
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选是哪一件。"), "invalid_choice": gettext_lazy("请选是哪一件。")},
    )
    words = CleanCharField(
        label=gettext_lazy("我做了什么"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("例如 到现场看了渗水的位置，约物业下周一碰头。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写做了什么。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        owned = Case.objects.within(self.by, "cases:note").unsealed().owned_by(self.by, self.today).open()
        self.fields["case"].queryset = owned.tightest_first()
        self.fields["case"].label_from_instance = lambda case: f"{case.number} {case.title}"

    def clean(self):
        self.warn_of_numbers("words")
        return self.cleaned_data

    def take(self):
        case = Case.objects.for_change().get(pk=self.cleaned_data["case"].pk)
        if not case.is_open:
            raise ValidationError({"case": _("这件已经办结，不能再记。")})
        Event.objects.add(case, Event.Kind.NOTE, by=self.by, detail=self.cleaned_data["words"])

"""Forms of task forces and assault teams (F50, F54)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.steps import StepForm
from cases.forms.together import ReasonForm, words
from cases.forms.widgets import Segments
from cases.models import Case, Team, TeamMatter, TeamMember
from cases.models.team import LEADING, joining
from cases.text import CleanCharField
from officials.models import Official


class MemberField(forms.ModelChoiceField):
    """Officials with their posts behind the name."""

    def label_from_instance(self, official):
        return said_with_posts(official)


class MembersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, official):
        return said_with_posts(official)


def said_with_posts(official):
    units = dict.fromkeys(post.unit.label for post in official.postings.all())
    return _("%(name)s（%(more)s）") % {"name": official.name, "more": _("、").join(units)}


def with_posts(officials):
    return officials.order_by("username").prefetch_related("postings__unit")


def matters_for(official):
    """The open cases that `official` may give to a team, the tightest first."""
    cases = Case.objects.within(official, "teams:matter_add").unsealed().open().current()
    return cases.tightest_first()


class TeamWords(CarefulForm):
    """What a team is for and how it goes about it."""

    mandate = words(
        "mandate",
        Team,
        3,
        gettext_lazy("请写任务：要把什么办成。"),
        help_text=gettext_lazy("写事项，不写人。不写当事人的姓名和电话"),
    )
    plan = words(
        "plan", Team, 5, gettext_lazy("请写怎么办、分几步。"), help_text=gettext_lazy("一步一行：谁、做什么、哪天以前")
    )

    def clean(self):
        for name in ("mandate", "plan"):
            if name in self.fields:
                self.warn_of_numbers(name)
        return self.cleaned_data


class TeamForm(TeamWords):
    """Propose a team, with its members; its matters are listed on its page afterwards."""

    kind = forms.ChoiceField(
        label=label("kind", Team),
        choices=Team.Kind.choices,
        widget=Segments,
        help_text=gettext_lazy("专班攻一件或一类难事；突击队短时间集中化解"),
        error_messages={"required": gettext_lazy("请选哪一种。")},
    )
    name = words(
        "name",
        Team,
        1,
        gettext_lazy("请写名称。"),
        help_text=gettext_lazy("例如 东河花园渗水专班。按事项起名，不用人名"),
    )
    leader = forms.ModelChoiceField(
        None,
        label=label("leader", Team),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选带队领导。")},
    )
    since = DayField(label=label("since", Team))
    until = DayField(
        label=gettext_lazy("哪天起不再有这支队伍"),
        help_text=gettext_lazy("到这一天，队员看案卷的权自动结束。可以写 12-31、+30"),
    )
    members = MembersField(
        None,
        label=gettext_lazy("成员"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一位成员。")},
    )

    field_order = ["kind", "name", "leader", "mandate", "plan", "since", "until", "members"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].today = self.today
        self.initial.setdefault("since", self.today)
        self.fields["leader"].queryset = Official.objects.holding(*LEADING, on=self.today).order_by("username")
        self.fields["members"].queryset = with_posts(joining(self.today))

    def take(self):
        typed = dict(self.cleaned_data)
        members = typed.pop("members")
        said = {name: typed[name] for name in ("kind", "name", "leader", "mandate", "plan", "since", "until")}
        self.team = Team.objects.propose(by=self.by, on=self.today, **said)
        for official in members:
            if official != self.team.leader:
                TeamMember.join(self.team, official, duty="", by=self.by, on=self.today)


class TeamEditForm(TeamWords):
    """The plan at any time; the mandate only as long as nobody has decided on it. `record`: the locked team."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("mandate", "plan"):
            self.initial.setdefault(name, getattr(self.record, name))
        if self.record.decision:
            del self.fields["mandate"]

    def take(self):
        self.record.must_go_on(self.today)
        for name in ("mandate", "plan"):
            if name in self.fields:
                setattr(self.record, name, self.cleaned_data[name])
        self.record._history_user = self.by
        self.record.save()


class TeamDecisionForm(StepForm):
    decision = forms.ChoiceField(
        label=label("decision", Team),
        choices=Team.Decision.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选同意还是不同意。")},
    )
    opinion = CleanCharField(
        label=label("opinion", Team), max_length=200, required=False, help_text=gettext_lazy("不同意的写理由")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.why_not = self.record.why_not_decided_by(self.by)

    def take(self):
        typed = self.cleaned_data
        self.record.decide(typed["decision"], by=self.by, on=self.today, opinion=typed["opinion"])


class TeamTermForm(StepForm):
    until = DayField(label=gettext_lazy("改成哪天起不再有这支队伍"), help_text=gettext_lazy("写今天，现在就结束"))
    reason = CleanCharField(
        label=gettext_lazy("为什么改"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么改结束的日子。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].today = self.today

    def take(self):
        typed = self.cleaned_data
        self.record.end_on(typed["until"], by=self.by, on=self.today, reason=typed["reason"])


class TeamMemberForm(StepForm):
    official = MemberField(
        None,
        label=label("official", TeamMember),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选成员。")},
    )
    duty = CleanCharField(label=label("duty", TeamMember), max_length=60, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        inside = self.record.members.exclude(until__lte=self.today).values("official")
        people = joining(self.today).exclude(pk__in=inside).exclude(pk=self.record.leader_id)
        self.fields["official"].queryset = with_posts(people)

    def take(self):
        typed = self.cleaned_data
        TeamMember.join(self.record, typed["official"], duty=typed["duty"], by=self.by, on=self.today)


class TeamMemberEndForm(ReasonForm):
    def take(self):
        self.record.leave(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


class TeamMatterForm(StepForm):
    """A case by its number: one that whoever types it may give to others."""

    number = CleanCharField(
        label=gettext_lazy("案号"),
        max_length=30,
        help_text=gettext_lazy("如 DH2026-00317。列入以后，队员看得到这件的案卷"),
        error_messages={"required": gettext_lazy("请写案号。")},
    )

    def take(self):
        number = self.cleaned_data["number"].upper().replace(" ", "")
        case = matters_for(self.by).filter(number=number).values_list("pk", flat=True).first()
        if case is None:
            raise ValidationError({"number": _("没有找到这件在办的案子：案号写错了，或者不归您交给队伍。")})
        case = Case.objects.for_change().get(pk=case)
        try:
            TeamMatter.take_in(self.record, case, by=self.by, on=self.today)
        except ValidationError as refusal:
            raise ValidationError({"number": refusal.messages}) from None


class TeamMatterEndForm(ReasonForm):
    def take(self):
        self.record.leave(by=self.by, on=self.today, reason=self.cleaned_data["reason"])

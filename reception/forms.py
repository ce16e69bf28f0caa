"""The form of the desk and of the talk, and the small ones of a contact: read, void."""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import identity
from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.forms.files import RemovalForm, UploadForm
from cases.forms.widgets import Segments
from cases.models import Case, CaseLink
from cases.models.case import day_starts
from cases.models.claim import Purpose
from cases.text import CleanCharField
from disputes.models import Clue, Dispute, DisputeKind
from officials.models import Unit
from reception.models import (
    AssignmentExtension,
    AssignmentReport,
    Outreach,
    Promise,
    Reading,
    Room,
    SpotAnswer,
    Visit,
    Voiding,
)
from reception.models.brought import ASKED_OF, Conflict

Channel = Case.Channel
CHANNELS = [Channel.VISIT, Channel.LETTER, Channel.CALL, Channel.ONLINE]
OTHER_CHANNELS = [
    Channel.FAX,
    Channel.TRANSFERRED,
    Channel.ASSIGNED,
    Channel.HOTLINE,
    Channel.SCREENED,
    Channel.WINDOW,
]
ANSWERED_BY = {Channel.CALL: SpotAnswer.Way.PHONE, Channel.ONLINE: SpotAnswer.Way.ONLINE}
# Nobody is there to be asked: a phone or address that the paper lacks is asked later.
NOBODY_THERE = set(Channel) - {Channel.VISIT, Channel.CALL, Channel.WINDOW}
MOST_PEOPLE = 99_999
PEOPLE = {
    "invalid": gettext_lazy("请填整数，例如 3。"),
    "min_value": gettext_lazy("人数至少是 1。"),
    "max_value": gettext_lazy("人数最多填 99999，请核对。"),
}


class Fold(NamedTuple):
    """Fields that stand folded under a line of words, open where something in them is filled or wrong."""

    summary: str
    fields: list
    is_open: bool
    css: str = "stack tight"
    button: str = ""  # what the button that registers in this way sends, if the fold has one of its own


class DeskForm(StepForm):
    """One contact. Three things are required: who (or 不愿透露), how to reach him, what it is about.

    The button says how: with "fast" the name alone will do, and the talk asks for the rest; with "settle" it was
    answered on the spot, with "hand" the back office answers, with "dispute" it goes to mediation. What is odd but
    not wrong stands in `warnings` after `save()`: it is told, it never holds up a registration.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)  # reception/matches.py
    join = CleanCharField(widget=forms.HiddenInput, required=False, max_length=20)  # sent by the button of a match
    comes_back = CleanCharField(widget=forms.HiddenInput, required=False, max_length=20)  # by the other button (T26)
    follows = CleanCharField(widget=forms.HiddenInput, required=False, max_length=20)  # of a closed case's own page
    outreach = forms.ModelChoiceField(Outreach.objects.none(), widget=forms.HiddenInput, required=False)  # where heard
    clue = forms.ModelChoiceField(
        Clue.objects.none(), widget=forms.HiddenInput, required=False
    )  # what screening found
    is_same_person = forms.BooleanField(label=gettext_lazy("就是原来的主信访人，姓名、电话照原件"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("信访形式"),
        choices=[(channel.value, channel.label) for channel in CHANNELS],
        initial=Case.Channel.VISIT,
        widget=Segments(keys="1234"),
    )
    name = CleanCharField(
        label=gettext_lazy("姓名"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = CleanCharField(
        label=gettext_lazy("联系电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "num"}),
    )
    statement = CleanCharField(
        label=gettext_lazy("反映什么"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("不愿透露姓名"), required=False, widget=forms.CheckboxInput(attrs={"accesskey": "0"})
    )
    address = CleanCharField(
        label=gettext_lazy("住址"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    people_present = forms.IntegerField(
        label=gettext_lazy("来了几人"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        required=False,
        error_messages=PEOPLE,
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    people_affected = forms.IntegerField(
        label=gettext_lazy("涉及几人"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages=PEOPLE,
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    community = forms.ModelChoiceField(
        label=gettext_lazy("问题在哪"),
        queryset=Unit.objects.communities(),
        required=False,
        empty_label=gettext_lazy("还不清楚"),
        error_messages={"invalid_choice": gettext_lazy("没有这个社区，请重新选。")},
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("换房间"),
        queryset=Room.objects.active(),
        required=False,
        empty_label=gettext_lazy("按人数安排"),
        error_messages={"invalid_choice": gettext_lazy("没有这间房，请重新选。")},
        widget=forms.Select(attrs={"accesskey": "r"}),
    )
    goes_first = forms.BooleanField(label=gettext_lazy("优先（老、残、孕幼）"), required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("为了什么"), choices=Purpose, initial=Purpose.APPEAL, widget=Segments, required=False
    )
    read_back = forms.BooleanField(label=gettext_lazy("已念给本人听"), required=False)
    respondent = CleanCharField(label=gettext_lazy("被反映人或单位"), required=False, max_length=50)
    respondent_is_ordinary = forms.BooleanField(
        label=gettext_lazy("不是检举，是对其经办的事有诉求"),
        required=False,
        help_text=gettext_lazy("被反映的是本街道的人或单位时，不勾这一项就按检举控告封存。"),
    )
    urgency_basis = CleanCharField(
        label=gettext_lazy("急事"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("停水停电停气、有人受伤等，写明急在哪里；不急不填。"),
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("急到什么程度"),
        choices=Case.Urgency,
        initial=Case.Urgency.LIVELIHOOD,
        required=False,
        widget=Segments,
        help_text=gettext_lazy("可能影响社会的是重大紧急，1 小时内电话、4 小时内书面上报（条例第二十五条）。"),
    )
    access_needs = CleanCharField(
        label=gettext_lazy("特殊需要（代写、大字、轮椅、方言等）"), required=False, max_length=100
    )
    received_on = DayField(
        label=gettext_lazy("收到日期"),
        required=False,
        latest_today=True,
        help_text=gettext_lazy("以前收到的才填，可以写 昨天、9-24、9月24日。"),
    )
    affected_note = CleanCharField(label=gettext_lazy("涉及人数比来访人数少的原因"), required=False, max_length=200)
    level_note = CleanCharField(
        label=gettext_lazy("该去别的层级的，怎么向其说明的"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("只是说明，照样登记（条例第二十条）。"),
    )
    other_channel = forms.ChoiceField(
        label=gettext_lazy("其他来路"),
        required=False,
        choices=[
            ("", gettext_lazy("就是上面选的")),
            *((channel.value, channel.label) for channel in OTHER_CHANNELS),
        ],
    )
    sender_organ = CleanCharField(label=gettext_lazy("转送、交办单位"), required=False, max_length=60)
    sender_no = CleanCharField(
        label=gettext_lazy("来文、来件编号"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("来文号、12345 工单号、挂号信号、网上件号。"),
    )
    sent_on = DayField(label=gettext_lazy("来文日期"), required=False, latest_today=True, help_text="")
    due_on = DayField(label=gettext_lazy("要求报结的日期"), required=False, help_text="")
    postmarked_on = DayField(label=gettext_lazy("邮戳日期"), required=False, latest_today=True, help_text="")
    is_read = forms.BooleanField(label=gettext_lazy("来信、传真、网上来件已从头读完，签阅"), required=False)
    back_office = forms.ModelChoiceField(
        label=gettext_lazy("交哪个科室答复"),
        queryset=Unit.objects.active().filter(kind__in=[Unit.Kind.SECTION, Unit.Kind.STATION]),
        required=False,
        empty_label=gettext_lazy("不用交后台"),
        error_messages={"invalid_choice": gettext_lazy("没有这个科室，请重新选。")},
        help_text=gettext_lazy("咨询、办事当场答不了的：选科室，按“交后台答复”，5 个工作日内由本窗口告诉群众。"),
    )
    dispute_kind = forms.ModelChoiceField(
        label=gettext_lazy("哪一类纠纷"),
        queryset=DisputeKind.objects.all(),
        required=False,
        empty_label=gettext_lazy("不是纠纷"),
        error_messages={"invalid_choice": gettext_lazy("没有这一类，请重新选。")},
    )
    other_side = CleanCharField(
        label=gettext_lazy("对方姓名或者单位"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("上面写了被反映人的，不用再写。"),
    )
    other_phone = CleanCharField(
        label=gettext_lazy("对方电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "num"}),
    )
    wanted = CleanCharField(
        label=gettext_lazy("要求怎么解决"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    dispute_source = forms.ChoiceField(
        label=gettext_lazy("怎么来的"),
        choices=Dispute.Source,
        initial=Dispute.Source.APPLIED,
        required=False,
    )
    source_organ = CleanCharField(label=gettext_lazy("委托、移送单位"), required=False, max_length=60)
    rights_told = forms.BooleanField(
        label=gettext_lazy("已告知权利义务，本人愿意调解"),
        required=False,
        help_text=gettext_lazy("自愿、免费；可以选调解员，随时可以不调解；仲裁、行政、诉讼途径照样能走。"),
    )
    told = CleanCharField(
        label=gettext_lazy("当场告诉了什么"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("涉诉讼、仲裁、复议的讲清去哪里、怎么去，照样立件。"),
    )
    taken = forms.ChoiceField(
        label=gettext_lazy("来访人怎么看"),
        choices=SpotAnswer.Taken,
        initial=SpotAnswer.Taken.SILENT,
        required=False,
        widget=Segments,
    )

    ORIGIN = (
        "other_channel",
        "sender_organ",
        "sender_no",
        "sent_on",
        "due_on",
        "postmarked_on",
        "received_on",
        "is_read",
    )
    MORE = (
        "urgency_basis",
        "urgency",
        "respondent",
        "respondent_is_ordinary",
        "access_needs",
        "level_note",
        "affected_note",
    )
    TOLD = ("told", "taken")
    HANDED = ("back_office",)
    DISPUTED = (
        "dispute_kind",
        "other_side",
        "other_phone",
        "wanted",
        "dispute_source",
        "source_organ",
        "rights_told",
    )

    MUST = {
        "name": gettext_lazy("必填，或勾不愿透露"),
        "phone": gettext_lazy("必填，或填住址"),
        "statement": gettext_lazy("必填，照来访人原话，念给本人听一遍"),
        "address": gettext_lazy("没有电话时必填"),
        "due_on": gettext_lazy("交办必填"),
        "people_affected": gettext_lazy("不填同左"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in self.MUST.items():
            if name in self.fields:
                self.fields[name].must = words
        if not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = self.today
        # Asked only where one was named: to say what this clerk may name costs more than the rest of the form.
        if self.by and self.data.get("outreach"):
            self.fields["outreach"].queryset = Outreach.objects.visible_to(self.by).unsealed().done()
        if self.by and self.data.get("clue"):
            self.fields["clue"].queryset = Clue.objects.visible_to(self.by).to_do()
        self.fields["dispute_kind"].queryset = DisputeKind.objects.in_use(self.today)
        if self.by and not self.by.may("reception:queue"):
            del self.fields["room"], self.fields["goes_first"]
        self.warnings = []
        self.visit = None

    # ---------- 问 ----------
    @property
    def folds(self):
        return [
            self._fold(_("急事、被反映人、特殊需要（选填）"), self.MORE),
            self._fold(
                _("其他来路：传真、转送、交办、12345、排查、窗口；来信的邮戳；以前收到的"), self.ORIGIN, "grid2"
            ),
            self._fold(_("当场答复了（选填）"), self.TOLD),
            self._fold(_("当场答不了，交后台科室答复（选填）"), self.HANDED, button="hand"),
            self._fold(_("邻里、家庭、合同等民间纠纷，申请调解（选填）"), self.DISPUTED, "grid2", button="dispute"),
        ]

    def _fold(self, summary, names, css="stack tight", button=""):
        fields = [self[name] for name in names if name in self.fields]
        return Fold(summary, fields, any(field.errors or self._is_filled(field) for field in fields), css, button)

    @staticmethod
    def _is_filled(field):
        value = field.value()
        return bool(value) and str(value) != str(field.field.initial or "")

    @property
    def way(self):
        """How it is to be registered: what the button pressed says; kept apart, a dispute filled in is one."""
        if self.data.get("apart") and self.data.get("dispute_kind"):
            return "dispute"
        return self.data.get("register", "")

    @property
    def came_by(self):
        return self.cleaned_data.get("other_channel") or self.cleaned_data.get("channel")

    # ---------- 填 ----------
    def clean_name(self):
        return self._checked(identity.check_name(self.cleaned_data["name"]))

    def clean_phone(self):
        return self._checked(identity.check_phone(self.cleaned_data["phone"]))

    def clean_other_side(self):
        return self._checked(identity.check_name(self.cleaned_data["other_side"]))

    def clean_other_phone(self):
        return self._checked(identity.check_phone(self.cleaned_data["other_phone"]))

    def clean_people_present(self):
        return self.cleaned_data["people_present"] or 1

    def clean_purpose(self):
        return self.cleaned_data["purpose"] or Purpose.APPEAL

    def _checked(self, checked):
        if checked.errors:
            raise ValidationError(list(checked.errors))
        self.warnings += checked.warnings
        return checked.display

    def clean(self):
        typed = super().clean()
        self._check_who(typed)
        if typed.get("statement") == "" and self.way != "fast":
            self.add_error("statement", _("请写下来访人反映的事，照原话写。"))
        for name, words in ASKED_OF.get(self.came_by, {}).items():
            if name in typed and not typed[name]:
                self.add_error(name, words)
        if self.way == "hand" and "back_office" in typed and not typed["back_office"]:
            self.add_error("back_office", _("请选交哪个科室答复。"))
        self._check_dispute(typed)
        if typed.get("taken", "") not in ("", SpotAnswer.Taken.SILENT) and typed.get("told") == "":
            self.add_error("told", _("请写当场告诉了什么。"))
        self.warnings += identity.stray_numbers(typed.get("statement") or "")
        self.warnings += identity.stray_numbers(typed.get("told") or "")
        return typed

    def _check_dispute(self, typed):
        if self.way == "dispute":
            if "dispute_kind" in typed and not typed["dispute_kind"]:
                self.add_error("dispute_kind", _("请选是哪一类纠纷。"))
        elif not typed.get("join") and (typed.get("dispute_kind") or typed.get("wanted")):
            words = _("写了矛盾纠纷，请按“登记为矛盾纠纷”；不是的，请选“不是纠纷”并清空要求。")
            self.add_error("dispute_kind" if typed.get("dispute_kind") else "wanted", words)

    def _check_who(self, typed):
        name, anonymous = typed.get("name"), typed.get("anonymous")
        if typed.get("follows") and typed.get("is_same_person") and not anonymous:
            return
        if name and anonymous:
            self.add_error("anonymous", _("写了姓名又勾了不愿透露，请去掉一样。"))
        elif not anonymous and "name" in typed:
            if not name:
                self.add_error("name", _("请写姓名；来访人不愿透露的，请勾“不愿透露姓名”。"))
            elif "phone" in typed and "address" in typed and not (typed["phone"] or typed["address"]):
                self._without_contact()

    def _without_contact(self):
        if self.way == "settle":
            return
        if self.way == "fast" or self.came_by in NOBODY_THERE:
            self.warnings.append(
                _("没有电话和住址，先不计书面告知的期限；问到后补上，从收到日算起（条例第二十三条）。")
            )
        else:
            self.add_error("phone", _("请写联系电话；没有电话的，请在下面写住址。"))

    # ---------- 登记 ----------
    def take(self):
        typed = self._brought()
        received_on, now = typed.pop("received_on"), timezone.now()
        is_earlier = received_on and received_on < self.today
        self.visit = Visit.objects.register(
            by=self.by,
            channel=self.came_by,
            received_at=day_starts(received_on) if is_earlier else now,
            now=now,
            waits=self.way == "fast",
            settles=self.way == "settle",
            **typed,
        )
        if self.visit.sender_no:
            self._warn_of_the_same_paper()
        self._tell_of_coming_back(received_on or self.today)

    def _brought(self):
        """What was typed, in the words of the step."""
        typed = {**self.cleaned_data}
        for name in ("submission", "opened", "anonymous", "channel", "other_channel"):
            typed.pop(name, None)
        follows, comes_back, is_same = (typed.pop(name, "") for name in ("follows", "comes_back", "is_same_person"))
        typed["join"] = self.joined = self._joined(typed["join"] or comes_back or follows)
        self.is_relapse, self.is_back = bool(follows), bool(comes_back)
        if follows and is_same:
            self._be_the_same_person(typed)
        typed["kept_apart"] = bool(self.data.get("apart")) and typed["join"] is None
        typed["urgency"] = (typed["urgency"] or Case.Urgency.LIVELIHOOD) if typed["urgency_basis"] else ""
        if self.way != "hand":
            typed.pop("back_office", None)
        conflict = {name: typed.pop(name) for name in self.DISPUTED}
        if self.way == "dispute":
            typed["conflict"] = Conflict(
                kind=conflict["dispute_kind"],
                other_side=conflict["other_side"] or typed["respondent"],
                wanted=conflict["wanted"],
                other_phone=conflict["other_phone"],
                source=conflict["dispute_source"] or Dispute.Source.APPLIED,
                source_organ=conflict["source_organ"],
                rights_told=conflict["rights_told"],
            )
        typed["taken"] = typed.get("taken") or SpotAnswer.Taken.SILENT
        typed["way"] = ANSWERED_BY.get(self.came_by, SpotAnswer.Way.FACE)
        return typed

    def _warn_of_the_same_paper(self):
        """The same number of the same sender may be the same paper, or one of several matters in it."""
        visit = self.visit
        same = Visit.objects.visible_to(self.by).unsealed().standing().exclude(pk=visit.pk)
        same = same.filter(sender_no=visit.sender_no, sender_organ=visit.sender_organ)
        same = same.exclude(sender_no__in=["无号", "none"])
        if numbers := list(same.order_by("-pk").values_list("contact_no", flat=True)[:3]):
            words = _("编号 %(paper)s 以前登记过：%(numbers)s。是同一份的，请申请作废这一次。")
            self.warnings.append(words % {"paper": visit.sender_no, "numbers": _("、").join(numbers)})

    def _be_the_same_person(self, typed):
        """Who leads the earlier case, without being shown or typed again."""
        lead = self.joined.parties.filter(is_lead=True).first()
        if lead is None:
            raise ValidationError({"name": _("原件没有主信访人，请写姓名；来访人不愿透露的，请勾“不愿透露姓名”。")})
        for name in ("name", "phone", "address", "access_needs"):
            typed[name] = typed.get(name) or getattr(lead, name)

    def _tell_of_coming_back(self, on):
        """Say on the earlier case that it came again: as a relapse, or that the director should reopen it (T26)."""
        visit, earlier = self.visit, self.joined
        if earlier is None or earlier.is_open:
            return
        if self.is_relapse and visit.case_id:
            visit.case.earlier_links.filter(earlier=earlier).update(kind=CaseLink.Kind.RELAPSE)
        if not (self.is_back and hasattr(earlier, "petition")):
            return
        reason = _("%(channel)s %(contact)s：本人又来反映同一件事，另登记为 %(case)s。") % {
            "channel": visit.get_channel_display(),
            "contact": visit.contact_no,
            "case": visit.case.number if visit.case else "—",
        }
        try:
            earlier.petition.propose_reopening(by=self.by, on=on, reason=reason)
        except ValidationError as refusal:
            self.warnings += refusal.messages
        else:
            self.warnings.append(
                _("%s 已提出重新办理，等主任决定；这次登记照常办，重新办理以后可以并案。") % earlier.number
            )

    def _joined(self, number):
        """The case a match's button named, locked; only one that the clerk may see (AZ-08)."""
        if not number:
            return None
        # A case voided while this waited for its row is found no more.
        standing = Case.objects.visible_to(self.by).filter(voided_on__isnull=True)
        found = standing.for_change().filter(number=number).first()
        if found is None:
            raise ValidationError({"join": _("没有找到要并入的那一件，或者不归您查看。请直接登记为新事项。")})
        return found


class TalkForm(DeskForm):
    """The talk with somebody of whom only the name was taken, or who was answered on the spot and wants more.

    Name and contact are asked only where they are not known yet; a name typed anew replaces the one on file.
    """

    ORIGIN = ()

    reopens = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, record, **kwargs):
        self.known = record.lead
        super().__init__(*args, record=record, **kwargs)
        for name in ("channel", "room", "goes_first", "back_office", "outreach", "clue", *DeskForm.ORIGIN):
            self.fields.pop(name, None)
        if record.answer or record.request_id:
            del self.fields["told"], self.fields["taken"]
        self.initial = {
            "statement": record.statement or getattr(getattr(record, "appointment", None), "topic", ""),
            "purpose": record.purpose,
            "people_present": record.people_present,
            "people_affected": record.people_affected,
            "community": record.community_id,
            "access_needs": self.known.access_needs if self.known else "",
            "level_note": record.level_note,
            "read_back": record.is_read_back,
            "reopens": bool(record.settled_at or record.request_id),
            **self.initial,
        }
        if self.known and self.known.name:
            del self.fields["anonymous"]
            self.fields["name"].must = _("已登记 %s，写错了才重写") % self.known.name_masked
        elif not self.is_bound:
            self.initial.setdefault("anonymous", True)
        if self.known and (self.known.phone or self.known.address):
            self.fields["phone"].must = _("已登记，变了才写")
        self.fields["statement"].widget.attrs["autofocus"] = self.fields["name"].widget.attrs.pop("autofocus", False)

    @property
    def folds(self):
        return [fold for fold in super().folds if fold.fields]

    @property
    def came_by(self):
        return self.record.channel

    def _check_who(self, typed):
        known = self.known
        if typed.get("name") == "" and known and known.name:
            has_contact = known.phone or known.address or typed.get("phone") or typed.get("address")
            if not has_contact and "phone" in typed and "address" in typed:
                self._without_contact()
        else:
            super()._check_who(typed)

    def take(self):
        typed = self._brought()
        self.record.take_up(by=self.by, settles=self.way == "settle", **typed)
        self.visit = self.record
        self._tell_of_coming_back(self.today)


class ContactUploadForm(UploadForm):
    """By the rules of the house for every file; a contact without a case has no timeline, so the audit log tells."""

    def take(self):
        if self.record.voided_at or self.record.case_id:
            raise ValidationError(_("这次来访已经立件或者作废，材料请放到案件上。"))
        super().take()

    def tell(self, words):
        pass


class ContactFileRemovalForm(RemovalForm):
    def tell(self, words):
        pass


class PromiseForm(StepForm):
    """What is done next for the visitor, and by when he was told (F8)."""

    what = CleanCharField(
        label=gettext_lazy("答应做什么"),
        max_length=200,
        help_text=gettext_lazy("例如 问清停车费的标准，打电话告诉他。不写证件号和电话"),
        error_messages={"required": gettext_lazy("请写答应做什么。")},
    )
    due_on = DayField(label=gettext_lazy("哪天以前"), error_messages={"required": gettext_lazy("请写哪天以前做到。")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].today = self.today
        self.warnings = []

    def take(self):
        self.warnings = identity.stray_numbers(self.cleaned_data["what"])
        said = {name: self.cleaned_data[name] for name in ("what", "due_on")}
        Promise.objects.make(self.record, by=self.by, **said)


class PromiseKeptForm(StepForm):
    done = CleanCharField(
        label=gettext_lazy("怎么做到的"),
        max_length=200,
        help_text=gettext_lazy("例如 今天打电话告诉他了，他没有别的问题"),
        error_messages={"required": gettext_lazy("请写怎么做到的。")},
    )

    def take(self):
        self.record.keep(self.cleaned_data["done"], by=self.by)


class ReadingForm(StepForm):
    """Sign a letter as read; a leader may write his instruction (F5)."""

    note = CleanCharField(
        label=gettext_lazy("摘要"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("一两句话：信里要办什么。不写证件号和电话"),
    )
    instruction = CleanCharField(
        label=gettext_lazy("批示"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("可以不写；写了记入案件的经过"),
    )

    def __init__(self, *args, as_leader, **kwargs):
        super().__init__(*args, **kwargs)
        self.as_leader = as_leader
        if not as_leader:
            del self.fields["instruction"]

    def take(self):
        Reading.objects.sign(
            self.record,
            by=self.by,
            note=self.cleaned_data["note"],
            as_leader=self.as_leader,
            instruction=self.cleaned_data.get("instruction", ""),
        )


class AssignmentReportForm(StepForm):
    """The closing report went to whoever assigned the matter (L06)."""

    sent_on = DayField(label=gettext_lazy("报结日期"), latest_today=True)
    number = CleanCharField(
        label=gettext_lazy("报告文号"),
        max_length=40,
        error_messages={"required": gettext_lazy("请写报告文号；没有文号的，写“无号”。")},
    )
    note = CleanCharField(label=gettext_lazy("报告要点"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].today = self.today
        self.initial.setdefault("sent_on", self.today)

    def take(self):
        fields = ("sent_on", "number", "note")
        AssignmentReport.objects.send(self.record, by=self.by, **{name: self.cleaned_data[name] for name in fields})


class AssignmentExtensionForm(StepForm):
    """Whoever assigned the matter grants a later day for its report (L06)."""

    due_on = DayField(label=gettext_lazy("延到哪天报结"), help_text="")
    granted_on = DayField(label=gettext_lazy("同意延期的日期"), latest_today=True)
    number = CleanCharField(
        label=gettext_lazy("同意延期的文号"),
        max_length=40,
        help_text=gettext_lazy("只有交办单位能延；不影响 60 日的办理期限。电话同意的，写“电话”和对方姓名"),
        error_messages={"required": gettext_lazy("请写同意延期的文号；没有文号的，写“无号”。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("due_on", "granted_on"):
            self.fields[name].today = self.today
        self.initial.setdefault("granted_on", self.today)

    def take(self):
        fields = ("due_on", "granted_on", "number")
        granted = {name: self.cleaned_data[name] for name in fields}
        AssignmentExtension.objects.grant(self.record, by=self.by, **granted)


class SystemEntryForm(StepForm):
    """The number a contact has in the national petition information system (L01)."""

    number = CleanCharField(
        label=gettext_lazy("信访信息系统编号"),
        max_length=60,
        help_text=gettext_lazy("在信访信息系统录入后，把那边的编号抄到这里；抄错了再记一次就改过来"),
        error_messages={"required": gettext_lazy("请写信访信息系统里的编号。")},
    )

    def take(self):
        self.record.enter(self.cleaned_data["number"], by=self.by)


class VoidingForm(StepForm):
    """Ask that a registration be void: why, in words that a second person can judge (R28)."""

    reason = CleanCharField(
        label=gettext_lazy("作废的原因"),
        max_length=200,
        help_text=gettext_lazy("例如 同一次来访登记了两遍，另一次是哪个编号。编号不会再用，仍然计入作废数"),
        error_messages={"required": gettext_lazy("请写作废的原因，例如 同一次来访登记了两遍。")},
    )

    def take(self):
        Voiding.objects.ask(self.record, reason=self.cleaned_data["reason"], by=self.by)


class VoidingDecisionForm(StepForm):
    """Somebody else decides; a no says why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("yes", gettext_lazy("同意作废")), ("no", gettext_lazy("不同意"))],
        widget=Segments,
        error_messages={"required": gettext_lazy("请选同意或者不同意。")},
    )
    note = CleanCharField(
        label=gettext_lazy("说明"), max_length=200, required=False, help_text=gettext_lazy("不同意的必填")
    )

    def take(self):
        self.record.decide(
            by=self.by, is_approved=self.cleaned_data["verdict"] == "yes", note=self.cleaned_data["note"]
        )

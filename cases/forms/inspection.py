"""Checks: planned, drawn, looked into, ended; what they find, how it is put right, and who looks again (F47)."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.files import KINDS
from cases.forms.steps import StepForm
from cases.forms.urgency import PostField
from cases.forms.widgets import Segments
from cases.models import (
    AccountabilityGround,
    Case,
    Commitment,
    Finding,
    InspectedFile,
    Inspection,
    Rectification,
)
from cases.models.inspection import MOST_DRAWN
from cases.recusal import why_barred
from cases.text import CleanCharField
from cases.uploads import AttachmentStorage, check_room, check_upload, shown_name
from officials.models import Official, Posting, Role, Unit

INSPECTORS = (Role.SV, Role.OD)
NOT_ANSWERING = (Role.SA, Role.AU, Role.SP)  # who answers for nothing of the office's cases


def today_in(form):
    """The days of a form are seen from its own today."""
    for field in form.fields.values():
        if isinstance(field, DayField):
            field.today = form.today


class WithFile(StepForm):
    """A step that may bring one file, kept with `record.attachments` (UP-01 to UP-08)."""

    file = forms.FileField(
        label=gettext_lazy("附一份材料"),
        required=False,
        allow_empty_file=True,  # said in our own words by check_upload
        widget=forms.ClearableFileInput({"accept": ",".join(f".{kind}" for kind in KINDS)}),
        help_text=gettext_lazy("照片、扫描件；收 pdf、jpg、png、docx、xlsx、mp3、mp4"),
    )
    no_secret = forms.BooleanField(
        label=gettext_lazy("看过了，里面没有国家秘密"), required=False, help_text=gettext_lazy("附了材料的要勾")
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            self.accepted = check_upload(file)
            if self.holder is not None:
                check_room(self.holder, self.by, file.size, today=self.today)
        return file

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("file") and not cleaned.get("no_secret"):
            self.add_error("no_secret", _("请确认里面没有国家秘密。有的不能上传，请找保密员。"))
        return cleaned

    @property
    def holder(self):
        """What the file is kept with; None where it comes about with this step."""
        return self.record

    @transaction.atomic
    def take(self):
        """The file lies in its place before the row says so; if the row does not come about, the file goes again."""
        file = self.cleaned_data["file"]
        if not file:
            self.act(None)
            return
        storage = AttachmentStorage()
        path = storage.keep(file)
        try:
            with transaction.atomic():
                self.act(
                    {
                        "name": shown_name(file.name),
                        "path": path,
                        "mime": self.accepted.mime,
                        "size": self.accepted.size,
                        "sha256": self.accepted.sha256,
                        "uploaded_by": self.by,
                    }
                )
        except BaseException:
            storage.delete(path)
            raise

    def act(self, kept):
        """Take the step; `kept` says what to create of the file, None without one."""
        raise NotImplementedError

    def stored(self, kept):
        return self.record.attachments.create(**kept) if kept else None


# ---------- 检查 ----------
class InspectionForm(StepForm):
    """Plan a check. `record` is None."""

    kind = forms.ChoiceField(
        label=label("kind", Inspection),
        choices=Inspection.Kind.choices,
        widget=Segments,
        initial=Inspection.Kind.REGULAR,
        help_text=gettext_lazy("动态巡查：到那一天以前，被查的单位看不到"),
    )
    subject = forms.ChoiceField(
        label=label("subject", Inspection),
        choices=Inspection.Subject.choices,
        widget=Segments,
        initial=Inspection.Subject.FILES,
    )
    scope = CleanCharField(
        label=label("scope", Inspection),
        max_length=200,
        help_text=gettext_lazy("例如 受理告知是否按期，答复是否送达"),
        error_messages={"required": gettext_lazy("请写查什么。")},
    )
    unit = forms.ModelChoiceField(
        None, label=label("unit", Inspection), required=False, empty_label=gettext_lazy("全街道")
    )
    since = DayField(label=label("since", Inspection), required=False, help_text=gettext_lazy("不写，从全部案卷里抽"))
    held_on = DayField(label=label("held_on", Inspection))
    inspector = forms.ModelChoiceField(
        None,
        label=label("inspector", Inspection),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选谁去查。")},
    )
    count = forms.IntegerField(
        label=gettext_lazy("抽几件"),
        min_value=0,
        max_value=MOST_DRAWN,
        initial=5,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        help_text=gettext_lazy("按种子抽，谁都不挑；写 0，以后再抽或者点"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["unit"].queryset = Unit.objects.handling()
        self.fields["inspector"].queryset = Official.objects.holding(*INSPECTORS, on=self.today)
        if self.by and self.by.roles & set(INSPECTORS):
            self.initial.setdefault("inspector", self.by.pk)
        self.initial.setdefault("held_on", self.today)

    def take(self):
        said = {name: self.cleaned_data[name] for name in self.fields if name not in ("count", "submission")}
        self.record = Inspection.objects.plan(by=self.by, on=self.today, **said)
        if self.cleaned_data["count"]:
            try:
                self.record.draw(self.cleaned_data["count"], by=self.by)
            except ValidationError as refusal:
                raise ValidationError({"count": refusal.messages}) from None


class DrawForm(StepForm):
    """More files for the check `record`: drawn by the seed, or one by its number."""

    count = forms.IntegerField(
        label=gettext_lazy("再抽几件"),
        min_value=0,
        max_value=MOST_DRAWN,
        required=False,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
    )
    number = CleanCharField(
        label=gettext_lazy("或者点一件"), max_length=20, required=False, help_text=gettext_lazy("写案号")
    )

    def take(self):
        count, number = self.cleaned_data.get("count"), self.cleaned_data["number"]
        if bool(count) == bool(number):
            raise ValidationError({"count": _("写再抽几件，或者写一个案号，只写一样。")})
        if count:
            self.record.draw(count, by=self.by)
            return
        case = Case.objects.visible_to(self.by, sealed=False).filter(number=number).first()
        if case is None:
            raise ValidationError({"number": _("没有这个案号，请核对。")})
        self.record.choose(case, by=self.by)


class LookForm(CarefulForm):
    """`record`: the file of a check."""

    note = CleanCharField(
        label=label("note", InspectedFile),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("没有问题也写一句；有问题的另写一条。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写看下来怎么样。")},
    )

    def clean(self):
        self.warn_of_numbers("note")
        return self.cleaned_data

    def take(self):
        self.record.look(self.cleaned_data["note"], by=self.by, on=self.today)


class InspectionEndForm(StepForm):
    outcome = forms.ChoiceField(
        label=label("outcome", Inspection),
        choices=Inspection.Outcome.choices,
        widget=Segments,
        initial=Inspection.Outcome.HELD,
    )
    summary = CleanCharField(
        label=gettext_lazy("小结，或者不查的原因"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("请写小结，或者不查的原因。")},
    )

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("outcome", "summary")}
        self.record.end(by=self.by, on=self.today, **said)


# ---------- 问题 ----------
class OwnerField(PostField):
    """Who answers: a person in a post, and so his unit."""

    def offer(self, today, but=None):
        posts = Posting.objects.in_force(today).filter(official__is_active=True).exclude(role__in=NOT_ANSWERING)
        if but:
            posts = posts.exclude(official=but)
        self.queryset = posts.select_related("official", "unit").order_by("unit__position", "official__username")


class GroundField(forms.ModelChoiceField):
    def label_from_instance(self, ground):
        return f"{ground.code} {ground.text}"


class FindingForm(CarefulForm):
    """What the check `record` found (F47): no owner, no day, no ground, no finding."""

    case = forms.ModelChoiceField(
        None,
        label=label("case", Finding),
        required=False,
        empty_label=gettext_lazy("不是哪一件的，是这个单位的做法"),
    )
    commitment = forms.ModelChoiceField(
        None, label=label("commitment", Finding), required=False, empty_label=gettext_lazy("不是承诺")
    )
    ground = GroundField(
        None,
        label=label("ground", Finding),
        empty_label=NOT_CHOSEN[1],
        help_text=gettext_lazy("《信访工作条例》第四十二条到第四十六条"),
        error_messages={"required": gettext_lazy("请选责任情形。")},
    )
    facts = CleanCharField(
        label=label("facts", Finding),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("哪天、哪一步、凭哪份材料看出来。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写发现了什么。")},
    )
    remedy = CleanCharField(
        label=label("remedy", Finding),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("写到能看出改没改，例如 补送受理告知书，回证入卷"),
        error_messages={"required": gettext_lazy("请写要改成怎样。")},
    )
    owner = OwnerField(
        None,
        label=gettext_lazy("谁负责整改"),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选谁负责整改。")},
    )
    due_on = DayField(
        label=label("due_on", Finding),
        error_messages={"required": gettext_lazy("请写哪天以前整改。")},
    )

    def __init__(self, *args, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        cases = Case.objects.visible_to(self.by, sealed=False).filter(pk__in=self.record.files.values("case"))
        self.fields["case"].queryset = cases
        self.fields["case"].label_from_instance = lambda one: f"{one.number} {one.title[:30]}"
        promises = Commitment.objects.standing().filter(case__in=cases.values("pk")).select_related("case")
        self.fields["commitment"].queryset = promises
        self.fields["commitment"].label_from_instance = lambda one: f"{one.case.number} {one.what[:30]}"
        if self.record.subject != Inspection.Subject.PROMISES:
            del self.fields["commitment"]
        self.fields["ground"].queryset = AccountabilityGround.objects.in_use(self.today)
        self.fields["owner"].offer(self.today, but=self.by)
        chosen = case and cases.filter(number=case).first()
        if chosen:
            self.initial.setdefault("case", chosen.pk)
            posts = self.fields["owner"].queryset.filter(official=chosen.handler_id, unit=chosen.handling_unit_id)
            self.initial.setdefault("owner", posts.values_list("pk", flat=True).first())

    def clean(self):
        for name in ("facts", "remedy"):
            self.warn_of_numbers(name)
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        case, post, commitment = typed["case"], typed["owner"], typed.get("commitment")
        if commitment and case is None:
            case = commitment.case
        if case:
            case = Case.objects.for_change().get(pk=case.pk)
            if reason := why_barred(case, post.official, on=self.today):
                raise ValidationError({"owner": reason})
        try:
            self.finding = self.record.find(
                case=case,
                commitment=commitment,
                ground=typed["ground"],
                facts=typed["facts"],
                remedy=typed["remedy"],
                unit=post.unit,
                official=post.official,
                due_on=typed["due_on"],
                by=self.by,
                on=self.today,
            )
        except ValidationError as refusal:
            raise at_owner(refusal) from None


def at_owner(refusal):
    """What the model says of person or unit stands at the one field that names both."""
    errors = getattr(refusal, "error_dict", None)
    if not errors:
        return refusal
    return ValidationError(
        {("owner" if name in ("official", "unit") else name): messages for name, messages in errors.items()}
    )


class RectificationForm(WithFile, CarefulForm):
    """The finding `record` is put right, by whose it is."""

    done_on = DayField(label=label("done_on", Rectification), latest_today=True)
    evidence = CleanCharField(
        label=label("evidence", Rectification),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("例如 补送的回证、现场照片、改过的登记。没有凭据不能销号"),
        error_messages={"required": gettext_lazy("请写凭什么说改好了：没有凭据不能销号。")},
    )
    field_order = ["done_on", "evidence", "file", "no_secret"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("done_on", self.today)

    def clean(self):
        cleaned = super().clean()
        self.warn_of_numbers("evidence")
        return cleaned

    def act(self, kept):
        typed = self.cleaned_data
        self.record.report(
            done_on=typed["done_on"], evidence=typed["evidence"], file=self.stored(kept), by=self.by, on=self.today
        )


class RectificationCheckForm(CarefulForm):
    """Somebody else looks whether the finding `record` is put right."""

    holds = forms.ChoiceField(
        label=gettext_lazy("核对下来"),
        choices=[("yes", gettext_lazy("改好了，销号")), ("no", gettext_lazy("没改好，退回"))],
        widget=Segments,
        error_messages={"required": gettext_lazy("请选改好了没有。")},
    )
    note = CleanCharField(
        label=label("check_note", Rectification),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("怎么核对的；退回的写差在哪里"),
    )

    def clean(self):
        if self.cleaned_data.get("holds") == "no" and not self.cleaned_data.get("note"):
            self.add_error("note", _("退回的请写差在哪里。"))
        self.warn_of_numbers("note")
        return self.cleaned_data

    def take(self):
        holds = self.cleaned_data["holds"] == "yes"
        self.record.check_report(holds=holds, note=self.cleaned_data["note"], by=self.by, on=self.today)


class FindingOwnerForm(StepForm):
    """Another answers for the finding `record`."""

    owner = OwnerField(
        None,
        label=gettext_lazy("改由谁负责"),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选改由谁负责。")},
    )
    reason = CleanCharField(
        label=gettext_lazy("为什么换"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么换，例如 原来的人调走了。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(self.today, but=self.record.official)

    def take(self):
        post, finding = self.cleaned_data["owner"], self.record
        if finding.case and (reason := why_barred(finding.case, post.official, on=self.today)):
            raise ValidationError({"owner": reason})
        try:
            finding.pass_on(
                unit=post.unit,
                official=post.official,
                reason=self.cleaned_data["reason"],
                by=self.by,
                on=self.today,
            )
        except ValidationError as refusal:
            raise at_owner(refusal) from None


class GroundForm(StepForm):
    """Another wording of the ground `record` from a day on, or its end (F53a)."""

    text = CleanCharField(
        label=label("text", AccountabilityGround),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("照新的条文写；不写，从那天起停用"),
    )
    on = DayField(label=gettext_lazy("从哪天起"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("text", self.record.text)

    def take(self):
        self.record.reword(self.cleaned_data["text"], on=self.cleaned_data["on"], today=self.today)

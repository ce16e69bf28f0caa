"""Parties of a case: who came, who speaks for others, who is complained about; and looking at what is masked."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import identity
from cases.forms.case import label, owe_notice
from cases.forms.edit import EditForm, MaskedField
from cases.forms.steps import StepForm
from cases.models import Party, Reveal, ServiceConsent
from cases.models.party import MOST_REPRESENTATIVES
from cases.recusal import stand_aside
from cases.text import CleanCharField
from officials.models import Official, Unit
from officials.passwords import AsksOwnPassword


class PartyForm(EditForm):
    """Identity of one party, masked; `party` is new or on the case `record`."""

    name = MaskedField(label=label("name", Party), check=identity.check_name)
    phone = MaskedField(
        label=label("phone", Party), check=identity.check_phone, widget=forms.TextInput({"inputmode": "tel"})
    )
    address = MaskedField(label=label("address", Party), max_length=200)

    own = ()  # further fields of the party that this form edits

    def __init__(self, *args, party, **kwargs):
        self.party = party
        super().__init__(*args, **kwargs)

    def prepare(self):
        masks = {name: mask for name, mask in Party.MASKED.items() if name in self.fields}
        self.masked = {name: getattr(self.party, name) for name in masks}
        self.initial |= {name: getattr(self.party, mask) for name, mask in masks.items()}
        self.initial |= {name: getattr(self.party, Party._meta.get_field(name).attname) for name in self.own}

    def write(self):
        for name in (*self.masked, *self.own):
            if name in self.changed:
                setattr(self.party, name, self.cleaned_data[name])
        self.settle()
        self.party.save()

    def settle(self):
        """What follows from what was typed, before the party is saved."""


class PetitionerForm(PartyForm):
    """Somebody on the petitioners' side. The first becomes the lead; a new lead takes the place of the old."""

    role = forms.ChoiceField(
        label=label("role", Party),
        choices=[(value, value.label) for value in Party.Role if value != Party.Role.RESPONDENT],
    )
    is_lead = forms.BooleanField(label=gettext_lazy("作为主信访人"), required=False)
    id_type = forms.ChoiceField(
        label=label("id_type", Party),
        required=False,
        choices=[("", gettext_lazy("没有看证件")), *identity.IdType.choices],
    )
    id_number = MaskedField(
        label=label("id_number", Party),
        help_text=gettext_lazy("送达文书、代表授权时才需要。可用读卡器读入"),
        widget=forms.TextInput({"data-next": "", "spellcheck": "false"}),
    )
    service_address = MaskedField(
        label=label("service_address", Party),
        max_length=200,
        help_text=gettext_lazy("文书寄到别处的才写，例如 单位、亲属家；不写就送住址"),
    )
    authority_note = CleanCharField(
        label=label("authority_note", Party),
        max_length=200,
        required=False,
        help_text=gettext_lazy("代表必填：谁推选的、代表做什么，例如 当场推选，签名在册"),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("同意电子送达"),
        required=False,
        choices=[("", gettext_lazy("没有同意，当面或者邮寄")), *ServiceConsent.Channel.choices],
        help_text=gettext_lazy("本人同意才选，随时可以撤回；不同意不影响办理"),
    )
    access_needs = CleanCharField(
        label=label("access_needs", Party),
        max_length=100,
        required=False,
        help_text=gettext_lazy("大字、手语、方言、轮椅、代写，只为服务得更好"),
    )

    field_order = (
        "name",
        "role",
        "is_lead",
        "phone",
        "address",
        "service_address",
        "id_type",
        "id_number",
        "authority_note",
        "access_needs",
        "consent",
    )
    own = ("role", "is_lead", "id_type", "authority_note", "access_needs")

    def prepare(self):
        super().prepare()
        self.initial["consent"] = consent.channel if (consent := self.party.consent()) else ""
        self.fields["id_number"].check = lambda typed: identity.check_id(
            self.cleaned_data.get("id_type") or identity.IdType.RESIDENT, typed
        )

    def clean(self):
        self.typed_anew()
        typed = self.cleaned_data
        if "name" in typed and not typed["name"] and (not self.party.name or "name" in self.changed):
            self.add_error("name", _("请写姓名或单位名称。"))
        if typed.get("id_number") and "id_number" in self.changed and not typed.get("id_type"):
            typed["id_type"] = identity.IdType.RESIDENT
            self.changed.add("id_type")
        if typed.get("role") == Party.Role.REPRESENTATIVE and "role" in self.changed:
            others = self.record.parties.filter(role=Party.Role.REPRESENTATIVE).exclude(pk=self.party.pk)
            if others.count() >= MOST_REPRESENTATIVES:
                self.add_error("role", _("代表最多 %d 人（条例第二十条第三款）。") % MOST_REPRESENTATIVES)
        if typed.get("role") == Party.Role.REPRESENTATIVE and typed.get("authority_note") == "":
            self.add_error(
                "authority_note", _("请写怎么推选、授权的，例如 当场推选，签名在册（条例第二十条第三款）。")
            )
        for name in ("authority_note", "access_needs"):
            if name in self.changed:
                self.warn_of_numbers(name)
        return typed

    def settle(self):
        lead = self.record.parties.filter(is_lead=True).exclude(pk=self.party.pk).first()
        if lead is None:
            self.party.is_lead = True
        elif self.party.is_lead:
            lead.is_lead = False
            lead.save()
        self.record.is_anonymous = False

    def write(self):
        super().write()
        self.party.agree_to(self.cleaned_data["consent"], by=self.by)
        owe_notice(self.record)


class OfficialField(forms.ModelChoiceField):
    """People with the same name told apart by their number."""

    def label_from_instance(self, official):
        return _("%(name)s（%(more)s）") % {"name": official.name, "more": official.username}


class RespondentForm(PartyForm):
    """Somebody complained about. One of this office is picked, or known by the name; he is out at once (AZ-09)."""

    official = OfficialField(
        Official.objects.active(),
        label=label("official", Party),
        required=False,
        empty_label=gettext_lazy("不是本单位的人"),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.active(),
        label=label("unit", Party),
        required=False,
        empty_label=gettext_lazy("不是本单位的科室、社区"),
    )
    uscc = CleanCharField(label=label("uscc", Party), max_length=30, required=False)
    post = CleanCharField(
        label=label("post", Party),
        max_length=60,
        required=False,
        help_text=gettext_lazy("检举控告要按干部管理权限移送时写"),
    )
    is_ordinary = forms.BooleanField(
        label=gettext_lazy("只是普通诉求，不是检举控告"),
        required=False,
        help_text=gettext_lazy("被反映的是本单位的人或科室、社区时，不勾选就整件封存；勾选了，本人也看不到这件"),
    )
    is_namesake = forms.BooleanField(
        label=gettext_lazy("核对过：只是同名，不是本单位的"),
        required=False,
        help_text=gettext_lazy("姓名与本单位的人或科室、社区相同时，先按是本单位的回避"),
    )

    field_order = ("official", "unit", "name", "post", "phone", "address", "uscc", "is_ordinary", "is_namesake")
    own = ("official", "unit", "uscc", "post")

    def __init__(self, *args, may_decide=False, **kwargs):
        self.may_decide = may_decide
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        self.fields["name"].help_text = _("本单位的从上面选；外面的单位或个人写在这里")
        for name in ("is_ordinary", "is_namesake"):
            self.fields[name].is_new = True
        if not self.may_decide:
            del self.fields["is_namesake"]
        if self.record.is_sealed:
            del self.fields["is_ordinary"]

    def clean(self):
        self.typed_anew()
        typed = self.cleaned_data
        if typed.get("official") and typed.get("unit"):
            self.add_error("unit", _("一次写一个：人和单位请分两次添加。"))
        chosen = typed.get("official") or typed.get("unit")
        if "name" in typed and not chosen and not typed["name"]:
            self.add_error("name", _("请从名单里选，或写被反映人、单位的名称。"))
        if typed.get("name") and "name" in self.changed and not chosen and not typed.get("is_namesake"):
            namesakes = Official.objects.active().filter(name=typed["name"].strip()).count()
            if namesakes > 1:
                self.add_error(
                    "official", _("本单位有 %d 位叫这个名字，请从名单里选；都可能是，就分几次添加。") % namesakes
                )
        if typed.get("uscc") and "uscc" in self.changed:
            checked = identity.check_uscc(typed["uscc"])
            for sentence in checked.errors:
                self.add_error("uscc", sentence)
            for sentence in checked.warnings:
                self.warn("uscc", sentence)
            typed["uscc"] = checked.value
        return typed

    def settle(self):
        party = self.party
        party.role = Party.Role.RESPONDENT
        chosen = party.official or party.unit
        if self.cleaned_data.get("is_namesake"):
            party.official = party.unit = None
        elif chosen and ({"official", "unit"} & self.changed or not party.name):
            party.name = chosen.name
        elif "name" in self.changed:
            party.official = party.unit = None
            party.recognise_respondent()
        party.is_organisation = bool(party.unit_id or party.uscc or identity.looks_like_organisation(party.name))

    def write(self):
        super().write()
        is_own = self.party.official_id or self.party.unit_id
        if not is_own:
            return
        reason = _("被反映的是本单位的人或单位")
        if not self.record.is_sealed and not self.cleaned_data.get("is_ordinary"):
            self.record.seal(by=self.by, reason=reason)
        stand_aside(self.record, by=self.by, on=self.today, reason=reason)


# ---------- 显示 ----------
class RevealForm(AsksOwnPassword, StepForm):
    """Why somebody has to see one masked field of one party (PD-04)."""

    PURPOSES = (
        gettext_lazy("通知接谈、会勘的时间"),
        gettext_lazy("送达文书"),
        gettext_lazy("回访"),
        gettext_lazy("核对身份"),
        gettext_lazy("更正登记"),
        gettext_lazy("其他"),
    )

    purpose = forms.ChoiceField(label=gettext_lazy("用途"), choices=[("", gettext_lazy("请选择"))])
    note = CleanCharField(label=gettext_lazy("补充"), max_length=60, required=False)

    def __init__(self, *args, party, field, **kwargs):
        super().__init__(*args, **kwargs)
        self.party, self.field = party, field
        self.fields["purpose"].choices = [
            ("", _("请选择")),
            *((str(number), purpose) for number, purpose in enumerate(self.PURPOSES, 1)),
        ]
        self.fields["purpose"].label = _("为什么要看 %(name)s 的%(field)s") % {
            "name": party.name_masked or party.get_role_display(),
            "field": label(field, Party),
        }

    def clean(self):
        typed = self.cleaned_data
        if typed.get("purpose") == str(len(self.PURPOSES)) and not typed.get("note"):
            self.add_error("note", _("选了“其他”，请写明用途。"))
        return typed

    @property
    def reason(self):
        purpose = self.PURPOSES[int(self.cleaned_data["purpose"]) - 1]
        with translation.override(settings.LANGUAGE_CODE):
            return "：".join(filter(None, [str(purpose), self.cleaned_data["note"]]))

    def take(self):
        now = timezone.now()
        Reveal.objects.create(
            party=self.party,
            field=self.field,
            official=self.by,
            reason=self.reason,
            at=now,
            until=now + timedelta(minutes=settings.REVEAL_MINUTES),
        )

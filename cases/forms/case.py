"""What the office writes down about a matter after the desk: the must-fields before triage, and corrections later."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import identity
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm, EditForm, MaskedField
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import (
    Case,
    CaseLink,
    Category,
    Event,
    Party,
    SealedReader,
    SearchText,
    ServiceConsent,
)
from cases.models.claim import Claim, Purpose
from cases.models.party import MOST_REPRESENTATIVES
from cases.recusal import barred_from
from cases.text import CleanCharField
from officials import permissions
from officials.models import Official, Role, Unit

BLANK_CLAIMS = 2
CLAIM_ROW = re.compile(r"claim([0-9]{1,18})_text")
BLANK_REPRESENTATIVES = 2
MOST_CLAIMS = 30
MOST_PEOPLE = 100_000
CLAIM_LENGTH = 1000

BEFORE_TRIAGE = gettext_lazy("分流前必填")
NOT_CHOSEN = ("", gettext_lazy("请选择"))


def label(name, model=Case):
    return model._meta.get_field(name).verbose_name


def owe_notice(case):
    """Whoever can be told from now on is owed the written notice (L03)."""
    if petition := getattr(case, "petition", None):
        petition.owe_notice()


def text(name, *, rows=None, **kwargs):
    """A field for the case's text `name`, as long as the database allows."""
    if rows:
        kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
    limit = Case._meta.get_field(name).max_length
    return CleanCharField(**{"label": label(name), "max_length": limit, "required": False, **kwargs})


class RegistrationForm(EditForm):
    """Everything handbook 4.2 asks of a registration, on one page; what is known may be saved before the rest is.

    Claims and representatives have a few blank rows; more appear once these are saved.
    """

    title = text("title", required=True, help_text=gettext_lazy("60 字以内，不写身份证号和电话"))
    statement = text("statement", rows=6, required=True, help_text=gettext_lazy("按本人的话写"))
    statement_read_back = forms.BooleanField(label=label("statement_read_back"), required=False)
    grounds = text("grounds", rows=4, help_text=gettext_lazy("凭什么这样要求：经过、证据、以前的答复"))
    community = forms.ModelChoiceField(None, label=label("community"), required=False, empty_label=NOT_CHOSEN[1])
    grid = forms.ModelChoiceField(None, label=label("grid"), required=False, empty_label=gettext_lazy("不分网格"))
    place_note = text("place_note", help_text=gettext_lazy("小区、楼幢、路段"))
    category = forms.ModelChoiceField(None, label=label("category"), required=False, empty_label=NOT_CHOSEN[1])
    legal_state = forms.ChoiceField(
        label=label("legal_state"), required=False, choices=Case.LegalState.choices, widget=Segments
    )
    legal_note = text("legal_note")
    people_present = forms.IntegerField(
        label=label("people_present"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"class": "in-num"}),
    )
    people_affected = forms.IntegerField(
        label=label("people_affected"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"class": "in-num"}),
    )
    affected_note = text("affected_note")
    history_note = text("history_note", rows=3, help_text=gettext_lazy("找过哪里、什么结果"))
    origin_on = DayField(
        label=label("origin_on"),
        required=False,
        latest_today=True,
        help_text=gettext_lazy("事情是哪天起的；不知道就不填"),
    )
    first_national = forms.ChoiceField(label=label("first_national"), choices=Case.FirstNational.choices)
    is_joint_signed = forms.BooleanField(
        label=gettext_lazy("联名信"), required=False, help_text=gettext_lazy("几个人一起署名的来信、网上来件")
    )
    urgency = forms.ChoiceField(
        label=label("urgency"),
        required=False,
        choices=[("", gettext_lazy("不急")), *Case.Urgency.choices],
        widget=Segments,
        help_text=gettext_lazy(
            "民生急难：停水停电、受伤、无处住；重大紧急：可能影响社会，还要逐级上报（条例第二十五条）"
        ),
    )
    urgency_basis = text("urgency_basis")
    confidentiality = forms.ChoiceField(
        label=label("confidentiality"),
        choices=[
            (value, value.label) for value in (Case.Confidentiality.NORMAL, Case.Confidentiality.IDENTITY_HIDDEN)
        ],
        widget=Segments,
        help_text=gettext_lazy("检举控告要整件封存，请用案件页上的“封存”"),
    )

    MUST = ("statement", "grounds", "community", "category", "legal_state")
    SEARCHED = frozenset({"title", "statement", "grounds"})
    CROSS = {f"cross_{flag.lower()}": flag for flag in Case.Cross}
    APART = frozenset({"urgency", "urgency_basis"})  # written by the step that starts and ends the clocks
    LEAD = ("lead_name", "lead_phone", "lead_id_number", "lead_address")

    def __init__(self, *args, may_correct=False, **kwargs):
        self.may_correct = may_correct
        super().__init__(*args, **kwargs)

    # ---------- 备 ----------
    def prepare(self):
        case = self.record
        if not self.may_correct or case.is_sealed:
            del self.fields["confidentiality"]
        self.own = [name for name in self.editable if name in {field.name for field in Case._meta.fields}]
        self.fields["origin_on"].today = self.today
        for name in self.MUST:
            self.fields[name].must = BEFORE_TRIAGE
        for name in self.own:
            field = Case._meta.get_field(name)
            self.initial.setdefault(name, getattr(case, field.attname))
        self._offer_places()
        self._offer_categories()
        self._ask_for_crossings()
        self._ask_for_lead()
        self._ask_for_claims()
        self._ask_for_representatives()
        self.order_fields(
            [*(name for name in self.fields if name not in ("sure", "submission")), "sure", "submission"]
        )

    def _offer_places(self):
        communities = list(Unit.objects.communities())
        self.fields["community"].queryset = Unit.objects.filter(kind=Unit.Kind.COMMUNITY)
        self.fields["community"].choices = [NOT_CHOSEN, *((unit.pk, unit.name) for unit in communities)]
        grids = Unit.objects.active().filter(kind=Unit.Kind.GRID)
        self.fields["grid"].queryset = Unit.objects.filter(kind=Unit.Kind.GRID)
        by_community = {}
        for grid in grids:
            by_community.setdefault(grid.parent_id, []).append((grid.pk, grid.name))
        self.fields["grid"].choices = [
            ("", gettext_lazy("不分网格")),
            *((unit.name, by_community[unit.pk]) for unit in communities if unit.pk in by_community),
        ]

    def _offer_categories(self):
        in_use = Q(valid_from__isnull=True) | Q(valid_from__lte=self.today)
        in_use &= Q(valid_to__isnull=True) | Q(valid_to__gt=self.today)
        if self.record.category_id:
            in_use |= Q(pk=self.record.category_id)
        second_level = Category.objects.filter(in_use, parent__isnull=False).select_related("parent")
        self.fields["category"].queryset = second_level
        groups = {}
        for category in second_level.order_by("parent__code", "code"):
            groups.setdefault(category.parent.name, []).append((category.pk, category.name))
        self.fields["category"].choices = [NOT_CHOSEN, *groups.items()]

    def _ask_for_crossings(self):
        for name, flag in self.CROSS.items():
            self.fields[name] = forms.BooleanField(label=flag.label, required=False)
            self.initial[name] = flag in self.record.cross_flags

    def _ask_for_lead(self):
        self.lead = self.record.parties.petitioners().filter(is_lead=True).first() or Party(
            case=self.record, role=Party.Role.PETITIONER, is_lead=True
        )
        lead = self.lead
        is_known = lead.pk or not self.record.is_anonymous
        self.fields |= {
            "lead_name": MaskedField(label=label("name", Party), check=identity.check_name),
            "lead_phone": MaskedField(
                label=label("phone", Party), check=identity.check_phone, widget=forms.TextInput({"inputmode": "tel"})
            ),
            "lead_id_type": forms.ChoiceField(
                label=label("id_type", Party),
                required=False,
                choices=[("", _("没有看证件")), *identity.IdType.choices],
            ),
            "lead_id_number": MaskedField(
                label=label("id_number", Party),
                check=self._check_lead_id,
                help_text=_("送达文书、代表授权时才需要。可用读卡器读入"),
                widget=forms.TextInput({"data-next": "", "spellcheck": "false"}),
            ),
            "lead_address": MaskedField(label=label("address", Party), max_length=200, help_text=_("书面送达要有")),
            "lead_access_needs": CleanCharField(
                label=label("access_needs", Party),
                max_length=100,
                required=False,
                help_text=_("大字、手语、方言、轮椅、代写，只为服务得更好"),
            ),
        }
        self.fields["lead_consent"] = forms.ChoiceField(
            label=_("同意电子送达"),
            required=False,
            choices=[("", _("没有同意，当面或者邮寄")), *ServiceConsent.Channel.choices],
            help_text=_("本人同意才选，随时可以撤回；不同意不影响办理"),
        )
        if is_known:
            self.fields["lead_name"].must = BEFORE_TRIAGE
        self.initial |= {
            "lead_name": lead.name_masked,
            "lead_phone": lead.phone_masked,
            "lead_id_type": lead.id_type,
            "lead_id_number": lead.id_masked,
            "lead_address": lead.address_masked,
            "lead_access_needs": lead.access_needs,
            "lead_consent": consent.channel if (consent := lead.consent()) else "",
        }
        self.masked = {
            "lead_name": lead.name,
            "lead_phone": lead.phone,
            "lead_id_number": lead.id_number,
            "lead_address": lead.address,
        }

    def _check_lead_id(self, typed):
        return identity.check_id(self.cleaned_data.get("lead_id_type") or identity.IdType.RESIDENT, typed)

    def _ask_for_claims(self):
        """A row for each claim not answered yet; before triage, blank rows as well."""
        self.claims = list(self.record.claims.all())
        before_triage = self.record.is_fresh
        self.claim_rows = []
        for claim in self.claims:
            if claim.answered_on or claim.routed_on:
                continue
            prefix = f"claim{claim.pk}"
            self._add_claim_row(prefix, _("诉求 %d") % claim.position, with_purpose=before_triage)
            self.initial |= {f"{prefix}_text": claim.text, f"{prefix}_purpose": claim.purpose}
        self._keep_rows_overtaken(before_triage)
        if before_triage:
            for row in range(max(0, min(BLANK_CLAIMS, MOST_CLAIMS - len(self.claims)))):
                prefix = f"new{row}"
                self._add_claim_row(prefix, _("诉求 %d") % (len(self.claims) + row + 1), is_new=True)
                self.initial[f"{prefix}_purpose"] = Purpose.APPEAL
            if not self.claims:
                self.initial["new0_text"] = self.record.statement[:CLAIM_LENGTH]

    def _keep_rows_overtaken(self, before_triage):
        """Rows changed here whose claim was answered or taken out meanwhile: what was typed must not fall away."""
        shown = {row[0] for row in self.claim_rows}
        self.overtaken = []
        for name in list(self.data):
            found = CLAIM_ROW.fullmatch(name)
            if not found or name in shown or not self.data[name].strip():
                continue
            if self.data.get(self.add_initial_prefix(name)) != self.data[name]:
                claim = next((claim for claim in self.claims if str(claim.pk) == found[1]), None)
                title = _("诉求 %d") % claim.position if claim else _("别人刚删去的诉求")
                self._add_claim_row(f"claim{found[1]}", title, with_purpose=before_triage, is_new=True)
                if claim or not before_triage:
                    self.overtaken.append(name)

    def _add_claim_row(self, prefix, title, *, with_purpose=True, is_new=False):
        row = {
            f"{prefix}_text": CleanCharField(
                label=title, max_length=CLAIM_LENGTH, required=False, widget=forms.Textarea({"rows": 2})
            )
        }
        if with_purpose:
            row[f"{prefix}_purpose"] = forms.ChoiceField(
                label=_("%s 的目的") % title, required=False, choices=Purpose.choices
            )
        for field in row.values():
            field.is_new = is_new
        self.fields |= row
        self.claim_rows.append(list(row))

    def _ask_for_representatives(self):
        """Blank rows for those who speak for several (D09); the ones named already are edited one by one."""
        self.representative_rows = []
        if self.record.people_present == 1:
            return
        named = self.record.parties.filter(role=Party.Role.REPRESENTATIVE).count()
        for row in range(max(0, min(BLANK_REPRESENTATIVES, MOST_REPRESENTATIVES - named))):
            title = _("代表 %d") % (named + row + 1)
            names = {
                f"representative{row}_name": CleanCharField(label=title, max_length=50, required=False),
                f"representative{row}_phone": CleanCharField(
                    label=_("%s 的电话") % title, max_length=30, required=False
                ),
                f"representative{row}_note": CleanCharField(
                    label=_("%s 的推选、授权") % title, max_length=200, required=False
                ),
            }
            for field in names.values():
                field.is_new = True
            self.fields |= names
            self.representative_rows.append(list(names))

    # ---------- 查 ----------
    def clean(self):
        self.typed_anew()
        typed = self.cleaned_data
        if self.record.stage != Case.Stage.REGISTERED:
            for name in self.MUST:
                if name in self.changed and name in typed and not typed[name]:
                    self.add_error(name, _("已经分流，这一项不能空着。"))
        if typed.get("legal_state") in (Case.LegalState.PENDING, Case.LegalState.DECIDED) and not typed.get(
            "legal_note"
        ):
            self.add_error("legal_note", _("请写案号、机关和日期，不全的写知道的。"))
        present, affected = typed.get("people_present"), typed.get("people_affected")
        if present and affected and affected < present and not typed.get("affected_note"):
            self.add_error(
                "affected_note",
                _("涉及 %(affected)d 人比来的 %(present)d 人还少，请写明原因。")
                % {
                    "affected": affected,
                    "present": present,
                },
            )
        if typed.get("urgency") and not typed.get("urgency_basis"):
            self.add_error("urgency_basis", _("急办要写依据：什么事、多急。"))
        if typed.get("urgency_basis") and not typed.get("urgency") and "urgency_basis" in self.changed:
            self.add_error("urgency", _("写了紧急依据，请选紧急程度；不急就把依据删去。"))
        if typed.get("is_joint_signed") and present == 1:
            self.add_error("people_present", _("联名的至少有两人署名，请核对人数。"))
        self._check_grid(typed)
        self._check_lead(typed)
        self._check_claims(typed)
        self._check_representatives(typed)
        for name in self.editable:
            if name in self.changed and type(self.fields[name]) is CleanCharField and not name.endswith("_phone"):
                self.warn_of_numbers(name)
        return typed

    def _check_grid(self, typed):
        grid, community = typed.get("grid"), typed.get("community")
        if grid and not community and "community" not in self.errors:
            typed["community"] = Unit.objects.get(pk=grid.parent_id)
            self.changed.add("community")
        elif grid and community and grid.parent_id != community.pk:
            self.add_error(
                "grid",
                _("%(grid)s不在%(community)s，请改网格或社区。")
                % {
                    "grid": grid.name,
                    "community": community.name,
                },
            )

    def _check_lead(self, typed):
        number = typed.get("lead_id_number")
        if "lead_id_number" not in self.changed and "lead_id_type" in self.changed and self.lead.id_number:
            checked = identity.check_id(typed.get("lead_id_type") or identity.IdType.OTHER, self.lead.id_number)
            for sentence in checked.errors:
                self.add_error("lead_id_type", sentence)
        if "lead_id_number" in self.changed and number and not typed.get("lead_id_type"):
            typed["lead_id_type"] = identity.IdType.RESIDENT
            self.changed.add("lead_id_type")
        if not self.record.is_anonymous and not self.lead.name and not typed.get("lead_name"):
            others = [name for name in self.fields if name.startswith("lead_") and name in self.changed]
            if others and "lead_name" not in self.errors:
                self.add_error("lead_name", _("写了联系方式，还缺姓名。"))
        if self.lead.pk and self.lead.name and "lead_name" in self.changed and typed.get("lead_name") == "":
            self.add_error("lead_name", _("姓名登记过就不能删空；写错了请改正。"))

    def _check_claims(self, typed):
        for name in self.overtaken:
            self.add_error(name, _("这一条刚刚答复或告知去向，不能再改。请把您写的另记备注。"))
        for claim in self.claims:
            name = f"claim{claim.pk}_text"
            if name in self.changed and typed.get(name) == "" and not self.record.is_fresh:
                self.add_error(name, _("已经分流，诉求不能删；写错了请改正。"))

    def _check_representatives(self, typed):
        for name, phone, note in self.representative_rows:
            if (typed.get(phone) or typed.get(note)) and not typed.get(name):
                self.add_error(name, _("这一行还缺代表的姓名。"))
            if typed.get(name) and not typed.get(note):
                self.add_error(note, _("请写怎么推选、授权的，例如 当场推选，签名在册（条例第二十条第三款）。"))
            for field, check in ((name, identity.check_name), (phone, identity.check_phone)):
                checked = check(typed.get(field) or "")
                for sentence in checked.errors:
                    self.add_error(field, sentence)
                if checked.is_valid:
                    typed[field] = checked.display or checked.value

    # ---------- 写 ----------
    @property
    def event(self):
        return Event.Kind.EDITED if self.may_correct else Event.Kind.COMPLETED

    def write(self):
        case = self.record
        for name in self.own:
            if name in self.changed and name not in self.APART:
                setattr(case, name, self.cleaned_data[name])
        if self.changed & self.CROSS.keys():
            case.cross_flags = [flag for name, flag in self.CROSS.items() if self.cleaned_data[name]]
        self._write_urgency()
        self._write_lead()
        claims_changed = self._write_claims()
        self._write_representatives()
        if case.claims.filter(purpose=Purpose.ACCUSATION).exists() and not case.is_sealed:
            case.seal(by=self.by, reason="诉求是检举控告")
        elif claims_changed or self.SEARCHED & self.changed:
            SearchText.objects.index_case(case)

    def _write_urgency(self):
        case, kind, basis = self.record, self.cleaned_data["urgency"], self.cleaned_data["urgency_basis"]
        if "urgency" not in self.changed:
            case.urgency_basis = basis if case.urgency else ""
        elif kind:
            case.become_urgent(kind, basis, by=self.by)
        else:
            case.be_urgent_no_more(by=self.by, today=self.today)

    def _write_lead(self):
        fields = ("name", "phone", "id_type", "id_number", "address", "access_needs")
        changed = [name for name in fields if f"lead_{name}" in self.changed]
        if not changed and "lead_consent" not in self.changed:
            return
        for name in changed:
            setattr(self.lead, name, self.cleaned_data[f"lead_{name}"])
        self.lead.save()
        self.lead.agree_to(self.cleaned_data["lead_consent"], by=self.by)
        if self.lead.name:
            self.record.is_anonymous = False
        owe_notice(self.record)

    def _write_claims(self):
        """Whether any text of a claim was added, changed or taken out."""
        is_changed, kept = False, []
        for claim in self.claims:
            text_name, purpose_name = f"claim{claim.pk}_text", f"claim{claim.pk}_purpose"
            if text_name in self.changed and not self.cleaned_data[text_name]:
                SearchText.objects.filter(case=self.record, part=SearchText.Part.CLAIM, ref=claim.pk).delete()
                claim.delete()
                is_changed = True
                continue
            kept.append(claim)
            if {text_name, purpose_name} & self.changed:
                claim.text = self.cleaned_data.get(text_name, claim.text)
                claim.purpose = self.cleaned_data.get(purpose_name) or claim.purpose
                claim.save()
                is_changed = True
        for position, claim in enumerate(kept, 1):
            if claim.position != position:
                claim.position = position
                claim.save()
        known = {claim.text for claim in kept}
        for text_name, purpose_name in (row for row in self.claim_rows if self.fields[row[0]].is_new):
            words = self.cleaned_data[text_name]
            if words and words not in known:
                known.add(words)
                kept.append(
                    Claim.objects.create(
                        case=self.record,
                        position=len(kept) + 1,
                        text=words,
                        purpose=self.cleaned_data[purpose_name] or Purpose.APPEAL,
                    )
                )
                is_changed = True
        return is_changed

    def _write_representatives(self):
        for name, phone, note in self.representative_rows:
            if self.cleaned_data[name]:
                Party.objects.create(
                    case=self.record,
                    role=Party.Role.REPRESENTATIVE,
                    name=self.cleaned_data[name],
                    phone=self.cleaned_data[phone],
                    authority_note=self.cleaned_data[note],
                )

    def crossings(self):
        return [self[name] for name in self.CROSS]

    def rows_of_claims(self):
        return [[self[name] for name in row] for row in self.claim_rows]

    def rows_of_representatives(self):
        return [[self[name] for name in row] for row in self.representative_rows]


class NoteForm(CarefulForm):
    text = CleanCharField(
        label=gettext_lazy("备注"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("写事，不写当事人的证件和电话。记入经过，不能再改"),
    )

    def clean(self):
        self.warn_of_numbers("text")
        return self.cleaned_data

    def take(self):
        Event.objects.add(self.record, Event.Kind.NOTE, by=self.by, detail=self.cleaned_data["text"])


class LinkForm(StepForm):
    """Link two cases that one may both see; an unknown number and a hidden one get the same sentence."""

    number = CleanCharField(
        label=gettext_lazy("另一件的案号"), max_length=30, help_text=gettext_lazy("如 DH2026-00317")
    )
    kind = forms.ChoiceField(
        label=label("kind", CaseLink), choices=[(kind.value, kind.label) for kind in CaseLink.BY_HAND], widget=Segments
    )

    def take(self):
        number = self.cleaned_data["number"].upper().replace(" ", "")
        other = Case.objects.visible_to(self.by).filter(number=number).first()
        if other is None:
            raise ValidationError({"number": _("没有找到这件案子：案号写错了，或者不归您查看。")})
        if other == self.record:
            raise ValidationError({"number": _("这就是本案，请写另一件的案号。")})
        if other.is_sealed != self.record.is_sealed:
            raise ValidationError({"number": _("封存件和普通件不能关联：看普通件的人会由此知道有封存件。")})
        earlier, later = sorted((self.record, other), key=lambda case: (case.received_at, case.pk))
        if CaseLink.objects.filter(earlier=earlier, later=later).exists():
            raise ValidationError({"number": _("这两件已经关联。")})
        link = CaseLink.objects.create(earlier=earlier, later=later, kind=self.cleaned_data["kind"], linked_by=self.by)
        for case in (earlier, later):  # without the other's number: whoever reads this may not see that case
            Event.objects.add(case, Event.Kind.LINKED, by=self.by, detail=CaseLink.Kind(link.kind).label)


class SealForm(StepForm):
    reason = CleanCharField(label=gettext_lazy("封存的理由"), max_length=100)

    def take(self):
        if self.record.is_sealed:
            raise ValidationError(_("这件已经封存。"))
        self.record.seal(by=self.by, reason=self.cleaned_data["reason"])


class ReaderForm(StepForm):
    """Name one more reader of a sealed case: whose post may read sealed ones, and who is not accused in it (AZ-09)."""

    official = forms.ModelChoiceField(None, label=gettext_lazy("阅办人"), empty_label=NOT_CHOSEN[1])
    reason = CleanCharField(label=label("reason", SealedReader), max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [role for role in Role if permissions.allows("cases:see_sealed", {role})]
        self.fields["official"].queryset = (
            Official.objects.holding(*roles, on=self.today)
            .exclude(pk__in=barred_from(self.record, on=self.today))
            .exclude(pk__in=self.record.sealed_readers.values("official"))
        )

    def take(self):
        if not self.record.is_sealed:
            raise ValidationError(_("这件没有封存，按岗位就能看，不用指定阅办人。"))
        reader = self.cleaned_data["official"]
        SealedReader.objects.admit(self.record, [reader], by=self.by, reason=self.cleaned_data["reason"])
        Event.objects.add(self.record, Event.Kind.SEALED, by=self.by, detail=f"增加阅办人 {reader.name}")

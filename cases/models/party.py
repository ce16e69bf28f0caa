"""Parties: people and organisations on a case. There is no person table: identity lives on the row alone (R1-R8)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases import identity
from cases.fields import EncryptedTextField, keyed_hash
from cases.models.case import Case
from officials.models import Official, Unit


class IdentityFields(models.Model):
    """Who somebody is: encrypted, with a masked form to show and a keyed hash to compare.

    The masked forms and hashes follow from the encrypted values on `save()`; bulk writers call `derive()`.
    """

    name = EncryptedTextField(_("姓名或单位名称"), max_length=50, blank=True)
    name_masked = models.CharField(max_length=60, blank=True, editable=False)
    name_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone = EncryptedTextField(_("联系电话"), max_length=30, blank=True)
    phone_masked = models.CharField(max_length=30, blank=True, editable=False)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    id_type = models.CharField(_("证件类型"), max_length=20, choices=identity.IdType, blank=True)
    id_number = EncryptedTextField(_("证件号码"), max_length=30, blank=True)
    id_masked = models.CharField(max_length=30, blank=True, editable=False)
    id_hash = models.CharField(max_length=64, blank=True, editable=False)
    address = EncryptedTextField(_("住址"), max_length=200, blank=True)
    address_masked = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        abstract = True

    MASKED = {"name": "name_masked", "phone": "phone_masked", "id_number": "id_masked", "address": "address_masked"}

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self):
        self.name_masked = identity.mask_name(self.name)
        self.name_hash = keyed_hash("name", identity.comparable("name", self.name)) if self.name else ""
        self.phone_masked = identity.mask_phone(self.phone)
        self.phone_hash = keyed_hash("phone", identity.comparable("phone", self.phone)) if self.phone else ""
        self.id_masked = identity.mask_id(self.id_number)
        self.id_hash = keyed_hash("id", identity.comparable("id", self.id_number)) if self.id_number else ""
        self.address_masked = identity.mask_address(self.address)

    def identity_values(self):
        """The plain and derived identity as a dict, to copy onto another row."""
        return {field.name: getattr(self, field.name) for field in IdentityFields._meta.local_fields}


class PartyQuerySet(models.QuerySet):
    def petitioners(self):
        return self.filter(role__in=[Party.Role.PETITIONER, Party.Role.REPRESENTATIVE, Party.Role.JOINT])

    def respondents(self):
        return self.filter(role=Party.Role.RESPONDENT)


class Party(IdentityFields):
    """A person or organisation on a case, with the role it has there."""

    class Role(models.TextChoices):
        PETITIONER = "PETITIONER", _("信访人")
        REPRESENTATIVE = "REPRESENTATIVE", _("信访代表")
        JOINT = "JOINT", _("同来的人")
        RESPONDENT = "RESPONDENT", _("被反映人或单位")

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", verbose_name=_("案件"))
    role = models.CharField(_("身份"), max_length=14, choices=Role)
    is_organisation = models.BooleanField(_("单位"), default=False)
    is_lead = models.BooleanField(_("主信访人"), default=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    authority_note = models.CharField(_("推选、授权情况"), max_length=200, blank=True)
    access_needs = models.CharField(_("特殊需要"), max_length=100, blank=True, help_text=_("只为服务得更好"))
    # 被反映的是本单位的人或单位：从名单里选，或由同名认出，认出即回避（AZ-09）
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本单位人员")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本单位科室、社区")
    )

    history = HistoricalRecords()
    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("当事人")
        verbose_name_plural = _("当事人")
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(is_lead=True),
                name="one_lead_petitioner",
                violation_error_message=_("主信访人只能有一个。"),
            ),
            models.CheckConstraint(
                name="respondent_is_not_lead",
                condition=Q(is_lead=False) | ~Q(role="RESPONDENT"),
                violation_error_message=_("被反映人不能是主信访人。"),
            ),
        ]
        indexes = [
            models.Index(fields=["phone_hash"], name="party_by_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["id_hash"], name="party_by_id", condition=~Q(id_hash="")),
            models.Index(fields=["name_hash"], name="party_by_name", condition=~Q(name_hash="")),
            models.Index(fields=["official"], name="party_barred_official", condition=Q(role="RESPONDENT")),
            models.Index(fields=["unit"], name="party_barred_unit", condition=Q(role="RESPONDENT")),
        ]

    def __str__(self):
        return self.name_masked

    def recognise_respondent(self):
        """Bar whoever of this office bears the name of a respondent: an account or a unit (AZ-09)."""
        if self.role == self.Role.RESPONDENT and self.name and not (self.official_id or self.unit_id):
            name = self.name.strip()
            self.official = Official.objects.filter(name=name).order_by("-is_active").first()
            if not self.official:
                self.unit = Unit.objects.filter(Q(name=name) | Q(short_name=name)).first()


class RevealQuerySet(models.QuerySet):
    def in_force(self, official, now):
        return self.filter(official=official, until__gt=now)


class Reveal(models.Model):
    """One field of one party shown in full to one official for some minutes, with the reason (R15, PD-04)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="reveals")
    field = models.CharField(_("显示哪一项"), max_length=12, choices=[(name, name) for name in IdentityFields.MASKED])
    official = models.ForeignKey(Official, models.PROTECT, related_name="+")
    reason = models.CharField(_("用途"), max_length=100)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    objects = RevealQuerySet.as_manager()

    class Meta:
        verbose_name = _("显示记录")
        verbose_name_plural = _("显示记录")
        indexes = [models.Index(fields=["official", "until"], name="reveal_running")]

    def __str__(self):
        return f"{self.official} {self.field}"

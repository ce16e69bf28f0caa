"""Parties: people and organisations on a case. There is no person table: identity lives on the row alone (R1-R8)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import identity
from cases.fields import EncryptedTextField, keyed_hash
from cases.history import History
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


MOST_REPRESENTATIVES = 5  # L11


class Party(IdentityFields):
    """A person or organisation on a case, with the role it has there.

    Representatives sit on seats 1 to 5 of their case, so that the database knows no sixth (L11); how many people came
    or are affected is a number on the case and bound by nothing.
    """

    class Role(models.TextChoices):
        PETITIONER = "PETITIONER", _("信访人")
        REPRESENTATIVE = "REPRESENTATIVE", _("信访代表")
        JOINT = "JOINT", _("同来的人")
        RESPONDENT = "RESPONDENT", _("被反映人或单位")

    MASKED = IdentityFields.MASKED | {"service_address": "service_address_masked"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", verbose_name=_("案件"))
    role = models.CharField(_("身份"), max_length=14, choices=Role)
    is_organisation = models.BooleanField(_("单位"), default=False)
    is_lead = models.BooleanField(_("主信访人"), default=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    seat = models.PositiveSmallIntegerField(_("第几位代表"), null=True, blank=True, editable=False)
    service_address = EncryptedTextField(_("送达地址"), max_length=200, blank=True)  # 与住址不同的才有（D41）
    service_address_masked = models.CharField(max_length=60, blank=True, editable=False)
    authority_note = models.CharField(_("推选、授权情况"), max_length=200, blank=True)
    post = models.CharField(_("职务"), max_length=60, blank=True, help_text=_("按干部管理权限移送时要用"))
    access_needs = models.CharField(_("特殊需要"), max_length=100, blank=True, help_text=_("只为服务得更好"))
    # 被反映的是本单位的人或单位：从名单里选，或由同名认出，认出即回避（AZ-09）
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本单位人员")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本单位科室、社区")
    )

    history = History()
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
            models.CheckConstraint(
                name="representatives_have_one_of_five_seats",
                condition=Q(role="REPRESENTATIVE", seat__isnull=False, seat__gte=1, seat__lte=MOST_REPRESENTATIVES)
                | (~Q(role="REPRESENTATIVE") & Q(seat__isnull=True)),
                violation_error_message=_("代表最多 5 人（条例第二十条第三款）。"),
            ),
            models.UniqueConstraint(
                fields=["case", "seat"],
                condition=Q(seat__isnull=False),
                name="one_representative_a_seat",
                violation_error_message=_("代表最多 5 人（条例第二十条第三款）。"),
            ),
            models.CheckConstraint(
                name="representative_has_authority",
                condition=~Q(role="REPRESENTATIVE") | ~Q(authority_note=""),
                violation_error_message=_("请写代表是怎么推选、授权的（条例第二十条第三款）。"),
            ),
            models.CheckConstraint(
                name="only_respondents_have_a_post",
                condition=Q(post="") | Q(role="RESPONDENT"),
                violation_error_message=_("只记被反映人的职务。"),
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

    def save(self, *args, **kwargs):
        self.take_seat()
        super().save(*args, **kwargs)

    def derive(self):
        super().derive()
        self.service_address_masked = identity.mask_address(self.service_address)

    def take_seat(self):
        """A representative takes the lowest free seat of the case, whoever is none gives his back."""
        if self.role != self.Role.REPRESENTATIVE:
            self.seat = None
        elif self.seat is None:
            taken = set(self.case.parties.exclude(seat=None).values_list("seat", flat=True))
            free = [seat for seat in range(1, MOST_REPRESENTATIVES + 1) if seat not in taken]
            if not free:
                raise ValidationError(
                    {"role": gettext("代表最多 %d 人（条例第二十条第三款）。") % MOST_REPRESENTATIVES}
                )
            self.seat = free[0]

    def consent(self):
        """The consent to electronic service in force; None where there is none."""
        return self.consents.filter(revoked_at__isnull=True).first() if self.pk else None

    def agree_to(self, channel, *, by):
        """Take down how this party agrees to be served electronically from now on; "" takes the consent back."""
        now, known = timezone.now(), self.consent()
        if (known.channel if known else "") == channel:
            return
        if known:
            known.revoked_at, known.revoked_by = now, by
            known.save()
        if channel:
            ServiceConsent.objects.create(party=self, channel=channel, agreed_at=now, recorded_by=by)

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
    field = models.CharField(_("显示哪一项"), max_length=16, choices=[(name, name) for name in Party.MASKED])
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


class ServiceConsentQuerySet(models.QuerySet):
    def in_force(self, case):
        return self.filter(party__case=case, revoked_at__isnull=True)


class ServiceConsent(models.Model):
    """A party agreed to be served electronically: when, by which way, until it is taken back (D42, L35).

    Refusing costs nothing: papers then come by hand or post (R13).
    """

    class Channel(models.TextChoices):
        MESSAGE = "MESSAGE", _("短信")
        EMAIL = "EMAIL", _("电子邮件")
        WECHAT = "WECHAT", _("微信")
        PLATFORM = "PLATFORM", _("网上信访平台")

    party = models.ForeignKey(Party, models.PROTECT, related_name="consents", verbose_name=_("当事人"))
    channel = models.CharField(_("电子送达方式"), max_length=8, choices=Channel)
    agreed_at = models.DateTimeField(_("同意时间"), default=timezone.now)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    revoked_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("记撤回的人")
    )

    objects = ServiceConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("电子送达同意")
        verbose_name_plural = _("电子送达同意")
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(revoked_at__isnull=True),
                name="one_consent_in_force",
                violation_error_message=_("已经同意过一种电子送达方式；要换，先撤回。"),
            ),
            models.CheckConstraint(
                name="consent_revoked_after_it_was_given",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_at__gte=F("agreed_at"), revoked_by__isnull=False),
                violation_error_message=_("撤回要写经手人，不能早于同意。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.agreed_at:%F}"

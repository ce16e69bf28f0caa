"""Issued documents (handbook 6.2): numbered without gap, kept as they were printed, every print with its purpose."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.fields import EncryptedTextField
from cases.models.case import Case
from officials.models import Official


class PaperQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(voided_at__isnull=True)

    def of(self, kind, about):
        """The papers of one kind about one thing, the newest first; at most one of them is in force."""
        return self.filter(kind=kind, about=about).order_by("-pk")


class Paper(models.Model):
    """One issued document. Its number is drawn once, without gap in its series and year; voided, it stays.

    `about` names what it was written on by the number people use, such as a contact's; what else it holds lies in
    its copies.
    """

    class Kind(models.TextChoices):
        REGISTRATION = "P01", _("登记表")

    PAGES = {Kind.REGISTRATION: "reception:form_p01"}

    kind = models.CharField(_("文书"), max_length=3, choices=Kind)
    series = models.CharField(_("机关代字"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年份"))
    value = models.PositiveIntegerField(_("序号"))
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("案件")
    )
    about = models.CharField(_("关于"), max_length=30)
    issued_at = models.DateTimeField(_("制发时间"), default=timezone.now)
    issued_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("制发人"))
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    voided_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "value"], name="paper_number_once"),
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(voided_at__isnull=True),
                name="one_paper_in_force_of_a_kind",
                violation_error_message=_("这份文书已经制发。"),
            ),
            models.CheckConstraint(
                name="voided_paper_says_by_whom_and_why",
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                violation_error_message=_("作废要写原因和经手人。"),
            ),
        ]
        indexes = [models.Index(fields=["kind", "about", "-id"], name="paper_by_what_it_is_about")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        """The page where it is printed, which lies to the left."""
        return reverse(self.PAGES[self.kind], args=[self.about])

    @property
    def number(self):
        """The number as GB/T 9704, clause 7.2.5 wants it: full year in 〔〕, no leading zeros."""
        return f"{self.series}〔{self.year}〕{self.value}号"

    def void(self, *, by, reason):
        """Withdraw the document; number and copies stay, the next print gets a new number."""
        self.voided_at, self.voided_by, self.void_reason = timezone.now(), by, reason
        self.save(update_fields=["voided_at", "voided_by", "void_reason"])


class PaperCopy(models.Model):
    """One version of a paper, for one reader, as it was typeset: never set again, only printed again.

    The file is encrypted under a key of its own, which the row holds encrypted like any identity: without the row
    nobody reads the file. `digest` tells whether what the paper says has changed since.
    """

    class Reader(models.TextChoices):
        WORK = "WORK", _("工作联")
        PERSON = "PERSON", _("本人联")
        ARCHIVE = "ARCHIVE", _("归档联")

    IN_FULL = frozenset({Reader.PERSON, Reader.ARCHIVE})  # 6.2: names and numbers in full on these two only

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="copies", verbose_name=_("文书"))
    version = models.PositiveSmallIntegerField(_("版次"))
    reader = models.CharField(_("哪一联"), max_length=8, choices=Reader)
    digest = models.CharField(max_length=64, editable=False)
    path = models.CharField(max_length=80, unique=True, editable=False)
    key = EncryptedTextField(editable=False)
    sha256 = models.CharField(_("指纹"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("大小"), editable=False)
    lacking = EncryptedTextField(blank=True, editable=False)  # 字库里没有、要手写补上的字
    set_at = models.DateTimeField(_("排版时间"), default=timezone.now)
    set_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))

    class Meta:
        verbose_name = _("文书的一联")
        verbose_name_plural = _("文书的各联")
        ordering = ["-version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "version", "reader"], name="one_copy_a_version_and_reader"),
            models.CheckConstraint(name="versions_count_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self):
        return f"{self.paper} {self.get_reader_display()} {self.version}"

    @property
    def is_in_full(self):
        return self.reader in self.IN_FULL


class PaperPrintQuerySet(models.QuerySet):
    def open_to(self, official, now):
        """What `official` printed and may still fetch."""
        since = now - timedelta(minutes=settings.REVEAL_MINUTES)
        return self.filter(Q(needs_approval=False, at__gt=since) | Q(approved_at__gt=since), by=official)

    def awaiting_approval(self):
        return self.filter(needs_approval=True, approved_at__isnull=True)


class PaperPrint(models.Model):
    """Somebody printed a copy, and what for. Rows are only added; the one thing that follows is the agreement.

    Whoever printed fetches the file for some minutes; who needs it later prints again. Of a sealed case a second
    reader has to agree first (R9).
    """

    key = models.UUIDField(unique=True, editable=False)  # of the form: sent twice, it prints once
    copy = models.ForeignKey(PaperCopy, models.PROTECT, related_name="prints")
    purpose = models.CharField(_("用途"), max_length=100)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("打印人"))
    at = models.DateTimeField(_("打印时间"), default=timezone.now)
    needs_approval = models.BooleanField(default=False)
    approved_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = PaperPrintQuerySet.as_manager()

    class Meta:
        verbose_name = _("打印记录")
        verbose_name_plural = _("打印记录")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_second_person_agrees_to_a_print",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("by")),
                violation_error_message=_("自己打印的，要由另一位阅办人同意（R9）。"),
            ),
            models.CheckConstraint(
                name="agreement_has_person_and_time",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, needs_approval=True),
            ),
            models.CheckConstraint(name="print_has_its_purpose", condition=~Q(purpose="")),
        ]
        indexes = [models.Index(fields=["copy", "-at"], name="print_by_copy")]

    def __str__(self):
        return f"{self.copy} {self.at:%F %T}"

    @property
    def awaits_approval(self):
        return self.needs_approval and self.approved_at is None


class PaperTextQuerySet(models.QuerySet):
    def current(self, kind):
        """The text in force, the newest version; None before the office adopted one of its own."""
        return self.filter(kind=kind).order_by("-version").first()


class PaperText(models.Model):
    """A text of the office's papers that the office words itself, item by item. Versions are only added."""

    kind = models.CharField(max_length=3)
    version = models.PositiveSmallIntegerField(_("版次"))
    items = models.JSONField(_("各项"))  # 键 -> 文字
    adopted_at = models.DateTimeField(_("启用时间"), default=timezone.now)
    adopted_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))

    objects = PaperTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书用语")
        verbose_name_plural = _("文书用语")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"],
                name="text_version_once",
                violation_error_message=_("刚有人启用了新的一版，请重新打开再改。"),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.version}"

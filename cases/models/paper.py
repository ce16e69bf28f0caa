"""Issued documents (handbook 6.2): numbered without gap, kept as they were printed, every print with its purpose."""

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.fields import EncryptedTextField
from cases.models.case import Case
from cases.models.claim import Claim
from officials.models import Official, Role, signature_of

APPROVAL = "petitions:paper_approval"


class PaperQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(voided_at__isnull=True)

    def awaiting_approval_of(self, official):
        """Sent up, and his to approve: not what he wrote on, and what needs the head is the head's."""
        sent = self.in_force().filter(submitted_at__isnull=False, approved_at__isnull=True, value__isnull=True)
        if Role.HO not in official.roles_for(APPROVAL):
            sent = sent.filter(needs_head=False)
        return sent.exclude(drafted_by=official).exclude(writers__contains=[official.pk])

    def listed(self):
        """As the page of a case lists them, the newest first."""
        return self.exclude(kind=Paper.Kind.REGISTRATION).order_by("-pk")

    def of(self, kind, about):
        """The papers of one kind about one thing, the newest first; at most one of them is in force."""
        return self.filter(kind=kind, about=about).order_by("-pk")


class Paper(models.Model):
    """One document of the office: drafted, approved, issued under a number, voided with a reason.

    Its number is drawn once, when it is issued, without gap in its series and year; voided, it stays. What is
    approved is kept word for word in `content`, and that is what goes out. Forms that people fill in by hand, and
    P01, commit the office to nothing and need no approval. `about` names what it was written on by the number people
    use, such as a contact's; what else it holds lies in its copies.
    """

    class Kind(models.TextChoices):
        REGISTRATION = "P01", _("登记表")
        ACCEPTANCE = "P02", _("受理告知书")
        DECLINE = "P03", _("告知书")
        ROUTING = "P04", _("分类处理告知书")
        EXTENSION = "P05", _("延期办理告知书")
        TRANSFER = "P06", _("转送函、交办函")
        OPINION = "P07", _("处理意见书")
        SERVICE = "P08", _("送达回证")
        SIMPLE_REPLY = "P09", _("简易办理答复")
        RATING = "P10", _("满意度评价表")
        AGREEMENT = "P11", _("人民调解协议书")
        MINUTES = "P12", _("例会纪要")
        TALK = "P13", _("调解笔录")
        SUPERVISION = "P14", _("督办单")
        OWNERSHIP_LETTER = "P15", _("包案责任书")
        CLOSING_REPORT = "P16", _("办结报告")
        RECUSAL = "P17", _("回避登记")
        HEARING = "P18", _("听证通知、笔录")
        REPRESENTATIVES = "P19", _("推选代表书")
        WITHDRAWAL = "P20", _("撤回申请")
        TASK_LIST = "P22", _("交办事项清单")
        RIGHTS = "P25", _("权利义务告知书")
        CONFIRMATION = "P26", _("司法确认申请书")
        DUTY_REPLY = "P28", _("履职答复书")

    FORMS = frozenset(
        {
            Kind.SERVICE,
            Kind.RATING,
            Kind.RECUSAL,
            Kind.REPRESENTATIVES,
            Kind.WITHDRAWAL,
            Kind.RIGHTS,
            Kind.AGREEMENT,  # the parties' own: in effect by their signatures, not by an approval
            Kind.TALK,
            Kind.CONFIRMATION,
        }
    )
    OF_A_MEETING = frozenset({Kind.MINUTES, Kind.TASK_LIST})  # of no case; `about` is the month
    RECORD = "record"  # of a hearing: a form too
    GIVEN = "given"  # a rating as the petitioner gave it
    WITHOUT_APPROVAL = FORMS | {Kind.REGISTRATION}
    # 条例第三十四条；处理意见由机关负责人签发；报上级的由他审核
    BY_THE_HEAD = frozenset(
        {Kind.EXTENSION, Kind.OPINION, Kind.OWNERSHIP_LETTER, Kind.CLOSING_REPORT, Kind.DUTY_REPLY}
    )

    TO_AN_ORGAN = frozenset({Kind.TRANSFER, Kind.SUPERVISION, Kind.OWNERSHIP_LETTER, Kind.CLOSING_REPORT})

    kind = models.CharField(_("文书"), max_length=3, choices=Kind)
    variant = models.CharField(_("哪一种"), max_length=24, blank=True)
    series = models.CharField(_("机关代字"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    value = models.PositiveIntegerField(_("序号"), null=True, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("案件")
    )
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="papers")
    about = models.CharField(_("关于"), max_length=40)
    typed = EncryptedTextField(blank=True, editable=False)  # 起草人填的各项，JSON
    content = EncryptedTextField(blank=True, editable=False)  # 审批的原文，JSON
    drafted_at = models.DateTimeField(_("起草时间"), null=True, blank=True)
    drafted_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("起草人")
    )
    writers = ArrayField(models.BigIntegerField(), default=list, editable=False)  # 起草、改过的人
    needs_head = models.BooleanField(default=False, editable=False)
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    approved_for = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代谁审批")
    )
    issued_at = models.DateTimeField(_("制发时间"), null=True, blank=True)
    issued_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("制发人")
    )
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
            models.CheckConstraint(
                name="paper_is_numbered_when_issued",
                condition=Q(value__isnull=True, year__isnull=True, issued_at__isnull=True, issued_by__isnull=True)
                | Q(value__isnull=False, year__isnull=False, issued_at__isnull=False, issued_by__isnull=False),
                violation_error_message=_("文号在制发时取，草稿没有文号。"),
            ),
            models.CheckConstraint(
                name="paper_is_approved_before_it_is_issued",
                condition=Q(value__isnull=True)
                | Q(approved_by__isnull=False)
                | Q(kind__in=["P01", "P08", "P10", "P11", "P13", "P17", "P19", "P20", "P25", "P26"])
                | Q(kind="P18", variant="record"),
                violation_error_message=_("没有审批的文书不能制发。"),
            ),
            models.CheckConstraint(
                name="approval_of_a_paper_is_whole",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(content="")),
            ),
            models.CheckConstraint(
                name="nobody_approves_what_he_drafted",
                condition=~Q(writers__contains=[F("approved_by")])
                & ~Q(approved_by=F("drafted_by"))
                & (
                    Q(approved_for__isnull=True)
                    | (~Q(writers__contains=[F("approved_for")]) & ~Q(approved_for=F("drafted_by")))
                ),
                violation_error_message=_("自己起草、改过的文书，要由别人审批。"),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "about", "-id"], name="paper_by_what_it_is_about"),
            models.Index(fields=["case", "-id"], name="paper_by_case"),
            models.Index(
                fields=["case"],
                name="paper_awaiting_approval",
                condition=Q(
                    voided_at__isnull=True, submitted_at__isnull=False, approved_at__isnull=True, value__isnull=True
                ),
            ),
        ]

    def __str__(self):
        return self.number or str(self.get_kind_display())

    def get_absolute_url(self):
        """The page where it is printed, which lies to the left."""
        if self.kind == self.Kind.REGISTRATION:
            return reverse("reception:form_p01", args=[self.about])
        if self.kind in self.OF_A_MEETING:
            return reverse("meetings:paper", args=[self.kind, self.about])
        if self.kind == self.Kind.AGREEMENT:
            return reverse("disputes:agreement_paper", args=[self.case.number])
        if self.kind == self.Kind.CONFIRMATION:
            return reverse("disputes:confirmation_paper", args=[self.case.number])
        if self.kind == self.Kind.TALK:
            return reverse("disputes:session_paper", args=self.about.split("/"))
        return reverse("petitions:paper", args=[self.case.number, self.pk])

    # ---------- 问 ----------
    @property
    def number(self):
        """The number as GB/T 9704, clause 7.2.5 wants it: full year in 〔〕, no leading zeros. A draft has none."""
        return f"{self.series}〔{self.year}〕{self.value}号" if self.is_issued else ""

    @property
    def is_issued(self):
        return self.value is not None

    @property
    def is_in_force(self):
        return self.voided_at is None

    @property
    def is_draft(self):
        return self.is_in_force and not self.is_issued and self.approved_at is None

    @property
    def is_submitted(self):
        return self.is_draft and self.submitted_at is not None

    @property
    def awaits_issue(self):
        return self.is_in_force and not self.is_issued and self.approved_at is not None

    @property
    def needs_approval(self):
        is_record = self.kind == self.Kind.HEARING and self.variant == self.RECORD
        return not is_record and self.kind not in self.WITHOUT_APPROVAL

    @property
    def tells_grades(self):
        """Whether it says how the petitioner rated, which not everybody may read who reads the case."""
        return self.kind == self.Kind.RATING and self.variant == self.GIVEN

    @property
    def state(self):
        if not self.is_in_force:
            return gettext("已作废")
        if self.is_issued:
            return gettext("已制发")
        if self.approved_at:
            return gettext("已审批，待制发")
        if not self.needs_approval:
            return gettext("待打印")
        return gettext("等审批") if self.submitted_at else gettext("草稿")

    @property
    def mark(self):
        """The class of the tag of its state."""
        if not self.is_in_force:
            return ""
        return " tag-ok" if self.is_issued else " tag-act" if self.approved_at else " tag-soon"

    @property
    def may_be_edited(self):
        return self.is_in_force and not self.is_issued

    @property
    def may_be_sent_back(self):
        return self.may_be_edited and self.submitted_at is not None

    def values(self):
        """What its drafter typed, by the name of the field."""
        return json.loads(self.typed) if self.typed else {}

    @property
    def approver(self):
        return signature_of(self.approved_by, self.approved_for)

    @property
    def approving_roles(self):
        """Whose it is to approve: of what needs the head, the head's alone."""
        return {Role.HO} if self.needs_head else {Role.OD, Role.HO}

    def why_not_approve(self, official, giver=None):
        """Why `official` cannot approve it now, himself or in the place of `giver`; empty if he can."""
        if not self.is_submitted:
            return gettext("送审以后才能审批。")
        if official.pk == self.drafted_by_id or official.pk in self.writers:
            return gettext("自己起草、改过的文书，要由别人审批。")
        if giver and (giver.pk == self.drafted_by_id or giver.pk in self.writers):
            return gettext("%s 自己起草、改过的文书，不能由别人代他审批。") % giver.name
        if official.roles_for(APPROVAL) & self.approving_roles:
            return ""
        return gettext("这份由机关负责人审批。") if self.needs_head else gettext("这份由信访办主任审批。")

    # ---------- 步 ----------
    def write(self, values, *, by, now=None):
        """Draft it, or write it anew: whoever wrote on it cannot approve it, and an approval before is gone."""
        if self.is_issued or not self.is_in_force:
            raise ValidationError(gettext("已制发、已作废的文书不能再改；要改的先作废，再重新起草。"))
        self.typed = json.dumps(values, ensure_ascii=False)
        if self.drafted_by is None:
            self.drafted_by, self.drafted_at = by, now or timezone.now()
        self.writers = sorted({*self.writers, by.pk})
        self.needs_head = self.needs_head or self.kind in self.BY_THE_HEAD or Role.OD in by.roles
        self.submitted_at = self.approved_by = self.approved_for = self.approved_at = None
        self.content = ""
        self.save()

    def submit(self, now=None):
        if not self.is_draft or self.submitted_at:
            raise ValidationError(gettext("已经送审。"))
        self.submitted_at = now or timezone.now()
        self.save(update_fields=["submitted_at"])

    def approve(self, content, *, by, giver=None, now=None):
        """Approve these words, kept as they are. Raises ValidationError where it is not his to approve."""
        if reason := self.why_not_approve(by, giver):
            raise ValidationError(reason)
        self.keep_approval(content, by=by, giver=giver, now=now)

    def keep_approval(self, content, *, by, giver=None, now=None):
        """Keep these words as approved by `by`, who did so here or by the act that the paper tells of."""
        self.approved_by, self.approved_for, self.approved_at = by, giver, now or timezone.now()
        self.content = json.dumps(content, ensure_ascii=False, sort_keys=True)
        self.save(update_fields=["approved_by", "approved_for", "approved_at", "content"])

    def send_back(self):
        """To the drafter again; what he typed stays."""
        if self.is_issued or not self.is_in_force:
            raise ValidationError(gettext("已制发、已作废的文书不能退回。"))
        self.submitted_at = self.approved_by = self.approved_for = self.approved_at = None
        self.content = ""
        self.save(update_fields=["submitted_at", "approved_by", "approved_for", "approved_at", "content"])

    def void(self, *, by, reason):
        """Withdraw the document; number and copies stay, the next one gets a new number."""
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

        @classmethod
        def named(cls, kind):
            """What each is called on a paper of `kind`: what goes to an organ has no 本人, a meeting's is for all."""
            own = {cls.PERSON: _("主送联")} if kind in Paper.TO_AN_ORGAN else {}
            own |= {cls.WORK: _("印发本")} if kind in Paper.OF_A_MEETING else {}
            return {reader: own.get(reader, reader.label) for reader in cls}

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

    def get_absolute_url(self):
        return self.paper.get_absolute_url()

    def get_reader_display(self):
        return self.Reader.named(self.paper.kind)[self.reader]

    @property
    def is_in_full(self):
        return self.reader in self.IN_FULL

    is_ready, printed_as = True, "copy"
    action = None  # the act asked for decides by itself

    @property
    def case(self):
        return self.paper.case

    @property
    def name(self):
        return self.paper.number

    @property
    def file_name(self):
        return f"{self.paper.number} {self.get_reader_display()} {self.version}.pdf"

    @property
    def in_audit(self):
        """Which copy, in the audit log: P01 ARCHIVE 2."""
        return f"{self.paper.kind} {self.reader} {self.version}"


BEING_SET = ("WAITING", "READING", "PAPERS", "SETTING")  # of a dossier that is still being set


class PaperPrintQuerySet(models.QuerySet):
    def open_to(self, official, now):
        """What `official` printed and may still fetch."""
        since = now - timedelta(minutes=settings.REVEAL_MINUTES)
        agreed = Q(needs_approval=False) | Q(approved_at__isnull=False)
        asked = Q(needs_approval=False, at__gt=since) | Q(approved_at__gt=since)
        set_later = Q(agreed, dossier__finished_at__gt=since) | Q(agreed, dossier__state__in=BEING_SET)
        return self.filter(asked | set_later, by=official)

    def whole(self):
        return self.select_related("copy__paper__case", "dossier__case", "by", "approved_by")

    def awaiting_approval(self):
        return self.filter(needs_approval=True, approved_at__isnull=True)


class PaperPrint(models.Model):
    """Somebody printed a copy of a paper, or the whole file as a book, and what for.

    Rows are only added; the one thing that follows is the agreement. Whoever printed fetches the file for some
    minutes; who needs it later prints again. Of a sealed case a second reader has to agree first (R9).
    """

    key = models.UUIDField(unique=True, editable=False)  # of the form: sent twice, it prints once
    copy = models.ForeignKey(PaperCopy, models.PROTECT, null=True, blank=True, related_name="prints")
    dossier = models.ForeignKey("cases.Dossier", models.PROTECT, null=True, blank=True, related_name="prints")
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
                violation_error_message=_("自己打印的，要由另一位阅办人同意。"),
            ),
            models.CheckConstraint(
                name="agreement_has_person_and_time",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, needs_approval=True),
            ),
            models.CheckConstraint(name="print_has_its_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="print_is_of_one_thing",
                condition=Q(copy__isnull=False, dossier__isnull=True) | Q(copy__isnull=True, dossier__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["copy", "-at"], name="print_by_copy"),
            models.Index(fields=["dossier", "-at"], name="print_by_dossier", condition=Q(dossier__isnull=False)),
        ]

    def __str__(self):
        return f"{self.printed} {self.at:%F %T}"

    @property
    def printed(self):
        """The copy of a paper, or the book."""
        return self.dossier if self.dossier_id else self.copy

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

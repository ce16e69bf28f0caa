"""The front door: every contact of every channel is a visit, and what it became."""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.fields import keyed_hash
from cases.models import (
    Case,
    CaseLink,
    Claim,
    Counter,
    Deadline,
    Event,
    IdentityFields,
    Party,
    SealedReader,
    SearchText,
)
from cases.models.case import day_starts
from cases.models.claim import Purpose
from cases.models.numbering import OFFICE
from cases.recusal import stand_aside
from disputes.models import Clue, Dispute, committee_for
from officials import permissions
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Unit
from petitions.models import Petition
from reception.models.answer import SpotAnswer
from reception.models.brought import ASKED_OF, FROM_ABOVE, OF_SOME_CHANNELS, WRITTEN, Brought
from reception.models.entry import SystemEntry
from reception.models.outreach import Outreach
from reception.models.promise import Promise
from reception.models.queue import Ticket
from reception.models.reading import Reading
from reception.models.voiding import Voiding
from reception.models.window import WindowRequest

CODE_SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12
CLOCKS_APART = timedelta(minutes=5)  # IN-02
TITLE_LENGTH = 30
CLAUSES = re.compile(r"(?P<kept>.{15,30})(?=[，、,：: ])")  # the longest that ends before one of these
HALF_A_WORD = re.compile(r"[0-9A-Za-z.%-]+$")
NUMBER_LIKE = re.compile(r"[+]?[0-9０-９][0-9０-９Xx -]{5,}[0-9０-９Xx]")


def new_query_code():
    """Twelve random symbols without 0 O 1 I; shown once on the slip, kept only as a keyed hash (PB-01)."""
    return "".join(secrets.choice(CODE_SYMBOLS) for symbol in range(CODE_LENGTH))


def title_from(statement):
    """A working title from the visitor's words: the first sentence, at most 30 characters, no phone or ID (D21)."""
    sentences = re.split(r"[。！？；!?;\n]", NUMBER_LIKE.sub("…", statement))
    return shortened(next((text for text in map(str.strip, sentences) if text), statement.strip()))


def shortened(text):
    """As much as a title holds: whole clauses where that keeps half of it, no figure or foreign word cut in two."""
    if len(text) <= TITLE_LENGTH:
        return text
    if whole := CLAUSES.match(text):
        return whole["kept"]
    return HALF_A_WORD.sub("", text[: TITLE_LENGTH - 1]) + "…"


class VisitQuerySet(models.QuerySet):
    def visible_to(self, official):
        """Contacts of visible cases, and what one registered oneself; of a sealed one only the own receipt.

        One that opened no case is seen by whoever would see the case.
        """
        caseless = Q(pk__in=[])
        for grant in permissions.grants_for("cases:case", official.roles) if official.is_active else []:
            caseless |= self._scope(grant, official)
        # Asked of the case of each contact: a list of all visible cases would cost as much as the register is long.
        return self.filter(
            Q(Exists(Case.objects.visible_to(official).filter(pk=OuterRef("case"))))
            | Q(registrar=official)
            | Q(caseless, case__isnull=True, is_sealed=False)
        )

    @staticmethod
    def _scope(grant, official):
        match grant.scope:
            case "office":
                return ~Q(pk__in=[])
            case "community":
                return Q(community__in=official.unit_ids_of(grant.role))
            case "today":
                return Q(received_at__gte=day_starts(timezone.localdate()))
            case _:  # what hangs on a case, or the own, which is seen anyway
                return Q(pk__in=[])

    def on_desk_of(self, official):
        """What a desk lists: the unsealed, and of the sealed only the official's own."""
        return self.visible_to(official).filter(Q(is_sealed=False) | Q(registrar=official))

    def registered_on(self, day):
        return self.filter(registered_at__gte=day_starts(day), registered_at__lt=day_starts(day + timedelta(days=1)))

    def received_between(self, start, end):
        return self.filter(received_at__gte=start, received_at__lt=end)

    def unsealed(self):
        return self.filter(is_sealed=False)

    def standing(self):
        """Not voided: what the office counts as contacts. The voided are counted beside them (R28)."""
        return self.filter(voided_at__isnull=True)

    def voided(self):
        return self.filter(voided_at__isnull=False)

    def awaiting_talk(self):
        """Registered by name alone: nobody has taken down yet what it is about."""
        return self.standing().filter(case__isnull=True, settled_at__isnull=True, request__isnull=True)

    def settled(self):
        """Answered on the spot with nothing left to do (F16, K15)."""
        return self.standing().filter(settled_at__isnull=False)

    def handed_over(self):
        """Handed to the back office, whatever came of it (F33)."""
        return self.standing().filter(request__isnull=False)

    def promised(self):
        """Where a next step was promised and is still owed (F8)."""
        return self.filter(pk__in=Promise.objects.open().values("visit"))

    def promised_by(self, day):
        """Where one is owed on that day, or should have been kept before."""
        return self.filter(pk__in=Promise.objects.due_by(day).values("visit"))

    def unread(self):
        """Letters that nobody has signed as read (F5)."""
        letters = self.standing().filter(channel=Case.Channel.LETTER, is_historical=False)
        return letters.filter(~Exists(Reading.objects.filter(visit=OuterRef("pk"))))

    def unentered(self):
        """What has to be entered into the national system too (L01): petitions, no disputes or questions answered."""
        petitions = self.filter(case__isnull=False, case__procedure=Case.Procedure.PETITION)
        return petitions.standing().filter(entry__isnull=True, is_historical=False)

    def void_asked(self):
        return self.filter(Exists(Voiding.objects.open().filter(visit=OuterRef("pk"))))

    @transaction.atomic
    def register(
        self,
        *,
        by,
        channel,
        received_at,
        join=None,
        kept_apart=False,
        waits=False,
        settles=False,
        back_office=None,
        days=None,
        told="",
        way=SpotAnswer.Way.FACE,
        taken=SpotAnswer.Taken.SILENT,
        is_read=False,
        room=None,
        goes_first=False,
        is_from_paper=False,
        outreach=None,
        clue=None,
        calendar=None,
        now=None,
        **brought,
    ):
        """Register one contact: the visit, its party, and the case it opens or joins, in one transaction.

        Gives the visit with its plain query code in `visit.query_code`, the only time it is known. `brought` is what
        `Brought` says; `name` empty means 不愿透露. An accusation is sealed before anything of it can be seen (AZ-09).
        `join` is an open case this contact repeats, or a closed one it follows up; lock it first. With `waits` the
        statement may be missing: the contact then waits for its talk (`take_up`). With `settles` it was answered on
        the spot by what was `told`, and opens no case; one handed to the unit `back_office` opens none yet (F33), and
        is promised in so many working `days`, if the catalogue says how many. With a `conflict` it becomes a dispute
        for mediation (M03) instead of a petition. Who waits in the hall gets a ticket, for `room` or the one proposed;
        `goes_first` is a fact of today's visit alone. Who comes `is_from_paper` was heard while the power was out and
        waits for nothing. `outreach` is the visit to a community or a home where it was first heard, `clue` what
        screening found and is registered here (F9).
        Raises ValidationError, keyed by the argument that is wrong.
        """
        now = now or timezone.now()
        brought = Brought(**brought)
        received_on = timezone.localdate(received_at)
        brought.keep_to(channel, received_on)
        refused = brought.refuse(channel, received_on)
        if not brought.statement and not waits:
            refused["statement"] = _("请写下来访人反映的事，照原话写。")
        if received_at > now + CLOCKS_APART:
            refused["received_on"] = _("收到日期不能在登记之后，请核对。")
        if refused:
            raise ValidationError(refused)
        visit = self.model(
            channel=channel,
            received_at=received_at,
            registered_at=now,
            registrar=by,
            kept_apart=kept_apart,
            outreach=outreach,
            clue=clue,
        )
        if clue:
            clue.be_registered(on=timezone.localdate(now))
        visit.issue_code(now)
        visit.take_down(brought)
        if told:
            visit.answer = SpotAnswer.objects.create(told=told, way=way, taken=taken, by=by, at=now)
        if settles:
            visit.be_settled(brought, join, now)
        elif back_office:
            visit.be_handed_over(brought, join, back_office, by, now, days)
        elif brought.statement or not waits:
            visit.bring(brought, by=by, join=join, calendar=calendar, now=now)
        elif brought.urgency or brought.respondent:
            raise ValidationError({"statement": _("急事和有被反映人的，请写下是什么事，才能马上有人办。")})
        if not visit.contact_no:
            visit.draw_numbers(now)
        visit.save()
        visit.keep_lead(brought, None)
        if is_read and channel in WRITTEN:
            Reading.objects.sign(visit, by=by, at=now)
        if not (settles or back_office or is_from_paper) and Ticket.is_owed(visit):
            Ticket.objects.issue(visit, room=room, goes_first=goes_first)
        return visit


class Visit(models.Model):
    """One contact (件次), whatever its channel. Its number is drawn once and never reused (D01).

    It waits for its talk, was settled on the spot, was handed to the back office, or belongs to a case; what opened
    no case can still become a petition or a dispute (`take_up`). Else nothing of it changes after registration but
    the query code, whose every reissue is an audit entry, and that it may be voided by two people (`Voiding`).
    """

    class Tie(models.TextChoices):
        NEW = "NEW", gettext_lazy("新事项")
        REPEAT = "REPEAT", gettext_lazy("并入原事项")
        FOLLOW_UP = "FOLLOW_UP", gettext_lazy("续访关联")

    contact_no = models.CharField(gettext_lazy("登记编号"), max_length=30, unique=True)
    query_code_hash = models.CharField(max_length=64, blank=True)
    query_code_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(gettext_lazy("信访形式"), max_length=12, choices=Case.Channel)
    received_at = models.DateTimeField(gettext_lazy("收到时间"))
    registered_at = models.DateTimeField(gettext_lazy("登记时间"), default=timezone.now)
    registrar = models.ForeignKey(
        Official, models.PROTECT, related_name="registered_visits", verbose_name=gettext_lazy("登记人")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=gettext_lazy("案件")
    )
    is_sealed = models.BooleanField(gettext_lazy("封存"), default=False)
    purpose = models.CharField(gettext_lazy("信访目的"), max_length=12, choices=Purpose, default=Purpose.APPEAL)
    statement = models.TextField(gettext_lazy("反映内容"), max_length=20000, blank=True)
    is_read_back = models.BooleanField(gettext_lazy("已念给本人听"), default=False)
    people_present = models.PositiveIntegerField(gettext_lazy("来了几人"), default=1)
    people_affected = models.PositiveIntegerField(gettext_lazy("涉及几人"), null=True, blank=True)
    community = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("问题属地")
    )
    level_note = models.CharField(
        gettext_lazy("向其说明的受理层级"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("该去哪一级、去哪里；只是说明，照样登记"),
    )
    tie = models.CharField(gettext_lazy("与原事项的关系"), max_length=10, choices=Tie, default=Tie.NEW)
    kept_apart = models.BooleanField(gettext_lazy("看过相近事项，单独登记"), default=False)
    outreach = models.ForeignKey(
        Outreach,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="heard",
        verbose_name=gettext_lazy("在哪次下访家访听到的"),
    )
    clue = models.ForeignKey(
        Clue, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=gettext_lazy("从哪条线索来的")
    )
    # 来信、来文上写的
    postmarked_on = models.DateField(gettext_lazy("邮戳日期"), null=True, blank=True)
    sender_organ = models.CharField(gettext_lazy("转送、交办单位"), max_length=60, blank=True)
    sender_no = models.CharField(gettext_lazy("来文、来件编号"), max_length=40, blank=True)
    sent_on = models.DateField(gettext_lazy("来文日期"), null=True, blank=True)
    due_on = models.DateField(gettext_lazy("要求报结的日期"), null=True, blank=True)
    # 当场
    answer = models.OneToOneField(
        SpotAnswer, models.PROTECT, null=True, blank=True, related_name="visit", verbose_name=gettext_lazy("当场答复")
    )
    settled_at = models.DateTimeField(gettext_lazy("当场办结时间"), null=True, blank=True)
    request = models.OneToOneField(
        WindowRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit",
        verbose_name=gettext_lazy("窗口转办"),
    )
    voided_at = models.DateTimeField(gettext_lazy("作废时间"), null=True, blank=True)
    entry = models.OneToOneField(
        SystemEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit",
        verbose_name=gettext_lazy("信访信息系统登记"),
    )
    is_historical = models.BooleanField(gettext_lazy("历史来件"), default=False)
    source = models.CharField(gettext_lazy("来源"), max_length=40, blank=True)
    external_no = models.CharField(gettext_lazy("外部编号"), max_length=60, blank=True)

    objects = VisitQuerySet.as_manager()

    query_code = ""  # 明码只在登记、重打的那一刻有

    class Meta:
        verbose_name = gettext_lazy("来访、来信")
        verbose_name_plural = gettext_lazy("来访、来信")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_no"],
                condition=~Q(external_no=""),
                name="contact_external_number_once_a_source",
                violation_error_message=gettext_lazy("这个来源的编号已经登记过。"),
            ),
            models.CheckConstraint(
                name="visitor_present",
                condition=Q(people_present__gte=1),
                violation_error_message=gettext_lazy("人数至少是 1。"),
            ),
            models.CheckConstraint(
                name="received_before_registered",
                condition=Q(received_at__lte=F("registered_at") + CLOCKS_APART),
                violation_error_message=gettext_lazy("收到日期不能在登记之后，请核对。"),
            ),
            models.CheckConstraint(
                name="only_a_waiting_contact_says_nothing_yet",
                condition=~Q(statement="") | Q(is_historical=True) | Q(case__isnull=True, settled_at__isnull=True),
                violation_error_message=gettext_lazy("请写下来访人反映的事，照原话写。"),
            ),
            models.CheckConstraint(
                name="settled_with_its_evidence_and_no_case",
                condition=Q(settled_at__isnull=True) | Q(answer__isnull=False, case__isnull=True),
                violation_error_message=gettext_lazy("当场办结要有答复的记录，不另立件。"),
            ),
            models.CheckConstraint(
                name="handed_over_is_not_settled",
                condition=Q(request__isnull=True) | Q(settled_at__isnull=True),
                violation_error_message=gettext_lazy("转给后台的由后台答复，不再记当场办结。"),
            ),
            models.CheckConstraint(
                name="kept_apart_is_no_repeat",
                condition=Q(kept_apart=False) | ~Q(tie="REPEAT"),
                violation_error_message=gettext_lazy("单独登记的不能又并入原事项。"),
            ),
            models.CheckConstraint(
                name="postmark_on_a_letter_received_later",
                condition=Q(postmarked_on__isnull=True)
                | Q(channel="LETTER", received_at__date__gte=F("postmarked_on")),
                violation_error_message=gettext_lazy("邮戳日期不能晚于收到日期，请核对。"),
            ),
            models.CheckConstraint(
                name="what_comes_from_above_names_its_sender",
                condition=~Q(channel__in=["TRANSFERRED", "ASSIGNED"])
                | Q(is_historical=True)
                | (~Q(sender_organ="") & ~Q(sender_no="")),
                violation_error_message=gettext_lazy("上级转送、交办的要写单位和来文编号。"),
            ),
            models.CheckConstraint(
                name="paper_was_sent_before_it_came",
                condition=Q(sent_on__isnull=True) | Q(received_at__date__gte=F("sent_on")),
                violation_error_message=gettext_lazy("来文日期不能晚于收到日期，请核对。"),
            ),
            models.CheckConstraint(
                name="only_an_assignment_sets_a_day",
                condition=Q(due_on__isnull=True)
                | Q(channel="ASSIGNED", sent_on__isnull=False, due_on__gte=F("sent_on")),
                violation_error_message=gettext_lazy("要求报结的日期早于来文日期，请核对。"),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at"], name="visit_by_receipt"),
            models.Index(fields=["-registered_at"], name="visit_by_registration"),
            models.Index(fields=["registrar", "-registered_at"], name="visit_by_registrar"),
            models.Index(fields=["query_code_hash"], name="visit_by_code", condition=~Q(query_code_hash="")),
            models.Index(
                fields=["received_at"],
                name="visit_awaiting_talk",
                condition=Q(case__isnull=True, settled_at__isnull=True, request__isnull=True, voided_at__isnull=True),
            ),
            models.Index(
                fields=["-received_at"], name="visit_letters", condition=Q(channel="LETTER", is_historical=False)
            ),
            models.Index(
                fields=["-id"],
                name="visit_unentered",
                condition=Q(entry__isnull=True, case__isnull=False, voided_at__isnull=True, is_historical=False),
            ),
            models.Index(fields=["-settled_at"], name="visit_settled", condition=Q(settled_at__isnull=False)),
            models.Index(fields=["-voided_at"], name="visit_voided", condition=Q(voided_at__isnull=False)),
        ]

    def __str__(self):
        return self.contact_no

    def get_absolute_url(self):
        return reverse("reception:receipt", args=[self.contact_no])

    # ---------- 问 ----------
    @property
    def lead(self):
        """The visitor spoken for; None where nobody is named. Reads the prefetched parties."""
        return next((party for party in self.parties.all() if party.is_lead), None)

    @property
    def query_code_groups(self):
        """The plain code in three groups of four, as it is printed."""
        return " ".join(re.findall(".{4}", self.query_code))

    @property
    def state(self):
        """What became of it, in a word."""
        if self.voided_at:
            return _("已作废")
        if self.settled_at:
            return _("当场办结")
        if self.case_id is None and self.request_id:
            return self.request.get_state_display()
        if self.case_id is None:
            return _("等接谈")
        return self.case.get_stage_display() if self.tie == self.Tie.NEW else self.get_tie_display()

    @property
    def awaits_talk(self):
        return not (self.case_id or self.settled_at or self.request_id or self.voided_at)

    @property
    def may_be_taken_up(self):
        return self.case_id is None and not self.voided_at

    @property
    def is_written(self):
        return self.channel in WRITTEN and not self.is_historical

    @property
    def has_own_case(self):
        """Whether it opened a case; a case joined says nothing of a contact's own."""
        return self.case_id is not None and self.tie != self.Tie.REPEAT

    @property
    def assigned_until(self):
        """The last day for the closing report, as its sender set or extended it (L06); None where nobody did."""
        extension = self.extensions.last() if self.due_on else None
        return extension.due_on if extension else self.due_on

    def notice(self):
        """The clock of what the case owes in answer, the newest; None where nothing is owed.

        A written notice (L03, L04), or of a dispute whether it is accepted (M03).
        """
        if self.case_id is None:
            return None
        return self.case.deadlines.filter(rule__in=["L03", "L04", "M03"]).order_by("-pk").first()

    # ---------- 步 ----------
    def issue_code(self, now):
        """Draw a new query code; the one before is void. The plain code is on `query_code` until this object goes."""
        self.query_code = new_query_code()
        self.query_code_hash = keyed_hash("query_code", self.query_code)
        self.query_code_at = now

    @transaction.atomic
    def enter(self, number, *, by, now=None):
        """Record the number this contact has in the national system (L01). Lock this row first."""
        if self.voided_at or self.is_historical:
            raise ValidationError(_("作废的和历史来件不用录入信访信息系统。"))
        if self.case and self.case.is_dispute:
            raise ValidationError(_("矛盾纠纷不是信访事项，不用录入信访信息系统。"))
        if self.entry and self.entry.number == number:
            raise ValidationError({"number": _("已经记的就是这个编号。")})
        taken = Visit.objects.standing().filter(entry__number=number).exclude(case=self.case_id).first()
        if taken and self.case_id:
            raise ValidationError({"number": _("这个编号已经记在另一件事的登记上，请核对。")})
        self.entry = SystemEntry.objects.create(number=number, entered_by=by, entered_at=now or timezone.now())
        self.save(update_fields=["entry"])

    @transaction.atomic
    def take_up(
        self,
        *,
        by,
        join=None,
        kept_apart=False,
        reopens=False,
        settles=False,
        back_office=None,
        days=None,
        told="",
        way=SpotAnswer.Way.FACE,
        taken=SpotAnswer.Taken.SILENT,
        calendar=None,
        now=None,
        **brought,
    ):
        """Write down what a contact is about that waited for its talk, or turned out not to be settled after all.

        It keeps its number, its true time of receipt and its first receiver (F40); the case it opens is registered
        now, its clocks run from receipt. One that waited may also be handed to the unit `back_office`. `reopens` says
        that it is known to have been settled or handed over. Lock this row first, then the case to `join`.
        """
        if self.voided_at:
            raise ValidationError(_("这次登记已经作废，不能再办。请重新登记。"))
        if self.case_id:
            raise ValidationError(_("这次来访刚才已经记入 %s，没有再记一遍。") % self.case.number)
        if self.settled_at and (settles or not reopens):
            raise ValidationError(_("这次来访刚才已经当场办结，没有再记。还要办的，请从它的页面重新打开。"))
        if self.request_id and not reopens:
            raise ValidationError(_("这次来访刚才已经转给后台答复。还要办的，请从它的页面重新打开。"))
        if self.request_id and (settles or back_office):
            raise ValidationError({"told": _("已经转给后台，由后台答复；要立件的，请按登记。")})
        now = now or timezone.now()
        brought = Brought(**brought)
        brought.keep_to("", None)
        refused = brought.refuse(self.channel if self.channel not in ASKED_OF else "", None)
        if not brought.statement:
            refused["statement"] = _("请写下来访人反映的事，照原话写。")
        if refused:
            raise ValidationError(refused)
        for name in OF_SOME_CHANNELS:
            setattr(brought, name, getattr(self, name))
        self.kept_apart, known = kept_apart, self.lead
        self.take_down(brought)
        if told and self.answer is None:
            self.answer = SpotAnswer.objects.create(told=told, way=way, taken=taken, by=by, at=now)
        if settles:
            self.be_settled(brought, join, now)
        elif back_office:
            self.settled_at = None
            self.be_handed_over(brought, join, back_office, by, now, days)
        else:
            self.settled_at = None
            if self.request_id:
                request = WindowRequest.objects.for_change().get(pk=self.request_id)
                if request.is_open:
                    request.be_taken_up(now=now)
            self.bring(brought, by=by, join=join, calendar=calendar, now=now)
        self.save()
        if self.settled_at or back_office:
            Ticket.objects.let_go(self, by=by, now=now)
        self.keep_lead(brought, known)

    def take_down(self, brought):
        """The contact's own part of what was brought."""
        self.statement = brought.statement
        self.purpose = brought.purpose
        self.is_read_back = brought.read_back
        self.people_present = brought.people_present
        self.people_affected = brought.people_affected
        self.community = brought.community
        self.level_note = brought.level_note
        for name in OF_SOME_CHANNELS:
            setattr(self, name, getattr(brought, name))

    def be_settled(self, brought, join, now):
        """Answered on the spot, and nothing is left to do. Refused where the handbook asks for more (2.5, L07b)."""
        if refused := self._why_not_settled(brought, join):
            raise ValidationError(refused)
        self.settled_at = now

    def _why_not_settled(self, brought, join):
        if self.answer is None:
            return {"told": _("请写当场告诉了什么。")}
        if brought.is_accusation:
            return {"purpose": _("检举控告要封存立件，不能当场办结。")}
        if join:
            return {"join": _("要并入原事项的，直接按并入登记。")}
        if self.channel in FROM_ABOVE:
            return _("上级转送、交办的要办理、告知、报结，不能当场办结（简易办理办法第五条）。")
        if brought.urgency:
            return {"urgency_basis": _("急事要立件，记下首次行动，不能当场办结。")}
        if brought.respondent:
            return {"respondent": _("写了被反映人的，要立件办理，不能当场办结。")}
        if brought.purpose == Purpose.APPEAL:
            if brought.people_present >= settings.GROUP_FROM:
                return {"people_present": _("集体访的申诉求决要立件办理，不能当场办结（简易办理办法第五条）。")}
            if self.answer.taken != SpotAnswer.Taken.ACCEPTED:
                return {"taken": _("申诉求决只有来访人认可了才算当场办结；没有认可的，请登记立件。")}
        return None

    def be_handed_over(self, brought, join, unit, by, now, days=None):
        """To the back office, which answers through this window (F33). What needs a file of its own is refused."""
        if refused := self._why_not_handed_over(brought, join):
            raise ValidationError(refused)
        self.request = WindowRequest.objects.hand_over(unit=unit, by=by, now=now, days=days)

    def _why_not_handed_over(self, brought, join):
        if brought.is_accusation or brought.respondent:
            return {"respondent": _("检举控告和写了被反映人的，要立件办理，不转后台答复。")}
        if join:
            return {"join": _("要并入原事项的，直接按并入登记。")}
        if self.channel in FROM_ABOVE:
            return _(
                "上级转送、交办的要办理、告知、报结，不转后台答复（条例第二十三条第三款、第二十二条第一款第三项）。"
            )
        if brought.urgency:
            return {"urgency_basis": _("急事要立件，记下首次行动，不转后台答复。")}
        if brought.people_present >= settings.GROUP_FROM:
            return {"people_present": _("集体访要立件办理，不转后台答复。")}
        return None

    def bring(self, brought, *, by, join, calendar, now):
        """To the case this contact is about: it repeats `join` if that is open, else it opens a new one."""
        lead = self._lead_of(brought)
        if brought.conflict:
            refused = brought.why_no_dispute(self.channel, is_named=bool(lead.name), join=join)
            if refused:
                raise ValidationError(refused)
        is_sealed = brought.is_accusation
        if is_sealed and join and not join.is_sealed:
            raise ValidationError({"join": _("检举控告另立封存件，不能并入普通案件。请直接登记为新事项。")})
        repeats = join if join and join.is_open and not join.is_historical else None
        self.is_sealed = is_sealed or bool(repeats and repeats.is_sealed)
        if repeats:
            self.tie, self.case = self.Tie.REPEAT, repeats
            self.draw_numbers(now)
            self._repeat(brought, lead, by, now)
        else:
            self.tie = self.Tie.FOLLOW_UP if join else self.Tie.NEW
            self.case = Case(
                channel=self.channel,
                title=title_from(brought.statement),
                statement=brought.statement,
                statement_read_back=brought.read_back,
                received_at=self.received_at,
                registered_at=now,
                touched_at=now,
                registrar=by,
                first_receiver=self.registrar,
                is_anonymous=not lead.name,
                people_present=brought.people_present,
                people_affected=brought.people_affected,
                affected_note=brought.affected_note,
                is_joint_signed=self.channel in WRITTEN and brought.people_present >= settings.GROUP_FROM,
                community=brought.community,
                urgency=brought.urgency,
                urgency_basis=brought.urgency_basis,
                sender_organ=self.sender_organ,
                sender_no=self.sender_no,
                confidentiality=Case.Confidentiality.SEALED if is_sealed else Case.Confidentiality.NORMAL,
            )
            if brought.conflict:
                self.case.procedure = Case.Procedure.MEDIATION
                self.case.handling_unit = committee_for(brought.community, on=timezone.localdate(now))
            self._open(brought, lead, by, calendar or Calendar.load(), now, follows=join)
        self.case = self.case  # its id, now that it has one

    def _lead_of(self, brought):
        """The visitor as known so far, with what was told now."""
        known = self.lead if self.pk else None
        told = ("name", "phone", "address", "access_needs")
        return Party(
            role=Party.Role.PETITIONER,
            is_lead=True,
            **{name: getattr(brought, name) or getattr(known, name, "") for name in told},
        )

    def _open(self, brought, lead, by, calendar, now, follows):
        """Save the case this contact opens, with its parties, event, readers or index, clocks and link."""
        case, conflict = self.case, brought.conflict
        assigned = self._assigned(calendar)
        notice = None if conflict else Petition.objects.notice_due(case, lead, calendar)
        case.next_legal_on = min((due.legal_end for due in (assigned, notice) if due), default=None)
        case._history_user = by
        self.draw_numbers(now)
        case.save()
        for party in (lead, brought.accused):
            if party.name or party.phone or party.address:
                party.case = case
                party.save()
        claims = []
        if conflict or self.purpose != Purpose.APPEAL:
            asked = conflict.wanted if conflict else case.statement[:1000]
            claims = [Claim.objects.create(case=case, position=1, text=asked, purpose=self.purpose)]
        people = f"{case.people_present} 人"
        Event.objects.add(case, Event.Kind.REGISTERED, by=by, detail=people, at=now, is_public=True)
        if self.is_sealed:
            readers = SealedReader.objects.default_readers_of(case)
            SealedReader.objects.admit(case, readers, by=by, reason="岗位职责")
        else:
            SearchText.objects.index_case(case, claims)
        if conflict:
            Dispute.objects.begin(
                case,
                kind=conflict.kind,
                source=conflict.source,
                source_organ=conflict.source_organ,
                applicant=lead if conflict.rights_told and conflict.source == Dispute.Source.APPLIED else None,
                by=by,
                calendar=calendar,
            )
        else:
            Petition.objects.begin(case, notice=notice)
        if assigned:
            self._start_assigned(assigned)
        if brought.urgency:
            since = self._known_at(now)
            case.become_urgent(case.urgency, case.urgency_basis, by=by, since=since, now=now, is_new=True)
        if follows:
            CaseLink.objects.create(earlier=follows, later=case, kind=CaseLink.Kind.FOLLOW_UP, linked_by=by)

    def _repeat(self, brought, lead, by, now):
        """Count the repeat, and keep on the case what this contact says that the case did not know."""
        case, accused = self.case, brought.accused
        case.repeat_count += 1
        case.people_affected = max(case.people_affected, brought.people_affected)
        case.community = case.community or brought.community
        if self.channel in FROM_ABOVE:
            case.sender_organ, case.sender_no = self.sender_organ, self.sender_no
        if brought.urgency and case.urgency in ("", Case.Urgency.LIVELIHOOD) and brought.urgency != case.urgency:
            case.become_urgent(brought.urgency, brought.urgency_basis, by=by, since=self._known_at(now), now=now)
        accused.derive()
        if accused.name and not case.parties.respondents().filter(name_hash=accused.name_hash).exists():
            accused.case = case
            accused.save()
            stand_aside(case, by=by, on=timezone.localdate(now), reason="被反映人回避")
        if assigned := self._assigned(Calendar.load() if self.due_on else None):
            self._start_assigned(assigned)
        case.touch(by, now=now)
        case.save()
        known = lead.access_needs and case.parties.filter(is_lead=True, access_needs="").first()
        if known:
            known.access_needs = lead.access_needs
            known.save()
        with translation.override(settings.LANGUAGE_CODE):
            words = f"{self.get_channel_display()} {self.contact_no}，{self.people_present} 人"
        Event.objects.add(case, Event.Kind.REPEATED, by=by, detail=words, at=now, is_public=True)

    def _assigned(self, calendar):
        """When the superior who assigned this wants to hear of its end (L06); None where nobody does."""
        if not self.due_on:
            return None
        try:
            return rules.given("L06", self.sent_on, self.due_on, calendar)
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None

    def _start_assigned(self, due):
        case = self.case
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        Deadline.objects.start(
            case,
            due,
            rule="L06",
            kind=due.rule.kind,
            label=label,
            started_on=self.sent_on,
            unit=case.handling_unit,
            official=case.handler or case.first_receiver,
        )

    def _known_at(self, now):
        """When the office knew of something urgent: on receipt, if that was today, else when it was read."""
        return self.received_at if timezone.localdate(self.received_at) == timezone.localdate(now) else now

    def keep_lead(self, brought, known):
        """The visitor on the contact itself, `known` so far, with what was told; nobody where nothing was."""
        told = {name: getattr(brought, name) for name in ("name", "phone", "address", "access_needs")}
        if not (known or brought.name or brought.phone or brought.address):
            return
        lead = known or VisitParty(visit=self, is_lead=True)
        for name, value in told.items():
            if value:
                setattr(lead, name, value)
        lead.save()

    def draw_numbers(self, now):
        """The contact's number of its day, unless it has one, and the next of the year for a case not yet saved.

        The sealed have series of their own, so no gap shows. The counters stay locked until commit.
        """
        wanted = []
        if self.case_id is None and self.case is not None:
            wanted.append((f"case:{Case.series(OFFICE, self.is_sealed)}", f"{timezone.localdate(now):%Y}", 1))
        if not self.contact_no:
            day = timezone.localdate(self.registered_at)
            series = "JM" if self.is_sealed else "J"
            wanted.append((f"contact:{OFFICE}{series}", f"{day:%Y%m%d}", 1))
        if not wanted:
            return
        prefix, values = Counter.objects.take_for_office(*wanted)
        if not self.contact_no:
            self.contact_no = f"{prefix}{series}-{day:%Y%m%d}-{values.pop():04d}"
        if values:
            own = Case.series(prefix, self.is_sealed)
            self.case.number = Case.number_of(own, timezone.localdate(now).year, *values)


class VisitParty(IdentityFields):
    """A person of one visit; copied onto the case when the visit opens one. A row about this visit alone."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="parties", verbose_name=gettext_lazy("来访"))
    is_lead = models.BooleanField(gettext_lazy("主信访人"), default=False)
    access_needs = models.CharField(gettext_lazy("特殊需要"), max_length=100, blank=True)

    class Meta:
        verbose_name = gettext_lazy("来访人")
        verbose_name_plural = gettext_lazy("来访人")
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(is_lead=True),
                name="one_lead_visitor",
                violation_error_message=gettext_lazy("主信访人只能有一个。"),
            )
        ]
        indexes = [
            models.Index(fields=["phone_hash"], name="visitor_by_phone", condition=~Q(phone_hash="")),
        ]

    def __str__(self):
        return self.name_masked

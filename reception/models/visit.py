"""The front door: every contact of every channel is a visit, and what it became."""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import keyed_hash
from cases.models import Case, CaseLink, Claim, Counter, Event, IdentityFields, Party, SealedReader, SearchText
from cases.models.case import day_starts, office_prefix
from cases.models.claim import Purpose
from cases.recusal import stand_aside
from officials.calendar import Calendar
from officials.models import Official
from petitions.models import Petition
from reception.models.queue import Ticket

CODE_SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12
CLOCKS_APART = timedelta(minutes=5)  # IN-02
NUMBER_LIKE = re.compile(r"[+]?[0-9０-９][0-9０-９Xx -]{5,}[0-9０-９Xx]")


def new_query_code():
    """Twelve random symbols without 0 O 1 I; shown once on the slip, kept only as a keyed hash (PB-01)."""
    return "".join(secrets.choice(CODE_SYMBOLS) for symbol in range(CODE_LENGTH))


def title_from(statement):
    """A working title from the visitor's words: the first sentence, at most 30 characters, no phone or ID (D21)."""
    sentences = re.split(r"[。！？；!?;\n]", NUMBER_LIKE.sub("…", statement))
    return next((text for text in map(str.strip, sentences) if text), statement.strip())[:30]


class VisitQuerySet(models.QuerySet):
    def visible_to(self, official):
        """Contacts of visible cases, and what one registered oneself; of a sealed one only the own receipt."""
        return self.filter(Q(case__in=Case.objects.visible_to(official)) | Q(registrar=official))

    def on_desk_of(self, official):
        """What a desk lists: the unsealed, and of the sealed only the official's own."""
        return self.visible_to(official).filter(Q(is_sealed=False) | Q(registrar=official))

    def registered_on(self, day):
        return self.filter(registered_at__gte=day_starts(day), registered_at__lt=day_starts(day + timedelta(days=1)))

    def received_between(self, start, end):
        return self.filter(received_at__gte=start, received_at__lt=end)

    def unsealed(self):
        return self.filter(is_sealed=False)

    @transaction.atomic
    def register(
        self,
        *,
        by,
        channel,
        statement,
        received_at,
        name="",
        phone="",
        address="",
        purpose=Purpose.APPEAL,
        people_present=1,
        people_affected=None,
        affected_note="",
        community=None,
        is_urgent=False,
        urgency_basis="",
        respondent="",
        respondent_is_ordinary=False,
        access_needs="",
        read_back=False,
        room=None,
        goes_first=False,
        join=None,
        calendar=None,
        now=None,
    ):
        """Register one contact: the visit, its party, and the case it opens or joins, in one transaction.

        Gives the visit with its plain query code in `visit.query_code`, the only time it is known. `name` empty
        means 不愿透露. A contact whose purpose is an accusation, or that names somebody of this office as
        respondent without `respondent_is_ordinary`, is sealed before anything of it can be seen (AZ-09).
        `join` is an open case this contact repeats, or a closed one it follows up; lock it first. Who waits in the
        hall gets a ticket, for `room` or the one proposed; `goes_first` is a fact of today's visit alone.
        Raises ValidationError, keyed by the argument that is wrong.
        """
        now = now or timezone.now()
        people_affected = people_affected or people_present
        self._refuse(now, received_at, people_present, people_affected, affected_note, is_urgent, urgency_basis)
        lead = Party(
            role=Party.Role.PETITIONER,
            is_lead=True,
            name=name,
            phone=phone,
            address=address,
            access_needs=access_needs,
        )
        accused = Party(role=Party.Role.RESPONDENT, name=respondent)
        accused.recognise_respondent()
        is_own = bool(accused.official_id or accused.unit_id)
        is_sealed = purpose == Purpose.ACCUSATION or (is_own and not respondent_is_ordinary)
        if is_sealed and join and not join.is_sealed:
            raise ValidationError({"join": _("检举控告另立封存件，不能并入普通案件。请直接登记为新事项。")})
        repeats = join if join and join.is_open and not join.is_historical else None
        visit = self.model(
            channel=channel,
            received_at=received_at,
            registered_at=now,
            registrar=by,
            case=repeats,
            is_sealed=is_sealed or bool(repeats and repeats.is_sealed),
            purpose=purpose,
            statement=statement,
            is_read_back=read_back,
            people_present=people_present,
            tie=Visit.Tie.REPEAT if repeats else (Visit.Tie.FOLLOW_UP if join else Visit.Tie.NEW),
        )
        visit.issue_code(now)
        if repeats:
            visit.draw_numbers()
            self._repeat(visit, lead, accused, people_affected, community, is_urgent, urgency_basis)
        else:
            visit.case = Case(
                channel=channel,
                title=title_from(statement),
                statement=statement,
                statement_read_back=read_back,
                received_at=received_at,
                registered_at=now,
                touched_at=now,
                registrar=by,
                first_receiver=by,
                is_anonymous=not name,
                people_present=people_present,
                people_affected=people_affected,
                affected_note=affected_note,
                community=community,
                is_urgent=is_urgent,
                urgency_basis=urgency_basis,
                confidentiality=Case.Confidentiality.SEALED if is_sealed else Case.Confidentiality.NORMAL,
            )
            self._open(visit, lead, accused, calendar or Calendar.load(), follows=join)
        visit.case = visit.case  # its id, now that it has one
        visit.save()
        if name or phone or address:
            VisitParty.objects.create(visit=visit, is_lead=True, **lead.identity_values())
        if Ticket.is_owed(visit):
            Ticket.objects.issue(visit, room=room, goes_first=goes_first)
        return visit

    @staticmethod
    def _refuse(now, received_at, people_present, people_affected, affected_note, is_urgent, urgency_basis):
        """Say in words, at once and without the database, what its constraints would refuse."""
        refused = {}
        if received_at > now + CLOCKS_APART:
            refused["received_on"] = _("收到日期不能在登记之后，请核对。")
        if people_present < 1:
            refused["people_present"] = _("人数至少是 1。")
        if people_affected < people_present and not affected_note:
            refused["affected_note"] = _("涉及人数比来访人数还少，请写明原因。")
        if is_urgent and not urgency_basis:
            refused["urgency_basis"] = _("请写紧急依据，例如停水停电、有人受伤。")
        if refused:
            raise ValidationError(refused)

    def _open(self, visit, lead, accused, calendar, follows):
        """Save the case that `visit` opens, with its parties, event, readers or index, clock and link."""
        case, by, now = visit.case, visit.registrar, visit.registered_at
        case.next_legal_on = Petition.objects.notice_day(case, lead, calendar)
        case._history_user = by
        visit.draw_numbers()
        case.save()
        for party in (lead, accused):
            if party.name or party.phone or party.address:
                party.case = case
                party.save()
        claims = []
        if visit.purpose != Purpose.APPEAL:
            claims = [Claim.objects.create(case=case, position=1, text=case.statement[:1000], purpose=visit.purpose)]
        people = f"{case.people_present} 人"
        Event.objects.add(case, Event.Kind.REGISTERED, by=by, detail=people, at=now, is_public=True)
        if visit.is_sealed:
            readers = SealedReader.objects.default_readers_of(case)
            SealedReader.objects.admit(case, readers, by=by, reason="岗位职责")
        else:
            SearchText.objects.index_case(case, claims)
        Petition.objects.begin(case, calendar=calendar, lead=lead)
        if follows:
            CaseLink.objects.create(earlier=follows, later=case, kind=CaseLink.Kind.FOLLOW_UP, linked_by=by)

    def _repeat(self, visit, lead, accused, people_affected, community, is_urgent, urgency_basis):
        """Count the repeat, and keep on the case what this contact says that the case did not know."""
        case, by, now = visit.case, visit.registrar, visit.registered_at
        case.repeat_count += 1
        case.people_affected = max(case.people_affected, people_affected)
        case.community = case.community or community
        if is_urgent and not case.is_urgent:
            case.is_urgent, case.urgency_basis = True, urgency_basis
        accused.derive()
        if accused.name and not case.parties.respondents().filter(name_hash=accused.name_hash).exists():
            accused.case = case
            accused.save()
            stand_aside(case, by=by, on=timezone.localdate(now), reason="被反映人回避")
        case.touch(by, now=now)
        case.save()
        known = lead.access_needs and case.parties.filter(is_lead=True, access_needs="").first()
        if known:
            known.access_needs = lead.access_needs
            known.save()
        with translation.override(settings.LANGUAGE_CODE):
            words = f"{visit.get_channel_display()} {visit.contact_no}，{visit.people_present} 人"
        Event.objects.add(case, Event.Kind.REPEATED, by=by, detail=words, at=now, is_public=True)


class Visit(models.Model):
    """One contact (件次), whatever its channel. Its number is drawn once and never reused (D01).

    Nothing of it changes after registration but the query code, whose every reissue is an audit entry.
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
    statement = models.TextField(gettext_lazy("反映内容"), max_length=20000)
    is_read_back = models.BooleanField(gettext_lazy("已念给本人听"), default=False)
    people_present = models.PositiveIntegerField(gettext_lazy("来了几人"), default=1)
    tie = models.CharField(gettext_lazy("与原事项的关系"), max_length=10, choices=Tie, default=Tie.NEW)
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
        ]
        indexes = [
            models.Index(fields=["-received_at"], name="visit_by_receipt"),
            models.Index(fields=["-registered_at"], name="visit_by_registration"),
            models.Index(fields=["registrar", "-registered_at"], name="visit_by_registrar"),
            models.Index(fields=["query_code_hash"], name="visit_by_code", condition=~Q(query_code_hash="")),
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
        return self.case.get_stage_display() if self.tie == self.Tie.NEW else self.get_tie_display()

    def notice(self):
        """The clock of the written notice owed for the case (L03, L04), the newest; None where none is owed."""
        return self.case.deadlines.filter(rule__in=["L03", "L04"]).order_by("-pk").first()

    # ---------- 步 ----------
    def issue_code(self, now):
        """Draw a new query code; the one before is void. The plain code is on `query_code` until this object goes."""
        self.query_code = new_query_code()
        self.query_code_hash = keyed_hash("query_code", self.query_code)
        self.query_code_at = now

    def draw_numbers(self):
        """The next contact number of the day and, with it, the next number of the year for a case not yet saved.

        The sealed have series of their own, so no gap shows. The counters stay locked until commit.
        """
        prefix, day = office_prefix(), timezone.localdate(self.registered_at)
        series = f"{prefix}JM" if self.is_sealed else f"{prefix}J"
        wanted = [(f"contact:{series}", f"{day:%Y%m%d}", 1)]
        if self.case.pk is None:
            case_series = Case.series(prefix, self.is_sealed)
            wanted.insert(0, (f"case:{case_series}", f"{day:%Y}", 1))
        *case_value, value = Counter.objects.take_each(*wanted)
        self.contact_no = f"{series}-{day:%Y%m%d}-{value:04d}"
        if case_value:
            self.case.number = Case.number_of(case_series, day.year, *case_value)


class VisitParty(IdentityFields):
    """A person of one visit; copied onto the case when the visit opens one. A row about this visit alone."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="parties", verbose_name=gettext_lazy("来访"))
    is_lead = models.BooleanField(gettext_lazy("主信访人"), default=False)

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

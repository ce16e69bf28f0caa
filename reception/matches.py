"""Same matter? Earlier matters alike in text, looked for within an open registration alone (handbook 4.4, R6)."""

import uuid
from typing import NamedTuple

from django.core import signing
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import rules
from cases.models import Case, Deadline, Party, Submission
from cases.models.claim import Purpose
from cases.similar import similar
from officials import audit
from officials.calendar import Calendar
from officials.models import AuditEntry, Official, Role, Unit
from petitions.models import LegalEnding, Petition
from reception.models import Visit, VisitParty

SALT = "reception.opening"
OPEN_SECONDS = 12 * 60 * 60
SUBJECT = "registration"
LONGEST = 2000  # characters of the visitor's words that are compared
ASKED, SHOWN = 8, 5
KEYS = "ab"
SOON_WORKDAYS = 3


class Opening(NamedTuple):
    """An open registration: the right of one official to look for earlier matters until the form is carried out.

    `key` is the form's own `submission`, so that carrying it out closes the registration.
    """

    official: int
    key: uuid.UUID

    @classmethod
    def begin(cls, official):
        return cls(official.pk, uuid.uuid4())

    @classmethod
    def read(cls, token):
        """The opening that `token` says; None if it is forged or older than a working day."""
        try:
            official, key = signing.loads(token or "", salt=SALT, max_age=OPEN_SECONDS)
        except signing.BadSignature:
            return None
        return cls(official, uuid.UUID(key))

    @property
    def token(self):
        return signing.dumps([self.official, str(self.key)], salt=SALT)

    @property
    def initial(self):
        """The hidden fields of a form that carries this opening."""
        return {"submission": self.key, "opened": self.token}

    @property
    def number(self):
        """The key as a number that fits the audit log's column."""
        return self.key.int >> 65

    def is_open_for(self, official):
        return self.official == official.pk and not Submission.objects.filter(key=self.key).exists()


class Found(NamedTuple):
    """An earlier matter as the panel shows it; `key` is the access key that joins it."""

    case: Case
    reasons: list
    visits: int
    clocks: list
    is_late: bool
    key: str
    may_come_back: bool = False  # closed so shortly that the director may reopen it (T26)
    is_ended_in_law: bool = False  # a claim of it was ended by the political-legal organs (L27)
    is_ended: bool = False  # upheld twice: the same facts are not accepted again (L26)


def look_up(request, opening):
    """What _matches.html expects, for the form as it stands. Nothing is looked for before the visitor's words are
    there, nor for what will be sealed. However often it runs, one registration leaves one audit entry."""
    today = timezone.localdate()
    typed = request.POST
    found = {"matches": None, "note": "", "today": today}
    text = typed.get("statement", "").strip()[:LONGEST]
    if not text:
        return found
    if _will_be_sealed(typed):
        return {**found, "note": _("检举控告另立封存件，不比对。")}
    _record_once(request, opening)
    alike = similar(
        text,
        cases_queryset=Case.objects.select_related("handler", "handling_unit"),
        community=_community(typed.get("community", "")),
        hashes=_hashes(typed),
        limit=ASKED,
    )
    ids = [match.case.pk for match in alike]
    visible = set(Case.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True))
    shown = [match for match in alike if match.case.pk in visible][:SHOWN]
    soon_until = Calendar.load().add_workdays(today, SOON_WORKDAYS)
    return {
        **found,
        "matches": _with_state(shown, today, soon_until),
        "soon_until": soon_until,
        "note": _elsewhere(set(ids) - visible, request.user, today),
    }


def _will_be_sealed(typed):
    accused = Party(role=Party.Role.RESPONDENT, name=typed.get("respondent", "").replace("\0", "")[:50])
    accused.recognise_respondent()
    is_own = bool(accused.official_id or accused.unit_id)
    return typed.get("purpose") == Purpose.ACCUSATION or (is_own and not typed.get("respondent_is_ordinary"))


def _record_once(request, opening):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [opening.number])
    if not AuditEntry.objects.filter(subject=SUBJECT, subject_id=opening.number).exists():
        audit.record(request.user, "reception:matches", SUBJECT, opening.number, request=request)


def _community(pk):
    return Unit.objects.communities().filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None


def _hashes(typed):
    who = VisitParty(name=typed.get("name", "")[:50], phone=typed.get("phone", "")[:40])
    who.derive()
    return who.name_hash, who.phone_hash


def _with_state(shown, today, soon_until):
    """Each match with how often people came and which of its clocks are late or soon."""
    ids = [match.case.pk for match in shown]
    counts = dict(Visit.objects.filter(case__in=ids).values_list("case").annotate(Count("pk")))
    clocks = {}
    for clock in Deadline.objects.running().ours().filter(case__in=ids, legal_end_on__lte=soon_until).tightest_first():
        clocks.setdefault(clock.case_id, []).append(clock)
    answered = [match.case.pk for match in shown if match.case.served_on]
    ended = set(Petition.objects.ended().filter(case__in=answered).values_list("case", flat=True)) if answered else ()
    in_law = set(LegalEnding.objects.filter(claim__case__in=ids).values_list("claim__case", flat=True)) if ids else ()
    return [
        Found(
            case=match.case,
            reasons=match.reasons,
            visits=counts.get(match.case.pk, 0),
            clocks=clocks.get(match.case.pk, []),
            is_late=any(clock.is_late(today) for clock in clocks.get(match.case.pk, [])),
            key=key,
            may_come_back=match.case.pk not in ended and _may_come_back(match.case, today),
            is_ended=match.case.pk in ended,
            is_ended_in_law=match.case.pk in in_law,
        )
        for match, key in zip(shown, [*KEYS, *[""] * SHOWN], strict=False)
    ]


def _may_come_back(case, today):
    is_closed = case.closed_on and not (case.is_dispute or case.is_historical)
    return bool(is_closed) and (today - case.closed_on).days <= rules.find("T26").length


def _elsewhere(hidden, official, today):
    """Whom to ask about matters outside one's view. Those that name the asker himself are passed over (AZ-09)."""
    named = Party.objects.respondents().filter(case__in=hidden, official=official)
    count = len(hidden - set(named.values_list("case", flat=True))) if hidden else 0
    if not count:
        return ""
    director = Official.objects.holding(Role.OD, on=today).order_by("pk").first()
    if director is None:
        return _("另有 %d 件不在您的查看范围。") % count
    words = _("另有 %(count)d 件不在您的查看范围，请问 %(name)s（内线 %(phone)s）。")
    return words % {"count": count, "name": director.name, "phone": director.phone or "—"}

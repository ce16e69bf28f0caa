"""Voiding a registration: asked with a reason, decided by a second person, never a deletion (R28)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Deadline, Event
from officials.models import Official
from reception.models.outreach import Outreach
from reception.models.promise import Promise
from reception.models.queue import Ticket
from reception.models.window import WindowRequest

# What happens on a case while it is only being registered; anything else keeps it from being void.
REGISTERING = (Event.Kind.REGISTERED, Event.Kind.COMPLETED, Event.Kind.URGENT, Event.Kind.READ)


class VoidingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decided_at__isnull=True)

    def approved(self):
        return self.filter(is_approved=True)

    @transaction.atomic
    def ask(self, visit, *, reason, by):
        """Ask that `visit` be void; lock its row first. Whoever decides is told what would stand in the way."""
        if not reason.strip():
            raise ValidationError({"reason": _("请写作废的原因，例如 同一次来访登记了两遍。")})
        if refusal := why_not_void(visit):
            raise ValidationError(refusal)
        if self.open().filter(visit=visit).exists():
            raise ValidationError(_("已经有人申请作废，等信访办主任决定。"))
        return self.create(visit=visit, reason=reason, asked_by=by)


class Voiding(models.Model):
    """One request to void a contact, and what was decided.

    The contact keeps its number and is counted among the voided. The case it opened ends with it, if the office has
    done nothing about it yet; a repeat is taken off the case's count.
    """

    visit = models.ForeignKey(
        "reception.Visit", models.PROTECT, related_name="voidings", verbose_name=gettext_lazy("来访")
    )
    reason = models.CharField(gettext_lazy("作废的原因"), max_length=200)
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("申请人"))
    asked_at = models.DateTimeField(gettext_lazy("申请时间"), default=timezone.now)
    is_approved = models.BooleanField(gettext_lazy("同意"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("决定人")
    )
    decided_at = models.DateTimeField(gettext_lazy("决定时间"), null=True, blank=True)
    note = models.CharField(gettext_lazy("决定说明"), max_length=200, blank=True)

    objects = VoidingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("作废")
        verbose_name_plural = gettext_lazy("作废")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="voiding_has_its_reason",
                condition=~Q(reason=""),
                violation_error_message=gettext_lazy("请写作废的原因。"),
            ),
            models.CheckConstraint(
                name="voiding_is_decided_whole",
                condition=Q(is_approved__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=gettext_lazy("决定要写同意与否、谁、什么时候。"),
            ),
            models.CheckConstraint(
                name="voiding_takes_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=gettext_lazy("申请作废的人不能自己批。"),
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(decided_at__isnull=True),
                name="one_open_voiding_a_contact",
                violation_error_message=gettext_lazy("已经有人申请作废，等信访办主任决定。"),
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(is_approved=True),
                name="a_contact_is_voided_once",
                violation_error_message=gettext_lazy("这次登记已经作废。"),
            ),
        ]

    def __str__(self):
        return f"{self.visit} {self.reason}"

    @transaction.atomic
    def decide(self, *, by, is_approved, note="", now=None):
        """Say yes or no. Lock the contact's row first; its case's is locked here."""
        now = now or timezone.now()
        if self.decided_at:
            raise ValidationError(_("这份申请刚才已经决定，没有再改。"))
        if by == self.asked_by:
            raise ValidationError(_("申请作废的人不能自己批，请另一位主任或者替岗的人决定。"))
        if not is_approved and not note.strip():
            raise ValidationError({"note": _("不同意作废的，请写原因。")})
        self.is_approved, self.decided_by, self.decided_at, self.note = is_approved, by, now, note
        if is_approved:
            self._carry_out(by, now)
        self.save()

    def _carry_out(self, by, now):
        visit = self.visit
        if visit.case_id:
            visit.case = Case.objects.for_change().get(pk=visit.case_id)
        if refusal := why_not_void(visit):
            raise ValidationError(refusal)
        visit.voided_at = now
        visit.save(update_fields=["voided_at"])
        Ticket.objects.let_go(visit, by=by, now=now)
        Promise.objects.let_go(visit, now=now)
        if visit.request_id:
            request = WindowRequest.objects.for_change().get(pk=visit.request_id)
            if request.is_open:
                request.be_void(now=now)
        case = visit.case
        if case is None:
            return
        if visit.tie != visit.Tie.REPEAT:
            case.void(by=by, on=timezone.localdate(now), reason=self.reason)
            if case.is_dispute:
                case.dispute.be_void(by=by)
            Outreach.objects.let_go(case, by=by, now=now)
            return
        case.repeat_count -= 1
        if visit.due_on:
            today = timezone.localdate(now)
            Deadline.objects.end_assigned(case, visit.sent_on, visit.assigned_until, on=today, reason="登记作废")
        case.touch(by, now=now)
        case.save()
        words = f"{visit.contact_no} 登记作废：{self.reason}"
        Event.objects.add(case, Event.Kind.VOIDED, by=by, detail=words, at=now)


def why_not_void(visit):
    """Why this contact cannot be void, in a sentence; empty if it can."""
    case = visit.case
    if visit.voided_at:
        return _("这次登记已经作废。")
    if visit.is_historical:
        return _("历史来件只供查阅，不作废。")
    if case is None:
        return ""
    if not case.is_open:
        return _("%s 已经办结，这次登记不能再作废。") % case.number
    if visit.tie == visit.Tie.REPEAT:
        return ""
    if case.visits.exclude(pk=visit.pk).filter(voided_at__isnull=True).exists():
        return _("%s 后来又有来访，不能随这次登记作废。") % case.number
    if case.events.exclude(kind__in=REGISTERING).exists():
        return _("%s 已经开始办理，不能随登记作废；请办结或者由主任处理。") % case.number
    return ""

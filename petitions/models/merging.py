"""Two open petitions of one matter become one (并案, T28): the one registered first goes on, the other ends in it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CaseLink, Clearing, Consultation, Deadline, Event, Handover, Party, SearchText
from cases.recusal import stand_aside
from officials.models import Official

REASON = "并案"
TIGHTEST = ("L17", "L14")  # of the office, one a case: the earlier last day holds for both
# What of the one that ends has to be done first, each with the sentence that says so.
UNFINISHED = {
    "L05": gettext_lazy("%s 还没有决定提不提异议，先提异议或者分流（条例第二十三条第三款）。"),
    "L06": gettext_lazy("%s 是上级交办的，还没有报结，由它自己报结；请关联，不并案（条例第二十二条第一款第三项）。"),
    "F22": gettext_lazy("%s 是急办，先记首次行动，再并案。"),
    "L09": gettext_lazy("%s 是重大紧急的，先上报，再并案（条例第二十五条第一款）。"),
    "L09b": gettext_lazy("%s 是重大紧急的，先书面上报，再并案（条例第二十五条第一款）。"),
    "L45": gettext_lazy("%s 正在按复查复核意见重新办理，法律上的处境不同，不能并案。"),
}


class Merger(models.Model):
    """`merged` ended in `petition`, which goes on. It keeps its number, papers and contacts; there is no way back."""

    merged = models.OneToOneField(
        "petitions.Petition", models.PROTECT, related_name="merger", verbose_name=gettext_lazy("并入的")
    )
    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="mergers", verbose_name=gettext_lazy("继续办的")
    )
    on = models.DateField(gettext_lazy("并案日期"))
    reason = models.CharField(gettext_lazy("为什么是同一事项"), max_length=500)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("决定人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("并案")
        verbose_name_plural = gettext_lazy("并案")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="nothing_is_merged_into_itself",
                condition=~Q(merged=F("petition")),
                violation_error_message=gettext_lazy("不能和自己并案。"),
            ),
            models.CheckConstraint(
                name="merger_says_why",
                condition=~Q(reason=""),
                violation_error_message=gettext_lazy("请写为什么是同一事项。"),
            ),
        ]

    def __str__(self):
        return f"{self.merged} → {self.petition}"


class Mergeable:
    """A petition that may end in another, or take another in."""

    # ---------- 问 ----------
    @property
    def ended_in(self):
        """The merger in which this one ended, or None."""
        return None if self.case.is_open else getattr(self, "merger", None)

    def goes_on_as(self):
        """The petition in which this matter is handled: itself, or the one it was merged into, to the end."""
        petition = self
        while merger := petition.ended_in:
            petition = merger.petition
        return petition

    # ---------- 步 ----------
    @transaction.atomic
    def merge(self, other, *, by, on, reason):
        """Join this petition and `other`; gives the one that goes on, which is the one registered first (T28).

        Both rows are to be locked, in the order of their keys. Each petitioner's own notice is served before.
        """
        first, second = sorted((self, other), key=lambda one: (one.case.registered_at, one.case.pk))
        self._refuse("merger")
        if refusal := first._why_not_take_in(second):
            raise ValidationError({"number": refusal})
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么是同一事项。")})
        latest = max(first.case.received_on, second.case.received_on)
        first._not_before("on", on, latest, _("并案日期不能早于收到日期 %s。"))
        merger = Merger(merged=second, petition=first, on=on, reason=reason, by=by)
        merger.clean_fields(exclude=["merged", "petition", "by"])
        merger.save()
        first._take_in(second, by, on)
        second._end_in(first, by, on)
        return first

    def _take_in(self, other, by, on):
        case, more = self.case, other.case
        self._take_claims(other, by)
        self._take_parties(more)
        for record in more.investigations.all():
            record.case, record._history_user = case, by
            record.save()
            SearchText.objects.index_part(case, SearchText.Part.FACTS, record.pk, record.content)
        self._keep_tightest(other, on)
        case.people_affected = max(case.people_affected, more.people_affected)
        case.repeat_count += more.visits.filter(voided_at__isnull=True).count()
        case.community = case.community or more.community
        if not case.sender_organ:
            case.sender_organ, case.sender_no = more.sender_organ, more.sender_no
        stand_aside(case, by=by, on=on, reason="被反映人回避")
        for rows in ("claims", "investigations", "deadlines", "parties", "commitments"):
            self._forget(rows, of=case)
        self._forget("mergers")
        self._date_the_answer()
        self._settle(by)
        words = gettext_lazy("%(day)s 并入 %(number)s，诉求接在后面")
        self._tell(Event.Kind.MERGED, by, words, day=on, number=more.number)

    def _end_in(self, survivor, by, on):
        """End without a closing row: what is merged leaves numerator and denominator (T28)."""
        case = self.case
        for rows in ("claims", "investigations", "deadlines", "commitments"):
            self._forget(rows, of=case)
        case.closed_on, case.closing_note = on, f"并入 {survivor.case.number}"
        if survivor.case.handling_unit:
            Handover.objects.pass_on(
                case,
                unit=survivor.case.handling_unit,
                receiver=survivor.case.handler,
                giver=case.handler or case.first_receiver,
                by=by,
                on=on,
                reason=f"并入 {survivor.case.number}",
            )
        case.handling_unit, case.handler = survivor.case.handling_unit, survivor.case.handler
        Clearing.objects.end(case, on=on, outcome=Clearing.Outcome.MERGED)
        with self._in_chinese():
            Deadline.objects.end_all(case, on=on, reason=REASON, fell_away=True)
        Consultation.objects.free_turns(case, reason="并案", by=by)
        self._forget("deadlines", of=case)
        self._settle(by)
        CaseLink.objects.update_or_create(
            earlier=survivor.case, later=case, defaults={"kind": CaseLink.Kind.MERGED, "linked_by": by}
        )
        words = gettext_lazy("%(day)s 并入 %(number)s，由那一件继续办")
        self._tell(Event.Kind.MERGED, by, words, is_public=True, day=on, number=survivor.case.number)

    # ---------- 为什么不能 ----------
    def _why_not_merger(self):
        """What holds for this petition whatever the other is."""
        case = self.case
        if case.is_sealed:
            return _("封存件不并案：阅办人各不相同。")
        if case.served_on or self.opinion():
            return _("%s 的答复已经送审、签发或者送达，不能并案；请关联。") % case.number
        if self._objection_is_open():
            return _("%s 的异议还没有答复，不能并案（条例第二十三条第三款）。") % case.number
        if self._is_running("L34"):
            return _("%s 有撤回申请等确认，先向本人确认。") % case.number
        if self.extensions.filter(effective_on__isnull=True, refused_on__isnull=True).exists():
            return _("%s 的延期还没有定，先定下来再并案（条例第三十四条）。") % case.number
        if self.is_simple():
            return _("%s 是简易办理，两件并办不再简单，先转为普通程序。") % case.number
        return ""

    def _why_not_take_in(self, other):
        """Why `other` cannot end in this one: different matters of law are never put under one roof (0117)."""
        case, more = self.case, other.case
        if case.pk == more.pk:
            return _("这就是本案，请写另一件的案号。")
        for petition in (self, other):
            if reason := petition.why_not("merger"):
                return reason
        if other.case.round > 1:
            return _("%s 已经答复过、重新办理，不能并进别的案件；请关联。") % more.number
        if case.sender_organ and more.sender_organ and case.sender_organ != more.sender_organ:
            return _("两件由不同的单位转送、交办，各要报结，不能并案；请关联（条例第二十二条第一款第三项）。")
        for petition, rules in ((other, UNFINISHED), (self, ("L05", "L45"))):
            for rule in rules:
                if petition._is_running(rule):
                    return UNFINISHED[rule] % petition.case.number
        return self._why_not_as_far(other) or self._why_not_told(other)

    def _why_not_as_far(self, other):
        """Claims go on beside each other only from the same point of the way."""
        case, more = self.case, other.case
        claims = list(more.claims.all())
        if not claims:
            return ""
        if bool(case.triaged_on) != bool(more.triaged_on):
            return _("%s 还没有分流，先分流，再并案。") % (more if case.triaged_on else case).number
        on_w6 = any(claim.on_procedure for claim in claims)
        if case.triaged_on and on_w6 and bool(case.accepted_on) != bool(more.accepted_on):
            return _("%s 还没有受理，先受理，再并案。") % (more if case.accepted_on else case).number
        return ""

    def _why_not_told(self, other):
        """Each petitioner is owed his own notice; who comes twice about one matter has it once."""
        notice = other._notice_clock()
        if not (notice and notice.is_running):
            return ""
        lead = other.case.parties.filter(is_lead=True).first()
        own = self._notice_clock()
        if own and lead and self._is_known(lead):
            return ""
        return _("%s 的书面告知还没有送达，每位信访人各送各的：先送达，再并案（条例第二十三条）。") % other.case.number

    # ---------- 私 ----------
    def _is_known(self, lead):
        """Whether somebody of that name and that phone or number has brought this matter already."""
        mine = self.case.parties.petitioners().filter(name_hash=lead.name_hash)
        same = Q(pk__in=[])
        for name in ("phone_hash", "id_hash"):
            if value := getattr(lead, name):
                same |= Q(**{name: value})
        return mine.filter(same).exists()

    def _objection_is_open(self):
        objection = self._objection()
        return objection is not None and not objection.outcome

    def _take_claims(self, other, by):
        """The claims of `other` behind the own, each with what hangs on it: its clock, its promises."""
        case = self.case
        last = case.claims.aggregate(last=models.Max("position"))["last"] or 0
        place = case.commitments.aggregate(last=models.Max("position"))["last"] or 0
        for position, claim in enumerate(other.case.claims.order_by("position"), last + 1):
            claim.case, claim.position = case, position
            self._save_claim(claim, by)
            Deadline.objects.running().filter(claim=claim).update(case=case)
            for row in claim.commitments.order_by("position"):
                place += 1
                row.case, row.position = case, place
                row.save()
            SearchText.objects.index_part(case, SearchText.Part.CLAIM, claim.pk, claim.text)
        Deadline.objects.refresh_tightest(case)

    def _take_parties(self, more):
        """A copy of everybody not yet there; the lead stays who he is, and each keeps his row on the other case."""
        here = {(party.name_hash, party.role == Party.Role.RESPONDENT) for party in self.case.parties.all()}
        for party in more.parties.all():
            who = party.name_hash, party.role == Party.Role.RESPONDENT
            if party.name and who not in here:
                here.add(who)
                self._copy(party)

    def _copy(self, party):
        role = party.role
        if role == Party.Role.REPRESENTATIVE:
            role = Party.Role.PETITIONER  # chosen by those of the other matter alone (L11)
        names = ("is_organisation", "uscc", "service_address", "post", "access_needs", "official", "unit")
        copy = Party(
            case=self.case, role=role, **party.identity_values(), **{name: getattr(party, name) for name in names}
        )
        copy.save()

    def _keep_tightest(self, other, on):
        """Of a clock that both have, or `other` alone, the earlier last day holds: merging gives nobody more time."""
        for rule in TIGHTEST:
            theirs, own = other._running(rule), self._running(rule)
            if theirs is None or (own and own.legal_end_on <= theirs.legal_end_on):
                continue
            if own:
                self._end_clocks((rule,), on, REASON, fell_away=True)
            Deadline.objects.filter(pk=theirs.pk).update(case=self.case)
            self._forget("deadlines", of=self.case)
        Deadline.objects.refresh_tightest(self.case)

"""Where each claim goes: triage, sorting again, telling where, handing on, objecting (F39, L05, L16, 2.4)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_update_with_history

from cases.models import Case, Claim, Clearing, Event, Handover, Service
from cases.models.claim import Disposal, Purpose, disposals
from cases.recusal import why_barred
from officials.calendar import Calendar
from officials.models import Official, Role, Unit
from petitions.models.terms import NOTICE_RULES

SENT_BY_SUPERIOR = (Case.Channel.TRANSFERRED, Case.Channel.ASSIGNED)


class Transfer(models.Model):
    """A claim handed on to a unit of the office's own system: what is asked of it, and by when (P06)."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="transfer", verbose_name=gettext_lazy("诉求"))
    organ = models.CharField(gettext_lazy("转送给"), max_length=60)
    asked = models.CharField(gettext_lazy("要求"), max_length=500)
    feedback_due_on = models.DateField(gettext_lazy("反馈日期"), null=True, blank=True)
    sent_on = models.DateField(gettext_lazy("转送日期"))
    sent_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))

    class Meta:
        verbose_name = gettext_lazy("转送")
        verbose_name_plural = gettext_lazy("转送")
        constraints = [
            models.CheckConstraint(
                name="feedback_is_due_after_sending",
                condition=Q(feedback_due_on__isnull=True) | Q(feedback_due_on__gte=models.F("sent_on")),
                violation_error_message=gettext_lazy("反馈日期不能早于转送日期。"),
            )
        ]

    def __str__(self):
        return f"{self.organ} {self.sent_on}"


class Objection(models.Model):
    """The office says in writing that a matter sent to it is not its own; the sender verifies and decides (L05)."""

    class Outcome(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("核实同意，退回")
        REFUSED = "REFUSED", gettext_lazy("不同意，由本街道办理")

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="objections", verbose_name=gettext_lazy("信访")
    )
    sender = models.CharField(gettext_lazy("交办、转送单位"), max_length=60)
    reasons = models.TextField(gettext_lazy("理由"), max_length=2000)
    sent_on = models.DateField(gettext_lazy("提出日期"))
    sent_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    outcome = models.CharField(gettext_lazy("答复"), max_length=8, choices=Outcome, blank=True)
    heard_on = models.DateField(gettext_lazy("答复日期"), null=True, blank=True)
    heard_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("异议")
        verbose_name_plural = gettext_lazy("异议")
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                name="one_objection_a_petition",
                violation_error_message=gettext_lazy("已经提过异议，交办单位的答复为准（条例第二十三条第三款）。"),
            ),
            models.CheckConstraint(
                name="objection_is_heard_whole",
                condition=Q(outcome="", heard_on__isnull=True, heard_by__isnull=True)
                | (~Q(outcome="") & Q(heard_on__gte=models.F("sent_on"), heard_by__isnull=False)),
                violation_error_message=gettext_lazy("异议的答复要写结果和日期，不能早于提出那天。"),
            ),
        ]

    def __str__(self):
        return f"{self.sender} {self.sent_on}"


class Sortable:
    """Steps of a petition that say where each of its claims goes."""

    def disposals_of(self, purpose, route):
        """What this office may do with a claim of that way; the first is meant where nothing is said."""
        may_object = self.case.channel in SENT_BY_SUPERIOR and not self.objections.exists()
        return [
            way
            for way in disposals(purpose, route)
            if (way != Disposal.OBJECTED or may_object)
            and (way != Disposal.PENDING_BELOW or settings.HAS_ORGANS_BELOW)
        ]

    # ---------- 步 ----------
    @transaction.atomic
    def triage(
        self, *, by, on, level, ground, handling_unit, handler=None, category=None, routes=None, unit_reason=""
    ):
        """Set the level with its ground, the handling unit and handler, and each claim's way (T20, 2.4).

        `routes` maps claim ids to (purpose, route) or (purpose, route, disposal); without a disposal the way says it.
        `unit_reason` says why the unit complained about handles it. A claim that turns out an accusation seals the
        case at once (R9).
        """
        case = self.case
        case.category = category or case.category
        self._refuse("triage")
        if not case.category:
            raise ValidationError({"category": _("请选内容分类。")})
        if not ground.strip():
            raise ValidationError({"ground": _("请写定级依据。")})
        if level not in Case.Level:
            raise ValidationError({"level": _("请定层级：一般、复杂或者疑难。")})
        self._not_before("on", on, case.received_on, _("分流日期不能早于收到日期 %s。"))
        claims = self._classified(routes or {})
        was_sealed = case.confidentiality == Case.Confidentiality.SEALED
        is_sealed = was_sealed or any(claim.purpose == Purpose.ACCUSATION for claim in claims)
        self._check_handling(handling_unit, handler, on, unit_reason, is_sealed=is_sealed)
        bulk_update_with_history(claims, Claim, ["purpose", "route", "disposal"], default_user=by)
        if is_sealed and not was_sealed:
            case.seal(by=by, reason="分流为检举控告")
        giver = case.handler or case.first_receiver  # of an urgent case somebody was named before
        case.level, case.level_ground = level, ground
        case.handling_unit, case.handler, case.triaged_on = handling_unit, handler, on
        self._settle(by)
        calendar = Calendar.load()
        Handover.objects.offer(
            case,
            unit=handling_unit,
            receiver=handler,
            giver=giver,
            by=by,
            on=on,
            calendar=calendar,
            is_first=not case.urgency,
        )
        registered_on = timezone.localdate(case.registered_at)
        Clearing.objects.begin(case, registered_on, cause=Clearing.Cause.TRIAGED, calendar=calendar)
        self._start_clocks_of(claims, calendar)
        if case.channel in SENT_BY_SUPERIOR and all(claim.disposal != Disposal.OBJECTED for claim in claims):
            self._end_clocks(["L05"], on, gettext_lazy("不提异议"))
        self._tell(
            Event.Kind.TRIAGED,
            by,
            gettext_lazy("%(level)s，%(unit)s%(handler)s承办。%(reason)s"),
            level=Case.Level(level).label,
            unit=handling_unit.label,
            handler=handler.name if handler else "",
            reason=unit_reason,
        )

    @transaction.atomic
    def sort_again(self, *, by, claim, on, purpose, route, disposal="", reason):
        """Change the way of a claim that is neither answered nor told where to go; what it started ends with it."""
        case = self.case
        self._refuse("sorting", claim)
        self._not_before("on", on, case.triaged_on, _("改去向的日期不能早于分流日期 %s。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么改去向。")})
        before = self._way_in_words(claim)
        claims = self._classified({claim.pk: (purpose, route, disposal)})
        claim = next(one for one in claims if one.pk == claim.pk)
        self._check_not_too_late_for(claim)
        self._check_way_of_later(claim)
        if not claim.on_procedure:
            claim.accepted_on = None
        claim.finding = claim.basis = claim.decision = ""
        self._save_claim(claim, by)
        self._forget("claims", of=case)
        if claim.purpose == Purpose.ACCUSATION and not case.is_sealed:
            case.seal(by=by, reason="改为检举控告")
        self._end_clocks_of_nothing(on, reason, gettext_lazy("诉求改了去向"))
        self._start_clocks_of([claim], Calendar.load())
        self._count_on_procedure(claim)
        self._date_the_answer()
        self._settle(by)
        self._tell(
            Event.Kind.SORTED,
            by,
            gettext_lazy("诉求 %(position)d：%(before)s改为%(after)s。%(reason)s"),
            position=claim.position,
            before=before,
            after=self._way_in_words(claim),
            reason=reason,
        )

    @transaction.atomic
    def tell_route(
        self,
        *,
        by,
        claim,
        organ,
        served_on,
        method="",
        signer="",
        is_refused=False,
        witness="",
        note="",
        asked="",
        feedback_due_on=None,
        papers=(),
    ):
        """Tell in writing where a claim that is not this office's has to go, and on what ground (L03, L16, L07c, P03).

        Somebody anonymous cannot be told: the claim is passed on to the organ and nothing is served. With the last
        claim told, and none to answer, the notice of L03 or L04 is discharged too.
        """
        self._refuse("routing", claim)
        triaged_on = claim.triaged_on or self.case.triaged_on
        self._not_before("served_on", served_on, triaged_on, _("告知日期不能早于分流日期 %s。"))
        if not organ.strip():
            raise ValidationError({"organ": _("请写有权处理的机关。")})
        if self._is_this_office(organ.strip()):
            raise ValidationError(
                {
                    "organ": _(
                        "本街道自己有职责的，要履行或者答复，不能告知去向（条例第三十一条第五项）。请写有权处理的其他机关。"
                    )
                }
            )
        if claim.disposal in Disposal.NEEDS_NOTE and not note.strip():
            raise ValidationError({"note": _("请写告知的事实和理由，不能空着。")})
        if claim.disposal == Disposal.TRANSFERRED:
            self._check_handing_on(served_on, asked, feedback_due_on)
        claim.competent_organ, claim.routing_note, claim.routed_on = organ, note, served_on
        self._save_claim(claim, by)
        if claim.disposal == Disposal.TRANSFERRED:
            self._hand_on(claim, by, served_on, asked, feedback_due_on)
        if not self.case.is_anonymous:
            self._serve(
                Service.What.ROUTE, by, served_on, method, signer, is_refused, witness, papers=papers, claim=claim
            )
        if claim.named_on:
            self._end_clocks(NOTICE_RULES, served_on, gettext_lazy("已告知去向"), claim=claim)
        self._end_notice_if_all_told(gettext_lazy("已告知去向"))
        self._settle(by)
        self._tell(
            Event.Kind.ROUTED,
            by,
            gettext_lazy("诉求 %(position)d：%(organ)s，%(day)s"),
            is_public=True,
            position=claim.position,
            organ=organ,
            day=served_on,
        )

    @transaction.atomic
    def object(self, *, by, sender, reasons, sent_on):
        """Object in writing to what a superior sent; L04's days run on and the office stays answerable (L05)."""
        self._refuse("objection")
        self._not_before("sent_on", sent_on, self.case.received_on, _("异议不能早于收到日期 %s。"))
        objection = Objection(petition=self, sender=sender, reasons=reasons, sent_on=sent_on, sent_by=by)
        objection.clean_fields(exclude=["petition", "sent_by"])
        objection.save()
        self._end_clocks(["L05"], sent_on, gettext_lazy("已提异议"))
        self._settle(by)
        self._tell(Event.Kind.OBJECTED, by, gettext_lazy("向%(sender)s提出，%(day)s"), sender=sender, day=sent_on)
        return objection

    @transaction.atomic
    def hear_objection(self, *, by, outcome, heard_on):
        """Record what the sender said: agreed, the claims go back to it; refused, the office handles them."""
        self._refuse("objection_result")
        objection = self._objection()
        self._not_before("heard_on", heard_on, objection.sent_on, _("答复日期不能早于提出异议的日期 %s。"))
        objection.outcome, objection.heard_on, objection.heard_by = outcome, heard_on, by
        objection.clean_fields(exclude=["petition", "sent_by", "heard_by"])
        objection.save()
        agreed = outcome == Objection.Outcome.AGREED
        calendar = Calendar.load()
        for claim in self._objected():
            if agreed:
                claim.competent_organ, claim.routed_on = objection.sender, heard_on
            else:
                claim.disposal = self.disposals_of(claim.purpose, claim.route)[0]
                self._start_clocks_of([claim], calendar)
            self._save_claim(claim, by)
        self._forget("claims", of=self.case)
        if agreed:
            self._end_notice_if_all_told(gettext_lazy("交办、转送单位同意退回"))
        self._date_the_answer()
        self._settle(by)
        self._tell(
            Event.Kind.OBJECTED,
            by,
            gettext_lazy("%(sender)s%(outcome)s，%(day)s"),
            sender=objection.sender,
            outcome=Objection.Outcome(outcome).label,
            day=heard_on,
        )

    # ---------- 为什么不能 ----------
    def _why_not_triage(self):
        case = self.case
        if case.triaged_on:
            return _("已经在 %s 分流。") % self._day(case.triaged_on)
        by_triage = Case._meta.get_field("category").verbose_name
        missing = [str(label) for label in case.missing_before_triage() if label != by_triage]
        if missing:
            return _("还不能分流，登记缺：%s。先补全登记（条例第十九条）。") % _("、").join(missing)
        return ""

    def _why_not_sorting(self, claim):
        if not self.case.triaged_on:
            return _("先分流，去向在分流时定。")
        if claim.awaits_triage:
            return self._not_triaged(claim)
        if claim.routed_on:
            return _("诉求 %(position)d 已经在 %(day)s 告知去向，不能再改。") % {
                "position": claim.position,
                "day": self._day(claim.routed_on),
            }
        if claim.answered_on:
            return _("诉求 %d 已有答复，不能再改去向。") % claim.position
        if claim.disposal == Disposal.OBJECTED and self._objection():
            return _("已经提出异议，等交办、转送单位答复（条例第二十三条第三款）。")
        return ""

    def _why_not_routing(self, claim):
        if not self.case.triaged_on:
            return _("先分流，再告知去向。")
        if claim.awaits_triage:
            return self._not_triaged(claim)
        if not claim.is_routed_elsewhere:
            return _("诉求 %d 由本单位办理，不用告知去向。") % claim.position
        if claim.routed_on:
            words = _("诉求 %(position)d 已经在 %(day)s 告知去向。")
            return words % {"position": claim.position, "day": self._day(claim.routed_on)}
        if claim.disposal == Disposal.OBJECTED:
            return _("诉求 %d 要退回交办、转送单位：先提异议，等它核实同意（条例第二十三条第三款）。") % claim.position
        return ""

    def _why_not_objection(self):
        case = self.case
        if case.channel not in SENT_BY_SUPERIOR:
            return _("不是上级转送、交办的，没有可提异议的单位；不属本街道的，告知去向（条例第二十三条）。")
        if not case.triaged_on:
            return _("先分流，把要退回的诉求定为“提异议退回”（条例第二十三条第三款）。")
        if self._objection():
            return _("已经在 %s 提出异议（条例第二十三条第三款）。") % self._day(self._objection().sent_on)
        if not self._objected():
            return _("没有要退回的诉求（条例第二十三条第三款）。")
        return ""

    def _why_not_objection_result(self):
        objection = self._objection()
        if not objection:
            return _("没有提过异议（条例第二十三条第三款）。")
        if objection.outcome:
            return _("交办、转送单位已经在 %s 答复（条例第二十三条第三款）。") % self._day(objection.heard_on)
        return ""

    # ---------- 私 ----------
    def _check_not_too_late_for(self, claim):
        """What is answered together is known before it is sent: no claim joins an answer on its way."""
        if claim.is_routed_elsewhere:
            return
        if self.case.served_on:
            words = _("答复已经在 %s 送达，不能再添本街道办理的诉求；请另行登记，关联这一件。")
            raise ValidationError({"disposal": words % self._day(self.case.served_on)})
        if opinion := self.opinion():
            words = _("其他诉求的答复%s，先退回，再改由本街道办理。")
            raise ValidationError({"disposal": words % opinion.state_in_words})

    def _end_clocks_of_nothing(self, on, reason, words):
        """The clocks that no standing claim needs any longer end; without one on W6 nothing is accepted."""
        own, _away = self._claims()
        accepted = [one for one in own if one.on_procedure and self.accepted_on_of(one)]
        if self.case.accepted_on and not accepted:
            self.case.accepted_on = None
            self._end_clocks(["L17", "L32"], on, gettext_lazy("诉求不再走信访程序"), fell_away=True)
            self._end_simple(on, reason)
        elif self.case.accepted_on and not any(self._counts_with_the_case(one) for one in accepted):
            self._end_clocks(["L17"], on, gettext_lazy("诉求不再走信访程序"), claim=None, fell_away=True)
        if not any(one.purpose == Purpose.SUGGESTION and not one.named_on for one in own):
            self._end_clocks(["L14"], on, words, claim=None, fell_away=True)
        needed = {"L14": lambda one: one.purpose == Purpose.SUGGESTION, "L16a": lambda one: one.is_duty}
        needed["L17"] = lambda one: one.on_procedure
        by_id = {one.pk: one for one in own}
        for clock in self.case.deadlines.running().filter(rule__in=needed, claim__isnull=False):
            claim = by_id.get(clock.claim_id)
            if claim is None or not needed[clock.rule](claim):
                self._end_clocks([clock.rule], on, words, claim=clock.claim_id, fell_away=True)

    def _objection(self):
        return self.objections.first() if self.case.channel in SENT_BY_SUPERIOR else None

    def _objected(self):
        return [claim for claim in self._standing() if claim.disposal == Disposal.OBJECTED]

    @staticmethod
    def _is_this_office(organ):
        street = Unit.objects.street()
        return organ in {"本街道", "本单位", street.name if street else "", street.short_name if street else ""}

    @staticmethod
    def _way_in_words(claim):
        return f"{claim.get_route_display() or claim.get_purpose_display()}（{claim.get_disposal_display()}）"

    @staticmethod
    def _check_handing_on(sent_on, asked, feedback_due_on):
        if not asked.strip():
            raise ValidationError({"asked": _("请写要求它做什么。")})
        if feedback_due_on and feedback_due_on < sent_on:
            raise ValidationError({"feedback_due_on": _("反馈日期不能早于转送日期。")})

    @staticmethod
    def _hand_on(claim, by, sent_on, asked, feedback_due_on):
        Transfer.objects.create(
            claim=claim,
            organ=claim.competent_organ,
            asked=asked,
            feedback_due_on=feedback_due_on,
            sent_on=sent_on,
            sent_by=by,
        )

    def _end_notice_if_all_told(self, reason):
        """Of those named at registration; a later one has a notice of its own. Nobody is told of what goes back."""
        own, away = ([claim for claim in claims if not claim.named_on] for claims in self._claims())
        if away and not own and all(claim.routed_on for claim in away):
            last, returned = (
                max(claim.routed_on for claim in away),
                [one.disposal == Disposal.OBJECTED for one in away],
            )
            self._end_clocks(NOTICE_RULES, last, reason, claim=None, fell_away=all(returned))

    def _start_clocks_of(self, claims, calendar):
        """The clocks that sorting alone starts: L14 of a suggestion, L16a of a duty of the office's own."""
        case = self.case
        suggestions = [one for one in claims if one.purpose == Purpose.SUGGESTION and not one.is_routed_elsewhere]
        if not all(claim.named_on for claim in suggestions) and not self._is_running("L14"):
            self.start_clock("L14", case.received_on, calendar=calendar)
        for claim in suggestions:
            if claim.named_on and not self._has_running("L14", claim):
                self.start_clock("L14", claim.named_on, calendar=calendar, claim=claim)
        for claim in claims:
            if claim.is_duty and not self._has_running("L16a", claim):
                self.start_clock("L16a", claim.named_on or case.received_on, calendar=calendar, claim=claim)

    def _classified(self, routes):
        """The claims with the ways of `routes`; each appeal has a route, each way a fitting disposal."""
        claims = self._standing()
        for claim in claims:
            if claim.pk not in routes and (claim.disposal or claim.awaits_triage):
                continue
            purpose, route, disposal = (*routes.get(claim.pk, (claim.purpose, claim.route)), "")[:3]
            if purpose == Purpose.APPEAL and not route:
                raise ValidationError(_("诉求 %d 还没有定去向（W1 至 W6，条例第三十一条）。") % claim.position)
            claim.purpose, claim.route = purpose, route if purpose == Purpose.APPEAL else ""
            fitting = self.disposals_of(claim.purpose, claim.route)
            claim.disposal = disposal or fitting[0]
            if claim.disposal not in fitting:
                words = _("诉求 %(position)d 不能“%(disposal)s”：和它的目的、去向不合（条例第二十三条、第三十一条）。")
                raise ValidationError(words % {"position": claim.position, "disposal": Disposal(claim.disposal).label})
            claim.clean_fields(exclude=["case", "answered_by"])
        return claims

    def _check_handling(self, unit, handler, on, unit_reason, *, is_sealed):
        """The handler holds his post in the unit; nobody accused handles it (L13, AZ-08, AZ-10, R9-R11)."""
        if handler:
            if not handler.is_active or not handler.postings.in_force(on).filter(unit=unit, role=Role.HD).exists():
                words = _("%(name)s 不是%(unit)s的承办人，请换承办人或者换承办单位。")
                raise ValidationError({"handler": words % {"name": handler.name, "unit": unit.label}})
            if reason := why_barred(self.case, handler, on=on):
                raise ValidationError({"handler": reason})
            if is_sealed and not self.case.sealed_readers.filter(official=handler).exists():
                raise ValidationError({"handler": _("封存件只能由列名的阅办人承办，先列名或者不选承办人。")})
        if self.case.parties.respondents().filter(unit=unit).exists():
            if is_sealed:
                raise ValidationError({"handling_unit": _("%s是被检举控告的单位，请另选。") % unit.label})
            if not unit_reason.strip():
                words = _("%s是被反映的单位，请另选承办单位，或者写明为什么仍由它承办。")
                raise ValidationError({"handling_unit": words % unit.label})

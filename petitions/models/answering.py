"""From the facts to the answer in the petitioner's hands: drafted, reviewed, signed, served (L17, L19)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Claim, Commitment, Deadline, Event, Investigation, Paper, SearchText, Service
from cases.models.claim import Purpose
from cases.recusal import why_barred
from officials.models import Official, Role, signature_of

DUTY = "L16a"  # each claim has its own, ended by performance or by the reply served on it
ANSWER_RULES = ("L17", "L14", DUTY, "L32", "L45")
PERFORMED = "已履行职责"
NO_OPINION = {Purpose.INQUIRY, Purpose.THANKS}  # answered at once, nobody reviews it


class OpinionQuerySet(models.QuerySet):
    def in_work(self):
        """Sent for review and neither final nor returned; a petition has at most one."""
        return self.filter(final_on__isnull=True, returned_at__isnull=True)

    def in_force(self):
        return self.filter(final_on__isnull=False, returned_at__isnull=True)

    def awaiting_review(self):
        return self.in_work().filter(needs_review=True, reviewed_at__isnull=True)

    def awaiting_signature(self):
        return self.in_work().filter(needs_signature=True).exclude(needs_review=True, reviewed_at__isnull=True)


class OpinionManager(models.Manager.from_queryset(OpinionQuerySet)):
    def get_queryset(self):
        """With the people of it: wherever an opinion is shown, so are they."""
        people = ("submitted_by", "reviewed_by", "reviewed_for", "signed_by", "signed_for")
        return super().get_queryset().select_related(*people)


class Opinion(models.Model):
    """The answers of one petition on their way through the office: sent for review, reviewed, signed, or returned.

    Nobody reviews or signs what he drafted. The director reviews; the head of the organ signs what is an opinion
    (L19) or the performance of a duty (L16a), and everything the director drafted. A returned one stays on record.
    """

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="opinions", verbose_name=gettext_lazy("信访")
    )
    needs_review = models.BooleanField(gettext_lazy("要审核"))
    needs_signature = models.BooleanField(gettext_lazy("要签发"))
    submitted_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("送审人"))
    submitted_at = models.DateTimeField(gettext_lazy("送审时间"), default=timezone.now)
    reviewed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("审核人")
    )
    reviewed_for = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("代谁审核")
    )
    reviewed_at = models.DateTimeField(gettext_lazy("审核时间"), null=True, blank=True)
    signed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("签发人")
    )
    signed_for = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("代谁签发")
    )
    final_on = models.DateField(gettext_lazy("成文日期"), null=True, blank=True)
    returned_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("退回人")
    )
    returned_at = models.DateTimeField(gettext_lazy("退回时间"), null=True, blank=True)
    return_reason = models.CharField(gettext_lazy("退回原因"), max_length=500, blank=True)

    objects = OpinionManager()

    class Meta:
        verbose_name = gettext_lazy("处理意见")
        verbose_name_plural = gettext_lazy("处理意见")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                condition=Q(final_on__isnull=True, returned_at__isnull=True),
                name="one_opinion_in_work",
                violation_error_message=gettext_lazy("答复已经送审。"),
            ),
            models.CheckConstraint(
                name="nobody_reviews_his_own_draft",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
                violation_error_message=gettext_lazy("不能审核自己起草、送审的答复。"),
            ),
            models.CheckConstraint(
                name="nobody_signs_his_own_draft",
                condition=Q(signed_by__isnull=True)
                | (~Q(signed_by=F("submitted_by")) & (Q(reviewed_by__isnull=True) | ~Q(signed_by=F("reviewed_by")))),
                violation_error_message=gettext_lazy("起草、审核、签发要由不同的人。"),
            ),
            models.CheckConstraint(
                name="nobody_has_his_own_draft_signed_for_him",
                condition=(Q(reviewed_for__isnull=True) | ~Q(reviewed_for=F("submitted_by")))
                & (Q(signed_for__isnull=True) | ~Q(signed_for=F("submitted_by")))
                & (Q(signed_for__isnull=True) | Q(reviewed_by__isnull=True) | ~Q(signed_for=F("reviewed_by")))
                & (Q(reviewed_for__isnull=True) | Q(signed_by__isnull=True) | ~Q(reviewed_for=F("signed_by"))),
                violation_error_message=gettext_lazy("起草、审核、签发要由不同的人，也不能由别人代自己审核、签发。"),
            ),
            models.CheckConstraint(
                name="opinion_is_final_when_all_have_seen_it",
                condition=Q(final_on__isnull=True)
                | (
                    (Q(needs_review=False) | Q(reviewed_by__isnull=False))
                    & (Q(needs_signature=False) | Q(signed_by__isnull=False))
                ),
                violation_error_message=gettext_lazy("还没有审核、签发的，不能成文。"),
            ),
            models.CheckConstraint(
                name="somebody_besides_the_drafter_sees_it",
                condition=Q(needs_review=True) | Q(needs_signature=True),
            ),
            models.CheckConstraint(
                name="return_says_by_whom_and_why",
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, return_reason="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(return_reason="")),
                violation_error_message=gettext_lazy("退回要写原因。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["petition"],
                name="opinion_in_work",
                condition=Q(final_on__isnull=True, returned_at__isnull=True),
            )
        ]

    def __str__(self):
        return f"{self.petition} {self.submitted_at:%F}"

    @property
    def is_in_work(self):
        return self.final_on is None and self.returned_at is None

    @property
    def reviewer(self):
        return signature_of(self.reviewed_by, self.reviewed_for)

    @property
    def signer(self):
        return signature_of(self.signed_by, self.signed_for)

    @property
    def awaits_review(self):
        return self.is_in_work and self.needs_review and self.reviewed_at is None

    @property
    def awaits_signature(self):
        return self.is_in_work and not self.awaits_review

    @property
    def state_in_words(self):
        if self.returned_at:
            return _("已退回")
        if self.final_on:
            return _("已签发") if self.signed_by_id else _("已审定")
        return _("待审核") if self.awaits_review else _("待签发")


class Answerable:
    """Steps of a petition from the first look into the facts to the service of the answer."""

    def answers_in_writing(self):
        """Whether the answer is a paper: an opinion (L19), unless handled simply, or the reply on a duty (L16a)."""
        return bool(self._signed_claims())

    def lacks_facts(self):
        """Whether a claim on W6 still waits for the hearing or the check that its answer needs (L17)."""
        return bool(self._on_procedure()) and not self._has_grounds()

    def opinion(self):
        """The opinion in work or in force; None while nobody has sent one for review."""
        return next((one for one in reversed(self._opinions()) if one.returned_at is None), None)

    def needs_opinion(self):
        return any(claim.purpose not in NO_OPINION for claim in self._claims()[0])

    # ---------- 步 ----------
    @transaction.atomic
    def investigate(self, *, by, kind, on, content, place=""):
        """Record one hearing of the petitioner or one check of the facts (条例 28(1), 31(6))."""
        case = self.case
        self._refuse("investigation")
        self._not_before("on", on, case.received_on, _("调查日期不能早于收到日期 %s。"))
        record = Investigation(case=case, kind=kind, on=on, place=place, content=content, recorded_by=by)
        record._history_user = by
        record.clean_fields(exclude=["case", "recorded_by"])
        record.save()
        SearchText.objects.index_part(case, SearchText.Part.FACTS, record.pk, content)
        self._settle(by)
        self._tell(
            Event.Kind.INVESTIGATED,
            by,
            gettext_lazy("%(kind)s %(day)s %(place)s"),
            kind=Investigation.Kind(kind).label,
            day=on,
            place=place,
        )
        return record

    @transaction.atomic
    def answer(self, *, by, claim, on, reply, decision="", finding="", basis="", remedy=""):
        """Draft the answer to one claim, or draft it anew until it is sent for review (F6).

        An appeal on W6 needs finding, decision and basis besides the reply (L19); a duty of the office's own names
        the remedy unless it was performed (L16a).
        """
        case = self.case
        self._refuse("answer", claim)
        self._not_before("on", on, case.received_on, _("答复日期不能早于收到日期 %s。"))
        if claim.triaged_on:
            self._not_before("on", on, claim.triaged_on, _("答复日期不能早于分流日期 %s。"))
        if case.round > 1:
            undone = self.last_review_opinion()
            began_on = max(filter(None, [undone and undone.received_on, self.reopened_on()]))
            self._not_before("on", on, began_on, _("答复日期不能早于重新办理的 %s。"))
        needed = {"reply": (reply, _("请写答复。"))}
        if claim.on_procedure:
            self._not_before("on", on, self.accepted_on_of(claim), _("答复日期不能早于受理日期 %s。"))
            needed["decision"] = (decision, _("请选意见：支持、解释说明或者不予支持。"))
        if claim in self._on_procedure():
            self._require_grounds_by(on)
            needed |= {
                "finding": (finding, _("请写查明的事实。")),
                "basis": (basis, _("请写依据。")),
            }
        if claim.is_duty:
            needed["decision"] = (decision, _("请选：已履行职责，或者怎样答复（条例第三十一条第五项）。"))
            if decision != Claim.Decision.PERFORM:
                needed["remedy"] = (remedy, _("请写复议、诉讼的途径（条例第三十一条第五项）。"))
        if lacking := {field: words for field, (value, words) in needed.items() if not value.strip()}:
            raise ValidationError(lacking)
        if decision == Claim.Decision.PERFORM and not claim.is_duty:
            raise ValidationError(
                {"decision": _("“已履行职责”只用于本街道自己负有职责的诉求（条例第三十一条第五项）。")}
            )
        self._check_simple_answer(decision)
        claim.decision, claim.finding, claim.basis, claim.reply, claim.remedy = decision, finding, basis, reply, remedy
        claim.answered_on, claim.answered_by = on, by
        self._save_claim(claim, by)
        if decision != Claim.Decision.SUPPORT and claim.on_procedure:
            Commitment.objects.withdraw(claim.commitments, by=by, on=on, reason="意见改了，不再支持")
        SearchText.objects.index_part(case, SearchText.Part.ANSWER, claim.pk, f"{finding}\n{reply}")
        self._date_the_answer()
        self._settle(by)
        self._tell(
            Event.Kind.ANSWERED,
            by,
            gettext_lazy("诉求 %(position)d %(decision)s"),
            position=claim.position,
            decision=Claim.Decision(decision).label if decision else "",
        )

    @transaction.atomic
    def submit(self, *, by):
        """Send the drafted answers for review, all together; until they are returned nobody changes them."""
        self._refuse("submission")
        by_director = any(Role.OD in official.roles for official in self._drafters() | {by})
        opinion = Opinion(
            petition=self,
            submitted_by=by,
            needs_review=not by_director,
            needs_signature=by_director or bool(self._signed_claims()),
        )
        opinion.clean_fields(exclude=["petition", "submitted_by"])
        opinion.save()
        self._forget("opinions")
        self._settle(by)
        to = _("审核") if opinion.needs_review else _("签发")
        self._tell(Event.Kind.REVIEWED, by, gettext_lazy("送%(to)s"), to=to)
        return opinion

    @transaction.atomic
    def approve(self, *, by, on, note=""):
        """Review the drafts as director; what needs no signature is final with it, on the day `on`."""
        self._refuse("approval")
        opinion = self.opinion()
        self._check_second_person(opinion, by)
        opinion.reviewed_by, opinion.reviewed_at = by, timezone.now()
        opinion.reviewed_for = self.case.acts_for(by)
        if not opinion.needs_signature:
            self._make_final(opinion, on)
        opinion.save()
        self._settle(by)
        self._tell(Event.Kind.REVIEWED, by, gettext_lazy("审核同意。%(note)s"), note=note)

    @transaction.atomic
    def sign(self, *, by, on, note=""):
        """Sign as head of the organ: the opinion stands on the day `on`, and may be served (L19)."""
        self._refuse("signature")
        opinion = self.opinion()
        self._check_second_person(opinion, by)
        opinion.signed_by, opinion.signed_for = by, self.case.acts_for(by)
        self._make_final(opinion, on)
        opinion.save()
        self._settle(by)
        self._tell(Event.Kind.SIGNED, by, gettext_lazy("%(day)s 签发。%(note)s"), day=on, note=note)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Return the answers for another draft, signed or not, as long as they are not served."""
        self._refuse("return")
        if not reason.strip():
            raise ValidationError({"reason": _("请写退回的原因。")})
        self._take_back_opinion(by, reason)
        self.case.answered_on = None
        self._settle(by)
        self._tell(Event.Kind.REVIEWED, by, gettext_lazy("退回：%(reason)s"), reason=reason)

    @transaction.atomic
    def serve(self, *, by, served_on, method, signer="", is_refused=False, witness="", stand="", papers=()):
        """Record that the answer reached the petitioner: the 60 days end on that day, by method (T07)."""
        case = self.case
        self._refuse("service")
        self._not_before("served_on", served_on, case.answered_on, _("送达日期不能早于答复日期 %s。"))
        replied = {paper.claim_id for paper in papers if paper.kind == Paper.Kind.DUTY_REPLY}
        if lacking := [f"{claim.position}" for claim in self._duties_to_reply_to() if claim.pk not in replied]:
            words = _("诉求 %s 的履职答复书也要交到本人手里，请一起勾上（条例第三十一条第五项）。")
            raise ValidationError({"papers": words % _("、").join(lacking)})
        self._serve(
            Service.What.ANSWER,
            by,
            served_on,
            method,
            signer,
            is_refused,
            witness,
            papers=papers,
            must_be_written=self.answers_in_writing(),
        )
        case.served_on = served_on
        if stand:
            self.stand = stand
            self._save(by)
        self._end_clocks([rule for rule in ANSWER_RULES if rule != DUTY], served_on, gettext_lazy("已送达"))
        Deadline.objects.end_of_claims(case, DUTY, replied, on=served_on, reason="答复已送达")
        self.let_review_be_asked(served_on)
        Commitment.objects.start_clocks(case, served_on)
        self._settle(by)
        self._tell(Event.Kind.SERVED, by, gettext_lazy("%(day)s 送达"), is_public=True, day=served_on)

    # ---------- 为什么不能 ----------
    def _why_not_investigation(self):
        if not self.case.triaged_on:
            return _("先分流，再调查核实（条例第二十八条）。")
        if not self._claims()[0]:
            return _("诉求都由其他机关办理，本单位不调查（条例第三十条、第三十一条）。")
        return ""

    def _why_not_answer(self, claim):
        case = self.case
        if not case.triaged_on:
            return _("先分流，再答复。")
        if claim.awaits_triage:
            return self._not_triaged(claim)
        if claim.is_routed_elsewhere:
            return _("诉求 %d 不由本单位答复，请告知去向。") % claim.position
        if case.served_on:
            return _("答复已经在 %s 送达，不能再改。") % self._day(case.served_on)
        if opinion := self.opinion():
            return _("答复%s，要改先退回。") % opinion.state_in_words
        if not claim.on_procedure:
            return ""
        if not self.accepted_on_of(claim):
            return _("先受理，再答复。")
        if claim not in self._on_procedure():
            return ""
        kinds = {record.kind for record in case.investigations.all()}
        if not kinds & Investigation.HEARING:
            return _("还没有听取信访人陈述的记录，先记一次调查（条例第三十一条第六项）。")
        if not kinds & Investigation.CHECKING:
            return _("还没有调查核实的记录，先记一次调查（条例第二十八条、第三十一条第六项）。")
        return ""

    def _why_not_submission(self):
        case = self.case
        own, _away = self._claims()
        if not case.triaged_on:
            return _("先分流，再答复、送审。")
        if not own:
            return _("没有由本单位答复的诉求，不用送审。")
        if not self.needs_opinion():
            return _("咨询、感谢当场答复，不用送审。")
        if case.served_on:
            return _("答复已经在 %s 送达。") % self._day(case.served_on)
        if opinion := self.opinion():
            return _("答复%s。") % opinion.state_in_words
        if unanswered := [str(claim.position) for claim in own if not claim.answered_on]:
            return _("诉求 %s 还没有拟好答复，一起送审。") % _("、").join(unanswered)
        if case.needs_analysis:
            return _("复杂、疑难的先写综合研判，再送审。")
        return self._why_hearing_holds_up() or self._why_objection_holds_up()

    def _why_not_approval(self):
        opinion = self.opinion()
        if opinion is None:
            return _("答复还没有送审。")
        if not opinion.awaits_review:
            return _("答复%s。") % opinion.state_in_words
        return ""

    def _why_not_signature(self):
        opinion = self.opinion()
        if opinion is None:
            return _("答复还没有送审。")
        if not opinion.awaits_signature:
            return _("答复%s。") % opinion.state_in_words
        return ""

    def _why_not_return(self):
        if self.case.served_on:
            return _("答复已经在 %s 送达，不能退回。") % self._day(self.case.served_on)
        if self.opinion() is None:
            return _("答复还没有送审。")
        return ""

    def _why_not_service(self):
        own, _away = self._claims()
        case = self.case
        if not case.triaged_on:
            return _("先分流，再答复、送达。")
        if not own:
            return _("没有由本单位答复的诉求，不用送达答复。")
        if case.served_on:
            return _("答复已经在 %s 送达。") % self._day(case.served_on)
        if unanswered := [str(claim.position) for claim in own if not claim.answered_on]:
            return _("诉求 %s 还没有答复，不能记送达。") % _("、").join(unanswered)
        if reason := self._why_objection_holds_up():
            return reason
        if not case.answered_on:
            opinion = self.opinion()
            return _("答复%s，签发以后才能送达。") % (opinion.state_in_words if opinion else _("还没有送审"))
        return self._why_no_duty_reply()

    # ---------- 私 ----------
    def _duties_to_reply_to(self):
        """The duties that were not performed: each is owed a written reply that names the remedy (L16a)."""
        if self.case.is_anonymous:
            return []
        running = {clock.claim_id for clock in self.case.deadlines.all() if clock.rule == DUTY and clock.is_running}
        return [one for one in self._claims()[0] if one.needs_duty_reply and one.pk in running]

    def _duties_performed(self):
        return [one for one in self._claims()[0] if one.is_duty and one.decision == Claim.Decision.PERFORM]

    def _why_no_duty_reply(self):
        duties = self._duties_to_reply_to()
        papers = Service.objects.papers_to_serve(self.case, Service.What.ANSWER) if duties else ()
        issued = {paper.claim_id for paper in papers if paper.kind == Paper.Kind.DUTY_REPLY}
        if lacking := [f"{one.position}" for one in duties if one.pk not in issued]:
            words = _(
                "诉求 %s 没有履行职责，要先制发履职答复书，写明复议、诉讼的途径，再送达（条例第三十一条第五项）。"
            )
            return words % _("、").join(lacking)
        return ""

    def _date_the_answer(self):
        """The answer has the date of its opinion; where none is needed, that of the last reply."""
        days = [claim.answered_on for claim in self._claims()[0]]
        if self.needs_opinion():
            opinion = self.opinion()
            self.case.answered_on = opinion.final_on if opinion else None
        else:
            self.case.answered_on = max(days) if days and all(days) else None

    def _why_objection_holds_up(self):
        """The claims of the office are answered together, so the sender's word on the others comes first."""
        waiting = [str(claim.position) for claim in self._objected() if not claim.routed_on]
        if waiting:
            return _("诉求 %s 的异议还没有答复，答复要一起送（条例第二十三条第三款）。") % _("、").join(waiting)
        return ""

    def _opinions(self):
        return list(self.opinions.all())

    def _drafters(self):
        return {claim.answered_by for claim in self._claims()[0] if claim.answered_by}

    def _on_procedure(self):
        """The claims that get an opinion: on W6, and not handled simply (2.5)."""
        return [] if self.is_simple() else [claim for claim in self._claims()[0] if claim.on_procedure]

    def _signed_claims(self):
        """The claims whose answer the head signs: those on the procedure and duties of the office's own."""
        return self._on_procedure() + [claim for claim in self._claims()[0] if claim.is_duty]

    def _take_back_opinion(self, by, reason):
        """The opinion in work or in force is returned, if there is one; it stays on record."""
        if opinion := self.opinion():
            opinion.returned_by, opinion.returned_at, opinion.return_reason = by, timezone.now(), reason
            opinion.clean_fields(exclude=["petition", "submitted_by", "reviewed_by", "signed_by", "returned_by"])
            opinion.save()
            self._forget("opinions")
            if opinion.final_on:
                Deadline.objects.run_again(self.case, DUTY, self._duties_performed(), ended_for=PERFORMED)

    def _has_grounds(self, by=None):
        """Heard and checked, no later than the day `by` if that is said."""
        records = self.case.investigations.all()
        kinds = {record.kind for record in records if by is None or record.on <= by}
        return bool(kinds & Investigation.HEARING and kinds & Investigation.CHECKING)

    def _require_grounds_by(self, on):
        """The petitioner was heard and the facts were checked no later than the day of the answer."""
        if not self._has_grounds(by=on):
            raise ValidationError({"on": _("答复日期早于听取陈述或者调查核实的日期。")})

    def _why_no_second_person(self, official, opinion=None):
        opinion = opinion or self.opinion()
        if opinion is None:
            return ""
        hands = {claim.answered_by_id for claim in self._claims()[0]}
        hands |= {opinion.submitted_by_id, opinion.reviewed_by_id, opinion.reviewed_for_id}
        if official.pk in hands:
            return _("起草、审核、签发要由不同的人：这份答复您经手过，请换人（两人制）。")
        giver = self.case.acts_for(official)
        if giver and giver.pk in hands:
            return _("这份答复 %s 经手过，不能再由别人代他审核、签发（两人制）。") % giver.name
        return ""

    def _check_second_person(self, opinion, by):
        """Nobody reviews or signs what he drafted, sent or reviewed, nor a case he is complained about in (AZ-09).

        Nor does anybody in the place of one who may not.
        """
        if reason := self._why_no_second_person(by, opinion):
            raise ValidationError(reason)
        if reason := why_barred(self.case, by, on=timezone.localdate()):
            raise ValidationError(_("不能审核、签发：%s") % reason)

    def _make_final(self, opinion, on):
        days = [claim.answered_on for claim in self._claims()[0]]
        self._not_before("on", on, max(days), _("成文日期不能早于答复日期 %s。"))
        opinion.final_on = self.case.answered_on = on
        Deadline.objects.end_of_claims(self.case, DUTY, self._duties_performed(), on=on, reason=PERFORMED)

"""Review and second review of the opinion (L22-L26), and the case handled again where it did not stand (L45).

The street decides none of it. It keeps the petitioner's days in view, passes on every request whenever it comes, and
obeys the result.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Claim, Clearing, Commitment, Deadline, Event
from officials.calendar import Calendar, UnknownYear
from officials.models import Official
from petitions.actions import Beside

# Of each kind: the petitioner's days to ask (rule), the organ's to decide.
TERMS = {"FIRST": ("L22", "L23"), "SECOND": ("L24", "L25")}


class ReviewManager(models.Manager):
    def get_queryset(self):
        """With all that came of each: who asks for a review asks for that too."""
        return super().get_queryset().select_related("opinion", "supply", "hearing")


class Review(models.Model):
    """One request for review or second review, as it came. Late ones are recorded and passed on like any other.

    `asked_on` is the day that counts: handed in, or posted (T07). `last_on` is the last day as it stood then.
    """

    class Kind(models.TextChoices):
        FIRST = "FIRST", gettext_lazy("复查")
        SECOND = "SECOND", gettext_lazy("复核")

    class Taker(models.TextChoices):
        STREET = "STREET", gettext_lazy("交到本街道，由我们转交")
        ORGAN = "ORGAN", gettext_lazy("本人直接交给那个机关")

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="reviews", verbose_name=gettext_lazy("信访")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    kind = models.CharField(gettext_lazy("复查还是复核"), max_length=6, choices=Kind)
    round = models.PositiveSmallIntegerField(gettext_lazy("第几次答复"))
    organ = models.CharField(gettext_lazy("向哪个机关"), max_length=60)
    asked_on = models.DateField(gettext_lazy("提出日期"))
    is_posted = models.BooleanField(gettext_lazy("邮寄"), default=False)
    last_on = models.DateField(gettext_lazy("当时的最后一天"))
    taker = models.CharField(gettext_lazy("交到哪里"), max_length=6, choices=Taker)
    received_on = models.DateField(gettext_lazy("收到日期"))
    note = models.CharField(gettext_lazy("备注"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ReviewManager()

    class Meta:
        verbose_name = gettext_lazy("复查复核")
        verbose_name_plural = gettext_lazy("复查复核")
        ordering = ["petition", "position"]
        constraints = [
            models.UniqueConstraint(
                name="reviewed_once_a_round",
                fields=["petition", "kind", "round"],
                violation_error_message=gettext_lazy("对这一次答复已经请求过，一次答复只复查、复核各一次。"),
            ),
            models.UniqueConstraint(name="reviews_are_numbered", fields=["petition", "position"]),
            models.CheckConstraint(
                name="review_received_after_it_was_asked_for",
                condition=Q(received_on__gte=F("asked_on")),
                violation_error_message=gettext_lazy("收到日期不能早于提出日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.asked_on}"

    @property
    def is_second(self):
        return self.kind == self.Kind.SECOND

    @property
    def is_late(self):
        """Asked for after the last day. The organ decides what follows; the street does not."""
        return self.asked_on > self.last_on

    @property
    def decided(self):
        """The opinion that came of it, or None."""
        return getattr(self, "opinion", None)

    @property
    def supplied(self):
        """The file as it was given to the organ, or None."""
        return getattr(self, "supply", None)

    @property
    def heard(self):
        """The hearing of a second review, or None."""
        return getattr(self, "hearing", None)

    @property
    def is_pending(self):
        return self.decided is None


class ReviewSupply(models.Model):
    """The request passed on and the file given to the organ that reviews."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="supply")
    on = models.DateField(gettext_lazy("交出日期"))
    what = models.CharField(gettext_lazy("交了什么"), max_length=300)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))

    class Meta:
        verbose_name = gettext_lazy("复查复核交卷")
        verbose_name_plural = gettext_lazy("复查复核交卷")

    def __str__(self):
        return f"{self.review} {self.on}"


class ReviewHearing(models.Model):
    """The hearing in a second review: its days, both included, are not counted, and only there (条例 36(2))."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="hearing")
    first_on = models.DateField(gettext_lazy("听证第一天"))
    last_on = models.DateField(gettext_lazy("听证最后一天"))
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))

    class Meta:
        verbose_name = gettext_lazy("复核听证")
        verbose_name_plural = gettext_lazy("复核听证")
        constraints = [
            models.CheckConstraint(
                name="hearing_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message=gettext_lazy("听证最后一天不能早于第一天。"),
            )
        ]

    def __str__(self):
        return f"{self.first_on} {self.last_on}"


class ReviewOpinion(models.Model):
    """What the organ decided. Where the answer does not stand, `redo_by` is the day it sets (L45)."""

    class Result(models.TextChoices):
        UPHELD = "UPHELD", gettext_lazy("维持")
        REVOKED = "REVOKED", gettext_lazy("撤销，责令重新办理")
        CHANGED = "CHANGED", gettext_lazy("变更")
        TERMINATED = "TERMINATED", gettext_lazy("终止（撤回、不受理等）")

    AGAIN = (Result.REVOKED, Result.CHANGED)

    review = models.OneToOneField(Review, models.PROTECT, related_name="opinion")
    number = models.CharField(gettext_lazy("文号"), max_length=60)
    dated_on = models.DateField(gettext_lazy("落款日期"))
    received_on = models.DateField(gettext_lazy("本街道收到日期"))
    told_on = models.DateField(gettext_lazy("本人收到日期"))
    result = models.CharField(gettext_lazy("结果"), max_length=10, choices=Result)
    summary = models.TextField(gettext_lazy("要点"), max_length=2000, blank=True)
    redo_by = models.DateField(gettext_lazy("要求办结日期"), null=True, blank=True)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("复查复核意见")
        verbose_name_plural = gettext_lazy("复查复核意见")
        constraints = [
            models.CheckConstraint(
                name="handled_again_by_the_reviewers_day",
                condition=Q(result__in=["REVOKED", "CHANGED"], redo_by__gte=F("received_on"))
                | (~Q(result__in=["REVOKED", "CHANGED"]) & Q(redo_by__isnull=True)),
                violation_error_message=gettext_lazy("撤销、变更的要写那个机关定的办结日期，不早于收到日期。"),
            ),
            models.CheckConstraint(
                name="review_opinion_received_after_its_date",
                condition=Q(received_on__gte=F("dated_on"), told_on__gte=F("dated_on")),
                violation_error_message=gettext_lazy("收到日期不能早于落款日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.get_result_display()}"

    @property
    def is_handled_again(self):
        return self.result in self.AGAIN


class PastAnswer(models.Model):
    """What was answered to a claim before a review undid it or it was reopened (T26); this stays readable.

    A review takes the answer away. One that was reopened stands until the new one is served (0116).
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="past_answers", verbose_name=gettext_lazy("诉求"))
    undone_by = models.ForeignKey(ReviewOpinion, models.PROTECT, null=True, blank=True, related_name="past_answers")
    reopening = models.ForeignKey(
        "petitions.Reopening", models.PROTECT, null=True, blank=True, related_name="past_answers"
    )
    round = models.PositiveSmallIntegerField(gettext_lazy("第几次答复"))
    decision = models.CharField(gettext_lazy("意见"), max_length=8, choices=Claim.Decision, blank=True)
    finding = models.TextField(gettext_lazy("查明的事实"), blank=True)
    basis = models.TextField(gettext_lazy("依据"), blank=True)
    reply = models.TextField(gettext_lazy("答复"))
    answered_on = models.DateField(gettext_lazy("答复日期"))
    answered_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+")
    served_on = models.DateField(gettext_lazy("送达日期"), null=True)  # nobody to serve where it was anonymous

    class Meta:
        verbose_name = gettext_lazy("以前的答复")
        verbose_name_plural = gettext_lazy("以前的答复")
        ordering = ["claim", "round"]
        constraints = [
            models.UniqueConstraint(name="one_past_answer_a_round", fields=["claim", "round"]),
            models.CheckConstraint(
                name="past_answer_says_why_it_is_past",
                condition=Q(undone_by__isnull=False, reopening__isnull=True)
                | Q(undone_by__isnull=True, reopening__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.claim} {self.round}"

    def is_repeated_by(self, decision, finding, basis):
        """Whether an answer gives the same result on the same facts and reasons that a review did not uphold (L45)."""
        if self.undone_by_id is None:
            return False
        old = (self.decision, self.finding.strip(), self.basis.strip())
        return old == (decision, finding.strip(), basis.strip())


class Reviewable:
    """The steps of review and second review, for Petition. The case's `round` says which answer is worked on."""

    # ---------- 问 ----------
    def was_answered(self):
        """Whether there was an opinion that could be reviewed."""
        return self.case.round > 1 or bool(self.case.served_on and self._on_procedure())

    def first_review(self):
        """The first review of the answer that stands; None where none was asked for."""
        firsts = self._reviews_of("FIRST")
        if not firsts:
            return None
        round, _served_on = self.answer_standing() or (self.case.round, None)
        return next((review for review in firsts if review.round == round), None)

    def answer_standing(self):
        """(round, day of service) of the opinion that stands; None before the first, and once a review undid it."""
        if self.case.served_on and self._on_procedure():
            return self.case.round, self.case.served_on
        return self._past_answer_standing()

    def pending_reviews(self):
        """REVIEW_PENDING: asked for and no opinion yet. It holds up closing and nothing else."""
        return [review for review in self._all_reviews() if review.is_pending]

    def last_review_opinion(self):
        """The opinion that had the case handled again, the newest; None in the first round."""
        undone = [review.decided for review in self._all_reviews() if review.decided]
        return next((opinion for opinion in reversed(undone) if opinion.is_handled_again), None)

    def ended_by(self):
        """The second review that upheld the answer: the same facts and reasons are not accepted again (L26)."""
        first = self.first_review()
        if not (first and first.decided and first.decided.result == ReviewOpinion.Result.UPHELD):
            return None
        second = next((review for review in self._reviews_of("SECOND") if review.round == first.round), None)
        upheld = second and second.decided and second.decided.result == ReviewOpinion.Result.UPHELD
        return second if upheld else None

    def review_term(self):
        """The petitioner's days to ask for a review (L22), the newest; None before the answer is served."""
        return self._newest_clock("L22")

    def pauses_of(self, rule):
        """The days left out of a clock: the hearing of a second review (L25), and nothing else (条例 36(2))."""
        if rule != "L25":
            return []
        hearings = [review.heard for review in self._reviews_of("SECOND") if review.is_pending and review.heard]
        return [(hearing.first_on, hearing.last_on) for hearing in hearings]

    def review_steps(self):
        if not self.was_answered():
            return
        for step in ("review", "second_review"):
            if not self.why_not(step):
                yield Beside(step)
        for review in self.pending_reviews():
            for step in ("review_supply", "review_hearing", "review_opinion"):
                if not self.why_not(step, review):
                    leads_on = step == "review_supply" and review.taker == Review.Taker.STREET
                    yield Beside(step, (review.position,), str(review.get_kind_display()), leads_on)

    # ---------- 步 ----------
    def let_review_be_asked(self, served_on):
        """With the opinion served the petitioner's thirty days begin (L22); there are none without an opinion."""
        if self._on_procedure() and not self.case.is_anonymous:
            self._start_term("L22", served_on)

    @transaction.atomic
    def request_review(
        self, *, by, kind, organ, asked_on, taker, received_on, got_answer_on=None, is_posted=False, note=""
    ):
        """Record a request for review (FIRST) or second review as it came; a late one too: the organ decides (L22).

        `got_answer_on` is the day the petitioner had the paper in hand, where it differs from the day it was served,
        as by post: his days count from it.
        """
        second = kind == Review.Kind.SECOND
        self._refuse("second_review" if second else "review")
        reviewed = self._reviewable_again() if second else None
        round, served_on = (reviewed.round, None) if second else self.answer_standing()
        began_on = reviewed.decided.dated_on if second else served_on
        self._not_before("asked_on", asked_on, began_on, _("提出日期不能早于 %s，那天才有可以复查、复核的意见。"))
        self._not_before("received_on", received_on, asked_on, _("收到日期不能早于提出日期 %s。"))
        if not organ.strip():
            raise ValidationError({"organ": _("请写向哪个机关请求（条例第三十五条、第三十六条）。")})
        asking, deciding = TERMS[kind]
        review = Review(
            petition=self,
            position=len(self._all_reviews()) + 1,
            kind=kind,
            round=round,
            organ=organ,
            asked_on=asked_on,
            is_posted=is_posted,
            last_on=self._last_day_to_ask(asking, began_on, got_answer_on),
            taker=taker,
            received_on=received_on,
            note=note,
            recorded_by=by,
        )
        review.full_clean(exclude=["petition", "recorded_by"])
        review.save()
        self._end_clocks((asking,), asked_on, gettext_lazy("已提出"))
        if taker == Review.Taker.ORGAN:
            self._start_term(deciding, received_on)
        self._settle(by)
        words = gettext_lazy("%(day)s 请求%(kind)s，%(organ)s")
        if review.is_late:
            words = gettext_lazy("%(day)s 请求%(kind)s，%(organ)s；最后一天是 %(last)s，照样记下、转交，由它决定")
        self._tell(
            Event.Kind.REVIEW,
            by,
            words,
            is_public=True,
            day=asked_on,
            kind=Review.Kind(review.kind).label,
            organ=organ,
            last=review.last_on,
        )
        return review

    @transaction.atomic
    def supply_review(self, *, by, review, on, what):
        """The request is passed on and the file given to the organ; what came to the street starts its days (L23)."""
        self._refuse("review_supply", review)
        self._not_before("on", on, review.received_on, _("交出日期不能早于收到日期 %s。"))
        if not what.strip():
            raise ValidationError({"what": _("请写交了什么。")})
        ReviewSupply.objects.create(review=review, on=on, what=what, by=by)
        if review.taker == Review.Taker.STREET:
            self._start_term(TERMS[review.kind][1], on)
        self._settle(by)
        self._tell(
            Event.Kind.REVIEW,
            by,
            gettext_lazy("%(day)s 向%(organ)s转交%(kind)s申请和案卷：%(what)s"),
            day=on,
            organ=review.organ,
            kind=Review.Kind(review.kind).label,
            what=what,
        )

    @transaction.atomic
    def hear_review(self, *, by, review, first_on, last_on):
        """Record the days of the hearing in a second review: they are not counted there, and nowhere else (L25)."""
        self._refuse("review_hearing", review)
        clock = self._running("L25")
        hearing = ReviewHearing(review=review, first_on=first_on, last_on=last_on, by=by)
        hearing.full_clean(exclude=["review", "by"])
        try:
            due = rules.due("L25", clock.started_on, Calendar.load(), pauses=[(first_on, last_on)])
        except rules.RuleRefuses as refusal:
            raise ValidationError({"first_on": str(refusal)}) from None
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        hearing.save()
        Deadline.objects.extend(self.case, clock, due, days=0)
        self._settle(by)
        self._tell(
            Event.Kind.REVIEW,
            by,
            gettext_lazy("复核听证 %(day)s 至 %(last)s，不计入复核期限，复核到 %(end)s"),
            day=first_on,
            last=last_on,
            end=due.legal_end,
        )

    @transaction.atomic
    def receive_review(self, *, by, review, number, dated_on, received_on, told_on, result, redo_by=None, summary=""):
        """Record the opinion: upheld twice ends it (L26); what was revoked or changed is handled again (L45)."""
        self._refuse("review_opinion", review)
        self._not_before("dated_on", dated_on, review.asked_on, _("落款日期不能早于提出日期 %s。"))
        opinion = ReviewOpinion(
            review=review,
            number=number,
            dated_on=dated_on,
            received_on=received_on,
            told_on=told_on,
            result=result,
            redo_by=redo_by,
            summary=summary,
            recorded_by=by,
        )
        if opinion.is_handled_again and redo_by is None:
            raise ValidationError({"redo_by": _("撤销、变更的，请写那个机关定的办结日期。")})
        opinion.full_clean(exclude=["review", "recorded_by"])
        opinion.save()
        self._end_clocks((TERMS[review.kind][1],), received_on, ReviewOpinion.Result(result).label)
        if not review.is_second and result != ReviewOpinion.Result.TERMINATED:
            self._start_term("L24", told_on)
        self._tell(
            Event.Kind.REVIEW,
            by,
            gettext_lazy("%(kind)s意见 %(number)s：%(result)s"),
            is_public=True,
            kind=Review.Kind(review.kind).label,
            number=number,
            result=ReviewOpinion.Result(result).label,
        )
        if opinion.is_handled_again:
            self._handle_again(opinion, by)
        self._settle(by)
        return opinion

    # ---------- 为什么不能 ----------
    def _why_not_review(self):
        if ended := self.ended_by():
            words = _(
                "复核已经在 %s 维持，同一事实和理由不再受理（条例第三十六条第三款）；"
                "引导、化解、帮扶照样做（条例第三十七条第三款）。"
            )
            return words % self._day(ended.decided.dated_on)
        if not self.answer_standing():
            return _("处理意见送达以后，信访人才请求复查（条例第三十五条）。")
        if review := self.first_review():
            return _("对这一次答复已经在 %s 请求过复查（条例第三十五条）。") % self._day(review.asked_on)
        return ""

    def _why_not_second_review(self):
        if self._reviewable_again() is None:
            return _("没有可以复核的复查意见（条例第三十六条）。")
        return ""

    def _why_not_review_supply(self, review):
        if review.supplied:
            return _("已经在 %s 转交案卷。") % self._day(review.supplied.on)
        return self._why_decided(review)

    def _why_not_review_hearing(self, review):
        if not review.is_second:
            return _("听证时间只在复核里扣除（条例第三十六条第二款）。")
        if review.heard:
            return _("听证已经记下，%s 开始。") % self._day(review.heard.first_on)
        if not self._running("L25"):
            return self._why_decided(review) or _("复核期限还没有起算，先记转交案卷（条例第三十六条第二款）。")
        return self._why_decided(review)

    def _why_not_review_opinion(self, review):
        return self._why_decided(review)

    # ---------- 私 ----------
    @staticmethod
    def _why_decided(review):
        if review.decided is None:
            return ""
        words = _("%(kind)s意见 %(number)s 已经收到。")
        return words % {"kind": review.get_kind_display(), "number": review.decided.number}

    def _all_reviews(self):
        return list(self.reviews.all())

    def _reviews_of(self, kind):
        return [review for review in self._all_reviews() if review.kind == kind]

    def _reviewable_again(self):
        """The newest review that has an opinion and no second review of it yet."""
        again = {review.round for review in self._reviews_of("SECOND")}
        firsts = [review for review in self._reviews_of("FIRST") if review.decided]
        newest = firsts[-1] if firsts else None
        if newest is None or newest.round in again or newest.decided.result == ReviewOpinion.Result.TERMINATED:
            return None
        return newest

    def _newest_clock(self, rule):
        clocks = [clock for clock in self.case.deadlines.all() if clock.rule == rule]
        return max(clocks, key=lambda clock: clock.pk, default=None)

    def _last_day_to_ask(self, rule, began_on, got_on):
        """The last day of the petitioner's term: that of its clock, or counted from the day he had the paper."""
        clock = self._newest_clock(rule)
        if clock and got_on in (None, clock.started_on):
            return clock.legal_end_on
        if got_on:
            self._not_before("got_answer_on", got_on, began_on, _("本人收到日期不能早于 %s。"))
        try:
            return rules.due(rule, got_on or began_on, Calendar.load()).legal_end
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None

    def _start_term(self, rule, started_on):
        """Start the days of the petitioner or of the organ; those of an earlier round are over."""
        self._end_clocks((rule,), started_on, gettext_lazy("另有新的答复"))
        self.start_clock(rule, started_on)

    def _handle_again(self, opinion, by):
        """The answer does not stand: it is kept as history, the claims open again, the organ's day runs (L45).

        Where the answer is undone already, as by the review before, only the day is the new one.
        """
        case = self.case
        on = opinion.received_on
        if opinion.review.round == self.case.round and case.served_on:
            claims = [claim for claim in self._on_procedure() if claim.answered_on]
            self._undo_answers(claims, by=by, undone_by=opinion, reason="复查复核没有维持")
            owed = Commitment.objects.filter(claim__in=claims)
            Commitment.objects.withdraw(owed, by=by, on=on, reason="答复经复查复核没有维持")
            self._begin_round(on, by)
            self._tell(
                Event.Kind.REOPENED,
                by,
                gettext_lazy("重新办理，%(day)s 以前办结，不得以同一事实和理由作出相同的处理意见"),
                is_public=True,
                day=opinion.redo_by,
            )
        self._end_clocks(("L45",), on, gettext_lazy("另有新的日期"), fell_away=True)
        self._start_given("L45", on, opinion.redo_by)

    def _begin_round(self, on, by):
        """Work on the case again, from the day `on`: what was cleared has a new clearing target by its level (T26)."""
        case = self.case
        case.closed_on, case.closing_note = None, ""
        case.served_on = case.answered_on = None
        case.round += 1
        self.stand, self.rating_asked_on, self.rating_asked_by = "", None, ""
        self._save(by)
        if not Clearing.objects.running().filter(case=case).exists():
            Clearing.objects.begin(case, on, cause=Clearing.Cause.REOPENED)

    def _undo_answers(self, claims, *, by, reason, **why):
        """Keep what was answered to `claims` and open them again; `why` is what the rows name."""
        kept = ("decision", "finding", "basis", "reply", "answered_on", "answered_by")
        PastAnswer.objects.bulk_create(
            PastAnswer(
                claim=claim,
                round=self.case.round,
                served_on=self.case.served_on,
                **why,
                **{name: getattr(claim, name) for name in kept},
            )
            for claim in claims
        )
        self._take_back_opinion(by, reason)
        for claim in claims:
            claim.decision = claim.finding = claim.basis = claim.reply = ""
            claim.answered_on = claim.answered_by = None
            self._save_claim(claim, by)

    def _start_given(self, rule, started_on, on):
        """Start a clock whose last day a paper names."""
        try:
            self.start_due(rules.given(rule, started_on, on, Calendar.load()))
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"redo_by": str(refusal)}) from None

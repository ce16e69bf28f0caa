"""The petition: the statutory procedure on a case, from receipt to the closing of the loop."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_update_with_history

from cases import rules
from cases.models import Case, Claim, Deadline, Event, Investigation, SearchText, Service, ServiceConsent
from cases.models.claim import Purpose, Route
from cases.recusal import accused_in
from officials.calendar import Calendar, UnknownYear
from officials.models import Role, Unit
from petitions import actions
from petitions.models.extension import Extendable
from petitions.models.rating import Ratable

Stage = Case.Stage
NOTICE_RULES = ("L03", "L04")


class PetitionQuerySet(models.QuerySet):
    def visible_to(self, official):
        return self.filter(case__in=Case.objects.visible_to(official))

    def begin(self, case, *, notice):
        """Open the procedure on a freshly registered case and start the clock of the `notice` that is due, if any."""
        petition = self.model(case=case)
        petition.save_without_historical_record()  # blank as yet: its history begins with its first step
        if notice:
            petition.start_due(notice)
        return petition

    def notice_due(self, case, lead, calendar):
        """When the notice is due, counted from receipt, for a case about to be registered (L03, L04); None where none
        is owed: where name or address of `lead` is unclear (条例 23(1)), or to imported history (T32)."""
        if not self.model(case=case).notice_is_owed(lead):
            return None
        try:
            return rules.due(notice_rule(case), case.received_on, calendar)
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None


def notice_rule(case):
    """L04 for what a petition department or a superior organ sent, else L03."""
    return "L04" if case.channel in (Case.Channel.TRANSFERRED, Case.Channel.ASSIGNED) else "L03"


class Piece(NamedTuple):
    """One thing that must be there before the case closes, and the step that brings it."""

    gate: str
    words: str
    is_done: bool
    url: str


class Petition(Extendable, Ratable, models.Model):
    """The procedure of one case. The case's stage follows from its claims: `stage_now`.

    A step checks, writes, moves the clocks and the timeline, and refuses with ValidationError. It locks nothing
    itself: fetch the case through `Case.objects.for_change()`. `why_not` and docs/permissions.csv name a step by the
    noun of its URL; docs/petition-states.md is the table of what leads where.
    """

    class Stand(models.TextChoices):
        AGREE = "AGREE", gettext_lazy("同意")
        DISAGREE = "DISAGREE", gettext_lazy("不同意")
        UNCLEAR = "UNCLEAR", gettext_lazy("无明确意见")

    class RatingChannel(models.TextChoices):
        PAPER = "PAPER", gettext_lazy("评价表")
        PHONE = "PHONE", gettext_lazy("电话邀请")
        MESSAGE = "MESSAGE", gettext_lazy("短信邀请")
        FACE = "FACE", gettext_lazy("当面邀请")

    case = models.OneToOneField(Case, models.PROTECT, related_name="petition", verbose_name=gettext_lazy("案件"))
    stand = models.CharField(gettext_lazy("对答复的态度"), max_length=8, choices=Stand, blank=True)
    rating_asked_on = models.DateField(gettext_lazy("请评价日期"), null=True, blank=True)
    rating_asked_by = models.CharField(gettext_lazy("请评价方式"), max_length=8, choices=RatingChannel, blank=True)

    history = HistoricalRecords()
    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("信访")
        verbose_name_plural = gettext_lazy("信访")
        constraints = [
            models.CheckConstraint(
                name="rating_asked_whole",
                condition=models.Q(rating_asked_on__isnull=True, rating_asked_by="")
                | (models.Q(rating_asked_on__isnull=False) & ~models.Q(rating_asked_by="")),
                violation_error_message=gettext_lazy("请评价要写日期和方式。"),
            )
        ]

    def __str__(self):
        return str(self.case)

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case.number])

    # ---------- 问 ----------
    def notice_is_owed(self, lead=None):
        """Whether a written notice is owed: there is somebody with a name and a phone or address (L03, D12)."""
        if self.case.is_anonymous or self.case.is_historical:
            return False
        lead = lead or self.case.parties.petitioners().filter(is_lead=True).first()
        return bool(lead and lead.name and (lead.phone or lead.address or lead.service_address))

    def stage_now(self):
        """The stage that follows from the claims: that of the least advanced one."""
        case = self.case
        if case.closed_on:
            return Stage.CLOSED
        if not case.triaged_on:
            return Stage.REGISTERED
        own, away = self._claims()
        if any(claim.routed_on is None for claim in away):
            return Stage.TRIAGED
        if any(claim.route == Route.W6 for claim in own) and not case.accepted_on:
            return Stage.TRIAGED
        if not own:
            return Stage.ROUTED
        if all(claim.answered_on for claim in own):
            return Stage.SERVED if case.served_on else Stage.ANSWERED
        if case.investigations.exists():
            return Stage.INVESTIGATING
        return Stage.ACCEPTED if case.accepted_on else Stage.TRIAGED

    def answers_by_opinion(self):
        """Whether the answer is a paper (处理意见书, L19): where some claim is on W6."""
        return any(claim.route == Route.W6 for claim in self._claims()[0])

    def lacks_facts(self):
        """Whether a claim on W6 still waits for the hearing or the check that its answer needs (L17)."""
        kinds = {record.kind for record in self.case.investigations.all()}
        return self.answers_by_opinion() and not (kinds & Investigation.HEARING and kinds & Investigation.CHECKING)

    def pieces(self):
        """What the case must have before it closes, by the three gates (F7, F45), in order."""
        case = self.case
        own, away = self._claims()
        on_w6 = [claim for claim in own if claim.route == Route.W6]
        facts, solution, satisfaction = _("事情清楚"), _("问题解决"), _("群众满意")
        pieces = [self._piece(facts, _("分流"), case.triaged_on, "triage")]
        if on_w6:
            kinds = {record.kind for record in case.investigations.all()}
            pieces += [
                self._piece(facts, _("听取信访人陈述"), kinds & Investigation.HEARING, "investigation"),
                self._piece(facts, _("现场查看或调查核实"), kinds & Investigation.CHECKING, "investigation"),
            ]
        for claim in on_w6:
            pieces.append(self._piece(facts, _("诉求 %d 的事实结论") % claim.position, claim.finding, "answer", claim))
        if notice := self._notice_clock():
            pieces.append(self._piece(solution, _("书面告知已送达"), notice.ended_on, "notice"))
        if on_w6:
            pieces.append(self._piece(solution, _("已受理"), case.accepted_on, "acceptance"))
        for claim in sorted(own + away, key=lambda claim: claim.position):
            if claim in away:
                words, step = _("诉求 %d 的去向告知") % claim.position, "routing"
            else:
                words, step = _("诉求 %d 的答复") % claim.position, "answer"
            pieces.append(self._piece(solution, words, claim.is_settled, step, claim))
        if own and not case.is_anonymous:
            pieces.append(self._piece(solution, _("答复已送达"), case.served_on, "service"))
        if case.is_anonymous:
            pieces.append(self._piece(satisfaction, _("匿名来访，不用请评价"), True, "rating"))
        else:
            pieces.append(self._piece(satisfaction, _("已请群众评价"), self.rating_asked_on, "rating"))
        pieces += self._pieces_of_rating(satisfaction)
        return pieces

    def gates(self):
        """The three gates as [{"title", "items": [(done, words)]}], in order."""
        gates = {}
        for piece in self.pieces():
            gates.setdefault(piece.gate, []).append((piece.is_done, piece.words))
        return [{"title": title, "items": items} for title, items in gates.items()]

    def missing_before_closing(self):
        return [piece.words for piece in self.pieces() if not piece.is_done]

    def beside(self, today):
        """The steps beside the way that can be taken today, as `petitions.actions.Beside`."""
        return [*self.extension_steps(today), *self.rating_steps(today)]

    def actions_for(self, official):
        """The panel 下一步 for `official`, as `petitions.actions.Action`: what can be done now comes first."""
        return actions.offered(self, official)

    def why_not(self, step, claim=None):
        """Why `step` cannot be taken now, in a sentence that names the rule; empty if it can."""
        if self.case.is_historical:
            return _("历史来件只供查阅，不走程序（T32）。")
        if self.case.closed_on and step not in actions.ON_CLOSED:
            return _("已经在 %s 办结，不能再改。") % self._day(self.case.closed_on)
        ask = getattr(self, f"_why_not_{step}")
        return ask(claim) if claim else ask()

    # ---------- 步 ----------
    @transaction.atomic
    def triage(
        self, *, by, on, level, ground, handling_unit, handler=None, category=None, routes=None, unit_reason=""
    ):
        """Set the level with its ground, the handling unit and handler, and each claim's way (T20, 2.4).

        `routes` maps claim ids to (purpose, route). `unit_reason` says why the unit complained about handles it. A
        claim that turns out an accusation seals the case at once (R9).
        """
        case = self.case
        case.category = category or case.category
        self._refuse("triage")
        if not case.category:
            raise ValidationError({"category": _("请选内容分类（D18）。")})
        if not ground.strip():
            raise ValidationError({"ground": _("请写定级依据（T20）。")})
        if level not in Case.Level:
            raise ValidationError({"level": _("请定层级：一般、复杂或者疑难（T20）。")})
        self._not_before("on", on, case.received_on, _("分流日期不能早于收到日期 %s。"))
        claims = self._classified(routes or {})
        was_sealed = case.confidentiality == Case.Confidentiality.SEALED
        is_sealed = was_sealed or any(claim.purpose == Purpose.ACCUSATION for claim in claims)
        self._check_handling(handling_unit, handler, on, unit_reason, is_sealed=is_sealed)
        bulk_update_with_history(claims, Claim, ["purpose", "route"], default_user=by)
        if is_sealed and not was_sealed:
            case.seal(by=by, reason="分流为检举控告")
        case.level, case.level_ground = level, ground
        case.handling_unit, case.handler, case.triaged_on = handling_unit, handler, on
        self._settle(by)
        calendar = Calendar.load()
        if rule := {Case.Level.GENERAL: "T22", Case.Level.COMPLEX: "T23"}.get(
            level
        ):  # T24 starts with the owner's letter
            self.start_clock(rule, timezone.localdate(case.registered_at), calendar=calendar)
        if any(claim.purpose == Purpose.SUGGESTION for claim in claims):
            self.start_clock("L14", case.received_on, calendar=calendar)
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
    def give_notice(self, *, by, served_on, method, signer="", is_refused=False, witness=""):
        """Record that the written notice of L03 or L04 was served; its clock ends on that day."""
        self._refuse("notice")
        self._serve(Service.What.NOTICE, by, served_on, method, signer, is_refused, witness)
        self._end_clocks(NOTICE_RULES, served_on, gettext_lazy("已送达"))
        self._settle(by)
        self._tell(Event.Kind.NOTICED, by, gettext_lazy("%(day)s 送达"), is_public=True, day=served_on)

    @transaction.atomic
    def accept(self, *, by, on, calendar=None):
        """Accept the claims on W6 and start the 60 days (L17). Refused where no claim is on W6.

        The law leaves the day to P02 but not beyond the last day of the notice: accepted later than that, the 60 days
        count from receipt.
        """
        case = self.case
        self._refuse("acceptance")
        self._not_before("on", on, case.received_on, _("受理日期不能早于收到日期 %s。"))
        self._not_before("on", on, case.triaged_on, _("受理日期不能早于分流日期 %s。"))
        notice = self._notice_clock()
        is_late = notice is not None and on > notice.legal_end_on
        case.accepted_on = on
        self._settle(by)
        self.start_clock("L17", case.received_on if is_late else on, calendar=calendar)
        words = gettext_lazy("%(day)s 受理")
        if is_late:
            words = gettext_lazy("%(day)s 受理，晚于书面告知的最后一天，60 日从收到日起算（L17）")
        self._tell(Event.Kind.ACCEPTED, by, words, is_public=True, day=on)

    @transaction.atomic
    def tell_route(self, *, by, claim, organ, served_on, method="", signer="", is_refused=False, witness=""):
        """Tell in writing where a claim of W1-W5 or an accusation has to go (L16, L07c).

        Somebody anonymous cannot be told: the claim is passed on to the organ and nothing is served. With the last
        claim told, and none to answer, the notice of L03 or L04 is discharged too.
        """
        self._refuse("routing", claim)
        self._not_before("served_on", served_on, self.case.triaged_on, _("告知日期不能早于分流日期 %s。"))
        if not organ.strip():
            raise ValidationError({"organ": _("请写有权处理的机关（L16）。")})
        if self._is_this_office(organ.strip()):
            raise ValidationError(
                {"organ": _("本街道自己有职责的，要履行或者答复，不能告知去向（L16a）。请写有权处理的其他机关。")}
            )
        claim.competent_organ, claim.routed_on = organ, served_on
        self._save_claim(claim, by)
        if not self.case.is_anonymous:
            self._serve(Service.What.ROUTE, by, served_on, method, signer, is_refused, witness, claim=claim)
        own, away = self._claims()
        if not own and all(other.routed_on for other in away):
            last_told_on = max(other.routed_on for other in away)
            self._end_clocks(NOTICE_RULES, last_told_on, gettext_lazy("已告知去向"))
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
    def answer(self, *, by, claim, on, reply, decision="", finding="", basis=""):
        """Write the answer to one claim, or write it anew until it is served (F6).

        An appeal needs finding, decision and basis besides the reply (L19).
        """
        case = self.case
        self._refuse("answer", claim)
        self._not_before("on", on, case.received_on, _("答复日期不能早于收到日期 %s。"))
        needed = {"reply": (reply, _("请写答复。"))}
        if claim.route == Route.W6:
            self._not_before("on", on, case.accepted_on, _("答复日期不能早于受理日期 %s。"))
            self._require_grounds_by(on)
            needed |= {
                "finding": (finding, _("请写查明的事实（L19）。")),
                "decision": (decision, _("请选意见：支持、解释说明或者不予支持（L19）。")),
                "basis": (basis, _("请写依据（L19）。")),
            }
        if lacking := {field: words for field, (value, words) in needed.items() if not value.strip()}:
            raise ValidationError(lacking)
        claim.decision, claim.finding, claim.basis, claim.reply = decision, finding, basis, reply
        claim.answered_on, claim.answered_by = on, by
        self._save_claim(claim, by)
        SearchText.objects.index_part(case, SearchText.Part.ANSWER, claim.pk, f"{finding}\n{reply}")
        days = [other.answered_on for other in self._claims()[0]]
        case.answered_on = max(days) if all(days) else None
        self._settle(by)
        self._tell(
            Event.Kind.ANSWERED,
            by,
            gettext_lazy("诉求 %(position)d %(decision)s"),
            position=claim.position,
            decision=Claim.Decision(decision).label if decision else "",
        )

    @transaction.atomic
    def serve(self, *, by, served_on, method, signer="", is_refused=False, witness="", stand=""):
        """Record that the answer reached the petitioner: the 60 days end on that day, by method (T07)."""
        case = self.case
        self._refuse("service")
        self._not_before("served_on", served_on, case.answered_on, _("送达日期不能早于答复日期 %s。"))
        self._serve(
            Service.What.ANSWER,
            by,
            served_on,
            method,
            signer,
            is_refused,
            witness,
            must_be_written=self.answers_by_opinion(),
        )
        case.served_on = served_on
        if stand:
            self.stand = stand
            self._save(by)
        self._end_clocks(("L17", "L14"), served_on, gettext_lazy("已送达"))
        self._settle(by)
        self._tell(Event.Kind.SERVED, by, gettext_lazy("%(day)s 送达"), is_public=True, day=served_on)

    @transaction.atomic
    def ask_rating(self, *, by, on, channel):
        """Record that the petitioner was asked to rate. Nobody of the office rates for him (R23)."""
        self._refuse("rating")
        self._not_before("on", on, self._told_on(), _("请评价的日期不能早于送达日期 %s。"))
        self.rating_asked_on, self.rating_asked_by = on, channel
        self._save(by)
        self._invite(by, on, channel)
        self._settle(by)
        self._tell(
            Event.Kind.RATED,
            by,
            gettext_lazy("%(channel)s，%(day)s"),
            channel=self.RatingChannel(channel).label,
            day=on,
        )

    @transaction.atomic
    def close(self, *, by, on, note=""):
        """Close the case when nothing lacks; a lawful refusal may close (F7). Every clock ends."""
        case = self.case
        self._refuse("closure")
        days = [case.triaged_on, case.accepted_on, case.answered_on, case.served_on, self.rating_asked_on]
        days += [claim.routed_on for claim in case.claims.all()]
        self._not_before("on", on, max(filter(None, days)), _("办结日期不能早于前面各步的日期 %s。"))
        case.closed_on, case.closing_note = on, note
        with self._in_chinese():
            Deadline.objects.end_with_case(case, on=on, reason=_("办结"))
        self._settle(by)
        self._tell(Event.Kind.CLOSED, by, gettext_lazy("%(day)s 办结"), is_public=True, day=on)

    def start_clock(self, rule, started_on, *, calendar=None):
        """Start the clock of `rule` on this case; `started_on` is day 0. Refused beyond the years of the calendar."""
        try:
            due = rules.due(rule, started_on, calendar or Calendar.load())
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        return self.start_due(due)

    def start_due(self, due):
        """Start the clock that `due` was counted for."""
        case = self.case
        with self._in_chinese():
            label = str(due.rule.title)
        return Deadline.objects.start(
            case,
            due,
            rule=due.rule.id,
            kind=due.rule.kind,
            label=label,
            started_on=due.started_on,
            unit=case.handling_unit,
            official=case.handler or case.first_receiver,
        )

    def owe_notice(self):
        """Start the notice clock of a case whose petitioner became known later; it counts from receipt too."""
        if self.notice_is_owed() and not self.case.served_on and self._notice_clock() is None:
            self.start_clock(notice_rule(self.case), self.case.received_on)

    # ---------- 为什么不能 ----------
    def _why_not_triage(self):
        case = self.case
        if case.triaged_on:
            return _("已经在 %s 分流（F39）。") % self._day(case.triaged_on)
        by_triage = Case._meta.get_field("category").verbose_name
        missing = [str(label) for label in case.missing_before_triage() if label != by_triage]
        if missing:
            return _("还不能分流，登记缺：%s。先补全登记（条例第十九条）。") % _("、").join(missing)
        return ""

    def _why_not_notice(self):
        notice = self._notice_clock()
        if not notice:
            return _("匿名，或者姓名、联系方式不清，不用书面告知（L03）。")
        if not notice.is_running:
            return _("书面告知已经在 %s 送达（L03、L04）。") % self._day(notice.ended_on)
        return ""

    def _why_not_acceptance(self):
        case = self.case
        if not case.triaged_on:
            return _("先分流，再受理（L17）。")
        if case.accepted_on:
            return _("已经在 %s 受理（L17）。") % self._day(case.accepted_on)
        if not any(claim.route == Route.W6 for claim in case.claims.all()):
            return _("没有走信访程序（W6）的诉求，不能受理：只有条例第三十一条第六项的诉求起算 60 日（L17）。")
        return ""

    def _why_not_routing(self, claim):
        if not self.case.triaged_on:
            return _("先分流，再告知去向（L16）。")
        if not claim.is_routed_elsewhere:
            return _("诉求 %d 由本单位办理，不用告知去向（L16）。") % claim.position
        if claim.routed_on:
            words = _("诉求 %(position)d 已经在 %(day)s 告知去向（L16）。")
            return words % {"position": claim.position, "day": self._day(claim.routed_on)}
        return ""

    def _why_not_investigation(self):
        if not self.case.triaged_on:
            return _("先分流，再调查核实（条例第二十八条）。")
        if not self._claims()[0]:
            return _("诉求都由其他机关办理，本单位不调查（条例第三十条、第三十一条）。")
        return ""

    def _why_not_answer(self, claim):
        case = self.case
        if not case.triaged_on:
            return _("先分流，再答复（F6）。")
        if claim.is_routed_elsewhere:
            return _("诉求 %d 不由本单位答复，请告知去向（L16）。") % claim.position
        if case.served_on:
            return _("答复已经在 %s 送达，不能再改（L19）。") % self._day(case.served_on)
        if claim.route != Route.W6:
            return ""
        if not case.accepted_on:
            return _("先受理，再答复（L17）。")
        kinds = {record.kind for record in case.investigations.all()}
        if not kinds & Investigation.HEARING:
            return _("还没有听取信访人陈述的记录，先记一次调查（条例第三十一条第六项，L17）。")
        if not kinds & Investigation.CHECKING:
            return _("还没有调查核实的记录，先记一次调查（条例第二十八条、第三十一条第六项，L17）。")
        return ""

    def _why_not_service(self):
        own, _away = self._claims()
        if not self.case.triaged_on:
            return _("先分流，再答复、送达（L35）。")
        if not own:
            return _("没有由本单位答复的诉求，不用送达答复（L35）。")
        if self.case.served_on:
            return _("答复已经在 %s 送达（L35）。") % self._day(self.case.served_on)
        if unanswered := [str(claim.position) for claim in own if not claim.answered_on]:
            return _("诉求 %s 还没有答复，不能记送达（F6、L35）。") % _("、").join(unanswered)
        return ""

    def _why_not_rating(self):
        if self.case.is_anonymous:
            return _("匿名来访，没有可请的人（D12）。")
        if self.rating_asked_on:
            return _("已经在 %s 请过评价（L33）。") % self._day(self.rating_asked_on)
        if not self._told_on():
            return _("答复送达或者去向告知以后，再请群众评价（L33）。")
        return ""

    def _why_not_closure(self):
        if missing := self.missing_before_closing():
            return _("不能办结，还缺：%s（三个不放过，F7、F45）。") % _("、").join(missing)
        return ""

    # ---------- 私 ----------
    def _refuse(self, step, claim=None):
        if reason := self.why_not(step, claim):
            raise ValidationError(reason)

    def _not_before(self, field, day, earliest, words):
        if day < earliest:
            raise ValidationError({field: words % self._day(earliest)})

    @staticmethod
    def _day(day):
        return date_format(day, _("Y年n月j日"))

    def _claims(self):
        """The claims this office answers, and those that belong elsewhere."""
        claims = list(self.case.claims.all())
        own = [claim for claim in claims if not claim.is_routed_elsewhere]
        return own, [claim for claim in claims if claim.is_routed_elsewhere]

    @staticmethod
    def _is_this_office(organ):
        street = Unit.objects.street()
        return organ in {"本街道", "本单位", street.name if street else "", street.short_name if street else ""}

    def _running(self, rule):
        """The running clock of `rule`, or None."""
        return next((clock for clock in self.case.deadlines.all() if clock.rule == rule and clock.is_running), None)

    def _notice_clock(self):
        return next((clock for clock in self.case.deadlines.all() if clock.rule in NOTICE_RULES), None)

    def _told_on(self):
        """The day the petitioner had all he was owed in writing: the answer, or where every claim goes. Else None."""
        own, away = self._claims()
        days = [claim.routed_on for claim in away] + ([self.case.served_on] if own else [])
        return max(days) if days and all(days) else None

    def _piece(self, gate, words, is_done, step, claim=None):
        place = [self.case.number] + ([claim.position] if claim else [])
        return Piece(gate, words, bool(is_done), reverse(f"petitions:{step}", args=place))

    def _classified(self, routes):
        claims = list(self.case.claims.all())
        for claim in claims:
            purpose, route = routes.get(claim.pk, (claim.purpose, claim.route))
            if purpose == Purpose.APPEAL and not route:
                raise ValidationError(_("诉求 %d 还没有定去向（W1 至 W6，条例第三十一条）。") % claim.position)
            claim.purpose, claim.route = purpose, route if purpose == Purpose.APPEAL else ""
            claim.clean_fields(exclude=["case", "answered_by"])
        return claims

    def _check_handling(self, unit, handler, on, unit_reason, *, is_sealed):
        """The handler holds his post in the unit; nobody accused handles it (L13, AZ-08, AZ-10, R9-R11)."""
        if handler:
            if not handler.is_active or not handler.postings.in_force(on).filter(unit=unit, role=Role.HD).exists():
                words = _("%(name)s 不是%(unit)s的承办人，请换承办人或者换承办单位。")
                raise ValidationError({"handler": words % {"name": handler.name, "unit": unit.label}})
            if handler.pk in accused_in(self.case, on=on):
                raise ValidationError({"handler": _("%s 是被反映人，不能承办（L13）。") % handler.name})
            if is_sealed and not self.case.sealed_readers.filter(official=handler).exists():
                raise ValidationError({"handler": _("封存件只能由列名的阅办人承办，先列名或者不选承办人（R9）。")})
        if self.case.parties.respondents().filter(unit=unit).exists():
            if is_sealed:
                raise ValidationError({"handling_unit": _("%s是被检举控告的单位，请另选（R9）。") % unit.label})
            if not unit_reason.strip():
                words = _("%s是被反映的单位，请另选承办单位，或者写明为什么仍由它承办（R10）。")
                raise ValidationError({"handling_unit": words % unit.label})

    def _require_grounds_by(self, on):
        """The petitioner was heard and the facts were checked no later than the day of the answer."""
        kinds = {record.kind for record in self.case.investigations.all() if record.on <= on}
        if not (kinds & Investigation.HEARING and kinds & Investigation.CHECKING):
            raise ValidationError({"on": _("答复日期早于听取陈述或者调查核实的日期（L17）。")})

    def _save(self, by):
        self._history_user = by
        self.clean_fields(exclude=["case"])
        self.save()

    def _settle(self, by):
        """After any step: the stage follows from the claims, and the version rises."""
        case = self.case
        case.stage = self.stage_now()
        case.touch(by)
        case.save()

    @staticmethod
    def _save_claim(claim, by):
        claim._history_user = by
        claim.clean_fields(exclude=["case", "answered_by"])
        claim.save()

    def _serve(self, what, by, served_on, method, signer, is_refused, witness, *, claim=None, must_be_written=True):
        self._not_before("served_on", served_on, self.case.received_on, _("送达日期不能早于收到日期 %s。"))
        if method == Service.Method.ELECTRONIC and not ServiceConsent.objects.in_force(self.case).exists():
            raise ValidationError({"method": _("没有本人同意电子送达的记录，请先记下同意，或者换一种方式（L35）。")})
        if must_be_written and method == Service.Method.ORAL:
            raise ValidationError({"method": _("要书面送达，不能只是口头、电话（条例第二十三条，L35）。")})
        if (is_refused or method == Service.Method.LEFT) and not witness.strip():
            raise ValidationError({"witness": _("拒收或者留置的，请写明原因和见证人（L35）。")})
        service = Service(
            case=self.case,
            claim=claim,
            what=what,
            method=method,
            served_on=served_on,
            signer=signer,
            is_refused=is_refused,
            witness=witness,
            server=by,
        )
        service.clean_fields(exclude=["case", "claim", "server"])
        service.save()

    def _end_clocks(self, rule_ids, on, reason):
        with self._in_chinese():
            Deadline.objects.end(self.case, *rule_ids, on=on, reason=str(reason))

    def _tell(self, event, by, words, *, is_public=False, **values):
        """Write the timeline, which is the office's Chinese whatever language its writer reads the pages in."""
        with self._in_chinese():
            detail = str(words) % {
                name: self._day(value) if isinstance(value, date) else value for name, value in values.items()
            }
        Event.objects.add(self.case, event, by=by, detail=detail.strip(), is_public=is_public)

    @staticmethod
    def _in_chinese():
        return translation.override(settings.LANGUAGE_CODE)

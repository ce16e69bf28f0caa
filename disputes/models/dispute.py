"""The dispute: a conflict of two sides on a case, from its registration to the end of its mediation (调解法).

What is said in the talks and what was agreed on hang on it (models/session.py, models/agreement.py).
"""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from cases import identity, rules
from cases.fields import keyed_hash
from cases.models import Case, Consultation, Deadline, Event, Party
from cases.recusable import Recusable
from cases.recusal import barred_from
from disputes import actions
from officials.calendar import Calendar, UnknownYear
from officials.models import Certificate, Official, Posting, Role, Unit, why_expired

ANSWER_RULE, MEDIATION_RULE = "M03", "MED"


class DisputeKindQuerySet(models.QuerySet):
    def in_use(self, on):
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        return self.filter(started, Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class DisputeKind(models.Model):
    """A category of the official statistics (handbook 3.3), versioned; `valid_to` is the first day out."""

    code = models.CharField(gettext_lazy("代码"), max_length=12, unique=True)
    name = models.CharField(gettext_lazy("名称"), max_length=40)
    official_code = models.CharField(gettext_lazy("上报代码"), max_length=12, blank=True)
    valid_from = models.DateField(gettext_lazy("启用"), null=True, blank=True)
    valid_to = models.DateField(gettext_lazy("停用"), null=True, blank=True)

    history = HistoricalRecords()
    objects = DisputeKindQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("纠纷类别")
        verbose_name_plural = gettext_lazy("纠纷类别")
        ordering = ["code"]

    def __str__(self):
        return self.name


def committee_for(community, *, on):
    """The unit whose mediators are asked: the community's own, else the first of the street; None without any."""
    posts = Posting.objects.in_force(on).filter(role=Role.MD, official__is_active=True).select_related("unit")
    units = {post.unit_id: post.unit for post in posts.order_by("unit__position", "unit_id")}
    if community and community.pk in units:
        return units[community.pk]
    return next((unit for unit in units.values() if unit.kind != Unit.Kind.COMMUNITY), None)


class DisputeQuerySet(models.QuerySet):
    def visible_to(self, official):
        return self.filter(case__in=Case.objects.visible_to(official))

    def mediated(self, first, last):
        """Those whose mediation ended from the day `first` to `last`; what was never accepted was not mediated."""
        ended = {"case__accepted_on__isnull": False, "case__closed_on__gte": first, "case__closed_on__lte": last}
        return self.filter(state__in=self.model.MEDIATED, **ended)

    def begin(self, case, *, kind, source, source_organ="", applicant=None, by, calendar=None):
        """Open the dispute of a freshly registered case. `applicant` is the party who was told its rights and asks."""
        dispute = self.model(case=case, kind=kind, source=source, source_organ=source_organ)
        dispute._history_user = by
        dispute.save()
        dispute.start_clock(ANSWER_RULE, case.received_on, calendar=calendar)
        if applicant:
            dispute.consents.create(
                party=applicant,
                answer=Consent.Answer.AGREED,
                on=timezone.localdate(case.registered_at),
                way=Consent.Way.FACE,
                rights_told=True,
                recorded_by=by,
                recorded_at=case.registered_at,
            )
        return dispute


class Talks(NamedTuple):
    """How many talks there were, and when the first and the last began."""

    count: int
    first_at: datetime | None
    last_at: datetime | None


class Dispute(Recusable, models.Model):
    """One conflict between two sides. Mediation is free of charge (M02): there is nothing to put a fee in.

    The parties are those of the case: who came, and the other side. A step locks nothing itself: fetch the case
    through `Case.objects.for_change()`. A step that ends the dispute ends its case.
    """

    ASKED_OF_RIGHTS = frozenset(actions.NAMES)  # what `actions_for` wants to know of who opens the page

    class Source(models.TextChoices):
        APPLIED = "APPLIED", gettext_lazy("当事人申请")
        INITIATED = "INITIATED", gettext_lazy("主动调解")
        COMMISSIONED = "COMMISSIONED", gettext_lazy("委托、移送")

    class State(models.TextChoices):
        PENDING = "PENDING", gettext_lazy("待受理")
        ACCEPTED = "ACCEPTED", gettext_lazy("已受理")
        DECLINED = "DECLINED", gettext_lazy("不受理")
        WITHDRAWN = "WITHDRAWN", gettext_lazy("申请已撤回")
        STOPPED = "STOPPED", gettext_lazy("一方不愿调解，已终止")
        AGREED = "AGREED", gettext_lazy("调解成功")
        FAILED = "FAILED", gettext_lazy("调解不成，已终止")
        VOID = "VOID", gettext_lazy("登记作废")

    OPEN = [State.PENDING, State.ACCEPTED]
    MEDIATED = [State.AGREED, State.FAILED, State.STOPPED, State.WITHDRAWN]  # ended, where it had been accepted
    HANDLED_BY = Role.MD

    case = models.OneToOneField(Case, models.PROTECT, related_name="dispute", verbose_name=gettext_lazy("案件"))
    kind = models.ForeignKey(DisputeKind, models.PROTECT, related_name="+", verbose_name=gettext_lazy("纠纷类别"))
    source = models.CharField(gettext_lazy("来源"), max_length=12, choices=Source, default=Source.APPLIED)
    source_organ = models.CharField(gettext_lazy("委托、移送单位"), max_length=60, blank=True)
    state = models.CharField(gettext_lazy("状态"), max_length=9, choices=State, default=State.PENDING)
    reason = models.CharField(gettext_lazy("结束的原因"), max_length=300, blank=True)
    routes_told = models.CharField(gettext_lazy("告知的其他途径"), max_length=300, blank=True)

    history = HistoricalRecords()
    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("矛盾纠纷")
        verbose_name_plural = gettext_lazy("矛盾纠纷")
        constraints = [
            models.CheckConstraint(
                name="what_was_commissioned_names_its_sender",
                condition=Q(source="COMMISSIONED") & ~Q(source_organ="")
                | ~Q(source="COMMISSIONED") & Q(source_organ=""),
                violation_error_message=gettext_lazy("委托、移送的要写是哪个单位（调解法第十八条）。"),
            ),
            models.CheckConstraint(
                name="dispute_ends_with_its_reason",
                condition=Q(state__in=["DECLINED", "WITHDRAWN", "STOPPED", "FAILED"]) & ~Q(reason="")
                | Q(state__in=["PENDING", "ACCEPTED", "AGREED", "VOID"], reason=""),
                violation_error_message=gettext_lazy("结束要写原因。"),
            ),
            models.CheckConstraint(
                name="who_is_not_mediated_is_told_the_legal_ways",
                condition=~Q(state__in=["DECLINED", "STOPPED", "FAILED"]) | ~Q(routes_told=""),
                violation_error_message=gettext_lazy("请写告知了哪些法律途径（调解法第二十六条）。"),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="dispute_pending", condition=Q(state="PENDING"))]

    def __str__(self):
        return str(self.case)

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case.number])

    # ---------- 问 ----------
    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_pending(self):
        return self.state == self.State.PENDING

    @property
    def committee(self):
        """The unit whose mediators it was referred to."""
        return self.case.handling_unit

    @property
    def promised(self):
        """The clock of the answer whether it is accepted (M03)."""
        return self.case.deadlines.filter(rule=ANSWER_RULE).first()

    @cached_property
    def known_parties(self):
        """Of the case; a page that has read them already puts its own here."""
        return self.case.parties.defer(*Party.MASKED)

    @cached_property
    def sides(self):
        """Both sides as [(words, parties)], each party with its latest `answer`; who only came along has no voice."""
        answers = {}
        for consent in self.consents.order_by("pk"):
            answers[consent.party_id] = consent
        first, other = [], []
        for party in self.known_parties:
            if party.role == Party.Role.JOINT:
                continue
            party.answer = answers.get(party.pk)
            (other if party.role == Party.Role.RESPONDENT else first).append(party)
        applied = self.source == self.Source.APPLIED
        return [
            (gettext_lazy("申请人") if applied else gettext_lazy("一方当事人"), first),
            (gettext_lazy("被申请人") if applied else gettext_lazy("对方当事人"), other),
        ]

    @property
    def speakers(self):
        """The parties of both sides, as they stand on an agreement."""
        return [party for _words, parties in self.sides for party in parties]

    @cached_property
    def talks(self):
        """(How many talks there were, when the first and the last began): nothing of what was said."""
        found = self.sessions.aggregate(models.Count("pk"), models.Min("started_at"), models.Max("started_at"))
        return Talks(*found.values())

    @cached_property
    def agreement(self):
        """The agreement that stands, a draft or in effect, with what a page says of it; None without one."""
        return self.agreements.standing().summed().first()

    def unheard(self):
        """The parties who have not yet said whether they want to be mediated."""
        return [party for _words, parties in self.sides for party in parties if party.answer is None]

    def actions_for(self, official, rights=None):
        """The panel 下一步 for `official`: what can be done now comes first."""
        return actions.offered(self, official, rights)

    def why_not(self, step, about=None):
        """Why `step` cannot be taken now, in a sentence; empty if it can. `about` is the recusal it concerns."""
        if not self.is_open and step not in actions.AFTER_THE_END:
            return _("这件纠纷已经结束：%s。") % self.get_state_display()
        ask = getattr(self, f"_why_not_{step}", None)
        if ask is None:
            return ""
        return ask() if about is None else ask(about)

    def _why_not_acceptance(self):
        if self.state == self.State.ACCEPTED:
            return _("刚才已经受理，没有再记。")
        _first, (_words, other) = self.sides
        if not other:
            return _("还没有对方当事人。调解要有双方，请先加上。")
        if unheard := self.unheard():
            names = _("、").join(party.name_masked or _("不愿透露") for party in unheard)
            return _("还没有问过愿不愿意调解：%s。双方自愿才能受理（调解法第三条、第十七条）。") % names
        return ""

    def _why_not_accepted(self):
        return "" if self.state == self.State.ACCEPTED else _("还没有受理调解。先受理，定调解员。")

    _why_not_session = _why_not_failure = _why_not_accepted

    def _why_not_agreement_add(self):
        if reason := self._why_not_accepted():
            return reason
        if self.agreement:
            return _("已经有一份协议书在等签字。要改的，先撤下，再重新写。")
        if not self.talks.count:
            return _("还没有调解记录。先记一次调解，再写协议（调解法第二十七条）。")
        return ""

    def _why_not_signing(self):
        if reason := self._why_not_accepted():
            return reason
        return "" if self.agreement else _("还没有协议。先把谈成的内容写下来。")

    _why_not_agreement_drop = _why_not_signing

    def _why_not_in_effect(self):
        return "" if self.agreement and self.agreement.is_in_effect else _("没有生效的调解协议。")

    _why_not_follow_up = _why_not_follow_up_withdrawal = _why_not_in_effect

    def _why_not_signing_correction(self):
        agreement = self.agreement
        if agreement and (agreement.is_in_effect or len(agreement.lacking) < 3):
            return ""
        return _("还没有记过签字、盖章的日子，没有要更正的。")

    def _why_not_confirmation_correction(self):
        if reason := self._why_not_in_effect():
            return reason
        return "" if self.agreement.confirmations.all() else _("没有记过司法确认的申请，没有要更正的。")

    def _why_not_confirmation(self):
        return self._why_not_in_effect() or self.agreement.why_not_apply()

    def _why_not_confirmation_result(self):
        if reason := self._why_not_in_effect():
            return reason
        return "" if self.agreement.pending_confirmation else _("没有等法院决定的司法确认申请。")

    def _why_not_refusal(self):
        return _("已经受理，不能再不受理。") if self.state == self.State.ACCEPTED else ""

    def _why_not_withdrawal(self):
        if self.source != self.Source.APPLIED:
            return _("不是当事人申请的，没有申请可撤；有一方不愿意的，记一方不愿意。")
        return ""

    # ---------- 步 ----------
    @transaction.atomic
    def hear(self, party, *, by, answer, on, way, rights_told=False, reason="", routes_told=""):
        """Take down whether `party` wants mediation, once told its rights (M08); a no ends it at any time (M03)."""
        self._refuse("answer", by)
        case = self.case
        self._not_before(on, case.received_on, _("日期不能早于收到日期 %s。"))
        if party.case_id != case.pk:
            raise ValidationError(_("这位当事人不在这一件里。"))
        if self.consents.filter(party=party, answer=answer).exists():
            raise ValidationError({"answer": _("刚才已经这样记过，没有再记。")})
        if answer == Consent.Answer.AGREED and not rights_told:
            raise ValidationError({"rights_told": _("先告知权利义务，再问愿不愿意（调解法第二十三条、第二十四条）。")})
        if answer == Consent.Answer.REFUSED:
            self._need(routes_told=(routes_told, _("请写告知了哪些法律途径（调解法第二十六条）。")))
        self.consents.create(
            party=party, answer=answer, on=on, way=way, rights_told=rights_told, note=reason, recorded_by=by
        )
        if answer == Consent.Answer.REFUSED:
            words = "一方不愿意调解" + (f"：{reason}" if reason else "")
            self._end(self.State.STOPPED, by=by, on=on, reason=words, routes_told=routes_told)
            return
        self.__dict__.pop("sides", None)  # one more has spoken
        case.touch(by)
        case.save()
        self._tell(Event.Kind.CONSENTED, by, gettext_lazy("%(who)s同意调解，已告知权利义务"), who=self._role_of(party))

    @transaction.atomic
    def accept(self, *, by, on, mediator, chosen_by, helpers=()):
        """Accept for mediation and name who mediates, one or more (M05); the time to mediate runs from this day."""
        self._refuse("acceptance", by)
        case = self.case
        self._not_before(on, case.received_on, _("受理日期不能早于收到日期 %s。"))
        last_heard = max(consent.on for consent in self.consents.all())
        self._not_before(on, last_heard, _("受理日期不能早于当事人同意的日期 %s。"))
        helpers = [helper for helper in helpers if helper != mediator]
        for name, people in (("mediator", [mediator]), ("helpers", helpers)):
            for person in people:
                self._check_mediator(name, person, on)
        post = mediator.postings.in_force(on).filter(role=Role.MD).order_by("-is_main", "pk").first()
        self.state = self.State.ACCEPTED
        self._save(by)
        for person in (mediator, *helpers):
            self.mediators.create(
                official=person, chosen_by=chosen_by, is_lead=person == mediator, since=on, named_by=by
            )
        case.stage, case.accepted_on, case.handler, case.handling_unit = Case.Stage.ACCEPTED, on, mediator, post.unit
        Deadline.objects.end(case, ANSWER_RULE, on=on, reason="已受理")
        case.touch(by)
        case.save()
        self.start_clock(MEDIATION_RULE, on)
        self._tell(Event.Kind.ACCEPTED, by, gettext_lazy("%(day)s 受理调解"), is_public=True, day=on)

    @transaction.atomic
    def decline(self, *, by, on, reason, routes_told):
        """Not for mediation: why, and which legal ways there are (M10)."""
        self._refuse("refusal", by)
        self._need(
            reason=(reason, _("请写为什么不受理。")),
            routes_told=(routes_told, _("请写告知了哪些法律途径（调解法第二十六条）。")),
        )
        self._end(self.State.DECLINED, by=by, on=on, reason=reason, routes_told=routes_told)

    @transaction.atomic
    def withdraw(self, *, by, on, reason):
        """The applicant takes the application back."""
        self._refuse("withdrawal", by)
        self._need(reason=(reason, _("请写申请人怎么说的。")))
        self._end(self.State.WITHDRAWN, by=by, on=on, reason=reason)

    @transaction.atomic
    def fail(self, *, by, on, reason, routes_told):
        """The talks came to nothing: it ends, and the parties are told the legal ways (M10)."""
        self._refuse("failure", by)
        self._need(
            reason=(reason, _("请写为什么没有谈成。")),
            routes_told=(routes_told, _("请写告知了哪些法律途径（调解法第二十六条）。")),
        )
        self._end(self.State.FAILED, by=by, on=on, reason=reason, routes_told=routes_told)

    def succeed(self, *, by, on):
        """An agreement takes effect on the day `on`, which ends the dispute (M14, M15); the agreement says when."""
        self._end(self.State.AGREED, by=by, on=on)

    def be_void(self, *, by):
        """Its registration was void; the case has ended with it."""
        self.state = self.State.VOID
        self._save(by)

    def start_clock(self, rule, started_on, *, calendar=None):
        """Start the clock of `rule`; gives it. `started_on` is day 0. Refused beyond the years of the calendar."""
        try:
            due = rules.due(rule, started_on, calendar or Calendar.load())
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        return Deadline.objects.start(
            self.case,
            due,
            rule=rule,
            kind=due.rule.kind,
            label=label,
            started_on=started_on,
            unit=self.case.handling_unit,
            official=self.case.handler or self.case.first_receiver,
        )

    # ---------- 内部 ----------
    def _end(self, state, *, by, on, reason="", routes_told=""):
        case = self.case
        self._not_before(on, case.accepted_on or case.received_on, _("日期不能早于收到、受理的日期 %s。"))
        self.state, self.reason, self.routes_told = state, reason, routes_told
        self._save(by)
        with translation.override(settings.LANGUAGE_CODE):
            label = str(self.State(state).label)
        case.stage, case.closed_on, case.closing_note = Case.Stage.CLOSED, on, reason or label
        if state != self.State.AGREED and self.agreement:
            self.agreement.fall_with(label, by=by)
        Deadline.objects.end_all(case, on=on, reason=label)
        Consultation.objects.free_turns(case, reason=label, by=by)
        case.touch(by)
        case.save()
        self._tell(Event.Kind(state), by, "%(day)s", is_public=True, day=on)

    def _check_mediator(self, field, person, on):
        """In post as a mediator, and neither a party nor called like one (M22, L13)."""
        if not person.is_active or not person.postings.in_force(on).filter(role=Role.MD).exists():
            raise ValidationError({field: _("%s 这一天不在调解员岗位上。") % person.name})
        named = keyed_hash("name", identity.comparable("name", person.name))
        if person.pk in barred_from(self.case, on=on) or self.case.parties.filter(name_hash=named).exists():
            raise ValidationError({field: _("%s 与当事人是同一人或者同名，请换一位调解员。") % person.name})
        if reason := why_expired(on, {Certificate.Kind.MEDIATOR}, official=person):
            raise ValidationError({field: f"{person.name}：{reason}"})

    def _role_of(self, party):
        return next(words for words, parties in self.sides if party in parties)

    def _refuse(self, step, by):
        """Not now, or not by who has to stop until a recusal is decided (L13)."""
        if reason := self.why_not(step) or self.why_stopped(by):
            raise ValidationError(reason)

    def _replace(self, recusal, by, on):
        """Who mediates in his place; the lead mediator is not left without one (M05, L13)."""
        mine, person = self.mediators.filter(official=recusal.official).first(), recusal.replacement
        if mine and person is None and mine.is_lead:
            raise ValidationError({"replacement": _("主调解员回避的，请选接替的调解员。")})
        if mine and person:
            self._check_mediator("replacement", person, on)
        super()._replace(recusal, by, on)
        if mine is None:
            return
        mine.delete()  # his recusal says that he was one
        if person:
            self.mediators.update_or_create(
                official=person,
                defaults={"is_lead": mine.is_lead},
                create_defaults={
                    "is_lead": mine.is_lead,
                    "chosen_by": Mediator.ChosenBy.COMMITTEE,
                    "since": on,
                    "named_by": by,
                },
            )

    @staticmethod
    def _need(**given):
        if lacking := {name: words for name, (value, words) in given.items() if not value.strip()}:
            raise ValidationError(lacking)

    @staticmethod
    def _not_before(day, earliest, words):
        if day < earliest:
            raise ValidationError({"on": words % date_format(earliest, _("Y年n月j日"))})

    def _save(self, by):
        self._history_user = by
        self.clean_fields(exclude=["case"])
        self.save()

    def _tell(self, event, by, words, *, is_public=False, **values):
        with translation.override(settings.LANGUAGE_CODE):
            if "day" in values:
                values["day"] = date_format(values["day"], _("Y年n月j日"))
            detail = str(words) % values
        Event.objects.add(self.case, event, by=by, detail=detail, is_public=is_public)


class Consent(models.Model):
    """What one party said to being mediated (M01, M03), once told its rights (M08). Rows are only added."""

    class Answer(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("愿意调解")
        REFUSED = "REFUSED", gettext_lazy("不愿意调解")

    class Way(models.TextChoices):
        FACE = "FACE", gettext_lazy("当面")
        PHONE = "PHONE", gettext_lazy("电话")
        WRITTEN = "WRITTEN", gettext_lazy("书面")

    dispute = models.ForeignKey(
        Dispute, models.PROTECT, related_name="consents", verbose_name=gettext_lazy("矛盾纠纷")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=gettext_lazy("当事人"))
    answer = models.CharField(gettext_lazy("愿不愿意调解"), max_length=8, choices=Answer)
    on = models.DateField(gettext_lazy("日期"))
    way = models.CharField(gettext_lazy("怎么说的"), max_length=8, choices=Way)
    rights_told = models.BooleanField(gettext_lazy("已告知权利义务"), default=False)
    note = models.CharField(gettext_lazy("原话或者原因"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("当事人意愿")
        verbose_name_plural = gettext_lazy("当事人意愿")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "party", "answer"],
                name="a_party_says_the_same_once",
                violation_error_message=gettext_lazy("刚才已经这样记过，没有再记。"),
            ),
            models.CheckConstraint(
                name="who_agrees_was_told_the_rights",
                condition=~Q(answer="AGREED") | Q(rights_told=True),
                violation_error_message=gettext_lazy("先告知权利义务，再问愿不愿意（调解法第二十三条、第二十四条）。"),
            ),
        ]

    def __str__(self):
        return self.get_answer_display()


class Mediator(models.Model):
    """Who mediates a dispute, and who chose (M05). The lead is the case's handler."""

    class ChosenBy(models.TextChoices):
        COMMITTEE = "COMMITTEE", gettext_lazy("调解组织指定")
        FIRST = "FIRST", gettext_lazy("申请人一方选的")
        OTHER = "OTHER", gettext_lazy("对方选的")
        BOTH = "BOTH", gettext_lazy("双方共同选的")

    dispute = models.ForeignKey(
        Dispute, models.PROTECT, related_name="mediators", verbose_name=gettext_lazy("矛盾纠纷")
    )
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="mediations", verbose_name=gettext_lazy("调解员")
    )
    chosen_by = models.CharField(gettext_lazy("怎么定的"), max_length=9, choices=ChosenBy)
    is_lead = models.BooleanField(gettext_lazy("主调解员"), default=False)
    since = models.DateField(gettext_lazy("起"))
    named_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))

    class Meta:
        verbose_name = gettext_lazy("调解员")
        verbose_name_plural = gettext_lazy("调解员")
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "dispute"],
                name="one_mediates_once",
                violation_error_message=gettext_lazy("这位调解员已经在这一件里。"),
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(is_lead=True),
                name="one_lead_mediator",
                violation_error_message=gettext_lazy("主调解员只能有一位。"),
            ),
        ]

    def __str__(self):
        return self.official.name

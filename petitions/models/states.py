"""Where one claim stands on its own way; the stage of the petition follows from the least advanced (2.3)."""

from django.db import models
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.models.claim import Disposal, Purpose

Stage = Case.Stage


class ClaimState(models.TextChoices):
    """In the order in which a claim gets there; each way passes through some of them."""

    REGISTERED = "REGISTERED", gettext_lazy("待分流")
    TO_TELL = "TO_TELL", gettext_lazy("待告知去向")
    TO_OBJECT = "TO_OBJECT", gettext_lazy("待提异议")
    OBJECTED = "OBJECTED", gettext_lazy("异议待答复")
    NOTICED_ROUTED = "NOTICED_ROUTED", gettext_lazy("已告知去向")
    TRANSFERRED = "TRANSFERRED", gettext_lazy("已转送")
    RETURNED = "RETURNED", gettext_lazy("已退回")
    DECLINED = "DECLINED", gettext_lazy("已告知不受理")
    PASSED_ON = "PASSED_ON", gettext_lazy("已密封移送")
    TO_ACCEPT = "TO_ACCEPT", gettext_lazy("待受理")
    CONSULTATION = "CONSULTATION", gettext_lazy("待答复")
    SUGGESTION_REVIEW = "SUGGESTION_REVIEW", gettext_lazy("研究建议")
    DUTY_PERFORMANCE = "DUTY_PERFORMANCE", gettext_lazy("履行职责")
    SIMPLE_ACCEPTED = "SIMPLE_ACCEPTED", gettext_lazy("简易办理")
    ACCEPTED = "ACCEPTED", gettext_lazy("已受理")
    INVESTIGATING = "INVESTIGATING", gettext_lazy("调查核实")
    DRAFTED = "DRAFTED", gettext_lazy("已拟答复")
    OPINION_SIGNED = "OPINION_SIGNED", gettext_lazy("已签发")
    SERVED = "SERVED", gettext_lazy("已送达")
    WITHDRAWN = "WITHDRAWN", gettext_lazy("已撤回")


TOLD = {
    Disposal.TRANSFERRED: ClaimState.TRANSFERRED,
    Disposal.OBJECTED: ClaimState.RETURNED,
    Disposal.ENDED_BY_SECOND_REVIEW: ClaimState.DECLINED,
    Disposal.PENDING_BELOW: ClaimState.DECLINED,
    Disposal.DISCIPLINE: ClaimState.PASSED_ON,
}
AWAY = {ClaimState.NOTICED_ROUTED, *TOLD.values()}
AT_WORK = {ClaimState.CONSULTATION, ClaimState.SUGGESTION_REVIEW, ClaimState.DUTY_PERFORMANCE}
STAGES = {
    ClaimState.REGISTERED: Stage.REGISTERED,
    ClaimState.TO_TELL: Stage.TRIAGED,
    ClaimState.TO_OBJECT: Stage.TRIAGED,
    ClaimState.OBJECTED: Stage.TRIAGED,
    ClaimState.TO_ACCEPT: Stage.TRIAGED,
    ClaimState.SIMPLE_ACCEPTED: Stage.ACCEPTED,
    ClaimState.ACCEPTED: Stage.ACCEPTED,
    ClaimState.INVESTIGATING: Stage.INVESTIGATING,
    ClaimState.DRAFTED: Stage.INVESTIGATING,
    ClaimState.OPINION_SIGNED: Stage.ANSWERED,
    ClaimState.SERVED: Stage.SERVED,
}
ORDER = list(Stage)


class Staged:
    """What follows from the claims: the state of each, and the stage of the petition."""

    def state_of(self, claim, *, is_looked_into=None):
        """Where `claim` stands on its way, from what is on record."""
        case = self.case
        if claim.withdrawn_on:
            return ClaimState.WITHDRAWN
        if not case.triaged_on or claim.awaits_triage:
            return ClaimState.REGISTERED
        if claim.is_routed_elsewhere:
            return self._state_away(claim)
        if claim.answered_on:
            if case.served_on:
                return ClaimState.SERVED
            return ClaimState.OPINION_SIGNED if case.answered_on else ClaimState.DRAFTED
        if claim.on_procedure and not self.accepted_on_of(claim):
            return ClaimState.TO_ACCEPT
        if self._is_looked_into() if is_looked_into is None else is_looked_into:
            return ClaimState.INVESTIGATING
        if claim.on_procedure:
            return ClaimState.SIMPLE_ACCEPTED if self.is_simple() else ClaimState.ACCEPTED
        if claim.is_duty:
            return ClaimState.DUTY_PERFORMANCE
        return ClaimState.SUGGESTION_REVIEW if claim.purpose == Purpose.SUGGESTION else ClaimState.CONSULTATION

    def stage_now(self):
        """The stage of the least advanced claim; those gone elsewhere count only where nothing else is left."""
        if self.case.closed_on:
            return Stage.CLOSED
        is_looked_into = self._is_looked_into()
        states = {self.state_of(claim, is_looked_into=is_looked_into) for claim in self._standing()}
        if not states:
            return Stage.TRIAGED if self.case.triaged_on else Stage.REGISTERED
        if states <= AWAY:
            return Stage.ROUTED
        return min((self._stage_of(state) for state in states - AWAY), key=ORDER.index)

    def _is_looked_into(self):
        return bool(self.case.investigations.all())

    def _state_away(self, claim):
        if claim.routed_on:
            return TOLD.get(claim.disposal, ClaimState.NOTICED_ROUTED)
        if claim.disposal == Disposal.OBJECTED:
            return ClaimState.OBJECTED if self._objection() else ClaimState.TO_OBJECT
        return ClaimState.TO_TELL

    def _stage_of(self, state):
        """What needs no acceptance keeps nothing back: it counts as accepted as soon as anything is."""
        if state in AT_WORK:
            return Stage.ACCEPTED if self.case.accepted_on else Stage.TRIAGED
        return Stage(STAGES.get(state))

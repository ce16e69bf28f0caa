from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The file: what is true of a petition and of a dispute alike."""

    name = "cases"
    verbose_name = _("案卷")

    def ready(self):
        """Start no office whose settings change a number that is law; tell the audit log how cases are called."""
        from cases import checks, clearing, expected, indicators, risk, rounds, telling, working_together
        from cases.models import Case, Team
        from cases.rules import check_overrides
        from officials import audit

        check_overrides()
        audit.SUBJECTS["team"] = audit.Subject(_("专班、突击队"), Team.objects.all, Team.objects.all, "name")
        audit.SUBJECTS["case"] = audit.Subject(_("案件"), Case.objects.all, Case.objects.unsealed, "number")
        expected.register()
        rounds.when_closed(telling.tell_of_rounds)
        clearing.register()
        indicators.start()
        risk.start()
        working_together.register()
        self.wait_for_the_other_hand()
        checks.register()

    @staticmethod
    def wait_for_the_other_hand():
        """What somebody else did or wrote, and one may check."""
        from django.utils import timezone

        from cases.models import (
            AssistObjection,
            AssistReply,
            Handover,
            Instruction,
            LevelChange,
            Ownership,
            OwnershipTransfer,
            Performance,
            Suspension,
            Team,
            TeamMatter,
        )
        from cases.waiting import wait_for

        wait_for(
            "cases:commitment_check",
            lambda who: Performance.objects.unchecked().exclude(recorded_by=who).values("commitment__case"),
        )
        wait_for(
            "cases:transfer_answer",
            lambda who: OwnershipTransfer.objects.for_signature_of(who, timezone.localdate()).values("case"),
        )
        wait_for(
            "cases:ownership_signature", lambda who: Ownership.objects.unsigned().filter(leader=who).values("case")
        )
        wait_for(
            "cases:instruction_answer", lambda who: Instruction.objects.unanswered().filter(to=who).values("case")
        )
        wait_for(
            "cases:assist_decision",
            lambda who: AssistObjection.objects.waiting_for(who, timezone.localdate()).values("task__case"),
        )
        wait_for(
            "cases:assist_outcome",
            lambda who: AssistReply.objects.to_weigh().filter(task__case__handler=who).values("task__case"),
        )
        wait_for(
            "teams:decision",
            lambda who: TeamMatter.objects.filter(team__in=Team.objects.to_decide_by(who)).values("case"),
        )
        wait_for("cases:handover_answer", lambda who: Handover.objects.for_hand_of(who).values("case"))
        wait_for("cases:level_decision", lambda who: LevelChange.objects.waiting_for(who).values("case"))
        wait_for(
            "cases:suspension_decision",
            lambda who: Suspension.objects.waiting().exclude(asked_by=who).values("case"),
        )

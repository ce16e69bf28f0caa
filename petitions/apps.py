from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """The statutory procedure of a petition."""

    name = "petitions"
    verbose_name = _("信访程序")

    def ready(self):
        """Tell the desks what waits for another hand, but nobody of what he wrote himself; tell the rounds."""
        from cases.models import Paper, Recusal
        from cases.waiting import wait_for
        from petitions import indicators, risk, rounds
        from petitions.models import Disclosure, Extension, Opinion, Petition, Reopening

        case = "petition__case"
        wait_for(
            "petitions:approval",
            lambda who: Opinion.objects.awaiting_review().exclude(submitted_by=who).values(case),
        )
        wait_for(
            "petitions:signature",
            lambda who: (
                Opinion.objects.awaiting_signature().exclude(submitted_by=who).exclude(reviewed_by=who).values(case)
            ),
        )
        wait_for(
            "petitions:extension_proposal",
            lambda who: Extension.objects.awaiting_director().exclude(asked_by=who).values(case),
        )
        wait_for(
            "petitions:extension_approval",
            lambda who: Extension.objects.awaiting_head().exclude(asked_by=who).exclude(proposed_by=who).values(case),
        )
        wait_for("petitions:paper_approval", lambda who: Paper.objects.awaiting_approval_of(who).values("case"))
        wait_for("petitions:sign_off", lambda who: Petition.objects.awaiting_sign_off_of(who).values("case"))
        wait_for(
            "petitions:disclosure_review",
            lambda who: Disclosure.objects.waiting_for(who).values("inquiry__petition__case"),
        )
        wait_for("petitions:recusal_decision", lambda who: Recusal.objects.to_decide_by(who).values("case"))
        wait_for("petitions:reopening", lambda who: Reopening.objects.waiting().exclude(asked_by=who).values(case))
        rounds.register()
        indicators.register()
        risk.start()

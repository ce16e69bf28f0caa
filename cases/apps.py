from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The file: what is true of a petition and of a dispute alike."""

    name = "cases"
    verbose_name = _("案卷")

    def ready(self):
        """Start no office whose settings change a number that is law; tell the audit log how cases are called."""
        from cases.models import Case
        from cases.rules import check_overrides
        from officials import audit

        check_overrides()
        audit.SUBJECTS["case"] = audit.Subject(_("案件"), Case.objects.all, Case.objects.unsealed, "number")
        self.expect_of_the_day()

    @staticmethod
    def expect_of_the_day():
        """What the daily closing must find true of matters (T10)."""
        from cases.models import Case
        from cases.rounds import DAY, expect

        def cases(official):
            return Case.objects.visible_to(official, "cases:list").unsealed()

        page = "cases:list"
        expect(
            DAY,
            "urgent",
            _("急办，还没行动"),
            lambda who, day: cases(who).urgent_unacted(),
            page,
            "?view=urgent",
        )
        expect(DAY, "late", _("法定超期"), lambda who, day: cases(who).legally_late(day), page, "?view=late")
        expect(DAY, "today", _("法定今天到期"), lambda who, day: cases(who).legally_due(day, day), page, "?due=today")
        expect(
            DAY,
            "untriaged",
            _("登记了，还没定承办单位"),
            lambda who, day: cases(who).untriaged(),
            page,
            "?view=untriaged",
        )

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

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The file: what is true of a petition and of a dispute alike."""

    name = "cases"
    verbose_name = _("案卷")

    def ready(self):
        """Start no office whose settings change a number that is law."""
        from cases.rules import check_overrides

        check_overrides()

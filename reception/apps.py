from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """The front door: every contact of every channel."""

    name = "reception"
    verbose_name = _("接待")

    def ready(self):
        from officials.audit import SUBJECTS, Subject
        from reception.models import LetterImport, Visit

        SUBJECTS["visit"] = Subject(_("来访"), Visit.objects.all, Visit.objects.unsealed, "contact_no")
        imports = LetterImport.objects.all
        SUBJECTS["import"] = Subject(_("来信导入"), imports, imports, "filename")

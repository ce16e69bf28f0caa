from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """The front door: every contact of every channel."""

    name = "reception"
    verbose_name = _("接待")

    def ready(self):
        from officials.audit import SUBJECTS, Subject
        from reception import diary, indicators, rounds
        from reception.models import HallScreen, LetterImport, PaperSlip, Room, Ticket, Visit

        def latest_tickets():
            return Ticket.objects.order_by("-pk")  # a number comes again each day: the last one is meant

        SUBJECTS["ticket"] = Subject(_("票"), latest_tickets, Ticket.objects.all, "number")
        SUBJECTS["room"] = Subject(_("房间"), Room.objects.all, Room.objects.all, "name")
        SUBJECTS["screen"] = Subject(_("大厅屏"), HallScreen.objects.all, HallScreen.objects.all, "name")
        SUBJECTS["visit"] = Subject(_("来访"), Visit.objects.all, Visit.objects.unsealed, "contact_no")
        SUBJECTS["slip"] = Subject(_("应急登记单"), PaperSlip.objects.all, PaperSlip.objects.all, "number")
        imports = LetterImport.objects.all
        SUBJECTS["import"] = Subject(_("来信导入"), imports, imports, "filename")
        diary.register()
        indicators.register()
        rounds.register()

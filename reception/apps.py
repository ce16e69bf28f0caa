from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """The front door: every contact of every channel."""

    name = "reception"
    verbose_name = _("接待")

    def ready(self):
        from officials.audit import SUBJECTS, Subject
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
        self.expect_of_the_day()

    @staticmethod
    def expect_of_the_day():
        """What the daily closing must find true of contacts, queue and window (T10)."""
        from cases.rounds import DAY, expect
        from reception.models import Appointment, Outreach, PaperSlip, Ticket, Visit, WindowRequest

        def contacts(official):
            return Visit.objects.on_desk_of(official).unsealed().filter(is_historical=False)

        page = "reception:contacts"
        expect(DAY, "talk", _("等接谈补全"), lambda who, day: contacts(who).awaiting_talk(), page, "?view=talk")
        expect(DAY, "unread", _("来信未阅"), lambda who, day: contacts(who).unread(), page, "?view=unread")
        expect(DAY, "queue", _("队里还有人"), lambda who, day: Ticket.objects.of(day).open(), "reception:queue")
        expect(
            DAY,
            "void_asked",
            _("申请作废，等另一位决定"),
            lambda who, day: contacts(who).void_asked(),
            page,
            "?view=void_asked",
        )
        expect(
            DAY,
            "to_tell",
            _("后台已答复，还没告诉群众"),
            lambda who, day: WindowRequest.objects.visible_to(who).to_tell(),
            "reception:requests",
            "?view=to_tell",
        )
        expect(
            DAY,
            "outreach",
            _("下访家访到时间了，还没记"),
            lambda who, day: Outreach.objects.visible_to(who).unsealed().unrecorded(timezone.now()),
            "reception:outreaches",
            "?view=unrecorded",
        )
        expect(
            DAY,
            "slips",
            _("应急登记单没有录完"),
            lambda who, day: PaperSlip.objects.of_begun_batches(),
            "reception:slips",
        )

        def appointments(official):
            return Appointment.objects.for_desk_of(official)

        page = "reception:appointments"
        expect(
            DAY,
            "appointment_asked",
            _("接访预约，等答复"),
            lambda who, day: appointments(who).waiting_for_answer(),
            page,
            "?view=asked",
        )
        expect(
            DAY,
            "appointment_calls",
            _("接访预约，要告诉、要提醒"),
            lambda who, day: appointments(who).to_call(day),
            page,
            "?view=calls",
        )
        expect(
            DAY,
            "appointment_unrecorded",
            _("接访预约，没有记录"),
            lambda who, day: appointments(who).unrecorded(),
            page,
            "?view=unrecorded",
        )

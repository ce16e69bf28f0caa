"""Addresses of the front door."""

from django.urls import path

from reception import (
    appointment_views,
    asking,
    channels,
    closing,
    contacts,
    day_views,
    hall_views,
    imports,
    printing,
    queue_views,
    room_views,
    slips,
    talks,
    timetable,
    views,
    window,
)
from reception.models.queue import STEPS

app_name = "reception"

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/register/", views.register, name="register"),
    path("desk/matches/", views.matches, name="matches"),
    path("desk/proposal/", queue_views.proposal, name="proposal"),
    path("queue/", queue_views.queue, name="queue"),
    path("queue/next/", queue_views.call_next, name="queue_next"),
    path("queue/<int:pk>/move/", queue_views.move, name="queue_move"),
    *(
        path(f"queue/<int:pk>/{verb}/", queue_views.take, {"verb": verb}, name=f"queue_{verb}")
        for verb in STEPS
        if verb != "move"
    ),
    path("rooms/", room_views.rooms, name="rooms"),
    path("rooms/add/", room_views.room_add, name="room_add"),
    path("rooms/<int:pk>/edit/", room_views.room_edit, name="room_edit"),
    path("rooms/booking/", room_views.booking, name="booking"),
    path("rooms/bookings/<int:pk>/cancellation/", room_views.booking_cancel, name="booking_cancel"),
    path("reception-days/", day_views.reception_days, name="reception_days"),
    path("reception-days/plan/", day_views.plan, name="reception_plan"),
    path("reception-days/copy/", day_views.copy, name="reception_copy"),
    path("reception-days/publication/", day_views.publish, name="reception_publish"),
    path("reception-days/poster/", day_views.poster_p23, name="poster_p23"),
    path("reception-days/<int:pk>/", day_views.reception_day, name="reception_day"),
    path("reception-days/<int:pk>/change/", day_views.change, name="reception_change"),
    path("reception-days/<int:pk>/cancellation/", day_views.cancel, name="reception_cancel"),
    path("reception-days/<int:pk>/holding/", day_views.held, name="reception_held"),
    path("reception-days/<int:pk>/booking/", appointment_views.book, name="appointment_book"),
    path("appointments/", appointment_views.appointments, name="appointments"),
    path("appointments/<int:pk>/", appointment_views.appointment, name="appointment"),
    path("appointments/<int:pk>/phone/", appointment_views.phone, name="appointment_phone"),
    *(
        path(f"appointments/<int:pk>/{verb}/", appointment_views.take, {"verb": verb}, name=f"appointment_{verb}")
        for verb in appointment_views.STEPS
    ),
    path("timetable/", timetable.timetable, name="timetable"),
    path("timetable/request/", asking.ask, name="appointment_ask"),
    path("timetable/request/done/", asking.asked, name="appointment_asked"),
    path("timetable/mine/", asking.mine, name="appointment_mine"),
    path("hall/", hall_views.hall, name="hall"),
    path("hall/link/<str:secret>/", hall_views.hall_link, name="hall_link"),
    path("hall/screens/", hall_views.hall_screens, name="hall_screens"),
    path("hall/screens/add/", hall_views.hall_screen_add, name="hall_screen_add"),
    path("hall/screens/<int:pk>/withdrawal/", hall_views.hall_screen_withdraw, name="hall_screen_withdraw"),
    path("receipts/<str:contact_no>/", views.receipt, name="receipt"),
    path("receipts/<str:contact_no>/reprint/", views.reprint, name="reprint"),
    path("receipts/<str:contact_no>/form/", printing.form_p01, name="form_p01"),
    path("privacy/", printing.privacy, name="privacy"),
    path("privacy/edit/", printing.privacy_edit, name="privacy_edit"),
    path("privacy/poster/", printing.poster_p27, name="poster_p27"),
    path("closing/", closing.closing, name="closing"),
    path("channels/", channels.channels, name="channels"),
    path("channels/poster/", channels.poster, name="channels_poster"),
    path("channels/notices/", channels.channel_notices, name="channel_notices"),
    path("channels/notices/<str:item>/", channels.channel_notice, name="channel_notice"),
    path("contacts/", contacts.register, name="contacts"),
    path("contacts/<str:contact_no>/", contacts.contact, name="contact"),
    path("contacts/<str:contact_no>/talk/", contacts.talk, name="talk"),
    path("contacts/<str:contact_no>/reading/", contacts.reading, name="reading"),
    path("contacts/<str:contact_no>/closing-report/", contacts.report_back, name="report_back"),
    path("contacts/<str:contact_no>/extension/", contacts.extension, name="extension"),
    path("contacts/<str:contact_no>/entry/", contacts.entry, name="entry"),
    path("contacts/<str:contact_no>/voiding/", contacts.void, name="void"),
    path("contacts/<str:contact_no>/voiding/decision/", contacts.void_decision, name="void_decision"),
    path("talks/", talks.talks, name="talks"),
    path("talks/new/", talks.talk_note_add, name="talk_note_add"),
    path("talks/<int:pk>/", talks.talk_note, name="talk_note"),
    path("talks/<int:pk>/answer/", talks.suggestion_answer, name="suggestion_answer"),
    path("talks/<int:pk>/desk/", talks.talk_note_take_up, name="talk_note_take_up"),
    path("requests/", window.requests, name="requests"),
    path("requests/<str:contact_no>/", window.request_page, name="request"),
    *(
        path(f"requests/<str:contact_no>/{verb}/", window.take, {"verb": verb}, name=f"request_{verb}")
        for verb in window.FORMS
    ),
    path("slips/", slips.slips, name="slips"),
    path("slips/print/", slips.slips_print, name="slips_print"),
    path("slips/entry/", slips.slips_enter, name="slips_enter"),
    path("slips/batches/<int:batch>/", slips.slips_pdf, name="slips_pdf"),
    path("slips/<int:pk>/spoiling/", slips.slip_spoil, name="slip_spoil"),
    path("letters/", imports.import_letters, name="import"),
    path("letters/<int:pk>/", imports.import_progress, name="import_progress"),
]

"""Contacts after the desk: the register of them, one contact's page, its talk, its reading, its voiding."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases import keeping
from cases.models import Case
from cases.steps import step
from cases.views.files import handed_out
from officials import audit
from officials.models import Role
from reception.forms import (
    AssignmentExtensionForm,
    AssignmentReportForm,
    ContactFileRemovalForm,
    ContactUploadForm,
    PromiseForm,
    PromiseKeptForm,
    ReadingForm,
    SystemEntryForm,
    TalkForm,
    VoidingDecisionForm,
    VoidingForm,
)
from reception.listing import newest_first, standing_view
from reception.matches import Opening
from reception.models import Outreach, Visit, VisitParty, Voiding

FORM = require_http_methods(["GET", "HEAD", "POST"])
DEFAULT_VIEW = "today"
TALK_TYPED = "talk_typed"
LEADERS = {Role.LO, Role.HO}


def views_of(contacts, today):
    """The standing views of the register: name -> (label, contacts)."""
    return {
        "today": (gettext_lazy("今天登记的"), contacts.registered_on(today)),
        "talk": (gettext_lazy("等接谈补全"), contacts.awaiting_talk()),
        "promised": (gettext_lazy("答应的下一步"), contacts.promised()),
        "unread": (gettext_lazy("来信未阅"), contacts.unread()),
        "settled": (gettext_lazy("当场办结"), contacts.settled()),
        "handed": (gettext_lazy("交后台的"), contacts.handed_over()),
        "unentered": (gettext_lazy("没录信访系统"), contacts.unentered()),
        "void_asked": (gettext_lazy("申请作废"), contacts.void_asked()),
        "voided": (gettext_lazy("已作废"), contacts.voided()),
        "all": (gettext_lazy("全部"), contacts),
    }


@require_GET
def register(request):
    """All contacts one may see, the newest first; the same number of queries however many there are."""
    contacts = Visit.objects.on_desk_of(request.user).filter(is_historical=False)
    today = timezone.localdate()
    standing = standing_view(request, views_of(contacts, today), DEFAULT_VIEW)
    visits, following = newest_first(request, shown_in_lists(standing.found))
    may_talk = request.user.may("reception:talk")
    context = {"visits": visits, "following": following, "may_talk": may_talk, "today": today, **standing.context()}
    return render(request, "reception/contacts.html", context)


def shown_in_lists(contacts):
    """With what a line of a list says of a contact: three queries, whatever the number."""
    parties = VisitParty.objects.only("visit", "is_lead", "name_masked")
    asked = Voiding.objects.open().filter(visit=OuterRef("pk")).values("reason")
    return (
        contacts.select_related("case", "community", "registrar", "request")
        .annotate(void_reason=Subquery(asked[:1]))
        .prefetch_related(Prefetch("parties", parties))
    )


# ---------- 一次来访来信 ----------
def contact_for(request, contact_no, *, lock=False, own_sealed=False):
    """The contact of that number, if the signed-in official may see it; of a sealed one only whoever reads its case.

    `own_sealed` lets its registrar in too, for what shows nothing but the number.
    """
    contacts = Visit.objects.visible_to(request.user)
    if lock:
        contacts = contacts.select_for_update(of=("self",))
    visit = get_object_or_404(contacts, contact_no=contact_no)
    if visit.is_sealed and not own_sealed and not sees_case_of(request.user, visit):
        refusal = Http404()
        refusal.subject = ("visit", visit.pk)
        raise refusal
    return visit


def sees_case_of(official, visit):
    return visit.case_id is not None and Case.objects.visible_to(official).filter(pk=visit.case_id).exists()


@require_GET
def contact(request, contact_no):
    """What is known of one contact, and what can be done about it now."""
    visit = contact_for(request, contact_no)
    audit.record(request.user, "reception:contact", "visit", visit.pk, request=request)
    sees_case = sees_case_of(request.user, visit)
    voidings = list(visit.voidings.select_related("asked_by", "decided_by"))
    context = {
        "visit": visit,
        "lead": visit.parties.defer(*VisitParty.MASKED).filter(is_lead=True).first(),
        "case": visit.case if sees_case else None,
        "readings": visit.readings.select_related("reader"),
        "files": visit.attachments.select_related("uploaded_by", "removed_by"),
        "promises": visit.promises.earliest_first(),
        "trip": trip_of(request.user, visit),
        "voidings": voidings,
        "open_voiding": next((one for one in voidings if one.decided_at is None), None),
        "today": timezone.localdate(),
        "may": may_do(request.user, visit, voidings),
    }
    return render(request, "reception/contact.html", context)


def trip_of(official, visit):
    """The visit to a community or a home where it was first heard, for whoever may see that."""
    return visit.outreach_id and Outreach.objects.visible_to(official).filter(pk=visit.outreach_id).first()


def may_do(official, visit, voidings):
    """The steps on this contact that `official` can take now."""
    is_asked = next((one for one in voidings if one.decided_at is None), None)
    steps = {
        "talk": visit.may_be_taken_up,
        "reading": visit.is_written and not visit.voided_at,
        "request": visit.request_id,
        "promise": not (visit.case_id or visit.voided_at or visit.is_historical),
        "promise_keep": not visit.voided_at,
        "contact_upload": not (visit.case_id or visit.voided_at or visit.is_historical),
        "contact_file": True,
        "contact_file_remove": not visit.voided_at,
        "report_back": is_owed_a_report(visit),
        "extension": is_owed_a_report(visit),
        "entry": visit.case_id and not (visit.voided_at or visit.is_historical or visit.case.is_dispute),
        "void": not (visit.voided_at or is_asked or visit.is_historical),
        "void_decision": bool(is_asked) and is_asked.asked_by_id != official.pk,
    }
    return {name for name, is_open in steps.items() if is_open and official.may(f"reception:{name}")}


def is_owed_a_report(visit):
    return bool(visit.due_on) and not visit.voided_at and not hasattr(visit, "closing_report")


# ---------- 接谈 ----------
@step
@FORM
def talk(request, contact_no):
    """Take down what somebody came for of whom only the name is known, or who wants more than was answered."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    if request.method != "POST" and not visit.may_be_taken_up:
        messages.info(request, _("这次来访已经登记完，不用再补。"))
        return redirect("reception:contact", visit.contact_no)
    if request.method != "POST":
        typed = keeping.take(request.session, TALK_TYPED) or {}
        if (typed.pop("official", None), typed.pop("contact", None)) != (request.user.pk, contact_no):
            typed = {}
        audit.record(request.user, "reception:contact", "visit", visit.pk, request=request)
        initial = {**typed, **Opening.begin(request.user).initial}
        return show_talk(request, visit, TalkForm(initial=initial, record=visit, by=request.user))
    form = TalkForm(request.POST, record=visit, by=request.user)
    if not form.save():
        return show_talk(request, visit, form, status=422)
    audit.record(request.user, "reception:talk", "visit", visit.pk, request=request)
    for warning in form.warnings:
        messages.warning(request, warning)
    if visit.settled_at:
        messages.success(request, _("已记当场办结。"))
        return redirect("reception:contact", visit.contact_no)
    if sees_case_of(request.user, visit):
        messages.success(request, _("已记入 %s。") % visit.case.number)
        return redirect(visit.case)
    messages.success(request, _("已登记，并已封存。以后您只能看到这张回执。"))
    return redirect(visit)


def keep_talk(request):
    """Keep what was typed in a talk when the session is over before it comes in (see `views.keep_typed`)."""
    opening, contact_no = Opening.read(request.POST.get("opened")), request.POST.get("contact", "")
    if opening is None or not contact_no or request.user.pk not in (None, opening.official):
        return None
    typed = {name: request.POST[name] for name in TalkForm.base_fields if name in request.POST}
    keeping.put(request.session, TALK_TYPED, {**typed, "official": opening.official, "contact": contact_no})
    messages.warning(request, _("您写的接谈内容还没有存，都还在。请核对后再存一次。"))
    return reverse("reception:talk", args=[contact_no])


talk.keep_typed = keep_talk


def show_talk(request, visit, form, status=200, **found):
    context = {"visit": visit, "lead": form.known, "form": form, "matches": None, **found}
    return render(request, "reception/talk.html", context, status=status)


# ---------- 阅信 ----------
@step
@FORM
def reading(request, contact_no):
    """Sign a letter as read; a leader may give an instruction."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    if not visit.is_written or visit.voided_at:
        raise PermissionDenied(_("只有来信、传真、网上来件要签阅。"))
    sent = request.POST if request.method == "POST" else None
    form = ReadingForm(sent, record=visit, by=request.user, as_leader=bool(request.user.roles & LEADERS))
    if sent is not None and form.save():
        audit.record(request.user, "reception:reading", "visit", visit.pk, request=request)
        messages.success(request, _("已签阅。"))
        return redirect("reception:contact", visit.contact_no)
    if sent is None:
        audit.record(request.user, "reception:contact", "visit", visit.pk, request=request)
    return shown(request, visit, form, "reception/reading.html", readings=visit.readings.select_related("reader"))


# ---------- 材料 ----------
@step
@FORM
def contact_upload(request, contact_no):
    """Bring a file to a contact without a case, by the rules that hold for a case (UP-01, UP-02)."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ContactUploadForm(*sent, record=visit, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:contact_upload", "visit", visit.pk, request=request)
        messages.success(request, _("材料已上传。"))
        return redirect("reception:contact", visit.contact_no)
    page = shown(request, visit, form, "reception/contact_upload.html", most=settings.ATTACHMENT_MAX_BYTES)
    if form.is_bound and form.has_error("file", "size"):
        page.status_code = 413
    return page


@require_GET
def contact_file(request, contact_no, pk):
    """The file as it was brought (UP-06, UP-08)."""
    visit = contact_for(request, contact_no)
    found = get_object_or_404(visit.attachments.present(), pk=pk)
    response = handed_out(found)
    field = f"file {found.pk}"
    audit.record(request.user, "reception:contact_file", "visit", visit.pk, request=request, field=field)
    return response


@step
@FORM
def contact_file_remove(request, contact_no, pk):
    """The row stays with its hash, the bytes go."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    found = get_object_or_404(visit.attachments.present().select_related("uploaded_by"), pk=pk)
    form = ContactFileRemovalForm(
        request.POST if request.method == "POST" else None,
        record=visit,
        by=request.user,
        attachment=found,
        may_always=Role.OD in request.user.roles,
    )
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:contact_file_remove", "visit", visit.pk, request=request)
        messages.success(request, _("已移除，记录和指纹还在。"))
        return redirect("reception:contact", visit.contact_no)
    return shown(request, visit, form, "reception/contact_file_remove.html", attachment=found)


# ---------- 答应的下一步 ----------
@step
@FORM
def promise(request, contact_no):
    """Promise the visitor a next step by a day; its clock runs from now (F8)."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    sent = request.POST if request.method == "POST" else None
    form = PromiseForm(sent, record=visit, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:promise", "visit", visit.pk, request=request)
        for warning in form.warnings:
            messages.warning(request, warning)
        messages.success(request, _("已记下，到那天会列在日结里。"))
        return redirect("reception:contact", visit.contact_no)
    return shown(request, visit, form, "reception/promise.html")


@step
@FORM
def promise_keep(request, contact_no, pk):
    """Record that what was promised was done; its clock ends."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    promises = visit.promises.for_change() if request.method == "POST" else visit.promises
    kept = get_object_or_404(promises.select_related("deadline"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = PromiseKeptForm(sent, record=kept, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:promise_keep", "visit", visit.pk, request=request)
        messages.success(request, _("已记做到了。"))
        return redirect("reception:contact", visit.contact_no)
    return shown(request, visit, form, "reception/promise_keep.html", promise=kept, today=timezone.localdate())


# ---------- 报结 ----------
@step
@FORM
def report_back(request, contact_no):
    """Record that the closing report went to the organ that assigned the matter; its clock ends (L06)."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    if not visit.due_on:
        raise PermissionDenied(_("只有上级交办、没有作废的才报结（条例第二十二条第一款第三项）。"))
    sent = request.POST if request.method == "POST" else None
    form = AssignmentReportForm(sent, record=visit, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:report_back", "visit", visit.pk, request=request)
        messages.success(request, _("已记报结，交办的期限到此结束。"))
        return redirect("reception:contact", visit.contact_no)
    return shown(request, visit, form, "reception/report_back.html")


@step
@FORM
def extension(request, contact_no):
    """Record a later day for the closing report, granted by the organ that assigned the matter (L06)."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    if not visit.due_on:
        raise PermissionDenied(_("只有上级交办、没有作废的才有报结的期限（条例第二十二条第一款第三项）。"))
    sent = request.POST if request.method == "POST" else None
    form = AssignmentExtensionForm(sent, record=visit, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:extension", "visit", visit.pk, request=request)
        messages.success(request, _("已记延期，交办的期限改到 %s。") % form.cleaned_data["due_on"])
        return redirect("reception:contact", visit.contact_no)
    return shown(request, visit, form, "reception/extension.html")


# ---------- 信访信息系统 ----------
@step
@FORM
def entry(request, contact_no):
    """Record the number of the contact in the national petition information system."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    sent = request.POST if request.method == "POST" else None
    form = SystemEntryForm(sent, record=visit, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:entry", "visit", visit.pk, request=request)
        messages.success(request, _("已记信访信息系统编号。"))
        return redirect("reception:contact", visit.contact_no)
    return shown(request, visit, form, "reception/entry.html")


# ---------- 作废 ----------
@step
@FORM
def void(request, contact_no):
    """Ask for a registration to be void. Its own registrar may ask for a sealed one, of which he sees the number."""
    visit = contact_for(request, contact_no, lock=request.method == "POST", own_sealed=True)
    sent = request.POST if request.method == "POST" else None
    form = VoidingForm(sent, record=visit, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:void", "visit", visit.pk, request=request)
        messages.success(request, _("已申请作废，等另一位决定。决定以前这次登记照样有效。"))
        return redirect(back_of(request, visit))
    return shown(request, visit, form, "reception/void.html")


@step
@FORM
def void_decision(request, contact_no):
    """Decide on a request: somebody else than who asked."""
    visit = contact_for(request, contact_no, lock=request.method == "POST")
    voiding = visit.voidings.select_related("asked_by").first()
    if voiding is None:
        raise PermissionDenied(_("没有人申请作废这次登记。"))
    voiding.visit = visit
    sent = request.POST if request.method == "POST" else None
    form = VoidingDecisionForm(sent, record=voiding, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:void_decision", "visit", visit.pk, request=request)
        messages.success(request, _("已作废，编号保留。") if voiding.is_approved else _("没有同意，登记照样有效。"))
        return redirect("reception:contact", visit.contact_no)
    return shown(request, visit, form, "reception/void_decision.html", voiding=voiding)


def shown(request, visit, form, template, **context):
    status = 422 if form.is_bound else 200
    context = {"visit": visit, "form": form, "back_url": back_of(request, visit), **context}
    return render(request, template, context, status=status)


def back_of(request, visit):
    """The contact's page; for a sealed one that is not read here, the receipt."""
    if visit.is_sealed and not sees_case_of(request.user, visit):
        return visit.get_absolute_url()
    return reverse("reception:contact", args=[visit.contact_no])

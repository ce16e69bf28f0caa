"""The desk: one contact on one page, the look for earlier matters, the receipt."""

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases import keeping
from cases.counting import capped_counts
from cases.forms import StepForm
from cases.models import Case, Handover
from cases.steps import step
from officials import audit
from officials.models import Unit
from reception import contacts
from reception.forms import DeskForm, TalkForm
from reception.matches import Opening, look_up
from reception.models import Ticket, Visit, VisitParty
from reception.queue_views import part_of_desk

SHOWN_TODAY = 30
SHOWN_BACK = 5
# Buttons after which the clerk stays at the desk.
STAYS = {"only": gettext_lazy("已登记 {}"), "settle": gettext_lazy("已登记 {}，当场办结。")}


@require_GET
def desk(request):
    """An empty form; or one filled with what was typed before the session ended."""
    typed = keeping.take(request.session, keeping.TYPED) or {}
    if typed.get("official") != request.user.pk:
        typed = {}
    if not typed and (earlier := earlier_case(request, request.GET.get("follows", ""))):
        typed = of_earlier(earlier)
    return show_desk(request, fresh_form(request, typed))


@step
def register(request):
    """Register the contact, and go on to its receipt or back to the empty desk."""
    if request.method != "POST":
        return redirect("reception:desk")
    form = DeskForm(request.POST, by=request.user)
    if not form.save():
        return show_desk(request, form, status=422)
    visit = form.visit
    audit.record(request.user, "reception:register", "visit", visit.pk, request=request)
    for warning in form.warnings:
        messages.warning(request, warning)
    if visit.is_sealed:
        messages.success(request, _("已登记，并已封存。以后您只能看到这张回执。"))
    if form.way in STAYS:
        link = format_html('<a href="{}">{}</a>', visit.get_absolute_url(), visit.contact_no)
        messages.success(request, format_html(STAYS[form.way], link))
        return redirect("reception:desk")
    if not visit.is_sealed:
        words = _("已登记 %s，接谈时补全。") if visit.awaits_talk else _("已登记 %s")
        if visit.request_id:
            words = _("已登记 %s，交后台答复。")
        elif visit.has_own_case and visit.case.is_dispute:
            words = _("已登记 %s 为矛盾纠纷，问双方愿不愿意调解。")
            if visit.case.handling_unit is None:
                messages.warning(request, _("还没有调解员的岗位，先由信访办主任办理；请系统管理员设调解员。"))
        messages.success(request, words % visit.contact_no)
    keeping.put(request.session, keeping.CODE, {"visit": visit.pk, "code": visit.query_code, "is_first": True})
    return redirect(visit)


def keep_typed(request):
    """Keep what was typed when the session, or the key of the form, is over before it comes in.

    Gives the page that shows it again. Only a form this desk gave out is kept, and only for the one it was given to.
    """
    opening = Opening.read(request.POST.get("opened"))
    if opening is None or request.user.pk not in (None, opening.official) or request.htmx:
        return None
    typed = {name: request.POST[name] for name in DeskForm.base_fields if name in request.POST}
    keeping.put(request.session, keeping.TYPED, {**typed, "official": opening.official})
    messages.warning(request, _("您在接访台写的还没有登记，都还在。请核对后再按一次登记。"))
    return reverse("reception:desk")


register.keep_typed = keep_typed


def matches(request):
    """Earlier matters that may be the same as what is being typed; part of the page, or all of it without script."""
    if request.method != "POST":
        return redirect("reception:desk")
    opening = Opening.read(request.POST.get("opened"))
    if opening is None or not opening.is_open_for(request.user):
        raise PermissionDenied(_("没有正在登记的来访，不能比对。请从接访台重新开始。"))
    found = look_up(request, opening)
    if request.htmx:
        return render(request, "reception/_matches.html", found)
    typed = {name: request.POST[name] for name in DeskForm.base_fields if name in request.POST}
    if contact_no := request.POST.get("contact"):
        visit = contacts.contact_for(request, contact_no)
        return contacts.show_talk(request, visit, TalkForm(initial=typed, record=visit, by=request.user), **found)
    return show_desk(request, DeskForm(initial=typed, by=request.user), **found)


matches.keep_typed = keep_typed


def earlier_case(request, number):
    """The closed case a new one follows (T26), if this clerk may see it."""
    closed = Case.objects.visible_to(request.user, sealed=False).closed()
    return closed.filter(number=number).first() if number else None


def of_earlier(case):
    """What need not be typed again where a matter comes back as a new one; nobody's identity is shown."""
    return {
        "follows": case.number,
        "is_same_person": not case.is_anonymous,
        "statement": case.statement,
        "community": case.community_id,
        "people_present": case.people_present,
        "people_affected": case.people_affected,
    }


def fresh_form(request, typed):
    return DeskForm(initial={**typed, **Opening.begin(request.user).initial}, by=request.user)


def show_desk(request, form, status=200, **found):
    today = timezone.localdate()
    visits = Visit.objects.on_desk_of(request.user).registered_on(today)
    back = Handover.objects.back_with(request.user, today)  # nobody took it: his again (F40)
    counts = capped_counts({"visits": visits, "back": back})
    shown_back = back.select_related("case", "unit", "receiver").order_by("due_on", "pk")[:SHOWN_BACK]
    context = {
        "form": form,
        "matches": None,
        "earlier": earlier_case(request, form["follows"].value() or ""),
        "back": shown_back if counts["back"] else [],
        "back_count": counts["back"],
        "may_window": request.user.may("window:counter"),
        "may_slips": request.user.may("reception:slips"),
        "may_talks": request.user.may("reception:talks"),
        "may_import": request.user.may("reception:import"),
        "may_appointments": request.user.may("reception:appointments"),
        "count": counts["visits"],
        "visits": visits.order_by("-registered_at")
        .select_related("case", "case__community", "request")
        .prefetch_related(Prefetch("parties", VisitParty.objects.only("visit", "is_lead", "name_masked")))[
            :SHOWN_TODAY
        ],
        **part_of_desk(request, form),
        **found,
    }
    return render(request, "reception/desk.html", context, status=status)


@require_GET
def receipt(request, contact_no):
    """The slip and the A5 sheet. The query code stands on them once, right after it was drawn (PB-01)."""
    visits = Visit.objects.visible_to(request.user).select_related(
        "case__community",
        "case__first_receiver",
        "case__handling_unit",
        "registrar",
        "community",
        "answer",
        "request__deadline",
        "request__unit",
        "errand__item",
    )
    printable = Case.objects.visible_to(request.user, "reception:form_p01").filter(pk=OuterRef("case"))
    visit = get_object_or_404(visits.annotate(may_print_form=Exists(printable)), contact_no=contact_no)
    if visit.case_id is None:
        visit.may_print_form = request.user.may("reception:form_p01") and not visit.is_sealed
    drawn = keeping.take(request.session, keeping.CODE) or {}
    if drawn.get("visit") == visit.pk:
        visit.query_code = drawn["code"]
    audit.record(request.user, "reception:receipt", "visit", visit.pk, request=request)
    street = Unit.objects.street()
    context = {
        "visit": visit,
        "case": visit.case,
        "receiver": visit.case.first_receiver if visit.case else visit.registrar,
        "lead_name": named(visit, in_full=drawn.get("is_first")),
        "notice": visit.notice(),
        "ticket": Ticket.objects.of_visit_still_waiting(visit),
        "street": street,
        "office_name": street.name if street else "",  # the same row, not asked for again
        "query_address": settings.QUERY_ADDRESS,
        "qr_svg": qr_svg(settings.QUERY_ADDRESS),
        "print_now": "slip" if visit.query_code else "",
        "back_url": window_of(visit) or reverse("reception:desk"),
        "form": StepForm(),
        "may_print_form": visit.may_print_form,
        "may_ask_void": visit.voided_at is None and request.user.may("reception:void"),
    }
    return render(request, "reception/receipt.html", context)


def window_of(visit):
    """The way back to the window where this errand was done; empty for what came to the desk."""
    errand = getattr(visit, "errand", None)
    return f"{reverse('window:counter')}?community={errand.community_id}" if errand else ""


@step
def reprint(request, contact_no):
    """A new query code for a receipt; the code before is void from now on."""
    visits = Visit.objects.visible_to(request.user).select_for_update(of=("self",))
    visit = get_object_or_404(visits, contact_no=contact_no)
    if request.method != "POST":
        return redirect(visit)
    visit.issue_code(timezone.now())
    visit.save(update_fields=["query_code_hash", "query_code_at"])
    audit.record(request.user, "reception:reprint", "visit", visit.pk, request=request)
    keeping.put(request.session, keeping.CODE, {"visit": visit.pk, "code": visit.query_code, "is_first": False})
    messages.success(request, _("换了新的查询码，原来的已作废。请打印后交给来访人。"))
    return redirect(visit)


def named(visit, in_full):
    """The visitor's name for the own copy: in full at registration, masked ever after (R15), none on a sealed one."""
    lead = None if visit.is_sealed else visit.lead
    return lead and (lead.name if in_full else lead.name_masked)


def qr_svg(address):
    if not address:
        return ""
    drawing = segno.make(address, micro=False)
    return mark_safe(drawing.svg_inline(svgclass="qr-p", lineclass=None, omitsize=True, title="查询网址"))  # noqa: S308

"""The system administrator's pages: units, accounts, posts, zones, and nothing of any case (AZ-12)."""

from itertools import combinations

from axes.models import AccessAttempt
from axes.utils import reset
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.admin import Group  # registers it, to be taken back below
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Sum
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from officials import audit
from officials.models import Official, Posting, Role, Unit, Zone
from officials.passwords import AsksOwnPassword, give_first_password, is_confirmed
from officials.views import signing

admin.site.unregister(Group)
admin.site.site_header = gettext_lazy("系统管理")
admin.site.site_title = gettext_lazy("系统管理")
admin.site.index_title = gettext_lazy("机构、账号与岗位")
# One way in and out, and one page for the own password: the office's.
admin.site.login = lambda request, extra_context=None: redirect("officials:login")
admin.site.logout = lambda request, extra_context=None: signing.Logout.as_view()(request)
admin.site.password_change = lambda request, extra_context=None: redirect("officials:password")


class GraveForm(AsksOwnPassword, forms.ModelForm):
    """Changes who may do what; `request` is set by the page that uses it."""

    request = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_own_password(self.request)

    def refuse_self(self, *names):
        """Nobody grants himself anything (AZ-12)."""
        for name in names:
            if self.cleaned_data.get(name) == self.request.user:
                self.add_error(name, _("不能给自己任职、代理或挂钩，请另一位系统管理员来办。"))


class PostingForm(GraveForm):
    def clean(self):
        cleaned = super().clean()
        self.refuse_self("official", "substitute")
        return cleaned


class ZoneForm(GraveForm):
    def clean(self):
        cleaned = super().clean()
        self.refuse_self("leader")
        return cleaned


class RecordedAdmin(admin.ModelAdmin):
    """Every change is an audit entry; nothing is deleted, for history hangs on it."""

    subject = ""  # as the audit log calls it
    list_per_page = 50
    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_actions(self, request):
        return {}

    def subject_id(self, record):
        return record.pk

    def log_addition(self, request, record, message):
        return self._log("admin:add", super().log_addition(request, record, message), request, record)

    def log_change(self, request, record, message):
        return self._log("admin:change", super().log_change(request, record, message), request, record)

    def _log(self, action, entry, request, record):
        reason = f"{self.opts.verbose_name} {record}：{entry.get_change_message()}"
        audit.record(request.user, action, self.subject, self.subject_id(record), request=request, reason=reason)
        return entry


class GraveAdmin(RecordedAdmin):
    """Asks for the administrator's own password again (PD-04)."""

    form = GraveForm

    def get_fields(self, request, obj=None):
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [*self.fields, *([] if is_confirmed(request) or not may_save else ["own_password"])]

    def get_form(self, request, obj=None, change=False, **kwargs):
        fields = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        form = super().get_form(
            request, obj, change, fields=[name for name in fields if name != "own_password"], **kwargs
        )
        return type(form.__name__, (form,), {"request": request})


@admin.register(Unit)
class UnitAdmin(RecordedAdmin):
    subject = "unit"
    fields = ["kind", "parent", "name", "short_name", "code", "address", "phone", "hours", "position", "is_active"]
    list_display = ["name", "kind", "parent", "phone", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "code"]
    ordering = ["kind", "position", "pk"]


class PostingFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Each row is checked against the stored ones; here the rows of one page against each other."""
        super().clean()
        typed = [form.instance for form in self.forms if form.has_changed() and form.is_valid()]
        for one, other in combinations(typed, 2):
            if one.overlaps(other) and {Role.SA, Role.AU} & {one.role, other.role} and one.role != other.role:
                raise ValidationError(_("系统管理员、审计员和业务岗位不能由同一个人兼任。"))
            if one.overlaps(other) and (one.role, one.unit_id) == (other.role, other.unit_id):
                raise ValidationError(_("此人在这段时间已有这个岗位。"))


class PostingInline(admin.TabularInline):
    model = Posting
    formset = PostingFormSet
    fk_name = "official"
    fields = ["unit", "role", "title", "is_main", "since", "until", "substitute"]
    verbose_name_plural = gettext_lazy("任职")

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("unit", "substitute")

    def has_add_permission(self, request, obj=None):
        return obj != request.user

    def has_change_permission(self, request, obj=None):
        return obj != request.user

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "substitute":
            kwargs["queryset"] = Official.objects.active().exclude(pk=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Official)
class OfficialAdmin(GraveAdmin):
    subject = "official"
    fields = ["username", "name", "phone", "email", "is_active"]
    list_display = ["username", "name", "posts_today", "is_active", "is_online", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "name"]
    inlines = [PostingInline]
    change_form_template = "officials/admin_official.html"

    def get_queryset(self, request):
        today = Posting.objects.in_force(timezone.localdate()).select_related("unit")
        live = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
        officials = super().get_queryset(request).annotate(has_session=Exists(live))
        return officials.prefetch_related(Prefetch("postings", queryset=today, to_attr="today"))

    @admin.display(description=gettext_lazy("今天的岗位"))
    def posts_today(self, official):
        return _("；").join(f"{post.unit} {post.title or post.get_role_display()}" for post in official.today) or "—"

    @admin.display(description=gettext_lazy("在线"), boolean=True)
    def is_online(self, official):
        return official.has_session

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and obj != request.user

    def save_model(self, request, official, form, change):
        if change:
            super().save_model(request, official, form, change)
            if "is_active" in form.changed_data:
                official.end_sessions()
        else:
            official.first_password = give_first_password(official)

    def response_add(self, request, official, post_url_continue=None):
        return first_password_page(request, official, official.first_password)

    def get_urls(self):
        act = path("<int:pk>/act/<slug:name>/", self.admin_site.admin_view(self.act), name="officials_official_act")
        return [act, *super().get_urls()]

    def act(self, request, pk, name):
        return act_on_account(request, pk, name)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {"acts": ACTS.items() if obj != request.user else [], "failures": failures_of(obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(Posting)
class PostingAdmin(GraveAdmin):
    form = PostingForm
    subject = "official"
    fields = ["official", "unit", "role", "title", "is_main", "since", "until", "substitute"]
    list_display = ["official", "unit", "role", "title", "since", "until", "substitute"]
    list_filter = ["role", "unit"]
    list_select_related = ["official", "unit", "substitute"]
    search_fields = ["official__username", "official__name"]

    def subject_id(self, posting):
        return posting.official_id

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.official != request.user)


@admin.register(Zone)
class ZoneAdmin(GraveAdmin):
    form = ZoneForm
    subject = "official"
    fields = ["leader", "community", "since", "until"]
    list_display = ["community", "leader", "since", "until"]
    list_select_related = ["community", "leader"]

    def subject_id(self, zone):
        return zone.leader_id

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "community":
            kwargs["queryset"] = Unit.objects.communities()
        if db_field.name == "leader":
            kwargs["queryset"] = Official.objects.holding(Role.LO, Role.HO, on=timezone.localdate())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


# ---------- acts on an account ----------


class ActForm(AsksOwnPassword, forms.Form):
    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_own_password(request)


def first_password_page(request, official, password):
    """The only time that the password is shown; the page is kept by no cache."""
    return render(
        request,
        "officials/first_password.html",
        {"official": official, "password": password, "hours": settings.INITIAL_PASSWORD_HOURS},
    )


def reset_password(request, official):
    password = give_first_password(official)
    official.end_sessions()
    return first_password_page(request, official, password)


def unlock(request, official):
    reset(username=official.username)
    messages.success(request, _("%(name)s的锁定已解除，可以马上再登录。") % {"name": official.name})


def end_sessions(request, official):
    official.end_sessions()
    messages.success(request, _("%(name)s的登录已结束。") % {"name": official.name})


ACTS = {
    "reset-password": (
        gettext_lazy("重设初始密码"),
        gettext_lazy("会给出一个新的初始密码，只显示一次；旧密码马上不能用，正在用的登录也会结束。"),
        reset_password,
    ),
    "unlock": (gettext_lazy("解除锁定"), gettext_lazy("连续输错密码造成的锁定马上解除。"), unlock),
    "end-sessions": (gettext_lazy("结束登录"), gettext_lazy("此人正在用的登录马上结束，要重新登录。"), end_sessions),
}


@require_http_methods(["GET", "POST"])
def act_on_account(request, pk, name):
    official = Official.objects.filter(pk=pk).first()
    if official is None or name not in ACTS:
        raise Http404
    if official == request.user:
        raise PermissionDenied(_("不能对自己的账号这样做，请另一位系统管理员来办。"))
    label, what, act = ACTS[name]
    form = ActForm(request, request.POST if request.method == "POST" else None)
    back = reverse("admin:officials_official_change", args=[pk])
    if request.method == "POST" and form.is_valid():
        action = f"admin:{name.replace('-', '_')}"
        audit.record(request.user, action, "official", official.pk, request=request)
        return act(request, official) or redirect(back)
    context = {"form": form, "official": official, "label": label, "what": what, "back_url": back}
    return render(request, "officials/account_act.html", context, status=422 if form.is_bound else 200)


def failures_of(official):
    """Wrong passwords within the lock's time, from all addresses together."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tries = AccessAttempt.objects.filter(username=official.username, attempt_time__gt=since)
    return tries.aggregate(count=Sum("failures_since_start"))["count"] or 0

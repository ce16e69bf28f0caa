"""Forms of one's own account, of the jurisdiction's figures, and of the audit log."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from officials import audit, permissions
from officials.models import AuditEntry, Delegation, Official, Posting, Profile, Role
from officials.models.delegation import POWERS, TAKERS
from officials.passwords import LONGEST


class DayField(forms.DateField):
    """A whole date in a plain text field."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "w-m", "autocomplete": "off", "maxlength": "20"})
    default_error_messages = {
        "required": _("请写明是哪一天。"),
        "invalid": _("看不懂是哪一天，请写成 2026-09-24 或 2026年9月24日。"),
    }

    def __init__(self, **kwargs):
        formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
        super().__init__(**{"input_formats": formats, "help_text": _("如 2026-09-24"), **kwargs})

    def to_python(self, value):
        day = super().to_python(value)
        if day and not 1949 <= day.year <= 2099:
            raise ValidationError(_("年份要在 1949 到 2099 之间，请核对。"), code="out_of_range")
        return day


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("工号或密码不对。请核对大小写和输入法，再试一次。"),
        "inactive": _("工号或密码不对。请核对大小写和输入法，再试一次。"),
        "initial_password_expired": _("初始密码已过 %(hours)s 小时，不能再用。请系统管理员重设一个。"),
        "no_post": _("您目前没有在任的岗位，不能登录。请系统管理员核对您的任职日期。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("工号")
        self.fields["username"].error_messages["required"] = _("请输入工号。")
        self.fields["password"] = forms.CharField(
            label=_("密码"),
            strip=False,
            max_length=LONGEST,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={
                "required": _("请输入密码。"),
                "max_length": _("密码最长 %(limit_value)s 个字，请核对。"),
            },
        )

    def confirm_login_allowed(self, user):
        """Said only to who knows the password."""
        super().confirm_login_allowed(user)
        hours = settings.INITIAL_PASSWORD_HOURS
        if user.initial_password_expired(timezone.now(), hours):
            self._refuse("initial_password_expired", hours=hours)
        if not user.posts:
            self._refuse("no_post")

    def _refuse(self, code, **params):
        raise ValidationError(self.error_messages[code], code=code, params=params)


class OwnPasswordForm(PasswordChangeForm):
    """A new password for oneself; the old one is checked by `authenticate`, so that wrong tries count."""

    error_messages = {
        "password_mismatch": _("两次输入的新密码不一样，请重新输入。"),
        "password_incorrect": _("现在的密码不对，请重新输入。"),
        "password_same": _("新密码和现在的一样，请换一个。"),
    }

    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(request.user, *args, **kwargs)
        for name, label in [
            ("old_password", _("现在的密码")),
            ("new_password1", _("新密码")),
            ("new_password2", _("再输一次新密码")),
        ]:
            field = self.fields[name]
            field.label, field.help_text, field.max_length = label, "", LONGEST
            field.error_messages["required"] = _("请输入这一项。")
            field.widget.attrs["maxlength"] = LONGEST
        self.fields["new_password1"].help_text = _(
            "至少 12 个字，可以是一句话。不能用常见密码，不能含工号、姓名、电话、单位名称或本系统的名称。"
        )

    def clean_old_password(self):
        typed = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=typed) is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed

    def clean(self):
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and len(new) > LONGEST:
            self.add_error("new_password1", gettext("新密码最长 %(limit)s 个字。") % {"limit": LONGEST})
        elif new and new == cleaned.get("old_password"):
            self.add_error("new_password1", self.error_messages["password_same"])
        return cleaned

    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)


class DelegationForm(forms.Form):
    """Some powers of the post `post`, lent from one day to another."""

    taker = forms.ModelChoiceField(
        None,
        label=_("由谁代行"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选由谁代行。")},
    )
    powers = forms.MultipleChoiceField(
        label=_("授权哪些事项"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选授权哪些事项。")},
        help_text=_("只授权勾上的。包案领导本人的走访、会签，决定回避，封存件的阅办，不能授权。"),
    )
    first_on = DayField(label=_("从哪天"), help_text=_("当天起有效，如 2026-09-24"))
    last_on = DayField(label=_("到哪天"), help_text=_("当天还有效，次日自动结束"))
    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("如：外出学习、休假"),
        error_messages={"required": _("请写授权的原因。")},
    )

    def __init__(self, data=None, *, post, by):
        self.post, self.by, self.given, self.today = post, by, None, timezone.localdate()
        super().__init__(data)
        posts = Posting.objects.in_force(self.today)
        others = posts.filter(role__in=[Role.SV, Role.AU, Role.SA]).values("official")
        takers = Official.objects.holding(*TAKERS[post.role], on=self.today).exclude(pk=by.pk)
        self.fields["taker"].queryset = takers.exclude(pk__in=others).order_by("username")
        self.fields["powers"].choices = [(power, audit.ACTIONS[power]) for power in POWERS[post.role]]
        self.initial |= {"powers": list(POWERS[post.role]), "taker": post.substitute_id, "first_on": self.today}

    @property
    def status(self):
        return 422 if self.is_bound else 200

    def save(self):
        """Whether it was lent; what the model refuses stands at its field."""
        if not self.is_valid():
            return False
        self.given = Delegation(posting=self.post, **self.cleaned_data)
        try:
            self.given.give(by=self.by, on=self.today)
        except ValidationError as refusal:
            for name, errors in getattr(refusal, "error_dict", {None: refusal}).items():
                self.add_error(name if name in self.fields else None, errors)
            return False
        return True


class ProfileForm(forms.ModelForm):
    """The figures of a unit as of one more date; those of earlier dates stay as they are."""

    as_of = DayField(label=_("截至日期"))

    class Meta:
        model = Profile
        fields = ["as_of", "residents", "area_km2", "source"]
        widgets = {
            "residents": forms.NumberInput(attrs={"class": "in-num", "min": 0}),
            "area_km2": forms.NumberInput(attrs={"class": "in-num", "min": 0, "step": "0.01"}),
        }
        help_texts = {"source": _("如：第七次人口普查、社区年报")}

    def clean_as_of(self):
        as_of = self.cleaned_data["as_of"]
        if as_of > timezone.localdate():
            raise ValidationError(_("截至日期不能晚于今天。"), code="future")
        return as_of

    def clean_area_km2(self):
        area = self.cleaned_data["area_km2"]
        if area is not None and area < 0:
            raise ValidationError(_("面积不能是负数。"), code="negative")
        return area

    def _get_validation_exclusions(self):
        # So that "one profile a day" is asked although `unit` is not typed here.
        return super()._get_validation_exclusions() - {"unit"}


class AuditFilter(forms.Form):
    """What narrows the audit log. `entries()` is the narrowed log, newest first."""

    person = forms.CharField(label=_("人员"), required=False, max_length=50, help_text=_("工号或姓名"))
    action = forms.ChoiceField(label=_("动作"), required=False)
    subject = forms.ChoiceField(label=_("对象"), required=False)
    subject_name = forms.CharField(label=_("对象编号"), required=False, max_length=60)
    since = DayField(label=_("从"), required=False, help_text="")
    until = DayField(label=_("到"), required=False, help_text="")
    outcome = forms.ChoiceField(
        label=_("结果"), required=False, choices=[("", _("全部")), *AuditEntry.Outcome.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = sorted({*permissions.table(), *audit.ACTIONS}, key=lambda name: str(audit.ACTIONS.get(name, name)))
        self.fields["action"].choices = [("", _("全部")), *((name, audit.ACTIONS.get(name, name)) for name in known)]
        subjects = [(key, subject.label) for key, subject in audit.SUBJECTS.items()]
        self.fields["subject"].choices = [("", _("全部")), *subjects]

    def clean_person(self):
        typed = self.cleaned_data["person"].strip()
        if not typed:
            return None
        people = list(Official.objects.filter(Q(username=typed) | Q(name=typed)).values_list("pk", flat=True)[:50])
        if not people:
            raise ValidationError(_("没有这个工号或姓名，请核对。"), code="unknown")
        return people

    def clean(self):
        cleaned = super().clean()
        kind, name = cleaned.get("subject"), (cleaned.get("subject_name") or "").strip()
        if name and not kind:
            self.add_error("subject", _("写了对象编号，请选是哪一种对象。"))
        elif name:
            cleaned["subject_id"] = audit.SUBJECTS[kind].find(name)
            if cleaned["subject_id"] is None:
                self.add_error("subject_name", _("没有这个编号，请核对。"))
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("“到”不能早于“从”。"))
        return cleaned

    def entries(self):
        given = self.cleaned_data
        entries = AuditEntry.objects.between(given["since"], given["until"])
        if given["person"]:
            entries = entries.filter(actor_id__in=given["person"])
        if given["action"]:
            entries = entries.filter(action=given["action"])
        if given["subject"]:
            entries = entries.filter(subject=given["subject"])
        if given.get("subject_id"):
            entries = entries.filter(subject_id=given["subject_id"])
        if given["outcome"]:
            entries = entries.filter(outcome=given["outcome"])
        return entries

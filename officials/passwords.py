"""Passwords: what may be one, random first ones, and asking for one's own again before a grave act (PD-04)."""

import secrets
import unicodedata

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from officials.models import Unit

PRODUCT_NAMES = ["信访与矛盾纠纷登记", "petition-registry"]
LONGEST = 128
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read as another
CONFIRMED_SECONDS = 5 * 60


def random_password():
    """Eighty bits in groups that can be read out over the phone."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))


def give_first_password(official):
    """A random one for the first sign-in: it lives for 72 hours and has to be replaced (AU-04). Saves the account."""
    password = random_password()
    official.set_password(password)
    official.must_change_password = True
    official.save()
    return password


class OwnNamesValidator:
    """Refuses a password that holds the account's own names or the office's (AU-03)."""

    def validate(self, password, user=None):
        typed = plain(password)
        for name in self.names(user):
            if is_telling(name) and name in typed:
                raise ValidationError(
                    _("密码里不能有工号、姓名、电话、单位名称或本系统的名称，请换一个。"), code="own_name"
                )

    def names(self, user):
        office = Unit.objects.street()
        names = [*PRODUCT_NAMES]
        if office:
            names += [office.name, office.short_name]
        if user:
            names += [user.get_username(), user.name, user.phone]
        return {plain(name) for name in names}

    def get_help_text(self):
        return _("不能含工号、姓名、电话、单位名称或本系统的名称。")


def plain(text):
    """As the ear hears it: width, case, spaces and dashes aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def is_telling(name):
    """Two Chinese characters or four letters: shorter ones are found in many a good password."""
    return len(name) >= (4 if name.isascii() else 2)


# ---------- one's own password once more ----------


def mark_confirmed(request):
    request.session["password_at"] = timezone.now().timestamp()


def is_confirmed(request):
    """Whether the password was given within the last five minutes of this session."""
    return timezone.now().timestamp() - request.session.get("password_at", 0) < CONFIRMED_SECONDS


class OwnPasswordField(forms.CharField):
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "w-m"})

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": gettext_lazy("您本人的密码"),
                "help_text": gettext_lazy("这一步要再核对一次是您本人；5 分钟内核对过就不再问。"),
                "strip": False,
                "max_length": LONGEST,
                **kwargs,
            }
        )


class AsksOwnPassword:
    """A form of a grave act. `ask_own_password(request)` adds the field unless the password was just given."""

    def ask_own_password(self, request):
        self.request = request
        if not is_confirmed(request):
            self.fields["own_password"] = OwnPasswordField()

    def clean_own_password(self):
        typed = self.cleaned_data["own_password"]
        # By way of `authenticate`, so that wrong ones count towards the lock.
        if authenticate(self.request, username=self.request.user.get_username(), password=typed) is None:
            raise ValidationError(_("密码不对。请输入您登录用的密码。"), code="password_incorrect")
        mark_confirmed(self.request)
        return typed

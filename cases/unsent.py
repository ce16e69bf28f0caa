"""What was typed when the session was over before it came in: kept sealed, and shown again after the sign-in.

Only what a form of ours was given to somebody to type, and only to him; never a file.
"""

import uuid
from typing import NamedTuple

from django.contrib import messages
from django.core import signing
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import keeping
from officials.language import RESUMED, SWITCHED

UNSENT = "unsent"
SALT = "cases.submission"
TECHNICAL = {"csrfmiddlewaretoken", "submission", "version", RESUMED, SWITCHED}


class Submission(NamedTuple):
    """One form given out: its key, and to whom where that is known."""

    key: uuid.UUID
    official: int | None = None

    @classmethod
    def read(cls, typed):
        """What the hidden field says, or None where it is empty, forged or rubbish."""
        try:
            return cls(uuid.UUID(typed))
        except ValueError:
            pass
        try:
            official, key = signing.loads(typed, salt=SALT)
        except signing.BadSignature:
            return None
        return cls(uuid.UUID(key), official)

    def __str__(self):
        return signing.dumps([self.official, str(self.key)], salt=SALT) if self.official else str(self.key)


def is_typed(name, value):
    return bool(value) and name not in TECHNICAL and not name.startswith("initial-")


def keep(request):
    """Keep what a post brought; gives the page that shows it again, or None where there is nothing to keep."""
    given = Submission.read(request.POST.get("submission", ""))
    is_own = given and given.official and request.user.pk in (None, given.official)
    if not is_own or request.htmx or not any(is_typed(*pair) for pair in request.POST.items()):
        return None
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    kept = {"official": given.official, "path": request.get_full_path(), "typed": typed.urlencode()}
    keeping.put(request.session, UNSENT, kept)
    messages.warning(request, _("登录断开了，您写的还没有存，都还在。登录后回到原来的表。"))
    return reverse("cases:unsent")


def kept_for(request):
    """(path, typed as a QueryDict) of what is kept for whoever is signed in; None where nothing is."""
    kept = keeping.look(request.session, UNSENT)
    if not kept or kept["official"] != request.user.pk:
        return None
    return kept["path"], QueryDict(kept["typed"])

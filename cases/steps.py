"""The one decorator of step views: transaction, retry and idempotency (architecture, decision 1)."""

import time
import uuid
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import unsent
from cases.fields import keyed_hash
from cases.models import Submission
from officials.language import RESUMED, SWITCHED

RETRIES = 3
AGAIN = timedelta(minutes=15)  # after Back, the same words on the same page within this time are the same act
SERIALIZATION = {"40001", "40P01"}  # serialization failure, deadlock


class _SentTwice(Exception):
    """The form was carried out before: by its key, or after Back by its words. Holds the first sending's key."""

    def __init__(self, key):
        self.key = key
        super().__init__(key)


def step(view):
    """Run a step view in one transaction; a form sent twice acts once; a deadlock is retried out of sight.

    The view answers a carried-out POST with a redirect. Any other answer to a POST rolls everything back, so a
    refused form leaves nothing half-saved. Refused access is recorded after that, by `officials.middleware`.
    """

    @wraps(view)
    def stepping(request, *args, **kwargs):
        return _carry_out(view, request, args, kwargs)

    stepping.keep_typed = unsent.keep
    return transaction.non_atomic_requests(stepping)


def _carry_out(view, request, args, kwargs):
    if request.method != "POST":
        with transaction.atomic():
            return view(request, *args, **kwargs)
    key = submission_key(request)
    if request.POST.get(RESUMED, SWITCHED) != SWITCHED:  # what was kept is on the form again
        request.session.pop(unsent.UNSENT, None)
    for attempt in range(RETRIES + 1):
        try:
            with transaction.atomic():
                _claim(key, request)
                response = view(request, *args, **kwargs)
                if 300 <= response.status_code < 400:
                    Submission.objects.answer(key, response["Location"])
                else:
                    transaction.set_rollback(True)
            return response
        except _SentTwice as twice:
            return _first_result(twice.key, request)
        except OperationalError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state not in SERIALIZATION or attempt == RETRIES:
                raise
            time.sleep(0.05 * 2**attempt)


def submission_key(request):
    """The form's key; a form without one (or with rubbish) gets a fresh key and acts as a first sending."""
    given = unsent.Submission.read(request.POST.get("submission", ""))
    return given.key if given else uuid.uuid4()


def _claim(key, request):
    digest = content_digest(request)
    latest = Submission.objects.filter(official=request.user, path=request.path[:200], at__gt=timezone.now() - AGAIN)
    if digest and (last := latest.order_by("-pk").first()) and last.digest == digest and last.key != key:
        raise _SentTwice(last.key)
    if not Submission.objects.claim(key, official=request.user, path=request.path[:200], digest=digest):
        raise _SentTwice(key)


def content_digest(request):
    """What was typed on a page of one case, as a keyed hash: Back gives a form its words again under a new key.

    Empty for pages without a case, where the same act may rightly follow itself (calling the next visitor), and for
    files, whose names and words say nothing of what is in them.
    """
    if "number" not in request.resolver_match.kwargs or request.FILES:
        return ""
    typed = sorted(
        (name, tuple(values))
        for name, values in request.POST.lists()
        if name not in unsent.TECHNICAL and not name.startswith("initial-")
    )
    return keyed_hash("submission", repr(typed)) if any(any(values) for _name, values in typed) else ""


def _first_result(key, request):
    first = Submission.objects.filter(key=key, official=request.user).first()
    if first is None or not first.location:
        raise Http404
    messages.info(request, _("这一步刚才已经做过，没有重复。"))
    return redirect(first.location)

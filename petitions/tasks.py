"""Doors for the worker: plain values in, one word called."""

from celery import shared_task
from django.utils import timezone

from cases.models import Dossier
from cases.uploads import AttachmentStorage
from petitions.papers.dossier import set_book


@shared_task
def set_dossier(pk):
    """Set the book `pk`; one that is done, or that another worker has, is left alone."""
    set_book(Dossier.objects.get(pk=pk))


@shared_task
def resume_dossiers():
    """Set what was asked for but whose message was lost or whose worker died; give up what always kills it."""
    now = timezone.now()
    Dossier.objects.give_up(now)
    for dossier in Dossier.objects.untaken(now).order_by("pk"):
        set_book(dossier, now)


@shared_task
def drop_dossiers():
    """The files of old books go: they were copies, and anybody may ask for a new one."""
    storage = AttachmentStorage()
    for dossier in Dossier.objects.outdated(timezone.now()).order_by("pk").iterator():
        dossier.drop_file(storage)

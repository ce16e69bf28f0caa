"""Doors for the worker: plain values in, one model word called."""

from celery import shared_task
from django.utils import timezone

from reception.models.appointment import Appointment
from reception.models.brake import Brake
from reception.models.letter_import import LetterImport
from reception.models.queue import Ticket


@shared_task
def run_letter_import(pk):
    """Run the import `pk`; a finished one does nothing. The file is in its row, so any worker can."""
    LetterImport.objects.get(pk=pk).run()


@shared_task
def resume_letter_imports():
    """Run what was taken in but whose message was lost or whose worker died."""
    for job in LetterImport.objects.filter(finished_at__isnull=True).order_by("pk"):
        job.run()


@shared_task
def close_queue():
    """Close what earlier days left in the queue and of appointments; a second night finds nothing to close."""
    today = timezone.localdate()
    Ticket.objects.close_before(today)
    Appointment.objects.close_before(today)
    Brake.objects.forget()

"""The page on which letters of earlier years are imported, and its progress."""

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, FileField
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.forms import StepForm
from cases.steps import step
from config.celery import enqueue
from reception.letters import MAX_BYTES
from reception.models import LetterImport
from reception.models.letter_import import DEFAULT_SOURCE
from reception.tasks import run_letter_import

SHOWN = 10


class ImportForm(StepForm):
    """A file, where it comes from, and whether it is only to be checked."""

    file = FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("xlsx 或 csv，最多 10 MB、2 万行。第一行是表头：留言编号、留言时间、留言详情必须有。"),
    )
    source = CharField(
        label=gettext_lazy("来源"),
        max_length=40,
        initial=DEFAULT_SOURCE,
        help_text=gettext_lazy("同一来源里编号不重复；同一份文件再导一次，不会多出一封。"),
    )
    is_trial = BooleanField(label=gettext_lazy("先只检查，不写入"), required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("文件有 %(size)d MB，最多 10 MB。请拆成几份再导入。") % {"size": file.size >> 20})
        return file

    def take(self):
        file = self.cleaned_data["file"]
        try:
            self.job = LetterImport.objects.take(
                file.read(),
                file.name,
                by=self.by,
                source=self.cleaned_data["source"],
                is_trial=self.cleaned_data["is_trial"],
            )
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from None


@step
def import_letters(request):
    """Take a file in; the worker checks and writes it while the progress page looks on."""
    form = ImportForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.save():
        enqueue(run_letter_import, form.job.pk)
        return redirect(form.job)
    return render(
        request,
        "reception/import.html",
        {"form": form, "jobs": LetterImport.objects.defer("content").select_related("started_by")[:SHOWN]},
        status=422 if form.is_bound else 200,
    )


@require_GET
def import_progress(request, pk):
    """How far an import is; htmx asks again each second until it is finished, others reload the page."""
    job = get_object_or_404(LetterImport.objects.defer("content"), pk=pk)
    template = "reception/_import_progress.html" if request.htmx else "reception/import_progress.html"
    return render(request, template, {"job": job, "shown_errors": len(job.errors)})

"""Minutes (P12) and task list (P22) as papers of the office: approved by the chair, numbered, kept, printed again."""

import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import Case, Paper, PaperCopy
from cases.papers.issuing import issue
from disputes import printing

WRITTEN = {Paper.Kind.MINUTES: printing.minutes_of, Paper.Kind.TASK_LIST: printing.task_list_of}


def about(meeting):
    return f"{meeting.month:%Y-%m}"


def of(meeting, kind):
    """The papers of this kind of the meeting, the newest first; at most one is in force."""
    return Paper.objects.of(kind, about(meeting))


def approve(meeting, *, by, kinds=tuple(WRITTEN)):
    """Keep word for word what the chair `by` stands for, where no paper of the kind is in force."""
    with translation.override(settings.LANGUAGE_CODE):
        for kind in kinds:
            if not of(meeting, kind).in_force().exists():
                paper = Paper.objects.create(kind=kind, about=about(meeting))
                paper.keep_approval(WRITTEN[kind](meeting), by=by)


@transaction.atomic
def issue_of(meeting, kind, *, by):
    """The copy as it was kept, or set now under its number. Raises ValidationError where it is not approved."""
    meeting = (
        type(meeting).objects.select_for_update(of=("self",)).select_related("chair", "recorder").get(pk=meeting.pk)
    )
    if not meeting.is_closed:
        raise ValidationError(_("例会结束以后才能制发，现在只有草稿。"))
    if by == meeting.chair:
        approve(meeting, by=by, kinds=[kind])
    paper = of(meeting, kind).in_force().first()
    if paper is None:
        raise ValidationError(_("作废以后，或者以前没有审定过的，先由主持人 %s 在这一页制发。") % meeting.chair.name)
    return issue(
        kind,
        "minutes",
        about=about(meeting),
        write=lambda in_full: content_of(paper, meeting),
        reader=PaperCopy.Reader.WORK,
        by=by,
        draft=paper,
    )


def content_of(paper, meeting):
    """What was approved; without the matters that were sealed since, which are on no paper set from now on (AZ-09)."""
    content = json.loads(paper.content)
    if Case.objects.filter(number__in=content["matters"], is_sealed=True).exists():
        return WRITTEN[paper.kind](meeting)
    return content

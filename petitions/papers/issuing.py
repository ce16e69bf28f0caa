"""From a draft to an issued paper: what must stand there, whose approval it is, and the copies."""

import json
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.access import giver_of
from cases.models import Paper
from cases.models.paper import APPROVAL
from cases.papers import issuing
from cases.papers.typesetting import TypesettingFailed, picture
from cases.papers.word import in_word
from petitions.papers.kinds import script_of, sort_of
from petitions.papers.opinions import decided_by, signed_by

DRAFT = {"number": "", "version": 1, "copy": "草稿", "set_on": ""}


def draft(case, kind, *, by, values, variant="", claim=None, now=None):
    """A new paper on `case`, without a number. The case row is locked by the caller."""
    paper = Paper(kind=kind, variant=variant, case=case, claim=claim)
    paper.about = about_of(paper)
    if Paper.objects.in_force().of(kind, paper.about).exists():
        raise ValidationError(_("这份文书已经有了；要重做的先作废原来的。"))
    paper.write(values, by=by, now=now)
    return paper


def about_of(paper):
    """What a paper of its kind is about: one on a case, or on a claim; where several may be in force they count on."""
    about = paper.case.number + (f"/{paper.claim.position}" if paper.claim else "")
    is_the_letter = paper.kind == Paper.Kind.OWNERSHIP_LETTER and not paper.variant  # one a case, addenda are many
    if sort_of(paper).is_many and not is_the_letter:
        about += f"#{paper.case.papers.filter(kind=paper.kind).count() + 1}"
    return about


def lacking(paper, case):
    """The Chinese names of what must stand on it and does not (6.2)."""
    with translation.override(settings.LANGUAGE_CODE):
        return script_of(paper, case, in_full=True).lacking()


def refuse_incomplete(paper, case):
    if missing := lacking(paper, case):
        raise ValidationError(_("这份文书还缺：%s（必填项）。") % _("、").join(missing))


def submit(paper, case, now=None):
    """Send it up. What the head approved by the act itself is approved with it: nobody is asked twice."""
    refuse_incomplete(paper, case)
    paper.submit(now)
    head, giver = act_behind(paper, case)
    hands = {*paper.writers, paper.drafted_by_id}
    if head and not hands & {head.pk, giver and giver.pk}:
        paper.approved_by, paper.approved_for = head, giver
        paper.keep_approval(said(paper, case), by=head, giver=giver, now=now)


def act_behind(paper, case):
    """Who approved by the act itself what the paper only tells (an extension, an opinion, a reply), and for whom."""
    match paper.kind:
        case Paper.Kind.EXTENSION:
            asked = case.petition.extension()
            return (asked.approved_by, asked.approved_for) if asked else (None, None)
        case Paper.Kind.OPINION | Paper.Kind.DUTY_REPLY:
            return signed_by(case), case.petition.opinion() and case.petition.opinion().signed_for
        case Paper.Kind.SIMPLE_REPLY:
            return decided_by(case)
    return None, None


def approve(paper, case, *, by, now=None):
    """Approve what the paper says at this moment; that, and nothing else, is issued."""
    giver = giver_of_approval(paper, case, by)
    if reason := paper.why_not_approve(by, giver):
        raise ValidationError(reason)
    refuse_incomplete(paper, case)
    paper.approved_by, paper.approved_for = by, giver  # who approved stands on some of them
    paper.approve(said(paper, case), by=by, giver=giver, now=now)


def giver_of_approval(paper, case, official):
    """In whose place `official` would approve it; None where it is his own post's to approve."""
    return giver_of(case, official, APPROVAL, paper.approving_roles)


def said(paper, case):
    """Both ways to say it, in the words of the paper."""
    with translation.override(settings.LANGUAGE_CODE):
        full, masked = (script_of(paper, case, in_full=in_full).content for in_full in (True, False))
    return {"full": full, "masked": masked}


def issue(paper, case, *, reader, by, now=None):
    """The copy for `reader`, drawing the number with the first. Raises ValidationError, TypesettingFailed."""
    if not paper.is_in_force:
        raise ValidationError(_("这份文书已经作废。"))
    if not paper.needs_approval:
        refuse_incomplete(paper, case)
        content = said(paper, case)
    elif paper.approved_by is None:
        raise ValidationError(_("没有审批的文书不能制发。"))
    else:
        content = json.loads(paper.content)
        if not paper.is_issued and content != said(paper, case):
            raise ValidationError(_("审批以后案卷的内容变了，请退回重新送审。"))
    return issuing.issue(
        paper.kind,
        sort_of(paper).sheet,
        about=paper.about,
        write=partial(pick, content),
        reader=reader,
        by=by,
        case=case,
        is_sealed=case.is_sealed,
        draft=paper,
        now=now,
    )


def pick(content, *, in_full):
    return content["full" if in_full else "masked"]


def preview(paper, case, page):
    """Page `page` as a picture, names and numbers masked, and how many pages there are."""
    return picture(sort_of(paper).sheet, shown(paper, case), page)


def pages_of(paper, case):
    """How many pages it takes now; 0 where it could not be set."""
    try:
        return picture(sort_of(paper).sheet, shown(paper, case), 1, ppi=5)[1]
    except TypesettingFailed:
        return 0


def as_word(paper, case, *, in_full):
    """The .docx of a form that the office edits: a draft, whatever became of the paper."""
    content = json.loads(paper.content) if paper.content else said(paper, case)
    marks = [] if in_full else ["姓名、号码已遮蔽"]
    return in_word(pick(content, in_full=in_full), marks=marks)


def shown(paper, case):
    """The masked content with what stands for number and date; of what is approved, the words approved."""
    content = json.loads(paper.content) if paper.content else said(paper, case)
    marks = DRAFT
    if paper.is_issued:
        set_on = issuing.day_in_words(timezone.localdate(paper.issued_at))
        marks = {"number": paper.number, "version": 1, "copy": "预览", "set_on": set_on}
    return content["masked"] | {"paper": marks}

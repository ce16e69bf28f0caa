"""Papers of the procedure that the demo office has drafted, approved and issued (handbook 6.2)."""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case, Paper, PaperCopy, PaperPrint
from cases.papers.typesetting import TypesettingFailed
from officials.models import Official, Role
from petitions.papers import issuing
from petitions.papers.kinds import SORTS, initial_of
from petitions.papers.letters import INQUIRE
from petitions.papers.notices import ACCEPTED

FILLED = {
    "address": "文昌路66号，诉讼服务中心",
    "materials": "身份证、购房合同、车辆损失清单和照片。",
    "to": "物业服务中心",
    "asked": "说明六月以来的报修、处理情况，附维修记录。",
    "phone": "0571-88880002",
    "organ": "区人民法院",
}


def issue_papers(story, office, say):
    """On one case: accepted, one claim told where to go, an inquiry still in draft, the rating form."""
    case = Case.objects.get(pk=story.case.pk)
    director = office.people["周建国"]
    drafter = case.handler or Official.objects.holding(Role.HD, on=timezone.localdate()).first()
    away = next((claim for claim in case.claims.all() if claim.is_routed_elsewhere), None)
    try:
        if case.accepted_on:
            issue(drafted(case, Paper.Kind.ACCEPTANCE, drafter, ACCEPTED), case, drafter, director)
        if away:
            issue(drafted(case, Paper.Kind.ROUTING, drafter, claim=away), case, drafter, director)
        issue(drafted(case, Paper.Kind.RATING, drafter), case, drafter, director)
        drafted(case, Paper.Kind.TRANSFER, drafter, INQUIRE)
    except (TypesettingFailed, ValidationError) as failure:
        say(f"文书没有全排出来，其余照常：{failure}")


def drafted(case, kind, by, variant="", claim=None):
    values = initial_of(SORTS[kind], case, variant)
    values |= {name: FILLED[name] for name, value in values.items() if not value and name in FILLED}
    return issuing.draft(case, kind, by=by, values=values, variant=variant, claim=claim)


def issue(paper, case, by, director):
    if paper.needs_approval:
        issuing.submit(paper, case)
        issuing.approve(paper, case, by=director)
    copy = issuing.issue(paper, case, reader=PaperCopy.Reader.PERSON, by=by)
    PaperPrint.objects.create(key=uuid.uuid4(), copy=copy, purpose="交给来访人", by=by)

"""Papers of the procedure that the demo office has drafted, approved and issued (handbook 6.2)."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import Case, Claim, Investigation, Paper, PaperCopy, PaperPrint, Service
from cases.models.claim import Disposal, Purpose, Route
from cases.papers.typesetting import TypesettingFailed
from officials.models import Official, Role
from petitions.forms.procedure import REMEDY
from petitions.models import Petition, SimpleHandling
from petitions.papers import issuing
from petitions.papers.hand import GIVEN, NOTICE
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
    "stand": "信访人表示知道了结果，没有新的意见。",
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


def issue_opinions(waiting, served, office, say):
    """One opinion lies ready to be served; the other reached the petitioner today, with its return of service."""
    try:
        for story in (waiting, served):
            case = Case.objects.get(pk=story.case.pk)
            opinion = drafted(case, Paper.Kind.OPINION, case.handler)
            issue(opinion, case, case.handler, office.people["周建国"])
        today = timezone.localdate()
        how = {"method": Service.Method.HAND, "signer": "本人", "stand": Petition.Stand.DISAGREE}
        case.petition.serve(by=case.handler, served_on=today, papers=[opinion], **how)
        service = {"service": f"{opinion.services.get().pk}"}
        form = issuing.draft(case, Paper.Kind.SERVICE, by=case.handler, values=service)
        issue(form, case, case.handler, None)
    except (TypesettingFailed, ValidationError) as failure:
        say(f"处理意见书没有排出来，其余照常：{failure}")


def reply_on_a_duty(story, office, say):
    """It turned out a duty of the street's own, not performed: the reply is issued and waits to be served (L16a)."""
    case, director = Case.objects.get(pk=story.case.pk), office.people["周建国"]
    today, claim, by = timezone.localdate(), case.claims.get(), case.handler
    way = {"purpose": claim.purpose, "route": Route.W5, "disposal": Disposal.DUTY}
    answer = {
        "decision": Claim.Decision.EXPLAIN,
        "finding": "执法队两次入户，租客已经搬离，隔断还没有拆。",
        "basis": "《商品房屋租赁管理办法》第八条",
        "reply": "已向房东发出限期改正通知，期满不改的依法立案；现在还不能强制拆除。",
        "remedy": REMEDY,
    }
    case.petition.sort_again(by=director, claim=claim, on=today, reason="查处隔断出租是本街道的职责。", **way)
    petition = Case.objects.get(pk=case.pk).petition
    petition.answer(by=by, claim=petition.case.claims.get(), on=today, **answer)
    petition.submit(by=by)
    petition.approve(by=director, on=today)
    petition.sign(by=office.people["郑国强"], on=today)
    case = Case.objects.get(pk=case.pk)
    try:
        issue(drafted(case, Paper.Kind.DUTY_REPLY, by, claim=case.claims.get()), case, by, director)
    except (TypesettingFailed, ValidationError) as failure:
        say(f"履职答复书没有排出来，其余照常：{failure}")


def hold_hearings(stories, office, say):
    """Of two hard matters one has been heard today, the other is announced and its notice lies ready (L21)."""
    today, head, director = timezone.localdate(), office.people["郑国强"], office.people["周建国"]
    who = {"chair": office.people["陈志远"], "members": "沈律师（街道法律顾问）、社区居民代表"}
    where = {"hour": "上午9时", "place": "街道三楼会议室"}
    for story, day in zip(stories, (today, today + timedelta(days=7)), strict=False):
        case = Case.objects.get(pk=story.case.pk)
        petition, by = case.petition, case.handler
        claims = [claim for claim in case.claims.all() if claim.on_procedure]
        ground = "几方对起因和责任说法不一，要当面质证。"
        row = petition.decide_hearing(by=head, on=today, claims=claims, ground=ground)
        petition.announce_hearing(by=by, hearing=row, planned_on=day, **who, **where)
        case = Case.objects.get(pk=case.pk)
        try:
            notice = drafted(case, Paper.Kind.HEARING, by, NOTICE)
            issue(notice, case, by, director)
        except (TypesettingFailed, ValidationError) as failure:
            say(f"听证通知没有排出来，其余照常：{failure}")
            continue
        if day > today:
            continue
        petition = case.petition
        row = petition.hearing()
        petition.serve_hearing(
            by=by, hearing=row, served_on=today, method=Service.Method.HAND, signer="本人", papers=[notice]
        )
        petition.record_hearing(
            by=by,
            hearing=row,
            first_on=today,
            last_on=today,
            has_come=True,
            attendance="信访人和一名代理人，有关单位负责人，社区书记，居民代表三人",
            statements="信访人讲了经过，出示照片；有关单位说明做过哪些、为什么停下来。双方互相发问，都在笔录上签了名。",
            evidence="照片六张，往来记录一份",
            conclusion="主要事实双方没有争议，争的是由谁承担、什么时候做完；听证员一致认为应当由责任单位先行处理。",
        )


def answer_simply(office, say):
    """A plain first matter is taken short: accepted by phone, answered, reviewed; the reply on paper (P09)."""
    today, director = timezone.localdate(), office.people["周建国"]
    for case in ordinary(triaged_on__isnull=True, claims__purpose=Purpose.APPEAL).distinct().order_by("-pk"):
        unit = office.units["城市建设科"]
        by = office.handler_of(unit.name)
        routes = {claim.pk: (Purpose.APPEAL, Route.W6) for claim in case.claims.all()}
        sent = {"level": Case.Level.GENERAL, "ground": "一个单位能办，事实清楚", "handling_unit": unit, "handler": by}
        how = {"ground": SimpleHandling.Ground.PLAIN, "told_by": SimpleHandling.Channel.PHONE, "wants_paper": True}
        try:
            with transaction.atomic():
                case.petition.triage(by=director, on=today, routes=routes, **sent)
                Case.objects.get(pk=case.pk).petition.accept_simply(by=director, on=today, **how)
        except ValidationError:  # not complete, or its three days are over (L31)
            continue
        petition = Case.objects.get(pk=case.pk).petition
        for claim in petition.case.claims.to_answer():
            words = "已和物业说好，两天里修好；修好后物业打电话告诉您。"
            petition.answer(by=by, claim=claim, on=today, decision=Claim.Decision.SUPPORT, reply=words)
        petition.submit(by=by)
        petition.approve(by=director, on=today)
        return issue_one(Case.objects.get(pk=case.pk), Paper.Kind.SIMPLE_REPLY, by, director, say)


def print_a_rating(office, say):
    """What a petitioner answered when asked to rate, on its form (P10)."""
    case = ordinary(invitations__evaluations__isnull=False, handler__isnull=False).distinct().order_by("pk").first()
    if case:
        issue_one(case, Paper.Kind.RATING, office.people["周建国"], None, say, variant=GIVEN)


def issue_the_orders(office, say):
    """The supervisor's orders were drafted with the act; the first is approved, and printed by who may (P14)."""
    paper = Paper.objects.in_force().filter(kind=Paper.Kind.SUPERVISION, value__isnull=True).order_by("pk").first()
    if paper:
        with told(say, paper):
            issue(paper, Case.objects.get(pk=paper.case_id), office.people["郑国强"], office.people["周建国"])


def report_to_the_sender(office, say):
    """What a superior assigned is answered, signed in the place of the head, who is away; so is the report (P16)."""
    today, head, leader = timezone.localdate(), office.people["郑国强"], office.people["林晓峰"]
    found = ordinary(channel=Case.Channel.ASSIGNED, accepted_on__isnull=False, answered_on__isnull=True)
    case = found.filter(handler__isnull=False, closed_on__isnull=True).order_by("pk").first()
    if case is None:
        return
    by = case.handler
    for kind, words in (
        (Investigation.Kind.HEARD, "听了本人的陈述。"),
        (Investigation.Kind.SITE, "看过现场，量了距离。"),
    ):
        case.petition.investigate(by=by, kind=kind, on=today, place="现场", content=words)
    petition = Case.objects.get(pk=case.pk).petition
    for claim in petition.case.claims.to_answer():
        answer = {"finding": "树冠离窗不到两米，冬季上午遮光。", "basis": "《城市绿化条例》第二十四条"}
        answer |= {"decision": Claim.Decision.EXPLAIN, "reply": "已列入今冬修剪计划，十二月底前由绿化队修剪。"}
        petition.answer(by=by, claim=claim, on=today, **answer)
    petition = Case.objects.get(pk=case.pk).petition
    petition.submit(by=by)
    petition.approve(by=office.people["周建国"], on=today)
    petition.case.lend(leader, head)
    petition.sign(by=leader, on=today)
    case = Case.objects.get(pk=case.pk)
    issue_one(case, Paper.Kind.OPINION, by, leader, say)
    issue_one(case, Paper.Kind.CLOSING_REPORT, by, leader, say)


def ordinary(**conditions):
    """Cases of the procedure that anybody of the office may be shown."""
    return Case.objects.current().unsealed().filter(procedure=Case.Procedure.PETITION, **conditions)


def issue_one(case, kind, by, approver, say, variant=""):
    with told(say, kind):
        issue(drafted(case, kind, by, variant), case, by, approver)


@contextmanager
def told(say, paper):
    """A paper that cannot be set is no reason to have no office."""
    try:
        with transaction.atomic():
            yield
    except (TypesettingFailed, ValidationError) as failure:
        say(f"{paper} 没有排出来，其余照常：{failure}")


def drafted(case, kind, by, variant="", claim=None):
    values = initial_of(SORTS[kind], case, variant)
    values |= {name: FILLED[name] for name, value in values.items() if not value and name in FILLED}
    return issuing.draft(case, kind, by=by, values=values, variant=variant, claim=claim)


def issue(paper, case, by, director):
    if paper.needs_approval:
        issuing.submit(paper, case)
        if not paper.approved_at:
            issuing.approve(paper, case, by=director)
    copy = issuing.issue(paper, case, reader=PaperCopy.Reader.PERSON, by=by)
    PaperPrint.objects.create(key=uuid.uuid4(), copy=copy, purpose="交给来访人", by=by)

"""One case, everybody who works here, every address of the case: who gets it, who is refused, who finds nothing.

The expectation is worked out here from the written table, not by the code that reads it.
"""

import csv
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    AlsoIn,
    AssistTask,
    BacklogEntry,
    Case,
    CaseRisk,
    Commitment,
    Consultation,
    Measure,
    Milestone,
    OpenCall,
    Ownership,
    OwnershipTransfer,
    Paper,
    PoliceRequest,
    Recusal,
    SupervisionOrder,
    Team,
    TeamMatter,
    TeamMember,
    UpwardReport,
)
from disputes.models import Confirmation, FollowUp
from officials.models import Role, Specialist, Unit, Zone
from petitions.models import Hearing, Review
from tests import factories
from tests.disputes import stories

pytestmark = pytest.mark.django_db

SINCE = date(2020, 1, 1)
PDF = b"\n".join(
    [
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
        b"trailer<</Root 1 0 R>>",
        b"startxref",
        b"0",
        b"%%EOF",
    ]
)

# Who has which relation to the case: the scopes of the table in the office's people.
RELATIONS = {
    "registrar": {"registered"},
    "other clerk": set(),
    "window here": {"community"},
    "window elsewhere": set(),
    "handler": {"assigned", "unit"},
    "other handler": set(),
    "member of its team": {"team"},
    "director": {"office"},
    "head": {"office"},
    "owner": {"owned"},
    "leader of the area": {"area"},
    "asked to take it over": {"offered"},
    "other leader": set(),
    "supervisor": {"office"},
    "auditor": {"office"},
    "grid worker": set(),
    "mediator": set(),
    "specialist": {"consulted"},
    "other specialist": set(),
    "administrator": set(),
}
ROLES = {
    "registrar": "RC",
    "other clerk": "RC",
    "window here": "WC",
    "window elsewhere": "WC",
    "handler": "HD",
    "other handler": "HD",
    "member of its team": "HD",
    "director": "OD",
    "head": "HO",
    "owner": "LO",
    "leader of the area": "LO",
    "asked to take it over": "LO",
    "other leader": "LO",
    "supervisor": "SV",
    "auditor": "AU",
    "grid worker": "GW",
    "mediator": "MD",
    "specialist": "SP",
    "other specialist": "SP",
    "administrator": "SA",
}


def written(action, role):
    """The scopes the written table gives `role` for `action`."""
    with (settings.BASE_DIR / "docs" / "permissions.csv").open(encoding="utf-8", newline="") as file:
        return {row["scope"] for row in csv.DictReader(file) if row["action"] == action and row["role"] == role}


def expected(action, person):
    role, relations = ROLES[person], RELATIONS[person]
    if not written(action, role):
        return 403
    if not written("cases:case", role) & relations:
        return 404
    return "yes" if written(action, role) & relations else 403


@pytest.fixture
def office(sign_in):
    here, elsewhere = factories.community("东河花园社区"), factories.community("汤巷社区")
    windows = {place: factories.unit(f"{place.name}窗口", Unit.Kind.WINDOW, place) for place in (here, elsewhere)}
    city, affairs = factories.section("城市建设科"), factories.section("社会事务科")
    at = {
        "window here": here,
        "window elsewhere": elsewhere,
        "handler": city,
        "other handler": affairs,
        "member of its team": affairs,
        "grid worker": windows[here],
    }
    people = {name: factories.official(role, name=f"某{name}", at=at.get(name)) for name, role in ROLES.items()}
    yesterday = timezone.now() - timedelta(days=1)
    case = factories.case(people["registrar"], received_at=yesterday, community=here)
    factories.complete(case, at=here)
    Zone.objects.create(leader=people["leader of the area"], community=here, since=SINCE)
    Ownership.objects.create(case=case, leader=people["owner"], since=SINCE, decided_by=people["director"])
    factories.triaged(case, by=people["director"], handler=people["handler"])
    OwnershipTransfer.objects.propose(
        case,
        successor=people["asked to take it over"],
        reason="分工调整",
        by=people["director"],
        on=timezone.localdate(),
    )
    planned = {"weight": 10, "planned_on": timezone.localdate(), "official": people["handler"]}
    Milestone.objects.plan(case, what="到场会勘", by=people["director"], on=timezone.localdate(), **planned)
    lawyer = Specialist.objects.create(
        kind="LAWYER", name="某", speciality="物权", licence_no="1", since=SINCE, official=people["specialist"]
    )
    asked = {"kind": "LEGAL", "specialist": lawyer, "what_for": "怎么看", "until": timezone.localdate()}
    asked = Consultation.objects.offer(case, by=people["director"], on=timezone.localdate(), **asked)
    heard = {"consent": "AGREED", "party": None, "consent_on": timezone.localdate(), "way": "FACE"}
    asked.hear(by=people["director"], on=timezone.localdate(), **heard)
    asked.accept(by=people["specialist"], on=timezone.localdate())
    works_together(case, people, affairs)
    thought_through(case, people["handler"])
    issued = {"series": "试", "year": 2026, "value": 1, "issued_at": timezone.now(), "issued_by": people["head"]}
    Paper.objects.create(kind="P01", case=case, about="试", **issued)
    Paper(kind="P10", case=case, about="评").write({}, by=people["director"])
    Paper(kind="P02", variant="accepted", case=case, about="受").write({}, by=people["director"])
    Commitment.objects.create(
        case=case, position=1, what="修好", organ="物业", due_on=SINCE, made_on=SINCE, made_by=people["director"]
    )
    Review.objects.create(
        petition=case.petition,
        position=1,
        kind=Review.Kind.FIRST,
        round=1,
        organ="区人民政府",
        asked_on=yesterday.date(),
        last_on=yesterday.date(),
        taker=Review.Taker.STREET,
        received_on=yesterday.date(),
        recorded_by=people["director"],
    )
    case.petition.inquire(
        by=people["director"],
        on=timezone.localdate(),
        unit=affairs,
        claims={case.claims.get(): "修好地下车库"},
        asked="说明情况。",
    )
    Hearing.objects.create(
        petition=case.petition,
        position=1,
        ground="说法不一",
        decided_on=yesterday.date(),
        decided_by=people["director"],
    )
    case.petition.ask_recusal(
        by=people["director"],
        on=timezone.localdate(),
        asker=Recusal.Asker.UNIT,
        official=factories.official(Role.HD),
        ground="是亲戚。",
    )
    clock = case.deadlines.get(rule="L03")
    clock.legal_end_on = timezone.localdate() - timedelta(days=1)
    SupervisionOrder.objects.issue(
        clock,
        by=people["supervisor"],
        on=timezone.localdate(),
        facts="到期没有告知。",
        demand="书面告知。",
        answer_due_on=timezone.localdate() + timedelta(days=5),
    )
    answer = sign_in(people["director"]).post(
        reverse("cases:upload", args=[case.number]), {"file": SimpleUploadedFile("报修单.pdf", PDF), "no_secret": "on"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return SimpleNamespace(case=case, people=people)


def works_together(case, people, unit):
    """A unit assists, a team works on it, the police were asked, a further community is touched."""
    today, by = timezone.localdate(), people["director"]
    AssistTask.objects.ask(case, unit=unit, facts="渗水", asked="认定来源。", due_on=today, by=by, on=today)
    AlsoIn.objects.add(case, factories.community("柳营社区"), reason="雨水管。", by=by, on=today)
    PoliceRequest.objects.send(
        case,
        reason="HELP",
        station="派出所",
        happened_at=timezone.now(),
        facts="争吵。",
        asked="到场劝解。",
        by=by,
        on=today,
    )
    team = Team.objects.propose(
        kind="FORCE",
        name="专班",
        leader=people["owner"],
        mandate="修好。",
        plan="先查。",
        since=today,
        until=today + timedelta(days=9),
        by=by,
        on=today,
    )
    TeamMember.join(team, people["member of its team"], duty="", by=by, on=today)
    TeamMatter.take_in(team, case, by=by, on=today)
    team.decide("AGREED", by=people["owner"], on=today)


def thought_through(case, by):
    """A measure, a drafted call and an entry in the backlog, for their addresses."""
    today = timezone.localdate()
    said = {"what": "听双方说", "who": "承办人", "resource": Measure.Resource.LEADER}
    Measure.objects.take(case, taken_on=today, by=by, on=today, **said)
    said = {"title": "怎样补证", "brief": "档案不全。", "wanted": "办法", "until": today + timedelta(days=9)}
    OpenCall.objects.create(case=case, drafted_by=by, drafted_on=today, **said)
    said = {"organ": "区住建局", "number": "东街信〔2026〕9号", "content": "请定由谁办。"}
    UpwardReport.objects.create(case=case, sent_on=today, by=by, **said)
    BacklogEntry.objects.enter(case, source=BacklogEntry.Source.LISTED, listed="清单第 1 号", by=by, on=today)
    CaseRisk.objects.compute(today, today)


def addresses(case):
    """Every address below a case, with what it needs."""
    party, file = case.parties.get(is_lead=True), case.attachments.get()
    names = ["case", "events", "edit", "note", "link", "ownership", "upload"]
    names += ["urgent", "urgent_owner", "measure", "report", "incident", "escalation"]
    names += ["plan", "milestone_add", "dispatch", "instruction", "report_up"]
    names += ["together", "assist_add", "also_in", "joint_action", "police_request"]
    yield from ((f"cases:{name}", reverse(f"cases:{name}", args=[case.number])) for name in names)
    names = ["analysis", "analysis_write", "measure_add", "calls", "call_write", "backlog_entry", "backlog_end"]
    names += ["risk_confirm"]
    names += ["case_specialists", "consultation_offer", "conflict"]
    yield from ((f"cases:{name}", reverse(f"cases:{name}", args=[case.number])) for name in names)
    for name in ("consultation_consent", "consultation_stop", "session_book"):
        yield f"cases:{name}", reverse(f"cases:{name}", args=[case.number, case.consultations.get().pk])
    for name in ("assist_outcome", "assist_withdrawal", "assist_unwaited", "assist_decision"):
        yield f"cases:{name}", reverse(f"cases:{name}", args=[case.number, 1])
    yield "cases:report_up_answer", reverse("cases:report_up_answer", args=[case.number, case.upward_reports.get().pk])
    yield "cases:measure_outcome", reverse("cases:measure_outcome", args=[case.number, case.measures.get().pk])
    for name in ("call_post", "call_end"):
        yield f"cases:{name}", reverse(f"cases:{name}", args=[case.number, case.calls.get().pk])
    yield "cases:also_in_end", reverse("cases:also_in_end", args=[case.number, case.also_in.get().pk])
    yield "cases:police_result", reverse("cases:police_result", args=[case.number, case.police_requests.get().pk])
    milestone = case.milestones.get()
    for name in ("milestone_reached", "milestone_withdrawal"):
        yield f"cases:{name}", reverse(f"cases:{name}", args=[case.number, milestone.pk])
    yield "causes:settle", reverse("causes:settle", args=[case.number])
    yield "cases:party", reverse("cases:party", args=[case.number])
    yield "cases:party", reverse("cases:party", args=[case.number, party.pk])
    yield "cases:reveal", reverse("cases:reveal", args=[case.number, party.pk, "phone"])
    yield "cases:attachment", reverse("cases:attachment", args=[case.number, file.pk])
    yield "cases:attachment_preview", reverse("cases:attachment_preview", args=[case.number, file.pk])
    yield "cases:attachment_picture", reverse("cases:attachment_picture", args=[case.number, file.pk, 1])
    yield "cases:attachment_remove", reverse("cases:attachment_remove", args=[case.number, file.pk])
    yield "reception:form_p01", reverse("reception:form_p01", args=[case.visits.get().contact_no])
    yield "reception:home_visit_add", reverse("reception:home_visit_add", args=[case.number])
    yield "cases:paper_void", reverse("cases:paper_void", args=[case.papers.get(kind="P01").pk])
    paper = case.papers.get(kind="P10")
    for name in ("paper", "paper_edit", "paper_print"):
        yield f"petitions:{name}", reverse(f"petitions:{name}", args=[case.number, paper.pk])
    yield "petitions:paper_picture", reverse("petitions:paper_picture", args=[case.number, paper.pk, 1])
    editable = case.papers.get(kind="P02")
    yield "petitions:paper_word", reverse("petitions:paper_word", args=[case.number, editable.pk])
    yield "petitions:dossier", reverse("petitions:dossier", args=[case.number])
    yield "petitions:paper_new", reverse("petitions:paper_new", args=[case.number])
    yield "petitions:paper_new", reverse("petitions:paper_new", args=[case.number, "P10"])
    names = ["triage", "notice", "acceptance", "investigation", "service", "rating", "closure"]
    names += ["evaluation", "effort", "settlement", "return_visit", "sign_off"]
    names += ["withdrawal", "withdrawal_confirmation", "reopening", "reopening_proposal", "merger", "mediation"]
    names += ["recusal", "inquiry", "hearing", "addition"]
    yield from ((f"petitions:{name}", reverse(f"petitions:{name}", args=[case.number])) for name in names)
    names = ["extension", "extension_proposal", "extension_approval", "extension_service"]
    names += ["review", "second_review"]
    yield from ((f"petitions:{name}", reverse(f"petitions:{name}", args=[case.number])) for name in names)
    names = ["performance", "check", "acceptance", "postponement", "withdrawal"]
    names = [f"commitment_{name}" for name in names]
    yield from ((f"cases:{name}", reverse(f"cases:{name}", args=[case.number, 1])) for name in names)
    order = case.supervision_orders.get()
    yield "cases:supervision_answer", reverse("cases:supervision_answer", args=[case.number, order.pk])
    yield "petitions:supervision", reverse("petitions:supervision", args=[case.number, order.deadline_id])
    yield "cases:commitment_add", reverse("cases:commitment_add", args=[case.number])
    names = [
        "review_supply",
        "review_hearing",
        "review_opinion",
        "recusal_decision",
        "recusal_review",
        "inquiry_outcome",
        "hearing_notice",
        "hearing_service",
        "hearing_record",
        "hearing_end",
        "disclosure",
        "disclosure_review",
    ]
    yield from ((f"petitions:{name}", reverse(f"petitions:{name}", args=[case.number, 1])) for name in names)
    for name in (
        "answer",
        "routing",
        "mediation_result",
        "claim_triage",
        "claim_acceptance",
        "claim_notice",
        "legal_ending",
    ):
        yield f"petitions:{name}", reverse(f"petitions:{name}", args=[case.number, 1])


def test_every_person_gets_what_the_table_says_at_every_address_of_a_case(office, sign_in):
    wrong = []
    for person, official in office.people.items():
        client = sign_in(official)
        for action, address in addresses(office.case):
            status, wanted = client.get(address).status_code, expected(action, person)
            if status != wanted and not (wanted == "yes" and status not in (403, 404) and status < 500):
                wrong.append((person, action, status, wanted))

    assert wrong == []


def test_the_registration_is_completed_by_its_registrar_and_the_director_until_triage(office, sign_in):
    fresh = factories.case(office.people["registrar"], received_at=timezone.now() - timedelta(days=1))
    address = reverse("cases:complete", args=[fresh.number])
    late = reverse("cases:complete", args=[office.case.number])

    for person, official in office.people.items():
        client = sign_in(official)
        if person in ("registrar", "director"):
            assert client.get(address).status_code == 200, person
            assert client.get(late).status_code == 403, person
        else:
            assert client.get(address).status_code in (403, 404), person


def test_an_allow_and_a_denial_stand_beside_each_other_for_every_act(office):
    acts = {action for action, _address in addresses(office.case)}

    for action in acts:
        answers = {expected(action, person) for person in RELATIONS}
        assert "yes" in answers and answers & {403, 404}, action


def test_a_hidden_case_answers_like_an_unknown_number(office, sign_in):
    client = sign_in(office.people["other handler"])

    hidden = client.get(office.case.get_absolute_url())
    unknown = client.get("/cases/DH2026-99999/")

    assert hidden.status_code == unknown.status_code == 404
    assert stripped(hidden, office.case.number) == stripped(unknown, "DH2026-99999")


def stripped(answer, number):
    """The page without what differs from one request to the next."""
    lines = answer.content.decode().replace(number, "").splitlines()
    return [line for line in lines if answer.headers["X-Request-Id"] not in line and "csrf" not in line]


@pytest.mark.parametrize("role", Role.values)
def test_no_role_reaches_a_case_after_its_last_day(sign_in, role):
    today = timezone.localdate()
    case = factories.case()
    person = factories.official(role, until=today)
    client = sign_in(person)

    assert client.get(case.get_absolute_url()).status_code in (302, 403)
    assert case.number not in client.get("/cases/", follow=True).content.decode()


# ---------- 调解 ----------
PEOPLE_OF_A_DISPUTE = {
    "registrar": ("RC", {"registered"}),
    "other clerk": ("RC", set()),
    "handler": ("HD", set()),
    "director": ("OD", {"office"}),
    "head": ("HO", {"office"}),
    "owner": ("LO", {"owned"}),
    "other leader": ("LO", set()),
    "supervisor": ("SV", {"office"}),
    "auditor": ("AU", {"office"}),
    "mediator": ("MD", {"mediated"}),
    "other mediator": ("MD", set()),
    "administrator": ("SA", set()),
}


@pytest.fixture
def mediated():
    """A dispute whose agreement is in effect, and the people around it."""
    mediator = stories.mediator(name="金凤英")
    agreement = stories.settled(mediator)
    case, item = agreement.dispute.case, agreement.items.all()[0]
    item.follow_up("PARTLY", by=mediator, on=item.due_on, found="付了一半。", today=item.due_on)
    agreement.apply(by=mediator, on=item.due_on, court="区人民法院", applied_on=item.due_on, is_joint=True)
    people = {"mediator": mediator}
    for person, (role, _relations) in PEOPLE_OF_A_DISPUTE.items():
        people.setdefault(person, factories.official(role, name=f"某{person}"))
    Case.objects.filter(pk=case.pk).update(first_receiver=people["registrar"])
    Ownership.objects.create(case=case, leader=people["owner"], since=SINCE, decided_by=people["director"])
    return SimpleNamespace(case=case, people=people)


def addresses_of_mediation(case):
    names = ["acceptance", "refusal", "withdrawal", "recusal", "sessions", "session", "failure", "agreement"]
    names += ["agreement_add", "signing", "agreement_drop", "agreement_paper", "confirmation", "confirmation_result"]
    names += ["signing_correction", "confirmation_paper"]
    yield from ((f"disputes:{name}", reverse(f"disputes:{name}", args=[case.number])) for name in names)
    for name in ("session_correction", "session_paper", "follow_up"):
        yield f"disputes:{name}", reverse(f"disputes:{name}", args=[case.number, 1])
    found = FollowUp.objects.get(item__agreement__dispute__case=case)
    yield "disputes:follow_up_withdrawal", reverse("disputes:follow_up_withdrawal", args=[case.number, 1, found.pk])
    asked = Confirmation.objects.get(agreement__dispute__case=case)
    name = "disputes:confirmation_correction"
    yield name, reverse(name, args=[case.number, asked.pk])
    party = case.parties.get(is_lead=True)
    yield "disputes:answer", reverse("disputes:answer", args=[case.number, party.pk])


def test_every_person_gets_what_the_table_says_at_every_address_of_a_dispute(mediated, sign_in):
    wrong = []
    for person, official in mediated.people.items():
        role, relations = PEOPLE_OF_A_DISPUTE[person]
        client, sees = sign_in(official), written("cases:case", role) & relations
        for action, address in addresses_of_mediation(mediated.case):
            scopes = written(action, role)
            wanted = 403 if not scopes else 404 if not sees else "yes" if scopes & relations else 403
            status = client.get(address).status_code
            if status != wanted and not (wanted == "yes" and status == 200):
                wrong.append((person, action, status, wanted))

    assert wrong == []

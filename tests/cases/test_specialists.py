"""Invited specialists: who may be asked, consent first, access for a time, notes nobody else reads (F24, F56)."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Conflict, Consultation, CounsellingNote, Ownership, Paper, Recusal
from cases.models.consultation import why_not_ask
from officials.models import AuditEntry, Certificate, Role, Specialist
from petitions.papers import issuing
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Kind, State = Consultation.Kind, Consultation.State
SECRET = "他说夜里总是睡不着"


def today():
    return timezone.localdate()


@pytest.fixture
def people(db):
    names = {"director": Role.OD, "handler": Role.HD, "supervisor": Role.SV, "head": Role.HO, "admin": Role.SA}
    names |= {"auditor": Role.AU, "lawyer": Role.SP, "counsellor": Role.SP, "other": Role.SP}
    return {name: factories.official(role, name=f"某{name}") for name, role in names.items()}


@pytest.fixture
def roster(people):
    kinds = {"lawyer": "LAWYER", "counsellor": "COUNSELLOR", "other": "LAWYER"}
    return {
        name: Specialist.objects.create(
            kind=kind,
            name=people[name].name,
            speciality="物权",
            licence_no="14401",
            since=today() - 100 * DAY,
            official=people[name],
        )
        for name, kind in kinds.items()
    }


@pytest.fixture
def case(people):
    return factories.triaged(by=people["director"], handler=people["handler"])


def offered(case, people, roster, *, who="lawyer", days=10, **fields):
    said = {
        "kind": Kind.COUNSEL if who == "counsellor" else Kind.LEGAL,
        "specialist": roster[who],
        "what_for": "能不能请求物业赔偿。",
        "until": today() + days * DAY,
        "by": people["handler"],
        "on": today(),
    }
    return Consultation.objects.offer(case, **said | fields)


def agreed(row, people, consent="AGREED"):
    row.hear(consent=consent, party=None, consent_on=today(), way="FACE", by=people["handler"], on=today())
    return row


def accepted(case, people, roster, *, who="lawyer", **fields):
    row = agreed(offered(case, people, roster, who=who, **fields), people)
    row.accept(by=people[who], on=today())
    return row


def reads(case, official):
    return Case.objects.visible_to(official).filter(pk=case.pk).exists()


def address(name, *args):
    return reverse(f"cases:{name}", args=args)


# ---------- 能不能请 ----------
def test_who_declared_a_conflict_cannot_be_asked_on_that_case_and_the_sentence_says_so(case, people, roster):
    Conflict.objects.create(
        case=case,
        specialist=roster["lawyer"],
        ground="代理过对方。",
        declared_on=today(),
        recorded_by=people["handler"],
    )

    with pytest.raises(ValidationError, match="利益冲突"):
        offered(case, people, roster)
    assert not why_not_ask(roster["lawyer"], factories.triaged(), today())


@pytest.mark.parametrize(("left", "may"), [(0, True), (-1, False)])
def test_whose_certificate_is_over_cannot_be_asked_from_the_day_after_its_last(case, people, roster, left, may):
    Certificate.objects.create(
        specialist=roster["lawyer"],
        kind=Certificate.Kind.LAWYER,
        number="A1",
        issued_on=today() - 400 * DAY,
        expires_on=today() + left * DAY,
        recorded_by=people["director"],
        recorded_on=today(),
    )

    if may:
        assert offered(case, people, roster).state == State.OFFERED
    else:
        with pytest.raises(ValidationError, match=r"律师执业证 .* 到期"):
            offered(case, people, roster)


def test_a_renewed_certificate_stands_in_nobodys_way(case, people, roster):
    held = {"specialist": roster["lawyer"], "kind": Certificate.Kind.LAWYER, "recorded_by": people["director"]}
    held |= {"issued_on": today() - 400 * DAY, "recorded_on": today()}
    Certificate.objects.create(number="A1", expires_on=today() - DAY, **held)
    Certificate.objects.create(number="A2", expires_on=today() + 300 * DAY, **held)

    assert offered(case, people, roster).state == State.OFFERED


@pytest.mark.parametrize(("ended", "may"), [(1, True), (0, False)])
def test_nobody_is_asked_from_the_day_his_service_ends(case, people, roster, ended, may):
    roster["lawyer"].until = today() + ended * DAY
    roster["lawyer"].save()

    assert (why_not_ask(roster["lawyer"], case, today()) == "") is may


def test_a_namesake_of_a_party_is_not_asked(case, people, roster):
    case.parties.create(role="RESPONDENT", name=roster["lawyer"].name)

    with pytest.raises(ValidationError, match="同名"):
        offered(case, people, roster)


def test_a_recused_specialist_is_not_asked(case, people, roster):
    Recusal.objects.create(
        case=case,
        position=1,
        official=people["lawyer"],
        post="律师",
        asker="UNIT",
        asked_on=today(),
        ground="是亲戚。",
        recorded_by=people["handler"],
        deadline=case.deadlines.first(),
        decision="WITHDRAWS",
        decided_on=today(),
        decided_by=people["head"],
        reason="属实。",
    )

    with pytest.raises(ValidationError, match="要回避"):
        offered(case, people, roster)


def test_legal_advice_is_asked_of_a_lawyer(case, people, roster):
    with pytest.raises(ValidationError, match="请律师"):
        offered(case, people, roster, who="counsellor", kind=Kind.LEGAL)


# ---------- 什么时候看得到 ----------
def test_nothing_is_shown_before_the_petitioner_agrees(case, people, roster, sign_in):
    row = offered(case, people, roster)
    client = sign_in(people["lawyer"])

    assert case.number not in client.get(address("consultations")).content.decode()
    assert client.get(address("consultation_answer", row.pk)).status_code == 404
    assert client.get(case.get_absolute_url()).status_code == 404
    with pytest.raises(ValidationError, match="本人同意以后"):
        row.accept(by=people["lawyer"], on=today())
    with pytest.raises(IntegrityError, match="violates check constraint"), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(accepted_on=today(), state=State.ACCEPTED)


def test_access_begins_with_consent_and_acceptance(case, people, roster, sign_in):
    row = agreed(offered(case, people, roster), people)
    client = sign_in(people["lawyer"])
    assert not reads(case, people["lawyer"])
    assert case.number in client.get(address("consultations")).content.decode()

    assert client.post(address("consultation_answer", row.pk), {"answer": "ACCEPT", "reason": ""}).status_code == 302

    assert client.get(case.get_absolute_url()).status_code == 200
    assert client.get(address("events", case.number)).status_code == 200
    assert case.number in client.get(reverse("cases:list")).content.decode()


def test_what_he_sees_is_masked_and_he_unmasks_nothing(case, people, roster, sign_in):
    accepted(case, people, roster)
    Case.objects.filter(pk=case.pk).update(statement="打我电话 13812345678。")
    party = case.parties.get(is_lead=True)
    client = sign_in(people["lawyer"])

    page = client.get(case.get_absolute_url()).content.decode()

    assert party.name not in page and "13812345678" not in page and party.name_masked in page
    assert client.get(address("reveal", case.number, party.pk, "phone")).status_code == 403
    assert client.get(address("upload", case.number)).status_code == 403
    assert client.get(address("note", case.number)).status_code == 403


@pytest.mark.parametrize(("after", "sees"), [(0, True), (1, False)])
def test_access_ends_the_day_after_its_last(case, people, roster, after, sees):
    row = accepted(case, people, roster, days=3)
    on = row.until + after * DAY

    assert Consultation.objects.open_to(people["lawyer"], on).exists() is sees


def test_access_ends_when_it_is_finished(case, people, roster, sign_in):
    row = accepted(case, people, roster)
    client = sign_in(people["lawyer"])
    assert client.post(address("consultation_result", row.pk), {"result": ""}).status_code == 422

    answer = client.post(address("consultation_result", row.pk), {"result": "可以请求赔偿，依据民法典。"})

    assert answer.status_code == 302
    assert client.get(case.get_absolute_url()).status_code == 404
    page = sign_in(people["handler"]).get(address("case_specialists", case.number)).content.decode()
    assert "可以请求赔偿" in page


def test_access_ends_when_the_petitioner_changes_his_mind(case, people, roster):
    row = accepted(case, people, roster)

    agreed(row, people, consent="REFUSED")

    assert row.state == State.REFUSED
    assert not reads(case, people["lawyer"])


@pytest.mark.parametrize("end", ["stopped", "sealed", "service", "accused"])
def test_access_ends_with_whatever_ends_it(case, people, roster, end):
    row = accepted(case, people, roster)
    assert reads(case, people["lawyer"])

    if end == "stopped":
        row.stop(by=people["handler"], on=today())
    elif end == "sealed":
        Case.objects.filter(pk=case.pk).update(confidentiality=Case.Confidentiality.SEALED)
    elif end == "service":
        Specialist.objects.filter(pk=roster["lawyer"].pk).update(until=today())
    else:
        case.parties.create(role="RESPONDENT", name="某人", official=people["lawyer"])

    assert not reads(case, people["lawyer"])


def test_another_specialist_sees_nothing_of_it(case, people, roster, sign_in):
    row = accepted(case, people, roster)
    client = sign_in(people["other"])

    assert case.number not in client.get(address("consultations")).content.decode()
    statuses = {
        client.get(url).status_code
        for url in (
            case.get_absolute_url(),
            address("events", case.number),
            address("case_specialists", case.number),
            address("consultation_answer", row.pk),
            address("consultation_result", row.pk),
            address("counselling", row.pk),
        )
    }
    assert statuses == {404}


def test_one_specialist_is_not_told_what_another_was_asked(case, people, roster, sign_in):
    accepted(case, people, roster)
    accepted(case, people, roster, who="counsellor")

    page = sign_in(people["lawyer"]).get(address("case_specialists", case.number))

    assert [row.kind for row in page.context["rows"]] == [Kind.LEGAL]


def test_a_refusal_of_the_petitioner_is_on_file_and_holds_nothing_up(case, people, roster, sign_in):
    row = offered(case, people, roster)
    client = sign_in(people["handler"])
    typed = form_of(client, address("consultation_consent", case.number, row.pk)) | {"consent": "REFUSED"}
    party = case.parties.get(is_lead=True)

    client.post(address("consultation_consent", case.number, row.pk), typed | {"party": party.pk, "way": "PHONE"})

    row.refresh_from_db()
    assert (row.state, row.consent_way, row.party, row.consent_on) == (State.REFUSED, "PHONE", party, today())
    assert "谢绝" in client.get(address("case_specialists", case.number)).content.decode()
    assert not reads(case, people["lawyer"])


def test_a_declared_conflict_keeps_him_out_of_the_case_for_good(case, people, roster, sign_in):
    row = agreed(offered(case, people, roster), people)
    client = sign_in(people["lawyer"])
    assert client.post(address("consultation_answer", row.pk), {"answer": "CONFLICT", "reason": ""}).status_code == 422

    client.post(address("consultation_answer", row.pk), {"answer": "CONFLICT", "reason": "代理过对方。"})

    row.refresh_from_db()
    assert row.state == State.REFUSED
    assert not reads(case, people["lawyer"])
    with pytest.raises(ValidationError, match="利益冲突"):
        offered(case, people, roster)
    assert "代理过对方" not in sign_in(people["supervisor"]).get(case.get_absolute_url()).content.decode()


def test_a_conflict_written_down_later_ends_what_runs(case, people, roster, sign_in):
    accepted(case, people, roster)

    sign_in(people["handler"]).post(
        address("conflict", case.number), {"specialist": roster["lawyer"].pk, "ground": "代理过对方。"}
    )

    assert not reads(case, people["lawyer"])


def test_who_has_no_account_is_written_down_by_the_office(case, people, sign_in):
    expert = Specialist.objects.create(kind="EXPERT", name="秦教授", speciality="结构", since=today())
    row = Consultation.objects.offer(
        case,
        kind=Kind.ADVICE,
        specialist=expert,
        what_for="裂缝是不是结构问题。",
        until=today() + 5 * DAY,
        by=people["handler"],
        on=today(),
    )
    agreed(row, people)
    client = sign_in(people["handler"])
    client.post(address("consultation_answer", row.pk), {"answer": "ACCEPT", "reason": ""})
    client.post(address("consultation_result", row.pk), {"result": "不是结构裂缝。"})

    row.refresh_from_db()
    assert (row.state, row.result) == (State.FINISHED, "不是结构裂缝。")


def test_for_who_has_an_account_nobody_else_answers(case, people, roster, sign_in):
    row = agreed(offered(case, people, roster), people)

    assert sign_in(people["handler"]).get(address("consultation_answer", row.pk)).status_code == 404
    with pytest.raises(ValidationError, match="本人登录"):
        row.accept(by=people["handler"], on=today())


# ---------- 咨询记录 ----------
def test_the_counsellor_keeps_his_own_notes_and_nobody_else_reads_them(case, people, roster, sign_in):
    row = accepted(case, people, roster, who="counsellor")
    client = sign_in(people["counsellor"])
    url = address("counselling", row.pk)
    assert client.post(url, {"held_on": "今天", "text": SECRET}).status_code == 302
    assert SECRET in client.get(url).content.decode()

    for name, official in people.items():
        if name == "counsellor":
            continue
        other = sign_in(official)
        assert other.get(url).status_code in (403, 404), name
        for page in (
            case.get_absolute_url(),
            address("events", case.number),
            address("case_specialists", case.number),
            reverse("officials:audit"),
        ):
            assert SECRET not in other.get(page).content.decode(), (name, page)
        found = other.get(f"{reverse('cases:list')}?view=all&q=睡不着")
        assert not (found.context and found.context.get("cases")), name
    assert not CounsellingNote.objects.of(people["director"]).exists()


def test_notes_are_encrypted_at_rest_and_in_no_log(case, people, roster, sign_in):
    row = accepted(case, people, roster, who="counsellor")
    sign_in(people["counsellor"]).post(address("counselling", row.pk), {"held_on": "今天", "text": SECRET})
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_counsellingnote")
        stored = cursor.fetchone()[0]

    assert SECRET not in stored
    assert not AuditEntry.objects.filter(field__contains="睡").exists()
    assert not case.events.filter(detail__contains="睡").exists()


def test_the_file_tells_of_psychological_support_only_its_state(case, people, roster, sign_in):
    row = accepted(case, people, roster, who="counsellor", what_for="想不开。")
    client = sign_in(people["counsellor"])

    assert client.post(address("consultation_result", row.pk), {}).status_code == 302

    row.refresh_from_db()
    assert (row.state, row.what_for, row.result) == (State.FINISHED, "", "")
    details = list(case.events.filter(kind="CONSULTED").order_by("pk").values_list("detail", flat=True))
    assert details == [
        "提出心理疏导，等本人答复愿不愿意",
        "心理疏导：本人同意，当面答复",
        "心理疏导：某counsellor接受",
        "心理疏导：已结束",
    ]
    with pytest.raises(IntegrityError, match="the_file_tells_nothing"), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(result="抑郁")


def test_after_the_end_he_reads_his_notes_and_writes_no_more(case, people, roster, sign_in):
    row = accepted(case, people, roster, who="counsellor")
    client, url = sign_in(people["counsellor"]), address("counselling", row.pk)
    client.post(url, {"held_on": "今天", "text": SECRET})
    client.post(address("consultation_result", row.pk), {})

    assert SECRET in client.get(url).content.decode()
    assert client.post(url, {"held_on": "今天", "text": "再写一条"}).status_code == 422
    assert client.get(case.get_absolute_url()).status_code == 404


def test_the_lawyer_has_no_page_of_notes(case, people, roster, sign_in):
    row = accepted(case, people, roster)

    assert sign_in(people["lawyer"]).get(address("counselling", row.pk)).status_code == 404


# ---------- 名册 ----------
def test_a_specialist_begins_at_his_own_desk(people, sign_in):
    assert sign_in(people["lawyer"]).get("/")["Location"] == reverse("cases:consultations")


def test_the_director_keeps_the_roster_and_a_lawyer_has_a_licence(people, sign_in):
    client, url = sign_in(people["director"]), reverse("cases:specialist_add")
    typed = form_of(client, url) | {"kind": "LAWYER", "name": "卢律师", "speciality": "物权"}
    refused = client.post(url, typed)
    assert refused.status_code == 422 and "执业证号" in refused.content.decode()

    assert client.post(url, typed | {"licence_no": "14401"}).status_code == 302

    assert "卢律师" in client.get(reverse("cases:specialists")).content.decode()
    person = Specialist.objects.get()
    change = reverse("cases:specialist_change", args=[person.pk])
    client.post(change, form_of(client, change) | {"speciality": "物权、相邻关系"})
    assert person.history.count() == 2


def test_the_roster_takes_the_same_statements_for_one_row_and_for_many(people, roster, sign_in, queries_of):
    client, url = sign_in(people["director"]), reverse("cases:specialists")
    client.get(url)
    few = len(queries_of(lambda: client.get(url)))
    for number in range(4):
        Specialist.objects.create(kind="EXPERT", name=f"专家{number}", speciality="结构", since=today())

    assert len(queries_of(lambda: client.get(url))) == few


def test_the_page_of_a_case_costs_the_same_for_one_and_for_many(case, people, roster, sign_in, queries_of):
    offered(case, people, roster)
    client, url = sign_in(people["director"]), address("case_specialists", case.number)
    client.get(url)
    few = len(queries_of(lambda: client.get(url)))
    offered(case, people, roster, who="other")
    offered(case, people, roster, who="counsellor")

    assert len(queries_of(lambda: client.get(url))) == few


def test_his_page_of_the_case_has_no_link_that_is_refused_him(case, people, roster, sign_in):
    """Plan and papers are named on it and are not his to open: they are said, not linked."""
    Ownership.objects.create(case=case, leader=people["head"], since=today(), decided_by=people["director"])
    issuing.draft(case, Paper.Kind.RATING, by=people["director"], values={})
    accepted(case, people, roster)
    client, page = sign_in(people["lawyer"]), reverse("cases:case", args=[case.number])

    shown = client.get(page).content.decode()

    addresses = set(re.findall(r'href="(/cases/[^"#]+)"', shown))
    assert {url: client.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)
    assert "满意度评价表" in shown and reverse("cases:plan", args=[case.number]) not in shown
    assert reverse("cases:plan", args=[case.number]) in sign_in(people["director"]).get(page).content.decode()

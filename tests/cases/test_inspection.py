"""Checks of files and promises: who sees which when, what is drawn, what is found, how it is closed (F47, F53a)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from cases import rounds
from cases.cycles import Cycle, holding
from cases.models import (
    AccountabilityGround,
    Case,
    Commitment,
    Deadline,
    DueWarning,
    Finding,
    Inspection,
    NoticeLine,
    Rectification,
    Round,
    RoundException,
)
from cases.sweep import sweep
from cases.telling import tell
from cases.waiting import WAITS
from officials.calendar import Calendar
from officials.models import AuditEntry, Role, Unit
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def today():
    return timezone.localdate()


@pytest.fixture
def people(db):
    party_office, city = factories.section("党政办公室"), factories.section()
    return {
        "supervisor": factories.official(Role.SV, name="督查", at=party_office),
        "second": factories.official(Role.SV, name="另一位督查", at=party_office),
        "director": factories.official(Role.OD, name="主任"),
        "head": factories.official(Role.HO, name="负责人", at=factories.unit("街道班子", Unit.Kind.LEADERSHIP)),
        "handler": factories.official(Role.HD, name="承办", at=city),
        "colleague": factories.official(Role.HD, name="同事", at=city),
        "elsewhere": factories.official(Role.HD, name="别科", at=factories.section("社会事务科")),
    }


@pytest.fixture
def file(people):
    return factories.triaged(by=people["director"], handler=people["handler"])


def planned(people, *, kind=Inspection.Kind.REGULAR, ahead=0, unit="城市建设科", **fields):
    said = {
        "kind": kind,
        "subject": Inspection.Subject.FILES,
        "scope": "受理告知是否按期",
        "unit": unit and factories.section(unit),
        "held_on": today() + ahead * DAY,
        "inspector": people["supervisor"],
        "by": people["supervisor"],
        "on": today(),
    }
    return Inspection.objects.plan(**said | fields)


def found(people, file=None, *, check=None, owner="handler", days=5, **fields):
    check = check or planned(people)
    if file and not check.files.filter(case=file).exists():
        check.choose(file, by=people["supervisor"])
    person = people[owner]
    said = {
        "case": file,
        "commitment": None,
        "ground": AccountabilityGround.objects.get(code="44(3)"),
        "facts": "登记十六天没有书面告知。",
        "remedy": "补送告知书，回证入卷。",
        "unit": person.unit,
        "official": person,
        "due_on": today() + days * DAY,
        "by": people["supervisor"],
        "on": today(),
    }
    return check.find(**said | fields)


def reported(finding, people, owner="handler"):
    finding.report(done_on=today(), evidence="回证已入卷。", by=people[owner], on=today())
    return finding


def address(name, record, *more):
    return reverse(f"cases:{name}", args=[record.pk, *more])


# ---------- 字典 ----------
def test_the_dictionary_has_every_item_of_its_four_articles():
    articles = {}
    for ground in AccountabilityGround.objects.in_use(today()):
        articles.setdefault(ground.article, []).append(ground.item)

    assert articles == {42: [1, 2, 3, 4], 44: [1, 2, 3], 45: [1, 2, 3, 4], 46: [1, 2, 3, 4, 5, 6]}


def test_a_changed_wording_is_another_row_from_its_day_on(people, sign_in):
    old = AccountabilityGround.objects.get(code="46(1)")
    client, url = sign_in(people["director"]), address("ground_change", old)
    assert client.post(url, {"text": "新的文字", "on": "昨天"}).status_code == 422

    assert client.post(url, {"text": "新的文字", "on": "明天"}).status_code == 302

    assert AccountabilityGround.objects.in_use(today()).get(code="46(1)") == old
    assert AccountabilityGround.objects.in_use(today() + DAY).get(code="46(1)").text == "新的文字"
    assert client.post(url, {"text": "再改", "on": "+5"}).status_code == 422
    assert sign_in(people["supervisor"]).get(url).status_code == 403


def test_a_ground_out_of_use_is_offered_no_more_from_its_day_on(people):
    ground = AccountabilityGround.objects.get(code="45(4)")

    ground.reword("", on=today(), today=today())

    assert not AccountabilityGround.objects.in_use(today()).filter(code="45(4)").exists()
    assert AccountabilityGround.objects.in_use(today() - DAY).filter(code="45(4)").exists()


# ---------- 谁看得到 ----------
@pytest.mark.parametrize(("ahead", "is_seen"), [(1, False), (0, True)])
def test_the_checked_unit_sees_a_surprise_check_from_its_day_on(people, sign_in, ahead, is_seen):
    check = planned(people, kind=Inspection.Kind.SURPRISE, ahead=ahead)
    client = sign_in(people["handler"])

    assert (check.number in client.get(reverse("cases:inspections")).content.decode()) is is_seen
    assert client.get(address("inspection", check)).status_code == (200 if is_seen else 404)


def test_the_checked_unit_sees_a_regular_check_ahead(people, sign_in):
    check = planned(people, ahead=9)

    assert check.number in sign_in(people["handler"]).get(reverse("cases:inspections")).content.decode()
    assert check.number not in sign_in(people["elsewhere"]).get(reverse("cases:inspections")).content.decode()


@pytest.mark.parametrize(("ahead", "is_told"), [(1, False), (0, True)])
def test_the_checked_unit_learns_which_files_were_drawn_on_the_day(people, file, sign_in, ahead, is_told):
    check = planned(people, ahead=ahead)
    check.draw(1, by=people["supervisor"])

    page = sign_in(people["handler"]).get(address("inspection", check)).content.decode()

    assert (file.number in page) is (check.seed in page) is is_told
    assert file.number in sign_in(people["supervisor"]).get(address("inspection", check)).content.decode()


@pytest.mark.parametrize("unit", ["信访办", None])
def test_the_director_sees_no_surprise_check_of_his_own_unit_before_its_day(people, unit):
    check = planned(people, kind=Inspection.Kind.SURPRISE, ahead=1, unit=unit)

    def sees(name, on):
        return Inspection.objects.visible_to(people[name], on).filter(pk=check.pk).exists()

    assert sees("supervisor", today()) and not sees("director", today())
    assert sees("director", today() + DAY)


def test_a_surprise_check_leaves_no_trace_on_the_file_before_its_day(people, file):
    check = planned(people, kind=Inspection.Kind.SURPRISE, ahead=1)
    before = file.events.count()

    check.draw(5, by=people["supervisor"])

    assert [row.case for row in check.files.all()] == [file]
    assert file.events.count() == before
    with pytest.raises(ValidationError, match="没到检查的日子"):
        check.files.get().look("回证不在卷。", by=people["supervisor"], on=today())


def test_the_director_neither_draws_for_nor_calls_off_a_check_of_his_own_unit(people, sign_in):
    check = planned(people, unit="信访办")
    client = sign_in(people["director"])

    assert client.get(address("inspection", check)).status_code == 200
    assert client.get(address("inspection_draw", check)).status_code == 403
    end = {"outcome": "CALLED_OFF", "summary": "不查了。"}
    assert client.post(address("inspection_end", check), end).status_code == 403


def test_nobody_inspects_his_own_unit(people):
    with pytest.raises(ValidationError, match="不能检查自己的单位"):
        planned(people, inspector=people["director"], unit="信访办")


# ---------- 抽 ----------
def test_a_draw_can_be_repeated_by_its_seed(people):
    for _case in range(6):
        factories.triaged(by=people["director"], handler=people["handler"])
    first, second = planned(people), planned(people)
    Inspection.objects.filter(pk=second.pk).update(seed=first.seed)
    second.refresh_from_db()

    drawn = [[row.case_id for row in check.draw(3, by=people["supervisor"])] for check in (first, second)]

    assert drawn[0] == drawn[1] and len(set(drawn[0])) == 3


def test_another_draw_of_the_same_check_takes_others(people):
    for _case in range(3):
        factories.triaged(by=people["director"], handler=people["handler"])
    check = planned(people)

    check.draw(2, by=people["supervisor"])
    check.draw(5, by=people["supervisor"])

    assert check.files.count() == 3
    with pytest.raises(ValidationError, match="没有可以抽的案卷"):
        check.draw(1, by=people["supervisor"])


def test_neither_sealed_files_nor_those_of_other_units_are_drawn(people, file):
    factories.triaged(by=people["director"], handler=people["elsewhere"])
    sealed = factories.triaged(by=people["director"], handler=people["handler"])
    Case.objects.filter(pk=sealed.pk).update(confidentiality=Case.Confidentiality.SEALED)
    check = planned(people)

    check.draw(9, by=people["supervisor"])

    assert [row.case for row in check.files.all()] == [file]


def test_a_check_of_promises_draws_cases_with_a_promise(people, file):
    promised = factories.triaged(by=people["director"], handler=people["handler"])
    Commitment.objects.create(
        case=promised,
        position=1,
        what="修好",
        organ="物业",
        due_on=today(),
        made_on=today(),
        made_by=people["handler"],
    )
    check = planned(people, subject=Inspection.Subject.PROMISES)

    check.draw(9, by=people["supervisor"])

    assert [row.case for row in check.files.all()] == [promised]


def test_a_check_ends_when_every_drawn_file_was_looked_into(people, file):
    check = planned(people)
    check.draw(1, by=people["supervisor"])
    end = {"outcome": "HELD", "summary": "总的还好。", "by": people["supervisor"], "on": today()}
    with pytest.raises(ValidationError, match="没有看"):
        check.end(**end)

    row = check.files.get()
    row.look("按期告知。", by=people["supervisor"], on=today())
    check.end(**end)

    assert check.outcome == "HELD"
    assert file.events.filter(kind="INSPECTED").count() == 1
    with pytest.raises(ValidationError, match="已经结束"):
        check.draw(1, by=people["supervisor"])


# ---------- 问题 ----------
@pytest.mark.parametrize("lacking", ["official", "unit", "due_on", "ground"])
def test_a_finding_without_owner_day_or_ground_cannot_be_saved(people, file, lacking):
    with pytest.raises(ValidationError) as refusal:
        found(people, file, **{lacking: None})

    assert lacking in refusal.value.message_dict
    assert not Finding.objects.exists()


@pytest.mark.parametrize("lacking", ["owner", "due_on", "ground"])
def test_the_form_says_what_a_finding_lacks_and_keeps_what_was_typed(people, file, sign_in, lacking):
    check = planned(people)
    check.choose(file, by=people["supervisor"])
    client = sign_in(people["supervisor"])
    url = f"{address('finding_add', check)}?case={file.number}"
    typed = form_of(client, url)
    assert typed["owner"] and typed["case"]
    ground = AccountabilityGround.objects.get(code="45(1)").pk
    typed |= {"ground": ground, "facts": "拖了二十天。", "remedy": "三天内答复。", "due_on": "+5", lacking: ""}

    answer = client.post(url, typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [lacking]
    assert "拖了二十天。" in answer.content.decode()


def test_a_finding_is_a_task_of_its_owner_and_told_to_him(people, file, sign_in):
    finding = found(people, file)

    assert (finding.deadline.rule, finding.deadline.kind) == ("F47", Deadline.Kind.TASK)
    assert finding.deadline.official == people["handler"]
    assert finding.facts in sign_in(people["handler"]).get(reverse("cases:findings")).content.decode()
    assert [row["case"] for row in WAITS["cases:rectification"].cases(people["handler"])] == [file.pk]
    assert not WAITS["cases:rectification"].cases(people["colleague"]).exists()
    client = sign_in(people["colleague"])
    assert finding.number not in client.get(reverse("cases:findings")).content.decode()
    assert client.get(address("finding", finding)).status_code == 404


def test_what_was_found_is_encrypted_at_rest(people, file):
    finding = found(people, file)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT facts, remedy FROM cases_finding WHERE id = %s", [finding.pk])
        stored = cursor.fetchone()

    assert not any("告知" in text for text in stored)


def test_a_finding_needs_no_case(people):
    finding = found(people)

    assert finding.case is None and finding.deadline.case is None
    assert Finding.objects.visible_to(people["handler"]).get() == finding


def test_who_found_it_does_not_answer_for_it(people, file):
    with pytest.raises(ValidationError, match="检查人不能查自己"):
        found(people, file, owner="supervisor")


def test_an_owner_is_in_the_unit_that_answers(people, file):
    with pytest.raises(ValidationError, match="现在不在这个单位"):
        found(people, file, unit=people["elsewhere"].unit)


def test_whoever_is_barred_from_a_case_is_given_no_finding_on_it(people, file, sign_in):
    file.parties.create(role="RESPONDENT", name="承办", official=people["colleague"])
    check = planned(people)
    check.choose(file, by=people["supervisor"])
    client = sign_in(people["supervisor"])
    url = f"{address('finding_add', check)}?case={file.number}"
    typed = form_of(client, url)
    posting = people["colleague"].postings.get().pk
    ground = AccountabilityGround.objects.get(code="45(1)").pk
    typed |= {"ground": ground, "facts": "拖延。", "remedy": "答复。", "due_on": "+5", "owner": posting}

    answer = client.post(url, typed)

    assert answer.status_code == 422
    assert "要回避" in str(answer.context["form"].errors["owner"])


def test_the_owner_reports_with_a_file_and_the_supervisor_closes(people, file, sign_in):
    finding = found(people, file)
    handler, supervisor = sign_in(people["handler"]), sign_in(people["supervisor"])
    url = address("rectification", finding)
    typed = {"done_on": "今天", "evidence": ""}
    assert handler.post(url, typed).status_code == 422
    photo = SimpleUploadedFile("回证.png", PNG)
    refused = handler.post(url, typed | {"evidence": "回证已入卷。", "file": photo})
    assert "国家秘密" in str(refused.context["form"].errors["no_secret"])
    photo.seek(0)
    sent = handler.post(url, typed | {"evidence": "回证已入卷。", "file": photo, "no_secret": "on"})
    assert sent.status_code == 302
    row = Rectification.objects.get()
    fetched = supervisor.get(address("finding_file", finding, row.file_id))
    assert b"".join(fetched.streaming_content) == PNG
    assert sign_in(people["colleague"]).get(address("finding_file", finding, row.file_id)).status_code == 404

    page = supervisor.get(f"{reverse('cases:findings')}?view=check")
    assert finding.number in page.content.decode()
    assert supervisor.post(address("rectification_check", finding), {"holds": "yes", "note": ""}).status_code == 302

    finding.refresh_from_db()
    assert (finding.closed_by, finding.closed_with) == (people["supervisor"], row)
    assert finding.deadline.ended_on == today()
    assert file.events.filter(kind="INSPECTED").count() == 3
    assert AuditEntry.objects.filter(action="cases:rectification_check", subject_id=file.pk).exists()


def test_a_finding_is_not_closed_without_evidence(people, file):
    finding = found(people, file)

    with pytest.raises(ValidationError, match="没有凭据不能销号"):
        finding.check_report(holds=True, by=people["supervisor"], on=today())
    with pytest.raises(IntegrityError, match="finding_closes_with_its_evidence"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(closed_on=today(), closed_by=people["supervisor"])


def test_what_is_sent_back_is_owed_as_before(people, file):
    finding = reported(found(people, file), people)
    with pytest.raises(ValidationError, match="差在哪里"):
        finding.check_report(holds=False, by=people["supervisor"], on=today())

    finding.check_report(holds=False, note="回证没有签名。", by=people["supervisor"], on=today())

    finding = Finding.objects.get()
    assert finding.is_open and finding.deadline.is_running
    assert finding in Finding.objects.unanswered()
    reported(finding, people)
    assert finding.rectifications.count() == 2


def test_nobody_closes_a_finding_against_himself(people, file, sign_in):
    finding = found(people, file, owner="second")
    reported(finding, people, "second")

    assert finding not in Finding.objects.to_check_by(people["second"])
    assert sign_in(people["second"]).get(address("rectification_check", finding)).status_code == 403
    with pytest.raises(ValidationError, match="不能给自己的问题销号"):
        finding.check_report(holds=True, by=people["second"], on=today())
    row = finding.rectifications.get()
    with pytest.raises(IntegrityError, match="nobody_closes_a_finding_against_himself"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(closed_on=today(), closed_by=people["second"], closed_with=row)
    finding.check_report(holds=True, by=people["supervisor"], on=today())
    assert not Finding.objects.open().exists()


def test_neither_the_director_nor_the_owner_of_another_checks_what_others_found(people, file, sign_in):
    finding = reported(found(people, file), people)

    assert sign_in(people["director"]).get(address("rectification_check", finding)).status_code == 403
    assert sign_in(people["handler"]).get(address("rectification_check", finding)).status_code == 403


def test_a_finding_outlives_the_closing_of_its_case(people, file):
    finding = found(people, file)

    Deadline.objects.end_with_case(file, on=today(), reason="办结")

    finding.deadline.refresh_from_db()
    assert finding.deadline.is_running


def test_another_answers_for_it_from_then_on_and_the_day_stands(people, file, sign_in):
    finding = found(people, file)
    posting = people["colleague"].postings.get().pk
    answer = sign_in(people["supervisor"]).post(
        address("finding_owner", finding), {"owner": posting, "reason": "承办的人调走了。"}
    )

    assert answer.status_code == 302
    finding.refresh_from_db()
    assert (finding.official, finding.deadline.official) == (people["colleague"], people["colleague"])
    assert finding.due_on == finding.deadline.legal_end_on
    assert sign_in(people["handler"]).get(address("finding", finding)).status_code == 404


def test_a_finding_disappears_with_the_seal_of_its_case(people, file):
    finding = found(people, file)
    Case.objects.filter(pk=file.pk).update(confidentiality=Case.Confidentiality.SEALED)

    assert not Finding.objects.visible_to(people["handler"]).exists()
    assert not Finding.objects.visible_to(people["director"]).exists()
    assert finding not in Finding.objects.unsealed()


# ---------- 晚了 ----------
@pytest.mark.parametrize(("after", "is_late"), [(0, False), (1, True)])
def test_a_finding_is_late_the_day_after_its_day(people, file, after, is_late):
    finding = found(people, file, days=3)
    on = finding.due_on + after * DAY

    assert Finding.objects.late(on).exists() is is_late
    assert finding.is_late(on) is is_late


def test_the_sweep_warns_of_a_late_finding_and_its_owner_is_told(people, file):
    finding = found(people, file, days=1)

    sweep(timezone.now() + 3 * DAY)
    tell()

    assert DueWarning.objects.filter(deadline=finding.deadline, level__gte=DueWarning.Level.LATE).exists()
    assert NoticeLine.objects.filter(deadline=finding.deadline, notice__recipient=people["handler"]).exists()


@pytest.mark.parametrize("cycle", [Cycle.WEEK, Cycle.TEN_DAYS])
def test_a_late_finding_stands_in_the_way_of_the_round(people, file, cycle):
    finding = found(people, file, days=1)
    period = holding(cycle, timezone.now() + 40 * DAY, Calendar.load())

    def lacking():
        lines = rounds.lines([period], people["director"])[cycle]
        return next(line.lacking for line in lines if line.expectation.key == "findings")

    assert lacking() == 1
    reported(finding, people).check_report(holds=True, by=people["supervisor"], on=today())
    assert lacking() == 0


def test_a_late_finding_is_written_down_when_the_week_is_cut_off(people, file):
    Round.objects.run(timezone.now())
    finding = found(people, file, days=1)

    Round.objects.run(timezone.now() + 9 * DAY)

    row = RoundException.objects.filter(key="findings", round__cycle=Cycle.WEEK).latest("round__starts_on")
    assert (row.name, row.subject, row.subject_id) == (finding.number, "finding", finding.pk)


# ---------- 两个人同时 ----------
@pytest.mark.django_db(transaction=True)
def test_a_rectification_reported_twice_at_once_is_one(people, file, sign_in):
    finding = found(people, file)
    typed = {"done_on": f"{today():%F}", "evidence": "回证已入卷。"}
    clients = [sign_in(people["handler"])]
    clients.append(clients[0])

    def send(client):
        try:
            return client.post(address("rectification", finding), typed).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, clients))

    assert answers == [302, 422]
    assert Rectification.objects.count() == 1


def test_the_lists_take_the_same_statements_for_one_row_and_for_many(people, file, sign_in, queries_of):
    check = planned(people)
    found(people, file, check=check)
    client = sign_in(people["supervisor"])
    urls = [reverse("cases:inspections"), f"{reverse('cases:findings')}?view=open", address("inspection", check)]
    client.get(urls[0])  # the first page of a session asks more
    few = [len(queries_of(lambda url=url: client.get(url))) for url in urls]
    for _more in range(3):
        other = factories.triaged(by=people["director"], handler=people["handler"])
        found(people, other, check=check)
        found(people, other)

    assert [len(queries_of(lambda url=url: client.get(url))) for url in urls] == few

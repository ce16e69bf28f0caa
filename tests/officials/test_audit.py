"""The audit log: what is in it, that nothing leaves it, and how it is read."""

import json
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from officials import audit
from officials.models import AuditEntry, Role
from tests import factories
from tests.factories import official

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE officials_auditentry SET reason = 'x'",
        "DELETE FROM officials_auditentry",
        "TRUNCATE officials_auditentry",
    ],
)
def test_an_entry_is_never_changed_or_taken_away_also_by_the_owner_of_the_table(statement):
    audit.record(None, "officials:login")

    with pytest.raises(IntegrityError, match="审计日志只能增加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.get().reason == ""


# ---------- what is recorded ----------


def entry_of(person, action):
    return AuditEntry.objects.filter(actor_id=person.pk, action=action).order_by("id").last()


def test_a_page_that_the_post_does_not_open_is_an_entry_and_stays_after_the_refusal(sign_in):
    clerk = official(Role.RC)

    response = sign_in(clerk).get(reverse("officials:audit"))

    assert response.status_code == 403
    entry = entry_of(clerk, "officials:audit")
    assert (entry.outcome, entry.reason) == ("REFUSED", "您的岗位没有这一项权限（officials:audit）。")
    assert AuditEntry.objects.filter(actor_id=clerk.pk).count() == 1


def test_whoever_asks_for_a_hidden_case_is_an_entry_and_whoever_asks_for_an_unknown_one_is_not(sign_in):
    hidden = factories.case()
    handler = official(Role.HD, at=factories.section("别的科"))
    client = sign_in(handler)

    answers = [client.get(reverse("cases:case", args=[number])) for number in (hidden.number, "DH2026-99999")]

    assert [answer.status_code for answer in answers] == [404, 404]
    entries = AuditEntry.objects.filter(actor_id=handler.pk)
    assert [(entry.outcome, entry.subject, entry.subject_id) for entry in entries] == [("REFUSED", "case", hidden.pk)]


def test_an_entry_carries_the_number_of_the_request_and_the_address(sign_in):
    clerk = official(Role.RC)

    response = sign_in(clerk).get(reverse("officials:audit"), REMOTE_ADDR="10.1.2.3")

    entry = entry_of(clerk, "officials:audit")
    assert entry.address == "10.1.2.3"
    assert entry.request_id == response["X-Request-Id"]


# ---------- the auditor's page ----------


def rows(response):
    return [entry.pk for entry in response.context["entries"]]


def record_many(count, actor=None):
    now = timezone.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(at=now - timedelta(minutes=n), actor_id=actor and actor.pk, actor_name="甲", action="cases:case")
        for n in range(count)
    )


def test_the_auditor_sees_what_the_narrowing_asks_for(sign_in):
    clerk, other = official(name="王小明"), official()
    file = factories.case(clerk)
    client = sign_in(official(Role.AU))
    wanted = audit.record(clerk, "cases:case", "case", file.pk)
    audit.record(other, "cases:case", "case", file.pk)
    audit.record(clerk, "cases:reveal", "case", file.pk, field="phone", reason="核对电话")
    audit.record(clerk, "cases:case", "case", 999_999)
    audit.record(clerk, "cases:case", "case", file.pk, refused=True)

    def found(**given):
        return rows(client.get(reverse("officials:audit"), given))

    narrowed = {"person": "王小明", "action": "cases:case", "subject": "case", "subject_name": file.number}
    assert found(**narrowed, outcome="DONE") == [wanted.pk]
    assert len(found(**narrowed)) == 2
    assert len(found(person=other.username)) == 1
    assert len(found(action="cases:reveal")) == 1


def test_the_log_of_a_day_holds_its_first_and_last_moment_and_no_other(sign_in):
    client = sign_in(official(Role.AU))
    day = date(2026, 9, 1)
    midnight = datetime(2026, 9, 1, tzinfo=timezone.get_current_timezone())
    tick = timedelta(microseconds=1)
    moments = [midnight - tick, midnight, midnight + timedelta(days=1) - tick, midnight + timedelta(days=1)]
    made = [AuditEntry.objects.create(at=at, action="cases:case").pk for at in moments]

    found = rows(client.get(reverse("officials:audit"), {"since": "2026-09-01", "until": day.isoformat()}))

    assert found == [made[2], made[1]]


def test_the_log_is_turned_page_by_page_without_a_gap_or_a_double(sign_in):
    record_many(120)
    moment = timezone.now() - timedelta(days=1)
    AuditEntry.objects.bulk_create(AuditEntry(at=moment, action="cases:case") for _n in range(10))  # same instant
    client = sign_in(official(Role.AU))

    seen, page = [], client.get(reverse("officials:audit"), {"action": "cases:case"})
    while True:
        seen += rows(page)
        if not page.context["older"]:
            break
        page = client.get(reverse("officials:audit") + page.context["older"])

    assert seen == list(AuditEntry.objects.filter(action="cases:case").values_list("pk", flat=True))
    assert len(seen) == 130


@pytest.mark.parametrize(
    "query",
    ["person=没有此人", "since=昨夜", "since=2026-09-02&until=2026-09-01", "subject_name=DH1", "action=no:such"],
)
def test_a_narrowing_that_cannot_be_read_says_so(sign_in, query):
    response = sign_in(official(Role.AU)).get(f"{reverse('officials:audit')}?{query}")

    assert response.status_code == 422
    assert response.context["form"].errors


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "1 OR 1=1", "²"])
def test_a_made_up_place_in_the_log_is_the_newest_page(sign_in, after):
    record_many(2)

    response = sign_in(official(Role.AU)).get(reverse("officials:audit"), {"after": after})

    assert response.status_code == 200


def test_the_page_takes_the_same_few_statements_for_few_and_for_many_entries(sign_in, queries_of):
    auditor = official(Role.AU)
    client = sign_in(auditor)
    file = factories.case()
    audit.record(auditor, "cases:case", "case", file.pk)
    client.get(reverse("officials:audit"))  # the first click of a minute also renews the session
    few = queries_of(lambda: client.get(reverse("officials:audit")))
    for _n in range(300):
        audit.record(auditor, "cases:case", "case", file.pk)
    many = queries_of(lambda: client.get(reverse("officials:audit")))

    assert len(few) == len(many)
    assert len(many) <= 12


def test_reading_the_log_is_itself_an_entry_that_says_what_was_looked_for(sign_in):
    auditor = official(Role.AU)

    sign_in(auditor).get(reverse("officials:audit"), {"action": "cases:reveal"})

    assert entry_of(auditor, "officials:audit").reason == "动作：cases:reveal"


def test_a_sealed_case_is_named_by_no_number_in_the_log(sign_in):
    plain, sealed = factories.case(), factories.case()
    audit.record(None, "cases:case", "case", plain.pk)
    audit.record(None, "cases:case", "case", sealed.pk)
    sealed.seal(by=official(Role.OD), readers=[official(Role.HD)], reason="检举控告")

    page = sign_in(official(Role.AU)).get(reverse("officials:audit")).content.decode()

    assert plain.number in page
    assert sealed.number not in page
    assert f"#{sealed.pk}" in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AU])
def test_nobody_but_the_auditor_reads_the_log(sign_in, role):
    assert sign_in(official(role)).get(reverse("officials:audit")).status_code == 403


def test_the_auditor_changes_nothing_in_the_log(sign_in):
    assert sign_in(official(Role.AU)).post(reverse("officials:audit")).status_code == 405


@pytest.mark.parametrize(
    ("narrowing", "index"),
    [
        ({}, "audit_by_time"),
        ({"actor_id__in": [7]}, "audit_by_actor"),
        ({"action": "cases:reveal"}, "audit_by_action"),
        ({"subject": "case", "subject_id": 7}, "audit_by_subject"),
        ({"outcome": "REFUSED"}, "audit_refused"),
    ],
)
def test_each_narrowing_is_read_off_an_index(narrowing, index):
    newest = AuditEntry(at=timezone.now(), pk=10**9)
    AuditEntry.objects.bulk_create(
        AuditEntry(at=newest.at, action="cases:case", subject="case", subject_id=1000 + number)
        for number in range(1000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE officials_auditentry")  # of an empty table PostgreSQL chooses any index
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")

    plan = AuditEntry.objects.filter(**narrowing).older_than(newest)[:51].explain()

    assert index in plan


# ---------- the command ----------


def who_saw(*arguments):
    out = StringIO()
    call_command("who_saw", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_lists_who_saw_a_case_between_two_days():
    clerk = official(name="王小明")
    file = factories.case(clerk)
    for day in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)):
        at = timezone.make_aware(datetime.combine(day, datetime.min.time()))
        AuditEntry.objects.create(
            at=at, actor_id=clerk.pk, actor_name=clerk.name, action="cases:case", subject="case", subject_id=file.pk
        )
    audit.record(clerk, "cases:case", "case", file.pk + 1)

    lines = [
        json.loads(line)
        for line in who_saw("--case", file.number, "--from", "2026-09-01", "--to", "2026-09-01", "--json")
    ]

    assert [(line["at"], line["actor_name"], line["action"]) for line in lines] == [
        ("2026-09-01T00:00:00+08:00", "王小明", "cases:case")
    ]
    assert AuditEntry.objects.filter(action="who_saw").get().reason == f"{file.number}；2026-09-01；2026-09-01"


def test_the_command_counts_a_given_minute_in():
    at = datetime(2026, 9, 1, 8, 30, tzinfo=timezone.get_current_timezone())
    AuditEntry.objects.create(at=at, actor_name="甲", action="cases:case")

    assert len(who_saw("--from", "2026-09-01T08:30", "--to", "2026-09-01T08:30")) == 1
    assert who_saw("--from", "2026-09-01T08:31", "--to", "2026-09-02") == []
    assert who_saw("--to", "2026-09-01T08:29") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "请至少给一个条件"),
        (["--case", "DH2026-99999"], "没有这个案号"),
        (["--person", "99999"], "没有这个工号"),
        (["--from", "昨天"], "看不懂时间"),
        (["--from", "2026-02-30"], "看不懂时间"),
    ],
)
def test_the_command_says_what_it_cannot_do(arguments, says):
    with pytest.raises(CommandError, match=says):
        who_saw(*arguments)

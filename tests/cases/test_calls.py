"""A hard problem is posted so that nobody is recognised, and the able are invited (挂榜聚贤, F49)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline, OpenCall, Party, Proposal
from cases.redaction import findings, redact
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CLEAN = {
    "title": "老宿舍档案不全，怎样补证办证",
    "brief": "厂子早已破产，房改的款交过，批复和收据散在各处。",
    "wanted": "请说明还缺哪几样材料、向谁调取。",
}


def today():
    return timezone.localdate()


@pytest.fixture
def people(db):
    return {
        "handler": factories.official(Role.HD, at=factories.section(), name="李向东"),
        "director": factories.official(Role.OD, name="周建国"),
        "head": factories.official(Role.HO, name="郑国强"),
        "lawyer": factories.official(Role.MD, name="孙律师"),
    }


@pytest.fixture
def case(people):
    case = factories.triaged(
        handler=people["handler"], by=people["director"], level=Case.Level.HARD, name="张志明", phone="13800004471"
    )
    Case.objects.filter(pk=case.pk).update(place_note="华丰厂宿舍12幢502室")
    return Case.objects.get(pk=case.pk)


def draft(case, people, **more):
    said = CLEAN | {"until": today() + 10 * DAY, "invited": [people["lawyer"]]} | more
    return OpenCall.objects.draft(case, by=people["director"], on=today(), **said)


def posted(case, people):
    call = draft(case, people)
    call.post(by=people["head"], on=today())
    return call


# ---------- 遮 ----------
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("张志明家漏水", "person"),
        ("志明说过", "person"),
        ("李向东去看过", "official"),
        ("周建国批示", "official"),
        ("家住华丰厂宿舍", "place"),
        ("在12幢", "place"),
        ("三单元的人", "place"),
        ("和平路88号的店", "place"),
        ("打13800004471", "number"),
        ("账号6222 0212 3456 789", "number"),
        ("证号１１０１０１１９９０", "number"),
    ],
    ids=str,
)
def test_the_check_finds_who_and_where_and_every_number(case, text, kind):
    assert kind in {finding.kind for finding in findings(text, case)}
    assert findings(redact(text, case), case) == []


@pytest.mark.parametrize(
    "text", ["两户为采光争了一年", "第三次协商没有成", "2026-10-30 会商", "住户交过120万元", "有 6 户不同意"], ids=str
)
def test_what_tells_nobody_passes(case, text):
    assert findings(text, case) == []


def test_units_of_the_case_and_of_the_territory_are_found(case):
    community = factories.community()
    Case.objects.filter(pk=case.pk).update(community=community)
    case.refresh_from_db()
    texts = [community.name, case.handling_unit.name]
    assert {finding.kind for text in texts for finding in findings(f"请{text}协助", case)} == {"unit"}


# ---------- 起草、批准 ----------
@pytest.mark.parametrize("field", ["title", "brief", "wanted"])
def test_a_draft_is_refused_while_it_names_anybody(case, people, field):
    with pytest.raises(ValidationError) as refused:
        draft(case, people, **{field: "张志明的房子"})
    assert field in refused.value.message_dict and not OpenCall.objects.exists()


def test_a_party_added_after_the_draft_stops_the_posting(case, people):
    call = draft(case, people, brief="钱学文的公司早已破产")
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name="钱学文")
    with pytest.raises(ValidationError):
        call.post(by=people["head"], on=today())
    assert OpenCall.objects.get().is_draft


def test_a_second_person_posts_it_and_its_last_day_is_a_clock(case, people):
    call = draft(case, people)
    with pytest.raises(ValidationError, match="不能自己批准"):
        call.post(by=people["director"], on=today())

    call.post(by=people["head"], on=today())

    clock = Deadline.objects.running().get(case=case, rule="F49")
    assert (clock.legal_end_on, clock.official) == (call.until, people["director"])
    with pytest.raises(ValidationError, match="不再改"):
        call.write(**CLEAN, until=call.until, invited=[people["lawyer"]], on=today())


@pytest.mark.parametrize("level", [Case.Level.GENERAL, Case.Level.COMPLEX])
def test_only_what_is_hard_is_posted(case, people, level):
    case.level = level
    with pytest.raises(ValidationError, match="疑难"):
        draft(case, people)


def test_one_call_runs_at_a_time(case, people):
    draft(case, people)
    with pytest.raises(ValidationError, match="没有结束"):
        draft(case, people)


def test_who_is_complained_about_is_not_invited(case, people):
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name="孙律师", official=people["lawyer"])
    with pytest.raises(ValidationError) as refused:
        draft(case, people)
    assert "invited" in refused.value.message_dict


# ---------- 提办法、选 ----------
def test_proposals_are_taken_up_to_and_with_the_last_day(case, people):
    call = posted(case, people)
    Proposal.objects.make(call, text="先查底册", by=people["lawyer"], on=call.until)
    with pytest.raises(ValidationError, match="已经截止"):
        Proposal.objects.make(call, text="再查一次", by=people["lawyer"], on=call.until + DAY)
    with pytest.raises(ValidationError, match="没有请您"):
        Proposal.objects.make(call, text="我也有办法", by=people["handler"], on=today())


def test_the_choice_says_why_and_stops_the_clock(case, people):
    call = posted(case, people)
    proposal = Proposal.objects.make(call, text="先查底册", by=people["lawyer"], on=today())
    with pytest.raises(ValidationError):
        call.end(chosen=proposal, reason=" ", by=people["director"], on=today())

    call.end(chosen=proposal, reason="最省事", by=people["director"], on=today())

    assert not Deadline.objects.running().filter(rule="F49").exists()
    with pytest.raises(ValidationError, match="已经结束"):
        call.end(chosen=None, reason="算了", by=people["director"], on=today())


def test_none_may_be_chosen_too(case, people):
    call = posted(case, people)
    call.end(chosen=None, reason="都试过了", by=people["director"], on=today())
    assert OpenCall.objects.get().chosen is None


# ---------- 请到的人看什么 ----------
def test_a_guest_reads_the_brief_and_nothing_of_the_file(sign_in, case, people):
    call = draft(case, people)
    guest, url = sign_in(people["lawyer"]), reverse("calls:invitation", args=[call.pk])
    assert guest.get(url).status_code == 404  # not posted yet
    call.post(by=people["head"], on=today())

    page = guest.get(url).content.decode()

    assert CLEAN["brief"] in page and case.number not in page and case.title not in page
    assert guest.get(case.get_absolute_url()).status_code == 404
    assert sign_in(people["handler"]).get(url).status_code == 404
    assert guest.post(url, {"text": "先查底册"}).status_code == 302
    assert guest.post(url, {"text": ""}).status_code == 422
    assert Proposal.objects.get().by == people["lawyer"]


def test_the_draft_opens_on_a_redacted_statement_and_keeps_what_was_typed(sign_in, case, people):
    Case.objects.filter(pk=case.pk).update(statement="我是张志明，住12幢502室，电话13800004471。房改款交过。")
    client, url = sign_in(people["director"]), reverse("cases:call_write", args=[case.number])
    opened = client.get(url).context["form"]["brief"].value()
    assert "房改款交过" in opened and "张志明" not in opened and "502" not in opened

    typed = CLEAN | {"brief": "张志明的房子", "until": f"{today() + 9 * DAY:%F}", "invited": [people["lawyer"].pk]}
    page = client.post(url, typed)

    assert page.status_code == 422 and "张志明的房子" in page.content.decode()
    assert client.post(url, typed | {"brief": CLEAN["brief"]}).status_code == 302
    assert (
        sign_in(people["head"])
        .post(reverse("cases:call_post", args=[case.number, OpenCall.objects.get().pk]), {})
        .status_code
        == 302
    )
    assert not OpenCall.objects.get().is_draft


def test_a_guest_reads_nothing_once_the_case_is_sealed_or_bars_him(sign_in, case, people):
    call = posted(case, people)
    guest, url = sign_in(people["lawyer"]), reverse("calls:invitation", args=[call.pk])
    assert guest.get(url).status_code == 200

    accused = Party.objects.create(case=case, role=Party.Role.RESPONDENT, name="孙律师", official=people["lawyer"])
    assert guest.get(url).status_code == 404 and CLEAN["title"] not in guest.get("/calls/").content.decode()
    Party.objects.filter(pk=accused.pk).delete()
    case.refresh_from_db()
    case.seal(by=people["director"], readers=[people["director"]], reason="检举控告")

    assert guest.get(url).status_code == 404 and guest.post(url, {"text": "先查底册"}).status_code == 404


def test_a_case_sealed_after_the_draft_is_not_posted(case, people):
    call = draft(case, people)
    case.seal(by=people["director"], readers=[people["director"]], reason="检举控告")
    call.case = case
    with pytest.raises(ValidationError, match="封存"):
        call.post(by=people["head"], on=today())


def test_once_the_case_is_closed_nothing_more_is_proposed(sign_in, case, people):
    call = posted(case, people)
    Case.objects.filter(pk=case.pk).update(closed_on=today(), stage=Case.Stage.CLOSED)
    page = sign_in(people["lawyer"]).post(reverse("calls:invitation", args=[call.pk]), {"text": "先查底册"})
    assert page.status_code == 422 and not Proposal.objects.exists()

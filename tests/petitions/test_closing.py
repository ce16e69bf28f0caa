"""Closing says what was reached and why it arose; complex and hard matters close in two parts (2.6, F3, F57, T24)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseCause, CauseCode, Closing, Ownership, ReturnVisit, Settlement, SignOff
from disputes.models.cause import common_causes
from officials.models import Role
from tests import factories
from tests.petitions.stories import W6, Story, clock, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
THIRTIETH = date(2026, 9, 2)
Level, Outcome, Visit = Case.Level, Closing.Outcome, ReturnVisit.Outcome


def cause(code):
    return CauseCode.objects.in_use(DAY).get(code=code)


def ready(level=Level.GENERAL, on=DAY):
    """Everything done but the two parts of closing."""
    story = Story(registered(W6, on=on))
    story.triage(on, level=level)
    story.take("acceptance", on).take("investigation", on).take("answer", on, story.petition.case.claims.get())
    story.take("submission", on).take("approval", on).take("signature", on)
    return story.take("notice", on).take("service", on).take("rating", on)


def settled(level=Level.COMPLEX):
    story = ready(level)
    story.petition.settle_matter(by=story.by, on=DAY, note="修好了，本人看过。")
    return story


def visited(level=Level.COMPLEX, outcome=Visit.AT_EASE):
    story = settled(level)
    story.petition.visit_again(by=story.by, on=THIRTIETH, outcome=outcome, words="放心了。")
    return story


def owner_of(petition):
    leader = factories.official(Role.LO)
    Ownership.objects.create(case=petition.case, leader=leader, since=DAY, decided_by=factories.official(Role.OD))
    return leader


# ---------- 三到位一处理 ----------
def test_the_row_of_a_round_keeps_what_stood_when_it_ended():
    story = ready()
    story.petition.close(by=story.by, on=DAY + timedelta(days=1), note="已修好。", cause=cause("J4"))

    row = Closing.objects.get()
    assert (row.round, row.on, row.outcomes) == (1, DAY + timedelta(days=1), ["SOLVED"])
    assert row.cause == CaseCause.objects.standing().get(case=story.petition.case)
    assert (row.cause.cause.name, row.cause.reason, row.cause.by) == ("规划、建设、施工", "已修好。", story.by)
    assert (row.answered_on, row.served_on, row.rating_asked_on, row.mind) == (DAY, DAY, DAY, "")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"outcomes": []}, "outcomes"),
        ({"outcomes": [Outcome.HELPED]}, "help_given"),
        ({"outcomes": [Outcome.LAWFULLY_DEALT], "measure": "行政处罚"}, "organ"),
        ({"outcomes": [Outcome.LAWFULLY_DEALT], "organ": "区公安分局"}, "measure"),
        ({"suggestion": "公开维修清单"}, "addressee"),
        ({"addressee": "物业科"}, "suggestion"),
    ],
)
def test_what_an_outcome_needs_is_asked_for_at_its_field(facts, field):
    story = ready()

    with pytest.raises(ValidationError) as refusal:
        story.petition.close(by=story.by, on=DAY, **facts)

    assert list(refusal.value.message_dict) == [field]


def test_the_database_knows_no_dealing_by_law_without_an_organ():
    story = ready()
    row = {"case": story.petition.case, "round": 9, "on": DAY, "by": story.by}

    with pytest.raises(IntegrityError, match="what_was_dealt_with_names_the_organ"), transaction.atomic():
        Closing.objects.create(**row, outcomes=["LAW"])
    with pytest.raises(IntegrityError, match="help_says_what"), transaction.atomic():
        Closing.objects.create(**row, outcomes=["HELPED"])


def test_a_lawful_refusal_closes_and_is_not_called_solved():
    story = ready()
    claim = story.petition.case.claims.get()
    claim.decision = "REFUSE"
    claim.save()

    with pytest.raises(ValidationError, match="不能记解决问题到位"):
        story.petition.close(by=story.by, on=DAY, outcomes=[Outcome.SOLVED])
    story.petition.close(by=story.by, on=DAY)

    assert Closing.objects.get().outcomes == ["EXPLAINED"]


def test_the_page_asks_for_the_cause_and_comes_with_the_outcomes_ticked(sign_in):
    today = timezone.localdate()
    story = ready(on=today)
    client, address = sign_in(story.by), reverse("petitions:closure", args=[story.petition.case.number])

    page = client.get(address).content.decode()
    refused = client.post(address, {"on": "今天", "outcomes": ["SOLVED"]})
    taken = client.post(address, {"on": "今天", "outcomes": ["SOLVED"], "cause": cause("J4").pk})

    assert "行为违法的依法处理" in page
    assert page.count("checked") == 1
    assert (refused.status_code, taken.status_code) == (422, 302)
    shown = client.get(story.petition.get_absolute_url()).content.decode()
    assert "规划、建设、施工" in shown


def test_a_cause_settled_before_stands_at_the_closing_and_nothing_is_settled_twice(sign_in):
    today = timezone.localdate()
    story = ready(on=today)
    case = story.petition.case
    settled = CaseCause.objects.settle(case, cause("B1"), reason="三份报修单都停在物业", by=story.by, on=today)
    client, address = sign_in(story.by), reverse("petitions:closure", args=[case.number])
    assert client.get(address).context["form"]["cause"].value() == settled.cause_id, "it stands there already"

    client.post(address, {"on": "今天", "outcomes": ["SOLVED"], "cause": settled.cause_id})

    assert Closing.objects.get().cause == settled == CaseCause.objects.get()


def test_another_cause_at_the_closing_is_another_word_on_the_case_with_its_reason():
    story = ready()
    case = story.petition.case
    before = CaseCause.objects.settle(case, cause("B1"), reason="停在物业", by=story.by, on=DAY)
    story.petition.close(by=story.by, on=DAY, cause=cause("C4"), cause_reason="查明是老管道")

    now = CaseCause.objects.standing().get(case=case)
    before.refresh_from_db()
    assert (now.cause.code, now.reason, before.withdrawn_by) == ("C4", "查明是老管道", story.by)
    assert Closing.objects.get().cause == now


def test_settled_anew_afterwards_the_closing_still_shows_what_stood_then():
    story = ready()
    story.petition.close(by=story.by, on=DAY, cause=cause("J4"))
    case = Case.objects.get(pk=story.petition.case_id)
    CaseCause.objects.settle(case, cause("B1"), reason="复盘时看清了", by=story.by, on=DAY)

    assert Closing.objects.get().cause.cause.code == "J4"
    assert CaseCause.objects.standing().get(case=case).cause.code == "B1"


def test_a_matter_that_closes_with_its_cause_counts_among_the_causes():
    for _number in range(3):
        story = ready()
        story.petition.close(by=story.by, on=DAY, cause=cause("J4"))

    [row] = common_causes(Case.objects.all(), DAY, DAY)
    assert (row["cause__name"], row["matters"]) == ("规划、建设、施工", 3)


# ---------- 事了、心了 ----------
def test_what_is_general_closes_at_once():
    story = ready()

    with pytest.raises(ValidationError, match="不分事了、心了"):
        story.petition.settle_matter(by=story.by, on=DAY, note="好了。")
    story.petition.close(by=story.by, on=DAY)


@pytest.mark.parametrize("level", [Level.COMPLEX, Level.HARD])
def test_the_other_levels_name_each_part_that_lacks(level):
    lacking = ready(level).petition.missing_before_closing()

    signatures = ["包案领导签字", "督查员签字"] if level == Level.HARD else []
    assert lacking == ["事了", "满 30 日的回访，或者本人不愿回访", *signatures]


def test_a_matter_is_not_settled_before_its_answers_and_the_invitation():
    story = Story(registered(W6, on=DAY))
    story.triage(DAY, level=Level.COMPLEX)

    with pytest.raises(ValidationError, match="答复送达或者去向告知以后"):
        story.petition.settle_matter(by=story.by, on=DAY, note="好了。")


def test_settled_meets_the_clearing_target_and_starts_the_return_visit():
    petition = settled().petition

    assert clock(petition, "T23").ended_on == DAY
    assert clock(petition, "F57").nominal_on == THIRTIETH
    assert clock(petition, "F57").is_running


@pytest.mark.parametrize(("on", "counts"), [(THIRTIETH - timedelta(days=1), False), (THIRTIETH, True)])
def test_a_return_visit_counts_from_the_thirtieth_day(on, counts):
    story = settled()

    if counts:
        story.petition.visit_again(by=story.by, on=on, outcome=Visit.AT_EASE, words="放心了。")
        assert clock(story.petition, "F57").ended_on == on
    else:
        with pytest.raises(ValidationError, match="满 30 日的回访才算，从 2026年9月2日 起"):
            story.petition.visit_again(by=story.by, on=on, outcome=Visit.AT_EASE, words="放心了。")


def test_who_wants_no_visit_says_so_on_any_day_and_the_case_closes():
    story = settled()
    story.petition.visit_again(by=story.by, on=DAY, outcome=Visit.DECLINED)

    story.petition.close(by=story.by, on=DAY)

    assert Closing.objects.get().mind == "UNKNOWN"


def test_a_visit_keeps_the_words_of_the_petitioner_encrypted():
    story = settled()
    with pytest.raises(ValidationError, match="用本人的话"):
        story.petition.visit_again(by=story.by, on=THIRTIETH, outcome=Visit.AT_EASE)
    story.petition.visit_again(by=story.by, on=THIRTIETH, outcome=Visit.AT_EASE, words="三幢老张放心了。")

    with connection.cursor() as cursor:
        cursor.execute("select words from cases_returnvisit")
        assert "放心" not in cursor.fetchone()[0]


def test_a_mind_not_at_ease_is_told_as_it_is_where_the_refusal_was_lawful():
    story = visited(outcome=Visit.NOT_YET)
    claim = story.petition.case.claims.get()
    claim.decision = "REFUSE"
    claim.save()

    story.petition.close(by=story.by, on=THIRTIETH)

    assert Closing.objects.get().mind == "NOT_YET"


def test_a_mind_not_at_ease_over_a_supported_claim_is_owed_a_second_effort():
    story = visited(outcome=Visit.NOT_YET)

    with pytest.raises(ValidationError, match="不满意后的再次工作"):
        story.petition.close(by=story.by, on=THIRTIETH)
    story.petition.try_again(by=story.by, on=THIRTIETH, what="又修了一处。")
    story.petition.close(by=story.by, on=THIRTIETH)


def test_nothing_closes_before_its_return_visit():
    story = visited()

    with pytest.raises(ValidationError, match="办结日期不能早于"):
        story.petition.close(by=story.by, on=THIRTIETH - timedelta(days=1))


# ---------- 疑难：两个签字 ----------
def test_what_is_hard_is_signed_by_its_leader_and_a_supervisor():
    story = visited(Level.HARD)
    petition = story.petition
    leader, supervisor = owner_of(petition), factories.official(Role.SV)

    petition.sign_off(by=leader, on=THIRTIETH)
    assert petition.missing_before_closing() == ["督查员签字"]
    petition.sign_off(by=supervisor, on=THIRTIETH, opinion="看过材料。")
    petition.close(by=story.by, on=THIRTIETH)

    assert [row.post for row in SignOff.objects.all()] == ["OWNER", "SUPERVISOR"]


def test_nobody_else_signs_and_nobody_signs_twice():
    petition = visited(Level.HARD).petition
    leader = owner_of(petition)

    with pytest.raises(ValidationError, match="您都不是"):
        petition.sign_off(by=factories.official(Role.LO), on=THIRTIETH)
    petition.sign_off(by=leader, on=THIRTIETH)
    with pytest.raises(ValidationError, match="已经签过"):
        petition.sign_off(by=leader, on=THIRTIETH)
    with pytest.raises(IntegrityError, match="two_people_sign_off"), transaction.atomic():
        SignOff.objects.create(case=petition.case, round=1, post="SUPERVISOR", by=leader, on=THIRTIETH)


def test_nobody_signs_before_the_return_visit():
    petition = settled(Level.HARD).petition

    with pytest.raises(ValidationError, match="还没有回访"):
        petition.sign_off(by=owner_of(petition), on=THIRTIETH)


def test_the_panel_leads_from_part_to_part():
    story = ready(Level.COMPLEX, timezone.localdate())
    petition = story.petition

    assert petition.actions_for(story.by)[0].name == "settlement"
    petition.settle_matter(by=story.by, on=timezone.localdate(), note="修好了。")
    assert petition.actions_for(story.by)[0].name == "return_visit"
    petition.visit_again(by=story.by, on=timezone.localdate(), outcome=Visit.DECLINED)
    assert petition.actions_for(story.by)[0].name == "closure"
    assert Settlement.objects.count() == 1

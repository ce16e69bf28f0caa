"""A matter taken back ends only when somebody outside has asked its petitioner freely (L34, P20, T28)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Claim
from officials.models import Role
from petitions.models import ClaimState, Petition, Withdrawal
from petitions.papers import hand
from petitions.papers.writing import Voice
from tests import factories
from tests.petitions.stories import SUGGESTION, W1, W6, Story, clock, handler, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
ENDED, KEPT, INTEREST = Withdrawal.Outcome.ENDED, Withdrawal.Outcome.KEPT, Withdrawal.Outcome.INTEREST


@pytest.fixture
def story():
    return Story(registered(W6, on=DAY)).accepted(DAY)


@pytest.fixture
def petition(story):
    story.petition.wish_to_withdraw(by=story.by, on=DAY, form="WRITTEN", words="邻居赔了，不用办了。")
    return story.petition


def test_before_triage_it_is_taken_back_as_well():
    petition = registered(W6, on=DAY)
    petition.wish_to_withdraw(by=outsider(), on=DAY, form="WRITTEN", words="不办了。")

    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=ENDED, manner="电话")

    assert (petition.case.stage, petition.case.level) == (Case.Stage.CLOSED, "")


def outsider():
    return factories.official(Role.RC)


def test_a_wish_alone_ends_nothing_and_waits_three_working_days(petition):
    assert petition.case.is_open
    assert clock(petition, "L34").legal_end_on == date(2026, 8, 6)
    assert clock(petition, "L17").is_running


def test_confirmed_from_outside_the_matter_ends_with_every_clock(petition):
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=ENDED, manner="电话")

    assert petition.case.stage == Case.Stage.CLOSED
    assert petition.case.closed_on == DAY
    assert not petition.case.deadlines.running().exists()


@pytest.mark.parametrize(("outcome", "reason"), [(KEPT, ""), (INTEREST, "全楼的水压")])
def test_who_stays_with_it_or_touches_others_is_handled_on(petition, outcome, reason):
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=outcome, manner="当面", reason=reason)

    assert petition.case.stage == Case.Stage.ACCEPTED
    assert clock(petition, "L17").is_running
    assert not petition.why_not("withdrawal")


def test_an_interest_of_others_says_whose(petition):
    with pytest.raises(ValidationError, match="请写涉及谁的利益"):
        petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=INTEREST, manner="当面")


def test_the_handling_unit_does_not_confirm(petition):
    with pytest.raises(ValidationError, match="承办单位以外"):
        petition.confirm_withdrawal(by=handler(), on=DAY, outcome=ENDED, manner="电话")
    assert petition.case.is_open


def test_the_database_keeps_the_handling_unit_from_confirming(petition):
    wish, inside = Withdrawal.objects.get(), handler()

    with pytest.raises(IntegrityError, match="withdrawal_is_confirmed_from_outside"), transaction.atomic():
        Withdrawal.objects.filter(pk=wish.pk).update(
            outcome=ENDED, asked_on=DAY, asked_by=inside, asked_unit=inside.unit, manner="电话"
        )


def test_nobody_confirms_before_the_wish_nor_twice(petition):
    with pytest.raises(ValidationError, match="不能早于提出日期"):
        petition.confirm_withdrawal(by=outsider(), on=DAY - timedelta(days=1), outcome=ENDED, manner="电话")
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=KEPT, manner="电话")
    with pytest.raises(ValidationError, match="没有等确认的撤回申请"):
        petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=ENDED, manner="电话")


def test_one_wish_at_a_time(story, petition):
    with pytest.raises(ValidationError, match="已经有一份撤回申请等确认"):
        petition.wish_to_withdraw(by=story.by, on=DAY, form="RECORDED", words="再说一次。")


def test_the_words_are_the_petitioners_own_and_encrypted(petition):
    with connection.cursor() as cursor:
        cursor.execute("select words from petitions_withdrawal")
        assert "邻居" not in cursor.fetchone()[0]
    assert not petition.case.events.filter(detail__contains="邻居").exists()


def test_the_pages_take_the_wish_and_the_confirmation(sign_in):
    today = timezone.localdate()
    story = Story(registered(W6, on=today)).take("triage", today)
    case = story.petition.case
    client = sign_in(story.by)

    wished = client.post(
        reverse("petitions:withdrawal", args=[case.number]), {"form": "WRITTEN", "words": "不办了。", "on": "今天"}
    )
    asked = sign_in(case.first_receiver).post(
        reverse("petitions:withdrawal_confirmation", args=[case.number]),
        {"manner": "电话", "outcome": "ENDED", "on": "今天"},
    )

    assert (wished.status_code, asked.status_code) == (302, 302)
    assert not Case.objects.get().is_open
    page = client.get(case.get_absolute_url()).content.decode()
    assert "本人确认撤回" in page
    assert "不办了。" in page


# ---------- 撤回其中几条 ----------
def of_two(*ways):
    story = Story(registered(*(ways or (W6, SUGGESTION)), on=DAY))
    story.take("triage", DAY)
    if W6 in (ways or (W6,)):
        story.take("acceptance", DAY)
    return story


def withdrawn(story, *positions, outcome=ENDED):
    petition = story.petition
    claims = [claim for claim in petition.case.claims.all() if claim.position in positions]
    petition.wish_to_withdraw(by=story.by, on=DAY, form="WRITTEN", words="这条不要了。", claims=claims)
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=outcome, manner="电话")
    story.petition = Petition.objects.select_related("case").get(pk=petition.pk)
    return story.petition


def test_one_claim_ends_alone_and_the_rest_goes_on():
    petition = withdrawn(of_two(), 2)
    first, second = petition.case.claims.all()

    assert (petition.case.is_open, petition.case.stage) == (True, Case.Stage.ACCEPTED)
    assert (petition.state_of(first), petition.state_of(second)) == (ClaimState.ACCEPTED, ClaimState.WITHDRAWN)
    assert clock(petition, "L17").is_running
    assert clock(petition, "L14").end_reason == "本人撤回"
    assert not any("诉求 2" in words for words in petition.missing_before_closing())


def test_without_a_claim_on_w6_the_sixty_days_end_and_nothing_is_accepted():
    petition = withdrawn(of_two(), 1)

    assert petition.case.accepted_on is None
    assert not clock(petition, "L17").is_running
    assert clock(petition, "L14").is_running
    assert petition.case.stage == Case.Stage.TRIAGED


def test_what_was_taken_back_takes_no_step():
    story = of_two()
    petition = withdrawn(story, 2)

    with pytest.raises(ValidationError, match="诉求 2 已经在 2026年8月3日 撤回，不再办理"):
        story.take("answer", DAY, petition.case.claims.get(position=2))


def test_an_answer_on_its_way_comes_back_without_the_claim():
    story = of_two(W6, W6)
    story.take("investigation", DAY)
    for claim in story.petition.case.claims.all():
        story.take("answer", DAY, claim)
    story.signed(DAY)

    petition = withdrawn(story, 2)

    second = petition.case.claims.get(position=2)
    assert petition.opinion() is None
    assert petition.opinions.get().return_reason == "有诉求撤回，答复重新送审"
    assert (second.answered_on, second.reply) == (None, "")
    assert petition.case.answered_on is None
    assert set(second.commitments.values_list("withdrawal", flat=True)) == {"本人撤回诉求"}
    assert petition.case.claims.get(position=1).answered_on == DAY


def test_all_of_them_is_the_whole_matter():
    petition = withdrawn(of_two(), 1, 2)

    assert (petition.case.stage, petition.case.closing_note) == (Case.Stage.CLOSED, "本人撤回")


def test_what_the_petitioner_keeps_is_handled_on():
    petition = withdrawn(of_two(), 2, outcome=KEPT)

    assert petition.case.claims.get(position=2).withdrawn_on is None
    assert clock(petition, "L14").is_running


def test_a_claim_told_where_to_go_is_not_taken_back_alone():
    story = of_two(W6, W1)
    away = story.petition.case.claims.get(position=2)
    story.take("routing", DAY, away)

    with pytest.raises(ValidationError, match="不能单独撤回"):
        story.petition.wish_to_withdraw(by=story.by, on=DAY, form="WRITTEN", words="不要了。", claims=[away])


def test_what_was_told_while_the_wish_waited_is_kept():
    story = of_two(W6, W1)
    away = story.petition.case.claims.get(position=2)
    story.petition.wish_to_withdraw(by=story.by, on=DAY, form="WRITTEN", words="不要了。", claims=[away])
    story.take("routing", DAY, story.petition.case.claims.get(position=2))
    petition = Petition.objects.select_related("case").get()

    with pytest.raises(ValidationError, match="没有可以撤回的了"):
        petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=ENDED, manner="电话")
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=KEPT, manner="电话")


def test_the_database_keeps_an_answer_from_being_taken_back():
    story = of_two(W6, W1)
    away = story.petition.case.claims.get(position=2)
    story.take("routing", DAY, away)

    with pytest.raises(IntegrityError, match="neither_answered_nor_told"), transaction.atomic():
        Claim.objects.filter(pk=away.pk).update(withdrawn_on=DAY)


def test_the_rest_closes_without_what_was_taken_back():
    story = of_two(W6, W6)
    withdrawn(story, 2)
    story.take("investigation", DAY).take("answer", DAY, story.petition.case.claims.get(position=1)).signed(DAY)

    story.take("notice", DAY).take("service", DAY).take("rating", DAY).take("closure", DAY)

    assert story.petition.case.closings.exists()


def test_the_page_ticks_claims_and_shows_what_is_asked_about(sign_in):
    today = timezone.localdate()
    story = Story(registered(W6, SUGGESTION, on=today)).take("triage", today)
    case = story.petition.case
    client = sign_in(story.by)
    wish = {"form": "WRITTEN", "words": "建议不提了。", "claims": "2", "on": "今天"}

    wished = client.post(reverse("petitions:withdrawal", args=[case.number]), wish)
    shown = sign_in(case.first_receiver).get(reverse("petitions:withdrawal_confirmation", args=[case.number]))

    assert wished.status_code == 302
    assert "建议不提了。" in shown.content.decode()
    assert Withdrawal.objects.get().positions == "2"


def test_the_paper_reads_what_was_recorded():
    story = of_two()
    withdrawn(story, 2)
    case = Case.objects.get()
    written = hand.withdrawal(Voice(case, in_full=True), {}, None)
    words = {cell["label"]: cell["text"] for row in written.content["rows"] for cell in row["cells"]}

    assert words["本人的话"] == "这条不要了。"
    assert words["撤回的诉求"].startswith("2．")
    assert words["提出日期"] == "2026年8月3日"
    assert any("电话，2026年8月3日" in text and "本人确认撤回" in text for text in words.values())

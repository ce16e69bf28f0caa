"""A claim goes to mediation with the consent of both sides, and the petition keeps its own clock (L20)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseLink
from disputes.models import Dispute, DisputeKind
from petitions.models import Petition, Referral
from tests import factories
from tests.disputes import stories as mediators
from tests.petitions.stories import SUGGESTION, W6, Story, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)


@pytest.fixture
def story():
    return Story(registered(W6, SUGGESTION, on=DAY)).accepted(DAY)


def referred(story, on=DAY, **fields):
    given = {
        "claim": story.petition.case.claims.get(position=1),
        "kind": DisputeKind.objects.first(),
        "other_side": "王海波",
        "ground": "邻里之间的赔偿",
        "way": "FACE",
        "is_free": True,
        "rights_told": True,
    }
    return story.petition.refer_to_mediation(by=story.by, on=on, **{**given, **fields})


def test_a_dispute_of_its_own_opens_with_both_sides_and_their_consent(story):
    referral = referred(story)
    dispute = referral.dispute

    assert (dispute.state, dispute.source) == (Dispute.State.PENDING, Dispute.Source.COMMISSIONED)
    assert dispute.case.procedure == Case.Procedure.MEDIATION
    assert [(party.name, party.role) for party in dispute.case.parties.all()] == [
        ("张建国", "PETITIONER"),
        ("王海波", "RESPONDENT"),
    ]
    assert dispute.unheard() == []
    assert set(dispute.consents.values_list("answer", "on")) == {("AGREED", DAY)}
    link = CaseLink.objects.get()
    assert (link.earlier, link.later) == (story.petition.case, dispute.case)
    assert dispute.case.deadlines.get(rule="M03").started_on == DAY


def test_the_petition_keeps_its_own_clock(story):
    before = list(story.petition.case.deadlines.order_by("pk").values())
    referred(story)

    assert list(story.petition.case.deadlines.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"is_free": False}, "不违反强制规定"),
        ({"rights_told": False}, "双方都同意"),
        ({"other_side": " "}, "请写对方"),
        ({"ground": ""}, "请写为什么可以调解"),
    ],
)
def test_it_takes_discretion_two_sides_and_the_consent_of_both(story, lacking, sentence):
    with pytest.raises(ValidationError, match=sentence):
        referred(story, **lacking)
    assert not Dispute.objects.exists()


def test_the_other_side_is_nobody_of_this_office(story):
    factories.official(name="何建")

    with pytest.raises(ValidationError, match="不是民间纠纷"):
        referred(story, other_side="何建")


def test_only_an_accepted_claim_on_w6_goes_there_and_once_at_a_time(story):
    fresh = Story(registered(W6, on=DAY)).take("triage", DAY)
    with pytest.raises(ValidationError, match="先受理，再转调解"):
        referred(fresh)
    with pytest.raises(ValidationError, match="只有本街道按信访程序办"):
        referred(story, claim=story.petition.case.claims.get(position=2))
    referred(story)
    with pytest.raises(ValidationError, match="没有正在调解的"):
        referred(story)


def test_the_words_of_the_agreement_come_back_with_consent_alone(story):
    referral = referred(story)
    petition = story.petition
    with pytest.raises(ValidationError, match="双方同意附入案卷的协议才写内容"):
        petition.hear_of_mediation(by=story.by, referral=referral, on=DAY, outcome="AGREED", agreement="赔三千元。")
    with pytest.raises(ValidationError, match="结果日期不能早于移交日期"):
        petition.hear_of_mediation(by=story.by, referral=referral, on=DAY - timedelta(days=1), outcome="ENDED")

    petition.hear_of_mediation(
        by=story.by, referral=referral, on=DAY, outcome="AGREED", may_be_copied=True, agreement="赔三千元。"
    )

    assert Referral.objects.get().agreement == "赔三千元。"
    assert not petition.case.events.filter(detail__contains="三千").exists()
    with pytest.raises(IntegrityError, match="copied_with_consent"), transaction.atomic():
        Referral.objects.update(may_be_copied=False)


def test_what_the_mediators_recorded_is_not_told_otherwise_here(story):
    dispute, mediator = referred(story).dispute, mediators.mediator()
    dispute.accept(by=mediator, on=DAY, mediator=mediator, chosen_by="BOTH")
    dispute.fail(by=mediator, on=DAY, reason="差得太远。", routes_told=mediators.WAYS)
    told = {"by": story.by, "referral": Referral.objects.get(), "on": DAY}

    with pytest.raises(ValidationError, match="已经结束：调解不成"):
        story.petition.hear_of_mediation(outcome="AGREED", **told)
    story.petition.hear_of_mediation(outcome="ENDED", **told)

    assert Referral.objects.get().outcome == "ENDED"


def test_the_claim_is_answered_all_the_same(story):
    referral = referred(story)
    story.petition.hear_of_mediation(by=story.by, referral=referral, on=DAY, outcome="ENDED")

    petition = Petition.objects.get(pk=story.petition.pk)
    assert "诉求 1 的答复" in petition.missing_before_closing()
    assert "已经在 2026年8月3日 记下" in petition.why_not("mediation_result", Referral.objects.get())


def test_the_pages_refer_and_take_the_result(sign_in):
    today = timezone.localdate()
    story = Story(registered(W6, on=today)).accepted(today)
    case, client = story.petition.case, sign_in(story.by)
    typed = {
        "claim": "1",
        "kind": DisputeKind.objects.first().pk,
        "other_side": "王海波",
        "ground": "邻里之间的赔偿",
        "way": "FACE",
        "on": "今天",
    }
    url = reverse("petitions:mediation", args=[case.number])

    refused = client.post(url, {**typed, "is_free": "on"})
    sent = client.post(url, {**typed, "is_free": "on", "rights_told": "on"})
    result = client.post(
        reverse("petitions:mediation_result", args=[case.number, 1]),
        {"outcome": "AGREED", "may_be_copied": "on", "agreement": "赔三千元。", "on": "今天"},
    )

    assert (refused.status_code, sent.status_code, result.status_code) == (422, 302, 302)
    assert "双方都同意" in refused.content.decode()
    page = client.get(case.get_absolute_url()).content.decode()
    assert "赔三千元。" in page
    assert Dispute.objects.get().case.number in page

"""Two people act at the same moment, on two real connections: one is first, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CauseCode, Investigation, Recusal
from officials.models import Role
from tests import factories
from tests.petitions.stories import W6, Story, registered

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


def at_once(*posts):
    """Sends each (client, step, fields) from a thread of its own, all at the same moment."""
    ready = Barrier(len(posts))

    def send(client, url, fields):
        try:
            ready.wait(timeout=10)
            return client.post(url, fields)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as threads:
        return [sent.result() for sent in [threads.submit(send, *post) for post in posts]]


def address(petition, step):
    return reverse(f"petitions:{step}", args=[petition.case.number])


@pytest.fixture
def director():
    return factories.official(Role.OD)


@pytest.fixture
def petition():
    return registered(W6, on=TODAY)


def outcome(answers):
    return sorted(answer.status_code for answer in answers)


def refusal(answers):
    return next(answer for answer in answers if answer.status_code == 422).content.decode()


def test_two_directors_triage_one_case_and_one_is_told_it_is_done(petition, director, sign_in):
    other = factories.official(Role.OD)
    handlers = [factories.official(Role.HD, at=factories.section(name)) for name in ("城市建设科", "民政科")]
    claim = petition.case.claims.get()

    answers = at_once(
        *(
            (
                sign_in(person),
                address(petition, "triage"),
                {
                    "level": "GENERAL",
                    "ground": "一个单位能办",
                    "category": petition.case.category_id,
                    "handling_unit": handler.unit.pk,
                    "handler": handler.pk,
                    "on": "今天",
                    f"claim-{claim.pk}-purpose": claim.purpose,
                    f"claim-{claim.pk}-route": claim.route,
                },
            )
            for person, handler in zip((director, other), handlers, strict=True)
        )
    )

    assert outcome(answers) == [302, 422]
    assert "分流。" in refusal(answers)
    case = Case.objects.get()
    assert case.handler.unit == case.handling_unit
    assert case.deadlines.filter(rule="T22").count() == 1
    assert case.events.filter(kind="TRIAGED").count() == 1


def test_acceptance_by_two_starts_one_clock(petition, director, sign_in):
    Story(petition, director).take("triage", TODAY)

    answers = at_once(
        *((sign_in(person), address(petition, "acceptance"), {"on": "今天"}) for person in (director, director_too()))
    )

    assert outcome(answers) == [302, 422]
    assert "受理。" in refusal(answers)
    assert Case.objects.get().deadlines.filter(rule="L17").count() == 1


def director_too():
    return factories.official(Role.OD)


def test_two_different_steps_at_once_are_taken_one_after_the_other(petition, director, sign_in):
    Story(petition, director).answered(TODAY).take("notice", TODAY)
    version = Case.objects.get().version

    answers = at_once(
        (sign_in(director), address(petition, "service"), {"served_on": "今天", "method": "HAND", "signer": "本人"}),
        (
            sign_in(director_too()),
            address(petition, "closure"),
            {"on": "今天", "cause": CauseCode.objects.get(code="Z9").pk, "outcomes": "SOLVED"},
        ),
    )

    case = Case.objects.get()
    assert outcome(answers) == [302, 422]
    assert (case.stage, case.version) == (Case.Stage.SERVED, version + 1)
    assert "已请群众评价" in refusal(answers)


def test_two_records_at_once_are_both_kept(petition, director, sign_in):
    Story(petition, director).take("triage", TODAY)
    version = Case.objects.get().version

    answers = at_once(
        *(
            (
                sign_in(person),
                address(petition, "investigation"),
                {"kind": kind, "on": "今天", "content": "情况如下。"},
            )
            for person, kind in ((director, "HEARD"), (director_too(), "SITE"))
        )
    )

    assert outcome(answers) == [302, 302]
    assert Investigation.objects.count() == 2
    assert Case.objects.get().version == version + 2


def test_one_form_sent_twice_at_once_acts_once(petition, director, sign_in):
    Story(petition, director).take("triage", TODAY)
    client = sign_in(director)
    fields = {"kind": "HEARD", "on": "今天", "content": "听了陈述。", "submission": str(uuid4())}

    answers = at_once(*[(client, address(petition, "investigation"), fields)] * 2)

    assert outcome(answers) == [302, 302]
    assert {answer["Location"] for answer in answers} == {petition.get_absolute_url()}
    assert Investigation.objects.count() == 1


def test_two_heads_approve_one_extension_and_one_is_told_it_is_done(petition, director, sign_in):
    Story(petition, director).accepted(TODAY)
    petition.ask_extension(by=director, on=TODAY, days=30, reason="要鉴定。")
    petition.propose_extension(by=director, on=TODAY)
    heads = [factories.official(Role.HO) for _ in range(2)]

    answers = at_once(
        *((sign_in(head), address(petition, "extension_approval"), {"decision": "yes"}) for head in heads)
    )

    assert outcome(answers) == [302, 422]
    assert "已经在" in refusal(answers)
    assert petition.extensions.get().approved_by in heads


def test_two_who_ask_for_an_extension_at_once_ask_once(petition, director, sign_in):
    Story(petition, director).accepted(TODAY)
    others = [factories.official(Role.OD) for _ in range(2)]

    answers = at_once(
        *((sign_in(one), address(petition, "extension"), {"days": "30", "reason": "要鉴定。"}) for one in others)
    )

    assert outcome(answers) == [302, 422]
    assert "只能延期一次" in refusal(answers)
    assert petition.extensions.count() == 1


def handed(petition, director):
    """A case with a handler who is about to say that he has an interest."""
    person = factories.official(Role.HD, at=factories.section())
    Story(petition, director).take("triage", TODAY, handler=person)
    return person


def test_whoever_is_assigned_while_his_interest_is_told_is_refused_or_stopped(petition, director, sign_in):
    person = factories.official(Role.HD, at=factories.section())
    claim = petition.case.claims.get()
    triage = {
        "level": "GENERAL",
        "ground": "一个单位能办",
        "category": petition.case.category_id,
        "handling_unit": person.unit.pk,
        "handler": person.pk,
        "on": "今天",
        f"claim-{claim.pk}-purpose": claim.purpose,
        f"claim-{claim.pk}-route": claim.route,
    }
    asking = {"asker": "UNIT", "official": person.pk, "ground": "是亲戚。", "on": "今天"}

    answers = at_once(
        (sign_in(director), address(petition, "triage"), triage),
        (sign_in(director_too()), address(petition, "recusal"), asking),
    )

    case = Case.objects.get()
    assert answers[1].status_code == 302
    assert Recusal.objects.asked().count() == 1
    if answers[0].status_code == 422:
        assert "条例第二十八条第三款" in refusal(answers)
        assert case.handler is None
    else:
        assert case.handler == person
        assert petition.why_stopped(person)


def test_two_heads_decide_one_recusal_and_one_is_told_it_is_done(petition, director, sign_in):
    person = handed(petition, director)
    petition.ask_recusal(by=person, on=TODAY, asker="SELF", ground="是亲戚。")
    url = reverse("petitions:recusal_decision", args=[petition.case.number, 1])
    heads = [factories.official(Role.HO) for _ in range(2)]
    typed = [{"decision": decision, "reason": "查过。", "on": "今天"} for decision in ("WITHDRAWS", "STAYS")]

    answers = at_once(*((sign_in(one), url, fields) for one, fields in zip(heads, typed, strict=True)))

    assert outcome(answers) == [302, 422]
    assert "已经在" in refusal(answers)
    assert Recusal.objects.get().decided_by in heads


def test_one_declaration_sent_by_two_is_kept_once(petition, director, sign_in):
    person = handed(petition, director)
    asking = {"asker": "PETITIONER", "official": person.pk, "ground": "是亲戚。", "on": "今天"}

    answers = at_once(*((sign_in(one), address(petition, "recusal"), asking) for one in (director, director_too())))

    assert outcome(answers) == [302, 422]
    assert Recusal.objects.count() == 1


def test_what_he_signs_while_it_is_asked_is_either_before_it_or_refused(petition, director, sign_in):
    story = Story(petition, director).accepted(TODAY).take("investigation", TODAY)
    story.take("answer", TODAY, petition.case.claims.get()).take("submission", TODAY).take("approval", TODAY)
    asking = {"asker": "UNIT", "official": story.head.pk, "ground": "是亲戚。", "on": "今天"}

    signing, asked = at_once(
        (sign_in(story.head), address(petition, "signature"), {"on": "今天"}),
        (sign_in(director_too()), address(petition, "recusal"), asking),
    )

    assert asked.status_code == 302
    assert signing.status_code in (302, 403)
    final = petition.opinions.get().final_on
    assert (final is None) == (signing.status_code == 403)
    if final is None:
        assert "停手" in signing.content.decode()


def test_two_who_record_one_request_for_review_record_it_once(petition, director, sign_in):
    Story(petition, director).answered(TODAY).take("service", TODAY)
    others = [factories.official(Role.OD) for _ in range(2)]
    typed = {"organ": "区人民政府", "asked_on": "今天", "taker": "STREET", "received_on": "今天"}

    answers = at_once(*((sign_in(one), address(petition, "review"), typed) for one in others))

    assert outcome(answers) == [302, 422]
    assert "请求过复查" in refusal(answers)
    assert petition.reviews.count() == 1

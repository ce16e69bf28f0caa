"""The pages that move a clearing target: who asks, who decides, what each refusal says (T24 to T27)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Attachment, Case, ContactTry, LevelChange, Suspension
from cases.waiting import waiting_for
from officials.models import Role
from tests import factories
from tests.petitions.stories import Story, director, handler, registered

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def person():
    return handler()


@pytest.fixture
def case(person):
    on = TODAY - timedelta(days=1)
    filed = Story(registered(on=on)).take("triage", on, handler=person).petition.case
    filed.handovers.get().take(by=person, on=on)
    return filed


def at(case, step):
    return reverse(f"cases:{step}", args=[case.number])


def ask_level(client, case, **typed):
    return client.post(at(case, "level_change"), {"after": "COMPLEX", "ground": "牵涉三个单位", **typed})


def ask_suspension(client, case, **typed):
    wish = {"ground": "FORCE", "evidence": "防汛一级响应通知", "days": "10", **typed}
    return client.post(at(case, "suspension"), wish)


def test_the_handler_asks_for_a_level_the_director_agrees_and_the_page_says_both(case, person, sign_in):
    chief = director()
    asked = ask_level(sign_in(person), case)
    assert asked.status_code == 302
    waiting = sign_in(chief).get(reverse("cases:case", args=[case.number])).content.decode()
    assert "等主任决定" in waiting or "等领导决定" in waiting

    LevelChange.objects.update(needs_leader=False)
    decided = sign_in(chief).post(at(case, "level_decision"), {"decision": "AGREED"})

    assert decided.status_code == 302
    assert Case.objects.get(pk=case.pk).level == Case.Level.COMPLEX
    page = sign_in(person).get(reverse("cases:case", args=[case.number])).content.decode()
    assert "一般矛盾 → 复杂问题" in page
    assert chief.name in page


def test_what_waits_stands_in_the_view_of_who_may_decide_and_of_nobody_else(case, person, sign_in):
    chief = director()
    ask_level(sign_in(person), case)
    LevelChange.objects.update(needs_leader=False)

    assert list(waiting_for(chief, Case.objects.visible_to(chief))) == [case]
    assert not waiting_for(person, Case.objects.visible_to(person)).exists()

    LevelChange.objects.update(needs_leader=True)
    leader = factories.official(Role.HO)
    assert not waiting_for(chief, Case.objects.visible_to(chief)).exists()
    assert list(waiting_for(leader, Case.objects.visible_to(leader))) == [case]


def test_the_director_s_own_wish_is_decided_by_the_head(case, sign_in):
    chief = director()
    ask_level(sign_in(chief), case)

    refused = sign_in(chief).post(at(case, "level_decision"), {"decision": "AGREED"})
    agreed = sign_in(factories.official(Role.HO)).post(at(case, "level_decision"), {"decision": "AGREED"})

    assert refused.status_code == 422
    assert "别人决定" in refused.content.decode()
    assert agreed.status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"after": "GENERAL"}, "选"), ({"ground": " "}, "定级依据"), ({"after": "", "ground": ""}, "请选新的层级")],
)
def test_a_wish_that_lacks_something_says_so_and_keeps_what_was_typed(case, person, sign_in, typed, words):
    answer = ask_level(sign_in(person), case, **typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not LevelChange.objects.exists()


def test_a_refusal_without_its_reason_is_asked_for_it(case, person, sign_in):
    ask_level(sign_in(person), case)
    LevelChange.objects.update(needs_leader=False)

    answer = sign_in(director()).post(at(case, "level_decision"), {"decision": "REFUSED"})

    assert answer.status_code == 422
    assert "请写为什么不同意" in answer.content.decode()


def test_decided_twice_the_second_is_told_that_nothing_waits(case, person, sign_in):
    ask_level(sign_in(person), case)
    LevelChange.objects.update(needs_leader=False)
    sign_in(director()).post(at(case, "level_decision"), {"decision": "AGREED"})

    late = sign_in(director()).post(at(case, "level_decision"), {"decision": "REFUSED", "refusal": "不用"})

    assert late.status_code == 422
    assert "可能别人刚刚决定了" in late.content.decode()


def test_a_suspension_is_asked_for_agreed_shown_and_ended(case, person, sign_in):
    due_on = case.clearings.get().deadline.legal_end_on
    assert ask_suspension(sign_in(person), case).status_code == 302
    assert case.clearings.get().deadline.legal_end_on == due_on  # nothing moves before it is agreed

    assert sign_in(director()).post(at(case, "suspension_decision"), {"decision": "AGREED"}).status_code == 302
    assert case.clearings.get().deadline.legal_end_on == due_on + timedelta(days=10)
    page = sign_in(person).get(reverse("cases:case", args=[case.number])).content.decode()
    assert "is-paused" in page
    assert "防汛一级响应通知" in page

    ended = sign_in(person).post(at(case, "suspension_end"), {"note": "响应解除"})
    assert ended.status_code == 302
    assert case.clearings.get().deadline.legal_end_on == due_on
    assert "is-paused" not in sign_in(person).get(reverse("cases:case", args=[case.number])).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"days": "31"}, "days"),
        ({"days": "0"}, "days"),
        ({"days": "十天"}, "days"),
        ({"evidence": ""}, "evidence"),
        ({"ground": "DECISION"}, "file"),
        ({"ground": "UNREACHED"}, "ground"),
        ({"ground": "要等"}, "ground"),
        ({"file": "99999"}, "file"),
    ],
)
def test_every_refusal_of_a_suspension_stands_at_its_field(case, person, sign_in, typed, field):
    answer = ask_suspension(sign_in(person), case, **typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Suspension.objects.exists()


def file_of(case, person):
    facts = {"mime": "application/pdf", "size": 9, "sha256": "0" * 64, "uploaded_by": person}
    return Attachment.objects.create(case=case, name="受理通知书.pdf", path=f"{case.pk}.pdf", **facts)


def test_the_proof_is_a_file_of_this_case_and_of_no_other(case, person, sign_in):
    own, other = file_of(case, person), file_of(registered(on=TODAY).case, person)

    refused = ask_suspension(sign_in(person), case, ground="DECISION", file=other.pk)
    taken = ask_suspension(sign_in(person), case, ground="DECISION", file=own.pk)

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])
    assert taken.status_code == 302
    assert Suspension.objects.get().file == own


def test_tries_are_written_down_and_never_ahead_of_today(case, person, sign_in):
    client = sign_in(person)
    ahead = client.post(
        at(case, "contact_try"), {"on": str(TODAY + timedelta(days=1)), "way": "PHONE", "note": "无人接听"}
    )
    told = client.post(at(case, "contact_try"), {"on": str(TODAY), "way": "PHONE", "note": "无人接听"})

    assert (ahead.status_code, told.status_code) == (422, 302)
    assert ContactTry.objects.get().by == person
    assert "无人接听" in client.get(reverse("cases:case", args=[case.number])).content.decode()


@pytest.mark.parametrize("step", ["level_change", "suspension", "contact_try"])
def test_who_does_not_handle_it_asks_for_nothing(case, sign_in, step):
    clerk = factories.official(Role.RC)

    assert sign_in(clerk).get(at(case, step)).status_code in (403, 404)
    assert sign_in(handler()).get(at(case, step)).status_code in (403, 404)


@pytest.mark.parametrize(
    "step", ["level_change", "level_decision", "suspension", "suspension_decision", "suspension_end", "contact_try"]
)
def test_each_page_opens_with_few_statements(case, sign_in, queries_of, step):
    chief = director()
    client = sign_in(chief)
    client.get(at(case, step))

    assert len(queries_of(lambda: client.get(at(case, step)))) <= 16


def test_pressed_twice_it_is_asked_for_once(case, person, sign_in):
    client = sign_in(person)
    key = client.get(at(case, "level_change")).context["form"]["submission"].value()

    answers = [ask_level(client, case, submission=key) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert LevelChange.objects.count() == 1

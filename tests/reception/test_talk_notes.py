"""A place to sit: a light note without name that is no petition, and suggestions that are answered (F31, F21)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, SearchText
from officials.models import Role
from reception.models import SuggestionAnswer, TalkNote, Visit
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "老伴走了以后一个人闷，想找人说说话。"
IDEA = "小区门口的斑马线，早上能不能安排人看着孩子过马路。"


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def note(by, **fields):
    return TalkNote.objects.create(by=by, **{"words": WORDS, **fields})


def suggestion(by, **fields):
    return note(by, kind="SUGGEST", words=IDEA, **fields)


def page(one, step="talk_note"):
    return reverse(f"reception:{step}", args=[one.pk])


def test_it_is_written_down_without_name_phone_or_document(client, clerk):
    answer = client.post(reverse("reception:talk_note_add"), {"kind": "LISTEN", "words": WORDS})

    written = TalkNote.objects.get()
    assert answer.status_code == 302
    assert (written.words, written.by) == (WORDS, clerk)


def test_it_is_never_a_contact_a_repeat_a_matter_or_found_by_search(client, clerk):
    case = factories.case(clerk, statement=WORDS)
    rows = [(model, model.objects.count()) for model in (Visit, Case, SearchText)]

    client.post(reverse("reception:talk_note_add"), {"kind": "SHARE", "words": WORDS})

    case.refresh_from_db()
    assert [(model, model.objects.count()) for model, _count in rows] == rows
    assert (client.get("/contacts/?view=all").context["count"], case.repeat_count) == (1, 0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"words": ""}, "words"), ({"words": WORDS, "kind": "X"}, "kind")],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_kept(client, typed, field):
    answer = client.post(reverse("reception:talk_note_add"), {"kind": "LISTEN", "community": "", **typed})

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert typed["words"] in answer.content.decode() and not TalkNote.objects.exists()


def test_a_number_in_the_words_is_warned_of(client):
    answer = client.post(
        reverse("reception:talk_note_add"), {"kind": "LISTEN", "words": "我电话 13800001234"}, follow=True
    )

    assert "say-soon" in answer.content.decode() and TalkNote.objects.exists()


def test_a_suggestion_is_answered_once(client, clerk):
    one = suggestion(clerk)
    waiting = list(TalkNote.objects.unanswered())

    client.post(page(one, "suggestion_answer"), {"text": "下周起每天两名志愿者。", "is_adopted": "on"})
    again = client.post(page(one, "suggestion_answer"), {"text": "再说一次"})

    one.refresh_from_db()
    assert waiting == [one] and not TalkNote.objects.unanswered().exists()
    assert (one.answer.text, one.answer.is_adopted, one.answer.by) == ("下周起每天两名志愿者。", True, clerk)
    assert again.status_code == 422 and "已经答复" in again.content.decode()


def test_only_what_is_adopted_is_rewarded(client, clerk):
    one = suggestion(clerk)

    answer = client.post(page(one, "suggestion_answer"), {"text": "暂不采纳。", "reward": "证书"})

    assert answer.status_code == 422 and answer.context["form"].errors["reward"]
    assert TalkNote.objects.unanswered().exists()


def test_a_talk_that_suggests_nothing_is_not_answered(clerk):
    with pytest.raises(ValidationError, match="只有建议"):
        note(clerk).reply("好", by=clerk)


def test_what_is_to_be_handled_stands_at_the_desk_without_retyping(client, clerk):
    one = suggestion(clerk)

    desk = client.post(page(one, "talk_note_take_up"), follow=True)

    form = desk.context["form"]
    assert desk.redirect_chain[-1][0] == reverse("reception:desk")
    assert (form["statement"].value(), form["purpose"].value()) == (IDEA, "SUGGESTION")
    assert not Visit.objects.exists() and not TalkNote.objects.unanswered().exists()


def test_a_note_goes_to_the_desk_once(client, clerk):
    one = suggestion(clerk)
    client.post(page(one, "talk_note_take_up"))
    first = TalkNote.objects.get().taken_up_at

    again = client.post(page(one, "talk_note_take_up"))

    assert again.status_code == 422 and "已经带到接访台一次" in again.content.decode()
    assert TalkNote.objects.get().taken_up_at == first
    assert "要办理，带到接访台登记" not in client.get(page(one)).content.decode()


def test_what_was_taken_to_the_desk_is_not_answered_here_too(client, clerk):
    one = suggestion(clerk)
    client.post(page(one, "talk_note_take_up"))

    answer = client.post(page(one, "suggestion_answer"), {"text": "下周起每天两名志愿者。"})

    assert answer.status_code == 422 and "由办理的答复" in answer.content.decode()
    assert "下周起每天两名志愿者。" in answer.content.decode()
    assert TalkNote.objects.get().answer is None


def test_the_database_knows_no_suggestion_answered_and_taken_to_the_desk(clerk):
    one = suggestion(clerk)
    one.reply("好", by=clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        TalkNote.objects.update(taken_up_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_leave_one_answer(sign_in):
    one = suggestion(factories.official(Role.RC))
    clients, start = [sign_in(factories.official(Role.RC)) for _person in range(2)], Barrier(2)

    def answer(client):
        start.wait()
        status = client.post(page(one, "suggestion_answer"), {"text": "好"}).status_code
        connection.close()
        return status

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(answer, clients))

    assert sorted(statuses) == [302, 422]
    assert SuggestionAnswer.objects.count() == 1


def test_older_notes_stand_on_the_next_page(client, clerk):
    notes = [note(clerk, words=f"第{number}次来坐坐") for number in range(26)]

    first = client.get(reverse("reception:talks"))
    second = client.get(reverse("reception:talks"), {"before": first.context["following"]})

    assert [one.pk for one in first.context["notes"]] == [one.pk for one in notes[:0:-1]]
    assert [one.pk for one in second.context["notes"]] == [notes[0].pk]


def test_each_sees_what_the_table_says(clerk, sign_in):
    here, elsewhere = factories.community("东河花园社区"), factories.community("汤巷社区")
    one = note(clerk, community=here)
    people = {
        factories.official(Role.RC): 200,
        factories.official(Role.OD): 200,
        factories.official(Role.HO): 200,
        factories.official(Role.WC, at=here): 200,
        factories.official(Role.WC, at=elsewhere): 404,
        factories.official(Role.HD): 403,
        factories.official(Role.SV): 403,
    }

    for person, status in people.items():
        assert sign_in(person).get(page(one)).status_code == status, person
        assert TalkNote.objects.visible_to(person).exists() is (status == 200), person


def test_the_list_asks_the_same_number_of_questions_with_one_and_with_many(client, clerk, queries_of):
    note(clerk)
    client.get(reverse("reception:talks"))
    few = len(queries_of(lambda: client.get(reverse("reception:talks"))))
    for _more in range(4):
        suggestion(clerk, community=factories.community())

    assert len(queries_of(lambda: client.get(reverse("reception:talks")))) == few <= 12

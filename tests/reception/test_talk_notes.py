"""A place to sit: a light note without name that is no petition, and suggestions that are answered (F31, F21)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.models import Case, SearchText
from officials.models import Role
from reception.models import TalkNote, Visit
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


def test_it_is_never_a_contact_a_matter_or_found_by_search(client):
    before = client.get("/contacts/?view=all").context["count"]

    client.post(reverse("reception:talk_note_add"), {"kind": "SHARE", "words": WORDS})

    assert not Visit.objects.exists() and not Case.objects.exists() and not SearchText.objects.exists()
    assert client.get("/contacts/?view=all").context["count"] == before == 0


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

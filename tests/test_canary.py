"""Marked words in a sealed case and in a case of another unit: who may not see them meets them nowhere (AZ-03)."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from cases.models import Case, SearchText
from cases.similar import similar
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

SEALED = "金丝雀甲封存"
OTHER = "金丝雀乙别处"
STATEMENT = "{word}，请查一查。{word}的人都知道。"


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def accused(director):
    return factories.official(Role.HD, name="钱某承", at=factories.section("综合行政执法队"))


@pytest.fixture
def sealed(director, accused):
    """An accusation against an official of this office, with a claim, a note and a file name that carry the word."""
    clerk = factories.official(Role.RC, name="登记人甲")
    visit = factories.visit(
        clerk, name=SEALED[:4], statement=STATEMENT.format(word=SEALED), purpose="ACCUSATION", respondent=accused.name
    )
    case = visit.case
    case.grounds = case.history_note = SEALED
    case.save()
    case.events.create(kind="NOTE", detail=SEALED, actor=director)
    return case


@pytest.fixture
def elsewhere(director):
    """An ordinary case of another section and community, received yesterday by another clerk."""
    clerk = factories.official(Role.RC, name="登记人乙")
    case = factories.case(
        clerk,
        statement=STATEMENT.format(word=OTHER),
        received_at=timezone.now() - timedelta(days=1),
        community=factories.community("汤巷社区"),
    )
    factories.complete(case, at=factories.community("汤巷社区"), claims=((OTHER, "APPEAL", "W6"),))
    handler = factories.official(Role.HD, at=factories.section("社会事务科"))
    return factories.triaged(case, by=director, handler=handler)


def lists():
    """Pages without a case in their address, with searches for the words, as many as there are."""
    for pattern in walk(get_resolver()):
        name, takes = pattern
        if not takes and not name.startswith("admin:"):
            yield reverse(name)
    for word in (SEALED, OTHER[3:5]):
        yield f"/cases/?q={word}&view=all"
    for view in ("untriaged", "all", "sealed"):
        yield f"/cases/?view={view}"


def walk(resolver, namespaces=()):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or ""]), bool(pattern.pattern.converters)
        else:
            yield from walk(pattern, (*namespaces, *filter(None, [pattern.namespace])))


def text_of(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code < 500, address
    return answer.content.decode(errors="replace") if not answer.streaming else ""


def desk_words(client, word):
    """What the desk says while somebody types the very words."""
    page = client.get(reverse("reception:desk"))
    if page.status_code != 200:
        return ""
    typed = {**page.context["form"].initial, "statement": STATEMENT.format(word=word), "channel": "VISIT"}
    typed |= {name: field.initial for name, field in page.context["form"].fields.items() if name not in typed}
    typed = {key: value() if callable(value) else value for key, value in typed.items() if value not in (None, "")}
    answer = client.post(reverse("reception:matches"), typed, headers={"HX-Request": "true"})
    assert answer.status_code < 500
    return answer.content.decode().replace(STATEMENT.format(word=word), "")


ECHOES = ("<input", "去掉条件")  # the words searched for stand in the field and beside the count, and there only


def leaks(text, word):
    lines = (line.strip() for line in text.splitlines() if word in line)
    return [line for line in lines if not any(echo in line for echo in ECHOES)]


@pytest.mark.parametrize("role", Role.values)
def test_a_sealed_word_is_nowhere_for_whom_it_is_not(role, sealed, sign_in):
    reader = factories.official(role)
    client = sign_in(reader)

    for address in lists():
        text = text_of(client, address)
        assert leaks(text, SEALED) == [], address
        assert sealed.number not in text, address
    assert leaks(desk_words(client, SEALED), SEALED) == []
    assert "另有" not in desk_words(client, SEALED)
    assert client.get(sealed.get_absolute_url()).status_code in (403, 404)


@pytest.mark.parametrize("role", [Role.HD, Role.WC, Role.LO, Role.GW, Role.MD, Role.SP, Role.SA])
def test_a_word_of_another_unit_is_nowhere_for_whom_it_is_not(role, elsewhere, sign_in):
    reader = factories.official(role, at=factories.section("城市建设科"))
    client = sign_in(reader)

    for address in lists():
        assert leaks(text_of(client, address), OTHER) == [], address
    assert leaks(desk_words(client, OTHER), OTHER) == []
    assert client.get(elsewhere.get_absolute_url()).status_code in (403, 404)


def test_the_accused_loses_sight_also_of_the_log_of_it(sealed, accused, sign_in):
    client = sign_in(accused)

    assert client.get(sealed.get_absolute_url()).status_code == 404
    assert not Case.objects.visible_to(accused).filter(pk=sealed.pk).exists()


def test_whoever_is_named_later_loses_sight_at_once(elsewhere, director, sign_in):
    handler = elsewhere.handler
    assert sign_in(handler).get(elsewhere.get_absolute_url()).status_code == 200
    party = elsewhere.parties.model(case=elsewhere, role="RESPONDENT", name=handler.name)
    party.recognise_respondent()
    party.save()

    assert sign_in(handler).get(elsewhere.get_absolute_url()).status_code == 404


def test_a_sealed_case_has_no_row_in_search_and_no_likeness(sealed, director):
    assert not SearchText.objects.filter(case=sealed).exists()
    assert similar(STATEMENT.format(word=SEALED), cases_queryset=Case.objects.all()) == []


def test_the_command_line_keeps_the_seal_too(sealed, capsys):
    call_command("similar", "--text", STATEMENT.format(word=SEALED), "--json")

    assert sealed.number not in capsys.readouterr().out


def test_the_director_reads_what_he_is_named_for(sealed, director, sign_in):
    page = sign_in(director).get(sealed.get_absolute_url())

    assert page.status_code == 200
    assert SEALED in page.content.decode()


def test_numbers_show_no_gap_where_a_sealed_case_lies(sealed):
    before = factories.case()
    factories.case(purpose="ACCUSATION")
    after = factories.case()

    assert int(after.number[-5:]) - int(before.number[-5:]) == 1

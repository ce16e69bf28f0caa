"""The interface is complete in English; what people typed, the dictionaries and the papers stay Chinese."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cases.models import Case, Event, Investigation, Service
from cases.models.claim import Purpose, Route
from config import translations
from disputes.models import DisputeKind
from officials.models import CalendarDay, Official, Role, Unit
from reception.models.letter_import import DEFAULT_SOURCE, LetterImport
from tests import factories

CHINESE = re.compile(r"[\u2e80-\u2fff\u3001-\u303f\u31c0-\u9fff\uff00-\uffef]")
# What an English sentence quotes: how a day may be typed, and the words that a file must hold.
QUOTED = re.compile(
    r"\d+年\d+月\d+日|\d+月\d+日|'(日期|种类|名称|留言编号)'|(放假|调休上班|休息日|工作日)(、(放假|调休上班|休息日|工作日))*"
    r"|留言编号、留言时间、留言详情"
)

# ---------- the catalogue ----------


@pytest.fixture
def desk_copy(tmp_path, monkeypatch):
    """A copy of the catalogues to write in."""
    for source in translations.LOCALE.glob("*/LC_MESSAGES/*.po"):
        copy = tmp_path / source.relative_to(translations.LOCALE)
        copy.parent.mkdir(parents=True)
        copy.write_bytes(source.read_bytes())
    monkeypatch.setattr(translations, "ENGLISH", tmp_path / translations.ENGLISH.relative_to(translations.LOCALE))
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    return translations.ENGLISH


def rewrite(path, before, after):
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))


def test_every_sentence_of_the_interface_has_its_english():
    assert list(translations.faults()) == []


def test_the_catalogue_is_as_the_command_writes_it(desk_copy):
    before = desk_copy.read_bytes()

    assert translations.update_catalogue() is False
    assert desk_copy.read_bytes() == before


def test_sentences_are_found_in_templates_and_in_code():
    found = translations.extract()

    sentences = ["跳到正文", "第 %(days)s 天", "请写%s。", "%(label)s：为什么是 %(day)s", "周四"]
    assert [sentence for sentence in sentences if found.get(sentence) is None] == []


def test_a_sentence_inside_an_f_string_is_found():
    assert translations.said_inside(b"""a = f"<b>{_('Past')}</b> {count}"; b = _("Left")""") == b"\n_('Past')"


def test_what_is_missing_changed_or_left_over_is_found(desk_copy):
    before = set(translations.faults())
    rewrite(desk_copy, 'msgstr "Skip to content"', 'msgstr ""')
    rewrite(desk_copy, 'msgstr "Day %(days)s"', 'msgstr "Day %(day)s"')
    with desk_copy.open("a") as file:
        file.write('\nmsgid "从前有过的话"\nmsgstr "Once said"\n')

    found = {fault.split(": ", 1)[1] for fault in set(translations.faults()) - before}
    assert found == {"跳到正文", "第 %(days)s 天", "从前有过的话"}


def test_bringing_it_up_to_date_keeps_adds_and_drops(desk_copy):
    rewrite(
        desk_copy, 'msgid "跳到正文"\nmsgstr "Skip to content"\n\n', 'msgid "从前有过的话"\nmsgstr "Once said"\n\n'
    )

    assert translations.update_catalogue() is True

    kept = translations.read(desk_copy)
    assert kept.get("跳到正文").string == ""
    assert kept.get("从前有过的话") is None
    assert kept.get("第 %(days)s 天").string == "Day %(days)s"


def test_english_sentences_hold_no_chinese_but_what_they_quote():
    mixed = [
        form
        for message in translations.sentences(translations.read(translations.ENGLISH))
        for form in translations.forms(message.string)
        if CHINESE.search(QUOTED.sub("", form))
    ]

    assert mixed == []


def test_a_catalogue_is_compiled_when_missing_or_older_and_else_left_alone(desk_copy):
    compiled = desk_copy.with_suffix(".mo")

    translations.compile_catalogues()
    first = compiled.stat().st_mtime_ns
    translations.compile_catalogues()
    assert compiled.stat().st_mtime_ns == first

    os.utime(desk_copy, (timezone.now().timestamp() + 60,) * 2)
    translations.compile_catalogues()
    assert compiled.stat().st_mtime_ns > first
    assert sorted(path.name for path in desk_copy.parent.iterdir()) == ["django.mo", "django.po"]


def test_the_command_checks_without_a_database():
    command = [sys.executable, "manage.py", "catalogue", "--check"]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}

    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")


def test_what_django_says_is_said_as_this_office_says_it():
    class Form(forms.Form):
        day = forms.DateField()
        count = forms.IntegerField(max_value=9)

    with translation.override("zh-hans"):
        assert Form({}).errors["day"] == ["请填写这一项。"]
        assert Form({"count": "10"}).errors["count"] == ["最大是 9，请核对。"]
    with translation.override("en"):
        assert Form({}).errors["day"] == ["This field is required."]


# ---------- pages in English ----------


class Reading(HTMLParser):
    """The words of a page, on it and in attributes, outside what is marked as Chinese."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    VOID |= {"rect", "path", "circle", "line", "use"}

    def __init__(self, page):
        super().__init__()
        self.words, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        chinese = dict(attributes).get("lang", "").startswith("zh") or any(chinese for _tag, chinese in self.open)
        if not chinese:
            self.words += [value for _name, value in attributes if value]
        if tag not in self.VOID:
            self.open.append((tag, chinese))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(chinese for _tag, chinese in self.open):
            self.words.append(data)


@pytest.fixture
def read(sign_in, db):
    """`read(official, address, **posted)`: the Chinese words on the page that official sees in English."""
    names = {name for names in CalendarDay.objects.values_list("name", "source") for name in names if name}
    dictionary = sorted(names | {DEFAULT_SOURCE}, key=len, reverse=True)

    def chinese_on(official, address, status=(200,), **posted):
        client = sign_in(official) if official else Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        response = client.post(address, posted, follow=True) if posted else client.get(address)
        page = response.content.decode()
        assert response.status_code in status, page
        assert '<html lang="en' in page
        found = []
        for words in Reading(page).words:
            for name in dictionary:
                words = words.replace(name, "")
            words = QUOTED.sub("", words)
            if CHINESE.search(words):
                found.append(words.strip())
        return found

    return chinese_on


@pytest.fixture
def office(db):
    """A street where everything typed is in Latin letters, so that any Chinese on a page is the interface's own."""
    Unit.objects.create(kind=Unit.Kind.STREET, name="Donghe Street", short_name="Donghe", code="DH")
    unit = factories.section("City Works")
    petitions = factories.section("Petition Office")
    category = factories.category("Property", "Housing")
    category.code, category.parent.code = "B2", "A1"
    category.parent.save()
    category.save()
    for kind in DisputeKind.objects.all():
        kind.name = f"Kind {kind.code}"
        kind.save()
    people = {
        role: factories.official(role, name=f"{role.name} Li", at=unit if role == Role.HD else petitions)
        for role in Role
    }
    return {"unit": unit, "category": category, "people": people, "community": factories.community("Garden")}


@pytest.fixture
def file(office):
    """A case in triage order: registered, with a claim for this office and one for another."""
    visit = factories.visit(
        office["people"][Role.RC],
        name="Zhang Jianguo",
        statement="The garage leaks when it rains. Nobody comes.",
        people_present=6,
        people_affected=40,
    )
    claims = [("Repair the garage", Purpose.APPEAL, Route.W6), ("Pay for the car", Purpose.APPEAL, Route.W1)]
    visit.case.category = office["category"]
    factories.complete(visit.case, claims=claims, at=office["community"])
    Case.objects.filter(pk=visit.case.pk).update(grounds="Two repair slips.")
    visit.case.refresh_from_db()
    return visit.case


@pytest.fixture
def answered(office, file):
    """The same case after every step but the last ones, done by people who read English."""
    today = timezone.localdate()
    director, handler = office["people"][Role.OD], office["people"][Role.HD]
    petition = file.petition
    with translation.override("en"):
        petition.triage(
            by=director,
            on=today,
            level=Case.Level.HARD,
            ground="Old and hard.",
            handling_unit=office["unit"],
            handler=handler,
        )
        served = {"served_on": today, "method": Service.Method.HAND, "signer": "self"}
        petition.give_notice(by=handler, **served)
        own, away = file.claims.order_by("position")
        petition.accept(by=handler, on=today)
        petition.tell_route(by=handler, claim=away, organ="Court", **served)
        for kind in (Investigation.Kind.HEARD, Investigation.Kind.SITE):
            petition.investigate(by=handler, kind=kind, on=today, place="Garage", content="It leaks.")
        petition.answer(
            by=handler, claim=own, finding="It leaks.", decision="SUPPORT", basis="Law", reply="Repair it.", on=today
        )
    file.refresh_from_db()
    return file


def test_the_sign_in_page_is_english_for_who_asks_for_english(office, read):
    assert read(None, reverse("officials:login")) == []
    assert read(None, reverse("officials:login"), {422}, username="nobody", password="wrong") == []


PAGES = [
    *((role, "officials:me") for role in Role),
    (Role.RC, "officials:keys"),
    (Role.RC, "officials:password"),
    (Role.RC, "reception:desk"),
    (Role.OD, "reception:import"),
    (Role.OD, "cases:list"),
    (Role.OD, "cases:calendar"),
    (Role.OD, "cases:calendar_edit"),
    (Role.OD, "cases:calendar_import"),
    (Role.OD, "officials:profile"),
    (Role.LO, "cases:leader"),
    (Role.AU, "officials:audit"),
    (Role.SA, "admin:index"),
    (Role.SA, "admin:officials_official_changelist"),
    (Role.SA, "admin:officials_official_add"),
    (Role.SA, "admin:officials_unit_changelist"),
    (Role.SA, "admin:officials_posting_add"),
]
LISTS = ["?view=all", "?view=all&dense=1", "?q=garage", "?view=all&level=HARD", "?q=nothing"]


def test_pages_are_english_for_who_reads_english(office, answered, read):
    people = office["people"]
    pages = {(role, name): read(people[role], reverse(name)) for role, name in PAGES}
    pages |= {query: read(people[Role.OD], reverse("cases:list") + query) for query in LISTS}

    assert {page: found for page, found in pages.items() if found} == {}


EVERY = ["cases:case", "cases:events", "cases:party", "cases:note", "cases:link", "cases:ownership", "cases:upload"]
STEPS = ["triage", "notice", "acceptance", "investigation", "service", "rating", "closure"]


@pytest.mark.parametrize(("stage", "own"), [("file", ["cases:complete", "cases:seal"]), ("answered", ["cases:edit"])])
def test_pages_of_a_case_are_english(office, request, read, stage, own):
    case = request.getfixturevalue(stage)
    readers = [office["people"][role] for role in (Role.OD, Role.HD)]
    names = [*EVERY, *own, *(f"petitions:{step}" for step in STEPS)]
    pages = {
        (reader.name, name): read(reader, reverse(name, args=[case.number]), {200, 403, 404})
        for reader in readers
        for name in names
    }

    assert {page: found for page, found in pages.items() if found} == {}


def test_a_step_on_one_claim_is_english(office, answered, read):
    director, handler = office["people"][Role.OD], office["people"][Role.HD]

    assert read(director, reverse("petitions:routing", args=[answered.number, 2])) == []
    assert read(handler, reverse("petitions:answer", args=[answered.number, 1])) == []


def test_a_refused_form_says_why_in_english(office, file, read):
    clerk, director = office["people"][Role.RC], office["people"][Role.OD]

    assert (
        read(clerk, reverse("reception:register"), {422}, channel="VISIT", phone="1380000", people_present="x") == []
    )
    assert read(director, reverse("petitions:triage", args=[file.number]), {422}, on="some day", level="NONE") == []


def test_a_receipt_is_chinese_paper_on_an_english_page(office, file, read, sign_in):
    clerk = office["people"][Role.RC]
    visit = file.visits.get()

    assert read(clerk, visit.get_absolute_url()) == []
    client = sign_in(clerk)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "信访登记回执" in client.get(visit.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("name", "status"), [("cases:case", 404), ("officials:audit", 403)])
def test_a_refusal_is_english(office, read, name, status):
    arguments = ["DH2026-99999"] if name == "cases:case" else []

    assert read(office["people"][Role.RC], reverse(name, args=arguments), {status}) == []


def test_what_is_written_into_the_file_is_chinese_whoever_wrote_it(answered):
    written = list(Event.objects.filter(case=answered).exclude(detail="").values_list("kind", "detail"))
    ended = list(answered.deadlines.exclude(end_reason="").values_list("end_reason", flat=True))

    assert {kind for kind, _detail in written} >= {"TRIAGED", "NOTICED", "ACCEPTED", "ROUTED"}
    assert [detail for _kind, detail in written if not CHINESE.search(detail)] == []
    assert [words for words in [*ended, *answered.deadlines.values_list("label", flat=True)] if words.isascii()] == []


def test_what_is_wrong_with_a_file_is_told_in_the_language_of_who_sent_it(office):
    content = "留言编号,留言时间,留言详情\n1,2019/2/28 11:25:05,\n".encode()
    director = office["people"][Role.OD]
    director.language = "en"

    job = LetterImport.objects.take(content, "letters.csv", by=director).run()

    assert job.errors == ["Row 2 '留言详情': no text."]


def test_the_language_chosen_stays_with_the_account(office, sign_in):
    clerk = office["people"][Role.RC]

    sign_in(clerk).post(reverse("officials:language"), {"language": "en"})

    assert Official.objects.get(pk=clerk.pk).language == "en"

"""Search finds exactly what stands in the texts, from one character on."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases import search
from cases.models import Case, Claim, SearchText
from cases.models import search as search_models
from tests import factories

pytestmark = pytest.mark.django_db
Part = SearchText.Part


@pytest.fixture
def registrar():
    return factories.official()


def file(registrar, number="DH2026-00001", title="地下车库漏水", statement="3幢地下车库一下雨就漏水。", **fields):
    """A case by itself, without the contact that opened it."""
    made = Case.objects.create(
        number=number,
        channel=Case.Channel.VISIT,
        title=title,
        statement=statement,
        received_at=timezone.now(),
        registrar=registrar,
        first_receiver=registrar,
        **fields,
    )
    SearchText.objects.index_case(made)
    return made


def hits(query):
    return set(Case.objects.filter(SearchText.objects.matching(query)).values_list("number", flat=True))


# ---------- 找得到 ----------
@pytest.mark.parametrize(
    "query",
    [
        "漏",
        "水",
        "漏水",
        "车库漏水",
        "地下车库一下雨就漏水",
        "3",
        "3幢",
        "幢地",
        "３幢",
        "漏水 车库",
        "漏水，车库",
        "雨",
        "DH2026-00001",
        "dh2026",
        "00001",
        "0000",
        "赔偿",
        "车库 赔偿",
        "elevator",
        "ELEV",
        "lev",
        "𠮷野",
        "𠮷",
    ],
)
def test_what_was_typed_is_found_in_any_part(registrar, query):
    found = file(registrar, grounds="物业 Elevator 坏了，𠮷野家门口积水")
    claim = Claim.objects.create(case=found, position=1, text="要求赔偿")
    SearchText.objects.index_part(found, Part.CLAIM, claim.pk, claim.text)
    file(registrar, number="JK2025-99999", title="噪音", statement="广场舞太吵")

    assert hits(query) == {"DH2026-00001"}


@pytest.mark.parametrize("query", ["水漏", "漏雨", "4幢", "车库 噪音", "漏水赔", "漏水库", "，。", "", "要求赔偿的"])
def test_what_does_not_stand_there_is_not_found(registrar, query):
    file(registrar)

    assert hits(query) == set()


def test_words_of_one_query_may_stand_in_different_parts_but_a_word_stands_in_one(registrar):
    found = file(registrar, title="东河花园", statement="漏水")

    assert hits("花园 漏水") == {found.number}
    assert hits("花园漏水") == set()


def test_a_changed_answer_is_found_by_its_new_words_only(registrar):
    answered = file(registrar)
    SearchText.objects.index_part(answered, Part.ANSWER, 7, "已派员检修")
    SearchText.objects.index_part(answered, Part.ANSWER, 7, "已更换排水管")

    assert hits("检修") == set()
    assert hits("排水管") == {answered.number}
    assert SearchText.objects.filter(case=answered, part=Part.ANSWER).count() == 1


def test_replacing_parts_is_one_statement(registrar, django_assert_num_queries):
    answered = file(registrar)

    with django_assert_num_queries(1):
        SearchText.objects.index(answered, [(Part.FACTS, 1, "现场查看"), (Part.ANSWER, 1, "已更换排水管")])


def test_a_sealed_case_has_no_rows_and_gets_none(registrar):
    file(registrar, number="DH2026-00002")
    sealed = file(registrar)
    SearchText.objects.unindex(sealed)
    sealed.confidentiality = Case.Confidentiality.SEALED
    sealed.save()
    SearchText.objects.index_part(sealed, Part.ANSWER, 1, "漏水")
    SearchText.objects.index_case(sealed)

    assert hits("漏水") == {"DH2026-00002"}
    assert not SearchText.objects.filter(case=sealed).exists()


def test_many_cases_are_indexed_in_batches(registrar, django_assert_num_queries):
    files = [file(registrar, number=f"DH2026-{serial:05}", title="空", statement="空") for serial in range(5)]

    with django_assert_num_queries(3):
        SearchText.objects.reindex(((made.pk, Part.STATEMENT, 0, f"楼道堆物{made.pk}") for made in files), batch=2)

    assert hits("楼道堆物") == {made.number for made in files}


def test_text_beyond_the_positions_of_an_index_row_is_found(registrar):
    filler = "".join(chr(0x4E00 + place % 9000) for place in range(search.BLOCK - 3))
    file(registrar, statement=f"{filler}东河花园三幢{filler}汤巷社区")

    assert len(hits("东河花园三幢")) == 1
    assert len(hits("汤巷社区")) == 1
    assert len(hits("河花园三幢汤")) == 0


def test_a_text_of_any_length_can_be_indexed(registrar):
    file(registrar, statement="漏水" + "".join(chr(0x4E00 + place % 20000) for place in range(200_000)))

    assert len(hits("漏水")) == 1


# ---------- 与逐字比较一致 ----------
TEXT = st.text(alphabet="漏水车库三3a幢A，　x", max_size=12)


def stands_in(word, text):
    """The definition: width and case aside, the word is a part of the text."""
    narrow = str.maketrans("３Ａ　", "3A ")
    return word.translate(narrow).lower() in text.translate(narrow).lower()


@pytest.fixture
def six(registrar):
    return [file(registrar, number=f"编号{sign}", title="空", statement="空") for sign in "甲乙丙丁戊己"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(TEXT, TEXT), min_size=6, max_size=6),
    query=st.text(alphabet="漏水车库三3a幢Ａx", min_size=1, max_size=6),
)
@example(texts=[("漏水漏", "水"), ("水漏水漏水", ""), *[("", "")] * 4], query="漏水漏水")
def test_hits_are_those_of_a_comparison_letter_by_letter(six, texts, query):
    SearchText.objects.reindex(
        (made.pk, part, 0, text)
        for made, both in zip(six, texts, strict=True)
        for part, text in zip((Part.TITLE, Part.STATEMENT), both, strict=True)
    )

    expected = {
        made.number for made, both in zip(six, texts, strict=True) if any(stands_in(query, text) for text in both)
    }

    assert hits(query) == expected
    narrowed = SearchText.objects.narrow(Case.objects.order_by("-pk"), query)
    assert {made.number for made in narrowed} == expected


# ---------- 列表 ----------
@pytest.fixture
def crowd(registrar):
    """Forty cases about leaking water, two of which also about noise."""
    for serial in range(40):
        statement = "楼上漏水" + ("，还有噪音" if serial in (3, 30) else "")
        file(registrar, number=f"DH2026-{serial:05}", title=f"第{serial}件", statement=statement)
    return Case.objects.order_by("-pk")


@pytest.mark.parametrize("rare", [0, 5, 1000])
@pytest.mark.parametrize("probe", [3, 1000])
@pytest.mark.parametrize(
    ("query", "expected"),
    [("漏水", range(39, -1, -1)), ("漏", range(39, -1, -1)), ("漏水 噪音", [30, 3]), ("电梯", [])],
)
def test_the_way_of_looking_does_not_change_what_is_found(crowd, monkeypatch, rare, probe, query, expected):
    monkeypatch.setattr(search_models, "RARE", rare)
    monkeypatch.setattr(search_models, "PROBE", probe)

    narrowed = SearchText.objects.narrow(crowd, query, size=26)

    assert list(narrowed.values_list("number", flat=True)) == [f"DH2026-{serial:05}" for serial in expected]


def test_a_narrowed_list_keeps_its_scope(crowd):
    first_ten = crowd.filter(number__lt="DH2026-00010")

    assert [made.number for made in SearchText.objects.narrow(first_ten, "噪音")] == ["DH2026-00003"]


# ---------- 标出 ----------
def test_hits_are_marked_in_the_text_as_given():
    assert search.highlight("３幢Ａ座漏水，漏水！", "漏水 3幢a") == [
        ("３幢Ａ", True),
        ("座", False),
        ("漏水", True),
        ("，", False),
        ("漏水", True),
        ("！", False),
    ]


def test_a_text_without_hits_or_query_stays_whole():
    assert search.highlight("漏水", "噪音") == [("漏水", False)]
    assert search.highlight("漏水", "") == [("漏水", False)]
    assert search.highlight("", "漏水") == []


def test_markup_in_a_text_is_only_text():
    assert search.highlight("<b>漏水</b>", "漏水") == [("<b>", False), ("漏水", True), ("</b>", False)]


def test_a_long_text_is_cut_round_its_first_hit():
    segments = search.highlight("前" * 50 + "漏水" + "后" * 50, "漏水", around=3)

    assert segments == [("…", False), ("前前前", False), ("漏水", True), ("后后后", False), ("…", False)]


@given(st.text(max_size=30), st.text(max_size=6))
def test_the_segments_together_are_the_text(text, query):
    assert "".join(segment.text for segment in search.highlight(text, query)) == text

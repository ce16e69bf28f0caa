"""Earlier matters like the one at the desk: alike in text, or of the same category and place; never by the person."""

import json
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.fields import keyed_hash
from cases.models import Case, Party, SearchText
from cases.similar import RARE, similar
from tests import factories

pytestmark = pytest.mark.django_db

LEAK = "东河花园三幢地下车库一下雨就漏水，找了物业几次都没有人来修。"
LEAK_AGAIN = "三幢地下车库又漏水了，东河花园物业一直没人来修，请街道管一管。"
DANCE = "汤巷广场每天晚上音响开得很大，影响孩子做作业。"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=SHANGHAI)
PHONE = keyed_hash("phone", "+8613800004471")


@pytest.fixture
def registrar():
    return factories.official()


@pytest.fixture
def file(registrar):
    def make(statement, *, at=NOW - timedelta(days=30), phone_hash="", name_hash="", index=True, **fields):
        serial = Case.objects.count() + 1
        made = Case.objects.create(
            number=f"DH2026-{serial:05}",
            channel=Case.Channel.VISIT,
            statement=statement,
            received_at=at,
            registrar=registrar,
            first_receiver=registrar,
            **{"title": statement[:12], **fields},
        )
        Party.objects.bulk_create(
            [Party(case=made, role=Party.Role.PETITIONER, phone_hash=phone_hash, name_hash=name_hash)]
        )
        if index:
            SearchText.objects.index_case(made)
        return made

    return make


def found(text, **kwargs):
    kwargs.setdefault("before", NOW)
    return [(match.case.number, match.reasons) for match in similar(text, cases_queryset=Case.objects.all(), **kwargs)]


def test_a_matter_told_again_in_other_words_is_found_and_another_is_not(file):
    leak = file(LEAK)
    file(DANCE)

    assert found(LEAK_AGAIN) == [(leak.number, ["内容相近"])]


def test_the_most_alike_comes_first(file):
    file(f"{LEAK_AGAIN[:12]}，另外楼道灯坏了，电动车乱停，垃圾也没有人清。")
    leak = file(LEAK)

    matches = similar(LEAK_AGAIN, cases_queryset=Case.objects.all(), before=NOW)

    assert [match.case.number for match in matches] == [leak.number, "DH2026-00001"]
    assert 1 >= matches[0].score >= matches[1].score > 0


def test_of_two_as_alike_the_one_whose_title_names_it_comes_first(file):
    named = file(LEAK, title="三幢地下车库又漏水了")
    file(LEAK, title="小区管理的几个问题")

    matches = similar(LEAK_AGAIN, cases_queryset=Case.objects.all(), before=NOW)

    assert [match.case.number for match in matches] == [named.number, "DH2026-00002"]


def test_the_same_letter_entered_twice_comes_first_as_it_was_entered_first(file):
    first, again = file(LEAK), file(LEAK)

    assert [number for number, _reasons in found(LEAK_AGAIN)] == [first.number, again.number]


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        (NOW, True),
        (NOW + timedelta(seconds=1), False),
        (NOW.replace(year=2024) + timedelta(seconds=1), True),
        (NOW.replace(year=2024), False),
    ],
)
def test_only_matters_received_before_and_under_two_years_ago_are_listed(file, at, listed):
    file(LEAK, at=at)

    assert bool(found(LEAK_AGAIN)) is listed


def test_two_years_before_a_leap_day_is_the_28th(file):
    file(LEAK, at=datetime(2026, 2, 28, 12, 1, tzinfo=SHANGHAI))

    assert found(LEAK, before=datetime(2028, 2, 29, 12, 0, tzinfo=SHANGHAI))


# ---------- 同一个人 ----------
def test_the_same_phone_alone_lists_nothing(file):
    file(DANCE, phone_hash=PHONE)

    assert found(LEAK, hashes=[PHONE]) == []


def test_the_same_phone_raises_a_matter_that_is_alike(file):
    closer = file(LEAK)
    same_caller = file(LEAK_AGAIN[:14] + "，请帮忙看看怎么回事。", phone_hash=PHONE)

    assert [number for number, _reasons in found(LEAK)] == [closer.number, same_caller.number]
    alone = similar(LEAK, cases_queryset=Case.objects.filter(pk=same_caller.pk), before=NOW)
    raised = similar(LEAK, cases_queryset=Case.objects.filter(pk=same_caller.pk), before=NOW, hashes=[PHONE])
    assert raised[0].score == pytest.approx(alone[0].score + 0.2, abs=0.011)
    assert raised[0].reasons == ["电话相同", "内容相近"]


def test_a_blank_hash_is_nobodys(file):
    file(LEAK)

    assert found(LEAK_AGAIN, hashes=["", keyed_hash("phone", "")])[0][1] == ["内容相近"]


def test_a_name_is_told_apart_from_a_number(file):
    name = keyed_hash("name", "张建国")
    file(LEAK, phone_hash=PHONE, name_hash=name)

    assert found(LEAK_AGAIN, hashes=[name])[0][1] == ["姓名相同", "内容相近"]
    assert found(LEAK_AGAIN, hashes=[PHONE, name])[0][1] == ["电话相同", "姓名相同", "内容相近"]


def test_the_one_complained_about_is_no_caller(file):
    leak = file(LEAK)
    Party.objects.bulk_create([Party(case=leak, role=Party.Role.RESPONDENT, phone_hash=PHONE)])

    assert found(LEAK_AGAIN, hashes=[PHONE]) == [(leak.number, ["内容相近"])]


# ---------- 同一地方、同一类 ----------
def test_category_and_place_together_list_a_matter_and_each_alone_does_not(file):
    here, noise = factories.community(), factories.category("噪声", "生态环境")
    same_both = file(DANCE, community=here, category=noise)
    file(DANCE, community=here)
    file(DANCE, category=noise)

    assert found(LEAK, community=here, category=noise) == [(same_both.number, ["同一社区", "同类问题"])]
    assert found(LEAK, community=here) == []


def test_place_is_said_beside_likeness(file):
    here = factories.community()
    leak = file(LEAK, community=here)

    assert found(LEAK_AGAIN, community=here) == [(leak.number, ["内容相近", "同一社区"])]


# ---------- 谁能看 ----------
def test_a_sealed_matter_never_appears(file):
    here, kind = factories.community(), factories.category()
    fields = {"community": here, "category": kind, "phone_hash": PHONE}
    file(LEAK, confidentiality=Case.Confidentiality.SEALED, **fields)
    open_one = file(LEAK, **fields)

    matches = found(LEAK, community=here, category=kind, hashes=[PHONE])

    assert [number for number, _reasons in matches] == [open_one.number]


def test_only_matters_of_the_given_scope_appear(file):
    mine, other = file(LEAK), file(LEAK)

    matches = similar(LEAK, cases_queryset=Case.objects.exclude(pk=other.pk), before=NOW)

    assert [match.case.pk for match in matches] == [mine.pk]


# ---------- 规模 ----------
def test_many_of_one_kind_do_not_crowd_out_the_one_that_is_meant(file):
    for _serial in range(RARE + 5):
        file("小区楼道堆放杂物，没有人清理。")
    leak = file("小区楼道堆放杂物没有人清理，东河花园三幢地下车库漏水。")

    assert found(LEAK, limit=1) == [(leak.number, ["内容相近"])]


@pytest.mark.parametrize("many", [1, 20])
def test_looking_takes_the_same_few_queries(file, many, django_assert_num_queries):
    for _serial in range(many):
        file(LEAK, community=factories.community(), category=factories.category(), phone_hash=PHONE)
    here, kind = factories.community(), factories.category()

    with django_assert_num_queries(6):
        found(LEAK_AGAIN, community=here, category=kind, hashes=[PHONE])


def test_statistics_of_the_database_do_not_change_what_is_found(file):
    for _serial in range(60):
        file("小区楼道堆放杂物，没有人清理。")
    leak = file(LEAK)
    before = found(LEAK_AGAIN)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_searchtext")

    assert before == found(LEAK_AGAIN) == [(leak.number, ["内容相近"])]


@pytest.mark.parametrize("text", ["", "，。！", "漏", "'; drop table", "\\"])
def test_a_text_that_says_nothing_finds_nothing(file, text):
    file(LEAK)

    assert found(text) == []


# ---------- 命令 ----------
def test_the_command_prints_json_alone(file):
    leak = file(LEAK, source="热线", external_no="T-1")
    out = StringIO()

    call_command("similar", text=LEAK_AGAIN, before="2026-11-25", limit=5, json=True, stdout=out)

    (match,) = json.loads(out.getvalue())
    assert match.keys() == {"number", "external_no", "score", "why"}
    assert (match["number"], match["external_no"], match["why"]) == (leak.number, "T-1", ["内容相近"])


@pytest.mark.parametrize(
    ("before", "listed"),
    [("2026-10-26", True), ("2026-10-25", False), ("2026-10-26T15:00", True), ("2026-10-26T14:59", False)],
)
def test_a_day_counts_to_its_end_and_a_moment_to_itself(file, before, listed):
    file(LEAK)  # received on 26 October at three
    out = StringIO()

    call_command("similar", text=LEAK, before=before, stdout=out)

    assert (("DH2026-00001" in out.getvalue()), ("没有相近" in out.getvalue())) == (listed, not listed)


def test_a_day_that_is_none_is_told():
    with pytest.raises(CommandError, match="看不懂 --before 2026-13-01"):
        call_command("similar", text=LEAK, before="2026-13-01")

"""Starting a real, empty office."""

import json
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.models import Category
from officials import founding
from officials.models import AuditEntry, Official, Posting, Profile, Role, Unit
from tests.factories import street

pytestmark = pytest.mark.django_db

ANSWERS = {
    "street": {"name": "东河街道办事处", "address": "东河路 1 号", "phone": "8000"},
    "as_of": "2025-12-31",
    "communities": [
        {"name": "东河花园社区", "code": "130102001001", "grids": 3, "residents": 5210, "area_km2": "0.62"},
        "汤巷社区",
    ],
    "administrator": {"username": "sa01", "name": "孙管理", "phone": "8012"},
    "director": {"username": "10001", "name": "李主任"},
}


@pytest.fixture
def answers(tmp_path):
    def write(**changed):
        path = tmp_path / "answers.json"
        path.write_text(json.dumps({**ANSWERS, **changed}, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def keyboard(monkeypatch):
    """Answers typed one after another; then the terminal is closed."""

    def type_in(*lines):
        waiting = list(lines)

        def typed(prompt=""):
            if not waiting:
                raise EOFError
            line = waiting.pop(0)
            if isinstance(line, BaseException):
                raise line
            return line

        monkeypatch.setattr("builtins.input", typed)

    return type_in


@pytest.fixture
def workbook(tmp_path):
    def write(*rows, name="communities.xlsx"):
        path = tmp_path / name
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()
        return str(path)

    return write


def set_up(*arguments, capsys=None):
    call_command("setup_office", *arguments)
    return capsys.readouterr().out if capsys else None


def nothing_is_there():
    return not (Unit.objects.exists() or Official.objects.exists() or Category.objects.exists())


def test_an_office_is_there_after_one_command(answers, capsys):
    said = json.loads(set_up("--file", answers(), "--json", capsys=capsys))

    assert (said["street"], said["prefix"], said["communities"], said["categories"]) == ("东河街道办事处", "DH", 2, 89)
    office = Unit.objects.street()
    assert (office.name, office.short_name, office.code, office.phone) == ("东河街道办事处", "东河街道", "DH", "8000")
    garden = Unit.objects.get(name="东河花园社区")
    assert garden.code == "130102001001"
    assert list(garden.children.values_list("name", flat=True)) == ["第1网格", "第2网格", "第3网格"]
    figures = Profile.objects.get()
    assert (figures.unit, figures.as_of, figures.residents) == (garden, date(2025, 12, 31), 5210)
    assert figures.area_km2 == Decimal("0.62")
    assert set(Unit.objects.filter(kind="STATION").values_list("name", flat=True)) == set(founding.STATIONS)
    assert set(Posting.objects.values_list("official__username", "role", "unit__name")) == {
        ("sa01", "SA", "东河街道办事处"),
        ("10001", "OD", "信访办"),
    }
    assert AuditEntry.objects.filter(action="setup_office", subject_id=office.pk).count() == 1


def test_the_first_administrator_signs_in_with_the_shown_password_and_must_replace_it(answers, capsys):
    said = json.loads(set_up("--file", answers(), "--json", capsys=capsys))
    account = said["accounts"][0]
    assert (account["username"], account["role"]) == ("sa01", Role.SA)
    client = Client()

    signed_in = client.post(
        reverse("officials:login"), {"username": account["username"], "password": account["password"]}
    )

    assert signed_in.status_code == 302
    assert client.get(reverse("admin:index"))["Location"] == reverse("officials:password")


def test_the_passwords_of_two_offices_differ(answers, capsys):
    def passwords():
        said = json.loads(set_up("--file", answers(), "--json", capsys=capsys))
        transaction.set_rollback(False)
        return {account["password"] for account in said["accounts"]}

    first = transaction.savepoint()
    one = passwords()
    transaction.savepoint_rollback(first)
    other = passwords()

    assert len(one | other) == 4
    assert all(len(password) == 19 for password in one | other)


def test_a_second_office_is_refused_and_the_first_stays(answers):
    street()
    before = Unit.objects.count()

    with pytest.raises(CommandError, match="已经有一个街道"):
        set_up("--file", answers())

    assert Unit.objects.count() == before


def test_accounts_without_an_office_are_not_taken_over(answers):
    Official.objects.create_user("1", "x", name="有人")

    with pytest.raises(CommandError, match="已有账号"):
        set_up("--file", answers())


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"street": {}}, r"street\.name：没有写"),
        ({"street": "东河"}, "street：没有写，或写法不对"),
        ({"street": {"name": "东河街道办事处", "prefix": "东"}}, "案号字头要 2 到 6 个英文字母"),
        ({"administrator": None}, "administrator：没有写"),
        ({"administrator": {"username": "a b", "name": "孙"}}, "工号“a b”不行"),
        ({"administrator": {"username": "sa01", "name": ""}}, "请写姓名"),
        ({"administrator": {"username": "sa01", "name": "孙", "role": "OD"}}, "administrator：没有写，或写法不对"),
        ({"director": {"username": "sa01", "name": "李"}}, "重复的工号"),
        ({"communities": ["东河花园社区", "东河花园社区"]}, "已有同名单位"),
        ({"communities": [{"name": "甲社区", "grids": 201}]}, "第 1 行，网格数：“201”不行，要 0 到 200"),
        ({"communities": [{"name": "甲社区", "code": "12"}]}, "统计区划码：要 12 位数字"),
        ({"communities": [{"name": "甲社区", "residents": "NaN"}]}, "常住人口"),
        ({"communities": [{"name": "甲社区", "area_km2": "NaN"}]}, "面积"),
        ({"communities": None}, "communities：没有写"),
        ({"as_of": "去年"}, "as_of：没有写，或写法不对"),
        ({"sections": [""]}, "请填写这一项"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_left(answers, changed, says):
    with pytest.raises(CommandError, match=says):
        set_up("--file", answers(**changed))

    assert nothing_is_there()


@pytest.mark.parametrize("text", ["[]", "not json", '"x"', "null"])
def test_a_file_that_holds_no_answers_is_refused_in_words(tmp_path, text):
    path = tmp_path / "answers.json"
    path.write_text(text)

    with pytest.raises(CommandError, match="什么都没有建立"):
        set_up("--file", str(path))

    assert nothing_is_there()


def test_without_questions_a_file_is_needed():
    with pytest.raises(CommandError, match="--file"):
        set_up("--no-input")


# ---------- at the keyboard ----------

TYPED = ["东河街道办事处", "", "", "", "", "", "东河花园社区，汤巷社区", "", "", "sa01", "孙管理", "", "n"]


def test_questions_are_asked_one_by_one_with_defaults(keyboard, capsys):
    keyboard(*TYPED)

    said = set_up(capsys=capsys)

    assert Unit.objects.street().code == "DH"
    assert set(Unit.objects.communities().values_list("name", flat=True)) == {"东河花园社区", "汤巷社区"}
    assert Official.objects.count() == 1
    assert "工号 sa01  初始密码 " in said


def test_an_answer_that_will_not_do_is_asked_again(keyboard, capsys):
    keyboard("东", *TYPED[:2], "1", "dh", *TYPED[3:])

    said = set_up(capsys=capsys)

    assert "名称要 2 到 60 个字" in said
    assert "案号字头要 2 到 6 个英文字母" in said
    assert Unit.objects.street().code == "DH"


@pytest.mark.parametrize("stop", [EOFError(), KeyboardInterrupt()])
@pytest.mark.parametrize("answered", [0, 1, 6, len(TYPED) - 1])
def test_stopping_half_way_leaves_nothing(keyboard, answered, stop):
    keyboard(*TYPED[:answered], stop)

    with pytest.raises(CommandError, match="没有问完，什么都没有建立"):
        set_up()

    assert nothing_is_there()


def test_a_fault_while_writing_leaves_nothing(answers, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("cases.management.commands.setup_office.load_categories", broken)

    with pytest.raises(RuntimeError):
        set_up("--file", answers())

    assert nothing_is_there()


# ---------- communities from a file ----------

HEAD = ["社区", "统计区划码", "网格数", "常住人口", "面积"]


def test_communities_come_from_a_workbook(answers, workbook):
    path = workbook(HEAD, ["东河花园社区", 130102001001, 12, 5210, 0.62], [], ["汤巷社区", "", "", "", ""])

    set_up("--file", answers(), "--communities", path)

    garden, lane = Unit.objects.communities()
    assert (garden.name, garden.code, garden.children.count()) == ("东河花园社区", "130102001001", 12)
    assert (lane.name, lane.code, lane.children.count()) == ("汤巷社区", "", 0)
    assert Profile.objects.get().area_km2 == Decimal("0.62")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_communities_come_from_a_csv_as_an_office_saves_it(tmp_path, encoding):
    path = tmp_path / "社区.csv"
    path.write_bytes('社区,常住人口\r\n东河花园社区,"5,210"\r\n'.encode(encoding))

    (community,) = founding.communities_of(path)

    assert (community.name, community.residents) == ("东河花园社区", 5210)


def test_each_wrong_cell_is_named_by_row_and_column(workbook):
    path = workbook(
        HEAD, ["甲社区", "12", 1, 1, 1], ["", "", "", "", ""], ["甲社区", "", "三", -5, "x"], ["乙", "", 1]
    )

    with pytest.raises(founding.Refused) as refusal:
        founding.communities_of(path)

    assert refusal.value.sentences == (
        "第 2 行，统计区划码：要 12 位数字，现在是“12”。",
        "第 4 行，网格数：“三”不行，要 0 到 200 的数。",
        "第 4 行，常住人口：“-5”不行，要 0 到 10000000 的数。",
        "第 4 行，面积：“x”不行，要 0 到 999999 的数。",
        "第 5 行，社区：请写名称，2 到 60 个字。",
    )


def test_a_community_that_stands_twice_is_named_with_both_rows(workbook):
    path = workbook(HEAD, ["甲社区"], ["乙社区"], ["甲社区"])

    with pytest.raises(founding.Refused, match="第 4 行，社区：“甲社区”和第 2 行重复"):
        founding.communities_of(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "没有内容"),
        ("姓名,人口\n甲,1\n".encode(), "没有“社区”这一列"),
        ("社区\n".encode(), "只有列名"),
        (b"PK\x03\x04 broken", "文件坏了"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "看不懂"),
        (b"x" * (2 * 1024 * 1024 + 1), "超过 2 MB"),
        (("社区\n" + "\n".join(f"社区{n}" for n in range(501))).encode(), "最多 500 行"),
    ],
)
def test_a_file_that_is_no_list_of_communities_is_refused_in_words(tmp_path, content, says):
    path = tmp_path / "communities.csv"
    path.write_bytes(content)

    with pytest.raises(founding.Refused, match=says):
        founding.communities_of(path)


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(founding.Refused, match="打不开"):
        founding.communities_of(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("name", "prefix"), [("东河街道办事处", "DH"), ("长安街道", "CA"), ("新华路街道办事处", "XHL")]
)
def test_the_letters_of_the_case_numbers_are_taken_from_the_name(name, prefix):
    assert founding.prefix_of(name) == prefix

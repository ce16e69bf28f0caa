"""Documents, phones and names as typed at a desk. Every number here is made up or an example of a standard."""

from datetime import date

import pytest

from cases import identity
from cases.identity import IdType, check_id, check_name, check_phone, check_uscc, comparable, stray_numbers

TODAY = date(2026, 11, 25)


def resident(first_17):
    """A resident ID with its right check digit."""
    return first_17 + identity.id_check_digit(first_17)


# ---------- 证件 ----------
@pytest.mark.parametrize("number", ["11010519491231002X", "110101190003070010", "110101190003070029"])
def test_a_right_resident_id_passes_without_a_word(number):
    checked = check_id(IdType.RESIDENT, number, today=TODAY)

    assert (checked.value, checked.errors, checked.warnings) == (number, (), ())


@pytest.mark.parametrize(
    "typed", ["１１０１０５１９４９１２３１００２ｘ", "110105 19491231 002x", "110105-19491231-002X\u200b"]
)
def test_width_blanks_hyphens_and_case_do_not_matter(typed):
    assert check_id(IdType.RESIDENT, typed, today=TODAY).value == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("110101190003070011", "身份证号最后一位校验不对，请对照证件再看一遍。"),
        ("440300190002290012", "第 7 到 14 位的出生日期不存在，请对照证件再看一遍。"),
        ("1101011900030700", "身份证号是 18 位，现在 16 位。"),
        ("11010119000307001A", "身份证号只有数字，最后一位可以是 X。"),
        ("110101900307001", "15 位的第一代身份证 2013 年起停用，请填新证件上的 18 位号码。"),
    ],
)
def test_a_wrong_resident_id_is_refused_with_what_to_do(number, sentence):
    assert check_id(IdType.RESIDENT, number, today=TODAY).errors == (sentence,)


@pytest.mark.parametrize(("born", "refused"), [("20261125", False), ("20261126", True)])
def test_nobody_is_born_after_today(born, refused):
    assert bool(check_id(IdType.RESIDENT, resident(f"110101{born}001"), today=TODAY).errors) is refused


@pytest.mark.parametrize(("born", "refused"), [("18951126", False), ("18951125", True)])
def test_nobody_is_older_than_130(born, refused):
    assert bool(check_id(IdType.RESIDENT, resident(f"110101{born}001"), today=TODAY).errors) is refused


def test_an_unknown_region_only_warns():
    checked = check_id(IdType.RESIDENT, resident("99010119900307001"), today=TODAY)
    abolished = check_id(IdType.RESIDENT, resident("51020119700307001"), today=TODAY)  # a county long renamed

    assert (checked.errors, len(checked.warnings)) == ((), 1)
    assert (abolished.errors, abolished.warnings) == ((), ())


def test_an_empty_number_is_fine():
    assert check_id(IdType.RESIDENT, " 　", today=TODAY) == identity.Checked("")


@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        (IdType.HK_MACAU_RESIDENCE, "810000190001010018"),
        (IdType.TAIWAN_RESIDENCE, "830000190001010011"),
        (IdType.FOREIGN_RESIDENCE, "911124190001010019"),
        (IdType.FOREIGN_RESIDENCE, "CHN110123456789"),
        (IdType.HK_MACAU_PERMIT, "H12345678"),
        (IdType.HK_MACAU_PERMIT, "M1234567801"),
        (IdType.TAIWAN_PERMIT, "12345678"),
        (IdType.EXIT_PERMIT, "C12345678"),
        (IdType.PASSPORT, "EA1234567"),
        (IdType.FOREIGN_PASSPORT, "X1234567"),
        (IdType.OTHER, "南字第 0123 号"),
    ],
)
def test_other_documents_pass_by_their_own_rule(id_type, number):
    checked = check_id(id_type, number, today=TODAY)

    assert (checked.value, checked.errors, checked.warnings) == (number, (), ())


def test_a_residence_permit_of_another_region_is_the_wrong_type():
    assert check_id(IdType.TAIWAN_RESIDENCE, "810000190001010018", today=TODAY).errors == (
        "台湾居民居住证以 830000 开头，请核对证件类型和号码。",
    )


@pytest.mark.parametrize(
    ("number", "type_name"), [("810000190001010018", "港澳居民居住证"), ("911124190001010019", "外国人永久居留身份证")]
)
def test_a_permit_typed_as_a_resident_id_is_told_its_type(number, type_name):
    checked = check_id(IdType.RESIDENT, number, today=TODAY)

    assert checked.warnings == (f"这像是{type_name}的号码，请核对证件类型。",)
    assert checked.errors == ()


@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        (IdType.HK_MACAU_PERMIT, "A12345678"),
        (IdType.TAIWAN_PERMIT, "123456789"),
        (IdType.EXIT_PERMIT, "Z12345678"),
        (IdType.PASSPORT, "12345"),
        (IdType.FOREIGN_PASSPORT, "1234567890123"),
    ],
)
def test_a_passport_out_of_pattern_warns_and_never_blocks(id_type, number):
    checked = check_id(id_type, number, today=TODAY)

    assert (checked.is_valid, len(checked.warnings)) == (True, 1)


def test_a_number_needs_a_document_type():
    assert check_id("", "12345678").errors == ("请选择证件类型。",)


# ---------- 统一社会信用代码 ----------
def test_right_organisation_codes_pass():
    assert check_uscc("91350100M000100Y43").errors == ()
    assert check_uscc("9111010000000000aj").value == "9111010000000000AJ"
    assert check_uscc("521100005000000008").errors == ()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91350100M000100Y44", "统一社会信用代码最后一位校验不对，请对照证照再看一遍。"),
        ("91350100M000100Y4", "统一社会信用代码是 18 位，现在 17 位。"),
        ("91350100O000100Y4I", "统一社会信用代码里没有 I、O，请对照证照再看一遍。"),
    ],
)
def test_wrong_organisation_codes_are_refused(code, sentence):
    assert check_uscc(code).errors == (sentence,)


def test_the_inner_organisation_code_only_warns():
    assert check_uscc("91350100M000100Y43").warnings == ()
    assert len(check_uscc("9111010000000000AJ").warnings) == 1


# ---------- 电话 ----------
@pytest.mark.parametrize(
    ("typed", "e164", "display"),
    [
        ("13800000000", "+8613800000000", "13800000000"),
        ("１３８ ００００－００００", "+8613800000000", "13800000000"),
        ("+86 138-0000-0000", "+8613800000000", "13800000000"),
        ("008613800000000", "+8613800000000", "13800000000"),
        ("010-62345678", "+861062345678", "010-62345678"),
        ("(0571)87654321转123", "+8657187654321", "0571-87654321-123"),
        ("05718765432", "+865718765432", "0571-8765432"),
        ("+86 10 6234 5678", "+861062345678", "010-62345678"),
        ("4001234567", "+864001234567", "400-123-4567"),
        ("800-123-4567", "+868001234567", "800-123-4567"),
        ("85212345678", "+85212345678", "+852 12345678"),
        ("+853 6123 4567", "+85361234567", "+853 61234567"),
        ("+8860912345678", "+886912345678", "+886 912345678"),
        ("+1 415 555 0100", "+14155550100", "+14155550100"),
    ],
)
def test_a_phone_is_kept_in_one_form_and_shown_in_the_offices(typed, e164, display):
    checked = check_phone(typed)

    assert (checked.value, checked.display, checked.errors) == (e164, display, ())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1380000000", "手机号是 11 位，现在 10 位。没有手机可填住址。"),
        ("138000000000", "手机号是 11 位，现在 12 位。没有手机可填住址。"),
        ("12800000000", "手机号第二位是 3 到 9，请再核对一遍。没有手机可填住址。"),
        ("87654321", "座机号前面要写区号，例如 0571-87654321。"),
        ("0571-876543", "座机号是区号加 7 到 8 位，请再核对一遍，例如 0571-87654321。"),
        ("13800000000/13900000000", "这里只填一个最常用的电话，其余的写在反映内容里。"),
        ("没有", "电话只写数字，区号和分机之间可以用短横线。没有电话可填住址。"),
        ("99999", "这不像电话号码，请再核对一遍；境外号码以 + 和国家代码开头。没有电话可填住址。"),
    ],
)
def test_a_wrong_phone_is_refused_with_what_to_do(typed, sentence):
    assert check_phone(typed).errors == (sentence,)


def test_no_phone_is_fine():
    assert check_phone("").errors == ()


def test_one_number_written_two_ways_is_the_same_number():
    assert comparable("phone", "0571-8765 4321") == comparable("phone", "+86 571 87654321")
    assert comparable("phone", "0571-87654321") != comparable("phone", "0572-87654321")
    assert comparable("name", "阿依古丽·买买提") == comparable("name", "阿依古丽•买买提 ")
    assert comparable("id", "11010519491231002x") == "11010519491231002X"


# ---------- 姓名 ----------
@pytest.mark.parametrize("name", ["张三", "阿依古丽·买买提", "John Smith", "𠮷田", "东河花园物业服务有限公司"])
def test_names_of_all_kinds_are_names(name):
    assert check_name(f" {name}　").value == name
    assert check_name(name).errors == ()


@pytest.mark.parametrize("name", ["张", "张" * 51, "张三13800000000"])
def test_what_is_no_name_is_refused(name):
    assert len(check_name(name).errors) == 1


def test_a_name_has_2_to_50_characters():
    assert check_name("张" * 2).is_valid
    assert check_name("张" * 50).is_valid


# ---------- 打码 ----------
@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("欧阳小明", "欧阳**"),
        ("欧阳", "欧*"),
        ("张 三", "张*"),
        ("阿依古丽·买买提", "阿*******"),
        ("John Smith", "J*** S****"),
        ("甲", "*"),
        ("欧阳建校", "欧阳**"),
        ("东河花园物业服务有限公司", "东河花园物业服务有限公司"),
        ("", ""),
    ],
)
def test_a_name_shows_its_surname_only(name, masked):
    assert identity.mask_name(name) == masked


def test_numbers_show_their_ends_only():
    assert identity.mask_id("11010519491231002X") == "110***********002X"
    assert identity.mask_id("H12345678") == "H******78"
    assert identity.mask_id("123") == "***"
    assert identity.mask_phone("13800000000") == "138****0000"
    assert identity.mask_phone("+8613800000000") == "138****0000"
    assert identity.mask_phone("0571-87654321-123") == "0571-****4321"
    assert identity.mask_phone("+852 12345678") == "+852 ****5678"
    assert identity.mask_phone("4001234567") == "400****4567"
    assert identity.mask_phone("") == ""


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("某省某市东城区望江街道东河社区3幢201室", "某省某市东城区望江街道东河社区****"),
        ("望江街道东河花园小区3幢201室", "望江街道****"),
        ("东河社区居委会旁 12 号", "东河社区****"),
        ("东河花园3幢201室", "****"),
        ("东河花园东区3幢", "****"),
        ("", ""),
    ],
)
def test_an_address_is_shown_down_to_its_community(address, masked):
    assert identity.mask_address(address) == masked


# ---------- 夹在文字里的号码 ----------
def test_numbers_in_free_text_are_noticed_and_not_repeated():
    text = "我叫张三，身份证11010519491231002X，电话138 0000 0000，座机0571-87654321，卡号6222020000000000001。"

    warnings = stray_numbers(text.replace("6222020000000000001", "4111 1111 1111 1111"))

    assert warnings == [
        "文字里像有身份证号 110***********002X，请移到证件栏或删去。",
        "文字里像有银行卡号 411*********1111，办理用不到，请删去。",
        "文字里像有电话 138****0000，请移到电话栏或删去。",
        "文字里像有电话 0571-****4321，请移到电话栏或删去。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "3幢2单元1201室漏水，2026年11月25日来过，赔偿 12000 元",
        "案号 JD2026-00012，工单 202611250012345678",
        "",
        "1234567890123456",
    ],
)
def test_ordinary_figures_raise_no_warning(text):
    assert stray_numbers(text) == []


def test_two_phones_beside_each_other_are_two():
    assert len(stray_numbers("打13800000000 13900000001都没人接")) == 2


def test_numbers_in_text_are_masked_where_they_stand():
    text = "证件１１０１０５１９４９１２３１００２Ｘ，打138 0000 0000，3幢201室，2026年"

    assert identity.mask_stray(text) == "证件110***********002X，打138****0000，3幢201室，2026年"
    assert identity.mask_stray("不全的 110105194912310021 也遮住") == "不全的 110***********0021 也遮住"
    assert identity.mask_stray(None) == ""

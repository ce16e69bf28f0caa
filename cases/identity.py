"""Who somebody is, as typed at a desk: documents, phones, names; checked, masked, compared (handbook 4.4, R12, R15).

Pure functions. An error blocks, a warning is answered by "confirm anyway": rights of petition do not hang on a
document. No message repeats a number.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class IdType(models.TextChoices):
    RESIDENT = "RESIDENT", gettext_lazy("居民身份证")
    HK_MACAU_RESIDENCE = "HK_MACAU_RESIDENCE", gettext_lazy("港澳居民居住证")
    TAIWAN_RESIDENCE = "TAIWAN_RESIDENCE", gettext_lazy("台湾居民居住证")
    FOREIGN_RESIDENCE = "FOREIGN_RESIDENCE", gettext_lazy("外国人永久居留身份证")
    HK_MACAU_PERMIT = "HK_MACAU_PERMIT", gettext_lazy("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "TAIWAN_PERMIT", gettext_lazy("台湾居民来往大陆通行证")
    EXIT_PERMIT = "EXIT_PERMIT", gettext_lazy("往来港澳通行证")
    PASSPORT = "PASSPORT", gettext_lazy("中国护照")
    FOREIGN_PASSPORT = "FOREIGN_PASSPORT", gettext_lazy("外国护照")
    USCC = "USCC", gettext_lazy("统一社会信用代码")
    OTHER = "OTHER", gettext_lazy("其他证件")


@dataclass(frozen=True)
class Checked:
    """What was typed, made regular: `value` is compared, `display` is shown and stored. Errors block, warnings ask."""

    value: str
    errors: tuple = ()
    warnings: tuple = ()
    display: str = ""

    @property
    def is_valid(self):
        return not self.errors


# ---------- 规整 ----------
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─﹣－"), "-")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text):
    """Full-width letters, digits and signs as half-width ones, character for character."""
    return text.translate(HALF_WIDTH)


def normalise(text):
    """Half-width, without blanks and hyphens, in capitals: the form that is checked and compared."""
    text = half_width((text or "").translate(DASHES))
    return re.sub(r"[\s-]+", "", "".join(char for char in text if unicodedata.category(char) != "Cf")).upper()


def comparable(kind, text):
    """The form of a name, number or phone under which two are the same person's; feed it to `keyed_hash`."""
    if kind == "phone":
        phone = check_phone(text)
        return phone.value if phone.is_valid else normalise(text)
    if kind == "name":
        return re.sub(r"[·•・‧.]", "", normalise(text))
    return normalise(text)


# ---------- 证件 ----------
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
OLDEST = 130
PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
RESIDENCE_REGIONS = {
    IdType.HK_MACAU_RESIDENCE: ("810000", "820000"),
    IdType.TAIWAN_RESIDENCE: ("830000",),
}
# Layouts we hold from custom, not from a standard's text: a mismatch only warns.
LAYOUTS = {
    IdType.HK_MACAU_PERMIT: (r"[HM]\d{8}(\d{2})?", gettext_lazy("回乡证通常是字母 H 或 M 加 8 位数字")),
    IdType.TAIWAN_PERMIT: (r"\d{8}|\d{10}[A-Z]?", gettext_lazy("台胞证通常是 8 位数字")),
    IdType.EXIT_PERMIT: (r"[CW][A-Z0-9]\d{7}", gettext_lazy("往来港澳通行证通常是字母 C 或 W 开头，共 9 位")),
    IdType.PASSPORT: (r"[EGDSP][A-Z0-9]?\d{7,8}", gettext_lazy("中国护照通常是字母 E 或 G 开头，共 9 位")),
    IdType.FOREIGN_PASSPORT: (r"[A-Z0-9]{5,12}", gettext_lazy("护照号通常是 5 到 12 位字母和数字")),
}


def check_id(id_type, text, *, today=None):
    """Check a document's number by its type; an empty one is fine, since a number is asked only when needed."""
    value = normalise(text)
    if not value:
        return Checked("")
    match id_type:
        case IdType.RESIDENT:
            errors, warnings = _check_resident(value, today or timezone.localdate())
        case IdType.HK_MACAU_RESIDENCE | IdType.TAIWAN_RESIDENCE:
            errors, warnings = _check_residence(id_type, value, today or timezone.localdate())
        case IdType.FOREIGN_RESIDENCE:
            errors, warnings = _check_foreign_residence(value, today or timezone.localdate())
        case IdType.USCC:
            errors, warnings = _check_uscc(value)
        case IdType.OTHER:
            value, errors, warnings = half_width(text).strip(), [], []
        case _ if id_type in LAYOUTS:
            pattern, custom = LAYOUTS[id_type]
            errors, warnings = [], []
            if not re.fullmatch(pattern, value):
                warnings = [_("%(custom)s，请对照证件再看一遍；没有错就照此保存。") % {"custom": custom}]
        case _:
            errors, warnings = [_("请选择证件类型。")], []
    return Checked(value, tuple(errors), tuple(warnings), value)


def id_check_digit(first_17):
    """The 18th character of a resident ID (GB 11643)."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first_17, ID_WEIGHTS, strict=True)) % 11]


def _check_eighteen(value, name):
    """Length, characters and check digit, which three documents share."""
    if len(value) != 18:
        return _("%(name)s是 18 位，现在 %(count)d 位。") % {"name": name, "count": len(value)}
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        return _("%(name)s只有数字，最后一位可以是 X。") % {"name": name}
    if id_check_digit(value[:17]) != value[17]:
        return _("%(name)s最后一位校验不对，请对照证件再看一遍。") % {"name": name}
    return None


def _check_birth(value, today):
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return _("第 7 到 14 位的出生日期不存在，请对照证件再看一遍。")
    if born > today:
        return _("第 7 到 14 位的出生日期在今天之后，请对照证件再看一遍。")
    if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) > OLDEST:
        return _("第 7 到 14 位的出生日期算下来超过 %(years)d 岁，请对照证件再看一遍。") % {"years": OLDEST}
    return None


def _check_resident(value, today):
    if re.fullmatch(r"[0-9]{15}", value):
        return [_("15 位的第一代身份证 2013 年起停用，请填新证件上的 18 位号码。")], []
    if error := _check_eighteen(value, _("身份证号")) or _check_birth(value, today):
        return [error], []
    for other, regions in RESIDENCE_REGIONS.items():
        if value.startswith(regions):
            return [], [_("这像是%(type)s的号码，请核对证件类型。") % {"type": other.label}]
    if value.startswith("9"):
        return [], [_("这像是%(type)s的号码，请核对证件类型。") % {"type": IdType.FOREIGN_RESIDENCE.label}]
    if not PROVINCES.match(value):
        return [], [_("身份证号前两位不是现有的地区代码，请核对；没有错就照此保存。")]
    return [], []


def _check_residence(id_type, value, today):
    if error := _check_eighteen(value, _("居住证号")) or _check_birth(value, today):
        return [error], []
    if not value.startswith(RESIDENCE_REGIONS[id_type]):
        regions = _("或").join(RESIDENCE_REGIONS[id_type])
        return [
            _("%(type)s以 %(regions)s 开头，请核对证件类型和号码。") % {"type": id_type.label, "regions": regions}
        ], []
    return [], []


def _check_foreign_residence(value, today):
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", value):  # 2023 年 12 月以前的式样
        return [], []
    if error := _check_eighteen(value, _("外国人永久居留身份证号")):
        return [error], []
    if not value.startswith("9") or _check_birth(value, today):  # the inner layout is not published
        return [], [_("外国人永久居留身份证号通常以 9 开头，第 7 到 14 位是出生日期，请核对；没有错就照此保存。")]
    return [], []


# ---------- 统一社会信用代码 ----------
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def _check_uscc(value):
    """GB 32100: 18 characters of an alphabet of 31, the last one computed."""
    if len(value) != 18:
        return [_("统一社会信用代码是 18 位，现在 %(count)d 位。") % {"count": len(value)}], []
    if strange := sorted(set(value) - set(USCC_ALPHABET)):
        return [_("统一社会信用代码里没有 %(signs)s，请对照证照再看一遍。") % {"signs": _("、").join(strange)}], []
    total = sum(USCC_ALPHABET.index(sign) * weight for sign, weight in zip(value[:17], USCC_WEIGHTS, strict=True))
    if USCC_ALPHABET[(31 - total % 31) % 31] != value[17]:
        return [_("统一社会信用代码最后一位校验不对，请对照证照再看一遍。")], []
    if _organisation_check_digit(value[8:16]) != value[16]:
        return [], [_("其中的组织机构代码（第 9 到 17 位）校验不对，请核对；没有错就照此保存。")]
    return [], []


def _organisation_check_digit(first_8):
    """GB 11714."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(first_8, ORGANISATION_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def check_uscc(text):
    return check_id(IdType.USCC, text)


# ---------- 电话 ----------
MOBILE = r"1[3-9][0-9]{9}"
LANDLINE = re.compile(
    r"(?:(?P<written>0[0-9]{2,3})-|(?P<area>0(?:[12][0-9]|[3-9][0-9]{2}))-?)"
    r"(?P<number>[0-9]{7,8})(?:-(?P<extension>[0-9]{1,6}))?"
)
REGIONAL = (  # 852 与 853 后 8 位，886 后 9 位（多写的 0 去掉）
    (re.compile(r"\+?852([0-9]{8})"), "852"),
    (re.compile(r"\+?853([0-9]{8})"), "853"),
    (re.compile(r"\+?8860?([0-9]{9})"), "886"),
)


def check_phone(text):
    """Check a phone number: `value` in E.164, `display` as the office writes it, leading zero and extension kept."""
    typed = half_width((text or "").translate(DASHES))
    typed = "".join(char for char in typed if unicodedata.category(char) != "Cf").strip()
    if not typed:
        return Checked("")
    digits = re.sub(r"[\s().]", "", re.sub(r"转|分机|EXT\.?|#", "-", typed.upper()))
    digits = re.sub(r"^00(?=[1-9])", "+", digits)
    plain = digits.replace("-", "")
    domestic = re.sub(r"^\+86", "", plain)
    if re.fullmatch(r"86" + MOBILE, domestic):
        domestic = domestic[2:]
    if re.fullmatch(MOBILE, domestic):
        return Checked(f"+86{domestic}", display=domestic)
    if re.fullmatch(r"(400|800)[0-9]{7}", domestic):
        return Checked(f"+86{domestic}", display=f"{domestic[:3]}-{domestic[3:6]}-{domestic[6:]}")
    line = re.sub(r"^\+86-?0?", "0", digits)
    if found := LANDLINE.fullmatch(line):
        area = found["written"] or found["area"]
        shown = "-".join(filter(None, [area, found["number"], found["extension"]]))
        return Checked(f"+86{area[1:]}{found['number']}", display=shown)
    for pattern, code in REGIONAL:
        if found := pattern.fullmatch(plain):
            return Checked(f"+{code}{found[1]}", display=f"+{code} {found[1]}")
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", plain) and not plain.startswith("+86"):
        return Checked(plain, display=plain)
    return Checked(typed, errors=(_phone_error(typed, domestic),), display=typed)


def _phone_error(typed, domestic):
    if re.search(r"[/、，,；;]", typed):
        return _("这里只填一个最常用的电话，其余的写在反映内容里。")
    if not re.fullmatch(r"\+?[0-9-]+", domestic):
        return _("电话只写数字，区号和分机之间可以用短横线。没有电话可填住址。")
    if domestic.startswith("1") and len(domestic) != 11:
        return _("手机号是 11 位，现在 %(count)d 位。没有手机可填住址。") % {"count": len(domestic)}
    if domestic.startswith("1"):
        return _("手机号第二位是 3 到 9，请再核对一遍。没有手机可填住址。")
    if len(domestic) in (7, 8):
        return _("座机号前面要写区号，例如 0571-87654321。")
    if domestic.startswith("0"):
        return _("座机号是区号加 7 到 8 位，请再核对一遍，例如 0571-87654321。")
    return _("这不像电话号码，请再核对一遍；境外号码以 + 和国家代码开头。没有电话可填住址。")


# ---------- 姓名 ----------
COMPOUND_SURNAMES = re.compile(
    r"欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|"
    r"太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|"
    r"漆雕|乐正|宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|梁丘|左丘|东门|西门|第五|"
    r"纳兰|完颜"
)
# From five characters on: no Han name of a person is as long, and what is masked in doubt does no harm.
ORGANISATION = re.compile(
    r"[^·\s]{2,}(公司|集团|厂|店|铺|馆|局|院|所|处|站|社|部|校|中心|学校|大学|中学|小学|幼儿园|银行|医院|委员会|居委会|"
    r"村委会|业委会|协会|学会|商会|基金会|办公室|办事处|事务所|合作社|工作室|经营部|物业|超市|市场|政府|支队|大队)"
)


def check_name(text):
    """A person's or organisation's name: 2 to 50 characters; middle dots, blanks and Latin letters are names too."""
    value = re.sub(r"\s+", " ", half_width(text or "")).strip()
    if not value:
        return Checked("")
    if len(value) < 2:
        return Checked(value, (_("姓名至少 2 个字；不愿透露请选“不愿透露”。"),), display=value)
    if len(value) > 50:
        return Checked(value, (_("姓名最多 50 个字，现在 %(count)d 个。") % {"count": len(value)},), display=value)
    if stray_numbers(value):
        return Checked(value, (_("姓名栏里像是写了号码，请移到电话或证件栏。"),), display=value)
    return Checked(value, display=value)


def looks_like_organisation(name):
    return len(name) >= 5 and ORGANISATION.fullmatch(name) is not None


# ---------- 打码 ----------
def mask_name(name):
    """张*, 欧阳**, J*** S****. What reads as an organisation is shown: its name is public, though a small shop
    may bear its owner's, which the desk then writes as a person."""
    name = (name or "").strip()
    if looks_like_organisation(name):
        return name
    if re.match(r"[A-Za-z]", name):
        return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
    name = re.sub(r"\s+", "", name)
    if len(name) < 2:
        return "*" * len(name)
    shown = 2 if len(name) > 2 and COMPOUND_SURNAMES.match(name) else 1
    return name[:shown] + "*" * (len(name) - shown)


def mask_id(number):
    """First 3 and last 4 of a long number; a short one shows its first and its last two."""
    number = (number or "").strip()
    head, tail = (3, 4) if len(number) >= 15 else (1, 2)
    if len(number) <= head + tail:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def mask_phone(phone):
    """138****0000; 0571-****4321; +852 ****5678. An extension is not shown."""
    text = (phone or "").strip()
    if not text:
        return ""
    checked = check_phone(text)
    if not checked.is_valid:
        return mask_id(text)
    shown = checked.display
    if re.fullmatch(MOBILE, shown):
        return f"{shown[:3]}****{shown[-4:]}"
    if shown.startswith("0"):
        area, number = shown.split("-")[:2]
        return f"{area}-****{number[-4:]}"
    if shown.startswith("+") and " " in shown:
        code, number = shown.split(" ")
        return f"{code} ****{number[-4:]}"
    return f"{shown[:3]}****{shown[-4:]}"


HAN = r"[^\W\d_]"
# 花园东区、小区、新村 are estates, finer than a community.
ADDRESS = re.compile(
    rf"(?:{HAN}{{2,6}}?(?:省|自治区|特别行政区))?"
    rf"(?:{HAN}{{1,8}}?(?:市|自治州|地区|盟))?"
    rf"(?:{HAN}{{1,8}}?(?:市|县|旗|新区|开发区)|{HAN}{{1,2}}?(?<![小社])区|{HAN}{{2}}[^\W\d_东南西北一二三四五六]区)?"
    rf"(?:{HAN}{{1,8}}?(?:街道|镇|乡|苏木))?"
    rf"(?:{HAN}{{1,10}}?(?:社区|居委会|村委会|(?<!新)村))?"
)


def mask_address(address):
    """An address down to its community; what names none shows nothing."""
    address = re.sub(r"\s+", "", half_width(address or ""))
    return f"{ADDRESS.match(address)[0]}****" if address else ""


# ---------- 夹在文字里的号码 ----------
GAP = r"[ -]?"
STRAY_ID = re.compile(rf"(?<![0-9A-Z])(?:[0-9]{GAP}){{17}}[0-9X](?![0-9A-Z])", re.IGNORECASE)
STRAY_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+?86{GAP})?1[3-9](?:{GAP}[0-9]){{9}}|0[0-9]{{2,3}}-[0-9]{{7,8}}"
    rf"|0(?:10|2[0-9])[0-9]{{8}}|0[3-9][0-9]{{2}}[1-9][0-9]{{6,7}})(?![0-9])"
)
STRAY_CARD = re.compile(rf"(?<![0-9])[3-69](?:{GAP}[0-9]){{15,18}}(?![0-9])")


def stray_numbers(text):
    """Warnings about ID numbers, bank cards and phones standing in free text (R12), each number masked."""
    sentences = {
        STRAY_ID: _("文字里像有身份证号 %(masked)s，请移到证件栏或删去。"),
        STRAY_CARD: _("文字里像有银行卡号 %(masked)s，办理用不到，请删去。"),
        STRAY_PHONE: _("文字里像有电话 %(masked)s，请移到电话栏或删去。"),
    }
    found = [sentences[pattern] % {"masked": masked} for pattern, _start, _end, masked in _strays(text or "")]
    return list(dict.fromkeys(found))


def mask_stray(text):
    """Free text with whatever may be such a number masked, for those who read everything masked."""
    text = text or ""
    for _pattern, start, end, masked in sorted(_strays(text, in_doubt=True), key=lambda stray: -stray[1]):
        text = text[:start] + masked + text[end:]
    return text


def _strays(text, in_doubt=False):
    """(pattern, start, end, masked) of each number; `in_doubt` also those that a check would clear."""
    line = half_width(text.translate(DASHES))  # character for character
    for pattern, is_one, mask in (
        (STRAY_ID, _reads_as_id, mask_id),
        (STRAY_CARD, _passes_luhn, mask_id),
        (STRAY_PHONE, _reads_as_phone, mask_phone),
    ):
        for found in pattern.finditer(line):
            number = normalise(found[0])
            if in_doubt or is_one(number):
                yield pattern, found.start(), found.end(), mask(number)
                line = line[: found.start()] + "·" * len(found[0]) + line[found.end() :]


def _reads_as_id(number):
    return id_check_digit(number[:17]) == number[17] or re.fullmatch(
        r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]", number
    )


def _reads_as_phone(number):
    return check_phone(number).is_valid


def _passes_luhn(number):
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0

"""What of a text tells who somebody is: for words that leave the file, to a unit or to the police (R3, R10, R12)."""

import re

from django.utils.translation import gettext as _

from cases import identity
from cases.models.party import Party

ROOM = re.compile(r"[0-9]+[室号户]")  # the part of an address that tells a door
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
PERSON = rf"(?:{identity.COMPOUND_SURNAMES.pattern}|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
# Three in a row of what may be names are a list; one between the words of a sentence is none.
LIST = re.compile(rf"(?:{PERSON}[、，,;；/\s]\s*){{2,}}{PERSON}(?=$|[\s，。；、,;等）)])", re.MULTILINE)
WATCHING = re.compile(r"名单|花名册|重点人|稳控|布控|盯住|盯守|跟踪|行踪|轨迹|劝返|拦截|截访|监视")


def strays_in(case, text):
    """What of `text` tells who somebody is, in sentences: the name, number or address of any party (R10)."""
    found, line = [], re.sub(r"\s", "", text)
    for party in case.parties.all():
        for name in Party.MASKED:
            value = re.sub(r"\s", "", getattr(party, name) or "")
            tells = [value, *(ROOM.findall(value) if "address" in name else ())]
            if not is_named_unit(party) and any(len(one) > 1 and one in line for one in tells):
                words = _("里面有当事人的%(what)s %(masked)s，请改掉")
                what = Party._meta.get_field(name).verbose_name
                found.append(words % {"what": what, "masked": getattr(party, Party.MASKED[name])})
    if identity.mask_stray(text) != text:
        found.append(_("里面有证件号码、卡号或者电话，请改掉"))
    return list(dict.fromkeys(found))


def without_names(case, text):
    """`text` as a proposal for somebody outside the file: numbers masked, the names of its people replaced."""
    text = identity.mask_stray(text)
    for party in case.parties.all():
        if len(party.name or "") > 1 and not is_named_unit(party):
            text = text.replace(party.name, _("信访人") if party.role != Party.Role.RESPONDENT else _("工作人员"))
    return text


def is_named_unit(party):
    """The unit complained about may be named; it is no person."""
    return party.is_organisation and party.role == Party.Role.RESPONDENT


def persons_in(text):
    """Why `text` is more than the facts of one incident, in sentences: it lists people, or asks to watch some (R3)."""
    found = []
    if LIST.search(text):
        found.append(_("像是写了几个人的名单，请写成“几名住户”这样的人数"))
    if match := WATCHING.search(text):
        found.append(_("写了“%s”：联动只写一件事的事实，不列人、不盯人") % match[0])
    return found

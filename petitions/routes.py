"""The ways of Article 31 as the office tells them: article, where to go, and the limits to mention (handbook 2.4).

The limits inform; nobody is refused because one has passed.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from cases.models.claim import Purpose, Route


class Way(NamedTuple):
    article: str
    organs: str  # who is competent, as a hint
    limits: tuple


WAYS = {
    Route.W1: Way(
        _("条例第三十一条第一项"),
        _("人民法院、人民检察院或者公安机关"),
        (
            _("民事权利受侵害：从知道受损害和义务人之日起三年，最长二十年（民法典第一百八十八条）。"),
            _(
                "行政诉讼：从知道行政行为之日起六个月；经过复议的，收到复议决定之日起十五日"
                "（行政诉讼法第四十五条、第四十六条）。"
            ),
        ),
    ),
    Route.W2: Way(
        _("条例第三十一条第二项"),
        _("劳动人事、农村土地承包或者商事仲裁机构"),
        (
            _(
                "劳动争议：一年；在职期间拖欠工资的不受一年限制，离职的从离职起一年；请求有关部门帮助的，时效中断"
                "（劳动争议调解仲裁法第二十七条）。"
            ),
            _("劳动争议调解十五日没有达成协议的，可以申请仲裁（劳动争议调解仲裁法第十四条）。"),
            _("农村土地承包：二年（农村土地承包经营纠纷调解仲裁法第十八条）。"),
        ),
    ),
    Route.W3: Way(
        _("条例第三十一条第三项"),
        _("党组织或者纪检机关"),
        (_("党员申诉、申请复审等，按党内规定的期限办理。"),),
    ),
    Route.W4: Way(
        _("条例第三十一条第四项"),
        _("行政复议机关或者有权裁决、确认、许可、处罚的行政机关"),
        (
            _("行政复议：从知道行政行为之日起六十日；没有被告知复议权利的，最长一年（行政复议法第二十条）。"),
            _("复议决定：受理之日起六十日，可以延长不超过三十日；简易程序三十日（行政复议法第六十二条）。"),
            _("当场处罚、不履行职责的，先申请复议再起诉（行政复议法第二十三条）。"),
        ),
    ),
    Route.W5: Way(
        _("条例第三十一条第五项"),
        _("负有查处或者保护职责的行政机关"),
        (
            _("按那个机关适用的法律办理。"),
            _("本街道自己负有职责的，要履行或者答复，不能只告知去向（条例第三十一条第五项）。"),
        ),
    ),
    Route.W6: Way(_("条例第三十一条第六项"), _("本街道"), ()),
}

ACCUSATION = Way(
    _("条例第三十条"),
    _("纪检监察机关或者有权处理的机关，按干部管理权限"),
    (
        _("由那个机关按规定的程序和期限办理。"),
        _("不得把检举控告的材料和情况透露、转给被检举控告的人和单位（条例第三十条第三款）。"),
    ),
)

NOT_STOPPED = _("信访不中断、不中止申请复议和起诉的期限。")


def way_of(claim):
    """Where the claim has to go; None for one that has no route, such as a suggestion."""
    return ACCUSATION if claim.purpose == Purpose.ACCUSATION else WAYS.get(claim.route)

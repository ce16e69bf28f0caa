"""Every time rule of the office as data, and the one function that counts.

Assumptions (docs/rules.md has the sources): the starting day is day 0; `日` is a calendar day and only `工作日` is a
working day; a period whose last day is a day off ends on the next workday (T05), the staff target is the last workday
up to the nominal day; an extension and a pause add to the nominal day, never to the rolled one; a clearing target is a
mark in the calendar and does not roll. Statutory numbers are law; rows marked `proposal` are this office's own and may
be set by RULE_OVERRIDES.
"""

from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices
from django.utils import dateformat, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from officials.calendar import ONE_DAY, DayKind, UnknownYear


class Kind(TextChoices):
    """What a thing that falls due is owed to."""

    STATUTORY = "STATUTORY", _("法定")
    ASSIGNED = "ASSIGNED", _("交办")
    TARGET = "TARGET", _("内控")
    CLEARING = "CLEARING", _("清零")
    PROMISE = "PROMISE", _("承诺")
    TASK = "TASK", _("任务")

    @property
    def mark(self):
        """The one character on a clock chip."""
        return MARKS[self]


MARKS = {
    Kind.STATUTORY: _("法"),
    Kind.ASSIGNED: _("交"),
    Kind.TARGET: _("内"),
    Kind.CLEARING: _("清"),
    Kind.PROMISE: _("诺"),
    Kind.TASK: _("事"),
}


class Unit(TextChoices):
    CALENDAR = "CALENDAR", _("日")
    WORKING = "WORKING", _("个工作日")
    MONTHS = "MONTHS", _("个月")
    HOURS = "HOURS", _("小时")
    GIVEN = "GIVEN", _("以文书写明的日期为准")


class Whose(TextChoices):
    """Whose term it is. Only the office's own is ever late of the office; the others are told and watched."""

    OFFICE = "OFFICE", _("本街道")
    PETITIONER = "PETITIONER", _("信访人")
    OTHER = "OTHER", _("其他机关")


class NotBefore(TextChoices):
    """The mark in the calendar that a clearing target reaches at least (T22, T23)."""

    MONTH_END = "MONTH_END", _("当月最后一天")
    YEAR_END = "YEAR_END", _("当年12月31日")


class RuleRefuses(ValueError):
    """The rule does not allow what was asked. The text says why, names the rule by its title, and can be shown."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One number. `length` is None when a paper names the day itself (`unit` GIVEN)."""

    id: str
    title: str
    kind: Kind
    length: int | None
    unit: Unit
    starts: str  # what happens on day 0
    who: str  # who must act before the end
    document: str = ""
    source: str
    proposal: bool = False  # the office's own rule: RULE_OVERRIDES may change `length`
    extend_up_to: int = 0  # days
    extend_times: int = 0
    pause: str = ""  # the time that is not counted; empty where nothing pauses the clock
    pause_up_to: int | None = None  # days of one pause
    not_before: NotBefore | None = None
    rolls_by_law: bool = False  # T05 applies directly, whatever ROLL_LEGAL_END says
    whose: Whose = Whose.OFFICE

    def __str__(self):
        return f"“{self.title}”"

    @property
    def length_text(self):
        """Such as `60 日`, `5 个工作日`, `2 个月`."""
        return str(self.unit.label) if self.length is None else f"{self.length} {self.unit.label}"

    @property
    def rolls(self):
        if self.kind == Kind.CLEARING or self.unit in (Unit.GIVEN, Unit.HOURS):
            return False
        return self.rolls_by_law or settings.ROLL_LEGAL_END

    def check_extension(self, days):
        """Raise RuleRefuses unless the term may be extended by so many days at once."""
        if days < 0:
            raise RuleRefuses(gettext("延期天数要写正整数，不能写 %(days)d。") % {"days": days})
        if days and not self.extend_up_to:
            raise RuleRefuses(
                gettext("%(rule)s不能延期：%(source)s没有规定可以延期。") % {"rule": self, "source": self.source}
            )
        if days > self.extend_up_to:
            raise RuleRefuses(
                gettext("%(rule)s最多延期 %(most)d 日，只能延期 %(times)d 次（%(source)s），不能延期 %(days)d 日。")
                % {
                    "rule": self,
                    "most": self.extend_up_to,
                    "times": self.extend_times,
                    "source": self.source,
                    "days": days,
                }
            )

    def check_pause(self, first, last, started_on):
        """Raise RuleRefuses unless the days from `first` to `last`, both included, may be left out of the count."""
        if not self.pause:
            raise RuleRefuses(
                gettext("%(rule)s不能暂停：%(source)s没有规定可以扣除的时间。") % {"rule": self, "source": self.source}
            )
        if last < first:
            raise RuleRefuses(
                gettext("%(rule)s的暂停写反了：结束日 %(last)s 早于开始日 %(first)s。")
                % {"rule": self, "first": first, "last": last}
            )
        if first < started_on:
            raise RuleRefuses(
                gettext("%(rule)s从 %(start)s 起算，暂停不能早于这一天。") % {"rule": self, "start": started_on}
            )
        if self.pause_up_to is not None and (last - first).days + 1 > self.pause_up_to:
            raise RuleRefuses(
                gettext("%(rule)s每次最多暂停 %(most)d 日（%(source)s）。")
                % {"rule": self, "most": self.pause_up_to, "source": self.source}
            )


_OWN = _("本单位规定")
_INTERNAL = {"proposal": True, "kind": Kind.TARGET}
_CLEARING = {
    "kind": Kind.CLEARING,
    "proposal": True,
    "who": _("承办人"),
    "source": _OWN,
    "pause": _("经批准的清零目标暂停"),
    "pause_up_to": 30,
}
_PETITION_DEPARTMENT = _("区级以上信访部门")
_STREET = _("本街道")
_PETITIONER = _("信访人")

_ROWS = [
    Rule(
        id="L01",
        title=_("登记"),
        **_INTERNAL,
        length=0,
        unit=Unit.CALENDAR,
        starts=_("收到"),
        who=_("收到的单位"),
        document=_("来访登记表、来信登记"),
        source=_("条例第十七条、第二十一条第二款、第二十二条第一款、第二十三条第一款"),
    ),
    Rule(
        id="L02",
        title=_("信访部门转送、交办"),
        kind=Kind.STATUTORY,
        length=15,
        unit=Unit.CALENDAR,
        starts=_("收到"),
        who=_PETITION_DEPARTMENT,
        document=_("转送函、交办函"),
        source=_("条例第二十二条第一款"),
        whose=Whose.OTHER,
    ),
    Rule(
        id="L03",
        title=_("直接收到的事项书面告知"),
        kind=Kind.STATUTORY,
        length=15,
        unit=Unit.CALENDAR,
        starts=_("收到"),
        who=_STREET,
        document=_("受理告知书、告知书"),
        source=_("条例第二十三条第一款、第二款"),
    ),
    Rule(
        id="L04",
        title=_("转来的事项书面告知"),
        kind=Kind.STATUTORY,
        length=15,
        unit=Unit.CALENDAR,
        starts=_("收到转送、交办"),
        who=_STREET,
        document=_("受理告知书、告知书"),
        source=_("条例第二十三条第三款"),
    ),
    Rule(
        id="L05",
        title=_("对转来的事项提出异议"),
        kind=Kind.STATUTORY,
        length=5,
        unit=Unit.WORKING,
        starts=_("收到转送、交办"),
        who=_STREET,
        document=_("异议书，写明理由"),
        source=_("条例第二十三条第三款"),
    ),
    Rule(
        id="L06",
        title=_("交办事项报结"),
        kind=Kind.ASSIGNED,
        length=None,
        unit=Unit.GIVEN,
        starts=_("交办"),
        who=_STREET,
        document=_("办结报告"),
        source=_("条例第二十二条第一款第三项"),
    ),
    Rule(
        id="L07a",
        title=_("涉法涉诉信件转送"),
        **_INTERNAL,
        length=15,
        unit=Unit.CALENDAR,
        starts=_("收到"),
        who=_PETITION_DEPARTMENT,
        document=_("转送函"),
        source=_("条例第二十二条第二款、第二十八条第二款"),
        whose=Whose.OTHER,
    ),
    Rule(
        id="L07c",
        title=_("检举控告移送"),
        **_INTERNAL,
        length=15,
        unit=Unit.CALENDAR,
        starts=_("收到"),
        who=_STREET,
        document=_("密封移送"),
        source=_("条例第二十二条第二款、第二十三条第四款、第三十条"),
    ),
    Rule(
        id="L08",
        title=_("涉及多个单位时商定受理单位"),
        **_INTERNAL,
        length=5,
        unit=Unit.WORKING,
        starts=_("发现涉及多个单位"),
        who=_("所涉单位协商，不成报共同上级"),
        document=_("受理决定"),
        source=_("条例第二十四条第一款"),
    ),
    Rule(
        id="L09",
        title=_("重大紧急情况电话报告"),
        **_INTERNAL,
        length=1,
        unit=Unit.HOURS,
        starts=_("知道情况"),
        who=_STREET,
        document=_("电话报告记录"),
        source=_("条例第二十五条第一款"),
    ),
    Rule(
        id="L09b",
        title=_("重大紧急情况书面报告"),
        **_INTERNAL,
        length=4,
        unit=Unit.HOURS,
        starts=_("知道情况"),
        who=_STREET,
        document=_("重大紧急信访信息报告"),
        source=_("条例第二十五条第一款"),
    ),
    Rule(
        id="L13",
        title=_("决定是否回避"),
        **_INTERNAL,
        length=1,
        unit=Unit.WORKING,
        starts=_("知道有利害关系"),
        who=_("机关负责人"),
        document=_("回避登记表"),
        source=_("条例第二十八条第三款（马上，没有写天数）"),
    ),
    Rule(
        id="L14",
        title=_("意见建议答复"),
        **_INTERNAL,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("收到"),
        who=_("有权处理的单位"),
        document=_("采纳情况答复"),
        source=_("条例第二十九条第一款"),
    ),
    Rule(
        id="L16a",
        title=_("街道自身法定职责的履行或者答复"),
        kind=Kind.STATUTORY,
        length=2,
        unit=Unit.MONTHS,
        starts=_("收到请求"),
        who=_STREET,
        document=_("履行记录或者履职答复书"),
        source=_("条例第三十一条第五项、行政诉讼法第四十七条"),
    ),
    Rule(
        id="L17",
        title=_("信访程序办结"),
        kind=Kind.STATUTORY,
        length=60,
        unit=Unit.CALENDAR,
        starts=_("受理"),
        who=_STREET,
        document=_("信访处理意见书"),
        source=_("条例第三十四条"),
        extend_up_to=30,
        extend_times=1,
    ),
    Rule(
        id="L22",
        title=_("请求复查"),
        kind=Kind.STATUTORY,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("收到书面答复"),
        who=_PETITIONER,
        document=_("复查申请"),
        source=_("条例第三十五条"),
        whose=Whose.PETITIONER,
    ),
    Rule(
        id="L23",
        title=_("复查"),
        kind=Kind.STATUTORY,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("收到复查请求"),
        who=_("复查机关"),
        document=_("复查意见书"),
        source=_("条例第三十五条"),
        whose=Whose.OTHER,
    ),
    Rule(
        id="L24",
        title=_("请求复核"),
        kind=Kind.STATUTORY,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("收到复查意见"),
        who=_PETITIONER,
        document=_("复核申请"),
        source=_("条例第三十六条第一款"),
        whose=Whose.PETITIONER,
    ),
    Rule(
        id="L25",
        title=_("复核"),
        kind=Kind.STATUTORY,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("收到复核请求"),
        who=_("复核机关"),
        document=_("复核意见书"),
        source=_("条例第三十六条第一款、第二款"),
        pause=_("听证时间"),
        whose=Whose.OTHER,
    ),
    Rule(
        id="L31",
        title=_("简易办理决定是否受理"),
        kind=Kind.STATUTORY,
        proposal=True,  # the days of the 2022 text are not confirmed
        length=3,
        unit=Unit.WORKING,
        starts=_("收到"),
        who=_("有权处理的单位"),
        document=_("口头、电话或者短信告知"),
        source=_("信访事项简易办理办法（日数待核）"),
    ),
    Rule(
        id="L32",
        title=_("简易办理答复"),
        kind=Kind.STATUTORY,
        proposal=True,  # the days of the 2022 text are not confirmed
        length=10,
        unit=Unit.WORKING,
        starts=_("受理"),
        who=_("有权处理的单位"),
        document=_("简短答复"),
        source=_("信访事项简易办理办法（日数待核）"),
    ),
    Rule(
        id="L33",
        title=_("满意度评价"),
        **_INTERNAL,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("邀请评价"),
        who=_PETITIONER,
        document=_("满意度评价表"),
        source=_("条例第二十一条第二款"),
        whose=Whose.PETITIONER,
    ),
    Rule(
        id="L34",
        title=_("确认撤回"),
        **_INTERNAL,
        length=3,
        unit=Unit.WORKING,
        starts=_("本人提出撤回"),
        who=_("承办单位以外的人"),
        document=_("撤回申请、确认记录"),
        source=_OWN,
    ),
    Rule(
        id="L35",
        title=_("公告送达"),
        kind=Kind.STATUTORY,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("发出公告"),
        who=_STREET,
        document=_("送达公告"),
        source=_("民事诉讼法第九十五条（参照）"),
    ),
    Rule(
        id="L37",
        title=_("落实支持诉求的处理意见"),
        kind=Kind.PROMISE,
        length=None,
        unit=Unit.GIVEN,
        starts=_("意见送达"),
        who=_("责任单位"),
        document=_("履行记录"),
        source=_("条例第三十二条第二款、第四十条第一款"),
    ),
    Rule(
        id="L43",
        title=_("上级督办的反馈"),
        kind=Kind.ASSIGNED,
        length=None,
        unit=Unit.GIVEN,
        starts=_("收到督办"),
        who=_STREET,
        document=_("书面反馈"),
        source=_("条例第三十九条第三款、第四十条"),
    ),
    Rule(
        id="L45",
        title=_("复查撤销或者变更后重新办理"),
        kind=Kind.ASSIGNED,
        length=None,
        unit=Unit.GIVEN,
        starts=_("收到复查意见"),
        who=_STREET,
        document=_("信访处理意见书"),
        source=_("复查意见书"),
    ),
    Rule(
        id="M18",
        title=_("共同申请司法确认"),
        kind=Kind.STATUTORY,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("调解协议生效"),
        who=_("双方当事人"),
        document=_("司法确认申请书"),
        source=_("人民调解法第三十三条、民事诉讼法第二百零五条"),
        rolls_by_law=True,
        whose=Whose.PETITIONER,
    ),
    Rule(
        id="M03",
        title=_("答复是否受理调解"),
        proposal=True,
        kind=Kind.PROMISE,
        length=3,
        unit=Unit.WORKING,
        starts=_("收到"),
        who=_("调解组织"),
        document=_("受理登记或者不受理告知"),
        source=_OWN,
    ),
    Rule(
        id="MED",
        title=_("人民调解"),
        **_INTERNAL,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("受理调解"),
        who=_("调解员"),
        document=_("调解协议书或者终止调解书"),
        source=_OWN,
    ),
    Rule(
        id="M16",
        title=_("调解协议的履行回访"),
        proposal=True,
        kind=Kind.TASK,
        length=3,
        unit=Unit.WORKING,
        starts=_("协议约定的最后一天"),
        who=_("调解员"),
        document=_("履行回访记录"),
        source=_("人民调解法第三十一条第二款（没有写天数）"),
    ),
    Rule(
        id="R10",
        title=_("答复核查任务"),
        **_INTERNAL,
        length=5,
        unit=Unit.WORKING,
        starts=_("发出核查任务"),
        who=_("被核查的单位"),
        document=_("核查答复"),
        source=_OWN,
    ),
    Rule(
        id="F48",
        title=_("督办单的反馈"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("签发督办单"),
        who=_("承办单位"),
        document=_("书面反馈"),
        source=_OWN,
    ),
    Rule(
        id="F47",
        title=_("检查发现问题的整改"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("检查发现"),
        who=_("问题的责任人"),
        document=_("整改的凭据"),
        source=_OWN,
    ),
    Rule(
        id="K23",
        title=_("例会交办事项"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("例会决定"),
        who=_("交办事项的责任人"),
        document=_("交办事项反馈"),
        source=_OWN,
    ),
    Rule(
        id="F10",
        title=_("排查任务的报告"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("排查任务开出"),
        who=_("排查的单位"),
        document=_("排查报告、零报告"),
        source=_OWN,
    ),
    Rule(
        id="F58",
        title=_("重要节点的每日零报告"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("重要节点里的一天开始"),
        who=_("范围里的单位"),
        document=_("零报告"),
        source=_OWN,
    ),
    Rule(
        id="F3",
        title=_("完善政策建议的书面反馈"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("发出建议"),
        who=_("收到建议的单位"),
        document=_("采纳情况的书面反馈"),
        source=_OWN,
    ),
    Rule(
        id="F23",
        title=_("证书换证，到期 30 日以前"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("登记证书"),
        who=_("证书的持有人"),
        document=_("新的证书"),
        source=_OWN,
    ),
    Rule(
        id="F23b",
        title=_("补齐本年学时，年底一个月以前"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("写下学时要求"),
        who=_("学时不够的人"),
        document=_("培训记录"),
        source=_OWN,
    ),
    Rule(
        id="F46",
        title=_("批示的落实"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("领导批示"),
        who=_("被批示的人"),
        document=_("落实情况"),
        source=_OWN,
    ),
    Rule(
        id="F36",
        title=_("协办的答复"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("请单位协办"),
        who=_("协办单位"),
        document=_("协办答复"),
        source=_OWN,
    ),
    Rule(
        id="F52",
        title=_("包案节点"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("写下节点"),
        who=_("节点的责任人"),
        document=_("做到的结果"),
        source=_OWN,
    ),
    Rule(
        id="F49",
        title=_("挂榜截止"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("挂出"),
        who=_("起草挂榜的人"),
        document=_("选定及其理由"),
        source=_OWN,
    ),
    Rule(
        id="F22",
        title=_("急难愁盼首次行动"),
        **_INTERNAL,
        length=24,
        unit=Unit.HOURS,
        starts=_("登记"),
        who=_("承办人"),
        document=_("首次行动记录"),
        source=_OWN,
    ),
    Rule(
        id="F8",
        title=_("接谈时答应的下一步"),
        proposal=True,
        kind=Kind.PROMISE,
        length=None,
        unit=Unit.GIVEN,
        starts=_("当面答应"),
        who=_("答应的人"),
        document=_("做到的记录"),
        source=_OWN,
    ),
    Rule(
        id="F33",
        title=_("窗口转后台的答复"),
        proposal=True,
        kind=Kind.PROMISE,
        length=5,
        unit=Unit.WORKING,
        starts=_("转交后台"),
        who=_("后台科室"),
        document=_("窗口答复"),
        source=_OWN,
    ),
    Rule(
        id="F28",
        title=_("窗口的改进"),
        kind=Kind.TASK,
        length=None,
        unit=Unit.GIVEN,
        proposal=True,
        starts=_("交给谁改"),
        who=_("来改的人"),
        document=_("改成什么样"),
        source=_OWN,
    ),
    Rule(
        id="F40",
        title=_("移交签收"),
        **_INTERNAL,
        length=1,
        unit=Unit.WORKING,
        starts=_("提出移交"),
        who=_("接手人"),
        document=_("移交签收"),
        source=_OWN,
    ),
    Rule(
        id="F57",
        title=_("办结后回访"),
        **_INTERNAL,
        length=30,
        unit=Unit.CALENDAR,
        starts=_("送达"),
        who=_("承办人"),
        document=_("回访记录"),
        source=_OWN,
    ),
    Rule(
        id="T26",
        title=_("办结后重新办理"),
        **_INTERNAL,
        length=90,
        unit=Unit.CALENDAR,
        starts=_("办结"),
        who=_("信访办主任"),
        document=_("重新办理记录"),
        source=_OWN,
    ),
    Rule(
        id="K22",
        title=_("初次联系信访人"),
        **_INTERNAL,
        length=3,
        unit=Unit.WORKING,
        starts=_("登记"),
        who=_("承办人"),
        document=_("联系记录"),
        source=_OWN,
    ),
    Rule(
        id="T22",
        title=_("一般矛盾当月清零"),
        **_CLEARING,
        length=5,
        unit=Unit.WORKING,
        starts=_("登记"),
        not_before=NotBefore.MONTH_END,
    ),
    Rule(
        id="T23",
        title=_("复杂问题当年清零"),
        **_CLEARING,
        length=60,
        unit=Unit.CALENDAR,
        starts=_("登记"),
        not_before=NotBefore.YEAR_END,
    ),
    Rule(
        id="T24",
        title=_("疑难案件包案清零"),
        **_CLEARING,
        length=12,
        unit=Unit.MONTHS,
        starts=_("包案"),
    ),
    Rule(
        id="T25",
        title=_("降为一般矛盾后清零"),
        **_CLEARING,
        length=5,
        unit=Unit.WORKING,
        starts=_("调整层级"),
        not_before=NotBefore.MONTH_END,
    ),
]
RULES = {rule.id: rule for rule in _ROWS}


@dataclass(frozen=True)
class Rung:
    """Who is told next that something is due or late, and so many days or workdays from which day (T31)."""

    who: str  # a role, or MEETING
    workdays: int = 0
    days: int = 0
    from_target: bool = False  # from the staff's own day, else from the last day

    def on(self, due_on, target_on, calendar):
        start = (target_on if self.from_target else due_on) + timedelta(days=self.days)
        if self.workdays < 0:
            for _step in range(-self.workdays):
                start = calendar.workday_on_or_before(start - ONE_DAY)
            return start
        return calendar.add_workdays(start, self.workdays) if self.workdays else start


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """How often each leader does something in a month. The law says 定期 and no number (条例 18(2)): a setting."""

    id: str
    title: str
    times: int
    unit: str  # what is counted
    source: str = _("条例第十八条第二款（没有写次数）")


FREQUENCIES = {
    frequency.id: frequency
    for frequency in (
        Frequency(id="L42a", title=_("领导接访"), times=1, unit=_("次")),
        Frequency(id="L42b", title=_("领导阅信"), times=1, unit=_("件")),
        Frequency(id="L42c", title=_("领导下访"), times=1, unit=_("次")),
    )
}

_LEGAL_RUNGS = (
    Rung("HD", workdays=-3),
    Rung("OD", from_target=True),
    Rung("SV", days=1),
    Rung("LO", workdays=3),
    Rung("MEETING", workdays=5),
)
_PROMISE_RUNGS = (Rung("HD"), Rung("OD", workdays=1), Rung("LO", workdays=3))
# The ladder by kind (T31), the office's own. Clearing targets and staff targets have none.
LADDER = {
    Kind.STATUTORY: _LEGAL_RUNGS,
    Kind.ASSIGNED: _LEGAL_RUNGS,
    Kind.PROMISE: _PROMISE_RUNGS,
    Kind.TASK: _PROMISE_RUNGS,
}


def reached(kind, due_on, today, calendar, target_on=None):
    """Whom something of `kind` has reached by `today`, lowest rung first."""
    rungs = LADDER.get(kind, ())
    return [rung.who for rung in rungs if rung.on(due_on, target_on or due_on, calendar) <= today]


def find(rule_id):
    """The rule as this office applies it. Raises RuleRefuses for an id that is none."""
    check_overrides()
    try:
        rule = RULES[rule_id]
    except KeyError:
        raise RuleRefuses(
            gettext("没有“%(id)s”这条规则。现有：%(all)s。") % {"id": rule_id, "all": "、".join(RULES)}
        ) from None
    return replace(rule, length=settings.RULE_OVERRIDES.get(rule_id, rule.length))


def how_often(frequency_id):
    """The frequency as this office sets it."""
    check_overrides()
    frequency = FREQUENCIES[frequency_id]
    return replace(frequency, times=settings.RULE_OVERRIDES.get(frequency_id, frequency.times))


def check_overrides():
    """Raise ImproperlyConfigured if a setting touches a number that is law."""
    for rule_id, length in settings.RULE_OVERRIDES.items():
        rule = RULES.get(rule_id)
        if rule_id not in FREQUENCIES and (rule is None or not rule.proposal):
            raise ImproperlyConfigured(
                f"RULE_OVERRIDES 不能改 {rule_id}：只有本单位自定的期限可以改。见 docs/rules.md。"
            )
        if length < 1:
            raise ImproperlyConfigured(f"RULE_OVERRIDES 里 {rule_id} 的长度要写正整数，现在是 {length}。")


class StepKind(TextChoices):
    START = "START", _("起算")
    COUNT = "COUNT", _("计数")
    FLOOR = "FLOOR", _("清零节点")
    PAUSE = "PAUSE", _("暂停")
    EXTENSION = "EXTENSION", _("延期")
    ROLL = "ROLL", _("顺延")
    LEGAL_END = "LEGAL_END", _("最后一天")
    TARGET = "TARGET", _("内控日")
    PROVISIONAL = "PROVISIONAL", _("暂定")


@dataclass(frozen=True)
class Step:
    day: date
    title: str
    explanation: str
    kind: StepKind


@dataclass(frozen=True, kw_only=True)
class Due:
    """When something falls due, and why. For a rule in hours the days are those of the instant `at`."""

    rule: Rule
    started_on: date
    nominal: date
    legal_end: date  # the last day still on time
    target: date  # what staff are shown; the office's own
    provisional: bool  # counted along days no notice has confirmed yet
    steps: tuple[Step, ...]
    cohort: date | None = None  # first day of the month or year a clearing target is counted in
    at: datetime | None = None


def due(rule, started_on, calendar, extended_by=0, pauses=()):
    """When what started on `started_on` falls due, as a `Due`.

    `rule` is a Rule or its id; `started_on` a date, or an aware instant for a rule in hours. `extended_by` is in days;
    `pauses` are pairs of first and last day left out. Raises RuleRefuses where the rule does not allow it, UnknownYear
    if the calendar ends before the count does.
    """
    if isinstance(rule, str):
        rule = find(rule)
    if rule.unit == Unit.GIVEN:
        raise RuleRefuses(
            gettext("%(rule)s的日期由来文写明，不能推算（%(source)s）。") % {"rule": rule, "source": rule.source}
        )
    if rule.unit == Unit.HOURS:
        rule.check_extension(extended_by)
        return _due_at(rule, started_on, pauses)
    if isinstance(started_on, datetime):
        raise TypeError(f"{rule.id} counts days: pass the local date, not an instant.")

    rule.check_extension(extended_by)
    for first, last in pauses:
        rule.check_pause(first, last, started_on)
    _require_known(calendar, started_on, *(last for first, last in pauses))

    say = _Saying(started_on, calendar)
    steps = [say.start(rule)]
    nominal = _count(rule, started_on, calendar)
    steps.append(say.count(rule, nominal))
    if rule.not_before:
        floor = _mark_in_calendar(rule.not_before, started_on)
        nominal = max(nominal, floor)
        steps.append(say.floor(rule, floor, nominal))
    if pauses:
        nominal = _push_by_pauses(rule, started_on, nominal, pauses)
        steps.extend(say.pause(rule, first, last, nominal) for first, last in pauses)
    if extended_by:
        unextended, nominal = nominal, nominal + timedelta(days=extended_by)
        steps.append(say.extension(rule, extended_by, unextended, nominal))

    cohort = None
    if rule.not_before:
        cohort = nominal.replace(day=1) if rule.not_before == NotBefore.MONTH_END else date(nominal.year, 1, 1)
    return _finish(rule, started_on, nominal, calendar, steps, say, cohort=cohort)


def given(rule, started_on, on, calendar):
    """The `Due` of a day that a paper names: the end is that day as written, only the staff target is counted."""
    if isinstance(rule, str):
        rule = find(rule)
    if on < started_on:
        raise RuleRefuses(
            gettext("%(rule)s写明的日期 %(on)s 早于起算日 %(start)s。") % {"rule": rule, "on": on, "start": started_on}
        )
    _require_known(calendar, started_on, on)
    say = _Saying(started_on, calendar)
    return _finish(rule, started_on, on, calendar, [say.start(rule), say.given(rule, on)], say)


def recount(rule, started_on, nominal_on, old, new):
    """The `Due` of a running clock once calendar `new` replaces `old`. It keeps the length it started with."""
    if rule.unit == Unit.WORKING:
        floor = rule.not_before and _mark_in_calendar(rule.not_before, started_on)
        length = rule.length if nominal_on == floor else old.workdays_between(started_on, nominal_on)
        return due(replace(rule, length=length), started_on, new)
    say = _Saying(started_on, new)
    return _finish(rule, started_on, nominal_on, new, [say.start(rule)], say)


def _require_known(calendar, *days):
    for day in days:
        if day.year > max(calendar.years, default=0):
            raise UnknownYear(day.year)


def _due_at(rule, started_at, pauses):
    if pauses:
        rule.check_pause(*pauses[0], started_at)
    if not isinstance(started_at, datetime) or timezone.is_naive(started_at):
        raise RuleRefuses(gettext("%(rule)s按小时计算，要写明起算的时刻，例如 2026-08-03T09:30。") % {"rule": rule})
    if not MINYEAR < started_at.year < MAXYEAR:
        raise UnknownYear(started_at.year)
    started_at = timezone.localtime(started_at)
    at = timezone.localtime(started_at + timedelta(hours=rule.length))
    say = _Saying(started_at.date(), None)
    values = {"source": rule.source, "at": f"{say.day(at.date())} {at:%H:%M}"}
    steps = (
        Step(
            started_at.date(),
            f"{say.day(started_at.date())} {started_at:%H:%M} {rule.starts}",
            gettext("从这一刻起算，休息日和夜间照算"),
            StepKind.START,
        ),
        Step(at.date(), _add(rule), gettext("按钟点，%(source)s，到 %(at)s") % values, StepKind.COUNT),
        Step(at.date(), values["at"], gettext("最后时刻"), StepKind.LEGAL_END),
    )
    return Due(
        rule=rule,
        started_on=started_at.date(),
        nominal=at.date(),
        legal_end=at.date(),
        target=at.date(),
        provisional=False,
        steps=steps,
        at=at,
    )


def _count(rule, started_on, calendar):
    if rule.unit == Unit.WORKING:
        return calendar.add_workdays(started_on, rule.length)
    if rule.unit == Unit.MONTHS:
        return add_months(started_on, rule.length)
    return started_on + timedelta(days=rule.length)


def add_months(day, months):
    """The same day of the month so many months on; its last day if it has no such day (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), _month_end(first))


def _month_end(day):
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - ONE_DAY


def _mark_in_calendar(not_before, day):
    return _month_end(day) if not_before == NotBefore.MONTH_END else date(day.year, 12, 31)


def _push_by_pauses(rule, started_on, nominal, pauses):
    """The nominal day once the days of the pauses inside the term are not counted. Overlaps count once."""
    paused = set()
    for first, last in sorted(pauses):
        if first > nominal:
            raise RuleRefuses(
                gettext("%(rule)s在 %(end)s 已经期满，之后的暂停不再计算。") % {"rule": rule, "end": nominal}
            )
        days = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        new = {day for day in days if day > started_on} - paused
        paused |= new
        nominal += timedelta(days=len(new))
    return nominal


def _finish(rule, started_on, nominal, calendar, steps, say, cohort=None):
    legal_end = calendar.workday_on_or_after(nominal) if rule.rolls else nominal
    target = max(started_on, calendar.workday_on_or_before(nominal))
    if legal_end != nominal:
        steps.append(say.roll(nominal, legal_end))
    steps.append(say.legal_end(rule, legal_end))
    steps.append(say.target(nominal, legal_end, target))

    counted_from = started_on + ONE_DAY if rule.unit == Unit.WORKING else target
    consulted = (counted_from + timedelta(days=n) for n in range((legal_end - counted_from).days + 1))
    provisional = any(calendar.is_provisional(day) for day in consulted)
    if provisional:
        steps.append(say.provisional(legal_end))
    return Due(
        rule=rule,
        started_on=started_on,
        nominal=nominal,
        legal_end=legal_end,
        target=target,
        provisional=provisional,
        steps=tuple(steps),
        cohort=cohort,
    )


def _add(rule):
    return gettext("加 %(number)d %(unit)s") % {"number": rule.length, "unit": rule.unit.label}


WEEKDAYS = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]


class _Saying:
    """The steps in words. The year is named only where it is not that of the start."""

    def __init__(self, started_on, calendar):
        self.started_on = started_on
        self.calendar = calendar

    def day(self, day):
        same_year = day.year == self.started_on.year
        return dateformat.format(day, gettext("n月j日") if same_year else gettext("Y年n月j日"))

    def day_and_weekday(self, day):
        return f"{self.day(day)} {WEEKDAYS[day.weekday()]}"

    def start(self, rule):
        if rule.length == 0:
            explanation = gettext("当天就要办")
        else:
            explanation = gettext("当天不算，从 %(next)s起数") % {"next": self.day(self.started_on + ONE_DAY)}
        return Step(self.started_on, f"{self.day(self.started_on)} {rule.starts}", explanation, StepKind.START)

    def count(self, rule, nominal):
        explanations = {
            Unit.CALENDAR: gettext("按自然日，%(source)s，数到 %(day)s"),
            Unit.WORKING: gettext("按工作日，%(source)s，休息日和放假跳过，调休上班的日子照数，数到 %(day)s"),
            Unit.MONTHS: gettext("按月，%(source)s，到那个月的同一天，没有这一天就到月末，是 %(day)s"),
        }
        values = {"source": rule.source, "day": self.day(nominal)}
        return Step(nominal, _add(rule), explanations[rule.unit] % values, StepKind.COUNT)

    def given(self, rule, on):
        title = gettext("来文写明 %(day)s") % {"day": self.day(on)}
        return Step(on, title, gettext("以来文写明的日期为准，%(source)s") % {"source": rule.source}, StepKind.COUNT)

    def floor(self, rule, floor, nominal):
        explanation = gettext("%(floor)s，与上一步取较晚的一天，是 %(day)s") % {
            "floor": rule.not_before.label,
            "day": self.day(nominal),
        }
        return Step(floor, self.day(floor), explanation, StepKind.FLOOR)

    def pause(self, rule, first, last, nominal):
        title = gettext("扣除 %(days)d 日") % {"days": (last - first).days + 1}
        explanation = gettext("%(pause)s，%(first)s至%(last)s不计，延到 %(day)s") % {
            "pause": rule.pause,
            "first": self.day(first),
            "last": self.day(last),
            "day": self.day(nominal),
        }
        return Step(nominal, title, explanation, StepKind.PAUSE)

    def extension(self, rule, days, before, nominal):
        explanation = gettext("%(source)s，从 %(before)s接着数，到 %(day)s") % {
            "source": rule.source,
            "before": self.day(before),
            "day": self.day(nominal),
        }
        return Step(nominal, gettext("延期 %(days)d 日") % {"days": days}, explanation, StepKind.EXTENSION)

    def roll(self, nominal, legal_end):
        if self.calendar.kind_of(nominal) == DayKind.HOLIDAY:
            first, last = self.calendar.holiday_around(nominal)
            span = (
                self.day(first)
                if first == last
                else gettext("%(first)s至%(last)s")
                % {
                    "first": self.day(first),
                    "last": self.day(last),
                }
            )
            title = gettext("%(day)s 放假") % {"day": self.day(nominal)}
            values = {"name": self.calendar.name_of(nominal), "span": span}
            explanation = gettext("%(name)s，%(span)s。最后一天逢假，顺延到节后第一个工作日") % values
        else:
            title = self.day_and_weekday(nominal)
            explanation = gettext("休息日。最后一天逢休息日，顺延到下一个工作日")
        return Step(nominal, title, explanation, StepKind.ROLL)

    def legal_end(self, rule, day):
        if rule.kind == Kind.STATUTORY:
            explanation = gettext("法定最后一天，当天 24:00 前都算如期")
        elif rule.kind == Kind.CLEARING:
            explanation = gettext("清零目标，当天 24:00 前清零都算。这是本单位自定的，不改变法定期限")
        else:
            explanation = gettext("最后一天，当天 24:00 前都算按时")
        return Step(day, self.day_and_weekday(day), explanation, StepKind.LEGAL_END)

    def target(self, nominal, legal_end, target):
        if target == legal_end:
            explanation = gettext("内控日：就是最后一天，当天是工作日")
        elif target == nominal:
            explanation = gettext("内控日：数到的这一天")
        elif self.calendar.kind_of(nominal) == DayKind.HOLIDAY:
            explanation = gettext("内控日：放假前最后一个工作日。这是本单位自定的，不改变法定期限")
        else:
            explanation = gettext("内控日：休息日前最后一个工作日。这是本单位自定的，不改变法定期限")
        return Step(target, self.day_and_weekday(target), explanation, StepKind.TARGET)

    def provisional(self, legal_end):
        explanation = gettext("数到的日子里有的还没有国务院通知，按星期和法定节日暂定，通知公布后重算")
        return Step(legal_end, gettext("暂定"), explanation, StepKind.PROVISIONAL)

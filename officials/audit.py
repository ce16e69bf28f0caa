"""Writing the audit log, and the words in which it is read.

An entry written inside a transaction stands or falls with the act. A refusal is written outside the refused
transaction: `officials.middleware` does that for whatever a view raises.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.requests import client_address, request_id
from officials.models import AuditEntry, Official, Unit


def record(actor, action, subject="", subject_id=None, *, request=None, field="", reason="", refused=False):
    """Add one entry. Inside a transaction it stands or falls with the act; refusals are recorded after rollback."""
    return AuditEntry.objects.create(
        actor_id=getattr(actor, "pk", None),
        actor_name=getattr(actor, "name", ""),
        action=action,
        subject=subject,
        subject_id=subject_id,
        field=field,
        reason=reason[:200],
        outcome=AuditEntry.Outcome.REFUSED if refused else AuditEntry.Outcome.DONE,
        address=client_address(request) if request else None,
        request_id=request_id.get(),
    )


def record_refusal(actor, action, subject="", subject_id=None, *, request=None, reason=""):
    """Record a refused access, once a request. Call it outside the refused transaction."""
    if request is not None:
        request.refusal_is_recorded = True
    return record(actor, action, subject, subject_id, request=request, reason=reason, refused=True)


class Subject(NamedTuple):
    """What an entry may speak of: how it is called, which rows may be named on a page, and by which field."""

    label: str
    all: Callable[[], QuerySet]
    named: Callable[[], QuerySet]
    field: str

    def find(self, text):
        """The id of the row that people call `text`, or None."""
        return self.all().filter(**{self.field: text}).values_list("pk", flat=True).first()

    def names(self, ids):
        """What to call each of `ids`; those that may not be named are left out."""
        return dict(self.named().filter(pk__in=ids).values_list("pk", self.field))


# Apps to the left add their own at start-up (AppConfig.ready); an entry of another subject shows its bare id.
SUBJECTS = {
    "official": Subject(_("人员"), Official.objects.all, Official.objects.all, "username"),
    "unit": Subject(_("单位"), Unit.objects.all, Unit.objects.all, "name"),
}

# What people call an action; one that is not here shows its own name.
ACTIONS = {
    "officials:login": _("登录"),
    "officials:logout": _("退出"),
    "officials:password": _("改密码"),
    "officials:home": _("打开首页"),
    "officials:me": _("看本人岗位"),
    "officials:keys": _("看按键"),
    "officials:profile": _("看辖区情况"),
    "officials:profile_edit": _("填辖区数字"),
    "officials:audit": _("看审计日志"),
    "who_saw": _("查谁看过（命令行）"),
    "setup_office": _("建立街道"),
    "admin:*": _("打开系统管理"),
    "admin:add": _("系统管理：新增"),
    "admin:change": _("系统管理：修改"),
    "admin:reset_password": _("重设初始密码"),
    "admin:unlock": _("解除锁定"),
    "admin:end_sessions": _("结束登录"),
    "cases:case": _("看案件"),
    "cases:list": _("看案件列表"),
    "cases:events": _("看经过"),
    "cases:attachment": _("下载附件"),
    "cases:attachment_remove": _("移除附件"),
    "cases:upload": _("上传附件"),
    "cases:reveal": _("显示身份"),
    "cases:readers": _("定封存阅读人"),
    "cases:see_sealed": _("看封存件"),
    "cases:complete": _("补齐登记"),
    "cases:edit": _("修改案件"),
    "cases:party": _("改当事人"),
    "cases:note": _("记一笔"),
    "cases:link": _("关联案件"),
    "cases:ownership": _("定包案"),
    "cases:urgent": _("列为急办"),
    "cases:urgent_owner": _("指定急办负责人"),
    "cases:measure": _("记急办措施"),
    "cases:report": _("记上报"),
    "cases:incident": _("记生命安全事项"),
    "cases:incident_close": _("结束生命安全事项"),
    "cases:escalation": _("记上行经过"),
    "cases:leader": _("看包案"),
    "cases:paper": _("取打印件"),
    "cases:paper_approval": _("同意打印封存件"),
    "cases:paper_void": _("作废文书"),
    "petitions:paper": _("看文书"),
    "petitions:paper_new": _("起草文书"),
    "petitions:paper_edit": _("改文书"),
    "petitions:paper_submission": _("文书送审"),
    "petitions:paper_approval": _("审批文书"),
    "petitions:paper_return": _("退回文书"),
    "petitions:paper_print": _("制发、打印文书"),
    "reception:form_p01": _("打印登记表"),
    "reception:privacy": _("看告知文本"),
    "reception:privacy_edit": _("改告知文本"),
    "reception:poster_p27": _("打印告知海报"),
    "reception:channel_notice": _("公布渠道"),
    "reception:channels_poster": _("打印渠道海报"),
    "reception:desk": _("打开接访台"),
    "reception:register": _("登记"),
    "reception:matches": _("查重复"),
    "reception:queue_next": _("叫下一位"),
    "reception:queue_call": _("叫这一位"),
    "reception:queue_recall": _("再叫一遍"),
    "reception:queue_start": _("开始接谈"),
    "reception:queue_end": _("结束接谈"),
    "reception:queue_miss": _("叫了没来"),
    "reception:queue_leave": _("走了"),
    "reception:queue_requeue": _("放回队里"),
    "reception:queue_move": _("换房间"),
    "reception:booking": _("预约房间"),
    "reception:booking_cancel": _("取消预约"),
    "reception:reception_plan": _("排接访日"),
    "reception:reception_copy": _("照上月排接访日"),
    "reception:reception_publish": _("公示接访日"),
    "reception:reception_change": _("改接访日"),
    "reception:reception_cancel": _("停接"),
    "reception:reception_held": _("记已接访"),
    "reception:poster_p23": _("打印接访公示"),
    "reception:appointment_book": _("约接访时段"),
    "reception:appointment_confirm": _("答复预约：约好"),
    "reception:appointment_decline": _("答复预约：约不成"),
    "reception:appointment_move": _("改约"),
    "reception:appointment_cancel": _("取消预约接访"),
    "reception:appointment_arrive": _("预约的到了"),
    "reception:appointment_absent": _("记预约没有来"),
    "reception:appointment_came": _("补记预约来过"),
    "reception:appointment_tell": _("记告诉预约的人"),
    "reception:appointment_phone": _("显示预约的姓名电话"),
    "reception:room_add": _("添房间"),
    "reception:room_edit": _("改房间"),
    "reception:hall_screen_add": _("接大厅屏"),
    "reception:hall_link": _("接上大厅屏"),
    "reception:hall_screen_withdraw": _("停用大厅屏"),
    "reception:receipt": _("看回执"),
    "reception:reprint": _("补打回执"),
    "reception:contacts": _("看来访登记簿"),
    "reception:contact": _("看一次来访来信"),
    "reception:outreach": _("看下访家访"),
    "reception:outreach_add": _("安排下访"),
    "reception:home_visit_add": _("安排家访"),
    "reception:outreach_consent": _("问群众是否同意家访"),
    "reception:outreach_move": _("下访家访改时间"),
    "reception:outreach_hold": _("记下访家访的结果"),
    "reception:outreach_drop": _("记没有去下访家访"),
    "reception:outreach_bring": _("下访的事带到接访台"),
    "reception:talk": _("接谈补全"),
    "reception:reading": _("签阅来信"),
    "reception:report_back": _("记交办报结"),
    "reception:extension": _("记交办延期"),
    "reception:entry": _("记信访系统编号"),
    "reception:void": _("申请作废"),
    "reception:void_decision": _("决定作废"),
    "reception:talk_note": _("看来坐坐的记录"),
    "reception:talk_note_add": _("记来坐坐"),
    "reception:suggestion_answer": _("答复建议"),
    "reception:talk_note_take_up": _("来坐坐转去登记"),
    "reception:request": _("看窗口转办"),
    "reception:request_take": _("接手窗口转办"),
    "reception:request_reply": _("答复窗口"),
    "reception:request_return": _("退回后台答复"),
    "reception:request_tell": _("记告诉群众"),
    "reception:slips_print": _("印应急登记单"),
    "reception:slips_pdf": _("打开应急登记单"),
    "reception:slips_enter": _("补录应急登记单"),
    "reception:slip_spoil": _("作废应急登记单"),
    "reception:import": _("导入来件"),
    "disputes:answer": _("记当事人意愿"),
    "disputes:acceptance": _("受理调解"),
    "disputes:refusal": _("不受理调解"),
    "disputes:withdrawal": _("记撤回调解申请"),
    "cases:commitment_add": _("写履行事项"),
    "cases:commitment_performance": _("记办好"),
    "cases:commitment_check": _("核对履行"),
    "cases:commitment_acceptance": _("记本人接受履行计划"),
    "cases:commitment_postponement": _("记改期"),
    "cases:commitment_withdrawal": _("撤下履行事项"),
    "petitions:triage": _("分流"),
    "petitions:acceptance": _("受理"),
    "petitions:routing": _("告知去向"),
    "petitions:notice": _("发告知书"),
    "petitions:investigation": _("调查核实"),
    "petitions:answer": _("作出答复"),
    "petitions:sorting": _("改去向"),
    "petitions:objection": _("提异议"),
    "petitions:objection_result": _("记异议的答复"),
    "petitions:simple_acceptance": _("简易办理"),
    "petitions:conversion": _("转为普通程序"),
    "petitions:submission": _("送审"),
    "petitions:approval": _("审核"),
    "petitions:signature": _("签发"),
    "petitions:return": _("退回重拟"),
    "petitions:service": _("送达"),
    "petitions:rating": _("评价"),
    "petitions:evaluation": _("录入评价"),
    "petitions:effort": _("再次工作"),
    "petitions:settlement": _("记事了"),
    "petitions:return_visit": _("回访"),
    "petitions:sign_off": _("办结签字"),
    "petitions:withdrawal": _("记撤回申请"),
    "petitions:withdrawal_confirmation": _("确认撤回"),
    "petitions:closure": _("办结"),
    "petitions:extension": _("请求延期"),
    "petitions:extension_proposal": _("延期：主任意见"),
    "petitions:extension_approval": _("延期：负责人批准"),
    "petitions:extension_service": _("延期告知送达"),
    "petitions:review": _("记复查申请"),
    "petitions:second_review": _("记复核申请"),
    "petitions:review_supply": _("记转交案卷"),
    "petitions:review_hearing": _("记复核听证"),
    "petitions:review_opinion": _("记收到的意见"),
}

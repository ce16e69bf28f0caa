"""The timeline of a case, and the service of papers (送达)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.claim import Claim
from officials.models import Official


class EventQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def add(self, case, kind, *, by, detail="", at=None, is_public=False):
        """Write what happened, in the words the file will show. `detail` holds no identity of a party.

        The file is the office's Chinese, whatever language its writer reads the pages in.
        """
        with translation.override(settings.LANGUAGE_CODE):
            detail = str(detail)
        return self.create(
            case=case,
            kind=kind,
            actor=by,
            detail=detail,
            at=at or timezone.now(),
            is_public=is_public,
        )


class Event(models.Model):
    """One thing that happened on a case. Rows are only added."""

    class Kind(models.TextChoices):
        REGISTERED = "REGISTERED", _("登记")
        REPEATED = "REPEATED", _("再次来访")
        COMPLETED = "COMPLETED", _("补全登记")
        EDITED = "EDITED", _("修改")
        SEALED = "SEALED", _("封存")
        LINKED = "LINKED", _("关联")
        URGENT = "URGENT", _("急办")
        MEASURE = "MEASURE", _("急办措施")
        REPORTED = "REPORTED", _("上报")
        INCIDENT = "INCIDENT", _("生命安全")
        ESCALATED = "ESCALATED", _("上行")
        READ = "READ", _("阅信")
        INSTRUCTED = "INSTRUCTED", _("批示")
        TRIAGED = "TRIAGED", _("分流")
        OWNED = "OWNED", _("包案")
        NOTICED = "NOTICED", _("书面告知")
        SORTED = "SORTED", _("改去向")
        OBJECTED = "OBJECTED", _("异议")
        ROUTED = "ROUTED", _("告知去向")
        ACCEPTED = "ACCEPTED", _("受理")
        EXTENDED = "EXTENDED", _("延期")
        INVESTIGATED = "INVESTIGATED", _("调查核实")
        ANSWERED = "ANSWERED", _("答复")
        REVIEWED = "REVIEWED", _("审核")
        SIGNED = "SIGNED", _("签发")
        SERVED = "SERVED", _("送达")
        REVIEW = "REVIEW", _("复查复核")
        PROMISED = "PROMISED", _("履行")
        RATED = "RATED", _("请群众评价")
        EVALUATED = "EVALUATED", _("群众已评价")
        EFFORT = "EFFORT", _("再次工作")
        SETTLED = "SETTLED", _("事了")
        REVISITED = "REVISITED", _("回访")
        SIGNED_OFF = "SIGNED_OFF", _("办结签字")
        CLOSED = "CLOSED", _("办结")
        CONSENTED = "CONSENTED", _("当事人意愿")
        DECLINED = "DECLINED", _("不受理调解")
        WITHDRAWN = "WITHDRAWN", _("撤回申请")
        STOPPED = "STOPPED", _("终止调解")
        REOPENED = "REOPENED", _("重新办理")
        MERGED = "MERGED", _("并案")
        VOIDED = "VOIDED", _("登记作废")
        OUTREACH = "OUTREACH", _("下访家访")
        NOTE = "NOTE", _("备注")
        FILE = "FILE", _("材料")
        DATE_MOVED = "DATE_MOVED", _("期限重算")
        IMPORTED = "IMPORTED", _("导入")

    KEY = {Kind.ACCEPTED, Kind.ROUTED, Kind.NOTICED, Kind.SIGNED, Kind.SERVED, Kind.CLOSED}
    KEY |= {Kind.DECLINED, Kind.WITHDRAWN, Kind.STOPPED}
    KEY = {Kind.ACCEPTED, Kind.ROUTED, Kind.NOTICED, Kind.ANSWERED, Kind.SERVED, Kind.CLOSED}
    KEY |= {Kind.REOPENED, Kind.DECLINED, Kind.WITHDRAWN, Kind.STOPPED}

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name=_("案件"))
    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+", verbose_name=_("经手人"))
    kind = models.CharField(_("事情"), max_length=12, choices=Kind)
    detail = models.TextField(_("情况"), blank=True)
    is_public = models.BooleanField(_("对外可见"), default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("经过")
        verbose_name_plural = _("经过")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at", "-id"], name="event_by_case")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%F}"

    @property
    def is_key(self):
        return self.kind in self.KEY


class Service(models.Model):
    """Service of a paper (送达, L35): the day that counts, by which method, to whom."""

    class What(models.TextChoices):
        NOTICE = "NOTICE", _("受理告知")
        ROUTE = "ROUTE", _("分类处理告知")
        ANSWER = "ANSWER", _("处理意见、答复")
        EXTEND = "EXTEND", _("延期办理告知")

    class Method(models.TextChoices):
        HAND = "HAND", _("当面")
        POST = "POST", _("邮寄")
        LEFT = "LEFT", _("留置")
        ELECTRONIC = "ELECTRONIC", _("电子")
        PUBLIC = "PUBLIC", _("公告")
        ORAL = "ORAL", _("口头、电话（留有记录）")

    case = models.ForeignKey(Case, models.PROTECT, related_name="services", verbose_name=_("案件"))
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="services")
    what = models.CharField(_("送达什么"), max_length=8, choices=What)
    method = models.CharField(_("方式"), max_length=12, choices=Method)
    served_on = models.DateField(_("送达日期"))
    signer = models.CharField(_("签收人与本人的关系"), max_length=40, blank=True)
    is_refused = models.BooleanField(_("拒收"), default=False)
    witness = models.CharField(_("见证人、拒收原因"), max_length=100, blank=True)
    server = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("送达人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        ordering = ["served_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="refusal_and_leaving_need_a_witness",
                condition=(Q(is_refused=False) & ~Q(method="LEFT")) | ~Q(witness=""),
                violation_error_message=_("拒收或留置要写明原因和见证人。"),
            )
        ]
        indexes = [models.Index(fields=["case", "what"], name="service_by_case")]

    def __str__(self):
        return f"{self.get_what_display()} {self.served_on}"

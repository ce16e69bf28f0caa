"""The timeline of a case, and the service of papers (送达)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.claim import Claim
from cases.models.paper import Paper
from officials.models import Official, signature_of


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
            in_place_of=case.acts_for(by),
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
        HANDED = "HANDED", _("移交")
        OWNED = "OWNED", _("包案")
        PLANNED = "PLANNED", _("包案计划")
        ANALYSED = "ANALYSED", _("研判化解")
        RISK = "RISK", _("风险等级")
        BACKLOG = "BACKLOG", _("积案")
        CALLED = "CALLED", _("挂榜")
        JOINT = "JOINT", _("协同联动")
        TEAMED = "TEAMED", _("专班突击队")
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
        LEVELLED = "LEVELLED", _("调整层级")
        SUSPENDED = "SUSPENDED", _("清零目标中止")
        TRIED = "TRIED", _("联系本人")
        CLOSED = "CLOSED", _("办结")
        CONSENTED = "CONSENTED", _("当事人意愿")
        DECLINED = "DECLINED", _("不受理调解")
        WITHDRAWN = "WITHDRAWN", _("撤回申请")
        RECUSED = "RECUSED", _("回避")
        INQUIRED = "INQUIRED", _("核查任务")
        SUPERVISED = "SUPERVISED", _("督办")
        HEARING = "HEARING", _("听证")
        INSPECTED = "INSPECTED", _("检查")
        CONSULTED = "CONSULTED", _("专家服务")
        STOPPED = "STOPPED", _("终止调解")
        MEDIATED = "MEDIATED", _("调解")
        AGREED = "AGREED", _("调解成功")
        FAILED = "FAILED", _("调解不成")
        REOPENED = "REOPENED", _("重新办理")
        MERGED = "MERGED", _("并案")
        VOIDED = "VOIDED", _("登记作废")
        OUTREACH = "OUTREACH", _("下访家访")
        NOTE = "NOTE", _("备注")
        FILE = "FILE", _("材料")
        DATE_MOVED = "DATE_MOVED", _("期限重算")
        IMPORTED = "IMPORTED", _("导入")

    KEY = {Kind.ACCEPTED, Kind.ROUTED, Kind.NOTICED, Kind.SIGNED, Kind.SERVED, Kind.CLOSED}
    KEY |= {Kind.REOPENED, Kind.DECLINED, Kind.WITHDRAWN, Kind.STOPPED, Kind.AGREED, Kind.FAILED}

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name=_("案件"))
    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+", verbose_name=_("经手人"))
    in_place_of = models.ForeignKey(
        Official, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("代谁")
    )
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

    def get_kind_display(self):
        """As Django's, which says every one of the kinds in the reader's language before it takes one."""
        return str(self.Kind(self.kind).label)

    @property
    def signature(self):
        return signature_of(self.actor, self.in_place_of)

    @property
    def is_key(self):
        return self.kind in self.KEY


class ServiceQuerySet(models.QuerySet):
    def papers_to_serve(self, case, what, claim=None):
        """The issued papers of `case` that a service of `what` may be of, and that were not served yet.

        Of a claim its own, and those on the whole case, which may tell of several claims.
        """
        papers = Paper.objects.in_force().filter(case=case, value__isnull=False, kind__in=Service.PAPERS[what])
        if claim:
            papers = papers.filter(Q(claim=claim) | Q(claim__isnull=True))
        papers = papers.exclude(kind=Paper.Kind.HEARING, variant=Paper.RECORD)
        served = self.filter(paper=OuterRef("pk"), **({"claim": claim} if claim else {}))
        return papers.filter(~Exists(served)).order_by("pk")


class Service(models.Model):
    """Service of a paper (送达, L35): the day that counts, by which method, to whom.

    `paper` is the one that was handed over, where it was issued here; rows from before papers were linked have none,
    nor has what was said only.
    """

    class What(models.TextChoices):
        NOTICE = "NOTICE", _("受理告知")
        ROUTE = "ROUTE", _("分类处理告知")
        ANSWER = "ANSWER", _("处理意见、答复")
        EXTEND = "EXTEND", _("延期办理告知")
        HEARING = "HEARING", _("听证通知")

    class Method(models.TextChoices):
        HAND = "HAND", _("当面")
        POST = "POST", _("邮寄")
        LEFT = "LEFT", _("留置")
        ELECTRONIC = "ELECTRONIC", _("电子")
        PUBLIC = "PUBLIC", _("公告")
        ORAL = "ORAL", _("口头、电话（留有记录）")

    PAPERS = {
        What.NOTICE: (Paper.Kind.ACCEPTANCE, Paper.Kind.DECLINE),
        What.ROUTE: (Paper.Kind.ROUTING, Paper.Kind.DECLINE, Paper.Kind.ACCEPTANCE),
        What.ANSWER: (Paper.Kind.OPINION, Paper.Kind.SIMPLE_REPLY, Paper.Kind.DUTY_REPLY),
        What.EXTEND: (Paper.Kind.EXTENSION,),
        What.HEARING: (Paper.Kind.HEARING,),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="services", verbose_name=_("案件"))
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="services")
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("送达的文书")
    )
    what = models.CharField(_("送达什么"), max_length=8, choices=What)
    method = models.CharField(_("方式"), max_length=12, choices=Method)
    served_on = models.DateField(_("送达日期"))
    signer = models.CharField(_("签收人与本人的关系"), max_length=40, blank=True)
    is_refused = models.BooleanField(_("拒收"), default=False)
    witness = models.CharField(_("见证人、拒收原因"), max_length=100, blank=True)
    server = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("送达人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        ordering = ["served_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="refusal_and_leaving_need_a_witness",
                condition=(Q(is_refused=False) & ~Q(method="LEFT")) | ~Q(witness=""),
                violation_error_message=_("拒收或留置要写明原因和见证人。"),
            ),
            models.UniqueConstraint(
                name="a_paper_is_served_once",
                fields=["paper", "claim"],
                condition=Q(paper__isnull=False),
                nulls_distinct=False,
                violation_error_message=_("这份文书已经记过送达。"),
            ),
            models.CheckConstraint(
                name="what_is_said_is_no_paper",
                condition=Q(paper__isnull=True) | ~Q(method="ORAL"),
                violation_error_message=_("口头、电话的没有交付文书。"),
            ),
        ]
        indexes = [models.Index(fields=["case", "what"], name="service_by_case")]

    def __str__(self):
        return f"{self.get_what_display()} {self.served_on}"

    @property
    def in_words(self):
        """What was served, of which claim, under which number, when."""
        claim = gettext("诉求 %d") % self.claim.position if self.claim else ""
        number = self.paper.number if self.paper else ""
        return " ".join(filter(None, [str(self.get_what_display()), claim, number, f"{self.served_on}"]))

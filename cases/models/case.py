"""The case: one matter (信访事项), its place in the office and who may see it."""

from functools import partial

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.history import CopiedHistory
from officials import permissions
from officials.models import Official, Unit, Zone


class Category(models.Model):
    """What a matter is about, two levels (D18); a versioned dictionary, never hard-coded."""

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    national_code = models.CharField(_("国家代码"), max_length=12, blank=True)
    valid_from = models.DateField(_("启用"), null=True, blank=True)
    valid_to = models.DateField(_("停用"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("内容分类")
        verbose_name_plural = _("内容分类")
        ordering = ["code"]

    def __str__(self):
        return f"{self.parent.name} / {self.name}" if self.parent_id else self.name


OF_THE_UNIT = {"WC", "HD", "GW", "MD"}  # who sees a case through the unit of his post
COUNTED = Q(is_sealed=False, is_historical=False, voided_on__isnull=True)
NONE, ALL = Q(pk__in=[]), ~Q(pk__in=[])  # not Q(): an empty Q drops out of any combination


class CaseQuerySet(models.QuerySet):
    """The vocabulary of lists, counts, desks and jobs. Access starts here: `visible_to`."""

    # ---------- 谁能看 ----------
    def visible_to(self, official, action="cases:case", *, sealed=True):
        """Cases that `official` may see, as the permission table says for `action`.

        Sealed cases only for their named readers, and not at all where `sealed` is false; a respondent never sees the
        case that names him (AZ-09), nor who has withdrawn from it (L13).
        """
        return self._without_barred(official, sealed).filter(self.reach(official, action, sealed=sealed))

    def reach(self, official, action, *, sealed=True):
        """The condition under which the permission table gives `official` a case for `action`; the barred aside.

        By his own posts, or by one whose powers are lent to him today.
        """
        condition = self.own_reach(official, action, sealed=sealed)
        for lent in official.lent_for(action) if official.is_active else ():
            condition |= self.lent_reach(official, lent, action, sealed=sealed)
        return condition

    def own_reach(self, official, action, *, sealed=True):
        grants = permissions.grants_for(action, official.roles) if official.is_active else []
        return self._in_scope(grants, official, official, named=sealed and bool(grants))

    def lent_reach(self, official, lent, action, *, sealed=True):
        """What the giver of `lent` may do himself, and no more: not where he is barred, not what he does not read."""
        grants = permissions.rows_for(action, lent.role)
        named = sealed and permissions.allows("cases:see_sealed", {lent.role})
        return self._in_scope(grants, lent.giver, official, named=named) & self._giver_is_free(lent.giver)

    def _in_scope(self, grants, holder, official, *, named):
        """The rows that `grants` of `holder` cover; sealed ones only where he and `official` are named readers."""
        condition = Q(self.scope_of(grants, holder), is_sealed=False)
        if named and permissions.allows("cases:see_sealed", official.roles):
            readings = Q(pk__in=official.sealed_readings.values("case"))
            if holder != official:
                readings &= Q(pk__in=holder.sealed_readings.values("case"))
            condition |= Q(readings, is_sealed=True)
        return condition

    def standing_with(self, official, *scopes):
        """The unsealed cases he sees by his own posts, a queryset for each of `scopes`: tuples of what a grant covers.

        Each is one index, all of them together are none.
        """
        grants = permissions.grants_for("cases:case", official.roles) if official.is_active else []
        free = self._without_barred(official, sealed=False).unsealed()
        for some in scopes:
            yield free.filter(self.scope_of([grant for grant in grants if grant.scope in some], official))

    def within(self, official, action):
        """Cases on which `official` may do `action`, among those visible."""
        return self.visible_to(official).filter(pk__in=self.model.objects.visible_to(official, action).values("pk"))

    def scope_of(self, grants, official):
        """The condition under which at least one of `grants` covers a case."""
        today, condition = timezone.localdate(), NONE
        for grant in grants:
            condition |= official.keep((grant.scope, grant.role, today), partial(self._scope, grant, official, today))
        return condition

    def _scope(self, grant, official, today):
        from cases.models.handover import Handover

        match grant.scope:
            case "office":
                return ALL
            case "unit":
                return Q(handling_unit__in=official.unit_ids_of(grant.role))
            case "community":
                return self._touching(official.unit_ids_of(grant.role))
            case "assigned":
                units = {post.unit_id for post in official.posts if post.role == grant.role}
                unassigned = Q(handler__isnull=True, handling_unit__in=units)
                given = Handover.objects.waiting().filter(giver=official).values("case")  # his until taken (F40)
                mine = Q(handler=official) | Q(pk__in=given)
                return mine | Q(unassigned, procedure=Case.Procedure.PETITION)
            case "mediated":
                units = {post.unit_id for post in official.posts if post.role == grant.role}
                mine = Q(handler=official) | Q(pk__in=official.mediations.values("dispute__case"))
                mine |= Q(handler__isnull=True, handling_unit__in=units)
                return Q(mine, procedure=Case.Procedure.MEDIATION)
            case "registered":
                return Q(first_receiver=official)
            case "today":
                return Q(received_at__gte=day_starts(today))
            case "owned":
                from cases.models.ownership import Ownership

                return Q(pk__in=Ownership.objects.in_force(today).filter(leader=official).values("case"))
            case "offered":
                from cases.models.ownership import OwnershipTransfer

                return Q(pk__in=OwnershipTransfer.objects.waiting().filter(successor=official).values("case"))
            case "area":
                return self._touching(Zone.objects.in_force(today).filter(leader=official).values("community"))
            case "consulted":
                from cases.models.consultation import Consultation

                return Q(pk__in=Consultation.objects.open_to(official, today).values("case"))
            case "team":
                from cases.models.team import TeamMatter

                return Q(pk__in=TeamMatter.objects.open_to(official, today).values("case"))
            case "named":
                return Q(pk__in=official.sealed_readings.values("case"))
            case _:
                raise ValueError(f"unknown scope {grant.scope!r} for {grant.action} {grant.role}")

    def free_to(self, official):
        """Cases that neither accuse `official` nor have him withdrawn; whether he sees them is another question."""
        return self._without_barred(official)

    @staticmethod
    def _touching(communities):
        """Of one of the communities, or touching it besides its own (F38)."""
        from cases.models.joint import AlsoIn

        further = AlsoIn.objects.in_force().filter(community__in=communities)
        return Q(community__in=communities) | Q(pk__in=further.values("case"))

    def touching(self, community):
        """What is of `community` and what only touches it, each once (F38): read first, for an index to serve both."""
        from cases.models.joint import AlsoIn

        further = list(AlsoIn.objects.in_force().filter(community=community).values_list("case", flat=True))
        own = Q(community=community)
        return self.filter(own | Q(pk__in=further) if further else own)

    def _without_barred(self, official, sealed=True):
        return self.filter(*official.keep(("free", sealed), partial(self._free, official, sealed)))

    def _free(self, official, sealed):
        from cases.models.recusal import Recusal

        free = ~self._names(official=official)
        if sealed:
            units = {post.unit_id for post in official.posts}
            free &= ~Q(self._names(unit__in=units), is_sealed=True)
        if (bar := self._bars_the_unit(official)) is not None:
            free &= ~self._names(bar)
        return free, self._not_recused(Recusal.objects.agreed().filter(official=official))

    def _giver_is_free(self, giver):
        """Neither accused nor with an interest, decided or not: as who lends could not act, nobody acts for him."""
        from cases.models.recusal import Recusal

        units = giver.postings.in_force(timezone.localdate()).values("unit")
        interest = Recusal.objects.exclude(decision=Recusal.Decision.STAYS).filter(official=giver)
        free = ~self._names(official=giver) & ~Q(self._names(unit__in=units), is_sealed=True)
        return free & self._not_recused(interest)

    @staticmethod
    def _names(*who, **also):
        """Whether somebody complained about is such; asked of the case by one probe, so nothing joins it again."""
        from cases.models.party import Party

        return Q(Exists(Party.objects.respondents().filter(*who, case=OuterRef("pk"), **also)))

    @staticmethod
    def _not_recused(rows):
        return ~Exists(rows.filter(case=OuterRef("pk")))

    @staticmethod
    def _bars_the_unit(official):
        """Of an ordinary claim the unit complained about sees its inquiry alone (R10): neither its handlers nor its
        window, but for whoever took the matter in, and unless the unit was chosen to handle it with a reason. None
        where no unit of his is meant.
        """
        posts = {post.unit_id for post in official.posts if post.role in OF_THE_UNIT}
        if not posts or official.roles - OF_THE_UNIT:
            return None
        elsewhere = Q(case__handling_unit__isnull=True) | ~Q(unit=F("case__handling_unit"))
        return Q(elsewhere, ~Q(case__first_receiver=official), unit__in=posts, case__procedure="PETITION")

    def unread(self, today):
        """Open sealed cases that nobody in post can read: all who would are accused or have left (R9)."""
        from cases.models.sealing import SealedReader

        in_post = SealedReader.objects.in_post(today).filter(case=OuterRef("pk"))
        return self.open().filter(~Exists(in_post), is_sealed=True)

    def unsealed(self):
        return self.filter(is_sealed=False)

    # ---------- 状态与时间 ----------
    def open(self):
        return self.filter(closed_on__isnull=True)

    def closed(self):
        """Ended by the procedure; what was voided is no end."""
        return self.filter(closed_on__isnull=False, voided_on__isnull=True)

    def voided(self):
        return self.filter(voided_on__isnull=False)

    def current(self):
        """Without imported history (T32)."""
        return self.filter(is_historical=False)

    def counted(self):
        """What figures count: neither sealed, nor of earlier years' import, nor voided (5.1, R28, T32)."""
        return self.filter(COUNTED)

    def historical(self):
        return self.filter(is_historical=True)

    def untriaged(self):
        """Nobody has said where the case goes, or a claim of it that was named later."""
        return self.open().current().filter(stage=Case.Stage.REGISTERED, procedure=Case.Procedure.PETITION)

    def disputes(self):
        """What goes the way of mediation, not of the petition procedure."""
        return self.filter(procedure=Case.Procedure.MEDIATION)

    def legally_late(self, today):
        """A running statutory or assigned day has passed before `today`."""
        return self.open().filter(next_legal_on__lt=today)

    def legally_due(self, today, until):
        """A running statutory day falls from `today` to `until`, both included."""
        return self.open().filter(next_legal_on__gte=today, next_legal_on__lte=until)

    def target_missed(self, today):
        """Not cleared by the internal target, though the law's day has not passed (T29)."""
        from cases.models.deadline import Deadline

        missed = Deadline.objects.running().filter(kind=Deadline.Kind.CLEARING, legal_end_on__lt=today)
        return (
            self.open()
            .filter(Q(next_legal_on__isnull=True) | Q(next_legal_on__gte=today))
            .filter(pk__in=missed.values("case"))
        )

    def to_follow_up(self, today):
        """Under whose mediation agreement something fell due before `today` and nobody has looked after it (M16)."""
        from cases.models.deadline import Deadline

        owed = Deadline.objects.running().filter(kind=Deadline.Kind.TASK, rule="M16", started_on__lt=today)
        return self.filter(pk__in=owed.values("case"))

    def promise_broken(self, today):
        """Something promised was not performed by its day (L37); of closed cases too, which so come back (T21)."""
        from cases.models.deadline import Deadline

        late = Deadline.objects.running().filter(kind=Deadline.Kind.PROMISE, rule="L37", legal_end_on__lt=today)
        return self.filter(pk__in=late.values("case"))

    def not_taken(self, today):
        """Handed on and not taken within the workday: back with whoever gave it (F40)."""
        from cases.models.handover import Handover

        return self.open().filter(pk__in=Handover.objects.fallen(today).values("case"))

    def mass_affecting(self):
        """Many people affected, however few came (F2)."""
        return self.filter(people_affected__gte=settings.MASS_AFFECTING_FROM)

    def backlog(self):
        return self.filter(is_backlog=True)

    def unanalysed(self):
        """Complex or hard, being handled, and nobody has written what it turns on: it cannot go for review (F20)."""
        levels = [Case.Level.COMPLEX, Case.Level.HARD]
        begun = (
            self.open().current().filter(triaged_on__isnull=False, answered_on__isnull=True, analysed_on__isnull=True)
        )
        return begun.filter(level__in=levels, procedure=Case.Procedure.PETITION)

    def urgent_unacted(self):
        """Urgent, and nobody has done anything yet (F22); over time or not."""
        from cases.models.deadline import Deadline

        return self.open().filter(pk__in=Deadline.objects.running().filter(rule="F22").values("case"))

    def without_owner(self, today):
        """Hard, and no leader owns it: an error until one does (F46)."""
        from cases.models.ownership import Ownership

        hard = self.open().filter(level=Case.Level.HARD)
        return hard.exclude(pk__in=Ownership.objects.in_force(today).values("case"))

    def unassigned(self):
        """Triaged, and with a unit in which nobody has it yet."""
        return self.open().current().filter(handler__isnull=True, triaged_on__isnull=False)

    def objected(self):
        """Handed on, and whoever it was handed to says it is not his: the days for that are running (L05)."""
        from cases.models.deadline import Deadline

        return self.open().filter(pk__in=Deadline.objects.running().filter(rule="L05").values("case"))

    def owned_by(self, leader, today):
        from cases.models.ownership import Ownership

        return self.filter(pk__in=Ownership.objects.in_force(today).filter(leader=leader).values("case"))

    def tightest_first(self):
        """The order of every list: the tightest running legal day first, then the newest."""
        return self.order_by(F("next_legal_on").asc(nulls_last=True), "-pk")

    # ---------- 取一件 ----------
    def for_change(self):
        """Lock the case row, and only it, until the transaction ends."""
        return self.select_for_update(of=("self",))


def day_starts(day):
    """The instant at which the local day begins."""
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day))


class Case(models.Model):
    """One matter, deduplicated: what it is about, where it stands, who answers for it.

    `received_at` starts the clocks; `number` is drawn in the transaction that registers it and never changes.
    `next_legal_on` repeats the earliest running statutory or assigned day of the case's deadlines, so that the
    default order is one index; `Deadline` alone writes it.
    """

    class Channel(models.TextChoices):
        VISIT = "VISIT", _("来访")
        LETTER = "LETTER", _("来信")
        CALL = "CALL", _("来电")
        ONLINE = "ONLINE", _("网上")
        FAX = "FAX", _("传真")
        TRANSFERRED = "TRANSFERRED", _("上级转送")
        ASSIGNED = "ASSIGNED", _("上级交办")
        HOTLINE = "HOTLINE", _("12345 热线")
        SCREENED = "SCREENED", _("排查发现")
        WINDOW = "WINDOW", _("综合窗口转入")

    class Stage(models.TextChoices):
        REGISTERED = "REGISTERED", _("登记")
        TRIAGED = "TRIAGED", _("分流")
        ROUTED = "ROUTED", _("告知去向")
        ACCEPTED = "ACCEPTED", _("受理")
        INVESTIGATING = "INVESTIGATING", _("调查核实")
        ANSWERED = "ANSWERED", _("作出答复")
        SERVED = "SERVED", _("送达")
        CLOSED = "CLOSED", _("办结")

    class Procedure(models.TextChoices):
        """The way a matter goes (D35): the petition procedure, or mediation of a dispute (disputes.Dispute)."""

        PETITION = "PETITION", _("信访")
        MEDIATION = "MEDIATION", _("矛盾纠纷")

    class Level(models.TextChoices):
        GENERAL = "GENERAL", _("一般矛盾")
        COMPLEX = "COMPLEX", _("复杂问题")
        HARD = "HARD", _("疑难案件")

    class LegalState(models.TextChoices):
        NONE = "NONE", _("没有")
        PENDING = "PENDING", _("正在进行")
        DECIDED = "DECIDED", _("已有结论")

    class FirstNational(models.TextChoices):
        UNKNOWN = "UNKNOWN", _("不清楚")
        YES = "YES", _("是")
        NO = "NO", _("否")

    class Urgency(models.TextChoices):
        LIVELIHOOD = "LIVELIHOOD", _("民生急难")
        MAJOR = "MAJOR", _("重大紧急")

    class Cross(models.TextChoices):
        """三跨三分离 (D29)."""

        AREA = "AREA", _("跨地区")
        DEPARTMENT = "DEPARTMENT", _("跨部门")
        INDUSTRY = "INDUSTRY", _("跨行业")
        PERSON_MATTER = "PERSON_MATTER", _("人事分离")
        PERSON_HOUSEHOLD = "PERSON_HOUSEHOLD", _("人户分离")
        ALL_APART = "ALL_APART", _("人事户分离")

    class Confidentiality(models.TextChoices):
        NORMAL = "NORMAL", _("一般")
        IDENTITY_HIDDEN = "IDENTITY_HIDDEN", _("不公开身份")
        SEALED = "SEALED", _("封存")

    # 登记
    number = models.CharField(_("案号"), max_length=20, unique=True, editable=False)
    channel = models.CharField(_("信访形式"), max_length=12, choices=Channel)
    title = models.TextField(_("标题"), max_length=60)
    statement = models.TextField(_("反映内容"), max_length=20000)
    statement_read_back = models.BooleanField(_("已念给本人听"), default=False)
    grounds = models.TextField(_("事实和理由"), max_length=20000, blank=True)
    history_note = models.TextField(_("以往信访及办理情况"), max_length=2000, blank=True)
    legal_state = models.CharField(
        _("是否涉法涉诉、复议、仲裁"), max_length=8, choices=LegalState, blank=True, default=""
    )
    legal_note = models.CharField(_("案号、机关、日期"), max_length=200, blank=True)
    people_present = models.PositiveIntegerField(_("来了几人"), default=1)
    people_affected = models.PositiveIntegerField(_("涉及几人"), default=1)
    affected_note = models.CharField(_("涉及人数少于来访人数的原因"), max_length=200, blank=True)
    is_anonymous = models.BooleanField(_("匿名"), default=False)
    is_joint_signed = models.BooleanField(_("联名"), default=False)
    cross_flags = ArrayField(
        models.CharField(max_length=16, choices=Cross), verbose_name=_("三跨三分离"), default=list, blank=True
    )
    first_national = models.CharField(
        _("全国初次"), max_length=8, choices=FirstNational, default=FirstNational.UNKNOWN
    )
    community = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("问题属地")
    )
    grid = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网格"))
    place_note = models.CharField(_("具体地点"), max_length=120, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, verbose_name=_("内容分类"))
    received_at = models.DateTimeField(_("收到时间"))
    registered_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    registrar = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    first_receiver = models.ForeignKey(
        Official, models.PROTECT, related_name="first_received_cases", verbose_name=_("首接人")
    )
    sender_organ = models.CharField(_("转送、交办单位"), max_length=60, blank=True)
    sender_no = models.CharField(_("来文编号"), max_length=40, blank=True)
    urgency = models.CharField(_("紧急程度"), max_length=12, choices=Urgency, blank=True)
    urgency_basis = models.CharField(_("紧急依据"), max_length=200, blank=True)
    origin_on = models.DateField(_("问题发生日期"), null=True, blank=True)
    is_backlog = models.BooleanField(_("积案"), default=False)
    backlog_rule = models.CharField(_("列入积案的依据"), max_length=100, blank=True)
    confidentiality = models.CharField(
        _("保密要求"), max_length=16, choices=Confidentiality, default=Confidentiality.NORMAL
    )
    is_sealed = models.GeneratedField(
        expression=Q(confidentiality="SEALED"), output_field=models.BooleanField(), db_persist=True
    )
    # 历史来件（T32）：不计时、不进轮次和比率
    is_historical = models.BooleanField(_("历史来件"), default=False)
    source = models.CharField(_("来源"), max_length=40, blank=True)
    external_no = models.CharField(_("外部编号"), max_length=60, blank=True)
    # 办理
    procedure = models.CharField(_("办理程序"), max_length=9, choices=Procedure, default=Procedure.PETITION)
    stage = models.CharField(_("阶段"), max_length=14, choices=Stage, default=Stage.REGISTERED)
    level = models.CharField(_("层级"), max_length=8, choices=Level, blank=True)
    level_ground = models.CharField(_("定级依据"), max_length=300, blank=True)
    handling_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("承办单位")
    )
    handler = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("承办人")
    )
    triaged_on = models.DateField(_("分流日期"), null=True, blank=True)
    analysed_on = models.DateField(_("研判日期"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    closing_note = models.TextField(_("办结说明"), max_length=2000, blank=True)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(_("第几轮办理"), default=1)
    repeat_count = models.PositiveIntegerField(_("重复次数"), default=0)
    # 排序与并发
    next_legal_on = models.DateField(_("最紧的法定期限"), null=True, blank=True, editable=False)
    touched_at = models.DateTimeField(_("最近动静"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = CopiedHistory(excluded_fields=["next_legal_on", "touched_at", "is_sealed"])
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_no"],
                condition=~Q(external_no=""),
                name="external_number_once_a_source",
                violation_error_message=_("这个来源的编号已经登记过。"),
            ),
            models.CheckConstraint(
                name="somebody_present",
                condition=Q(people_present__gte=1, people_affected__gte=1),
                violation_error_message=_("人数至少是 1。"),
            ),
            models.CheckConstraint(
                name="fewer_affected_than_present_needs_a_note",
                condition=Q(people_affected__gte=F("people_present")) | ~Q(affected_note=""),
                violation_error_message=_("涉及人数比来访人数还少，请写明原因。"),
            ),
            models.CheckConstraint(
                name="level_has_its_ground",
                condition=Q(level="") | ~Q(level_ground=""),
                violation_error_message=_("请写定级依据。"),
            ),
            models.CheckConstraint(
                name="urgency_has_its_basis",
                condition=Q(urgency="") | ~Q(urgency_basis=""),
                violation_error_message=_("请写紧急依据。"),
            ),
            models.CheckConstraint(
                name="joint_letter_is_signed_by_several",
                condition=Q(is_joint_signed=False) | Q(people_present__gte=2),
                violation_error_message=_("联名的至少有两人署名，请核对人数。"),
            ),
            models.CheckConstraint(
                name="cross_flags_are_known",
                condition=Q(
                    cross_flags__contained_by=[
                        "AREA",
                        "DEPARTMENT",
                        "INDUSTRY",
                        "PERSON_MATTER",
                        "PERSON_HOUSEHOLD",
                        "ALL_APART",
                    ]
                ),
                violation_error_message=_("三跨三分离只能从列出的里面选。"),
            ),
            models.CheckConstraint(
                name="voided_case_is_over",
                condition=Q(voided_on__isnull=True) | Q(stage="CLOSED", closed_on=F("voided_on")),
                violation_error_message=_("作废的案件要同时办结。"),
            ),
            models.CheckConstraint(
                name="closed_stage_has_its_day",
                condition=Q(stage="CLOSED", closed_on__isnull=False)
                | (~Q(stage="CLOSED") & Q(closed_on__isnull=True)),
                violation_error_message=_("办结的案件要有办结日期。"),
            ),
            models.CheckConstraint(
                name="triaged_case_has_level_and_unit",
                condition=Q(stage="REGISTERED")
                | Q(is_historical=True)
                | Q(voided_on__isnull=False)
                | Q(procedure="MEDIATION")
                | Q(stage="CLOSED", triaged_on__isnull=True)  # taken back or merged before it was triaged
                | (~Q(level="") & Q(handling_unit__isnull=False, triaged_on__isnull=False)),
                violation_error_message=_("分流后的案件要有层级、承办单位和分流日期。"),
            ),
            models.CheckConstraint(
                name="a_dispute_is_no_accusation",
                condition=Q(procedure="PETITION") | ~Q(confidentiality="SEALED"),
                violation_error_message=_("检举控告要封存立件，不走调解。"),
            ),
            models.CheckConstraint(
                name="stage_has_its_day",
                condition=(
                    (~Q(stage="ACCEPTED") | Q(accepted_on__isnull=False))
                    & (~Q(stage="ANSWERED") | Q(answered_on__isnull=False))
                    & (~Q(stage="SERVED") | Q(served_on__isnull=False))
                ),
                violation_error_message=_("阶段和日期对不上。"),
            ),
            models.CheckConstraint(
                name="historical_case_has_no_clock",
                condition=Q(is_historical=False) | Q(next_legal_on__isnull=True),
                violation_error_message=_("历史来件不计时。"),
            ),
            models.CheckConstraint(
                name="received_after_1949",
                condition=Q(received_at__gte="1949-10-01T00:00:00+08:00"),
                violation_error_message=_("收到时间太早，请核对年份。"),
            ),
        ]
        indexes = [
            models.Index(F("next_legal_on").asc(nulls_last=True), F("id").desc(), name="case_tightest_first"),
            models.Index(
                F("next_legal_on").asc(nulls_last=True),
                F("id").desc(),
                name="case_open_tightest_first",
                condition=Q(closed_on__isnull=True),
            ),
            models.Index(
                F("next_legal_on").asc(nulls_last=True),
                F("id").desc(),
                name="case_disputes_tightest_first",
                condition=Q(procedure="MEDIATION"),
            ),
            models.Index(  # what mediators ended lately
                fields=["closed_on"],
                name="case_disputes_ended",
                condition=Q(procedure="MEDIATION", closed_on__isnull=False),
            ),
            models.Index(fields=["stage", "-id"], name="case_by_stage"),
            models.Index(fields=["handler", "-id"], name="case_by_handler"),
            models.Index(fields=["handling_unit", "-id"], name="case_by_unit"),
            models.Index(fields=["community", "-id"], name="case_by_community"),
            models.Index(fields=["category", "-id"], name="case_by_category"),
            models.Index(fields=["channel", "-id"], name="case_by_channel"),
            models.Index(fields=["level", "-id"], name="case_by_level"),
            models.Index(fields=["first_receiver", "-id"], name="case_by_first_receiver"),
            models.Index(fields=["-received_at"], name="case_by_receipt"),
            models.Index(fields=["-id"], name="case_sealed", condition=Q(confidentiality="SEALED")),
            models.Index(fields=["-id"], name="case_historical", condition=Q(is_historical=True)),
            models.Index(
                fields=["community", "next_legal_on"],
                name="case_open_by_community",
                condition=Q(closed_on__isnull=True),
            ),
            # What figures count by these days: read off the index alone (K01, K04, K05, K21).
            models.Index(
                fields=["received_at"],
                include=[
                    *("id", "is_sealed", "people_affected", "repeat_count"),
                    *("community", "category", "handling_unit"),
                ],
                name="case_counted_by_receipt",
                condition=Q(is_historical=False, voided_on__isnull=True),
            ),
            models.Index(
                fields=["accepted_on"],
                include=["id", "received_at"],
                name="case_counted_by_acceptance",
                condition=COUNTED & Q(accepted_on__isnull=False),
            ),
            models.Index(
                fields=["served_on"],
                include=["id", "received_at", "procedure"],
                name="case_counted_by_service",
                condition=COUNTED & Q(served_on__isnull=False),
            ),
            models.Index(fields=["received_at"], name="case_open_by_receipt", condition=Q(closed_on__isnull=True)),
            models.Index(  # who has how many, and how late: read off the index alone
                fields=["handling_unit", "handler"],
                include=["next_legal_on", "id"],
                name="case_workload",
                condition=Q(closed_on__isnull=True, is_historical=False, is_sealed=False),
            ),
            models.Index(
                fields=["repeat_count"],
                name="case_open_repeated",
                condition=Q(closed_on__isnull=True, repeat_count__gte=1),
            ),
            models.Index(fields=["id"], name="case_hard_open", condition=Q(closed_on__isnull=True, level="HARD")),
            models.Index(
                fields=["id"], name="case_underway", condition=Q(closed_on__isnull=True, is_historical=False)
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.number])

    # ---------- 问 ----------
    @property
    def stage_label(self):
        """As `get_stage_display`, which puts all stages into words to say one; a list says it of each row."""
        return self.Stage(self.stage).label

    @property
    def channel_label(self):
        return self.Channel(self.channel).label

    @property
    def received_on(self):
        return timezone.localdate(self.received_at)

    @property
    def is_open(self):
        return self.closed_on is None

    @property
    def needs_analysis(self):
        """Complex or hard, and nobody has written yet what it turns on (F20)."""
        return self.level in (Case.Level.COMPLEX, Case.Level.HARD) and self.analysed_on is None

    @property
    def is_dispute(self):
        return self.procedure == self.Procedure.MEDIATION

    @property
    def is_fresh(self):
        """Registered and no more. A case that was triaged stands there again while a later claim waits (0124)."""
        return self.stage == self.Stage.REGISTERED and self.triaged_on is None

    @property
    def awaits_triage(self):
        return self.is_fresh and self.is_open and not (self.is_dispute or self.is_historical)

    @property
    def is_group(self):
        """A group visit in the statistics' sense (D08)."""
        return self.channel == self.Channel.VISIT and self.people_present >= settings.GROUP_FROM

    @property
    def is_urgent(self):
        """Marked as urgent, with its basis (D30)."""
        return bool(self.urgency)

    @property
    def is_voided(self):
        return self.voided_on is not None

    @property
    def cross_words(self):
        return [self.Cross(flag).label for flag in self.cross_flags]

    @property
    def is_mass_affecting(self):
        return self.people_affected >= settings.MASS_AFFECTING_FROM

    def missing_before_triage(self):
        """Labels of the must-fields of handbook 4.2 that are still empty, in the order clerks ask them."""
        fields = ["statement", "grounds", "community", "category", "legal_state"]
        missing = [self._meta.get_field(name).verbose_name for name in fields if not getattr(self, name)]
        if not self.claims.all():  # few, and mostly read already
            missing.append(_("诉求"))
        if not self.is_anonymous and not self.parties.petitioners().filter(is_lead=True).exists():
            missing.append(_("主信访人"))
        return missing

    # ---------- 步 ----------
    @staticmethod
    def series(prefix, sealed=False):
        """What stands before a case's year and number. Sealed cases have a series of their own, so no gap shows."""
        return f"{prefix}M" if sealed else prefix

    @staticmethod
    def number_of(series, year, value):
        return f"{series}{year}-{value:05d}"

    def lend(self, official, giver):
        """What `official` does on this case from now on, he does in the place of `giver`, if there is one."""
        self.in_place = {official.pk: giver} if giver else {}

    @property
    def acting_for(self):
        """In whose place whoever opened this step takes it; None: by his own post."""
        return next(iter(getattr(self, "in_place", {}).values()), None)

    def acts_for(self, official):
        """Whose power `official` uses on this case, as `cases.access` found under the lock; None: his own."""
        return getattr(self, "in_place", {}).get(official.pk) if official else None

    def touch(self, by, *, now=None):
        """Mark the case as changed by a step: its version rises, so that a second editor is told."""
        self.version += 1
        self.touched_at = now or timezone.now()
        self._history_user = by

    def become_urgent(self, kind, basis, *, by, since=None, now=None, is_new=False):
        """Enter the urgent lane and start its clocks from `since`, the moment the office knew; the caller saves.

        A first action is owed in hours (F22); what is major is also reported upward by phone and in writing (L09).
        Raised again, only what is new starts. It ends with the first action, not with a tick.
        """
        from cases.models.deadline import Deadline
        from cases.models.event import Event

        if not basis.strip():
            raise ValidationError({"urgency_basis": _("请写紧急依据，例如停水停电、有人受伤。")})
        self.urgency, self.urgency_basis = kind, basis
        rules = ("F22", "L09", "L09b") if kind == self.Urgency.MAJOR else ("F22",)
        since = since or now or timezone.now()
        owner = self.handler or self.first_receiver
        Deadline.objects.start_hours(self, *rules, since=since, official=owner, is_new=is_new)
        Event.objects.add(self, Event.Kind.URGENT, by=by, detail=f"{self.Urgency(kind).label}：{basis}", at=now)

    def be_urgent_no_more(self, *, by, today):
        """It was not urgent after all: the clocks of the lane end without having been met; the caller saves."""
        from cases.models.deadline import Deadline
        from cases.models.event import Event

        self.urgency = self.urgency_basis = ""
        Deadline.objects.end(self, "F22", "L09", "L09b", on=today, reason="不按急办", fell_away=True)
        Event.objects.add(self, Event.Kind.URGENT, by=by, detail="不再按急办")

    def void(self, *, by, on, reason):
        """The registration that opened this case was void (R28): it ends, keeps its number and leaves search."""
        from cases.models.clearing import Clearing
        from cases.models.deadline import Deadline
        from cases.models.event import Event
        from cases.models.search import SearchText

        self.stage, self.closed_on, self.voided_on = self.Stage.CLOSED, on, on
        self.closing_note = f"登记作废：{reason}"
        Clearing.objects.end(self, on=on, outcome=Clearing.Outcome.VOIDED)
        Deadline.objects.end_all(self, on=on, reason="登记作废", fell_away=True)
        SearchText.objects.unindex(self)
        self.touch(by)
        self.save()
        Event.objects.add(self, Event.Kind.VOIDED, by=by, detail=reason)

    @transaction.atomic
    def seal(self, *, by, reason, readers=None):
        """Seal an accusation (R9): out of search, hints, lists and counts, and every contact of it with it.

        Readable by `readers` alone; without any, by those whose post it is and who are not accused in it. A specialist
        is never one of them: what was booked with him is free again (0186).
        """
        from cases.models.consultation import Consultation
        from cases.models.event import Event
        from cases.models.sealing import SealedReader
        from cases.models.search import SearchText

        if self.is_dispute:
            raise ValidationError(_("这是一件矛盾纠纷，不能封存。里面有检举控告的，请从接访台另行登记。"))
        self.confidentiality = self.Confidentiality.SEALED
        self.touch(by)
        self.save()
        self.visits.update(is_sealed=True)  # no history is owed for what only repeats the case
        SearchText.objects.unindex(self)
        SealedReader.objects.admit(
            self, SealedReader.objects.default_readers_of(self) if readers is None else readers, by=by, reason=reason
        )
        Event.objects.add(self, Event.Kind.SEALED, by=by, detail=reason)
        Consultation.objects.free_turns(self, reason="封存", by=by)


class CaseLink(models.Model):
    """Two matters that belong together, and why (F8)."""

    class Kind(models.TextChoices):
        SAME_MATTER = "SAME_MATTER", _("同一事项")
        FOLLOW_UP = "FOLLOW_UP", _("后续")
        RELATED = "RELATED", _("相关")
        RELAPSE = "RELAPSE", _("复发")
        MERGED = "MERGED", _("并案")

    BY_HAND = (Kind.SAME_MATTER, Kind.FOLLOW_UP, Kind.RELATED, Kind.RELAPSE)  # the other comes of merging

    earlier = models.ForeignKey(Case, models.PROTECT, related_name="later_links", verbose_name=_("在先"))
    later = models.ForeignKey(Case, models.PROTECT, related_name="earlier_links", verbose_name=_("在后"))
    kind = models.CharField(_("关系"), max_length=12, choices=Kind)
    linked_by = models.ForeignKey(Official, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("关联")
        verbose_name_plural = _("关联")
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"],
                name="two_cases_linked_once",
                violation_error_message=_("这两件已经关联。"),
            ),
            models.CheckConstraint(
                name="no_link_to_itself",
                condition=~Q(earlier=F("later")),
                violation_error_message=_("不能和自己关联。"),
            ),
        ]

    def __str__(self):
        return f"{self.earlier} - {self.later}"

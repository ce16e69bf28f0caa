"""Joint work on one case: further communities (F38), joint actions (F37), requests to the police (F27)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField
from cases.models.case import Case
from cases.models.event import Event
from cases.strays import persons_in, strays_in
from officials.models import Official, Unit


class AlsoInQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_on__isnull=True)

    @transaction.atomic
    def add(self, case, community, *, reason, by, on):
        """`case` touches `community` besides its own: seen there too, counted where it belongs. Case row locked."""
        if case.confidentiality == Case.Confidentiality.SEALED:
            raise ValidationError({"community": _("封存件只有阅办人看得到，不列到别的社区。")})
        if case.community_id is None:
            raise ValidationError({"community": _("先在登记里写问题属地，再写还涉及哪个社区。")})
        if community.pk == case.community_id:
            raise ValidationError({"community": _("%s就是这件的属地。") % community.label})
        if self.in_force().filter(case=case, community=community).exists():
            raise ValidationError({"community": _("已经写过还涉及%s。") % community.label})
        row = self.create(case=case, community=community, reason=reason, added_by=by, added_on=on)
        row.tell(by, f"还涉及{community.label}：{reason}")
        return row


class AlsoIn(models.Model):
    """A further community that a case touches (板块协同, F38). The case stays one, with one number and one owner."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="also_in", verbose_name=gettext_lazy("案件"))
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("还涉及的社区"))
    reason = models.CharField(gettext_lazy("涉及什么"), max_length=200)
    added_on = models.DateField(gettext_lazy("从哪天起"))
    added_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    ended_on = models.DateField(gettext_lazy("到哪天"), null=True, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    ending = models.CharField(gettext_lazy("不再涉及的原因"), max_length=200, blank=True)

    objects = AlsoInQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("还涉及的社区")
        verbose_name_plural = gettext_lazy("还涉及的社区")
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_further_community_stands_once",
                fields=["case", "community"],
                condition=Q(ended_on__isnull=True),
                violation_error_message=gettext_lazy("已经写过这个社区。"),
            ),
            models.CheckConstraint(
                name="ended_community_says_why",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ending="")
                | (Q(ended_on__gte=F("added_on"), ended_by__isnull=False) & ~Q(ending="")),
                violation_error_message=gettext_lazy("不再涉及的要写原因。"),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "case"], name="also_in_community", condition=Q(ended_on__isnull=True))
        ]

    def __str__(self):
        return f"{self.case} {self.community.label}"

    @transaction.atomic
    def end(self, *, by, on, reason):
        if self.ended_on:
            raise ValidationError(_("已经去掉。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么不再涉及。")})
        self.ended_on, self.ended_by, self.ending = on, by, reason
        self.save()
        self.tell(by, f"不再涉及{self.community.label}：{reason}")

    def tell(self, by, words):
        self.case.touch(by)
        self.case.save()
        Event.objects.add(self.case, Event.Kind.JOINT, by=by, detail=words)


class JointActionQuerySet(models.QuerySet):
    def held_in(self, period):
        return self.filter(held_on__range=(period.starts_on, period.ends_on))

    @transaction.atomic
    def record(self, case, *, kind, held_on, units, others, outcome, result, by, on, is_reception=False):
        """Something done together on the day `held_on`; the case row is locked."""
        if not case.received_on <= held_on <= on:
            raise ValidationError({"held_on": _("日子要在收到以后、今天以前。")})
        if len(units) + bool(others) < 2:
            raise ValidationError({"units": _("一起做的至少两家，请把参加的都勾上，街道以外的写在下面。")})
        action = self.model(
            case=case,
            kind=kind,
            held_on=held_on,
            others=others,
            is_reception=is_reception,
            outcome=outcome,
            result=result,
            recorded_by=by,
        )
        action.full_clean(exclude=["case", "recorded_by"])
        action.save()
        action.units.set(units)
        case.touch(by)
        case.save()
        who = "、".join([*(unit.label for unit in units), *filter(None, [others])])
        words = f"{held_on:%F} {JointAction.Kind(kind).label}，{who}：{JointAction.Outcome(outcome).label}"
        Event.objects.add(case, Event.Kind.JOINT, by=by, detail=words)
        return action


class JointAction(models.Model):
    """Units solved, mediated or acted together (联解、联调、联动, F37): who took part, and what came of it.

    The three kinds are counted apart. Rows are only added.
    """

    class Kind(models.TextChoices):
        SOLVE = "SOLVE", gettext_lazy("联解")
        MEDIATE = "MEDIATE", gettext_lazy("联调")
        ACT = "ACT", gettext_lazy("联动")

    class Outcome(models.TextChoices):
        DONE = "DONE", gettext_lazy("办成了")
        PARTLY = "PARTLY", gettext_lazy("办成一部分")
        NOT_YET = "NOT_YET", gettext_lazy("还没办成")

    case = models.ForeignKey(Case, models.PROTECT, related_name="joint_actions", verbose_name=gettext_lazy("案件"))
    kind = models.CharField(gettext_lazy("哪一种"), max_length=8, choices=Kind)
    held_on = models.DateField(gettext_lazy("哪一天"))
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=gettext_lazy("参加的单位"))
    others = models.CharField(gettext_lazy("街道以外参加的单位"), max_length=200, blank=True)
    is_reception = models.BooleanField(gettext_lazy("是一次联合接访，当面听群众说"), default=False)
    outcome = models.CharField(gettext_lazy("结果怎样"), max_length=8, choices=Outcome)
    result = models.CharField(gettext_lazy("做了什么、定下什么"), max_length=1000)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(gettext_lazy("记录时间"), default=timezone.now)

    objects = JointActionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("联合行动")
        verbose_name_plural = gettext_lazy("联合行动")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="joint_action_says_its_result",
                condition=~Q(result=""),
                violation_error_message=gettext_lazy("请写做了什么、定下什么。"),
            )
        ]
        indexes = [
            models.Index(fields=["case", "-held_on"], name="joint_action_by_case"),
            models.Index(fields=["kind", "held_on"], name="joint_action_by_kind"),
        ]

    def __str__(self):
        return f"{self.case} {self.get_kind_display()} {self.held_on}"


class PoliceRequestQuerySet(models.QuerySet):
    @transaction.atomic
    def send(self, case, *, reason, station, happened_at, facts, asked, by, on):
        """Ask the police to help with one incident; the case row is locked. Never a person, never a list (R3)."""
        if case.confidentiality == Case.Confidentiality.SEALED:
            raise ValidationError({"facts": _("检举控告封存，不从这里转给别的单位。")})
        if happened_at > timezone.now():
            raise ValidationError({"happened_at": _("写已经发生的事；还没有发生的，不能请求。")})
        if happened_at < case.received_at:
            raise ValidationError({"happened_at": _("不能早于收到的时间。")})
        for name, words in (("facts", facts), ("asked", asked), ("station", station)):
            if refused := [*strays_in(case, words), *persons_in(words)]:
                raise ValidationError({name: refused})
        request = self.model(
            case=case,
            reason=reason,
            station=station,
            happened_at=happened_at,
            facts=facts,
            asked=asked,
            asked_on=on,
            asked_by=by,
        )
        request.full_clean(exclude=["case", "asked_by"])
        request.save()
        request.tell(by, f"请{station}联动：{request.get_reason_display()}（{request.article}）")
        return request


class PoliceRequest(models.Model):
    """A request to the police about one incident on a case (公安联动, F27): the facts, the legal reason, the result.

    It names nobody: no ID number, no phone, no party, no list; whoever has to know more asks the office (R3). The
    facts are encrypted at rest and stand nowhere else.
    """

    class Reason(models.TextChoices):
        DANGER = "DANGER", gettext_lazy("有人身危险，请到场救助")
        ESCALATING = "ESCALATING", gettext_lazy("纠纷有可能引起治安、刑事案件，按规定报告")
        HELP = "HELP", gettext_lazy("请民警一起来调解、劝解")
        OFFENCE = "OFFENCE", gettext_lazy("现场有违法行为，劝阻、批评、教育无效")

    ARTICLES = {
        Reason.DANGER: "人民警察法第二十一条第一款",
        Reason.ESCALATING: "人民调解法第二十五条",
        Reason.HELP: "人民警察法第二十一条第一款",
        Reason.OFFENCE: "信访工作条例第二十六条、第四十七条",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="police_requests", verbose_name=gettext_lazy("案件"))
    reason = models.CharField(gettext_lazy("法定事由"), max_length=10, choices=Reason)
    station = models.CharField(gettext_lazy("请哪个派出所、警务站"), max_length=40)
    happened_at = models.DateTimeField(gettext_lazy("什么时候的事"))
    facts = EncryptedTextField(gettext_lazy("这件事的事实"), max_length=500)
    asked = models.CharField(gettext_lazy("请做什么"), max_length=200)
    asked_on = models.DateField(gettext_lazy("请求日期"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("请求人"))
    result = EncryptedTextField(gettext_lazy("结果"), max_length=500, blank=True)
    result_on = models.DateField(gettext_lazy("结果日期"), null=True, blank=True)
    result_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PoliceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("公安联动请求")
        verbose_name_plural = gettext_lazy("公安联动请求")
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="police_request_has_a_legal_reason",
                condition=Q(reason__in=["DANGER", "ESCALATING", "HELP", "OFFENCE"]),
                violation_error_message=gettext_lazy("事由只能从法律写明的里面选。"),
            ),
            models.CheckConstraint(
                name="police_request_result_is_whole",
                condition=Q(result_on__isnull=True, result_by__isnull=True, result="")
                | (Q(result_on__gte=F("asked_on"), result_by__isnull=False) & ~Q(result="")),
                violation_error_message=gettext_lazy("结果要写内容和日期，不早于请求的日子。"),
            ),
        ]
        indexes = [models.Index(fields=["case", "-happened_at"], name="police_request_by_case")]

    def __str__(self):
        return f"{self.case} {self.get_reason_display()}"

    @property
    def article(self):
        """On which article the request stands."""
        return self.ARTICLES[self.reason]

    @transaction.atomic
    def answer(self, result, *, by, on, result_on):
        if self.result_on:
            raise ValidationError(_("结果已经记过。"))
        if not self.asked_on <= result_on <= on:
            raise ValidationError({"result_on": _("结果的日子要在请求以后、今天以前。")})
        if refused := [*strays_in(self.case, result), *persons_in(result)]:
            raise ValidationError({"result": refused})
        if not result.strip():
            raise ValidationError({"result": _("请写结果。")})
        self.result, self.result_on, self.result_by = result, result_on, by
        self.save()
        self.tell(by, f"{self.station}联动的结果已记")

    def tell(self, by, words):
        self.case.touch(by)
        self.case.save()
        Event.objects.add(self.case, Event.Kind.JOINT, by=by, detail=words)

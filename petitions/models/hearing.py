"""A hearing (听证) in first handling, of what is major, complex or hard: decided, announced, held (L21, P18).

It changes no clock: the time of a hearing is left out in the second review alone (条例 36(2), L25).
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Attachment, Case, Claim, Event, Investigation, Service
from cases.recusal import why_barred
from officials.models import Official
from petitions.actions import Beside

RULE = "L21"


class Hearing(models.Model):
    """One hearing, from the decision to its conclusion, or to the day it was called off.

    Announced anew, it is told anew: `told_on` is the day the notice of the day that stands was served. Whoever
    presides has not handled the case. `first_on` and `last_on` are the days it took.
    """

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="hearings", verbose_name=gettext_lazy("信访")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    claims = models.ManyToManyField(Claim, related_name="hearings", verbose_name=gettext_lazy("听证的诉求"))
    ground = models.TextField(gettext_lazy("为什么听证"), max_length=500)
    decided_on = models.DateField(gettext_lazy("决定日期"))
    decided_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("决定人"))
    planned_on = models.DateField(gettext_lazy("听证日期"), null=True, blank=True)
    hour = models.CharField(gettext_lazy("听证时间"), max_length=40, blank=True)
    place = models.CharField(gettext_lazy("听证地点"), max_length=100, blank=True)
    chair = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("主持人")
    )
    members = models.CharField(gettext_lazy("听证员"), max_length=200, blank=True)
    recorder = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("记录人")
    )
    announced_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("安排人")
    )
    told_on = models.DateField(gettext_lazy("通知送达日期"), null=True, blank=True)
    first_on = models.DateField(gettext_lazy("听证第一天"), null=True, blank=True)
    last_on = models.DateField(gettext_lazy("听证最后一天"), null=True, blank=True)
    has_come = models.BooleanField(gettext_lazy("信访人到场"), null=True, blank=True)
    attendance = models.TextField(gettext_lazy("参加人"), max_length=1000, blank=True)
    statements = models.TextField(gettext_lazy("陈述、质证和辩论"), max_length=10000, blank=True)
    evidence = models.TextField(gettext_lazy("证据"), max_length=3000, blank=True)
    conclusion = models.TextField(gettext_lazy("听证结论"), max_length=3000, blank=True)
    minutes = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("签了名的笔录"),
    )
    record = models.OneToOneField(Investigation, models.PROTECT, null=True, blank=True, related_name="hearing")
    held_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("记录人")
    )
    dropped_on = models.DateField(gettext_lazy("取消日期"), null=True, blank=True)
    dropped_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(gettext_lazy("为什么取消"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("听证")
        verbose_name_plural = gettext_lazy("听证")
        ordering = ["petition", "position"]
        constraints = [
            models.UniqueConstraint(name="hearings_are_numbered", fields=["petition", "position"]),
            models.UniqueConstraint(
                name="one_hearing_at_a_time",
                fields=["petition"],
                condition=Q(first_on__isnull=True, dropped_on__isnull=True),
                violation_error_message=gettext_lazy("已经决定听证，还没有结束。"),
            ),
            models.CheckConstraint(
                name="hearing_says_why",
                condition=~Q(ground=""),
                violation_error_message=gettext_lazy("请写为什么听证。"),
            ),
            models.CheckConstraint(
                name="hearing_is_announced_whole",
                condition=Q(
                    planned_on__isnull=True,
                    hour="",
                    place="",
                    chair__isnull=True,
                    members="",
                    announced_by__isnull=True,
                    told_on__isnull=True,
                )
                | (
                    Q(
                        planned_on__isnull=False,
                        planned_on__gte=F("decided_on"),
                        chair__isnull=False,
                        announced_by__isnull=False,
                    )
                    & ~Q(hour="")
                    & ~Q(place="")
                    & ~Q(members="")
                ),
                violation_error_message=gettext_lazy("听证的日期、时间、地点、主持人、听证员都要写。"),
            ),
            models.CheckConstraint(
                name="hearing_is_told_before_it_is_held",
                condition=Q(told_on__isnull=True) | Q(told_on__lte=F("planned_on")),
                violation_error_message=gettext_lazy("听证通知要在听证以前送达。"),
            ),
            models.CheckConstraint(
                name="hearing_is_held_whole",
                condition=Q(
                    first_on__isnull=True,
                    last_on__isnull=True,
                    has_come__isnull=True,
                    attendance="",
                    statements="",
                    conclusion="",
                    held_by__isnull=True,
                )
                | (
                    Q(
                        told_on__isnull=False,
                        first_on__gte=F("told_on"),
                        last_on__gte=F("first_on"),
                        has_come__isnull=False,
                        held_by__isnull=False,
                        dropped_on__isnull=True,
                    )
                    & ~Q(attendance="")
                    & ~Q(statements="")
                    & ~Q(conclusion="")
                ),
                violation_error_message=gettext_lazy("听证笔录要写哪几天、谁参加、说了什么、结论是什么。"),
            ),
            models.CheckConstraint(
                name="dropped_hearing_says_why",
                condition=Q(dropped_on__isnull=True, dropped_by__isnull=True, reason="")
                | (Q(dropped_on__isnull=False, dropped_by__isnull=False) & ~Q(reason="")),
                violation_error_message=gettext_lazy("取消听证要写原因。"),
            ),
        ]

    def __str__(self):
        return f"{self.petition} {self.first_on or self.planned_on or self.decided_on}"

    # ---------- 问 ----------
    @property
    def is_held(self):
        return self.first_on is not None

    @property
    def is_over(self):
        return self.is_held or self.dropped_on is not None

    @property
    def state(self):
        if self.dropped_on:
            return _("已取消")
        if self.is_held:
            return _("已听证")
        if self.told_on:
            return _("已通知，等听证")
        return _("已安排，等送达通知") if self.planned_on else _("已决定，等安排")

    @property
    def days(self):
        """How many days it took; they count like any other."""
        return (self.last_on - self.first_on).days + 1 if self.is_held else 0


class Hearable:
    """The steps of a hearing, for Petition. It lies inside the sixty days and stops no clock (L21)."""

    # ---------- 问 ----------
    def hearing(self):
        """The hearing that is neither held nor called off; None without one."""
        return next((row for row in self.hearings.all() if not row.is_over), None)

    def hearing_at(self, position):
        return next((row for row in self.hearings.all() if row.position == position), None)

    def hearing_steps(self):
        """What to do with the one under way. That one may be decided on is a line on the page."""
        if (row := self.hearing()) is None or not self.case.is_open:
            return
        for step in ("hearing_notice", "hearing_service", "hearing_record", "hearing_end"):
            if not self.why_not(step, row):
                yield Beside(
                    step, (row.position,), leads_on=step != "hearing_end" and not self._is_waited_for(row, step)
                )

    def may_be_heard(self):
        """Whether a hearing suits it: what is major, complex or hard (条例 31(6)), or of many people."""
        return self.case.level in (Case.Level.COMPLEX, Case.Level.HARD) or self.case.is_group

    # ---------- 步 ----------
    @transaction.atomic
    def decide_hearing(self, *, by, on, claims, ground):
        """Decide that these claims on W6 are heard."""
        self._refuse("hearing")
        self._not_before("on", on, self.case.accepted_on, _("决定日期不能早于受理日期 %s。"))
        if not claims:
            raise ValidationError({"claims": _("请选要听证的诉求。")})
        if not ground.strip():
            raise ValidationError({"ground": _("请写为什么听证（条例第三十一条第六项）。")})
        last = self.hearings.aggregate(last=models.Max("position"))["last"] or 0
        row = Hearing(petition=self, position=last + 1, ground=ground, decided_on=on, decided_by=by)
        row.clean_fields(exclude=["petition", "decided_by"])
        row.validate_constraints()
        row.save()
        row.claims.set(claims)
        self._keep_hearing(by)
        self._tell(Event.Kind.HEARING, by, gettext_lazy("决定听证：%(ground)s"), ground=ground)
        return row

    @transaction.atomic
    def announce_hearing(self, *, by, hearing, planned_on, hour, place, chair, members, recorder=None):
        """Set day, place and people, or set them anew: what was told of another day is told again."""
        self._refuse("hearing_notice", hearing)
        self._not_before("planned_on", planned_on, hearing.decided_on, _("听证日期不能早于决定日期 %s。"))
        clock = self._running("L17")
        if clock and planned_on > clock.legal_end_on:
            words = _("听证不停止办理期限，要在 %s 以前举行；扣除听证时间的只有复核（条例第三十六条第二款）。")
            raise ValidationError({"planned_on": words % self._day(clock.legal_end_on)})
        if reason := self._why_not_preside(chair):
            raise ValidationError({"chair": reason})
        hearing.planned_on, hearing.hour, hearing.place = planned_on, hour, place
        hearing.chair, hearing.members, hearing.recorder = chair, members, recorder
        hearing.announced_by, hearing.told_on = by, None
        hearing.full_clean(exclude=["petition", "decided_by", "chair", "recorder", "announced_by"])
        hearing.save()
        self._keep_hearing(by)
        words = gettext_lazy("听证定在 %(day)s %(hour)s，%(place)s，%(chair)s主持")
        self._tell(Event.Kind.HEARING, by, words, day=planned_on, hour=hour, place=place, chair=chair.name)

    @transaction.atomic
    def serve_hearing(self, *, by, hearing, served_on, method, signer="", is_refused=False, witness="", papers=()):
        """Record that the notice (P18) was served, by the day of the hearing."""
        self._refuse("hearing_service", hearing)
        self._not_before("served_on", served_on, hearing.decided_on, _("送达日期不能早于决定听证的日期 %s。"))
        if served_on > hearing.planned_on:
            words = _("听证通知要在 %s 以前送达，当天也算；来不及的，另定听证日期。")
            raise ValidationError({"served_on": words % self._day(hearing.planned_on)})
        self._serve(Service.What.HEARING, by, served_on, method, signer, is_refused, witness, papers=papers)
        hearing.told_on = served_on
        hearing.save()
        self._keep_hearing(by)
        words = gettext_lazy("听证通知 %(day)s 送达，%(held)s 听证")
        self._tell(Event.Kind.HEARING, by, words, is_public=True, day=served_on, held=hearing.planned_on)

    @transaction.atomic
    def record_hearing(
        self,
        *,
        by,
        hearing,
        first_on,
        last_on,
        has_come,
        attendance,
        statements,
        conclusion,
        evidence="",
        minutes=None,
    ):
        """Keep what was said and concluded. Where the petitioner came, he was heard: that is a record of its own."""
        self._refuse("hearing_record", hearing)
        self._not_before("first_on", first_on, hearing.told_on, _("听证不能早于通知送达的日期 %s。"))
        if last_on < first_on:
            raise ValidationError({"last_on": _("听证最后一天不能早于第一天。")})
        given = {"attendance": attendance, "statements": statements, "conclusion": conclusion}
        if lacking := {name: _("这一项要写。") for name, words in given.items() if not words.strip()}:
            raise ValidationError(lacking)
        hearing.first_on, hearing.last_on, hearing.has_come, hearing.held_by = first_on, last_on, has_come, by
        hearing.attendance, hearing.statements, hearing.conclusion = attendance, statements, conclusion
        hearing.evidence, hearing.minutes = evidence, minutes
        hearing.full_clean(exclude=["petition", "decided_by", "chair", "recorder", "announced_by", "held_by"])
        if has_come:
            content = f"听证笔录：{statements}"
            hearing.record = self.investigate(
                by=by, kind=Investigation.Kind.HEARD, on=last_on, place=hearing.place, content=content[:10000]
            )
        hearing.save()
        self._keep_hearing(by)
        words = gettext_lazy("%(day)s 听证，%(days)d 天，%(chair)s主持；结论：%(conclusion)s")
        told = {"day": first_on, "days": hearing.days, "chair": hearing.chair.name, "conclusion": conclusion}
        self._tell(Event.Kind.HEARING, by, words, **told)

    @transaction.atomic
    def drop_hearing(self, *, by, on, hearing, reason):
        """Call it off: the petitioner wants none, does not come, or what was disputed is settled."""
        self._refuse("hearing_end", hearing)
        self._not_before("on", on, hearing.decided_on, _("取消日期不能早于决定日期 %s。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么取消。")})
        hearing.dropped_on, hearing.dropped_by, hearing.reason = on, by, reason
        hearing.full_clean(exclude=["petition", "decided_by", "chair", "recorder", "announced_by", "dropped_by"])
        hearing.save()
        self._keep_hearing(by)
        self._tell(Event.Kind.HEARING, by, gettext_lazy("听证取消：%(reason)s"), reason=reason)

    # ---------- 为什么不能 ----------
    def _why_not_hearing(self):
        case = self.case
        if case.is_sealed:
            return _("封存件不举行听证。")
        if not case.accepted_on or not self._on_procedure():
            return _("没有按普通程序受理的诉求，不用听证（条例第三十一条第六项）。")
        if case.served_on or self.opinion():
            return _("答复已经送审、送达，听证要在这以前。")
        if self.hearing():
            return _("已经决定听证，还没有结束。")
        if not self.may_be_heard():
            return _("重大、复杂、疑难的才举行听证：先把层级改为复杂、疑难（条例第三十一条第六项）。")
        return ""

    def _why_not_hearing_notice(self, hearing):
        return self._why_over(hearing)

    def _why_not_hearing_service(self, hearing):
        if reason := self._why_over(hearing):
            return reason
        if not hearing.planned_on:
            return _("先定听证的日期、地点和人。")
        if hearing.told_on:
            return _("听证通知已经在 %s 送达。") % self._day(hearing.told_on)
        return ""

    def _why_not_hearing_record(self, hearing):
        if reason := self._why_over(hearing):
            return reason
        return "" if hearing.told_on else _("听证通知还没有送达，不能听证。")

    def _why_not_hearing_end(self, hearing):
        return self._why_over(hearing)

    def _why_hearing_holds_up(self):
        """What is heard is answered after it."""
        return _("听证还没有结束，答复在听证以后送审。") if self.hearing() else ""

    # ---------- 私 ----------
    @staticmethod
    def _why_over(hearing):
        return _("这次听证%s。") % hearing.state if hearing.is_over else ""

    @staticmethod
    def _is_waited_for(hearing, step):
        """Set anew it may be at any time; what leads on is the next thing that lacks."""
        return step == "hearing_notice" and hearing.planned_on is not None

    def _why_not_preside(self, chair):
        if chair.pk in self.who_handled():
            return _("%s 办过这一件，请由没有经手的人主持听证。") % chair.name
        return why_barred(self.case, chair, on=timezone.localdate())

    def _keep_hearing(self, by):
        self._forget("hearings")
        self._settle(by)

    def _pieces_of_hearing(self, gate):
        """One that was decided on is held or called off before the case closes."""
        if row := self.hearing():
            yield self._piece(gate, _("听证的结论"), False, "hearing_record", row)

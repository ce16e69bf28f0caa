"""Task forces (专班, F50) and assault teams (突击队, F54): they see the files of their matters while they last."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from cases.models.case import Case
from cases.models.event import Event
from officials.models import Official, Posting, Role
from officials.models.people import PERIOD

# Whose post lets him join: those who work on cases. Who watches, audits or runs the system stays outside (R17).
JOINING = (Role.RC, Role.WC, Role.HD, Role.MD, Role.OD, Role.LO, Role.HO)
LEADING = (Role.LO, Role.HO)
MOST_DAYS = 366


def in_force(on, of=""):
    """Rows with `since` and `until`, the first day without; `of` leads to them from another model."""
    return Q(Q(**{f"{of}until__isnull": True}) | Q(**{f"{of}until__gt": on}), **{f"{of}since__lte": on})


def joining(on):
    """Who may be a member: posted today, and neither supervisor, auditor nor administrator besides."""
    apart = Posting.objects.in_force(on).filter(role__in=[Role.SV, Role.AU, Role.SA])
    return Official.objects.holding(*JOINING, on=on).exclude(pk__in=apart.values("official"))


class TeamQuerySet(models.QuerySet):
    def visible_to(self, official):
        """All teams for whoever sees the whole office; else those he leads, is or was a member of, or proposed."""
        if official.roles & {Role.OD, Role.HO, Role.SV, Role.AU}:
            return self
        mine = Q(leader=official) | Q(proposed_by=official)
        return self.filter(mine | Q(pk__in=TeamMember.objects.filter(official=official).values("team")))

    def decided(self):
        return self.filter(decision=Team.Decision.AGREED)

    def proposed(self):
        return self.filter(decision="")

    def at_work(self, on):
        return self.decided().filter(in_force(on))

    def to_decide_by(self, official):
        """What waits for the word of its leader, or of the head; never of who proposed it."""
        mine = Q(leader=official) if Role.LO in official.roles else Q(pk__in=[])
        if Role.HO in official.roles:
            mine |= Q(proposed_by__isnull=False)
        return self.proposed().filter(mine).exclude(proposed_by=official)

    def for_change(self):
        return self.select_for_update(of=("self",))

    @transaction.atomic
    def propose(self, *, kind, name, leader, mandate, plan, since, until, by, on):
        """A team as proposed: nobody sees anything by it before it is decided. `until` is the first day without."""
        if not leader.postings.in_force(on).filter(role__in=LEADING).exists():
            raise ValidationError({"leader": _("专班、突击队由班子成员带队。")})
        if since < on:
            raise ValidationError({"since": _("开始的日子不能早于今天。")})
        if not 0 < (until - since).days <= MOST_DAYS:
            raise ValidationError({"until": _("结束要晚于开始，最长一年；到期还要办的再延长。")})
        team = self.model(
            kind=kind,
            name=name,
            leader=leader,
            mandate=mandate,
            plan=plan,
            since=since,
            until=until,
            proposed_by=by,
            proposed_on=on,
        )
        team.full_clean(exclude=["leader", "proposed_by"])
        team.save()
        return team


class Team(models.Model):
    """A temporary team for hard matters, from `since` until the day `until` on which it is no more.

    Proposed by one, decided by another; from then on its members see its matters, each as long as he, the matter and
    the team are in force on that day. Nothing has to run for this to end.
    """

    class Kind(models.TextChoices):
        FORCE = "FORCE", gettext_lazy("专班")
        ASSAULT = "ASSAULT", gettext_lazy("突击队")

    class Decision(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("同意")
        REFUSED = "REFUSED", gettext_lazy("不同意")

    kind = models.CharField(gettext_lazy("哪一种"), max_length=8, choices=Kind)
    name = models.CharField(gettext_lazy("名称"), max_length=40)
    leader = models.ForeignKey(
        Official, models.PROTECT, related_name="led_teams", verbose_name=gettext_lazy("带队领导")
    )
    mandate = models.TextField(gettext_lazy("任务"), max_length=500)
    plan = models.TextField(gettext_lazy("怎么办、分几步"), max_length=2000)
    since = models.DateField(gettext_lazy("从哪天起"))
    until = models.DateField(gettext_lazy("到哪天为止"))
    proposed_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    proposed_on = models.DateField(gettext_lazy("提出日期"))
    decision = models.CharField(gettext_lazy("决定"), max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("决定人")
    )
    decided_on = models.DateField(gettext_lazy("决定日期"), null=True, blank=True)
    opinion = models.CharField(gettext_lazy("意见"), max_length=200, blank=True)

    history = HistoricalRecords()
    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("专班、突击队")
        verbose_name_plural = gettext_lazy("专班、突击队")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="team_ends_after_it_starts",
                condition=Q(until__gte=F("since")),
                violation_error_message=gettext_lazy("结束要晚于开始。"),
            ),
            models.CheckConstraint(
                name="nobody_decides_on_the_team_he_proposed",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                violation_error_message=gettext_lazy("自己提出的由别人决定。"),
            ),
            models.CheckConstraint(
                name="team_is_decided_by_whom_and_when",
                condition=Q(decision="", decided_by__isnull=True, decided_on__isnull=True, opinion="")
                | Q(decision="AGREED", decided_by__isnull=False, decided_on__isnull=False)
                | (Q(decision="REFUSED", decided_by__isnull=False, decided_on__isnull=False) & ~Q(opinion="")),
                violation_error_message=gettext_lazy("决定要写谁、哪天；不同意的写理由。"),
            ),
        ]
        indexes = [
            models.Index(fields=["leader"], name="team_by_leader"),
            models.Index(fields=["-since"], name="team_undecided", condition=Q(decision="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("teams:team", args=[self.pk])

    # ---------- 问 ----------
    @property
    def is_decided(self):
        return self.decision == self.Decision.AGREED

    def is_over(self, today):
        return self.decision == self.Decision.REFUSED or self.until <= today

    def is_at_work(self, today):
        return self.is_decided and self.since <= today < self.until

    def state(self, today):
        if self.decision == self.Decision.REFUSED:
            return _("没有同意")
        if not self.decision:
            return _("待决定")
        if self.until <= today:
            return _("已结束")
        return _("在办") if self.is_at_work(today) else _("还没开始")

    def why_not_decided_by(self, official):
        if self.decision:
            return _("已经决定过：%s。") % self.get_decision_display()
        if official.pk == self.proposed_by_id:
            return _("自己提出的由别人决定。")
        if Team.objects.to_decide_by(official).filter(pk=self.pk).exists():
            return ""
        return _("由带队领导或者机关负责人决定。")

    def is_changed_by(self, official):
        """Whether `official` writes on this team: the director and the head on any, a leader on his own."""
        return bool(official.roles & {Role.OD, Role.HO}) or official.pk in (self.leader_id, self.proposed_by_id)

    # ---------- 步 ----------
    @transaction.atomic
    def decide(self, decision, *, by, on, opinion=""):
        if why_not := self.why_not_decided_by(by):
            raise ValidationError(why_not)
        if self.until <= on:
            raise ValidationError(_("结束的日子已经过了，请重新提出。"))
        if decision == self.Decision.REFUSED and not opinion.strip():
            raise ValidationError({"opinion": _("不同意的要写理由。")})
        if decision == self.Decision.AGREED and not self.members.in_force(max(on, self.since)).exists():
            raise ValidationError(_("还没有成员，先写成员再决定。"))
        self.decision, self.decided_by, self.decided_on, self.opinion = decision, by, on, opinion
        self._save(by)
        if decision == self.Decision.AGREED:
            for matter in self.matters.in_force(on).select_related("case"):
                matter.tell(by, f"{self.get_kind_display()}“{self.name}”成立，{self.leader.name}带队")

    @transaction.atomic
    def end_on(self, until, *, by, on, reason):
        """Extended or ended early: from the day `until` there is no team. Prolonging is for whoever decides on it."""
        self.must_go_on(on)
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么改结束的日子。")})
        if until == self.until:
            raise ValidationError({"until": _("和现在定的一样。")})
        if until < max(on, self.since):
            raise ValidationError({"until": _("不能早于今天，也不能早于开始的日子。")})
        if (until - self.since).days > 2 * MOST_DAYS:
            raise ValidationError({"until": _("最长两年，还没办完的重新组队。")})
        if until > self.until and self.is_decided and not self.may_be_prolonged_by(by):
            raise ValidationError({"until": _("延长由带队领导或者机关负责人定。")})
        TeamTerm.objects.create(team=self, before=self.until, after=until, reason=reason, by=by, on=on)
        is_longer = until > self.until
        self.until = until
        self._save(by)
        words = f"{'延长' if is_longer else '提前结束'}到 {until:%F}：{reason}"
        for matter in self.matters.in_force(on).select_related("case"):
            matter.tell(by, f"{self.get_kind_display()}“{self.name}”{words}")

    def may_be_prolonged_by(self, official):
        return Role.HO in official.roles or (official.pk == self.leader_id and Role.LO in official.roles)

    def must_go_on(self, today):
        if self.is_over(today):
            raise ValidationError(_("这支队伍已经结束，不能再改。"))

    def _save(self, by):
        self._history_user = by
        self.save()


class TeamTerm(models.Model):
    """One change of the day on which a team ends, with its reason. Rows are only added."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="terms")
    before = models.DateField(gettext_lazy("原来到哪天"))
    after = models.DateField(gettext_lazy("改到哪天"))
    reason = models.CharField(gettext_lazy("为什么改"), max_length=200)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+")
    on = models.DateField(gettext_lazy("哪天改的"))

    class Meta:
        verbose_name = gettext_lazy("队伍改期")
        verbose_name_plural = gettext_lazy("队伍改期")
        ordering = ["team", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_changed_term_says_why", condition=~Q(reason="") & ~Q(before=F("after")))
        ]

    def __str__(self):
        return f"{self.team} {self.after}"


class OfTeamQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(in_force(on))


class TeamMember(models.Model):
    """An official in a team from `since` until the day `until` on which he is no more."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="members", verbose_name=gettext_lazy("队伍"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("成员"))
    duty = models.CharField(gettext_lazy("做什么"), max_length=60, blank=True)
    since = models.DateField(gettext_lazy("起"))
    until = models.DateField(gettext_lazy("止"), null=True, blank=True)
    added_by = models.ForeignKey(Official, models.PROTECT, related_name="+")
    leaving = models.CharField(gettext_lazy("离队的原因"), max_length=200, blank=True)
    left_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfTeamQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("成员")
        verbose_name_plural = gettext_lazy("成员")
        ordering = ["team", "pk"]
        constraints = [
            models.CheckConstraint(
                name="team_member_leaves_after_he_came",
                condition=Q(until__isnull=True, leaving="", left_by__isnull=True)
                | (Q(until__gte=F("since"), left_by__isnull=False) & ~Q(leaving="")),
                violation_error_message=gettext_lazy("离队要写原因，不早于入队。"),
            ),
            ExclusionConstraint(
                name="a_team_member_stands_once",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("official", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                violation_error_message=gettext_lazy("这个人已经在队里。"),
            ),
        ]
        indexes = [models.Index(fields=["official", "team"], name="team_member_of")]

    def __str__(self):
        return f"{self.team} {self.official}"

    @classmethod
    @transaction.atomic
    def join(cls, team, official, *, duty, by, on):
        """`official` joins today, or with the team where it begins later; the team row is locked."""
        team.must_go_on(on)
        if not joining(on).filter(pk=official.pk).exists():
            raise ValidationError({"official": _("%s 现在没有办件的岗位，不能入队。") % official.name})
        if team.members.filter(official=official).exclude(until__lte=on).exists():
            raise ValidationError({"official": _("%s 已经在队里。") % official.name})
        return cls.objects.create(team=team, official=official, duty=duty, since=max(on, team.since), added_by=by)

    @transaction.atomic
    def leave(self, *, by, on, reason):
        """From today on he is no member; who was to come later never came."""
        self.team.must_go_on(on)
        if self.until:
            raise ValidationError(_("%s 已经离队。") % self.official.name)
        if not reason.strip():
            raise ValidationError({"reason": _("请写离队的原因。")})
        self.until, self.leaving, self.left_by = max(on, self.since), reason, by
        self.save()


class TeamMatterQuerySet(OfTeamQuerySet):
    def open_to(self, official, on):
        """What `official` sees as the leader or a member of teams that are at work that day."""
        members = TeamMember.objects.in_force(on).filter(official=official)
        teams = Team.objects.at_work(on).filter(Q(leader=official) | Q(pk__in=members.values("team")))
        return self.in_force(on).filter(team__in=teams)


class TeamMatter(models.Model):
    """A case that a team works on, from `since` until the day `until` on which it does no more."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="matters", verbose_name=gettext_lazy("队伍"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="team_matters", verbose_name=gettext_lazy("案件"))
    since = models.DateField(gettext_lazy("起"))
    until = models.DateField(gettext_lazy("止"), null=True, blank=True)
    added_by = models.ForeignKey(Official, models.PROTECT, related_name="+")
    leaving = models.CharField(gettext_lazy("移出的原因"), max_length=200, blank=True)
    left_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TeamMatterQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("队伍的案件")
        verbose_name_plural = gettext_lazy("队伍的案件")
        ordering = ["team", "pk"]
        constraints = [
            models.CheckConstraint(
                name="team_matter_leaves_after_it_came",
                condition=Q(until__isnull=True, leaving="", left_by__isnull=True)
                | (Q(until__gte=F("since"), left_by__isnull=False) & ~Q(leaving="")),
                violation_error_message=gettext_lazy("移出要写原因，不早于列入。"),
            ),
            ExclusionConstraint(
                name="a_team_matter_stands_once",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("case", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                violation_error_message=gettext_lazy("这件已经在队里。"),
            ),
        ]
        indexes = [models.Index(fields=["case", "team"], name="team_matter_of_case")]

    def __str__(self):
        return f"{self.team} {self.case}"

    @classmethod
    @transaction.atomic
    def take_in(cls, team, case, *, by, on):
        """The team works on `case` from today; both rows are locked."""
        from cases.recusal import why_barred

        team.must_go_on(on)
        if case.confidentiality == Case.Confidentiality.SEALED:
            raise ValidationError({"case": _("封存件只有阅办人看得到，不交给队伍。")})
        if not case.is_open or case.is_historical:
            raise ValidationError({"case": _("只能列入在办的案件。")})
        if barred := why_barred(case, team.leader, on=on):
            raise ValidationError({"case": barred})
        if team.matters.filter(case=case).exclude(until__lte=on).exists():
            raise ValidationError({"case": _("这件已经在队里。")})
        matter = cls.objects.create(team=team, case=case, since=on, added_by=by)
        matter.tell(by, f"列入{team.get_kind_display()}“{team.name}”" + ("" if team.is_decided else "，待决定"))
        return matter

    @transaction.atomic
    def leave(self, *, by, on, reason):
        self.team.must_go_on(on)
        if self.until:
            raise ValidationError(_("这件已经移出。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写移出的原因。")})
        self.until, self.leaving, self.left_by = max(on, self.since), reason, by
        self.save()
        self.tell(by, f"移出{self.team.get_kind_display()}“{self.team.name}”：{reason}")

    def tell(self, by, words):
        self.case.touch(by)
        self.case.save()
        Event.objects.add(self.case, Event.Kind.TEAMED, by=by, detail=words, at=timezone.now())

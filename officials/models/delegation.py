"""Powers of a post lent to somebody else for a span of days (handbook section 9: delegation has dates)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from officials.models.people import DateRange, Official, Posting, Role

# Which powers of a post may be lent: deciding on the office's matters. What is asked of a person stays with him: the
# visits and the signature of a leader on what he owns, deciding on a recusal, reading what is sealed, unmasking.
POWERS = {
    Role.OD: (
        "petitions:triage",
        "petitions:claim_triage",
        "petitions:acceptance",
        "petitions:claim_acceptance",
        "petitions:simple_acceptance",
        "petitions:routing",
        "petitions:approval",
        "petitions:return",
        "petitions:extension_proposal",
        "petitions:paper_approval",
        "petitions:paper_return",
        "cases:level_decision",
        "cases:suspension_decision",
    ),
    Role.HO: (
        "petitions:signature",
        "petitions:return",
        "petitions:extension_approval",
        "petitions:paper_approval",
        "petitions:paper_return",
        "petitions:hearing",
        "petitions:hearing_end",
        "cases:level_decision",
        "cases:suspension_decision",
    ),
    Role.LO: ("cases:level_decision", "cases:suspension_decision"),
}
# To whom: a leader's powers stay among the leaders and the director; the director's may go to a handler too.
TAKERS = {
    Role.OD: (Role.OD, Role.HD, Role.LO, Role.HO),
    Role.HO: (Role.HO, Role.LO, Role.OD),
    Role.LO: (Role.LO, Role.HO, Role.OD),
}
# What whoever holds a lent power reads with it, as far as the post reads it.
READING = frozenset(
    {
        "cases:case",
        "cases:list",
        "cases:events",
        "cases:attachment",
        "cases:attachment_preview",
        "cases:attachment_picture",
        "petitions:paper",
        "petitions:paper_picture",
    }
)


SPAN = DateRange("first_on", "last_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def signature_of(official, giver):
    """How a decision is signed: by one's own post, or in the place of whoever lent it."""
    if not official:
        return ""
    return f"{official.name}（代{giver.name}）" if giver else official.name


class DelegationQuerySet(models.QuerySet):
    def in_force(self, on):
        """Those under which something may be done on the day `on`: it ends with its last day, and with the post."""
        held = Posting.objects.in_force(on).filter(official__is_active=True)
        return self.filter(first_on__lte=on, last_on__gte=on, withdrawn_at__isnull=True, posting__in=held)

    def whole(self):
        return self.select_related("posting__official", "posting__unit", "taker", "withdrawn_by")

    def of(self, official):
        """Given by or to `official`."""
        return self.filter(Q(posting__official=official) | Q(taker=official))

    def not_over(self, on):
        return self.filter(last_on__gte=on, withdrawn_at__isnull=True)


class Delegation(models.Model):
    """Some powers of a post, lent by whoever holds it from the day `first_on` to the day `last_on`, both included.

    What was received is not passed on: only a post of one's own can be lent. The one thing that follows is the
    withdrawal, at once.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="delegations", verbose_name=_("岗位"))
    taker = models.ForeignKey(Official, models.PROTECT, related_name="delegations_taken", verbose_name=_("代行的人"))
    powers = ArrayField(models.CharField(max_length=60), verbose_name=_("授权事项"))
    first_on = models.DateField(_("从哪天"))
    last_on = models.DateField(_("到哪天"))
    reason = models.CharField(_("原因"), max_length=200)
    given_at = models.DateTimeField(_("授权时间"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("收回的人")
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("授权代行")
        verbose_name_plural = _("授权代行")
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_on_or_after_its_first_day",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message=_("最后一天不能早于第一天。"),
            ),
            models.CheckConstraint(
                name="delegation_names_powers",
                condition=Q(powers__len__gt=0),
                violation_error_message=_("请选授权哪些事项。"),
            ),
            models.CheckConstraint(name="delegation_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="withdrawn_delegation_says_by_whom",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            ExclusionConstraint(
                name="lent_once_to_one_person_at_a_time",
                expressions=[
                    ("posting", RangeOperators.EQUAL),
                    ("taker", RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("这几天里已经授权给他；要改的，先收回原来的。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["taker", "last_on"], name="delegation_running", condition=Q(withdrawn_at__isnull=True)
            )
        ]

    def __str__(self):
        return f"{self.posting} → {self.taker} {self.first_on}—{self.last_on}"

    @property
    def giver(self):
        return self.posting.official

    @property
    def role(self):
        return self.posting.role

    def lends(self, action):
        """Whether `action` is among the powers, or is read with them."""
        return action in self.powers or action in READING

    def is_over(self, today):
        return self.withdrawn_at is not None or self.last_on < today

    # ---------- 步 ----------
    def give(self, *, by, on):
        """Set it. Raises ValidationError where the post, the taker, the powers or the days do not allow it."""
        if self.posting.official_id != by.pk or not self.posting.is_held(on):
            raise ValidationError({"posting": gettext("只能授权您自己现在的岗位；别人授权给您的，不能再转授。")})
        if not self.powers:
            raise ValidationError({"powers": gettext("请选授权哪些事项。")})
        if unfit := set(self.powers) - set(POWERS.get(self.role, ())):
            raise ValidationError({"powers": gettext("这个岗位不能授权：%s。") % gettext("、").join(sorted(unfit))})
        if self.first_on < on:
            raise ValidationError({"first_on": gettext("不能从过去的日子起授权。")})
        if self.posting.until and self.last_on >= self.posting.until:
            words = gettext("您这个岗位到 %s 为止，授权不能更晚。")
            raise ValidationError({"last_on": words % self.posting.until})
        if self.taker_id == by.pk:
            raise ValidationError({"taker": gettext("不能授权给自己。")})
        if not self._may_take(on):
            words = gettext("这个岗位的权，只能授给在岗的%s。")
            roles = gettext("、").join(str(role.label) for role in TAKERS[self.role])
            raise ValidationError({"taker": words % roles})
        self.clean_fields(exclude=["posting", "taker"])
        self.validate_constraints()
        self.save()

    def withdraw(self, *, by):
        """End it at once: whoever lent it takes it back, or whoever took it lays it down."""
        if by.pk not in (self.posting.official_id, self.taker_id):
            raise ValidationError(gettext("只有授权的人和代行的人可以收回。"))
        if self.is_over(timezone.localdate()):
            raise ValidationError(gettext("这份授权已经结束。"))
        self.withdrawn_at, self.withdrawn_by = timezone.now(), by
        self.save(update_fields=["withdrawn_at", "withdrawn_by"])

    # ---------- 私 ----------
    def _may_take(self, on):
        posts = Posting.objects.in_force(on).filter(official=self.taker_id, official__is_active=True)
        roles = set(posts.values_list("role", flat=True))
        return bool(roles & set(TAKERS[self.role])) and not roles & {Role.SV, Role.AU, Role.SA}

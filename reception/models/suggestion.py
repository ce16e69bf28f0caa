"""What the back office answered becomes a suggested entry of the catalogue, which somebody accepts or refuses."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from officials import permissions
from officials.models import Official, Unit
from reception.models.catalogue import ServiceItem
from reception.models.window import WindowRequest


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, official):
        """By the permission table: of one's community, of one's section's answers, or all; of what was sealed none."""
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("window:suggestion", official.roles) if official.is_active else []:
            match grant.scope:
                case "office":
                    condition |= ~Q(pk__in=[])
                case "community":
                    condition |= Q(community__in=official.unit_ids_of(grant.role))
                case "unit":
                    condition |= Q(request__unit__in=official.unit_ids_of(grant.role))
        return self.filter(condition, request__visit__is_sealed=False)

    def open(self):
        return self.filter(state=Suggestion.State.OPEN)

    def for_change(self):
        return self.select_for_update(of=("self",))

    def draw(self, request, *, now):
        """The suggestion of an answered request: where the catalogue had no item, or the item no such answer."""
        errand = getattr(getattr(request, "visit", None), "errand", None)
        answer = request.answer
        if errand is None or answer is None or (errand.item and errand.item.answer.strip() == answer.text.strip()):
            return None
        return self.create(
            request=request,
            community=errand.community,
            item=errand.item,
            owner=answer.by,
            drawn_at=now,
        )


class Suggestion(models.Model):
    """One answered question that may stand in the catalogue. Its owner is who answered, until accepted."""

    class State(models.TextChoices):
        OPEN = "OPEN", gettext_lazy("待定")
        ACCEPTED = "ACCEPTED", gettext_lazy("已收进目录")
        REFUSED = "REFUSED", gettext_lazy("不收")

    request = models.OneToOneField(
        WindowRequest, models.PROTECT, related_name="suggestion", verbose_name=gettext_lazy("窗口转办")
    )
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("社区"))
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("事项")
    )
    owner = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁维护"))
    state = models.CharField(gettext_lazy("状态"), max_length=8, choices=State, default=State.OPEN)
    drawn_at = models.DateTimeField(gettext_lazy("什么时候提出"), default=timezone.now)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁定的")
    )
    decided_at = models.DateTimeField(gettext_lazy("什么时候定的"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("不收的原因"), max_length=200, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("目录建议")
        verbose_name_plural = gettext_lazy("目录建议")
        constraints = [
            models.CheckConstraint(
                name="suggestion_decided_by_somebody",
                condition=Q(state="OPEN", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="OPEN") & Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=gettext_lazy("收不收要写谁定的、什么时候。"),
            ),
            models.CheckConstraint(
                name="refused_suggestion_says_why",
                condition=~Q(state="REFUSED") | ~Q(reason=""),
                violation_error_message=gettext_lazy("不收的请写原因。"),
            ),
        ]
        indexes = [models.Index(fields=["community"], name="suggestion_open", condition=Q(state="OPEN"))]

    def __str__(self):
        return self.get_state_display()

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @transaction.atomic
    def accept(self, *, by, owner, review_on, now=None, **facts):
        """Into the catalogue: a new item, or a new version of the one that was asked for. Lock the row first."""
        now = now or timezone.now()
        self._refuse_decided()
        if review_on <= timezone.localdate(now):
            raise ValidationError({"review_on": _("复核的日子要在今天以后。")})
        current = None
        if self.item:
            lines = ServiceItem.objects.latest().filter(community=self.community, line=self.item.line)
            current = lines.for_change().first()
        facts |= {"owner": owner, "review_on": review_on}
        note = "来自窗口的答复"
        if current:
            self.item = current.change(by=by, now=now, note=note, **facts)
        else:
            facts = {"valid_from": timezone.localdate(now), **facts}
            self.item = ServiceItem.objects.add(self.community, by=by, now=now, note=note, **facts)
        self._decide(self.State.ACCEPTED, by, now, owner=owner)
        return self.item

    @transaction.atomic
    def refuse(self, reason, *, by, now=None):
        self._refuse_decided()
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么不收。")})
        self.reason = reason
        self._decide(self.State.REFUSED, by, now or timezone.now(), owner=self.owner)

    def _refuse_decided(self):
        if not self.is_open:
            raise ValidationError(_("刚才已经有人定过，没有再记。"))

    def _decide(self, state, by, now, owner):
        self.state, self.decided_by, self.decided_at, self.owner = state, by, now, owner
        self.save()

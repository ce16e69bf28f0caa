"""One errand at the window: which item was asked for, or in whose words, and what was missing (F32, F33).

What was asked, who came and what became of it stand on the contact (`Visit`); this row says it was a window's.
"""

import json
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField
from cases.models import Case
from cases.models.case import day_starts
from cases.models.claim import Purpose
from officials import permissions
from officials.models import Official, Unit
from reception.models.answer import SpotAnswer
from reception.models.catalogue import ServiceItem
from reception.models.window import WindowRequest


class ErrandQuerySet(models.QuerySet):
    def visible_to(self, official):
        """By the permission table; one that became a sealed accusation is nobody's here."""
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("window:errand", official.roles) if official.is_active else []:
            condition |= self._scope(grant, official)
        return self.filter(condition, visit__is_sealed=False)

    @staticmethod
    def _scope(grant, official):
        match grant.scope:
            case "office":
                return ~Q(pk__in=[])
            case "community":
                return Q(community__in=official.unit_ids_of(grant.role))
            case _:
                return Q(by=official)

    def of(self, community):
        return self.filter(community=community)

    def between(self, first, until):
        """Asked from the one day to the other, both included."""
        return self.filter(at__gte=day_starts(first), at__lt=day_starts(until + timedelta(days=1)))

    def standing(self):
        return self.filter(visit__voided_at__isnull=True)

    def over(self):
        """The window has done its part: answered on the spot, or told what the back office said."""
        told = Q(visit__request__state=WindowRequest.State.TOLD)
        return self.standing().filter(Q(visit__settled_at__isnull=False) | told, visit__case__isnull=True)

    def described(self):
        """Asked in own words: the catalogue had nothing for it (its gaps)."""
        return self.filter(item__isnull=True)

    def for_change(self):
        return self.select_for_update(of=("self",))

    @transaction.atomic
    def serve(
        self,
        way,
        *,
        by,
        community,
        statement="",
        item=None,
        missing=(),
        told="",
        back_office=None,
        filled=None,
        follows=None,
        visit=None,
        name="",
        phone="",
        taken=SpotAnswer.Taken.SILENT,
        now=None,
    ):
        """One errand: answered (ANSWER), told what is missing (NOTICE), handed over (HAND), or a PETITION after all.

        `visit` is a contact that waits, with or without a ticket; else a new one is registered. Its plain query code
        is then in `errand.visit.query_code`. Raises ValidationError, keyed by the argument that is wrong.
        """
        from reception.models.visit import Visit  # the contact knows its request, which knows this

        now = now or timezone.now()
        self._refuse(way, item, missing, told, back_office, community)
        told = told.strip() or (item.answer if item and way == Way.ANSWER else "")
        if way == Way.NOTICE:
            told = _notice_words(item, missing, told)
        brought = {
            "statement": statement.strip() or (f"办理：{item.name}" if item else ""),
            "purpose": Purpose.APPEAL if way == Way.PETITION else Purpose.INQUIRY,
            "name": name,
            "phone": phone,
            "community": community,
        }
        how = {"told": told} if told and way == Way.PETITION and item is None else {}
        if way in (Way.ANSWER, Way.NOTICE):
            how = {"settles": True, "told": told, "taken": taken}
        elif way == Way.HAND:
            how = {"back_office": (item and item.unit) or back_office, "days": item.promise_days if item else None}
        if visit:
            known = {"people_present": visit.people_present, "people_affected": visit.people_affected}
            visit.take_up(by=by, now=now, **known, **how, **brought)
        else:
            channel = Case.Channel.WINDOW
            visit = Visit.objects.register(by=by, channel=channel, received_at=now, now=now, **how, **brought)
        return self.create(
            visit=visit,
            community=community,
            item=item,
            missing=list(missing) if way == Way.NOTICE else [],
            filled=json.dumps(filled, ensure_ascii=False) if filled else "",
            follows=follows,
            by=by,
            at=now,
        )

    @staticmethod
    def _refuse(way, item, missing, told, back_office, community):
        refused = {}
        if item and item.community_id != community.pk:
            refused["item"] = _("这个事项不是这个社区的，请重新选。")
        if way == Way.NOTICE:
            known = {row["name"] for row in item.materials} if item else set()
            if item is None:
                refused["item"] = _("一次性告知要先选办什么事项。")
            elif not missing or set(missing) - known:
                refused["missing"] = _("请勾缺哪几样材料，一次说全。")
        if way == Way.ANSWER and not told.strip() and not (item and item.answer.strip()):
            refused["told"] = _("请写怎么答复的。")
        if way == Way.HAND and not (item and item.unit_id) and back_office is None:
            refused["back_office"] = _("请选交哪个科室答复。")
        if refused:
            raise ValidationError(refused)


def _notice_words(item, missing, told):
    return f"一次性告知：办“{item.name}”还缺{'、'.join(missing)}。{told}"


class Errand(models.Model):
    """One errand at one window, under the version of the item that held when it was asked for."""

    visit = models.OneToOneField(
        "reception.Visit", models.PROTECT, related_name="errand", verbose_name=gettext_lazy("登记")
    )
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("哪个社区的窗口"))
    item = models.ForeignKey(
        ServiceItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="errands",
        verbose_name=gettext_lazy("办什么事项"),
    )
    missing = models.JSONField(gettext_lazy("缺的材料"), default=list, blank=True)
    filled = EncryptedTextField(gettext_lazy("填的内容"), max_length=8000, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=gettext_lazy("上一次")
    )
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("窗口人员"))
    at = models.DateTimeField(gettext_lazy("什么时候"), default=timezone.now)
    on_tablet_at = models.DateTimeField(gettext_lazy("请本人在平板上评价"), null=True, blank=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("窗口办事")
        verbose_name_plural = gettext_lazy("窗口办事")
        indexes = [
            models.Index(fields=["community", "-at"], name="errand_by_window"),
            models.Index(fields=["by", "-at"], name="errand_by_clerk"),
            models.Index(
                fields=["community", "on_tablet_at"], name="errand_on_tablet", condition=Q(on_tablet_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.item.name if self.item else self.visit.statement[:30]

    def get_absolute_url(self):
        return reverse("window:errand", args=[self.visit.contact_no])

    # ---------- 问 ----------
    @property
    def answers(self):
        """What was filled in: (label, value) in order."""
        return list(json.loads(self.filled).items()) if self.filled else []

    @property
    def missing_rows(self):
        """The missing materials as the item lists them."""
        rows = self.item.materials if self.item else []
        return [row for row in rows if row["name"] in self.missing]

    @property
    def may_be_rated(self):
        """The window has done its part and it is no matter of its own; rated, it is over."""
        visit = self.visit
        if visit.voided_at or visit.case_id or hasattr(self, "rating"):
            return False
        return bool(visit.settled_at) or bool(visit.request and visit.request.state == WindowRequest.State.TOLD)

    # ---------- 步 ----------
    def ask_on_tablet(self, *, now=None):
        """The next the tablet of this window shows is this errand; who rates holds the tablet alone (R23)."""
        if not self.may_be_rated:
            raise ValidationError(_("办完才请本人评价；评过的不再评。"))
        self.on_tablet_at = now or timezone.now()
        self.save(update_fields=["on_tablet_at"])


class Way(models.TextChoices):
    ANSWER = "answer", gettext_lazy("当场答复")
    NOTICE = "notice", gettext_lazy("一次性告知")
    HAND = "hand", gettext_lazy("交后台")
    PETITION = "petition", gettext_lazy("转为信访事项")

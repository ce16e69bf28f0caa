"""Who somebody is, told to a unit that cannot answer an inquiry without it: asked for, reviewed by another (R10).

It is shown on the page of that one inquiry while it runs, field by field, and each look is logged; everywhere else the
unit knows nobody (0125).
"""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField
from cases.models import Case, Event, Party
from officials.models import Official
from petitions.actions import Beside


class DisclosureQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome="")

    def waiting_for(self, official):
        """Those that `official` may review: not what he asked for himself."""
        return self.waiting().exclude(asked_by=official)

    def agreed(self):
        return self.filter(outcome=Disclosure.Outcome.AGREED)


class Disclosure(models.Model):
    """Some fields of one party, for one inquiry: why, on which ground, who asked and who else agreed."""

    class What(models.TextChoices):
        NAME = "name", gettext_lazy("姓名")
        PHONE = "phone", gettext_lazy("联系电话")
        ID_NUMBER = "id_number", gettext_lazy("证件号码")
        ADDRESS = "address", gettext_lazy("住址")

    class Ground(models.TextChoices):
        CONSENT = "CONSENT", gettext_lazy("本人同意")
        LAW = "LAW", gettext_lazy("法律要求")

    class Outcome(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("同意告知")
        REFUSED = "REFUSED", gettext_lazy("不告知")

    inquiry = models.ForeignKey(
        "petitions.Inquiry", models.PROTECT, related_name="disclosures", verbose_name=gettext_lazy("核查任务")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁的"))
    fields = ArrayField(models.CharField(max_length=10, choices=What), verbose_name=gettext_lazy("告知哪几项"))
    need = EncryptedTextField(gettext_lazy("为什么没有它就核实不了"), max_length=500)
    ground = models.CharField(gettext_lazy("凭什么"), max_length=7, choices=Ground)
    ground_note = EncryptedTextField(gettext_lazy("怎样同意的，或者依据哪一条"), max_length=500)
    consented_on = models.DateField(gettext_lazy("本人同意的日期"), null=True, blank=True)
    asked_on = models.DateField(gettext_lazy("提出日期"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    outcome = models.CharField(gettext_lazy("审核结果"), max_length=7, choices=Outcome, blank=True)
    reviewed_on = models.DateField(gettext_lazy("审核日期"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("审核人")
    )
    review = EncryptedTextField(gettext_lazy("审核意见"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("身份告知")
        verbose_name_plural = gettext_lazy("身份告知")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_disclosure_an_inquiry",
                fields=["inquiry"],
                condition=Q(outcome=""),
                violation_error_message=gettext_lazy("这份核查任务已有一份身份告知等审核。"),
            ),
            models.CheckConstraint(
                name="disclosure_names_what_and_why",
                condition=Q(fields__len__gt=0) & ~Q(need="") & ~Q(ground_note=""),
                violation_error_message=gettext_lazy("要写告知哪几项、为什么、凭什么。"),
            ),
            models.CheckConstraint(
                name="consent_has_its_day",
                condition=Q(ground="LAW", consented_on__isnull=True)
                | Q(ground="CONSENT", consented_on__isnull=False, consented_on__lte=F("asked_on")),
                violation_error_message=gettext_lazy("本人同意的要写哪天同意的，不能晚于提出那天。"),
            ),
            models.CheckConstraint(
                name="disclosure_is_reviewed_whole",
                condition=Q(outcome="", reviewed_on__isnull=True, reviewed_by__isnull=True)
                | (~Q(outcome="") & Q(reviewed_on__gte=F("asked_on"), reviewed_by__isnull=False)),
                violation_error_message=gettext_lazy("审核要写谁、哪天。"),
            ),
            models.CheckConstraint(
                name="disclosure_takes_a_second_person",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("asked_by")),
                violation_error_message=gettext_lazy("提出的人不能自己审核。"),
            ),
            models.CheckConstraint(
                name="refused_disclosure_says_why",
                condition=~Q(outcome="REFUSED") | ~Q(review=""),
                violation_error_message=gettext_lazy("不告知要写原因。"),
            ),
        ]

    def __str__(self):
        return f"{self.inquiry} {self.what_in_words}"

    @property
    def is_waiting(self):
        return not self.outcome

    @property
    def what_in_words(self):
        return _("、").join(str(self.What(name).label) for name in self.fields)

    @property
    def shown(self):
        """What the unit is told, as (label, value)."""
        return [(self.What(name).label, getattr(self.party, name)) for name in self.fields]


class Disclosing:
    """The steps of telling a unit who somebody is, for Petition."""

    # ---------- 问 ----------
    def disclosure_steps(self):
        if not self.case.is_open:
            return
        for inquiry in self.inquiries.all():
            if not inquiry.is_over and any(row.is_waiting for row in inquiry.disclosures.all()):
                yield Beside("disclosure_review", (inquiry.position,), inquiry.unit.label)

    def why_not_his_disclosure(self, offer, official):
        inquiry = next(row for row in self.inquiries.all() if [row.position] == list(offer.place))
        is_own = any(row.is_waiting and row.asked_by_id == official.pk for row in inquiry.disclosures.all())
        return _("提出的人不能自己审核，请换人。") if is_own else ""

    def tellable(self):
        """The parties whose identity may be told: who petitions, never whom the petition is about."""
        return [party for party in self.case.parties.petitioners() if party.name]

    # ---------- 步 ----------
    @transaction.atomic
    def ask_disclosure(self, *, by, on, inquiry, party, fields, need, ground, ground_note, consented_on=None):
        """Ask that the unit of `inquiry` be told `fields` of `party`; nothing is shown before the review."""
        self._refuse("disclosure", inquiry)
        self._not_before("on", on, inquiry.sent_on, _("提出日期不能早于核查任务发出的 %s。"))
        if party not in self.tellable():
            raise ValidationError({"party": _("只能告知信访人一方的身份。")})
        if lacking := [name for name in fields if not getattr(party, name)]:
            words = _("、").join(str(Disclosure.What(name).label) for name in lacking)
            raise ValidationError({"fields": _("没有登记%s，不能告知。") % words})
        if ground == Disclosure.Ground.CONSENT and consented_on is None:
            raise ValidationError({"consented_on": _("请写本人哪天同意的。")})
        if ground == Disclosure.Ground.LAW and self.case.confidentiality == Case.Confidentiality.IDENTITY_HIDDEN:
            raise ValidationError({"ground": _("本人要求不公开身份，只有他同意才能告知。")})
        row = Disclosure(
            inquiry=inquiry,
            party=party,
            fields=list(fields),
            need=need,
            ground=ground,
            ground_note=ground_note,
            consented_on=consented_on if ground == Disclosure.Ground.CONSENT else None,
            asked_on=on,
            asked_by=by,
        )
        row.full_clean(exclude=["inquiry", "party", "asked_by"])
        row.save()
        self._forget("disclosures", of=inquiry)
        self._settle(by)
        words = gettext_lazy("%(number)s：请求告知 %(unit)s 信访人的%(what)s，待另一位审核")
        self._tell(
            Event.Kind.INQUIRED, by, words, number=inquiry.number, unit=inquiry.unit.label, what=row.what_in_words
        )
        return row

    @transaction.atomic
    def review_disclosure(self, *, by, on, inquiry, outcome, review=""):
        """A second person agrees or not. The petitioner can read that his unit was told, and what (个保法 23)."""
        self._refuse("disclosure_review", inquiry)
        row = inquiry.disclosures.waiting().get()
        self._not_before("on", on, row.asked_on, _("审核日期不能早于提出日期 %s。"))
        if by == row.asked_by:
            raise ValidationError(_("提出的人不能自己审核，请换人。"))
        if outcome == Disclosure.Outcome.REFUSED and not review.strip():
            raise ValidationError({"review": _("不告知要写原因。")})
        row.outcome, row.review, row.reviewed_on, row.reviewed_by = outcome, review, on, by
        row.full_clean(exclude=["inquiry", "party", "asked_by", "reviewed_by"])
        row.save()
        self._forget("disclosures", of=inquiry)
        self._settle(by)
        agreed = outcome == Disclosure.Outcome.AGREED
        words = gettext_lazy("%(number)s：不告知 %(unit)s 信访人的%(what)s")
        if agreed:
            words = gettext_lazy("为核实，告知 %(unit)s 信访人的%(what)s（%(ground)s）")
        self._tell(
            Event.Kind.INQUIRED,
            by,
            words,
            is_public=agreed,
            number=inquiry.number,
            unit=inquiry.unit.label,
            what=row.what_in_words,
            ground=row.get_ground_display(),
        )

    # ---------- 为什么不能 ----------
    def _why_not_disclosure(self, inquiry=None):
        if inquiry is None:
            return _("没有核查任务，没有要告知的单位。")
        if self.case.is_sealed:
            return _("检举控告的身份谁也不告知。")
        if inquiry.is_over:
            return _("这份核查任务已经结束。")
        if self.case.is_anonymous:
            return _("匿名来件，没有可以告知的身份。")
        if any(row.is_waiting for row in inquiry.disclosures.all()):
            return _("已有一份身份告知等审核。")
        return ""

    def _why_not_disclosure_review(self, inquiry=None):
        if inquiry is None or not any(row.is_waiting for row in inquiry.disclosures.all()):
            return _("没有等审核的身份告知。")
        if inquiry.is_over:
            return _("这份核查任务已经结束，不再告知。")
        return ""

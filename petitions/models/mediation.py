"""A claim goes to people's mediation while it is handled (L20, 条例 33): within discretion, and both sides agree."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField
from cases.models import Case, CaseLink, Claim, Counter, Event, Party, SearchText
from cases.models.case import day_starts
from cases.models.numbering import OFFICE
from disputes.models import Consent, Dispute, committee_for
from officials.calendar import Calendar
from officials.models import Official, Unit
from petitions.actions import Beside


class Referral(models.Model):
    """One claim handed to mediation as a dispute of its own, and what came back of it.

    The record of the talks stays with the mediators: only the agreement comes back, and only where both sides said
    that it may (3.4). The clocks of the petition run on.
    """

    class Outcome(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("达成协议")
        ENDED = "ENDED", gettext_lazy("没有达成，终止")

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="referrals", verbose_name=gettext_lazy("信访")
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="referrals", verbose_name=gettext_lazy("诉求"))
    dispute = models.OneToOneField(
        Dispute, models.PROTECT, related_name="referral", verbose_name=gettext_lazy("矛盾纠纷")
    )
    ground = models.CharField(gettext_lazy("为什么可以调解"), max_length=300)
    on = models.DateField(gettext_lazy("移交日期"))
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    recorded_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(gettext_lazy("结果"), max_length=6, choices=Outcome, blank=True)
    ended_on = models.DateField(gettext_lazy("结果日期"), null=True, blank=True)
    may_be_copied = models.BooleanField(gettext_lazy("双方同意把协议附入信访案卷"), default=False)
    agreement = EncryptedTextField(gettext_lazy("协议内容"), max_length=2000, blank=True)
    ended_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("记录人")
    )

    class Meta:
        verbose_name = gettext_lazy("转调解")
        verbose_name_plural = gettext_lazy("转调解")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(outcome=""),
                name="a_claim_is_mediated_once_at_a_time",
                violation_error_message=gettext_lazy("这条诉求正在调解。"),
            ),
            models.CheckConstraint(
                name="mediation_comes_back_whole",
                condition=Q(outcome="", ended_on__isnull=True, ended_by__isnull=True)
                | (~Q(outcome="") & Q(ended_on__gte=F("on"), ended_by__isnull=False)),
                violation_error_message=gettext_lazy("调解的结果要写哪天、谁记的。"),
            ),
            models.CheckConstraint(
                name="an_agreement_is_copied_with_consent",
                condition=Q(agreement="") | Q(outcome="AGREED", may_be_copied=True),
                violation_error_message=gettext_lazy("双方同意了，协议才能附入信访案卷。"),
            ),
        ]

    def __str__(self):
        return f"{self.claim} {self.dispute}"

    @property
    def is_under_way(self):
        return not self.outcome


class Mediable:
    """A petition one of whose claims may be mediated beside its own procedure."""

    # ---------- 问 ----------
    def mediation_steps(self):
        """The result, once there is something to come back; that a claim may go there is a line on the page."""
        for row in self.referrals.all() if self.case.accepted_on and self.case.is_open else ():
            if row.is_under_way:
                yield Beside("mediation_result", (row.claim.position,), _("诉求 %d") % row.claim.position)

    def claims_to_mediate(self):
        """Appeals that this office answers by the petition procedure and whose answer is not yet on its way."""
        if self.case.served_on or self.opinion():
            return []
        under_way = {row.claim_id for row in self.referrals.all() if row.is_under_way}
        return [one for one in self._on_procedure() if one.pk not in under_way and self.accepted_on_of(one)]

    # ---------- 步 ----------
    @transaction.atomic
    def refer_to_mediation(
        self,
        *,
        by,
        claim,
        on,
        kind,
        other_side,
        other_phone="",
        ground,
        way,
        is_free=False,
        rights_told=False,
        now=None,
    ):
        """Hand `claim` to the mediators as a dispute linked to this petition; gives the referral.

        `is_free`: both sides may dispose of it and no binding rule is touched; `rights_told`: both were told their
        rights and agreed on that day, by `way`. Nothing of the petition's clocks changes.
        """
        case = self.case
        self._refuse("mediation")
        self._not_before("on", on, case.accepted_on, _("移交日期不能早于受理日期 %s。"))
        if claim not in self.claims_to_mediate():
            raise ValidationError(
                {"claim": _("只有本街道按信访程序办、还没有送审的诉求可以转调解（条例第三十三条）。")}
            )
        if not is_free:
            words = _(
                "要在双方可以自己处分的范围内、不违反强制规定，才能调解；街道依法该决定的，照程序办（条例第三十三条）。"
            )
            raise ValidationError({"is_free": words})
        if not rights_told:
            words = _("先向双方告知权利义务，双方都同意，才能转调解（条例第三十三条，调解法第三条、第二十三条）。")
            raise ValidationError({"rights_told": words})
        needed = {"other_side": other_side, "ground": ground}
        sentences = {
            "other_side": _("请写对方的姓名或者单位。"),
            "ground": _("请写为什么可以调解（条例第三十三条）。"),
        }
        if lacking := {name: sentences[name] for name, value in needed.items() if not value.strip()}:
            raise ValidationError(lacking)
        now = now or timezone.now()
        other = Party(role=Party.Role.RESPONDENT, name=other_side, phone=other_phone)
        other.recognise_respondent()
        if other.unit_id or other.official_id:
            words = _("对方是本街道的人或单位，不是民间纠纷，不能转调解；照信访程序办（条例第三十三条）。")
            raise ValidationError({"other_side": words})
        dispute = self._open_dispute(claim, other, by=by, on=on, kind=kind, way=way, now=now)
        referral = Referral(petition=self, claim=claim, dispute=dispute, ground=ground, on=on, by=by)
        referral.clean_fields(exclude=["petition", "claim", "dispute", "by"])
        referral.save()
        self._forget("referrals")
        self._settle(by)
        words = gettext_lazy("%(day)s 诉求 %(position)d 经双方同意转调解，办理期限照走（条例第三十三条）")
        self._tell(Event.Kind.LINKED, by, words, is_public=True, day=on, position=claim.position)
        return referral

    @transaction.atomic
    def hear_of_mediation(self, *, by, referral, on, outcome, may_be_copied=False, agreement=""):
        """What came of it: whether there is an agreement, and its words only where both sides said so (3.4)."""
        self._refuse("mediation_result", referral)
        self._not_before("on", on, referral.on, _("结果日期不能早于移交日期 %s。"))
        agreed, dispute = outcome == Referral.Outcome.AGREED, referral.dispute
        if not dispute.is_open and agreed != (dispute.state == Dispute.State.AGREED):
            words = _("这件矛盾纠纷已经结束：%s。这里记的要和它一样（条例第三十三条）。")
            raise ValidationError({"outcome": words % dispute.get_state_display()})
        if agreement.strip() and not (agreed and may_be_copied):
            raise ValidationError({"agreement": _("双方同意附入案卷的协议才写内容；调解的过程不写。")})
        if agreed and may_be_copied and not agreement.strip():
            raise ValidationError({"agreement": _("双方同意附入案卷的，请照协议写内容。")})
        referral.outcome, referral.ended_on, referral.ended_by = outcome, on, by
        referral.may_be_copied, referral.agreement = agreed and may_be_copied, agreement
        referral.clean_fields(exclude=["petition", "claim", "dispute", "by", "ended_by"])
        referral.save()
        self._forget("referrals")
        self._settle(by)
        words = gettext_lazy("%(day)s 诉求 %(position)d 的调解：%(outcome)s；诉求仍要答复")
        self._tell(
            Event.Kind.LINKED,
            by,
            words,
            day=on,
            position=referral.claim.position,
            outcome=Referral.Outcome(outcome).label,
        )

    # ---------- 为什么不能 ----------
    def _why_not_mediation(self):
        case = self.case
        if case.is_sealed:
            return _("封存的检举控告不调解。")
        if case.is_anonymous:
            return _("匿名来件没有双方，不能调解（调解法第三条）。")
        if not case.accepted_on:
            return _("先受理，再转调解：办理期限照受理日起算，调解不停（条例第三十四条、第三十三条）。")
        if not self.claims_to_mediate():
            return _("没有可以转调解的诉求：要本街道按信访程序办、还没有送审、没有正在调解的（条例第三十三条）。")
        return ""

    def _why_not_mediation_result(self, referral=None):
        if referral is None:
            return _("这条诉求没有转过调解（条例第三十三条）。")
        if not referral.is_under_way:
            return _("调解的结果已经在 %s 记下（条例第三十三条）。") % self._day(referral.ended_on)
        return ""

    # ---------- 私 ----------
    def _open_dispute(self, claim, other, *, by, on, kind, way, now):
        """The dispute as a case of its own, with both sides and the consent of each; the mediators decide on it."""
        case, today = self.case, timezone.localdate(now)
        prefix, (value,) = Counter.objects.take_for_office((f"case:{Case.series(OFFICE)}", f"{today:%Y}", 1))
        conflict = Case(
            number=Case.number_of(Case.series(prefix), today.year, value),
            channel=case.channel,
            title=claim.text[:60],
            statement=claim.text,
            received_at=now if on == today else day_starts(on),
            registered_at=now,
            touched_at=now,
            registrar=by,
            first_receiver=case.first_receiver,
            people_present=2,
            people_affected=max(2, case.people_affected),
            community=case.community,
            procedure=Case.Procedure.MEDIATION,
            handling_unit=committee_for(case.community, on=today),
        )
        conflict._history_user = by
        conflict.save()
        lead = case.parties.filter(is_lead=True).first()
        if lead is None:
            raise ValidationError(_("没有主信访人，先补上，再转调解。"))
        first = Party(case=conflict, role=Party.Role.PETITIONER, is_lead=True, **lead.identity_values())
        first.save()
        other.case = conflict
        other.save()
        wanted = Claim.objects.create(case=conflict, position=1, text=claim.text, purpose=claim.purpose)
        SearchText.objects.index_case(conflict, [wanted])
        Event.objects.add(conflict, Event.Kind.REGISTERED, by=by, detail="信访转调解", at=now, is_public=True)
        dispute = Dispute.objects.begin(
            conflict,
            kind=kind,
            source=Dispute.Source.COMMISSIONED,
            source_organ=str(Unit.objects.street()),
            by=by,
            calendar=Calendar.load(),
        )
        for party in (first, other):
            dispute.hear(party, by=by, answer=Consent.Answer.AGREED, on=on, way=way, rights_told=True)
        CaseLink.objects.create(earlier=case, later=conflict, kind=CaseLink.Kind.RELATED, linked_by=by)
        return dispute

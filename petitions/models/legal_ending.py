"""A petition about legal proceedings that the political-legal organs have lawfully ended (依法终结, L27).

The street decides nothing here and no clock runs: it keeps the notice it received, and goes on guiding and helping
(条例 31(1), 37(3)).
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Claim, Event
from cases.models.claim import Route
from officials.models import Official


class LegalEnding(models.Model):
    """The notice that one claim on the way of legal proceedings (W1) is ended: whose, which, when it came."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="legal_ending", verbose_name=gettext_lazy("诉求"))
    organ = models.CharField(gettext_lazy("终结的机关"), max_length=60)
    number = models.CharField(gettext_lazy("文号"), max_length=60)
    dated_on = models.DateField(gettext_lazy("终结日期"))
    received_on = models.DateField(gettext_lazy("收到日期"))
    guidance = models.CharField(gettext_lazy("本街道接着做什么"), max_length=300)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("依法终结")
        verbose_name_plural = gettext_lazy("依法终结")
        constraints = [
            models.CheckConstraint(
                name="ending_is_received_after_it_is_dated",
                condition=Q(received_on__gte=F("dated_on")),
                violation_error_message=gettext_lazy("收到日期不能早于终结日期。"),
            ),
            models.CheckConstraint(
                name="ending_names_its_paper_and_what_goes_on",
                condition=~Q(organ="") & ~Q(number="") & ~Q(guidance=""),
                violation_error_message=gettext_lazy("要写机关、文号，和本街道接着做什么（条例第三十七条）。"),
            ),
        ]

    def __str__(self):
        return f"{self.organ} {self.number}"


class LegallyEndable:
    """A petition a claim of which the political-legal organs may end."""

    @transaction.atomic
    def record_legal_ending(self, *, by, claim, organ, number, dated_on, received_on, guidance):
        """Keep the notice on record. Nothing of the claim changes: it stands where it was told to go."""
        self._refuse("legal_ending", claim)
        self._not_before("received_on", received_on, dated_on, _("收到日期不能早于终结日期 %s。"))
        if self._is_this_office(organ.strip()):
            raise ValidationError({"organ": _("依法终结由政法机关作出，本街道只记录（条例第三十七条第三款）。")})
        row = LegalEnding(
            claim=claim,
            organ=organ,
            number=number,
            dated_on=dated_on,
            received_on=received_on,
            guidance=guidance,
            recorded_by=by,
        )
        row.full_clean(exclude=["claim", "recorded_by"])
        row.save()
        self._settle(by)
        words = gettext_lazy("诉求 %(position)d：%(organ)s依法终结（%(number)s），疏导、帮助照旧")
        self._tell(Event.Kind.ROUTED, by, words, is_public=True, position=claim.position, organ=organ, number=number)
        return row

    def _why_not_legal_ending(self, claim):
        if claim.route != Route.W1:
            return _("诉求 %d 不走诉讼、检察、公安程序（W1），没有依法终结（条例第三十七条第三款）。") % claim.position
        if not claim.routed_on:
            return _("先告知诉求 %d 的去向，再记依法终结（条例第三十七条第三款）。") % claim.position
        if LegalEnding.objects.filter(claim=claim).exists():
            return _("诉求 %d 的依法终结已经记下（条例第三十七条第三款）。") % claim.position
        return ""

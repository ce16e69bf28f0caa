"""What the petition procedure knows of the risk of a matter (5.4): a review lost, a hearing near."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cases.risk import DATES_WITHIN, Factor, fact, register
from petitions.models import Hearing, ReviewOpinion


def start():
    register(Factor("review", _("复查、复核改变了意见"), ("review_lost",), lost))
    register(Factor("hearing", _("14 日以内的听证"), ("date",), near))


def lost(today):
    """The organ above revoked or changed the answer (L45); what was asked since is another matter."""
    changed = ReviewOpinion.objects.filter(result__in=ReviewOpinion.AGAIN, received_on__lte=today)
    words = ["复查、复核 ", F("received_on"), " 撤销或者变更了意见"]
    return [
        fact(changed, case="review__petition__case", key="review_lost", words=words, record=("review", "review_id"))
    ]


def near(today):
    planned = Hearing.objects.filter(dropped_on=None, planned_on__range=(today, today + DATES_WITHIN))
    words = ["听证 ", F("planned_on"), "，14 日以内"]
    return [fact(planned, case="petition__case", key="date", words=words, record=("hearing", "pk"))]

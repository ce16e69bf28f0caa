"""What the petition procedure answers for in the month (K04, K05)."""

from datetime import timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cases import figures, rules
from cases.figures import Figure, Kind, Part
from cases.models import Case, Claim
from petitions.models import Extension, Review


def register():
    figures.count(Part("K04.extended", extended, dated="approved_on", case="petition__case", day="approved_on"))
    figures.count(Part("K04.accepted", accepted, dated="accepted_on", case="", day="accepted_on"))
    figures.register(
        Figure(
            "K04",
            _("延期率"),
            Kind.RATIO,
            "K04.extended",
            "K04.accepted",
            "%",
            _("本月批准的延期比本月按信访程序受理的"),
        )
    )
    watched_until = Cast(F("served_on") + timedelta(days=rules.find("T26").length), DateField())
    figures.count(Part("K05", first_petitions, stayed_settled, dated=watched_until, case="", day="served_on"))
    figures.register(
        Figure(
            "K05",
            _("初信初访一次性化解率"),
            Kind.RATE,
            "K05",
            unit="%",
            note=_("送达后 90 日内没有再来、没有申请复查的比观察期在本月结束的"),
        )
    )


def extended(first, until):
    return figures.counted(
        Extension.objects.filter(approved_on__gte=first, approved_on__lte=until), "petition__case__"
    )


def accepted(first, until):
    """Accepted in the period, with a claim that goes the way of the petition procedure (W6)."""
    w6 = Claim.objects.petition_procedure().filter(case=OuterRef("pk"))
    return Case.objects.counted().filter(Exists(w6), accepted_on__gte=first, accepted_on__lte=until)


def first_petitions(first, until):
    """Petitions new to the office, not voided, whose watch after the service ended in the period."""
    watch = timedelta(days=rules.find("T26").length)
    served = Case.objects.counted().filter(served_on__gte=first - watch, served_on__lte=until - watch)
    return served.filter(procedure=Case.Procedure.PETITION)


def stayed_settled():
    """Nobody came again on the matter within the watch, and nobody asked for a review."""
    watch = timedelta(days=rules.find("T26").length)
    again = Case.objects.filter(
        visits__tie="REPEAT",
        visits__voided_at__isnull=True,
        visits__received_at__date__range=(F("served_on"), F("served_on") + watch),
    )
    served = F("petition__case__served_on")
    reviewed = Review.objects.filter(asked_on__range=(served, served + watch))
    return ~Q(pk__in=again.values("pk")) & ~Q(pk__in=reviewed.values("petition__case"))

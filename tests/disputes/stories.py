"""How a dispute gets somewhere, told in steps."""

from django.utils import timezone

from disputes.models import Consent, Dispute, DisputeKind
from officials.models import Role, Unit
from reception.models.brought import Conflict
from tests import factories

WAYS = "可以向人民法院起诉。"
WATER = "楼上卫生间漏水，把我家天花板泡坏了，找他几次都不管。"


def justice():
    return factories.unit("司法所", Unit.Kind.STATION)


def mediator(**fields):
    return factories.official(Role.MD, at=fields.pop("at", None) or justice(), **fields)


def kind(name="邻里"):
    return DisputeKind.objects.get(name=name)


def conflict(**fields):
    given = {"kind": kind(), "other_side": "李春生", "wanted": "修好卫生间，赔天花板 800 元。"}
    return Conflict(**given | fields)


def visit(by=None, *, name="赵秀英", statement=WATER, **fields):
    told = {key: fields.pop(key) for key in list(fields) if key in Conflict.__dataclass_fields__}
    return factories.visit(by, name=name, statement=statement, conflict=conflict(**told), **fields)


def dispute(by=None, **fields):
    return visit(by, **fields).case.dispute


def agreed(file, *, by, on=None):
    """Every party said yes."""
    for party in file.unheard():
        file.hear(
            party,
            by=by,
            answer=Consent.Answer.AGREED,
            on=on or timezone.localdate(),
            way=Consent.Way.FACE,
            rights_told=True,
        )
    return file


def accepted(file, *, by, on=None, **fields):
    on = on or timezone.localdate()
    agreed(file, by=by, on=on)
    file.accept(by=by, on=on, mediator=by, chosen_by="COMMITTEE", **fields)
    return Dispute.objects.get(pk=file.pk)

"""How a dispute gets somewhere, told in steps."""

from datetime import date, datetime, time

from django.utils import timezone

from disputes.models import Agreement, Consent, Dispute, DisputeKind, Session
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


RECEIVED, ACCEPTED, TALKED, REACHED = (date(2026, 8, day) for day in (3, 5, 10, 12))


def at(day, hour=9):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def mediating(by, *, on=ACCEPTED, received=RECEIVED, **fields):
    """Accepted on a day of August 2026, whatever the day is now."""
    return accepted(dispute(received_at=at(received), **fields), by=by, on=on)


def talk(file, *, by, on=TALKED, hour=9, **said):
    given = {"place": "调解室", "is_open": False, "rights_told": True, "result": "下周再谈。"}
    given |= {"first_said": "漏了三次。", "other_said": "愿意看看。"}
    given |= {"mediators": [by], "parties": file.speakers}
    now = max(timezone.now(), at(on, 23))
    return Session.objects.hold(file, by=by, now=now, started_at=at(on, hour), **given | said)


def items(file, *days, what="付 900 元"):
    other = file.case.parties.respondents().get()
    return [(other, what, "转账", day) for day in days]


def write(file, *, by, on=None, kind="WRITTEN", reached=REACHED, due=(date(2026, 9, 1),), **said):
    given = {"facts": "卫生间漏水。", "issues": "由楼上负责。", "terms": "修好，分两次赔付。"}
    due = items(file, *due)
    today = on or timezone.localdate()
    return Agreement.objects.write(file, by=by, on=today, kind=kind, reached_on=reached, items=due, **given | said)


def signed(agreement, *, by, on=None, parties=REACHED, mediator=REACHED, seal=REACHED):
    days = {"parties_signed_on": parties, "mediator_signed_on": mediator, "sealed_on": seal}
    agreement.sign(by=by, on=on or timezone.localdate(), **days)
    return Dispute.objects.get(pk=agreement.dispute_id).agreement


def settled(by, *, kind="WRITTEN", reached=REACHED, due=(date(2026, 9, 1),), **fields):
    """From the desk to an agreement in effect; gives the agreement, read anew."""
    file = mediating(by, **fields)
    talk(file, by=by, on=max(TALKED, file.case.accepted_on))
    agreement = write(file, by=by, kind=kind, reached=reached, due=due)
    if kind == "WRITTEN":
        return signed(agreement, by=by, parties=reached, mediator=reached, seal=reached)
    return Dispute.objects.get(pk=file.pk).agreement

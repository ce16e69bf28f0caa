"""How a petition gets somewhere, told in steps; every test starts from here."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.models import Case, Claim, Investigation, Service
from cases.models.claim import Purpose, Route
from officials.models import Role
from tests import factories

W1, W2, W5, W6 = Route.W1, Route.W2, Route.W5, Route.W6
SUGGESTION, ACCUSATION, INQUIRY = Purpose.SUGGESTION, Purpose.ACCUSATION, Purpose.INQUIRY
DAY = timedelta(days=1)


def noon(day):
    return datetime.combine(day, time(12), ZoneInfo("Asia/Shanghai"))


def registered(*ways, on, **fields):
    """A complete registration, one claim a way: a route for an appeal, or another purpose."""
    fields.setdefault("received_at", noon(on))
    fields.setdefault("now", noon(on))
    file = factories.case(**fields)
    ways = ways or (W6,)
    claims = [(f"请求{way.label}", *((Purpose.APPEAL, way) if way in Route else (way, ""))) for way in ways]
    file.claims.all().delete()
    return factories.complete(file, claims=claims).petition


def director():
    return factories.official(Role.OD)


def handler():
    return factories.official(Role.HD, at=factories.section())


class Story:
    """Takes one petition from step to step, always by somebody of the office, on the day told."""

    def __init__(self, petition, by=None):
        self.petition = petition
        self.by = by or director()
        self.unit = factories.section()

    def take(self, step, on, claim=None):
        """The step, named as its URL, with everything it asks for."""
        getattr(self, step)(on, claim) if claim else getattr(self, step)(on)
        return self

    def triage(self, on, level=Case.Level.GENERAL, **fields):
        self.petition.triage(by=self.by, on=on, level=level, ground="一个单位能办", handling_unit=self.unit, **fields)

    def notice(self, on):
        self.petition.give_notice(by=self.by, served_on=on, method=Service.Method.HAND, signer="本人")

    def acceptance(self, on):
        self.petition.accept(by=self.by, on=on)

    def routing(self, on, claim):
        self.petition.tell_route(
            by=self.by, claim=claim, organ="区人民法院", served_on=on, method=Service.Method.HAND, signer="本人"
        )

    def investigation(self, on, kinds=(Investigation.Kind.HEARD, Investigation.Kind.SITE)):
        for kind in kinds:
            self.petition.investigate(by=self.by, kind=kind, on=on, place="地下车库", content="看见渗水。")

    def answer(self, on, claim):
        self.petition.answer(
            by=self.by,
            claim=claim,
            on=on,
            decision=Claim.Decision.SUPPORT,
            finding="防水层破损。",
            basis="物业管理条例",
            reply="十月底前修好。",
        )

    def service(self, on):
        self.petition.serve(by=self.by, served_on=on, method=Service.Method.HAND, signer="本人")

    def rating(self, on):
        self.petition.ask_rating(by=self.by, on=on, channel="FACE")

    def closure(self, on):
        self.petition.close(by=self.by, on=on)

    # ---------- 一路走到 ----------
    def accepted(self, on):
        return self.take("triage", on).take("acceptance", on)

    def answered(self, on):
        self.accepted(on).take("investigation", on)
        for claim in self.petition.case.claims.to_answer():
            self.take("answer", on, claim)
        return self

    def ready_to_close(self, on):
        return self.answered(on).take("notice", on).take("service", on).take("rating", on)


def clock(petition, rule):
    return petition.case.deadlines.get(rule=rule)

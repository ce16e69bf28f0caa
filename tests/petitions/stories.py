"""How a petition gets somewhere, told in steps; every test starts from here."""

from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from cases.models import Case, Claim, Commitment, Investigation, Service
from cases.models.claim import Disposal, Purpose, Route
from officials.models import Role
from petitions.models import Objection, SimpleHandling
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


def head():
    return factories.official(Role.HO)


class Staff:
    """Who takes the steps that one person may not take alone; each hired when first needed."""

    def __init__(self, by=None):
        self.by = by

    def hired(self):
        """Everybody at once, for tests that undo what happens later."""
        assert len({self.director, self.drafter, self.head}) == 3
        return self

    @cached_property
    def director(self):
        return self.by or director()

    @cached_property
    def drafter(self):
        return handler()

    @cached_property
    def head(self):
        return head()


class Story:
    """Takes one petition from step to step, always by somebody of the office, on the day told.

    The director does what one person may do; answers are drafted by a handler and signed by the head.
    """

    def __init__(self, petition, by=None, *, staff=None, objects=False):
        self.petition = petition
        self.staff = staff or Staff(by)
        self.by = by or self.staff.director
        self.objects = objects  # what a superior sent goes back to it
        self.unit = factories.section()

    @property
    def drafter(self):
        return self.staff.drafter

    @property
    def head(self):
        return self.staff.head

    def take(self, step, on, claim=None, **more):
        """The step, named as its URL, with everything it asks for."""
        step = getattr(self, "give_back" if step == "return" else step)
        step(on, claim, **more) if claim else step(on, **more)
        return self

    def triage(self, on, level=Case.Level.GENERAL, **fields):
        if self.objects:
            claims = self.petition.case.claims.all()
            fields["routes"] = {claim.pk: (claim.purpose, claim.route, Disposal.OBJECTED) for claim in claims}
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

    def sorting(self, on, claim, way=W2):
        purpose, route = (Purpose.APPEAL, way) if way in Route else (way, "")
        self.petition.sort_again(by=self.by, claim=claim, on=on, purpose=purpose, route=route, reason="欠的是工资")

    def objection(self, on):
        self.petition.object(by=self.by, sender="区信访局", reasons="产权登记归区里管。", sent_on=on)

    def objection_result(self, on, outcome=Objection.Outcome.AGREED):
        self.petition.hear_objection(by=self.by, outcome=outcome, heard_on=on)

    def simple_acceptance(self, on):
        self.petition.accept_simply(
            by=self.by, on=on, ground=SimpleHandling.Ground.PLAIN, told_by=SimpleHandling.Channel.PHONE
        )

    def conversion(self, on):
        self.petition.convert(by=self.by, on=on, reason="牵涉的单位多，要查。")

    def submission(self, on):
        factories.analysed(self.petition.case)
        self.petition.submit(by=self.drafter)

    def approval(self, on):
        self.petition.approve(by=self.by, on=on)

    def signature(self, on):
        self.petition.sign(by=self.head, on=on)

    def give_back(self, on):
        self.petition.send_back(by=self.by, reason="依据写到条款。")

    def answer(self, on, claim):
        self.petition.answer(
            by=self.drafter,
            claim=claim,
            on=on,
            decision=Claim.Decision.SUPPORT,
            finding="防水层破损。",
            basis="物业管理条例",
            reply="十月底前修好。",
        )
        since = self.petition.reopened_on() or claim.case.received_on
        if claim.route == W6 and not claim.commitments.standing().filter(made_on__gte=since).exists():
            self.performed(claim, on)

    def performed(self, claim, on):
        """What the answer supports had been performed already, and somebody else has checked it (L37)."""
        commitment = Commitment.objects.state_performed(
            claim.case,
            claim=claim,
            by=self.by,
            on=on,
            what="修好地下车库",
            performed_on=on,
            evidence="验收单",
            unit=self.unit,
        )
        commitment.verify(by=factories.official(Role.SV), on=on, holds=True)

    def service(self, on):
        self.petition.serve(by=self.by, served_on=on, method=Service.Method.HAND, signer="本人")

    def rating(self, on):
        self.petition.ask_rating(by=self.by, on=on, channel="FACE")

    def closure(self, on):
        self.petition.close(by=self.by, on=on)

    def reopening(self, on, level=None, reason="又渗水了。", **more):
        claims, level = self.petition.claims_to_reopen(), level or self.petition.case.level
        self.petition.reopen(by=self.by, on=on, claims=claims, level=level, reason=reason, **more)

    # ---------- 一路走到 ----------
    def accepted(self, on):
        return self.take("triage", on).take("acceptance", on)

    def answered(self, on):
        self.accepted(on).take("investigation", on)
        for claim in self.petition.case.claims.to_answer():
            self.take("answer", on, claim)
        return self.signed(on)

    def signed(self, on):
        """Sent for review, reviewed, and signed where the head has to."""
        if self.petition.needs_opinion():
            self.take("submission", on)
            if self.petition.opinion().awaits_review:
                self.take("approval", on)
            if self.petition.opinion().awaits_signature:
                self.take("signature", on)
        return self

    def ready_to_close(self, on):
        return self.answered(on).take("notice", on).take("service", on).take("rating", on)


def clock(petition, rule):
    return petition.case.deadlines.get(rule=rule)

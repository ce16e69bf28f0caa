"""Every figure K01 to K25 computed a second time, from the words of the handbook (5.1, 5.2) in plain SQL (0170).

The data are rows of every outcome over fourteen months from a fixed seed, written past the steps: what no step would
leave together stands here side by side, so that a condition forgotten on either side shows.
"""
# ruff: noqa: S608

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import count

import pytest
from django.db import connection
from django.utils import timezone

from cases.figures import FIGURES, Comparison, in_order, lines
from cases.models import (
    BacklogEntry,
    Case,
    Claim,
    Clearing,
    Closing,
    Deadline,
    Evaluation,
    Event,
    Invitation,
    Milestone,
    Ownership,
    Party,
)
from disputes.models import (
    Agreement,
    AgreementItem,
    Clue,
    Confirmation,
    Decision,
    Dispute,
    DisputeKind,
    FollowUp,
    Meeting,
    MeetingTask,
    ScreeningPlan,
    ScreeningTask,
)
from officials.calendar import last_of
from officials.models import Role
from petitions.models import Extension, Petition, Referral, Review
from reception.models import (
    Errand,
    Occupation,
    Outreach,
    OutreachMatter,
    Reading,
    ReceptionDay,
    ReceptionDayChange,
    Room,
    SpotAnswer,
    Ticket,
    Visit,
    WindowRating,
    WindowReply,
    WindowRequest,
)
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SINCE, DAYS = date(2025, 8, 1), 457  # up to the last of October 2026
CASES = 260
CHANNELS = ["VISIT", "VISIT", "LETTER", "CALL", "ONLINE", "FAX", "HOTLINE", "SCREENED", "WINDOW"]
DISPOSALS = {
    "W6": ["", "HANDLE", "HANDLE", "NOT_IN_POWERS", "TRANSFERRED"],
    "W1": ["", "LEGAL_ROUTE"],
    "W5": ["", "DUTY", "LEGAL_ROUTE"],
    "": ["", "HANDLE", "TRANSFERRED"],
    "ACCUSATION": ["", "DISCIPLINE"],
}


def at(day, hour=9):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, hour))


class Register:
    """What the office wrote down, drawn; the same at every run."""

    def __init__(self):
        self.draw, self.serial = random.Random(11), count(1)
        self.clerk, self.director = factories.official(Role.RC), factories.official(Role.OD)
        self.handlers = [factories.official(Role.HD, at=factories.section(name)) for name in ("城建科", "社会科")]
        self.leaders = [factories.official(Role.LO) for _number in range(2)]
        self.community = factories.community()
        self.pattern = factories.triaged(handler=self.handlers[0])
        self.kind = DisputeKind.objects.first() or DisputeKind.objects.create(code="ZZ", name="邻里纠纷")

    def some(self, *values):
        return self.draw.choice(values)

    def day(self, since=SINCE, until=DAYS):
        return since + timedelta(days=self.draw.randrange(until))

    def write(self):
        for _number in range(CASES):
            self.matter()
        for _number in range(120):
            self.contact_without_case()
        for _number in range(60):
            self.clue()
            self.screening()
        self.reception_days()
        self.outreach()
        self.meetings()
        for _number in range(150):
            self.mediation()
        self.readings()

    # ---------- 事项 ----------
    def matter(self, procedure="PETITION"):
        some, draw = self.some, self.draw
        received = self.day()
        handler = some(*self.handlers)
        accepted = received + timedelta(days=draw.randrange(15))
        served = some(None, accepted + timedelta(days=draw.randrange(70)))
        closed = served and some(None, served + timedelta(days=draw.randrange(20)))
        voided = closed if closed and draw.random() < 0.25 else None
        case = Case.objects.get(pk=self.pattern.pk)
        case.pk, case.number = None, f"ZZ2026-{next(self.serial):05}"
        case._state.adding = True
        case.received_at = case.registered_at = at(received, some(0, 9, 23))
        case.channel, case.handler, case.handling_unit = some(*CHANNELS), handler, handler.unit
        case.procedure, case.level = procedure, some("GENERAL", "GENERAL", "COMPLEX", "HARD")
        case.repeat_count, case.people_affected = 0, some(1, 2, 5, 40)
        case.accepted_on, case.served_on, case.closed_on, case.voided_on = accepted, served, closed, voided
        case.stage = "CLOSED" if closed else "SERVED" if served else "ACCEPTED"
        case.is_historical = draw.random() < 0.08
        case.confidentiality = "SEALED" if procedure == "PETITION" and draw.random() < 0.06 else "NORMAL"
        case.next_legal_on = None
        contacts = [received, *(self.day(received, 150) for _again in range(some(0, 0, 1, 2)))]
        case.repeat_count = len(contacts) - 1
        Case.objects.bulk_create([case])
        case = Case.objects.get(number=case.number)
        for place, day in enumerate(contacts):
            self.contact(case, day, tie="REPEAT" if place else "NEW")
        if procedure != "PETITION":
            return case
        self.claims(case)
        self.clocks(case, received)
        if not case.is_historical:  # it has no target (T32)
            self.clearing(case, received)
        self.rating(case)
        if case.level == "HARD":
            self.owned(case, received)
        if draw.random() < 0.4:
            self.backlog(case, received)
        if closed:
            outcomes = some(["SOLVED"], ["EXPLAINED"], ["LAW"], ["SOLVED", "LAW"], [])
            law = {"organ": "区住建局", "measure": "处罚"} if "LAW" in outcomes else {}
            Closing.objects.create(case=case, round=1, on=closed, by=handler, outcomes=outcomes, **law)
        self.procedure(case, received)
        return case

    def contact(self, case, day, **fields):
        void = at(day, 12) if self.draw.random() < 0.15 else None
        Visit.objects.bulk_create(
            [
                Visit(
                    contact_no=f"ZZ-{next(self.serial)}",
                    channel=case.channel,
                    received_at=at(day, self.some(0, 9, 23)),
                    registered_at=at(day + DAY),
                    registrar=self.clerk,
                    case=case,
                    statement="车库漏水",
                    purpose=self.some("APPEAL", "INQUIRY"),
                    people_present=self.some(1, 2, 4, 5, 9),
                    voided_at=void,
                    is_sealed=case.is_sealed,
                    is_historical=case.is_historical,
                    **fields,
                )
            ]
        )

    def claims(self, case):
        for position in range(1, self.some(2, 3, 4)):
            purpose = self.some("APPEAL", "APPEAL", "APPEAL", "SUGGESTION", "INQUIRY", "THANKS", "ACCUSATION")
            route = self.some("W6", "W6", "W1", "W5") if purpose == "APPEAL" else ""
            known = purpose if purpose == "ACCUSATION" else route
            Claim.objects.bulk_create(
                [
                    Claim(
                        case=case,
                        position=position,
                        text="修好",
                        purpose=purpose,
                        route=route,
                        disposal=self.some(*DISPOSALS[known]),
                        withdrawn_on=self.some(None, None, None, None, case.accepted_on),
                    )
                ]
            )

    def clock(self, case, rule, due, *, kind="STATUTORY", started=None, ended=None, **fields):
        return Deadline.objects.create(
            case=case,
            kind=kind,
            rule=rule,
            label="环节",
            started_on=started or due - 15 * DAY,
            nominal_on=due,
            legal_end_on=due,
            target_on=due,
            ended_on=ended,
            end_reason="已办" if ended else "",
            fell_away=bool(ended) and self.draw.random() < 0.2,
            **fields,
        )

    def around(self, due):
        return self.some(None, due, due + DAY, due - 3 * DAY)

    def clocks(self, case, received):
        for rule, length, kind in (
            ("L03", 15, "STATUTORY"),
            ("L04", 15, "STATUTORY"),
            ("L17", 60, "STATUTORY"),
            ("L37", 90, "PROMISE"),
            ("K22", 3, "TARGET"),
            ("F52", 30, "TASK"),
            ("L01", 15, "STATUTORY"),
        ):
            due = received + timedelta(days=length)
            whose = self.some("OFFICE", "OFFICE", "OFFICE", "PETITIONER")
            extended = self.some(0, 0, 30) if rule == "L17" else 0
            self.clock(case, rule, due, kind=kind, ended=self.around(due), whose=whose, extended_days=extended)

    def clearing(self, case, received):
        due = received + timedelta(days=self.draw.randrange(10, 60))
        outcome = self.some("", "CLEARED", "CLEARED", "CLEARED", "LEVELLED", "WITHDRAWN", "MERGED", "VOIDED")
        outcome = "VOIDED" if case.voided_on else outcome
        ended = outcome and self.some(due, due - 5 * DAY, due + 5 * DAY)
        self.target(case, due, outcome, ended or None, "TRIAGED")
        if outcome == "CLEARED" and self.draw.random() < 0.6:
            again = ended + timedelta(days=self.some(1, 40, 90, 91))
            clock = self.clock(case, "T22", again + 30 * DAY, kind="CLEARING", started=again)
            first = clock.legal_end_on.replace(day=1)
            first = first if case.level == "GENERAL" else first.replace(month=1)
            given = {"level": case.level, "round": 2, "cause": "REOPENED", "outcome": ""}
            Clearing.objects.create(
                case=case, deadline=clock, first_due_on=clock.legal_end_on, cohort_on=first, **given
            )

    def target(self, case, due, outcome, ended, cause):
        clock = self.clock(case, "T22", due, kind="CLEARING", ended=ended)
        first = due.replace(day=1) if case.level == "GENERAL" else due.replace(month=1, day=1)
        given = {"level": case.level, "round": 1, "cause": cause, "outcome": outcome}
        Clearing.objects.create(case=case, deadline=clock, first_due_on=due, cohort_on=first, **given)

    def rating(self, case):
        asked = self.day(case.received_on, 60)
        invitation = Invitation.objects.create(
            case=case, round=1, asked_on=asked, until=asked + 30 * DAY, channel="ONLINE", asked_by=case.handler
        )
        for about in self.some((), ("UNIT",), ("OFFICE", "UNIT")):
            Evaluation.objects.create(
                invitation=invitation,
                about=about,
                grade=self.some("SATISFIED", "FAIR", "DISSATISFIED"),
                on=asked + timedelta(days=self.draw.randrange(30)),
                via="ONLINE",
                unit=case.handling_unit,
                handler=case.handler,
            )

    def owned(self, case, received):
        until = self.some(None, received + 120 * DAY)
        leader = self.some(*self.leaders)
        given = {"case": case, "leader": leader, "decided_by": self.director}
        Ownership.objects.create(since=received, until=until, **given)
        if self.draw.random() < 0.7:
            withdrawn = self.some(None, None, received + 9 * DAY)
            gone = {"withdrawn_on": withdrawn, "withdrawn_by": self.clerk, "withdrawal": "换"} if withdrawn else {}
            Milestone.objects.create(
                case=case,
                position=1,
                what="修",
                planned_on=received + 30 * DAY,
                official=case.handler,
                deadline=self.clock(case, "F52", received + 30 * DAY, kind="TASK"),
                added_on=received,
                added_by=self.clerk,
                **gone,
            )
        for _number in range(self.some(2, 4, 8)):
            actor, kind = self.some(leader, case.handler), self.some("NOTE", "TRIED", "RISK", "FILE", "PLANNED")
            Event.objects.create(case=case, at=at(self.day(received, 300), 23), actor=actor, kind=kind)

    def backlog(self, case, received):
        entered = received + timedelta(days=self.draw.randrange(200))
        ended = self.some(None, entered, entered + 70 * DAY)
        over = {"ended_on": ended, "ended_by": self.clerk, "end_ground": "凭文书"} if ended else {}
        BacklogEntry.objects.create(
            case=case,
            source="LISTED",
            ground="上级清单",
            entered_on=entered,
            entered_by=self.clerk,
            outcome=self.some("SUBSTANTIVE", "PROCEDURAL") if ended else "",
            **over,
        )

    def procedure(self, case, received):
        petition = Petition.objects.create(case=case)
        if self.draw.random() < 0.4:
            approved, due = self.day(received, 60), received + 60 * DAY
            said = {"approved_on": approved, "approved_by": self.leaders[0]} if self.draw.random() < 0.7 else {}
            Extension.objects.create(
                petition=petition,
                days=30,
                reason="鉴定",
                due_before=due,
                due_after=due + 30 * DAY,
                asked_on=received,
                asked_by=case.handler,
                proposed_on=received,
                proposed_by=self.director,
                **said,
            )
        if case.served_on and self.draw.random() < 0.3:
            asked = case.served_on + timedelta(days=self.some(0, 20, 90, 91))
            given = {"kind": "FIRST", "round": 1, "organ": "区政府", "taker": "STREET", "recorded_by": self.clerk}
            Review.objects.create(
                petition=petition, position=1, asked_on=asked, last_on=asked, received_on=asked, **given
            )
        claim = case.claims.first()
        if self.draw.random() < 0.3:
            dispute = Dispute.objects.create(case=self.matter("MEDIATION"), kind=self.kind)
            outcome = self.some("", "AGREED", "AGREED", "ENDED")
            ended = {"ended_on": received + 40 * DAY, "ended_by": self.clerk} if outcome else {}
            Referral.objects.create(
                petition=petition,
                claim=claim,
                dispute=dispute,
                ground="能调",
                on=received,
                by=case.handler,
                outcome=outcome,
                **ended,
            )

    # ---------- 调解 ----------
    def mediation(self):
        case = self.matter("MEDIATION")
        if case.closed_on and self.draw.random() < 0.2:  # never accepted, and yet ended in any way
            Case.objects.filter(pk=case.pk).update(accepted_on=None)
        state = self.some("AGREED", "AGREED", "FAILED", "STOPPED", "WITHDRAWN", "DECLINED", "VOID")
        state = state if case.closed_on else self.some("PENDING", "ACCEPTED")
        ended = {"reason": "谈不拢", "routes_told": "可以起诉"}
        ended = ended if state in ("FAILED", "STOPPED", "WITHDRAWN", "DECLINED") else {}
        dispute = Dispute.objects.create(case=case, kind=self.kind, state=state, **ended)
        if self.draw.random() < 0.8:
            self.agreed_on(dispute)

    def agreed_on(self, dispute):
        reached, case = self.day(dispute.case.received_on, 40), dispute.case
        kind, gone = self.some("WRITTEN", "WRITTEN", "WRITTEN", "ORAL"), {}
        effective = reached if kind == "ORAL" else self.some(None, reached + 3 * DAY, reached + 9 * DAY)
        if kind == "WRITTEN" and effective:
            gone = {"parties_signed_on": reached, "mediator_signed_on": effective, "sealed_on": reached}
        if effective is None and self.draw.random() < 0.5:
            gone = {"dropped_on": reached, "dropped_by": self.clerk, "drop_reason": "重写"}
        last = effective and effective + 30 * DAY
        agreement = Agreement.objects.create(
            dispute=dispute,
            position=1,
            kind=kind,
            facts="漏水",
            issues="楼上负责",
            terms="赔付",
            reached_on=reached,
            effective_on=effective,
            deadline=self.clock(case, "M18", last, whose="PETITIONER") if last else None,
            recorded_by=self.clerk,
            **gone,
        )
        party = Party.objects.create(case=case, role="RESPONDENT", name="甲")
        for position in range(1, self.some(1, 2, 3, 4)):
            due = reached + timedelta(days=self.draw.randrange(90))
            item = AgreementItem.objects.create(
                agreement=agreement, position=position, party=party, what="付款", due_on=due
            )
            self.followed_up(item, due)
        if last:
            self.asked_the_court(agreement, last)

    def followed_up(self, item, due):
        given = {"item": item, "found": "收条", "recorded_by": self.clerk}
        how = self.some("nobody", "kept", "kept", "late", "partly", "not", "not and late", "mistaken")
        if how == "mistaken":
            gone = {"withdrawn_on": due + DAY, "withdrawn_by": self.clerk, "withdrawal": "记错了"}
            FollowUp.objects.create(outcome="FULL", on=due, performed_on=due, **given, **gone)
        if how == "partly":
            FollowUp.objects.create(outcome="PARTLY", on=due, **given)
        if how in ("not", "not and late"):
            FollowUp.objects.create(outcome="NOT", on=due + DAY, routes_told="可以起诉", **given)
        if how in ("kept", "late", "not and late"):
            performed = self.some(due, due - 2 * DAY) if how == "kept" else due + DAY
            FollowUp.objects.create(outcome="FULL", on=due + 3 * DAY, performed_on=performed, **given)

    def asked_the_court(self, agreement, last):
        given = {"agreement": agreement, "court": "区法院", "is_joint": True, "last_on": last}
        for outcome in self.some((), ("",), ("CONFIRMED",), ("CONFIRMED",), ("REJECTED",), ("WITHDRAWN", "CONFIRMED")):
            applied = last - timedelta(days=self.draw.randrange(20))
            ruled = (
                {"decided_on": applied + 40 * DAY, "decided_by": self.clerk, "number": "民特1号"} if outcome else {}
            )
            Confirmation.objects.create(applied_on=applied, outcome=outcome, recorded_by=self.clerk, **given, **ruled)

    # ---------- 窗口 ----------
    def contact_without_case(self):
        day = self.day()
        visit = Visit(
            contact_no=f"ZZ-{next(self.serial)}",
            channel="WINDOW",
            received_at=at(day, self.some(0, 9, 22)),
            registered_at=at(day, 23),
            registrar=self.clerk,
            statement="怎么办居住证",
            purpose=self.some("APPEAL", "INQUIRY", "SUGGESTION", "THANKS"),
            voided_at=at(day, 23) if self.draw.random() < 0.1 else None,
            is_sealed=self.draw.random() < 0.02,
        )
        how = self.some("spot", "spot", "back", "waits")
        if how == "spot":
            visit.answer = SpotAnswer.objects.create(told="带身份证来", by=self.clerk)
            visit.settled_at = at(day + self.some(0, 0, 1) * DAY, 23)
        if how == "back":
            visit.request = self.handed_over(day)
        Visit.objects.bulk_create([visit])
        errand = Errand.objects.create(
            visit=visit,
            community=self.community,
            by=self.clerk,
            at=visit.received_at,
            missing=self.some([], [], ["户口簿"]),
            follows=Errand.objects.order_by("pk").last() if self.draw.random() < 0.2 else None,
        )
        if self.draw.random() < 0.5:
            given = {"grade": self.some("SATISFIED", "DISSATISFIED"), "is_complaint": self.some(True, False)}
            WindowRating.objects.create(errand=errand, via="CODE", at=at(day + 2 * DAY, 0), **given)

    def handed_over(self, day):
        due = day + timedelta(days=self.some(0, 5))
        told = self.some(None, None, due, due + DAY)
        state = "TOLD" if told else self.some("HANDED", "TAKEN_UP", "VOID")
        given = {"told_at": at(told, 23), "told_by": self.clerk, "told_way": "PHONE"} if told else {}
        request = WindowRequest.objects.create(
            unit=self.handlers[0].unit,
            deadline=self.clock(None, "F34", due, kind="PROMISE", ended=told),
            state=state,
            handed_by=self.clerk,
            handed_at=at(day, 9),
            **given,
        )
        for _number in range(self.some(0, 1, 1)):
            back = {"returned_at": at(day + DAY, 10), "returned_by": self.clerk, "return_reason": "不对"}
            back = back if self.draw.random() < 0.4 else {}
            reply_at = at(day, self.some(0, 23))
            WindowReply.objects.create(request=request, text="带证", by=self.handlers[0], at=reply_at, **back)
        return request

    # ---------- 排查、接访、例会 ----------
    def clue(self):
        day, answer = self.day(), self.some("", "CONFIRMED", "CONFIRMED", "CONFIRMED", "REFUSED")
        given = {"answered_by": self.director, "answered_on": day, "answer_words": "看过"} if answer else {}
        given |= {"unit": self.community} if answer == "CONFIRMED" else {}
        how = self.some("open", "settled", "case") if answer == "CONFIRMED" else "open"
        if how == "settled":
            given |= {"evidence": "照片", "settled_by": self.clerk, "settled_on": day + 2 * DAY}
        clue = Clue.objects.create(
            facts="噪声",
            place="三幢",
            community=self.community,
            kind="NOISE",
            urgency="WEEK",
            raised_by=self.clerk,
            raised_on=day,
            answer=answer,
            **given,
        )
        if how == "case":
            case = self.draw.choice(list(Case.objects.filter(number__startswith="ZZ").order_by("pk")))
            self.contact(case, day, clue=clue, tie="FOLLOW_UP")

    def screening(self):
        day, number = self.day(), next(self.serial)
        plan = ScreeningPlan.objects.create(
            kind="DAILY",
            name=f"排查{number}",
            frequency="DAILY",
            first_on=day,
            last_on=day,
            planned_by=self.director,
            planned_on=day,
        )
        reported = self.around(day)
        given = {"dropped_on": day} if reported is None and self.draw.random() < 0.3 else {}
        if reported:
            given = {"result": "NOTHING", "reported_by": self.clerk, "reported_at": at(reported)}
            given |= {"reported_on": reported}
        ScreeningTask.objects.create(
            plan=plan,
            unit=self.community,
            rhythm="DAILY",
            for_on=day,
            due_on=day,
            opened_on=day,
            deadline=self.clock(None, "F10", day, kind="TASK"),
            **given,
        )

    def reception_days(self):
        room = Room.objects.create(name="接待室 ZZ", kind=Room.Kind.values[0], capacity=4)
        for number in range(DAYS // 2):
            day = SINCE + timedelta(days=2 * number)
            span = {"room": room, "since": at(day, 0), "until": at(day, 12)}
            state = self.some("held", "held", "planned", "cancelled")
            given = {"held_at": at(day, 12), "held_by": self.clerk} if state == "held" else {}
            if state == "cancelled":
                given = {"cancelled_at": at(day, 0)}
            else:
                purpose = {"kind": "BOOKED", "purpose": "RECEPTION_DAY", "by": self.clerk}
                given["booking"] = Occupation.objects.create(**span, **purpose)
            leader = self.some(*self.leaders)
            session = ReceptionDay.objects.create(
                leader=leader, slot_minutes=20, planned_by=self.clerk, **span, **given
            )
            if self.draw.random() < 0.3:
                was = {"was_since": at(day, 0), "was_until": at(day, 12), "was_room": room}
                who = {"was_leader": self.some(*self.leaders), "kind": self.some("REPLACED", "REPLACED", "MOVED")}
                ReceptionDayChange.objects.create(day=session, reason="出差", by=self.clerk, **was, **who)
        contacts = list(Visit.objects.filter(contact_no__startswith="ZZ").order_by("pk"))
        for number, visit in enumerate(contacts):
            session = self.some(*ReceptionDay.objects.order_by("pk"))
            started = session.since + timedelta(hours=self.some(0, 5, 12))
            stamps = dict.fromkeys(("arrived_at", "registered_at", "queued_at", "called_at", "started_at"), started)
            receiver = self.some(session.leader, session.leader, self.clerk)
            given = {"visit": visit, "day": timezone.localdate(started), "number": f"A{number}", "kind": "A"}
            given |= {"state": "DONE", "ended_at": started, "receiver": receiver, "seats": 1}
            if self.draw.random() < 0.7:
                Ticket.objects.create(**given, **stamps)

    def readings(self):
        for visit in Visit.objects.filter(contact_no__startswith="ZZ").order_by("pk"):
            reader, read = self.some(*self.leaders, self.clerk), at(self.day(), self.some(0, 9, 23))
            given = {"visit": visit, "reader": reader, "as_leader": reader in self.leaders}
            Reading.objects.create(at=read, **given)
            if given["as_leader"] and self.some(True, False):
                Reading.objects.create(at=read + self.some(-20, 0, 20) * DAY, instruction="请回话。", **given)

    def outreach(self):
        cases = list(Case.objects.filter(number__startswith="ZZ").order_by("pk"))
        for _number in range(240):
            started, lead = at(self.day(), self.some(0, 9, 23)), self.some(*self.leaders, *self.handlers)
            given = {"lead": lead, "companion": self.clerk, "starts_at": started, "planned_by": lead}
            given |= {"state": "DONE", "started_at": started, "outcome": "说清了"} if self.some(1, 1, 0) else {}
            if self.some("home", "community", "community") == "home":
                asked = {"consent": "PHONE", "consent_at": started - DAY, "purpose": "看漏水"}
                Outreach.objects.create(kind="HOME", case=self.some(*cases), **asked, **given)
                continue
            purpose = self.some("", "物业费")
            went = Outreach.objects.create(kind="COMMUNITY", community=self.community, purpose=purpose, **given)
            for case in self.draw.sample(cases, self.some(0, 1, 3)):
                OutreachMatter.objects.create(outreach=went, case=case)

    def meetings(self):
        month = SINCE
        while month < date(2026, 10, 1):
            held = month + 4 * DAY
            meeting = Meeting.objects.create(
                month=month, held_on=held, place="三楼", chair=self.leaders[0], recorder=self.clerk
            )
            for position in range(1, 4):
                due = held + timedelta(days=self.draw.randrange(5, 40))
                state = self.some("OPEN", "REPORTED", "DONE", "DONE", "DROPPED")
                given = {"done_on": due + self.some(-2, 0, 1) * DAY, "evidence": "照片"} if state != "OPEN" else {}
                decision = Decision.objects.create(
                    meeting=meeting,
                    position=position,
                    kind="OTHER",
                    text="修",
                    leader=self.leaders[0],
                    unit=self.handlers[0].unit,
                    official=self.handlers[0],
                    due_on=due,
                    feedback="书面",
                    decided_on=held,
                )
                later = due + self.some(0, 40) * DAY  # postponed: the decision keeps the first day
                MeetingTask.objects.create(
                    decision=decision,
                    deadline=self.clock(None, "F57", later, kind="TASK"),
                    state=state,
                    reason="不用了" if state == "DROPPED" else "",
                    **given,
                )
            month = last_of(month) + DAY


# ---------- 第二次算 ----------
# From the tables and from nothing of the product's code. Each gives what was kept and of how many; a count is of 1.
SHORT = {
    "@in": "BETWEEN %(first)s AND %(last)s",
    "@contacts": """reception_visit v WHERE v.voided_at IS NULL AND NOT v.is_historical AND NOT v.is_sealed
        AND day(v.received_at) @in""",
    "@of_case": "@counted AND c.confidentiality <> 'SEALED'",
    "@counted": "NOT c.is_historical AND c.voided_on IS NULL",
    "@received": "cases_case c WHERE @of_case AND day(c.received_at) @in",
    "@clocks": """cases_deadline d JOIN cases_case c ON c.id = d.case_id WHERE @of_case AND d.whose = 'OFFICE'
        AND d.legal_end_on @in AND d.rule""",
    "@let_go": "(d.fell_away AND d.ended_on <= d.legal_end_on)",
    "@owed": "(NOT d.fell_away OR d.ended_on > d.legal_end_on)",
    "@in_time": "count(*) FILTER (WHERE d.ended_on <= d.legal_end_on AND NOT d.fell_away), count(*)",
    "@invited": "cases_invitation i JOIN cases_case c ON c.id = i.case_id WHERE @of_case AND i.until @in",
    "@rated": """cases_evaluation e JOIN cases_invitation i ON i.id = e.invitation_id
        JOIN cases_case c ON c.id = i.case_id WHERE @of_case""",
    "@entries": "cases_backlogentry b JOIN cases_case c ON c.id = b.case_id WHERE @of_case",
    "@targets": """cases_clearing t JOIN cases_deadline d ON d.id = t.deadline_id JOIN cases_case c ON c.id = t.case_id
        WHERE @of_case AND t.outcome NOT IN ('WITHDRAWN', 'MERGED', 'VOIDED')
        AND NOT (t.outcome = 'LEVELLED' AND d.ended_on <= d.legal_end_on) AND t.level""",
    "@cleared": "t.outcome = 'CLEARED' AND d.ended_on <= d.legal_end_on",
    "@letters": """cases_ownership o JOIN cases_case c ON c.id = o.case_id WHERE @of_case AND o.since <= %(last)s
        AND (o.until IS NULL OR o.until > %(first)s)""",
    "@planned": "EXISTS (SELECT FROM cases_milestone m WHERE m.case_id = c.id AND m.withdrawn_on IS NULL)",
    "@did": """EXISTS (SELECT FROM cases_event e WHERE e.case_id = c.id AND day(e.at) @in AND e.actor_id = o.leader_id
        AND e.kind <> 'RISK')""",
    "@on": """EXISTS (SELECT FROM cases_event e WHERE e.case_id = c.id AND day(e.at) @in
        AND e.kind IN ('NOTE', 'OUTREACH', 'PLANNED'))""",
    "@elsewhere": """(k.disposal NOT IN ('', 'HANDLE', 'DUTY') OR k.disposal = '' AND (k.purpose = 'ACCUSATION'
        OR k.route IN ('W1', 'W2', 'W3', 'W4', 'W5')))""",
    "@agreed": """disputes_agreement a JOIN disputes_dispute p ON p.id = a.dispute_id
        JOIN cases_case c ON c.id = p.case_id""",
    "@in_effect": "@of_case AND a.effective_on IS NOT NULL",
    "@days_to": "- day(c.received_at)",
}


def claimed(purpose):
    return f"""SELECT count(*), 1 FROM @received AND EXISTS (SELECT FROM cases_claim k WHERE k.case_id = c.id
        AND k.withdrawn_on IS NULL AND k.purpose = '{purpose}')"""


def contacts(condition, what="count(*)"):
    return f"SELECT coalesce({what}, 0), 1 FROM @contacts AND {condition}"


def satisfied(about):
    return f"""SELECT count(*) FILTER (WHERE e.grade IN ('SATISFIED', 'FAIR')), count(*) FROM @rated
        AND i.until @in AND e.about = '{about}'"""


def took(day):
    rows = f"FROM cases_case c WHERE @of_case AND c.{day} @in"
    return {
        "median": f"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY c.{day} @days_to), 1 {rows}",
        "mean": f"SELECT sum(c.{day} @days_to), count(*) {rows}",
    }


def share(condition, rows):
    return f"SELECT count(*) FILTER (WHERE {condition}), count(*) FROM {rows}"


def with_sealed(sealed, rows):
    """All, with the sealed where they are five or more."""
    of = f"count(*) FILTER (WHERE {sealed})"
    return f"SELECT count(*) - CASE WHEN {of} < 5 THEN {of} ELSE 0 END, 1 FROM {rows}"


EVALUATED = "EXISTS (SELECT FROM cases_evaluation e WHERE e.invitation_id = i.id)"
VISITS = "v.channel = 'VISIT'"
GROUPS = f"{VISITS} AND v.people_present >= 5"
SESSIONS = "reception_receptionday s WHERE day(s.since) @in"
WAS_HELD = """(s.cancelled_at IS NULL AND (s.held_at IS NOT NULL OR EXISTS (SELECT FROM reception_ticket t
    WHERE t.receiver_id = s.leader_id AND t.started_at >= s.since AND t.started_at < s.until)))"""
TALKS = """reception_visit v JOIN reception_ticket t ON t.visit_id = v.id LEFT JOIN cases_case c ON c.id = v.case_id
    WHERE v.voided_at IS NULL AND NOT v.is_historical AND NOT v.is_sealed AND day(t.started_at) @in
    AND EXISTS (SELECT FROM reception_receptionday s WHERE s.cancelled_at IS NULL AND s.leader_id = t.receiver_id
    AND t.started_at >= s.since AND t.started_at < s.until)"""
CLOSED = """EXISTS (SELECT FROM cases_closing g WHERE g.case_id = c.id AND g.round = c.round AND g.on <= %(last)s
    AND g.outcomes && ARRAY['SOLVED', 'EXPLAINED', 'HELPED']::varchar[])"""
WENT = """o.state = 'DONE' AND day(o.started_at) @in AND EXISTS (SELECT FROM officials_posting p
    WHERE p.official_id = o.lead_id AND p.role IN ('LO', 'HO') AND p.since <= day(o.started_at)
    AND (p.until IS NULL OR p.until > day(o.started_at)))"""
WENT_DOWN = f"""o.kind = 'COMMUNITY' AND {WENT} AND (o.purpose <> '' OR EXISTS (SELECT
    FROM reception_outreachmatter n WHERE n.outreach_id = o.id))"""
TAKEN = f"""reception_outreachmatter m JOIN reception_outreach o ON o.id = m.outreach_id
    JOIN cases_case c ON c.id = m.case_id WHERE @of_case AND {WENT_DOWN}"""
ERRANDS = """reception_errand a JOIN reception_visit v ON v.id = a.visit_id
    LEFT JOIN reception_windowrequest r ON r.id = v.request_id WHERE NOT v.is_sealed AND"""
CLEARED_BEFORE = """(SELECT c.id, d.ended_on FROM @targets = 'GENERAL' AND @cleared
    AND date_trunc('month', d.legal_end_on) = date_trunc('month', %(last)s::date - 89) - interval '1 month') g"""
SECOND = {
    "K01": with_sealed(
        "v.is_sealed",
        "reception_visit v WHERE v.voided_at IS NULL AND NOT v.is_historical AND day(v.received_at) @in",
    ),
    **{f"K01.{channel}": contacts(f"v.channel = '{channel}'") for channel in Case.Channel},
    "K01.batches": contacts(VISITS),
    "K01.people": contacts(VISITS, "sum(v.people_present)"),
    "K01.groups": contacts(GROUPS),
    "K01.group_people": contacts(GROUPS, "sum(v.people_present)"),
    "K01.cases": with_sealed("c.confidentiality = 'SEALED'", "cases_case c WHERE @counted AND day(c.received_at) @in"),
    "K01.mass": "SELECT count(*), 1 FROM @received AND c.people_affected >= 5",
    **{f"K01.{purpose}": claimed(purpose) for purpose in ("APPEAL", "SUGGESTION", "INQUIRY", "THANKS")},
    "K02": "SELECT @in_time FROM @clocks IN ('L03', 'L04') AND @owed",
    "K02.gone": "SELECT count(*), 1 FROM @clocks IN ('L03', 'L04') AND @let_go",
    "K03": "SELECT @in_time FROM @clocks = 'L17' AND @owed",
    "K03.gone": "SELECT count(*), 1 FROM @clocks = 'L17' AND @let_go",
    "K03.extended": share("d.extended_days > 0", "@clocks = 'L17' AND @owed"),
    "K04": """SELECT (SELECT count(*) FROM petitions_extension x JOIN petitions_petition p ON p.id = x.petition_id
            JOIN cases_case c ON c.id = p.case_id WHERE @of_case AND x.approved_on @in),
        (SELECT count(*) FROM cases_case c WHERE @of_case AND c.accepted_on @in AND EXISTS (SELECT FROM cases_claim k
            WHERE k.case_id = c.id AND k.withdrawn_on IS NULL AND k.purpose = 'APPEAL' AND k.route = 'W6'
            AND NOT @elsewhere))""",
    "K05": share(
        """NOT EXISTS (SELECT FROM reception_visit v WHERE v.case_id = c.id AND v.tie = 'REPEAT'
            AND v.voided_at IS NULL AND day(v.received_at) BETWEEN c.served_on AND c.served_on + 90)
        AND NOT EXISTS (SELECT FROM petitions_review r JOIN petitions_petition p ON p.id = r.petition_id
            WHERE p.case_id = c.id AND r.asked_on BETWEEN c.served_on AND c.served_on + 90)""",
        "cases_case c WHERE @of_case AND c.procedure = 'PETITION' AND c.served_on + 90 @in",
    ),
    "K06": share("v.tie = 'REPEAT'", "@contacts"),
    "K06.cases": share("c.repeat_count >= 1", "@received"),
    "K07": share(EVALUATED, "@invited"),
    "K08.office": satisfied("OFFICE"),
    "K08.unit": satisfied("UNIT"),
    "K10": """SELECT (SELECT count(*) FROM @entries AND b.ended_on @in),
        (SELECT count(*) FROM @entries AND b.entered_on < %(first)s
            AND (b.ended_on IS NULL OR b.ended_on >= %(first)s))
        + (SELECT count(*) FROM @entries AND b.entered_on @in)""",
    "K10.SUBSTANTIVE": "SELECT count(*), 1 FROM @entries AND b.ended_on @in AND b.outcome = 'SUBSTANTIVE'",
    "K10.PROCEDURAL": "SELECT count(*), 1 FROM @entries AND b.ended_on @in AND b.outcome = 'PROCEDURAL'",
    "K11": share("@cleared", "@targets = 'GENERAL' AND d.legal_end_on @in"),
    "K12": share(
        "@cleared",
        "@targets = 'COMPLEX' AND d.legal_end_on BETWEEN date_trunc('year', %(first)s::date) AND %(last)s",
    ),
    "K13": share(
        """EXISTS (SELECT FROM cases_clearing t JOIN cases_deadline d ON d.id = t.deadline_id WHERE t.case_id = c.id
            AND t.level = 'HARD' AND t.outcome = 'CLEARED' AND d.ended_on @in)""",
        """cases_case c WHERE @of_case AND c.level = 'HARD' AND (c.closed_on IS NULL OR c.closed_on >= %(first)s)
            AND EXISTS (SELECT FROM cases_ownership o WHERE o.case_id = c.id AND o.since <= %(last)s
            AND (o.until IS NULL OR o.until > %(first)s))""",
    ),
    "K13.plan": "SELECT @in_time FROM @clocks = 'F52' AND @owed",
    "K14": share(
        """NOT EXISTS (SELECT FROM cases_claim k WHERE k.case_id = c.id AND k.withdrawn_on IS NULL AND @elsewhere)""",
        """cases_closing s JOIN cases_case c ON c.id = s.case_id WHERE @of_case AND s.on @in
            AND s.outcomes && ARRAY['SOLVED', 'EXPLAINED', 'HELPED']::varchar[]""",
    ),
    "K15": share(
        """v.case_id IS NULL AND (day(v.settled_at) = day(v.received_at) OR EXISTS (SELECT
            FROM reception_windowrequest r WHERE r.id = v.request_id AND day(r.told_at) = day(v.received_at)))""",
        "@contacts AND v.purpose IN ('INQUIRY', 'SUGGESTION', 'THANKS')",
    ),
    "K16": share(
        """EXISTS (SELECT FROM cases_clearing t JOIN cases_deadline d ON d.id = t.deadline_id WHERE t.case_id = g.id
            AND t.cause = 'REOPENED' AND d.started_on BETWEEN g.ended_on AND g.ended_on + 90)
        OR EXISTS (SELECT FROM cases_deadline d WHERE d.case_id = g.id AND d.rule = 'L37' AND d.kind = 'PROMISE'
            AND d.legal_end_on BETWEEN g.ended_on AND g.ended_on + 90 AND d.legal_end_on < %(today)s
            AND (d.ended_on IS NULL OR d.ended_on > d.legal_end_on))""",
        CLEARED_BEFORE,
    ),
    "K17": share("@planned AND @did AND @on", "@letters"),
    "K17.planned": share("@planned", "@letters"),
    "K17.acted": share("@did", "@letters"),
    "K17.went_on": share("@on", "@letters"),
    "K18.planned": f"SELECT count(*), 1 FROM {SESSIONS}",
    "K18.held": f"SELECT count(*), 1 FROM {SESSIONS} AND {WAS_HELD}",
    "K18.absent": f"SELECT count(*), 1 FROM {SESSIONS} AND s.cancelled_at IS NULL AND NOT {WAS_HELD}",
    "K18.replaced": """SELECT count(*), 1 FROM reception_receptiondaychange g JOIN reception_receptionday s
        ON s.id = g.day_id WHERE g.kind = 'REPLACED' AND g.was_leader_id <> s.leader_id AND day(g.was_since) @in""",
    "K18.cancelled": f"SELECT count(*), 1 FROM {SESSIONS} AND s.cancelled_at IS NOT NULL",
    "K18.received": f"SELECT count(*), 1 FROM {TALKS}",
    "K18.settled": f"SELECT count(*), 1 FROM {TALKS} AND (day(v.settled_at) <= %(last)s OR {CLOSED})",
    "K18.read": """SELECT count(DISTINCT (g.visit_id, g.reader_id)), 1 FROM reception_reading g
        JOIN reception_visit v ON v.id = g.visit_id WHERE g.as_leader AND day(g.at) @in AND NOT EXISTS (
            SELECT FROM reception_reading e WHERE e.visit_id = g.visit_id AND e.reader_id = g.reader_id AND e.as_leader
            AND day(e.at) < %(first)s)
        AND NOT v.is_sealed AND NOT v.is_historical AND v.voided_at IS NULL""",
    "K18.outreach": f"SELECT count(*), 1 FROM reception_outreach o WHERE {WENT_DOWN}",
    "K18.homes": f"""SELECT count(*), 1 FROM reception_outreach o JOIN cases_case c ON c.id = o.case_id
        WHERE o.kind = 'HOME' AND {WENT} AND c.confidentiality <> 'SEALED'""",
    "K18.taken": f"SELECT count(*), 1 FROM {TAKEN}",
    "K18.taken_settled": f"SELECT count(*), 1 FROM {TAKEN} AND {CLOSED}",
    "K19": share(
        """l.settled_on IS NOT NULL OR EXISTS (SELECT FROM reception_visit v JOIN cases_case c ON c.id = v.case_id
            WHERE v.clue_id = l.id AND c.closed_on IS NOT NULL AND c.voided_on IS NULL)""",
        "disputes_clue l WHERE l.answer = 'CONFIRMED' AND l.answered_on @in",
    ),
    "K19.reports": share(
        "t.reported_on <= t.due_on", "disputes_screeningtask t WHERE t.dropped_on IS NULL AND t.due_on @in"
    ),
    "K20": share(
        "p.state = 'AGREED'",
        """disputes_dispute p JOIN cases_case c ON c.id = p.case_id WHERE @of_case AND c.accepted_on IS NOT NULL
            AND c.closed_on @in AND p.state IN ('AGREED', 'FAILED', 'STOPPED', 'WITHDRAWN')""",
    ),
    "K20.performed": share(
        """EXISTS (SELECT FROM disputes_followup f WHERE f.item_id = i.id AND f.outcome = 'FULL'
            AND f.withdrawn_on IS NULL AND f.performed_on <= i.due_on)""",
        "@agreed JOIN disputes_agreementitem i ON i.agreement_id = a.id WHERE @in_effect AND i.due_on @in",
    ),
    "K20.confirmed": share(
        """EXISTS (SELECT FROM disputes_confirmation n WHERE n.agreement_id = a.id AND n.outcome = 'CONFIRMED')""",
        """@agreed JOIN cases_deadline d ON d.id = a.deadline_id WHERE @in_effect AND a.kind = 'WRITTEN'
            AND d.legal_end_on @in""",
    ),
    **{f"K21.accepted.{how}": sql for how, sql in took("accepted_on").items()},
    **{f"K21.served.{how}": sql for how, sql in took("served_on").items()},
    "K22": "SELECT @in_time FROM @clocks = 'K22' AND @owed",
    "K23": share(
        "t.state = 'DONE' AND t.done_on <= n.due_on",
        """disputes_meetingtask t JOIN disputes_decision n ON n.id = t.decision_id
            WHERE t.state <> 'DROPPED' AND n.due_on @in""",
    ),
    "K24.once": share(
        "a.missing = '[]' AND NOT EXISTS (SELECT FROM reception_errand f WHERE f.follows_id = a.id)",
        f"""{ERRANDS} day(a.at) @in AND a.follows_id IS NULL AND v.voided_at IS NULL AND v.case_id IS NULL
            AND (v.settled_at IS NOT NULL OR r.state = 'TOLD')""",
    ),
    "K24.time": share(
        "d.ended_on <= d.legal_end_on",
        """reception_windowrequest r JOIN cases_deadline d ON d.id = r.deadline_id
            JOIN reception_visit v ON v.request_id = r.id WHERE NOT v.is_sealed
            AND r.state NOT IN ('TAKEN_UP', 'VOID') AND d.legal_end_on @in""",
    ),
    "K24.right": share(
        "y.returned_at IS NULL",
        """reception_windowreply y JOIN reception_visit v ON v.request_id = y.request_id
            WHERE NOT v.is_sealed AND day(y.at) @in""",
    ),
    "K24.complaints": f"""SELECT count(*), 1 FROM {ERRANDS} EXISTS (SELECT FROM reception_windowrating g
        WHERE g.errand_id = a.id AND g.is_complaint AND day(g.at) @in)""",
    "K25.rated": "SELECT count(*), 1 FROM @rated AND e.on @in",
    "K25.praise": claimed("THANKS"),
    "K25.unhappy": "SELECT count(*), 1 FROM @rated AND e.on @in AND e.grade = 'DISSATISFIED'",
    "L37": "SELECT @in_time FROM @clocks = 'L37' AND @owed",
}
PRODUCTS = {"K09.office": ("K07", "K08.office"), "K09.unit": ("K07", "K08.unit")}


def in_full(sql):
    while "@" in sql:
        for short in sorted(SHORT, key=len, reverse=True):
            sql = sql.replace(short, SHORT[short])
    return sql.replace("day(", "pg_temp.day(")


def computed(first, last):
    """{figure id: its value} of the days from `first` to `last`; None where there is nothing to divide by."""
    found = {}
    with connection.cursor() as cursor:
        for id, sql in SECOND.items():
            cursor.execute(in_full(sql), {"first": first, "last": last, "today": timezone.localdate()})
            kept, whole = cursor.fetchone()
            found[id] = Fraction(kept) / Fraction(whole) if whole and kept is not None else None
    for id, (one, other) in PRODUCTS.items():
        values = found[one], found[other]
        found[id] = None if None in values else values[0] * values[1]
    return found


@pytest.fixture
def register():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.day(timestamptz) RETURNS date IMMUTABLE LANGUAGE sql"
            " AS $$ SELECT ($1 AT TIME ZONE 'Asia/Shanghai')::date $$"
        )
    Register().write()


def test_every_figure_of_the_handbook_is_computed_twice():
    assert set(FIGURES) == set(SECOND) | set(PRODUCTS)


def test_a_second_computation_in_plain_sql_agrees_on_every_month_of_a_year_and_on_both_years_so_far(register):
    month, told, differ = date(2025, 10, 1), dict.fromkeys(FIGURES, 0), {}
    while month < date(2026, 11, 1):
        spans = Comparison.of(month)
        read = lines(in_order(), spans)
        for name in ("now", "before", "so_far") if month.month in (1, 10) else ("now",):
            span = getattr(spans, name)
            again = computed(span.first, span.last)
            for line in read:
                value = getattr(line, name).value
                told[line.figure.id] += bool(value) and value != 1
                if value != again[line.figure.id]:
                    differ[line.figure.id, name, f"{month:%Y-%m}"] = (value, again[line.figure.id])
        month = last_of(month) + DAY
    assert not differ
    absent = {"K01.TRANSFERRED", "K01.ASSIGNED"}  # what comes from above names its sender, which these do not
    silent = {id for id, times in told.items() if not times} - absent
    assert not silent, "the data are varied enough to tell a wrong figure"

"""One matter from its first contact to where it stands today, by the steps the pages use."""

from datetime import datetime, time, timedelta
from functools import partial

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import prefetch_related_objects
from django.utils import timezone

from cases.forms.case import LinkForm, NoteForm, RegistrationForm
from cases.forms.files import UploadForm
from cases.models import (
    Case,
    CauseCode,
    Claim,
    Commitment,
    Evaluation,
    Investigation,
    LevelChange,
    Recusal,
    ReturnVisit,
    Service,
    ServiceConsent,
    Suspension,
    UrgentMeasure,
)
from cases.models.claim import Purpose, Route
from disputes.models import DisputeKind
from officials.models import AuditEntry, Official, Role
from petitions.models import Petition
from petitions.models.answering import NO_OPINION
from reception.demo import papers
from reception.demo.analysing import Analysing
from reception.demo.assisting import Assisting
from reception.demo.filling import fill
from reception.demo.office import COMMUNITIES
from reception.demo.owning import Owning
from reception.demo.plans import Stop
from reception.models import Visit

HEAD = "郑国强"  # the head of the organ signs

Channel, Decision = Case.Channel, Claim.Decision
Kind, Method = Investigation.Kind, Service.Method

RETURN_VISIT_AFTER = 30  # days
SUSPENDED_DAYS = 20
OPENS, AFTER_LUNCH = time(8, 30), time(14)
MORNING, WHOLE_DAY = 210, 420  # minutes of office time: to 12:00, to 17:30

AGAIN = [
    "还是{title}这件事，想问问办到哪一步了。",
    "上次说的{title}，这几天又是老样子，请再催一催。",
    "为{title}再来一次，补交两张照片。",
    "{title}，邻居也来问，想当面听听怎么安排。",
]
NOTES = [
    "与物业、社区电话沟通，约定下周到现场碰头。",
    "本人来电问进度，已说明正在核实，约定核实完当天回话。",
    "照片和报修记录已收齐，放入案卷。",
    "与配合单位对过一遍，人手已安排，按计划进行。",
]
CLOSING_CAUSES = ["A1", "A2", "B1", "B2", "C4", "D1", "D2", "J2", "Z9"]  # what the demo settles itself is another
CLOSING_NOTES = ["已按答复办到，回访没有新的意见。", "答复已送达，后续由社区跟进。", "该告知的已告知，该办的已办。"]
WAYS_OF_SERVICE = {Channel.LETTER: Method.POST, Channel.CALL: Method.POST, Channel.ONLINE: Method.ELECTRONIC}


class Moments:
    """Days become instants in office hours; on the day of loading, instants that have passed already."""

    def __init__(self, now):
        self.now = now
        self.today = timezone.localdate(now)

    def at(self, day, minutes):
        """`minutes` of office time into `day`."""
        if day == self.today:
            return self._today(minutes)
        if minutes < MORNING:
            return self._instant(day, OPENS) + timedelta(minutes=minutes)
        return self._instant(day, AFTER_LUNCH) + timedelta(minutes=minutes - MORNING)

    def _today(self, minutes):
        begin = self._instant(self.today, OPENS)
        if begin + timedelta(minutes=10) > self.now:  # the office has not opened yet
            begin = self._instant(self.today, time.min)
        end = min(self.now, begin + timedelta(minutes=WHOLE_DAY))
        return begin + (end - begin) * (minutes / (WHOLE_DAY + 1))

    @staticmethod
    def _instant(day, clock):
        return timezone.make_aware(datetime.combine(day, clock))


class Story(Assisting, Owning, Analysing):
    """The agenda of one plan: (moment, step) in order. A step is taken when its turn comes among all stories."""

    def __init__(self, plan, office, days, moments, rng):
        self.plan, self.office, self.days, self.moments, self.rng = plan, office, days, moments, rng
        self.matter, self.visitor = plan.matter, plan.visitor
        self.agenda, self.audit = [], []
        self.day, self.minutes = plan.received, rng.randint(5, 240)
        self.case = self.petition = self.moment = None
        self.community = next(row for row in COMMUNITIES if plan.estate in row.estates)
        self.words = {
            "estate": plan.estate,
            "community": self.community.name,
            "n": plan.building,
            "road": plan.road,
            "no": plan.number,
        }
        self.director = office.people["周建国"]
        self.clerk = office.clerk_of(self.community.name) if plan.channel == Channel.WINDOW else self._clerk()
        self.unit = office.units[plan.unit or self.matter.unit]
        self.handler = None if self.is_sealed else self._handler()
        plan.story = self
        getattr(self, plan.script)()

    def __str__(self):
        return self.title

    @property
    def title(self):
        return self.say(self.matter.title)

    @property
    def is_sealed(self):
        return self.matter.purpose == Purpose.ACCUSATION

    def say(self, text):
        return text.format(**self.words)

    def _clerk(self):
        return self.office.people[self.plan.clerk or self.rng.choice(["王敏", "王敏", "吴婷"])]

    def _handler(self):
        plan = self.plan
        return (
            self.office.people[plan.handler] if plan.handler else self.office.handler_of(plan.unit or self.matter.unit)
        )

    # ---------- 什么时候 ----------
    def later(self, least, most):
        """Go on by some workdays, never beyond today."""
        if workdays := self.rng.randint(least, most):
            self.go_to(min(self.days.calendar.add_workdays(self.day, workdays), self.days.today))

    def go_to(self, day):
        if day > self.day:
            self.day, self.minutes = day, self.rng.randint(5, 280)

    def then(self, step, *arguments):
        """Take a step at this point of the story, and the next one some minutes later."""
        self.agenda.append((self.moments.at(self.day, self.minutes), partial(step, *arguments)))
        self.minutes = min(self.minutes + self.rng.randint(12, 40), WHOLE_DAY)

    def take(self, moment, step):
        self.moment, self.on = moment, timezone.localdate(moment)
        step()

    # ---------- 一般的经过 ----------
    def compose(self):
        """Register, complete, triage, tell, look into it, answer, serve, ask, close: up to the plan's stop."""
        plan = self.plan
        self.then(self.register)
        if plan.stop == Stop.DESK:
            return
        if plan.urgency:
            self.then(self.act_at_once)
        self.then(self.complete)
        if plan.files:
            self.then(self.upload, plan.files)
        if plan.stop == Stop.COMPLETE:
            return
        if plan.accepted:
            self.go_to(plan.accepted)
        else:
            self.later(0, 2)
        self.then(self.triage)
        if plan.owner:
            self.then(self.give_to_leader)
            self.then(self.write_plan)
        if plan.backlog:
            self.then(self.enter_backlog)
        if plan.stop == Stop.TRIAGED:
            return
        self._compose_telling()
        if plan.mediated:
            self.later(1, 2)
            self.then(self.refer_to_mediation, plan.mediated)
        if plan.taken_back:
            self.go_to(self.days.ago(1))
            self.then(self.wish_to_withdraw, plan.taken_back)
        if plan.ended_in_law:
            self.go_to(self.days.ago(1))
            self.then(self.hear_of_the_ending)
        if plan.names_besides:
            self.go_to(self.days.ago(2))
            self.then(self.name_besides)
        if plan.merges:
            self.later(2, 2)
            self.then(self.merge, plan.merges)
        if plan.raised:
            self.go_to(self.days.ago(1))
            self.then(self.ask_level)
        if plan.suspended:
            self.go_to(self.days.ago(2))
            self.then(self.suspend)
        if plan.stop > Stop.ACCEPTED:
            self._compose_work()

    def _compose_telling(self):
        plan, asked = self.plan, self.matter.asked
        if any(one.route == Route.W6 for one in asked):
            if not plan.accepted:
                self.later(0, 2)
            self.then(self.accept)
        if plan.notice and not plan.is_anonymous and not all(one.organ for one in asked):
            self.then(self.give_notice)
        for place, one in enumerate(asked):
            if one.organ:
                self.later(0, 2)
                self.then(self.tell_route, place)

    def _compose_work(self):
        plan = self.plan
        own = [place for place, one in enumerate(self.matter.asked) if not one.organ]
        if own:
            self._compose_inquiry()
            if plan.extension:
                self._compose_extension()
            if plan.inquiry:
                self._compose_asking()
            if plan.recusal:
                self._compose_recusal()
            if plan.stop == Stop.INVESTIGATING:
                return
            self.later(*((44, 46) if plan.is_late else (1, 3) if plan.is_quick else (3, 15)))
            for place in own:
                self.then(self.answer, place)
                if self.matter.asked[place].decision == Decision.SUPPORT:
                    self.then(self.promise, place)
            self._compose_signing()
            if plan.stop <= Stop.ANSWERED:
                return
            if not plan.is_anonymous:
                self.later(0, 2)
                self.then(self.serve)
            self._compose_performing()
            if plan.review:
                self._compose_review()
            if plan.stop == Stop.SERVED:
                return
        if not plan.is_anonymous:
            self.later(1, 5)
            self.then(self.ask_rating)
            self.then(self.be_rated)
        self.later(0, 2)
        self._compose_closing()
        if plan.comes_back:
            self.later(6, 9)
            self.then(self.propose_reopening)
        if plan.comes_back == "again":
            self.later(1, 1)
            self.then(self.reopen)

    def _compose_closing(self):
        """At once what is general; the others are settled, visited again after thirty days, and signed off if hard."""
        plan, level = self.plan, self.matter.level
        if plan.is_anonymous or level == Case.Level.GENERAL:
            self.then(self.close)
            return
        self.then(self.settle_matter)
        back = self.days.calendar.add_workdays(self.day + timedelta(days=RETURN_VISIT_AFTER), 1)
        if back > self.days.today:
            return
        self.go_to(back)
        self.then(self.visit_again)
        if level == Case.Level.HARD and not plan.owner:
            return
        if level == Case.Level.HARD:
            self.then(self.sign_off, self.office.people[plan.owner])
            self.then(self.sign_off, self.office.people["冯立新"])
        self.then(self.close)

    def _compose_signing(self):
        """Sent for review, reviewed by the director, signed by the head where that is needed (L19)."""
        stop, own = self.plan.stop, [one for one in self.matter.asked if not one.organ]
        if all(one.purpose in NO_OPINION for one in own):
            return
        self.then(self.submit)
        if stop > Stop.DRAFTED:
            self.later(0, 1)
            self.then(self.approve)
        if stop > Stop.REVIEWED and any(one.route == Route.W6 for one in own):
            self.later(0, 1)
            self.then(self.sign)

    def _compose_inquiry(self):
        plan, matter = self.plan, self.matter
        for _contact in range(plan.repeats):
            self.later(2, 5)
            self.then(self.come_again)
        if matter.claims:
            self.later(0, 1 if plan.is_quick else 4)
            self.then(self.hear)
        if matter.claims or matter.purpose == Purpose.SUGGESTION:
            self.later(1, 2 if plan.is_quick else 4)
            self.then(self.look)
        if plan.has_note:
            self.later(0, 2)
            self.then(self.note, self.handler, self.rng.choice(NOTES))
        if plan.owner:
            self._compose_owning()

    def _compose_extension(self):
        steps = {
            "asked": self.ask_extension,
            "proposed": self.propose_extension,
            "approved": self.approve_extension,
            "": self.serve_extension,
        }
        self.go_to(self.days.ago(6))
        for stop, step in steps.items():
            self.later(0, 1)
            self.then(step)
            if stop == self.plan.extension_stops:
                return

    def _compose_asking(self):
        self.go_to(self.days.ago(7 if self.plan.inquiry_answer else 3))
        self.then(self.inquire)
        if self.plan.tells_who:
            self.then(self.ask_disclosure)
        if self.plan.inquiry_answer:
            self.then(self.review_disclosure)
            self.later(1, 2)
            self.then(self.answer_inquiry)

    def _compose_recusal(self):
        self.go_to(self.days.ago(1 if self.plan.recusal_stops else 4))
        self.then(self.ask_recusal)
        if not self.plan.recusal_stops:
            self.then(self.decide_recusal)

    def _compose_performing(self):
        match self.plan.promised:
            case "late":
                pass
            case "postponed":
                self.later(2, 3)
                self.then(self.postpone_promise)
            case "unchecked":
                self.later(2, 3)
                self.then(self.perform)
            case _ if self.plan.stop == Stop.CLOSED:
                self.later(1, 3)
                self.then(self.perform)
                self.then(self.verify)
            case _ if not self.plan.is_anonymous:
                self.then(self.accept_promise)

    def _compose_review(self):
        for kind, result in zip(("FIRST", "SECOND"), self.plan.review, strict=False):
            self.later(4, 8)
            self.then(self.ask_review, kind)
            self.later(0, 1)
            self.then(self.supply_review)
            if result:
                self.later(5, 8)
                self.then(self.decide_review, result)

    def compose_garage(self):
        """Three visits; one claim answered ahead, one told where to go, the first still without a finding."""
        plan, leader = self.plan, self.office.people[self.plan.owner]
        self.minutes = 61
        for step in (self.register, self.complete, self.triage, self.accept, self.give_notice):
            self.then(step)
        self.then(self.upload, plan.files)
        self.then(self.link, *plan.related)
        self.later(1, 1)
        self.then(self.give_to_leader)
        self.then(self.hear)
        self.later(3, 3)
        self.then(self.tell_route, 2)
        self.later(3, 3)
        self.then(self.look)
        self.later(3, 3)
        self.then(self.come_again, 2)
        self.later(2, 2)
        self.then(
            self.investigate,
            Kind.CHECKED,
            "查物业报修台账：七月以来报修两次，物业均记“已转开发商”。查交付备案，防水保修期五年，尚未届满。",
            "{estate}物业服务中心",
        )
        self.later(5, 5)
        self.then(self.come_again, 2)
        self.then(self.answer, 1)
        self.later(3, 3)
        self.then(self.note, leader, "带案下访到 3 幢地下车库，见 6 处渗点，约定开发商、物业、业主三方到场会勘。")
        self.later(1, 1)
        self.then(self.note, self.handler, "已书面通知开发商、物业派人参加会勘，来访人推选两名代表到场。")
        self.later(1, 1)
        self._compose_garage_together()

    # ---------- 步 ----------
    def register(self):
        """The first contact. What came online or by letter lay there a while before it was registered."""
        plan, visitor = self.plan, self.visitor
        waited = 75 if plan.channel in (Channel.ONLINE, Channel.LETTER) else 4
        is_named = not plan.is_anonymous
        self.visit = Visit.objects.register(
            by=self.clerk,
            channel=plan.channel,
            statement=self.say(self.matter.statement),
            received_at=max(self.moment - timedelta(minutes=waited), self.moments.at(self.on, 0)),
            name=visitor.name if is_named else "",
            phone=visitor.phone if is_named else "",
            address=f"{self.community.name}{plan.estate}{plan.building}幢{visitor.room}"
            if is_named and not plan.has_no_address
            else "",
            purpose=self.matter.purpose,
            people_present=plan.people,
            people_affected=max(self.matter.affected, plan.people),
            community=self.office.units[self.community.name],
            is_urgent=bool(plan.urgency),
            urgency_basis=plan.urgency,
            respondent=self.say(plan.respondent or self.matter.respondent),
            respondent_is_ordinary=not self.is_sealed,
            access_needs=plan.access_needs,
            read_back=plan.channel == Channel.VISIT,
            join=plan.follows.story.case if plan.follows else None,
            calendar=self.days.calendar,
            now=self.moment,
            **self._paper(),
        )
        self.case = self.visit.case
        self.petition = self.case.petition
        self.record("reception:register", self.clerk, "visit", self.visit.pk)

    def _paper(self):
        """What the paper says that the contact came with."""
        plan, on = self.plan, self.on
        match plan.channel:
            case Channel.LETTER:
                return {"postmarked_on": on - timedelta(days=2), "is_read": plan.stop > Stop.COMPLETE}
            case Channel.HOTLINE:
                return {"sender_no": f"GD{on:%Y%m%d}{self.rng.randint(1000, 9999)}"}
            case Channel.TRANSFERRED:
                return dict(zip(("sender_organ", "sender_no"), plan.sender, strict=True))
            case Channel.ASSIGNED:
                organ, number = plan.sender
                return {"sender_organ": organ, "sender_no": number, "due_on": on + timedelta(days=50)}
        return {}

    def act_at_once(self):
        """Somebody goes there the same hour; it is the first action (F22)."""
        what = "打电话请抢修单位马上到场，社区先到楼下拉好警戒、逐户告知。"
        UrgentMeasure.objects.take(self.case, what=what, at=self.moment, by=self.clerk, now=self.moment)
        self.record("cases:measure", self.clerk)

    def come_again(self, people=1):
        again = Visit.objects.register(
            by=self.clerk,
            channel=self.rng.choice([Channel.VISIT, Channel.VISIT, Channel.CALL]),
            statement=self.rng.choice(AGAIN).format(title=self.title),
            received_at=self.moment,
            name=self.visitor.name,
            phone=self.visitor.phone,
            people_present=people,
            join=self.case,
            calendar=self.days.calendar,
            now=self.moment,
        )
        self.record("reception:register", self.clerk, "visit", again.pk)

    def complete(self):
        """All the must-fields of a registration; the form takes two new claims at a time."""
        plan, matter, case = self.plan, self.matter, self.case
        by = self.director if self.is_sealed else self.clerk
        standing = {  # what the page always sends; a box that is not sent is one that was cleared
            "title": self.title,
            "statement": case.statement,
            "people_present": case.people_present,
            "people_affected": case.people_affected,
            "first_national": Case.FirstNational.UNKNOWN,
            "statement_read_back": "on" if case.statement_read_back else "",
            "is_urgent": "on" if case.is_urgent else "",
            "urgency_basis": case.urgency_basis,
        }
        data = standing | {
            "grounds": self.say(matter.grounds),
            "community": self.office.units[self.community.name].pk,
            "grid": self.office.units[f"{self.community.name} 第{plan.grid}网格"].pk,
            "place_note": self.say(matter.where) if "{" in matter.where else "",
            "category": self.office.categories[matter.category].pk,
            "legal_state": Case.LegalState.PENDING if plan.legal_note else Case.LegalState.NONE,
            "legal_note": plan.legal_note,
            "history_note": plan.history_note,
        }
        if plan.people > 1:
            data |= {
                "representative0_name": plan.representative.name,
                "representative0_phone": plan.representative.phone,
                "representative0_note": "来访人当场推选，签名在册",
            }
        if plan.document:
            data["lead_id_type"], data["lead_id_number"] = plan.document
        if plan.channel == Channel.ONLINE and not plan.is_anonymous:
            data["lead_consent"] = ServiceConsent.Channel.PLATFORM
        for start in range(0, max(len(matter.claims), 1), 2):
            new = {f"new{row}_text": claim.text for row, claim in enumerate(matter.claims[start : start + 2])}
            fill(RegistrationForm, case, by, self.on, data | new)
            data = standing
        prefetch_related_objects([case], "claims")  # the steps change these very rows
        self.claims = list(case.claims.all())
        self.record("cases:complete", by)

    def triage(self):
        plan, case = self.plan, self.case
        if plan.backlog:
            case.origin_on = case.received_on - timedelta(days=900)
        self.petition.triage(
            by=self.director,
            on=self.on,
            level=self.matter.level,
            ground=self.matter.level_ground,
            handling_unit=self.unit,
            handler=self.handler,
            unit_reason=plan.unit_reason,
            routes={
                claim.pk: (one.purpose, one.route) for claim, one in zip(self.claims, self.matter.asked, strict=True)
            },
        )
        self.record("petitions:triage", self.director)
        handover = self.case.handovers.first()
        if handover and handover.receiver and not plan.is_untaken:
            handover.case = self.case
            handover.take(by=self.handler, on=self.on)

    def ask_level(self):
        LevelChange.objects.ask(
            self.case, after=Case.Level.COMPLEX, ground=self.plan.raised, by=self.handler, on=self.on
        )
        self.record("cases:level_change", self.handler)

    def suspend(self):
        """Asked for by the handler, agreed by the director the same day (T27)."""
        wish = Suspension.objects.ask(
            self.case,
            ground=Suspension.Ground.FORCE_MAJEURE,
            evidence=self.plan.suspended,
            days=SUSPENDED_DAYS,
            by=self.handler,
            on=self.on,
        )
        wish.decide(by=self.director, on=self.on, agreed=True, calendar=self.days.calendar)
        self.record("cases:suspension_decision", self.director)

    def accept(self):
        self.petition.accept(by=self.director, on=self.on, calendar=self.days.calendar)
        self.record("petitions:acceptance", self.director)

    def give_notice(self):
        self.petition.give_notice(by=self.clerk, **self._service())
        self.record("petitions:notice", self.clerk)

    def tell_route(self, place):
        claim, organ = self.claims[place], self.matter.asked[place].organ
        self.petition.tell_route(by=self.director, claim=claim, organ=organ, **self._service())
        self.record("petitions:routing", self.director)

    def hear(self):
        kind, words = Kind.HEARD, self.matter.heard
        if self.plan.is_anonymous:
            kind, words = Kind.UNREACHABLE, "来件没有留姓名和联系方式，无法听取陈述，按所写的内容核实。"
        place = "" if kind == Kind.UNREACHABLE or self.plan.channel == Channel.CALL else "信访接待室"
        self.investigate(kind, words, place)

    def look(self):
        self.investigate(Kind.SITE, self.matter.checked, self.matter.where)

    def investigate(self, kind, words, place):
        self.petition.investigate(
            by=self.handler, kind=kind, on=self.on, place=self.say(place), content=self.say(words)
        )
        self.record("petitions:investigation", self.handler)

    def ask_extension(self):
        self.petition.ask_extension(by=self.handler, on=self.on, days=30, reason=self.plan.extension)
        self.record("petitions:extension", self.handler)

    def propose_extension(self):
        self.petition.propose_extension(by=self.director, on=self.on)
        self.record("petitions:extension_proposal", self.director)

    def approve_extension(self):
        head = self.office.people["郑国强"]
        self.petition.approve_extension(by=head, on=self.on)
        self.record("petitions:extension_approval", head)

    def serve_extension(self):
        self.petition.serve_extension(by=self.handler, **self._service())
        self.record("petitions:extension_service", self.handler)

    def inquire(self):
        claim = next(one for one in self.claims if not one.is_routed_elsewhere)
        self.inquiry = self.petition.inquire(
            by=self.handler,
            on=self.on,
            unit=self.office.units[self.plan.inquiry],
            claims={claim: claim.text},
            asked="说明什么时候知道的、做过什么、还缺什么，附有关记录。",
        )
        self.record("petitions:inquiry", self.handler)

    def ask_disclosure(self):
        """The petitioner was asked on the phone and agrees; nothing is shown before somebody else reviews it."""
        self.petition.ask_disclosure(
            by=self.handler,
            on=self.on,
            inquiry=self.inquiry,
            party=self.petition.tellable()[0],
            fields=["name"],
            need=self.plan.tells_who,
            ground="CONSENT",
            ground_note="电话里问过本人，同意只把姓名告诉核实的单位。",
            consented_on=self.on,
        )
        self.record("petitions:disclosure", self.handler)

    def review_disclosure(self):
        self.petition.review_disclosure(by=self.director, on=self.on, inquiry=self.inquiry, outcome="AGREED")
        self.record("petitions:disclosure_review", self.director)

    def answer_inquiry(self):
        unit = self.inquiry.unit
        by = Official.objects.holding(Role.HD, on=self.on).of_unit(unit, on=self.on).first()
        self.inquiry.petition = self.petition
        self.inquiry.reply(by=by, on=self.on, text=self.plan.inquiry_answer)
        self.record("inquiries:task", by)

    def ask_recusal(self):
        """By himself where it waits; else the petitioner says so of the handler, and the clerk writes it down."""
        is_own = self.plan.recusal_stops
        by, asker = (self.handler, Recusal.Asker.SELF) if is_own else (self.clerk, Recusal.Asker.PETITIONER)
        self.recusal = self.petition.ask_recusal(
            by=by, on=self.on, asker=asker, official=self.handler, ground=self.plan.recusal
        )
        self.record("petitions:recusal", by)

    def decide_recusal(self):
        head = self.office.people["郑国强"]
        self.petition.decide_recusal(
            by=head,
            on=self.on,
            recusal=self.recusal,
            decision=Recusal.Decision.STAYS,
            reason="只是工作上见过面，没有利害关系，已向信访人说明。",
        )
        self.record("petitions:recusal_decision", head)

    def promise(self, place):
        """By a day soon after; of what is to be late, one that has passed by today."""
        claim, days = self.claims[place], self.days
        due_on = days.ago(2) if self.plan.promised == "late" else days.today + timedelta(days=12)
        Commitment.objects.promise(
            self.case,
            claim=claim,
            by=self.handler,
            on=self.on,
            what=claim.text,
            due_on=max(self.on, due_on),
            unit=self.unit,
        )
        self.record("cases:commitment_add", self.handler)

    def promised(self):
        return self.case.commitments.standing().filter(performances=None)

    def accept_promise(self):
        for commitment in self.promised():
            commitment.accept(by=self.handler, on=self.on, accepted_on=self.on, how="PHONE")
            self.record("cases:commitment_acceptance", self.handler)

    def postpone_promise(self):
        for commitment in self.promised():
            commitment.postpone(
                by=self.handler,
                on=self.on,
                due_on=commitment.due_on + timedelta(days=10),
                reason="灯杆要到厂家定做，到货推迟。",
                accepted_on=self.on,
                how="PHONE",
            )
            self.record("cases:commitment_postponement", self.handler)

    def perform(self):
        for commitment in self.promised():
            commitment.perform(
                by=self.handler, on=self.on, performed_on=self.on, evidence="现场验收单、完工照片，本人签字确认。"
            )
            self.record("cases:commitment_performance", self.handler)

    def verify(self):
        for commitment in self.case.commitments.standing():
            if commitment.awaits_check:
                commitment.verify(by=self.director, on=self.on, holds=True)
                self.record("cases:commitment_check", self.director)

    def ask_review(self, kind):
        self.review = self.petition.request_review(
            by=self.clerk,
            kind=kind,
            organ={"FIRST": settings.REVIEW_ORGAN, "SECOND": settings.SECOND_REVIEW_ORGAN}[kind],
            asked_on=self.on,
            taker="STREET",
            received_on=self.on,
        )
        self.record("petitions:review" if kind == "FIRST" else "petitions:second_review", self.clerk)

    def supply_review(self):
        what = "申请原件、处理意见书、送达回证、调查笔录"
        self.petition.supply_review(by=self.director, review=self.review, on=self.on, what=what)
        self.record("petitions:review_supply", self.director)

    def decide_review(self, result):
        is_again = result in ("REVOKED", "CHANGED")
        self.petition.receive_review(
            by=self.director,
            review=self.review,
            number=f"东府复查〔{self.on.year}〕{self.rng.randint(3, 60)}号",
            dated_on=self.on,
            received_on=self.on,
            told_on=self.on,
            result=result,
            redo_by=self.days.today + timedelta(days=21) if is_again else None,
            summary="主要事实没有查清，请重新核实后作出处理意见。" if is_again else "",
        )
        self.record("petitions:review_opinion", self.director)

    def answer(self, place):
        one = self.matter.asked[place]
        self.petition.answer(
            by=self.handler,
            claim=self.claims[place],
            on=self.on,
            decision=one.decision,
            finding=self.say(one.finding),
            basis=one.basis,
            reply=self.say(one.reply),
        )
        self.record("petitions:answer", self.handler)

    def submit(self):
        self.analyse()
        self.petition.submit(by=self.handler)
        self.record("petitions:submission", self.handler)

    def approve(self):
        self.petition.approve(by=self.director, on=self.on)
        self.record("petitions:approval", self.director)

    def sign(self):
        head = self.office.people[HEAD]
        self.petition.sign(by=head, on=self.on)
        self.record("petitions:signature", head)

    def serve(self):
        decisions = {one.decision for one in self.matter.asked}
        stands = Petition.Stand
        stand = (
            stands.DISAGREE if "REFUSE" in decisions else stands.UNCLEAR if "EXPLAIN" in decisions else stands.AGREE
        )
        self.petition.serve(by=self.handler, stand=stand, **self._service())
        self.record("petitions:service", self.handler)

    def ask_rating(self):
        channel = self.rng.choice(["FACE", "PHONE", "MESSAGE", "PAPER"])
        self.petition.ask_rating(by=self.clerk, on=self.on, channel=channel)
        self.record("petitions:rating", self.clerk)

    def be_rated(self):
        """By the code of his receipt the petitioner says what he thinks; some say nothing."""
        Grade, About = Evaluation.Grade, Evaluation.About
        says = [None, (Grade.SATISFIED, ["ATTITUDE"], "说得清楚，跑了一趟就办了。", True), (Grade.FAIR, [], "", False)]
        says.append((Grade.DISSATISFIED, ["SPEED", "RESULT"], "等得太久，希望早点告诉一声。", True))
        said = says[len(self.title) % len(says)]
        if said is None:
            return
        given = {
            About.OFFICE: said if said[0] != Grade.DISSATISFIED else (Grade.FAIR, [], "", False),
            About.UNIT: said,
        }
        self.petition.evaluate(on=self.on, via=Evaluation.Via.ONLINE, given=given)
        if said[0] == Grade.DISSATISFIED:
            words = "再次上门，把办理经过和依据逐条讲了一遍，留了联系电话，有新情况随时说。"
            self.petition.try_again(by=self.handler or self.director, on=self.on, what=words)
            self.record("petitions:effort", self.handler or self.director)

    def settle_matter(self):
        by = self.handler or self.director
        self.petition.settle_matter(by=by, on=self.on, note="各条诉求都已答复、送达，答应的事已办到，本人当面看过。")
        self.record("petitions:settlement", by)

    def visit_again(self):
        by = self.handler or self.director
        is_refused = any(one.decision == Decision.REFUSE for one in self.matter.asked)
        outcome = ReturnVisit.Outcome.NOT_YET if is_refused else ReturnVisit.Outcome.AT_EASE
        words = (
            "道理听明白了，心里还是希望再照顾一点。" if is_refused else "一个月了没有再犯，放心了，谢谢你们跑这几趟。"
        )
        self.petition.visit_again(by=by, on=self.on, outcome=outcome, words=words)
        self.record("petitions:return_visit", by)

    def sign_off(self, by):
        self.petition.sign_off(by=by, on=self.on, opinion="同意办结。")
        self.record("petitions:sign_off", by)

    def close(self):
        by = self.handler or self.director
        code = CLOSING_CAUSES[len(self.matter.statement) % len(CLOSING_CAUSES)]
        cause, facts = CauseCode.objects.in_use(self.on).get(code=code), {}
        if code == "A1":
            facts = {"suggestion": "建议把办理条件和要带的材料做成一张明白纸，放在各社区窗口。", "addressee": "民政科"}
        self.petition.close(by=by, on=self.on, note=self.rng.choice(CLOSING_NOTES), cause=cause, **facts)
        self.record("petitions:closure", by)

    def propose_reopening(self):
        reason = "本人又来说，修好没几天又和原来一样，还是同一件事。"
        self.petition.propose_reopening(by=self.clerk, on=self.on, reason=reason)
        self.record("petitions:reopening_proposal", self.clerk)

    def reopen(self):
        claims = self.petition.claims_to_reopen()
        self.petition.reopen(by=self.director, on=self.on, claims=claims, level=self.case.level)
        self.record("petitions:reopening", self.director)

    def wish_to_withdraw(self, words):
        self.petition.wish_to_withdraw(by=self.clerk, on=self.on, form="RECORDED", words=words)
        self.record("petitions:withdrawal", self.clerk)

    def refer_to_mediation(self, other_side):
        self.petition.refer_to_mediation(
            by=self.handler,
            claim=self.petition.claims_to_mediate()[0],
            on=self.on,
            kind=DisputeKind.objects.get(name="邻里"),
            other_side=other_side,
            ground="楼上楼下之间怎么修、怎么赔，双方愿意自己商量，不涉及要街道作决定的事。",
            way="FACE",
            is_free=True,
            rights_told=True,
            now=self.moment,
        )
        self.record("petitions:mediation", self.handler)

    def hear_of_the_ending(self):
        """The court ended it after its last review; the street keeps the notice and goes on helping (L27)."""
        self.petition.record_legal_ending(
            by=self.handler,
            claim=next(claim for claim in self.claims if claim.route == Route.W1),
            organ=self.plan.ended_in_law,
            number=f"〔{self.on.year}〕信终字第{self.on.month}号",
            dated_on=self.on - timedelta(days=3),
            received_on=self.on,
            guidance="社区联系人每月联系一次，帮助申请临时救助；再来访照样登记、讲清途径。",
        )
        self.record("petitions:legal_ending", self.handler)

    def name_besides(self):
        """The petitioner rings up and asks for one thing more; it has days of its own (0124)."""
        clerk, director = self.clerk, self.director
        claim = self.petition.add_claim(by=clerk, on=self.on, text=self.plan.names_besides, purpose=Purpose.APPEAL)
        self.record("petitions:addition", clerk)
        if self.plan.besides_stops == "named":
            return
        self.petition.triage_claim(by=director, claim=claim, on=self.on, purpose=Purpose.APPEAL, route=Route.W6)
        self.record("petitions:claim_triage", director)
        claim = self.case.claims.get(pk=claim.pk)
        self.petition.accept_claim(by=director, claim=claim, on=self.on, calendar=self.days.calendar)
        self.record("petitions:claim_acceptance", director)

    def merge(self, plan):
        reason = "棋牌室和门口跳舞的是同一个活动点，说的是同一处夜里的噪声，两户各来登记了一次。"
        other = Case.objects.get(pk=plan.story.case.pk).petition
        self.petition.merge(other, by=self.director, on=self.on, reason=reason)
        self.record("petitions:merger", self.director)

    def note(self, by, text):
        fill(NoteForm, self.case, by, self.on, {"text": text})
        self.record("cases:note", by)

    def link(self, other, kind):
        number = other.story.case.number
        fill(LinkForm, self.case, self.director, self.on, {"number": number, "kind": kind})
        self.record("cases:link", self.director)

    def upload(self, names):
        """Papers that people bring, made up here; see `papers`."""
        for name in names:
            file = SimpleUploadedFile(name, papers.content(name, f"{self.title}：{name}"))
            fill(UploadForm, self.case, self.clerk, self.on, {"no_secret": "on"}, {"file": file})
            self.record("cases:upload", self.clerk)

    def record(self, action, by, subject="case", pk=None):
        """What the page of this step writes into the audit log, at the moment of the story."""
        self.audit.append(
            AuditEntry(
                at=self.moment,
                actor_id=by.pk,
                actor_name=by.name,
                action=action,
                subject=subject,
                subject_id=pk or self.case.pk,
            )
        )

    def _service(self):
        if self.plan.is_anonymous:
            return {"served_on": self.on}
        method = WAYS_OF_SERVICE.get(self.plan.channel, Method.HAND)
        signer = {Method.HAND: "本人", Method.POST: "同住成年家属"}.get(method, "")
        return {"served_on": self.on, "method": method, "signer": signer}

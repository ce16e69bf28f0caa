"""What the leaders of the demo office do on the cases they own: letter, milestones, their own acts (F46, F52)."""

from datetime import timedelta

from cases.forms.ownership import (
    DispatchForm,
    InstructionAnswerForm,
    InstructionForm,
    MilestoneForm,
    MilestoneReachedForm,
    OwnershipForm,
    TransferForm,
)
from cases.models import Event
from reception.demo.filling import fill
from reception.demo.office import JUSTICE
from reception.demo.plans import Stop

RESPONSIBILITY_DAYS = 90  # by when a letter of responsibility plans to end it
MILESTONES = [  # what, how much it weighs, after how many days
    ("和当事双方见面，把各自的要求写清楚", 20, 12),
    ("有关单位会商，定下办法和时间", 30, 40),
    ("定下的办法落到实处", 40, 75),
    ("回访，听当事人怎么说", 10, 88),
]
NOTES = [
    "带案下访，到现场听了住户意见，要求两周内拿出办法。",
    "召集相关单位碰头，明确牵头单位和时间。",
    "与来访人代表见面，当面说明进度。",
]
BACKLOG_FACTS = "多年的老问题，旧档案不全，有关单位对由谁出具证明看法不一。"
BACKLOG_ASKED = "请查旧合同、旧判决，写明哪一家有出具证明的义务。"
REPORTED = "听取承办人汇报，问清还差哪一步，定了下次见面的日子。"


class Owning:
    """The part of a story that is the leader's."""

    @property
    def leader(self):
        return self.office.people[self.plan.owner]

    def _compose_owning(self):
        self.later(1, 5)
        self.then(self.analyse)
        self.then(self.note, self.leader, self.rng.choice(NOTES))
        self.then(self.take_measures)
        self.then(self.reach_milestone, "三方见了面，要求都写在记录里。")
        if self.plan.stop != Stop.INVESTIGATING:
            return
        self.go_to(self.days.ago(self.rng.randint(1, 20)))
        self.then(self.note, self.leader, REPORTED)
        if self.plan.backlog:
            self.then(self.dispatch)
            self.then(self.instruct)
            self.then(self.ask_to_assist, JUSTICE, BACKLOG_FACTS, BACKLOG_ASKED)
        if self.matter.name == "产权办证":
            self.then(self.post_call, "郑国强", ["高立群", "金凤英", "沈丽华"], 30)
        if self.plan.passes_to:
            self.go_to(self.days.ago(1))
            self.then(self.pass_on)

    def give_to_leader(self):
        planned_on = self.on + timedelta(days=RESPONSIBILITY_DAYS)
        data = {"leader": self.leader.pk, "on": self.on.isoformat(), "planned_on": planned_on.isoformat()}
        fill(OwnershipForm, self.case, self.director, self.on, data)
        self.record("cases:ownership", self.director)

    def write_plan(self):
        """The director writes the milestones, the leader signs the letter the same day."""
        for what, weight, days in MILESTONES:
            planned_on = self.on + timedelta(days=days)
            data = {"what": what, "weight": weight, "planned_on": planned_on.isoformat(), "official": self.handler.pk}
            fill(MilestoneForm, self.case, self.director, self.on, data)
        letter = self.case.ownerships.get(until=None)
        letter.signed_on = self.on
        letter.save()
        Event.objects.add(self.case, Event.Kind.OWNED, by=self.leader, detail=f"{self.leader.name} 签包案责任书")
        self.record("cases:ownership_signature", self.leader)

    def reach_milestone(self, result):
        milestone = self.case.milestones.filter(reached_on=None).first()
        data = {"reached_on": self.on.isoformat(), "result": result}
        fill(MilestoneReachedForm, milestone, self.handler, self.on, data)
        self.record("cases:milestone_reached", self.handler)

    def dispatch(self):
        data = {
            "held_on": self.on.isoformat(),
            "chair": self.leader.pk,
            "present": "信访办、承办科室、社区",
            "blocked": "旧档案不全，有关单位对由谁出具证明看法不一。",
            "arranged": "承办科室一周内把缺的材料列成单子，信访办约有关单位当面会商。",
        }
        fill(DispatchForm, self.case, self.director, self.on, data)
        self.case.dispatches.update(written_at=self.moment)
        self.record("cases:dispatch", self.director)

    def instruct(self):
        due_on = self.days.calendar.add_workdays(self.on, 5)
        data = {"words": "请盯住材料单子，一周内给我回话。", "to": self.handler.pk, "due_on": due_on.isoformat()}
        fill(InstructionForm, self.case, self.leader, self.on, data)
        self.case.instructions.update(at=self.moment)
        self.record("cases:instruction", self.leader)
        if due_on < self.days.today:
            given = self.case.instructions.get()
            data = {"answer": "材料单子已列好，缺的两样正在向区档案馆调取。"}
            fill(InstructionAnswerForm, given, self.handler, self.on, data)
            self.record("cases:instruction_answer", self.handler)

    def pass_on(self):
        data = {"leader": self.office.people[self.plan.passes_to].pk, "reason": "班子分工调整。"}
        fill(TransferForm, self.case, self.director, self.on, data)
        self.record("cases:ownership", self.director)

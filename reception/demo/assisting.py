"""How the demo office works together: units that assist, a joint action, a further community, the police, teams."""

from datetime import timedelta

from cases.forms.teams import TeamDecisionForm, TeamForm, TeamMatterForm
from cases.forms.together import (
    AlsoInForm,
    AssistForm,
    AssistObjectionForm,
    AssistOutcomeForm,
    AssistReplyForm,
    JointActionForm,
    PoliceRequestForm,
    PoliceResultForm,
)
from cases.models import AssistReply, AssistTask, Case, Team
from officials.models import Official, Role
from reception.demo.filling import fill
from reception.demo.office import CITY, ENFORCEMENT, JUSTICE, POLICE, SOCIAL
from reception.demo.plans import Stop

PUSHED_BACK = "房屋安全由城市建设科认定，不归我科；我科可以派人陪同入户。"


class Assisting:
    """The part of a story in which other units help the one that leads."""

    def ask_to_assist(self, unit, facts, asked, workdays=5):
        due_on = self.days.calendar.add_workdays(self.on, workdays)
        ask(self.case, self.office.units[unit], facts, asked, due_on, by=self.director, on=self.on)
        self.record("cases:assist_add", self.director)

    def assist(self, unit, text):
        """Somebody of the unit answers, and the handler takes it."""
        task = AssistTask.objects.whole().get(case=self.case, unit=self.office.units[unit])
        by = worker_of(task.unit, self.on)
        fill(AssistReplyForm, task, by, self.on, {"text": text})
        self.record("assists:task", by)
        task = AssistTask.objects.whole().get(pk=task.pk)
        fill(AssistOutcomeForm, task, self.handler, self.on, {"outcome": "take"})
        AssistReply.objects.filter(task=task).update(at=self.moment)
        self.record("cases:assist_outcome", self.handler)
        self.case.refresh_from_db()

    def act_together(self, kind, units, others, outcome, result):
        data = {
            "kind": kind,
            "held_on": self.on.isoformat(),
            "units": [self.office.units[unit].pk for unit in units],
            "others": others,
            "outcome": outcome,
            "result": result,
        }
        fill(JointActionForm, self.case, self.handler, self.on, data)
        self.case.joint_actions.update(recorded_at=self.moment)
        self.record("cases:joint_action", self.handler)

    def _compose_garage_together(self):
        """Who must answer for the leak is looked into by others; the drain passes through the next community."""
        facts = "东河花园 3 幢地下车库渗水，物业和开发商对谁修看法不一，案件由城市建设科主办。"
        self.then(self.ask_to_assist, ENFORCEMENT, facts, "查物业有没有按合同维护，附巡查记录。")
        self.later(2, 2)
        self.then(self.assist, ENFORCEMENT, "查了维护记录：雨水管今年没有清过，已责令物业五日内清掏。")
        self.then(
            self.act_together,
            "SOLVE",
            [CITY, ENFORCEMENT, "东河花园社区"],
            "物业公司、开发商",
            "PARTLY",
            "到场会勘，六处渗点逐处编号；物业当场清掏雨水管，防水由谁修等书面认定。",
        )
        self.then(self.ask_to_assist, JUSTICE, facts, "就保修期和合同写一份意见，说明业主可以走哪些途径。", 8)


def ask(case, unit, facts, asked, due_on, *, by, on):
    data = {"unit": unit.pk, "facts": facts, "asked": asked, "due_on": due_on.isoformat(), "sure": "on"}
    fill(AssistForm, case, by, on, data)


def worker_of(unit, on):
    return Official.objects.holding(Role.HD, on=on).of_unit(unit, on=on).first()


def work_together(office, days, garage, stories):
    """What is done today: an objection waits for the director, the police were asked, one team works, one waits."""
    today, people = days.today, office.people
    director = people["周建国"]
    in_work = [story for story in stories if is_in_work(story)]
    case = Case.objects.get(pk=garage.case.pk)
    data = {"community": office.units["柳营社区"].pk, "reason": "雨水管从柳营路接出，那边也要清。"}
    fill(AlsoInForm, case, director, today, data)
    pushed, noisy = [story for story in in_work if story.handler.unit != office.units[SOCIAL]][:2]
    push_back(pushed, office, days)
    ask_the_police(noisy, office, days)
    leads = {"郑国强": people["郑国强"], "沈丽华": people["沈丽华"]}
    members = [people["李静"].pk, people["马超"].pk, people["刘芳"].pk]
    found_team(
        "FORCE",
        "渗水专班",
        leads["郑国强"],
        members,
        [garage, *of_city(in_work, office)[:2]],
        director,
        days,
        decided=True,
    )
    members = [people["何琳"].pk, people["孙伟"].pk]
    found_team("ASSAULT", "十日化解突击队", leads["沈丽华"], members, in_work[2:4], director, days, decided=False)


def is_in_work(story):
    """On its way, with a handler, and nobody has to stop on it."""
    if story.plan.stop != Stop.INVESTIGATING or story.is_sealed or not story.handler or story.plan.recusal:
        return False
    case = Case.objects.get(pk=story.case.pk)
    return case.is_open and not story.plan.respondent and case.assists.count() == 0


def of_city(stories, office):
    return [story for story in stories if Case.objects.get(pk=story.case.pk).handling_unit == office.units[CITY]]


def push_back(story, office, days):
    case, unit = Case.objects.get(pk=story.case.pk), office.units[SOCIAL]
    due_on = days.calendar.add_workdays(days.today, 5)
    words = "群众反映的事牵涉住户生活困难，主办正在核实。", "请入户看有没有救助需要，三天内说明。"
    ask(case, unit, *words, due_on, by=office.people["周建国"], on=days.today)
    task = AssistTask.objects.whole().get(case=case, unit=unit)
    fill(AssistObjectionForm, task, worker_of(unit, days.today), days.today, {"reason": PUSHED_BACK})


def ask_the_police(story, office, days):
    case, director = Case.objects.get(pk=story.case.pk), office.people["周建国"]
    data = {
        "reason": "HELP",
        "station": POLICE,
        "on": days.today.isoformat() if case.received_on == days.today else days.ago(1).isoformat(),
        "clock": "10:20",
        "facts": "约双方到现场说事，两家在楼道里争吵，有人推搡，社区工作者劝开，没有人受伤。",
        "asked": "下次约谈请社区民警到场，一起劝解。",
    }
    fill(PoliceRequestForm, case, director, days.today, data)
    data = {"result": "社区民警答应到场，约好周四下午。", "result_on": days.today.isoformat()}
    request = case.police_requests.get()
    request.case = case
    fill(PoliceResultForm, request, director, days.today, data)


def found_team(kind, name, leader, members, stories, by, days, *, decided):
    data = {
        "kind": kind,
        "name": name,
        "leader": leader.pk,
        "mandate": "把列进来的几件一起办：事实查清，责任分清，能修的先修。",
        "plan": "第一周 逐件会勘，列出卡在哪里\n第二周 有关单位会商定办法\n第三周起 按件落实，每周碰头一次",
        "since": days.today.isoformat(),
        "until": (days.today + timedelta(days=60)).isoformat(),
        "members": members,
    }
    fill(TeamForm, None, by, days.today, data)
    team = Team.objects.get(name=name)
    for story in stories:
        fill(TeamMatterForm, team, by, days.today, {"number": Case.objects.get(pk=story.case.pk).number})
    if decided:
        fill(TeamDecisionForm, team, leader, days.today, {"decision": "AGREED", "opinion": "按计划办，每周报一次。"})

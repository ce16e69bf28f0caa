"""What became of disputes in the demo office: one agreement kept, one confirmed by the court, one failure."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Case, Event, Party
from disputes.forms import agreement as forms
from disputes.models import Agreement, Confirmation, Consent, Dispute, DisputeKind, FollowUp
from reception.demo.filling import fill
from reception.models import Visit
from reception.models.brought import Conflict

LATE = 430  # minutes of office time: after the stories of the day
DAY = timedelta(days=1)
COURT = "可以向区人民法院起诉，诉讼时效照常计算；去法律援助窗口咨询不收费。"

# (days ago, clerk, community, kind, who, other side, what happened, what is wanted, what came)
DISPUTES = [
    (
        26,
        "王敏",
        "东河花园社区",
        "邻里",
        ("孙秀兰", "13800007201"),
        ("胡建平", "13800007202"),
        "楼上空调外机装在我家窗户边上，夜里响得睡不着，说了几次都说没地方挪。",
        "外机挪到西墙，赔安装隔音窗的 1200 元。",
        "kept",
    ),
    (
        24,
        "吴婷",
        "柳营社区",
        "损害赔偿",
        ("邓玉珍", "13800007203"),
        ("江南鲜果店", "13800007204"),
        "在店门口踩到烂菜叶滑倒，手腕骨裂，店里只肯出拍片的钱。",
        "赔医药费和误工费 4800 元。",
        "confirmed",
    ),
    (
        21,
        "王敏",
        "汤巷社区",
        "合同",
        ("袁德明", "13800007205"),
        ("汤巷木器加工部", "13800007206"),
        "订做的柜子尺寸做错了，加工部说是量的时候就这么量的，定金不退。",
        "退定金 2000 元。",
        "failed",
    ),
]


def tell_mediation(office, days, moments):
    mediator = office.people["金凤英"]
    kinds = {kind.name: kind for kind in DisputeKind.objects.all()}
    for ago, clerk, community, kind, who, other, story, wanted, came in DISPUTES:
        moment = moments.at(days.ago(ago), LATE)
        visit = Visit.objects.register(
            by=office.people[clerk],
            channel=Case.Channel.VISIT,
            received_at=moment,
            now=moment,
            name=who[0],
            phone=who[1],
            statement=story,
            community=office.units[community],
            conflict=Conflict(
                kind=kinds[kind],
                other_side=other[0],
                other_phone=other[1],
                wanted=wanted,
                source=Dispute.Source.APPLIED,
                rights_told=True,
            ),
        )
        _Told(visit.case, mediator, days, moments).go(ago, came)


class _Told:
    """One dispute step after step, each on its day and by the form of its page."""

    def __init__(self, case, mediator, days, moments):
        self.case, self.mediator, self.days, self.moments = case, mediator, days, moments
        self.other = case.parties.get(role=Party.Role.RESPONDENT)

    def go(self, ago, came):
        self.on(self.days.ago(ago - 1), self.accept)
        self.due_on = self.days.today - (ago - 11) * DAY  # two days after it is performed, whatever days are off
        self.on(self.days.ago(ago - 2), self.talk, "09:30", "双方把事情说清楚了，都愿意再谈。")
        if came == "failed":
            self.on(self.days.ago(ago - 6), self.talk, "15:10", "差得太远，都不让，不再谈。")
            self.on(self.days.ago(ago - 6), self.fail)
            return
        self.on(self.days.ago(ago - 4), self.agree, came)
        self.on(self.days.ago(ago - 5), self.sign)
        if came == "confirmed":
            self.on(self.days.ago(ago - 8), self.ask_the_court)
        self.on(self.days.ago(ago - 9), self.perform)
        if came == "confirmed":
            self.on(self.days.ago(ago - 14), self.be_confirmed)

    def on(self, day, act, *about):
        """What the step wrote down as now happened on that day; no history is owed for that."""
        started, moment = timezone.now(), self.moments.at(day, LATE)
        act(Dispute.objects.select_related("case").get(case=self.case), day, *about)
        case = Case.objects.get(pk=self.case.pk)
        Event.objects.filter(case=case, at__gte=started).update(at=moment)
        Case.objects.filter(pk=case.pk).update(touched_at=moment)
        Consent.objects.filter(dispute__case=case, recorded_at__gte=started).update(recorded_at=moment)
        Agreement.objects.filter(dispute__case=case, recorded_at__gte=started).update(recorded_at=moment)
        for record in (case, case.dispute):
            record.history.filter(history_date__gte=started).update(history_date=moment)

    def accept(self, dispute, day):
        told = {"answer": Consent.Answer.AGREED, "way": Consent.Way.FACE, "rights_told": True}
        dispute.hear(self.other, by=self.mediator, on=day, **told)
        dispute.accept(by=self.mediator, on=day, mediator=self.mediator, chosen_by="BOTH")

    def talk(self, dispute, day, at, result):
        typed = {"on": f"{day}", "at": at, "place": "调解室", "is_open": "CLOSED", "rights_told": "on"}
        typed |= {"mediators": [self.mediator.pk], "parties": [party.pk for party in dispute.speakers]}
        said = {"first_said": "这件事拖了很久，想当面说清楚。", "other_said": "愿意谈，要合情合理。", "result": result}
        self.fill(forms.SessionForm, dispute, day, typed | said)

    def agree(self, dispute, day, came):
        typed = {"kind": Agreement.Kind.WRITTEN, "reached_on": f"{day}", "facts": self.case.statement}
        typed |= {
            "issues": "双方对数额有争议；经协商，由对方承担主要责任。",
            "terms": "双方互相谅解，照下列事项履行。",
        }
        for row, (what, later) in enumerate(WHAT[came]):
            item = {
                "party": self.other.pk,
                "what": what,
                "manner": "在调解室当面",
                "due_on": f"{self.due_on + later * DAY}",
            }
            typed |= {f"item{row}_{name}": value for name, value in item.items()}
        self.fill(forms.AgreementForm, dispute, day, typed)

    def sign(self, dispute, day):
        names = ("parties_signed_on", "mediator_signed_on", "sealed_on")
        self.fill(forms.SigningForm, dispute, day, {name: f"{day}" for name in names})

    def perform(self, dispute, day):
        typed = {"outcome": FollowUp.Outcome.FULL, "on": f"{day}", "performed_on": f"{day}", "found": "看了收条。"}
        item = next(iter(dispute.agreement.items.all()))
        self.fill(forms.FollowUpForm, item, day, typed)

    def ask_the_court(self, dispute, day):
        typed = {"court": "区人民法院", "applied_on": f"{day}", "is_joint": "on"}
        self.fill(forms.ConfirmationForm, dispute, day, typed)

    def be_confirmed(self, dispute, day):
        typed = {"outcome": Confirmation.Outcome.CONFIRMED, "decided_on": f"{day}", "number": "民特 1 号"}
        self.fill(forms.ConfirmationResultForm, dispute, day, typed)

    def fail(self, dispute, day):
        typed = {"reason": "双方都不让步，谈不拢。", "routes_told": COURT, "on": f"{day}"}
        self.fill(forms.FailureForm, dispute, day, typed)

    def fill(self, form, record, day, typed):
        fill(form, record, self.mediator, day, typed)


WHAT = {  # (what is performed, how many days after the first day something falls due)
    "kept": [("把空调外机挪到西墙，付 1200 元。", 0)],
    "confirmed": [("先付 2400 元。", 0), ("再付 2400 元。", 45)],
}

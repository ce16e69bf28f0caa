"""What else comes to the desk: answered on the spot, waiting by name, letters read, a double entry, an urgent case."""

from datetime import timedelta

from cases.forms.urgency import EscalationForm
from cases.models import Case, Incident
from cases.models.claim import Purpose
from cases.models.escalation import missed_by
from reception.demo.filling import fill
from reception.models import Promise, Reading, SpotAnswer, Visit, Voiding

Channel, Taken = Case.Channel, SpotAnswer.Taken
EVENING = 415  # minutes of office time: after everybody else of the day

# (days ago, clerk, channel, purpose, what was asked, what was told, how it was taken)
SETTLED = [
    (
        21,
        "吴婷",
        Channel.CALL,
        Purpose.INQUIRY,
        "问退休人员医保卡丢了到哪里补。",
        "带身份证到区政务大厅医保窗口，或在“医保服务”小程序挂失补办，当天能取。",
        Taken.ACCEPTED,
    ),
    (
        9,
        "王敏",
        Channel.VISIT,
        Purpose.THANKS,
        "送来锦旗，谢谢社区帮老人找回走失的老伴。",
        "已收下，转告社区和网格员。",
        Taken.SILENT,
    ),
    (
        6,
        "王敏",
        Channel.VISIT,
        Purpose.APPEAL,
        "单元门禁坏了三天，晚上进不了门。",
        "当场打物业维修电话，半小时后回话已修好，来访人打电话回家核实过。",
        Taken.ACCEPTED,
    ),
    (
        0,
        "吴婷",
        Channel.VISIT,
        Purpose.INQUIRY,
        "问孩子转学到这边要哪些材料。",
        "给了一次性告知单：户口本、居住证明、原学校证明，八月二十日前到区教育局三楼。",
        Taken.ACCEPTED,
    ),
]
PROMISED = "问清区教育局今年收转学材料收到哪天，打电话告诉她"
WAITING = ["马春梅", "丁志华"]


def tell_contacts(office, days, moments):
    """After all stories, so that the numbers of each day go on from those of its matters."""
    clerk, director = office.people["王敏"], office.people["周建国"]
    for ago, name, channel, purpose, asked, told, taken in SETTLED:
        moment = moments.at(days.ago(ago) if ago else days.today, EVENING)
        settled = settle(office.people[name], moment, channel, purpose, asked, told, taken)
    Promise.objects.make(settled, what=PROMISED, due_on=days.today, by=settled.registrar, now=moment)
    waiting = [wait(clerk, name, moments.at(days.today, EVENING + 1)) for name in WAITING]
    now = moments.now
    Voiding.objects.ask(waiting[1], reason="和前一位是一家人，登记了两遍", by=clerk)
    twice = wait(office.people["吴婷"], WAITING[0], moments.at(days.today, EVENING + 2))
    Voiding.objects.ask(twice, reason=f"同一人排了两次，见 {waiting[0].contact_no}", by=office.people["吴婷"]).decide(
        by=director, is_approved=True, now=now
    )
    read_a_letter(office.people["郑国强"], now)
    note_an_incident(clerk, now)
    note_an_escalation(director, days.today)


def settle(by, moment, channel, purpose, asked, told, taken):
    way = SpotAnswer.Way.PHONE if channel == Channel.CALL else SpotAnswer.Way.FACE
    return Visit.objects.register(
        by=by,
        channel=channel,
        received_at=moment,
        now=moment,
        statement=asked,
        purpose=purpose,
        told=told,
        way=way,
        taken=taken,
        settles=True,
    )


def wait(by, name, moment):
    return Visit.objects.register(by=by, channel=Channel.VISIT, received_at=moment, now=moment, name=name, waits=True)


def read_a_letter(leader, now):
    """The head of the organ has read a letter on which the office is at work, and says what he wants."""
    letters = Visit.objects.unsealed().filter(channel=Channel.LETTER, case__closed_on__isnull=True)
    letter = letters.filter(is_historical=False, case__triaged_on__isnull=False).order_by("-pk").first()
    Reading.objects.sign(letter, by=leader, as_leader=True, instruction="请承办单位本周内到现场，结果报我。", at=now)


def note_an_incident(clerk, now):
    """In the case that cannot wait there is somebody old and unwell."""
    case = Case.objects.urgent_unacted().order_by("-pk").first()
    called = max(now - timedelta(minutes=20), case.received_at)
    Incident.objects.create(
        case=case,
        at=called,
        facts="来电人说，八十三岁的母亲两天没有洗漱、喝得很少，今早头晕。",
        help_given="请社区马上送水上门，陪着等家里人。",
        emergency=Incident.Emergency.AMBULANCE,
        emergency_at=called,
        recorded_by=clerk,
    )


def note_an_escalation(director, today):
    """One matter whose reply was late went up to the district."""
    case = Case.objects.open().unsealed().legally_late(today).order_by("next_legal_on").first()
    missed = missed_by(case, today).first()
    data = {
        "level": "DISTRICT",
        "on": today.isoformat(),
        "channel": "VISIT",
        "reason": "LATE",
        "missed": missed.pk,
        "note": "区里来电了解，已说明办到哪一步。",
    }
    fill(EscalationForm, case, director, today, data)

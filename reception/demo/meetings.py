"""The meeting of the demo office's last frozen month: who came, what it decided, and what became of it (F14, P12)."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.forms.upward import UpwardForm
from cases.models import Case, CauseCode
from disputes.forms.cause import SuggestionForm
from disputes.forms.meeting import DecisionForm, ItemForm, ParticipantForm, TaskCheckForm, TaskReportForm
from disputes.models import AgendaItem, Meeting, MeetingTask, Pack, Participant
from officials.models import Posting
from reception.demo import papers
from reception.demo.filling import fill

HELD_DAYS_AGO = 6
ORGANS = [("派出所", "韩警官", "ATTENDS"), ("司法所", "秦所长", "ATTENDS"), ("城管中队", "邹队长", "SITS_IN")]
DECISIONS = [  # kind, what, whose, due after how many days
    ("RESOURCES", "汤巷小区雨水管改造资金由财政所十日内落实。", "城市建设科", 12),
    ("POLICY", "物业服务合同到期前三个月提醒各业委会，写成一页告知。", "社会事务科", 20),
    ("OTHER", "各社区把楼道充电点位图报信访办。", "城市建设科", 3),
    ("UPWARD", "公交站点调整的意见汇总报区交通局。", "社会事务科", 4),
]


def hold_the_meeting(office, days, moments):
    pack = Pack.objects.newest_first().first()
    if pack is None:
        return
    people = office.people
    director, chair = people["周建国"], people["郑国强"]
    held_on = moments.today - timedelta(days=HELD_DAYS_AGO)
    meeting = Meeting.objects.plan(
        month=pack.month, held_on=held_on, place="街道三楼会议室", chair=chair, recorder=director
    )
    meeting.draw_up(pack)
    for organ, name, role in ORGANS:
        fill(ParticipantForm, meeting, director, held_on, {"organ": organ, "name": name, "role": role})
    for name in ("城市建设科", "社会事务科"):
        said = {"unit": office.units[name].pk, "name": "负责人", "role": Participant.Role.ATTENDS}
        fill(ParticipantForm, meeting, director, held_on, said)
    fill(ItemForm, meeting, director, held_on, {"text": "楼道充电点位怎么报、报给谁"})
    topic = meeting.items.get(part=AgendaItem.Part.FREE)
    meeting.open()
    for kind, words, unit, after in DECISIONS:
        posts = Posting.objects.in_force(held_on).filter(unit=office.units[unit], role="HD", official__is_active=True)
        said = {
            "kind": kind,
            "text": words,
            "leader": chair.pk,
            "owner": posts.order_by("official__username").first().pk,
            "due_on": (held_on + timedelta(days=after)).isoformat(),
            "feedback": "书面",
        }
        if kind == "OTHER":
            said |= {"item": topic.pk, "assisting": "各社区、消防救援站"}
        fill(DecisionForm, meeting, director, held_on, said)
    meeting.close(by=chair)
    _carry_out(office, meeting, held_on)
    done = MeetingTask.objects.get(decision__position=4)
    on = held_on + timedelta(days=3)
    report = {"done_on": on.isoformat(), "evidence": "汇总意见的函已送区交通局，签收页在案。"}
    fill(TaskReportForm, done, done.decision.official, on, report)
    fill(TaskCheckForm, MeetingTask.objects.get(pk=done.pk), director, on, {"passed": "yes", "reason": ""})


def _carry_out(office, meeting, held_on):
    """The suggestion that the meeting decided on, and a matter that only an organ above can settle."""
    director, on = office.people["周建国"], held_on + timedelta(days=2)
    decision = meeting.decisions.get(kind="POLICY")
    cause = CauseCode.objects.in_use(on).get(code="C2")
    text = "物业服务合同到期前三个月，把续签、选聘的办法写成一页，送到每个业委会。"
    said = {
        "cause": cause.pk,
        "unit": office.units["社会事务科"].pk,
        "organ": "",
        "text": text,
        "decision": decision.pk,
    }
    fill(SuggestionForm, None, director, on, {**said, "due_on": (on + timedelta(days=30)).isoformat()})
    files = Case.objects.open().current().unsealed().filter(received_at__date__lt=held_on, triaged_on__lte=held_on)
    if case := files.order_by("received_at", "pk").first():
        name = "关于请明确管护单位的请示.pdf"
        said = {
            "organ": "区信访工作联席会议",
            "number": "东街信〔请〕1号",
            "sent_on": on.isoformat(),
            "no_secret": "on",
        }
        said["content"] = "两个街道交界处的设施，管护单位不明，请联席会议明确由谁办。"
        file = SimpleUploadedFile(name, papers.content(name, f"{case.number}：{name}"))
        fill(UpwardForm, case, director, on, said, {"file1": file})

"""The invited specialists of the demo office, what they were asked, and its team (F23, F24, F56, L40)."""

from datetime import timedelta

from cases.forms.specialist import (
    ConsentForm,
    ConsultationAnswerForm,
    ConsultationForm,
    ConsultationResultForm,
    CounsellingNoteForm,
    SpecialistForm,
)
from cases.forms.training import CertificateForm, DutyForm, ResultsForm, SecondmentForm, TrainingForm
from cases.models import Case, Consultation
from officials.models import Role, Specialist, TrainingSession
from reception.demo.checks import AFTERNOON, written
from reception.demo.filling import fill

ROSTER = [  # kind, name, speciality, organ, licence, account
    ("LAWYER", "高立群", "物权、相邻关系、劳动争议", "东河法律服务所", "1990120150001", "高立群"),
    ("COUNSELLOR", "白洁", "家庭关系、焦虑和失眠", "区社会心理服务中心", "", "白洁"),
    ("MEDIATOR", "汪素梅", "邻里、婚姻家庭", "司法所", "", ""),
    ("RETIRED", "顾明德", "老旧小区、老邻居的事", "原街道人大工委", "", ""),
    ("EXPERT", "秦学文", "房屋结构安全", "区建筑设计院", "", ""),
]
CERTIFICATES = [  # whose, of the roster or an official, kind, number, issued so many days ago, ends in so many
    ("高立群", True, "LAWYER", "1990120150001", 300, 400),
    ("白洁", True, "COUNSELLOR", "X20190077", 1400, 21),
    ("秦学文", True, "OTHER", "结构鉴定 0451", 1100, -3),
    ("金凤英", False, "MEDIATOR", "DH-TJ-018", 900, 500),
    ("汪素梅", False, "MEDIATOR", "DH-TJ-024", 720, 25),
    ("周建国", False, "POST", "XF-2021-06", 1200, None),
]
TRAININGS = [  # days ago, kind, topic, hours, tested
    (160, "POLITICAL", "信访工作法治化的要求", "4", False),
    (75, "PROFESSIONAL", "《信访工作条例》：受理、告知、答复的期限", "6", True),
    (20, "QUALITY", "接访时怎么听、怎么记", "3", False),
]


def back(days, count):
    """So many days of the calendar ago, however far its workdays are known."""
    return days.today - timedelta(days=count)


def tell_specialists(office, days, moments, garage):
    people = office.people
    director = people["周建国"]
    for kind, name, speciality, organ, licence, account in ROSTER:
        data = {
            "kind": kind,
            "name": name,
            "speciality": speciality,
            "organ": organ,
            "licence_no": licence,
            "since": back(days, 400).isoformat(),
            "official": people[account].pk if account else "",
        }
        fill(SpecialistForm, None, director, moments.today, data)
    roster = {person.name: person for person in Specialist.objects.all()}
    for name, is_invited, kind, number, issued, ends in CERTIFICATES:
        data = {
            "specialist": roster[name].pk if is_invited else "",
            "official": "" if is_invited else people[name].pk,
            "kind": kind,
            "number": number,
            "issued_on": back(days, issued).isoformat(),
            "expires_on": "" if ends is None else (moments.today + timedelta(days=ends)).isoformat(),
        }
        fill(CertificateForm, None, director, moments.today, data)
    _train(office, days)
    _name_duties(office, days)
    _ask(people, roster, days, moments, garage)


def _ask(people, roster, days, moments, garage):
    """A lawyer in the middle of it, a retired cadre who has said his, a counsellor, and one who was declined."""
    lawyer = offer(
        garage, roster["高立群"], "LEGAL", "物业没有尽到维修义务，住户能要求什么。", "AGREED", days, moments
    )
    with written(moments.at(days.ago(1), AFTERNOON)):
        fill(ConsultationAnswerForm, lawyer, people["高立群"], days.ago(1), {"answer": "ACCEPT", "reason": ""})
    others = Case.objects.unsealed().open().current().filter(handler__isnull=False, petition__isnull=False)
    others = list(others.exclude(pk=garage.pk).filter(stage=Case.Stage.INVESTIGATING).order_by("pk")[:3])
    if len(others) < 3:
        return
    heard, calm, alone = others
    advice = offer(heard, roster["顾明德"], "ADVICE", "两家当年怎么说好的，请老同志说说。", "AGREED", days, moments)
    with written(moments.at(days.ago(1), AFTERNOON)):
        fill(ConsultationAnswerForm, advice, heard.handler, days.ago(1), {"answer": "ACCEPT", "reason": ""})
        result = {"result": "八十年代分房时口头约定过通道共用，建议照此写成书面。"}
        fill(ConsultationResultForm, advice, heard.handler, days.ago(1), result)
    support = offer(calm, roster["白洁"], "COUNSEL", "", "AGREED", days, moments)
    with written(moments.at(days.ago(1), AFTERNOON)):
        fill(ConsultationAnswerForm, support, people["白洁"], days.ago(1), {"answer": "ACCEPT", "reason": ""})
    note = {"held_on": moments.today.isoformat(), "text": "第一次谈，约好下周再谈一次。"}
    fill(CounsellingNoteForm, support, people["白洁"], moments.today, note)
    offer(alone, roster["白洁"], "COUNSEL", "", "REFUSED", days, moments)


def offer(case, specialist, kind, what_for, consent, days, moments):
    """Offered three days ago, answered by the petitioner two days ago."""
    case = Case.objects.get(pk=case.pk)
    with written(moments.at(days.ago(3), AFTERNOON)):
        data = {
            "kind": kind,
            "specialist": specialist.pk,
            "what_for": what_for,
            "until": (moments.today + timedelta(days=25)).isoformat(),
        }
        fill(ConsultationForm, case, case.handler, days.ago(3), data)
    row = Consultation.objects.latest("pk")
    with written(moments.at(days.ago(2), AFTERNOON)):
        data = {"consent": consent, "consent_on": days.ago(2).isoformat(), "way": "PHONE"}
        fill(ConsentForm, row, case.handler, days.ago(2), data)
    return row


def _train(office, days):
    director = office.people["周建国"]
    names = sorted(
        name for name, person in office.people.items() if person.roles & {Role.HD, Role.RC, Role.WC, Role.MD}
    )
    for place, (ago, kind, topic, hours, has_test) in enumerate(TRAININGS):
        there = [office.people[name].pk for index, name in enumerate(names) if (index + place) % 4]
        data = {"kind": kind, "topic": topic, "held_on": back(days, ago).isoformat(), "hours": hours, "people": there}
        fill(TrainingForm, None, director, days.today, data | ({"has_test": "on"} if has_test else {}))
    session = TrainingSession.objects.get(has_test=True)
    rows = list(session.attendances.order_by("pk"))
    results = {f"row{row.pk}": "PASSED" for row in rows} | {f"row{rows[0].pk}": "AGAIN"}
    fill(ResultsForm, session, director, days.today, results)


def _name_duties(office, days):
    people, units = office.people, office.units
    director = people["周建国"]
    for person, duties, number in [
        ("", "登记、转送、交办、督促检查信访事项，向领导报告，答复查询。", "东办〔2025〕8号"),
        ("许文娟", "主任不在时主持日常；联系区信访局，汇总上级督办的反馈。", "东办〔2025〕8号"),
    ]:
        data = {
            "unit": units["信访办"].pk,
            "official": people[person].pk if person else "",
            "duties": duties,
            "document_no": number,
            "since": back(days, 330).isoformat(),
        }
        fill(DutyForm, None, director, days.today, data)
    data = {
        "official": people["吴婷"].pk,
        "home": "党政办公室",
        "unit": units["信访办"].pk,
        "guide": people["王敏"].pk,
        "since": back(days, 60).isoformat(),
        "until": (days.today + timedelta(days=120)).isoformat(),
    }
    fill(SecondmentForm, None, director, days.today, data)

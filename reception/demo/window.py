"""What the windows handed to the back office: waiting, answered, sent back once, told, and one past its day."""

from cases.models import Case
from cases.models.claim import Purpose
from reception.demo.office import CITY, SOCIAL
from reception.models import Visit

MIDDAY = 200  # minutes of office time
# (days ago, clerk, community, section, who asked, what; the answers: text, whether it was sent back; told or not)
REQUESTS = [
    (
        9,
        "杨丽",
        "东河花园社区",
        SOCIAL,
        "龚秀兰",
        "老年优待证丢了，怎么补？",
        [("凭身份证到本窗口当场补办，不用照片，不收费。", "")],
        True,
    ),
    (
        8,
        "徐静",
        "汤巷社区",
        SOCIAL,
        "程国华",
        "残疾人护理补贴这个月没有到账，想问是不是停了。",
        [],
        False,
    ),
    (
        2,
        "吴婷",
        "桥西社区",
        CITY,
        "魏长春",
        "一楼想装无障碍坡道，要哪些手续、要不要邻居签字？",
        [
            ("按规定办理。", "没有说要哪些手续，群众听不懂"),
            ("带房产证、坡道简图来窗口登记；占用公共部位的，要本单元过半住户同意，表格窗口有。", ""),
        ],
        False,
    ),
    (1, "王敏", "北苑社区", SOCIAL, "邹玉珍", "低保户的电费减免要不要每年重新申请？", [], False),
]


def tell_requests(office, days, moments):
    for ago, clerk, community, section, name, asked, answers, told in REQUESTS:
        by, handler = office.people[clerk], office.handler_of(section)
        moment = moments.at(days.ago(ago), MIDDAY)
        visit = Visit.objects.register(
            by=by,
            channel=Case.Channel.WINDOW,
            received_at=moment,
            now=moment,
            name=name,
            phone=f"1380000{ago:04d}",
            statement=asked,
            purpose=Purpose.INQUIRY,
            community=office.units[community],
            back_office=office.units[section],
        )
        for step, (text, wrong) in enumerate(answers, start=1):
            moment = moments.at(days.ago(max(ago - step, 1)), MIDDAY)
            visit.request.reply(text, by=handler, now=moment)
            if wrong:
                visit.request.send_back(wrong, by=by, now=moment)
        if told:
            visit.request.tell("PHONE", by=by, now=moment)

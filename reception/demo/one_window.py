"""The one window: 东河花园 is the model, 汤巷 opened after it; what was asked, missing, answered, rated, improved."""

from datetime import timedelta
from io import BytesIO

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.models.case import day_starts
from reception import catalogue_table
from reception.catalogue import CatalogueImportForm
from reception.demo.office import CITY, ENFORCEMENT, POLICE, SOCIAL
from reception.models import (
    Errand,
    Improvement,
    Rollout,
    RolloutStep,
    ServiceItem,
    WindowModel,
    WindowRating,
    WindowText,
)
from reception.models.catalogue import FormerCounter
from reception.models.errand import Way
from reception.models.rollout import differences
from reception.quality import WindowRatingForm

MIDDAY = 190  # minutes of office time
CIVIL, HEALTH, INSURED, HOUSING, PARTY, SAFETY, VETERANS = range(7)
ID, BOOK, PHOTO = "身份证 | 原件 | 本人的", "户口本 | 原件和复印件", "一寸照片 | 原件 | 近一年的"
# (name, everyday words, counter, who may, materials, section or "", days, answer, what is asked)
ITEMS = [
    (
        "老年优待证补办",
        "老年证 老人卡 优待证丢了",
        CIVIL,
        "本市户籍六十周岁以上",
        [ID, PHOTO],
        "",
        "",
        "凭身份证当场补办，不收费。",
        "",
    ),
    (
        "高龄津贴申领",
        "八十岁 高龄 长寿钱",
        CIVIL,
        "八十周岁以上",
        [ID, BOOK, "银行卡 | 复印件 | 本人的"],
        SOCIAL,
        5,
        "材料齐了当天交后台，批了从下月起发到卡上。",
        "本人银行卡的开户行",
    ),
    (
        "最低生活保障申请",
        "低保 困难户 没钱过日子",
        CIVIL,
        "共同生活的家庭成员人均收入低于低保标准",
        [ID, BOOK, "收入证明 | 原件 | 每位成年人一份", "残疾证 | 复印件 | 有的带"],
        SOCIAL,
        20,
        "先入户看，再评议公示，一个半月内有结果。",
        "家里几口人、每月收入",
    ),
    (
        "临时救助申请",
        "大病 火灾 急难 救急",
        CIVIL,
        "遇到急难的家庭",
        [ID, "医药费单据 | 复印件 | 因病的带"],
        SOCIAL,
        3,
        "急的当天上报，先救急再补手续。",
        "什么急难",
    ),
    (
        "居家养老服务登记",
        "养老 送饭 助餐 上门照料",
        CIVIL,
        "六十周岁以上独居、失能的老人",
        [ID],
        "",
        "",
        "当场登记，三天内有人上门看。",
        "",
    ),
    (
        "生育登记",
        "准生证 生孩子 怀孕 生育证",
        HEALTH,
        "夫妻一方户籍或者居住在本社区",
        [ID, "结婚证 | 复印件 | 有的带"],
        "",
        "",
        "当场办，也可以在手机上办。",
        "",
    ),
    (
        "计划生育家庭奖励金",
        "独生子女费 奖励扶助",
        HEALTH,
        "领过独生子女父母光荣证的",
        [ID, BOOK, "光荣证 | 原件"],
        SOCIAL,
        10,
        "每年三月、九月各审一批。",
        "",
    ),
    (
        "儿童预防接种查询",
        "打针 疫苗 接种证丢了",
        HEALTH,
        "",
        [],
        "",
        "",
        "告诉接种门诊的地址和时间，补证带户口本去门诊。",
        "",
    ),
    (
        "城乡居民养老保险参保",
        "养老保险 交社保 参保",
        INSURED,
        "十六周岁以上、没有职工养老保险的",
        [ID, BOOK],
        "",
        "",
        "当场登记，次月起在手机上交费。",
        "",
    ),
    (
        "城乡居民医保缴费",
        "医保 看病 合作医疗",
        INSURED,
        "没有职工医保的",
        [ID],
        "",
        "",
        "每年九月到十二月交，手机上交最快。",
        "",
    ),
    (
        "养老金资格认证",
        "领养老金 认证 刷脸 还活着",
        INSURED,
        "领养老金的",
        [ID],
        "",
        "",
        "窗口手机当场刷脸；走不动的登记上门。",
        "",
    ),
    (
        "失业登记",
        "下岗 没工作 失业金",
        INSURED,
        "劳动年龄内、有劳动能力的",
        [ID, "解除合同证明 | 复印件"],
        SOCIAL,
        3,
        "登记后可以领失业金、参加免费培训。",
        "",
    ),
    (
        "公租房申请",
        "廉租房 没房子 租房补贴",
        HOUSING,
        "本市户籍、无房、收入低于标准",
        [ID, BOOK, "无房证明 | 原件 | 房管部门开"],
        CITY,
        15,
        "先初审，再公示，轮到了电话告诉您。",
        "家里几口人、每月收入",
    ),
    ("老旧小区加装电梯咨询", "装电梯 电梯 爬不动楼", HOUSING, "", [], CITY, 5, "", "哪个小区哪个单元"),
    (
        "一楼无障碍坡道申请",
        "轮椅 坡道 无障碍",
        HOUSING,
        "有残疾人、老人的住户",
        ["房产证 | 复印件", "坡道简图 | 原件 | 手画的就行"],
        CITY,
        10,
        "占用公共部位的，要本单元过半住户同意。",
        "",
    ),
    ("占道摆摊、油烟扰民反映", "摆摊 油烟 烧烤", HOUSING, "", [], ENFORCEMENT, 5, "", "在哪里、什么时候"),
    (
        "党组织关系转接",
        "转党关系 介绍信 党员",
        PARTY,
        "党员本人",
        [ID, "党员证明 | 原件"],
        "",
        "",
        "当场在系统里转，不用来回跑。",
        "",
    ),
    ("流动党员报到", "外地党员 报到", PARTY, "居住在本社区的流动党员", [ID], "", "", "当场登记，编进就近的支部。", ""),
    ("志愿者登记", "志愿服务 当志愿者", PARTY, "", [ID], "", "", "当场登记，有活动打电话通知。", ""),
    (
        "流动人口居住登记",
        "居住证 暂住证 外地人",
        SAFETY,
        "在本社区住满半年以上的",
        [ID, "租房合同 | 复印件", PHOTO],
        POLICE,
        10,
        "先登记，十个工作日可以领居住证。",
        "",
    ),
    (
        "出租屋登记",
        "租房 房东 出租",
        SAFETY,
        "房东或者租客",
        [ID, "房产证 | 复印件 | 房东带"],
        "",
        "",
        "当场登记，发出租屋牌子。",
        "",
    ),
    ("养犬登记", "养狗 狗证 打狂犬针", SAFETY, "", [ID, "犬只免疫证 | 原件"], POLICE, 5, "", ""),
    (
        "残疾人证申办",
        "残疾证 残疾人",
        VETERANS,
        "",
        [ID, BOOK, PHOTO],
        SOCIAL,
        15,
        "先登记，再约定点医院评定，不收评定费。",
        "",
    ),
    (
        "残疾人护理补贴",
        "护理补贴 重度残疾",
        VETERANS,
        "重度残疾人",
        [ID, "残疾证 | 复印件", "银行卡 | 复印件"],
        SOCIAL,
        10,
        "批了从申请的下个月起发。",
        "",
    ),
    (
        "退役军人优待证申领",
        "退伍 当兵 优抚 优待证",
        VETERANS,
        "退役军人和优抚对象",
        [ID, "退伍证 | 原件和复印件", PHOTO],
        SOCIAL,
        15,
        "当场登记，证到了电话告诉您来取。",
        "",
    ),
]
HEAD = [names[0] for names in catalogue_table.COLUMNS.values()]
PLEDGE = "当场能办的当场办，材料一次说全，答不了的三天以内告诉您到哪一步。"
NOTICE = "补齐上面几样就能办。老人、残疾人来不了的，打电话，我们上门收。"
# (days ago, community, item or "", words, way, missing, who, grade, what he said, whether a complaint)
ERRANDS = [
    (
        16,
        "东河花园社区",
        "老年优待证补办",
        "",
        "notice",
        ["一寸照片"],
        "卢桂英",
        "FAIR",
        "早知道要照片就一起带来了",
        False,
    ),
    (15, "东河花园社区", "老年优待证补办", "", "answer", [], "卢桂英", "SATISFIED", "", False),
    (12, "东河花园社区", "生育登记", "", "answer", [], "苏梅", "SATISFIED", "", False),
    (11, "汤巷社区", "养老金资格认证", "走不动，能不能上门？", "answer", [], "程国华", "SATISFIED", "", False),
    (9, "东河花园社区", "养犬登记", "", "hand", [], "贾文斌", "", "", False),
    (
        8,
        "东河花园社区",
        "",
        "电动车能不能推进楼道充电？",
        "answer",
        [],
        "",
        "DISSATISFIED",
        "等了半个钟头才轮到",
        True,
    ),
    (6, "汤巷社区", "", "充电桩什么时候装到汤巷小区？", "hand", [], "毛建军", "", "", False),
    (5, "东河花园社区", "", "楼道里给电动车充电让不让？", "answer", [], "方玉兰", "", "", False),
    (4, "东河花园社区", "高龄津贴申领", "", "hand", [], "龚秀兰", "", "", False),
    (3, "汤巷社区", "公租房申请", "", "notice", ["无房证明"], "任小军", "", "", False),
    (2, "东河花园社区", "一楼无障碍坡道申请", "", "hand", [], "魏长春", "", "", False),
    (1, "汤巷社区", "城乡居民医保缴费", "", "answer", [], "丁秀珍", "SATISFIED", "", False),
    (0, "东河花园社区", "志愿者登记", "", "answer", [], "苏梅", "", "", False),
]
TOLD = "楼道里不能充，车棚有充电桩，晚上九点前都有人管。"


def tell_the_window(office, days, moments):
    east, lane = office.units["东河花园社区"], office.units["汤巷社区"]
    director, clerk = office.people["周建国"], office.people["杨丽"]
    long_ago = day_starts(moments.today - timedelta(days=120)) + timedelta(hours=3)
    import_catalogue(east, clerk, moments.today - timedelta(days=400))
    for kind, text in (("PLEDGE", PLEDGE), ("NOTICE", NOTICE)):
        WindowText.objects.write(east, kind, text, by=clerk, now=long_ago)
    live_on = timezone.localdate(long_ago) - timedelta(days=60)
    model = WindowModel.objects.declare(east, by=director, live_on=live_on, now=long_ago)
    model.refresh_from_db()
    lines = [one.key for one in differences(model, lane, moments.today)]
    opened_at = day_starts(moments.today - timedelta(days=45)) + timedelta(hours=10)
    rollout = Rollout.objects.open(model, lane, by=director, lines=lines, now=opened_at)
    for kind in RolloutStep.Kind:
        if kind not in rollout.done_kinds:
            rollout.tick(kind, by=director, now=opened_at + timedelta(days=2))
    rollout.go_live(timezone.localdate(opened_at) + timedelta(days=3), by=director)
    errands = serve_residents(office, days, moments)
    answer_them(office, days, moments, errands)
    item = ServiceItem.objects.of(east).latest().get(name="老年优待证补办")
    item.change(
        by=clerk,
        now=moments.at(days.ago(1), MIDDAY),
        answer="凭身份证当场补办，照片在窗口拍，不收费。",
        note="窗口添了相机",
    )
    item = ServiceItem.objects.of(lane).latest().get(name="志愿者登记")
    item.change(by=office.people["徐静"], now=moments.at(days.ago(7), MIDDAY), answer="当场登记，每周六上午集合。")
    improve(office, days, moments)


def import_catalogue(community, clerk, since):
    counters = list(FormerCounter.objects.order_by("position"))
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for at, (name, words, counter, who, materials, section, promise, answer, asks) in enumerate(ITEMS, 1):
        handling = "后台办" if section else "当场办"
        day = f"{since:%Y-%m-%d}"
        row = [name, words, counters[counter].name, who, "\n".join(materials), handling, section, promise, answer]
        sheet.write_row(at, 0, [*row, asks, day, ""])
    book.close()
    file = SimpleUploadedFile("服务目录.xlsx", content.getvalue())
    form = CatalogueImportForm({}, {"file": file}, community=community, by=clerk)
    if not form.save():
        raise ValueError(form.errors.as_json())


def serve_residents(office, days, moments):
    errands = {}
    for number, (ago, place, name, words, way, missing, who, grade, said, is_complaint) in enumerate(ERRANDS):
        community, by = office.units[place], office.clerk_of(place)
        moment = moments.at(days.ago(ago), MIDDAY + number) if ago else moments.now - timedelta(minutes=2)
        item = ServiceItem.objects.of(community).latest().filter(name=name).first()
        follows = errands.get((who, name)) if who else None
        errand = Errand.objects.serve(
            Way(way),
            by=by,
            community=community,
            statement=words,
            item=item,
            missing=missing,
            told=TOLD if way == "answer" and item is None else "",
            back_office=office.units[CITY] if way == "hand" and item is None else None,
            follows=follows,
            name=who,
            phone=f"1390000{number:04d}" if who else "",
            now=moment,
        )
        errands[who, name] = errand
        if grade:
            rate(errand, grade, said, is_complaint, moment + timedelta(minutes=5))
    return errands


def rate(errand, grade, said, is_complaint, now):
    """As the resident does: by the public form, with the code of the receipt."""
    typed = {"grade": grade, "words": said, **({"is_complaint": "on"} if is_complaint else {})}
    form = WindowRatingForm(typed, record=errand, via=WindowRating.Via.CODE, now=now)
    if not form.save():
        raise ValueError(form.errors.as_json())


def answer_them(office, days, moments, errands):
    """One told and suggested for the catalogue, one asked back, one handed on, one wrong at first."""
    piles, dogs = errands["毛建军", ""].visit.request, errands["贾文斌", "养犬登记"].visit.request
    ramp, pension = (
        errands["魏长春", "一楼无障碍坡道申请"].visit.request,
        errands["龚秀兰", "高龄津贴申领"].visit.request,
    )
    city, police = office.people["李静"], office.people["宋强"]
    at = {ago: moments.at(days.ago(ago), MIDDAY + 60) for ago in (5, 4, 3, 1)}
    piles.reply("汤巷小区三季度装二十个，装好在门口贴告示；现在可以用东侧车棚的八个。", by=city, now=at[5])
    piles.tell("PHONE", by=office.people["徐静"], now=at[4])
    rate(errands["毛建军", ""], "SATISFIED", "", False, at[3])
    dogs.reply("带狗来打针。", by=police, now=at[5])
    dogs.send_back("没有说去哪里打、要不要钱", by=office.people["杨丽"], now=at[4])
    dogs.reply("到柳营路的定点医院打针，六十元；打完拿免疫证来，狗牌当天给。", by=police, now=at[3])
    pension.ask("卡是不是本人的一类卡？", by=office.people["何琳"], now=at[1])
    ramp.hand_on(office.units[SOCIAL], "是残疾人家庭改造的项目", by=city, now=at[1])


def improve(office, days, moments):
    complaint = Improvement.objects.filter(source=Improvement.Source.COMPLAINT).earliest("pk")
    remark = Improvement.objects.filter(source=Improvement.Source.REMARK).earliest("pk")
    given, done = moments.at(days.ago(7), MIDDAY), moments.at(days.ago(3), MIDDAY)
    remark.assign(
        office.people["杨丽"],
        action="窗口添一台照相机，当场拍",
        due_on=timezone.localdate(given) + timedelta(days=20),
        now=given,
    )
    remark.finish("相机装好了，当场拍不收费", by=office.people["杨丽"], now=done)
    complaint.assign(
        office.people["杨丽"], action="周一上午加开一个座席", due_on=moments.today + timedelta(days=10), now=done
    )

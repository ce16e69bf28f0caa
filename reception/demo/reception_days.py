"""The leaders' reception days of some weeks: held, moved, called off; and appointments in most of their states."""

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from officials.calendar import UnknownYear
from reception.models import Appointment, ReceptionDay, Room, Telling
from reception.models.visit import new_query_code

NINE, HALF_PAST_ELEVEN = time(9), time(11, 30)
PLANNED, ASKED = 21, 6  # days ago
SLOT = timedelta(minutes=30)

# (workdays from today, leader, fields in charge)
DAYS = {
    "held": (-5, "陈志远", "信访、政法"),
    "next": (2, "陈志远", "信访、政法"),
    "moved": (4, "林晓峰", "城市建设、物业"),
    "off": (7, "沈丽华", "民政、劳动保障"),
    "head": (10, "郑国强", "全面工作"),
}


def tell_reception_days(office, days, moments):
    by, clerk = office.people["周建国"], office.people["王敏"]
    planned_at, asked_at = moments.at(days.ago(PLANNED), 60), moments.at(days.ago(ASKED), 120)
    plans = {name: plan(office, days, by, planned_at, *facts) for name, facts in DAYS.items()}
    ReceptionDay.objects.publish(by=by, now=planned_at)
    plans = {name: ReceptionDay.objects.select_related("room", "leader").get(pk=day.pk) for name, day in plans.items()}
    tell_the_past(plans["held"], clerk, planned_at, days.today)
    plans["held"].hold(by=clerk, now=plans["held"].until)
    tell_what_is_ahead(plans, clerk, asked_at)
    change(plans["moved"], by, moments.at(days.ago(1), 30))
    plans["off"].cancel("参加区里的防汛会议", by=by, now=moments.at(days.ago(1), 40))


def plan(office, days, by, now, workdays, leader, fields):
    day = workday(days, workdays)
    return ReceptionDay.objects.plan(
        leader=office.people[leader],
        room=Room.objects.get(kind=Room.Kind.LEADER),
        since=timezone.make_aware(datetime.combine(day, NINE)),
        until=timezone.make_aware(datetime.combine(day, HALF_PAST_ELEVEN)),
        slot_minutes=30,
        fields=fields,
        by=by,
        now=now,
    )


def workday(days, count):
    """So many workdays from today; where the calendar does not know, so many days that are no weekend."""
    if count < 0:
        return days.ago(-count)
    try:
        return days.calendar.add_workdays(days.today, count)
    except UnknownYear:
        day = days.today
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day


def tell_the_past(day, clerk, at, today):
    """One came, one did not, of one nothing is on record, and one request nobody answered."""
    came, missed, _unknown = (
        book(day, number, clerk, at, name, topic)
        for number, name, topic in [
            (0, "孙玉梅", "楼道照明一直没修"),
            (1, "韩立新", "停车位分配"),
            (2, "许先生", "工资拖欠"),
        ]
    )
    request(day, 3, at, "冯女士", "噪声扰民")
    missed.miss(by=clerk, now=day.until)
    Appointment.objects.close_before(max(today, day.on + timedelta(days=1)))
    Appointment.objects.get(pk=came.pk).attend(by=clerk, now=day.until)


def tell_what_is_ahead(plans, clerk, at):
    """Agreed and told, asked for, declined, cancelled; and those whose day is moved or called off."""
    book(plans["next"], 0, clerk, at, "张建国", "三幢地下车库漏水")
    book(plans["next"], 1, clerk, at, "李女士", "低保申请没有回音", people=2)
    request(plans["next"], 2, at, "赵先生", "加装电梯，一楼不同意")
    request(plans["next"], 2, at, "钱女士", "小区门口乱停车")
    declined = request(plans["next"], 3, at, "何先生", "身份证丢了怎么补")
    declined.decline("补身份证归派出所户籍窗口，带户口簿直接去，当天就能办。", by=clerk, now=at)
    declined.tell(Telling.Way.PHONE, by=clerk, now=at)
    book(plans["next"], 4, clerk, at, "周先生", "改天再来").cancel("本人来电取消", by=clerk, is_told=True, now=at)
    book(plans["moved"], 0, clerk, at, "吴先生", "外墙脱落")
    agreed = request(plans["next"], 4, at, "郑女士", "物业费上涨")
    agreed.confirm(by=clerk, now=at)
    agreed.tell(Telling.Way.NOT_REACHED, by=clerk, note="关机", now=at)
    request(plans["off"], 0, at, "王先生", "退休金计算")


def book(day, number, clerk, at, name, topic, people=1):
    return Appointment.objects.book(
        day, day.since + number * SLOT, by=clerk, name=name, phone="13900000317", topic=topic, people=people, now=at
    )


def request(day, number, at, name, topic):
    return Appointment.objects.request(
        day,
        day.since + number * SLOT,
        code=new_query_code(),
        submission=uuid.uuid4(),
        name=name,
        phone="13900000318",
        topic=topic,
        now=at,
    )


def change(day, by, at):
    """An hour later, with the reason the public reads."""
    kept = {name: getattr(day, name) for name in ("leader", "room", "slot_minutes", "fields", "note")}
    later = timedelta(hours=1)
    day.change(**kept, since=day.since + later, until=day.until + later, reason="上午有区里的调度会", by=by, now=at)

"""The power was out one morning: of a batch of six slips two have been entered, the others lie at the desk."""

from datetime import timedelta

from reception.models import PaperSlip

MORNING, NOON = 45, 200  # minutes of office time

# (minutes after the batch was begun, channel, name, phone, community, words)
WRITTEN = [
    (20, "VISIT", "孙玉梅", "13900000317", "汤巷社区", "汤巷 12 号门前的路灯坏了一个星期，晚上出门看不见台阶。"),
    (55, "CALL", "", "", None, "柳营路口的菜摊占了人行道，推婴儿车过不去。"),
]


def enter_slips(office, days, moments):
    day, clerk = days.ago(3), office.people["王敏"]
    begun = moments.at(day, MORNING)
    slips = PaperSlip.objects.print_batch(6, by=clerk, now=begun)
    for slip, (after, channel, name, phone, community, words) in zip(slips, WRITTEN, strict=False):
        slip.enter(
            by=clerk,
            received_at=begun + timedelta(minutes=after),
            now=moments.at(day, NOON),
            channel=channel,
            name=name,
            phone=phone,
            community=office.units.get(community),
            statement=words,
        )

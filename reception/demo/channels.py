"""What the demo office has made public of its channels: most of the list, one item lapsing soon, one still missing."""

from datetime import timedelta

from reception.models import ChannelNotice

Item = ChannelNotice.Item
MORNING = 30  # minutes of office time

# (item, text, since how many days, for how many days from today; None for no end)
PUBLISHED = [
    (Item.ONLINE, "东河区网上信访平台（区政府网站首页“我要信访”），全天可以提交，两个工作日内有人看。", 200, None),
    (
        Item.LAWS,
        "《信访工作条例》《中华人民共和国人民调解法》《信访事项简易办理办法》。全文在接待大厅资料架，可以取一份带走。",
        200,
        None,
    ),
    (
        Item.PROCEDURE,
        "登记领回执，十五日内书面告知是否受理、由谁办；受理后六十日内给书面答复；"
        "不服的，收到答复三十日内可以请求复查，再不服可以请求复核。",
        200,
        None,
    ),
    (Item.HOURS, "工作日 8:30 至 12:00，14:00 至 17:30；冬季延时到 18:00。", 20, 9),
]


def publish_channels(by, moments):
    """As they stand since their first day; nothing lies in the office's past that it did not publish then."""
    for item, text, since, until in PUBLISHED:
        first = moments.today - timedelta(days=since)
        last = None if until is None else moments.today + timedelta(days=until)
        ChannelNotice.objects.publish(
            item, text, valid_from=first, valid_to=last, by=by, today=first, at=moments.at(first, MORNING)
        )

"""Who came to sit, and what was suggested: one answered, one waiting."""

from reception.models import TalkNote

AFTERNOON = 300  # minutes of office time
Kind = TalkNote.Kind

# (days ago, clerk, community, kind, words; the answer and whether it is adopted)
NOTES = [
    (12, "王敏", "柳营社区", Kind.LISTEN, "老伴走了以后一个人闷，坐了半个钟头，说说孩子的事。", None),
    (7, "吴婷", "汤巷社区", Kind.SHARE, "楼道里几家轮流扫雪，想让别的楼也试试。", None),
    (
        5,
        "王敏",
        "东河花园社区",
        Kind.SUGGEST,
        "小区门口的斑马线，早上能不能安排人看着孩子过马路。",
        ("已和社区、交警商定，下周一起每天早上两名志愿者值守。", True),
    ),
    (1, "杨丽", "东河花园社区", Kind.SUGGEST, "接待大厅的椅子能不能加几把有扶手的，老人好起身。", None),
]


def tell_talks(office, days, moments):
    for ago, clerk, community, kind, words, answer in NOTES:
        at = moments.at(days.ago(ago), AFTERNOON)
        note = TalkNote.objects.create(
            by=office.people[clerk], community=office.units[community], kind=kind, words=words, at=at
        )
        if answer:
            text, is_adopted = answer
            later = moments.at(days.ago(ago - 2), AFTERNOON)
            note.reply(text, by=office.people["周建国"], is_adopted=is_adopted, now=later)

"""Disputes for mediation: one being mediated, one that a side would not have, one declined, two to be asked about."""

from django.utils import timezone

from cases.models import Case, Event, Party
from disputes.models import Consent, Dispute, DisputeKind
from reception.models import Visit
from reception.models.brought import Conflict

LATE = 400  # minutes of office time: after the stories of the day
Source, Answer, Way = Dispute.Source, Consent.Answer, Consent.Way
COURT = "可以向区人民法院起诉，诉讼时效照常计算；去法律援助窗口咨询不收费。"

# (days ago, clerk, channel, community, kind, who, other side, what happened, what is wanted, source, organ, what came)
DISPUTES = [
    (
        12,
        "王敏",
        Case.Channel.VISIT,
        "东河花园社区",
        "邻里",
        ("赵秀英", "13800007101"),
        ("李春生", "13800007102"),
        "楼上卫生间漏水，把我家天花板和衣柜泡坏了，上门说过三次，都说不是他家的事。",
        "把卫生间防水重做，赔天花板和衣柜 1800 元。",
        Source.APPLIED,
        "",
        "accepted",
    ),
    (
        7,
        "吴婷",
        Case.Channel.VISIT,
        "柳营社区",
        "婚姻家庭",
        ("高桂芬", "13800007103"),
        ("高文斌", "13800007104"),
        "两个儿子轮流照顾，老二半年没有来过，也不出护工的钱，想请街道叫来一起谈。",
        "老二每月出护工费 600 元，每周来看一次。",
        Source.APPLIED,
        "",
        "stopped",
    ),
    (
        5,
        "王敏",
        Case.Channel.VISIT,
        "汤巷社区",
        "损害赔偿",
        ("罗志刚", "13800007105"),
        ("彭家乐", "13800007106"),
        "下棋争吵推了一把，摔断手腕，派出所让先来街道调解医药费。",
        "赔医药费和误工费 6200 元。",
        Source.COMMISSIONED,
        "派出所",
        "declined",
    ),
    (
        1,
        "吴婷",
        Case.Channel.VISIT,
        "桥西社区",
        "邻里",
        ("叶美珍", "13800007107"),
        ("方建华", "13800007108"),
        "隔壁把鞋柜和婴儿车放在楼道里，门只能开一半，说了不搬。",
        "楼道里的东西搬走，以后不再放。",
        Source.APPLIED,
        "",
        "",
    ),
    (
        0,
        "王敏",
        Case.Channel.SCREENED,
        "北苑社区",
        "合同",
        ("唐国庆", "13800007109"),
        ("北苑便民装饰店", "13800007110"),
        "网格员走访时知道的：装修押金 3000 元，完工两个月没有退，在店门口吵过一次。",
        "退还装修押金 3000 元。",
        Source.INITIATED,
        "",
        "",
    ),
]


def tell_disputes(office, days, moments):
    mediator, helper = office.people["金凤英"], office.people["汪素梅"]
    kinds = {kind.name: kind for kind in DisputeKind.objects.all()}
    for ago, clerk, channel, community, kind, who, other, story, wanted, source, organ, came in DISPUTES:
        moment = moments.at(days.ago(ago), LATE)
        visit = Visit.objects.register(
            by=office.people[clerk],
            channel=channel,
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
                source=source,
                source_organ=organ,
                rights_told=True,
            ),
        )
        if came:
            started, later = timezone.now(), days.ago(ago - 2)
            _go_on(visit.case.dispute, came, mediator, helper, office.people["郑国强"], later)
            _happened(visit.case, moments.at(later, LATE), started)


def _go_on(dispute, came, mediator, helper, head, on):
    case = dispute.case
    respondent = case.parties.get(role=Party.Role.RESPONDENT)
    if came == "declined":
        dispute.decline(by=mediator, on=on, reason="对方已经向区人民法院起诉，法院已受理。", routes_told=COURT)
    elif came == "stopped":
        reason = "说家里的事不用外人管"
        told = {"answer": Answer.REFUSED, "way": Way.PHONE, "reason": reason, "routes_told": COURT}
        dispute.hear(respondent, by=mediator, on=on, **told)
    else:
        dispute.hear(respondent, by=mediator, answer=Answer.AGREED, on=on, way=Way.FACE, rights_told=True)
        dispute.accept(by=mediator, on=on, mediator=mediator, chosen_by="BOTH", helpers=[helper])
        _doubted(dispute, mediator, helper, head, on)


def _doubted(dispute, mediator, helper, head, on):
    """One side says that a mediator knows the other; the head looks into it, and she stays (L13)."""
    asked = dispute.ask_recusal(
        by=mediator, on=on, asker="PETITIONER", official=helper, ground="说她和对方住过一个院子。"
    )
    reason = "二十年前同住一个院，以后没有来往，双方听了都同意她继续调解。"
    dispute.decide_recusal(by=head, on=on, recusal=asked, decision="STAYS", reason=reason)


def _happened(case, moment, started):
    """What the steps wrote down as now happened at this moment; no history is owed for that."""
    Event.objects.filter(case=case, at__gte=started).update(at=moment)
    Case.objects.filter(pk=case.pk).update(touched_at=moment)
    Consent.objects.filter(dispute__case=case, recorded_at__gte=started).update(recorded_at=moment)
    for record in (case, case.dispute):
        record.history.filter(history_date__gte=started).update(history_date=moment)

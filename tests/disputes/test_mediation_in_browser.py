"""From the acceptance to the recorded agreement by keyboard alone in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disputes.models import Agreement, Confirmation, Dispute
from tests.disputes import stories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


def test_a_talk_is_recorded_an_agreement_written_signed_and_kept(new_context, live_server, sign_in):
    yesterday = timezone.localdate() - DAY
    mediator = stories.mediator(name="金凤英")
    dispute = stories.mediating(mediator, on=yesterday, received=yesterday - DAY)
    walker = Walker(new_context, live_server, mediator)
    walker.is_signed_in(sign_in(mediator))

    walker.go(dispute.case.get_absolute_url())
    walker.reads("下一步", "记一次调解")
    walker.press_alt("s")
    walker.key_in(on=f"{yesterday}", at="14:20", place="调解室", is_open="不公开")
    walker.key_in(first_said="漏了三次。", other_said="愿意赔。", result="谈拢了。")
    walker.press_alt("s")
    walker.reads("1 次", "写调解协议")
    walker.press_alt("s")
    walker.key_in(kind="书面", reached_on=f"{yesterday}", facts="漏水。", issues="楼上负责。", terms="赔 900 元。")
    walker.key_in(item0_party="李", item0_what="付 900 元", item0_due_on="今天")
    walker.press_alt("s")
    walker.reads("书面协议", "还缺：")
    walker.press_alt("s")
    walker.key_in(parties_signed_on=f"{yesterday}", mediator_signed_on=f"{yesterday}", sealed_on="今天")
    walker.press_alt("s")
    walker.reads("调解成功", "第 1 项", "还没回访", "共同申请")
    walker.press_alt("s")
    walker.key_in(outcome="履行了", on="今天", performed_on="今天", found="收条。")
    walker.press_alt("s")
    walker.reads("按期履行")

    for step in ("sessions", "agreement", "agreement_paper", "confirmation_paper"):
        walker.go(reverse(f"disputes:{step}", args=[dispute.case.number]))
    walker.go(reverse("disputes:session_paper", args=[dispute.case.number, 1]))
    assert Dispute.objects.get().state == "AGREED"
    assert Agreement.objects.get().effective_on == timezone.localdate()


def test_the_forms_that_come_up_seldom_are_filled_in_by_keyboard(new_context, live_server, sign_in):
    today = timezone.localdate()
    mediator = stories.mediator(name="金凤英")
    agreement = stories.settled(mediator, kind="ORAL", reached=today, on=today - DAY, received=today - DAY, due=[])
    failing = stories.mediating(mediator, on=today, received=today - DAY, name="钱多多", other_side="周明")
    walker = Walker(new_context, live_server, mediator)
    walker.is_signed_in(sign_in(mediator))

    walker.go(reverse("disputes:session_correction", args=[agreement.dispute.case.number, 1]))
    walker.key_in(text="不是三次，是两次。")
    walker.press_alt("s")
    walker.press_alt("s")
    walker.key_in(court="区人民法院", applied_on="今天", is_joint="on")
    walker.press_alt("s")
    walker.reads("等法院决定")
    walker.press_alt("s")
    walker.key_in(outcome="裁定确认有效", decided_on="今天", number="民特 1 号")
    walker.press_alt("s")
    walker.reads("法院已确认")

    row = Confirmation.objects.get()
    walker.go(reverse("disputes:confirmation_correction", args=[agreement.dispute.case.number, row.pk]))
    walker.key_in(number="民特 2 号", reason="文号看错了。")
    walker.press_alt("s")
    walker.go(reverse("disputes:agreement", args=[agreement.dispute.case.number]))
    walker.reads("民特 2 号", "文号看错了。")
    walker.go(reverse("disputes:signing_correction", args=[agreement.dispute.case.number]))

    walker.go(reverse("disputes:failure", args=[failing.case.number]))
    walker.key_in(reason="差得太远。", on="今天")
    walker.press_alt("s")
    walker.reads("调解不成")

"""The office's day as one table: which task, when, why. Times are Asia/Shanghai.

A task asks the database what is due by now and not yet done; a line here only wakes it.
"""

from typing import NamedTuple

from celery.schedules import crontab, schedstate


class Wake(crontab):
    """A crontab that a clock set back does not put to sleep until the day which that clock had already shown."""

    def is_due(self, last_run_at):
        now = self.now()
        if last_run_at > now:
            return schedstate(True, super().is_due(now).next)
        return super().is_due(last_run_at)


class Entry(NamedTuple):
    task: str
    when: Wake
    why: str


EVERY_MINUTE = Wake()

TIMETABLE = [
    Entry("officials.tasks.record_heartbeat", EVERY_MINUTE, "一个连着却不再做事的后台进程要被看见（DL-07）"),
    Entry("cases.tasks.sweep_deadlines", Wake(minute="*/5"), "到期、超期按级提醒，一级只提醒一次"),
    Entry("cases.tasks.send_notices", EVERY_MINUTE, "提醒的邮件从待发的里发出去，安静时段里等着（DL-05）"),
    Entry("reception.tasks.resume_letter_imports", Wake(minute="*/5"), "消息丢了或进程没了的导入接着做完"),
    Entry("petitions.tasks.resume_dossiers", EVERY_MINUTE, "消息丢了或进程没了的合订本接着排"),
    Entry("petitions.tasks.drop_dossiers", Wake(hour=3, minute=30), "合订本是副本，三天后删去"),
    Entry(
        "reception.tasks.close_queue",
        Wake(hour=2, minute=30),
        "前几天没叫到的票、没记结果的预约收起来，列给窗口看",
    ),
    Entry(
        "cases.tasks.turn_rounds", EVERY_MINUTE, "日结、周清、旬查、月评、年清到点开始和收口，停过的补上（T10-T14）"
    ),
    Entry("disputes.tasks.freeze_months", Wake(minute="*/5"), "上个月的形势研判到第三个工作日中午冻结"),
    Entry(
        "disputes.tasks.open_screening",
        Wake(minute="*/10"),
        "到日子的排查任务、重要节点的零报告开出来，停过的补上",
    ),
    Entry("cases.tasks.find_lookups", Wake(hour=1, minute=40), "前一天异常查看案卷的，列给审计员"),
    Entry("cases.tasks.compute_risks", Wake(hour=4, minute=10), "每件未办结的事项当天凭哪些事实有多大风险"),
    Entry("cases.tasks.count_hours", Wake(hour=4, minute=40), "本年学时不够的，年底一个月以前提醒"),
    Entry("officials.tasks.forget_sessions", Wake(hour=3, minute=10), "过期的登录会话不留"),
    Entry("cases.tasks.forget_submissions", Wake(hour=3, minute=20), "防重复提交的编号只用几天"),
]


def beat_schedule(timetable):
    return {entry.task: {"task": entry.task, "schedule": entry.when} for entry in timetable}

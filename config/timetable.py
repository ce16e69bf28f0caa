"""The office's day as one table: which task, when, why. Times are Asia/Shanghai.

A task asks the database what is due by now and not yet done; a line here only wakes it.
"""

from typing import NamedTuple

from celery.schedules import crontab


class Entry(NamedTuple):
    task: str
    when: crontab
    why: str


EVERY_MINUTE = crontab()

TIMETABLE = [
    Entry("officials.tasks.record_heartbeat", EVERY_MINUTE, "一个连着却不再做事的后台进程要被看见（DL-07）"),
    Entry("reception.tasks.resume_letter_imports", crontab(minute="*/5"), "消息丢了或进程没了的导入接着做完"),
    Entry(
        "reception.tasks.close_queue",
        crontab(hour=2, minute=30),
        "前几天没叫到的票、没记结果的预约收起来，列给窗口看（F29、F17）",
    ),
    Entry("officials.tasks.forget_sessions", crontab(hour=3, minute=10), "过期的登录会话不留"),
    Entry("cases.tasks.forget_submissions", crontab(hour=3, minute=20), "防重复提交的编号只用几天"),
]


def beat_schedule(timetable):
    return {entry.task: {"task": entry.task, "schedule": entry.when} for entry in timetable}

"""`due RULE YYYY-MM-DD [--extend DAYS] [--pause FROM..TO] [--json]`: when it falls due, and why."""

import json
from datetime import date, datetime

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.rules import RuleRefuses, Unit, due, find
from officials.calendar import Calendar, UnknownYear


class Command(BaseCommand):
    help = "按规则推算到期日，并说明为什么是这一天。"

    def add_arguments(self, parser):
        parser.add_argument("rule", metavar="RULE", help="规则编号，如 L17，见 docs/rules.md")
        parser.add_argument("start", metavar="YYYY-MM-DD", help="起算日；按小时的规则写时刻，如 2026-08-03T09:30")
        parser.add_argument("--extend", metavar="DAYS", default="0", help="延期几日")
        parser.add_argument(
            "--pause", metavar="FROM..TO", action="append", default=[], help="不计的时间，首尾两天都算，可写多次"
        )
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def handle(self, *args, rule, start, extend, pause, **options):
        try:
            rule = find(rule)
            answer = due(
                rule,
                instant(start) if rule.unit == Unit.HOURS else day(start),
                Calendar.load(),
                extended_by=whole_days(extend),
                pauses=[period(text) for text in pause],
            )
        except (RuleRefuses, UnknownYear) as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(2) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(answer), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{rule.id}（{rule.title}）")
            for number, step in enumerate(answer.steps, start=1):
                self.stdout.write(f"{number}. {step.title}  {step.explanation}")


def as_json(answer):
    def moment(day):
        return (answer.at or day).isoformat()

    return {
        "nominal": moment(answer.nominal),
        "legal_end": moment(answer.legal_end),
        "staff_target": moment(answer.target),
        "provisional": answer.provisional,
        "steps": [
            {
                "day": step.day.isoformat(),
                "title": step.title,
                "explanation": step.explanation,
                "kind": step.kind.value,
            }
            for step in answer.steps
        ],
    }


def day(text):
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise RuleRefuses(_("日期“%(text)s”不对，要写成 2026-08-03 这样。") % {"text": text}) from None


def instant(text):
    """An aware instant in local time; the plain text's own day, which the rule will refuse, if it names no time."""
    try:
        if len(text) <= len("2026-08-03"):
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise RuleRefuses(_("时刻“%(text)s”不对，要写成 2026-08-03T09:30 这样。") % {"text": text}) from None
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def whole_days(text):
    try:
        return int(text)
    except ValueError:
        raise RuleRefuses(_("延期天数“%(text)s”不对，要写整数。") % {"text": text}) from None


def period(text):
    first, dots, last = text.partition("..")
    if not dots:
        raise RuleRefuses(_("暂停“%(text)s”不对，要写成 2026-08-10..2026-08-12 这样。") % {"text": text})
    return day(first), day(last)

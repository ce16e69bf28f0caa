"""Ask for earlier matters like a text, as the desk does."""

import json
from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from cases.models import Case
from cases.similar import similar


class Command(BaseCommand):
    help = "查找和一段文字相近的早先事项（不含封存件）。"

    def add_arguments(self, parser):
        parser.add_argument("--text", required=True, help="反映内容")
        parser.add_argument("--before", help="只看这一天（含）或这一刻以前收到的，如 2026-11-25 或 2026-11-25T09:30")
        parser.add_argument("-n", type=int, default=5, dest="limit", help="最多几件")
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def handle(self, *, text, before, limit, **options):
        found = similar(text, cases_queryset=Case.objects.unsealed(), before=read_instant(before), limit=limit)
        if options["json"]:
            self.stdout.write(as_json(found))
            return
        for match in found:
            self.stdout.write(
                f"{match.case.number}  {match.score:.2f}  {'、'.join(match.reasons)}  {match.case.title}"
            )
        if not found:
            self.stdout.write("没有相近的早先事项。")


def as_json(found):
    return json.dumps(
        [
            {
                "number": match.case.number,
                "external_no": match.case.external_no,
                "score": match.score,
                "why": match.reasons,
            }
            for match in found
        ],
        ensure_ascii=False,
    )


def read_instant(typed):
    """A moment, or the end of a day; None stays None."""
    if not typed:
        return None
    try:
        if day := parse_date(typed):
            return timezone.make_aware(datetime.combine(day, time.max))
        instant = parse_datetime(typed)
    except ValueError:
        instant = None
    if instant is None:
        raise CommandError(f"看不懂 --before {typed}，请写成 2026-11-25 或 2026-11-25T09:30。")
    return instant if timezone.is_aware(instant) else timezone.make_aware(instant)

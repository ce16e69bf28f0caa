"""`python3 manage.py rounds` does by hand what the tasks do: opens and closes the rounds that are due, and warns."""

import json
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.models import Round
from cases.sweep import sweep


class Command(BaseCommand):
    help = "到点的日结、周清、旬查、月评、年清开始或者收口，和后台任务做的一样；做过的不再做。"

    def add_arguments(self, parser):
        parser.add_argument("--now", help="当作是什么时刻，如 2026-10-30T18:05（不写：现在）")
        parser.add_argument("--json", action="store_true", help="只打印一行 JSON")

    def handle(self, *, now, **options):
        now = instant(now)
        turned, warned = Round.objects.run(now), sweep(now)
        opened, closed = [str(round) for round in turned.opened], [str(round) for round in turned.closed]
        if options["json"]:
            self.stdout.write(json.dumps({"opened": opened, "closed": closed, "warned": warned}))
            return
        for label, names in (("开始", opened), ("收口", closed)):
            self.stdout.write(f"{label} {len(names)} 期：{'、'.join(names) or '没有'}")
        self.stdout.write(f"新提醒 {warned} 个期限")


def instant(text):
    if text is None:
        return timezone.now()
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"看不懂“{text}”是什么时刻，请写成 2026-10-30T18:05。") from None
    return read if timezone.is_aware(read) else timezone.make_aware(read)

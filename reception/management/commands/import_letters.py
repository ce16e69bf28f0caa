"""Import letters of earlier years from a workbook or csv."""

import json
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from officials.models import Official, Role
from reception.letters import SHOWN_ERRORS
from reception.models.letter_import import DEFAULT_SOURCE, LetterImport


class Command(BaseCommand):
    help = "把以前的来信（xlsx 或 csv）导入为历史来件：全部导入，或一封不导。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--source", default=DEFAULT_SOURCE, help="来源名称，编号在一个来源里不重复")
        parser.add_argument("--as", dest="username", default="", help="以谁的名义导入（工号）；不写则是信访办主任")
        parser.add_argument("--json", action="store_true", help="标准输出只有一行 JSON")

    def handle(self, *, file, dry_run, source, username, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(_("读不到文件 %(file)s：%(why)s") % {"file": file, "why": error.strerror}) from None
        try:
            job = LetterImport.objects.take(
                content, file.name, by=self._official(username), source=source, is_trial=dry_run
            ).run()
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from None
        self._say(job, as_json=options["json"])
        if job.state == LetterImport.State.REFUSED:
            sys.exit(1)

    @staticmethod
    def _official(username):
        today = timezone.localdate()
        people = Official.objects.active().filter(username=username) if username else None
        official = (people if username else Official.objects.holding(Role.OD, on=today)).first()
        if official is None:
            raise CommandError(_("没有可用的账号来导入：先用 setup_office 建好信访办主任，或用 --as 指明工号。"))
        return official

    def _say(self, job, *, as_json):
        for words in job.errors:
            self.stderr.write(words)
        if job.refused > SHOWN_ERRORS:
            self.stderr.write(_("只列前 %d 处。") % SHOWN_ERRORS)
        for row, first in job.identical:
            self.stderr.write(_("第 %(row)d 行和第 %(first)d 行内容相同。") % {"row": row, "first": first})
        report = job.report()
        if as_json:
            self.stdout.write(json.dumps(report))
            return
        words = _(
            "共 %(rows)d 封，新导入 %(created)d，已有 %(existing)d，有错 %(refused)d，内容相同 %(identical_bodies)d。"
        )
        self.stdout.write(words % report)

"""Fill an empty trial database with made-up cases of every stage, for measuring and for looking at a full house."""

import json
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.models import Case
from officials.models import Official
from reception.populating import populate


class Command(BaseCommand):
    help = "往空的、自带的数据库里造一本登记簿：各个阶段、层级、期限的案件，人和事都是编的。正式的库、有案件的库不装。"

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, required=True, help="造多少件")

    def handle(self, *, cases, **options):
        if not settings.EMBEDDED:
            raise CommandError(
                "populate 只往自带的服务器里装：编的人和事不进给定的数据库服务器（AU-12）。请去掉 DATABASE_URL。"
            )
        if not has_keys_of_a_trial():
            raise CommandError(
                "这个数据文件夹用的是给定的密钥，是一个正式的单位，不往里装编的人和事（AU-12）。"
                "请不设密钥，另用一个数据文件夹，例如 DATA_DIR=/tmp/另建。"
            )
        if Case.objects.exists() or Official.objects.exists():
            raise CommandError("这个库里已经有人或有案件，不再往里装。请另用一个数据文件夹，例如 DATA_DIR=/tmp/另建。")
        started = time.monotonic()
        populate(cases)
        self.stdout.write(f"{cases} 件已装好，{time.monotonic() - started:.0f} 秒。")


def has_keys_of_a_trial():
    """Whether the keys are those that a trial made for its data folder; an office that is to last is given its own."""
    if settings.TESTING:
        return True
    kept = settings.DATA_DIR / "secrets.json"
    return kept.exists() and json.loads(kept.read_text(encoding="utf-8"))["SECRET_KEY"] == settings.SECRET_KEY

"""Load the demo office: trial mode only, and only into an empty database."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reception.demo.loading import load


class Command(BaseCommand):
    help = "装入演示街道，人和事都是编的。只在试用方式下，只往空的数据库里装；run 首次启动时自动执行。"

    def handle(self, **options):
        if not (settings.TRIAL or settings.TESTING):
            raise CommandError(
                "演示街道只装进试用的数据库，不装进正式的或给定的数据库（AU-12）。"
                "要试用，请不设 DATABASE_URL 和密钥，运行 python3 manage.py run。"
            )
        started = time.monotonic()

        def say(text):
            self.stderr.write(f"  {time.monotonic() - started:4.1f} s  {text}", style_func=str)

        path = load(say)
        if path is None:
            self.stdout.write("已经有账号，演示街道不再装入，什么都没有改。")
        else:
            self.stdout.write(f"演示街道已装好，账号和密码在 {path}")

"""Measure the front door on a register of made-up matters, as ratios against the best SQL."""

import json
import logging
import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test.utils import override_settings

from reception import bench, bench_leader, bench_month, bench_sweep, bench_window
from reception.populating import populate


class Command(BaseCommand):
    help = "在另建的库里造一本登记簿，量前台各页与最好的 SQL 之比。量完即删，不碰现有数据。"

    def add_arguments(self, parser):
        parser.add_argument(
            "what",
            nargs="?",
            choices=["pages", "sweep", "leader", "window", "month"],
            default="pages",
            help="量各页、清扫、领导桌面、窗口目录，还是月报",
        )
        parser.add_argument("--cases", type=int, default=100_000, help="造多少件（默认 100000）")
        parser.add_argument("--rounds", type=int, default=30, help="每一问轮流问几遍（默认 30）")
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def handle(self, *, what, cases, rounds, **options):
        if not settings.EMBEDDED:
            raise CommandError(
                "bench 只在自带的服务器上量：演示的人和事不进给定的数据库服务器（AU-12）。请去掉 DATABASE_URL。"
            )
        logging.disable(logging.INFO)
        call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by content
        kept = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            if what == "sweep":
                return self.sweep(cases, min(rounds, 10), options["json"])
            with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
                # nobody signs in by password here
                people = self.grown(what, cases)
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("VACUUM ANALYZE")
                cursor.execute("RESET statement_timeout")
            # Not Django's test environment: it looks into every template, and would be measured too.
            with override_settings(SECURE_SSL_REDIRECT=False, ALLOWED_HOSTS=["testserver"]):
                found = self.measured(what, people, rounds)
                figures = [self.say(figure, options["json"]) for figure in found]
        finally:
            connection.creation.destroy_test_db(kept, verbosity=0)
        load = os.getloadavg()[0]
        if options["json"]:
            rows = [{**figure._asdict(), "ratio": figure.ratio} for figure in figures]
            self.stdout.write(json.dumps({"cases": cases, "load": load, "figures": rows}, ensure_ascii=False))
        else:
            grown = f"{bench_window.COUNT} 项" if what == "window" else f"{cases} 件"
            self.stdout.write(f"{grown}，每问 {rounds} 遍取中位数，机器负载 {load:.1f}")

    @staticmethod
    def grown(what, cases):
        if what == "window":
            return bench_window.grow()
        return populate(cases, searchable=False) if what in ("leader", "month") else bench.grow(cases)

    @staticmethod
    def measured(what, people, rounds):
        if what == "leader":
            return [bench_leader.measure(rounds)]
        if what == "month":
            return bench_month.measure(rounds)
        return bench_window.measure(people, rounds) if what == "window" else bench.measure(people, rounds)

    def sweep(self, cases, rounds, is_quiet):
        """The sweep beside a bare statement (G7), on a register without the index of words, which it never touches."""
        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            populate(cases, searchable=False)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
        load = os.getloadavg()[0]
        found = bench_sweep.measure(rounds)
        if is_quiet:
            figures = {**found._asdict(), "ratio": found.ratio, "best_ratio": found.best_ratio}
            self.stdout.write(json.dumps({"cases": cases, "load": load, "figures": figures}))
            return
        swept, bare = ([f"{took:.0f}" for took in sorted(times)] for times in (found.swept, found.bare))
        self.stdout.write(
            f"{cases} 件，{found.clocks} 个在计的期限，一次 {found.warned} 个提醒，机器负载 {load:.1f}\n"
            f"中位数之比 {found.ratio:.2f} ×，最快之比 {found.best_ratio:.2f} ×，{found.statements} 条语句，"
            f"进程多用内存 {found.memory} MB\n"
            f"清扫 {' '.join(swept)} ms\n一条语句 {' '.join(bare)} ms\n第一次（补齐以前各级） {found.first:.0f} ms，"
            f"告诉 {found.messages} 人 {found.told:.0f} ms"
        )

    def say(self, figure, is_quiet):
        if not is_quiet:
            ratio = f"{figure.ratio:5.2f} ×" if figure.ratio else "      —"
            times = f"{figure.milliseconds:7.1f} ms（慢的 {figure.slow:.0f}）"
            self.stdout.write(f"{ratio}  {times}  {figure.statements:3d} 条语句  {figure.name}")
        return figure

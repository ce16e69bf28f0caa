"""`risk_report --month 2026-10 --out FILE.pdf`: the frozen report of a month as PDF; freezes it first if it is due."""

from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disputes import printing
from disputes.models import Pack


class Command(BaseCommand):
    help = "把一个月的形势分析研判报告排成 PDF；到了冻结的时候还没有冻结的，先冻结。"

    def add_arguments(self, parser):
        parser.add_argument("--month", required=True, help="如 2026-10")
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *, month, out, **options):
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError:
            raise CommandError("月份写成 2026-10 这样。") from None
        try:
            pack = Pack.objects.freeze(first, now=timezone.now())
        except ValidationError as refused:
            raise CommandError("".join(refused.messages)) from None
        done = printing.set_report(pack)
        out.write_bytes(done.pdf)
        self.stdout.write(f"{out}：{pack} 第 {pack.issue} 期，{len(done.pdf)} 字节")

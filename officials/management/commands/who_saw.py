"""Who saw which case, person or file between two times: the report owed after a breach (PD-08, 个保法五十七条)."""

import json
from datetime import datetime

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from officials import audit
from officials.models import AuditEntry, Official


class Command(BaseCommand):
    help = "列出谁在什么时候看过、办过、被拒过：按案号、人员、起止时间，最早的在前。查的这一次也会留痕。"

    def add_arguments(self, parser):
        parser.add_argument("--case", metavar="案号", help="只看这一件")
        parser.add_argument("--person", metavar="工号", help="只看这个人")
        parser.add_argument("--from", dest="since", metavar="时间", help="从这一天或这一刻起（含），如 2026-09-01")
        parser.add_argument("--to", dest="until", metavar="时间", help="到这一天或这一刻止（含），如 2026-09-30T18:00")
        parser.add_argument("--json", action="store_true", help="每条一行 JSON")

    def handle(self, *, case, person, since, until, json, **options):
        if not (case or person or since or until):
            raise CommandError("请至少给一个条件：--case、--person、--from 或 --to。")
        entries = AuditEntry.objects.order_by("at", "id")
        if case:
            entries = entries.filter(subject="case", subject_id=found("案号", case, audit.SUBJECTS["case"].find(case)))
        if person:
            official = Official.objects.filter(username=person).values_list("pk", flat=True).first()
            entries = entries.filter(actor_id=found("工号", person, official))
        first, last = moment(since), moment(until)
        entries = narrowed(entries, first, last)
        asked = audit.record(None, "who_saw", reason="；".join(filter(None, [case, person, since, until])))
        write = self.write_json if json else self.write_line
        for entry in entries.filter(id__lt=asked.id).iterator(chunk_size=2000):
            write(entry)

    def write_json(self, entry):
        facts = ("actor_id", "actor_name", "action", "subject", "subject_id", "field", "reason", "outcome", "address")
        line = {"at": timezone.localtime(entry.at).isoformat()} | {fact: getattr(entry, fact) for fact in facts}
        self.stdout.write(json.dumps(line | {"request_id": entry.request_id}, ensure_ascii=False))

    def write_line(self, entry):
        action = audit.ACTIONS.get(entry.action, entry.action)
        subject = f"{entry.subject} {entry.subject_id or ''}".strip()
        words = [f"{timezone.localtime(entry.at):%F %T}", entry.actor_name or "—", str(action), subject, entry.field]
        words += [entry.reason, entry.get_outcome_display(), entry.address or "—"]
        self.stdout.write("  ".join(str(word) for word in words if word))


def found(label, typed, pk):
    if pk is None:
        raise CommandError(f"没有这个{label}：{typed}。")
    return pk


def moment(typed):
    """A day or an instant, as typed; None for nothing."""
    if not typed:
        return None
    try:
        parsed = parse_datetime(typed) if len(typed) > 10 else parse_date(typed)
    except ValueError:
        parsed = None
    if parsed is None:
        raise CommandError(f"看不懂时间“{typed}”，请写成 2026-09-01 或 2026-09-01T08:30。")
    if isinstance(parsed, datetime) and timezone.is_naive(parsed):
        return timezone.make_aware(parsed)
    return parsed


def narrowed(entries, first, last):
    """Both ends included; a day counts whole."""
    days = [None if isinstance(end, datetime) else end for end in (first, last)]
    entries = entries.between(*days)
    if isinstance(first, datetime):
        entries = entries.filter(at__gte=first)
    if isinstance(last, datetime):
        entries = entries.filter(at__lte=last)
    return entries

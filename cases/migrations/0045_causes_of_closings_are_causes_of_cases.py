"""What was chosen at a closing becomes the cause of the case, unless somebody had settled one: that one stands."""

from datetime import date
from itertools import groupby

from django.db import migrations

SINCE = date(2022, 5, 1)
ADDED = {  # what the dictionary of causes had no word for
    "EXECUTION": ("J1", "政策执行、履职不到位"),
    "SERVICE": ("J2", "服务、告知不及时"),
    "CONDUCT": ("J3", "工作作风"),
    "WORKS": ("J4", "规划、建设、施工"),
    "PRIVATE": ("J5", "民间、合同纠纷"),
}
SAME = {
    "POLICY": ("A1", "政策规定不完善"),
    "LEGACY": ("D2", "历史遗留"),
    "EXPLAINING": ("A2", "政策宣传解释不够"),
    "OTHER": ("Z9", "其他"),
}
WORDS = {value: words for value, (_code, words) in {**ADDED, **SAME}.items()}
BATCH = 1000


def move(apps, editor):
    Code, Cause = (apps.get_model("cases", name) for name in ("CauseCode", "CaseCause"))
    Closing = apps.get_model("cases", "Closing")
    for code, name in ADDED.values():
        Code.objects.get_or_create(code=code, valid_from=SINCE, defaults={"name": name})
    known = {}
    for row in Code.objects.order_by("valid_from"):
        known[row.code] = row
    codes = {value: known[code] for value, (code, _words) in {**ADDED, **SAME}.items() if code in known}
    chosen = Closing.objects.exclude(cause="").order_by("case_id", "round")
    linked = []
    for case, closings in groupby(chosen.iterator(BATCH), key=lambda closing: closing.case_id):
        linked += of_case(Cause, codes, case, list(closings))
        if len(linked) >= BATCH:
            Closing.objects.bulk_update(linked, ["found"])
            linked = []
    Closing.objects.bulk_update(linked, ["found"])


def of_case(Cause, codes, case, closings):
    """Each closing with the row that stood for the case then; where none did, with one made of its own choice."""
    settled = list(Cause.objects.filter(case=case).order_by("at", "pk"))
    made = None
    for closing in closings:
        at = closing.recorded_at
        standing = [row for row in settled if row.at <= at and (row.withdrawn_at is None or row.withdrawn_at > at)]
        if standing:
            closing.found = standing[-1]
            continue
        if closing.cause not in codes:  # the office took the wording out of its dictionary
            continue
        code = codes[closing.cause]
        if made and made.cause_id == code.pk:
            closing.found = made
            continue
        if made and made.withdrawn_at is None:
            made.withdrawn_at, made.withdrawn_by_id = at, closing.by_id
            made.save()
        after = next((row for row in settled if row.at > at), None)
        made = Cause.objects.create(
            case_id=case,
            cause=code,
            reason=f"办结时选的：{WORDS[closing.cause]}",
            by_id=closing.by_id,
            at=at,
            withdrawn_at=after and after.at,
            withdrawn_by_id=after and after.by_id,
        )
        closing.found = made
    return [closing for closing in closings if closing.found_id]


class Migration(migrations.Migration):
    dependencies = [("cases", "0044_a_closing_points_to_its_cause")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

"""Rows for tests, by plain functions, through the same steps the pages use."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from cases import rounds
from cases.cycles import Cycle, holding
from cases.models import Case, CaseAnalysis, Category, Claim
from cases.models.claim import Purpose, Route
from officials.calendar import Calendar
from officials.models import Official, Posting, Role, Unit
from reception.models import Visit

PASSWORD = "correct-horse-battery"
_numbers = count(1)


def street():
    found = Unit.objects.street()
    return found or Unit.objects.create(kind=Unit.Kind.STREET, name="东河街道办事处", short_name="东河街道", code="DH")


def unit(name, kind=Unit.Kind.SECTION, parent=None):
    found = Unit.objects.filter(name=name).first()
    return found or Unit.objects.create(kind=kind, name=name, parent=parent or street())


def community(name="东河花园社区"):
    return unit(name, Unit.Kind.COMMUNITY)


def section(name="城市建设科"):
    return unit(name, Unit.Kind.SECTION)


def official(role=Role.RC, *, name="", at=None, since=date(2020, 1, 1), until=None, title="", **fields):
    """An official with one posting; `at` is the unit (the petition office if absent)."""
    serial = next(_numbers)
    person = Official.objects.create_user(f"{20000 + serial}", PASSWORD, name=name or f"职员{serial}", **fields)
    Posting.objects.create(
        official=person, unit=at or section("信访办"), role=role, since=since, until=until, title=title
    )
    return person


def category(name="物业管理", parent="城乡建设"):
    above, _made = Category.objects.get_or_create(code=parent[:6], defaults={"name": parent})
    return Category.objects.get_or_create(code=f"{parent[:4]}-{name[:4]}", defaults={"name": name, "parent": above})[0]


def visit(by=None, **fields):
    """A registered contact with the case it opened: name, phone and statement are filled unless given."""
    fields.setdefault("name", "张建国")
    fields.setdefault("phone", "13800004471")
    fields.setdefault("statement", "三幢地下车库下雨就漏水，没人管。")
    fields.setdefault("channel", Case.Channel.VISIT)
    if fields["channel"] in (Case.Channel.TRANSFERRED, Case.Channel.ASSIGNED, Case.Channel.HOTLINE):
        fields.setdefault("sender_organ", "区信访局")
        fields.setdefault("sender_no", "东信转〔2026〕1号")
    if fields["channel"] == Case.Channel.ASSIGNED:
        fields.setdefault("due_on", timezone.localdate(fields.get("received_at")) + timedelta(days=80))
    fields.setdefault("received_at", timezone.now())
    return Visit.objects.register(by=by or official(Role.RC), **fields)


def case(by=None, **fields):
    return visit(by, **fields).case


def complete(file, *, by=None, claims=(("修好地下车库", Purpose.APPEAL, Route.W6),), at=None):
    """Fill the must-fields that bind before triage."""
    file.grounds = "物业报修单两份。"
    file.community = at or file.community or community()
    file.category = file.category or category()
    file.legal_state = Case.LegalState.NONE
    file.save()
    start = file.claims.count()
    for position, (text, purpose, route) in enumerate(claims, start + 1):
        Claim.objects.create(case=file, position=position, text=text, purpose=purpose, route=route)
    return file


def triaged(file=None, *, by=None, handler=None, level=Case.Level.GENERAL, on=None, **fields):
    """A case given to a handler (made if absent) of the city section."""
    file = file or complete(case(**fields))
    handler = handler or official(Role.HD, at=section())
    file.petition.triage(
        by=by or official(Role.OD),
        on=on or timezone.localdate(),
        level=level,
        ground="一个单位能办",
        handling_unit=handler.unit,
        handler=handler,
    )
    file.refresh_from_db()
    return file


def analysed(file, *, by=None):
    """The case with an analysis, where its level asks for one."""
    if file.needs_analysis:
        parts = dict.fromkeys(CaseAnalysis.PARTS, "谁来修防水")
        CaseAnalysis.objects.write(file, by=by or official(Role.HD), on=timezone.localdate(), **parts)
    return file


def lacking_today(official):
    """{key: how many} of what the running day still wants, as `official` sees it."""
    period = holding(Cycle.DAY, timezone.now(), Calendar.load())
    return {line.expectation.key: line.lacking for line in rounds.lines([period], official)[Cycle.DAY]}

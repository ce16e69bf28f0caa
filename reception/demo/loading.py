"""Loading the demo office: everything in one transaction, told in the order in which it happened."""

import csv
import os
import random
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cases.dictionary import load_categories
from cases.models import (
    Attachment,
    Case,
    CaseLink,
    CaseRisk,
    Category,
    Claim,
    Event,
    Investigation,
    Milestone,
    Ownership,
    PaperCopy,
    PaperPrint,
    Party,
    SealedReader,
    Service,
    ServiceConsent,
)
from cases.papers.typesetting import TypesettingFailed
from officials import audit
from officials.calendar import Calendar
from officials.models import AuditEntry, Official
from petitions.models import Petition
from reception.demo import (
    assisting,
    channels,
    checks,
    contacts,
    disputes,
    hall,
    issued,
    letters,
    lookups,
    mediation,
    meetings,
    one_window,
    outreach,
    reception_days,
    reports,
    rounds,
    screening,
    slips,
    specialists,
    standing,
    supervision,
    talks,
    window,
)
from reception.demo.office import found
from reception.demo.plans import Days, Stop, all_plans
from reception.demo.stories import Moments, Story
from reception.models import LetterImport
from reception.printing import issue_form

SEED = 20260922
ACCOUNTS = "demo-accounts.csv"

WRITTEN_AT = [
    (Event, "at"),
    (Case, "touched_at"),
    (Service, "recorded_at"),
    (Investigation, "recorded_at"),
    (Attachment, "uploaded_at"),
    (CaseLink, "linked_at"),
    (SealedReader, "named_at"),
    (Ownership, "recorded_at"),
    (Milestone, "added_at"),
    (Milestone, "withdrawn_at"),
    (ServiceConsent, "agreed_at"),
    *((model.history.model, "history_date") for model in (Case, Claim, Party, Petition, Investigation)),
]


@transaction.atomic
def load(say, now=None):
    """Found the demo office and tell its stories up to `now`; `say` hears how far it is.

    Gives the path of the list of accounts, or None if there are accounts already. Killed in the middle it leaves
    nothing in the database (and a few files that no row names), so that the next start begins anew. The list is put
    in its place last of all.
    """
    connection.cursor().execute(f"LOCK TABLE {Official._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    if Official.objects.exists():
        return None
    moments = Moments(now or timezone.now())
    rng = random.Random(SEED)  # noqa: S311 - the same office at every loading of one day; passwords are drawn elsewhere
    say("单位、账号、内容分类")
    load_categories()
    office = found(moments.today)
    office.categories = {category.name: category for category in Category.objects.filter(parent__isnull=False)}
    hall.set_up_rooms()
    channels.publish_channels(office.people["周建国"], moments)
    say("历年来信")
    take_in_letters(office, moments.today, rng)
    days = Days(moments.today, Calendar.load())
    stories = [Story(plan, office, days, moments, rng) for plan in all_plans(days, rng)]
    tell(stories, say)
    disputes.tell_disputes(office, days, moments)
    mediation.tell_mediation(office, days, moments)
    contacts.tell_contacts(office, days, moments)
    window.tell_requests(office, days, moments)
    one_window.tell_the_window(office, days, moments)
    talks.tell_talks(office, days, moments)
    outreach.tell_outreach(office, days, moments)
    slips.enter_slips(office, days, moments)
    hall.tell_the_queue(office, days, moments.now, SEED)
    reception_days.tell_reception_days(office, days, moments)
    rounds.tell_rounds(office, days, moments)
    supervision.tell_supervision(office, moments)
    garage = next(story for story in stories if story.plan.script == "compose_garage")
    checks.tell_checks(office, days, moments)
    specialists.tell_specialists(office, days, moments, garage.case)
    standing.tell_standing(office, days, moments)
    assisting.work_together(office, days, garage, stories)
    screening.tell_screening(office, days, moments)
    look_at(garage)
    print_form(garage, say)
    issued.issue_papers(garage, office, say)
    by_matter = {story.matter.name: story for story in stories if story.plan.stop == Stop.ANSWERED}
    lookups.look_around(by_matter["执法不通知"], garage, office, days)
    issued.issue_opinions(by_matter["执法不通知"], by_matter["低保停发"], office, say)
    is_shared = next(story for story in stories if story.matter.name == "群租" and story.plan.stop == Stop.TRIAGED)
    issued.reply_on_a_duty(is_shared, office, say)
    issued.hold_hearings([story for story in stories if may_be_heard(story, moments.today)], office, say)
    issued.answer_simply(office, say)
    issued.print_a_rating(office, say)
    issued.issue_the_orders(office, say)
    issued.report_to_the_sender(office, say)
    reports.freeze_the_month(office, moments)
    meetings.hold_the_meeting(office, days, moments)
    CaseRisk.objects.compute(moments.today, moments.today)
    return write_accounts(office)


def may_be_heard(story, today):
    """Looked into, of weight, and with a week left of its days."""
    if story.plan.stop != Stop.INVESTIGATING or story.is_sealed or story.plan.is_anonymous or not story.handler:
        return False
    case = Case.objects.get(pk=story.case.pk)
    clock = case.deadlines.running().filter(rule="L17", legal_end_on__gte=today + timedelta(days=7))
    stops = case.petition.why_not("hearing") or case.petition.why_stopped(case.handler)
    return clock.exists() and case.petition.may_be_heard() and not stops


def take_in_letters(office, today, rng):
    content = letters.table(today, rng)
    by = office.people["周建国"]
    LetterImport.objects.take(content, letters.FILENAME, by=by, source=letters.SOURCE).run()


def tell(stories, say):
    """Take every step of every story in the order of time, so that numbers and contacts follow each other.

    A step writes down when it was taken, and here that is now. Once all are taken, these instants are moved to the
    days of the stories; no history is owed for that.
    """
    agenda = [(moment, story, step) for story in stories for moment, step in story.agenda]
    agenda.sort(key=lambda entry: entry[0])
    started, told = [], []
    for number, (moment, story, step) in enumerate(agenda):
        if number % 200 == 0:
            say(f"{len(stories)} 件事：第 {number} 步，共 {len(agenda)} 步")
        started.append(timezone.now())
        told.append(moment)
        story.take(moment, step)
    for model, column in WRITTEN_AT:
        move(model, column, started, told, timezone.now())
    entries = [entry for story in stories for entry in story.audit]
    AuditEntry.objects.bulk_create(sorted(entries, key=lambda entry: entry.at))


def move(model, column, started, told, end):
    """Rows written between the start of a step and that of the next get the moment that the step tells of."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {model._meta.db_table}
            SET {column} = (%s::timestamptz[])[width_bucket({column}, %s::timestamptz[])]
            WHERE {column} BETWEEN %s AND %s
            """,  # noqa: S608 - names of our own models
            [told, started, started[0], end],
        )


def look_at(story):
    """Three people have opened this case today, so that its page has something to say of it."""
    for name in ("李静", "王敏", "周建国"):
        audit.record(story.office.people[name], "cases:case", "case", story.case.pk)


def print_form(story, say):
    """The first contact of this case has its registration form: set, printed for the archive, once more for work."""
    visit = story.case.visits.order_by("pk").first()
    for reader, purpose in ((PaperCopy.Reader.ARCHIVE, "归档"), (PaperCopy.Reader.WORK, "送承办人、承办单位")):
        try:
            copy = issue_form(visit, visit.registrar, reader)
        except TypesettingFailed:
            return say("登记表没有排出来，其余照常")
        PaperPrint.objects.create(key=uuid.uuid4(), copy=copy, purpose=purpose, by=visit.registrar)


def write_accounts(office):
    """Write the accounts beside the data, readable by its owner alone; the file is whole or not there."""
    path = settings.DATA_DIR / ACCOUNTS
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["username", "password", "role", "unit"])
        for person, password in office.accounts:
            rows.writerow([person.username, password, person.role.value, person.unit])
    os.replace(part, path)
    return path

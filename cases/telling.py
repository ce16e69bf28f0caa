"""Whom to tell of what a sweep found: set-based like the sweep, one message a person a day (F48, DL-03).

The one who answers for a clock is told of every level, with whom a task was given to; the others of the ladder from
their own rung on, and who acts in their place with them (0127). Of a sealed case only its named readers are told, by
number; of no case somebody whom it names or who withdrew from it.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.models.notice import Mail, Notice, NoticeRound, SweepRun, after_the_quiet
from cases.models.supervision import LEVELS, MEETING, turn
from cases.models.warning import level_words
from cases.rules import LADDER
from officials.models import Official, Role

log = logging.getLogger(__name__)
BY_POST = {"OD": [Role.OD], "SV": [Role.SV], MEETING: [Role.OD, Role.HO]}  # told by their post, whatever the case
AGAIN = timedelta(minutes=10)

TELL = """
    WITH fresh AS MATERIALIZED (
        SELECT w.deadline_id, w.due_on, w.level, w.is_found_late, d.kind, d.case_id, c.community_id,
            CASE WHEN d.kind = 'TASK' THEN d.official_id END AS doer,
            coalesce(c.handler_id, d.official_id, c.first_receiver_id) AS owner,
            coalesce(c.is_sealed, false) AS is_sealed
        FROM cases_duewarning w JOIN cases_deadline d ON d.id = w.deadline_id AND d.ended_on IS NULL
            LEFT JOIN cases_case c ON c.id = d.case_id
        WHERE w.found_at = %(at)s
    ), post AS MATERIALIZED (
        SELECT DISTINCT p.official_id, p.role
        FROM officials_posting p JOIN officials_official o ON o.id = p.official_id
        WHERE o.is_active AND p.since <= %(today)s AND (p.until IS NULL OR p.until > %(today)s)
    ), lent AS MATERIALIZED (
        SELECT g.taker_id, p.official_id AS giver, p.role
        FROM officials_delegation g JOIN officials_posting p ON p.id = g.posting_id
        WHERE g.withdrawn_at IS NULL AND g.first_on <= %(today)s AND g.last_on >= %(today)s
            AND p.since <= %(today)s AND (p.until IS NULL OR p.until > %(today)s)
    ), turn (kind, level, who) AS (
        SELECT * FROM unnest(%(kinds)s::text[], %(levels)s::int[], %(who)s::text[])
    ), speaks (who, role) AS (
        SELECT * FROM unnest(%(posts)s::text[], %(roles)s::text[])
    ), leader AS (
        SELECT f.deadline_id, f.due_on, f.case_id, coalesce(o.leader_id, z.leader_id) AS person
        FROM fresh f JOIN turn t ON t.kind = f.kind AND t.level = f.level AND t.who = 'LO'
            LEFT JOIN cases_ownership o
                ON o.case_id = f.case_id AND o.since <= %(today)s AND (o.until IS NULL OR o.until > %(today)s)
            LEFT JOIN officials_zone z ON z.community_id = f.community_id
                AND z.since <= %(today)s AND (z.until IS NULL OR z.until > %(today)s)
    ), by_post AS MATERIALIZED (
        SELECT p.official_id AS person, p.role, f.deadline_id, f.due_on, f.case_id FROM fresh f
            JOIN turn t ON t.kind = f.kind AND t.level = f.level JOIN speaks s ON s.who = t.who
            JOIN post p ON p.role = s.role
        UNION
        SELECT person, 'LO', deadline_id, due_on, case_id FROM leader
    ), told AS (
        SELECT owner AS person, deadline_id, due_on FROM fresh
        UNION
        SELECT doer, deadline_id, due_on FROM fresh
        UNION
        SELECT person, deadline_id, due_on FROM by_post
        UNION
        SELECT l.taker_id, b.deadline_id, b.due_on FROM by_post b JOIN lent l ON l.giver = b.person AND l.role = b.role
        WHERE NOT EXISTS (SELECT FROM cases_party a WHERE a.case_id = b.case_id AND a.official_id = b.person)
            AND NOT EXISTS (SELECT FROM cases_recusal a WHERE a.case_id = b.case_id
                AND a.official_id = b.person AND a.decision = 'WITHDRAWS')
    ), clock AS (
        SELECT deadline_id, due_on, case_id, is_sealed, max(level) AS level, bool_or(is_found_late) AS is_found_late
        FROM fresh GROUP BY 1, 2, 3, 4
    ), line AS MATERIALIZED (
        SELECT told.person, clock.*,
            row_number() OVER (PARTITION BY told.person ORDER BY clock.level DESC, clock.due_on, clock.deadline_id)
                AS place
        FROM told JOIN clock USING (deadline_id, due_on)
        WHERE told.person IN (SELECT official_id FROM post)
            AND (NOT clock.is_sealed OR EXISTS (
                SELECT FROM cases_sealedreader r WHERE r.case_id = clock.case_id AND r.official_id = told.person))
            AND NOT EXISTS (
                SELECT FROM cases_party a WHERE a.case_id = clock.case_id AND a.official_id = told.person)
            AND NOT EXISTS (SELECT FROM cases_recusal a WHERE a.case_id = clock.case_id
                AND a.official_id = told.person AND a.decision = 'WITHDRAWS')
    ), message AS (
        INSERT INTO cases_notice AS n (recipient_id, "on", count, made_at)
        SELECT person, %(today)s, count(*), %(at)s FROM line GROUP BY person
        ON CONFLICT (recipient_id, "on") DO UPDATE
            SET count = n.count + excluded.count, made_at = excluded.made_at, read_at = NULL
        RETURNING id, recipient_id
    ), kept AS (
        INSERT INTO cases_noticeline (notice_id, case_id, deadline_id, due_on, level, is_found_late)
        SELECT m.id, l.case_id, l.deadline_id, l.due_on, l.level, l.is_found_late
        FROM line l JOIN message m ON m.recipient_id = l.person
        WHERE l.place <= %(most)s - (SELECT count(*) FROM cases_noticeline k WHERE k.notice_id = m.id)
        ON CONFLICT (notice_id, deadline_id, due_on) DO UPDATE
            SET level = excluded.level, is_found_late = cases_noticeline.is_found_late OR excluded.is_found_late
    )
    INSERT INTO cases_mail (notice_id, address, not_before, attempts, error)
    SELECT m.id, o.email, %(not_before)s, 0, '' FROM message m JOIN officials_official o ON o.id = m.recipient_id
    WHERE %(mails)s AND o.email <> ''
    ON CONFLICT (notice_id) DO NOTHING
"""


@transaction.atomic
def tell():
    """Tell of every sweep that was not told of yet, the oldest first; gives how many."""
    runs = SweepRun.objects.filter(told_at__isnull=True).select_for_update(skip_locked=True).order_by("at")
    runs = list(runs)
    for run in runs:
        _tell_of(run)
    return len(runs)


def _tell_of(run):
    turns = [(kind, level, who) for kind in LADDER for level in LEVELS if (who := turn(kind, level))]
    posts = [(who, role) for who, roles in BY_POST.items() for role in roles]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '9min'")
        cursor.execute(
            TELL,
            {
                "at": run.at,
                "today": timezone.localdate(run.at),
                "kinds": [str(kind) for kind, _level, _who in turns],
                "levels": [level for _kind, level, _who in turns],
                "who": [who for _kind, _level, who in turns],
                "posts": [who for who, _role in posts],
                "roles": [str(role) for _who, role in posts],
                "most": Notice.LINES,
                "mails": bool(settings.EMAIL_HOST),
                "not_before": after_the_quiet(run.at),
            },
        )
    run.told_at = timezone.now()
    run.save()


@transaction.atomic
def tell_of_rounds(closed, now):
    """Whoever may sign what was cut off is told of all of it at once, in his message of the day."""
    today = timezone.localdate(now)
    waiting = {}
    for one in closed:
        for official in Official.objects.holding(*one.signer_roles, on=today):
            if not one.has_parts or one.is_signed_by(official):
                waiting.setdefault(official, []).append(one)
    notices = [Notice(recipient=person, on=today, count=0, made_at=now) for person in waiting]
    Notice.objects.bulk_create(
        notices, update_conflicts=True, unique_fields=["recipient", "on"], update_fields=["made_at", "read_at"]
    )
    lines = [NoticeRound(notice=notice, round=one) for notice in notices for one in waiting[notice.recipient]]
    NoticeRound.objects.bulk_create(lines, ignore_conflicts=True)
    if settings.EMAIL_HOST:
        mails = [
            Mail(notice=notice, address=notice.recipient.email, not_before=after_the_quiet(now))
            for notice in notices
            if notice.recipient.email
        ]
        Mail.objects.bulk_create(mails, ignore_conflicts=True)


# ---------- 邮件 ----------
def send_mails(now):
    """Send what the outbox holds and may go by `now`; gives how many went.

    A mail taken stays leased while it is sent. Where a worker dies between sending and saying so it goes once more
    under the same Message-ID, by which the other side knows it again.
    """
    if not settings.EMAIL_HOST:
        return 0
    sent = 0
    for mail in Mail.objects.claim(now):
        try:
            _letter(mail).send()
        except OSError as error:  # of SMTP too
            Mail.objects.filter(pk=mail.pk).update(
                error=f"{type(error).__name__}"[:200], leased_until=None, not_before=now + AGAIN * 2**mail.attempts
            )
            log.warning("mail %s was not sent: %s", mail.pk, type(error).__name__)
            continue
        Mail.objects.filter(pk=mail.pk).update(sent_at=now, leased_until=None, error="")
        sent += 1
    return sent


def _letter(mail):
    """Numbers of cases and levels, and nothing else of a case: a mail is read by many eyes."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            "  ".join(
                [
                    line.case.number if line.case else _("不立件的事项"),
                    str(level_words(line.deadline.kind, line.level)),
                    f"{line.due_on:%F}",
                ]
            )
            for line in mail.notice.lines.select_related("case", "deadline")
        ]
        more = mail.notice.count - len(lines)
        if more > 0:
            lines.append(_("还有 %d 项，请登录查看。") % more)
        rounds = [told.round for told in mail.notice.rounds.select_related("round")]
        if rounds:
            named = [f"{one.get_cycle_display()} {one.starts_on:%F}" for one in rounds]
            lines.insert(0, _("%d 轮清零已收口，等您签字：") % len(rounds) + "、".join(named))
        subject = _("办件提醒 %d 项") % (mail.notice.count + len(rounds))
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject,
        "\n".join(lines),
        to=[mail.address],
        headers={"Message-ID": f"<notice-{mail.notice_id}@{domain}>"},
        connection=get_connection(timeout=10),
    )

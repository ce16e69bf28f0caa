"""The import of letters of earlier years, all or nothing, with its progress in a row of its own."""

import hashlib
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, connections, models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Category, Counter, Event, Party, SearchText
from cases.models.numbering import office_prefix
from officials import audit
from officials.models import Official
from reception import letters
from reception.models.visit import Visit, VisitParty, title_from

DEFAULT_SOURCE = "网上来信"
BATCH = 1000
IMPORT_LOCK = 20261  # the namespace of this app's advisory locks


class LetterImportManager(models.Manager):
    def take(self, content, filename, *, by, source=DEFAULT_SOURCE, is_trial=False):
        """Keep a file for the worker. Raises ValidationError for what cannot be read at all."""
        letters.read(content, filename)
        return self.create(
            filename=filename[-120:],
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            source=source,
            is_trial=is_trial,
            started_by=by,
        )


class LetterImport(models.Model):
    """One import of a file of letters. The file's bytes are dropped as soon as it has been read.

    `run()` writes everything in one transaction; killed in the middle it leaves nothing but this row.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", gettext_lazy("等待")
        READING = "READING", gettext_lazy("逐行检查")
        WRITING = "WRITING", gettext_lazy("写入")
        DONE = "DONE", gettext_lazy("完成")
        REFUSED = "REFUSED", gettext_lazy("有错，没有导入")

    STEPS = [State.WAITING, State.READING, State.WRITING, State.DONE]

    filename = models.CharField(gettext_lazy("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    source = models.CharField(gettext_lazy("来源"), max_length=40)
    is_trial = models.BooleanField(gettext_lazy("只检查"), default=False)
    started_by = models.ForeignKey(Official, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    existing = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    identical_bodies = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    identical = models.JSONField(default=list)

    objects = LetterImportManager()

    class Meta:
        verbose_name = gettext_lazy("来信导入")
        verbose_name_plural = gettext_lazy("来信导入")
        ordering = ["-pk"]

    def __str__(self):
        return self.filename

    def get_absolute_url(self):
        return reverse("reception:import_progress", args=[self.pk])

    @property
    def is_finished(self):
        return self.state in (self.State.DONE, self.State.REFUSED)

    @property
    def step(self):
        """Which step of how many, for the page: (number, of)."""
        return (self.STEPS.index(self.state) + 1 if self.state in self.STEPS else len(self.STEPS)), len(self.STEPS)

    def report(self):
        return {
            "rows": self.rows,
            "created": self.created,
            "existing": self.existing,
            "refused": self.refused,
            "identical_bodies": self.identical_bodies,
        }

    def run(self):
        """Check the file and, unless this is a trial or a row is wrong, write all of it; done once only.

        What is wrong is told in the language of who started it.
        """
        language = self.started_by.language or settings.LANGUAGE_CODE
        with translation.override(language), self._own_connection() as tell:
            self._run(tell)
        return self

    def _run(self, tell):
        with transaction.atomic():
            # One run at a time, without locking the row: its progress is written from the other connection.
            connection.cursor().execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK, self.pk])
            self.refresh_from_db()
            if self.finished_at:
                return
            content = bytes(self.content or b"")
            tell(self.State.READING, 0)
            try:
                table = letters.read(content, self.filename)
                self.rows = len(table) - 1
                checked = letters.check(table, now=timezone.now(), progress=lambda at: tell(self.State.READING, at))
            except ValidationError as refusal:
                checked = letters.Checked(errors=list(refusal.messages))
            self._take_in(checked, tell)
            self.finished_at = timezone.now()
            self.content = None
            self.save()

    def _take_in(self, checked, tell):
        self.rows = checked.rows
        new, self.existing = self._new_letters(checked)
        self.refused = len(checked.refused_rows)
        self.identical_bodies = len(checked.identical)
        self.identical = checked.identical[: letters.SHOWN_ERRORS]
        self.errors = checked.errors[: letters.SHOWN_ERRORS]
        if checked.errors:
            self.state = self.State.REFUSED
            return
        if not self.is_trial:
            written = 0
            for batch in letters.in_batches(new, BATCH):
                self._write(batch)
                written += len(batch)
                tell(self.State.WRITING, written)
            audit.record(self.started_by, "reception:import", "import", self.pk)
        self.created = 0 if self.is_trial else len(new)
        self.state = self.State.DONE

    def _new_letters(self, checked):
        """The letters whose number this source does not have yet, and how many it has.

        A number that stands for another text is an error: two letters would hide behind one number.
        """
        numbers = [letter.external_no for letter in checked.letters]
        known = dict(
            Visit.objects.filter(source=self.source, external_no__in=numbers).values_list("external_no", "statement")
        )
        new = []
        for letter in checked.letters:
            if letter.external_no not in known:
                new.append(letter)
            elif known[letter.external_no] != letter.body:
                words = _("第 %(row)d 行“留言编号”：%(number)s 在“%(source)s”里已有另一封信。换一个来源名称再导入。")
                values = {"row": letter.row, "number": letter.external_no, "source": self.source}
                checked.refuse(letter.row, words % values)
        return new, len(checked.letters) - len(new)

    def _write(self, batch):
        """Write some letters: contact, case, sender, timeline and index, each kind by one statement.

        No history is owed: it starts with the first change of a record.
        """
        by, now, today = self.started_by, timezone.now(), timezone.localdate()
        prefix = f"{office_prefix()}H"
        year, day = f"{today:%Y}", f"{today:%Y%m%d}"
        categories = {category.name: category for category in Category.objects.filter(parent__isnull=True)}
        case_no = Counter.objects.take(f"case:{prefix}", year, len(batch))
        contact_no = Counter.objects.take(f"contact:{prefix}J", day, len(batch))
        cases = []
        for offset, letter in enumerate(batch):
            cases.append(
                Case(
                    number=f"{prefix}{year}-{case_no + offset:05d}",
                    channel=Case.Channel.ONLINE,
                    title=letter.title if letter.title.strip() else title_from(letter.body),
                    statement=letter.body,
                    received_at=letter.received_at,
                    registered_at=now,
                    touched_at=letter.replied_at or letter.received_at,
                    registrar=by,
                    first_receiver=by,
                    is_anonymous=not letter.sender,
                    category=categories.get(letter.category),
                    is_historical=True,
                    source=self.source,
                    external_no=letter.external_no,
                    stage=Case.Stage.CLOSED if letter.replied_at else Case.Stage.REGISTERED,
                    closed_on=timezone.localdate(letter.replied_at) if letter.replied_at else None,
                )
            )
        Case.objects.bulk_create(cases)
        visits = Visit.objects.bulk_create(
            Visit(
                contact_no=f"{prefix}J-{day}-{contact_no + offset:04d}",
                channel=Case.Channel.ONLINE,
                received_at=case.received_at,
                registered_at=now,
                registrar=by,
                case=case,
                statement=case.statement,
                is_historical=True,
                source=self.source,
                external_no=case.external_no,
            )
            for offset, case in enumerate(cases)
        )
        self._write_senders(batch, cases, visits)
        self._write_events(batch, cases, by)
        SearchText.objects.reindex(self._texts(batch, cases))

    @staticmethod
    def _write_senders(batch, cases, visits):
        parties, visitors = [], []
        for letter, case, visit in zip(batch, cases, visits, strict=True):
            if letter.sender:
                party = Party(case=case, role=Party.Role.PETITIONER, is_lead=True, name=letter.sender)
                party.derive()
                parties.append(party)
                visitors.append(VisitParty(visit=visit, is_lead=True, **party.identity_values()))
        Party.objects.bulk_create(parties)
        VisitParty.objects.bulk_create(visitors)

    @staticmethod
    def _write_events(batch, cases, by):
        kinds = Event.Kind
        events = []
        for letter, case in zip(batch, cases, strict=True):
            events.append(Event(case=case, actor=by, kind=kinds.IMPORTED, at=letter.received_at, detail=case.source))
            if letter.reply.strip():
                at = letter.replied_at or letter.received_at
                events.append(
                    Event(case=case, kind=kinds.ANSWERED, at=at, detail=letter.reply, is_public=True, actor=None)
                )
        Event.objects.bulk_create(events)

    @staticmethod
    def _texts(batch, cases):
        part = SearchText.Part
        for letter, case in zip(batch, cases, strict=True):
            yield case.pk, part.NUMBER, 0, f"{case.number} {case.external_no}"
            yield case.pk, part.TITLE, 0, case.title
            yield case.pk, part.STATEMENT, 0, case.statement
            if letter.reply.strip():
                yield case.pk, part.ANSWER, 0, letter.reply

    @contextmanager
    def _own_connection(self):
        """Tells the progress on a connection of its own, so that it is seen before the whole is committed."""
        side = connections.create_connection("default")

        def tell(state, done):
            with side.cursor() as cursor:
                cursor.execute(
                    "UPDATE reception_letterimport SET state = %s, done = %s WHERE id = %s", [state, done, self.pk]
                )

        try:
            yield tell
        finally:
            side.close()

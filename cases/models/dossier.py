"""The whole file of a case as one book (案卷合订本): a copy to read, set outside the request and not kept for long."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.fields import EncryptedTextField
from cases.models.case import Case
from cases.models.paper import PaperCopy
from officials.models import Official

LEASE = timedelta(minutes=3)  # longer than any book takes: whoever has it no longer has died
MOST_TRIES = 3
KEPT = timedelta(days=3)


class DossierQuerySet(models.QuerySet):
    @transaction.atomic
    def ask(self, case, *, reader, sees, on_file, by, now=None):
        """The book that says this: one that is there or on its way, or a new one; one that failed is begun again."""
        dossier, is_new = self.get_or_create(
            case=case, reader=reader, sees=sees, on_file=on_file, defaults={"asked_by": by}
        )
        if not is_new and dossier.is_lost:
            dossier.begin_again(by=by, now=now)
        return dossier

    def unfinished(self):
        return self.filter(finished_at__isnull=True).exclude(state=Dossier.State.FAILED)

    def untaken(self, now):
        """Nobody works on them: the message was lost, or the worker died."""
        return self.unfinished().filter(Q(taken_at__isnull=True) | Q(taken_at__lt=now - LEASE))

    def give_up(self, now):
        """What was tried often enough and killed each time."""
        return self.untaken(now).filter(tries__gte=MOST_TRIES).update(state=Dossier.State.FAILED)

    def outdated(self, now):
        return self.filter(finished_at__lt=now - KEPT).exclude(path="")


class Dossier(models.Model):
    """One book: of a case, for a reader, with what that reader may see (`sees`), of what was on file (`on_file`).

    It is no record and nothing refers to it but the prints; its file goes after `KEPT`, the row with the hash stays.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("等待")
        READING = "READING", _("整理案卷")
        PAPERS = "PAPERS", _("取文书")
        SETTING = "SETTING", _("排版")
        DONE = "DONE", _("排好了")
        FAILED = "FAILED", _("没有排出来")

    STEPS = (State.WAITING, State.READING, State.PAPERS, State.SETTING, State.DONE)

    case = models.ForeignKey(Case, models.PROTECT, related_name="dossiers", verbose_name=_("案件"))
    reader = models.CharField(_("哪一联"), max_length=8, choices=PaperCopy.Reader)
    sees = models.CharField(max_length=8, blank=True, editable=False)
    on_file = models.CharField(max_length=64, editable=False)
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    asked_at = models.DateTimeField(_("要的时间"), default=timezone.now)
    state = models.CharField(_("到哪一步"), max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("排好的时间"), null=True, blank=True)
    path = models.CharField(max_length=80, blank=True, editable=False)
    key = EncryptedTextField(blank=True, editable=False)
    sha256 = models.CharField(_("指纹"), max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(_("大小"), default=0, editable=False)
    pages = models.PositiveSmallIntegerField(_("页数"), default=0, editable=False)
    lacking = EncryptedTextField(blank=True, editable=False)  # 字库里没有的字

    objects = DossierQuerySet.as_manager()

    action = "petitions:dossier"  # whose it is to fetch one, by the permission table
    version, printed_as = 1, "dossier"

    class Meta:
        verbose_name = _("案卷合订本")
        verbose_name_plural = _("案卷合订本")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reader", "sees", "on_file"], name="one_dossier_of_what_is_on_file"
            ),
            models.CheckConstraint(
                name="dossier_is_finished_whole",
                condition=Q(finished_at__isnull=True, path="", state__in=["WAITING", "READING", "PAPERS", "SETTING"])
                | Q(finished_at__isnull=True, path="", state="FAILED")
                | (Q(finished_at__isnull=False, state="DONE", pages__gte=1) & ~Q(sha256="")),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="dossier_unfinished", condition=Q(finished_at__isnull=True)),
            models.Index(fields=["finished_at"], name="dossier_with_file", condition=~Q(path="")),
        ]

    def __str__(self):
        return f"{self.case} {self.get_reader_display()}"

    def get_absolute_url(self):
        """The page where it is asked for and fetched, which lies to the left."""
        return reverse("petitions:dossier", args=[self.case.number])

    # ---------- 问 ----------
    @property
    def name(self):
        return gettext("案卷合订本")

    @property
    def file_name(self):
        return f"{self.case.number} 案卷合订本 {self.get_reader_display()}.pdf"

    @property
    def in_audit(self):
        return f"dossier {self.reader} {self.pk}"

    @property
    def is_in_full(self):
        return self.reader in PaperCopy.IN_FULL

    @property
    def is_ready(self):
        return self.finished_at is not None and self.path != ""

    @property
    def is_failed(self):
        return self.state == self.State.FAILED

    @property
    def is_under_way(self):
        return self.finished_at is None and not self.is_failed

    @property
    def is_lost(self):
        """Failed, or its file is gone already."""
        return not (self.is_ready or self.is_under_way)

    @property
    def step(self):
        """Which step of how many, for the page: (number, of)."""
        return self.STEPS.index(self.state) + 1 if self.state in self.STEPS else 1, len(self.STEPS)

    # ---------- 步 ----------
    def begin_again(self, *, by, now=None):
        self.asked_by, self.asked_at = by, now or timezone.now()
        self.state, self.done, self.total, self.tries = self.State.WAITING, 0, 0, 0
        self.taken_at = self.finished_at = None
        self.path = self.key = self.sha256 = self.lacking = ""
        self.save()

    def take(self, now=None):
        """Begin to work on it; False where somebody else does, or it is done. One statement, so that one begins."""
        now = now or timezone.now()
        mine = Dossier.objects.untaken(now).filter(pk=self.pk, tries__lt=MOST_TRIES)
        if not mine.update(taken_at=now, tries=F("tries") + 1, state=self.State.READING, done=0):
            return False
        self.refresh_from_db()
        return True

    def tell(self, state, done=0, total=0):
        """How far it is, seen at once by whoever looks on; nothing where another worker has it by now."""
        mine = Dossier.objects.unfinished().filter(pk=self.pk, taken_at=self.taken_at)
        mine.update(state=state, done=done, total=total)

    def fail(self):
        """It cannot be set as it is; whoever asks again begins it again."""
        Dossier.objects.unfinished().filter(pk=self.pk, taken_at=self.taken_at).update(state=self.State.FAILED)

    @transaction.atomic
    def finish(self, typeset, keep):
        """Keep the book by `keep(typeset, self)`, unless another worker was taken to have it: his stands."""
        locked = Dossier.objects.unfinished().select_for_update().filter(pk=self.pk, taken_at=self.taken_at)
        if not locked.exists():
            return False
        self.state, self.finished_at, self.pages = self.State.DONE, timezone.now(), typeset.pages
        keep(typeset, self)
        return True

    def drop_file(self, storage):
        """The bytes go, and the key with them."""
        storage.delete(self.path)
        self.path = self.key = ""
        self.save(update_fields=["path", "key"])

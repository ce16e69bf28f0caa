"""The small things that keep work safe and quick: forms sent once, views saved."""

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from officials.models import Official


class SubmissionManager(models.Manager):
    def claim(self, key, *, official, path, digest):
        """Enter a form about to be carried out; False where its key was entered before.

        One statement, with no savepoint around it: the same key sent twice at once waits here for the first.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_submission (key, official_id, path, location, digest, at)"
                " VALUES (%s, %s, %s, '', %s, %s) ON CONFLICT (key) DO NOTHING",
                [key, official.pk, path, digest, timezone.now()],
            )
            return cursor.rowcount == 1

    def answer(self, key, location):
        """Keep where the form led, for the same key sent again."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_submission SET location = %s WHERE key = %s", [location, key])


class Submission(models.Model):
    """A form that was carried out. The same key again answers with the first result (DB-05)."""

    key = models.UUIDField(unique=True)
    official = models.ForeignKey(Official, models.CASCADE, related_name="+")  # housekeeping row, lives days
    path = models.CharField(max_length=200)
    location = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True)  # what was typed, as a keyed hash
    at = models.DateTimeField(default=timezone.now)

    objects = SubmissionManager()

    class Meta:
        verbose_name = _("已交表单")
        verbose_name_plural = _("已交表单")
        indexes = [
            models.Index(fields=["at"], name="submission_by_time"),
            models.Index(fields=["official", "path", "-id"], name="submission_by_path"),
        ]

    def __str__(self):
        return f"{self.path} {self.at:%F %T}"


class SavedView(models.Model):
    """A list's filters under a name of one's own; the filters are the query string of the list page."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("常用视图")
        verbose_name_plural = _("常用视图")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "name"],
                name="view_name_once",
                violation_error_message=_("已有同名的视图，请换个名字。"),
            )
        ]

    def __str__(self):
        return self.name

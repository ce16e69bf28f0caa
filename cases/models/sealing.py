"""Who may read a sealed case (R9, AZ-09, AZ-11)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from officials import permissions
from officials.models import Official, Posting, Role


class SealedReaderManager(models.Manager):
    def admit(self, case, readers, *, by, reason):
        """Name readers of a sealed case; naming one twice changes nothing."""
        self.bulk_create(
            [SealedReader(case=case, official=reader, named_by=by, reason=reason) for reader in readers],
            ignore_conflicts=True,
        )

    def in_post(self, today):
        """Readers who hold a post today that may read sealed cases."""
        roles = [role for role in Role if permissions.allows("cases:see_sealed", {role})]
        posts = Posting.objects.in_force(today).filter(role__in=roles)
        return self.filter(official__is_active=True, official__in=posts.values("official"))

    def assign_again(self, case, *, by):
        """Give a case that nobody reads to those whose post it is now; who they are, the posts say. True if any."""
        readers = self.default_readers_of(case)
        self.admit(case, readers, by=by, reason="原阅办人都要回避或者离岗，按现在的岗位")
        return bool(readers)

    def default_readers(self, *, on, barred_officials=(), barred_units=()):
        """Who reads an accusation by his post: the director, or the substitute where he is named; then the head.

        `barred_officials` and `barred_units` are ids of the accused; nobody of them is ever a reader.
        """
        for role in (Role.OD, Role.HO):
            readers = set()
            for post in Posting.objects.in_force(on).filter(role=role).select_related("official", "substitute"):
                for candidate in (post.official, post.substitute):
                    if candidate and candidate.is_active and self._is_free(candidate, barred_officials, barred_units):
                        readers.add(candidate)
                        break
            if readers:
                return readers
        return set()

    def default_readers_of(self, case):
        """`default_readers` today, without those whom the case names as respondents or who have an interest."""
        accused = list(case.parties.respondents().values_list("official", "unit"))
        with_interest = set(case.recusals.agreed().values_list("official", flat=True))
        return self.default_readers(
            on=timezone.localdate(),
            barred_officials={official for official, _unit in accused} - {None} | with_interest,
            barred_units={unit for _official, unit in accused} - {None},
        )

    @staticmethod
    def _is_free(official, barred_officials, barred_units):
        return official.pk not in barred_officials and not (
            {post.unit_id for post in official.posts} & set(barred_units)
        )


class SealedReader(models.Model):
    """An official named to read one sealed case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sealed_readers")
    official = models.ForeignKey(Official, models.PROTECT, related_name="sealed_readings")
    named_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("理由"), max_length=100)

    objects = SealedReaderManager()

    class Meta:
        verbose_name = _("封存件阅办人")
        verbose_name_plural = _("封存件阅办人")
        constraints = [models.UniqueConstraint(fields=["official", "case"], name="reader_named_once")]

    def __str__(self):
        return f"{self.official}"

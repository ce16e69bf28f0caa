"""Files that people bring, and those on a case."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from officials.models import Official

PREVIEWED = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
PREVIEW_BYTES = 8 * 1024 * 1024  # larger ones are downloaded


class AttachmentQuerySet(models.QuerySet):
    def present(self):
        return self.filter(removed_at__isnull=True)


class StoredFile(models.Model):
    """A file: its own name is only shown; on disk it has a random one. Removal leaves the hash (UP-05, UP-08)."""

    name = models.CharField(_("文件名"), max_length=120)
    path = models.CharField(max_length=80, unique=True, editable=False)
    mime = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("大小"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    is_original = models.BooleanField(_("原件"), default=False)
    uploaded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)
    removed_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    removal_reason = models.CharField(_("移除原因"), max_length=200, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def drawn_as(self):
        """As which format it can be shown in the page; empty where it is only downloaded."""
        is_there = self.removed_at is None and self.size <= PREVIEW_BYTES
        return PREVIEWED.get(self.mime, "") if is_there else ""


class Attachment(StoredFile):
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name=_("案件"))

    class Meta:
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="removal_has_its_reason",
                condition=Q(removed_at__isnull=True) | ~Q(removal_reason=""),
                violation_error_message=_("移除材料要写原因。"),
            )
        ]
        indexes = [models.Index(fields=["case", "-uploaded_at"], name="attachment_by_case")]

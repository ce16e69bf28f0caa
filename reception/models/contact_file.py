"""What a visitor brought to a contact that opened no case, or what shows how it was settled on the spot (F16)."""

from django.db import models
from django.utils.translation import gettext_lazy

from cases.models.attachment import AttachmentQuerySet, StoredFile


class ContactFile(StoredFile):
    """It stays on the contact when that becomes a case: who reads the case reads the contact."""

    visit = models.ForeignKey(
        "reception.Visit", models.PROTECT, related_name="attachments", verbose_name=gettext_lazy("来访")
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("来访材料")
        verbose_name_plural = gettext_lazy("来访材料")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="removal_of_contact_file_has_its_reason",
                condition=models.Q(removed_at__isnull=True) | ~models.Q(removal_reason=""),
                violation_error_message=gettext_lazy("移除材料要写原因。"),
            )
        ]

"""What a visitor was told at the contact itself, and how he took it (F16, 2.5)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from officials.models import Official


class SpotAnswer(models.Model):
    """What was told on the spot, by whom, in which way, and how it was taken: the log of an oral reply.

    It is the evidence without which no contact counts as settled on the spot; it stays when the contact becomes a
    petition after all. Rows are only added.
    """

    class Way(models.TextChoices):
        FACE = "FACE", gettext_lazy("当面")
        PHONE = "PHONE", gettext_lazy("电话")
        MESSAGE = "MESSAGE", gettext_lazy("短信")
        ONLINE = "ONLINE", gettext_lazy("网上回复")

    class Taken(models.TextChoices):
        ACCEPTED = "ACCEPTED", gettext_lazy("认可")
        DOUBTFUL = "DOUBTFUL", gettext_lazy("还有疑问")
        REJECTED = "REJECTED", gettext_lazy("不认可")
        SILENT = "SILENT", gettext_lazy("没有表态")

    told = models.TextField(gettext_lazy("告诉了什么"), max_length=2000)
    way = models.CharField(gettext_lazy("怎么告诉的"), max_length=8, choices=Way, default=Way.FACE)
    taken = models.CharField(gettext_lazy("来访人怎么看"), max_length=8, choices=Taken, default=Taken.SILENT)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("答复人"))
    at = models.DateTimeField(gettext_lazy("答复时间"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("当场答复")
        verbose_name_plural = gettext_lazy("当场答复")
        constraints = [
            models.CheckConstraint(
                name="spot_answer_says_what",
                condition=~Q(told=""),
                violation_error_message=gettext_lazy("请写当场告诉了什么。"),
            )
        ]

    def __str__(self):
        return self.told[:30]

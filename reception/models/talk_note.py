"""A place to sit (F31): people who come to talk, to share or to suggest, in a light note that is no petition."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from officials import permissions
from officials.models import Official, Unit


class TalkNoteQuerySet(models.QuerySet):
    def visible_to(self, official):
        """By the permission table: all, those of one's community, and what one wrote down oneself."""
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("reception:talk_note", official.roles) if official.is_active else []:
            match grant.scope:
                case "office":
                    condition |= ~Q(pk__in=[])
                case "community":
                    condition |= Q(community__in=official.unit_ids_of(grant.role))
                case _:
                    condition |= Q(by=official)
        return self.filter(condition)

    def suggestions(self):
        return self.filter(kind=TalkNote.Kind.SUGGEST)

    def unanswered(self):
        """Suggestions that nobody has answered, and that were not taken up as a petition instead (F21)."""
        return self.suggestions().filter(answer__isnull=True, taken_up_at__isnull=True)

    def for_change(self):
        return self.select_for_update(of=("self",))


class SuggestionAnswer(models.Model):
    """What the office answers to a suggestion, and whether it is taken (条例第二十九条). Rows are only added."""

    text = models.TextField(gettext_lazy("答复"), max_length=2000)
    is_adopted = models.BooleanField(gettext_lazy("采纳"), default=False)
    reward = models.CharField(gettext_lazy("奖励"), max_length=100, blank=True)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("答复人"))
    at = models.DateTimeField(gettext_lazy("答复时间"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("建议答复")
        verbose_name_plural = gettext_lazy("建议答复")
        constraints = [
            models.CheckConstraint(
                name="suggestion_answer_says_what",
                condition=~Q(text=""),
                violation_error_message=gettext_lazy("请写答复。"),
            ),
            models.CheckConstraint(
                name="only_what_is_adopted_is_rewarded",
                condition=Q(reward="") | Q(is_adopted=True),
                violation_error_message=gettext_lazy("采纳了的建议才写奖励（条例第二十九条）。"),
            ),
        ]

    def __str__(self):
        return self.text[:30]


class TalkNote(models.Model):
    """One talk, without name, phone or document: whoever wants to be told by name registers at the desk (R1).

    It is no contact and no matter: it is never counted, matched or searched as one (F31).
    """

    class Kind(models.TextChoices):
        LISTEN = "LISTEN", gettext_lazy("倾诉")
        SHARE = "SHARE", gettext_lazy("分享")
        SUGGEST = "SUGGEST", gettext_lazy("建议")

    kind = models.CharField(gettext_lazy("来做什么"), max_length=8, choices=Kind, default=Kind.LISTEN)
    words = models.TextField(gettext_lazy("说了什么"), max_length=4000)
    community = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("哪个社区")
    )
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("接待人"))
    at = models.DateTimeField(gettext_lazy("时间"), default=timezone.now)
    answer = models.OneToOneField(
        SuggestionAnswer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="note",
        verbose_name=gettext_lazy("答复"),
    )
    taken_up_at = models.DateTimeField(gettext_lazy("转去登记的时间"), null=True, blank=True)

    objects = TalkNoteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("来坐坐")
        verbose_name_plural = gettext_lazy("来坐坐")
        constraints = [
            models.CheckConstraint(
                name="talk_note_says_something",
                condition=~Q(words=""),
                violation_error_message=gettext_lazy("请写几句说了什么。"),
            ),
            models.CheckConstraint(
                name="only_suggestions_are_answered",
                condition=Q(answer__isnull=True) | Q(kind="SUGGEST"),
                violation_error_message=gettext_lazy("只有建议要答复。"),
            ),
            models.CheckConstraint(
                name="answered_or_taken_to_the_desk",
                condition=Q(answer__isnull=True) | Q(taken_up_at__isnull=True),
                violation_error_message=gettext_lazy("答复了的不再登记，登记了的不在这里答复。"),
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-id"], name="talk_note_by_writer"),
            models.Index(fields=["community", "-id"], name="talk_note_by_community"),
            models.Index(
                fields=["-id"],
                name="talk_note_unanswered",
                condition=Q(kind="SUGGEST", answer__isnull=True, taken_up_at__isnull=True),
            ),
        ]

    def __str__(self):
        return self.words[:30]

    @property
    def awaits_answer(self):
        return self.kind == self.Kind.SUGGEST and not self.is_over

    @property
    def is_over(self):
        """Answered, or taken to the desk."""
        return bool(self.answer_id or self.taken_up_at)

    # ---------- 步 ----------
    def reply(self, text, *, by, is_adopted=False, reward="", now=None):
        """Answer a suggestion, once. Lock the row first."""
        if self.kind != self.Kind.SUGGEST:
            raise ValidationError(_("只有建议要答复。"))
        if self.answer_id:
            raise ValidationError(_("这条建议刚才已经答复，没有再记。"))
        if self.taken_up_at:
            raise ValidationError(_("已经带到接访台登记，由办理的答复，这里不用再答。"))
        if reward and not is_adopted:
            raise ValidationError({"reward": _("采纳了的建议才写奖励（条例第二十九条）。")})
        self.answer = SuggestionAnswer.objects.create(
            text=text, is_adopted=is_adopted, reward=reward, by=by, at=now or timezone.now()
        )
        self.save(update_fields=["answer"])

    def take_up(self, *, now=None):
        """It goes on as a contact: the desk registers it. Lock the row first."""
        if self.answer_id:
            raise ValidationError(_("这条建议已经答复；还要办的，请在接访台登记。"))
        if self.taken_up_at:
            raise ValidationError(_("已经带到接访台一次；没有登记成的，请在接访台照着再写。"))
        self.taken_up_at = now or timezone.now()
        self.save(update_fields=["taken_up_at"])

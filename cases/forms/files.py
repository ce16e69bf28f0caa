"""Files on a case: brought in with the warning about secrets, taken out with a reason."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.steps import StepForm
from cases.models import Event
from cases.text import CleanCharField
from cases.uploads import KINDS, AttachmentStorage, check_room, check_upload, shown_name

WITHDRAWAL = timedelta(minutes=10)  # UP-08


class UploadForm(StepForm):
    file = forms.FileField(
        label=gettext_lazy("选文件"),
        allow_empty_file=True,  # said in our own words by check_upload
        widget=forms.ClearableFileInput({"accept": ",".join(f".{kind}" for kind in KINDS)}),
        error_messages={"required": gettext_lazy("请先选一个文件。"), "missing": gettext_lazy("请先选一个文件。")},
    )
    is_original = forms.BooleanField(
        label=gettext_lazy("收了原件"), required=False, help_text=gettext_lazy("当事人交来原件由本单位保管时勾选")
    )
    no_secret = forms.BooleanField(
        label=gettext_lazy("看过了，里面没有国家秘密"),
        error_messages={"required": gettext_lazy("请确认里面没有国家秘密。有的不能上传，请找保密员。")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.accepted = check_upload(file)
        check_room(self.record, self.by, file.size, today=self.today)
        return file

    def take(self):
        """The file lies in its place before the row says so; if the row does not come about, the file goes again."""
        storage = AttachmentStorage()
        path = storage.keep(self.cleaned_data["file"])
        try:
            with transaction.atomic():
                attachment = self.record.attachments.create(
                    name=shown_name(self.cleaned_data["file"].name),
                    path=path,
                    mime=self.accepted.mime,
                    size=self.accepted.size,
                    sha256=self.accepted.sha256,
                    is_original=self.cleaned_data["is_original"],
                    uploaded_by=self.by,
                )
                self.tell(f"上传 {attachment.name}")
        except BaseException:
            storage.delete(path)
            raise

    def tell(self, words):
        Event.objects.add(self.record, Event.Kind.FILE, by=self.by, detail=words)


class RemovalForm(StepForm):
    """Who brought a file may take it back within ten minutes; later the director does, and says why (UP-08)."""

    reason = CleanCharField(label=gettext_lazy("移除的原因"), max_length=200)

    def __init__(self, *args, attachment, may_always, **kwargs):
        super().__init__(*args, **kwargs)
        self.attachment = attachment
        self.is_own = attachment.uploaded_by == self.by and timezone.now() <= attachment.uploaded_at + WITHDRAWAL
        self.may = self.is_own or may_always
        if self.is_own:
            self.fields["reason"].required = False
            self.fields["reason"].help_text = _("上传不到 10 分钟，可以不写")

    def take(self):
        if not self.may:
            raise ValidationError(_("上传超过 10 分钟，只有信访办主任能移除，要写原因（UP-08）。"))
        attachment = self.attachment
        attachment.removed_at, attachment.removed_by = timezone.now(), self.by
        attachment.removal_reason = self.cleaned_data["reason"] or "上传后 10 分钟内撤回"
        attachment.save()
        self.tell(f"移除 {attachment.name}")
        transaction.on_commit(lambda: AttachmentStorage().delete(attachment.path))

    def tell(self, words):
        Event.objects.add(self.record, Event.Kind.FILE, by=self.by, detail=words)

"""What a unit answers from outside the file: its words, and up to three files that go into the case with them."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm
from cases.models import Attachment
from cases.uploads import KINDS, AttachmentStorage, check_room, check_upload, shown_name

FILES = ("file1", "file2", "file3")


class EvidenceForm(CarefulForm):
    """Subclasses say `case`, the words and `answer(files)`; what was kept goes again where the step is refused."""

    no_secret = forms.BooleanField(
        label=gettext_lazy("材料看过了，里面没有国家秘密"),
        required=False,
        help_text=gettext_lazy("附了材料的要勾。有国家秘密的不能上传，请找保密员。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.accepted = {}
        for place, name in enumerate(FILES, 1):
            self.fields[name] = forms.FileField(
                label=_("证据材料 %d") % place,
                required=False,
                allow_empty_file=True,
                widget=forms.ClearableFileInput({"accept": ",".join(f".{kind}" for kind in KINDS)}),
            )
        last = (*FILES, "no_secret", "sure", "submission")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def case(self):
        raise NotImplementedError

    def answer(self, files):
        raise NotImplementedError

    def clean(self):
        typed = self.cleaned_data
        for name in FILES:
            if file := typed.get(name):
                try:
                    self.accepted[name] = check_upload(file)
                    check_room(self.case, self.by, file.size, today=self.today)
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        if self.accepted and not typed.get("no_secret"):
            self.add_error("no_secret", _("请确认里面没有国家秘密。有的不能上传，请找保密员。"))
        return typed

    def take(self):
        storage, kept = AttachmentStorage(), []
        try:
            with transaction.atomic():
                files = []
                for name, accepted in self.accepted.items():
                    file = self.cleaned_data[name]
                    kept.append(storage.keep(file))
                    files.append(
                        Attachment.objects.create(
                            case=self.case,
                            name=shown_name(file.name),
                            path=kept[-1],
                            mime=accepted.mime,
                            size=accepted.size,
                            sha256=accepted.sha256,
                            uploaded_by=self.by,
                        )
                    )
                self.answer(files)
        except BaseException:
            for path in kept:
                storage.delete(path)
            raise

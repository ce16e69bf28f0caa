"""The form of a step: it checks what was typed, takes the step, and turns a refusal into a form error."""

import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.unsent import Submission
from officials.language import RESUMED, SWITCHED


class SubmissionField(forms.CharField):
    """The hidden key of a form given out; its value is the key as a UUID, or None."""

    def clean(self, value):
        given = Submission.read(value or "")
        return given and given.key


class StepForm(forms.Form):
    """A form that takes one step on `record`.

    Subclasses say the fields and `take()`. `save()` is False when the form or the step refuses; the errors then
    stand at the fields (a refusal that names a field) or at the top. The hidden `submission` makes a form sent
    twice act once (cases/steps.py).
    """

    submission = SubmissionField(widget=forms.HiddenInput, required=False)
    why_not = ""  # why the step cannot be taken by whoever opened the page: the page says that instead of asking

    def __init__(self, data=None, files=None, *, record=None, by=None, today=None, **kwargs):
        self.record = record
        self.by = by
        self.today = today or timezone.localdate()
        super().__init__(data, files, **kwargs)
        self.fields["submission"].initial = lambda: str(Submission(uuid.uuid4(), by and by.pk))
        self.order_fields([*(name for name in self.fields if name != "submission"), "submission"])

    def save(self):
        is_valid = self.is_valid()
        if RESUMED in self.data:
            self.add_error(None, self._why_shown_again())
            return False
        if not is_valid:
            return False
        try:
            self.take()
        except ValidationError as refusal:
            self.add_refusal(refusal)
            return False
        return True

    def take(self):
        raise NotImplementedError(f"{type(self).__name__} says no step")

    def as_sent(self):
        """(name, value) of what was sent, to post again where the same page is wanted in the other language."""
        own = {"csrfmiddlewaretoken", RESUMED, SWITCHED}
        return [(name, value) for name, values in self.data.lists() if name not in own for value in values]

    def _why_shown_again(self):
        if self.data[RESUMED] == SWITCHED:
            return _("语言换好了，这一步还没有做。下面是您写的，请核对后再按一次；文件要重新选。")
        return _("登录断开过，这一步还没有做。下面是您写的，请核对后再按一次；文件要重新选。")

    def add_refusal(self, refusal):
        """Put a refusal at the fields it names; what this form does not have goes to the top."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)

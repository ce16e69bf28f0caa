"""Controls that Django does not have."""

from django import forms


class Segments(forms.RadioSelect):
    """A few choices side by side, all in view; `keys` gives each its access key, in the order of the choices."""

    template_name = "django/forms/widgets/segments.html"

    def __init__(self, attrs=None, choices=(), keys=""):
        super().__init__(attrs, choices)
        self.keys = keys

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if index < len(self.keys):
            option["attrs"]["accesskey"] = self.keys[index]
        return option

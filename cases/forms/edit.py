"""Forms over what is already on file: what looks odd is asked once more, and nobody's change is lost (DB-04)."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import identity
from cases.forms.steps import StepForm
from cases.models import Event
from cases.templatetags.register import short_day
from cases.text import CleanCharField


class CarefulForm(StepForm):
    """A form that asks once before it takes what looks wrong but may be right (handbook 4.4: never a block)."""

    sure = forms.BooleanField(label=gettext_lazy("核对过了，照此保存"), required=False, widget=forms.HiddenInput)

    def warn(self, name, sentence):
        """Stand in the way once, at the field `name`, unless the person has ticked that it is right."""
        if not self.cleaned_data.get("sure"):
            self.fields["sure"].widget = forms.CheckboxInput()
            self.add_error(name, sentence)

    def warn_of_numbers(self, name):
        """Free text is no place for an ID number or a phone (R12)."""
        for sentence in identity.stray_numbers(self.cleaned_data.get(name) or ""):
            self.warn(name, sentence)


class MaskedField(CleanCharField):
    """Identity on file, shown masked: left alone it stays, emptied it goes, written anew it is replaced."""

    def __init__(self, *, check=None, **kwargs):
        super().__init__(**{"required": False, **kwargs})
        self.check = check
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean_typed(self, typed):
        """The value to keep of what was typed anew. Raises ValidationError; gives it with its warnings."""
        if "*" in typed:
            raise ValidationError(_("带 * 的是遮住的旧内容。要改就整个重写；不改就保持原样。"))
        if not typed or self.check is None:
            return typed, ()
        checked = self.check(typed)
        if checked.errors:
            raise ValidationError(list(checked.errors))
        return checked.display or checked.value, checked.warnings


@dataclass(frozen=True)
class Difference:
    """One field in three versions, in words and as it is posted. `kept` is empty where somebody has to choose."""

    name: str
    label: str
    opened: str
    theirs: str
    yours: str
    theirs_value: str
    yours_value: str
    kept: str

    @property
    def choice_needed(self):
        return not self.kept


class EditForm(CarefulForm):
    """A form over values on the case `record` that two people may change at once.

    It carries the case's version and each field's value of when it was opened. If the case has moved on and a field
    of this form with it, `save()` is False and `conflict` has the differences for the page that lets the second
    editor choose; that page posts to this same form again, opened on what is there now.

    Subclasses fill `initial` with what is on file, add fields in `prepare()`, and write in `write()` what is named in
    `changed`. A field with `is_new` holds nothing on file yet; `masked` gives the plain values behind MaskedFields.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    masked = {}
    event = Event.Kind.EDITED

    def __init__(self, data=None, files=None, *, record, **kwargs):
        super().__init__(data, files, record=record, **kwargs)
        self.fields["version"].initial = record.version
        self.prepare()
        for name in self.editable:
            self.fields[name].show_hidden_initial = not getattr(self.fields[name], "is_new", False)
        for name, plain in self.masked.items():
            mark = salted_hmac(f"edit:{record.pk}:{name}", plain).hexdigest()[:16]
            self.fields[f"{name}_mark"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=mark, max_length=16
            )

    def prepare(self):
        """Add the fields that depend on the record, and `self.initial`."""

    def write(self):
        """Set on the record what is named in `changed`; raise ValidationError to refuse."""
        raise NotImplementedError

    @property
    def editable(self):
        return [name for name, field in self.fields.items() if name != "sure" and not field.widget.is_hidden]

    # ---------- 存 ----------
    def save(self):
        return self.is_valid() and not self.conflict and super().save()

    def take(self):
        if not self.changed:
            return
        self.write()
        self.record.touch(self.by)
        self.record.save()
        with translation.override(settings.LANGUAGE_CODE):
            labels = dict.fromkeys(str(self.fields[name].label) for name in self.editable if name in self.changed)
        Event.objects.add(self.record, self.event, by=self.by, detail="、".join(labels))

    @cached_property
    def changed(self):
        """Names of the fields in which this editor left something else than he found."""
        return {name for name in self.editable if self._yours(name) != self._opened(name)}

    def typed_anew(self):
        """Checks the masked fields that were changed; the others keep what is on file. Call it in `clean()`."""
        for name in self.masked:
            if name not in self.changed or name not in self.cleaned_data:
                continue
            try:
                self.cleaned_data[name], warnings = self.fields[name].clean_typed(self.cleaned_data[name])
            except ValidationError as refusal:
                self.add_error(name, refusal)
                continue
            for sentence in warnings:
                self.warn(name, sentence)

    # ---------- 撞车 ----------
    @property
    def is_stale(self):
        opened = self.cleaned_data.get("version")
        return opened is not None and opened < self.record.version

    @cached_property
    def conflict(self):
        """What differs, if somebody changed a field of this form since it was opened; else nothing."""
        if not self.is_stale:
            return []
        differences = list(filter(None, map(self._difference, self.editable)))
        return differences if any(found.kept != "yours" for found in differences) else []

    def conflict_page(self):
        """The context of templates/409.html."""
        change = self.record.history.filter(version__gt=self.cleaned_data["version"]).order_by("-history_date").first()
        return {
            "rows": self.conflict,
            "who": change.history_user.name if change and change.history_user else _("别人"),
            "when": self._moment(change.history_date if change else self.record.touched_at),
            "hidden": list(self._posted_again()),
            "back_url": self.record.get_absolute_url(),
        }

    def _difference(self, name):
        opened, theirs, yours = self._opened(name), self._theirs(name), self._yours(name)
        is_theirs = theirs != opened or self._mark_moved(name)
        is_yours = yours != opened
        if not (is_theirs or is_yours) or (is_yours and yours == theirs and name not in self.masked):
            return None
        shown = self._shown(name, theirs)
        if is_theirs and theirs == opened:
            shown = _("%(masked)s（改过，遮住了）") % {"masked": shown}
        return Difference(
            name=name,
            label=self.fields[name].label,
            opened=self._shown(name, opened),
            theirs=shown,
            yours=self._shown(name, yours),
            theirs_value=self._posted(theirs),
            yours_value=self._posted(yours),
            kept="" if is_theirs and is_yours else ("theirs" if is_theirs else "yours"),
        )

    def _posted_again(self):
        """Name and value pairs that make the choice page's post an edit of what is there now."""
        chosen = {found.name for found in self.conflict if found.choice_needed}
        mine = {found.name for found in self.conflict if found.kept == "yours"}
        for name in self.editable:
            theirs = self._posted(self._theirs(name))
            if self.fields[name].show_hidden_initial:
                yield self.add_initial_prefix(name), theirs
            if name not in chosen:
                yield name, self._posted(self._yours(name)) if name in mine else theirs
        yield "version", self.record.version
        for name in self.masked:
            yield f"{name}_mark", self.fields[f"{name}_mark"].initial
        for name, field in self.fields.items():
            if field.widget.is_hidden and name != "version" and not name.endswith("_mark"):
                yield name, self.data.get(name, "")

    def _mark_moved(self, name):
        if name not in self.masked:
            return False
        mark = self.data.get(f"{name}_mark", "")
        return bool(mark) and not constant_time_compare(mark, self.fields[f"{name}_mark"].initial)

    def _opened(self, name):
        raw = self.data.get(self.add_initial_prefix(name))
        if raw is None:  # a new row, or a form that does not say what it was opened on
            return self._theirs(name)
        return self._regular(name, raw)

    def _theirs(self, name):
        field = self.fields[name]
        is_blank = getattr(field, "is_new", False) and isinstance(
            field, forms.CharField
        )  # whatever is suggested there
        return self._regular(name, None if is_blank else self.initial.get(name))

    def _yours(self, name):
        widget = self.fields[name].widget
        if widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name)):
            return self._opened(name)
        return self._regular(name, widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))

    def _regular(self, name, value):
        """A value as this form reads it back from a page, so that versions compare whatever form they come in."""
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return field.to_python(value)
        value = field.prepare_value(value)
        if value is None:
            return ""
        try:
            return field.to_python(str(value)) if isinstance(field, forms.CharField) else str(value).strip()
        except ValidationError:
            return str(value)

    def _shown(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("是") if value else _("否")
        if isinstance(field, forms.ModelChoiceField):
            found = field.queryset.filter(pk=value).first() if value.isdecimal() else None
            return str(found) if found else value
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value)) if value else ""
        return value

    @staticmethod
    def _posted(value):
        return ("on" if value else "") if isinstance(value, bool) else value

    def _moment(self, instant):
        local = timezone.localtime(instant)
        clock = f"{local:%H:%M}"
        return clock if local.date() == self.today else f"{short_day(local.date(), self.today)} {clock}"

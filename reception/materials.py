"""The list of materials of an item as people write it: one a line, with | between name, form and note."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORMS = {"ORIGINAL": gettext_lazy("原件"), "COPY": gettext_lazy("复印件"), "BOTH": gettext_lazy("原件和复印件")}
CODES = {"": "ORIGINAL", "原件": "ORIGINAL", "复印件": "COPY", "原件和复印件": "BOTH", "原件、复印件": "BOTH"}
MOST, LONGEST = 30, 60


def read(text):
    """Rows {name, form, note} of a text such as 身份证 | 原件 | 本人的. Raises ValidationError naming the line."""
    rows = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        name, form, note = (*(part.strip() for part in line.replace("｜", "|").split("|")), "", "")[:3]
        if not name or len(name) > LONGEST:
            raise ValidationError(_("第 %(line)d 样材料：请写名称，最多 60 字。") % {"line": number})
        if form not in CODES:
            words = _("第 %(line)d 样材料：看不懂“%(form)s”，请写 原件、复印件 或 原件和复印件。")
            raise ValidationError(words % {"line": number, "form": form[:20]})
        rows.append({"name": name, "form": CODES[form], "note": note[:LONGEST]})
    if len(rows) > MOST:
        raise ValidationError(_("材料最多 %d 样。") % MOST)
    if len({row["name"] for row in rows}) < len(rows):
        raise ValidationError(_("同一样材料写了两次，请删去一次。"))
    return rows


def written(rows):
    """The text from which `read` makes these rows."""
    words = {code: name for name, code in reversed(CODES.items()) if name}
    lines = []
    for row in rows:
        parts = [row["name"], words[row["form"]], row["note"]]
        lines.append(" | ".join(parts if row["note"] else parts[:2]))
    return "\n".join(lines)


def labelled(rows):
    """The rows with the word for their form, for pages and papers."""
    return [{**row, "form_label": FORMS.get(row["form"], "")} for row in rows]

"""The page after a sign-in that came between writing and saving."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.unsent import kept_for
from officials.language import RESUMED


@require_GET
def unsent(request):
    """What was typed and not saved, with the way back to its form; nothing of it is carried out here."""
    kept = kept_for(request)
    if kept is None:
        messages.info(request, _("没有留着没存上的内容。"))
        return redirect("officials:home")
    path, typed = kept
    pairs = [(name, value) for name, values in typed.lists() for value in values]
    pairs = [(RESUMED, "1"), *(pair for pair in pairs if pair[0] != RESUMED)]
    return render(request, "cases/unsent.html", {"path": path, "pairs": pairs})

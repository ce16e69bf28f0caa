"""What the lead waits for before it closes: the answers of the assisting units, or why it goes without one (F36)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models.assist import assists_of


class Assisted:
    """A petition whose handling unit leads, with others assisting."""

    def _pieces_of_assisting(self, gate):
        """One for each unit asked; the page of the case says beforehand where there are none."""
        known = getattr(self.case, "known_assists", None)
        tasks = assists_of(self.case) if known is None else known
        url = reverse("cases:together", args=[self.case.number])
        for task in tasks:
            if task.withdrawn_on is None:
                words = _("%s的协办答复，或者写明为什么不等") % task.unit.label
                yield _piece(gate, words, not task.holds_up, url)


def _piece(*said):
    from petitions.models.petition import Piece

    return Piece(*said)

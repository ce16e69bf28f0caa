"""Recusal on a petition: declared or asked for, decided by the head, and what was done before is reviewed (L13)."""

from django.utils.translation import gettext as _

from cases import recusable
from petitions.actions import Beside


class Recusable(recusable.Recusable):
    """What the petition adds: the offers of its panel, and what lacks at the gates."""

    def recusal_steps(self):
        if not self.case.is_open:
            return
        for row in self.case.recusals.all():
            if row.is_asked:
                yield Beside("recusal_decision", (row.position,), row.official.name)
            elif row.awaits_review:
                yield Beside("recusal_review", (row.position,), row.official.name)

    # ---------- 私 ----------
    def _keep_recusal(self, by):
        self.case.stage = self.stage_now()
        super()._keep_recusal(by)

    def _pieces_of_recusal(self, gate):
        """Before the case closes every interest is decided on, and what was done before is reviewed (L13)."""
        for row in self.case.recusals.all():
            if row.is_asked:
                yield self._piece(gate, _("%s 的回避有决定") % row.official.name, False, "recusal_decision", row)
            elif row.is_agreed:
                words = _("%s 回避以前的工作已复核") % row.official.name
                yield self._piece(gate, words, row.reviewed_on, "recusal_review", row)

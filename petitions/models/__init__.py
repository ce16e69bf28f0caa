"""The statutory procedure: the petition and what hangs on it."""

from petitions.models.extension import Extension
from petitions.models.petition import NOTICE_RULES, Petition, notice_rule

__all__ = ["NOTICE_RULES", "Extension", "Petition", "notice_rule"]

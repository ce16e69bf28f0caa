"""Which clock a petition owes its written notice by."""

from cases.models import Case

NOTICE_RULES = ("L03", "L04")


def notice_rule(case):
    """L04 for what a petition department or a superior organ sent, else L03."""
    return "L04" if case.channel in (Case.Channel.TRANSFERRED, Case.Channel.ASSIGNED) else "L03"

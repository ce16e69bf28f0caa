"""What a contact brings to the office, channel by channel: what each must say, and what only some say (D03, F5)."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Party
from cases.models.claim import Purpose
from officials.models import Unit

Channel = Case.Channel
FROM_ABOVE = (Channel.TRANSFERRED, Channel.ASSIGNED)
WRITTEN = (Channel.LETTER, Channel.FAX, Channel.ONLINE)  # what has to be read, and may be signed by several
# What a contact of this channel must say besides, and the sentence that asks for it.
ASKED_OF = {
    Channel.TRANSFERRED: {
        "sender_organ": gettext_lazy("请写是哪个单位转送的。"),
        "sender_no": gettext_lazy("请写来文编号；来文没有编号的，写“无号”。"),
    },
    Channel.ASSIGNED: {
        "sender_organ": gettext_lazy("请写是哪个单位交办的。"),
        "sender_no": gettext_lazy("请写来文编号；来文没有编号的，写“无号”。"),
        "due_on": gettext_lazy("请写交办单位要求哪天报结（L06）。"),
    },
    Channel.HOTLINE: {"sender_no": gettext_lazy("请写 12345 的工单编号。")},
    Channel.SCREENED: {"community": gettext_lazy("请选是在哪个社区排查发现的。")},
}
# What only some channels say; of any other it is not kept.
SAID_BY = {
    Channel.LETTER: ("postmarked_on", "sender_no"),
    Channel.FAX: ("sender_no",),
    Channel.ONLINE: ("sender_no",),
    Channel.TRANSFERRED: ("sender_organ", "sender_no", "sent_on"),
    Channel.ASSIGNED: ("sender_organ", "sender_no", "sent_on", "due_on"),
    Channel.HOTLINE: ("sender_no",),
}
OF_SOME_CHANNELS = ("postmarked_on", "sender_organ", "sender_no", "sent_on", "due_on")


@dataclass(kw_only=True)
class Brought:
    """What a contact brings: who came, about what, and what the paper says that it came with."""

    statement: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    access_needs: str = ""
    purpose: str = Purpose.APPEAL
    people_present: int = 1
    people_affected: int | None = None
    affected_note: str = ""
    community: Unit | None = None
    is_urgent: bool = False
    urgency: str = ""
    urgency_basis: str = ""
    respondent: str = ""
    respondent_is_ordinary: bool = False
    read_back: bool = False
    level_note: str = ""
    postmarked_on: date | None = None
    sender_organ: str = ""
    sender_no: str = ""
    sent_on: date | None = None
    due_on: date | None = None
    accused: Party = field(init=False)

    def __post_init__(self):
        self.people_affected = self.people_affected or self.people_present
        if self.is_urgent and not self.urgency:
            self.urgency = Case.Urgency.LIVELIHOOD
        self.accused = Party(role=Party.Role.RESPONDENT, name=self.respondent)
        self.accused.recognise_respondent()

    @property
    def is_accusation(self):
        """Meant as one, or against somebody of this office without a word that it is an ordinary claim (AZ-09)."""
        is_own = bool(self.accused.official_id or self.accused.unit_id)
        return self.purpose == Purpose.ACCUSATION or (is_own and not self.respondent_is_ordinary)

    def keep_to(self, channel, received_on):
        """Forget what a contact of this channel does not say; a paper that bears no day was sent as it came."""
        for name in set(OF_SOME_CHANNELS) - set(SAID_BY.get(channel, ())):
            setattr(self, name, "" if name in ("sender_organ", "sender_no") else None)
        if channel in FROM_ABOVE:
            self.sent_on = self.sent_on or received_on

    def refuse(self, channel, received_on):
        """Say in words, at once and without the database, what its constraints would refuse."""
        refused = {name: words for name, words in ASKED_OF.get(channel, {}).items() if not getattr(self, name)}
        if self.people_present < 1:
            refused["people_present"] = _("人数至少是 1。")
        if self.people_affected < self.people_present and not self.affected_note:
            refused["affected_note"] = _("涉及人数比来访人数还少，请写明原因。")
        if self.urgency and not self.urgency_basis:
            refused["urgency_basis"] = _("请写紧急依据，例如停水停电、有人受伤。")
        if self.postmarked_on and self.postmarked_on > received_on:
            refused["postmarked_on"] = _("邮戳日期不能晚于收到日期，请核对。")
        if self.sent_on and self.sent_on > received_on:
            refused["sent_on"] = _("来文日期不能晚于收到日期，请核对。")
        elif self.due_on and self.due_on < self.sent_on:
            refused["due_on"] = _("要求报结的日期早于来文日期，请核对。")
        return refused

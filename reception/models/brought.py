"""What a contact brings to the office, channel by channel: what each must say, and what only some say (D03, F5)."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Party
from cases.models.claim import Purpose
from disputes.models import Dispute, DisputeKind
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
        "due_on": gettext_lazy("请写交办单位要求哪天报结（条例第二十二条第一款第三项）。"),
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
class Conflict:
    """What a dispute for mediation says besides: with whom, of what kind, what is wanted."""

    kind: DisputeKind
    other_side: str
    wanted: str
    other_phone: str = ""
    source: str = Dispute.Source.APPLIED
    source_organ: str = ""
    rights_told: bool = False


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
    conflict: Conflict | None = None  # given, it becomes a dispute and no petition
    accused: Party = field(init=False)

    def __post_init__(self):
        self.people_affected = self.people_affected or self.people_present
        if self.is_urgent and not self.urgency:
            self.urgency = Case.Urgency.LIVELIHOOD
        self.accused = Party(role=Party.Role.RESPONDENT, name=self.respondent)
        if self.conflict:
            self.accused.name, self.accused.phone = self.conflict.other_side, self.conflict.other_phone
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

    def why_no_dispute(self, channel, *, is_named, join):
        """Why this cannot become a dispute, by field; None if it can. It takes two sides of a civil dispute."""
        conflict = self.conflict
        if self.purpose == Purpose.ACCUSATION:
            return {"purpose": _("检举控告要封存立件，不走调解。")}
        if self.purpose != Purpose.APPEAL:
            return {"purpose": _("调解的是双方之间的民间纠纷；咨询、建议、感谢请按登记。")}
        if channel in FROM_ABOVE:
            return _(
                "上级转送、交办的是信访件，要告知、报结，不能改登为矛盾纠纷（条例第二十三条第三款、第二十二条第一款第三项）。"
            )
        if join:
            return {"join": _("要并入原事项的，直接按并入登记。")}
        if self.accused.unit_id:
            words = _("对方是本街道的科室、社区，不是民间纠纷，请按登记走信访程序；是检举控告的，请选检举控告。")
            return {"other_side": words}
        if self.accused.official_id and not self.respondent_is_ordinary:
            words = _("对方与本街道工作人员同名。是检举控告的，请选检举控告登记；确是民间纠纷的，请勾“不是检举”。")
            return {"other_side": words}
        refused = {}
        if not is_named:
            refused["name"] = _("调解要有名有姓的双方，请写这一方的姓名；不愿透露的，请按登记。")
        if not conflict.other_side.strip():
            refused["other_side"] = _("请写对方的姓名或者单位。")
        if not conflict.wanted.strip():
            refused["wanted"] = _("请写要求怎么解决。")
        if (conflict.source == Dispute.Source.COMMISSIONED) != bool(conflict.source_organ.strip()):
            refused["source_organ"] = (
                _("请写是哪个单位委托、移送的（调解法第十八条）。")
                if not conflict.source_organ.strip()
                else _("只有委托、移送的才写单位。")
            )
        return refused or None

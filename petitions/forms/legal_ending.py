"""The notice that a claim on the way of legal proceedings is lawfully ended (L27)."""

from django.utils.translation import gettext_lazy

from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day


class LegalEndingForm(PetitionForm):
    organ = CleanCharField(
        label=gettext_lazy("终结的机关"),
        max_length=60,
        help_text=gettext_lazy("作出终结的政法机关，例如 市中级人民法院。本街道只记录。"),
    )
    number = CleanCharField(label=gettext_lazy("文号"), max_length=60)
    dated_on = past_day(gettext_lazy("终结日期"))
    received_on = past_day(gettext_lazy("收到日期"))
    guidance = CleanCharField(
        label=gettext_lazy("本街道接着做什么"),
        max_length=300,
        widget=area(2),
        help_text=gettext_lazy("终结以后疏导、化解、帮扶照旧（条例第三十七条第三款）：谁联系、帮什么。"),
    )

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)

    def take(self):
        names = ("organ", "number", "dated_on", "received_on", "guidance")
        self.record.record_legal_ending(
            by=self.by, claim=self.claim, **{name: self.cleaned_data[name] for name in names}
        )

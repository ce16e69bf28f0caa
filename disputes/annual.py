"""The data of the annual report (条例第四十一条, L30): one list of sections, for the page and for the workbook."""

import io
from datetime import date
from typing import NamedTuple

import xlsxwriter
from django.conf import settings
from django.db.models import Count, F
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import Case, Claim, Party, SuperiorOrder, SupervisionOrder
from cases.models.case import day_starts
from cases.models.claim import Disposal, Purpose, Route
from disputes.models import Suggestion

MOST = 10
ACCUSED = Purpose.ACCUSATION


class Section(NamedTuple):
    title: str
    rows: list  # (label, how many)

    @property
    def whole(self):
        return sum(count for _label, count in self.rows)


def sections(cases, year):
    """What the year shows of `cases` (those that the reader may count): a fixed number of statements, none sealed."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    begin, end = day_starts(first), day_starts(date(year + 1, 1, 1))
    came = cases.unsealed().current().filter(voided_on__isnull=True, received_at__gte=begin, received_at__lt=end)
    counted = came.values("pk")
    claims = Claim.objects.filter(case__in=counted)
    orders = SupervisionOrder.objects.filter(case__in=cases.unsealed(), issued_on__range=(first, last))
    above = SuperiorOrder.objects.unsealed().filter(received_on__range=(first, last))
    suggested = Suggestion.objects.filter(asked_on__range=(first, last))
    return [
        Section(_("登记了多少，从哪来"), by_choice(came, "channel", Case.Channel)),
        # Accusations are sealed and counted nowhere here: a nought would be untrue.
        Section(_("为了什么（按诉求）"), by_choice(claims, "purpose", [one for one in Purpose if one != ACCUSED])),
        Section(_("反映哪些领域"), by_field(came)),
        Section(_("反映哪些具体问题"), by_name(came, "category__name")),
        Section(_("被反映的单位"), by_unit(counted)),
        Section(
            _("转送、交办、督办"),
            [
                (_("上级转送来的"), came.filter(channel=Case.Channel.TRANSFERRED).count()),
                (_("上级交办来的"), came.filter(channel=Case.Channel.ASSIGNED).count()),
                (_("转送出去的诉求"), claims.filter(disposal=Disposal.TRANSFERRED).count()),
                (_("告知去别的途径的诉求"), claims.filter(route__in=Route.ELSEWHERE).count()),
                (_("本街道签发的督办单"), orders.count()),
                (_("上级的督办"), above.count()),
            ],
        ),
        Section(
            _("完善政策建议"),
            [
                *by_choice(suggested.exclude(adoption=""), "adoption", Suggestion.Adoption),
                (_("还没有反馈"), suggested.unanswered().count()),
            ],
        ),
    ]


def by_choice(rows, name, choices):
    found = dict(rows.order_by().values_list(name).annotate(n=Count("pk")))
    return [(str(choice.label), found.get(choice.value, 0)) for choice in choices]


def by_field(cases):
    """By the upper level of the category."""
    field = F("category__parent__name")
    rows = cases.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field)
    return [(name or _("没有分类"), count) for name, count in rows[:MOST]]


def by_name(cases, name):
    rows = cases.filter(category__isnull=False).order_by().values_list(name).annotate(n=Count("pk"))
    return list(rows.order_by("-n", name)[:MOST])


def by_unit(cases):
    """The office's own units by the cases in which they are complained about; no person is ever in this list."""
    rows = Party.objects.respondents().filter(unit__isnull=False, case__in=cases).order_by()
    rows = rows.values_list("unit__name").annotate(n=Count("case", distinct=True))
    return list(rows.order_by("-n", "unit__name")[:MOST])


def workbook(year, found, lessons):
    """The same as a workbook; its words are the office's Chinese."""
    held = io.BytesIO()
    with translation.override(settings.LANGUAGE_CODE), xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"title": _("%d 年信访情况") % year})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(_("数据"))
        sheet.set_column(0, 0, 40)
        row = 0
        for section in found:
            sheet.write_string(row, 0, section.title, bold)
            for label, count in section.rows:
                row += 1
                sheet.write_string(row, 0, str(label))
                sheet.write_number(row, 1, count)
            row += 2
        sheet = book.add_worksheet(_("经验教训"))
        sheet.set_column(0, 2, 40)
        for column, title in enumerate([_("教训、经验"), _("从哪来"), _("改了什么规矩")]):
            sheet.write_string(0, column, title, bold)
        for line, lesson in enumerate(lessons, 1):
            source = lesson.suggestion or lesson.finding
            for column, words in enumerate([lesson.text, source.number, lesson.change]):
                sheet.write_string(line, column, words)
    return held.getvalue()

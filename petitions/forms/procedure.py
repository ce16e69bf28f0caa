"""Forms of the procedure: one a step, each a few questions and the step it takes."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm, EditForm
from cases.forms.widgets import Segments
from cases.models import Case, Category, Claim, Investigation
from cases.models.claim import Purpose, Route
from cases.text import CleanCharField
from officials.models import Official, Posting, Role, Unit
from petitions.forms.base import PetitionForm, ServedForm, area, past_day, say_what_lacks
from petitions.models import Petition
from petitions.routes import WAYS, way_of

CHOOSE = ("", gettext_lazy("请选择"))


def grouped(pairs):
    """Choices under headings, from (heading, choice), in the order given."""
    groups = {}
    for heading, choice in pairs:
        groups.setdefault(str(heading), []).append(choice)
    return list(groups.items())


class TriageForm(PetitionForm):
    """Level, category, each claim's way, and who handles it."""

    level = forms.ChoiceField(
        label=gettext_lazy("层级"),
        choices=Case.Level.choices,
        widget=Segments,
        help_text=gettext_lazy("一般矛盾，小事就地；复杂问题，大事闭环；疑难案件，难事聚力。"),
    )
    ground = CleanCharField(
        label=gettext_lazy("定级依据"),
        max_length=300,
        widget=area(2),
        help_text=gettext_lazy(
            "一般：一个单位能办，事实清楚。复杂：几个单位、30 人以上、政策问题。疑难：积案、没有直接政策。"
        ),
    )
    category = forms.ModelChoiceField(None, label=gettext_lazy("内容分类"))
    handling_unit = forms.ModelChoiceField(None, label=gettext_lazy("承办单位"))
    handler = forms.ModelChoiceField(
        None,
        label=gettext_lazy("承办人"),
        required=False,
        help_text=gettext_lazy("要选承办单位的人。不选，由承办单位的承办人共同办理。"),
    )
    unit_reason = CleanCharField(
        label=gettext_lazy("为什么由被反映的单位承办"), max_length=200, required=False, widget=area(2)
    )
    on = past_day(gettext_lazy("分流日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = self.record.case
        self.claims = list(self.case.claims.all())
        self._offer_categories()
        self._offer_units()
        self._offer_handlers()
        self._ask_for_ways()
        if not self.case.parties.respondents().filter(unit__isnull=False).exists():
            del self.fields["unit_reason"]
        ways = [name for claim in self.claims for name in self._names(claim)]
        self.order_fields(["level", "ground", "category", *ways, "handling_unit", "handler", "unit_reason", "on"])

    def clean(self):
        for claim in self.claims:
            purpose, route = (self.cleaned_data.get(name) for name in self._names(claim))
            if purpose == Purpose.APPEAL and route == "":
                self.add_error(self._names(claim)[1], _("申诉求决的诉求要定去向：W1 至 W6 选一个。"))
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        self.record.triage(
            by=self.by,
            on=typed["on"],
            level=typed["level"],
            ground=typed["ground"],
            category=typed["category"],
            handling_unit=typed["handling_unit"],
            handler=typed["handler"],
            unit_reason=typed.get("unit_reason", ""),
            routes={claim.pk: tuple(typed[name] for name in self._names(claim)) for claim in self.claims},
        )

    def ways(self):
        """Each claim with its two fields."""
        return [(claim, *(self[name] for name in self._names(claim))) for claim in self.claims]

    @staticmethod
    def _names(claim):
        return f"claim-{claim.pk}-purpose", f"claim-{claim.pk}-route"

    def _ask_for_ways(self):
        routes = [("", _("请选择；不是申诉求决的不选"))]
        for route in Route:
            routes.append((route, _("%(name)s（%(more)s）") % {"name": route.label, "more": WAYS[route].article}))
        for claim in self.claims:
            purpose, route = self._names(claim)
            title = _("诉求 %d") % claim.position
            self.fields[purpose] = forms.ChoiceField(label=_("%s 的目的") % title, choices=Purpose.choices)
            self.fields[route] = forms.ChoiceField(label=_("%s 的去向") % title, choices=routes, required=False)
            self.initial |= {purpose: claim.purpose, route: claim.route}

    # The choices are read when they are shown: a form that is taken asks only for the rows that were chosen.

    def _offer_categories(self):
        in_use = Q(valid_from__isnull=True) | Q(valid_from__lte=self.today)
        in_use &= Q(valid_to__isnull=True) | Q(valid_to__gt=self.today)
        field = self.fields["category"]
        field.queryset = Category.objects.filter(in_use | Q(pk=self.case.category_id), parent__isnull=False)
        rows = field.queryset.select_related("parent").order_by("parent__code", "code")
        field.choices = lambda: [CHOOSE, *grouped((row.parent.name, (row.pk, row.name)) for row in rows)]
        self.initial["category"] = self.case.category_id

    def _offer_units(self):
        field = self.fields["handling_unit"]
        field.queryset = Unit.objects.handling()
        units = field.queryset
        field.choices = lambda: [CHOOSE, *grouped((unit.get_kind_display(), (unit.pk, unit.name)) for unit in units)]

    def _offer_handlers(self):
        """Those in post as handlers today, by unit; of a sealed case its named readers alone (R9)."""
        field = self.fields["handler"]
        field.queryset = Official.objects.holding(Role.HD, on=self.today)
        posts = Posting.objects.in_force(self.today).filter(role=Role.HD, official__is_active=True)
        if self.case.is_sealed:
            readers = self.case.sealed_readers.values("official")
            field.queryset = field.queryset.filter(pk__in=readers)
            posts = posts.filter(official__in=readers)
        posts = posts.select_related("official", "unit").order_by("unit__position", "unit", "official__username")
        field.choices = lambda: [
            ("", _("不指定")),
            *grouped((post.unit.name, (post.official_id, post.official.name)) for post in posts),
        ]


class NoticeForm(ServedForm):
    def take(self):
        self.record.give_notice(by=self.by, **self.service())


class AcceptanceForm(ServedForm):
    """Acceptance; the notice may be handed over with it."""

    on = past_day(gettext_lazy("受理日期"), help_text=gettext_lazy("60 日从这一天的次日数起。"))
    with_notice = forms.BooleanField(
        label=gettext_lazy("受理告知书同时送达"),
        required=False,
        help_text=gettext_lazy("勾上，书面告知的期限（L03、L04）就到送达那天为止；不勾，以后再记送达。"),
    )

    field_order = ("on", "with_notice")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["method"].required = False
        self.fields["served_on"].required = False
        if self.record.why_not("notice"):
            for name in ("with_notice", "served_on", "method", "signer", "is_refused", "witness"):
                del self.fields[name]

    def clean(self):
        if self.cleaned_data.get("with_notice"):
            for name in ("served_on", "method"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("告知书同时送达，这一项要填。"))
        elif any(self.cleaned_data.get(name) for name in ("signer", "is_refused", "witness")):
            self.add_error("with_notice", _("下面写了怎样签收的。请勾上这一项，或者清空下面的。"))
        return self.cleaned_data

    def take(self):
        self.record.accept(by=self.by, on=self.cleaned_data["on"])
        if self.cleaned_data.get("with_notice"):
            self.record.give_notice(by=self.by, **self.service())


class RoutingForm(ServedForm):
    """Where one claim has to go. Nobody can be told of an anonymous one; it is passed on."""

    organ = CleanCharField(label=gettext_lazy("有权处理的机关"), max_length=60)

    field_order = ("organ", "served_on")

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)
        if way := way_of(claim):
            self.fields["organ"].help_text = way.organs
        if self.record.case.is_anonymous:
            self.fields["served_on"].label = _("移送日期")
            self.fields["served_on"].help_text = _("匿名，不用告知本人。")
            for name in ("method", "signer", "is_refused", "witness"):
                del self.fields[name]

    def take(self):
        service = {"served_on": self.cleaned_data["served_on"]} if "method" not in self.fields else self.service()
        self.record.tell_route(by=self.by, claim=self.claim, organ=self.cleaned_data["organ"], **service)


class InvestigationForm(PetitionForm, CarefulForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("做了什么"),
        choices=Investigation.Kind.choices,
        widget=Segments,
        help_text=gettext_lazy("答复以前，听取陈述和调查核实都要有记录；联系不上本人的，写明试过几次、什么办法。"),
    )
    on = past_day(gettext_lazy("日期"))
    place = CleanCharField(label=gettext_lazy("地点"), max_length=100, required=False)
    content = CleanCharField(label=gettext_lazy("情况"), max_length=10000, widget=area(8))

    def clean(self):
        self.warn_of_numbers("content")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        self.record.investigate(
            by=self.by, kind=typed["kind"], on=typed["on"], place=typed["place"], content=typed["content"]
        )


class AnswerForm(EditForm):
    """The answer to one claim of the case `record`. Two may write it at once: the second is shown the difference."""

    finding = CleanCharField(label=gettext_lazy("查明的事实"), max_length=5000, widget=area(6))
    decision = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=Claim.Decision.choices,
        widget=Segments,
        help_text=gettext_lazy("请求合理合法、事实清楚的要支持；不予支持的要讲清道理（条例第三十二条）。"),
    )
    basis = CleanCharField(
        label=gettext_lazy("依据"),
        max_length=2000,
        widget=area(3),
        help_text=gettext_lazy("法律、法规、规章或者政策的名称和条款"),
    )
    reply = CleanCharField(label=gettext_lazy("答复"), max_length=20000, widget=area(8))
    on = past_day(gettext_lazy("答复日期"))

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)

    def prepare(self):
        say_what_lacks(self)
        self.fields["on"].today = self.today
        if self.claim.route != Route.W6:
            for name in ("finding", "decision", "basis"):
                del self.fields[name]
        self.initial |= {name: getattr(self.claim, name) for name in self.fields if hasattr(self.claim, name)}
        self.initial["on"] = self.claim.answered_on or self.today

    def clean(self):
        if "finding" in self.fields:
            self.warn_of_numbers("finding")
        return self.cleaned_data

    def take(self):
        names = ("finding", "decision", "basis", "reply", "on")
        answer = {name: self.cleaned_data[name] for name in names if name in self.fields}
        self.record.petition.answer(by=self.by, claim=self.claim, **answer)


class ServiceForm(ServedForm):
    stand = forms.ChoiceField(
        label=gettext_lazy("本人对答复的态度"),
        required=False,
        choices=[("", gettext_lazy("没有问到")), *Petition.Stand.choices],
        help_text=gettext_lazy("照本人说的记，不影响送达。"),
    )

    def __init__(self, *args, **kwargs):
        self.must_be_written = kwargs["record"].answers_by_opinion()
        super().__init__(*args, **kwargs)

    def take(self):
        self.record.serve(by=self.by, stand=self.cleaned_data["stand"], **self.service())


class RatingForm(PetitionForm):
    on = past_day(gettext_lazy("请评价日期"))
    channel = forms.ChoiceField(
        label=gettext_lazy("怎样请的"),
        choices=Petition.RatingChannel.choices,
        widget=Segments,
        help_text=gettext_lazy("只记请过，评价由本人自己作出，不替填（R23）。"),
    )

    def take(self):
        self.record.ask_rating(by=self.by, on=self.cleaned_data["on"], channel=self.cleaned_data["channel"])


class ClosureForm(PetitionForm):
    on = past_day(gettext_lazy("办结日期"))
    note = CleanCharField(label=gettext_lazy("办结说明"), max_length=2000, required=False, widget=area(3))

    def take(self):
        self.record.close(by=self.by, on=self.cleaned_data["on"], note=self.cleaned_data["note"])

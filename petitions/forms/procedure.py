"""Forms of the procedure: one a step, each a few questions and the step it takes."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm, EditForm
from cases.forms.widgets import Segments
from cases.models import Case, Category, Claim, Investigation, Service
from cases.models.claim import Disposal, Purpose, Route
from cases.text import CleanCharField
from officials.models import Official, Posting, Role, Unit
from petitions.forms.base import PetitionForm, ServedForm, area, past_day, say_what_lacks
from petitions.models import Objection, Petition, SimpleHandling
from petitions.routes import WAYS, way_of

CHOOSE = ("", gettext_lazy("请选择"))


def grouped(pairs):
    """Choices under headings, from (heading, choice), in the order given."""
    groups = {}
    for heading, choice in pairs:
        groups.setdefault(str(heading), []).append(choice)
    return list(groups.items())


def fields_of_way(petition, claim, title):
    """Purpose, route and disposal of the claim named `title`, each as a field with what stands there."""
    routes = [("", _("请选择；不是申诉求决的不选"))]
    for route in Route:
        routes.append((route, _("%(name)s（%(more)s）") % {"name": route.label, "more": WAYS[route].article}))
    offered = {way for every in (*Purpose, *Route) for way in petition.disposals_of(*way_of_choice(every))}
    ways = [("", _("按去向")), *((way, way.label) for way in Disposal if way in offered)]
    return (
        (forms.ChoiceField(label=_("%s 的目的") % title, choices=Purpose.choices), claim.purpose),
        (forms.ChoiceField(label=_("%s 的去向") % title, choices=routes, required=False), claim.route),
        (forms.ChoiceField(label=_("%s 怎样处理") % title, choices=ways, required=False), claim.disposal),
    )


def way_of_choice(choice):
    return (Purpose.APPEAL, choice) if choice in Route else (choice, "")


def says_what_fits(petition, purpose, route):
    """Which disposals a way allows, as the refusal at the field."""
    fitting = _("、").join(str(way.label) for way in petition.disposals_of(purpose, route))
    return _("这个去向只能：%s。") % fitting


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
        self.claims = [claim for claim in self.case.claims.all() if claim.withdrawn_on is None]
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
            purpose, route, disposal = (self.cleaned_data.get(name) for name in self._names(claim))
            if purpose == Purpose.APPEAL and route == "":
                self.add_error(self._names(claim)[1], _("申诉求决的诉求要定去向：W1 至 W6 选一个。"))
            elif disposal and disposal not in self.record.disposals_of(purpose, route):
                self.add_error(self._names(claim)[2], says_what_fits(self.record, purpose, route))
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
        return f"claim-{claim.pk}-purpose", f"claim-{claim.pk}-route", f"claim-{claim.pk}-disposal"

    def _ask_for_ways(self):
        for claim in self.claims:
            fields = fields_of_way(self.record, claim, _("诉求 %d") % claim.position)
            for name, (field, initial) in zip(self._names(claim), fields, strict=True):
                self.fields[name] = field
                self.initial[name] = initial

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
    what = Service.What.NOTICE

    def take(self):
        self.record.give_notice(by=self.by, **self.service())


class AcceptanceForm(ServedForm):
    """Acceptance; the notice may be handed over with it."""

    on = past_day(gettext_lazy("受理日期"), help_text=gettext_lazy("60 日从这一天的次日数起。"))
    with_notice = forms.BooleanField(
        label=gettext_lazy("受理告知书同时送达"),
        required=False,
        help_text=gettext_lazy("勾上，书面告知的期限（条例第二十三条）就到送达那天为止；不勾，以后再记送达。"),
    )

    what = Service.What.NOTICE
    field_order = ("on", "with_notice")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["method"].required = False
        self.fields["served_on"].required = False
        if self.record.why_not("notice"):
            for name in ("with_notice", "papers", "served_on", "method", "signer", "is_refused", "witness"):
                self.fields.pop(name, None)

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
    note = CleanCharField(
        label=gettext_lazy("告知的事实和理由"),
        max_length=2000,
        required=False,
        widget=area(3),
        help_text=gettext_lazy("印在告知书上：为什么不由本街道办理，或者哪一份复核意见已经作出。"),
    )
    asked = CleanCharField(label=gettext_lazy("要求它做什么"), max_length=500, widget=area(2))
    feedback_due_on = DayField(label=gettext_lazy("请它反馈的日期"), required=False)

    what = Service.What.ROUTE
    field_order = ("organ", "note", "asked", "feedback_due_on", "papers", "served_on")

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)
        if way := way_of(claim):
            self.fields["organ"].help_text = way.organs
        self.fields["note"].required = claim.disposal in Disposal.NEEDS_NOTE
        if claim.disposal != Disposal.TRANSFERRED:
            del self.fields["asked"], self.fields["feedback_due_on"]
        self.initial.pop("feedback_due_on", None)
        if self.record.case.is_anonymous:
            self.fields["served_on"].label = _("移送日期")
            self.fields["served_on"].help_text = _("匿名，不用告知本人。")
            for name in ("papers", "method", "signer", "is_refused", "witness"):
                self.fields.pop(name, None)

    def take(self):
        service = {"served_on": self.cleaned_data["served_on"]} if "method" not in self.fields else self.service()
        more = {name: self.cleaned_data[name] for name in ("note", "asked", "feedback_due_on") if name in self.fields}
        self.record.tell_route(by=self.by, claim=self.claim, organ=self.cleaned_data["organ"], **more, **service)


class InvestigationForm(PetitionForm, CarefulForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("做了什么"),
        choices=[one for one in Investigation.Kind.choices if one[0] != Investigation.Kind.REPLY],
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


# Papers are Chinese whatever language the page is read in; the clerk may word it otherwise.
REMEDY = (
    "不服本答复的，可以自收到之日起六十日内依法申请行政复议；对复议决定不服的，"
    "可以自收到复议决定书之日起十五日内向人民法院提起行政诉讼。"
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
    remedy = CleanCharField(
        label=gettext_lazy("救济途径"),
        max_length=500,
        required=False,
        widget=area(2),
        help_text=gettext_lazy("没有履行的，要告诉本人怎样申请复议、起诉（条例第三十一条第五项）。"),
    )
    on = past_day(gettext_lazy("答复日期"))
    submits = forms.BooleanField(
        label=gettext_lazy("存好就送审"),
        required=False,
        help_text=gettext_lazy("所有诉求都拟好以后一起送：主任审核，要盖章的由负责人签发。"),
    )

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)

    def prepare(self):
        say_what_lacks(self)
        self.fields["on"].today = self.today
        claim, petition = self.claim, self.record.petition
        is_simple = petition.is_simple()
        choices = Claim.ON_MERITS
        if claim.is_duty:
            choices = (Claim.Decision.PERFORM, Claim.Decision.EXPLAIN, Claim.Decision.REFUSE)
        elif is_simple:
            choices = (Claim.Decision.SUPPORT, Claim.Decision.EXPLAIN)
        self.fields["decision"].choices = [(choice, choice.label) for choice in choices]
        if is_simple or claim.is_duty:
            self.fields["finding"].required = self.fields["basis"].required = False
        if not (claim.on_procedure or claim.is_duty):
            for name in ("finding", "decision", "basis"):
                del self.fields[name]
        if not claim.is_duty:
            del self.fields["remedy"]
        others = (
            other for other in self.record.claims.all() if other.pk != claim.pk and not other.is_routed_elsewhere
        )
        if not petition.needs_opinion() or not all(other.answered_on for other in others):
            del self.fields["submits"]
        self.initial |= {name: getattr(claim, name) for name in self.fields if hasattr(claim, name)}
        self.initial["on"] = claim.answered_on or self.today
        if claim.is_duty and not claim.remedy:
            self.initial["remedy"] = REMEDY
        if "submits" in self.fields:
            self.initial["submits"] = True

    def clean(self):
        if "finding" in self.fields:
            self.warn_of_numbers("finding")
            self._warn_of_the_same_again()
        return self.cleaned_data

    def _warn_of_the_same_again(self):
        """Handled again, it is not decided the same on the same facts and reasons (L45)."""
        if self.record.round == 1:
            return
        typed = [self.cleaned_data.get(name, "") for name in ("decision", "finding", "basis")]
        if any(past.is_repeated_by(*typed) for past in self.claim.past_answers.all()):
            self.warn("basis", _("意见、事实、依据都和没有维持的那一次一样：重新办理不得作出相同的意见。"))

    def take(self):
        names = ("finding", "decision", "basis", "reply", "remedy", "on")
        answer = {name: self.cleaned_data[name] for name in names if name in self.fields}
        self.record.petition.answer(by=self.by, claim=self.claim, **answer)
        if self.cleaned_data.get("submits"):
            self.record.petition.submit(by=self.by)


class ServiceForm(ServedForm):
    what = Service.What.ANSWER

    stand = forms.ChoiceField(
        label=gettext_lazy("本人对答复的态度"),
        required=False,
        choices=[("", gettext_lazy("没有问到")), *Petition.Stand.choices],
        help_text=gettext_lazy("照本人说的记，不影响送达。"),
    )

    def __init__(self, *args, **kwargs):
        self.must_be_written = kwargs["record"].answers_in_writing()
        super().__init__(*args, **kwargs)

    def take(self):
        self.record.serve(by=self.by, stand=self.cleaned_data["stand"], **self.service())


class RatingForm(PetitionForm):
    on = past_day(gettext_lazy("请评价日期"))
    channel = forms.ChoiceField(
        label=gettext_lazy("怎样请的"),
        choices=Petition.RatingChannel.choices,
        widget=Segments,
        help_text=gettext_lazy("只记请过，评价由本人自己作出，不替填。"),
    )

    def take(self):
        self.record.ask_rating(by=self.by, on=self.cleaned_data["on"], channel=self.cleaned_data["channel"])


class SortingForm(PetitionForm):
    """Another way for one claim."""

    reason = CleanCharField(label=gettext_lazy("为什么改"), max_length=300, widget=area(2))
    on = past_day(gettext_lazy("改的日期"))

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)
        fields = fields_of_way(self.record, claim, _("诉求 %d") % claim.position)
        for name, (field, initial) in zip(WAY, fields, strict=True):
            self.fields[name] = field
            self.initial[name] = initial
        self.order_fields([*WAY, "reason", "on"])

    def clean(self):
        purpose, route, disposal = (self.cleaned_data.get(name) for name in WAY)
        if purpose == Purpose.APPEAL and route == "":
            self.add_error("route", _("申诉求决的诉求要定去向：W1 至 W6 选一个。"))
        elif disposal and disposal not in self.record.disposals_of(purpose, route):
            self.add_error("disposal", says_what_fits(self.record, purpose, route))
        return self.cleaned_data

    def take(self):
        names = (*WAY, "reason", "on")
        self.record.sort_again(by=self.by, claim=self.claim, **{name: self.cleaned_data[name] for name in names})


WAY = ("purpose", "route", "disposal")


class ObjectionForm(PetitionForm):
    sender = CleanCharField(label=gettext_lazy("向哪个单位提出"), max_length=60)
    reasons = CleanCharField(
        label=gettext_lazy("理由"),
        max_length=2000,
        widget=area(5),
        help_text=gettext_lazy("写明为什么不属本街道和下属单位的职权，依据哪一条（条例第二十三条第三款）。"),
    )
    sent_on = past_day(gettext_lazy("提出日期"))

    def take(self):
        names = ("sender", "reasons", "sent_on")
        self.record.object(by=self.by, **{name: self.cleaned_data[name] for name in names})


class ObjectionResultForm(PetitionForm):
    outcome = forms.ChoiceField(label=gettext_lazy("它怎样答复"), choices=Objection.Outcome.choices, widget=Segments)
    heard_on = past_day(gettext_lazy("答复日期"))

    def take(self):
        self.record.hear_objection(
            by=self.by, outcome=self.cleaned_data["outcome"], heard_on=self.cleaned_data["heard_on"]
        )


class SimpleAcceptanceForm(PetitionForm):
    ground = forms.ChoiceField(label=gettext_lazy("为什么适合"), choices=SimpleHandling.Ground.choices)
    ground_note = CleanCharField(label=gettext_lazy("说明"), max_length=300, required=False)
    told_by = forms.ChoiceField(
        label=gettext_lazy("怎样告知受理"), choices=SimpleHandling.Channel.choices, widget=Segments
    )
    wants_paper = forms.BooleanField(label=gettext_lazy("本人要书面答复"), required=False)
    on = past_day(gettext_lazy("受理日期"))

    def take(self):
        names = ("ground", "ground_note", "told_by", "wants_paper", "on")
        self.record.accept_simply(by=self.by, **{name: self.cleaned_data[name] for name in names})


class ConversionForm(PetitionForm):
    reason = CleanCharField(label=gettext_lazy("为什么转"), max_length=300, widget=area(2))
    on = past_day(gettext_lazy("转换日期"))

    def take(self):
        self.record.convert(by=self.by, reason=self.cleaned_data["reason"], on=self.cleaned_data["on"])


class SubmissionForm(PetitionForm):
    def take(self):
        self.record.submit(by=self.by)


class ApprovalForm(PetitionForm):
    on = past_day(gettext_lazy("审核日期"))
    note = CleanCharField(label=gettext_lazy("审核意见"), max_length=200, required=False)

    def take(self):
        self.record.approve(by=self.by, on=self.cleaned_data["on"], note=self.cleaned_data["note"])


class SignatureForm(PetitionForm):
    on = past_day(gettext_lazy("签发日期"), help_text=gettext_lazy("印在处理意见书上的成文日期。"))
    note = CleanCharField(label=gettext_lazy("签发意见"), max_length=200, required=False)

    def take(self):
        self.record.sign(by=self.by, on=self.cleaned_data["on"], note=self.cleaned_data["note"])


class ReturnForm(PetitionForm):
    reason = CleanCharField(
        label=gettext_lazy("退回的原因"),
        max_length=500,
        widget=area(3),
        help_text=gettext_lazy("写明要改什么；自己送审的也可以取回来改。"),
    )

    def take(self):
        self.record.send_back(by=self.by, reason=self.cleaned_data["reason"])

"""The index of Chinese search: one row per text of a case, apart from the case so that a step does not rewrite it."""

from itertools import islice

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.search import tsquery, tsvector, words

RARE = 2000  # a word in no more texts than this is looked up at once
PROBE = 1000  # so many rows at the head of a list show whether a common word fills its page


class Matches(models.Lookup):
    """`text_vector__matches=word`: the word stands in the text as an exact substring."""

    lookup_name = "matches"

    def get_prep_lookup(self):
        return tsquery(self.rhs)

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*left_params, self.rhs]


class BigramField(SearchVectorField):
    """A stored tsvector, written from plain text."""

    def get_prep_value(self, value):
        return tsvector(value)


BigramField.register_lookup(Matches)


class SearchTextQuerySet(models.QuerySet):
    def having(self, word):
        return self.filter(text_vector__matches=word)


class SearchTextManager(models.Manager.from_queryset(SearchTextQuerySet)):
    # ---------- 写 ----------
    def index_case(self, case, claims=None):
        """Index what a case holds at its registration; later parts come by `index_part`.

        `claims` spares the question for them where the caller has them at hand.
        """
        Part = self.model.Part
        self.index(
            case,
            [
                (Part.NUMBER, 0, f"{case.number} {case.external_no}"),
                (Part.TITLE, 0, case.title),
                (Part.STATEMENT, 0, f"{case.statement}\n{case.grounds}"),
                *((Part.CLAIM, claim.pk, claim.text) for claim in (case.claims.all() if claims is None else claims)),
            ],
        )

    def index_part(self, case, part, ref, text):
        self.index(case, [(part, ref, text)])

    def index(self, case, parts):
        """Replace the rows of `parts`, each (part, ref, text), in one statement. A sealed case gets none."""
        if case.confidentiality != Case.Confidentiality.SEALED:
            self.reindex((case.pk, part, ref, text) for part, ref, text in parts)

    def reindex(self, rows, batch=1000):
        """Replace many rows, each (case id, part, ref, text); the caller leaves out sealed cases."""
        rows = iter(rows)
        while some := list(islice(rows, batch)):
            self.bulk_create(
                [
                    self.model(case_id=case, part=part, ref=ref or 0, text_vector=text)
                    for case, part, ref, text in some
                ],
                update_conflicts=True,
                unique_fields=["case", "part", "ref"],
                update_fields=["text_vector"],
            )

    def unindex(self, case):
        self.filter(case=case).delete()

    # ---------- 查 ----------
    def matching(self, query):
        """A condition on cases: every word of the query stands in some text of the case. No word, no hit.

        Good for a count up to a cap; for an ordered page see `narrow`.
        """
        condition = Q() if words(query) else Q(pk__in=[])
        for word in words(query):
            condition &= Q(pk__in=self.having(word).values("case"))
        return condition

    def narrow(self, cases, query, size=26):
        """The cases of an ordered list that match, fit for taking its first `size` rows.

        The database takes the pairs of a word as independent and the check of one text as cheap; both are wrong, so
        it must not choose the way. A rare word is looked up first. Common ones are checked row by row as the list is
        walked, if a bounded probe at its head shows that this fills the page. Else the index gives each word's cases
        whole.
        """
        asked = words(query)
        if not asked:
            return cases.none()
        for word in sorted(asked, key=len, reverse=True):
            if len(word) > 1 and len(some := self._some(word)) <= RARE:
                return self._walked(cases.filter(pk__in=set(some)), [other for other in asked if other != word])
        head = cases.model.objects.filter(pk__in=cases.values("pk")[:PROBE])
        if self._walked(head, asked)[:size].count() == size:
            return self._walked(cases, asked)
        for word in asked:
            # DISTINCT keeps the planner from asking the index anew for each case
            cases = cases.filter(pk__in=self.having(word).values("case").distinct())
        return cases

    def _some(self, word):
        """The cases of up to RARE + 1 texts that have the word; with no more than RARE, all of them."""
        return list(self.having(word).values_list("case", flat=True)[: RARE + 1])

    def _walked(self, cases, asked):
        """Check each case by itself; a scalar subquery, since an EXISTS would be turned into a join."""
        for word in asked:
            hit = self.having(word).filter(case=OuterRef("pk")).values("ref")[:1]
            cases = cases.filter(IsNull(Subquery(hit), False))
        return cases


class SearchText(models.Model):
    """One text of a case in the form that search asks; the text itself stays where it was given."""

    class Part(models.IntegerChoices):
        NUMBER = 1, _("编号")
        TITLE = 2, _("标题")
        STATEMENT = 3, _("反映内容")
        CLAIM = 4, _("诉求")
        FACTS = 5, _("查明的事实")
        ANSWER = 6, _("答复")

    pk = models.CompositePrimaryKey("case_id", "part", "ref")
    # Derived from the case, so it goes with it. The primary key begins with it: no index of its own.
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    part = models.PositiveSmallIntegerField(choices=Part)
    ref = models.PositiveBigIntegerField(default=0)  # the claim's or record's id, 0 for what a case has once
    text_vector = BigramField()

    objects = SearchTextManager()

    class Meta:
        verbose_name = _("检索")
        verbose_name_plural = _("检索")
        indexes = [GinIndex(fields=["text_vector"], name="search_bigrams", fastupdate=False)]

    def __str__(self):
        return f"{self.case_id} {self.get_part_display()}"

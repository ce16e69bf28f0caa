"""Counts that stop at a cap: no page counts a whole table (performance.md, G1-G3)."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Func, IntegerField

CAP = 1000
FEWEST_SEALED = 3  # fewer sealed cases than this are told of without a number (R9)


def capped_counts(querysets, cap=CAP):
    """How many rows each of the named querysets has, at most `cap` + 1, by one statement for all."""
    if not querysets:
        return {}
    parts, params = [], []
    for queryset in querysets.values():
        try:
            sql, sql_params = queryset.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 - Django's own SQL
        params.extend(sql_params)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(querysets, cursor.fetchone(), strict=True))


def capped_count(queryset, cap=CAP):
    return capped_counts({"all": queryset}, cap)["all"]


def capped_subquery(queryset, cap=CAP):
    """The same as an annotation of another row, to which `queryset` refers by OuterRef."""
    rows = ArraySubquery(queryset.order_by().values("pk")[: cap + 1])
    return Func(rows, function="cardinality", output_field=IntegerField())


def told_of_sealed(count):
    """A count of sealed cases as it may be shown: None where it is so small that it would tell of single ones (R9)."""
    return count if count >= FEWEST_SEALED else None

"""Counts that stop at a cap: no page counts a whole table (performance.md, G1-G3)."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Func, IntegerField

CAP = 1000
COUNTED = "(SELECT count(*) FROM ({}) AS counted)"
FEWEST_SEALED = 3  # fewer sealed cases than this are told of without a number (R9)


def capped_counts(querysets, cap=CAP, first=None):
    """How many rows each of the named querysets has, at most `cap` + 1, by one statement for all.

    With `first`, {name: (ordered queryset, how many)}, also the keys of the first so many rows of each of those.
    """
    first = first or {}
    asked = [(rows.order_by().values("pk")[: cap + 1], COUNTED, "0") for rows in querysets.values()]
    asked += [(rows.values("pk")[:most], "ARRAY({})", "ARRAY[]::bigint[]") for rows, most in first.values()]
    if not asked:
        return {}
    parts, params = [], []
    for rows, shape, nothing in asked:
        try:
            sql, sql_params = rows.query.sql_with_params()
        except EmptyResultSet:
            parts.append(nothing)
            continue
        parts.append(shape.format(sql))
        params.extend(sql_params)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip([*querysets, *first], cursor.fetchone(), strict=True))


def capped_count(queryset, cap=CAP):
    return capped_counts({"all": queryset}, cap)["all"]


def capped_subquery(queryset, cap=CAP):
    """The same as an annotation of another row, to which `queryset` refers by OuterRef."""
    rows = ArraySubquery(queryset.order_by().values("pk")[: cap + 1])
    return Func(rows, function="cardinality", output_field=IntegerField())


def told_of_sealed(count):
    """A count of sealed cases as it may be shown: None where it is so small that it would tell of single ones (R9)."""
    return count if count >= FEWEST_SEALED else None

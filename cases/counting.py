"""Counts that stop at a cap: no page counts a whole table (performance.md, G1-G3)."""

from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Func, IntegerField, QuerySet

CAP = 1000
COUNTED, NONE = "(SELECT count(*) FROM ({}) AS counted)", "0"
LISTED, NO_KEYS = "ARRAY({})", "ARRAY[]::bigint[]"
FEWEST_SEALED = 3  # fewer sealed cases than this are told of without a number (R9)


class Among(NamedTuple):
    """What is counted, and listed as `first`, among `rows` alone, by querysets that say nothing of these.

    So the condition of `rows`, such as who may see them, is put together once and not once a count.
    """

    rows: QuerySet
    querysets: dict
    first: dict = {}


def capped_counts(querysets, cap=CAP, among=None):
    """How many rows each of the named querysets has, at most `cap` + 1, by one statement for all.

    Also of those `among` certain rows; of its `first`, {name: (ordered queryset, how many)}, the keys.
    """
    parts = [_counted(rows, cap) for rows in querysets.values()]
    columns, params = [sql for sql, _params in parts], [param for _sql, given in parts for param in given]
    names, source = [*querysets], ""
    if among:
        source, given = _source(among, cap)
        columns.append("among.*")
        params += given
        names += [*among.querysets, *among.first]
    if not columns:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}{source}", params)
        return dict(zip(names, cursor.fetchone(), strict=True))


def _source(among, cap):
    """A source of one row: the table of `among.rows` holds, for whatever is asked in it, these rows and no others.

    Not materialized: each count goes by the index that serves it, as if it had asked for these rows itself.
    """
    parts = [_counted(rows, cap) for rows in among.querysets.values()]
    parts += [_sql(rows.values("pk")[:most], LISTED, NO_KEYS) for rows, most in among.first.values()]
    said = ", ".join(f"{sql} AS c{place}" for place, (sql, _params) in enumerate(parts))
    table = connection.ops.quote_name(among.rows.model._meta.db_table)
    try:
        rows, params = among.rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        rows, params = f"SELECT * FROM {table} WHERE false", ()  # noqa: S608 - the model's table
    params = [*params, *(param for _sql, given in parts for param in given)]
    return f" FROM (WITH {table} AS NOT MATERIALIZED ({rows}) SELECT {said}) AS among", params


def _counted(rows, cap):
    return _sql(rows.order_by().values("pk")[: cap + 1], COUNTED, NONE)


def _sql(rows, shape, nothing):
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return nothing, ()
    return shape.format(sql), params


def capped_count(queryset, cap=CAP):
    return capped_counts({"all": queryset}, cap)["all"]


def capped_subquery(queryset, cap=CAP):
    """The same as an annotation of another row, to which `queryset` refers by OuterRef."""
    rows = ArraySubquery(queryset.order_by().values("pk")[: cap + 1])
    return Func(rows, function="cardinality", output_field=IntegerField())


def told_of_sealed(count):
    """A count of sealed cases as it may be shown: None where it is so small that it would tell of single ones (R9)."""
    return count if count >= FEWEST_SEALED else None

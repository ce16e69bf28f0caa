"""How statements are put together: as Django does, but for the one new row that a step writes ten times over."""

from functools import cache

from django.db import connection
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLCompiler,
    SQLDeleteCompiler,
    SQLUpdateCompiler,
)
from django.db.backends.postgresql.compiler import SQLInsertCompiler as Inserting

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


class SQLInsertCompiler(Inserting):
    """Of a plain row only the values differ from the row before; several rows, or SQL for a value, go Django's way."""

    def as_sql(self):
        query = self.query
        if len(query.objs) != 1 or query.raw or query.on_conflict or not (query.fields and self.returning_fields):
            return super().as_sql()
        row, fields = query.objs[0], tuple(query.fields)
        values = [field.pre_save(row, add=True) for field in fields]
        if any(hasattr(value, "resolve_expression") for value in values):
            return super().as_sql()
        sql, self.returning_params = inserting(query.get_meta().db_table, fields, tuple(self.returning_fields))
        prepared = (
            field.get_db_prep_save(value, self.connection) for field, value in zip(fields, values, strict=True)
        )
        return [(sql, tuple(prepared))]


@cache
def inserting(table, fields, returned):
    """The statement that writes one row of `table` and gives back the columns `returned`."""
    ops = connection.ops
    columns = ", ".join(ops.quote_name(field.column) for field in fields)
    signs = ", ".join(field.get_placeholder(None, None, connection) if asks(field) else "%s" for field in fields)
    returning, params = ops.return_insert_columns(returned)
    return f"{ops.insert_statement()} {ops.quote_name(table)} ({columns}) VALUES ({signs}) {returning}", params


def asks(field):
    return hasattr(field, "get_placeholder")

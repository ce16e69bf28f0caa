"""One new row is written by a statement put together once a table, and is no different for it."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Upper
from django.db.models.sql import InsertQuery

from config.database.compiler import SQLInsertCompiler
from officials.models import Unit

WRITTEN = ["cases.Case", "cases.Party", "cases.Event", "petitions.Petition", "reception.Visit", "officials.AuditEntry"]


@pytest.mark.parametrize("model", [apps.get_model(name) for name in WRITTEN], ids=WRITTEN)
def test_the_statement_for_a_row_is_the_one_django_writes(model):
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [model._meta.pk]

    (ours, _values), (djangos, _same) = *compiler.as_sql(), *super(SQLInsertCompiler, compiler).as_sql()

    assert ours.replace("VALUES ", "VALUES").split() == djangos.replace("VALUES ", "VALUES").split()


@pytest.mark.django_db
def test_a_value_said_in_sql_is_asked_of_the_database():
    unit = Unit.objects.create(name=Upper(Value("zbb")), kind=Unit.Kind.STREET)
    unit.refresh_from_db()

    assert unit.name == "ZBB"

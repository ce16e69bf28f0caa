"""The audit log: what is in it, that nothing leaves it, and how it is read."""

import pytest
from django.db import IntegrityError, connection, transaction

from officials import audit
from officials.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE officials_auditentry SET reason = 'x'",
        "DELETE FROM officials_auditentry",
        "TRUNCATE officials_auditentry",
    ],
)
def test_an_entry_is_never_changed_or_taken_away_also_by_the_owner_of_the_table(statement):
    audit.record(None, "officials:login")

    with pytest.raises(IntegrityError, match="审计日志只能增加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.get().reason == ""

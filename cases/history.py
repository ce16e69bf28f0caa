"""History rows as simple_history keeps and shows them, written for less."""

from functools import cache

from django.db import connection
from django.utils import timezone
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class KeptManager(HistoryManager):
    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        """Made once: the library asks for this class again with every row it writes."""
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, history_manager=KeptManager, **kwargs)


class CopiedHistory(History):
    """Each row is copied by the database from the one just saved, so nothing is built or sent a second time.

    Not for a model with encrypted fields, whose values are sealed for the column they stand in.
    """

    def create_historical_record(self, instance, history_type, using=None):
        if history_type == "-":  # there is nothing left to copy
            super().create_historical_record(instance, history_type, using)
            return
        user = self.get_history_user(instance)
        reason = self.get_change_reason_for_object(instance, history_type, using)
        at = getattr(instance, "_history_date", None) or timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(copying(type(instance)), [at, history_type, user and user.pk, reason, instance.pk])


@cache
def copying(model):
    """The statement that copies a row of `model` to its history."""
    history, name = model.history.model, connection.ops.quote_name
    columns = ", ".join(name(field.column) for field in history.tracked_fields)
    return (
        f"INSERT INTO {name(history._meta.db_table)}"  # noqa: S608 - names of the model's own
        f" ({columns}, history_date, history_type, history_user_id, history_change_reason)"
        f" SELECT {columns}, %s, %s, %s, %s FROM {name(model._meta.db_table)} WHERE id = %s"
    )

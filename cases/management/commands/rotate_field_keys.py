"""Re-encrypt every encrypted column with the newest key (PD-03)."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from cases.fields import EncryptedTextField, field_keys


def encrypted_columns():
    """(model, its encrypted fields), historical models included."""
    for model in apps.get_models(include_auto_created=True):
        fields = [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]
        if fields and model._meta.managed and not model._meta.proxy:
            yield model, fields


class Command(BaseCommand):
    help = "用最新的钥匙重新加密所有加密字段（含历史表）。可以随时中断，再运行会接着做。"

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=500, help="每批多少行，每批各自提交")

    def handle(self, *, batch, **options):
        newest = next(iter(field_keys()))
        for model, fields in encrypted_columns():
            done = 0
            while count := self.rotate_batch(model, fields, newest, batch):
                done += count
            self.stdout.write(f"{model._meta.label}: {done}")

    def rotate_batch(self, model, fields, newest, batch):
        """Re-encrypt up to `batch` rows that hold a value of an older key; how many there were.

        Nothing that a person wrote changes, so no history is owed.
        """
        old = " OR ".join(
            f"({column} <> '' AND split_part({column}, ':', 1) <> %s)"
            for column in (connection.ops.quote_name(field.column) for field in fields)
        )
        table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {key} FROM {table} WHERE {old} ORDER BY {key} LIMIT %s FOR UPDATE",  # noqa: S608
                    [*[newest] * len(fields), batch],
                )
                keys = [row[0] for row in cursor.fetchall()]
            names = [field.attname for field in fields]
            for row in model._base_manager.filter(pk__in=keys).only("pk", *names):
                model._base_manager.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names})
        return len(keys)

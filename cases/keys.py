"""Many keys asked for at once: `case__any_of=ids`."""

from django.db.models import BigAutoField, ForeignKey, Lookup


@BigAutoField.register_lookup
@ForeignKey.register_lookup
class AnyOf(Lookup):
    """One of these keys, said as one array: `in` makes a parameter of each, and a page shows a hundred."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*params, list(self.rhs)]

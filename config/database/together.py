"""The tables of an app made in one step, where a step for each would draw every model of the office anew each time."""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel


class CreateTogether(Operation):
    """New models, and all that `operations` say of these: only what comes of it at the end is made.

    So the whole office is set up in seconds. The operations are only of models that are created there.
    """

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # drawn once, when next asked for, and not after each of them
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def describe(self):
        return "Create the tables of an app together"

    def _models(self, app_label, schema_editor, state):
        made = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        models = [state.apps.get_model(app_label, name) for name in made]
        return [model for model in models if self.allow_migrate_model(schema_editor.connection.alias, model)]

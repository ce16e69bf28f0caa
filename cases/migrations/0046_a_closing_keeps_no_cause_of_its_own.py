from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0045_causes_of_closings_are_causes_of_cases")]

    operations = [
        migrations.RemoveIndex(model_name="closing", name="closing_by_cause"),
        migrations.RemoveField(model_name="closing", name="cause"),
        migrations.RenameField(model_name="closing", old_name="found", new_name="cause"),
    ]

from django.db import migrations

WAYS = ("W1", "W2", "W3", "W4", "W5")


def say_what_is_done(apps, schema_editor):
    """What triage has always meant: a claim of its own legal way or an accusation goes elsewhere."""
    triaged = apps.get_model("cases", "Claim").objects.filter(disposal="", case__triaged_on__isnull=False)
    triaged.filter(purpose="ACCUSATION").update(disposal="DISCIPLINE")
    triaged.filter(purpose="APPEAL", route__in=WAYS).update(disposal="LEGAL_ROUTE")
    triaged.exclude(purpose="APPEAL", route="").update(disposal="HANDLE")


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_a_claim_says_what_is_done_with_it")]

    operations = [migrations.RunPython(say_what_is_done, migrations.RunPython.noop)]

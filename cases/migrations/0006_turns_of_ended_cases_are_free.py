from django.db import migrations
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone


def free(apps, schema_editor):
    """What lies ahead and was booked for a case that has ended or been sealed since: nobody comes to it."""
    sessions = apps.get_model("cases", "Session").objects.filter(ended_on__isnull=True, at__gt=Now())
    over = Q(consultation__case__closed_on__isnull=False) | Q(consultation__case__confidentiality="SEALED")
    mine = sessions.filter(pk__in=sessions.filter(over).values("pk"))
    mine.update(ended_on=timezone.localdate(), ended_by=F("booked_by"), ending="这一件已经结束")


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_a_talk_and_an_application_are_papers")]

    operations = [migrations.RunPython(free, migrations.RunPython.noop)]

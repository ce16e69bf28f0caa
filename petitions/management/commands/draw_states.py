from django.conf import settings
from django.core.management.base import BaseCommand

from petitions.states_picture import drawn

PAGE = settings.BASE_DIR / "docs" / "petition-states.md"
PICTURE = settings.BASE_DIR / "docs" / "pictures" / "petition-states.svg"


class Command(BaseCommand):
    help = "Draw docs/pictures/petition-states.svg from the table in docs/petition-states.md."

    def handle(self, **options):
        PICTURE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(str(PICTURE.relative_to(settings.BASE_DIR)))

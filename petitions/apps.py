from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """The statutory procedure of a petition."""

    name = "petitions"
    verbose_name = _("信访程序")

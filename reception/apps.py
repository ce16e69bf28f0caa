from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """The front door: every contact of every channel."""

    name = "reception"
    verbose_name = _("接待")

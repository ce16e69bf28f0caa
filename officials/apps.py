from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficialsConfig(AppConfig):
    """People, units, posts, the calendar and the permission table."""

    name = "officials"
    verbose_name = _("人员与机构")

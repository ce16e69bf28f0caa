from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    """Mediated conflicts, from the registration to the acceptance by people's mediation or the end before it."""

    name = "disputes"
    verbose_name = _("矛盾纠纷")

    def ready(self):
        from disputes import diary, indicators, rounds

        diary.register()
        rounds.register()
        indicators.register()

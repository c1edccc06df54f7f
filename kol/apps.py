from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KolConfig(AppConfig):
    name = "kol"
    verbose_name = _("Creators")

    def ready(self):
        from . import notices

        notices.register()

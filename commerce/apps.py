from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommerceConfig(AppConfig):
    name = "commerce"
    verbose_name = _("Mall")

    def ready(self):
        from .notices import register_kinds

        register_kinds()

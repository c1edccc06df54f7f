from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class TaggingConfig(AppConfig):
    name = "tagging"
    verbose_name = pgettext_lazy("admin", "Tags")

    def ready(self):
        from . import registry
        from .proposing import propose

        registry.register_proposer(propose)

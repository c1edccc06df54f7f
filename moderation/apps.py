from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self):
        from . import messages, notices
        from .defaults import make_thresholds

        notices.register()
        messages.register()
        post_migrate.connect(make_thresholds, sender=self)

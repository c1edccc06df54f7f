from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommerceConfig(AppConfig):
    name = "commerce"
    verbose_name = _("Mall")

    def ready(self):
        from tagging import registry as tagging

        from .message_cards import register_cards
        from .notices import register_kinds
        from .tag_kinds import propose

        tagging.register_proposer(propose)
        register_kinds()
        register_cards()

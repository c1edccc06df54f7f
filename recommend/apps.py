from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendConfig(AppConfig):
    name = "recommend"
    verbose_name = _("Recommendation")

    def ready(self):
        from accounts.events import followed
        from commerce.events import bought
        from notes import choosing, events

        from . import receivers
        from .search.queries import search_products

        choosing.register_product_search(search_products)
        events.note_changed.connect(receivers.note_changed, dispatch_uid="recommend.index_notes")
        events.reacted.connect(receivers.reacted, dispatch_uid="recommend.reacted")
        followed.connect(receivers.followed, dispatch_uid="recommend.followed")
        bought.connect(receivers.bought, dispatch_uid="recommend.bought")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendConfig(AppConfig):
    name = "recommend"
    verbose_name = _("Recommendation")

    def ready(self):
        from notes import choosing, events

        from . import receivers
        from .search.queries import search_products

        choosing.register_product_search(search_products)
        events.note_changed.connect(receivers.note_changed, dispatch_uid="recommend.index_notes")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendConfig(AppConfig):
    name = "recommend"
    verbose_name = _("Recommendation")

    def ready(self):
        from django.core.signals import request_started

        from accounts.events import followed
        from commerce.events import bought
        from notes import choosing, events
        from tagging import registry as tagging

        from . import notices, receivers
        from .actions.merging import file_anew, move_interests
        from .search import follower, search_products

        choosing.register_product_search(search_products)
        # The first request says that this process serves pages.
        request_started.connect(follower.start, dispatch_uid="recommend.search")
        notices.register()
        tagging.on_merge(move_interests)
        tagging.on_merge(file_anew)
        events.note_changed.connect(receivers.note_changed, dispatch_uid="recommend.index_notes")
        events.reacted.connect(receivers.reacted, dispatch_uid="recommend.reacted")
        followed.connect(receivers.followed, dispatch_uid="recommend.followed")
        bought.connect(receivers.bought, dispatch_uid="recommend.bought")

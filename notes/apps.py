from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    name = "notes"
    verbose_name = _("Notes")

    def ready(self):
        from moderation import registry
        from tagging import registry as tagging

        from .actions import move_tags, remake_tagged
        from .message_cards import register_cards
        from .models import Comment, Note
        from .notices import register_notices
        from .reviewing import CommentReview, NoteReview
        from .tag_kinds import propose

        registry.register(Note, NoteReview())
        registry.register(Comment, CommentReview())
        tagging.on_merge(move_tags)
        tagging.on_change(remake_tagged)
        tagging.register_proposer(propose)
        register_notices()
        register_cards()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    name = "notes"
    verbose_name = _("Notes")

    def ready(self):
        from moderation import registry

        from .message_cards import register_cards
        from .models import Comment, Note
        from .notices import register_notices
        from .reviewing import CommentReview, NoteReview

        registry.register(Note, NoteReview())
        registry.register(Comment, CommentReview())
        register_notices()
        register_cards()

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from core.admin import ReadOnlyAdmin

from . import registry
from .models import Conversation, Digest, Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """What members were told; the words are made when they read it."""

    list_display = ["made_at", "recipient", "actor", "sentence", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["recipient", "actor"]
    search_fields = ["recipient__handle__exact"]
    search_help_text = _("A whole handle.")
    fields = ["recipient", "actor", "sentence", "kind", "url", "made_at", "read_at"]
    readonly_fields = fields

    @display(description=_("notice"))
    def sentence(self, notice: Notification) -> str:
        return notice.sentence if notice.kind in registry.names() else notice.kind


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """E-mails with what is new that went out."""

    list_display = ["day", "user", "number", "made_at"]
    list_select_related = ["user"]
    search_fields = ["user__handle__exact"]
    search_help_text = _("A whole handle.")
    fields = ["user", "day", "number", "made_at"]
    readonly_fields = fields


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    """Who writes with whom and since when; what they write is theirs alone."""

    list_display = ["made_at", "first", "second", "accepted_at"]
    list_select_related = ["first", "second"]
    search_fields = ["first__handle__exact", "second__handle__exact"]
    search_help_text = _("A whole handle.")
    fields = ["first", "second", "made_at", "accepted_at"]
    readonly_fields = fields

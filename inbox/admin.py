from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyAdmin

from .models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """What members were told; the words are made when they read it."""

    list_display = ["made_at", "kind", "recipient", "actor", "url", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["recipient", "actor"]
    search_fields = ["recipient__handle__exact"]
    search_help_text = _("A whole handle.")

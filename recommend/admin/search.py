from django.contrib import admin

from core.admin import LargeTableAdmin, ReadOnlyAdmin

from ..models import QuietSearch, SearchCount


@admin.register(QuietSearch)
class QuietSearchAdmin(LargeTableAdmin):
    """Words kept off the hot list; searches that contain them stay off too."""

    list_display = ["text", "reason", "at"]
    search_fields = ["key__startswith"]
    fields = ["text", "reason"]
    ordering = ["-id"]


@admin.register(SearchCount)
class SearchCountAdmin(ReadOnlyAdmin):
    """What people search for, by day."""

    list_display = ["text", "day", "searches"]
    list_filter = ["day"]
    search_fields = ["key__startswith"]
    ordering = ["-day", "-searches"]

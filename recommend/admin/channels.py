from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import TabularInline

from core.admin import LargeTableAdmin, ReadOnlyAdmin

from ..actions import channels as actions
from ..models import Channel, ChannelTag, EditorialAct


class RuleInline(TabularInline):
    model = ChannelTag
    extra = 0
    autocomplete_fields = ["tag"]


@admin.register(Channel)
class ChannelAdmin(LargeTableAdmin):
    """Channels: their rules, their editors, their order."""

    list_display = ["name", "name_en", "position", "is_active"]
    list_editable = ["position", "is_active"]
    search_fields = ["name", "name_en"]
    ordering = ["position", "pk"]
    fields = ["name", "name_en", "slug", "description", "position", "is_active", "editors"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["editors"]
    inlines = [RuleInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            actions.rules_changed(form.instance)


@admin.register(EditorialAct)
class EditorialActAdmin(ReadOnlyAdmin):
    """What management accounts did, and why."""

    list_display = ["at", "act", "channel", "note", "by", "reason"]
    list_filter = ["act", "channel"]
    list_select_related = ["channel", "note", "by"]

"""Boards and series for operators: looked at, and taken out of sight when a name breaks the rules."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyAdmin

from . import actions
from .models import Board, Series

AT_ONCE = 200


@admin.register(Board)
class BoardAdmin(ReadOnlyAdmin):
    list_display = ["name", "owner", "is_public", "item_count", "made_at"]
    list_filter = ["is_public"]
    list_select_related = ["owner"]
    search_fields = ["=id", "owner__handle", "name"]
    readonly_fields = ["owner", "name", "description", "is_public", "item_count", "made_at"]
    fields = readonly_fields
    actions = ["make_private"]

    def has_hide_permission(self, request):
        return request.user.has_perm("notes.change_board")

    @admin.action(description=_("Make private"), permissions=["hide"])
    def make_private(self, request, queryset):
        for board in queryset.filter(is_public=True)[:AT_ONCE]:
            actions.change_board(board=board, is_public=False)
        self.message_user(request, _("Only their owners see them now."), messages.SUCCESS)


@admin.register(Series)
class SeriesAdmin(ReadOnlyAdmin):
    list_display = ["name", "owner", "made_at"]
    list_select_related = ["owner"]
    search_fields = ["=id", "owner__handle", "name"]
    readonly_fields = ["owner", "name", "description", "made_at"]
    fields = readonly_fields
    actions = ["dissolve"]

    def has_hide_permission(self, request):
        return request.user.has_perm("notes.delete_series")

    @admin.action(description=_("Dissolve; the notes stay"), permissions=["hide"])
    def dissolve(self, request, queryset):
        for series in queryset[:AT_ONCE]:
            actions.delete_series(series=series)
        self.message_user(request, _("Dissolved."), messages.SUCCESS)

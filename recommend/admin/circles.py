from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.decorators import display

from core.admin import LargeTableAdmin, ReadOnlyAdmin

from ..actions import circles as actions
from ..models import Circle, CircleAct, Membership


class ModeratorInline(TabularInline):
    model = Membership
    verbose_name_plural = gettext_lazy("moderators")
    fields = ["user", "role"]
    autocomplete_fields = ["user"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(role=Membership.Role.MODERATOR).select_related("user")


@admin.register(Circle)
class CircleAdmin(LargeTableAdmin):
    """Circles; proposed ones are opened here by hand."""

    list_display = ["name", "state", "member_count", "proposed_because"]
    list_filter = ["state"]
    search_fields = ["name__istartswith"]
    fields = ["name", "slug", "description", "state", "tags", "member_count", "proposed_because"]
    readonly_fields = ["member_count", "proposed_because"]
    autocomplete_fields = ["tags"]
    inlines = [ModeratorInline]
    actions = ["open_them"]

    @display(description=gettext_lazy("why it was proposed"))
    def proposed_because(self, circle: Circle) -> str:
        if not circle.authors_seen:
            return "—"
        told = {"authors": circle.authors_seen, "notes": circle.notes_seen}
        return _("%(authors)s people wrote %(notes)s notes about it in 90 days") % told

    @admin.action(description=gettext_lazy("Open these circles"), permissions=["change"])
    def open_them(self, request: HttpRequest, queryset: QuerySet[Circle]) -> None:
        number = actions.open_circles(list(queryset))
        said = ngettext("%(n)s circle was opened.", "%(n)s circles were opened.", number) % {"n": number}
        messages.success(request, said)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        if {"tags", "state"} & set(form.changed_data):
            actions.circle_all(form.instance)


@admin.register(CircleAct)
class CircleActAdmin(ReadOnlyAdmin):
    """What moderators of circles did, and why."""

    list_display = ["at", "act", "circle", "note", "member", "by", "reason"]
    list_filter = ["act"]
    list_select_related = ["circle", "note", "member", "by"]

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from core.admin import LargeTableAdmin, ReadOnlyAdmin
from core.errors import DomainError

from ..actions import trends
from ..models import Hashtag, Trend
from ..notices import results_of

SEEN = ["state", "stop_reason", "see"]


@admin.register(Trend)
class TrendAdmin(ReadOnlyAdmin):
    """Tags that lately grew: what a campaign could be made of."""

    list_display = ["tag", "growth", "notes_now", "notes_usual", "authors", "spam", "sample_notes"]
    list_select_related = ["tag"]
    ordering = ["-growth"]
    actions = ["make_campaign", "dismiss"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trend]:
        found = super().get_queryset(request)
        return found.exclude(dismissed_until__gt=timezone.now())

    @display(description=gettext_lazy("doubtful share"))
    def spam(self, trend: Trend) -> str:
        return f"{trend.spam_share:.0%}"

    @display(description=gettext_lazy("sample notes"))
    def sample_notes(self, trend: Trend) -> str:
        return format_html_join(
            " ", '<a href="{}">{}</a>', ((reverse("notes:detail", args=[pk]), pk) for pk in trend.samples)
        )

    def has_launch_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("recommend.add_hashtag")

    @admin.action(description=gettext_lazy("Make a campaign of this tag"), permissions=["launch"])
    def make_campaign(self, request: HttpRequest, queryset: QuerySet[Trend]) -> Any:
        trend = queryset.select_related("tag").first()
        if trend is None or queryset.count() != 1:
            messages.warning(request, _("Choose one tag."))
            return None
        hashtag = trends.draft_from(trend, by=request.user)
        return redirect("admin:recommend_hashtag_change", hashtag.pk)

    @admin.action(description=gettext_lazy("Do not offer these for a week"), permissions=["launch"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Trend]) -> None:
        number = trends.dismiss(list(queryset))
        said = ngettext("%(n)s tag was dismissed.", "%(n)s tags were dismissed.", number) % {"n": number}
        messages.success(request, said)


@admin.register(Hashtag)
class HashtagAdmin(LargeTableAdmin):
    """Campaigns: edited as drafts, scheduled, and stopped when they are abused."""

    list_display = ["title", "tag", "state", "starts_at", "ends_at", "joiner_count", "note_count", "results"]
    list_filter = ["state"]
    list_select_related = ["tag"]
    search_fields = ["title__istartswith", "tag__name__istartswith"]
    ordering = ["-starts_at", "-pk"]
    fields = [
        "tag",
        "title",
        "text",
        "cover",
        "related",
        "starts_at",
        "ends_at",
        "state",
        "stop_reason",
        "see",
    ]
    readonly_fields = SEEN
    autocomplete_fields = ["tag", "related"]
    raw_id_fields = ["cover"]
    actions = ["schedule_them", "stop_them"]

    def has_change_permission(self, request: HttpRequest, obj: Hashtag | None = None) -> bool:
        """What was shown stays as it was."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state in (Hashtag.State.DRAFT, Hashtag.State.SCHEDULED))

    def save_model(self, request: HttpRequest, obj: Hashtag, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)

    @display(description=gettext_lazy("results"))
    def results(self, hashtag: Hashtag) -> str:
        return format_html('<a href="{}">{}</a>', results_of(hashtag), _("See"))

    @display(description=gettext_lazy("preview"))
    def see(self, hashtag: Hashtag) -> str:
        if not hashtag.pk:
            return "—"
        address = reverse("recommend:hashtag_preview", args=[hashtag.pk])
        return format_html('<a href="{}">{}</a>', address, _("As readers will see it"))

    @admin.action(description=gettext_lazy("Schedule these campaigns"), permissions=["change"])
    def schedule_them(self, request: HttpRequest, queryset: QuerySet[Hashtag]) -> None:
        for hashtag in queryset:
            try:
                trends.schedule(hashtag=hashtag, by=request.user)
                messages.success(request, _("“%(title)s” is scheduled.") % {"title": hashtag.title})
            except DomainError as error:
                messages.error(request, f"{hashtag.title}: {error.message}")

    @admin.action(description=gettext_lazy("Stop these campaigns"), permissions=["change"])
    def stop_them(self, request: HttpRequest, queryset: QuerySet[Hashtag]) -> None:
        for hashtag in queryset:
            if trends.stop(hashtag=hashtag, by=request.user, reason=_("Stopped by an operator")):
                messages.success(request, _("“%(title)s” is stopped.") % {"title": hashtag.title})

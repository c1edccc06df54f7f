from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.decorators import display

from core.admin import LargeTableAdmin, ReadOnlyAdmin
from core.errors import DomainError
from moderation import actions as moderation
from moderation.models import Verdict

from . import actions
from .admin_boards import BoardAdmin, SeriesAdmin
from .models import Comment, Note, Photo, ProductTag, TaggedNote, Version

__all__ = ["BoardAdmin", "CommentAdmin", "NoteAdmin", "SeriesAdmin"]

AT_ONCE = 200


class TagInline(TabularInline):
    model = TaggedNote
    extra = 0
    autocomplete_fields = ["tag"]
    fields = ["tag", "source"]
    readonly_fields = ["source"]


class VersionInline(TabularInline):
    """What the note said before its author changed it."""

    model = Version
    extra = 0
    can_delete = False
    fields = ["made_at", "title", "text", "place", "paid_brand", "was_published"]
    readonly_fields = fields

    def has_add_permission(self, request, obj=None):
        return False


class PhotoInline(TabularInline):
    model = Photo
    extra = 0
    can_delete = False
    fields = ["position", "filename", "state", "width", "height", "alt"]
    readonly_fields = ["filename", "state", "width", "height"]
    fk_name = "note"

    def has_add_permission(self, request, obj=None):
        return False


class ProductInline(TabularInline):
    model = ProductTag
    extra = 0
    fields = ["product", "tie", "purchase"]
    autocomplete_fields = ["product"]
    readonly_fields = ["purchase"]


@admin.register(Note)
class NoteAdmin(LargeTableAdmin):
    list_display = [
        "__str__",
        "author",
        "status",
        "paid_brand",
        "like_count",
        "comment_count",
        "published_at",
    ]
    list_filter = ["status", "visibility", ("paid_brand", admin.EmptyFieldListFilter), "is_ai_made"]
    list_select_related = ["author", "paid_brand"]
    search_fields = ["=id", "author__handle", "title"]
    autocomplete_fields = ["author", "paid_brand"]
    readonly_fields = [
        "status",
        "visibility",
        "comments_from",
        "reject_message",
        "publish_at",
        "published_at",
        "edited_at",
        "like_count",
        "bookmark_count",
        "comment_count",
        "view_count",
        "hot",
    ]
    fields = ["author", "title", "text", "place", "paid_brand", "is_gift", "is_ai_made", *readonly_fields]
    inlines = [PhotoInline, TagInline, ProductInline, VersionInline]
    actions = ["remove_notes", "restore_notes"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_formset(self, request, form, formset, change):
        """Tags are put on and taken off by the verb, so that counters, search and similar notes follow."""
        if formset.model is not TaggedNote:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        for row in formset.deleted_objects:
            actions.curate_tag(note=form.instance, tag=row.tag, on=False)
        for row, _changed in formset.changed_objects:
            former = TaggedNote.objects.select_related("tag").get(pk=row.pk).tag
            actions.curate_tag(note=form.instance, tag=former, on=False)
            actions.curate_tag(note=form.instance, tag=row.tag, on=True)
        for row in formset.new_objects:
            actions.curate_tag(note=form.instance, tag=row.tag, on=True)

    @admin.action(description=_("Remove: hide everywhere and tell the author"), permissions=["change"])
    def remove_notes(self, request, queryset):
        self._decide(request, queryset, Verdict.REMOVED, str(_("Removed by an operator.")))

    @admin.action(description=_("Restore: publish again"), permissions=["change"])
    def restore_notes(self, request, queryset):
        self._decide(request, queryset, Verdict.APPROVED)

    def _decide(self, request, queryset, verdict, message=""):
        done = 0
        for note in queryset[:AT_ONCE]:
            try:
                done += moderation.decide(
                    case=moderation.submit(note), verdict=verdict, by=request.user, message=message
                )
            except DomainError as error:
                self.message_user(request, f"{note}: {error}", messages.ERROR)
        self.message_user(
            request, ngettext("%(n)s note decided.", "%(n)s notes decided.", done) % {"n": done}
        )


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["text", "author", "note", "removed", "made_at"]
    list_filter = ["is_removed"]
    list_select_related = ["author", "note"]
    search_fields = ["=id", "author__handle"]
    readonly_fields = ["note", "author", "parent", "text", "removed", "made_at"]
    fields = readonly_fields
    actions = ["remove_comments"]

    def has_remove_permission(self, request):
        return request.user.has_perm("notes.change_comment")

    @display(description=_("removed"), ordering="is_removed", label={"removed": "danger"})
    def removed(self, comment):
        return ("removed", _("removed")) if comment.is_removed else None

    @admin.action(description=_("Remove comments"), permissions=["remove"])
    def remove_comments(self, request, queryset):
        for comment in queryset.select_related("note")[:200]:
            actions.remove_comment(comment=comment, by=request.user)
        self.message_user(request, _("Removed."), messages.SUCCESS)

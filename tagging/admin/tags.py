"""The vocabulary at work: words, kinds, order, bans; merging; taking it away as a table and back."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from import_export.admin import ImportExportModelAdmin
from unfold.admin import TabularInline
from unfold.contrib.import_export.forms import ExportForm, ImportForm
from unfold.decorators import display

from core.admin import LargeTableAdmin
from core.errors import DomainError

from .. import actions
from ..exchange import FORMATS, TagResource
from ..forms import AliasForm, KindForm, MergeForm, TagForm
from ..matching import forget
from ..models import KindProposal, Tag, TagAlias


class AliasInline(TabularInline):
    model = TagAlias
    form = AliasForm
    extra = 0


class UseFilter(admin.SimpleListFilter):
    """How many notes carry the tag."""

    title = gettext_lazy("use")
    parameter_name = "use"
    RANGES = {"0": (0, 0), "1": (1, 9), "10": (10, 99), "100": (100, None)}

    def lookups(self, request: HttpRequest, model_admin: Any):
        return [
            ("0", _("no notes")),
            ("1", _("1 to 9 notes")),
            ("10", _("10 to 99 notes")),
            ("100", _("100 notes and more")),
        ]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() not in self.RANGES:
            return queryset
        least, most = self.RANGES[self.value()]
        queryset = queryset.filter(note_count__gte=least)
        return queryset if most is None else queryset.filter(note_count__lte=most)


class ProposalFilter(admin.SimpleListFilter):
    """Is a kind proposed that nobody decided on?"""

    title = gettext_lazy("proposed kind")
    parameter_name = "proposed"

    def lookups(self, request: HttpRequest, model_admin: Any):
        return [("yes", _("waits for a decision"))]

    def queryset(self, request: HttpRequest, queryset):
        waiting = KindProposal.objects.filter(state=KindProposal.State.OPEN).values("tag")
        return queryset.filter(pk__in=waiting) if self.value() == "yes" else queryset


@admin.register(Tag)
class TagAdmin(LargeTableAdmin, ImportExportModelAdmin):
    """What a tag names, how else it is spelled, where it belongs, and whether it may be used."""

    form = TagForm
    resource_classes = [TagResource]
    formats = FORMATS
    import_form_class = ImportForm
    export_form_class = ExportForm
    list_display = ["name", "kind", "note_count", "parent", "banned"]
    list_editable = ["kind"]
    list_select_related = ["parent"]
    list_filter = [
        "kind",
        UseFilter,
        ProposalFilter,
        "is_vocabulary",
        "is_banned",
        ("parent", admin.EmptyFieldListFilter),
        ("lat", admin.EmptyFieldListFilter),
    ]
    search_fields = ["name__istartswith", "aliases__name__startswith"]
    search_help_text = gettext_lazy("The beginning of a name or alias.")
    ordering = ["-note_count", "pk"]
    fields = [
        *("name", "kind", "parent", "description", "description_en", "cover", "is_vocabulary", "is_banned"),
        *("lat", "lng", "slug", "note_count"),
    ]
    readonly_fields = ["slug", "note_count"]
    autocomplete_fields = ["parent"]
    inlines = [AliasInline]
    actions = ["merge", "set_kind", "ban", "allow"]

    @display(description=gettext_lazy("banned"), ordering="is_banned", label={"banned": "danger"})
    def banned(self, tag: Tag):
        return ("banned", _("banned")) if tag.is_banned else None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A word that people use is banned or merged: deleted, it would come back with the next note."""
        return False

    # --- One tag ------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        """What is made from tags follows an edit here as it follows the bulk actions."""
        former = form.initial.get("cover") if "cover" in form.changed_data else None
        super().save_model(request, obj, form, change)
        if former:
            transaction.on_commit(partial(former.storage.delete, former.name), robust=True)
        if change and form.changed_data:
            actions.follow_edit(tag=obj, changed=set(form.changed_data))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After the tag and its aliases: texts are compared with the new words from now on."""
        super().save_related(request, form, formsets, change)
        transaction.on_commit(forget)

    # --- Many tags ----------------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Merge into one"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """The page that asks which tag remains, and its answer."""
        tags = queryset.popular()
        answered = "into" in request.POST
        form = MergeForm(request.POST if answered else None, tags=tags, initial={"into": tags.first()})
        if answered and form.is_valid():
            self._merge(request, form.cleaned_data["into"], list(tags))
            return None
        return self._ask(request, _("Merge into one"), form, list(tags), is_merge=True)

    def _merge(self, request: HttpRequest, into: Tag, tags: list[Tag]) -> None:
        try:
            actions.merge_tags(into=into, tags=tags, by=request.user)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            said = {"count": len(tags), "name": into.name}
            self.message_user(request, _("%(count)d tags are one now: #%(name)s.") % said)

    @admin.action(description=gettext_lazy("Change kind"), permissions=["change"])
    def set_kind(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """The page that asks for the kind, and its answer."""
        answered = "kind" in request.POST
        form = KindForm(request.POST if answered else None)
        if answered and form.is_valid():
            done = actions.change_kind(tags=list(queryset), kind=form.cleaned_data["kind"], by=request.user)
            self._tell(request, done)
            return None
        return self._ask(request, _("Change kind"), form, list(queryset.popular()))

    def _ask(
        self, request: HttpRequest, title: str, form: Any, tags: list[Tag], *, is_merge: bool = False
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "tags": tags,
            "is_merge": is_merge,
            "action": request.POST["action"],
        }
        status = 422 if form.is_bound else 200
        return render(request, "admin/tagging/tag/bulk.html", context, status=status)

    @admin.action(description=gettext_lazy("Ban: no longer shown or attached"), permissions=["change"])
    def ban(self, request: HttpRequest, queryset) -> None:
        self._tell(request, actions.set_banned(tags=list(queryset), on=True, by=request.user))

    @admin.action(description=gettext_lazy("Allow again"), permissions=["change"])
    def allow(self, request: HttpRequest, queryset) -> None:
        self._tell(request, actions.set_banned(tags=list(queryset), on=False, by=request.user))

    def _tell(self, request: HttpRequest, changed: int) -> None:
        text = ngettext("%(count)d tag changed.", "%(count)d tags changed.", changed)
        self.message_user(request, text % {"count": changed})


@admin.register(TagAlias)
class TagAliasAdmin(LargeTableAdmin):
    form = AliasForm
    list_display = ["name", "tag"]
    list_select_related = ["tag"]
    search_fields = ["name__startswith", "tag__name__startswith"]
    autocomplete_fields = ["tag"]

    def save_model(self, request: HttpRequest, obj: TagAlias, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(forget)

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.decorators import display

from core.admin import LargeTableAdmin

from .matching import forget
from .models import Tag, TagAlias
from .names import clean_name, is_usable, normalise


class AliasForm(forms.ModelForm):
    """An alias is kept in its normal form, the one that texts are compared with."""

    def clean_name(self) -> str:
        name = normalise(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("This is not a word."))
        if Tag.objects.filter(key=name).exists():
            raise ValidationError(_("A tag with this name already exists."))
        return name


class AliasInline(TabularInline):
    model = TagAlias
    form = AliasForm
    extra = 0


class TagForm(forms.ModelForm):
    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not is_usable(name):
            raise ValidationError(_("This is not a word."))
        if Tag.objects.spelled(normalise(name)).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("A tag or alias with this name already exists."))
        return name


@admin.register(Tag)
class TagAdmin(LargeTableAdmin):
    """The vocabulary: what kind of thing a tag names, how else it is spelled, and whether it may be used."""

    form = TagForm
    list_display = ["name", "kind", "note_count", "banned"]
    list_editable = ["kind"]
    list_filter = ["kind", "is_vocabulary", "is_banned"]
    search_fields = ["name__istartswith", "aliases__name__startswith"]
    search_help_text = gettext_lazy("The beginning of a name or alias.")
    ordering = ["-note_count", "pk"]
    fields = ["name", "kind", "description", "is_vocabulary", "is_banned", "lat", "lng", "slug", "note_count"]
    readonly_fields = ["slug", "note_count"]
    inlines = [AliasInline]
    actions = ["ban", "allow"]

    @display(description=gettext_lazy("banned"), ordering="is_banned", label={"banned": "danger"})
    def banned(self, tag: Tag):
        return ("banned", _("banned")) if tag.is_banned else None

    @admin.action(description=gettext_lazy("Ban: no longer shown or attached"), permissions=["change"])
    def ban(self, request: HttpRequest, queryset) -> None:
        self._set_banned(request, queryset, on=True)

    @admin.action(description=gettext_lazy("Allow again"), permissions=["change"])
    def allow(self, request: HttpRequest, queryset) -> None:
        self._set_banned(request, queryset, on=False)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """After the tag and its aliases: texts are compared with the new words from now on."""
        super().save_related(request, form, formsets, change)
        transaction.on_commit(forget)

    def _set_banned(self, request: HttpRequest, queryset, *, on: bool) -> None:
        changed = Tag.objects.filter(pk__in=queryset.values("pk"), is_banned=not on).update(is_banned=on)
        transaction.on_commit(forget)
        text = ngettext("%(count)d tag changed.", "%(count)d tags changed.", changed)
        self.message_user(request, text % {"count": changed})


@admin.register(TagAlias)
class TagAliasAdmin(LargeTableAdmin):
    form = AliasForm
    list_display = ["name", "tag"]
    list_select_related = ["tag"]
    search_fields = ["name__startswith", "tag__name__startswith"]
    autocomplete_fields = ["tag"]

"""The vocabulary as a table to take away and bring back: CSV, TSV or JSON, one tag a row."""

from typing import Any

from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.formats import base_formats

from .actions import record_change, set_parent
from .models import Tag, TagAlias
from .names import clean_name, is_usable, normalise

FORMATS = [base_formats.CSV, base_formats.TSV, base_formats.JSON]
_MADE_FROM = ("name", "kind", "is_banned")  # what search entries and similar notes depend on


class TagResource(resources.ModelResource):
    """Tags by name in any spelling. A column left out of the file leaves what is there; a bad row is named,
    and then nothing is brought in."""

    aliases = fields.Field(column_name="aliases", dehydrate_method="joined_aliases", readonly=True)
    parent = fields.Field(column_name="parent", attribute="parent__name", readonly=True)
    is_vocabulary = fields.Field("is_vocabulary", "is_vocabulary", widgets.BooleanWidget())
    is_banned = fields.Field("is_banned", "is_banned", widgets.BooleanWidget())

    class Meta:
        model = Tag
        import_id_fields = ["name"]
        fields = [
            *("name", "kind", "aliases", "parent", "lat", "lng", "description", "description_en"),
            *("is_vocabulary", "is_banned"),
        ]
        export_order = fields
        skip_unchanged = False
        use_transactions = True

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("parent").prefetch_related("aliases")

    def get_export_order(self, selected_fields=None):
        return [name for name in self.Meta.fields if not selected_fields or name in selected_fields]

    def joined_aliases(self, tag: Tag) -> str:
        return "|".join(sorted(alias.name for alias in tag.aliases.all()))

    # --- In -----------------------------------------------------------------------------------------------

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Parents may stand further down in the file: they are known before any row is read."""
        self._changed: list[Tag] = []
        self._wanted: dict[int, str] = {}
        self._above = dict(Tag.objects.filter(parent__isnull=False).values_list("key", "parent__key"))
        self._keys = {normalise(str(row.get("name") or "")) for row in dataset.dict}
        for row in dataset.dict:
            if "parent" in row:
                self._above[normalise(str(row["name"] or ""))] = normalise(str(row["parent"] or ""))

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        name = str(row.get("name") or "")
        if not is_usable(name):
            raise ValueError(_("“%(name)s” is not a word.") % {"name": name})
        if "kind" in row and row["kind"] not in Tag.Kind.values:
            raise ValueError(_("There is no kind “%(kind)s”.") % {"kind": row["kind"]})
        self._check_place(row)
        self._check_parent(row, normalise(name))
        row["name"] = clean_name(name)
        for text in ("description", "description_en"):
            if text in row:
                row[text] = str(row[text] or "")[:300]

    def _check_place(self, row: Any) -> None:
        given = [row.get("lat"), row.get("lng")]
        if all(value in (None, "") for value in given):
            return
        try:
            lat, lng = (float(value) for value in given)
        except (TypeError, ValueError):
            raise ValueError(_("Latitude and longitude are two numbers.")) from None
        if not (-90 <= lat <= 90 and -180 <= lng <= 180):
            raise ValueError(_("Latitude and longitude are not on the globe."))

    def _check_parent(self, row: Any, key: str) -> None:
        above, seen = self._above.get(key, ""), {key}
        is_new = "parent" in row and above and above not in self._keys
        if is_new and not Tag.objects.filter(key=above).exists():
            raise ValueError(_("There is no tag “%(name)s” to put it under.") % {"name": row["parent"]})
        while above:
            if above in seen:
                raise ValueError(_("#%(name)s would be above itself.") % {"name": row["name"]})
            seen.add(above)
            above = self._above.get(above, "")

    def get_instance(self, instance_loader: Any, row: Any) -> Tag | None:
        tag = Tag.objects.filter(key=normalise(str(row["name"]))).first()
        alias = None if tag else TagAlias.objects.filter(name=normalise(str(row["name"]))).first()
        if alias:
            named = {"name": row["name"], "tag": alias.tag.name}
            raise ValueError(_("“%(name)s” is another name of #%(tag)s.") % named)
        return tag

    def before_save_instance(self, instance: Tag, row: Any, **kwargs: Any) -> None:
        before = Tag.objects.filter(pk=instance.pk).values(*_MADE_FROM).first() if instance.pk else None
        if before and any(getattr(instance, name) != value for name, value in before.items()):
            self._changed.append(instance)

    def after_save_instance(self, instance: Tag, row: Any, **kwargs: Any) -> None:
        if "aliases" in row:
            self._write_aliases(instance, str(row["aliases"] or ""))
        if "parent" in row:
            self._wanted[instance.pk] = normalise(str(row["parent"] or ""))

    def _write_aliases(self, tag: Tag, given: str) -> None:
        keys = {normalise(name) for name in given.split("|") if is_usable(name)} - {tag.key}
        taken = Tag.objects.filter(key__in=keys).values_list("name", flat=True)
        other = TagAlias.objects.filter(name__in=keys).exclude(tag=tag).values_list("name", flat=True)
        if clash := next(iter([*taken, *other]), None):
            raise ValueError(_("“%(name)s” stands for another tag already.") % {"name": clash})
        tag.aliases.exclude(name__in=keys).delete()
        present = set(tag.aliases.values_list("name", flat=True))
        TagAlias.objects.bulk_create(TagAlias(tag=tag, name=key) for key in sorted(keys - present))

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        if result.has_errors():
            return
        wanted = self._wanted
        tags = Tag.objects.select_related("parent").in_bulk(wanted)
        parents = {tag.key: tag for tag in Tag.objects.filter(key__in=filter(None, wanted.values()))}
        moved = [tag for pk, tag in tags.items() if (tag.parent.key if tag.parent else "") != wanted[pk]]
        # First out from under whoever stands above, so that no step on the way is a circle.
        Tag.objects.filter(pk__in=[tag.pk for tag in moved]).update(parent=None)
        for tag in moved:
            tag.parent, tag.parent_id = None, None
            set_parent(tag=tag, parent=parents.get(wanted[tag.pk]))
        record_change(self._changed)

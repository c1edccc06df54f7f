"""What a person does to the vocabulary: merge, type, ban, put in order. Every act is in the admin's log."""

from collections.abc import Collection, Iterator, Sequence

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.kept import forget_all

from .. import registry
from ..gazetteer import find_place
from ..matching import forget
from ..models import FormerSlug, Tag, TagAlias
from ..tree import ids_above, parent_after_merge
from .words import name_places

AT_ONCE = 50  # tags merged in one act


def log_act(tags: Sequence[Tag], message: str, by: User | None, flag: int = CHANGE) -> None:
    """Write down who did what; without a person it was the machine, which leaves no entry."""
    if by is not None and tags:
        LogEntry.objects.log_actions(by.pk, tags, flag, change_message=message)


def record_change(tags: Sequence[Tag]) -> None:
    """Name, kind or ban of these tags changed: what was made from them is made anew."""
    ids = sorted(tag.pk for tag in tags)
    if ids:
        for watcher in registry.watchers:
            watcher(ids)
        forget_all()
        transaction.on_commit(forget)


@transaction.atomic
def merge_tags(*, into: Tag, tags: Sequence[Tag], by: User | None = None) -> Tag:
    """Make one tag of several: everything that hangs on `tags` hangs on `into` from now on.

    Their names become its aliases, their addresses lead to it. It keeps its own name, kind and texts, and
    takes from them what it lacks.
    """
    ids = {tag.pk for tag in tags} | {into.pk}
    rows = {
        row.pk: row for row in Tag.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    }
    if into.pk not in rows:
        raise DomainError(_("This tag is gone."), code="gone")
    kept = rows.pop(into.pk)
    old = list(rows.values())
    _check_merge(kept, old)
    if not old:
        return kept
    old_ids = [row.pk for row in old]
    _reorder(kept, old_ids)
    for merger in registry.mergers:
        merger(old_ids, kept.pk)
    _repoint(old_ids, kept.pk)
    names = ", ".join(f"#{row.name}" for row in old)
    log_act([kept], _("Merged into this: %(names)s") % {"names": names}, by)
    log_act(old, _("Merged into #%(name)s") % {"name": kept.name}, by, DELETION)
    Tag.objects.filter(pk__in=old_ids).delete()
    TagAlias.objects.bulk_create((TagAlias(tag=kept, name=row.key) for row in old), ignore_conflicts=True)
    FormerSlug.objects.bulk_create(
        (FormerSlug(tag=kept, slug=row.slug) for row in old), ignore_conflicts=True
    )
    _inherit(kept, old)
    forget_all()
    transaction.on_commit(forget)
    return kept


def _check_merge(into: Tag, old: Sequence[Tag]) -> None:
    if len(old) > AT_ONCE:
        raise DomainError(_("At most %(n)s tags at once.") % {"n": AT_ONCE}, code="too_many")
    if banned := next((tag for tag in (into, *old) if tag.is_banned), None):
        message = _("#%(name)s is banned. Allow it first, or leave it out.") % {"name": banned.name}
        raise DomainError(message, code="banned")


def _reorder(into: Tag, old_ids: Sequence[int]) -> None:
    """Lift the tag out from under those that go, so that what was below them can hang on it."""
    parent_id = parent_after_merge(into, old_ids)
    if parent_id is None and into.parent_id is None:
        lines = Tag.objects.filter(pk__in=old_ids, parent__isnull=False).exclude(
            parent__in=[*old_ids, into.pk]
        )
        taken = lines.order_by("-note_count", "pk").first()
        if taken and into.pk not in ids_above(taken):
            parent_id = taken.parent_id
    if parent_id != into.parent_id:
        into.parent_id = parent_id
        Tag.objects.filter(pk=into.pk).update(parent=parent_id)
    Tag.objects.filter(pk__in=old_ids).update(parent=None)


def _repoint(old_ids: Sequence[int], into_id: int) -> None:
    """Every row of any app that points at a tag that goes points at the other; doubles are dropped.

    DomainError where a double is more than a row between two others: what hangs on it is not thrown away.
    """
    for relation in Tag._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{f"{name}__in": old_ids})
        for others, only in _unique_beside(model, name):
            alike = {other: OuterRef(other) for other in others}
            first = Q(**{name: into_id}) | Q(**{f"{name}__in": old_ids, "pk__lt": OuterRef("pk")})
            doubles = rows.filter(Exists(model._base_manager.filter(first, only, **alike)), only)
            if model._meta.related_objects and doubles.exists():
                said = {"what": model._meta.verbose_name}
                raise DomainError(_("Two of them have a %(what)s: end one first.") % said, code="both_have")
            doubles.delete()
        rows.update(**{name: into_id})


def _unique_beside(model: type[Model], name: str) -> Iterator[tuple[list[str], Q]]:
    """What else each unique key of the model holds that holds this column, and for which rows it counts."""
    rules = [rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    keys = [(rule.fields, rule.condition or Q()) for rule in rules]
    keys += [(key, Q()) for key in model._meta.unique_together]
    keys += [((field.name,), Q()) for field in model._meta.concrete_fields if field.unique]
    return (([other for other in key if other != name], only) for key, only in keys if name in key)


def _inherit(into: Tag, old: Sequence[Tag]) -> None:
    changed = {}
    for field in ("description", "description_en", "cover"):
        if not getattr(into, field):
            changed[field] = next((value for row in old if (value := getattr(row, field))), "")
    if into.lat is None and (placed := next((row for row in old if row.lat is not None), None)):
        changed |= {"lat": placed.lat, "lng": placed.lng}
    changed["is_vocabulary"] = into.is_vocabulary or any(row.is_vocabulary for row in old)
    Tag.objects.filter(pk=into.pk).update(**changed)
    into.refresh_from_db()


@transaction.atomic
def change_kind(*, tags: Sequence[Tag], kind: str, by: User | None = None) -> int:
    """Say what these tags name; a place gets the coordinates and other names that the gazetteer knows."""
    ids = [tag.pk for tag in tags]
    locked = Tag.objects.select_for_update(of=("self",)).filter(pk__in=ids).exclude(kind=kind).order_by("pk")
    changed = list(locked)
    Tag.objects.filter(pk__in=[tag.pk for tag in changed]).update(kind=kind)
    if kind == Tag.Kind.PLACE:
        _place(changed)
    label = Tag.Kind(kind).label
    log_act(changed, _("Kind: %(kind)s") % {"kind": label}, by)
    record_change(changed)
    return len(changed)


def _place(tags: Sequence[Tag]) -> None:
    for tag in tags:
        place = find_place(tag.name)
        if place and place.lat is not None and tag.lat is None:
            Tag.objects.filter(pk=tag.pk).update(lat=place.lat, lng=place.lng)
    name_places(tags)


@transaction.atomic
def set_banned(*, tags: Sequence[Tag], on: bool, by: User | None = None) -> int:
    """Ban tags, so that they are neither shown nor attached, or allow them again; returns how many."""
    ids = [tag.pk for tag in tags]
    locked = Tag.objects.select_for_update(of=("self",)).filter(pk__in=ids, is_banned=not on).order_by("pk")
    changed = list(locked)
    Tag.objects.filter(pk__in=[tag.pk for tag in changed]).update(is_banned=on)
    log_act(changed, _("Banned") if on else _("Allowed again"), by)
    record_change(changed)
    return len(changed)


@transaction.atomic
def set_parent(*, tag: Tag, parent: Tag | None, by: User | None = None) -> None:
    """Put a tag under a more general one, or under none. DomainError when it would be above itself."""
    check_parent(tag, parent)
    if tag.parent_id != (parent and parent.pk):
        Tag.objects.filter(pk=tag.pk).update(parent=parent)
        tag.parent = parent
        log_act([tag], _("Under #%(name)s") % {"name": parent.name} if parent else _("Under no tag"), by)
        forget_all()


def check_parent(tag: Tag, parent: Tag | None) -> None:
    """DomainError when the tag would be above itself."""
    if parent is not None and tag.pk is not None and (parent.pk == tag.pk or tag.pk in ids_above(parent)):
        message = _("#%(parent)s is already below #%(tag)s.") % {"parent": parent.name, "tag": tag.name}
        raise DomainError(message, code="circle")


@transaction.atomic
def follow_edit(*, tag: Tag, changed: Collection[str]) -> None:
    """A person edited the tag itself: what was made from these columns is made anew."""
    if "kind" in changed and tag.kind == Tag.Kind.PLACE:
        _place([tag])
    if {"name", "kind", "is_banned"} & set(changed):
        record_change([tag])
    else:
        forget_all()

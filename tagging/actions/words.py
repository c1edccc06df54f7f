"""Names become tags: new ones, counts, our starting words."""

import csv
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from ..gazetteer import find_place
from ..matching import forget
from ..models import FormerSlug, Tag, TagAlias
from ..names import MAX_LENGTH, clean_name, is_usable, normalise, slug_of

SEED = Path(__file__).resolve().parent.parent / "data" / "vocabulary.tsv"
BATCH = 2000


@transaction.atomic
def resolve(names: Iterable[str], *, kind: str = Tag.Kind.TOPIC) -> dict[str, Tag]:
    """The usable tag of each name as given; new names become tags of `kind`.

    Aliases are followed. Banned names, and names too long or empty, are missing from the answer. Two callers
    that bring the same new name at once get the same tag: unique keys decide, rows go in in one order.
    """
    keys = {name: normalise(name) for name in names if is_usable(name)}
    tags = _known(set(keys.values()))
    missing: dict[str, str] = {}
    for name, key in keys.items():
        if key not in tags:
            missing.setdefault(key, clean_name(name))
    if missing:
        _create(missing, kind)
        tags |= _known(set(missing))
    return {name: tags[key] for name, key in keys.items() if key in tags and not tags[key].is_banned}


def known(names: Iterable[str]) -> dict[str, Tag]:
    """The tags that these names have already, banned ones included; aliases are followed, nothing is made."""
    keys = {name: normalise(name) for name in names if is_usable(name)}
    tags = _known(set(keys.values())) if keys else {}
    return {name: tags[key] for name, key in keys.items() if key in tags}


def _known(keys: set[str]) -> dict[str, Tag]:
    tags = {tag.key: tag for tag in Tag.objects.filter(key__in=keys)}
    for alias in TagAlias.objects.filter(name__in=keys - set(tags)).select_related("tag"):
        tags[alias.name] = alias.tag
    return tags


def _create(names: dict[str, str], kind: str) -> None:
    """Insert tags by normal form; a slug that another word has already gets a suffix made of the word
    itself."""
    slugs = {key: slug_of(name) for key, name in names.items()}
    taken = set(Tag.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True))
    rows = []
    for key, name in sorted(names.items()):
        slug = slugs[key]
        if slug in taken:
            slug = f"{slug[: MAX_LENGTH - 9]}-{zlib.crc32(key.encode()):08x}"
        taken.add(slug)
        place = find_place(name) if kind == Tag.Kind.PLACE else None
        rows.append(
            Tag(
                name=name,
                key=key,
                slug=slug,
                kind=kind,
                lat=place.lat if place else None,
                lng=place.lng if place else None,
            )
        )
    Tag.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    if kind == Tag.Kind.PLACE:
        name_places(Tag.objects.filter(key__in=names, kind=Tag.Kind.PLACE))


def name_places(tags: Iterable[Tag]) -> None:
    """The other names of known places lead to these tags."""
    wanted = {}
    for tag in tags:
        if place := find_place(tag.name):
            wanted[tag.pk] = place.names - {tag.key}
    add_aliases(wanted)


def add_aliases(wanted: Mapping[int, Iterable[str]]) -> None:
    """Give tags more spellings (normal forms); a spelling that is already a tag or an alias stays where it
    is."""
    spellings = {key: tag_id for tag_id, keys in wanted.items() for key in keys if 0 < len(key) <= MAX_LENGTH}
    taken = set(Tag.objects.filter(key__in=spellings).values_list("key", flat=True))
    rows = [
        TagAlias(tag_id=tag_id, name=key) for key, tag_id in sorted(spellings.items()) if key not in taken
    ]
    TagAlias.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


@transaction.atomic
def count_notes(changes: dict[int, int]) -> None:
    """Add to the number of notes that others can see of each tag; rows are locked in pk order."""
    changes = {pk: change for pk, change in changes.items() if change}
    locked = Tag.objects.filter(pk__in=changes).order_by("pk").select_for_update(of=("self",)).only("pk")
    by_change: dict[int, list[int]] = {}
    for tag in locked:
        by_change.setdefault(changes[tag.pk], []).append(tag.pk)
    for change, pks in by_change.items():
        Tag.objects.filter(pk__in=pks).update(note_count=Greatest(F("note_count") + change, 0))


@transaction.atomic
def load_vocabulary() -> int:
    """Bring in our starting words with their kinds and aliases; returns how many there are. Safe to repeat.

    A topic of the same name takes the kind given here; kinds an operator chose stay.
    """
    by_kind: dict[str, dict[str, list[str]]] = {}
    with SEED.open(encoding="utf-8", newline="") as file:
        for kind, name, aliases in csv.reader(file, delimiter="\t"):
            by_kind.setdefault(Tag.Kind(kind).value, {})[name] = [part for part in aliases.split("|") if part]
    wanted: dict[int, set[str]] = {}
    for kind, words in by_kind.items():
        tags = resolve(words, kind=kind)
        stale = [tag.pk for tag in tags.values() if tag.kind == Tag.Kind.TOPIC != kind]
        Tag.objects.filter(pk__in=stale).update(kind=kind)
        Tag.objects.filter(pk__in=[tag.pk for tag in tags.values()]).update(is_vocabulary=True)
        for name, tag in tags.items():
            wanted.setdefault(tag.pk, set()).update(map(normalise, words[name]))
    add_aliases(wanted)
    transaction.on_commit(forget)
    return sum(len(words) for words in by_kind.values())

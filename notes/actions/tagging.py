"""Which tags a note carries: what the author wrote as hashtags, what the text names, what a curator says."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from tagging.actions import count_notes, resolve
from tagging.extraction import Found, Goods, extract, vocabulary
from tagging.models import Tag
from tagging.names import normalise

from .. import limits
from ..models import Note, ProductTag, RefusedTag, TaggedNote
from .remaking import remake

Source = TaggedNote.Source
# Tags somebody chose; what the text says does not touch them.
CHOSEN = (Source.CURATOR, Source.ACCEPTED)
SOURCES = {"hashtag": Source.AUTHOR, "product": Source.PRODUCT}


def write_text_tags(notes: Sequence[Note]) -> None:
    """Replace the tags found in each note's title, text, place and products.

    A curator's tags and those the author accepted stay; one the author refused comes only by a hashtag, one
    a curator took off not even so. The caller holds the locks of the rows.
    """
    goods = goods_of(ProductTag.objects.filter(note__in=notes))
    found = {note.pk: extract(note.title, note.text, note.place, goods.get(note.pk, ())) for note in notes}
    tags = _resolve_all([hit for hits in found.values() for hit in hits])
    refusals = RefusedTag.objects.filter(note__in=notes).values_list("note_id", "tag_id", "is_curated")
    refused = {(note_id, tag_id): is_curated for note_id, tag_id, is_curated in refusals}
    wanted: dict[tuple[int, int], TaggedNote] = {}
    for note in notes:
        for hit in found[note.pk]:
            tag = tags.get((hit.kind, hit.name))
            is_curated = refused.get((note.pk, tag.pk)) if tag else True
            if tag and (is_curated is None or (hit.how == "hashtag" and not is_curated)):
                row = TaggedNote(content_object=note, tag=tag, source=SOURCES.get(hit.how, Source.TEXT))
                wanted.setdefault((note.pk, tag.pk), row)

    present = {
        (row.content_object_id, row.tag_id): row
        for row in TaggedNote.objects.filter(content_object__in=notes)
    }
    gone = [row for key, row in present.items() if key not in wanted and row.source not in CHOSEN]
    new = [row for key, row in wanted.items() if key not in present]
    other = [
        (row, wanted[key].source)
        for key, row in present.items()
        if key in wanted and row.source not in (*CHOSEN, wanted[key].source)
    ]
    TaggedNote.objects.filter(pk__in=[row.pk for row in gone]).delete()
    TaggedNote.objects.bulk_create(new, batch_size=2000)
    for source in {source for _row, source in other}:
        rows = [row.pk for row, why in other if why == source]
        TaggedNote.objects.filter(pk__in=rows).update(source=source)

    visible = {note.pk for note in notes if note.is_public}
    changes: dict[int, int] = {}
    for rows, change in ((gone, -1), (new, 1)):
        for row in rows:
            if row.content_object_id in visible:
                changes[row.tag_id] = changes.get(row.tag_id, 0) + change
    count_notes(changes)


def goods_of(shown: QuerySet[ProductTag]) -> dict[int, list[Goods]]:
    """What the products shown are called, by note."""
    goods: dict[int, list[Goods]] = {}
    named = shown.order_by("pk").values_list(
        "note_id", "product__name", "product__brand__name", "product__category__name"
    )
    for note_id, name, brand, category in named:
        goods.setdefault(note_id, []).append(Goods(name, brand or "", category or ""))
    return goods


def choose_tags(
    note: Note, *, accepted: Sequence[str] | None = None, refused: Sequence[str] | None = None
) -> bool:
    """Remember which suggested tags the author wants and which not, by id or name; None leaves them as they
    are. A curator's tags stay. False when nothing changed; the caller holds the note's lock."""
    changed = False
    if refused is not None:
        changed = _refuse(note, set(_named(note, refused)))
    unwanted = set(RefusedTag.objects.filter(note=note).values_list("tag_id", flat=True))
    rows = {row.tag_id: row for row in TaggedNote.objects.filter(content_object=note)}
    kept = {pk for pk, row in rows.items() if row.source == TaggedNote.Source.ACCEPTED}
    wanted = (kept if accepted is None else set(_named(note, accepted))) - unwanted
    gone = [rows[pk].pk for pk in kept - wanted]
    new = sorted(wanted - rows.keys())
    found = [pk for pk in wanted & rows.keys() if rows[pk].source not in CHOSEN]
    if not (gone or new or found):
        return changed
    TaggedNote.objects.filter(pk__in=gone).delete()
    source = TaggedNote.Source.ACCEPTED
    TaggedNote.objects.filter(content_object=note, tag__in=found).update(source=source)
    TaggedNote.objects.bulk_create(TaggedNote(content_object=note, tag_id=pk, source=source) for pk in new)
    if note.is_public:
        count_notes({**dict.fromkeys(kept - wanted, -1), **dict.fromkeys(new, 1)})
    return True


def _refuse(note: Note, wanted: set[int]) -> bool:
    own = RefusedTag.objects.filter(note=note, is_curated=False)
    wanted -= set(RefusedTag.objects.filter(note=note, is_curated=True).values_list("tag_id", flat=True))
    present = set(own.values_list("tag_id", flat=True))
    own.filter(tag__in=present - wanted).delete()
    RefusedTag.objects.bulk_create(RefusedTag(note=note, tag_id=pk) for pk in sorted(wanted - present))
    return wanted != present


def _named(note: Note, given: Sequence[str]) -> list[int]:
    """Ids of the usable tags given by id or by name; a new name becomes a tag of the kind it names."""
    given = [value.strip() for value in given if value.strip()][: limits.CHOSEN_TAGS]
    ids = [int(value) for value in given if value.isascii() and value.isdigit() and len(value) < 16]
    tags = list(Tag.objects.usable().filter(pk__in=ids).values_list("pk", flat=True))
    hits = [Found(name, _kind_of(note, name), "text") for name in given if not name.isdigit()]
    return [*tags, *(tag.pk for tag in _resolve_all(hits).values())]


def _kind_of(note: Note, name: str) -> str:
    word = vocabulary().meaning(name)
    if word:
        return word.kind
    return Tag.Kind.PLACE if normalise(name) == normalise(note.place) else Tag.Kind.TOPIC


def _resolve_all(hits: list[Found]) -> dict[tuple[str, str], Tag]:
    """Tags by (kind, name): each name is looked up once per kind, for all notes together."""
    tags: dict[tuple[str, str], Tag] = {}
    for kind in sorted({hit.kind for hit in hits}):
        names = sorted({hit.name for hit in hits if hit.kind == kind})
        tags.update({(kind, name): tag for name, tag in resolve(names, kind=kind).items()})
    return tags


@transaction.atomic
def curate_tag(*, note: Note, tag: Tag, on: bool) -> bool:
    """A person puts a tag on a note or takes it off, for good: neither the text nor a hashtag undoes it.

    False when that is how it was.
    """
    note = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    rows = TaggedNote.objects.filter(content_object=note, tag=tag)
    had = rows.exists()
    if on:
        RefusedTag.objects.filter(note=note, tag=tag).delete()
        changed = not had or bool(rows.exclude(source=Source.CURATOR).update(source=Source.CURATOR))
        if not had:
            TaggedNote.objects.create(content_object=note, tag=tag, source=Source.CURATOR)
    else:
        refusal, is_new = RefusedTag.objects.get_or_create(note=note, tag=tag, defaults={"is_curated": True})
        changed = bool(rows.delete()[0]) or is_new or not refusal.is_curated
        RefusedTag.objects.filter(pk=refusal.pk).update(is_curated=True)
    if had != on:
        if note.is_public:
            count_notes({tag.pk: 1 if on else -1})
        remake([note.pk])
    return changed

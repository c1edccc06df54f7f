"""Notes follow the vocabulary: merged and changed tags, exact counts, and what people mean by words."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef

from tagging.evidence import Evidence
from tagging.extraction import SURE
from tagging.matching import Vocabulary, forget
from tagging.models import Tag

from ..models import Note, RefusedTag, TaggedNote
from .remaking import remake
from .tagging import write_text_tags

LOOKED_AT = 100_000  # newest notes that words are learned from
BATCH = 1000
READ_AT_ONCE = 200

# Of several tags of a note that become one, who put it there counts in this order.
_KEEP_STRONGEST = """
    DELETE FROM notes_taggednote WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (
                PARTITION BY content_object_id
                ORDER BY array_position(
                    ARRAY['curator', 'accepted', 'author', 'product', 'text'], source::text
                ), id
            ) AS place
            FROM notes_taggednote WHERE tag_id = ANY(%(all)s)
        ) ranked WHERE place > 1
    )
"""


def move_tags(old_ids: Sequence[int], into_id: int) -> None:
    """Notes that carry one of these tags carry the other from now on; the caller merges them.

    Where a curator took one of them off, none comes back.
    """
    carrying = TaggedNote.objects.filter(tag__in=old_ids).values("content_object")
    locked = Note.objects.select_for_update(of=("self",)).filter(pk__in=carrying).order_by("pk")
    note_ids = list(locked.values_list("pk", flat=True))
    together = [*old_ids, into_id]
    taken_off = RefusedTag.objects.filter(note=OuterRef("content_object"), tag__in=together, is_curated=True)
    rows = TaggedNote.objects.filter(tag__in=together).exclude(source=TaggedNote.Source.CURATOR)
    rows.filter(Exists(taken_off)).delete()
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_STRONGEST, {"all": together})
    TaggedNote.objects.filter(tag__in=old_ids).update(tag=into_id)
    carried = TaggedNote.objects.filter(tag=into_id).values("content_object")
    RefusedTag.objects.filter(tag__in=together, note__in=carried).delete()
    recount_tags([into_id])
    remake(note_ids)


def remake_tagged(tag_ids: Sequence[int]) -> None:
    """Search entries, similar notes and channels of the notes that carry these tags are made anew."""
    carrying = TaggedNote.objects.filter(tag__in=tag_ids).values("content_object")
    locked = Note.objects.select_for_update(of=("self",)).filter(pk__in=carrying).order_by("pk")
    remake(list(locked.values_list("pk", flat=True)))


def recount_tags(tag_ids: Sequence[int] | None = None) -> int:
    """Set the number of public notes of tags to what the rows say; returns how many were wrong."""
    rows = Tag.objects.all() if tag_ids is None else Tag.objects.filter(pk__in=tag_ids)
    counts = _counts(tag_ids)
    wrong = [pk for pk, said in rows.values_list("pk", "note_count") if said != counts.get(pk, 0)]
    for start in range(0, len(wrong), BATCH):
        _set_counts(wrong[start : start + BATCH])
    return len(wrong)


def _counts(tag_ids: Sequence[int] | None = None) -> dict[int, int]:
    rows = TaggedNote.objects.filter(content_object__in=Note.objects.public())
    rows = rows if tag_ids is None else rows.filter(tag__in=tag_ids)
    return dict(rows.values_list("tag").annotate(number=Count("pk")))


@transaction.atomic
def _set_counts(tag_ids: Sequence[int]) -> None:
    """With the rows locked: whoever tags a note meanwhile counts after us."""
    list(Tag.objects.select_for_update(of=("self",)).filter(pk__in=tag_ids).order_by("pk").values_list("pk"))
    counts = _counts(tag_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tagging_tag SET note_count = given.number"
            " FROM unnest(%s::bigint[], %s::int[]) AS given(id, number) WHERE tagging_tag.id = given.id",
            [list(tag_ids), [counts.get(pk, 0) for pk in tag_ids]],
        )


def learn_words() -> int:
    """Count how often words of the vocabulary are meant by notes that name them; returns how many changed.

    Notes that were tagged with a word nobody means any more are read again.
    """
    known = Vocabulary.load()
    evidence = Evidence(known)
    rows = Note.objects.public().order_by("-pk").values_list("title", "text")[:LOOKED_AT]
    for title, text in rows.iterator(BATCH):
        evidence.add(title, text)
    changed = evidence.store()
    forget()
    doubted = known.trusted(SURE) - Vocabulary.load().trusted(SURE)
    _read_again({key for key, _in_title in doubted})
    return changed


def _read_again(keys: set[str]) -> None:
    named = TaggedNote.objects.filter(tag__key__in=keys, source=TaggedNote.Source.TEXT)
    note_ids = sorted(set(named.values_list("content_object_id", flat=True)))
    for start in range(0, len(note_ids), READ_AT_ONCE):
        _retag(note_ids[start : start + READ_AT_ONCE])


@transaction.atomic
def _retag(note_ids: Sequence[int]) -> None:
    """Find the tags of these notes anew; those that wait for their processing get them there."""
    locked = Note.objects.select_for_update(of=("self",)).filter(pk__in=note_ids).order_by("pk")
    notes = list(locked.filter(processed_revision=F("revision")))
    write_text_tags(notes)
    remake([note.pk for note in notes])

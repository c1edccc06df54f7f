"""Search entries: written in bulk, one statement for a thousand rows."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from notes.models import Note, TaggedNote
from tagging.hashtags import strip_hashtag_marks
from tagging.models import Tag

from ..models import NoteDocument
from .words import document, vector_literal

_NOTES = """
    INSERT INTO recommend_notedocument (note_id, words, text)
    SELECT id, words::tsvector, text
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS made (id, words, text)
    ON CONFLICT (note_id) DO UPDATE SET words = EXCLUDED.words, text = EXCLUDED.text
"""
_PRODUCTS = """
    INSERT INTO recommend_productdocument (product_id, words, source)
    SELECT id, words::tsvector, source
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS made (id, words, source)
    ON CONFLICT (product_id) DO UPDATE SET words = EXCLUDED.words, source = EXCLUDED.source
"""
_STALE_PRODUCTS = """
    SELECT product.id, product.name, coalesce(brand.name, ''), coalesce(category.name, ''),
           product.description, now.source
    FROM commerce_product product
    LEFT JOIN commerce_brand brand ON brand.id = product.brand_id
    LEFT JOIN commerce_category category ON category.id = product.category_id
    CROSS JOIN LATERAL (
        SELECT md5(concat_ws('|', product.name, brand.name, category.name, product.description)) AS source
    ) now
    LEFT JOIN recommend_productdocument document ON document.product_id = product.id
    WHERE document.source IS DISTINCT FROM now.source
    ORDER BY product.id LIMIT %s
"""


def write_notes(notes: Sequence[Note]) -> None:
    """Search entries of these notes: those for everyone are written, the others' entries removed."""
    shown = sorted((note for note in notes if note.is_public), key=lambda note: note.pk)
    names, aliases = _tag_names([note.pk for note in shown])
    parts = [
        (
            note.title,
            "\n".join(names.get(note.pk, ())),
            strip_hashtag_marks(note.text),
            "\n".join([note.place, *aliases.get(note.pk, ())]),
        )
        for note in shown
    ]
    literals = [vector_literal(list(zip(part, "ABCB", strict=True))) for part in parts]
    texts = [document(*part) for part in parts]
    with connection.cursor() as cursor:
        cursor.execute(_NOTES, [[note.pk for note in shown], literals, texts])
    hidden = [note.pk for note in notes if not note.is_public]
    NoteDocument.objects.filter(note__in=hidden).delete()


def _tag_names(note_ids: Iterable[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The names of each note's tags, and the other names of places, brands, films and the like."""
    rows = TaggedNote.objects.filter(content_object__in=note_ids, tag__is_banned=False)
    names: dict[int, list[str]] = {}
    aliases: dict[int, list[str]] = {}
    for note_id, name in rows.values_list("content_object_id", "tag__name"):
        names.setdefault(note_id, []).append(name)
    typed = rows.exclude(tag__kind=Tag.Kind.TOPIC).exclude(tag__aliases=None)
    for note_id, alias in typed.values_list("content_object_id", "tag__aliases__name"):
        aliases.setdefault(note_id, []).append(alias)
    return names, aliases


def write_products(batch: int = 500) -> int:
    """Bring the search entries of products up to date; returns how many were written."""
    written = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_STALE_PRODUCTS, [batch])
            rows = cursor.fetchall()
            if not rows:
                return written
            literals = [
                vector_literal([(f"{name} {brand}", "A"), (category, "B"), (description, "C")])
                for _pk, name, brand, category, description, _source in rows
            ]
            cursor.execute(_PRODUCTS, [[row[0] for row in rows], literals, [row[-1] for row in rows]])
        written += len(rows)


_COUNTED = """
    UPDATE recommend_notedocument SET changed_in = 0 WHERE note_id IN (
        SELECT note_id FROM notes_like WHERE made_at > now() - %(since)s
        UNION SELECT note_id FROM notes_bookmark WHERE made_at > now() - %(since)s
        UNION SELECT note_id FROM notes_comment WHERE made_at > now() - %(since)s)
"""


def recount(since: timedelta) -> int:
    """Have the indexes read notes again that were liked, saved or commented on lately; returns how many."""
    told: dict[str, Any] = {"since": since}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, told)
        return cursor.rowcount

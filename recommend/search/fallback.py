"""Searching in PostgreSQL itself, by whole words only: what answers while a machine has no index."""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchRank
from django.db.models import DurationField, ExpressionWrapper, F, FloatField, Value
from django.db.models.functions import Cast, Extract, Now

from notes.models import Note, NoteQuerySet

from ..models import NoteDocument
from .asking import FILM, PICTURES, Asked, Limits
from .words import Literal, query_literal

RANKED = 4_000  # notes that are compared to find the most relevant
# Title, tags and text count as 1, 0.5 and 0.15; half a year takes a fifth of the rank, ten years two fifths.
WEIGHTS = [0.0, 0.15, 0.5, 1.0]
ORDERS = {
    "new": "-published_at",
    "likes": "-like_count",
    "comments": "-comment_count",
    "saves": "-bookmark_count",
}
_HALF_YEAR_S = 182 * 86_400.0
_AGE = ExpressionWrapper(Now() - F("published_at"), output_field=DurationField())
_RECENCY = Value(0.6) + Value(0.4) / (
    Value(1.0) + Cast(Extract(_AGE, "epoch"), FloatField()) / Value(_HALF_YEAR_S)
)


class InDatabase:
    """Finds notes by `NoteDocument.words`. `recommend.search.asking.Engine`."""

    stamp = (0, 0)

    def find(self, asked: Asked, most: int) -> list[int]:
        literal = query_literal(" ".join(asked.words.words), any_word=asked.any_word)
        if not literal:
            return []
        wanted = Literal(literal)
        notes = _limited(
            Note.objects.listed_for(AnonymousUser()).filter(document__words=wanted), asked.limits
        )
        if asked.sort in ORDERS:
            notes = notes.order_by(ORDERS[asked.sort], "-pk")
        else:
            # To rank is to read the whole entry: of a word on every other note, the newest are enough.
            newest = NoteDocument.objects.filter(words=wanted).order_by("-note_id").values("note_id")[:RANKED]
            rank = (
                SearchRank(F("document__words"), wanted, weights=WEIGHTS, normalization=Value(1)) * _RECENCY
            )
            notes = notes.filter(pk__in=newest).order_by(rank.desc(), "-pk")
        return list(notes.values_list("pk", flat=True)[:most])

    def frequency(self, word: str) -> int:
        literal = query_literal(word)
        return NoteDocument.objects.filter(words=Literal(literal))[:100].count() if literal else 0

    def beginning_with(self, prefix: str, most: int) -> list[tuple[str, int]]:
        return []


def _limited(notes: NoteQuerySet, limits: Limits) -> NoteQuerySet:
    if limits.kind is not None:
        if limits.kind == FILM:
            notes = notes.filter(video_ms__gt=0)
        else:
            notes = notes.filter(video_ms=0)
            notes = (
                notes.filter(photo_count__gt=0) if limits.kind == PICTURES else notes.filter(photo_count=0)
            )
    if limits.since is not None:
        notes = notes.filter(published_at__gte=datetime.fromtimestamp(limits.since, UTC))
    if limits.authors is not None:
        notes = notes.filter(author__in=limits.authors)
    if limits.cells is not None:
        notes = notes.filter(where__cell6__in=limits.cells)
    if limits.among is not None:
        notes = notes.filter(pk__in=limits.among)
    return notes.exclude(pk__in=limits.without) if limits.without else notes

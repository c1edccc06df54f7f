"""Search: the one interface of page and API, on PostgreSQL's text search.

Ranked ids are found once and kept for half a minute; the rows are fetched anew for each viewer, so what is
shown is decided at that moment.
"""

import hashlib

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchRank
from django.core.cache import cache
from django.db.models import DurationField, ExpressionWrapper, F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Cast, Extract, Now

from accounts.models import Block, User
from commerce.models import Product
from core.kept import kept
from core.pagination import PAGE_SIZE, Page
from notes.models import Note
from tagging.models import Tag, TagAlias
from tagging.names import normalise

from ..feeds.shared import cards_of
from ..feeds.spacing import spaced
from ..models import NoteDocument
from .words import Literal, query_literal, word_count

SORTS = ("relevance", "new", "likes")
DEEPEST = 300  # notes and products that one search reaches
RANKED = 4_000  # notes that are compared to find the most relevant
ENOUGH = 10  # fewer notes with all words: those with any of them follow
KEPT_S = 30
SUGGESTIONS = 8
MAX_QUERY = 100  # characters
# Title, tags and text count as 1, 0.5 and 0.15; half a year takes a fifth of the rank, ten years two fifths.
WEIGHTS = [0.0, 0.15, 0.5, 1.0]
_HALF_YEAR_S = 182 * 86_400.0
_AGE = ExpressionWrapper(Now() - F("published_at"), output_field=DurationField())
_RECENCY = Value(0.6) + Value(0.4) / (
    Value(1.0) + Cast(Extract(_AGE, "epoch"), FloatField()) / Value(_HALF_YEAR_S)
)


def clean_query(raw: str) -> str:
    return " ".join(raw.replace("\x00", " ").split())[:MAX_QUERY]


def search_notes(q: str, viewer, *, sort: str = "relevance", after: str = "") -> tuple[Page, int]:
    """One page of notes for a query, and how many this viewer can reach (at most DEEPEST)."""
    ids = ranked_notes(q, sort)
    hidden = Block.objects.hiding_from(viewer)
    if hidden:
        theirs = set(Note.objects.filter(pk__in=ids, author_id__in=hidden).values_list("pk", flat=True))
        ids = [pk for pk in ids if pk not in theirs]
    start = _offset(after)
    wanted = ids[start : start + PAGE_SIZE]
    rows = cards_of(tuple(wanted), viewer)
    page = spaced([rows[pk] for pk in wanted if pk in rows], continues=start > 0)
    return Page(page, _next(start, len(ids))), len(ids)


def ranked_notes(q: str, sort: str) -> list[int]:
    """Ids of published notes with all words of the query, best first; with any of them when those are few."""
    sort = sort if sort in SORTS else SORTS[0]
    key = "search:" + hashlib.sha256(f"{sort}:{q}".encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = _rank(q, sort)
        cache.set(key, found, KEPT_S)
    return found


def _rank(q: str, sort: str) -> list[int]:
    ids = _matching(query_literal(q), sort)
    if len(ids) < ENOUGH and word_count(q) > 1:
        ids += [pk for pk in _matching(query_literal(q, any_word=True), sort) if pk not in set(ids)]
    return ids[:DEEPEST]


def _matching(literal: str, sort: str) -> list[int]:
    if not literal:
        return []
    asked = Literal(literal)
    notes = Note.objects.listed_for(AnonymousUser()).filter(document__words=asked)
    if sort == "relevance":
        # To rank is to read the whole entry: of a word on every other note, the newest are enough.
        newest = NoteDocument.objects.filter(words=asked).order_by("-note_id").values("note_id")[:RANKED]
        rank = SearchRank(F("document__words"), asked, weights=WEIGHTS, normalization=Value(1)) * _RECENCY
        notes = notes.filter(pk__in=newest).order_by(rank.desc(), "-pk")
    else:
        notes = notes.order_by({"new": "-published_at", "likes": "-like_count"}[sort], "-pk")
    return list(notes.values_list("pk", flat=True)[:DEEPEST])


def search_products(q: str, *, after: str = "") -> Page:
    """Products on sale with all words of the query, or with any when there is none with all."""
    start = _offset(after)
    for any_word in (False, True):
        literal = query_literal(q, any_word=any_word)
        if not literal:
            return Page([])
        asked = Literal(literal)
        rank = SearchRank(F("document__words"), asked, weights=WEIGHTS, normalization=Value(1))
        found = Product.objects.on_sale().for_cards().filter(document__words=asked)
        rows = list(found.order_by(rank.desc(), "-sold_count", "-pk")[start : start + PAGE_SIZE + 1])
        if rows or start:
            break
    return Page(rows[:PAGE_SIZE], _next(start, start + len(rows)))


def search_people(q: str, viewer) -> list[User]:
    """Members whose handle or name begins with the query, the most followed first."""
    prefix = q.lstrip("@").strip()
    if not prefix:
        return []
    named = Q(handle__startswith=prefix.lower()) | Q(name__startswith=prefix)
    people = User.objects.all().visible_to(viewer).seen_by(viewer).filter(named)
    return list(people.order_by("-follower_count", "pk")[:PAGE_SIZE])


def search_tags(q: str, most: int = PAGE_SIZE) -> QuerySet[Tag]:
    """Tags whose name or alias begins with the query, the most used first."""
    key = normalise(q)
    if not key:
        return Tag.objects.none()
    aliased = TagAlias.objects.filter(name__startswith=key).values("tag")
    return Tag.objects.usable().filter(Q(key__startswith=key) | Q(pk__in=aliased)).popular()[:most]


def suggest(q: str) -> list[Tag]:
    return kept(("suggest", q), lambda: list(search_tags(q, SUGGESTIONS)))


def _offset(after: str) -> int:
    return min(int(after), DEEPEST) if after.isascii() and after.isdigit() and len(after) < 6 else 0


def _next(start: int, total: int) -> str:
    end = start + PAGE_SIZE
    return str(end) if end < min(total, DEEPEST) else ""

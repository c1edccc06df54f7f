"""Products, people and tags by any part of their names, with PostgreSQL: `recommend_grams` gives an index
every one and two characters of a name, so that what is asked need not begin it."""

import opencc
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from accounts.models import User
from commerce.models import Product
from core.kept import kept
from core.pagination import PAGE_SIZE, Page
from tagging.models import Tag
from tagging.names import normalise, simplify

from .fallback import WEIGHTS
from .words import Literal, query_literal

DEEPEST = 300
_to_traditional = opencc.OpenCC("s2t")
# Names and aliases are asked for apart: one condition on both tables would look at every tag. Only what
# `TagQuerySet.public` lists.
_BEGINNING = """
    SELECT tag.*, tag.key = %(key)s OR EXISTS (
               SELECT 1 FROM tagging_tagalias alias WHERE alias.tag_id = tag.id AND alias.name = %(key)s
           ) AS is_named
      FROM tagging_tag tag JOIN (
        (SELECT id FROM tagging_tag
          WHERE key LIKE %(begins)s AND NOT is_banned AND (note_count > 0 OR is_vocabulary)
          ORDER BY note_count DESC, id LIMIT %(most)s)
        UNION SELECT id FROM tagging_tag WHERE key = %(key)s
        UNION SELECT tag_id FROM tagging_tagalias WHERE name LIKE %(begins)s
    ) named USING (id)
     WHERE NOT tag.is_banned AND (tag.note_count > 0 OR tag.is_vocabulary)
     ORDER BY is_named DESC, tag.note_count DESC, tag.id
     LIMIT %(most)s
"""
_CONTAINING = f"""
    SELECT tag.* FROM tagging_tag tag JOIN (
        (SELECT id FROM tagging_tag
          WHERE recommend_grams((key)::text) @> %(grams)s::text[] AND key LIKE %(anywhere)s
            AND NOT is_banned AND (note_count > 0 OR is_vocabulary) AND id <> ALL(%(had)s::bigint[])
          ORDER BY note_count DESC, id LIMIT %(most)s)
        UNION (SELECT tag_id FROM tagging_tagalias
          WHERE recommend_grams((name)::text) @> %(grams)s::text[] AND name LIKE %(anywhere)s
          LIMIT {DEEPEST})
    ) named USING (id)
     WHERE NOT tag.is_banned AND (tag.note_count > 0 OR tag.is_vocabulary)
       AND tag.id <> ALL(%(had)s::bigint[])
     ORDER BY tag.note_count DESC, tag.id
     LIMIT %(most)s
"""


class Grams(Func):
    """Every one and two characters of a name, as the index has them."""

    function = "recommend_grams"
    output_field = ArrayField(TextField())

    def __init__(self, field: str):
        super().__init__(Cast(F(field), TextField()))


class PersonGrams(Func):
    """The same of a handle and a name."""

    template = "recommend_grams((%(expressions)s)::text)"
    arg_joiner = " || ' ' || "
    output_field = ArrayField(TextField())

    def __init__(self) -> None:
        super().__init__(F("handle"), F("name"))


def grams_of(text: str) -> list[str]:
    """What `recommend_grams` holds of every name that contains this."""
    return [text] if len(text) < 2 else [a + b for a, b in zip(text, text[1:], strict=False)]


def _spellings(text: str) -> list[str]:
    """A query in both scripts."""
    plain = text.lower()
    return list(dict.fromkeys((plain, simplify(plain), _to_traditional.convert(plain))))


def _containing(text: str, *fields: str) -> Q:
    """Rows with `grams` whose fields contain the text in either script."""
    found = Q()
    for spelling in _spellings(text):
        here = Q()
        for name in fields:
            here |= Q(**{f"{name}__icontains": spelling})
        found |= Q(grams__contains=grams_of(spelling)) & here
    return found


def search_products(q: str, *, after: str = "") -> Page:
    """Products on sale with all words of the query, then those whose names contain it, then, when there is
    none, those with any word."""
    ids = kept(("search products", q), lambda: _product_ids(q)) if q else []
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    wanted = ids[start : start + PAGE_SIZE]
    rows = Product.objects.on_sale().for_cards().in_bulk(wanted)
    end = start + PAGE_SIZE
    return Page([rows[pk] for pk in wanted if pk in rows], str(end) if end < len(ids) else "")


def products_named(q: str) -> QuerySet[Product]:
    """Products on sale with this anywhere in their name, in either script; the most sold first."""
    named = Product.objects.on_sale().annotate(grams=Grams("name")).filter(_containing(q, "name"))
    return named.order_by("-sold_count", "-pk")


def _product_ids(q: str) -> list[int]:
    found = dict.fromkeys(_products_with(query_literal(q)))
    found |= dict.fromkeys(products_named(q).values_list("pk", flat=True)[:DEEPEST])
    return list(found or _products_with(query_literal(q, any_word=True)))[:DEEPEST]


def _products_with(literal: str) -> list[int]:
    if not literal:
        return []
    asked = Literal(literal)
    rank = SearchRank(F("document__words"), asked, weights=WEIGHTS, normalization=Value(1))
    found = Product.objects.on_sale().filter(document__words=asked)
    return list(found.order_by(rank.desc(), "-sold_count", "-pk").values_list("pk", flat=True)[:DEEPEST])


def search_people(q: str, viewer, *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Members whose handle or name contains the query: whole, at its beginning, anywhere; the most followed
    first."""
    asked = q.lstrip("@").strip()
    if not asked:
        return Page([])
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    people = User.objects.all().visible_to(viewer).seen_by(viewer).annotate(grams=PersonGrams())
    found = people.filter(_containing(asked, "handle", "name"))
    ordered = found.order_by(_nearness(asked, "handle", "name"), "-follower_count", "pk")
    rows = list(ordered[start : start + size + 1])
    return Page(rows[:size], str(start + size) if len(rows) > size and start + size < DEEPEST else "")


def _nearness(text: str, *fields: str) -> Case:
    """0 for rows where a field is the text, 1 where it begins with it, 2 for the others."""
    same = Q(*((f"{name}__iexact", text) for name in fields), _connector=Q.OR)
    begins = Q(*((f"{name}__istartswith", text) for name in fields), _connector=Q.OR)
    cases = (When(same, then=0), When(begins, then=1))
    return Case(*cases, default=2, output_field=IntegerField())


def search_tags(q: str, most: int = PAGE_SIZE) -> list[Tag]:
    """Tags with a name or alias that is the query, begins with it, or contains it; the most used first.

    Those of the first sort have `is_named`: the query is their name, or another name of theirs.
    """
    key = normalise(q)
    if not key:
        return []
    like = connection.ops.prep_for_like_query(key)
    asked = {"key": key, "begins": f"{like}%", "anywhere": f"%{like}%", "grams": grams_of(key), "most": most}
    found = list(Tag.objects.raw(_BEGINNING, asked))
    if len(found) < most and len(key) > 1:
        left = {"had": [tag.pk for tag in found], "most": most - len(found)}
        found += Tag.objects.raw(_CONTAINING, asked | left)
    return found

"""What may be meant while somebody types: past searches, tags, people, products."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from core.kept import kept
from tagging.models import Tag

from ..feeds.hashtags import campaigns_about
from .catalogue import products_named, search_people, search_tags
from .memory import hot_searches, past_searches

TAGS, PEOPLE, PRODUCTS, PAST = 8, 2, 2, 3
PAST_ALONE = 8


@dataclass(frozen=True)
class Suggestion:
    """`kind` is past, hot, campaign, product, person or the kind of a tag; `number` counts notes, sales,
    followers."""

    kind: str
    text: str
    url: str
    number: int | None = None

    @property
    def label(self) -> str:
        """The kind of a tag in the reader's language."""
        return str(Tag.Kind(self.kind).label) if self.kind in Tag.Kind.values else ""


def suggest(q: str) -> list[Tag]:
    """Tags for what was typed so far, of which there are notes."""
    return kept(("suggest", q), lambda: [tag for tag in search_tags(q, 2 * TAGS) if tag.note_count][:TAGS])


def suggestions(q: str, viewer) -> list[Suggestion]:
    """For a person who typed `q`; with nothing typed, what they searched for and what many search for."""
    personal = viewer.pk is not None and viewer.is_personalised
    if not q:
        past = past_searches(viewer, most=PAST_ALONE) if personal else []
        return [*(_words("past", text) for text in past), *(_words("hot", text) for text in hot_searches())]
    past = past_searches(viewer, q, PAST) if personal else []
    shared = kept(("suggestions", q), lambda: _shared(q))
    people = search_people(q, viewer, size=PEOPLE) if len(q) > 1 else ()
    return [
        *(_words("past", text) for text in past),
        *shared,
        *(
            Suggestion(
                "person", person.name, reverse("notes:profile", args=[person.handle]), person.follower_count
            )
            for person in people
        ),
    ]


def _words(kind: str, text: str) -> Suggestion:
    return Suggestion(kind, text, f"{reverse('recommend:search')}?{urlencode({'q': text})}")


def _shared(q: str) -> list[Suggestion]:
    tags = [Suggestion(tag.kind, tag.name, tag.get_absolute_url(), tag.note_count) for tag in suggest(q)]
    products = products_named(q).only("name", "slug", "sold_count")[:PRODUCTS] if len(q) > 1 else ()
    return [
        *(Suggestion("campaign", one.title, one.tag.get_absolute_url()) for one in campaigns_about(q)),
        *tags,
        *(
            Suggestion("product", product.name, product.get_absolute_url(), product.sold_count)
            for product in products
        ),
    ]

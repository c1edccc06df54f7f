"""What an author may choose from while writing: suggested tags, completions, products, places."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.encoding import force_str

from accounts.models import Follow, User
from commerce.models import OrderLine, Product
from tagging.actions import known
from tagging.extraction import LIKELY, Found, Goods, extract
from tagging.gazetteer import places_beginning
from tagging.models import Tag, TagAlias
from tagging.names import normalise

from . import limits

SUGGESTED = 8
COMPLETED = 8
PRODUCTS_FOUND = 20


def suggested_tags(*, title: str, text: str, place: str, product_ids: Sequence[int] = ()) -> list[dict]:
    """Tags that words, place and products name, but no hashtag yet; `how` is `text`, `place` or `product`."""
    found = extract(title, text, place, _goods(product_ids), sure=LIKELY)
    chosen = [hit for hit in found if hit.how != "hashtag"][:SUGGESTED]
    tags = known(hit.name for hit in chosen)
    return [_suggestion(hit, tags.get(hit.name)) for hit in chosen if not _is_banned(tags.get(hit.name))]


def _is_banned(tag: Tag | None) -> bool:
    return tag is not None and tag.is_banned


def _suggestion(hit: Found, tag: Tag | None) -> dict:
    kind = tag.kind if tag else hit.kind
    return {
        "id": tag and tag.pk,
        "name": tag.name if tag else hit.name,
        "kind": str(kind),
        "kind_label": force_str(Tag.Kind(kind).label),
        "how": hit.how,
    }


def _goods(product_ids: Sequence[int]) -> list[Goods]:
    """What the products chosen are called."""
    if not product_ids:
        return []
    rows = Product.objects.on_sale().filter(pk__in=list(product_ids)[: limits.PRODUCTS]).order_by("pk")
    named = rows.values_list("name", "brand__name", "category__name")
    return [Goods(name, brand or "", category or "") for name, brand, category in named]


def tags(q: str) -> list[Tag]:
    """Tags whose name or other spelling begins so, the most used first."""
    key = normalise(q)
    found = Tag.objects.public()
    if key:
        aliased = TagAlias.objects.filter(name__startswith=key).values("tag")
        found = found.filter(Q(key__startswith=key) | Q(pk__in=aliased))
    return list(found.popular()[:COMPLETED])


def people(q: str, viewer: User) -> list[User]:
    """People whose handle or name begins so, those the viewer follows first."""
    q = q.lstrip("@")
    follows = Follow.objects.filter(follower=viewer, followed=OuterRef("pk"))
    found = User.objects.visible_to(viewer).exclude(pk=viewer.pk)
    if q:
        found = found.filter(Q(handle__startswith=q.lower()) | Q(name__startswith=q))
    else:
        found = found.filter(Exists(follows))
    return list(
        found.annotate(is_near=Exists(follows)).order_by("-is_near", "-follower_count", "pk")[:COMPLETED]
    )


def _by_name(q: str) -> Iterable[Product]:
    named = Q(name__icontains=q) | Q(brand__name__istartswith=q)
    return Product.objects.on_sale().for_cards().filter(named).order_by("-sold_count", "-pk")[:PRODUCTS_FOUND]


# The app above that knows how to search the mall says so here.
_search: Callable[[str], Iterable[Product]] = _by_name


def register_product_search(search: Callable[[str], Iterable[Product]]) -> None:
    """Find products by `search`: products on sale, ready for cards, best first."""
    global _search
    _search = search


def products(q: str, viewer: User, *, mine: bool = False) -> list[Product]:
    """Products of the mall for a query (without one: the most sold), or with `mine` those in the viewer's
    hands."""
    if mine:
        held = OrderLine.objects.delivered_to(viewer).values("sku__product")
        rows = Product.objects.on_sale().for_cards().filter(pk__in=held)
        rows = rows.filter(Q(name__icontains=q) | Q(brand__name__icontains=q)) if q else rows
        return list(rows.order_by("-pk")[:PRODUCTS_FOUND])
    if not q:
        return list(Product.objects.on_sale().for_cards().order_by("-sold_count", "-pk")[:PRODUCTS_FOUND])
    return list(_search(q))[:PRODUCTS_FOUND]


def bought(rows: Sequence[Product], viewer: User) -> set[int]:
    """Ids of those products that were delivered to the viewer."""
    lines = OrderLine.objects.delivered_to(viewer).filter(sku__product__in=rows)
    return set(lines.values_list("sku__product_id", flat=True))


def places(q: str) -> list[dict[str, str]]:
    """Places whose name begins so: those that notes carry first, then those on the map."""
    key = normalise(q)
    if not key:
        return []
    carried = Tag.objects.usable().filter(kind=Tag.Kind.PLACE, note_count__gt=0)
    aliased = TagAlias.objects.filter(name__startswith=key).values("tag")
    rows = carried.filter(Q(key__startswith=key) | Q(pk__in=aliased)).popular()[:COMPLETED]
    found = {tag.name: tag.name for tag in rows}
    for place, spelling in places_beginning(key, COMPLETED):
        other = "" if normalise(place.name).startswith(key) else f" ({spelling.title()})"
        found.setdefault(place.name, place.name + other)
    return [{"value": value, "label": label} for value, label in list(found.items())[:COMPLETED]]

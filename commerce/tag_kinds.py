"""What the mall says about hashtags: brands it sells, and what its products and categories are called."""

from collections import Counter
from collections.abc import Iterator, Sequence

import rjieba
from django.utils.translation import gettext as _

from tagging.models import Tag
from tagging.names import normalise, simplify
from tagging.registry import Guess

from .models import Brand, Category, Product

PRODUCTS_READ = 20_000
FROM = 3  # products that call themselves so


def propose(tags: Sequence[Tag]) -> Iterator[Guess]:
    """Brands by their names, commodities by what categories and products are called."""
    brands = {normalise(name): name for name in Brand.objects.values_list("name", flat=True)}
    categories = {normalise(name): name for name in Category.objects.values_list("name", flat=True)}
    named = _named({tag.key for tag in tags})
    for tag in tags:
        if tag.key in brands:
            yield Guess(tag, Tag.Kind.BRAND, 0.95, _("A brand of the mall"))
        if tag.key in categories:
            yield Guess(tag, Tag.Kind.COMMODITY, 0.9, _("A category of the mall"))
        if (number := named[tag.key]) >= FROM and tag.key not in brands:
            reason = _("%(number)s products are called so") % {"number": number}
            yield Guess(tag, Tag.Kind.COMMODITY, min(0.85, 0.55 + 0.02 * number), reason)


def _named(keys: set[str]) -> Counter[str]:
    """In how many names of products each of these words stands."""
    found: Counter[str] = Counter()
    names = Product.objects.on_sale().order_by("-sold_count", "-pk").values_list("name", flat=True)
    for name in names[:PRODUCTS_READ].iterator():
        words = [word.casefold() for word in rjieba.cut(simplify(name)) if word.strip()]
        pairs = {left + right for left, right in zip(words, words[1:], strict=False)}
        found.update(({*words} | pairs) & keys)
    return found

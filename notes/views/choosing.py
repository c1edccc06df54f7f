"""What the posting page offers while one writes: tags, people, products, places. Answers JSON."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_POST

from core.files import media_url
from core.money import format_fen
from notes import choosing
from notes.forms import ids_in

from .problems import answering

MOST_QUERY = 60  # characters


@login_required
@require_POST
@answering("suggest-tags", 120, 60)
def suggest_tags(request):
    """Tags that the words, the place and the products name, to be accepted or refused."""
    title, text, place = (
        request.POST.get(name, "").replace("\x00", "")[:most]
        for name, most in (("title", 300), ("text", 10_000), ("place", 80))
    )
    products = ids_in(request.POST.getlist("products"))
    tags = choosing.suggested_tags(title=title, text=text, place=place, product_ids=products)
    return JsonResponse({"tags": tags})


@login_required
@require_GET
@answering("complete", 180, 60)
def complete(request):
    """Endings of a `#tag` or `@person` begun."""
    q = _query(request)
    if request.GET.get("for") == "person":
        items = [
            {"value": user.handle, "label": user.name, "avatar": user.avatar.url if user.avatar else ""}
            for user in choosing.people(q, request.user)
        ]
    else:
        items = [
            {
                "value": tag.name,
                "label": tag.name,
                "kind_label": tag.get_kind_display(),
                "count": tag.note_count,
            }
            for tag in choosing.tags(q)
        ]
    return JsonResponse({"items": items})


@login_required
@require_GET
@answering("find-products", 120, 60)
def find_products(request):
    """Products of the mall, or with `mine` those the member has received."""
    products = choosing.products(_query(request), request.user, mine=request.GET.get("mine") == "1")
    bought = choosing.bought(products, request.user)
    items = [
        {
            "id": product.pk,
            "name": product.name,
            "price": format_fen(product.price_fen),
            "cover": _cover(product),
            "bought": product.pk in bought,
            "brand": product.brand.name if product.brand else "",
        }
        for product in products
    ]
    return JsonResponse({"items": items})


@login_required
@require_GET
@answering("find-places", 180, 60)
def find_places(request):
    return JsonResponse({"items": choosing.places(_query(request))})


def _query(request) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MOST_QUERY]


def _cover(product) -> str:
    cover = product.cover
    return media_url(f"{cover.folder}/{cover.widths[0]}.webp") if cover and cover.widths else ""

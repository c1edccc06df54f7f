"""What search engines are told: robots.txt, and sitemaps by ranges of ids, so that no page counts rows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from commerce.models import Product
from notes.models import Note
from tagging.models import Tag

RANGE = 10_000
PRIVATE = (
    "/admin/",
    "/api/",
    "/accounts/",
    "/cart/",
    "/checkout/",
    "/orders/",
    "/inbox/",
    "/settings/",
    "/s/",
)


@dataclass(frozen=True)
class Section:
    """One kind of page: which rows have one, and the field that says when it changed last."""

    rows: Callable[[], QuerySet]
    changed: str = ""


SECTIONS = {
    "notes": Section(lambda: Note.objects.public().filter(author__is_active=True), "published_at"),
    "people": Section(
        lambda: User.objects.filter(is_active=True, notes__in=Note.objects.public()).distinct()
    ),
    "tags": Section(lambda: Tag.objects.usable().filter(note_count__gt=0)),
    "products": Section(lambda: Product.objects.on_sale()),
}


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in PRIVATE), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemaps'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemaps(request: HttpRequest) -> HttpResponse:
    """The index: one file for each range of ids of each kind of page."""
    addresses = [
        request.build_absolute_uri(reverse("sitemap", args=[name, number]))
        for name, section in SECTIONS.items()
        for number in range(_ranges(section))
    ]
    return render(request, "xhs/sitemaps.xml", {"addresses": addresses}, content_type="application/xml")


def _ranges(section: Section) -> int:
    largest = section.rows().model.objects.aggregate(largest=Max("pk"))["largest"]
    return 0 if largest is None else largest // RANGE + 1


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest, name: str, number: int) -> HttpResponse:
    section = SECTIONS.get(name)
    if section is None or number > 1_000_000:
        raise Http404
    rows = section.rows().filter(pk__gte=number * RANGE, pk__lt=(number + 1) * RANGE).order_by("pk")
    base = request.build_absolute_uri("/").rstrip("/")
    pages = [
        (base + row.get_absolute_url(), getattr(row, section.changed) if section.changed else None)
        for row in rows.iterator(chunk_size=2000)
    ]
    return render(request, "xhs/sitemap.xml", {"pages": pages}, content_type="application/xml")


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps, name="sitemaps"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemap, name="sitemap"),
]

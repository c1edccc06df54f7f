"""A member's page with its tabs, who follows whom, and the notes about a product."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Block, Follow, User
from commerce.models import Product
from core.pagination import Page, keyset_page
from notes import saved, shelf
from notes.models import Like, Note

NEWEST = ["-published_at", "-id"]


@require_safe
def profile(request, handle):
    if person := Block.objects.blocked_by(request.user, handle):
        return render(request, "notes/blocked.html", {"person": person}, status=404)
    person = get_object_or_404(shelf.people_for(request.user), handle=handle)
    tabs = shelf.tabs_of(person, request.user)
    tab = request.GET.get("tab", "notes")
    tab = tab if tab in tabs else "notes"
    more = request.GET.get("after", "")
    context = {"person": person, "tab": tab, "tabs_open": tabs, "is_me": person.pk == request.user.pk}
    context |= TABS[tab](request, person, more)
    if request.htmx and more:
        return render(request, "notes/_profile_cards.html", context)
    context["received"] = shelf.received(person)
    return render(request, "notes/profile.html", context)


def _notes(request: HttpRequest, person: User, more: str) -> dict:
    """Pinned notes stand before the first page and on no other."""
    notes = Note.objects.listed_for(request.user).filter(author=person).for_cards(request.user)
    pinned = [] if more else list(notes.filter(pinned_at__isnull=False).order_by("-pinned_at", "-id"))
    return {"pinned": pinned, "page": keyset_page(notes.filter(pinned_at=None), NEWEST, more)}


def _saved(request: HttpRequest, person: User, more: str) -> dict:
    """The boards, and under them what stands in none: to others if the member wants that."""
    is_open = person.pk == request.user.pk or person.shows_saved
    items = saved.items_of(person, None, request.user).filter(note__in=saved.readable(request.user))
    page = saved.page_of(items, "newest", request.user, more) if is_open else Page([])
    boards = [] if more else saved.with_covers(saved.boards_of(person, request.user), request.user)
    return {"boards": boards, "page": Page([item.shown for item in page if item.shown], page.after)}


def _liked(request: HttpRequest, person: User, more: str) -> dict:
    """What the member liked last comes first."""
    likes = Like.objects.filter(user=person, note__in=Note.objects.listed_for(request.user))
    page = keyset_page(likes, ["-id"], more)
    notes = Note.objects.for_cards(request.user).in_bulk([like.note_id for like in page])
    return {"page": Page([notes[like.note_id] for like in page if like.note_id in notes], page.after)}


def _series(request: HttpRequest, person: User, more: str) -> dict:
    return {"series": shelf.series_of(person, request.user), "page": Page([])}


TABS = {"notes": _notes, "saved": _saved, "liked": _liked, "series": _series}


@require_safe
def followers(request, handle):
    """Who follows this member, newest first."""
    person = get_object_or_404(shelf.people_for(request.user), handle=handle)
    return _people_page(request, person, Follow.objects.filter(followed=person), "follower")


@require_safe
def following(request, handle):
    """Whom this member follows, newest first."""
    person = get_object_or_404(shelf.people_for(request.user), handle=handle)
    return _people_page(request, person, Follow.objects.filter(follower=person), "followed")


def _people_page(request, person: User, follows, side: str):
    viewer = request.user
    rows = follows.filter(**{f"{side}__is_active": True})
    if hidden := Block.objects.hiding_from(viewer):
        rows = rows.exclude(**{f"{side}__in": hidden})
    rows = rows.select_related(side).annotate(
        is_followed=Exists(Follow.objects.filter(follower_id=viewer.pk, followed=OuterRef(side))),
        follows_viewer=Exists(Follow.objects.filter(followed_id=viewer.pk, follower=OuterRef(side))),
    )
    page = keyset_page(rows, ["-id"], request.GET.get("after", ""))
    for row in page:
        row.person = getattr(row, side)
    return render(request, "notes/people.html", {"person": person, "page": page, "side": side})


def of_product(request, pk):
    """A fragment of the product page: notes that show it, proven buyers first, paid ones apart."""
    product = get_object_or_404(Product.objects.on_sale(), pk=pk)
    notes = Note.objects.listed_for(request.user).about(product).for_cards(request.user)
    return render(request, "notes/_of_product.html", {"product": product, "notes": list(notes[:24])})

"""Lists of notes that belong to somebody or something: a profile, one's own notes, a product."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render

from accounts.models import User
from commerce.models import Product
from core.pagination import keyset_page
from notes.models import Note

NEWEST = ["-published_at", "-id"]


def profile(request, handle):
    person = get_object_or_404(User.objects.visible_to(request.user).seen_by(request.user), handle=handle)
    tab = request.GET.get("tab", "notes")
    if tab not in ("notes", "saved", "liked") or person.pk != request.user.pk:
        tab = "notes"
    notes = Note.objects.listed_for(request.user).for_cards(request.user)
    notes = {
        "notes": notes.filter(author=person),
        "saved": notes.filter(bookmarks__user=person),
        "liked": notes.filter(likes__user=person),
    }[tab]
    page = keyset_page(notes, NEWEST, request.GET.get("after", ""))
    template = "recommend/_cards.html" if request.htmx and request.GET.get("after") else "notes/profile.html"
    return render(request, template, {"person": person, "tab": tab, "page": page})


@login_required
def mine(request):
    """The author's notes that others do not see yet: processing, in review, sent back."""
    hidden = [Note.Status.DRAFT, Note.Status.PROCESSING, Note.Status.IN_REVIEW, Note.Status.REJECTED]
    notes = Note.objects.filter(author=request.user, status__in=hidden).for_cards(request.user)
    page = keyset_page(notes, ["-id"], request.GET.get("after", ""))
    return render(request, "notes/mine.html", {"page": page})


def of_product(request, pk):
    """A fragment of the product page: notes that show it, proven buyers first, paid ones apart."""
    product = get_object_or_404(Product.objects.on_sale(), pk=pk)
    notes = Note.objects.listed_for(request.user).about(product).for_cards(request.user)
    return render(request, "notes/_of_product.html", {"product": product, "notes": list(notes[:24])})

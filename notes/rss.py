"""Notes as RSS: one feed a profile here, one a tag in the app above."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.files import media_url

from .models import Note, NoteQuerySet

ENTRIES = 30
KEPT_S = 300


class NoteFeed(Feed):
    """What the feeds share: how a note reads as an entry. Subclasses say which notes."""

    def __call__(self, request: HttpRequest, *args, **kwargs):
        self.request = request
        response = super().__call__(request, *args, **kwargs)
        response["Cache-Control"] = f"public, max-age={KEPT_S}"
        return response

    def newest(self, notes: NoteQuerySet) -> list[Note]:
        rows = notes.public().filter(author__is_active=True).select_related("author", "cover")
        return list(rows.order_by("-published_at", "-id")[:ENTRIES])

    def item_title(self, item: Note) -> str:
        return str(item)

    def item_description(self, item: Note) -> str:
        cover = item.cover if item.cover and item.cover.widths else None
        picture = media_url(f"{cover.folder}/{cover.widths[-1]}.webp") if cover else ""
        context = {"note": item, "picture": picture and self.request.build_absolute_uri(picture)}
        return render_to_string("notes/_rss_entry.html", context)

    def item_author_name(self, item: Note) -> str:
        return item.author.name

    def item_pubdate(self, item: Note):
        return item.published_at

    def item_updateddate(self, item: Note):
        return item.edited_at or item.published_at


class ProfileFeed(NoteFeed):
    """The newest notes of one person."""

    def get_object(self, request: HttpRequest, handle: str) -> User:
        person = User.objects.filter(handle=handle, is_active=True).first()
        if person is None:
            raise Http404
        return person

    def title(self, obj: User) -> str:
        return f"{obj.name} · {settings.SITE_NAME}"

    def description(self, obj: User) -> str:
        return obj.bio or _("Notes by %(name)s") % {"name": obj.name}

    def link(self, obj: User) -> str:
        return reverse("notes:profile", args=[obj.handle])

    def items(self, obj: User) -> list[Note]:
        return self.newest(Note.objects.filter(author=obj))

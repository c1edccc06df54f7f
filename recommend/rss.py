"""The newest notes of a tag as RSS."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from notes.models import Note
from notes.rss import NoteFeed
from tagging.models import Tag

from . import feeds


class TagFeed(NoteFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        return feeds.find_tag(slug)

    def title(self, obj: Tag) -> str:
        return f"#{obj.name} · {settings.SITE_NAME}"

    def description(self, obj: Tag) -> str:
        return obj.description or _("Notes about %(name)s") % {"name": obj.name}

    def link(self, obj: Tag) -> str:
        return obj.get_absolute_url()

    def items(self, obj: Tag) -> list[Note]:
        return self.newest(Note.objects.filter(tagged__tag=obj))

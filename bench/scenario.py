"""What `bench.pages` measures: the pages, a signed-in reader, and how many queries each page runs."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Follow, User
from commerce.models import Product
from notes.models import Note
from tagging.models import Tag
from xhs import embedded

HANDLE = "bench_reader"


@dataclass(frozen=True)
class Page:
    """`asked`: the least ratio to the floor's /cards that we promise."""

    name: str
    path: str
    asked: float
    signed_in: bool = False


def floor_environment() -> dict[str, str]:
    """The addresses of the database and the cache in use, for the floor, which does not know our settings."""
    database = settings.DATABASE_URL or embedded.database_url(settings.VAR_DIR)
    return {"DATABASE_URL": database, "REDIS_URL": settings.REDIS_URL}


def pages() -> list[Page]:
    tag = Tag.objects.usable().order_by("-note_count", "id").first()
    note = Note.objects.public().order_by("-comment_count", "-id").first()
    product = Product.objects.on_sale().order_by("-note_count", "id").first()
    if not (tag and note and product):
        raise SystemExit("Nothing to measure: import notes and products first.")
    tag_path, note_path, product_path = (row.get_absolute_url() for row in (tag, note, product))
    return [
        Page("discover", "/", 1.2),
        Page("discover, signed in", "/", 0.4, signed_in=True),
        Page("tag", tag_path, 0.4),
        Page("tag, signed in", tag_path, 0.4, signed_in=True),
        Page("search", f"/search/?q={quote('好吃')}", 0.3),
        Page("search, signed in", f"/search/?q={quote('好吃')}", 0.3, signed_in=True),
        Page("note", note_path, 0.4),
        Page("note, signed in", note_path, 0.4, signed_in=True),
        Page("product list", "/mall/", 0.5),
        Page("product list, signed in", "/mall/", 0.5, signed_in=True),
        Page("product", product_path, 0.5),
        Page("product, signed in", product_path, 0.5, signed_in=True),
    ]


@contextlib.contextmanager
def signed_in() -> Iterator[str]:
    """A reader who follows a few authors; yields the session cookie and removes the reader afterwards."""
    reader, _made = User.objects.get_or_create(
        handle=HANDLE, defaults={"email": f"{HANDLE}@bench.invalid", "name": "Bench", "password": "!"}
    )
    authors = User.objects.filter(notes__isnull=False).exclude(pk=reader.pk).distinct()[:10]
    Follow.objects.bulk_create(
        [Follow(follower=reader, followed=author) for author in authors], ignore_conflicts=True
    )
    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.create()
    try:
        yield f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    finally:
        session.delete()
        reader.delete()


def queries(page: Page, cookie: str) -> int:
    """SQL queries of one uncached request."""
    cache.delete_many([]) if page.signed_in else cache.clear()
    client = Client(SERVER_NAME="127.0.0.1")
    if page.signed_in:
        name, _, value = cookie.partition("=")
        client.cookies[name] = value
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.path)
    if response.status_code != 200:
        raise SystemExit(f"{page.path} answered {response.status_code}")
    return len(captured)


def rows() -> dict[str, int]:
    return {"notes": Note.objects.public().count(), "products": Product.objects.count()}

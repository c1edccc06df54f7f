import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import make


def stored(name: str, body: bytes) -> str:
    default_storage.delete(name)
    return default_storage.url(default_storage.save(name, ContentFile(body)))


def test_a_picture_is_kept_for_a_year_and_never_sniffed(client):
    body = make.jpeg()
    response = client.get(stored("photos/aa/one.jpg", body))
    assert b"".join(response.streaming_content) == body
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_the_browser_has_is_not_sent_again(client):
    url = stored("photos/aa/one.jpg", make.jpeg())
    seen = client.get(url)["Last-Modified"]
    assert client.get(url, headers={"if-modified-since": seen}).status_code == 304


@pytest.mark.parametrize("name", ["page.html", "script.js", "drawing.svg", "plain", "data.json"])
def test_only_pictures_and_films_are_served(client, name):
    assert client.get(stored(f"other/{name}", b"<script>alert(1)</script>")).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["none.webp", "", "../secret.jpg", "%2e%2e/secret.jpg", "a/../../secret.jpg", "%00.jpg", "folder.jpg"],
)
def test_nothing_outside_and_nothing_missing(client, name):
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT.parent / "secret.jpg").write_bytes(make.jpeg())
    (settings.MEDIA_ROOT / "folder.jpg").mkdir(exist_ok=True)
    assert client.get(f"/media/{name}").status_code == 404


def test_originals_are_not_served(client, db):
    photo = make.photo()
    assert client.get(f"/media/{photo.original.name}").status_code == 404

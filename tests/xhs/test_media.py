import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import make
from xhs import media


def stored(name: str, body: bytes) -> str:
    default_storage.delete(name)
    return default_storage.url(default_storage.save(name, ContentFile(body)))


def test_a_picture_is_kept_for_a_year_and_never_sniffed(client):
    body = make.jpeg()
    response = client.get(stored("photos/aa/one.jpg", body))
    assert response.content == body
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_the_browser_has_is_not_sent_again(client):
    url = stored("photos/aa/one.jpg", make.jpeg())
    seen = client.get(url)["Last-Modified"]
    assert client.get(url, headers={"if-modified-since": seen}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "part", "says"),
    [
        ("bytes=0-", slice(0, 100), "bytes 0-99/100"),
        ("bytes=10-19", slice(10, 20), "bytes 10-19/100"),
        ("bytes=90-500", slice(90, 100), "bytes 90-99/100"),
        ("bytes=-5", slice(95, 100), "bytes 95-99/100"),
    ],
)
def test_a_player_gets_the_part_of_a_film_it_asks_for(client, asked, part, says):
    body = bytes(range(100))
    response = client.get(stored("videos/aa/one.mp4", body), headers={"range": asked})
    assert response.status_code == 206
    assert (response["Content-Range"], response["Accept-Ranges"]) == (says, "bytes")
    assert response.content == body[part]
    assert int(response["Content-Length"]) == len(body[part])


def test_a_player_gets_a_long_part_in_pieces_each_given_at_once(client, monkeypatch):
    monkeypatch.setattr(media, "PIECE", 60)
    url = stored("videos/aa/one.mp4", bytes(range(100)))
    first, rest = (client.get(url, headers={"range": asked}) for asked in ("bytes=0-", "bytes=60-99"))
    assert (first["Content-Range"], rest["Content-Range"]) == ("bytes 0-59/100", "bytes 60-99/100")
    assert first.content + rest.content == bytes(range(100))
    assert b"".join(client.get(url).streaming_content) == bytes(range(100))


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=-0", "bytes=9-3"])
def test_a_part_outside_of_a_film_is_not_there(client, asked):
    response = client.get(stored("videos/aa/one.mp4", bytes(100)), headers={"range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=0-1,5-6", "pages=1-2", "bytes=a-b"])
def test_a_range_that_cannot_be_read_gets_the_whole(client, asked):
    response = client.get(stored("videos/aa/one.mp4", bytes(100)), headers={"range": asked})
    assert response.status_code == 200


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

import xml.etree.ElementTree as ET

import pytest

from notes.models import Note
from tests import make

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [
        found.text.removeprefix("http://testserver")
        for found in ET.fromstring(answer.content).iterfind(".//s:loc", NS)
    ]


def everything(client) -> set[str]:
    return {page for part in addresses(client, "/sitemap.xml") for page in addresses(client, part)}


@pytest.mark.django_db
def test_robots_names_the_sitemap_and_keeps_private_pages_out(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /inbox/" in text


@pytest.mark.django_db
def test_the_sitemap_lists_what_everybody_sees_and_nothing_else(client):
    shown = make.note(tags=["早茶"])
    hidden = [
        make.note(status=Note.Status.IN_REVIEW),
        make.note(visibility=Note.Visibility.ONLY_ME),
        make.note(author=make.user(is_active=False)),
    ]
    product = make.product()
    pages = everything(client)
    assert {shown.get_absolute_url(), shown.author.get_absolute_url(), product.get_absolute_url()} <= pages
    assert not pages & {note.get_absolute_url() for note in hidden}
    assert not pages & {note.author.get_absolute_url() for note in hidden}


@pytest.mark.django_db
def test_a_range_past_the_end_is_empty_and_an_unknown_kind_is_not_found(client):
    assert addresses(client, "/sitemap-notes-77.xml") == []
    assert client.get("/sitemap-secrets-0.xml").status_code == 404


@pytest.mark.django_db
def test_an_empty_site_has_an_empty_sitemap(client):
    assert client.get("/sitemap.xml").status_code == 200

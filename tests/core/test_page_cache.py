import gzip

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.page_cache import key_of
from notes.models import Note
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_for_a_while(settings):
    settings.ANONYMOUS_PAGE_SECONDS = 60
    cache.clear()


def test_visitors_get_the_kept_page_and_members_never_do(client, member, client_of):
    make.note(title="First")
    assert "First" in client.get("/").content.decode()
    make.note(title="Second")
    assert "Second" not in client.get("/").content.decode()
    assert "Second" in client_of(member).get("/").content.decode()


def test_a_kept_page_runs_no_query(client, django_assert_num_queries):
    make.note()
    client.get("/")
    with django_assert_num_queries(0):
        assert client.get("/").status_code == 200


def test_each_language_has_its_own(client):
    english = client.get("/", headers={"Accept-Language": "en"}).content
    chinese = client.get("/", headers={"Accept-Language": "zh-CN"}).content
    assert english != chinese


@pytest.mark.parametrize("name", ["recommend:discover", "commerce:mall"])
def test_a_kept_page_holds_no_token_and_sets_no_cookie(name):
    make.note()
    make.product()
    response = Client(enforce_csrf_checks=True).get(reverse(name))
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


def test_losing_the_cache_loses_nothing(client, settings):
    note = make.note(title="Still here")
    settings.CACHES = {
        "default": {
            "BACKEND": "core.cache.HintCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert "Still here" in client.get("/").content.decode()
    assert Note.objects.filter(pk=note.pk).exists()


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, br", "gzip"), ("", None), ("gzip;q=0, br", None), ("identity", None)]
)
def test_a_kept_page_is_compressed_for_who_takes_it_so(client, accepted, coding):
    make.note(title="Pressed once")
    plain = client.get("/").content
    for _time in range(2):
        response = client.get("/", headers={"Accept-Encoding": accepted})
        assert response.get("Content-Encoding") == coding
        assert "Accept-Encoding" in response["Vary"]
        assert int(response["Content-Length"]) == len(response.content)
        body = gzip.decompress(response.content) if coding else response.content
        assert body == plain
    assert cache.get(key_of(response.wsgi_request))[2] != plain


def test_what_members_are_sent_is_not_compressed_here(client_of, member):
    response = client_of(member).get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response

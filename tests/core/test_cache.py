"""The cache is a hint: nobody needs it, and what was deleted stays deleted."""

import pytest
from django.conf import settings as project
from django.core.cache import caches
from django.urls import reverse
from redis import Redis

from core import cache as hint
from core.kept import kept
from core.ratelimit import limit
from tests import make

AWAY = {"default": {**project.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0", "OPTIONS": {}}}
pytestmark = pytest.mark.django_db


@pytest.fixture
def away(settings):
    """Nothing listens where the cache should be."""
    settings.CACHES = AWAY


def test_reads_find_nothing_and_writes_are_lost(away):
    cache = caches["default"]
    cache.set("a", 1)
    cache.set_many({"b": 1})
    cache.clear()
    cache.delete_many(["a", "b"])
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.add("a", 1)
    assert not cache.touch("a")
    assert not cache.delete("a")
    assert "a" not in cache
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
    assert hint.away()
    assert not hint.answers()


def test_nobody_is_locked_out_by_a_limit(away):
    assert all(limit("act", 1, 60) for _n in range(5))


def test_nothing_is_kept_in_the_process_while_it_cannot_be_recalled(away, settings):
    settings.KEEP_SHARED = True
    made = iter(range(5))
    assert [kept("number", lambda: next(made)) for _n in range(3)] == [0, 1, 2]


def test_a_server_that_is_away_is_not_asked_again_at_once(away, monkeypatch):
    cache = caches["default"]
    cache.get("a")
    monkeypatch.setattr(cache._cache, "get_client", None)  # whoever asks now fails
    assert cache.get("a") is None


def test_what_was_deleted_meanwhile_is_gone_when_the_server_is_back():
    cache = caches["default"]
    outage = cache._cache.outage
    cache.set("session", "alive")
    outage.until = float("inf")
    cache.delete("session")
    outage.until = 0.0
    assert cache.get("session") is None
    assert not outage.owed
    assert not Redis.from_url(project.REDIS_URL).exists(cache.make_key("session"))


@pytest.mark.parametrize("name", ["recommend:discover", "inbox:list", "notes:new", "accounts:settings"])
def test_members_stay_signed_in(client_of, member, settings, name):
    client = client_of(member)
    settings.CACHES = AWAY
    assert client.get(reverse(name)).status_code == 200


def test_the_api_answers(client, away):
    note = make.note()
    assert client.get(f"/api/v1/notes/{note.pk}/").status_code == 200

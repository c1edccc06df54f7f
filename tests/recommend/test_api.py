"""Tags, search and similar notes over the API."""

import pytest

from accounts.actions import set_block
from notes.models import Note
from tests import make

pytestmark = pytest.mark.django_db


def test_tags_are_listed_most_used_first(client):
    make.tag(name="tea", note_count=1)
    make.tag(name="cake", note_count=5, kind="commodity")
    make.tag(name="spam", is_banned=True, note_count=9)
    answer = client.get("/api/v1/tags/").json()
    assert [tag["name"] for tag in answer["results"]] == ["cake", "tea"]
    assert [tag["name"] for tag in client.get("/api/v1/tags/?q=TE").json()["results"]] == ["tea"]
    assert [tag["name"] for tag in client.get("/api/v1/tags/?kind=commodity").json()["results"]] == ["cake"]


def test_one_tag(client):
    make.tag(name="tea", description="Leaves", slug="tea", is_vocabulary=True)
    assert client.get("/api/v1/tags/tea/").json()["description"] == "Leaves"
    answer = client.get("/api/v1/tags/nothing/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/api/v1/tags/tea/notes/", "/api/v1/search/?q=tea"])
def test_only_what_the_caller_may_see(client_of, client, index, address):
    reader, author = make.user(), make.user()
    make.note(author=author, title="Blocked tea", tags=["tea"])
    make.note(title="Held tea", tags=["tea"], status=Note.Status.IN_REVIEW)
    make.note(title="Removed tea", tags=["tea"], status=Note.Status.REMOVED)
    make.note(title="Open tea", tags=["tea"])
    index()
    set_block(blocker=reader, blocked=author, on=True)

    def seen(browser):
        return {note["title"] for note in browser.get(address).json()["results"]}

    assert seen(client) == {"Open tea", "Blocked tea"}
    assert seen(client_of(reader)) == {"Open tea"}
    assert seen(client_of(author)) == {"Open tea", "Blocked tea"}


def test_search_without_words_is_empty(client):
    assert client.get("/api/v1/search/").json() == {"results": [], "next": None}


@pytest.mark.parametrize("number", [1, 15])
def test_cost(client, index, number, django_assert_max_num_queries):
    make.tag(name="tea", is_vocabulary=True)
    for _ in range(number):
        make.note(title="tea", tags=["tea", "cake"])
    index()
    for address in ("/api/v1/tags/", "/api/v1/tags/tea/notes/", "/api/v1/search/?q=tea"):
        with django_assert_max_num_queries(3):
            client.get(address)

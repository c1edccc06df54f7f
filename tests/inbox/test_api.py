"""The inbox over the API: the same verbs, the same refusals."""

import uuid

import pytest

from accounts.actions import set_block, set_follow
from accounts.models import User
from inbox.actions import notify
from inbox.models import Message
from tests import make

pytestmark = pytest.mark.django_db
API = "/api/v1/inbox"


def test_visitors_are_refused(client):
    for place in ("notices", "choices", "conversations", "messages/mei"):
        assert client.get(f"{API}/{place}/").status_code in (401, 403)


def test_notices_are_listed_and_read(client_of, member):
    for _n in range(2):
        notify(recipient_id=member.pk, kind="like", actor_id=make.user().pk, url="/notes/1/", title="Rain")
    client = client_of(member)
    (row,) = client.get(f"{API}/notices/").json()["results"]
    assert row["others"] == 1
    assert row["sentence"] == "liked your note “Rain”"
    assert client.get(f"{API}/notices/?tab=followers").json()["results"] == []
    assert client.post(f"{API}/notices/read/", {"up_to": row["id"]}).json() == {"changed": 1}
    assert client.post(f"{API}/notices/read/", {"up_to": "x"}).status_code == 400


def test_choices_are_kept(client_of, member):
    client = client_of(member)
    chosen = client.get(f"{API}/choices/").json()
    assert "likes" in chosen["inbox"]
    chosen |= {"inbox": [], "digest": "never"}
    kept = client.put(f"{API}/choices/", chosen, content_type="application/json").json()
    assert kept["inbox"] == ["system"]
    assert kept["digest"] == "never"


def test_messages_are_sent_once_listed_and_read(client_of, member):
    other = make.user(handle="mei")
    set_follow(follower=other, followed=member, on=True)
    key = str(uuid.uuid4())
    for _twice in range(2):
        sent = client_of(member).post(f"{API}/messages/mei/", {"text": "hello", "request_key": key})
        assert sent.status_code == 201
    assert Message.objects.count() == 1
    (row,) = client_of(other).get(f"{API}/conversations/").json()["results"]
    assert (row["handle"], row["unread"], row["text"]) == (member.handle, 1, "hello")
    assert client_of(other).get(f"{API}/messages/{member.handle}/").json()["results"][0]["text"] == "hello"
    assert client_of(other).post(f"{API}/messages/{member.handle}/read/").status_code == 204
    assert User.objects.get(pk=other.pk).unread_messages == 0


def test_refusals_say_why(client_of, member):
    other = make.user(handle="mei")
    client = client_of(member)
    assert client.post(f"{API}/messages/mei/", {"text": ""}).json()["code"] == "empty"
    client.post(f"{API}/messages/mei/", {"text": "may I"})
    assert client.post(f"{API}/messages/mei/", {"text": "again"}).json()["code"] == "request"
    set_block(blocker=other, blocked=member, on=True)
    assert client_of(User.objects.get(pk=member.pk)).get(f"{API}/messages/mei/").status_code == 404

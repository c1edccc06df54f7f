from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from accounts.actions import set_block
from inbox.models import Notification
from notes import actions
from notes.errors import NoteRefused
from notes.models import Bookmark, Comment, Like, Note
from tests import make

HIDDEN = [Note.Status.DRAFT, Note.Status.PROCESSING, Note.Status.IN_REVIEW, Note.Status.REJECTED]


def everywhere(client, note) -> dict[str, bool]:
    """Where this client can see the note: page, API and lists."""
    page = client.get(note.get_absolute_url())
    api = client.get(reverse("api:note-detail", args=[note.pk]))
    listed = client.get(reverse("api:note-list")).json()["results"]
    profile = client.get(reverse("notes:profile", args=[note.author.handle]))
    return {
        "page": page.status_code == 200,
        "api": api.status_code == 200,
        "list": note.pk in [row["id"] for row in listed],
        "profile": profile.status_code == 200 and note.get_absolute_url() in profile.content.decode(),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("status", HIDDEN)
def test_what_is_not_published_is_seen_by_its_author_alone(client, member, status):
    note = make.note(status=status)
    assert not any(everywhere(client, note).values())
    client.force_login(member)
    assert not any(everywhere(client, note).values())
    client.force_login(note.author)
    assert everywhere(client, note) == {"page": True, "api": True, "list": False, "profile": False}


@pytest.mark.django_db
def test_a_block_hides_notes_both_ways(client, member):
    note, own = make.note(), make.note(author=member)
    set_block(blocker=note.author, blocked=member, on=True)
    client.force_login(member)
    assert not any(everywhere(client, note).values())
    client.force_login(note.author)
    assert not any(everywhere(client, own).values())


@pytest.mark.django_db
def test_notes_of_a_closed_account_are_gone(client):
    note = make.note(author__is_active=False)
    assert not any(everywhere(client, note).values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["like", "bookmark", "comment", "report"])
def test_a_hidden_note_takes_no_reactions(client, member, name):
    note = make.note(status=Note.Status.IN_REVIEW)
    client.force_login(member)
    data = {"on": "1", "text": "hi", "request_key": str(uuid4()), "reason": "spam"}
    assert client.post(reverse(f"notes:{name}", args=[note.pk]), data).status_code == 404
    assert not Like.objects.exists()
    assert not Bookmark.objects.exists()
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_liking_twice_is_liking_once_and_tells_the_author_once(client, member):
    note = make.note()
    client.force_login(member)
    for on in ("1", "1", "0", "1"):
        client.post(reverse("notes:like", args=[note.pk]), {"on": on})
    note.refresh_from_db()
    assert note.like_count == Like.objects.count() == 1
    assert Notification.objects.filter(recipient=note.author, kind="like").count() == 1


@pytest.mark.django_db
def test_the_same_comment_sent_twice_stands_once(member):
    note, key = make.note(), uuid4()
    for _ in range(2):
        actions.add_comment(note=note, author=member, text="好看", request_key=key)
    note.refresh_from_db()
    assert note.comment_count == Comment.objects.count() == 1


@pytest.mark.django_db
def test_a_stranger_cannot_remove_a_comment(client, member):
    comment = make.comment()
    client.force_login(member)
    client.post(reverse("notes:delete_comment", args=[comment.pk]))
    comment.refresh_from_db()
    assert not comment.is_removed


@pytest.mark.django_db
def test_a_comment_with_contact_details_is_refused_with_the_reason(member):
    with pytest.raises(NoteRefused):
        actions.add_comment(
            note=make.note(),
            author=member,
            text="加微信 abc123456 私聊，电话13800138000",
            request_key=uuid4(),
        )
    assert not Comment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize("signed_in", [False, True])
def test_the_note_page_costs_the_same_however_long(
    client, member, rows, signed_in, django_assert_max_num_queries
):
    note = make.note()
    for position in range(rows):
        make.photo(note=note, position=position)
        comment = make.comment(note=note)
        make.comment(note=note, parent=comment)
        note.tags.add(make.tag())
        make.product_tag(note=note)
    if signed_in:
        client.force_login(member)
    with django_assert_max_num_queries(10):
        assert client.get(note.get_absolute_url()).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 12])
def test_a_profile_costs_the_same_however_long(client, member, rows, django_assert_max_num_queries):
    author = make.user()
    for _ in range(rows):
        make.note(author=author)
    client.force_login(member)
    with django_assert_max_num_queries(6):
        client.get(reverse("notes:profile", args=[author.handle]))


@pytest.mark.django_db(transaction=True)
def test_counters_equal_the_rows_after_many_likes_at_once():
    note = make.note()
    people = [make.user() for _ in range(12)]

    def toggle(person):
        for on in (True, True, False, True, False, True):
            actions.set_like(note=note, user=person, on=on)
            actions.set_bookmark(note=note, user=person, on=not on)
        actions.add_comment(note=note, author=person, text="好", request_key=uuid4())
        connection.close()

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(toggle, people))
    note.refresh_from_db()
    assert note.like_count == Like.objects.filter(note=note).count() == 12
    assert note.bookmark_count == Bookmark.objects.filter(note=note).count() == 0
    assert note.comment_count == Comment.objects.filter(note=note).count() == 12


@pytest.mark.django_db
def test_recount_mends_drifted_counters():
    note = make.note(imported_counts={"likes": 5}, like_count=99)
    Like.objects.create(note=note, user=make.user())
    assert actions.recount() == 1
    note.refresh_from_db()
    assert note.like_count == 6
    assert actions.recount() == 0

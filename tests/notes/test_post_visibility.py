"""Notes for followers or for oneself never show to others, anywhere, and are counted nowhere."""

import uuid
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import set_follow
from notes import actions
from notes.models import Note
from recommend.models import NoteDocument, SimilarList
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db
FOLLOWERS, ONLY_ME, EVERYONE = Note.Visibility.FOLLOWERS, Note.Visibility.ONLY_ME, Note.Visibility.EVERYONE
TITLE = "藏起来的下午茶"


@pytest.fixture
def product():
    return make.product()


@pytest.fixture
def posted(member, run_tasks, product):
    """`posted(visibility)` is a note by the member that went through the whole pipeline."""

    def post(visibility):
        with run_tasks():
            note = actions.create_note(
                author=member,
                request_key=uuid.uuid4(),
                title=TITLE,
                text="司康 #藏起来的茶",
                visibility=visibility,
                products=[product],
            )
            other = actions.create_note(
                author=make.user(), request_key=uuid.uuid4(), title="茶", text="#藏起来的茶"
            )
        note.refresh_from_db()
        assert note.status == Note.Status.PUBLISHED
        return note, other

    return post


def places(note: Note, other: Note, product) -> list[str]:
    """Every address at which a public note would show."""
    return [
        reverse("recommend:discover"),
        reverse("recommend:tag", args=[Tag.objects.get(name="藏起来的茶").slug]),
        reverse("recommend:search") + "?q=下午茶",
        reverse("recommend:similar", args=[other.pk]),
        reverse("notes:profile", args=[note.author.handle]),
        reverse("notes:profile_feed", args=[note.author.handle]),
        reverse("notes:of_product", args=[product.pk]),
        reverse("api:note-list"),
    ]


def seen(client: Client, address: str) -> bool:
    return TITLE in client.get(address).content.decode()


@pytest.mark.parametrize("visibility", [FOLLOWERS, ONLY_ME])
def test_strangers_and_visitors_find_it_nowhere(posted, client, client_of, product, visibility):
    note, other = posted(visibility)
    for who in (client, client_of(make.user()), client_of(make.user(is_staff=True))):
        assert [address for address in places(note, other, product) if seen(who, address)] == []
        assert who.get(note.get_absolute_url()).status_code == 404
        assert who.get(reverse("api:note-detail", args=[note.pk])).status_code == 404
        assert who.get(reverse("notes:card", args=[note.pk])).status_code in (302, 404)
        oembed = who.get(reverse("notes:oembed"), {"url": f"http://testserver{note.get_absolute_url()}"})
        assert TITLE not in oembed.content.decode()


@pytest.mark.parametrize("visibility", [FOLLOWERS, ONLY_ME])
def test_nothing_counts_or_indexes_it(posted, product, visibility):
    note, other = posted(visibility)
    product.refresh_from_db()
    assert product.note_count == 0
    assert Tag.objects.get(name="藏起来的茶").note_count == 1
    assert not NoteDocument.objects.filter(note=note).exists()
    assert not SimilarList.objects.filter(note=note).exists()
    assert all(
        entry["note"] != note.pk
        for items in SimilarList.objects.values_list("items", flat=True)
        for entry in items
    )


def test_followers_read_what_is_for_them(posted, client_of, member, product):
    note, _other = posted(FOLLOWERS)
    follower = make.user()
    set_follow(follower=follower, followed=member, on=True)
    client = client_of(follower)
    assert client.get(note.get_absolute_url()).status_code == 200
    assert seen(client, reverse("recommend:following"))
    assert seen(client, reverse("notes:profile", args=[member.handle]))
    set_follow(follower=follower, followed=member, on=False)
    assert client.get(note.get_absolute_url()).status_code == 404
    assert not seen(client, reverse("recommend:following"))


def test_what_is_for_me_only_is_seen_by_nobody_but_me(posted, client_of, member):
    note, _other = posted(ONLY_ME)
    follower = make.user()
    set_follow(follower=follower, followed=member, on=True)
    client = client_of(follower)
    assert client.get(note.get_absolute_url()).status_code == 404
    assert not seen(client, reverse("recommend:following"))
    assert not seen(client, reverse("notes:profile", args=[member.handle]))
    assert client_of(member).get(note.get_absolute_url()).status_code == 200


def test_nobody_else_likes_saves_reports_or_comments_on_it(posted, client_of):
    note, _other = posted(ONLY_ME)
    client = client_of(make.user())
    for name, data in (
        ("like", {"on": "1"}),
        ("bookmark", {"on": "1"}),
        ("report", {"reason": "spam"}),
        ("comment", {"text": "x", "request_key": uuid.uuid4()}),
    ):
        assert client.post(reverse(f"notes:{name}", args=[note.pk]), data).status_code == 404
    note.refresh_from_db()
    assert (note.like_count, note.bookmark_count, note.comment_count) == (0, 0, 0)


def test_a_change_counts_at_once_and_needs_no_new_check(
    posted, client, client_of, member, product, run_tasks
):
    note, other = posted(EVERYONE)
    assert seen(client, reverse("recommend:search") + "?q=下午茶")
    before = Note.objects.get(pk=note.pk)

    def set_to(visibility):
        with run_tasks():
            client_of(member).post(
                reverse("notes:set_visibility", args=[note.pk]), {"visibility": visibility}
            )
        product.refresh_from_db()
        return Tag.objects.get(name="藏起来的茶").note_count, product.note_count

    assert set_to(ONLY_ME) == (1, 0)
    assert not any(seen(client, address) for address in places(note, other, product))
    now = Note.objects.get(pk=note.pk)
    assert (now.status, now.edited_at) == (Note.Status.PUBLISHED, None)
    assert now.processed_revision == now.revision > before.revision
    assert set_to(ONLY_ME) == (1, 0)
    assert set_to(FOLLOWERS) == (1, 0)
    assert set_to(EVERYONE) == (2, 1)
    assert seen(client, reverse("recommend:search") + "?q=下午茶&sort=new")
    assert seen(client, reverse("recommend:similar", args=[other.pk]))


def test_counts_stay_true_when_a_hidden_note_is_edited_or_deleted(posted, member, product, run_tasks):
    note, _other = posted(FOLLOWERS)
    with run_tasks():
        actions.edit_note(note=note, text="司康 #藏起来的茶 #再写", visibility=EVERYONE)
    product.refresh_from_db()
    assert product.note_count == 1
    assert Tag.objects.get(name="藏起来的茶").note_count == 2
    with run_tasks():
        actions.edit_note(note=note, text="没有标签", visibility=ONLY_ME)
        actions.delete_note(note=note)
    product.refresh_from_db()
    assert product.note_count == 0
    assert Tag.objects.get(name="藏起来的茶").note_count == 1


def test_only_the_author_changes_who_sees_it(client_of, member):
    note = make.note(author=member)
    address = reverse("notes:set_visibility", args=[note.pk])
    assert client_of(make.user()).post(address, {"visibility": ONLY_ME}).status_code == 404
    assert client_of(member).post(address, {"visibility": "nobody"}).status_code == 400
    note.refresh_from_db()
    assert note.visibility == EVERYONE


def test_the_feed_of_a_profile_stays_well_formed(posted, client, member):
    posted(ONLY_ME)
    ElementTree.fromstring(client.get(reverse("notes:profile_feed", args=[member.handle])).content)


def test_who_may_comment_is_stored_and_told(client_of, member):
    client = client_of(member)
    client.post(
        reverse("notes:new"), {"title": "静静", "comments_from": "nobody", "request_key": uuid.uuid4()}
    )
    note = Note.objects.get()
    assert note.comments_from == Note.CommentsFrom.NOBODY
    assert client.get(reverse("api:note-detail", args=[note.pk])).json()["comments_from"] == "nobody"

"""The demo data: within the limits a member has, every picture can be painted, and a site filled with it is whole."""

import io

import pytest
from django.core.files.storage import default_storage
from django.db.models import F
from PIL import Image

from accounts.models import Follow, User
from commerce.models import Order, Product
from core import typeset
from core.text import counted_length
from notes import limits
from notes.models import (
    Board,
    Bookmark,
    Comment,
    CommentLike,
    Like,
    Note,
    Photo,
    ProductTag,
    Series,
    TaggedNote,
)
from recommend.models import Channel, Circle, Hashtag, SimilarList
from tagging.extraction import hashtags
from xhs.demo import covers, gathering, load, people, products
from xhs.demo.load import GOODS, POSTS, load_demo

HANDLES = {person.handle for person in people.PEOPLE}
SLUGS = {item.slug for item in GOODS}


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.title)
def test_a_note_keeps_to_what_members_may_write(post):
    assert limits.check_title(post.title)
    assert limits.check_text(post.text)
    assert 2 <= len(hashtags(post.text)) <= 5
    assert set(post.scenes) <= set(covers.SCENES)
    assert set(post.products) <= SLUGS
    assert {post.author, *(handle for handle, _text in post.comments)} <= HANDLES
    assert all(len(text) <= limits.COMMENT for _handle, text in post.comments)


def test_there_is_enough_of_everything():
    assert len(POSTS) == len({post.title for post in POSTS}) >= 60
    assert sum(post.title.isascii() for post in POSTS) >= 20
    assert len(GOODS) == len(SLUGS) >= 40
    assert len([post for post in POSTS if post.paid_by]) == 2
    assert len([post for post in POSTS if not post.scenes]) >= 4
    assert {item.category for item in GOODS} <= {slug for _name, slug in products.CATEGORIES}
    assert {item.scene for item in GOODS} <= set(covers.PACKSHOTS)
    assert {person.scene for person in people.PEOPLE} <= set(covers.SCENES)
    assert all(counted_length(person.bio) <= 100 for person in people.PEOPLE)


@pytest.mark.parametrize("kind", sorted(covers.KINDS))
def test_every_kind_of_picture_is_painted_the_same_each_time(kind):
    first, again = (covers.paint(kind, 7, "一个标题 and a title", (270, 360)) for _ in range(2))
    assert first.size == (270, 360)
    assert len(first.getcolors(maxcolors=270 * 360)) > 50
    assert first.tobytes() == again.tobytes()


@pytest.mark.parametrize("text", [post.title for post in POSTS])
def test_titles_stay_inside_the_margins(text):
    lines, size = typeset.fit(text, (918, 340), 113)
    assert max(typeset.width(line, size) for line in lines) <= 918
    assert len(lines) * size * typeset.LEADING <= 340
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line[0] in typeset.NOT_AT_START for line in lines)


@pytest.fixture
def filled(db, monkeypatch, django_capture_on_commit_callbacks):
    """With small pictures: `test_up` has them at full size."""
    monkeypatch.setattr(load, "WIDTH", 360)
    with django_capture_on_commit_callbacks(execute=False):
        load_demo("an-operator-password", "a-member-password", io.StringIO())


def counts() -> list[int]:
    tables = (User, Follow, Product, Order, Note, Photo, ProductTag, TaggedNote, Like, Bookmark, Comment)
    return [model.objects.count() for model in tables]


def test_a_filled_site_is_whole(filled, client):
    assert Note.objects.published().count() == len(POSTS)
    assert not Note.objects.exclude(indexed_revision=F("revision")).exists()
    assert not Note.objects.exclude(processed_revision=F("revision")).exists()
    assert not Note.objects.filter(tagged=None).exists()
    assert not Photo.objects.exclude(state=Photo.State.READY).exists()
    assert SimilarList.objects.exclude(items=[]).count() > len(POSTS) * 0.8
    assert Note.objects.filter(paid_brand__isnull=False).count() == 2
    assert ProductTag.objects.filter(purchase__isnull=False).exists()
    assert not Note.objects.exclude(published_at=F("made_at")).exists()
    for field, rows in (("like_count", Like), ("bookmark_count", Bookmark), ("comment_count", Comment)):
        assert sum(Note.objects.values_list(field, flat=True)) == rows.objects.count() > 0

    for board, kept in zip(Board.objects.order_by("pk"), gathering.BOARDS, strict=True):
        assert (board.name, board.item_count) == (kept.name, len(kept.notes))
        assert board.items.exclude(remark="").exists() == any(remark for _title, remark in kept.notes)
    for series, parts in zip(Series.objects.order_by("pk"), gathering.SERIES, strict=True):
        ordered = series.notes.order_by("series_position").values_list("title", flat=True)
        assert list(ordered) == list(parts.notes)
    assert Note.objects.exclude(pinned_at=None).count() == len(gathering.PINNED_NOTES)
    assert Comment.objects.filter(is_pinned=True).count() == len(gathering.PINNED_COMMENTS)
    assert Comment.objects.exclude(parent=None).count() > 5
    assert sum(Comment.objects.values_list("like_count", flat=True)) == CommentLike.objects.count() > 20

    assert Product.objects.on_sale().count() == len(GOODS)
    assert not Product.objects.filter(cover=None).exists()
    assert set(Order.objects.values_list("state", flat=True)) >= {Order.State.SENT, Order.State.DELIVERED}
    with Image.open(
        default_storage.open(User.objects.get(handle=people.PEOPLE[0].handle).avatar.name)
    ) as avatar:
        assert avatar.size == (240, 240)

    assert Hashtag.objects.live().count() == 1
    assert all(circle.member_count for circle in Circle.objects.all())
    assert not Channel.objects.exclude(entries__isnull=False).exists()

    page = client.get("/").content.decode()
    assert "/notes/" in page
    before = counts()
    load_demo("another-password", "yet-another-password", io.StringIO())
    assert counts() == before

    for email, password in (
        ("operator@example.org", "an-operator-password"),
        ("demo@example.org", "a-member-password"),
    ):
        answer = client.post("/accounts/login/", {"login": email, "password": password})
        assert answer.status_code == 302
        client.post("/accounts/logout/")

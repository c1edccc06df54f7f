"""Posting over the API: drafts, uploads, crops, schedules, who may see it, and every field of a note."""

import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from notes import actions
from notes.models import Note, Photo, Series
from tests import make

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def api_of(user) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user).key}")
    return client


@pytest.fixture
def api(member) -> APIClient:
    return api_of(member)


def test_a_note_with_everything_is_posted_once(api, member):
    photos = [make.photo(owner=member) for _ in range(2)]
    product, series = make.product(), Series.objects.create(owner=member, name="茶")
    body = {
        "title": "全部",
        "text": "茶 #茶",
        "place": "杭州",
        "visibility": "followers",
        "comments_from": "followed",
        "photo_ids": [photos[1].pk, photos[0].pk],
        "points": [{"product": product.pk, "photo": photos[0].pk, "x": 0.5, "y": 0.25, "tie": "paid"}],
        "is_ai_made": True,
        "cover_style": 4,
        "series": series.pk,
        "accepted_tags": ["龙井"],
        "refused_tags": ["茶叶"],
        "request_key": str(uuid.uuid4()),
    }
    first, second = (api.post(reverse("api:note-list"), body, format="json") for _ in range(2))
    assert first.status_code == second.status_code == 201, first.content
    assert first.json()["id"] == second.json()["id"]
    note = Note.objects.get()
    assert list(note.photos.all()) == photos[::-1]
    assert (note.paid_brand, note.is_gift, note.is_ai_made) == (product.brand, False, True)
    assert (note.visibility, note.comments_from, note.cover_style) == ("followers", "followed", 4)
    assert (note.series, note.series_position) == (series, 1)
    assert (first.json()["visibility"], first.json()["comments_from"]) == ("followers", "followed")


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x", "visibility": "friends"},
        {"title": "x", "cover_style": 6},
        {"title": "x", "points": [{"product": 1, "x": 0.5}]},
        {"title": "x", "series": 1},
        {"title": "x", "video_id": 1},
        {"title": "x", "publish_at": "2020-01-01T00:00:00Z"},
        {"title": "x", "is_gift": True},
        {"title": "x", "accepted_tags": ["x"] * 21},
    ],
)
def test_what_cannot_be_is_a_problem_that_says_what(api, body):
    answer = api.post(reverse("api:note-list"), body, format="json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == PROBLEM
    assert answer.json()["detail"]
    assert not Note.objects.exists()


def test_the_series_and_pictures_of_others_are_not_used(api):
    theirs = make.user()
    series, photo = Series.objects.create(owner=theirs, name="别人的"), make.photo(owner=theirs)
    for body in ({"series": series.pk}, {"photo_ids": [photo.pk]}):
        assert api.post(reverse("api:note-list"), {"title": "x", **body}, format="json").status_code == 400


def test_a_draft_is_kept_scheduled_taken_back_and_posted(api, member, run_tasks):
    key = str(uuid.uuid4())
    kept = api.post(reverse("api:draft-list"), {"title": "长" * 99, "request_key": key}, format="json")
    assert kept.status_code == 200
    pk = kept.json()["id"]
    address = reverse("api:draft-schedule", args=[pk])
    at = timezone.now() + timedelta(days=1)
    assert api.put(address, {"publish_at": at}, format="json").status_code == 400
    api.post(reverse("api:draft-list"), {"title": "短了", "request_key": key}, format="json")
    assert api.put(address, {"publish_at": at}, format="json").json()["publish_at"]
    assert api.delete(address).json()["publish_at"] is None
    assert [row["id"] for row in api.get(reverse("api:draft-list")).json()["results"]] == [pk]
    with run_tasks():
        posted = api.post(reverse("api:draft-publish", args=[pk]))
        again = api.post(reverse("api:draft-publish", args=[pk]))
    assert posted.status_code == again.status_code == 201
    assert Note.objects.get().status == Note.Status.PUBLISHED
    assert api.get(reverse("api:draft-detail", args=[pk])).status_code == 404
    assert api.put(address, {"publish_at": at}, format="json").status_code == 404


def test_a_note_scheduled_at_once_waits(api):
    at = timezone.now() + timedelta(days=1)
    answer = api.post(reverse("api:note-list"), {"title": "明天", "publish_at": at}, format="json")
    assert answer.json()["status"] == "draft"
    assert answer.json()["publish_at"]


def test_a_draft_is_deleted(api, member):
    draft = make.note(author=member, status=Note.Status.DRAFT)
    assert api.delete(reverse("api:draft-detail", args=[draft.pk])).status_code == 204
    assert not Note.objects.exists()


def test_a_picture_is_sent_cropped_described_and_deleted(api, run_tasks):
    file = io.BytesIO(make.jpeg(400, 200))
    file.name = "one.jpg"
    with run_tasks():
        sent = api.post(reverse("api:uploads"), {"file": file}, format="multipart")
    address = reverse("api:upload", args=[sent.json()["id"]])
    assert api.get(address).json()["state"] == "ready"
    with run_tasks():
        changed = api.patch(address, {"crop": [0, 0, 0.5, 1], "alt": "茶"}, format="json")
    assert (changed.json()["state"], changed.json()["alt"]) == ("pending", "茶")
    now = api.get(address).json()
    assert (now["width"], list(now["urls"])) == (200, ["200"])
    assert api.patch(address, {"crop": [0, 0, 9, 9]}, format="json")["Content-Type"] == PROBLEM
    assert api_of(make.user()).get(address).status_code == 404
    assert api.delete(address).status_code == 204
    assert not Photo.objects.exists()


def test_only_the_author_edits_deletes_and_hides(api, member, run_tasks):
    note = make.note(author=member)
    address = reverse("api:note-detail", args=[note.pk])
    stranger = api_of(make.user())
    assert stranger.patch(address, {"title": "改"}, format="json").status_code == 404
    assert stranger.delete(address).status_code == 404
    hidden = reverse("api:note-visibility", args=[note.pk])
    assert stranger.put(hidden, {"visibility": "only_me"}, format="json").status_code == 404
    assert api.put(hidden, {"visibility": "only_me"}, format="json").json()["visibility"] == "only_me"
    assert stranger.get(address).status_code == 404
    with run_tasks():
        changed = api.patch(address, {"title": "改"}, format="json")
    assert (changed.json()["title"], changed.json()["text"]) == ("改", note.text)
    assert note.versions.count() == 1
    assert api.delete(address).status_code == 204
    note.refresh_from_db()
    assert note.status == Note.Status.REMOVED


def test_drafts_are_for_their_author_only(api, client):
    draft = make.note(status=Note.Status.DRAFT)
    for address in (
        reverse("api:draft-detail", args=[draft.pk]),
        reverse("api:note-detail", args=[draft.pk]),
    ):
        assert api.get(address).status_code == 404
    assert api.get(reverse("api:draft-list")).json()["results"] == []
    assert client.get(reverse("api:draft-list")).status_code in (401, 403)
    assert api.post(reverse("api:draft-publish", args=[draft.pk])).status_code == 404


def test_a_declaration_in_public_is_kept_over_the_api_too(api, member, run_tasks):
    product = make.product()
    with run_tasks():
        note = actions.create_note(
            author=member, request_key=uuid.uuid4(), title="好物", points=[actions.Point(product, tie="paid")]
        )
    answer = api.patch(
        reverse("api:note-detail", args=[note.pk]), {"points": [{"product": product.pk}]}, format="json"
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "declared"

import io
import uuid

import pytest
from django.urls import reverse
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from notes.models import Like, Note
from tests import make

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def api(member) -> APIClient:
    """A program that holds the member's token."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=member).key}")
    return client


def upload(api):
    file = io.BytesIO(make.jpeg())
    file.name = "one.jpg"
    return api.post(reverse("api:uploads"), {"file": file}, format="multipart")


def test_a_note_is_posted_with_pictures_once_per_key(api, member):
    photo = upload(api)
    assert photo.status_code == 201
    body = {
        "title": "从接口发",
        "text": "#接口",
        "photo_ids": [photo.json()["id"]],
        "request_key": str(uuid.uuid4()),
    }
    first, second = (api.post(reverse("api:note-list"), body, format="json") for _ in range(2))
    assert first.status_code == 201
    assert first.json()["status"] == Note.Status.PROCESSING
    assert Note.objects.get(author=member).photo_count == 1
    assert second.status_code == 201
    assert second.json()["id"] == first.json()["id"]
    assert Note.objects.count() == 1


def test_visitors_read_and_do_not_write(client):
    note = make.note(title="谁都能看")
    assert client.get(reverse("api:note-detail", args=[note.pk])).json()["title"] == "谁都能看"
    for address, method in (
        (reverse("api:note-list"), client.post),
        (reverse("api:note-like", args=[note.pk]), client.put),
        (reverse("api:uploads"), client.post),
    ):
        response = method(address, {}, content_type="application/json")
        assert response.status_code in (401, 403)
        assert response["Content-Type"] == PROBLEM


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": "长" * 21},
        {"text": "长" * 1001},
        {"title": "x", "photo_ids": [999]},
        {"products": [999]},
    ],
)
def test_bad_input_is_a_problem_that_says_what(api, body):
    response = api.post(reverse("api:note-list"), body, format="json")
    assert response.status_code == 400
    assert response["Content-Type"] == PROBLEM
    assert {"type", "title", "status", "detail", "code"} <= set(response.json())
    assert not Note.objects.exists()


def test_a_file_that_is_no_picture_is_named(api):
    file = io.BytesIO(b"%PDF-1.4")
    file.name = "paper.pdf"
    response = api.post(reverse("api:uploads"), {"file": file}, format="multipart")
    assert response.status_code == 400
    assert response["Content-Type"] == PROBLEM
    assert "paper.pdf" in response.json()["detail"]


def test_the_upload_of_another_cannot_be_used(api):
    foreign = make.photo(owner=make.user())
    response = api.post(reverse("api:note-list"), {"title": "借", "photo_ids": [foreign.pk]}, format="json")
    assert response.status_code == 400
    assert not Note.objects.exists()


def test_liking_is_setting_a_state(api):
    note = make.note()
    address = reverse("api:note-like", args=[note.pk])
    assert [api.put(address).json()["like_count"] for _ in range(2)] == [1, 1]
    assert [api.delete(address).json()["like_count"] for _ in range(2)] == [0, 0]
    assert not Like.objects.exists()


def test_a_hidden_note_is_not_there(api):
    note = make.note(status=Note.Status.IN_REVIEW)
    for name, method in (("note-detail", api.get), ("note-like", api.put), ("note-comments", api.get)):
        response = method(reverse(f"api:{name}", args=[note.pk]))
        assert response.status_code == 404
        assert response["Content-Type"] == PROBLEM


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_costs_the_same_however_long(client, rows, django_assert_max_num_queries):
    make.note.create_batch(rows)
    with django_assert_max_num_queries(2):
        assert len(client.get(reverse("api:note-list")).json()["results"]) == rows


def test_the_list_is_walked_by_its_cursor(client):
    make.note.create_batch(35)
    first = client.get(reverse("api:note-list")).json()
    second = client.get(reverse("api:note-list"), {"after": first["next"]}).json()
    ids = [row["id"] for page in (first, second) for row in page["results"]]
    assert len(ids) == len(set(ids)) == 35
    assert second["next"] is None


def test_the_schema_names_every_route(client):
    schema = client.get(reverse("api:schema"), headers={"Accept": "application/json"})
    assert schema.status_code == 200
    body = schema.content.decode()
    for route in ("/api/v1/notes/", "/api/v1/tags/", "/api/v1/search/", "/api/v1/products/", "similar"):
        assert route in body

import io
import uuid

import pytest
from django.urls import reverse
from PIL import Image

from notes import actions
from notes.errors import NoteRefused, PhotoRefused
from notes.models import Note, Photo
from tests import make

pytestmark = pytest.mark.django_db


def jpeg(name="photo.jpg", size=(64, 48), **save) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **save)
    out.seek(0)
    out.name = name
    return out


def upload(owner, **kwargs) -> Photo:
    return actions.add_upload(owner=owner, file=jpeg(**kwargs), filename="photo.jpg")


def form_data(**changes):
    return {"title": "周末的早餐", "text": "豆浆油条 #早餐", "request_key": str(uuid.uuid4()), **changes}


def test_posting_keeps_the_chosen_order_and_the_first_is_the_cover(client, member):
    client.force_login(member)
    photos = [upload(member) for _ in range(9)]
    chosen = [photos[i].pk for i in (4, 0, 8, 1, 2, 3, 5, 6, 7)]
    client.post(reverse("notes:new"), form_data(photo_ids=chosen))
    note = Note.objects.get()
    assert list(note.photos.values_list("pk", flat=True)) == chosen
    assert note.cover_id == chosen[0]
    assert note.photo_count == 9


@pytest.mark.parametrize("words", [{}, {"title": "", "text": ""}])
def test_posting_twice_with_one_key_posts_once(client, member, words):
    client.force_login(member)
    data = form_data(photo_ids=[upload(member).pk], **words)
    first, second = client.post(reverse("notes:new"), data), client.post(reverse("notes:new"), data)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "长" * 21}, "title is too long"),
        ({"text": "长" * 1001}, "text is too long"),
        ({"title": "", "text": ""}, "Write something"),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(client, member, changes, message):
    client.force_login(member)
    photo = upload(member)
    photo_ids = [] if "Write" in message else [photo.pk]
    response = client.post(
        reverse("notes:new"), form_data(photo_ids=photo_ids, **changes), headers={"Accept-Language": "en"}
    )
    body = response.content.decode()
    assert response.status_code == 422
    assert message in body
    assert changes.get("title") or "周末的早餐" in body or changes.get("title") == ""
    if photo_ids:
        assert f'value="{photo.pk}"' in body
    assert not Note.objects.exists()


def test_one_bad_file_is_named_and_the_others_are_kept(client, member):
    client.force_login(member)
    bad = io.BytesIO(b"not a picture")
    bad.name = "holiday.jpg"
    response = client.post(
        reverse("notes:new"),
        form_data(files=[jpeg("one.jpg"), bad, jpeg("two.jpg")]),
        headers={"Accept-Language": "en"},
    )
    assert response.status_code == 422
    assert "holiday.jpg" in response.content.decode()
    kept = Photo.objects.filter(owner=member, note=None)
    assert kept.count() == 2
    assert all(f'value="{photo.pk}"' in response.content.decode() for photo in kept)


def test_nineteen_pictures_are_one_too_many(member):
    photos = [upload(member) for _ in range(19)]
    with pytest.raises(NoteRefused) as refused:
        actions.create_note(author=member, request_key=uuid.uuid4(), title="多", photos=photos)
    assert refused.value.code == "too_many_photos"
    assert not Note.objects.exists()


def test_a_file_over_the_limit_is_refused_with_its_name(member, settings):
    settings.PHOTO_MAX_BYTES = 1000
    file = io.BytesIO(b"x" * 2000)
    with pytest.raises(PhotoRefused, match="huge.jpg") as refused:
        actions.add_upload(owner=member, file=file, filename="huge.jpg")
    assert refused.value.code == "file_too_large"
    assert not Photo.objects.exists()


def test_nobody_posts_with_the_pictures_of_another(client, member):
    client.force_login(member)
    foreign = upload(make.user())
    client.post(reverse("notes:new"), form_data(photo_ids=[foreign.pk]))
    foreign.refresh_from_db()
    assert foreign.note_id is None
    assert Note.objects.get().photo_count == 0


def test_upload_answers_json_and_names_what_is_wrong(client, member):
    client.force_login(member)
    good = client.post(reverse("notes:upload"), {"file": jpeg()})
    bad_file = io.BytesIO(b"%PDF-1.4")
    bad_file.name = "paper.pdf"
    bad = client.post(reverse("notes:upload"), {"file": bad_file})
    assert good.status_code == 201
    assert good.json()["width"] == 64
    assert bad.status_code == 400
    assert bad["Content-Type"] == "application/problem+json"
    assert "paper.pdf" in bad.json()["detail"]


def test_visitors_are_sent_to_sign_in(client):
    for name in ("notes:new", "notes:upload", "notes:mine"):
        assert reverse("account_login") in client.post(reverse(name)).url


def test_editing_hides_the_note_until_it_is_checked_again(member):
    note = make.note(author=member)
    actions.edit_note(note=note, title="新的", text="x", place="", photos=[], products=[], paid_brand=None)
    note.refresh_from_db()
    assert note.status == Note.Status.PROCESSING
    assert note.edited_at
    assert note.processed_revision != note.revision


def test_only_the_author_edits(client, member):
    note = make.note()
    client.force_login(member)
    assert client.get(reverse("notes:edit", args=[note.pk])).status_code == 404
    assert client.post(reverse("notes:delete", args=[note.pk])).status_code == 404


def test_a_product_the_author_received_is_marked_as_bought(member):
    line = make.delivered_line(buyer=member)
    other = make.product()
    note = actions.create_note(
        author=member, request_key=uuid.uuid4(), title="好用", products=[line.sku.product, other]
    )
    shown = {point.product_id: point.is_bought for point in note.product_tags.for_page()}
    assert shown == {line.sku.product_id: True, other.pk: False}


def test_uploads_nobody_used_are_removed_with_their_files(member, run_tasks):
    old, new = upload(member), upload(member)
    Photo.objects.filter(pk=old.pk).update(made_at="2020-01-01T00:00:00Z")
    with run_tasks():
        assert actions.drop_unused_uploads() == 1
    assert list(Photo.objects.all()) == [new]
    assert not old.original.storage.exists(old.original.name)

"""Pictures are kept and rendered as they are chosen, cropped, described and taken away."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from notes import actions, tasks
from notes.errors import PhotoRefused
from notes.models import Comment, Note, Photo, ProductTag, Version, Video
from tests import make

pytestmark = pytest.mark.django_db
# How a camera that was held so stores an upright picture.
HELD = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def halves(width=400, height=200) -> io.BytesIO:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    out.seek(0)
    out.name = "halves.jpg"
    return out


def colour_at(name: str, x: float, y: float) -> str:
    with default_storage.open(name) as file:
        image = Image.open(file).convert("RGB")
        red, _green, blue = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    return "red" if red > blue else "blue"


def send(client, run_tasks, file=None) -> int:
    with run_tasks():
        answer = client.post(reverse("notes:upload"), {"file": file or halves()})
    assert answer.status_code == 201
    return answer.json()["id"]


def one(client, pk, **data):
    address = reverse("notes:upload_one", args=[pk])
    return client.post(address, data) if data else client.get(address)


def test_a_picture_is_rendered_as_soon_as_it_is_sent(client_of, member, run_tasks):
    client = client_of(member)
    with run_tasks():
        sent = client.post(reverse("notes:upload"), {"file": halves()}).json()
    assert (sent["width"], sent["height"], sent["state"], sent["preview"]) == (400, 200, "pending", "")
    now = one(client, sent["id"]).json()
    assert now["state"] == "ready"
    assert now["failure"] == ""
    assert client.get(now["preview"]).status_code == 200


def test_only_its_owner_sees_or_changes_an_upload(client_of, member, run_tasks):
    pk = send(client_of(member), run_tasks)
    stranger = client_of(make.user())
    assert one(stranger, pk).status_code == 404
    assert one(stranger, pk, alt="mine").status_code == 404
    assert stranger.post(reverse("notes:upload_delete", args=[pk])).status_code == 404
    assert stranger.get(reverse("notes:upload_whole", args=[pk])).status_code == 404
    assert Photo.objects.get().alt == ""


def test_a_crop_cuts_the_upright_picture_and_gets_a_new_address(client_of, member, run_tasks):
    client = client_of(member)
    pk = send(client, run_tasks)
    before = Photo.objects.get()
    old = f"{before.folder}/{before.widths[0]}.webp"
    with run_tasks():
        answer = one(client, pk, crop="0.5,0,0.5,1").json()
        assert answer["state"] == "pending"
        assert answer["crop"] == [0.5, 0, 0.5, 1]
    photo = Photo.objects.get()
    assert photo.token != before.token
    assert (photo.width, photo.height) == (200, 200)
    assert colour_at(f"{photo.folder}/{photo.widths[-1]}.webp", 0.05, 0.5) == "blue"
    assert not default_storage.exists(old)
    whole = client.get(reverse("notes:upload_whole", args=[pk]))
    assert Image.open(io.BytesIO(whole.content)).size == (400, 200)
    with run_tasks():
        one(client, pk, crop="")
    assert Photo.objects.get().width == 400


@pytest.mark.parametrize("orientation", HELD)
def test_a_crop_means_the_same_part_whichever_way_the_camera_was_held(member, run_tasks, orientation):
    upright, held, exif = Image.open(halves()), io.BytesIO(), Image.Exif()
    stored = upright if HELD[orientation] is None else upright.transpose(HELD[orientation])
    exif[0x0112] = orientation
    stored.save(held, "JPEG", quality=95, exif=exif)
    photo = actions.add_upload(owner=member, file=held, filename="held.jpg")
    with run_tasks():
        actions.change_photo(photo=photo, crop=[0, 0, 0.5, 1])
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY
    assert (photo.width, photo.height) == (200, 200)
    with default_storage.open(f"{photo.folder}/{photo.widths[-1]}.webp") as file:
        red, _green, blue = Image.open(file).convert("RGB").getpixel((100, 100))
    assert red > 200 > 60 > blue


@pytest.mark.parametrize(
    "crop",
    ["0,0,2,1", "0.9,0,0.5,1", "-0.1,0,0.5,0.5", "nan,0,1,1", "0,0,0.001,1", "1,2", "a,b,c,d", "inf,0,1,1"],
)
def test_an_impossible_crop_is_refused(client_of, member, run_tasks, crop):
    client = client_of(member)
    pk = send(client, run_tasks)
    answer = one(client, pk, crop=crop)
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_crop"
    assert Photo.objects.get().crop == []


def test_the_same_crop_again_changes_nothing(member, run_tasks):
    photo = make.photo(owner=member)
    with run_tasks():
        photo = actions.change_photo(photo=photo, crop=[0, 0, 0.5, 0.5])
        again = actions.change_photo(photo=photo, crop=[0, 0, 0.5, 0.5])
    assert again.token == photo.token


def test_a_crop_while_the_old_one_is_rendered_leaves_no_stray_file(member, run_tasks):
    photo = make.photo(owner=member)
    at_work = Photo.objects.get(pk=photo.pk)
    actions.change_photo(photo=photo, crop=[0, 0, 0.5, 0.5])
    with at_work.original.open("rb") as file:
        actions.store_renditions(at_work, actions.pipeline.images.render(file))
    assert not default_storage.exists(f"{at_work.folder}/90.webp")
    assert Photo.objects.get().state == Photo.State.PENDING
    with run_tasks():
        tasks.sweep()
    assert Photo.objects.get().state == Photo.State.READY


def test_a_lost_file_is_named(client_of, member):
    photo = make.photo(owner=member, filename="lost.jpg")
    photo.original.storage.delete(photo.original.name)
    actions.render_photo(photo)
    now = one(client_of(member), photo.pk).json()
    assert now["state"] == "failed"
    assert "lost.jpg" in now["failure"]


def test_a_description_is_kept(client_of, member, run_tasks):
    client = client_of(member)
    pk = send(client, run_tasks)
    assert one(client, pk, alt="  Two halves\x00 ").json()["alt"] == "Two halves"


def test_changing_a_picture_of_a_posted_note_has_it_checked_again(member, run_tasks):
    note = make.note(author=member, photos=1)
    with run_tasks():
        actions.change_photo(photo=note.photos.get(), crop=[0, 0, 0.5, 0.5])
        note.refresh_from_db()
        assert note.status == Note.Status.PROCESSING
    note.refresh_from_db()
    assert note.status == Note.Status.PUBLISHED
    assert note.edited_at
    assert Version.objects.get().was_published


def test_a_deleted_upload_is_gone_with_all_its_files(client_of, member, run_tasks):
    client = client_of(member)
    pk = send(client, run_tasks)
    photo = Photo.objects.get()
    with run_tasks():
        assert client.post(reverse("notes:upload_delete", args=[pk])).status_code == 204
    assert not Photo.objects.exists()
    assert not photo.original.storage.exists(photo.original.name)
    assert not any(default_storage.exists(f"{photo.folder}/{width}.webp") for width in photo.widths)


def test_deleting_a_picture_of_a_draft_takes_its_points_and_cover_along(client_of, member):
    draft = make.note(author=member, status=Note.Status.DRAFT, photos=2, products=[make.product()])
    first, second = draft.photos.all()
    ProductTag.objects.update(photo=first, x=0.2, y=0.3)
    client_of(member).post(reverse("notes:upload_delete", args=[first.pk]))
    draft.refresh_from_db()
    assert (draft.cover_id, draft.photo_count) == (second.pk, 1)
    assert list(ProductTag.objects.values_list("photo", "x", "y")) == [(None, None, None)]


def test_a_picture_of_a_posted_note_is_not_deleted_as_an_upload(client_of, member):
    note = make.note(author=member, photos=1)
    answer = client_of(member).post(reverse("notes:upload_delete", args=[note.photos.get().pk]))
    assert answer.status_code == 400
    assert Photo.objects.exists()


def test_uploads_nobody_used_go_after_a_day_and_nothing_else_does(member, run_tasks):
    old = timezone.now() - timedelta(days=2)
    unused, fresh, said, poster = (make.photo(owner=member) for _ in range(4))
    kept = make.note(author=member, status=Note.Status.DRAFT, photos=1).photos.get()
    Comment.objects.create(note=make.note(), author=member, text="x", photo=said)
    Video.objects.create(owner=member, poster=poster)
    with run_tasks():
        actions.render_photo(unused)
    unused.refresh_from_db()
    Photo.objects.exclude(pk=fresh.pk).update(made_at=old)
    with run_tasks():
        assert actions.drop_unused_uploads() == 1
    assert set(Photo.objects.values_list("pk", flat=True)) == {fresh.pk, kept.pk, said.pk, poster.pk}
    assert not unused.original.storage.exists(unused.original.name)
    assert not any(default_storage.exists(f"{unused.folder}/{width}.webp") for width in unused.widths)


def test_too_many_uploads_at_once_are_refused(client_of, member, monkeypatch):
    monkeypatch.setattr("core.ratelimit.time.time", lambda: 1_800_000_000)
    client = client_of(member)
    answers = [
        client.post(reverse("notes:upload"), {"file": io.BytesIO(b"x")}).status_code for _ in range(91)
    ]
    assert answers[:90] == [400] * 90
    assert answers[90] == 429


def test_a_crop_is_four_shares():
    with pytest.raises(PhotoRefused):
        actions.uploads.checked_crop([0, 0, 1])
    assert actions.uploads.checked_crop([0, 0, 1, 1]) == []

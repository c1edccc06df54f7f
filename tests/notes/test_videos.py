"""Films: sent, made, shown with a poster and captions, changed, taken away."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from notes import actions, tasks
from notes.captions import read_captions
from notes.models import Note, Photo, Video
from tests import make
from tests.films import film, located

pytestmark = pytest.mark.django_db
VTT = "WEBVTT\n\n1\n00:00.000 --> 00:01.000\n你好\n"


def sent(data: bytes | None = None, name: str = "film.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, film() if data is None else data, content_type="video/mp4")


def send(client, run_tasks=None, **file) -> dict:
    address, data = reverse("notes:upload_video"), {"file": sent(**file)}
    if run_tasks is None:
        return client.post(address, data).json()
    with run_tasks():
        return client.post(address, data).json()


def one(client, pk, **data):
    address = reverse("notes:video_one", args=[pk])
    return client.post(address, data) if data else client.get(address)


def post(client, video_id, **more) -> Note:
    key = uuid.uuid4()
    form = {"title": "Film", "request_key": key, "video_id": video_id, "do": "post", **more}
    client.post(reverse("notes:new"), form)
    return Note.objects.get(request_key=key)


def names(video: Video) -> list[str]:
    poster = video.poster
    return [f"{video.folder}/720p.mp4", *(f"{poster.folder}/{width}.webp" for width in poster.widths)]


def test_a_film_is_posted_made_and_shown(client_of, member, client, run_tasks):
    author = client_of(member)
    answer = send(author, run_tasks, data=located(), name="IMG_1.MOV")
    assert (answer["state"], answer["percent"], answer["width"], answer["height"]) == ("pending", 0, 320, 240)
    assert answer["duration_ms"] == pytest.approx(1000, abs=100)
    now = one(author, answer["id"]).json()
    assert (now["state"], now["percent"], now["failure"]) == ("ready", 100, "")
    assert client.get(now["poster"]).status_code == 200
    with run_tasks():
        note = post(author, answer["id"])
    note.refresh_from_db()
    video = Video.objects.get()
    assert note.status == Note.Status.PUBLISHED
    assert (note.video_ms, note.photo_count, note.cover) == (video.duration_ms, 0, video.poster)
    assert not note.photos.exists()
    page = client.get(note.get_absolute_url()).content.decode()
    assert f"{video.folder}/720p.mp4" in page
    assert "data-strip" not in page
    served = client.get(f"/media/{video.folder}/720p.mp4").content
    assert b"48.8577" not in served
    assert b"SpyCam" not in served
    assert "0:01" in client.get("/").content.decode()
    assert client.get(f"/media/{video.original.name}").status_code == 404


def test_a_note_posted_before_its_film_is_made_waits_for_it(client_of, member, run_tasks):
    author = client_of(member)
    answer = send(author)
    note = post(author, answer["id"])
    tasks.process([note.pk])
    note.refresh_from_db()
    assert note.status == Note.Status.PROCESSING
    Video.objects.update(percent=37)
    status = author.get(reverse("notes:status", args=[note.pk])).content.decode()
    assert "Video and words are prepared" in status
    assert "37%" in status
    assert (
        reverse("notes:video_one", args=[answer["id"]])
        in author.get(note.get_absolute_url()).content.decode()
    )
    with run_tasks():
        tasks.prepare_video(answer["id"])
    note.refresh_from_db()
    assert note.status == Note.Status.PUBLISHED
    assert note.cover == Video.objects.get().poster


def test_the_sweeper_finds_what_was_left_behind_and_twice_is_once(client_of, member, run_tasks):
    pk = send(client_of(member))["id"]
    with run_tasks():
        tasks.sweep()
    video = Video.objects.get(pk=pk)
    assert video.state == Video.State.READY
    tasks.prepare_video(pk)
    assert Video.objects.get(pk=pk).poster == video.poster
    Video.objects.filter(pk=pk).update(state=Video.State.PENDING)
    tasks.prepare_video(pk)
    assert Video.objects.get(pk=pk).state == Video.State.READY
    assert Photo.objects.count() == 1
    assert all(default_storage.exists(name) for name in names(Video.objects.get()))


@pytest.mark.parametrize(
    ("data", "name"), [(make.jpeg(), "film.mp4"), (b"", "a.mov"), (b"#EXTM3U\n/etc/passwd\n", "list.mp4")]
)
def test_what_is_no_film_is_refused_by_name(client_of, member, data, name):
    answer = client_of(member).post(reverse("notes:upload_video"), {"file": sent(data, name)})
    assert answer.status_code == 400
    assert not Video.objects.exists()


def test_a_film_too_large_is_refused(client_of, member, settings):
    settings.VIDEO_MAX_BYTES = 1000
    answer = client_of(member).post(reverse("notes:upload_video"), {"file": sent()})
    assert answer.json()["code"] == "file_too_large"


def test_a_film_that_breaks_in_the_worker_sends_its_note_back(client_of, member, run_tasks):
    author = client_of(member)
    pk = send(author)["id"]
    note = post(author, pk)
    with Video.objects.get().original.open("r+b") as file:
        file.truncate(2000)
    with run_tasks():
        tasks.prepare_video(pk)
    note.refresh_from_db()
    assert note.status == Note.Status.REJECTED
    assert "film.mp4" in note.reject_message
    assert one(author, pk).json()["state"] == "failed"
    assert "film.mp4" in one(author, pk).json()["failure"]
    assert author.get(note.get_absolute_url()).status_code == 200


def test_only_its_owner_sees_changes_or_uses_a_film(client_of, member, client, run_tasks):
    pk = send(client_of(member), run_tasks)["id"]
    stranger = client_of(make.user())
    assert one(stranger, pk).status_code == 404
    assert one(stranger, pk, poster_ms=1).status_code == 404
    assert stranger.post(reverse("notes:video_delete", args=[pk])).status_code == 404
    assert client.get(reverse("notes:video_one", args=[pk])).status_code == 302
    stranger.post(
        reverse("notes:new"), {"title": "Mine", "request_key": uuid.uuid4(), "video_id": pk, "do": "post"}
    )
    assert Video.objects.get().note is None


def test_the_author_chooses_the_poster_before_and_after_it_is_made(client_of, member, run_tasks):
    author = client_of(member)
    pk = send(author)["id"]
    assert one(author, pk, poster_ms=700).json()["poster"] == ""
    tasks.prepare_video(pk)
    first = Video.objects.get().poster
    old = names(Video.objects.get())[1:]
    with run_tasks():
        answer = one(author, pk, poster_ms=100).json()
    video = Video.objects.get()
    assert video.poster != first
    assert Photo.objects.count() == 1
    assert answer["poster"].endswith(names(video)[-1])
    assert not any(default_storage.exists(name) for name in old)
    assert one(author, pk, poster_ms=999_999).json()["code"] == "bad_poster"
    assert one(author, pk, poster_ms="x").json()["code"] == "bad_poster"


def test_a_new_poster_of_a_shown_note_is_checked_anew(client_of, member, run_tasks):
    author = client_of(member)
    pk = send(author, run_tasks)["id"]
    with run_tasks():
        note = post(author, pk)
    with run_tasks():
        one(author, pk, poster_ms=500)
    note.refresh_from_db()
    assert note.status == Note.Status.PUBLISHED
    assert note.edited_at is not None
    assert note.cover == Video.objects.get().poster


def test_captions_are_served_to_those_who_may_see_the_note(client_of, member, client, run_tasks):
    author = client_of(member)
    pk = send(author, run_tasks)["id"]
    file = SimpleUploadedFile("a.vtt", VTT.encode())
    assert one(author, pk, captions=file).json()["captions"] is True
    with run_tasks():
        note = post(author, pk)
    address = reverse("notes:captions", args=[note.pk])
    answer = client.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "text/vtt; charset=utf-8",
        "nosniff",
    )
    assert answer.content.decode() == VTT
    assert address in client.get(note.get_absolute_url()).content.decode()
    actions.set_visibility(note=note, visibility=Note.Visibility.ONLY_ME)
    assert client.get(address).status_code == 404
    assert author.get(address).status_code == 200
    assert one(author, pk, captions="").json()["captions"] is False
    assert author.get(address).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00 --> 00:01\nno head",
        "WEBVTT",
        "WEBVTTX\n\n00:00.000 --> 00:01.000\nx",
        "WEBVTT\n\n00:01.000 --> 00:00.000\nbackwards",
        "WEBVTT\n\nno time at all",
        "WEBVTT\n\n00:00.000 --> 00:01.000\n" + "x" * 200_000,
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n\xff\xfe",
    ],
)
def test_what_are_no_captions_is_refused(client_of, member, text):
    author = client_of(member)
    pk = send(author)["id"]
    data = text if isinstance(text, bytes) else text.encode()
    assert one(author, pk, captions=SimpleUploadedFile("a.vtt", data)).status_code == 400
    assert Video.objects.get().captions == ""


def test_styles_in_captions_are_left_out():
    styled = "WEBVTT - title\r\n\r\nSTYLE\r\n::cue { background: url(//evil) }\r\n\r\n"
    styled += "00:00.000 --> 00:01.000 line:0\r\nhi\r\n"
    assert read_captions(styled) == "WEBVTT\n\n00:00.000 --> 00:01.000 line:0\nhi\n"


def test_an_unused_film_goes_after_a_day_with_all_its_files(client_of, member, run_tasks):
    author = client_of(member)
    send(author, run_tasks)
    video = Video.objects.get()
    files, originals = names(video), [video.original, video.poster.original]
    Photo.objects.update(made_at=timezone.now() - timedelta(days=2))
    with run_tasks():
        assert actions.drop_unused_uploads() == 0
        assert actions.drop_unused_videos() == 0
    assert all(default_storage.exists(name) for name in files)
    Video.objects.update(made_at=timezone.now() - timedelta(days=2))
    with run_tasks():
        assert actions.drop_unused_videos() == 1
    assert not Video.objects.exists()
    assert not Photo.objects.exists()
    assert not any(default_storage.exists(name) for name in files)
    assert not any(file.storage.exists(file.name) for file in originals)


def test_a_film_is_deleted_at_will_but_not_out_of_a_posted_note(client_of, member, run_tasks):
    author = client_of(member)
    pk, kept = send(author, run_tasks)["id"], send(author, run_tasks)["id"]
    assert author.post(reverse("notes:video_delete", args=[pk])).status_code == 204
    post(author, kept)
    assert author.post(reverse("notes:video_delete", args=[kept])).json()["code"] == "video_used"
    assert Video.objects.get().pk == kept


def test_a_film_deleted_while_it_is_made_leaves_nothing(client_of, member, monkeypatch):
    pk = send(client_of(member))["id"]
    row = Video.objects.get()
    made = actions.videos._shot

    def shot(path, at_ms):
        Video.objects.filter(pk=pk).delete()
        return made(path, at_ms)

    monkeypatch.setattr(actions.videos, "_shot", shot)
    tasks.prepare_video(pk)
    assert not default_storage.exists(f"{row.folder}/720p.mp4")
    assert not Photo.objects.exists()


def test_too_many_films_are_slowed_down(client_of, member, monkeypatch):
    author, address = client_of(member), reverse("notes:upload_video")
    answers = [author.post(address).status_code for _ in range(21)]
    assert answers == [400] * 20 + [429]


def test_a_program_does_the_same_over_the_api(client_of, member, run_tasks):
    author = client_of(member)
    with run_tasks():
        answer = author.post("/api/v1/videos/", {"file": sent()})
    assert answer.status_code == 201
    address = f"/api/v1/videos/{answer.json()['id']}/"
    now = author.get(address).json()
    assert now["state"] == "ready"
    assert author.get(now["url"]).status_code == 200
    changed = author.patch(
        address, {"captions": VTT, "language": "zh", "poster_ms": 100}, content_type="application/json"
    ).json()
    assert (changed["captions"], changed["captions_language"], changed["poster_ms"]) == (VTT, "zh", 100)
    assert client_of(make.user()).get(address).status_code == 404
    assert author.post("/api/v1/videos/", {"file": sent(b"no film")}).status_code == 400
    assert author.delete(address).status_code == 204

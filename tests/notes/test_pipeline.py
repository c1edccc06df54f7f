import io
import uuid

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from inbox.models import Notification
from moderation.models import BannedWord, Case, Verdict
from notes import actions, tasks
from notes.models import Note, Photo, TaggedNote
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db


def post(author, run_tasks, **content):
    with run_tasks():
        note = actions.create_note(author=author, request_key=uuid.uuid4(), **content)
    note.refresh_from_db()
    return note


def photo_of(owner) -> Photo:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), "teal").save(out, "JPEG", exif=exif)
    return actions.add_upload(owner=owner, file=out, filename="with_gps.jpg")


def test_a_clean_note_is_tagged_scored_and_published(member, run_tasks):
    note = post(
        member, run_tasks, title="广州的早茶", text="虾饺很好吃 #早茶 #广州", photos=[photo_of(member)]
    )
    assert note.status == Note.Status.PUBLISHED
    assert note.published_at
    assert note.processed_revision == note.revision == note.indexed_revision
    assert {"早茶", "广州"} <= {tag.name for tag in note.tags.all()}
    assert Case.objects.get().verdict == Verdict.APPROVED
    assert Tag.objects.get(name="早茶").note_count == 1


def test_every_served_picture_is_free_of_metadata(client, member, run_tasks):
    note = post(member, run_tasks, title="照片", photos=[photo_of(member), photo_of(member)])
    served = 0
    for photo in note.photos.all():
        assert photo.state == Photo.State.READY
        for width in photo.widths:
            response = client.get(f"/media/{photo.folder}/{width}.webp")
            body = response.content
            assert response.status_code == 200
            assert response["X-Content-Type-Options"] == "nosniff"
            assert b"SecretCamera" not in body
            assert not Image.open(io.BytesIO(body)).getexif()
            served += 1
    assert served == 6  # 360, 720 and its own 900, twice
    assert client.get(f"/media/{note.photos.first().original.name}").status_code == 404


def test_a_note_with_a_forbidden_word_waits_or_goes_back_and_says_why(client, member, run_tasks):
    BannedWord.objects.create(word="假货一手货源", weight=1, kind="counterfeit goods")
    note = post(member, run_tasks, title="看这里", text="假货一手货源")
    assert note.status == Note.Status.REJECTED
    assert note.reject_message
    assert Notification.objects.filter(recipient=member).count() == 1
    assert client.get(note.get_absolute_url()).status_code == 404
    client.force_login(member)
    assert note.reject_message in client.get(note.get_absolute_url()).content.decode()


def test_processing_twice_changes_nothing(member, run_tasks):
    note = post(member, run_tasks, title="一次", text="#一次就好")
    before = (note.revision, list(TaggedNote.objects.values_list()), Case.objects.count())
    with run_tasks():
        tasks.process.delay([note.pk])
        tasks.process.delay([note.pk])
    note.refresh_from_db()
    assert (note.revision, list(TaggedNote.objects.values_list()), Case.objects.count()) == before
    assert Tag.objects.get(name="一次就好").note_count == 1


def test_rendering_twice_changes_nothing(member, run_tasks):
    note = post(member, run_tasks, title="两次", photos=[photo_of(member)])
    photo = note.photos.get()
    with run_tasks():
        tasks.render_photo.delay(photo.pk)
    again = note.photos.get()
    assert (again.widths, again.state) == (photo.widths, photo.state)


def test_the_sweeper_finishes_what_no_task_was_sent_for(member, run_tasks):
    note = actions.create_note(
        author=member, request_key=uuid.uuid4(), title="没有队列", photos=[photo_of(member)]
    )
    assert note.status == Note.Status.PROCESSING
    with run_tasks():
        tasks.sweep()
    note.refresh_from_db()
    assert note.status == Note.Status.PUBLISHED


def test_a_picture_lost_on_the_way_sends_the_note_back(member, run_tasks):
    photo = photo_of(member)
    photo.original.storage.delete(photo.original.name)
    note = post(member, run_tasks, title="坏了", photos=[photo])
    assert note.status == Note.Status.REJECTED
    assert "with_gps.jpg" in note.reject_message
    assert Notification.objects.filter(recipient=member, kind="photo_unreadable").count() == 1


def test_hiding_and_showing_keeps_the_counts_true(member, run_tasks):
    product = make.product()
    note = post(member, run_tasks, title="数一数", text="#数一数", products=[product])
    counts = []
    for verdict in (Verdict.REMOVED, Verdict.REMOVED, Verdict.APPROVED, Verdict.APPROVED):
        actions.apply_verdict([note.pk], verdict, "x")
        product.refresh_from_db()
        counts.append((Tag.objects.get(name="数一数").note_count, product.note_count))
    assert counts == [(0, 0), (0, 0), (1, 1), (1, 1)]


def test_edited_hashtags_replace_the_old_ones_but_not_the_curators(member, run_tasks):
    note = post(member, run_tasks, title="换标签", text="#旧标签")
    kept = make.tag(name="编辑精选")
    actions.curate_tag(note=note, tag=kept, on=True)
    with run_tasks():
        actions.edit_note(
            note=note, title="换标签", text="#新标签", place="", photos=[], products=[], paid_brand=None
        )
    names = {tag.name for tag in note.tags.all()}
    assert "旧标签" not in names
    assert {"新标签", "编辑精选"} <= names
    assert Tag.objects.get(name="旧标签").note_count == 0


def test_a_removed_note_answers_gone_and_is_in_no_list(client, member, run_tasks):
    note = post(member, run_tasks, title="消失的笔记", text="#消失")
    assert client.get(note.get_absolute_url()).status_code == 200
    actions.apply_verdict([note.pk], Verdict.REMOVED, "x")
    page = client.get(note.get_absolute_url())
    assert page.status_code == 410
    assert "moderator took it down" in page.content.decode()
    assert client.get(reverse("api:note-detail", args=[note.pk])).status_code == 404
    assert client.get(reverse("api:note-list")).json()["results"] == []
    assert "消失的笔记" not in client.get(reverse("notes:profile", args=[member.handle])).content.decode()


def test_the_author_reads_why_a_note_was_removed_and_not_what_they_deleted(client_of, member, run_tasks):
    taken, deleted = (post(member, run_tasks, title=title) for title in ("Taken", "Deleted"))
    actions.apply_verdict([taken.pk], Verdict.REMOVED, "It sells counterfeits.")
    actions.delete_note(note=deleted)
    browser = client_of(member)
    page = browser.get(taken.get_absolute_url())
    assert page.status_code == 200
    assert "It sells counterfeits." in page.content.decode()
    assert "Being prepared" not in page.content.decode()
    assert browser.get(reverse("notes:status", args=[taken.pk])).url == taken.get_absolute_url()
    gone = browser.get(deleted.get_absolute_url())
    assert gone.status_code == 410
    assert "author deleted it" in gone.content.decode()


def test_originals_are_outside_public_storage(member):
    photo = photo_of(member)
    assert not default_storage.exists(photo.original.name)

"""Drafts: kept while one writes, on every device; posted once, now or at a time chosen."""

import json
import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from inbox.models import Notification
from notes import actions, limits, tasks
from notes.errors import NoteRefused
from notes.models import Note, Photo, Video
from tests import make
from tests.conftest import start_worker, stop

pytestmark = pytest.mark.django_db


def written(key, **changes):
    return {"title": "周末的早餐", "text": "豆浆油条 #早餐", "request_key": str(key), **changes}


def autosave(client, key, **changes):
    return client.post(reverse("notes:autosave"), written(key, **changes))


def test_what_is_typed_is_kept_under_its_key_again_and_again(client_of, member):
    client, key = client_of(member), uuid.uuid4()
    first, second = autosave(client, key), autosave(client, key, text="豆浆油条和粥")
    assert first.status_code == second.status_code == 200
    assert first.json()["draft"] == second.json()["draft"]
    assert second.json()["words"].startswith("Saved ")
    draft = Note.objects.get()
    assert (draft.status, draft.text) == (Note.Status.DRAFT, "豆浆油条和粥")


def test_a_draft_may_be_unfinished_in_any_way(client_of, member):
    client, key = client_of(member), uuid.uuid4()
    long = {"title": "长" * 200, "text": "长" * 9000}
    assert autosave(client, key, **long).status_code == 200
    assert Note.objects.get().title == long["title"]
    assert autosave(client, uuid.uuid4(), title="", text="").status_code == 200
    refused = autosave(client, key, title="长" * 301)
    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/problem+json"
    assert Note.objects.get(request_key=key).title == long["title"]


def test_pictures_products_and_choices_come_back_on_another_device(client_of, member):
    key, product = uuid.uuid4(), make.product()
    photos = [make.photo(owner=member) for _ in range(3)]
    order = [photos[2].pk, photos[0].pk, photos[1].pk]
    points = f'[{{"product": {product.pk}, "photo": {photos[0].pk}, "x": 0.25, "y": 0.5, "tie": "gift"}}]'
    saved = autosave(
        client_of(member),
        key,
        photo_ids=",".join(map(str, order)),
        points=points,
        visibility="followers",
        comments_from="nobody",
        is_ai_made="on",
        cover_style="3",
        accepted_tags="早茶店",
    )
    elsewhere = Client()
    elsewhere.force_login(member)
    body = elsewhere.get(reverse("notes:new"), {"draft": saved.json()["draft"]}).content.decode()
    places = [body.index(f'data-id="{pk}"') for pk in order]
    assert places == sorted(places)
    assert f'name="request_key" value="{key}"' in body
    point = {"product": product.pk, "photo": photos[0].pk, "x": 0.25, "y": 0.5, "tie": "gift"}
    assert json.dumps(point) in unescape(body)
    for chosen in ("followers", "nobody"):
        assert f'<option value="{chosen}" selected>' in body
    assert re.search(r'name="is_ai_made"[^>]*checked', body)
    assert re.search(r'name="cover_style" value="3"[^>]*checked', body)
    assert f'name="accepted_tags" value="{Note.objects.get().tagged.get().tag_id}"' in body
    assert product.name in body


def test_nobody_else_sees_or_resumes_a_draft(client_of, member, client):
    draft = make.note(author=member, status=Note.Status.DRAFT, title="还没写完")
    stranger = client_of(make.user())
    assert stranger.get(reverse("notes:new"), {"draft": draft.pk}).status_code == 404
    for address in (draft.get_absolute_url(), reverse("notes:edit", args=[draft.pk])):
        assert stranger.get(address).status_code == 404
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert stranger.post(reverse("notes:delete", args=[draft.pk])).status_code == 404
    assert "还没写完" not in stranger.get(reverse("notes:profile", args=[member.handle])).content.decode()
    assert (
        "还没写完"
        not in client_of(member).get(reverse("notes:profile", args=[member.handle])).content.decode()
    )


def test_the_key_of_another_is_another_draft(client_of, member):
    key = uuid.uuid4()
    mine = autosave(client_of(member), key).json()["draft"]
    theirs = autosave(client_of(make.user()), key, title="不同").json()["draft"]
    assert mine != theirs
    assert Note.objects.get(pk=mine).title == "周末的早餐"


def test_posting_turns_the_draft_into_the_note(client_of, member, run_tasks):
    client, key = client_of(member), uuid.uuid4()
    photo = make.photo(owner=member)
    draft = autosave(client, key, photo_ids=photo.pk).json()["draft"]
    with run_tasks():
        answer = client.post(reverse("notes:new"), written(key, photo_ids=photo.pk, do="post"))
        tasks.sweep()
    assert answer.url == reverse("notes:status", args=[draft])
    note = Note.objects.get()
    assert (note.pk, note.status, note.edited_at) == (draft, Note.Status.PUBLISHED, None)
    late = autosave(client, key, text="太晚了")
    assert late.status_code == 409
    note.refresh_from_db()
    assert "太晚了" not in note.text


def test_what_was_saved_elsewhere_is_not_overwritten_unseen(client_of, member):
    client, key = client_of(member), uuid.uuid4()
    first = autosave(client, key).json()["seen"]
    newer = autosave(client, key, text="那边的话", seen=first).json()["seen"]
    late = autosave(client, key, text="这边的话", seen=first)
    assert (late.status_code, late.json()["code"], late.json()["seen"]) == (409, "newer", newer)
    for do in ("draft", "post"):
        page = client.post(reverse("notes:new"), written(key, text="这边的话", seen=first, do=do))
        assert page.status_code == 409
        assert "这边的话" in page.content.decode()
        assert f'name="seen" value="{newer}"' in page.content.decode()
    assert (Note.objects.get().text, Note.objects.get().status) == ("那边的话", Note.Status.DRAFT)
    assert autosave(client, key, text="这边的话", seen=newer).status_code == 200


def test_a_page_that_did_not_hear_the_answer_does_not_meet_itself(client_of, member):
    client, key, page = client_of(member), uuid.uuid4(), uuid.uuid4()
    first = autosave(client, key, page=page).json()["seen"]
    autosave(client, key, text="第二版", seen=first, page=page)
    assert autosave(client, key, text="第三版", seen=first, page=page).status_code == 200
    assert autosave(client, key, text="别处", seen=first, page=uuid.uuid4()).status_code == 409


def test_words_sent_after_the_note_was_posted_elsewhere_stay_on_the_page(client_of, member):
    client, key = client_of(member), uuid.uuid4()
    posted = client.post(reverse("notes:new"), written(key))
    again = client.post(reverse("notes:new"), written(key))
    assert (posted.status_code, again.url) == (302, posted.url)
    late = client.post(reverse("notes:new"), written(key, text="晚了一步"))
    assert late.status_code == 409
    assert "晚了一步" in late.content.decode()
    note = Note.objects.get()
    assert reverse("notes:edit", args=[note.pk]) in late.content.decode()
    assert note.text != "晚了一步"


def test_an_edit_of_a_note_changed_elsewhere_is_not_taken_unseen(client_of, member):
    note = make.note(author=member)
    client, address = client_of(member), reverse("notes:edit", args=[note.pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())[1]
    assert client.post(address, written(uuid.uuid4(), text="那边的话", seen=seen)).status_code == 302
    late = client.post(address, written(uuid.uuid4(), text="这边的话", seen=seen))
    assert late.status_code == 409
    assert "这边的话" in late.content.decode()
    note.refresh_from_db()
    assert note.text == "那边的话"


def test_a_refused_post_leaves_the_draft_as_it_was(client_of, member):
    client, key = client_of(member), uuid.uuid4()
    autosave(client, key)
    answer = client.post(reverse("notes:new"), written(key, title="长" * 21, do="post"))
    assert answer.status_code == 422
    assert Note.objects.get().status == Note.Status.DRAFT


def test_a_member_keeps_at_most_a_hundred_drafts_and_still_posts(client_of, member):
    make.note.create_batch(limits.DRAFTS, author=member, status=Note.Status.DRAFT)
    client = client_of(member)
    refused = autosave(client, uuid.uuid4())
    assert refused.status_code == 400
    assert refused.json()["code"] == "too_many_drafts"
    assert client.post(reverse("notes:new"), written(uuid.uuid4())).status_code == 302
    assert Note.objects.filter(author=member, status=Note.Status.PROCESSING).count() == 1


def test_the_list_has_a_tab_for_each_state(client_of, member, django_assert_max_num_queries):
    status = Note.Status
    make.note(author=member, status=status.DRAFT, title="一份草稿")
    make.note(
        author=member, status=status.DRAFT, title="明天发", publish_at=timezone.now() + timedelta(days=1)
    )
    make.note(author=member, status=status.IN_REVIEW, title="在审核")
    make.note(author=member, status=status.REJECTED, title="被退回", reject_message="联系方式")
    make.note(author=make.user(), status=status.DRAFT, title="别人的")
    client = client_of(member)
    seen = {"drafts": "一份草稿", "scheduled": "明天发", "review": "在审核", "rejected": "被退回"}
    for tab, title in seen.items():
        with django_assert_max_num_queries(8):
            body = client.get(reverse("notes:mine"), {"tab": tab}).content.decode()
        assert title in body
        assert not any(other in body for other in seen.values() if other != title)
        assert "别人的" not in body
    assert "联系方式" in client.get(reverse("notes:mine"), {"tab": "rejected"}).content.decode()


def test_a_deleted_draft_takes_its_pictures_along(client_of, member, run_tasks):
    draft = make.note(author=member, status=Note.Status.DRAFT, photos=2)
    files = [photo.original for photo in draft.photos.all()]
    video = Video.objects.create(owner=member, note=draft)
    with run_tasks():
        client_of(member).post(reverse("notes:delete", args=[draft.pk]))
    assert not Note.objects.exists()
    assert not Photo.objects.exists()
    assert not any(file.storage.exists(file.name) for file in files)
    video.refresh_from_db()
    assert video.note_id is None


# --- Scheduled ------------------------------------------------------------------------------------------------


def schedule(client, key, at, **changes):
    return client.post(
        reverse("notes:new"),
        written(key, publish_at=f"{localtime(at):%Y-%m-%dT%H:%M}", do="schedule", **changes),
    )


def test_a_scheduled_note_waits_for_its_time(client_of, member, run_tasks):
    client, key = client_of(member), uuid.uuid4()
    at = timezone.now() + timedelta(days=2)
    answer = schedule(client, key, at)
    assert answer.url == reverse("notes:mine") + "?tab=scheduled"
    note = Note.objects.get()
    assert note.status == Note.Status.DRAFT
    assert abs(note.publish_at - at) < timedelta(minutes=1)
    with run_tasks():
        tasks.sweep()
    assert Note.objects.get().status == Note.Status.DRAFT
    Note.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    with run_tasks():
        tasks.sweep()
        tasks.sweep()
    note = Note.objects.get()
    assert note.status == Note.Status.PUBLISHED
    assert note.publish_at is None
    assert note.versions.count() == 0


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Atlantic/Reykjavik", 9),
        ("Asia/Shanghai", 1),
        ("", 1),
        ("No/Such", 1),
        ("../etc/passwd", 1),
        ("Europe", 1),
    ],
)
def test_a_time_is_meant_in_the_zone_named_or_else_in_that_of_the_site(client_of, member, zone, hour):
    day = (timezone.now() + timedelta(days=200)).replace(day=15)
    sent = written(uuid.uuid4(), publish_at=f"{day:%Y-%m-%d}T09:00", zone=zone, do="schedule")
    assert client_of(member).post(reverse("notes:new"), sent).status_code == 302
    at = Note.objects.get().publish_at
    assert (at.date(), at.hour) == (day.date(), hour)


@pytest.mark.parametrize("away", [timedelta(hours=-1), timedelta(days=400)])
def test_a_time_past_or_too_far_is_refused(client_of, member, away):
    answer = schedule(client_of(member), uuid.uuid4(), timezone.now() + away)
    assert answer.status_code == 422
    assert not Note.objects.exists()


def test_scheduling_needs_a_time_and_a_complete_note(client_of, member):
    client = client_of(member)
    assert client.post(reverse("notes:new"), written(uuid.uuid4(), do="schedule")).status_code == 422
    tomorrow = timezone.now() + timedelta(days=1)
    assert schedule(client, uuid.uuid4(), tomorrow, title="", text="").status_code == 422
    assert not Note.objects.exists()


def test_a_scheduled_note_can_be_changed_moved_posted_and_taken_back(client_of, member):
    client, key = client_of(member), uuid.uuid4()
    schedule(client, key, timezone.now() + timedelta(days=1))
    schedule(client, key, timezone.now() + timedelta(days=3), title="改过的")
    note = Note.objects.get()
    assert note.title == "改过的"
    assert note.publish_at > timezone.now() + timedelta(days=2)
    client.post(reverse("notes:unschedule", args=[note.pk]))
    note.refresh_from_db()
    assert (note.status, note.publish_at) == (Note.Status.DRAFT, None)
    client.post(reverse("notes:new"), written(key, do="post"))
    note.refresh_from_db()
    assert note.status == Note.Status.PROCESSING


def test_nobody_else_takes_a_schedule_back(client_of, member):
    note = make.note(author=member, status=Note.Status.DRAFT, publish_at=timezone.now() + timedelta(days=1))
    assert client_of(make.user()).post(reverse("notes:unschedule", args=[note.pk])).status_code == 404
    note.refresh_from_db()
    assert note.publish_at


def test_what_became_incomplete_stays_a_draft_and_its_author_is_told(member):
    note = make.note(
        author=member,
        status=Note.Status.DRAFT,
        title="长" * 30,
        publish_at=timezone.now() - timedelta(minutes=1),
    )
    assert actions.publish_due() == 0
    note.refresh_from_db()
    assert (note.status, note.publish_at) == (Note.Status.DRAFT, None)
    assert Notification.objects.get(recipient=member).kind == "schedule_failed"


def test_nothing_is_posted_for_somebody_who_left(member):
    make.note(author=member, status=Note.Status.DRAFT, publish_at=timezone.now() - timedelta(minutes=1))
    member.is_active = False
    member.save()
    assert actions.publish_due() == 0


# --- At the same moment ---------------------------------------------------------------------------------------


def at_once(*calls):
    """Run the calls in threads of their own, each with its own connection."""

    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_kept_before", [True, False])
def test_two_submits_at_once_post_one_note_and_both_lead_to_it(is_kept_before):
    member, key = make.user(), uuid.uuid4()
    photo = make.photo(owner=member)
    clients = [Client(), Client(), Client()]
    for client in clients:
        client.force_login(member)
    if is_kept_before:
        autosave(clients[0], key, photo_ids=photo.pk)
    data = written(key, photo_ids=photo.pk, do="post")
    answers = at_once(*(lambda client=client: client.post(reverse("notes:new"), data) for client in clients))
    note = Note.objects.get()
    assert [answer.status_code for answer in answers] == [302] * 3
    assert {answer.url for answer in answers} == {reverse("notes:status", args=[note.pk])}
    assert list(note.photos.all()) == [photo]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_post_a_due_note_once():
    make.note.create_batch(
        5, author=make.user(), status=Note.Status.DRAFT, publish_at=timezone.now() - timedelta(minutes=1)
    )
    assert sum(at_once(actions.publish_due, actions.publish_due, actions.publish_due)) == 5
    assert Note.objects.filter(status=Note.Status.PROCESSING).count() == 5


@pytest.mark.django_db(transaction=True)
def test_one_picture_asked_for_by_two_notes_at_once_goes_to_one():
    member = make.user()
    photo = make.photo(owner=member)

    def post():
        try:
            return actions.create_note(author=member, request_key=uuid.uuid4(), title="抢", photos=[photo]).pk
        except NoteRefused as refused:
            return refused.code

    found = at_once(post, post)
    assert "photo_used" in found
    assert Note.objects.count() == 1


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_what_came_due_while_the_worker_was_off_is_posted_when_it_is_back():
    note = make.note(
        author=make.user(), status=Note.Status.DRAFT, publish_at=timezone.now() - timedelta(hours=1)
    )
    worker = start_worker()
    try:
        tasks.sweep.delay()
        for _ in range(100):
            note.refresh_from_db()
            if note.status == Note.Status.PUBLISHED:
                break
            time.sleep(0.2)
    finally:
        stop(worker)
    assert note.status == Note.Status.PUBLISHED

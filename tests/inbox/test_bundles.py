"""Notices of many people on one thing and day are one row; the unread number counts rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions import set_block
from accounts.models import User
from inbox import actions
from inbox.actions import mark_all_read, notify
from inbox.models import Notification, NotificationAct
from notes.actions import set_like
from tests import make

pytestmark = pytest.mark.django_db


def unread(user) -> int:
    return User.objects.values_list("unread_count", flat=True).get(pk=user.pk)


def like(note, *people):
    for person in people:
        set_like(note=note, user=person, on=True)


def test_five_likes_are_one_row(member, client_of):
    note = make.note(author=member, title="Rain in Suzhou")
    like(note, *(make.user(name=name) for name in ("An", "Bo", "Chen", "Ding", "Mei")))
    notice = Notification.objects.get(recipient=member)
    assert (notice.people, notice.others, notice.actor.name) == (5, 4, "Mei")
    assert unread(member) == 1
    page = client_of(member).get("/inbox/").content.decode()
    assert "and 4 others" in page
    assert "liked your note" in page


def test_another_note_or_kind_or_day_is_another_row(member):
    one, other = make.note(author=member), make.note(author=member)
    like(one, make.user())
    like(other, make.user())
    notify(
        recipient_id=member.pk,
        kind="bookmark",
        actor_id=make.user().pk,
        url=one.get_absolute_url(),
        title="x",
    )
    assert Notification.objects.count() == 3
    Notification.objects.update(bundle=None, made_at=timezone.now() - timedelta(days=1))
    like(one, make.user())
    assert Notification.objects.count() == unread(member) == 4


def test_liking_again_tells_nothing_new(member):
    note, fan = make.note(author=member), make.user()
    for on in (True, False, True):
        set_like(note=note, user=fan, on=on)
    mark_all_read(user=member)
    for on in (False, True):
        set_like(note=note, user=fan, on=on)
    assert unread(member) == 0
    assert Notification.objects.get().people == 1


def test_a_row_that_was_read_is_unread_with_the_next_like(member):
    note = make.note(author=member)
    like(note, make.user())
    mark_all_read(user=member)
    like(note, make.user(), make.user())
    assert unread(member) == 1
    assert Notification.objects.get().people == 3


def test_what_changed_after_the_page_opened_stays_unread(member):
    note, other = make.note(author=member), make.note(author=member)
    like(note, make.user())
    like(other, make.user())
    shown = Notification.objects.latest("made_at")
    like(note, make.user())
    mark_all_read(user=member, up_to=shown.pk)
    assert unread(member) == 1


def test_the_same_person_commenting_twice_is_one_person(member):
    fan = make.user()
    for number in range(2):
        where = f"/notes/1/#comment-{number}"
        words = {"title": "t", "text": str(number)}
        notify(recipient_id=member.pk, kind="comment", actor_id=fan.pk, url=where, key=f"c:{number}", **words)
    notice = Notification.objects.get()
    assert notice.people == 1
    assert notice.url.endswith("#comment-1")
    assert NotificationAct.objects.count() == 2


def test_opening_leads_to_the_note_and_reads_it(member, client_of):
    note = make.note(author=member)
    like(note, make.user())
    notice = Notification.objects.get()
    answer = client_of(member).get(f"/inbox/notices/{notice.pk}/")
    assert answer["Location"] == note.get_absolute_url()
    assert unread(member) == 0
    assert client_of(make.user()).get(f"/inbox/notices/{notice.pk}/").status_code == 404


def test_tabs_show_one_group(member, client_of):
    note = make.note(author=member)
    like(note, make.user(name="Likey"))
    notify(recipient_id=member.pk, kind="follow", actor_id=make.user(name="Folly").pk, url="/u/x/")
    likes = client_of(member).get("/inbox/?tab=likes").content.decode()
    assert "Likey" in likes
    assert "Folly" not in likes
    assert "Folly" in client_of(member).get("/inbox/?tab=followers").content.decode()
    assert client_of(member).get("/inbox/?tab=nonsense").status_code == 200
    client_of(member).post("/inbox/read/", {"tab": "likes"})
    assert unread(member) == 1


def test_a_block_reads_what_stood_unread(member):
    fan, note = make.user(), make.note(author=member)
    like(note, fan)
    set_block(blocker=member, blocked=fan, on=True)
    assert unread(member) == 0


@pytest.mark.parametrize("number", [1, 12])
def test_a_page_of_shared_rows_costs_three(member, client_of, number, django_assert_num_queries):
    for _n in range(number):
        like(make.note(author=member), make.user(), make.user())
    client = client_of(member)
    with django_assert_num_queries(3):  # member, notices, faces
        client.get("/inbox/")


@pytest.mark.django_db(transaction=True)
def test_twenty_likes_at_once_while_reading():
    member = make.user()
    people = [make.user() for _n in range(20)]

    def act(n):
        try:
            if n % 5 == 4:
                actions.mark_all_read(user=member)
            notify(
                recipient_id=member.pk,
                kind="like",
                actor_id=people[n].pk,
                url="/notes/1/",
                key=f"k{n}",
                title="t",
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(act, range(20)))
    assert Notification.objects.get().people == NotificationAct.objects.count() == 20
    assert unread(member) == Notification.objects.filter(recipient=member, read_at=None).count()

"""What reaches an inbox, what does not, and that the number of unread notices is always true."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions import set_block, set_follow
from accounts.models import Follow, User
from inbox import tasks
from inbox.actions import mark_all_read, notify
from inbox.models import Notification
from inbox.registry import UnknownKind, register
from tests import make

THREADS = 20


@pytest.fixture(autouse=True, scope="module")
def _a_kind():
    register("greeting", lambda notice: f"hello {notice.data['word']}", "bell")


def greet(recipient, **fields):
    return notify(recipient_id=recipient.pk, kind="greeting", **{"word": "you", **fields})


def unread(user) -> int:
    return User.objects.values_list("unread_count", flat=True).get(pk=user.pk)


def run_in_threads(function, arguments):
    def call(argument):
        try:
            return function(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(call, arguments))


def test_a_notice_is_counted_once(member):
    assert greet(member)
    assert unread(member) == Notification.objects.filter(recipient=member).count() == 1


def test_the_same_key_is_one_notice(member):
    assert greet(member, key="a")
    assert not greet(member, key="a")
    assert greet(make.user(), key="a")
    assert unread(member) == 1


def test_nobody_is_told_about_their_own_acts(member):
    assert not greet(member, actor_id=member.pk)
    assert unread(member) == 0


@pytest.mark.parametrize("who_blocks", ["recipient", "actor"])
def test_a_block_stops_notices_both_ways(member, who_blocks):
    other = make.user()
    blocker, blocked = (member, other) if who_blocks == "recipient" else (other, member)
    set_block(blocker=blocker, blocked=blocked, on=True)

    assert not greet(member, actor_id=other.pk)
    assert not Notification.objects.exists()


def test_an_unregistered_kind_is_a_mistake_in_code(member):
    with pytest.raises(UnknownKind):
        notify(recipient_id=member.pk, kind="nonsense")


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_counted_exactly():
    member = make.user()
    run_in_threads(lambda n: greet(member, key=f"key {n % 15}"), range(THREADS))
    assert unread(member) == Notification.objects.filter(recipient=member).count() == 15


@pytest.mark.django_db(transaction=True)
def test_reading_while_notices_arrive_keeps_the_count_true():
    member = make.user()
    run_in_threads(lambda n: greet(member) if n % 2 else mark_all_read(user=member), range(THREADS))
    assert unread(member) == Notification.objects.filter(recipient=member, read_at=None).count()


def test_reading_twice_is_reading_once(member):
    greet(member)
    greet(member)
    assert mark_all_read(user=member) == 2
    assert mark_all_read(user=member) == 0
    assert unread(member) == 0


def test_what_came_after_the_page_was_opened_stays_unread(member):
    greet(member)
    shown = Notification.objects.latest("pk")
    greet(member)
    mark_all_read(user=member, up_to=shown.pk)
    assert unread(member) == 1


def test_a_follow_is_told_once(member, run_tasks):
    fan = make.user(name="Mei")
    for on in (True, False, True):
        with run_tasks():
            set_follow(follower=fan, followed=member, on=on)

    notice = Notification.objects.get(recipient=member)
    assert notice.sentence == "started to follow you"
    assert "Mei" in notice.actor.name
    assert notice.url == fan.get_absolute_url()
    assert unread(member) == 1


def test_the_sweep_tells_about_a_follow_that_the_queue_lost(member):
    fan = make.user()
    set_follow(follower=fan, followed=member, on=True)
    tasks.sweep()
    assert not Notification.objects.exists()  # the task may still be on its way

    Follow.objects.update(made_at=timezone.now() - tasks.UNTOLD_AFTER)
    for _again in range(2):
        tasks.sweep()
    assert Notification.objects.get(recipient=member).actor == fan
    assert unread(member) == 1
    assert not Follow.objects.untold().exists()


def test_a_follow_told_before_is_not_swept_for_ever(member, run_tasks):
    fan = make.user()
    for on in (True, False, True):
        with run_tasks():
            set_follow(follower=fan, followed=member, on=on)
    assert not Follow.objects.untold().exists()


class TestPage:
    address = "/inbox/"

    def test_visitors_sign_in_first(self, client, db):
        response = client.get(self.address)
        assert response.status_code == 302
        assert "next=/inbox/" in response["Location"]

    def test_shows_own_notices_only_newest_first(self, client_of, member):
        greet(member, word="first")
        greet(member, word="second")
        greet(make.user(), word="foreign")
        page = client_of(member).get(self.address).content.decode()
        assert page.index("hello second") < page.index("hello first")
        assert "foreign" not in page

    def test_looking_changes_nothing(self, client_of, member):
        greet(member)
        client_of(member).get(self.address)
        assert unread(member) == 1

    def test_the_button_marks_them_read(self, client_of, member):
        greet(member)
        response = client_of(member).post("/inbox/read/", {"up_to": Notification.objects.get().pk})
        assert response.status_code == 302
        assert unread(member) == 0

    def test_reading_refuses_get_and_nonsense(self, client_of, member):
        greet(member)
        assert client_of(member).get("/inbox/read/").status_code == 405
        for nonsense in ("x", "9" * 40, "-1"):
            assert client_of(member).post("/inbox/read/", {"up_to": nonsense}).status_code == 302

    def test_htmx_gets_a_fragment(self, client_of, member):
        greet(member)
        page = client_of(member).post("/inbox/read/", headers={"HX-Request": "true"}).content.decode()
        assert "All read" in page
        assert "<html" not in page

    def test_people_behind_a_block_vanish_from_the_list(self, client_of, member):
        other = make.user()
        greet(member, actor_id=other.pk, word="before")
        set_block(blocker=member, blocked=other, on=True)
        assert "before" not in client_of(member).get(self.address).content.decode()

    def test_a_kind_of_another_release_does_not_break_the_page(self, client_of, member):
        Notification.objects.create(recipient=member, kind="bygone")
        assert client_of(member).get(self.address).status_code == 200

    def test_pages_go_on_by_cursor(self, client_of, member):
        for number in range(35):
            greet(member, word=f"n{number:02}")
        first = client_of(member).get(self.address)
        after = first.content.decode().split("?after=")[1].split('"')[0]
        second = client_of(member).get(f"{self.address}?after={after}").content.decode()
        assert "n04" in second
        assert "n05" not in second

    @pytest.mark.parametrize("number", [1, 25])
    def test_costs_the_same_however_many(self, client_of, member, number, django_assert_num_queries):
        for _n in range(number):
            greet(member, actor_id=make.user().pk)
        client = client_of(member)
        with django_assert_num_queries(2):  # member, notices
            client.get(reverse("inbox:list"))

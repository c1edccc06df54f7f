"""What browsers and members tell the event log, and what is written of it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError

from accounts.actions import set_follow
from inbox.actions import pass_on
from notes.actions import add_comment, record_share, set_bookmark, set_like
from recommend import actions
from recommend.events import log, told
from recommend.events.entries import act
from recommend.models import Event, Kind, Surface
from tests import make
from tests.commerce import buying

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def _nothing_waits(db):
    log.write_waiting()
    Event.objects.all().delete()


def seen(note, **fields) -> dict:
    told_at = int(timezone.now().timestamp() * 1000)
    event = {
        "id": uuid4().hex,
        "kind": "impression",
        "note": note.pk,
        "surface": "discover",
        "at": told_at,
    }
    return event | fields


def tell(client, *events, **headers):
    return client.post("/events/", {"events": json.dumps(events)}, **(HERE | headers))


def written() -> list[tuple]:
    actions.write_events()
    return list(Event.objects.order_by("at", "id").values_list("user", "note", "kind"))


# --- Browsers -----------------------------------------------------------------------------------------------


def test_what_a_member_saw_is_written(client_of, member):
    note = make.note()
    answer = tell(
        client_of(member),
        seen(note, position=7, arm=2),
        seen(note, kind="click", position=7, arm=2),
        seen(note, kind="dwell", ms=8_000),
    )
    assert answer.status_code == 204
    assert sorted(kind for _user, _note, kind in written()) == [Kind.IMPRESSION, Kind.CLICK, Kind.DWELL]
    first = Event.objects.get(kind=Kind.IMPRESSION)
    assert (first.user, first.note, first.surface) == (member, note, Surface.DISCOVER)
    assert (first.position, first.arm) == (7, 2)
    assert Event.objects.get(kind=Kind.DWELL).dwell_ms == 8_000


def test_a_batch_costs_one_query_or_none(client_of, member, django_assert_num_queries):
    client, note = client_of(member), make.note()
    with django_assert_num_queries(1):  # the member
        tell(client, *(seen(note, position=n) for n in range(50)))
    with django_assert_num_queries(0):
        tell(Client(), *(seen(note, position=n) for n in range(50)))


def test_a_visitor_has_no_name(client):
    note = make.note()
    tell(client, seen(note))
    assert written() == [(None, note.pk, Kind.IMPRESSION)]


def test_told_twice_stands_once(client_of, member):
    client, note = client_of(member), make.note()
    event = seen(note)
    tell(client, event, event)
    actions.write_events()
    tell(client, event)
    assert len(written()) == 1


def test_a_wrong_clock_is_not_believed_but_counts_once(client_of, member):
    client, note = client_of(member), make.note()
    event = seen(note) | {"at": 1_000_000_000_000}
    tell(client, event)
    tell(client, event)
    assert len(written()) == 1
    assert timezone.now() - Event.objects.get().at < timedelta(minutes=1)


def test_an_authors_own_looks_do_not_count(client_of):
    note = make.note()
    tell(client_of(note.author), seen(note), seen(note, kind="click"))
    assert written() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"note": 987654321},
        {"note": "1; DROP TABLE notes_note"},
        {"note": 2**70},
        {"kind": "like"},
        {"kind": "purchase"},
        {"kind": None},
        {"id": ""},
        {"id": "x" * 65},
    ],
)
def test_single_wrong_events_are_left_out(client, wrong):
    note = make.note()
    assert tell(client, seen(note) | wrong, "nonsense", None, seen(note)).status_code == 204
    assert written() == [(None, note.pk, Kind.IMPRESSION)]


def test_numbers_that_no_column_holds_are_cut(client):
    note = make.note()
    tell(client, seen(note, position=10**9, arm=10**9, kind="dwell", ms=10**12, surface="moon"))
    actions.write_events()
    event = Event.objects.get()
    assert (event.position, event.arm, event.dwell_ms) == (2**15 - 1, 0, told.MOST_DWELL_MS)
    assert event.surface == Surface.OTHER


@pytest.mark.parametrize("body", ["", "[", "{}", "[]", "1", '"x"'])
def test_what_is_no_batch_is_refused(client, body):
    assert client.post("/events/", {"events": body}, **HERE).status_code == 400


def test_too_much_is_refused(client):
    note = make.note()
    assert tell(client, *(seen(note, position=n) for n in range(101))).status_code == 400
    assert client.post("/events/", {"events": "x" * 17_000}, **HERE).status_code == 413


def test_too_often_is_refused(client, client_of, member, monkeypatch):
    monkeypatch.setattr(told, "BATCHES_A_MINUTE", 3)
    monkeypatch.setattr(told, "BATCHES_OF_AN_ADDRESS", 5)
    note = make.note()
    for who, most in ((client, 5), (client_of(member), 3)):
        codes = [tell(who, seen(note)).status_code for _n in range(most + 1)]
        assert codes == [204] * most + [429]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": ""},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
    ],
)
def test_other_sites_cannot_tell(client, headers):
    assert tell(client, seen(make.note()), **headers).status_code == 403
    assert written() == []


def test_a_member_needs_the_token(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    note = make.note()
    assert tell(client, seen(note)).status_code == 403
    client.get("/settings/")
    token = client.cookies["csrftoken"].value
    body = {"events": json.dumps([seen(note)]), "csrfmiddlewaretoken": token}
    assert client.post("/events/", body, **HERE).status_code == 204


@pytest.mark.parametrize("header", ["HTTP_SEC_GPC", "HTTP_DNT"])
def test_do_not_track_is_respected(client_of, member, header):
    note = make.note()
    assert tell(client_of(member), seen(note), **{header: "1"}).status_code == 204
    assert written() == []


# --- Switched off, erased -----------------------------------------------------------------------------------


def test_without_personalisation_nothing_bears_a_name(client_of, member, run_tasks):
    note = make.note()
    actions.set_personalised(user=member, on=False)
    tell(client_of(member), seen(note), seen(note, kind="click"))
    with run_tasks():
        set_like(note=note, user=member, on=True)
    assert {user for user, _note, _kind in written()} == {None}
    assert {kind for _user, _note, kind in written()} == {Kind.IMPRESSION, Kind.CLICK}


def test_switching_off_holds_for_what_waits_already(client_of, member):
    note = make.note()
    tell(client_of(member), seen(note))
    actions.set_personalised(user=member, on=False)
    assert written() == [(None, note.pk, Kind.IMPRESSION)]


def test_erasing_takes_what_is_written_and_what_waits(client_of, member):
    other, note = make.user(), make.note()
    tell(client_of(member), seen(note))
    actions.write_events()
    tell(client_of(member), seen(note, kind="click"))
    tell(client_of(other), seen(note))
    assert actions.erase_learned(user=member) == 2
    assert [user for user, _note, _kind in written()] == [other.pk]


# --- Acts that the server knows -----------------------------------------------------------------------------


def test_acts_are_written_once_however_often_they_are_done(member, run_tasks):
    note = make.note()
    for on in (True, False, True, False, True):
        with run_tasks():
            set_like(note=note, user=member, on=on)
    assert written() == [(member.pk, note.pk, Kind.LIKE)]
    for on in (False, True):
        with run_tasks():
            set_like(note=note, user=member, on=on)
    assert written() == [(member.pk, note.pk, Kind.LIKE)]


def test_save_share_comment_and_follow_are_written(member, run_tasks):
    note = make.note()
    with run_tasks():
        set_bookmark(note=note, user=member, on=True)
        record_share(note=note, channel="c", by=member)
        set_follow(follower=member, followed=note.author, on=True)
        add_comment(note=note, author=member, text="Lovely place", request_key=uuid4())
    kinds = {kind for _user, _note, kind in written()}
    assert kinds == {Kind.SAVE, Kind.SHARE, Kind.FOLLOW, Kind.COMMENT}


def test_passing_a_note_on_in_conversations_is_one_share_of_the_sender(member, run_tasks):
    note = make.note()
    with run_tasks():
        pass_on(
            sender=member,
            recipients=[make.user(), make.user()],
            path=note.get_absolute_url(),
            remark="",
            request_key=uuid4(),
        )
    assert written() == [(member.pk, note.pk, Kind.SHARE)]


def test_a_purchase_is_written_once(member, run_tasks):
    product = make.product()
    payment = buying.order(member, {product.skus.get(): 2})
    with run_tasks():
        buying.pay(payment)
        buying.pay(payment)
    actions.write_events()
    event = Event.objects.get()
    assert (event.user, event.product, event.kind) == (member, product, Kind.PURCHASE)


def test_authors_acts_on_their_own_notes_do_not_count(run_tasks):
    note = make.note()
    with run_tasks():
        set_like(note=note, user=note.author, on=True)
    assert written() == []


def test_an_act_belongs_to_the_list_that_the_note_was_opened_from(client_of, member, run_tasks):
    note = make.note()
    tell(client_of(member), seen(note, kind="click", surface="search", position=3, arm=5))
    actions.write_events()
    with run_tasks():
        set_like(note=note, user=member, on=True)
    actions.write_events()
    like = Event.objects.get(kind=Kind.LIKE)
    assert (like.surface, like.position, like.arm) == (Surface.SEARCH, 3, 5)


# --- Failures -----------------------------------------------------------------------------------------------


class Away:
    """A Redis that does not answer."""

    def __getattr__(self, name):
        raise RedisConnectionError("away")


def test_without_redis_events_are_written_at_once(client_of, member, monkeypatch):
    monkeypatch.setattr(log, "redis", lambda: Away())
    monkeypatch.setattr(log, "_next_direct", 0.0)
    note = make.note()
    assert tell(client_of(member), seen(note)).status_code == 204
    assert Event.objects.get().note == note
    assert log.write_waiting() == 0
    assert log.to_learn(5) == []


def test_without_redis_only_some_are_written(client_of, member, monkeypatch):
    monkeypatch.setattr(log, "redis", lambda: Away())
    monkeypatch.setattr(log, "_next_direct", 0.0)
    monkeypatch.setattr(log, "DIRECT_PAUSE_S", 3600)
    note = make.note()
    for n in range(3):
        assert tell(client_of(member), seen(note, position=n)).status_code == 204
    assert Event.objects.count() == 1


def test_what_a_writer_left_behind_is_written_once(member, monkeypatch):
    note = make.note()
    log.record([act(Kind.CLICK, user_id=member.pk, note_id=note.pk)])

    class Killed(BaseException):
        pass

    def die(text):
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(log, "write", die)
        with pytest.raises(Killed):
            log.write_waiting()
    assert Event.objects.count() == 0
    log.record([act(Kind.CLICK, user_id=make.user().pk, note_id=note.pk)])
    assert log.write_waiting() == 2
    assert log.write_waiting() == 0


def test_killed_after_writing_writes_nothing_twice(member, monkeypatch):
    note = make.note()
    log.record([act(Kind.CLICK, user_id=member.pk, note_id=note.pk)])
    name = "x"
    log.redis().sadd(log.key("taken"), name)
    log.redis().rename(log.key("waiting"), log.key(name))
    log.write(b"".join(log.redis().lrange(log.key(name), 0, -1)))
    assert log.write_waiting() == 0
    assert Event.objects.count() == 1


def test_a_batch_that_cannot_be_read_does_not_stand_in_the_way(member):
    note = make.note()
    log.redis().rpush(log.key("waiting"), b"nonsense\n")
    assert log.write_waiting() == 0
    log.record([act(Kind.CLICK, user_id=member.pk, note_id=note.pk)])
    assert log.write_waiting() == 1


def test_what_waits_is_bounded(member, monkeypatch):
    monkeypatch.setattr(log, "MOST_WAITING", 3)
    note = make.note()
    for n in range(5):
        log.record([act(Kind.CLICK, user_id=member.pk, note_id=note.pk, key=n)])
    assert log.waiting() == 3

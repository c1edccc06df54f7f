"""Circles: joining, what stands in them, moderators, and which ones are proposed to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from core.errors import DomainError
from notes.models import Note
from recommend import actions, feeds
from recommend.actions import circles
from recommend.models import Circle, CircleAct, CircleNote, Interest, Membership
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def tea(db):
    circle = Circle.objects.create(name="Tea people", slug="tea-people", state="open")
    circle.tags.add(make.tag(name="tea"))
    return circle


@pytest.fixture
def member(tea):
    person = make.user()
    circles.set_membership(circle=tea, user=person, on=True)
    return person


@pytest.fixture
def moderator(tea):
    person = make.user()
    Membership.objects.create(circle=tea, user=person, role="moderator")
    return person


def shown(circle, viewer=VISITOR):
    return [note.title for note in feeds.of_circle(circle, viewer)]


def test_what_members_write_with_its_tags_stands_in_it(tea, member, index):
    make.note(title="Mine", author=member, tags=["tea"])
    make.note(title="Other", author=member, tags=["coffee"])
    make.note(title="Stranger", tags=["tea"])
    index()
    index()
    assert shown(tea) == ["Mine"]


def test_notes_come_and_go_with_their_author(tea, index):
    author = make.user()
    make.note(title="Old", author=author, tags=["tea"])
    index()
    assert circles.set_membership(circle=tea, user=author, on=True)
    assert not circles.set_membership(circle=tea, user=author, on=True)
    tea.refresh_from_db()
    assert (tea.member_count, shown(tea)) == (1, ["Old"])
    assert circles.set_membership(circle=tea, user=author, on=False)
    assert not circles.set_membership(circle=tea, user=author, on=False)
    tea.refresh_from_db()
    assert (tea.member_count, shown(tea)) == (0, [])


@pytest.mark.parametrize("change", [{"status": "removed"}, {"visibility": "only_me"}])
def test_what_is_hidden_leaves_at_once(tea, member, index, change):
    note = make.note(author=member, tags=["tea"])
    index()
    assert len(shown(tea)) == 1
    Note.objects.filter(pk=note.pk).update(**change)
    assert shown(tea) == []


def test_an_author_may_put_any_own_note_into_it(tea, member, index):
    note = make.note(title="A cup", author=member)
    assert circles.add_note(circle=tea, note=note, by=member)
    index()
    assert shown(tea) == ["A cup"]
    with pytest.raises(DomainError):
        circles.add_note(circle=tea, note=make.note(), by=member)
    stranger = make.user()
    with pytest.raises(DomainError):
        circles.add_note(circle=tea, note=make.note(author=stranger), by=stranger)


def test_a_circle_that_is_not_open_is_not_there(tea, client):
    for state in ("proposed", "closed"):
        Circle.objects.update(state=state)
        with pytest.raises(DomainError):
            circles.set_membership(circle=tea, user=make.user(), on=True)
        with pytest.raises(Http404):
            feeds.find_circle("tea-people", VISITOR)
        assert client.get("/circles/tea-people/").status_code == 404


class TestModerators:
    def test_a_note_taken_out_stays_out(self, tea, member, moderator, index):
        note = make.note(author=member, tags=["tea"])
        index()
        circles.take_note_out(circle=tea, note=note, by=moderator, reason="An advertisement")
        index()
        circles.circle_all(tea)
        assert shown(tea) == []
        with pytest.raises(DomainError):
            circles.add_note(circle=tea, note=note, by=member)
        assert CircleAct.objects.get().reason == "An advertisement"

    def test_one_sent_away_is_gone_and_cannot_come_back(self, tea, member, moderator, index):
        make.note(title="Tea", author=member, tags=["tea"])
        circles.add_note(circle=tea, note=make.note(title="Cup", author=member), by=member)
        index()
        circles.send_away(circle=tea, member=member, by=moderator, reason="Insults")
        circles.send_away(circle=tea, member=member, by=moderator, reason="Insults")
        tea.refresh_from_db()
        assert shown(tea) == []
        assert tea.member_count == 0
        for on in (False, True):
            if on:
                with pytest.raises(DomainError):
                    circles.set_membership(circle=tea, user=member, on=on)
            else:
                assert not circles.set_membership(circle=tea, user=member, on=on)

    def test_only_moderators_and_operators_act_and_say_why(self, tea, member, moderator, operator):
        note = make.note(author=member)
        with pytest.raises(DomainError):
            circles.take_note_out(circle=tea, note=note, by=member, reason="Because")
        with pytest.raises(DomainError):
            circles.take_note_out(circle=tea, note=note, by=moderator, reason=" ")
        assert not CircleNote.objects.exists()
        circles.appoint(circle=tea, member=member, by=operator, reason="Helpful")
        assert circles.may_moderate(tea, member)
        with pytest.raises(DomainError):
            circles.appoint(circle=tea, member=make.user(), by=operator, reason="Helpful")

    def test_by_hand(self, tea, member, moderator, index, client_of, django_assert_max_num_queries):
        note = make.note(title="Tea time", author=member, tags=["tea"])
        index()
        browser = client_of(moderator)
        with django_assert_max_num_queries(12):
            page = browser.get("/circles/tea-people/members/").content.decode()
        assert member.name in page
        act = "/circles/tea-people/moderate/"
        browser.post(act, {"act": "take_out", "note": note.pk, "reason": "Not tea"})
        browser.post(act, {"act": "send_away", "member": member.handle, "reason": "Not tea either"})
        page = browser.get("/circles/tea-people/members/").content.decode()
        assert "Not tea either" in page
        client_of(member).post(act, {"act": "appoint", "member": member.handle, "reason": "Me"})
        assert CircleAct.objects.count() == 2


class TestSuggestions:
    def test_those_around_ones_interests_come_first_with_why(self, tea):
        person, large = make.user(), Circle.objects.create(name="Large", slug="l", state="open")
        Circle.objects.filter(pk=large.pk).update(member_count=500)
        tag = tea.tags.get()
        Interest.objects.create(user=person, tag=tag, weight=5, source="chosen", counted_at=timezone.now())
        first, second = feeds.suggested_circles(person)
        assert (first.circle, first.tags, second.circle, second.tags) == (tea, ("tea",), large, ())
        assert "#tea" in first.why
        circles.set_membership(circle=tea, user=person, on=True)
        assert [one.circle for one in feeds.suggested_circles(person)] == [large]

    def test_circles_grow_from_tags_that_many_write_with(self, monkeypatch, index):
        monkeypatch.setattr(circles, "AUTHORS_NEEDED", 3)
        for _number in range(3):
            make.note(tags=["camping", "tents"])
            make.note(author=make.user(), tags=["everyday"])
        make.note(tags=["camping"])
        old = timezone.now() - timedelta(days=200)
        for _number in range(5):
            make.note(tags=["old"], published_at=old)
        for _number in range(40):
            make.note(author=make.user(), tags=["common"])
        index()
        assert circles.propose_circles() >= 1
        found = Circle.objects.get(name="camping")
        assert (found.state, found.authors_seen, found.notes_seen) == ("proposed", 4, 4)
        assert {tag.name for tag in found.tags.all()} == {"camping", "tents"}
        assert not Circle.objects.filter(name="old").exists()
        number = Circle.objects.count()
        assert circles.propose_circles() == 0
        assert Circle.objects.count() == number

    def test_opening_fills_it(self, index):
        author = make.user()
        make.note(title="Tent", author=author, tags=["camping"])
        index()
        circle = Circle.objects.create(name="Campers", slug="campers")
        circle.tags.add(make.tag(name="camping"))
        Membership.objects.create(circle=circle, user=author)
        assert circles.open_circles([circle]) == 1
        assert circles.open_circles([circle]) == 0
        assert shown(circle) == ["Tent"]


def test_pages(tea, member, index, client, client_of, django_assert_max_num_queries):
    for number in range(20):
        make.note(title=f"Tea {number}", author=member, tags=["tea"])
    index()
    browser = client_of(make.user())
    with django_assert_max_num_queries(12):
        assert "Tea people" in browser.get("/circles/").content.decode()
    with django_assert_max_num_queries(12):
        assert "Tea 19" in browser.get("/circles/tea-people/").content.decode()
    browser.post("/circles/tea-people/join/", {"on": "1"})
    tea.refresh_from_db()
    assert tea.member_count == 2
    assert client.get("/circles/").status_code == 200
    assert client.post("/circles/tea-people/join/", {"on": "1"}).status_code == 302
    assert browser.get("/circles/tea-people/join/").status_code == 405


def test_over_the_api(tea, member, index, client_of):
    make.note(title="Tea", author=member, tags=["tea"])
    index()
    person = make.user()
    browser = client_of(person)
    assert browser.get("/api/v1/circles/").json()["results"][0]["slug"] == "tea-people"
    assert browser.get("/api/v1/circles/tea-people/").json()["role"] is None
    assert browser.put("/api/v1/circles/tea-people/membership/").status_code == 204
    assert browser.get("/api/v1/circles/tea-people/").json()["role"] == "member"
    assert browser.get("/api/v1/circles/tea-people/notes/").json()["results"][0]["title"] == "Tea"
    assert browser.delete("/api/v1/circles/tea-people/membership/").status_code == 204
    assert browser.get("/api/v1/suggested-circles/").json()[0]["circle"]["slug"] == "tea-people"
    assert not actions.propose_circles()

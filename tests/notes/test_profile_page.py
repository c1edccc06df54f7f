"""A member's page: tabs and their privacy, pinned notes, followers, numbers."""

import re

import pytest
from django.urls import reverse

from accounts.actions import set_block, set_follow
from core.errors import DomainError
from notes import actions
from notes.models import Note
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make.user(handle="lin", name="Lin")


def page(client, person, tab="notes", **query) -> str:
    answer = client.get(reverse("notes:profile", args=[person.handle]), {"tab": tab, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_saved_and_liked_are_private_until_their_owner_opens_them(client, author):
    kept, liked = make.note(title="藏起来的"), make.note(title="喜欢过的")
    actions.set_bookmark(note=kept, user=author, on=True)
    actions.set_like(note=liked, user=author, on=True)
    for tab in ("saved", "liked"):
        text = page(client, author, tab)
        assert "藏起来的" not in text
        assert "喜欢过的" not in text
        assert f"?tab={tab}" not in text
    author.shows_saved = author.shows_liked = True
    author.save()
    assert "藏起来的" in page(client, author, "saved")
    assert "喜欢过的" in page(client, author, "liked")


def test_a_public_board_opens_the_saved_tab_but_not_what_stands_outside_of_it(client, author):
    public = actions.create_board(owner=author, name="江南", is_public=True)
    private = actions.create_board(owner=author, name="私房")
    actions.save_to(note=make.note(title="板里的"), user=author, board=public)
    actions.save_to(note=make.note(title="私房里的"), user=author, board=private)
    actions.set_bookmark(note=make.note(title="板外的"), user=author, on=True)
    text = page(client, author, "saved")
    assert "江南" in text
    for secret in ("私房", "板外的"):
        assert secret not in text
    client.force_login(author)
    text = page(client, author, "saved")
    for own in ("江南", "私房", "板外的"):
        assert own in text


def test_what_others_may_not_see_is_in_nobodys_shared_tab(client, author):
    hidden = make.note(title="只有自己", visibility=Note.Visibility.ONLY_ME)
    actions.set_like(note=hidden, user=author, on=True)
    actions.set_bookmark(note=hidden, user=author, on=True)
    author.shows_saved = author.shows_liked = True
    author.save()
    for tab in ("saved", "liked"):
        assert "只有自己" not in page(client, author, tab)
        client.force_login(author)
        assert "只有自己" not in page(client, author, tab)
        client.logout()


def test_the_owner_sees_marks_on_what_not_everybody_sees(client, author):
    make.note(author=author, title="给关注者", visibility=Note.Visibility.FOLLOWERS)
    make.note(author=author, title="给自己", visibility=Note.Visibility.ONLY_ME)
    assert "给关注者" not in page(client, author)
    fan = make.user()
    set_follow(follower=fan, followed=author, on=True)
    client.force_login(fan)
    text = page(client, author)
    assert "给关注者" in text
    assert "给自己" not in text
    client.force_login(author)
    text = page(client, author)
    assert "Only me" in text
    assert "Followers" in text


def test_pinned_notes_stand_first_once_and_at_most_three(client, author):
    notes = [make.note(author=author, title=f"篇{number}") for number in range(40)]
    client.force_login(author)
    for note in notes[:3]:
        client.post(reverse("notes:pin", args=[note.pk]), {"on": "1"})
    with pytest.raises(DomainError):
        actions.set_pin(note=notes[3], on=True)
    client.logout()
    first = client.get(reverse("notes:profile", args=["lin"]))
    text = first.content.decode()
    assert text.index("篇2") < text.index("篇1") < text.index("篇39")
    after = re.search(r"after=([\w-]+)", text)[1]
    more = client.get(
        reverse("notes:profile", args=["lin"]), {"after": after}, headers={"HX-Request": "true"}
    )
    for note in notes[:3]:
        assert note.get_absolute_url() + '"' not in more.content.decode()
        assert text.count(f'note-card__cover" href="{note.get_absolute_url()}"') == 1
    actions.set_pin(note=notes[0], on=False)
    actions.set_pin(note=notes[3], on=True)


def test_only_the_author_pins_and_only_what_is_published(client, author, member):
    note = make.note(author=author)
    client.force_login(member)
    assert client.post(reverse("notes:pin", args=[note.pk]), {"on": "1"}).status_code == 404
    assert client.put(reverse("api:note-pin", args=[note.pk])).status_code == 404
    client.force_login(author)
    assert client.put(reverse("api:note-pin", args=[note.pk])).status_code == 204
    waiting = make.note(author=author, status=Note.Status.IN_REVIEW)
    assert client.put(reverse("api:note-pin", args=[waiting.pk])).status_code == 400
    assert client.delete(reverse("api:note-pin", args=[note.pk])).status_code == 204


def test_following_is_shown_both_ways(client, author, member):
    client.force_login(member)
    set_follow(follower=author, followed=member, on=True)
    assert "Follows you" in page(client, author)
    set_follow(follower=member, followed=author, on=True)
    assert "You follow each other" in page(client, author)


def test_likes_and_saves_received_are_summed(client, author):
    make.note(author=author, like_count=3, bookmark_count=4)
    make.note(author=author, like_count=50, visibility=Note.Visibility.ONLY_ME)
    assert "<b>7</b>" in page(client, author)


@pytest.mark.parametrize("name", ["followers", "following"])
def test_lists_of_people_leave_out_who_is_blocked_or_gone(client, author, member, name):
    people = [make.user(name=f"友{number}") for number in range(4)]
    for one in people:
        pair = (one, author) if name == "followers" else (author, one)
        set_follow(follower=pair[0], followed=pair[1], on=True)
    set_block(blocker=people[0], blocked=member, on=True)
    people[1].is_active = False
    people[1].save()
    member.refresh_from_db()
    client.force_login(member)
    text = client.get(reverse(f"notes:{name}", args=[author.handle])).content.decode()
    assert "友2" in text
    assert text.index("友3") < text.index("友2")
    assert "友0" not in text
    assert "友1" not in text
    assert text.count('hx-post="/u/') == 2
    client.logout()
    assert "csrf" not in client.get(reverse(f"notes:{name}", args=[author.handle])).content.decode()
    set_block(blocker=author, blocked=member, on=True)
    client.force_login(member)
    assert client.get(reverse(f"notes:{name}", args=[author.handle])).status_code == 404


@pytest.mark.parametrize("rows", [1, 12])
def test_the_pages_of_a_member_cost_the_same_however_long(
    client, author, member, rows, django_assert_max_num_queries
):
    series = actions.create_series(owner=author, name="连载")
    author.shows_saved = author.shows_liked = True
    author.save()
    for number in range(rows):
        note = make.note(author=author, photos=1, visibility=Note.Visibility.FOLLOWERS)
        actions.put_in_series(note=note, series=series)
        actions.set_like(note=note, user=author, on=True)
        place = actions.create_board(owner=author, name=f"板{number}", is_public=True)
        actions.save_to(note=make.note(photos=1), user=author, board=place)
        actions.set_bookmark(note=make.note(), user=author, on=True)
        set_follow(follower=make.user(), followed=author, on=True)
    set_follow(follower=member, followed=author, on=True)
    for viewer in (None, member, author):
        if viewer:
            client.force_login(viewer)
        for tab in ("notes", "saved", "liked", "series"):
            with django_assert_max_num_queries(9):
                page(client, author, tab)
        with django_assert_max_num_queries(6):
            client.get(reverse("notes:followers", args=[author.handle]))


def test_the_switches_are_in_the_profile_settings(client, author):
    client.force_login(author)
    data = {"name": "Lin", "handle": "lin", "bio": "", "city": "", "shows_liked": "on"}
    client.post(reverse("accounts:profile"), data)
    author.refresh_from_db()
    assert (author.shows_saved, author.shows_liked) == (False, True)


def test_the_menu_mutes_and_shows_again(client, member, author):
    address = reverse("accounts:mute", args=[author.handle])
    assert address not in page(client, author)
    client.force_login(member)
    assert "Mute this person" in page(client, author)
    here = reverse("notes:profile", args=[author.handle])
    assert client.post(address, {"on": "1", "next": here})["Location"] == here
    shown = page(client, author)
    assert "Show notes by this person again" in shown
    client.post(address, {"on": "0", "next": here})
    assert "Mute this person" in page(client, author)

"""Whom to follow and why; and what a member has filtered out of the feeds."""

import pytest
from django.urls import reverse

from accounts import actions as accounts
from notes import actions as notes
from notes.models import Note
from recommend.actions import hide, index_notes
from recommend.feeds.people import suggested
from tests import make


def follow(one, *others):
    for other in others:
        accounts.set_follow(follower=one, followed=other, on=True)


@pytest.mark.django_db
def test_people_my_friends_follow_come_first_with_their_names(member):
    lin, mei, ana, star = (make.user(name=name) for name in ("Lin", "Mei", "Ana", "Star"))
    follow(member, lin, mei)
    follow(lin, star, ana)
    follow(mei, star)
    found = suggested(member)
    assert [row.person for row in found][:2] == [star, ana]
    assert {str(found[0].why), str(found[1].why)} == {"Followed by Lin, Mei", "Followed by Lin"}


@pytest.mark.django_db
def test_many_friends_are_counted(member):
    friends, star = make.user.create_batch(5), make.user()
    follow(member, *friends)
    for friend in friends:
        follow(friend, star)
    assert str(suggested(member)[0].why).endswith("and 3 others you follow")


@pytest.mark.django_db
def test_authors_of_what_i_like_are_suggested_with_the_tag(member):
    author, hidden = make.user(), make.user()
    liked = make.note(tags=["咖啡馆"])
    make.note(author=author, tags=["咖啡馆"])
    make.note(author=hidden, tags=["咖啡馆"], status=Note.Status.IN_REVIEW)
    notes.set_like(note=liked, user=member, on=True)
    found = {row.person: str(row.why) for row in suggested(member)}
    assert found[author] == "Writes about #咖啡馆"
    assert hidden not in found


@pytest.mark.django_db
def test_whom_i_follow_block_or_mute_is_not_suggested(member):
    popular = make.user.create_batch(4)
    for fan in make.user.create_batch(2):
        follow(fan, *popular)
    follow(member, popular[0])
    accounts.set_block(blocker=popular[1], blocked=member, on=True)
    accounts.set_mute(muter=member, muted=popular[2], on=True)
    member.refresh_from_db()
    found = [row.person for row in suggested(member)]
    assert popular[3] in found
    assert not set(found) & {*popular[:3], member}


@pytest.mark.django_db
def test_an_author_of_whom_i_want_less_is_not_suggested(member):
    other, unwanted = make.user(), make.user()
    fan = make.user()
    follow(fan, other, unwanted)
    hide(user=member, author=unwanted)
    found = [row.person for row in suggested(member)]
    assert other in found
    assert unwanted not in found


@pytest.mark.django_db
def test_the_page_costs_the_same_however_many(client, member, django_assert_max_num_queries):
    popular = make.user.create_batch(20)
    for fan in make.user.create_batch(3):
        follow(fan, *popular)
    client.force_login(member)
    with django_assert_max_num_queries(10):
        text = client.get(reverse("recommend:people")).text
    assert "Many people follow them" in text
    body = client.get(reverse("api:suggested-people")).json()
    assert {row["person"]["handle"] for row in body} >= {person.handle for person in popular}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [reverse("recommend:discover"), "/tags/x/", "/search/?q=好吃", reverse("recommend:following")]
)
def test_muted_people_and_filtered_words_stay_out(client, member, address, run_tasks):
    muted, other = make.user(), make.user()
    follow(member, muted, other)
    with run_tasks():
        rows = {
            "kept": make.note(author=other, title="好吃一号", tags=["x"]),
            "muted": make.note(author=muted, title="好吃二号", tags=["x"]),
            "word": make.note(author=other, title="好吃三号", text="SPONSORED", tags=["x"]),
            "tag": make.note(author=other, title="好吃四号", tags=["x", "sponsored"]),
        }
        index_notes([note.pk for note in rows.values()])
    accounts.set_mute(muter=member, muted=muted, on=True)
    accounts.add_filtered_word(user=member, word="sponsored")
    visitor = client.get(address).text
    client.force_login(member)
    text = client.get(address).text
    shown = {name for name, note in rows.items() if note.get_absolute_url() in text}
    assert shown == {"kept"}
    if address != reverse("recommend:following"):
        assert all(note.get_absolute_url() in visitor for note in rows.values())

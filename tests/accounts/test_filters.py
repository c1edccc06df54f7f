"""Muted people and filtered words: they stay out of feeds, and nobody learns of it."""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.filters import filters_of
from accounts.models import FilteredWord, Mute, User
from core.errors import DomainError
from tests import make


@pytest.fixture
def as_member(client, member):
    client.force_login(member)
    return client


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def test_muting_twice_is_muting_once_and_can_be_undone(as_member, member):
    other = make.user()
    for _ in range(2):
        assert as_member.post(reverse("accounts:mute", args=[other.handle]), {"on": "1"}).status_code == 302
    assert Mute.objects.filter(muter=member, muted=other).count() == 1
    assert filters_of(fresh(member)).muted == {other.pk}
    as_member.post(reverse("accounts:mute", args=[other.handle]), {"on": "0"})
    assert not filters_of(fresh(member))


def test_nobody_mutes_themselves(member):
    with pytest.raises(DomainError):
        actions.set_mute(muter=member, muted=member, on=True)


@pytest.mark.parametrize(
    ("word", "text"), [("Ｃoffee", "a COFFEE day"), ("香水", "我的香水空瓶"), ("a  b", "A B c")]
)
def test_width_case_and_spaces_of_a_word_make_no_difference(member, word, text):
    actions.add_filtered_word(user=member, word=word)
    assert filters_of(member).hides(0, text)
    assert not filters_of(member).hides(0, "something else")


def test_words_are_added_and_removed_on_the_page(as_member, member):
    as_member.post(reverse("accounts:word_add"), {"word": " Sponsored "})
    as_member.post(reverse("accounts:word_add"), {"word": "sponsored"})
    as_member.post(reverse("accounts:word_add"), {"word": "  "})
    word = FilteredWord.objects.get(user=member)
    assert "sponsored" in as_member.get(reverse("accounts:hidden")).text
    as_member.post(reverse("accounts:word_remove", args=[word.pk]))
    assert not FilteredWord.objects.exists()


def test_another_members_word_stays(as_member):
    other = make.user()
    word = actions.add_filtered_word(user=other, word="x")
    as_member.post(reverse("accounts:word_remove", args=[word.pk]))
    assert FilteredWord.objects.filter(pk=word.pk).exists()


def test_there_is_an_end_to_words(member, monkeypatch):
    monkeypatch.setattr(actions, "MAX_WORDS", 2)
    for word in ("a", "b"):
        actions.add_filtered_word(user=member, word=word)
    with pytest.raises(DomainError):
        actions.add_filtered_word(user=member, word="c")


@pytest.mark.parametrize("path", ["accounts:hidden", "accounts:word_add"])
def test_visitors_are_asked_to_sign_in(client, db, path):
    assert client.get(reverse(path)).status_code in (302, 405)


def test_the_api_does_the_same(as_member, member):
    other = make.user()
    for name in ("person-mute", "person-follow"):
        address = reverse(f"api:{name}", args=[other.handle])
        assert as_member.put(address).status_code == 204
        assert as_member.put(address).status_code == 204
    assert as_member.get(reverse("api:person", args=[other.handle])).json()["followed"] is True
    followers = as_member.get(reverse("api:person-followers", args=[other.handle])).json()["results"]
    assert [row["handle"] for row in followers] == [member.handle]
    following = as_member.get(reverse("api:person-following", args=[member.handle])).json()["results"]
    assert [row["handle"] for row in following] == [other.handle]
    made = as_member.post(reverse("api:words"), {"word": "Ad"}, content_type="application/json").json()
    assert as_member.get(reverse("api:words")).json() == [made]
    assert as_member.delete(reverse("api:word", args=[made["id"]])).status_code == 204
    assert as_member.delete(reverse("api:word", args=[made["id"]])).status_code == 404
    assert as_member.put(reverse("api:person-block", args=[other.handle])).status_code == 204
    assert as_member.get(reverse("api:person", args=[other.handle])).status_code == 404
    assert as_member.delete(reverse("api:person-block", args=[other.handle])).status_code == 204


def test_the_api_asks_visitors_to_sign_in(client, member):
    assert client.put(reverse("api:person-mute", args=[member.handle])).status_code in (401, 403)
    assert client.get(reverse("api:words")).status_code in (401, 403)

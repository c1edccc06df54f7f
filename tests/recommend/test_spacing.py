"""Authors far apart where the page allows it, paid notes rare always, nothing else lost or reordered."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommend.feeds.spacing import AUTHOR_WINDOW, PAID_WINDOW, TAG_MOST, Spacer, spaced


@dataclass(frozen=True)
class Card:
    pk: int
    author_id: int
    paid_brand_id: int | None = None


def cards(pairs):
    return [Card(pk, author, 1 if paid else None) for pk, (author, paid) in enumerate(pairs)]


PAIRS = st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=40)


@given(PAIRS, st.booleans())
def test_paid_notes_are_at_most_one_in_five(pairs, continues):
    placed = spaced(cards(pairs), continues=continues)
    for start in range(len(placed)):
        assert sum(bool(card.paid_brand_id) for card in placed[start : start + PAID_WINDOW]) <= 1


@given(PAIRS, PAIRS)
def test_and_so_across_two_pages(first, second):
    stream = spaced(cards(first)) + spaced(cards(second), continues=True)
    for start in range(len(stream)):
        assert sum(bool(card.paid_brand_id) for card in stream[start : start + PAID_WINDOW]) <= 1


@given(PAIRS)
def test_nothing_is_lost_but_paid_notes(pairs):
    given_cards = cards(pairs)
    placed = spaced(given_cards)
    assert len(set(placed)) == len(placed)
    assert {card for card in given_cards if not card.paid_brand_id} <= set(placed) <= set(given_cards)


@given(st.lists(st.integers(1, 30), max_size=40, unique=True))
def test_a_page_of_different_authors_stays_as_it_is(authors):
    given_cards = cards([(author, False) for author in authors])
    assert spaced(given_cards) == given_cards


def test_a_busy_author_is_deferred():
    placed = spaced(cards([(1, False)] * 3 + [(author, False) for author in range(2, 18)]))
    positions = [at for at, card in enumerate(placed) if card.author_id == 1]
    assert positions == [0, 8, 16]
    assert all(b - a >= AUTHOR_WINDOW for a, b in zip(positions, positions[1:], strict=False))


def test_alone_an_author_still_fills_the_page():
    assert len(spaced(cards([(1, False)] * 10))) == 10


# --- Members' lists -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tagged(Card):
    tag_ids: tuple[int, ...] = ()


def random_pages(seed):
    """Notes of up to 40 authors with up to three of 25 tags, a quarter of them paid."""
    dice = random.Random(seed)
    authors, tags = dice.randint(9, 40), dice.randint(5, 25)
    return [
        Tagged(
            pk,
            dice.randint(1, authors),
            1 if dice.random() < 0.25 else None,
            tuple({dice.randint(1, tags) for _ in range(dice.randint(0, 3))}),
        )
        for pk in range(dice.randint(60, 150))
    ]


def too_close(stream, end):
    """Does the note at `end` stand too close to its like?"""
    note, before = stream[end], stream[max(0, end - 7) : end]
    tags = [tag for other in before for tag in other.tag_ids]
    return (
        any(other.author_id == note.author_id for other in before)
        or any(tags.count(tag) >= TAG_MOST for tag in note.tag_ids)
        or bool(note.paid_brand_id and any(other.paid_brand_id for other in before[-(PAID_WINDOW - 1) :]))
    )


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_random_pages_keep_their_distances(block):
    for seed in range(block * 100, block * 100 + 100):
        notes = random_pages(seed)
        first = Spacer()
        rest = first.place(notes, 30, strict=True)
        second = Spacer(first.placed)
        second.place(rest, 30, strict=True)
        stream = first.placed + second.placed
        assert len(first.placed) == 30 or all(
            too_close([*first.placed, note], len(first.placed)) for note in rest
        )
        assert not any(too_close(stream, end) for end in range(len(stream)))
        assert len(set(stream)) == len(stream)


@given(st.integers(0, 10**9))
def test_distances_are_given_up_only_where_nothing_else_is_left(seed):
    notes = random_pages(seed)
    spacer = Spacer()
    spacer.place(notes)
    stream = spacer.placed
    loose = len(stream) if spacer.loose_from is None else spacer.loose_from
    assert not any(too_close(stream, end) for end in range(loose))
    assert {note for note in notes if not note.paid_brand_id} <= set(stream)
    for start in range(len(stream)):
        assert sum(bool(note.paid_brand_id) for note in stream[start : start + PAID_WINDOW]) <= 1
    if loose < len(stream):
        waiting = set(notes) - set(stream[:loose])
        assert all(too_close([*stream[:loose], note], loose) for note in waiting)

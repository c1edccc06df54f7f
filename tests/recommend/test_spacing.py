"""Authors far apart where the page allows it, paid notes rare always, nothing else lost or reordered."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from recommend.feeds.spacing import AUTHOR_WINDOW, PAID_WINDOW, spaced


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

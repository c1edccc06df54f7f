"""The screening score: four parts, each with its evidence, from facts alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kol import screening
from kol.explain import explain
from kol.screening import WEIGHTS, Facts, screen, total


def parts_of(**facts) -> dict[str, screening.Part]:
    return {part.part: part for part in screen(Facts(**facts))}


def test_weights_are_a_whole():
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert {part.part for part in screen(Facts())} == set(WEIGHTS)


def test_every_part_carries_its_evidence():
    for part in screen(Facts(notes=3, active_weeks=2, tags=Counter({"tea": 3}), notes_with_top_tags=3)):
        stored = part.as_json()
        assert stored["evidence"]
        assert stored["weight"] == WEIGHTS[part.part]


def test_steady_beats_a_burst():
    steady = parts_of(notes=12, active_weeks=12)["activity"]
    burst = parts_of(notes=12, active_weeks=1)["activity"]
    assert steady.score > burst.score


def test_few_views_count_as_average():
    lucky = parts_of(views=2, likes=2)["interaction"]
    proven = parts_of(views=4000, likes=500, bookmarks=100)["interaction"]
    ignored = parts_of(views=4000, likes=10)["interaction"]
    assert ignored.score < lucky.score < proven.score


def test_focus_rewards_a_topic_and_asks_for_enough_notes():
    focused = parts_of(notes=10, tags=Counter(tea=10), notes_with_top_tags=10)["focus"]
    mixed = parts_of(notes=10, tags=Counter("abcdefghij"), notes_with_top_tags=3)["focus"]
    single = parts_of(notes=1, tags=Counter(tea=1), notes_with_top_tags=1)["focus"]
    assert focused.score == 1
    assert mixed.score < 0.5
    assert single.score < focused.score
    assert focused.evidence["tags"] == [["tea", 10]]


def test_broken_rules_cost_and_removal_costs_most():
    clean, rejected, removed = (
        parts_of()["rules"],
        parts_of(rejected=1)["rules"],
        parts_of(removed=1)["rules"],
    )
    assert clean.score == 1
    assert removed.score < rejected.score < clean.score
    assert parts_of(removed=5)["rules"].score == 0


counts = st.integers(0, 10**7)


@given(
    st.builds(
        Facts,
        notes=counts,
        active_weeks=st.integers(0, 12),
        views=counts,
        likes=counts,
        bookmarks=counts,
        comments=counts,
        tags=st.dictionaries(st.text(max_size=5), st.integers(1, 1000)).map(Counter),
        rejected=counts,
        removed=counts,
        reports_upheld=counts,
    )
)
def test_any_facts_give_scores_between_0_and_1_in_words(facts):
    facts.notes_with_top_tags = facts.notes // 2
    parts = screen(facts)
    assert all(0 <= part.score <= 1 for part in parts)
    assert 0 <= total(parts) <= 1
    said = explain([part.as_json() for part in parts])
    assert len(said) == len(WEIGHTS)
    assert all(part.label and part.evidence for part in said)


def test_what_would_help_is_said_only_where_it_would():
    said = {part.label: part for part in explain([part.as_json() for part in screen(Facts())])}
    assert said["Activity"].advice
    assert not said["Rule history"].advice

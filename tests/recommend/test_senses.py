"""What tags mean to people: learnt from what they went for, and part of every score."""

import numpy as np
import pytest

from notes.models import Like
from recommend import actions
from recommend.models import SimilarList
from recommend.similar import engine, measures, senses
from tests import make
from tests.recommend.test_similar import count_notes

GREEN, BLACK, ROAD, TRAIL, ONCE = range(5)


@pytest.fixture
def teas_and_runs():
    """Twenty items with one tag each, and acts (rows, people): five went for teas, five for runs."""
    column = np.array([GREEN, BLACK, ROAD, TRAIL] * 5)
    column[0] = ONCE
    rows = np.arange(20)
    index = engine.build(rows, column, np.ones(5), rows)
    acts = [(row, person) for person in range(10) for row in range(20) if (row % 4 < 2) == (person < 5)]
    return index, *np.array(acts).T


def cosine(a, b):
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def test_tags_that_the_same_people_go_for_lie_together(teas_and_runs, monkeypatch):
    monkeypatch.setattr(senses, "LEAST", 4)
    places = senses.learn(*teas_and_runs)
    assert cosine(places[GREEN], places[BLACK]) > 0.99
    assert abs(cosine(places[GREEN], places[ROAD])) < 0.01
    assert not places[ONCE].any()  # it says which item, not what about


def test_items_are_as_alike_as_their_tags(teas_and_runs, monkeypatch):
    monkeypatch.setattr(senses, "LEAST", 4)
    index, *acts = teas_and_runs
    places = senses.learn(index, *acts)
    alike = senses.cosines(index, places, np.array([4]), np.array([[5, 6, 0, -1]]))
    assert alike[0].tolist() == pytest.approx([1, 0, 0, 0], abs=0.01)


def test_nobody_went_for_anything(teas_and_runs):
    index, *_acts = teas_and_runs
    places = senses.learn(index, np.empty(0, np.int32), np.empty(0, np.int64))
    assert not places.any()
    assert senses.cosines(index, places, np.array([4]), np.array([[5, 6]])).tolist() == [[0, 0]]


def test_places_are_kept_by_tag():
    places = np.zeros((3, senses.DIMENSIONS), np.float32)
    places[0, 0], places[2, 1] = 1, 2
    kept = senses.Senses.unpacked(senses.Senses.learnt(np.array([5, 7, 9]), places).packed())
    assert kept.tag_ids.tolist() == [5, 9]
    assert (kept.of(np.array([4, 9, 7, 5, 99])) == places[[1, 2, 1, 0, 1]]).all()
    assert not senses.Senses.unpacked(b"").of(np.array([5])).any()


@pytest.mark.django_db
def test_what_tags_mean_counts_in_rebuilt_and_in_new_lists(index):
    people = [make.user() for _ in range(6)]
    for taste, tags in ((people[:3], ("green", "black")), (people[3:], ("road", "trail"))):
        for number in range(3):
            for tag in tags:
                note = make.note(title=f"{tag}{number}", text="", tags=[tag])
                Like.objects.bulk_create([Like(user=person, note=note) for person in taste])
    asked = make.note(title="asked", text="", tags=["green", "city"])
    kin = make.note(title="kin", text="", tags=["black", "city"])
    stranger = make.note(title="stranger", text="", tags=["trail", "city"])

    count_notes()

    def scores():
        return {one["note"]: one["score"] for one in SimilarList.objects.get(note=asked).items}

    list(actions.rebuild_similar())
    rebuilt = scores()
    assert rebuilt[kin.pk] > rebuilt[stranger.pk] + 0.04
    assert len(measures.latest()[2].tag_ids) == 4
    index(asked)
    assert scores() == rebuilt

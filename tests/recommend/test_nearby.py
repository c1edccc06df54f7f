"""Nearby: rounded places of notes and readers, what stands around them, and how far away."""

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from notes.models import Note
from recommend import feeds, nearby
from recommend.models import NotePlace
from recommend.nearby import Spot, cell_at
from tests import make

VISITOR = AnonymousUser()
BUND = (31.2400, 121.4900)
HERE = Spot(cell_at(*BUND))


def shown(spot=HERE, viewer=VISITOR, after=""):
    return [(note.title, note.place) for note in feeds.around(spot, viewer, after)]


@given(st.floats(-85, 85), st.floats(-180, 180))
def test_a_place_is_rounded_to_about_a_kilometre(lat, lng):
    cell = cell_at(lat, lng)
    assert nearby.read_cell(cell) == cell
    assert cell_at(*nearby.h3.cell_to_latlng(cell)) == cell
    assert Spot(cell).km_to(cell) == 0


@pytest.mark.parametrize("value", [None, "x", 7, -1, 2**63, nearby.h3.latlng_to_cell(1, 1, 12)])
def test_what_is_no_cell_of_ours_is_not_read(value):
    assert nearby.read_cell(value) is None


@pytest.mark.django_db
class TestFeed:
    def test_the_closer_come_first_with_their_distance(self, index):
        make.note(title="Here", lat=31.2401, lng=121.4901, hot=5)
        make.note(title="Across the river", lat=31.28, lng=121.53, hot=5)
        make.note(title="Hangzhou", lat=30.25, lng=120.16, hot=5)
        make.note(title="Nowhere", hot=50)
        index()
        assert shown() == [
            ("Here", "Within 1 km"),
            ("Across the river", "7 km"),
            ("Hangzhou", "168 km"),
        ]

    def test_a_town_by_name_is_about_there(self, index):
        make.note(title="Noodles", place="上海")
        index()
        ((title, place),) = shown()
        assert title == "Noodles"
        assert place.startswith("about")
        assert NotePlace.objects.get().is_rough

    def test_the_shared_row_keeps_its_own_place(self, index):
        note = make.note(title="Here", lat=BUND[0], lng=BUND[1], place="外滩")
        index()
        assert shown() == [("Here", "Within 1 km")]
        assert feeds.cards_of((note.pk,), VISITOR)[note.pk].place == "外滩"

    @pytest.mark.parametrize("change", [{"status": "removed"}, {"visibility": "followers"}])
    def test_what_is_hidden_leaves_at_once(self, index, change):
        note = make.note(lat=BUND[0], lng=BUND[1])
        index()
        assert len(shown()) == 1
        Note.objects.filter(pk=note.pk).update(**change)
        assert shown() == []
        index()
        assert not NotePlace.objects.exists()

    def test_pages_follow_each_other(self, index):
        for number in range(70):
            make.note(title=str(number), lat=BUND[0], lng=BUND[1], hot=number)
        index()
        first = feeds.around(HERE, VISITOR)
        second = feeds.around(HERE, VISITOR, first.after)
        third = feeds.around(HERE, VISITOR, second.after)
        assert len({note.pk for page in (first, second, third) for note in page}) == 70
        assert not third.after


@pytest.mark.django_db
class TestPage:
    def test_nothing_is_known_until_it_is_said(self, client, index):
        make.note(title="Right here", lat=BUND[0], lng=BUND[1])
        index()
        assert "Right here" not in client.get("/nearby/").content.decode()
        client.post("/nearby/here/", {"lat": "31.24", "lng": "121.49"})
        assert "Right here" in client.get("/nearby/").content.decode()
        assert client.session["nearby_cell"] == HERE.cell
        assert "31.24" not in str(dict(client.session))
        client.post("/nearby/here/", {"place": ""})
        assert "Right here" not in client.get("/nearby/").content.decode()

    def test_a_town_may_be_named(self, client):
        page = client.post("/nearby/here/", {"place": "Chengdu"}, follow=True).content.decode()
        assert "成都" in page
        page = client.post("/nearby/here/", {"place": "Xyzzy"}, follow=True).content.decode()
        assert "Xyzzy" in page

    @pytest.mark.parametrize("point", [("91", "0"), ("nan", "1"), ("x", "y"), ("", ""), ("1e999", "3")])
    def test_no_point_on_earth_is_no_place(self, client, point):
        assert client.post("/nearby/here/", {"lat": point[0], "lng": point[1]}).status_code == 302
        assert "nearby_cell" not in client.session

    def test_it_is_never_told_by_a_link(self, client):
        assert client.get("/nearby/here/").status_code == 405

    def test_the_page_costs_the_same_however_long(self, client, index, django_assert_max_num_queries):
        make.note.create_batch(40, lat=BUND[0], lng=BUND[1])
        index()
        client.post("/nearby/here/", {"lat": "31.24", "lng": "121.49"})
        with django_assert_max_num_queries(12):
            assert client.get("/nearby/").status_code == 200

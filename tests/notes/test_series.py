"""Series: made, filled and ordered by their author; others see and count what is theirs to see."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from notes import actions, limits
from notes.models import Note, Series
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(member):
    return member


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def series(author):
    return actions.create_series(owner=author, name="装修日记")


def chapter(series, **note) -> Note:
    made = make.note(author=series.owner, **note)
    actions.put_in_series(note=made, series=series)
    return made


def test_a_series_is_made_filled_renamed_and_deleted(browser, author):
    notes = [make.note(author=author) for _ in range(2)]
    stranger = make.note()
    answer = browser.post(reverse("notes:new_series"), {"name": "装修日记", "description": "从毛坯开始"})
    made = Series.objects.get()
    assert answer.url == reverse("notes:fill_series", args=[made.pk])
    browser.post(answer.url, {"note": [notes[0].pk, notes[1].pk, stranger.pk]})
    assert set(made.notes.all()) == set(notes)
    browser.post(reverse("notes:edit_series", args=[made.pk]), {"name": "新家"})
    assert "新家" in browser.get(made.get_absolute_url()).content.decode()
    assert (
        "新家" in browser.get(reverse("notes:profile", args=[author.handle]) + "?tab=series").content.decode()
    )
    browser.post(reverse("notes:delete_series", args=[made.pk]))
    assert not Series.objects.exists()
    assert Note.objects.filter(author=author).count() == 2


def test_a_note_is_put_in_a_series_from_its_own_page(browser, author, series):
    note = make.note(author=author)
    address = reverse("notes:choose_series", args=[note.pk])
    assert "装修日记" in browser.get(address, headers={"HX-Request": "true"}).content.decode()
    browser.post(address, {"series": series.pk})
    note.refresh_from_db()
    assert note.series == series
    browser.post(address, {"name": "另一个"})
    note.refresh_from_db()
    assert note.series.name == "另一个"
    browser.post(address, {"series": ""})
    note.refresh_from_db()
    assert note.series is None
    assert (
        browser.post(reverse("notes:choose_series", args=[make.note().pk]), {"series": ""}).status_code == 404
    )


def test_nobody_changes_the_series_of_another(client, series):
    note, stranger = chapter(series), make.user()
    client.force_login(stranger)
    for name in ("edit_series", "fill_series", "delete_series"):
        assert client.post(reverse(f"notes:{name}", args=[series.pk]), {"name": "x"}).status_code == 404
    assert client.post(reverse("notes:place_in_series", args=[note.pk]), {"shift": "out"}).status_code == 404
    assert client.delete(reverse("api:series", args=[series.pk])).status_code == 404
    with pytest.raises(DomainError):
        actions.put_in_series(note=make.note(author=stranger), series=series)


def test_others_see_and_count_only_what_is_theirs_to_see(client, series):
    assert client.get(series.get_absolute_url()).status_code == 404
    hidden = chapter(series, title="还没给人看", visibility=Note.Visibility.ONLY_ME)
    assert client.get(series.get_absolute_url()).status_code == 404
    profile = reverse("notes:profile", args=[series.owner.handle])
    assert "tab=series" not in client.get(profile).content.decode()
    chapter(series, title="第一章")
    page = client.get(series.get_absolute_url()).content.decode()
    assert "第一章" in page
    assert "还没给人看" not in page
    assert "1 note" in page
    assert "1 note" in client.get(f"{profile}?tab=series").content.decode()
    assert [
        row["note_count"]
        for row in client.get(reverse("api:person-series", args=[series.owner.handle])).json()
    ] == [1]
    client.force_login(series.owner)
    assert hidden.title in client.get(series.get_absolute_url()).content.decode()


def test_the_order_is_made_by_hand_and_leads_from_note_to_note(browser, series):
    first, second, third = (chapter(series, title=f"第{n}章") for n in "一二三")
    assert browser.get(f"{series.get_absolute_url()}?manage=1").status_code == 200

    def order():
        rows = browser.get(reverse("api:series-notes", args=[series.pk])).json()["results"]
        return [row["id"] for row in rows]

    assert order() == [first.pk, second.pk, third.pk]
    browser.post(reverse("notes:place_in_series", args=[third.pk]), {"shift": "first"})
    assert order() == [third.pk, first.pk, second.pk]
    browser.post(reverse("notes:place_in_series", args=[third.pk]), {"before": second.pk})
    assert order() == [first.pk, third.pk, second.pk]
    page = browser.get(third.get_absolute_url()).content.decode()
    nav = page[page.index("series-nav") :]
    assert nav.index(first.get_absolute_url()) < nav.index(second.get_absolute_url())
    assert "2/3" in nav
    browser.post(reverse("notes:place_in_series", args=[third.pk]), {"shift": "out"})
    assert order() == [first.pk, second.pk]


def test_limits_of_series(author, series, monkeypatch):
    for bad in ("", "长" * 41, "装修日记"):
        with pytest.raises(DomainError):
            actions.create_series(owner=author, name=bad)
    monkeypatch.setattr(limits, "SERIES_NOTES", 1)
    chapter(series)
    with pytest.raises(DomainError):
        chapter(series)
    monkeypatch.setattr(limits, "SERIES", 1)
    with pytest.raises(DomainError):
        actions.create_series(owner=author, name="又一个")


def test_series_over_the_api(browser, author):
    made = browser.post(reverse("api:series-new"), {"name": "读书"}, "application/json")
    assert made.status_code == 201
    pk, note = made.json()["id"], make.note(author=author)
    assert (
        browser.put(reverse("api:series-note", args=[pk, note.pk]), {}, "application/json").status_code == 204
    )
    assert (
        browser.put(reverse("api:series-note", args=[pk, make.note().pk]), {}, "application/json").status_code
        == 404
    )
    assert (
        browser.patch(reverse("api:series", args=[pk]), {"name": "夜读"}, "application/json").json()["name"]
        == "夜读"
    )
    assert browser.delete(reverse("api:series-note", args=[pk, note.pk])).status_code == 204
    assert browser.delete(reverse("api:series", args=[pk])).status_code == 204


@pytest.mark.parametrize("rows", [1, 12])
def test_a_series_costs_the_same_however_long(browser, author, series, rows, django_assert_max_num_queries):
    for _ in range(rows):
        last = chapter(series, photos=1)
        make.note(author=author, photos=1)
    for path in (
        series.get_absolute_url(),
        f"{series.get_absolute_url()}?manage=1",
        reverse("notes:fill_series", args=[series.pk]),
        reverse("notes:choose_series", args=[last.pk]),
        last.get_absolute_url(),
    ):
        with django_assert_max_num_queries(10):
            assert browser.get(path).status_code == 200

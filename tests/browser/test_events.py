"""What a real browser tells the event log, and hiding a note on its card."""

import time

import pytest
from django.test import Client
from playwright.sync_api import expect

from recommend import actions
from recommend.models import Event, Kind, NotInterested, Surface
from tests import make
from tests.browser.contexts import new_context

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, live_server, person):
    client = Client()
    client.force_login(person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def leave(page):
    """Another page: what waits is told as this one goes."""
    page.goto("about:blank")
    deadline = time.monotonic() + 5
    while not actions.write_events() and time.monotonic() < deadline:
        time.sleep(0.1)


@pytest.fixture
def notes():
    tag = make.tag(name="喝茶")
    return [make.note(title=f"第 {number} 杯茶", tags=[tag.name], photos=0) for number in range(20)]


def test_scrolling_a_press_and_reading_are_told(page, live_server, notes):
    reader = make.user()
    sign_in(page, live_server, reader)
    page.goto(f"{live_server.url}/tags/喝茶/")
    expect(page.locator(".note-card").first).to_be_visible()
    page.wait_for_timeout(1_300)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(1_300)
    page.mouse.wheel(0, -20_000)
    page.locator("a.note-card__cover").first.click()
    page.wait_for_selector("#overlay [data-note]")
    opened = int(page.locator("#overlay [data-note]").get_attribute("data-note"))
    page.wait_for_timeout(1_300)
    page.keyboard.press("Escape")
    leave(page)
    seen = Event.objects.filter(kind=Kind.IMPRESSION)
    assert seen.count() == len(set(seen.values_list("note", flat=True)))
    assert {event.surface for event in seen} == {Surface.TAG}
    assert {event.user_id for event in seen} == {reader.pk}
    assert {1, len(notes)} <= set(seen.values_list("position", flat=True))
    click = Event.objects.get(kind=Kind.CLICK)
    assert (click.note_id, click.surface, click.position) == (opened, Surface.TAG, 1)
    read = Event.objects.get(kind=Kind.DWELL)
    assert read.note_id == opened
    assert 1_000 <= read.dwell_ms < 10_000


def test_what_flies_by_is_not_seen(page, live_server, notes):
    page.goto(f"{live_server.url}/tags/喝茶/")
    expect(page.locator(".note-card").first).to_be_visible()
    page.goto("about:blank")
    actions.write_events()
    assert not Event.objects.exists()


def test_a_visitor_is_counted_without_a_name(page, live_server, notes):
    page.goto(f"{live_server.url}/tags/喝茶/")
    page.wait_for_timeout(1_300)
    leave(page)
    assert set(Event.objects.values_list("user", "kind")) == {(None, Kind.IMPRESSION)}


def test_do_not_track_tells_nothing(browser, live_server, notes):
    context = new_context(browser)
    context.add_init_script("Object.defineProperty(navigator, 'doNotTrack', { get: () => '1' })")
    page = context.new_page()
    told = []
    page.on("request", lambda request: told.append(request.url) if request.url.endswith("/events/") else None)
    page.goto(f"{live_server.url}/tags/喝茶/")
    page.wait_for_timeout(1_300)
    page.goto("about:blank")
    context.close()
    assert told == []


def test_a_note_is_hidden_on_its_card_and_shown_again(page, live_server, notes):
    reader = make.user()
    sign_in(page, live_server, reader)
    page.goto(f"{live_server.url}/tags/喝茶/")
    card = page.locator(".note-card").first
    card.hover()
    card.locator(".note-card__hide").click()
    page.locator("#sheet [name=what][value=note]").click()
    expect(card).to_be_hidden()
    assert NotInterested.objects.get().user == reader
    page.locator(".toast__act").click()
    expect(card).to_be_visible()
    assert not NotInterested.objects.exists()

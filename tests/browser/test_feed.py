"""The feed keeps its place: a reader who goes back finds the cards and the scroll they left."""

import pytest
from playwright.sync_api import expect

from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_back_from_beyond_an_overlay_finds_the_same_place(page, live_server):
    for number in range(70):
        make.note(title=f"第 {number} 杯茶", tags=["喝茶"], photos=0, hot=number)
    page.goto(f"{live_server.url}/")
    page.locator("[data-more]").first.scroll_into_view_if_needed()
    expect(page.locator("#main .note-card")).to_have_count(60)
    card = page.locator("#main .note-card").nth(45)
    card.scroll_into_view_if_needed()
    cover = card.locator("a.note-card__cover")
    address, at = cover.get_attribute("href"), page.evaluate("scrollY")
    assert at > 500
    cover.click()
    page.locator("#overlay [data-note] a", has_text="喝茶").first.click()
    page.wait_for_url("**/tags/**")
    page.go_back()
    page.wait_for_url(f"**{address}")
    page.go_back()
    page.wait_for_url(f"{live_server.url}/")
    expect(page.locator("#main .note-card").nth(45).locator("a.note-card__cover")).to_have_attribute(
        "href", address
    )
    assert abs(page.evaluate("scrollY") - at) < 60


def test_a_close_look_ends_with_back_or_the_cross_and_the_note_stays(page, live_server):
    note = make.note(title="一张照片", photos=1)
    page.goto(f"{live_server.url}/")
    page.locator(f"a.note-card__cover[href='{note.get_absolute_url()}']").click()
    picture = page.locator("#overlay [data-slide] img")
    page.locator("#overlay [data-note]").evaluate("note => note.dataset.mine = 1")
    look = page.locator("dialog.zoomed")
    for end in (page.go_back, look.get_by_role("button").click):
        picture.click()
        expect(look).to_be_visible()
        end()
        expect(look).to_have_count(0)
        expect(page.locator("#overlay [data-mine]")).to_be_visible()
    page.go_back()
    expect(page.locator("#overlay")).to_be_hidden()

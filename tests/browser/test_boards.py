"""Saving with one tap, choosing a board in the sheet, and arranging a board by keyboard and by hand."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.actions import set_follow
from notes import actions
from notes.models import Board, Bookmark
from tests import make
from tests.browser.contexts import new_context
from tests.browser.test_access import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reader():
    return make.user(handle="reader")


@pytest.fixture
def signed_in(page, live_server, reader):
    client = Client()
    client.force_login(reader)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def ids(board) -> list[int]:
    return list(board.items.order_by("position", "-id").values_list("pk", flat=True))


def settled(page, board, expected):
    for _ in range(40):
        if ids(board) == expected:
            return
        page.wait_for_timeout(50)
    assert ids(board) == expected


def test_a_note_is_saved_and_put_on_a_new_board_without_leaving_it(signed_in, live_server, reader):
    page, note = signed_in, make.note(title="江南三日", photos=1)
    page.goto(live_server.url + note.get_absolute_url())
    page.click(".save .like--star")
    expect(page.locator(".save .like--star")).to_have_attribute("aria-pressed", "true")
    page.click(".toast__act")
    expect(page.locator("#sheet")).to_be_visible()
    page.fill("#sheet input[name=name]", "五月的旅行")
    page.click("#sheet .board-new .button")
    expect(page.locator("#sheet")).not_to_be_visible()
    expect(page.locator(".toast").last).to_contain_text("五月的旅行")
    assert Board.objects.get(name="五月的旅行").item_count == 1
    page.click(".save__board")
    page.fill("#sheet textarea", "带爸妈去")
    page.click("#sheet .button--primary")
    expect(page.locator("#sheet")).not_to_be_visible()
    item = Bookmark.objects.get(note=note, user=reader)
    assert (item.remark, item.board.name) == ("带爸妈去", "五月的旅行")


def test_the_toast_is_pressed_over_an_open_note(signed_in, live_server, reader):
    page = signed_in
    author = make.user()
    make.note(author=author, title="从页面上打开", photos=1)
    page.goto(f"{live_server.url}/u/{author.handle}/")
    page.click("a.note-card__cover")
    page.click("#overlay .save .like--star")
    page.click(".toast__act")
    expect(page.locator("#sheet .board-choice").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).not_to_be_visible()
    expect(page.locator("#overlay")).to_be_visible()


def test_a_board_is_arranged_by_buttons_keys_and_drag(signed_in, live_server, reader):
    page = signed_in
    board = actions.create_board(owner=reader, name="江南")
    a, b, c, d = (actions.save_to(note=make.note(photos=1), user=reader, board=board).pk for _ in range(4))
    page.goto(f"{live_server.url}{board.get_absolute_url()}?manage=1")
    tile = "[data-item='{}']".format
    page.click(f"{tile(a)} [data-shift=first]")
    settled(page, board, [a, d, c, b])
    page.focus(f"{tile(a)} [data-grip]")
    page.keyboard.press("ArrowRight")
    settled(page, board, [d, a, c, b])
    page.locator(f"{tile(d)} [data-grip]").hover()
    page.mouse.down()
    page.locator(tile(c)).hover()
    page.mouse.up()
    settled(page, board, [a, c, d, b])
    page.reload()
    assert page.locator("[data-item]").evaluate_all("all => all.map(one => +one.dataset.item)") == [
        a,
        c,
        d,
        b,
    ]


def test_boards_work_without_javascript(browser, live_server, reader):
    client = Client()
    client.force_login(reader)
    context = new_context(browser, java_script_enabled=False, locale="en")
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page, note = context.new_page(), make.note(title="Old town", photos=1)
    page.goto(live_server.url + note.get_absolute_url())
    page.click(".save .like--star")
    page.click(".save__board")
    page.fill("input[name=name]", "Spring")
    page.click(".board-new .button")
    board = Board.objects.get()
    other = actions.save_to(note=make.note(photos=1), user=reader, board=board)
    page.goto(f"{live_server.url}{board.get_absolute_url()}?manage=1")
    page.click(f"[data-item='{other.pk}'] [value=on]")
    assert ids(board)[-1] == other.pk
    page.check(f"[data-item='{other.pk}'] input[type=checkbox]")
    page.click("button[value=move]")
    other.refresh_from_db()
    assert other.board is None
    context.close()


def test_boards_series_and_people_hold_no_barrier(signed_in, live_server, reader):
    board = actions.create_board(owner=reader, name="江南", is_public=True)
    item = actions.save_to(note=make.note(photos=1), user=reader, board=board, remark="五月去")
    actions.save_to(note=make.note(), user=reader, board=board)
    series = actions.create_series(owner=reader, name="连载")
    own = make.note(author=reader, photos=1, visibility="followers")
    actions.put_in_series(note=own, series=series)
    actions.put_in_series(note=make.note(author=reader), series=series)
    actions.set_pin(note=make.note(author=reader, photos=2), on=True)
    set_follow(follower=item.note.author, followed=reader, on=True)
    shelf, here = f"/u/{reader.handle}/", board.get_absolute_url()
    paths = [
        *(shelf, f"{shelf}?tab=saved", f"{shelf}?tab=series", f"{shelf}followers/"),
        *(here, f"{here}?manage=1", f"{here}?q=nothing", f"{here}edit/", f"/notes/{item.note_id}/boards/"),
        *(series.get_absolute_url(), f"{series.get_absolute_url()}?manage=1", f"/series/{series.pk}/notes/"),
        *(own.get_absolute_url(), f"/notes/{own.pk}/series/"),
    ]
    assert problems_of(signed_in, live_server.url, paths) == []

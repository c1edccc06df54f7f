"""A film from the file on a disk to another person's screen: sent, made by a real worker, played with keys."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from notes.models import Note, Video
from tests import make
from tests.browser.contexts import new_context
from tests.browser.test_posting import choose, send, sign_in
from tests.films import film

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:20.000\n第一句话\n"


@pytest.fixture(autouse=True)
def _quiet_end(page):
    """The pages ask how far the film is: none of that may still be under way when the tables are emptied."""
    yield
    page.context.set_offline(True)
    page.wait_for_timeout(400)


@pytest.fixture(autouse=True)
def _our_own_media(monkeypatch):
    """Films come from the site's own view, which knows parts, not from the test server's handler of files."""
    monkeypatch.setattr("django.test.testcases._MediaFilesHandler._should_handle", lambda self, path: False)


@pytest.fixture
def writing(page, live_server):
    author = make.user(handle="author")
    sign_in(page.context, live_server.url, author)
    page.goto(f"{live_server.url}/notes/new/")
    expect(page.locator("[data-post].is-live")).to_be_visible()
    return page


@pytest.fixture
def film_file(tmp_path) -> Path:
    path = tmp_path / "海边.mp4"
    path.write_bytes(film(seconds=12, more=("-shortest", "-g", "15")))
    return path


@pytest.fixture
def reader(browser):
    """Another person's browser."""
    context = new_context(browser, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.set_offline(True)
    context.close()


def state(page, name):
    return page.locator("video[data-film]").evaluate(f"film => film.{name}")


def until(page, condition):
    page.wait_for_function(
        f"() => {{ const film = document.querySelector('video[data-film]'); return {condition}; }}"
    )


def test_a_film_is_sent_made_and_seen_by_another(
    writing, live_server, reader, film_file, tmp_path, celery_worker_process
):
    captions = tmp_path / "words.vtt"
    captions.write_text(CAPTIONS, "utf-8")
    choose(writing, film_file)
    expect(writing.locator("[data-film-progress]")).to_be_visible()
    expect(writing.locator("[data-film-name]")).to_have_text("海边.mp4")
    expect(writing.locator("[data-film-id]")).to_have_value(re.compile(r"\d+"))
    writing.locator("[data-film-poster-at]").fill("5000")
    expect(writing.locator("[data-film-at]")).to_contain_text("0:05")
    before = writing.locator("[data-film-captions-state]").text_content()
    writing.set_input_files("[data-film-captions]", captions)
    expect(writing.locator("[data-film-captions-state]")).not_to_have_text(before)
    writing.fill("[name=title]", "海边的一天")
    writing.wait_for_timeout(700)  # the moment of the poster is told half a second after the last move
    send(writing)
    writing.locator("main").get_by_role("link", name="去看看").click(timeout=15_000)
    expect(writing.locator("video[data-film]")).to_be_visible()
    note = Note.objects.exclude(status=Note.Status.DRAFT).select_related("video__poster").get()
    assert note.status == Note.Status.PUBLISHED
    assert (note.video.state, note.video.poster_ms) == (Video.State.READY, 5000)
    assert note.cover == note.video.poster
    assert "第一句话" in note.video.captions
    _watch(reader, live_server.url, note)


def _watch(page, base, note):
    page.goto(base)
    card = page.locator(".note-card", has_text="海边的一天")
    expect(card.locator(".note-card__marks svg")).to_be_visible()
    expect(card.locator(".note-card__marks")).to_contain_text("0:12")
    page.goto(base + note.get_absolute_url())
    expect(page.locator("video[data-film]")).to_have_attribute("poster", re.compile(note.cover.token.hex))
    until(page, "film.currentTime > 0.3 && film.muted && !film.paused")
    page.keyboard.press(" ")
    until(page, "film.paused")
    page.keyboard.press("ArrowRight")
    until(page, "film.currentTime > 5 && !film.seeking && film.readyState >= 2")
    page.keyboard.press("ArrowLeft")
    until(page, "film.currentTime < 5")
    page.keyboard.press("m")
    assert state(page, "muted") is False
    page.keyboard.press("c")
    until(page, "film.textTracks[0].mode === 'showing' && film.textTracks[0].activeCues?.length === 1")
    assert state(page, "textTracks[0].activeCues[0].text") == "第一句话"
    page.keyboard.press("c")
    assert state(page, "textTracks[0].mode") == "hidden"
    page.keyboard.press("f")
    until(page, "document.fullscreenElement === film")
    page.keyboard.press("f")
    until(page, "!document.fullscreenElement")
    page.keyboard.press("k")
    until(page, "!film.paused")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_broken_film_says_so_and_posts_nothing(writing, film_file):
    film_file.write_bytes(film_file.read_bytes()[:20_000])
    choose(writing, film_file)
    error = writing.locator("[data-film-error]")
    expect(error).to_be_visible()
    expect(error.locator("[data-film-why]")).to_contain_text("海边.mp4")
    writing.fill("[name=title]", "不会发出去")
    writing.click("[data-post-send]")
    expect(writing).to_have_url(re.compile("/notes/new/"))
    writing.click("[data-film-remove]")
    expect(writing.locator("[data-film]")).to_be_hidden()
    assert not Video.objects.exists()
    assert not Note.objects.exclude(status=Note.Status.DRAFT).exists()


def test_an_upload_that_meets_a_dead_line_is_sent_again(writing, film_file):
    lost = ["once"]

    def line(route):
        if route.request.method == "POST" and lost:
            lost.clear()
            return route.abort()
        return route.continue_()

    writing.route("**/notes/videos/", line)
    choose(writing, film_file)
    retry = writing.locator("[data-film-retry]")
    expect(retry).to_be_visible()
    assert not Video.objects.exists()
    retry.click()
    expect(writing.locator("[data-film-id]")).to_have_value(re.compile(r"\d+"))
    assert Video.objects.get().filename == "海边.mp4"

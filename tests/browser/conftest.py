"""A real Chromium for the tests in this folder; without one they are skipped, unless `REQUIRE_BROWSER` is set."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import make
from tests.browser.contexts import new_context

LAST_WORDS_S = 0.1  # what a page sends when it goes is on its way
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("No Chromium is installed, and REQUIRE_BROWSER asks for one.")
        pytest.skip("No Chromium is installed.")
    # Playwright's own event loop runs in this thread; the tests' queries are not asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A page in Chinese; a script error or a broken content policy on it fails the test."""
    context = new_context(browser)
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None
    )
    yield page
    context.close()
    time.sleep(LAST_WORDS_S)
    assert not errors, errors


@pytest.fixture
def photo_files(tmp_path) -> list[Path]:
    """Nine real pictures in files."""
    paths = []
    for number in range(9):
        path = tmp_path / f"photo{number}.jpg"
        path.write_bytes(make.jpeg(900, 1200, f"hsl({number * 40}, 50%, 60%)"))
        paths.append(path)
    return paths

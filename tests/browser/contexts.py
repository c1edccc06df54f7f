"""Windows of the browser, each with nothing stored."""

from functools import cache

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext

from core.stylesheets import with_parts

SHEET = "css/site.css"


def new_context(browser: Browser, **options) -> BrowserContext:
    """A window in Chinese at a desk's width unless told otherwise; it gets the stylesheet in one piece, as
    `collectstatic` makes it."""
    context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}} | options)
    context.route(f"**/static/{SHEET}", lambda route: route.fulfill(body=_sheet(), content_type="text/css"))
    return context


@cache
def _sheet() -> str:
    found = next(
        storage for finder in finders.get_finders() for path, storage in finder.list([]) if path == SHEET
    )
    return with_parts(found, SHEET)

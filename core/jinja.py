"""The Jinja2 environment of our own pages: Django's functions and our few filters, nothing that queries."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.templatetags.static import static as static_url
from django.urls import reverse
from django.utils import formats, translation
from django.utils.timezone import localtime, now
from jinja2 import Environment, FileSystemBytecodeCache, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from .devices import device
from .files import media_url
from .kept import BETWEEN, piece, row_pieces
from .money import format_fen
from .pagination import Page
from .text import counted_length


# Addresses never change while a process lives, and a feed asks for a hundred of them.
@lru_cache(maxsize=20_000)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache(maxsize=500)
def static(name: str) -> str:
    return static_url(name)


def short_count(number: int) -> str:
    """`12800` as `1.3万` in Chinese and `12.8k` in English; small numbers as they are."""
    if (translation.get_language() or "").startswith("zh"):
        return str(number) if number < 10_000 else f"{number / 10_000:.1f}".removesuffix(".0") + "万"
    for limit, unit in ((1_000_000, "m"), (1_000, "k")):
        if number >= limit:
            return f"{number / limit:.1f}".removesuffix(".0") + unit
    return str(number)


@pass_context
def next_url(context: Context, page: Page) -> str:
    """Address of the page after this one, other parameters kept; "" after the last."""
    if not page.after:
        return ""
    request = context["request"]
    kept = {key: value for key, value in request.GET.items() if value and key != "after"}
    return f"{request.path}?{urlencode(kept | {'after': page.after})}"


def on_cards(rows) -> tuple:
    """What all these rows show on their cards: the key that they are kept under."""
    return tuple([row.on_card for row in rows])


def ago(moment) -> str:
    """How long ago, in one unit; the day from a week on."""
    days = (now() - moment).days
    if days < 1:
        return naturaltime(moment)
    if days < 7:
        return translation.ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return day(moment)


def day(moment) -> str:
    return formats.date_format(localtime(moment), "DATE_FORMAT") if moment else ""


def date_short(date) -> str:
    """A day of this year: `November 25`, `11月25日`."""
    return formats.date_format(date, "MONTH_DAY_FORMAT")


def minute(moment) -> str:
    """A moment to the minute, in the site's time zone."""
    return formats.date_format(localtime(moment), "DATETIME_FORMAT")


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder, so that a new process need not translate all that it shows; a changed
    template is compiled anew. Where nothing can be written, every process compiles for itself."""

    def __init__(self, folder: Path):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def environment(**options: Any) -> Environment:
    options.setdefault("bytecode_cache", CompiledTemplates(settings.VAR_DIR / "templates"))
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        url=url,
        static=static,
        media=media_url,
        piece=piece,
        row_pieces=row_pieces,
        between=BETWEEN,
        on_cards=on_cards,
        next_url=next_url,
        site_name=settings.SITE_NAME,
        languages=settings.LANGUAGES,
        get_language=translation.get_language,
    )
    env.filters.update(
        fen=format_fen,
        short_count=short_count,
        counted=counted_length,
        ago=ago,
        day=day,
        device=device,
        date_short=date_short,
        minute=minute,
    )
    return env

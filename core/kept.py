"""What is the same for everybody, kept in this process for some seconds: rows of a feed, pieces of a page.

All of it is forgotten at once, in every process, when something must not be shown any longer
(`forget_all`): each entry remembers the generation it was made in, and the generation is a value in the
cache. Without the cache nothing is kept. Whatever differs between viewers never belongs here.
"""

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from .cache import away

GENERATION = "kept:generation"
SECONDS = 10.0
LOOK_AGAIN_S = 0.25
MOST = 300
MOST_CHARACTERS = 16_000_000

MOST_EACH = 5_000
BETWEEN = "\x1e"  # a character that stands in no page

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_entries: OrderedDict[Hashable, tuple[float, Any, Any]] = OrderedDict()
_each: OrderedDict[Hashable, tuple[float, Any, Any]] = OrderedDict()
_pieces: dict[Hashable, str] = {}
_of_rows: OrderedDict[Hashable, str] = OrderedDict()
_characters = 0
_generation: tuple[float, Any] = (0.0, None)


def kept(key: Hashable, make: Callable[[], T], seconds: float = SECONDS) -> T:
    """The value under `key` made less than `seconds` ago, or a new one. Callers must not change it."""
    if not settings.KEEP_SHARED:
        return make()
    now = time.monotonic()
    generation = _generation_at(now)
    if generation is None:
        return make()
    entry = _entries.get(key)
    if entry and entry[0] > now and entry[1] == generation:
        return entry[2]
    value = make()
    _entries[key] = (now + seconds, generation, value)
    _entries.move_to_end(key)
    if len(_entries) > MOST:
        _entries.popitem(last=False)
    return value


def kept_each(
    name: Hashable, keys: Iterable[K], make: Callable[[list[K]], dict[K, V]], seconds: float = SECONDS
) -> dict[K, V | None]:
    """The value under each key, those that are missing made together; None for a key that `make` left out."""
    now = time.monotonic()
    generation = _generation_at(now) if settings.KEEP_SHARED else None
    found: dict[K, V | None] = {}
    missing = []
    for key in keys:
        entry = _each.get((name, key))
        if entry and entry[0] > now and entry[1] == generation and generation is not None:
            found[key] = entry[2]
        else:
            missing.append(key)
    if missing:
        made = make(missing)
        for key in missing:
            found[key] = made.get(key)
            if generation is not None:
                _each[name, key] = (now + seconds, generation, found[key])
                _each.move_to_end((name, key))
        while len(_each) > MOST_EACH:
            _each.popitem(last=False)
    return found


def _generation_at(now: float) -> Any:
    """The generation in force, asked for a few times a second; None while the cache is away.

    This process knows its own changes at once.
    """
    global _generation
    if now >= _generation[0]:
        found = cache.get(GENERATION, "")
        _generation = (now + LOOK_AGAIN_S, None if away() else found)
    return _generation[1]


def piece(key: Hashable, render: Callable[..., str], *args: Any, **kwargs: Any) -> str:
    """A rendered piece of a page whose `key` holds all that it shows, so that it can never be out of date."""
    global _characters
    found = _pieces.get(key)
    if found is None:
        found = render(*args, **kwargs)
        if _characters + len(found) > MOST_CHARACTERS:
            _pieces.clear()
            _characters = 0
        _pieces[key] = found
        _characters += len(found)
    return found


def row_pieces(rows: Iterable[Any], key: Hashable, render: Callable[[list[Any]], str]) -> str:
    """A rendered piece of each row, kept under `key` and all that it shows (`on_card`), those not asked for
    longest forgotten first. Those that are missing are rendered together, `BETWEEN` standing between them."""
    named = [((key, row.on_card), row) for row in rows]
    found = {name: _of_rows.get(name) for name, _row in named}
    missing = [(name, row) for name, row in named if found[name] is None]
    if missing:
        parts = str(render([row for _name, row in missing])).split(BETWEEN)
        found |= {name: part for (name, _row), part in zip(missing, parts, strict=True)}
    for name, part in found.items():
        _of_rows[name] = cast(str, part)
        _of_rows.move_to_end(name)
    while len(_of_rows) > MOST_EACH:
        _of_rows.popitem(last=False)
    return "".join([cast(str, found[name]) for name, _row in named])


class Pieces:
    """Rendered pieces of something that is kept, forgotten with it; a key holds what else they show."""

    MOST = 500

    def __init__(self) -> None:
        self._made: dict[Hashable, str] = {}

    def __call__(self, key: Hashable, render: Callable[..., str], *args: Any) -> str:
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= self.MOST:
                self._made.clear()
            found = self._made[key] = render(*args)
        return found


def forget_all() -> None:
    """Once the transaction commits, what is kept anywhere is made anew: something was hidden."""
    transaction.on_commit(forget_now)


def forget_now() -> None:
    """What is kept anywhere is made anew from now on."""
    global _generation
    _generation = (0.0, None)
    cache.set(GENERATION, uuid.uuid4().hex, None)

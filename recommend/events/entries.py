"""One line of the event log before it is written."""

from collections.abc import Hashable
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from django.utils import timezone

from ..models import Kind, Surface

NULL = "\\N"
COLUMNS = (
    *("at", "id", "user_id", "kind", "surface", "note_id", "product_id"),
    *("position", "dwell_ms", "arm"),
)


class Entry(NamedTuple):
    """Something that was seen or done. `id` names it: the same id at the same time is the same event."""

    kind: Kind
    id: int
    at: datetime
    user_id: int | None = None
    note_id: int | None = None
    product_id: int | None = None
    surface: Surface = Surface.OTHER
    position: int = 0
    dwell_ms: int = 0
    arm: int = 0

    def line(self) -> str:
        """As PostgreSQL's COPY reads it."""
        return (
            f"{self.at.isoformat()}\t{self.id}\t{_or_null(self.user_id)}\t{int(self.kind)}\t{int(self.surface)}\t"
            f"{_or_null(self.note_id)}\t{_or_null(self.product_id)}\t{self.position}\t{self.dwell_ms}\t{self.arm}\n"
        )


def act(
    kind: Kind,
    *,
    user_id: int,
    note_id: int | None = None,
    product_id: int | None = None,
    key: Hashable = None,
) -> Entry:
    """What a member did, as the server knows it. It counts once for these ids and this `key`."""
    name = f"{int(kind)}:{user_id}:{note_id}:{product_id}:{key}"
    return Entry(kind, id_of(name), timezone.now(), user_id, note_id, product_id)


def id_of(name: str) -> int:
    """A positive 63-bit number that stands for this name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") >> 1


def _or_null(value: int | None) -> str | int:
    return NULL if value is None else value

"""Keyset pagination: a page starts after the last row of the one before, however deep."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page:
    """Rows of one page and the cursor of the next; `after` is empty on the last page."""

    rows: list
    after: str = ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def encode_cursor(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list | None:
    """The values behind a cursor, or None when it is not one of ours (then the list starts over)."""
    if not cursor or len(cursor) > 600:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        return None
    return values if isinstance(values, list) and len(values) == length else None


def after_filter(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after `values` in the order given as Django field names with an optional minus."""
    condition = Q()
    for depth, name in enumerate(order):
        field = name.lstrip("-")
        step = Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": values[depth]})
        for earlier in range(depth):
            step &= Q(**{order[earlier].lstrip("-"): values[earlier]})
        condition |= step
    # The first column alone bounds the index scan; the rest of the condition sorts out its ties.
    first = order[0].lstrip("-")
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]}) & condition


def keyset_page(rows: QuerySet, order: Sequence[str], after: str = "", size: int = PAGE_SIZE) -> Page:
    """One page of `rows` in `order`, whose last column must be unique; one query, whatever the depth.

    `order` holds field names that stand on the row itself. A cursor that does not decode or does not fit the
    columns' types starts from the first row.
    """
    ordered = rows.order_by(*order)
    values = decode_cursor(after, len(order))
    if values is not None and _fits(rows, order, values):
        ordered = ordered.filter(after_filter(order, values))
    found = list(ordered[: size + 1])
    if len(found) <= size:
        return Page(found)
    last = found[size - 1]
    return Page(found[:size], encode_cursor([getattr(last, name.lstrip("-")) for name in order]))


def _fits(rows: QuerySet, order: Sequence[str], values: Sequence[Any]) -> bool:
    for name, value in zip(order, values, strict=True):
        if name.lstrip("-") in rows.query.annotations:
            if not isinstance(value, int | float):
                return False
            continue
        try:
            rows.model._meta.get_field(name.lstrip("-")).to_python(value)
        except Exception:  # noqa: BLE001 - ValidationError, TypeError, OverflowError: all mean "not a cursor of ours"
            return False
        if value is None or isinstance(value, list | dict):
            return False
    return True

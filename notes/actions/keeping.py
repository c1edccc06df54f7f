"""What the verbs about boards, series and pins share: one member's changes wait for each other, names are
looked over, and things ordered by hand are numbered."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.errors import DomainError
from moderation import actions as moderation
from moderation import explain

from .. import limits
from ..models import Note

# The upper half of the key says what is locked, the lower half whose it is.
_KEEPING = 0x6B65 << 40


def take_turns(user_id: int) -> None:
    """Until the transaction ends, other changes of what this member keeps wait: counts stay exact."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEEPING + user_id])


def checked_names(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with name and description tidied. DomainError when they break a limit or a rule."""
    tidy = dict(changes)
    if "name" in tidy:
        tidy["name"] = " ".join(tidy["name"].split())
        if not tidy["name"]:
            raise DomainError(_("Give it a name."), code="empty")
        checked_length(tidy["name"], limits.NAME)
    if "description" in tidy:
        tidy["description"] = checked_length(tidy["description"].strip(), limits.DESCRIPTION)
    refuse_risky("\n".join([tidy.get("name", ""), tidy.get("description", "")]).strip())
    return tidy


def checked_length(text: str, most: int) -> str:
    if len(text) > most:
        raise DomainError(_("At most %(n)s characters, please.") % {"n": most}, code="too_long")
    return text


def refuse_risky(text: str) -> None:
    """DomainError naming the rule that the words break, as for a note."""
    if not text:
        return
    score = moderation.score_text(text)
    if score.value >= moderation.thresholds_for(Note).publish_below:
        raise DomainError(explain.to_author(score.as_json()), code="rule")


def moved(ids: list[int], pk: int, *, before: int | None, shift: int) -> list[int]:
    """The ids with `pk` moved by `shift` places, or without a shift put before another one, or last."""
    rest = [other for other in ids if other != pk]
    if shift:
        place = max(0, min(len(rest), ids.index(pk) + shift))
    else:
        place = rest.index(before) if before in rest else len(rest)
    return [*rest[:place], pk, *rest[place:]]


def number(table: str, column: str, ids: list[int]) -> None:
    """Number these rows from 1 in one statement. The names come from code, never from a request."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = given.place"
            " FROM unnest(%s::bigint[]) WITH ORDINALITY AS given(id, place)"
            f" WHERE {table}.id = given.id AND {table}.{column} IS DISTINCT FROM given.place",
            [ids],
        )

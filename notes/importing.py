"""Real notes in: rows of the import format become notes that go through the same pipeline as posted ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from accounts.models import User
from core.tasks import enqueue
from tagging.names import clean_name

from . import actions, tasks
from .errors import PhotoRefused
from .models import Note

TITLE_MAX = 300


@dataclass
class Imported:
    """How an import went; `bad` holds (line number, reason)."""

    new: int = 0
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


def import_rows(rows: Sequence[tuple[int, dict[str, Any]]], base: Path, report: Imported) -> None:
    """Import one batch of (line number, row). What was imported before is left as it is."""
    parsed: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for number, row in rows:
        try:
            row = _clean(row)
            fields = _fields(row)
        except (ValueError, TypeError, OverflowError) as error:
            report.bad.append((number, str(error)))
            continue
        if fields["import_id"] in parsed:
            report.known += 1
        else:
            parsed[fields["import_id"]] = (fields, row)
    known = set(Note.objects.filter(import_id__in=parsed).values_list("import_id", flat=True))
    report.known += len(known)
    fresh = {key: value for key, value in parsed.items() if key not in known}
    if fresh:
        report.new += len(_create(fresh, base))


@transaction.atomic
def _create(fresh: dict[str, tuple[dict[str, Any], dict[str, Any]]], base: Path) -> list[Note]:
    authors = _authors([row.get("author") for _fields, row in fresh.values()])
    notes = [Note(author=authors[_author_id(row.get("author"))], **fields) for fields, row in fresh.values()]
    Note.objects.bulk_create(notes)
    for note in notes:
        note.cover_style = note.pk % actions.COVER_STYLES
    Note.objects.bulk_update(notes, ["cover_style"])
    for note, (_fields, row) in zip(notes, fresh.values(), strict=True):
        _add_pictures(note, row.get("images") or [], base)
    enqueue(tasks.process, [note.pk for note in notes])
    return notes


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """The note's columns. Raises ValueError saying what is missing or wrong."""
    if not isinstance(row.get("id"), str | int) or not (key := str(row["id"])[:64]):
        raise ValueError("no id")
    if not isinstance(row.get("images") or [], list):
        raise ValueError("images is not a list")
    title, text = _text(row, "title")[:TITLE_MAX], _text(row, "text")
    if not (title.strip() or text.strip()):
        raise ValueError("neither title nor text")
    location = row.get("location") if isinstance(row.get("location"), dict) else {}
    return {
        "import_id": key,
        "title": title,
        "text": _with_tags(text, row.get("tags")),
        "place": str(location.get("name") or "")[:80],
        "lat": _number(location.get("lat"), 90),
        "lng": _number(location.get("lng"), 180),
        "published_at": _moment(row.get("created_at")),
        "status": Note.Status.PROCESSING,
        **_counts(row),
    }


def _clean(value: Any) -> Any:
    """What was read, without characters that PostgreSQL does not store: NUL and halves of a pair."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode()
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return {_clean(key): _clean(one) for key, one in value.items()} if isinstance(value, dict) else value


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return value.replace("\r\n", "\n").strip()


def _with_tags(text: str, tags: Any) -> str:
    """Tags given apart from the text are written under it, where readers and extraction find them."""
    names = [clean_name(tag) for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    missing = [name for name in dict.fromkeys(names) if name and f"#{name}" not in text]
    return (
        (text + "\n" + " ".join("#" + re.sub(r"\s+", "-", name) for name in missing)).strip()
        if missing
        else text
    )


def _counts(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: _count(row.get(name)) for name in ("likes", "collects", "comments", "shares")}
    return {
        "imported_counts": {name: number for name, number in numbers.items() if number},
        "like_count": numbers["likes"],
        "bookmark_count": numbers["collects"],
        "comment_count": numbers["comments"],
        "share_count": numbers["shares"],
    }


def _count(value: Any) -> int:
    number = int(value or 0)
    if not 0 <= number < 2_000_000_000:
        raise ValueError("a count is out of range")
    return number


def _number(value: Any, most: float) -> float | None:
    return float(value) if isinstance(value, int | float) and abs(value) <= most else None


def _moment(value: Any) -> datetime | None:
    if not value:
        return None
    moment = parse_datetime(str(value))
    if moment is None:
        raise ValueError("created_at is not an ISO 8601 time")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _author_id(author: Any) -> str:
    return str(author.get("id") or "import")[:64] if isinstance(author, dict) else "import"


def _authors(given: list[Any]) -> dict[str, User]:
    """Members for the authors named, made where new: they cannot sign in until they claim the account."""
    names = {_author_id(author): author if isinstance(author, dict) else {} for author in given}
    people = {user.import_id: user for user in User.objects.filter(import_id__in=names)}
    for key, author in names.items():
        if key in people:
            continue
        handle = _free_handle(key)
        user = User(
            handle=handle,
            import_id=key,
            name=str(author.get("name") or handle)[:40],
            email=f"{handle}@imported.invalid",
        )
        user.set_unusable_password()
        user.save()
        people[key] = user
    return people


def _free_handle(key: str) -> str:
    base = (slugify(key).replace("-", "_").strip("_") or "author")[:24].ljust(3, "0")
    handle, number = base, 1
    while User.objects.filter(handle=handle).exists():
        number += 1
        handle = f"{base}_{number}"
    return handle


def _add_pictures(note: Note, names: list[Any], base: Path) -> None:
    """Pictures of an imported note, by path relative to the file; one that cannot be read is left out."""
    photos = []
    for name in names[:18]:
        path = (base / str(name)).resolve()
        if not path.is_relative_to(base.resolve()) or not path.is_file():
            continue
        try:
            with path.open("rb") as file:
                photos.append(actions.add_upload(owner=note.author, file=file, filename=path.name))
        except PhotoRefused:
            continue
    if photos:
        actions.attach_photos(note, photos)

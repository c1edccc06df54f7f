"""Reading JSON lines for importers: plain or gzip, with progress, bad lines named and skipped."""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tqdm import tqdm

MAX_LINE = 1_000_000


class UnreadableFile(Exception):
    """The file itself cannot be read (to its end); the message is one sentence that names it."""


def read(path: Path, on_bad: Callable[[int, str], None]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object); a line that is not a JSON object goes to `on_bad(number, reason)`.

    UnreadableFile when there is no such file, or when it is cut off or damaged.
    """
    for number, raw in enumerate(progress(_lines(path), path.name), start=1):
        line = raw.strip()
        if not line:
            continue
        try:
            if len(line) > MAX_LINE:
                raise ValueError(f"longer than {MAX_LINE} bytes")
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("not a JSON object")
        except (ValueError, RecursionError) as error:
            on_bad(number, str(error))
            continue
        yield number, row


def _lines(path: Path) -> Iterator[bytes]:
    """The raw lines; only what goes wrong with the file itself becomes UnreadableFile."""
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}.")
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            yield from file
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(f"{path} cannot be read to its end: {error}") from error


def progress(rows, label: str, total: int | None = None):
    """A progress bar on a terminal, nothing when piped."""
    return tqdm(rows, desc=label, total=total, unit="", disable=not sys.stderr.isatty(), leave=False)


def batches(rows: Iterator, size: int) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch

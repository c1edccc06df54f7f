"""Where the index of this machine lies, and which of its folders is in use.

`current.json` names the folder, the life of the database and the place in its history that the folder stands
for; it is replaced whole, after each commit.
"""

import fcntl
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

LAYOUT = 2  # another number makes every machine build its index anew


@dataclass(frozen=True)
class Current:
    folder: str
    generation: str
    place: int
    layout: int = LAYOUT

    @property
    def path(self) -> Path:
        return root() / self.folder


def root() -> Path:
    """One index for each database that this machine's processes use."""
    name = str(connection.settings_dict["NAME"]).replace("/", "_")
    return Path(settings.VAR_DIR) / "search" / name


def stamp() -> tuple[int, int]:
    """Changes whenever the index does; zeros while there is none."""
    try:
        found = os.stat(root() / "current.json")
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def read() -> Current | None:
    try:
        found = Current(**json.loads((root() / "current.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.layout == LAYOUT and found.path.is_dir() else None


def write(current: Current) -> None:
    descriptor, draft = tempfile.mkstemp(dir=root(), prefix=".current-")
    with open(descriptor, "w") as file:
        json.dump(asdict(current), file)
    os.replace(draft, root() / "current.json")


def new_folder() -> Path:
    folder = root() / uuid.uuid4().hex[:12]
    folder.mkdir(parents=True)
    return folder


def remove_others(kept: str) -> None:
    """Folders no longer in use; whoever still reads one keeps its files until done."""
    for path in root().iterdir():
        if path.is_dir() and path.name != kept:
            shutil.rmtree(path, ignore_errors=True)


def remove_all() -> None:
    shutil.rmtree(root(), ignore_errors=True)


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Is this process the only one on the machine that does this? Until the block ends no other is."""
    root().mkdir(parents=True, exist_ok=True)
    with open(root() / f"{name}.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        try:
            yield True
        finally:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)

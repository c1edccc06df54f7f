"""Keeping the index of a machine that serves pages true to the database.

Each web process has one thread for it; on each machine one of them, whoever gets the lock first, writes what
changed, twice a second. An index that is missing or of another life of the database is made by a process of
its own; meanwhile PostgreSQL answers.
"""

import logging
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.core.signals import request_started
from django.db import DatabaseError, connection

from . import building, files

EVERY_S = 0.5
TRY_AGAIN_S = 3.0

log = logging.getLogger(__name__)
_started = threading.Lock()
_thread: threading.Thread | None = None


def start(**kwargs) -> None:
    """Begin to follow the database, once in each process; costs nothing when it already does."""
    global _thread
    if _thread is not None or not settings.SEARCH_FOLLOWS:
        return
    request_started.disconnect(dispatch_uid="recommend.search")
    with _started:
        if _thread is None:
            _thread = threading.Thread(target=_run, name="search-follower", daemon=True)
            _thread.start()


def _run() -> None:
    while True:
        try:
            with files.only_one("write") as alone:
                if alone:
                    _follow()
        except (DatabaseError, OSError, ValueError) as error:
            log.warning("the search index does not follow: %s", error)
        finally:
            connection.close()
        time.sleep(TRY_AGAIN_S)


def _follow() -> None:
    """Write what changes, until the index is no longer the one in use."""
    current = building.usable()
    if current is None:
        _rebuild_apart()
        return
    writer = building.Writer(current)
    checked = time.monotonic()
    while (now := files.read()) is not None and now.folder == current.folder:
        writer.catch_up()
        if time.monotonic() - checked > TRY_AGAIN_S:
            if building.usable() is None:
                return
            checked = time.monotonic()
        time.sleep(EVERY_S)


def _rebuild_apart() -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "rebuild_search", "--background"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        log.warning("the search index was not made: %s", done.stderr.strip()[-500:])

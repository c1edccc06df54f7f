"""Serves the pictures and films in MEDIA_ROOT where no front proxy does."""

import mimetypes
import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.static import was_modified_since

KINDS = ("image/webp", "image/jpeg", "image/png", "image/gif", "image/avif", "video/mp4", "video/webm")
YEAR_S = 31_536_000
# What one answer holds at most. An answer given in one piece frees the server's thread at once; one that is
# streamed keeps it for as long as a player that has paused, or a slow phone, takes to read it.
PIECE = 2 * 1024 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/avif", ".avif")


def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file, kept by browsers for a year (no name is used twice); 404 for all but pictures and films."""
    kind = mimetypes.guess_type(name)[0]
    if kind not in KINDS or request.method not in ("GET", "HEAD"):
        raise Http404
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
        modified = path.stat().st_mtime
        if not path.is_file():
            raise Http404
        response: HttpResponseBase
        if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
            response = HttpResponseNotModified()
        elif (part := _RANGE.fullmatch(request.headers.get("Range", ""))) and (part[1] or part[2]):
            response = _part(path, kind, part[1], part[2])
        elif path.stat().st_size <= PIECE:
            response = HttpResponse(path.read_bytes(), content_type=kind)
        else:
            response = FileResponse(path.open("rb"), content_type=kind)
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404 from error
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    return response


def _part(path: Path, kind: str, first: str, last: str) -> HttpResponse:
    """The bytes from `first` to `last`, or the `last` so many; what players ask for to jump within a film.

    At most a piece of them: players ask for the rest when they get there.
    """
    size = path.stat().st_size
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or end < start:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(end, start + PIECE - 1)
    with path.open("rb") as file:
        file.seek(start)
        response = HttpResponse(file.read(end + 1 - start), status=206, content_type=kind)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end + 1 - start)
    return response

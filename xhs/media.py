"""Serves the pictures in MEDIA_ROOT where no front proxy does."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.static import was_modified_since

KINDS = ("image/webp", "image/jpeg", "image/png", "image/gif", "image/avif", "video/mp4", "video/webm")
YEAR_S = 31_536_000
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/avif", ".avif")


def serve(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """One file, kept by browsers for a year (no name is used twice); 404 for all but pictures and films."""
    kind = mimetypes.guess_type(name)[0]
    if kind not in KINDS or request.method not in ("GET", "HEAD"):
        raise Http404
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
        modified = path.stat().st_mtime
        if not path.is_file():
            raise Http404
        response: HttpResponse | FileResponse
        if was_modified_since(request.headers.get("If-Modified-Since"), modified):
            response = FileResponse(path.open("rb"), content_type=kind)
        else:
            response = HttpResponseNotModified()
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404 from error
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response

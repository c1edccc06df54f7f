"""Captions of a film: WebVTT as its author made it, checked and brought into one form."""

import re

from django.utils.translation import gettext as _

from .errors import VideoRefused
from .limits import CAPTION_BYTES

_MOMENT = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"^{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t].*)?$")
_NO_CUE = re.compile(r"^(STYLE|REGION|NOTE)\b")


def read_captions(data: bytes | str) -> str:
    """The text of a WebVTT file without styles and notes; empty for an empty one. Raises VideoRefused."""
    if len(data if isinstance(data, bytes) else data.encode()) > CAPTION_BYTES:
        raise VideoRefused(
            _("The captions are too large: at most %(n)s kB.") % {"n": CAPTION_BYTES // 1000},
            code="captions_too_large",
        )
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise VideoRefused(_("The captions are not in UTF-8."), code="bad_captions") from error
    text = re.sub(r"\r\n?", "\n", text).replace("\x00", "\ufffd")
    if not text.strip():
        return ""
    head, *blocks = re.split(r"\n{2,}", text.strip("\n"))
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        raise VideoRefused(_("This is not a WebVTT file: its first line is WEBVTT."), code="bad_captions")
    cues = [_cue(block) for block in blocks if block.strip() and not _NO_CUE.match(block)]
    if not cues:
        raise VideoRefused(_("There are no captions in this file."), code="bad_captions")
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cue(block: str) -> str:
    lines = block.strip("\n").split("\n")
    at = next((number for number, line in enumerate(lines[:2]) if "-->" in line), None)
    found = _TIMING.match(lines[at].strip()) if at is not None else None
    if found is None or _seconds(found.groups()[:4]) >= _seconds(found.groups()[4:]):
        raise VideoRefused(
            _("A caption has no good time: “%(line)s”.") % {"line": lines[at or 0][:60]}, code="bad_captions"
        )
    return "\n".join(lines)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000

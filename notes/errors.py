from core.errors import DomainError


class NoteRefused(DomainError):
    """What was posted breaks a limit; the message says which."""


class PhotoRefused(DomainError):
    """One file cannot be taken; the message names it."""

    code = "photo_refused"


class VideoRefused(DomainError):
    """One film, or what was sent for it, cannot be taken; the message says why."""

    code = "video_refused"

"""The limits of a note, in one place for the form, the API and the verbs."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.ratelimit import limit
from core.text import counted_length

from .errors import NoteRefused

TITLE = 20
TEXT = 1000
PRODUCTS = 18
DRAFTS = 100
CHOSEN_TAGS = 20
COMMENT = 500
BOARDS = 100
BOARD_ITEMS = 2_000
# Of boards and series.
NAME = 40
DESCRIPTION = 200
REMARK = 200
SERIES = 50
SERIES_NOTES = 200
PINS = 3
NOTES_PER_HOUR = 30
UPLOADS_PER_HALF_HOUR = 90
VIDEOS_PER_HALF_HOUR = 20
CAPTION_BYTES = 200_000


def of_uploads() -> dict[str, int]:
    """What a page tells a browser before it sends anything."""
    return {
        "pictures": settings.PHOTOS_PER_NOTE,
        "picture_bytes": settings.PHOTO_MAX_BYTES,
        "film_bytes": settings.VIDEO_MAX_BYTES,
        "film_seconds": settings.VIDEO_MAX_SECONDS,
        "products": PRODUCTS,
    }


def check_title(title: str) -> str:
    if counted_length(title) > TITLE:
        raise NoteRefused(
            _("The title is too long: at most %(n)s characters.") % {"n": TITLE}, code="title_too_long"
        )
    return title


def check_text(text: str) -> str:
    if counted_length(text) > TEXT:
        raise NoteRefused(
            _("The text is too long: at most %(n)s characters.") % {"n": TEXT}, code="text_too_long"
        )
    return text


def check_photo_number(number: int) -> int:
    most = settings.PHOTOS_PER_NOTE
    if number > most:
        message = ngettext(
            "A note holds at most %(n)s picture.", "A note holds at most %(n)s pictures.", most
        )
        raise NoteRefused(message % {"n": most}, code="too_many_photos")
    return number


def check_not_empty(title: str, text: str, media_number: int) -> None:
    if not (title.strip() or text.strip() or media_number):
        raise NoteRefused(_("Write something or add a picture first."), code="empty")


def check_pace(user, what: str, most: int, seconds: int = 3600) -> None:
    """Count one act of this kind. DomainError when there were more than `most` within `seconds`."""
    if not limit(f"{what}:{user.pk}", most, seconds):
        raise DomainError(_("Too much at once. Wait a little and try again."), code="too_fast")

"""The limits of a note, in one place for the form, the API and the verbs."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import counted_length

from .errors import NoteRefused

TITLE = 20
TEXT = 1000
PRODUCTS = 18
COMMENT = 500


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


def check_not_empty(title: str, text: str, photo_number: int) -> None:
    if not (title.strip() or text.strip() or photo_number):
        raise NoteRefused(_("Write something or add a picture first."), code="empty")

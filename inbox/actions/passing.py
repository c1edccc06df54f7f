"""Sending a page of this site into conversations."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.errors import DomainError

from .. import cards
from ..models import Message
from .messages import MessageRefused, send_message

PEOPLE = 10
REMARK_LENGTH = 500


def pass_on(
    *, sender: User, recipients: Iterable[User], path: str, remark: str, request_key: UUID
) -> tuple[list[Message], str]:
    """Send the page to each of these people, once per `request_key`.

    Returns the messages and, when somebody could not be written to, why. MessageRefused when none was sent.
    """
    people, remark = list(recipients), remark.strip()
    if not people:
        raise MessageRefused(_("Choose at least one person."), code="nobody")
    if len(people) > PEOPLE:
        words = ngettext("At most %(n)s person at once.", "At most %(n)s people at once.", PEOPLE)
        raise MessageRefused(words % {"n": PEOPLE}, code="too_many")
    if len(remark) > REMARK_LENGTH:
        message = _("A message has at most %(n)s characters.") % {"n": REMARK_LENGTH}
        raise MessageRefused(message, code="too_long")
    text = f"{remark}\n{settings.SITE_URL}{path}".strip()
    keys = {person.pk: uuid5(request_key, str(person.pk)) for person in people}
    is_repeated = Message.objects.filter(sender=sender, request_key__in=keys.values()).exists()
    sent, why = [], ""
    for person in people:
        key = keys[person.pk]
        try:
            sent.append(send_message(sender=sender, recipient=person, text=text, request_key=key))
        except DomainError as error:
            why = f"{person.name}: {error}"
    if not sent:
        raise MessageRefused(why, code="refused")
    if not is_repeated:
        cards.tell_passed_on(path, sender)
    return sent, why

"""Mail on its way: written down first, sent by the worker, forgotten once it is handed over."""

import json
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.utils import timezone

from core.tasks import enqueue

from . import tasks
from .models import OutgoingMail

AGAIN_AFTER = timedelta(minutes=2)
GIVEN_UP_AFTER = timedelta(days=1)  # whoever waits for it has asked again by then


def post(
    *, to: str, subject: str, text: str, html: str = "", headers: dict[str, str] | None = None
) -> OutgoingMail:
    """Have a message sent. It goes out even if the queue is away now: the sweep finds its row."""
    mail = OutgoingMail.objects.create(
        recipient=to, subject=subject[:255], text=text, html=html, headers=json.dumps(headers or {})
    )
    enqueue(tasks.send_mail, mail.pk)
    return mail


def send(mail_id: int) -> bool:
    """Hand a message to the mail server and forget it; False when it is gone or somebody else is at it.

    Raises what the mail server's connection raises; the message then waits for its next turn.
    """
    now = timezone.now()
    if not OutgoingMail.objects.filter(pk=mail_id, due_at__lte=now).update(due_at=now + AGAIN_AFTER):
        return False
    mail = OutgoingMail.objects.get(pk=mail_id)
    message = EmailMultiAlternatives(
        mail.subject, mail.text, None, [mail.recipient], headers=json.loads(mail.headers or "{}")
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
    mail.delete()
    return True


def due() -> QuerySet[OutgoingMail]:
    """Messages whose turn it is, oldest first."""
    return OutgoingMail.objects.filter(due_at__lte=timezone.now()).order_by("pk")


def drop_old() -> int:
    """Forget what no mail server took in time; returns how many messages that were."""
    return OutgoingMail.objects.filter(made_at__lt=timezone.now() - GIVEN_UP_AFTER).delete()[0]

from smtplib import SMTPException

from celery import shared_task
from django.core.mail import send_mail as send_message

from . import actions


@shared_task(autoretry_for=(SMTPException, OSError), retry_backoff=30, max_retries=6)
def send_mail(subject: str, body: str, to: list[str], html: str) -> None:
    send_message(subject, body, None, to, html_message=html or None)


@shared_task
def recount() -> None:
    """Set follower counters to what the rows say."""
    actions.recount()

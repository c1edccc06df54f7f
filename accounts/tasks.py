from celery import shared_task

from core.tasks import enqueue

from . import actions, mailing

BATCH = 200


@shared_task
def send_mail(mail_id: int) -> None:
    mailing.send(mail_id)


@shared_task
def sweep() -> None:
    """Send what was written and not sent yet, and forget what no mail server took within a day."""
    mailing.drop_old()
    for mail_id in mailing.due().values_list("pk", flat=True)[:BATCH]:
        enqueue(send_mail, mail_id)


@shared_task
def recount() -> None:
    """Set follower counters to what the rows say."""
    actions.recount()

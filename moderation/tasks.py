"""Background work of moderation. Everything here may run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from . import actions, notices
from .models import Case, Report

UNSCORED_AFTER = timedelta(minutes=1)
BATCH = 500


@shared_task
def sweep() -> None:
    """Score the cases that nobody scored within a minute, and answer the reports left unanswered."""
    stale = Case.objects.unscored().filter(made_at__lt=timezone.now() - UNSCORED_AFTER)
    for case in stale.order_by("pk")[:BATCH]:
        actions.judge(case)
    for report in Report.objects.unanswered().select_related("case")[:BATCH]:
        notices.tell_reporter(report)


@shared_task
def tell_reporters(case_id: int) -> None:
    """Tell those who reported what became of it."""
    for report in Report.objects.unanswered().filter(case=case_id).select_related("case"):
        notices.tell_reporter(report)

"""What moderation tells those who reported something."""

from django.utils import timezone
from django.utils.translation import gettext as _

from inbox import registry
from inbox.actions import notify
from inbox.models import Notification

from .models import Report, Verdict

KIND = "report_decided"


def sentence(notice: Notification) -> str:
    if notice.data.get("kept"):
        return _(
            "We looked at what you reported and found nothing against our rules. Thank you for telling us."
        )
    return _("What you reported has been taken down. Thank you for telling us.")


def register() -> None:
    registry.register(KIND, sentence, "shield")


def tell_reporter(report: Report) -> None:
    """Tell a member what became of their report, once, however often this runs."""
    kept = report.case.verdict == Verdict.APPROVED
    notify(recipient_id=report.reporter_id, kind=KIND, key=f"report:{report.pk}", kept=kept)
    Report.objects.filter(pk=report.pk).update(told_at=timezone.now())

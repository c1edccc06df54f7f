"""What moderation tells authors about their content, and members about what they reported."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox import registry
from inbox.actions import notify
from inbox.models import Notification

from .models import Case, Report, Verdict
from .registry import policy_of_type

TITLE_LENGTH = 60
REPORT_KIND = "report_decided"
KIND_OF_VERDICT = {verdict: f"content_{verdict.value}" for verdict in Verdict}


def _about(notice: Notification) -> dict[str, Any]:
    policy = policy_of_type(notice.data.get("type", 0))
    return {
        "kind": policy.label if policy else _("post"),
        "title": notice.data.get("title", ""),
        "message": notice.data.get("message", ""),
    }


def _approved(notice: Notification) -> str:
    return _("Your %(kind)s “%(title)s” was looked at and is now public.") % _about(notice)


def _rejected(notice: Notification) -> str:
    return _("Your %(kind)s “%(title)s” was not published. %(message)s") % _about(notice)


def _removed(notice: Notification) -> str:
    return _("Your %(kind)s “%(title)s” was taken down. %(message)s") % _about(notice)


def _report_decided(notice: Notification) -> str:
    if notice.data.get("kept"):
        return _(
            "We looked at what you reported and found nothing against our rules. Thank you for telling us."
        )
    return _("What you reported has been taken down. Thank you for telling us.")


def register() -> None:
    registry.register(REPORT_KIND, _report_decided, "flag")
    registry.register(KIND_OF_VERDICT[Verdict.APPROVED], _approved, "check")
    registry.register(KIND_OF_VERDICT[Verdict.REJECTED], _rejected, "shield")
    registry.register(KIND_OF_VERDICT[Verdict.REMOVED], _removed, "shield")


def tell_author(*, case: Case, target: Model, text: str, verdict: Verdict, message: str) -> bool:
    """Tell the author what was decided about this version of the content, once."""
    if case.author_id is None:
        return False
    return notify(
        recipient_id=case.author_id,
        kind=KIND_OF_VERDICT[verdict],
        url=target.get_absolute_url() if hasattr(target, "get_absolute_url") else "",
        key=f"{verdict}:{case.target_type_id}:{case.target_id}:{case.fingerprint[:16]}",
        type=case.target_type_id,
        title=text.strip().partition("\n")[0][:TITLE_LENGTH],
        message=message,
    )


def tell_reporter(report: Report) -> None:
    """Tell a member what became of their report, once, however often this runs."""
    kept = report.case.verdict == Verdict.APPROVED
    notify(recipient_id=report.reporter_id, kind=REPORT_KIND, key=f"report:{report.pk}", kept=kept)
    Report.objects.filter(pk=report.pk).update(told_at=timezone.now())

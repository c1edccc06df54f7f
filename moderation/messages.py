"""Reported messages: moderation looks at a message of two people only when one of them asks for it."""

from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import actions as inbox
from inbox import reporting
from inbox.models import Message

from . import actions, registry
from .models import Case, Report, Verdict


class MessageReview(registry.ReviewPolicy):
    label = _("message")
    template = "inbox/_review_message.html"

    def text(self, target: Message) -> str:
        return target.text

    def author_id(self, target: Message) -> int:
        return target.sender_id

    def fingerprint(self, target: Message) -> str:
        return registry.digest(target.text, target.picture)

    def visible_to(self, viewer):
        return Message.objects.visible_to(viewer)

    def for_review(self, target_ids: Iterable[int]):
        return Message.objects.filter(pk__in=target_ids).select_related("sender")

    def decided(self, target_id: int, verdict: Verdict, message: str) -> None:
        inbox.hide_message(message_id=target_id, on=verdict != Verdict.APPROVED)


def sees(message: Message, viewer: User) -> bool:
    """Those who decide cases may look at what was reported."""
    if not (viewer.is_staff and viewer.has_perm("moderation.change_case")):
        return False
    kind = ContentType.objects.get_for_model(Message)
    return Case.objects.filter(target_type=kind, target_id=message.pk, report_count__gt=0).exists()


def keeps(message_ids: Collection[int]) -> set[int]:
    """Messages that a case is still open about."""
    kind = ContentType.objects.get_for_model(Message)
    return set(Case.objects.open().about(kind, message_ids).values_list("target_id", flat=True))


def register() -> None:
    registry.register(Message, MessageReview())
    reporting.register(reporting.Desk(Report.Reason.choices, actions.report, sees, keeps))

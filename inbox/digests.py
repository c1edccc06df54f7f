"""E-mails with what is unread, once a day or once a week, to those who asked for them."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts import mailing
from accounts.models import User

from . import registry
from .choosing import choices_of
from .models import Choices, Digest, Notification

HOUR = 9  # local time before which nobody is written to
SHOWN = 10
BATCH = 500
WAIT = {Choices.Often.DAILY: timedelta(days=1), Choices.Often.WEEKLY: timedelta(days=7)}
DAILY, WEEKLY = Choices.Often.DAILY, Choices.Often.WEEKLY
_signer = Signer(salt="inbox.digest")


def send_due() -> int:
    """Write to everybody whose turn it is; returns to how many. May be repeated at any time."""
    if timezone.localtime().hour < HOUR:
        return 0
    today, sent, last = timezone.localdate(), 0, 0
    while ids := list(_due(today).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = ids[-1]
        sent += sum(_send(user, today) for user in User.objects.filter(pk__in=ids).order_by("pk"))
    return sent


def _due(today: date):
    """Members with something unread and a verified address who were not written to for long enough."""
    written = Digest.objects.filter(user=OuterRef("pk"))
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, primary=True)
    weekly = Q(notice_choices__digest=WEEKLY) & ~Exists(written.filter(day__gt=today - WAIT[WEEKLY]))
    daily = Q(notice_choices__digest=DAILY) & ~Exists(written.filter(day__gt=today - WAIT[DAILY]))
    people = User.objects.filter(is_active=True).filter(Q(unread_count__gt=0) | Q(unread_messages__gt=0))
    return people.filter(Exists(verified)).filter(weekly | daily)


def _send(user: User, today: date) -> bool:
    """Write to one member, once a day; False when there is nothing they want to read by e-mail."""
    choices = choices_of(user.pk)
    kinds = [kind for kind in registry.names() if registry.kind_of(kind).group not in choices.off_mail]
    since = timezone.now() - timedelta(days=30)
    unread = Notification.objects.for_inbox(user).filter(kind__in=kinds, read_at=None, made_at__gt=since)
    rows = list(unread.order_by("-made_at", "-pk")[: SHOWN + 1])
    if not rows and not user.unread_messages:
        return False
    try:
        with transaction.atomic():
            Digest.objects.create(user=user, day=today, number=len(rows))
            with override(choices.language or settings.LANGUAGE_CODE):
                _post(user, rows)
    except IntegrityError:  # another worker was there first
        return False
    return True


def _post(user: User, rows: list[Notification]) -> None:
    number = user.unread_count + user.unread_messages
    leave = settings.SITE_URL + reverse("inbox:unsubscribe", args=[_signer.sign(str(user.pk))])
    subject = ngettext("%(n)s thing is new for you", "%(n)s things are new for you", number) % {"n": number}
    context = {
        "person": user,
        "notices": rows[:SHOWN],
        "is_more": len(rows) > SHOWN,
        "site": settings.SITE_URL,
        "unsubscribe": leave,
        "subject": subject,
    }
    mailing.post(
        to=user.email,
        subject=f"{_('Hongjian')}: {subject}",
        text=render_to_string("inbox/mail/digest.txt", context),
        html=render_to_string("inbox/mail/digest.html", context),
        headers={"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def member_of(token: str) -> int | None:
    """Whose unsubscribe link this is; None when it is not one of ours."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None

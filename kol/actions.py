"""Applying, screening and deciding who becomes a KOL."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from core.errors import DomainError
from inbox.actions import notify

from . import notices, screening
from .conditions import all_met, conditions
from .facts import facts_of
from .models import Profile

APPLY_AGAIN_AFTER = timedelta(days=30)
PITCH_MIN_LENGTH = 20


@transaction.atomic
def apply(*, user: User, pitch: str) -> Profile:
    """A member asks to become a KOL; the score is brought up to date at once.

    DomainError: `pitch` too short, `conditions` not met, `already` applied or accepted, `too_soon` after a
    refusal.
    """
    pitch = pitch.strip()[:500]
    if len(pitch) < PITCH_MIN_LENGTH:
        raise DomainError(_("Say a little more about what you share."), code="pitch")
    if not all_met(conditions(user, facts_of([user.pk])[user.pk])):
        raise DomainError(_("Not all conditions are met yet."), code="conditions")
    screen([user.pk])
    profile = Profile.objects.select_for_update(of=("self",)).get(user=user)
    if profile.state in (Profile.State.APPLIED, Profile.State.ACCEPTED):
        raise DomainError(_("You have applied already."), code="already")
    if (again := may_apply_again(profile)) and again > timezone.now():
        raise DomainError(
            _("You can apply again from %(day)s.") % {"day": f"{again:%Y-%m-%d}"}, code="too_soon"
        )
    profile.state, profile.pitch, profile.applied_at = Profile.State.APPLIED, pitch, timezone.now()
    profile.reason, profile.decided_at, profile.decided_by = "", None, None
    profile.save()
    return profile


def may_apply_again(profile: Profile) -> datetime | None:
    """The moment from which a declined member may apply again; None when nothing was declined."""
    if profile.state != Profile.State.DECLINED or profile.decided_at is None:
        return None
    return profile.decided_at + APPLY_AGAIN_AFTER


def screen(user_ids: Collection[int]) -> int:
    """Compute and store the screening score of these members; returns how many. Safe to repeat."""
    now = timezone.now()
    rows = []
    for user_id, facts in sorted(facts_of(user_ids).items()):
        parts = screening.screen(facts)
        rows.append(
            Profile(
                user_id=user_id,
                score=screening.total(parts),
                parts=[part.as_json() for part in parts],
                formula=screening.FORMULA,
                screened_at=now,
            )
        )
    Profile.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["score", "parts", "formula", "screened_at"],
        batch_size=500,
    )
    return len(rows)


@transaction.atomic
def decide(*, profile: Profile, by: User | None, tier: str = "", reason: str = "") -> bool:
    """Accept with a tier, or decline with a reason when `tier` is empty; False when that is so already.

    An accepted member can get another tier or be declined later, which takes the badge away. DomainError:
    `not_applied`, `reason_required`, `changed` when somebody else decided since `profile` was read.
    """
    reason = reason.strip()[:300]
    if not tier and not reason:
        raise DomainError(_("Say why: the member sees the reason."), code="reason_required")
    now = Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    if now.state == Profile.State.SCREENED:
        raise DomainError(_("This member has not applied."), code="not_applied")
    state = Profile.State.ACCEPTED if tier else Profile.State.DECLINED
    if (now.state, now.tier) == (state, tier):
        return False
    if (now.state, now.tier) != (profile.state, profile.tier):
        raise DomainError(_("Somebody else decided meanwhile. Look at it again."), code="changed")
    now.state, now.tier, now.reason = state, Profile.Tier(tier) if tier else "", reason
    now.decided_at, now.decided_by = timezone.now(), by
    now.save(update_fields=["state", "tier", "reason", "decided_at", "decided_by"])
    accounts.set_badge(user_id=now.user_id, badge=tier)
    notify(
        recipient_id=now.user_id,
        kind=notices.KIND,
        url=notices.page(),
        key=f"kol:{now.pk}:{now.decided_at.timestamp()}",
        tier=tier,
        reason=reason,
    )
    return True

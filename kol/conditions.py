"""What a member needs before applying; shown to them with their own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .screening import Facts

MIN_NOTES = 5
MIN_WEEKS = 2


@dataclass(frozen=True)
class Condition:
    """One condition: what it asks for, what the member has, and whether that is enough."""

    label: Any
    met: bool
    have: int
    need: int


def conditions(user: User, facts: Facts) -> list[Condition]:
    """All conditions with the member's own data."""
    return [
        Condition(
            _("published notes in the last 12 weeks"), facts.notes >= MIN_NOTES, facts.notes, MIN_NOTES
        ),
        Condition(
            _("weeks in which you posted"), facts.active_weeks >= MIN_WEEKS, facts.active_weeks, MIN_WEEKS
        ),
        Condition(_("notes removed for breaking the rules"), facts.removed == 0, facts.removed, 0),
        Condition(_("words about yourself in your profile"), bool(user.bio), int(bool(user.bio)), 1),
    ]


def all_met(found: Sequence[Condition]) -> bool:
    return all(condition.met for condition in found)

"""How much a member may do in a while, the same for pages and API."""

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.ratelimit import limit

from .models import User

FOLLOWS_A_DAY = 400


def check_follows(user: User) -> None:
    """Count one more follow. DomainError when there were too many today."""
    if not limit(f"follow:{user.pk}", FOLLOWS_A_DAY, 24 * 3600):
        message = _("You have followed a lot of people today. Please continue tomorrow.")
        raise DomainError(message, code="too_many")

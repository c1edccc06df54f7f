from django.urls import reverse
from django.utils.translation import gettext as _

from inbox import registry
from inbox.models import Notification

from .models import Profile

KIND = "kol_decided"


def page() -> str:
    """Where a member reads the decision."""
    return reverse("kol:home")


def sentence(notice: Notification) -> str:
    if tier := notice.data.get("tier"):
        return _("You are now %(tier)s. Congratulations!") % {"tier": Profile.Tier(tier).label}
    return _("Your KOL application was declined: %(reason)s") % {"reason": notice.data.get("reason", "")}


def register() -> None:
    registry.register(KIND, sentence, "spark")

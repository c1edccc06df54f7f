"""What recommendation tells members."""

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox import registry
from inbox.models import Notification

from .models import Hashtag

STOPPED = "hashtag_stopped"


def results_of(hashtag: Hashtag) -> str:
    return reverse("recommend:hashtag_results", args=[hashtag.pk])


def stopped(notice: Notification) -> str:
    told = {"title": notice.data.get("title", ""), "reason": notice.data.get("reason", "")}
    return _("The campaign “%(title)s” stopped itself: %(reason)s") % told


def register() -> None:
    registry.register(STOPPED, stopped, "hash")

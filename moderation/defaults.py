"""Rows that the moderation desk should find from the first day."""

from django.contrib.contenttypes.models import ContentType

from . import registry
from .models import Thresholds


def make_thresholds(**_kwargs) -> None:
    """Give every registered kind of content its thresholds, for operators to edit."""
    for model in registry.models():
        Thresholds.objects.of_type(ContentType.objects.get_for_model(model))

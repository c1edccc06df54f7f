"""How the mall is paid: providers behind one interface, chosen by `settings.PAYMENT_PROVIDER`."""

from django.conf import settings

from .base import BadSignature, Event, Provider
from .sandbox import Sandbox

__all__ = ["BadSignature", "Event", "Provider", "UnknownProvider", "is_known", "provider"]

_providers: dict[str, Provider] = {provider.name: provider for provider in (Sandbox(),)}


class UnknownProvider(LookupError):
    """No provider of this name is in use."""


def is_known(name: str) -> bool:
    return name in _providers


def provider(name: str) -> Provider:
    """The provider of this name. The sandbox, which anybody can pay with, only where it is the one in use."""
    found = _providers.get(name)
    if found is None or (found.is_sandbox and name != settings.PAYMENT_PROVIDER):
        raise UnknownProvider(name)
    return found

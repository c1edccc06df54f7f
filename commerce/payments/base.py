"""What every payment provider must be able to do, and what it tells us."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ..models import Payment


class BadSignature(ValueError):
    """A message that the provider did not send, or that is too old or damaged to be believed."""


class Kind(StrEnum):
    PAID = "paid"
    DECLINED = "declined"


@dataclass(frozen=True)
class Event:
    """A believed message about one payment. The same `event_id` is the same message, the same `reference` the
    same money."""

    event_id: str
    kind: Kind
    payment: UUID
    amount_fen: int
    currency: str
    reference: str


class Provider(ABC):
    """Talks to one payment service. Methods may use the network, so none is called inside a transaction."""

    name: str
    is_sandbox = False

    @abstractmethod
    def start(self, *, payment: Payment, return_url: str, notify_url: str) -> str:
        """The address to send the buyer's browser to."""

    @abstractmethod
    def read_callback(self, *, body: bytes, headers: Mapping[str, str]) -> Event:
        """The message in a request from the provider's server. Raises BadSignature."""

    @abstractmethod
    def read_return(self, *, params: Mapping[str, str]) -> Event:
        """The message that the browser brings back in the address. Raises BadSignature."""

    @abstractmethod
    def refund(self, *, payment: Payment, amount_fen: int, key: str) -> str:
        """Send money back; the same `key` is the same refund. Returns the provider's reference."""

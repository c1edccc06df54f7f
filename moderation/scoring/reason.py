"""One named reason of a score."""

from dataclasses import dataclass

FOUND_LENGTH = 60


@dataclass(frozen=True)
class Reason:
    """Rule name, weight from 0 to 1, and what was found (cut to a line)."""

    rule: str
    weight: float
    found: str = ""

    def __post_init__(self):
        found = " ".join(self.found.split())
        object.__setattr__(self, "found", found[:FOUND_LENGTH] + ("…" if len(found) > FOUND_LENGTH else ""))

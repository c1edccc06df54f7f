"""What the arms of an experiment brought: rates, each with its interval of 95 percent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from math import sqrt
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from .models import Arm, ArmDay

Z = 1.96  # standard deviations on each side of 95 percent
COUNTED = ("impressions", "clicks", "likes", "saves", "hides")
RATES = ("clicks", "likes", "saves", "hides")


@dataclass(frozen=True)
class Rate:
    """So many of so many, and the Wilson interval around their ratio."""

    number: int
    of: int

    @property
    def rate(self) -> float:
        return self.number / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        return self._bound(-1)

    @property
    def high(self) -> float:
        return self._bound(1)

    @property
    def percents(self) -> tuple[float, float, float]:
        return 100 * self.low, 100 * self.rate, 100 * self.high

    def _bound(self, side: int) -> float:
        if not self.of:
            return 0.0 if side < 0 else 1.0
        # Something seen once and clicked twice is no share; it counts as all of it.
        share, n = min(1.0, self.rate), self.of
        middle = share + Z * Z / (2 * n)
        width = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        return min(1.0, max(0.0, (middle + side * width) / (1 + Z * Z / n)))

    def is_apart_from(self, other: "Rate") -> bool:
        """Do the two intervals not touch?"""
        return self.low > other.high or self.high < other.low


@dataclass(frozen=True)
class ArmResult:
    """One arm over some days. `rates` are per note seen; `apart` names those unlike the first arm's."""

    arm: Arm
    people_days: int
    impressions: int
    rates: dict[str, Rate]
    apart: frozenset[str] = frozenset()


def results(days: int) -> list[ArmResult]:
    """What every arm brought in the last days, in the order of the arms."""
    since = timezone.now().astimezone(UTC).date() - timedelta(days=days - 1)
    sums = ArmDay.objects.filter(day__gte=since).values("arm").order_by("arm")
    counted = sums.annotate(people_days=Sum("people"), **{name: Sum(name) for name in COUNTED})
    arms = Arm.objects.in_bulk()
    found: list[ArmResult] = []
    row: dict[str, Any]
    for row in counted:  # type: ignore[assignment]
        rates = {name: Rate(row[name], row["impressions"]) for name in RATES}
        people, seen = row["people_days"], row["impressions"]
        found.append(ArmResult(arms[row["arm"]], people, seen, rates, _apart(rates, found[:1])))
    return found


def _apart(rates: dict[str, Rate], first: Iterable[ArmResult]) -> frozenset[str]:
    return frozenset(
        name for one in first for name, rate in rates.items() if rate.is_apart_from(one.rates[name])
    )

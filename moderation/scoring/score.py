"""The score of one text: all rules run, their weights combined."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from math import prod

from .. import explain
from . import rules
from .normal import Text
from .reason import Reason
from .words import WordList

NO_WORDS = WordList(())


@dataclass(frozen=True)
class Score:
    """A value from 0 to 1 and the reasons it is made of, heaviest first."""

    value: float
    reasons: list[Reason] = field(default_factory=list)

    def named(self) -> str:
        """The reasons in words, in the active language."""
        return explain.in_words(self.as_json())

    def as_json(self) -> list[dict]:
        return [asdict(reason) for reason in self.reasons]


def score(text: str, *, words: WordList = NO_WORDS, declared_ad: bool = False) -> Score:
    """Score a text by every rule.

    `words` are the banned words; `declared_ad` says that the content is openly labelled as paid, so that
    selling phrases are no reason against it.
    """
    seen = Text(text)
    reasons = [*words.found(seen)]
    for rule in rules.ALWAYS:
        reasons.extend(rule(seen))
    if not declared_ad:
        reasons.extend(rules.selling(seen))
    return combine(reasons)


def combine(reasons: Iterable[Reason]) -> Score:
    """Several reasons as one score."""
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    return Score(round(1 - prod(1 - reason.weight for reason in ordered), 4), ordered)

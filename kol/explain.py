"""Parts of a screening score in words: what they are called, their evidence, and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

LABELS = {
    "activity": gettext_lazy("Activity"),
    "interaction": gettext_lazy("Interaction"),
    "focus": gettext_lazy("Topic focus"),
    "rules": gettext_lazy("Rule history"),
}
GOOD = 0.8  # from here nothing needs to be improved


@dataclass(frozen=True)
class Explained:
    """One part as people read it; `tags` are [name, notes] of the commonest topics."""

    label: str
    score: float
    weight: float
    evidence: str
    advice: str
    tags: list[Any] = field(default_factory=list)

    @property
    def percent(self) -> int:
        return round(100 * self.score)

    @property
    def weight_percent(self) -> int:
        return round(100 * self.weight)


def explain(parts: Sequence[dict]) -> list[Explained]:
    """Stored parts of a score, in the active language; parts of an older formula are left out."""
    return [_explained(part) for part in parts if part["part"] in LABELS]


def _explained(part: dict) -> Explained:
    name, evidence = part["part"], part["evidence"]
    said, advice = {"activity": _activity, "interaction": _interaction, "focus": _focus, "rules": _rules}[
        name
    ](evidence)
    return Explained(
        label=str(LABELS[name]),
        score=part["score"],
        weight=part["weight"],
        evidence=said,
        advice="" if part["score"] >= GOOD else advice,
        tags=evidence.get("tags", []),
    )


def _activity(of: dict) -> tuple[str, str]:
    notes = ngettext("%(n)d note", "%(n)d notes", of["notes"]) % {"n": of["notes"]}
    said = _("%(notes)s in %(active)d of the last %(weeks)d weeks") % {
        "notes": notes,
        "active": of["active_weeks"],
        "weeks": of["weeks"],
    }
    return said, _("Post in more weeks: one or two notes every week count more than many at once.")


def _interaction(of: dict) -> tuple[str, str]:
    said = (
        _("%(views)d views, %(likes)d likes, %(bookmarks)d bookmarks, %(comments)d comments by others") % of
    )
    return said, _("Invite readers to save, ask and answer; your own likes and comments do not count.")


def _focus(of: dict) -> tuple[str, str]:
    if not of["tags"]:
        return _("no tags yet"), _("Tag your notes, so that readers find you by your topics.")
    said = _("%(share)d %% of the notes carry one of these tags") % {"share": round(100 * of["share"])}
    return said, _("Stay with two or three topics for a while; readers follow for a reason.")


def _rules(of: dict) -> tuple[str, str]:
    if not (of["rejected"] or of["removed"] or of["reports_upheld"]):
        return _("nothing rejected, removed or rightly reported"), ""
    said = _("%(rejected)d rejected, %(removed)d removed, %(reports_upheld)d reports upheld") % of
    return said, _("Decisions count for 12 weeks. Read the reason of each in your inbox.")

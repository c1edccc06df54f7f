"""What the review desk shows of cases: their contents, loaded in bulk, and one case with its surroundings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from .explain import rule_label
from .models import Case, Report
from .registry import ReviewPolicy, policy_of_type

HISTORY = 10
EXCERPT = 80


@dataclass
class Entry:
    """A case on the desk with its content; `content` is None when that is gone."""

    case: Case
    policy: ReviewPolicy | None
    content: Any = None

    @property
    def kind(self) -> str:
        return str(self.policy.label) if self.policy else self.case.target_type.model

    @property
    def excerpt(self) -> str:
        if self.policy is None or self.content is None:
            return ""
        text = " ".join(self.policy.text(self.content).split())
        return text[:EXCERPT] + ("…" if len(text) > EXCERPT else "")

    @property
    def reasons(self) -> list[dict]:
        """The reasons of the score with a readable label and the weight in per cent."""
        return [
            {**reason, "label": rule_label(reason["rule"]), "percent": round(100 * reason["weight"])}
            for reason in self.case.reasons
        ]

    def preview(self, request: HttpRequest) -> SafeString | str:
        """The content as its readers see it."""
        if self.policy is None or self.content is None or not self.policy.template:
            return self.excerpt
        # Our own template, which escapes what people wrote; Jinja2 hands it over as a plain string.
        return mark_safe(render_to_string(self.policy.template, {"target": self.content}, request))


@dataclass
class Surroundings:
    """What a moderator should know besides the content."""

    reports: list[Report] = field(default_factory=list)
    earlier: list[Entry] = field(default_factory=list)
    decided_number: int = 0
    against_number: int = 0


def entries(cases: Sequence[Case]) -> list[Entry]:
    """Cases with their contents; one query (and what the policy prefetches) for each kind of content."""
    wanted = defaultdict(list)
    for case in cases:
        wanted[case.target_type_id].append(case.target_id)
    contents = {}
    for type_id, target_ids in wanted.items():
        if policy := policy_of_type(type_id):
            contents.update({(type_id, row.pk): row for row in policy.for_review(target_ids)})
    return [
        Entry(case, policy_of_type(case.target_type_id), contents.get((case.target_type_id, case.target_id)))
        for case in cases
    ]


def surroundings(case: Case) -> Surroundings:
    """Reports of a case and the record of its author."""
    reports = list(case.reports.select_related("reporter").order_by("-pk")[:50])
    if case.author_id is None:
        return Surroundings(reports)
    of_author = Case.objects.filter(author=case.author_id).exclude(pk=case.pk)
    earlier = of_author.decided().select_related("target_type").order_by("-pk")[:HISTORY]
    return Surroundings(
        reports, entries(list(earlier)), of_author.decided().count(), of_author.against().count()
    )

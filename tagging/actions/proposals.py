"""Kinds proposed for topics: the machine guesses with a reason, a person decides."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User

from .. import registry
from ..models import KindProposal, Tag
from ..registry import Guess
from .curation import change_kind

BATCH = 500
MIN_NOTES = 2  # a word on a single note is not worth a person's time
MIN_SCORE = 0.5
State = KindProposal.State


def propose_kinds(min_notes: int = MIN_NOTES) -> int:
    """Look at every topic that notes carry; returns how many proposals are new. Safe to repeat.

    What was proposed once, whatever became of it, is not proposed again. No tag changes.
    """
    made, last = 0, 0
    topics = Tag.objects.usable().filter(kind=Tag.Kind.TOPIC, note_count__gte=min_notes)
    while tags := list(topics.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = tags[-1].pk
        made += _propose(tags)
    return made


def _propose(tags: Sequence[Tag]) -> int:
    best: dict[tuple[int, str], Guess] = {}
    for proposer in registry.proposers:
        for guess in proposer(tags):
            key = (guess.tag.pk, str(guess.kind))
            if guess.score >= MIN_SCORE and (key not in best or guess.score > best[key].score):
                best[key] = guess
    known = set(KindProposal.objects.filter(tag__in=tags).values_list("tag_id", "kind"))
    rows = [
        KindProposal(tag=guess.tag, kind=kind, score=round(guess.score, 3), reason=guess.reason[:200])
        for (pk, kind), guess in sorted(best.items())
        if (pk, kind) not in known
    ]
    KindProposal.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def accept_proposals(*, proposals: Sequence[KindProposal], by: User) -> int:
    """Give each tag the kind proposed; what else was proposed for it is declined. Of several kinds for one
    tag the surest is meant. Returns how many tags changed."""
    chosen: dict[int, KindProposal] = {}
    for row in _open(proposals):
        if row.tag_id not in chosen or row.score > chosen[row.tag_id].score:
            chosen[row.tag_id] = row
    for kind in sorted({row.kind for row in chosen.values()}):
        change_kind(tags=[row.tag for row in chosen.values() if row.kind == kind], kind=kind, by=by)
    decided = {"decided_by": by, "decided_at": timezone.now()}
    accepted = [row.pk for row in chosen.values()]
    KindProposal.objects.filter(pk__in=accepted).update(state=State.ACCEPTED, **decided)
    others = KindProposal.objects.filter(tag__in=list(chosen), state=State.OPEN)
    others.update(state=State.DECLINED, **decided)
    return len(chosen)


@transaction.atomic
def decline_proposals(*, proposals: Sequence[KindProposal], by: User) -> int:
    """Leave the tags as they are, for good; returns how many proposals were open."""
    ids = [row.pk for row in _open(proposals)]
    decided = {"decided_by": by, "decided_at": timezone.now()}
    return KindProposal.objects.filter(pk__in=ids).update(state=State.DECLINED, **decided)


def _open(proposals: Sequence[KindProposal]) -> list[KindProposal]:
    rows = KindProposal.objects.select_for_update(of=("self",)).select_related("tag").order_by("pk")
    return list(rows.filter(pk__in=[row.pk for row in proposals], state=State.OPEN))

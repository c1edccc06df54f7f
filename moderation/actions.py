"""Everything that opens, scores and closes a moderation case.

Locks are taken content first, then case, by everybody, so that a pipeline and a moderator never deadlock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.errors import DomainError
from core.tasks import enqueue

from . import explain, notices, tasks
from .models import Case, Report, Thresholds, Verdict
from .registry import ReviewPolicy, policy_for, policy_of_type
from .scoring import Reason, Score, combine, score
from .vocabulary import word_list

# What one more reporter adds, and what a person's earlier "no" to an older version of the content weighs.
REPORT_WEIGHT = 0.3
REPORTS_AT_MOST = 0.95
REJECTED_BEFORE_WEIGHT = 0.5


@dataclass
class Outcome:
    """What became of several decisions: cases closed now, and cases whose content changed after scoring."""

    decided: list[Case] = field(default_factory=list)
    changed: list[Case] = field(default_factory=list)


def submit(target: Model) -> Case:
    """The open case about a content object, made unscored when there is none; the sweeper scores it."""
    return Case.objects.open().get_or_create(defaults=_first(target), **_about(target))[0]


def thresholds_for(model: type[Model]) -> Thresholds:
    """The thresholds in force for a kind of content."""
    return Thresholds.objects.of_type(ContentType.objects.get_for_model(model))


def score_text(text: str, *, declared_ad: bool = False) -> Score:
    """Score any text by the rules and the banned words in force, without opening a case."""
    return score(text, words=word_list(), declared_ad=declared_ad)


@transaction.atomic
def judge(case: Case) -> Verdict | None:
    """Score a case and decide it where the thresholds allow; None when a person has to look.

    Running it again changes nothing: a decided case keeps its verdict. Without its content it is closed.
    """
    policy = policy_of_type(case.target_type_id)
    target = _locked(policy, [case.target_id]).get(case.target_id) if policy else None
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.verdict:
        return Verdict(case.verdict)
    if policy is None or target is None:
        _close([case], Verdict.REMOVED)
        return Verdict.REMOVED
    return submit_and_judge([target])[target.pk]


@transaction.atomic
def submit_and_judge(targets: Sequence[Model]) -> dict[int, Verdict | None]:
    """Score contents of one kind, decide what the thresholds allow, and tell the policy each outcome.

    Returns a verdict by content id, None for those that wait for a person; few queries for any number.
    A person's earlier decision about the very same content stands. What a person rejected and somebody
    changed since always waits for a person. Reports alone hide nothing. The caller holds the rows' locks.
    """
    if not targets:
        return {}
    policy = policy_for(targets[0])
    kind = ContentType.objects.get_for_model(targets[0])
    thresholds = Thresholds.objects.of_type(kind)
    words = word_list()
    cases = Case.objects.about(kind, [target.pk for target in targets])
    waiting = {case.target_id: case for case in cases.open().select_for_update(of=("self",)).order_by("pk")}
    before = {case.target_id: case for case in cases.latest_decisions()}

    verdicts: dict[int, Verdict | None] = {}
    fresh: list[Case] = []
    changed: list[Case] = []
    rejected: list[tuple[Case, Model]] = []
    messages: dict[int, str] = {}
    now = timezone.now()
    for target in targets:
        case = waiting.get(target.pk)
        last = before.get(target.pk)
        fingerprint = policy.fingerprint(target)
        same = last is not None and last.fingerprint == fingerprint
        if last is not None and same and last.decided_by_id and (case is None or case.report_count):
            verdicts[target.pk] = Verdict(last.verdict)
            messages[target.pk] = last.message
            continue
        found = score(policy.text(target), words=words, declared_ad=policy.declared_ad(target))
        verdict = thresholds.verdict_for(found.value)
        if last is not None and not same and last.decided_by_id and last.verdict != Verdict.APPROVED:
            found = combine([*found.reasons, Reason("rejected_before", REJECTED_BEFORE_WEIGHT, last.message)])
            verdict = None
        verdicts[target.pk] = verdict
        if case is not None and case.report_count and verdict == Verdict.APPROVED:
            found = combine([*found.reasons, *_report_reasons(case.report_count)])
            verdict = None  # it stays shown, and the reports stay in the queue
        if verdict == Verdict.REJECTED:
            messages[target.pk] = _message(found)
        if case is None and same and last is not None and verdict and last.verdict == verdict:
            continue  # the machine said so before: no second row
        row = case or Case(target_type=kind, target_id=target.pk, author_id=policy.author_id(target))
        row.fingerprint, row.score, row.reasons = fingerprint, found.value, found.as_json()
        row.scored_at = now
        if verdict:
            row.verdict, row.decided_at, row.message = verdict, now, messages.get(target.pk, "")
        if verdict == Verdict.REJECTED:
            rejected.append((row, target))
        (changed if case else fresh).append(row)

    # Somebody who opened the same case in this very moment wins; the sweeper scores theirs.
    Case.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    Case.objects.bulk_update(changed, FIELDS_OF_A_JUDGEMENT, batch_size=1000)
    _carry_out(policy, verdicts, messages)
    for row, target in rejected:
        _tell_author(policy, row, target, Verdict.REJECTED, row.message)
    return verdicts


FIELDS_OF_A_JUDGEMENT = ["fingerprint", "score", "reasons", "scored_at", "verdict", "decided_at", "message"]


def _carry_out(policy: ReviewPolicy, verdicts: dict[int, Verdict | None], messages: dict[int, str]) -> None:
    """Tell the policy, contents with the same verdict and message together."""
    groups: dict[tuple[Verdict | None, str], list[int]] = {}
    for target_id, verdict in verdicts.items():
        groups.setdefault((verdict, messages.get(target_id, "")), []).append(target_id)
    for (verdict, message), target_ids in groups.items():
        if verdict is None:
            policy.held(target_ids)
        else:
            policy.decided_many(target_ids, verdict, message)


@transaction.atomic
def decide(*, case: Case, verdict: Verdict, by: User | None = None, message: str = "") -> bool:
    """Close a case once and carry the verdict out; False when somebody else got there first.

    A person who rejects or removes says why (DomainError `reason_required`), and approves only what they saw,
    which is what `case.fingerprint` names: otherwise nothing happens (DomainError `changed`).
    """
    outcome = decide_many(cases=[case], verdict=verdict, by=by, message=message)
    if outcome.changed:
        raise DomainError(_("The content changed in the meantime. Look at it again."), code="changed")
    return bool(outcome.decided)


@transaction.atomic
def decide_many(
    *, cases: Iterable[Case], verdict: Verdict, by: User | None = None, message: str = ""
) -> Outcome:
    """The same decision about many cases, each closed once. DomainError `reason_required` as in `decide`."""
    message = message.strip()[:300]
    if by is not None and verdict != Verdict.APPROVED and not message:
        raise DomainError(_("Say why: the author sees the reason."), code="reason_required")
    outcome = Outcome()
    groups: dict[int, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.target_type_id, []).append(case)
    for type_id in sorted(groups):
        _decide_kind(policy_of_type(type_id), groups[type_id], verdict, by, message, outcome)
    return outcome


def _decide_kind(
    policy: ReviewPolicy | None,
    cases: list[Case],
    verdict: Verdict,
    by: User | None,
    message: str,
    outcome: Outcome,
) -> None:
    """Decide cases about one kind of content."""
    targets = _locked(policy, [case.target_id for case in cases]) if policy else {}
    seen = {case.pk: case.fingerprint for case in cases}
    mine: list[Case] = []
    for case in Case.objects.open().select_for_update(of=("self",)).filter(pk__in=list(seen)).order_by("pk"):
        target = targets.get(case.target_id)
        unseen = policy and target and policy.fingerprint(target) != seen[case.pk]
        (outcome.changed if by and verdict == Verdict.APPROVED and unseen else mine).append(case)
    Case.objects.filter(pk__in=[case.pk for case in mine]).update(
        verdict=verdict, decided_at=timezone.now(), decided_by=by, message=message
    )
    outcome.decided += mine
    mine_with_content = [case for case in mine if case.target_id in targets]
    if policy and mine_with_content:
        policy.decided_many([case.target_id for case in mine_with_content], verdict, message)
        for case in mine_with_content:
            if (
                verdict != Verdict.APPROVED or not case.report_count
            ):  # what is only reported was public all along
                _tell_author(policy, case, targets[case.target_id], verdict, message)
    for case in mine:
        if case.report_count:
            enqueue(tasks.tell_reporters, case.pk)


@transaction.atomic
def report(*, target: Model, reporter: User, reason: str, text: str = "") -> bool:
    """A member says that something is wrong: the content goes to the queue and stays shown until decided.

    False when this member has already reported this version of it. Every further reporter raises the score.
    DomainError on one's own content. Whether the member may see the content is the caller's question.
    """
    policy = policy_for(target)
    if policy.author_id(target) == reporter.pk:
        raise DomainError(_("You cannot report what you posted yourself."), code="own_content")
    about = _about(target)
    fingerprint = policy.fingerprint(target)
    if Report.objects.filter(
        reporter=reporter,
        case__target_type=about["target_type"],
        case__target_id=target.pk,
        case__fingerprint=fingerprint,
    ).exists():
        return False
    case = submit(target)
    # A decision may have closed it just now: then there is nothing to lock, and this report opens the next.
    case = Case.objects.open().select_for_update(of=("self",)).filter(pk=case.pk).first() or submit(target)
    _row, is_new = Report.objects.get_or_create(
        case=case, reporter=reporter, defaults={"reason": Report.Reason(reason), "text": text.strip()[:500]}
    )
    if not is_new:
        return False
    case.report_count += 1
    found = score_text(policy.text(target), declared_ad=policy.declared_ad(target))
    found = combine([*found.reasons, *_report_reasons(case.report_count)])
    case.fingerprint, case.score, case.reasons = fingerprint, found.value, found.as_json()
    case.scored_at = timezone.now()
    case.save(update_fields=["report_count", "fingerprint", "score", "reasons", "scored_at"])
    return True


def withdraw(target: Model) -> bool:
    """The author took the content away: its open case is closed and nobody has to look. False without one."""
    cases = list(Case.objects.open().filter(**_about(target)).select_for_update(of=("self",)))
    _close(cases, Verdict.REMOVED)
    return bool(cases)


def _tell_author(policy: ReviewPolicy, case: Case, target: Any, verdict: Verdict, message: str) -> None:
    notices.tell_author(case=case, target=target, text=policy.text(target), verdict=verdict, message=message)


def _close(cases: Iterable[Case], verdict: Verdict) -> None:
    """Close cases without an effect on their content, because there is none."""
    Case.objects.open().filter(pk__in=[case.pk for case in cases]).update(
        verdict=verdict, decided_at=timezone.now(), scored_at=timezone.now()
    )


def _report_reasons(number: int) -> list[Reason]:
    return [Reason("reports", min(round(1 - (1 - REPORT_WEIGHT) ** number, 4), REPORTS_AT_MOST), str(number))]


def _message(found: Score) -> str:
    """What the author reads when the machine rejects, in the site's own language."""
    with override(settings.LANGUAGE_CODE):
        return explain.to_author(found.as_json())[:300]


def _locked(policy: ReviewPolicy, target_ids: Iterable[int]) -> dict[int, Any]:
    """The contents that are still there, by id, their rows locked in id order."""
    rows = policy.for_review(target_ids).select_for_update(of=("self",)).order_by("pk")
    return {row.pk: row for row in rows}


def _first(target: Model) -> dict[str, Any]:
    policy = policy_for(target)
    return {"fingerprint": policy.fingerprint(target), "author_id": policy.author_id(target)}


def _about(target: Model) -> dict[str, Any]:
    return {"target_type": ContentType.objects.get_for_model(target), "target_id": target.pk}

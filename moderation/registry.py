"""How moderation reaches content without importing it: each content app registers a policy in `ready()`."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from .models import Verdict


class ReviewPolicy:
    """What moderation asks about one kind of content and tells it; subclass it in the content's app.

    `decided` and `held` run inside the transaction that records the decision, with the content's row locked,
    and must stand being called twice. Moderation itself tells the author and those who reported.
    """

    model: type[Model]  # set by `register`
    label: Any = ""  # what people call it: _("note")
    template = ""  # Jinja2 card for the review desk; gets `target` and `request`

    def text(self, target: Any) -> str:
        """Everything written in the content, one part a line."""
        raise NotImplementedError

    def author_id(self, target: Any) -> int:
        raise NotImplementedError

    def decided(self, target_id: int, verdict: Verdict, message: str) -> None:
        """Carry out a decision: show the content, or hide it and keep `message` for its author."""
        raise NotImplementedError

    def visible_to(self, viewer: Any) -> QuerySet:
        """The contents this viewer may open."""
        raise NotImplementedError

    # The rest has sensible defaults.

    def declared_ad(self, target: Any) -> bool:
        """Is it openly labelled as paid? Then selling phrases are no reason to hold it."""
        return False

    def fingerprint(self, target: Any) -> str:
        """Equal for equal content: a person's decision stands until it changes.

        Include whatever a moderator looks at (pictures too), not counters or dates.
        """
        return digest(self.text(target), str(self.declared_ad(target)))

    def for_review(self, target_ids: Iterable[int]) -> QuerySet:
        """The contents in any state, with all that `text`, `fingerprint` and `template` touch loaded."""
        return self.model._default_manager.filter(pk__in=target_ids)

    def decided_many(self, target_ids: Sequence[int], verdict: Verdict, message: str) -> None:
        """The same decision about many contents at once; override where one statement can do it."""
        for target_id in target_ids:
            self.decided(target_id, verdict, message)

    def held(self, target_ids: Sequence[int]) -> None:
        """These wait for a person and are not yet shown."""


_policies: dict[type[Model], ReviewPolicy] = {}


def register(model: type[Model], policy: ReviewPolicy) -> None:
    policy.model = model
    _policies[model] = policy


def models() -> list[type[Model]]:
    return list(_policies)


def policies() -> list[tuple[type[Model], ReviewPolicy]]:
    return list(_policies.items())


def policy_for(target: Model) -> ReviewPolicy:
    """The policy of a content object. KeyError when its app registered none."""
    return _policies[type(target)]


def policy_of_type(content_type_id: int) -> ReviewPolicy | None:
    """The policy of a content type; None when its app no longer registers one."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return _policies.get(model) if model else None


def digest(*parts: str) -> str:
    """A short fixed name of a content."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

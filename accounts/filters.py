"""What a member does not want to see in feeds: people they muted, words they named."""

from dataclasses import dataclass

from core.text import fold

from .models import FilteredWord, Mute


@dataclass(frozen=True)
class Filters:
    """False when nothing is filtered."""

    muted: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.muted or self.words)

    def hides(self, author_id: int, text: str) -> bool:
        """Is something by this person, saying this, kept out? Width and case make no difference."""
        if author_id in self.muted:
            return True
        folded = fold(text) if self.words else ""
        return any(word in folded for word in self.words)


NOTHING = Filters()


def filters_of(viewer) -> Filters:
    """The filters of this viewer; read once for a viewer object, that is once a request."""
    if viewer.pk is None or not viewer.has_filters:
        return NOTHING
    if not hasattr(viewer, "_filters"):
        muted = Mute.objects.filter(muter_id=viewer.pk).values_list("muted_id", flat=True)
        words = FilteredWord.objects.filter(user_id=viewer.pk).values_list("word", flat=True)
        viewer._filters = Filters(frozenset(muted), tuple(fold(word) for word in words))
    return viewer._filters


def forget(viewer) -> None:
    """Read the filters anew at the next call of `filters_of`."""
    viewer.__dict__.pop("_filters", None)

"""What scores are made of between rebuilds: how often each word occurs, and how likenesses are blended."""

from functools import lru_cache

from ..models import SimilarRebuild
from .blend import Blend
from .words import Counted


def latest() -> tuple[Counted, Blend]:
    """As the last rebuild found them; where there was none, all words count the same."""
    ended = SimilarRebuild.objects.exclude(word_counts=b"").order_by("-pk")
    found = ended.values_list("pk", flat=True).first()
    return _of(found) if found else (Counted.unpacked(b"", 0), Blend())


@lru_cache(maxsize=1)
def _of(rebuild_id: int) -> tuple[Counted, Blend]:
    rebuild = SimilarRebuild.objects.get(pk=rebuild_id)
    return Counted.unpacked(rebuild.word_counts, rebuild.notes), Blend(**rebuild.blend)

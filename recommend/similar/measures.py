"""What scores are made of between rebuilds: how often each word occurs, how likenesses are blended, and what
tags mean to people."""

from functools import lru_cache

from ..models import SimilarRebuild
from .blend import Blend
from .senses import Senses
from .words import Counted


def latest() -> tuple[Counted, Blend, Senses]:
    """As the last rebuild found them; where there was none, all words count the same and tags mean nothing
    but themselves."""
    ended = SimilarRebuild.objects.exclude(word_counts=b"").order_by("-pk")
    found = ended.values_list("pk", flat=True).first()
    return _of(found) if found else (Counted.unpacked(b"", 0), Blend(), Senses.unpacked(b""))


@lru_cache(maxsize=1)
def _of(rebuild_id: int) -> tuple[Counted, Blend, Senses]:
    rebuild = SimilarRebuild.objects.get(pk=rebuild_id)
    counted = Counted.unpacked(rebuild.word_counts, rebuild.notes)
    return counted, Blend(**rebuild.blend), Senses.unpacked(rebuild.senses)

"""How well tags are found in text: hide the hashtags that authors wrote, look for them in what is left.

What is known of words comes from the notes of the file, each note left out of its own: a tag that only it
carries is unknown, and whether it means a word it names does not count (but in the mean of all places, one
of thousands). What the site learned from its notes is not used, since those of the file may be among them;
kinds, aliases and words that operators vouch for are.
"""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .evidence import Evidence
from .extraction import MAX_FROM_TEXT, SURE, Named, named_words
from .hashtags import hashtags, without_hashtags
from .matching import LEARNED_FROM, POPULAR_FROM, Vocabulary
from .models import Tag, TagAlias
from .names import clean_name, is_usable, normalise


@dataclass(frozen=True)
class Example:
    """A note: what it says without its hashtags, and these."""

    title: str
    text: str
    hashtags: tuple[str, ...]

    @classmethod
    def of(cls, title: str, text: str, tags: Iterable[str]) -> "Example":
        names = [*hashtags(title), *hashtags(text), *map(clean_name, tags)]
        kept = dict.fromkeys(name for name in names if is_usable(name))
        return cls(without_hashtags(title), without_hashtags(text), tuple(kept))


@dataclass
class Score:
    """Tags found, of these the ones the author wrote, and all that authors wrote; by kind."""

    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    in_part: int = 0  # found as part of a longer hashtag

    def summary(self) -> dict:
        kinds = sorted(self.found | self.written)
        return {
            **_rates(self.found.total(), self.right.total(), self.written.total()),
            "precision_with_parts": _share(self.right.total() + self.in_part, self.found.total()),
            "kinds": {kind: _rates(self.found[kind], self.right[kind], self.written[kind]) for kind in kinds},
        }


def _rates(found: int, right: int, written: int) -> dict:
    return {
        "precision": _share(right, found),
        "recall": _share(right, written),
        "n": written,
        "found": found,
        "right": right,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def evaluate(examples: Sequence[Example], *, sure: float = SURE) -> dict:
    """Precision and recall, overall and by kind, of the tags found in these notes."""
    base = _vouched_for()
    carried = Counter(key for example in examples for key in base.keys_of(example.hashtags))
    plain = _with_learned(base, examples, carried)
    evidence = Evidence(plain)
    for example in examples:
        evidence.count(example.title, example.text, example.hashtags)
    known = plain.weighed(evidence.named, evidence.meant)
    score, seconds, notes = Score(), 0.0, 0
    for example in examples:
        if example.hashtags:
            started = time.perf_counter()
            named = named_words(known, example.title, example.text)
            seconds += time.perf_counter() - started
            notes += 1
            _judge(score, known, example, named, carried, sure)
    return {
        "notes": notes,
        **score.summary(),
        "words_known": len(known),
        "ms_per_note": round(seconds * 1000 / max(notes, 1), 3),
    }


def _vouched_for() -> Vocabulary:
    """The words that people vouch for and the gazetteer, without what the site learned about them."""
    tags = {tag.pk: tag for tag in Tag.objects.vouched_for()}
    for tag in tags.values():
        tag.note_count = tag.named_count = tag.meant_count = 0
    aliases = TagAlias.objects.filter(tag__in=tags).values_list("tag_id", "name")
    return Vocabulary.of(tags.values(), [(key, tags[pk]) for pk, key in aliases])


def _with_learned(base: Vocabulary, examples: Sequence[Example], carried: Counter[str]) -> Vocabulary:
    """Also the hashtags that enough notes of the file carry, of the kind that the site gives them."""
    kinds = dict(Tag.objects.values_list("key", "kind"))
    spellings: Counter[tuple[str, str]] = Counter()
    for example in examples:
        spellings.update((normalise(name), name) for name in example.hashtags)
    learned: dict[str, Tag] = {}
    for (key, name), _number in spellings.most_common():
        if carried[key] >= LEARNED_FROM and not base.meaning(name):
            # Popular is what is so without any one note.
            count = carried[key] - (carried[key] == POPULAR_FROM)
            learned.setdefault(key, Tag(name=name, key=key, kind=kinds.get(key, "topic"), note_count=count))
    return base.joined(learned.values())


def _judge(
    score: Score,
    known: Vocabulary,
    example: Example,
    named: Sequence[Named],
    carried: Counter[str],
    sure: float,
) -> None:
    written = {
        key: str(word.kind) if (word := known.meaning(key)) else Tag.Kind.TOPIC.value
        for key in known.keys_of(example.hashtags)
    }
    score.written.update(written.values())
    hits = []
    for hit in named:
        key = normalise(hit.word.name)
        others = carried[key] - (key in written)
        if not hit.word.is_vouched and others < LEARNED_FROM:
            continue
        hits.append((hit.sureness(named=1, meant=int(key in written)), key, str(hit.word.kind)))
    for sureness, key, kind in sorted(hits, reverse=True)[:MAX_FROM_TEXT]:
        if sureness >= sure:
            score.found[kind] += 1
            score.right[kind] += key in written
            score.in_part += key not in written and any(key in other for other in written)

"""What somebody may have meant: tags, their other names, and words one slip away, the commoner the better."""

from django.db.models.functions import Length

from core.kept import kept
from tagging.models import Tag, TagAlias
from tagging.names import normalise

from .asking import Engine
from .catalogue import Grams, grams_of
from .words import folded

RARE = 3  # a word on so few notes may be a slip
TIMES = 5  # what is offered is so many times commoner
WORDS_READ = 5_000
TAGS_READ = 400
OFFERED = 3
NEAR_TAGS = 12


def did_you_mean(q: str, engine: Engine) -> list[str]:
    """The query with one of its words set right, best first."""
    pieces = folded(q).split()
    offers: dict[str, int] = {}
    for place, piece in enumerate(pieces[:5]):
        known = engine.frequency(piece)
        if known > RARE or not 2 <= len(piece) <= 20:
            continue
        for word, frequency in _near_words(piece, engine).items():
            if frequency >= max(2, known * TIMES):
                offers[" ".join([*pieces[:place], word, *pieces[place + 1 :]])] = frequency
    ranked = sorted(offers, key=lambda text: (-offers[text], text))
    return list({normalise(text): text for text in reversed(ranked)}.values())[::-1][:OFFERED]


def near_tags(q: str) -> list[Tag]:
    """Tags that share most with the query, for when nothing was found."""
    key = normalise(q)[:40]
    return kept(("near tags", key), lambda: _near_tags(key), 60) if key else []


def _near_tags(key: str) -> list[Tag]:
    grams = grams_of(key) + ([] if key.isascii() else list(dict.fromkeys(key)))
    rows = Tag.objects.usable().filter(note_count__gt=0).annotate(grams=Grams("key"))
    found = list(rows.filter(grams__overlap=grams).popular()[:TAGS_READ])
    wanted = set(grams)

    def likeness(tag: Tag) -> float:
        own = set(grams_of(tag.key)) | (set() if tag.key.isascii() else set(tag.key))
        return len(wanted & own) / len(wanted | own)

    scored = sorted(
        ((likeness(tag), tag.note_count, tag) for tag in found), key=lambda one: one[:2], reverse=True
    )
    return [tag for score, _count, tag in scored[:NEAR_TAGS] if score > 0.1]


def _near_words(piece: str, engine: Engine) -> dict[str, int]:
    prefix = piece[:2] if piece.isascii() else piece[:1]
    found = {
        word: frequency
        for word, frequency in engine.beginning_with(prefix, WORDS_READ)
        if is_slip(piece, word)
    }
    if "-" in piece:  # h-1b and h1b
        together = piece.replace("-", "")
        found[together] = engine.frequency(together)
    length = len(piece)
    grams = grams_of(piece) if piece.isascii() else list(dict.fromkeys(piece))
    alike = {"grams__overlap": grams, "length__range": (length - 1, length + 1)}
    tags = Tag.objects.usable().annotate(grams=Grams("key"), length=Length("key"))
    aliases = TagAlias.objects.annotate(grams=Grams("name"), length=Length("name"))
    named = tags.filter(**alike, note_count__gt=0).popular()
    called = aliases.filter(**alike, tag__is_banned=False, tag__note_count__gt=0).order_by("-tag__note_count")
    for key, name, count in named.values_list("key", "name", "note_count")[:TAGS_READ].union(
        called.values_list("name", "name", "tag__note_count")[:TAGS_READ], all=True
    ):
        if is_slip(piece, key):
            found[name] = max(count, found.get(name, 0))
    return found


def is_slip(asked: str, meant: str) -> bool:
    """Is one letter wrong, missing, too many, or two beside each other swapped?

    Of two Chinese characters one must be right and in its place, so that 早查 means 早茶 and not 检查.
    """
    if asked == meant or abs(len(asked) - len(meant)) > 1 or min(len(asked), len(meant)) < 2:
        return False
    if len(asked) == len(meant):
        wrong = [at for at, (a, b) in enumerate(zip(asked, meant, strict=True)) if a != b]
        if len(wrong) == 1:
            return len(asked) > 2 or not asked.isascii()
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return swapped and asked[wrong[0]] == meant[wrong[1]] and asked[wrong[1]] == meant[wrong[0]]
    short, long = sorted((asked, meant), key=len)
    if len(short) < 3:
        return False
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :]

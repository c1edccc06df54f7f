"""What the notes around a hashtag say about it: films are watched and directed, people act and sing."""

import re
from collections.abc import Iterator, Sequence

from django.db import connection
from django.utils.translation import gettext as _

from tagging.models import Tag
from tagging.names import simplify
from tagging.proposing import looks_like_a_person
from tagging.registry import Guess

MOST = 30  # newest notes of a tag that are read
FROM = 3  # notes, fewer say nothing
SHARE, FEW = 0.7, 0.3  # of them that speak of it
MIN_WORDS = 2
_FILMS = [
    *("导演", "主演", "影评", "观影", "上映", "影院", "追剧"),
    *("电视剧", "剧集", "纪录片", "动画片", "票房", "预告片", "电影"),
]
_PEOPLE = [
    *("演员", "歌手", "明星", "偶像", "爱豆", "饰演", "粉丝"),
    *("演唱会", "作家", "画家", "球星", "设计师", "主演"),
]
_OF_CINEMA = re.compile("影|剧|片|综艺|演")
_LATIN_NAME = re.compile(r"[A-Za-z][a-z]+[ -]?[A-Za-z]*")
_NEWEST = """
    SELECT tag.id, note.title || ' ' || note.text
      FROM unnest(%s::bigint[]) AS tag(id)
     CROSS JOIN LATERAL (
        SELECT note.title, note.text FROM notes_taggednote tagged
          JOIN notes_note note ON note.id = tagged.content_object_id
         WHERE tagged.tag_id = tag.id AND note.status = 'published' AND note.visibility = 'everyone'
         ORDER BY tagged.content_object_id DESC LIMIT %s
     ) note
"""


def propose(tags: Sequence[Tag]) -> Iterator[Guess]:
    """Films and people, by the words that stand in the notes that carry the tag."""
    texts = _texts(tags)
    for tag in tags:
        found = texts.get(tag.pk, [])
        if len(found) >= FROM:
            yield from _film(tag, found)
            yield from _person(tag, found)


def _film(tag: Tag, texts: list[str]) -> Iterator[Guess]:
    """Written as a title, or spoken of in several words of the cinema; a word of it is itself no film."""
    if titled := sum(f"《{simplify(tag.name).lower()}》" in text for text in texts):
        yield Guess(tag, Tag.Kind.FILM, 0.6 + 0.3 * titled / len(texts), _title(titled, len(texts)))
    elif not looks_like_a_person(tag.name) and not _OF_CINEMA.search(tag.name):
        hits = _hits(_FILMS, texts)
        if len(set(hits)) > MIN_WORDS and _share(hits) >= SHARE:
            yield Guess(tag, Tag.Kind.FILM, 0.3 + 0.35 * _share(hits), _context(hits))


def _person(tag: Tag, texts: list[str]) -> Iterator[Guess]:
    hits = _hits(_PEOPLE, texts)
    is_name = looks_like_a_person(tag.name)
    if _share(hits) >= (FEW if is_name else SHARE) and (is_name or _LATIN_NAME.fullmatch(tag.name)):
        yield Guess(tag, Tag.Kind.PERSON, (0.6 if is_name else 0.3) + 0.3 * _share(hits), _context(hits))


def _hits(words: Sequence[str], texts: list[str]) -> list[str]:
    return [next((word for word in words if word in text), "") for text in texts]


def _share(hits: Sequence[str]) -> float:
    return sum(map(bool, hits)) / len(hits)


def _texts(tags: Sequence[Tag]) -> dict[int, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [[tag.pk for tag in tags], MOST])
        found: dict[int, list[str]] = {}
        for pk, text in cursor.fetchall():
            found.setdefault(pk, []).append(simplify(text).lower())
    return found


def _title(titled: int, number: int) -> str:
    return _("Written as a title, 《…》, in %(hits)s of %(number)s notes") % {
        "hits": titled,
        "number": number,
    }


def _context(hits: Sequence[str]) -> str:
    words = ", ".join(sorted(set(filter(None, hits)), key=lambda word: -hits.count(word))[:3])
    number = sum(map(bool, hits))
    return _("%(hits)s of %(number)s notes speak of %(words)s") % {
        "hits": number,
        "number": len(hits),
        "words": words,
    }

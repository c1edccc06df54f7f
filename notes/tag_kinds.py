"""What the notes around a hashtag say about it: films are watched and directed, people act and sing."""

from collections.abc import Iterator, Sequence

from django.db import connection
from django.utils.translation import gettext as _

from tagging.models import Tag
from tagging.names import simplify
from tagging.registry import Guess

MOST = 30  # newest notes of a tag that are read
FROM = 2
SHARE = 0.4
_FILMS = "电影 导演 主演 影评 观影 上映 影院 追剧 电视剧 剧集 综艺 纪录片 动画片 movie film trailer"
_PEOPLE = "演员 歌手 明星 偶像 爱豆 饰演 粉丝见面 演唱会 作家 画家 球星 设计师 actor singer celebrity"
CONTEXT = {Tag.Kind.FILM: _FILMS.split(), Tag.Kind.PERSON: _PEOPLE.split()}
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
        if len(found) < FROM:
            continue
        if titled := sum(f"《{simplify(tag.name).lower()}》" in text for text in found):
            yield Guess(tag, Tag.Kind.FILM, 0.6 + 0.3 * titled / len(found), _title(titled, len(found)))
        for kind, words in CONTEXT.items():
            others = [word for word in words if word not in tag.name.lower()]
            hits = [next((word for word in others if word in text), "") for text in found]
            share = sum(map(bool, hits)) / len(found)
            if share >= SHARE:
                yield Guess(tag, kind, min(0.85, 0.35 + 0.5 * share), _context(hits))


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

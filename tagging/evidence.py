"""Which words people mean when they name them: counted over notes, by what their authors wrote as hashtags.

Of all notes that say 咖啡 few are about coffee, while one that says 大熊猫 mostly is. The share is known for
each word once some notes name it, in any language, without a list of stop words.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from .extraction import named_words
from .hashtags import hashtags
from .matching import Vocabulary
from .names import normalise


class Evidence:
    """Counts notes that name a word, and those of them that carry it as a hashtag."""

    def __init__(self, known: Vocabulary):
        self._known = known
        self.named: Counter[str] = Counter()
        self.meant: Counter[str] = Counter()

    def add(self, title: str, text: str) -> None:
        """One note as it stands."""
        self.count(title, text, [*hashtags(title), *hashtags(text)])

    def count(self, title: str, text: str, names: Iterable[str]) -> None:
        """One note and its hashtags; without any it says nothing about what its author means."""
        written = self._known.keys_of(names)
        if not written:
            return
        for named in named_words(self._known, title, text):
            key = normalise(named.word.name)
            self.named[key] += 1
            self.meant[key] += key in written

    def store(self) -> int:
        """Write the counts to the tags; returns how many changed. Tags that no note names fall to zero."""
        keys = sorted(self.named)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE tagging_tag tag SET named_count = coalesce(given.named, 0),"
                " meant_count = coalesce(given.meant, 0)"
                " FROM tagging_tag old LEFT JOIN unnest(%s::text[], %s::int[], %s::int[])"
                " AS given(key, named, meant) ON given.key = old.key"
                " WHERE old.id = tag.id AND (tag.named_count, tag.meant_count)"
                " IS DISTINCT FROM (coalesce(given.named, 0), coalesce(given.meant, 0))",
                [keys, [self.named[key] for key in keys], [self.meant[key] for key in keys]],
            )
            return cursor.rowcount

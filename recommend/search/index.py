"""The index of notes of this machine, held by tantivy: made from PostgreSQL, lost without loss."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from . import files
from .analysis import Analysed, threes_of
from .asking import Asked, Limits, Words
from .feed import Entry
from .words import stem

LOOK_AGAIN_S = 0.1
READ = 300  # the best by words alone, which recency and likes then put in order
MOST_PAIRS = 2_000  # different neighbours of a single character that are looked for
HEAD = 2.0  # a word in title or tags counts so much more
PHRASE = 6.0  # words that stand together as they were asked
PREFIX = 3  # letters of an English word from which longer ones are found; from four on also inside others
# Half a year takes a fifth of the score, ten years two fifths; a thousand likes add a quarter.
HALF_YEAR_S = 182 * 86_400.0
LIKES = 0.036
FIELDS = {"new": "published", "likes": "likes", "comments": "comments", "saves": "saves"}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("note", "author", "published", "kind", "cell"):
        builder.add_integer_field(name, indexed=True, fast=name in ("note", "published"))
    for name in ("likes", "comments", "saves"):
        builder.add_integer_field(name, fast=True)
    for name in ("words", "head", "parts"):
        builder.add_text_field(name, tokenizer_name="spaced", index_option="freq")
    for name in ("pairs", "threes"):
        builder.add_text_field(name, tokenizer_name="spaced", index_option="position")
    return builder.build()


SCHEMA = _schema()


def open_index(folder: Path) -> tantivy.Index:
    index = tantivy.Index(SCHEMA, path=str(folder))
    spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("spaced", spaced)
    return index


def put(writer: tantivy.IndexWriter, entry: Entry, analysed: Analysed) -> None:
    document = tantivy.Document()
    add, text = document.add_integer, document.add_text
    add("note", entry.note)
    add("author", entry.author)
    add("published", entry.published)
    add("kind", entry.kind)
    add("cell", entry.cell)
    add("likes", entry.likes)
    add("comments", entry.comments)
    add("saves", entry.saves)
    text("words", analysed.words)
    text("head", analysed.head)
    text("parts", analysed.parts)
    text("pairs", analysed.pairs)
    text("threes", analysed.threes)
    writer.add_document(document)


class NoteIndex:
    """Finds notes; looks a few times a second whether the files changed. `recommend.search.asking.Engine`."""

    def __init__(self) -> None:
        self._stamp: tuple[int, int] = (0, 0)
        self._looked = 0.0
        self._folder: Path | None = None
        self._index: tantivy.Index | None = None
        self._searcher: tantivy.Searcher | None = None

    def is_ready(self) -> bool:
        """Is there an index on this machine?"""
        now = time.monotonic()
        if now - self._looked >= LOOK_AGAIN_S:
            self._looked = now
            self._look()
        return self._searcher is not None

    def look_now(self) -> None:
        """Read what was written until this moment."""
        self._looked = 0.0

    @property
    def stamp(self) -> tuple[int, int]:
        """Changes with every change of the index."""
        return self._stamp

    def _look(self) -> None:
        stamp = files.stamp()
        if stamp == self._stamp:
            return
        current = files.read()
        if current is None:
            self._index = self._searcher = self._folder = None
        else:
            if self._index is None or self._folder != current.path:
                self._index, self._folder = open_index(current.path), current.path
            self._index.reload()
            self._searcher = self._index.searcher()
        self._stamp = stamp

    @property
    def searcher(self) -> tantivy.Searcher:
        if self._searcher is None:
            raise RuntimeError("there is no index on this machine")
        return self._searcher

    def find(self, asked: Asked, most: int) -> list[int]:
        limits = _limits(asked.limits)
        if asked.any_word:
            steps: Iterable[Query] = [_any(asked.words)]
        else:
            steps = self._steps(asked.words)
        if asked.sort in FIELDS:
            return self._by_field(_or(list(steps)), limits, FIELDS[asked.sort], most)
        found: dict[int, None] = {}
        for step in steps:
            for note in self._by_relevance(step, limits, max(most, READ)):
                found.setdefault(note)
            if len(found) >= most:
                break
        return list(found)[:most]

    def _steps(self, words: Words) -> Iterable[Query]:
        """What is looked for, one after the other until enough is found: the words as they are; longer words
        that hold them; the same characters wherever they stand."""
        if words.words:
            yield _all_words(words)
            if any(len(word) > 1 for word in words.words):
                yield _and(
                    [_or([_term("words", stem(word)), _term("parts", stem(word))]) for word in words.words]
                )
        if (anywhere := self._anywhere(words)) is not None:
            yield anywhere

    def _anywhere(self, words: Words) -> Query | None:
        asked = [self._run(run) for run in words.runs] + [self._latin(word) for word in words.latin]
        return _and(asked) if asked else None

    def _run(self, run: str) -> Query:
        """Chinese characters standing together; a single one by the pairs it begins."""
        if len(run) > 1:
            return _phrase(run)
        pairs = [pair for pair, _n in self.searcher.terms_with_prefix("pairs", run, limit=MOST_PAIRS)]
        return Query.term_set_query(SCHEMA, "pairs", pairs)

    def _latin(self, word: str) -> Query:
        """An English word, those that begin so, and one of four letters also inside others."""
        ways = [_term("words", stem(word)), _term("parts", stem(word))]
        if len(word) > PREFIX:
            ways.append(Query.phrase_query(SCHEMA, "threes", list(threes_of(word))))
        elif len(word) == PREFIX:
            longer = [term for term, _n in self.searcher.terms_with_prefix("words", stem(word), limit=200)]
            ways.append(Query.term_set_query(SCHEMA, "words", longer))
        return _or(ways)

    def _by_relevance(self, query: Query, limits: list[Query], most: int) -> list[int]:
        hits = self.searcher.search(_within(query, limits), most, count=False).hits
        if not hits:
            return []
        places = [place for _score, place in hits]
        # Every entry has these fields.
        values: Callable[[str, list], list[int]] = self.searcher.fast_field_values  # type: ignore[assignment]
        notes, published, likes = values("note", places), values("published", places), values("likes", places)
        now = time.time()
        ranked = []
        for (score, _place), note, at, liked in zip(hits, notes, published, likes, strict=True):
            recency = 0.6 + 0.4 / (1.0 + max(0.0, now - at) / HALF_YEAR_S)
            ranked.append((-score * recency * (1.0 + LIKES * math.log1p(liked)), -note))
        ranked.sort()
        return [-note for _score, note in ranked]

    def _by_field(self, query: Query, limits: list[Query], field: str, most: int) -> list[int]:
        found = self.searcher.search(_within(query, limits), most, count=False, order_by_field=field).hits
        places = [place for _value, place in found]
        notes: list[int] = self.searcher.fast_field_values("note", places)  # type: ignore[assignment]
        values = [value for value, _place in found]
        return [note for _value, note in sorted(zip(values, notes, strict=True), reverse=True)]

    def frequency(self, word: str) -> int:
        return self.searcher.doc_freq("words", stem(word))

    def beginning_with(self, prefix: str, most: int) -> Sequence[tuple[str, int]]:
        return self.searcher.terms_with_prefix("words", prefix, limit=most)

    def number(self) -> int:
        """How many notes are in the index."""
        return self.searcher.num_docs


def _term(field: str, value: str | int) -> Query:
    return Query.term_query(SCHEMA, field, value, "freq")


def _or(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, one) for one in queries])


def _and(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, one) for one in queries])


def _phrase(run: str) -> Query:
    pairs = [a + b for a, b in zip(run, run[1:], strict=False)]
    if len(pairs) == 1:
        return _term("pairs", pairs[0])
    return Query.phrase_query(SCHEMA, "pairs", list(pairs))


def _all_words(words: Words) -> Query:
    """All words; those in the title, in the tags, and in the order asked count more."""
    stems = [stem(word) for word in words.words]
    more = [Query.boost_query(_term("head", word), HEAD) for word in stems]
    more += [Query.boost_query(_phrase(run), PHRASE) for run in words.phrases]
    if len(stems) == 1 and not words.phrases:
        return _or([_term("words", stems[0]), *more])
    must = [(Occur.Must, _term("words", word)) for word in stems]
    return Query.boolean_query([*must, *((Occur.Should, one) for one in more)])


def _any(words: Words) -> Query:
    asked = [_term(field, stem(word)) for word in words.words for field in ("words", "head")]
    return _or(asked) if asked else Query.empty_query()


def _within(query: Query, limits: list[Query]) -> Query:
    if not limits:
        return query
    return Query.boolean_query([(Occur.Must, query), *((Occur.Must, one) for one in limits)])


def _limits(limits: Limits) -> list[Query]:
    """Conditions that add nothing to a score."""
    found = []
    if limits.kind is not None:
        found.append(_term("kind", limits.kind))
    if limits.since is not None:
        since = Query.range_query(SCHEMA, "published", tantivy.FieldType.Integer, lower_bound=limits.since)
        found.append(since)
    for field, values in (("author", limits.authors), ("cell", limits.cells), ("note", limits.among)):
        if values is not None:
            some = Query.term_set_query(SCHEMA, field, list(values)) if values else Query.empty_query()
            found.append(some)
    if limits.without:
        others = Query.term_set_query(SCHEMA, "note", list(limits.without))
        found.append(Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, others)]))
    return [Query.const_score_query(one, 0.0) for one in found]


notes = NoteIndex()

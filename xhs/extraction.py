"""Lets Babel read Django templates (`babel.cfg`): Django turns their strings into Python for it."""

import io
from collections.abc import Iterable, Iterator
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def django_templates(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Messages of one template, as Babel wants them from an extractor."""
    source = templatize(file.read().decode(options.get("encoding", "utf-8")))
    code = io.BytesIO(_flush_left(source.splitlines()))
    found: Any = extract_python(code, keywords, comment_tags, {"encoding": "utf-8"})
    yield from found


def _flush_left(lines: Iterable[str]) -> bytes:
    """Without indentation, which means something in Python and nothing in HTML."""
    return "\n".join(line.strip() for line in lines).encode()

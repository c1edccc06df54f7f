"""Static files: stylesheets are written one file per component and sent as a few, their `@import` lines
replaced by the parts; scripts import each other by their hashed names."""

import posixpath
import re
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)


def with_parts(storage: Storage, path: str) -> str:
    """The text of a stylesheet, its `@import` lines replaced by the files that they name."""
    with storage.open(path) as file:
        text = file.read().decode()
    folder = posixpath.dirname(path)
    return IMPORT.sub(lambda found: with_parts(storage, posixpath.join(folder, found[1])), text)


def is_sheet(name: str) -> bool:
    return name.startswith("css/") and name.endswith(".css")


class WholeSheets:
    """Source files as they are to be sent."""

    def __init__(self, storage: Storage):
        self.storage = storage

    def open(self, path: str) -> ContentFile:
        return ContentFile(with_parts(self.storage, path).encode())


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files; where they are served as they are (DEBUG), browsers follow the imports."""

    support_js_module_import_aggregation = True
    # Our own modules only: some packages ship scripts that name each other in comments.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def post_process(self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any):
        sources = {
            name: (WholeSheets(storage) if is_sheet(name) else storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(sources, *args, **options)

"""Is every string translated? `python -m tests.catalogues` names those that are not, and ends with code 1."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **parse_keywords(["gettext_lazy", "ngettext_lazy:1,2", "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3"]),
}


def source() -> Catalog:
    """All strings of code and templates, with one place where each is used."""
    with open(ROOT / "babel.cfg") as file:
        method_map, options = parse_mapping_cfg(file)
    catalog = Catalog()
    for name, line, message, _comments, context in extract_from_dir(
        str(ROOT), method_map, options, keywords=KEYWORDS
    ):
        catalog.add(message, locations=[(name, line)], context=context)
    return catalog


def missing(po: Path, wanted: Catalog) -> Iterator[str]:
    """Strings of `wanted` that the catalogue `po` lacks, leaves empty or marks as fuzzy."""
    with open(po, "rb") as file:
        have = read_po(file)
    for message in wanted:
        if not message.id:
            continue
        found = have.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        strings = (
            found.string if found and isinstance(found.string, tuple | list) else (found and found.string,)
        )
        if found is None or found.fuzzy or not all(strings):
            place = "{}:{}".format(*message.locations[0]) if message.locations else ""
            yield f"{po.parent.parent.name}: {message.id!r} ({place})"


def main() -> int:
    wanted = source()
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    lines = [line for po in catalogues for line in missing(po, wanted)]
    if not catalogues:
        lines.append("There is no catalogue under locale/.")
    sys.stdout.write("".join(f"untranslated: {line}\n" for line in lines) or "All strings are translated.\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

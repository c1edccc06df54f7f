import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from core.stylesheets import IMPORT, StaticFilesStorage, with_parts
from tests import make

CSS = Path(settings.BASE_DIR) / "static" / "css"
FILES = sorted(path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css"))
TEMPLATES = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
LINKED = {name for page in TEMPLATES for name in re.findall(r"css/([\w/-]+\.css)", page.read_text())}
SHEETS = [name for name in FILES if name in LINKED]
IMPORTED = Counter(part for name in SHEETS for part in IMPORT.findall((CSS / name).read_text()))


def test_every_file_is_part_of_one_sheet():
    assert Counter(set(FILES) - set(SHEETS)) == IMPORTED


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_one_component(name):
    text = (CSS / name).read_text()
    assert len(text.splitlines()) < 250
    assert "url(" not in text  # would mean another address once the file is part of a sheet
    assert text.count("@import") == len(IMPORT.findall(text))


def test_collected_sheets_hold_their_parts(tmp_path):
    source = FileSystemStorage(CSS.parent)
    collected = StaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {f"css/{name}": (source, f"css/{name}") for name in FILES}
    for name in paths:
        with source.open(name) as file:
            collected.save(name, file)

    failed = [error for _, _, error in collected.post_process(paths) if isinstance(error, Exception)]

    assert failed == []
    for sheet in SHEETS:
        sent = tmp_path / collected.stored_name(f"css/{sheet}")
        text = sent.read_text()
        assert text == with_parts(source, f"css/{sheet}")
        assert "@import" not in text
        for part in IMPORT.findall((CSS / sheet).read_text()):
            assert (CSS / part).read_text() in text
        assert sheet != "site.css" or sent.with_name(sent.name + ".gz").exists()


def test_a_changed_part_changes_the_address_of_its_sheet(tmp_path):
    def address(text):
        folder = tmp_path / text
        (folder / "css").mkdir(parents=True)
        (folder / "css" / "site.css").write_text('@import "part.css";\n')
        (folder / "css" / "part.css").write_text(f".part {{ color: {text}; }}\n")
        source = FileSystemStorage(folder)
        collected = StaticFilesStorage(location=folder, base_url="/static/")
        list(collected.post_process({f"css/{n}.css": (source, f"css/{n}.css") for n in ("site", "part")}))
        return collected.stored_name("css/site.css")

    assert address("red") != address("blue")


@pytest.mark.django_db
def test_a_page_asks_for_two_sheets_at_most(client, client_of, member):
    product = make.product()
    signed_in = client_of(member)
    for reader, path in (
        (client, reverse("account_login")),
        (client, reverse("recommend:discover")),
        (client, reverse("commerce:mall")),
        (client, product.get_absolute_url()),
        (signed_in, reverse("notes:new")),
        (signed_in, reverse("commerce:cart")),
    ):
        page = reader.get(path).content.decode()
        sheets = re.findall(r'rel="stylesheet" href="[^"]*/css/(.+?)"', page)
        assert sheets[:1] == ["site.css"], path
        assert len(sheets) <= 2, path

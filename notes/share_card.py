"""The picture that is passed on instead of a link: the note's cover, its title, and a code to scan."""

import io

import segno
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from core import typeset

from .models import Note

WIDTH = 1080
COVER = (0.66, 1.4)  # least and most height of the cover, as a part of the width
MARGIN = 64
CODE = 220
PANEL = MARGIN + CODE + MARGIN + 24
INK, GREY, PAPER, RED, WASH = "#1a1a1c", "#7a7a80", "#ffffff", "#d6283b", "#f4f2ef"
QUALITY = 88


def height_of(note: Note) -> int:
    """How tall the card will be, in pixels."""
    shape = note.cover.height / note.cover.width if note.cover and note.cover.widths else 1.0
    return round(WIDTH * min(max(shape, COVER[0]), COVER[1])) + PANEL


def paint(note: Note, address: str, site: str, caption: str) -> bytes:
    """A JPEG, 1080 pixels wide. `address` is the whole URL in the code, `caption` stands under it."""
    cover = _cover(note)
    image = Image.new("RGB", (WIDTH, cover.height + PANEL), PAPER)
    image.paste(cover)
    draw = ImageDraw.Draw(image)
    top = cover.height + MARGIN
    words = WIDTH - CODE - 3 * MARGIN
    title = str(note)
    if note.cover:
        typeset.write(image, title, (MARGIN, top - 12, MARGIN + words, top + 140), INK, largest=56)
    typeset.line(draw, (MARGIN, top + CODE - 62), f"@{note.author.handle}", 32, GREY, words)
    typeset.line(draw, (MARGIN, top + CODE - 8), site, 36, RED, words)
    code = _code(address)
    image.paste(code, (WIDTH - MARGIN - CODE, top))
    draw.text((WIDTH - MARGIN - CODE // 2, top + CODE + 30), caption, GREY, typeset.font(26), anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _cover(note: Note) -> Image.Image:
    """The note's cover in the card's width; a note without pictures shows its words."""
    if not (note.cover and note.cover.widths):
        image = Image.new("RGB", (WIDTH, WIDTH), WASH)
        ImageDraw.Draw(image).rounded_rectangle((MARGIN, 150, MARGIN + 110, 164), 7, RED)
        typeset.write(image, str(note)[:60], (MARGIN, 210, WIDTH - MARGIN, WIDTH - MARGIN), INK, largest=116)
        return image
    with default_storage.open(f"{note.cover.folder}/{note.cover.widths[-1]}.webp") as file:
        picture = Image.open(file, formats=["WEBP"]).convert("RGB")
    wanted = round(WIDTH * min(max(picture.height / picture.width, COVER[0]), COVER[1]))
    scale = max(WIDTH / picture.width, wanted / picture.height)
    picture = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    )
    left, top = (picture.width - WIDTH) // 2, (picture.height - wanted) // 2
    return picture.crop((left, top, left + WIDTH, top + wanted))


def _code(address: str) -> Image.Image:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=0)
    return Image.open(out).convert("RGB").resize((CODE, CODE), Image.Resampling.NEAREST)

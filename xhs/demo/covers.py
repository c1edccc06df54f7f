"""The pictures of the demo notes and products, painted by code: the same seed always gives the same picture."""

from collections.abc import Callable

from PIL import Image, ImageDraw

from core import typeset

from . import (
    packshots,
    packshots_more,
    scenes_home,
    scenes_inside,
    scenes_kitchen,
    scenes_outside,
    scenes_play,
    scenes_table,
    scenes_town,
)
from .canvas import OVER, Canvas, mix

# Each paints on a canvas and returns the colour in which a title can be read in the picture's upper third.
_SCENES: tuple[Callable[[Canvas], str], ...] = (
    scenes_outside.hills,
    scenes_outside.trail,
    scenes_outside.sea,
    scenes_outside.camp,
    scenes_outside.dog,
    scenes_town.skyline,
    scenes_town.lane,
    scenes_town.market,
    scenes_town.bicycle,
    scenes_table.coffee,
    scenes_table.noodles,
    scenes_table.dumplings,
    scenes_table.fruit,
    scenes_kitchen.bread,
    scenes_kitchen.cake,
    scenes_kitchen.hotpot,
    scenes_kitchen.teapot,
    scenes_kitchen.ceramics,
    scenes_kitchen.kitchen,
    scenes_home.plants,
    scenes_home.skincare,
    scenes_inside.bookshelf,
    scenes_inside.cat,
    scenes_inside.desk,
    scenes_inside.room,
    scenes_inside.cinema,
    scenes_inside.record,
    scenes_play.fabric,
    scenes_play.film,
    scenes_play.running,
    scenes_play.train,
    scenes_play.flowers,
)
# Each paints one thing that stands at a height, in a colour.
_PACKSHOTS: tuple[Callable[[Canvas, float, str], None], ...] = (
    packshots.mug,
    packshots.jar,
    packshots.candle,
    packshots.teacan,
    packshots.snack,
    packshots.bottle,
    packshots.pan,
    packshots.lamp,
    packshots.kettle,
    packshots.tube,
    packshots.shoes,
    packshots.toy,
    packshots_more.bag,
    packshots_more.backpack,
    packshots_more.notebook,
    packshots_more.tent,
    packshots_more.headphones,
    packshots_more.pillow,
    packshots_more.umbrella,
    packshots_more.scarf,
)
SCENES = {scene.__name__: scene for scene in _SCENES}
PACKSHOTS = {shot.__name__: shot for shot in _PACKSHOTS}
KINDS = frozenset(SCENES) | frozenset(PACKSHOTS)
LOW = {"mug", "pan", "kettle", "shoes"}
PAPER, INK = "#fffaf0", "#33261c"


def paint(kind: str, seed: int, title: str = "", size: tuple[int, int] = (1080, 1440)) -> Image.Image:
    """A picture of this kind (`KINDS`), `size` in pixels. On a tall picture the title is set in its upper third,
    on others on a paper label in the corner; pictures of products carry none."""
    canvas = Canvas(size, seed)
    if kind in PACKSHOTS:
        foot = canvas.h * (0.71 if kind in LOW else 0.79)
        packshots.ground(canvas, foot)
        PACKSHOTS[kind](canvas, foot, packshots.COLOURS[seed * 3 % len(packshots.COLOURS)])
        return canvas.finish()
    ink = SCENES[kind](canvas)
    image = canvas.finish()
    if title and size[1] > size[0] * 1.2:
        _set_title(image, title, ink)
    elif title:
        _set_label(image, title)
    return image


def _set_title(image: Image.Image, title: str, ink: str) -> None:
    """A short rule and the title below it, in the margins of a magazine cover."""
    width, height = image.size
    margin = round(width * 0.075)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((margin, margin + 6, margin * 2, margin + 15), 4, mix(ink, "#e5573f", 0.55))
    box = (margin, margin + 40, width - margin, round(height * 0.34))
    typeset.write(image, title, box, ink, largest=round(width * 0.105))


def _set_label(image: Image.Image, title: str) -> None:
    """The title on a slip of paper with round corners, lying in the picture's upper left corner."""
    width, height = image.size
    margin, pad = round(width * 0.05), round(width * 0.032)
    lines, size = typeset.fit(title, (round(width * 0.62), round(height * 0.3)), largest=round(width * 0.062))
    wide = round(max(typeset.width(line, size) for line in lines)) + 2 * pad
    tall = round(size * typeset.LEADING) * len(lines) + round(pad * 1.3)
    left = top = margin
    # Drawn larger and reduced, so that its corners are as smooth as the picture.
    slip = Image.new("L", (wide * OVER, tall * OVER))
    ImageDraw.Draw(slip).rounded_rectangle((0, 0, wide * OVER - 1, tall * OVER - 1), 22 * OVER, 240)
    image.paste(PAPER, (left, top), slip.reduce(OVER))
    inside = (left + pad, top + round(pad * 0.65), left + wide - pad + 8, height - margin)
    typeset.write(image, title, inside, INK, largest=size)

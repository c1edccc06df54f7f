"""The pictures of the demo notes and products, painted by code: the same seed always gives the same picture."""

from collections.abc import Callable

from PIL import Image, ImageDraw

from . import packshots, scenes_inside, scenes_outside, scenes_play, scenes_table, typeset
from .canvas import Canvas, mix

SHAPES = {"3:4": (1080, 1440), "1:1": (1080, 1080), "4:3": (1080, 810)}

# Each paints on a canvas and returns the colour in which a title can be read in the picture's upper third.
SCENES: dict[str, Callable[[Canvas], str]] = {
    scene.__name__: scene
    for scene in (
        scenes_outside.hills,
        scenes_outside.trail,
        scenes_outside.sea,
        scenes_outside.camp,
        scenes_outside.skyline,
        scenes_outside.lane,
        scenes_outside.market,
        scenes_outside.bicycle,
        scenes_table.coffee,
        scenes_table.noodles,
        scenes_table.steamer,
        scenes_table.fruit,
        scenes_table.baking,
        scenes_table.hotpot,
        scenes_table.tea,
        scenes_inside.plants,
        scenes_inside.books,
        scenes_inside.bottles,
        scenes_inside.cat,
        scenes_inside.desk,
        scenes_inside.room,
        scenes_inside.cinema,
        scenes_inside.record,
        scenes_play.knitting,
        scenes_play.running,
        scenes_play.train,
        scenes_play.flowers,
        scenes_play.dog,
    )
}
KINDS = frozenset(SCENES) | frozenset(packshots.PACKSHOTS)


def paint(kind: str, seed: int, title: str = "", size: tuple[int, int] = SHAPES["3:4"]) -> Image.Image:
    """A picture of this kind (`KINDS`), `size` in pixels; the title is set in the upper third of a scene."""
    canvas = Canvas(size, seed)
    if kind in packshots.PACKSHOTS:
        packshots.paint(canvas, kind)
        return canvas.finish()
    ink = SCENES[kind](canvas)
    image = canvas.finish()
    if title:
        _set_title(image, title, ink)
    return image


def _set_title(image: Image.Image, title: str, ink: str) -> None:
    """A short rule and the title below it, in the margins of a magazine cover."""
    width, height = image.size
    margin = round(width * 0.075)
    draw = ImageDraw.Draw(image)
    top = margin + 6
    rule = mix(ink, "#e5573f", 0.55)
    draw.rounded_rectangle((margin, top, margin + round(width * 0.075), top + 9), 4, rule)
    box = (margin, top + 34, width - margin, round(height * 0.34))
    typeset.write(image, title, box, ink, largest=round(width * 0.105))

"""A small drawing surface for the demo pictures: everything is measured in thousandths of the picture's width.

Shapes are drawn at twice the size and reduced at the end, so edges are smooth; gradients and soft shadows are
made small and enlarged, which costs next to nothing.
"""

import math
import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Box = tuple[float, float, float, float]

OVER = 2


def rgb(colour: str) -> tuple[int, int, int]:
    return ImageColor.getrgb(colour)[:3]


def mix(first: str, second: str, part: float) -> str:
    """The colour `part` (0-1) of the way from the first to the second."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def darker(colour: str, part: float = 0.2) -> str:
    return mix(colour, "#1d1712", part)


def lighter(colour: str, part: float = 0.2) -> str:
    return mix(colour, "#fffaf2", part)


def ramp(colours: Sequence[str], steps: int = 256) -> np.ndarray:
    """`steps` colours through the given ones, as an array (steps, 3) of bytes."""
    stops = np.linspace(0, 1, len(colours))
    values = np.array([rgb(colour) for colour in colours], float)
    at = np.linspace(0, 1, steps)
    return np.stack([np.interp(at, stops, values[:, k]) for k in range(3)], axis=1).round().astype(np.uint8)


class Canvas:
    """Width is 1000 units, height `self.h` units; `random` is seeded, so a picture is always the same."""

    def __init__(self, size: tuple[int, int], seed: int, background: str = "#ffffff"):
        self.size = size
        self.scale = size[0] * OVER / 1000
        self.w = 1000.0
        self.h = size[1] / size[0] * 1000
        self.seed = seed
        self.random = random.Random(f"{seed}")
        self.image = Image.new("RGB", (size[0] * OVER, size[1] * OVER), background)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def pick(self, options: Sequence):
        """One of the options, in turn with the seed."""
        return options[self.seed % len(options)]

    def finish(self) -> Image.Image:
        return self.image.reduce(OVER)

    # --- measures

    def px(self, value: float) -> int:
        return round(value * self.scale)

    def _points(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def _box(self, box: Box) -> list[float]:
        return [value * self.scale for value in box]

    @staticmethod
    def ink(colour: str, alpha: float = 1) -> tuple[int, int, int, int]:
        return (*rgb(colour), round(255 * alpha))

    # --- flat shapes

    def rect(self, box: Box, colour: str, radius: float = 0, alpha: float = 1) -> None:
        if radius:
            self.draw.rounded_rectangle(self._box(box), radius * self.scale, self.ink(colour, alpha))
        else:
            self.draw.rectangle(self._box(box), self.ink(colour, alpha))

    def ellipse(self, box: Box, colour: str, alpha: float = 1) -> None:
        self.draw.ellipse(self._box(box), self.ink(colour, alpha))

    def circle(self, x: float, y: float, r: float, colour: str, alpha: float = 1) -> None:
        self.ellipse((x - r, y - r, x + r, y + r), colour, alpha)

    def ring(self, x: float, y: float, r: float, width: float, colour: str, alpha: float = 1) -> None:
        box = self._box((x - r, y - r, x + r, y + r))
        self.draw.ellipse(box, outline=self.ink(colour, alpha), width=max(1, self.px(width)))

    def arc(self, box: Box, start: float, end: float, colour: str, width: float, alpha: float = 1) -> None:
        self.draw.arc(self._box(box), start, end, self.ink(colour, alpha), max(1, self.px(width)))

    def poly(self, points: Sequence[Point], colour: str, alpha: float = 1) -> None:
        self.draw.polygon(self._points(points), self.ink(colour, alpha))

    def line(self, points: Sequence[Point], colour: str, width: float, alpha: float = 1) -> None:
        """A line with round ends and joints."""
        thick = max(1, self.px(width))
        self.draw.line(self._points(points), self.ink(colour, alpha), thick, joint="curve")
        if alpha == 1 and thick > 3:
            for x, y in (points[0], points[-1]):
                self.circle(x, y, width / 2, colour)

    def curve(self, points: Sequence[Point], colour: str, width: float, alpha: float = 1) -> None:
        self.line(smooth(points, steps=6), colour, width, alpha)

    def blob(self, points: Sequence[Point], colour: str, alpha: float = 1) -> None:
        """A closed smooth shape through the points."""
        self.poly(smooth(points, closed=True, steps=10), colour, alpha)

    def leaf(self, x: float, y: float, length: float, angle: float, fat: float, colour: str) -> None:
        """A pointed leaf from (x, y) in direction `angle` (degrees, 0 = right, 90 = up), `fat` its width / length."""
        turn = math.radians(angle)
        along, across = (math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))
        side = []
        for step in range(13):
            t = step / 12
            wide = math.sin(math.pi * t**0.8) * fat * length / 2
            side.append((t * length, wide))
        outline = side + [(a, -b) for a, b in reversed(side)]
        self.poly(
            [(x + a * along[0] + b * across[0], y + a * along[1] + b * across[1]) for a, b in outline], colour
        )
        tip = (x + length * 0.9 * along[0], y + length * 0.9 * along[1])
        self.line([(x, y), tip], lighter(colour, 0.18), max(length * 0.012, 1))

    # --- gradients and light

    def gradient(self, colours: Sequence[str], box: Box | None = None, across: bool = False) -> None:
        """Fill the box (all of the picture when none) from top to bottom, or from left to right."""
        left, top, right, bottom = [round(v) for v in self._box(box or (0, 0, self.w, self.h))]
        self.image.paste(_gradient(colours, (right - left, bottom - top), across), (left, top))

    def shaded(self, colours: Sequence[str], box: Box, shape, across: bool = True) -> None:
        """A shape filled with a gradient; `shape(draw, fit)` draws it white on a mask the size of the box, where
        `fit` turns points of the picture into points of the mask."""
        left, top, right, bottom = [round(v) for v in self._box(box)]
        mask = Image.new("L", (right - left, bottom - top))

        def fit(points: Sequence[Point]) -> list[Point]:
            return [(x * self.scale - left, y * self.scale - top) for x, y in points]

        shape(ImageDraw.Draw(mask), fit)
        self.image.paste(_gradient(colours, mask.size, across), (left, top), mask)

    def shaded_poly(self, colours: Sequence[str], points: Sequence[Point], across: bool = True) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        self.shaded(colours, box, lambda draw, fit: draw.polygon(fit(points), 255), across)

    def shaded_rect(self, colours: Sequence[str], box: Box, radius: float = 0, across: bool = True) -> None:
        def shape(draw, fit):
            (a, b), (c, d) = fit([(box[0], box[1]), (box[2], box[3])])
            draw.rounded_rectangle((a, b, c - 1, d - 1), radius * self.scale, 255)

        self.shaded(colours, box, shape, across)

    def shaded_ellipse(self, colours: Sequence[str], box: Box, across: bool = True) -> None:
        def shape(draw, fit):
            (a, b), (c, d) = fit([(box[0], box[1]), (box[2], box[3])])
            draw.ellipse((a, b, c - 1, d - 1), 255)

        self.shaded(colours, box, shape, across)

    def glow(self, x: float, y: float, r: float, colour: str, alpha: float = 0.6) -> None:
        """Light that fades from the middle outwards."""
        mask = _GLOW.point(lambda value: round(value * alpha))
        self._tint(mask, (x - r, y - r, x + r, y + r), colour)

    def soft(self, shape, box: Box, blur: float, colour: str = "#2a1f16", alpha: float = 0.3) -> None:
        """A blurred shape, such as a shadow; `shape(draw, fit)` as for `shaded`. Made at an eighth of the size."""
        pad = blur * 2.5
        left, top = max(-pad, box[0] - pad), max(-pad, box[1] - pad)
        right, bottom = min(self.w + pad, box[2] + pad), min(self.h + pad, box[3] + pad)
        if right <= left or bottom <= top:
            return
        small = self.scale / 8
        mask = Image.new("L", (max(2, round((right - left) * small)), max(2, round((bottom - top) * small))))
        draw = ImageDraw.Draw(mask)
        shape(draw, lambda points: [((x - left) * small, (y - top) * small) for x, y in points])
        mask = mask.filter(ImageFilter.GaussianBlur(max(0.6, blur * small))).point(lambda v: round(v * alpha))
        self._tint(mask, (left, top, right, bottom), colour)

    def _tint(self, mask: Image.Image, box: Box, colour: str) -> None:
        """Lay a colour over the box, as strong as the small mask says; only what is in the picture is enlarged."""
        left, top, right, bottom = (self.px(value) for value in box)
        seen = (max(left, 0), max(top, 0), min(right, self.image.width), min(bottom, self.image.height))
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return
        across, down = mask.width / (right - left), mask.height / (bottom - top)
        part = ((seen[0] - left) * across, (seen[1] - top) * down)
        part += ((seen[2] - left) * across, (seen[3] - top) * down)
        size = (seen[2] - seen[0], seen[3] - seen[1])
        # A picture of one colour is pasted in half the time that the colour itself takes.
        flat = Image.new("RGB", size, rgb(colour))
        self.image.paste(flat, seen, mask.resize(size, Image.Resampling.BILINEAR, part))

    def soft_poly(
        self, points: Sequence[Point], blur: float, colour: str = "#2a1f16", alpha: float = 0.3
    ) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        self.soft(lambda draw, fit: draw.polygon(fit(points), 255), box, blur, colour, alpha)

    def soft_ellipse(self, box: Box, blur: float, colour: str = "#2a1f16", alpha: float = 0.3) -> None:
        def shape(draw, fit):
            (a, b), (c, d) = fit([(box[0], box[1]), (box[2], box[3])])
            draw.ellipse((a, b, c, d), 255)

        self.soft(shape, box, blur, colour, alpha)


def _gradient(colours: Sequence[str], size: tuple[int, int], across: bool) -> Image.Image:
    size = (max(1, size[0]), max(1, size[1]))
    steps = size[0] if across else size[1]
    strip = ramp(colours, steps)
    strip = strip[None, :, :] if across else strip[:, None, :]
    return Image.fromarray(np.ascontiguousarray(strip)).resize(size, Image.Resampling.NEAREST)


def _glow_mask(side: int = 96) -> Image.Image:
    axis = np.linspace(-1, 1, side)
    distance = np.sqrt(axis[None, :] ** 2 + axis[:, None] ** 2)
    fade = np.clip(1 - distance, 0, 1)
    return Image.fromarray((fade * fade * (3 - 2 * fade) * 255).astype(np.uint8))


_GLOW = _glow_mask()


def smooth(points: Sequence[Point], closed: bool = False, steps: int = 14) -> list[Point]:
    """Points of a Catmull-Rom curve through the given ones."""
    n = len(points)
    found: list[Point] = []
    for k in range(n if closed else n - 1):
        if closed:
            p = [points[(k + j - 1) % n] for j in range(4)]
        else:
            p = [points[min(max(k + j - 1, 0), n - 1)] for j in range(4)]
        for step in range(steps):
            t = step / steps
            found.append(tuple(_catmull([q[axis] for q in p], t) for axis in (0, 1)))  # type: ignore[arg-type]
    if not closed:
        found.append(points[-1])
    return found


def _catmull(v: list[float], t: float) -> float:
    return 0.5 * (
        2 * v[1]
        + (v[2] - v[0]) * t
        + (2 * v[0] - 5 * v[1] + 4 * v[2] - v[3]) * t**2
        + (3 * v[1] - v[0] - 3 * v[2] + v[3]) * t**3
    )


def turned(points: Sequence[Point], centre: Point, angle: float) -> list[Point]:
    """The points turned by `angle` degrees (clockwise on the picture) about the centre."""
    turn = math.radians(angle)
    c, s = math.cos(turn), math.sin(turn)
    cx, cy = centre
    return [(cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c) for x, y in points]


def box_points(box: Box) -> list[Point]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]

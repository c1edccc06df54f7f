"""Scenes under the sky: hills, a trail, the sea, a camp, a dog in the park."""

import math

from .canvas import Canvas, darker, lighter, mix, smooth


def ridge(c: Canvas, base: float, height: float, rough: int) -> list[tuple[float, float]]:
    """A rolling line across the picture, `height` units of up and down about `base`."""
    n = rough
    peaks = [(k * 1000 / n, base - height * (c.random.random() - 0.5) * 2) for k in range(-1, n + 2)]
    return smooth(peaks)


def under(c: Canvas, line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(-200, c.h + 10), (line[0][0], c.h + 10), *line, (line[-1][0], c.h + 10), (1200, c.h + 10)]


def pine(c: Canvas, x: float, foot: float, tall: float, colour: str) -> None:
    c.rect((x - tall * 0.02, foot - tall * 0.2, x + tall * 0.02, foot), darker(colour, 0.3))
    for k in range(4):
        top = foot - tall + k * tall * 0.19
        half = tall * (0.1 + 0.055 * k)
        c.poly([(x, top), (x - half, top + tall * 0.33), (x + half, top + tall * 0.33)], colour)
        c.poly(
            [(x, top), (x + half, top + tall * 0.33), (x + half * 0.2, top + tall * 0.33)],
            darker(colour, 0.12),
        )


def hills(c: Canvas) -> str:
    sky, sun, near, ink = c.pick(
        [
            (("#f3cfa6", "#f6dfc3", "#fbeedd"), "#e8694a", "#4f4a5e", "#43364a"),
            (("#e9b7a0", "#f4d5bd", "#fbeadb"), "#fff3df", "#5b4652", "#4a2f38"),
            (("#bcd3d6", "#dfe7df", "#f6efdf"), "#f0a95c", "#3c5457", "#23393d"),
        ]
    )
    c.gradient(sky)
    x, y = c.random.uniform(560, 760), c.h * 0.52
    c.glow(x, y, 420, lighter(sun, 0.5), 0.75)
    c.circle(x, y, 104, sun)
    for k in range(5):
        part = k / 4
        line = ridge(c, c.h * (0.6 + 0.085 * k), 42 + 10 * k, 4 + k % 3)
        c.shaded_poly(
            [mix(sky[1], near, 0.22 + 0.78 * part), mix(sky[0], near, 0.1 + 0.7 * part)],
            under(c, line),
            across=False,
        )
    for _ in range(9):
        px = c.random.uniform(0, 1000)
        pine(c, px, c.h * 0.985 + c.random.uniform(-20, 30), c.random.uniform(70, 130), darker(near, 0.35))
    bx, by = x - 300, y - 120
    for k in range(3):
        c.curve(
            [
                (bx + k * 62, by + k * 26),
                (bx + 16 + k * 62, by - 14 + k * 26),
                (bx + 32 + k * 62, by + k * 26),
            ],
            near,
            4,
        )
        c.curve(
            [
                (bx + 32 + k * 62, by + k * 26),
                (bx + 48 + k * 62, by - 14 + k * 26),
                (bx + 64 + k * 62, by + k * 26),
            ],
            near,
            4,
        )
    return ink


def trail(c: Canvas) -> str:
    sky, rock, green, ink = c.pick(
        [
            (("#cfe0df", "#eef0e4"), "#7d8f95", "#55714f", "#26383a"),
            (("#f0d9c2", "#f8ecdb"), "#8d7b86", "#6d7a4a", "#44323a"),
            (("#b9cfe3", "#e9eef0"), "#6f86a0", "#4c6b5b", "#1f3348"),
        ]
    )
    c.gradient(sky)
    horizon = c.h * 0.66
    c.circle(210, c.h * 0.44, 56, lighter(sky[1], 0.7))
    for peak_x, peak_y, half, shade in ((250, 0.47, 420, 0.45), (870, 0.44, 470, 0.35), (560, 0.38, 430, 0)):
        top, body = c.h * peak_y, mix(rock, sky[1], shade)
        c.poly([(peak_x - half, horizon + 60), (peak_x, top), (peak_x + half, horizon + 60)], body)
        c.poly(
            [
                (peak_x, top),
                (peak_x + half, horizon + 60),
                (peak_x + half * 0.12, horizon + 60),
                (peak_x - 40, top + 190),
            ],
            darker(body, 0.14),
        )
        snow = [(peak_x, top), (peak_x - half * 0.27, top + 0.27 * (horizon + 60 - top))]
        snow += [
            (peak_x - 62, top + 62),
            (peak_x - 22, top + 98),
            (peak_x + 26, top + 54),
            (peak_x + half * 0.25, top + 0.25 * (horizon + 60 - top)),
        ]
        c.poly(snow, "#fbfaf5")
    for k in range(3):
        line = ridge(c, horizon + k * (c.h - horizon) * 0.22, 22, 4)
        c.poly(under(c, line), mix(lighter(green, 0.35), darker(green, 0.1), k / 2))
    path = [
        (600, horizon + 30),
        (520, horizon + 90),
        (660, horizon + 170),
        (470, horizon + 280),
        (560, c.h + 30),
    ]
    wide = [10, 20, 40, 80, 150]
    left = smooth([(x - w * 0.5, y) for (x, y), w in zip(path, wide, strict=True)])
    right = smooth([(x + w * 0.5, y) for (x, y), w in zip(path, wide, strict=True)])
    c.poly(left + right[::-1], "#efe0bd")
    for k in range(15):
        side = -1 if k % 2 else 1
        depth = c.random.random()
        y = horizon + 40 + depth * (c.h - horizon) * 0.85
        x = 540 + side * c.random.uniform(130 + depth * 150, 480)
        pine(c, x, y, 70 + depth * 190, darker(green, 0.15 + 0.25 * c.random.random()))
    return ink


def sea(c: Canvas) -> str:
    sky, water, sand, ink = c.pick(
        [
            (("#f6d8c6", "#fbeee0"), ("#7fb6b8", "#4f8f9b"), "#f2e1c4", "#3a4a52"),
            (("#bfdde4", "#eaf3ee"), ("#5aa5b5", "#2f7892"), "#f4e6cc", "#1d4354"),
            (("#d8d3e8", "#f5e6e2"), ("#8fa6c6", "#5d79a6"), "#f0ddcf", "#3a3658"),
        ]
    )
    c.gradient(sky)
    line = c.h * 0.5
    c.glow(300, line, 360, "#fff6e0", 0.8)
    c.circle(300, line - 36, 70, "#fff7e6")
    c.gradient(water, (0, line, 1000, c.h))
    c.blob(
        [
            (620, line + 4),
            (700, line - 40),
            (790, line - 74),
            (880, line - 44),
            (1060, line - 58),
            (1060, line + 4),
        ],
        mix(water[1], sky[0], 0.35),
    )
    c.rect((0, line, 1000, line + 3), lighter(water[0], 0.4))
    for k in range(46):
        t = c.random.random() ** 1.4
        y = line + 12 + t * (c.h - line) * 0.62
        half = 16 + t * 70
        x = 300 + c.random.gauss(0, 60 + 200 * t) if k % 2 else c.random.uniform(0, 1000)
        c.line([(x - half, y), (x + half, y)], "#fffaf0", 3 + 4 * t, alpha=0.2 + 0.35 * (k % 2))
    for k, shade in enumerate((0.55, 0.8, 1.0)):
        y = c.h * (0.79 + 0.035 * k)
        wave = smooth([(x, y + 16 * math.sin(x / 130 + k * 1.7)) for x in range(-100, 1201, 100)])
        c.poly(under(c, wave), mix(water[0], "#ffffff", shade) if k < 2 else sand)
    hull = [(640, c.h * 0.69), (900, c.h * 0.69), (860, c.h * 0.725), (690, c.h * 0.725)]
    c.poly(hull, darker(ink, 0.05))
    c.rect((640, c.h * 0.69, 900, c.h * 0.69 + 7), "#e5674c")
    c.line([(770, c.h * 0.69), (770, c.h * 0.47)], darker(ink, 0.1), 6)
    c.shaded_poly(["#fffdf6", "#f0dfc8"], [(782, c.h * 0.475), (890, c.h * 0.672), (782, c.h * 0.672)])
    c.shaded_poly(["#e5674c", "#cf5238"], [(758, c.h * 0.505), (758, c.h * 0.672), (662, c.h * 0.672)])
    return ink


def camp(c: Canvas) -> str:
    night = c.pick(
        [
            ("#1c2b4a", "#3c4f77", "#c48a7f"),
            ("#18323b", "#2f5a62", "#d9a877"),
            ("#2a2547", "#5a4a78", "#d98f86"),
        ]
    )
    c.gradient([*night, lighter(night[2], 0.35)], (0, 0, 1000, c.h * 0.8))
    for _ in range(110):
        x, y = c.random.uniform(0, 1000), c.random.uniform(0, c.h * 0.55)
        c.circle(x, y, c.random.choice([1.6, 2.2, 3.2]), "#fff8e4", alpha=c.random.uniform(0.4, 1))
    c.circle(820, c.h * 0.4, 50, "#fdf0cf")
    c.circle(842, c.h * 0.395, 44, mix(night[1], night[2], 0.18))
    ground = darker(night[0], 0.35)
    for k in range(3):
        c.poly(under(c, ridge(c, c.h * (0.66 + 0.07 * k), 30, 5)), mix(night[1], ground, 0.45 + 0.27 * k))
    for k in range(14):
        pine(
            c,
            c.random.choice([c.random.uniform(-20, 250), c.random.uniform(770, 1020)]),
            c.h * 0.83 + k * 3,
            c.random.uniform(150, 300),
            mix(ground, "#0b141c", k / 14),
        )
    floor = c.h * 0.87
    c.poly(under(c, ridge(c, floor, 8, 5)), ground)
    c.glow(500, floor - 40, 380, "#ffc978", 0.55)
    c.shaded_poly(
        ["#f3b25d", "#fbe0a4"], [(290, floor + 30), (500, floor - 250), (710, floor + 30)], across=False
    )
    c.poly([(500, floor - 250), (710, floor + 30), (610, floor + 30)], "#c96f42")
    c.poly([(500, floor - 250), (440, floor + 30), (560, floor + 30)], "#fff2cc")
    c.poly([(500, floor - 250), (500, floor + 30), (560, floor + 30)], "#8c4a35")
    c.line([(290, floor + 30), (500, floor - 252), (710, floor + 30)], "#7a3f30", 5)
    for x, lean in ((770, 1), (800, -1)):
        c.line([(x, floor + 40), (x + lean * 60, floor + 20)], "#4a2c24", 12)
    c.blob(
        [
            (752, floor + 26),
            (770, floor - 30),
            (792, floor - 64),
            (806, floor - 20),
            (830, floor + 20),
            (790, floor + 34),
        ],
        "#f08a3c",
    )
    c.blob(
        [(772, floor + 26), (784, floor - 6), (796, floor - 26), (806, floor + 22), (790, floor + 30)],
        "#ffdf8a",
    )
    return "#fdf3de"


def dog(c: Canvas) -> str:
    sky, grass, fur, ink = c.pick(
        [
            (("#bfe0e2", "#eaf4ea"), "#8fb36b", "#d9a05c", "#1f4040"),
            (("#f8dcb4", "#fcefd9"), "#a8b564", "#f3ece0", "#533a14"),
            (("#cdd6ec", "#eef0f4"), "#7ba477", "#5a4640", "#263559"),
        ]
    )
    c.gradient(sky)
    for k, x in enumerate((240, 770)):
        c.ellipse((x - 120, c.h * (0.42 - 0.05 * k), x + 100, c.h * (0.42 - 0.05 * k) + 50), "#ffffff", 0.7)
        c.ellipse((x - 60, c.h * (0.4 - 0.05 * k), x + 60, c.h * (0.42 - 0.05 * k) + 40), "#ffffff", 0.7)
    line = c.h * 0.68
    for k in range(8):
        x = 30 + k * 140
        c.rect((x - 8, line - 80, x + 8, line + 20), "#7a6248")
        for _p in range(7):
            c.circle(
                x + c.random.uniform(-55, 55),
                line - 120 + c.random.uniform(-55, 40),
                48,
                mix(darker(grass, 0.28), lighter(grass, 0.05), c.random.random()),
                0.95,
            )
    c.shaded_poly([lighter(grass, 0.2), darker(grass, 0.12)], under(c, ridge(c, line, 14, 4)), across=False)
    for _ in range(70):
        x, y = c.random.uniform(0, 1000), c.random.uniform(line + 40, c.h)
        if c.random.random() < 0.3:
            c.circle(x, y, 8, "#fff6de")
            c.circle(x, y, 3, "#e8a93c")
        else:
            c.line([(x, y), (x + 5, y - 20)], darker(grass, 0.2), 4)
    x, foot = 520, c.h - 130
    shade, dark = darker(fur, 0.14), darker(fur, 0.75)
    c.soft_ellipse((x - 200, foot - 30, x + 220, foot + 30), 14, alpha=0.4)
    c.curve([(x + 150, foot - 60), (x + 240, foot - 120), (x + 236, foot - 210)], fur, 46)
    c.blob(
        [
            (x - 130, foot),
            (x - 140, foot - 150),
            (x - 100, foot - 310),
            (x + 40, foot - 340),
            (x + 120, foot - 210),
            (x + 190, foot - 90),
            (x + 170, foot),
        ],
        fur,
    )
    c.blob(
        [
            (x - 60, foot - 20),
            (x - 76, foot - 200),
            (x - 30, foot - 290),
            (x + 30, foot - 200),
            (x + 16, foot - 20),
        ],
        lighter(fur, 0.4),
    )
    for px in (x - 92, x + 10):
        c.rect((px, foot - 160, px + 66, foot + 4), fur, 30)
        c.ellipse((px - 16, foot - 34, px + 70, foot + 14), lighter(fur, 0.25))
    c.rect((x - 112, foot - 330, x + 76, foot - 290), "#c7503c", 20)
    c.circle(x - 20, foot - 284, 22, "#f0c04c")
    hx, hy = x - 24, foot - 440
    c.ellipse((hx - 140, hy - 130, hx + 140, hy + 122), fur)
    for side in (-1, 1):
        c.blob(
            [
                (hx + side * 92, hy - 118),
                (hx + side * 162, hy - 106),
                (hx + side * 192, hy + 10),
                (hx + side * 158, hy + 76),
                (hx + side * 122, hy + 4),
            ],
            shade if fur != "#f3ece0" else "#c98d54",
        )
        c.circle(hx + side * 54, hy - 22, 17, dark)
        c.circle(hx + side * 54 + 5, hy - 28, 5, "#ffffff")
    c.ellipse((hx - 72, hy + 2, hx + 72, hy + 106), lighter(fur, 0.5))
    c.ellipse((hx - 30, hy + 8, hx + 30, hy + 46), dark)
    c.curve(
        [(hx - 36, hy + 66), (hx - 16, hy + 80), (hx, hy + 62), (hx + 16, hy + 80), (hx + 36, hy + 66)],
        dark,
        6,
    )
    c.blob(
        [(hx - 16, hy + 78), (hx + 18, hy + 78), (hx + 16, hy + 116), (hx, hy + 124), (hx - 14, hy + 114)],
        "#e9808a",
    )
    return ink

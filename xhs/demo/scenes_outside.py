"""Scenes under the sky: hills, a trail, the sea, a camp, a skyline, a lane, a night market, a bicycle."""

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


def skyline(c: Canvas) -> str:
    sky, tone, ink = c.pick(
        [
            (("#293a63", "#7b6a93", "#f0a58a"), "#222a4d", "#fdf0e2"),
            (("#f2c9a8", "#f7e1c9", "#fdf1e0"), "#6a5b7b", "#453a58"),
            (("#a9c8cf", "#d9e4dc", "#f4ead6"), "#45606b", "#213a45"),
        ]
    )
    dark = ink.startswith("#fd")
    c.gradient(sky, (0, 0, 1000, c.h))
    c.circle(720, c.h * 0.48, 92, "#ffe3b8" if dark else "#f08c66", alpha=0.95)
    for row in range(3):
        colour = mix(sky[1], tone, 0.3 + 0.35 * row)
        x = -30.0
        while x < 1000:
            wide = c.random.uniform(62, 128)
            top = c.h * (0.54 + 0.1 * row) - c.random.uniform(0, 170 if row == 0 else 130)
            c.rect((x, top, x + wide, c.h), colour)
            kind = c.random.random()
            if kind < 0.2:
                c.poly([(x, top), (x + wide / 2, top - 46), (x + wide, top)], colour)
            elif kind < 0.4:
                c.rect((x + wide * 0.3, top - 30, x + wide * 0.7, top), colour)
                c.line([(x + wide / 2, top - 30), (x + wide / 2, top - 92)], colour, 4)
            if row:
                _windows(c, x, top, wide, lighter(colour, 0.22), dark)
            x += wide + c.random.uniform(-4, 18)
    c.poly([(0, c.h * 0.9), (1000, c.h * 0.86), (1000, c.h), (0, c.h)], darker(tone, 0.3))
    for k in range(9):
        x = 40 + k * 118
        c.circle(x, c.h * 0.9 - k * 5 - 20, 44, darker(tone, 0.42))
        c.circle(x + 40, c.h * 0.9 - k * 5 - 4, 34, darker(tone, 0.5))
    return ink


def _windows(c: Canvas, x: float, top: float, wide: float, colour: str, dark: bool) -> None:
    columns = int(wide // 24)
    gap = wide / columns
    for line in range(int((c.h * 0.9 - top) // 34)):
        for column in range(columns):
            if c.random.random() < 0.62:
                lit = "#ffd98f" if c.random.random() < (0.45 if dark else 0.12) else colour
                left = x + gap * column + gap * 0.28
                c.rect((left, top + 20 + line * 34, left + gap * 0.44, top + 36 + line * 34), lit)


def lane(c: Canvas) -> str:
    wall, leaf, ink = c.pick(
        [
            ("#e9cfae", "#7f8f4e", "#4a3a2a"),
            ("#dcc3b4", "#c98a3d", "#4d3530"),
            ("#d5d8c6", "#5f8260", "#2c3d30"),
        ]
    )
    c.gradient(["#f6efe0", "#fbf5e8"])
    end = c.h * 0.6
    for side in (0, 1):

        def at(x: float, side=side) -> float:
            return 1000 - x if side else x

        tone = darker(wall, 0.06) if side else wall
        c.poly([(at(-5), c.h * 0.28), (at(400), end - 110), (at(400), end + 40), (at(-5), c.h * 0.93)], tone)
        c.poly(
            [(at(-5), c.h * 0.28), (at(400), end - 110), (at(420), end - 126), (at(-5), c.h * 0.235)],
            "#b5674a",
        )
        for k, (a, b) in enumerate(((30, 120), (165, 235), (270, 318), (342, 374))):
            slope_top = lambda x: c.h * 0.28 + (end - 110 - c.h * 0.28) * x / 400  # noqa: E731
            slope_low = lambda x: c.h * 0.93 + (end + 40 - c.h * 0.93) * x / 400  # noqa: E731

            def level(x: float, part: float, st=slope_top, sl=slope_low) -> float:
                return st(x) + (sl(x) - st(x)) * part

            c.poly(
                [
                    (at(a), level(a, 0.16)),
                    (at(b), level(b, 0.16)),
                    (at(b), level(b, 0.46)),
                    (at(a), level(a, 0.46)),
                ],
                "#5c6e6b" if k % 2 else "#6d5746",
            )
            c.line(
                [(at((a + b) / 2), level((a + b) / 2, 0.16)), (at((a + b) / 2), level((a + b) / 2, 0.46))],
                "#f3e6cf",
                4,
            )
            c.poly(
                [
                    (at(a), level(a, 0.6)),
                    (at(b), level(b, 0.6)),
                    (at(b), level(b, 0.98)),
                    (at(a), level(a, 0.98)),
                ],
                ["#7a4a38", "#46625b", "#8a6a45", "#5d4a5a"][(k + side) % 4],
            )
    c.poly(
        [(400, end + 40), (600, end + 40), (1010, c.h * 0.94), (1010, c.h), (-10, c.h), (-10, c.h * 0.94)],
        "#cfc2ac",
    )
    c.poly([(460, end + 40), (540, end + 40), (720, c.h), (280, c.h)], "#e6dcc6")
    for x, foot, tall in (
        (395, end + 60, 250),
        (610, end + 62, 260),
        (200, c.h * 0.82, 520),
        (830, c.h * 0.84, 560),
    ):
        c.line([(x, foot), (x + 6, foot - tall * 0.5), (x - 4, foot - tall * 0.8)], "#8b7a63", tall * 0.045)
        for _ in range(26):
            a, r = c.random.uniform(0, 6.28), tall * 0.3 * math.sqrt(c.random.random())
            colour = mix(lighter(leaf, 0.3), darker(leaf, 0.15), c.random.random())
            c.circle(
                x + r * math.cos(a) * 1.1,
                foot - tall * 0.9 + r * math.sin(a) * 0.8,
                tall * 0.09,
                colour,
                alpha=0.9,
            )
    for _ in range(26):
        c.ellipse(
            (x := c.random.uniform(100, 900), y := c.random.uniform(c.h * 0.85, c.h), x + 14, y + 8),
            leaf,
            alpha=0.8,
        )
    return ink


def market(c: Canvas) -> str:
    c.gradient(["#171b33", "#2b2748", "#6b3a4a"])
    for _ in range(22):
        colour = c.random.choice(["#ffb35c", "#ff8a5c", "#ffd98a", "#7fb4c9"])
        c.circle(
            c.random.uniform(0, 1000),
            c.random.uniform(c.h * 0.42, c.h * 0.75),
            c.random.uniform(12, 40),
            colour,
            alpha=0.16,
        )
    for row in range(3):
        y = c.h * (0.34 + 0.07 * row)
        rope = smooth([(-50, y - 20), (250, y + 40), (500, y + 8), (760, y + 46), (1050, y - 16)])
        c.line(rope, "#0f1226", 3)
        for k in range(6 + row):
            x, ry = rope[int((k + 0.5 + 0.3 * (row % 2)) * (len(rope) - 1) / (6.8 + row))]
            r = 24 + 7 * row
            c.glow(x, ry + r * 1.5, r * 3.4, "#ff8c4a", 0.6)
            c.shaded_ellipse(["#d8412f", "#ff7b4d", "#d8412f"], (x - r, ry + r * 0.4, x + r, ry + r * 2.2))
            c.rect((x - r * 0.45, ry + r * 0.3, x + r * 0.45, ry + r * 0.55), "#f4c169")
            c.rect((x - r * 0.45, ry + r * 2.08, x + r * 0.45, ry + r * 2.3), "#f4c169")
            c.line([(x, ry + r * 2.3), (x, ry + r * 2.9)], "#f4c169", 3)
    for k, (x, hue) in enumerate(((30, "#c8483c"), (360, "#d99a3d"), (690, "#4b8378"))):
        top, foot, wide = c.h * 0.64, c.h * 0.93, 290
        c.glow(x + wide / 2, top + 130, 260, "#ffc571", 0.75)
        c.rect((x + 10, top, x + 20, foot), "#3a2a2c")
        c.rect((x + wide - 20, top, x + wide - 10, foot), "#3a2a2c")
        stripes = 6
        for s in range(stripes):
            a, b = x - 16 + s * (wide + 32) / stripes, x - 16 + (s + 1) * (wide + 32) / stripes
            colour = hue if s % 2 == 0 else "#fbe9cf"
            c.poly(
                [
                    (a * 0.9 + (x + wide / 2) * 0.1, top - 60),
                    (b * 0.9 + (x + wide / 2) * 0.1, top - 60),
                    (b, top),
                    (a, top),
                ],
                colour,
            )
            c.circle((a + b) / 2, top, (b - a) / 2, colour)
        c.shaded_rect(["#8a5538", "#5d3627"], (x, c.h * 0.83, x + wide, foot), across=False)
        for s in range(5):
            px = x + 36 + s * 54
            c.circle(px, c.h * 0.82, 22, ["#f3d9a8", "#e98c5a", "#d95f4b", "#b9c77a", "#f6efe0"][(s + k) % 5])
            c.rect((px - 28, c.h * 0.828, px + 28, c.h * 0.842), "#fff5e2", 4)
        for s in range(3):
            sx = x + 70 + s * 70
            c.curve(
                [(sx, c.h * 0.79), (sx - 12, c.h * 0.77), (sx + 10, c.h * 0.75), (sx - 4, c.h * 0.725)],
                "#fff3dc",
                5,
                alpha=0.35,
            )
    c.gradient(["#2a1c2a", "#171226"], (0, c.h * 0.93, 1000, c.h))
    return "#ffeccb"


def bicycle(c: Canvas) -> str:
    wall, frame, ink = c.pick(
        [
            ("#e8b79a", "#2f5d62", "#4a2a22"),
            ("#c9d6cd", "#c7503c", "#24413a"),
            ("#f0d491", "#3c4f7a", "#4d3a14"),
        ]
    )
    floor = c.h * 0.86
    c.gradient([lighter(wall, 0.25), wall], (0, 0, 1000, floor))
    c.gradient(["#d9cbb6", "#c8b89f"], (0, floor, 1000, c.h))
    c.rect((0, floor - 14, 1000, floor), darker(wall, 0.18))
    c.soft_poly([(-50, c.h * 0.5), (520, c.h * 0.22), (720, c.h * 0.22), (150, floor)], 30, "#fff8e8", 0.4)
    left, right, y, r = 270, 730, floor - 128, 138
    c.soft_ellipse((120, floor - 6, 900, floor + 34), 14, alpha=0.35)
    for x in (left, right):
        for k in range(12):
            a = k * math.pi / 6
            c.line([(x, y), (x + r * math.cos(a), y + r * math.sin(a))], "#8d8577", 2)
        c.ring(x, y, r, 15, "#33302c")
        c.ring(x, y, r - 14, 5, "#d8cfbd")
        c.circle(x, y, 13, "#33302c")
    seat, crank, head = (400, y - 200), (470, y + 6), (660, y - 210)
    for a, b in (
        (seat, crank),
        (crank, head),
        (seat, head),
        ((left, y), seat),
        ((left, y), crank),
        (head, (right, y)),
    ):
        c.line([a, b], frame, 15)
    c.line([seat, (388, y - 236)], "#4a4640", 12)
    c.blob([(330, y - 250), (380, y - 262), (452, y - 246), (400, y - 232), (340, y - 230)], "#5c3a28")
    c.curve([(660, y - 208), (648, y - 262), (690, y - 276), (738, y - 262)], "#4a4640", 12)
    c.ring(*crank, 34, 8, "#4a4640")
    c.line([crank, (500, y + 62)], "#4a4640", 9)
    c.rect((476, y + 58, 528, y + 70), "#2c2926", 4)
    bx, by = 690, y - 262
    c.shaded_poly(
        ["#c99a5c", "#a87840"], [(bx, by), (bx + 170, by), (bx + 150, by + 110), (bx + 20, by + 110)]
    )
    for k in range(4):
        c.line([(bx + 6 + k * 3, by + 22 + k * 26), (bx + 164 - k * 4, by + 22 + k * 26)], "#8a5f30", 4)
    for k in range(13):
        fx, fy = bx + c.random.uniform(10, 160), by - c.random.uniform(20, 96)
        c.line([(bx + 85 + (fx - bx - 85) * 0.5, by), (fx, fy)], "#6d8455", 4)
        c.circle(
            fx, fy, c.random.uniform(15, 25), c.random.choice(["#fff3e0", "#f2b8a0", "#e8785a", "#f6d37a"])
        )
        c.circle(fx, fy, 6, "#c98a3d")
    return ink

"""Scenes in town: a skyline, a lane, a night market, a bicycle against a wall."""

import math

from .canvas import Canvas, darker, lighter, mix, smooth


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
        c.poly([(at(-5), c.h * 0.35), (at(400), end - 110), (at(400), end + 40), (at(-5), c.h * 0.93)], tone)
        c.poly(
            [(at(-5), c.h * 0.35), (at(400), end - 110), (at(420), end - 126), (at(-5), c.h * 0.31)],
            "#b5674a",
        )
        for k, (a, b) in enumerate(((30, 120), (165, 235), (270, 318), (342, 374))):
            slope_top = lambda x: c.h * 0.35 + (end - 110 - c.h * 0.35) * x / 400  # noqa: E731
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
    for _k in range(13):
        fx, fy = bx + c.random.uniform(10, 160), by - c.random.uniform(20, 96)
        c.line([(bx + 85 + (fx - bx - 85) * 0.5, by), (fx, fy)], "#6d8455", 4)
        c.circle(
            fx, fy, c.random.uniform(15, 25), c.random.choice(["#fff3e0", "#f2b8a0", "#e8785a", "#f6d37a"])
        )
        c.circle(fx, fy, 6, "#c98a3d")
    return ink

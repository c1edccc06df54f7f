"""Still lifes at home: plants and bottles, and the pieces that other scenes are furnished with."""

import math

from .canvas import Canvas, box_points, darker, lighter, mix, smooth

POT_COLOURS = ("#c96f4a", "#e9dfcd", "#4d6a6b", "#d9a441", "#8c6a5d")


def wall(c: Canvas, colour: str, floor: float, ground: str) -> None:
    c.gradient([lighter(colour, 0.3), colour], (0, 0, 1000, floor))
    c.gradient([ground, darker(ground, 0.12)], (0, floor, 1000, c.h))


def sunbeam(c: Canvas, x: float, top: float, wide: float, tall: float) -> None:
    """A window's light on the wall: four leaning panes."""

    def panes(draw, fit) -> None:
        for column in range(2):
            for row in range(2):
                left, up = x + column * wide * 0.53, top + row * tall * 0.53
                lean = (tall * 0.28) * (0.5 - row * 0.53)
                draw.polygon(
                    fit(
                        [
                            (left + lean, up),
                            (left + wide * 0.47 + lean, up),
                            (left + wide * 0.47 + lean - tall * 0.13, up + tall * 0.47),
                            (left + lean - tall * 0.13, up + tall * 0.47),
                        ]
                    ),
                    255,
                )

    c.soft(panes, (x - tall, top, x + wide + tall, top + tall), 7, "#fff7e2", 0.5)


def pot(c: Canvas, x: float, foot: float, wide: float, tall: float, colour: str) -> None:
    c.soft_ellipse((x - wide * 0.55, foot - 14, x + wide * 0.75, foot + 18), 10, alpha=0.35)
    c.shaded_poly(
        [lighter(colour, 0.25), colour, darker(colour, 0.28)],
        [
            (x - wide / 2, foot - tall),
            (x + wide / 2, foot - tall),
            (x + wide * 0.38, foot),
            (x - wide * 0.38, foot),
        ],
    )
    c.shaded_rect(
        [lighter(colour, 0.3), colour, darker(colour, 0.22)],
        (x - wide * 0.54, foot - tall - 8, x + wide * 0.54, foot - tall * 0.78),
        6,
    )


def foliage(c: Canvas, kind: int, x: float, y: float, size: float, green: str) -> None:
    """What grows in a pot: broad leaves, a snake plant, a round cactus, hanging string, or a fan palm."""
    kind %= 5
    if kind == 0:
        for angle in (20, 160, 50, 130, 72, 108, 90):
            turn = math.radians(angle)
            end = (x + size * 0.6 * math.cos(turn), y - size * 0.62 * math.sin(turn))
            c.curve([(x, y), ((x + end[0]) / 2 + 6, (y + end[1]) / 2), end], darker(green, 0.15), 6)
            c.leaf(
                *end,
                size * 0.52,
                angle + (8 if angle < 90 else -8),
                0.62,
                mix(green, lighter(green, 0.4), c.random.random() * 0.6),
            )
    elif kind == 1:
        for k in range(9):
            angle = 62 + k * 7
            c.leaf(
                x + (4 - k) * -6,
                y + 8,
                size * (0.9 + 0.3 * c.random.random()),
                180 - angle,
                0.16,
                mix(darker(green, 0.15), lighter(green, 0.3), (k % 3) / 2),
            )
    elif kind == 2:
        c.shaded_ellipse(
            [lighter(green, 0.25), green, darker(green, 0.25)],
            (x - size * 0.36, y - size * 0.76, x + size * 0.36, y + size * 0.1),
        )
        for k in range(-2, 3):
            c.curve(
                [
                    (x + k * size * 0.05, y - size * 0.74),
                    (x + k * size * 0.15, y - size * 0.35),
                    (x + k * size * 0.07, y),
                ],
                lighter(green, 0.35),
                4,
            )
        c.circle(x, y - size * 0.78, 17, "#ee8c8c")
        c.circle(x, y - size * 0.78, 7, "#f9d27c")
    elif kind == 3:
        for k in range(9):
            start, low = x + (k - 4) * size * 0.09, y + size * c.random.uniform(0.25, 0.95)
            strand = smooth(
                [(start, y), (start + (k - 4) * 8, y + (low - y) * 0.5), (start + (k - 4) * 5, low)]
            )
            c.line(strand, darker(green, 0.1), 3)
            for px, py in strand[::4]:
                c.circle(
                    px + c.random.uniform(-8, 8), py, 10, mix(green, lighter(green, 0.4), c.random.random())
                )
        for k in range(5):
            c.leaf(x, y + 6, size * 0.3, 30 + k * 30, 0.5, green)
    else:
        for k in range(7):
            angle = 30 + k * 20
            turn = math.radians(angle)
            hub = (x + size * 0.5 * math.cos(turn), y - size * 0.75 * math.sin(turn))
            c.curve([(x, y), ((x + hub[0]) / 2, (y + hub[1]) / 2 - 8), hub], darker(green, 0.2), 4)
            for fan in range(7):
                c.leaf(
                    *hub, size * 0.3, angle - 66 + fan * 22, 0.16, mix(green, lighter(green, 0.3), fan / 7)
                )


def plants(c: Canvas) -> str:
    tone, ground, green, ink = c.pick(
        [
            ("#e7dcc8", "#c9a778", "#5d8457", "#38402a"),
            ("#d6ded2", "#b98f66", "#45745c", "#23382d"),
            ("#efc9b4", "#a9694a", "#55794a", "#51291b"),
        ]
    )
    floor = c.h - 150
    wall(c, tone, floor, ground)
    sunbeam(c, 420, c.h * 0.3, 480, 560)
    shelf = c.h - 560
    c.rect((90, shelf, 470, shelf + 22), darker(ground, 0.15))
    c.soft_poly(box_points((96, shelf + 26, 464, shelf + 50)), 12, alpha=0.3)
    pot(c, 190, shelf, 112, 104, POT_COLOURS[(c.seed + 1) % 5])
    foliage(c, 3, 190, shelf - 100, 290, green)
    pot(c, 370, shelf, 100, 92, POT_COLOURS[(c.seed + 3) % 5])
    foliage(c, 2, 370, shelf - 96, 170, lighter(green, 0.1))
    pot(c, 690, floor + 40, 250, 230, POT_COLOURS[c.seed % 5])
    foliage(c, c.pick((0, 4, 0)), 690, floor - 190, 420, green)
    pot(c, 330, floor + 66, 170, 150, POT_COLOURS[(c.seed + 2) % 5])
    foliage(c, 1, 330, floor - 80, 270, darker(green, 0.08))
    pot(c, 900, floor + 84, 120, 110, POT_COLOURS[(c.seed + 4) % 5])
    foliage(c, 0, 900, floor - 24, 150, lighter(green, 0.15))
    return ink


def skincare(c: Canvas) -> str:
    tone, stone, glass, ink = c.pick(
        [
            ("#ecd3c3", "#dcb8a4", ("#b9785c", "#f6efe6", "#d9a38a"), "#56291d"),
            ("#d3ddd0", "#b9c8b6", ("#5f7f6a", "#f7f4ea", "#a7bda4"), "#22392c"),
            ("#d6d8e6", "#bfc2d8", ("#6a6fa0", "#f7f4f4", "#a9aed0"), "#2b2f57"),
        ]
    )
    floor = c.h - 210
    wall(c, tone, floor, stone)
    c.rect((330, c.h * 0.4, 850, floor), mix(tone, stone, 0.75), 0)
    c.circle(590, c.h * 0.4, 260, mix(tone, stone, 0.75))
    sunbeam(c, 120, c.h * 0.36, 330, 460)
    c.shaded_rect([lighter(stone, 0.35), stone, darker(stone, 0.14)], (150, floor - 120, 470, floor + 90), 4)
    c.ellipse((150, floor - 150, 470, floor - 90), lighter(stone, 0.5))
    jar(c, 310, floor - 112, 200, 130, glass[1], glass[0])
    dropper(c, 560, floor + 70, 150, 330, glass[0])
    pump(c, 740, floor + 90, 170, 400, glass[2], glass[1])
    c.soft_ellipse((820, floor + 80, 960, floor + 140), 8, alpha=0.3)
    c.blob(
        [
            (830, floor + 112),
            (850, floor + 76),
            (900, floor + 68),
            (944, floor + 90),
            (936, floor + 128),
            (880, floor + 138),
        ],
        mix(stone, "#6b6258", 0.5),
    )
    for k in range(5):
        c.leaf(250, floor + 140, 170, 10 + k * 26, 0.34, mix("#6e8561", "#a3b48c", k / 5))
    return ink


def jar(c: Canvas, x: float, foot: float, wide: float, tall: float, colour: str, lid: str) -> None:
    c.soft_ellipse((x - wide * 0.5, foot - 16, x + wide * 0.7, foot + 16), 9, alpha=0.4)
    c.shaded_rect(
        [lighter(colour, 0.4), colour, darker(colour, 0.2)],
        (x - wide / 2, foot - tall * 0.68, x + wide / 2, foot),
        22,
    )
    c.shaded_rect(
        [lighter(lid, 0.3), lid, darker(lid, 0.25)],
        (x - wide * 0.52, foot - tall, x + wide * 0.52, foot - tall * 0.62),
        8,
    )
    c.rect(
        (x - wide * 0.24, foot - tall * 0.42, x + wide * 0.24, foot - tall * 0.36),
        darker(lid, 0.1),
        alpha=0.8,
    )
    c.rect(
        (x - wide * 0.14, foot - tall * 0.27, x + wide * 0.14, foot - tall * 0.23),
        darker(lid, 0.1),
        alpha=0.5,
    )


def dropper(c: Canvas, x: float, foot: float, wide: float, tall: float, colour: str) -> None:
    c.soft_ellipse((x - wide * 0.5, foot - 16, x + wide * 0.9, foot + 18), 10, alpha=0.42)
    c.shaded_rect(
        [lighter(colour, 0.35), colour, darker(colour, 0.3)],
        (x - wide / 2, foot - tall * 0.62, x + wide / 2, foot),
        20,
    )
    c.rect((x - wide * 0.4, foot - tall * 0.56, x - wide * 0.32, foot - 24), "#ffffff", 6, 0.35)
    c.shaded_rect(
        ["#f3ead9", "#d9ccb2"], (x - wide * 0.2, foot - tall * 0.74, x + wide * 0.2, foot - tall * 0.61), 4
    )
    c.shaded_rect(
        [lighter(colour, 0.1), darker(colour, 0.4)],
        (x - wide * 0.13, foot - tall, x + wide * 0.13, foot - tall * 0.72),
        16,
    )
    c.rect((x - wide * 0.3, foot - tall * 0.43, x + wide * 0.3, foot - tall * 0.14), "#fbf6ec", 4)
    for k, part in enumerate((0.4, 0.26, 0.32)):
        c.rect(
            (
                x - wide * part / 2,
                foot - tall * (0.36 - 0.06 * k),
                x + wide * part / 2,
                foot - tall * (0.345 - 0.06 * k),
            ),
            darker(colour, 0.2),
        )


def pump(c: Canvas, x: float, foot: float, wide: float, tall: float, colour: str, label: str) -> None:
    c.soft_ellipse((x - wide * 0.5, foot - 16, x + wide * 0.9, foot + 18), 10, alpha=0.42)
    c.shaded_rect(
        [lighter(colour, 0.4), colour, darker(colour, 0.24)],
        (x - wide / 2, foot - tall * 0.72, x + wide / 2, foot),
        26,
    )
    c.shaded_rect(
        ["#fdfaf3", "#d8cfbf"], (x - wide * 0.22, foot - tall * 0.8, x + wide * 0.22, foot - tall * 0.71), 5
    )
    c.rect((x - wide * 0.05, foot - tall * 0.92, x + wide * 0.05, foot - tall * 0.79), "#e9e1d2")
    c.shaded_rect(
        ["#fdfaf3", "#d8cfbf"], (x - wide * 0.45, foot - tall * 0.97, x + wide * 0.16, foot - tall * 0.91), 8
    )
    c.rect((x - wide * 0.34, foot - tall * 0.52, x + wide * 0.34, foot - tall * 0.16), label, 4)
    for k, part in enumerate((0.46, 0.3, 0.36, 0.2)):
        c.rect(
            (
                x - wide * part / 2,
                foot - tall * (0.44 - 0.06 * k),
                x + wide * part / 2,
                foot - tall * (0.428 - 0.06 * k),
            ),
            darker(colour, 0.25),
        )

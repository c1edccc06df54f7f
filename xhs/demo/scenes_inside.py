"""Scenes indoors: a bookshelf, a cat at the window, a desk, a room, a cinema, a record."""

import math

from .canvas import Canvas, box_points, darker, lighter, mix, smooth, turned
from .scenes_home import POT_COLOURS, foliage, pot, sunbeam, wall


def bookshelf(c: Canvas) -> str:
    tone, wood, ink = c.pick(
        [
            ("#e5d7c3", "#9a6b43", "#402b1b"),
            ("#cfd9d6", "#7d5b45", "#23383a"),
            ("#e9c8b0", "#8a5236", "#4c2313"),
        ]
    )
    wall(c, tone, c.h, tone)
    spines = (
        "#c7503c",
        "#2f5d62",
        "#e0a23c",
        "#f2e7d3",
        "#6d4a5b",
        "#7c8f5a",
        "#34486b",
        "#d98a6a",
        "#a9bdb3",
    )
    for row in range(3):
        foot = c.h - 70 - row * 285
        if foot - 260 < c.h * 0.2:
            break
        c.soft_poly(box_points((50, foot + 24, 950, foot + 52)), 12, alpha=0.3)
        x = 80.0
        while x < 905:
            left_over = 920 - x
            if c.random.random() < 0.13 and left_over > 170:
                pot(c, x + 70, foot, 96, 80, c.random.choice(POT_COLOURS))
                foliage(c, c.random.choice([0, 1, 2]), x + 70, foot - 76, 120, "#5f8457")
                x += 150
                continue
            if c.random.random() < 0.12 and left_over > 230:
                for k in range(3):
                    colour = c.random.choice(spines)
                    inset = c.random.uniform(0, 24)
                    c.shaded_rect(
                        [lighter(colour, 0.12), colour],
                        (x + inset, foot - 44 * (k + 1), x + 190 - inset, foot - 44 * k - 2),
                        5,
                        across=False,
                    )
                    c.rect(
                        (x + inset + 24, foot - 44 * (k + 1), x + inset + 34, foot - 44 * k - 2),
                        lighter(colour, 0.45),
                    )
                x += 205
                continue
            wide, tall, colour = c.random.uniform(30, 62), c.random.uniform(150, 232), c.random.choice(spines)
            if x + wide > 925:
                break
            c.shaded_rect(
                [lighter(colour, 0.15), colour, darker(colour, 0.2)], (x, foot - tall, x + wide - 3, foot), 4
            )
            mark = mix(
                colour,
                "#f7e9cf" if sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) < 480 else "#5a4632",
                0.75,
            )
            c.rect((x + 6, foot - tall + 20, x + wide - 9, foot - tall + 26), mark)
            c.rect((x + wide / 2 - 4, foot - tall + 46, x + wide / 2 + 2, foot - tall * 0.45), mark)
            c.rect((x + 6, foot - 32, x + wide - 9, foot - 26), mark)
            x += wide
        c.rect((40, foot, 960, foot + 24), wood)
        c.rect((40, foot, 960, foot + 6), lighter(wood, 0.25))
    return ink


def cat(c: Canvas) -> str:
    tone, sky, fur, ink = c.pick(
        [
            ("#e3b59a", ("#a9cdd6", "#e6efe6"), "#3d3a3c", "#54281a"),
            ("#c3cfc5", ("#f4c9a4", "#fbe6cf"), "#d98a4a", "#22382e"),
            ("#d8cbe0", ("#8ba7cf", "#dce6f0"), "#f2ebe0", "#3c2d50"),
        ]
    )
    sill = c.h - 210
    wall(c, tone, sill, darker(tone, 0.18))
    left, top, right = 170, sill - 640, 830
    c.rect((left - 26, top - 26, right + 26, sill), "#fbf5ea")
    c.gradient(sky, (left, top, right, sill))
    c.circle(300, top + 150, 60, "#fffaf0", 0.9)
    for k in range(3):
        y = sill - 150 + k * 50
        c.poly(
            [
                (left, sill),
                (left, y),
                *[
                    p
                    for p in smooth([(left + s * 110, y - 40 * ((s + k) % 2)) for s in range(7)])
                    if left <= p[0] <= right
                ],
                (right, y),
                (right, sill),
            ],
            mix("#9ab58c", "#54795c", k / 2),
        )
    c.rect((492, top, 508, sill), "#fbf5ea")
    c.rect((left, top + 260, right, top + 274), "#fbf5ea")
    for side in (-1, 1):
        edge = 500 + side * 420
        c.shaded_poly(
            ["#fffaf0", "#eadfcd", "#fffaf0", "#e2d5c0"],
            [
                (edge, top - 60),
                (edge - side * 200, top - 60),
                (edge - side * 120, sill - 260),
                (edge - side * 20, sill),
            ],
        )
    c.rect((70, sill, 930, sill + 36), "#fffaf0")
    c.soft_poly(box_points((80, sill + 40, 920, sill + 60)), 10, alpha=0.3)
    x, foot = 560, sill + 8
    c.curve(
        [(x + 110, foot - 20), (x + 220, foot + 30), (x + 190, foot + 120), (x + 240, foot + 170)], fur, 34
    )
    c.blob(
        [
            (x - 110, foot),
            (x - 130, foot - 130),
            (x - 70, foot - 270),
            (x, foot - 310),
            (x + 76, foot - 260),
            (x + 140, foot - 110),
            (x + 124, foot),
        ],
        fur,
    )
    c.circle(x - 12, foot - 360, 104, fur)
    for side in (-1, 1):
        c.poly(
            [
                (x - 12 + side * 98, foot - 390),
                (x - 12 + side * 84, foot - 500),
                (x - 12 + side * 14, foot - 448),
            ],
            fur,
        )
        c.poly(
            [
                (x - 12 + side * 84, foot - 410),
                (x - 12 + side * 76, foot - 470),
                (x - 12 + side * 34, foot - 440),
            ],
            mix(fur, "#e39a8a", 0.5),
        )
    for k in range(3):
        c.curve(
            [
                (x + 50 + k * 24, foot - 230 + k * 56),
                (x + 90 + k * 14, foot - 220 + k * 56),
                (x + 128 + k * 4, foot - 190 + k * 46),
            ],
            darker(fur, 0.25),
            9,
        )
    pot(c, 260, sill, 120, 110, "#c96f4a")
    foliage(c, 1, 260, sill - 104, 210, "#5d8457")
    return ink


def desk(c: Canvas) -> str:
    tone, top, lamp, ink = c.pick(
        [
            ("#d5dcd2", "#c79b6a", "#d9583f", "#24382e"),
            ("#ead2b5", "#8d5f3f", "#2f5d62", "#4c2f16"),
            ("#c9d4e2", "#b98a5e", "#e0a23c", "#1e3350"),
        ]
    )
    floor = c.h - 250
    wall(c, tone, floor, top)
    for k in range(6):
        px, py = 520 + (k % 3) * 140, floor - 640 + (k // 3) * 170
        c.soft_poly(box_points((px + 6, py + 10, px + 116, py + 150)), 8, alpha=0.2)
        c.poly(
            turned(box_points((px, py, px + 112, py + 142)), (px + 56, py + 70), (k * 37) % 9 - 4),
            ["#fff6df", "#f6c9b4", "#cfe0d4", "#fbe3a6", "#e6e0f0", "#fffaf0"][k],
        )
        for row in range(3):
            c.line([(px + 20, py + 40 + row * 26), (px + 92 - row * 14, py + 40 + row * 26)], "#a79a86", 5)
    c.glow(330, floor - 20, 380, "#fff0c0", 0.65)
    c.rect((160, floor - 12, 330, floor + 14), darker(lamp, 0.15), 10)
    for a, b in (((245, floor - 8), (150, floor - 270)), ((150, floor - 270), (320, floor - 430))):
        c.line([a, b], darker(lamp, 0.35), 14)
    c.circle(150, floor - 270, 17, darker(lamp, 0.45))
    c.shaded_poly(
        [lighter(lamp, 0.15), darker(lamp, 0.15)],
        turned(
            [(270, floor - 470), (350, floor - 470), (440, floor - 300), (200, floor - 300)],
            (320, floor - 430),
            -34,
        ),
    )
    c.shaded_rect(["#f4efe4", "#d3c9b6"], (470, floor - 90, 590, floor + 40), 14)
    c.ring(604, floor - 30, 40, 14, "#e2d9c8")
    for k, colour in enumerate(("#2f5d62", "#e8b34a", "#c7503c")):
        c.shaded_rect(
            [lighter(colour, 0.12), darker(colour, 0.1)],
            (650 + k * 14, floor + 34 - 44 * (k + 1), 920 - k * 20, floor + 34 - 44 * k),
            5,
        )
        c.rect(
            (654 + k * 14, floor + 34 - 44 * (k + 1) + 30, 920 - k * 20, floor + 34 - 44 * k - 6), "#fbf5e6"
        )
    page = [(240, c.h - 60), (330, c.h - 200), (760, c.h - 200), (850, c.h - 60)]
    c.soft_poly([(x + 6, y + 16) for x, y in page], 14, alpha=0.35)
    c.poly(page, "#fffcf4")
    c.line([(545, c.h - 198), (545, c.h - 62)], "#d8cdb8", 6)
    for k in range(5):
        y = c.h - 178 + k * 24
        c.line([(350 - k * 14, y), (520, y)], "#b9c4cc", 4)
        c.line([(572, y), (735 + k * 12 - (k % 2) * 60, y)], "#b9c4cc", 4)
    c.line([(640, c.h - 66), (770, c.h - 150)], "#e0a23c", 14)
    return ink


def room(c: Canvas) -> str:
    tone, ground, seat, ink = c.pick(
        [
            ("#dfe0d0", "#b88d62", "#c9694a", "#38402a"),
            ("#efd5c0", "#a97650", "#4f6f68", "#55301c"),
            ("#cfd6dd", "#a98b6d", "#d9a441", "#233349"),
        ]
    )
    floor = c.h - 250
    wall(c, tone, floor, ground)
    sunbeam(c, 130, c.h * 0.34, 380, 440)
    c.rect((0, floor - 14, 1000, floor), "#fbf6ea")
    c.rect((610, floor - 600, 850, floor - 300), "#fffaf0")
    c.rect((610, floor - 600, 850, floor - 300), darker(ground, 0.3), alpha=0.12)
    c.rect((628, floor - 582, 832, floor - 318), "#f6efe0")
    c.circle(730, floor - 430, 66, seat)
    c.poly(
        [(628, floor - 318), (628, floor - 390), (720, floor - 440), (832, floor - 370), (832, floor - 318)],
        mix(seat, "#2b3a3f", 0.55),
    )
    c.ellipse((120, c.h - 170, 940, c.h - 30), "#f1e7d3")
    c.ellipse((170, c.h - 158, 890, c.h - 44), mix(seat, "#f1e7d3", 0.72))
    c.soft_ellipse((230, c.h - 140, 700, c.h - 90), 16, alpha=0.4)
    for x in (280, 640):
        c.line([(x, c.h - 180), (x + (-20 if x < 400 else 20), c.h - 96)], "#6d4930", 14)
    c.shaded_rect([lighter(seat, 0.2), darker(seat, 0.1)], (270, c.h - 560, 650, c.h - 220), 70, across=False)
    c.shaded_rect([lighter(seat, 0.26), seat], (290, c.h - 330, 630, c.h - 200), 40, across=False)
    for x in (220, 610):
        c.shaded_rect(
            [lighter(seat, 0.12), darker(seat, 0.2)], (x, c.h - 400, x + 92, c.h - 180), 40, across=False
        )
    c.poly(turned(box_points((390, c.h - 470, 540, c.h - 330)), (465, c.h - 400), 12), "#f7ead0")
    c.line([(880, c.h - 120), (880, floor - 220)], "#4a3b2f", 9)
    c.rect((820, c.h - 130, 940, c.h - 112), "#4a3b2f", 8)
    c.glow(880, floor - 220, 230, "#ffe7ae", 0.7)
    c.shaded_poly(
        ["#fff3d2", "#f3d596"],
        [(820, floor - 330), (940, floor - 330), (985, floor - 190), (775, floor - 190)],
    )
    pot(c, 110, c.h - 110, 150, 150, "#e9dfcd")
    foliage(c, 4, 110, c.h - 250, 330, "#5d8457")
    return ink


def cinema(c: Canvas) -> str:
    screen, ink = c.pick(
        [
            (("#f4c58f", "#e8785a"), "#ffe8cd"),
            (("#9fd0cf", "#4d8a94"), "#e6f3ee"),
            (("#d7b6e0", "#7d6bb0"), "#f3e8fb"),
        ]
    )
    c.gradient(["#14141f", "#1e1c2b", "#2a2233"])
    top, foot = c.h - 900, c.h - 470
    c.glow(500, (top + foot) / 2, 620, screen[0], 0.4)
    c.gradient(screen, (150, max(top, 60), 850, foot))
    c.circle(640, foot - 190, 60, "#fff6e2")
    line = smooth(
        [
            (150, foot - 60),
            (270, foot - 150),
            (400, foot - 80),
            (560, foot - 170),
            (720, foot - 90),
            (850, foot - 140),
        ]
    )
    c.poly([(150, foot), *line, (850, foot)], darker(screen[1], 0.35))
    c.circle(430, foot - 130, 15, "#15131c")
    c.poly([(418, foot - 118), (444, foot - 118), (452, foot - 50), (410, foot - 50)], "#15131c")
    c.poly([(150, foot), (850, foot), (1000, c.h), (0, c.h)], screen[0], 0.09)
    for row in range(4):
        size, y = 62 + row * 22, foot + 110 + row * 108
        number = 9 - row
        gap = 1000 / number
        for k in range(-1, number + 1):
            x = gap * (k + 0.5 + 0.25 * (row % 2))
            colour = mix("#7a2230", "#3a1220", row / 4)
            c.shaded_rect(
                [lighter(colour, 0.16), darker(colour, 0.3)],
                (x - size * 0.62, y - size * 0.5, x + size * 0.62, y + size * 1.6),
                size * 0.35,
                across=False,
            )
            if (k * 7 + row * 5 + c.seed) % 4 == 0 and row:
                c.circle(x, y - size * 0.62, size * 0.34, "#120f18")
                c.ellipse((x - size * 0.56, y - size * 0.36, x + size * 0.56, y + size * 0.5), "#120f18")
    return ink


def record(c: Canvas) -> str:
    tone, wood, label, ink = c.pick(
        [
            ("#e0b48c", "#7d4e32", "#e4663d", "#4c2510"),
            ("#b9cdc6", "#8a5a3a", "#e0a23c", "#1f3b36"),
            ("#d9c7d9", "#6d4a3d", "#4d7a8a", "#3f2542"),
        ]
    )
    floor = c.h - 560
    wall(c, tone, floor, wood)
    for k in range(8):
        c.line([(0, floor + 40 + k * 80), (1000, floor + 34 + k * 80)], darker(wood, 0.14), 3)
    box = box_points((90, c.h - 690, 860, c.h - 70))
    c.soft_poly([(x + 16, y + 30) for x, y in box], 24, alpha=0.5)
    c.shaded_rect(["#f2e6d0", "#dcc9a8"], (90, c.h - 690, 860, c.h - 70), 30)
    x, y = 420, c.h - 380
    c.circle(x + 6, y + 8, 282, "#6b5238", 0.5)
    c.circle(x, y, 276, "#1c1a1d")
    for k in range(11):
        c.ring(x, y, 262 - k * 15, 2, "#3a363b")
    for k in range(2):
        a = k * math.pi + 0.5
        c.poly(
            [
                (x, y),
                (x + 268 * math.cos(a), y + 268 * math.sin(a)),
                (x + 268 * math.cos(a + 0.3), y + 268 * math.sin(a + 0.3)),
            ],
            "#ffffff",
            0.1,
        )
    c.circle(x, y, 96, label)
    c.ring(x, y, 74, 4, lighter(label, 0.5))
    c.circle(x, y, 9, "#f2e6d0")
    c.circle(772, c.h - 600, 50, "#cbb68f")
    c.circle(772, c.h - 600, 30, "#8d8577")
    c.line([(772, c.h - 600), (780, c.h - 340), (640, c.h - 250)], "#8d8577", 15)
    c.poly(turned(box_points((590, c.h - 268, 660, c.h - 228)), (640, c.h - 250), -32), "#3a363b")
    for k in range(2):
        c.circle(770, c.h - 200 + k * 74, 25, "#8d8577")
        c.circle(770, c.h - 200 + k * 74, 17, "#b9ae98")
    return ink

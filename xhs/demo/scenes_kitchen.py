"""More scenes on a table: bread, cake, hotpot, tea, pottery, a stove."""

import math

from .canvas import Canvas, box_points, darker, lighter, mix, smooth, turned
from .scenes_home import wall
from .scenes_table import light, plate, sprig, table


def bread(c: Canvas) -> str:
    top, ink = c.pick(
        [
            (("#f0dfd2", "#e3c8b4"), "#523427"),
            (("#d6dde3", "#bccad4"), "#24384a"),
            (("#e7dcb9", "#d6c692"), "#453a12"),
        ]
    )
    table(c, top, "#fbf5ea")
    board = turned(box_points((170, c.h - 770, 800, c.h - 190)), (480, c.h - 480), -7)
    c.soft_poly([(px + 14, py + 26) for px, py in board], 20, alpha=0.34)
    c.shaded_poly(["#d3a06a", "#b9824b"], board)
    for k in range(9):
        c.line(
            turned([(180, c.h - 730 + k * 62), (790, c.h - 722 + k * 62)], (480, c.h - 480), -7),
            "#a8743f",
            3,
            0.5,
        )
    loaf = [
        (230, c.h - 420),
        (250, c.h - 600),
        (400, c.h - 680),
        (590, c.h - 660),
        (720, c.h - 540),
        (710, c.h - 390),
        (560, c.h - 300),
        (360, c.h - 310),
    ]
    c.soft_poly([(px + 10, py + 24) for px, py in loaf], 18, alpha=0.45)
    c.blob(loaf, "#a55f2c")
    c.blob([((px - 470) * 0.9 + 466, (py - c.h + 480) * 0.88 + c.h - 490) for px, py in loaf], "#c98142")
    c.blob([((px - 470) * 0.66 + 455, (py - c.h + 480) * 0.6 + c.h - 510) for px, py in loaf], "#dd9f5c")
    for k in range(4):
        sx = 340 + k * 88
        c.curve([(sx - 40, c.h - 400), (sx - 6, c.h - 490), (sx + 56, c.h - 580)], "#f4ddb0", 22)
        c.curve([(sx - 26, c.h - 396), (sx + 8, c.h - 486), (sx + 66, c.h - 572)], "#8e4f22", 6)
    for _ in range(120):
        c.circle(
            c.random.gauss(480, 190), c.random.gauss(c.h - 460, 170), c.random.uniform(2, 5), "#fffaf0", 0.85
        )
    for k in range(3):
        wx, wy = 850 - k * 20, c.h - 130 - k * 20
        c.line([(wx, wy + 100), (wx - 60 - k * 30, wy - 260)], "#b99345", 6)
        for g in range(7):
            t = g / 7
            gx, gy = wx - (60 + k * 30) * (0.55 + 0.45 * t), wy + 100 - 360 * (0.55 + 0.45 * t)
            for side in (-1, 1):
                c.leaf(gx, gy, 52, 104 + side * 30 + k * 6, 0.4, "#d9b35c")
    light(c)
    return ink


def hotpot(c: Canvas) -> str:
    top, ink = c.pick(
        [
            (("#4a3430", "#362522"), "#ffe9cf"),
            (("#e7d3bb", "#d5ba97"), "#4d2018"),
            (("#2f4a52", "#233b43"), "#fbe7cb"),
        ]
    )
    table(c, top)
    x, y, r = 500, c.h - 460, 350
    c.soft_ellipse((x - r, y - r + 30, x + r + 26, y + r + 46), 28, alpha=0.5)
    for side in (-1, 1):
        c.ring(x + side * r * 1.03, y, 70, 26, "#a88b5c")
    c.shaded_ellipse(["#d8bf8d", "#9c7f4f"], (x - r, y - r, x + r, y + r))
    c.shaded_ellipse(["#c83a24", "#a82516"], (x - r * 0.9, y - r * 0.9, x + r * 0.9, y + r * 0.9))
    half = [
        (x + r * 0.9 * math.cos(t), y + r * 0.9 * math.sin(t))
        for t in [math.pi / 2 + k * math.pi / 24 for k in range(25)]
    ]
    bend = [(x, y - r * 0.9), (x + 90, y - r * 0.45), (x, y), (x - 90, y + r * 0.45), (x, y + r * 0.9)]
    c.poly([*half, *_curve(bend)], "#f3e3bd")
    c.curve(bend, "#b79a66", 16)
    for k in range(16):
        a, d = c.random.uniform(-1.3, 1.3), r * c.random.uniform(0.25, 0.78)
        px, py = x + 30 + d * math.cos(a), y + d * math.sin(a)
        if k % 2:
            c.poly(
                turned([(px - 46, py), (px, py - 14), (px + 44, py - 4), (px, py + 16)], (px, py), k * 40),
                "#e8452b",
            )
            c.line([(px, py), (px + 8, py + 8)], "#7b130b", 4)
        else:
            c.circle(px, py, 15, "#f39a5b", 0.75)
            c.ring(px, py, 15, 4, "#ffc48f", 0.8)
    for k in range(9):
        a, d = math.pi + c.random.uniform(-1.1, 1.1), r * c.random.uniform(0.3, 0.75)
        px, py = x - 30 + d * math.cos(a), y + d * math.sin(a)
        if k % 3 == 0:
            c.circle(px, py, 34, "#c79b6d")
            c.circle(px, py, 27, "#e9cfa9")
            c.line([(px - 18, py), (px + 18, py)], "#c79b6d", 5)
        elif k % 3 == 1:
            c.ring(px, py, 20, 9, "#8fb35a")
        else:
            c.circle(px, py, 14, "#c73b2e")
    for px, py, pr, kind in (
        (150, c.h - 782, 140, 0),
        (860, c.h - 776, 134, 1),
        (130, c.h - 110, 140, 2),
        (872, c.h - 100, 150, 3),
    ):
        plate(c, px, py, pr, "#f6efe3", 0.86)
        for k in range(6):
            a = k * math.tau / 6
            gx, gy = px + pr * 0.44 * math.cos(a), py + pr * 0.44 * math.sin(a)
            if kind == 0:
                c.leaf(px, py, pr * 0.74, math.degrees(a), 0.55, "#7ba355" if k % 2 else "#a3c374")
            elif kind == 1:
                c.ellipse((gx - 40, gy - 26, gx + 40, gy + 26), "#cf5f57")
                c.curve([(gx - 30, gy), (gx, gy - 10), (gx + 30, gy + 4)], "#f5d0c4", 7)
            elif kind == 2:
                c.circle(gx, gy, 32, "#f0d9b5")
                c.circle(gx, gy, 20, "#dfb98b")
            else:
                c.rect((gx - 28, gy - 28, gx + 28, gy + 28), "#fffaf0", 8)
                c.rect((gx - 28, gy + 14, gx + 28, gy + 28), "#e6d9bf", 6)
    return ink


def _curve(points):
    return [(x, y) for x, y in reversed(points)]


def teapot(c: Canvas) -> str:
    top, clay, ink = c.pick(
        [
            (("#cdd2bd", "#b5bc9f"), "#8c4a35", "#2d3520"),
            (("#dcc7ad", "#c9ad8a"), "#3d4d4a", "#40301f"),
            (("#39443f", "#2a3430"), "#c07a52", "#f3ead6"),
        ]
    )
    table(c, top)
    mat = box_points((60, c.h - 700, 940, c.h - 90))
    c.soft_poly([(px + 6, py + 14) for px, py in mat], 14, alpha=0.3)
    c.poly(mat, "#d9bd85")
    for k in range(28):
        c.line([(60, c.h - 690 + k * 22), (940, c.h - 690 + k * 22)], "#c2a267", 4)
    x, y = 380, c.h - 410
    c.soft_ellipse((x - 190, y - 170, x + 230, y + 240), 24, alpha=0.45)
    c.poly([(x + 150, y - 40), (x + 320, y - 14), (x + 320, y + 14), (x + 150, y + 40)], darker(clay, 0.1))
    c.ring(x - 240, y, 84, 28, darker(clay, 0.12))
    c.shaded_ellipse([lighter(clay, 0.22), clay, darker(clay, 0.3)], (x - 210, y - 210, x + 210, y + 210))
    c.ring(x, y, 130, 5, darker(clay, 0.25))
    c.shaded_ellipse([lighter(clay, 0.3), darker(clay, 0.1)], (x - 122, y - 122, x + 122, y + 122))
    c.soft_ellipse((x - 30, y - 26, x + 46, y + 50), 8, alpha=0.5)
    c.shaded_ellipse([lighter(clay, 0.4), clay], (x - 40, y - 40, x + 40, y + 40))
    for px, py in ((800, c.h - 560), (810, c.h - 300)):
        c.soft_ellipse((px - 80, py - 70, px + 100, py + 110), 14, alpha=0.4)
        c.shaded_ellipse(["#ffffff", "#e2ddcf"], (px - 92, py - 92, px + 92, py + 92))
        c.shaded_ellipse(["#c98a34", "#e5b458"], (px - 74, py - 74, px + 74, py + 74))
        c.arc((px - 56, py - 56, px + 56, py + 56), 190, 260, "#fbe3a6", 7)
    for _ in range(26):
        c.leaf(
            c.random.gauss(240, 90),
            c.random.gauss(c.h - 150, 26),
            36,
            c.random.uniform(0, 360),
            0.3,
            "#46552f",
        )
    light(c)
    return ink


def cake(c: Canvas) -> str:
    top, cream, crumb, ink = c.pick(
        [
            (("#f0cdc6", "#e2b0a8"), "#fff3e2", "#b5703c", "#5a2320"),
            (("#c8d8d6", "#a9c0be"), "#f7e6c4", "#8a4f2c", "#1f3d3c"),
            (("#f3e0b4", "#e6cb8c"), "#fffaf0", "#6d3b24", "#4a3510"),
        ]
    )
    table(c, top, "#fffaf0")
    x, y = 530, c.h - 440
    plate(c, x, y, 370, "#f9f5ec", 0.86)
    c.soft_ellipse((x - 240, y - 230, x + 280, y + 290), 20, alpha=0.4)
    c.shaded_ellipse([lighter(crumb, 0.2), crumb, darker(crumb, 0.2)], (x - 260, y - 260, x + 260, y + 260))
    c.shaded_ellipse([lighter(cream, 0.5), cream], (x - 246, y - 246, x + 246, y + 246))
    for k in range(12):
        a = k * math.tau / 12
        px, py = x + 206 * math.cos(a), y + 206 * math.sin(a)
        c.circle(px + 4, py + 7, 40, darker(cream, 0.25), 0.6)
        for turn in range(4):
            c.circle(px, py, 38 - turn * 9, mix("#ffffff", darker(cream, 0.1), 0.2 + 0.2 * (turn % 2)))
        if k % 2 == 0:
            c.shaded_ellipse(["#e0524b", "#a8262b"], (px - 24, py - 24, px + 24, py + 24))
            c.circle(px - 8, py - 8, 6, "#ffd6cc", 0.9)
    for _k in range(9):
        a, d = c.random.uniform(0, math.tau), 130 * math.sqrt(c.random.random())
        bx, by = x + d * math.cos(a), y + d * math.sin(a)
        c.circle(bx + 3, by + 6, 23, "#3a2030", 0.3)
        c.shaded_ellipse(["#5d6ea8", "#34406f"], (bx - 23, by - 23, bx + 23, by + 23))
        c.ring(bx, by, 8, 3, "#8b98c8")
    for k in range(5):
        a = 0.6 + k * 1.3
        c.leaf(x + 96 * math.cos(a), y + 96 * math.sin(a), 66, 40 + k * 70, 0.5, "#6f9a55")
    slice_at = 0.62
    wedge = [(x, y)] + [
        (x + 280 * math.cos(slice_at + s * 0.09), y + 280 * math.sin(slice_at + s * 0.09)) for s in range(7)
    ]
    c.poly(wedge, "#f9f5ec")
    c.poly([wedge[0], wedge[1], (wedge[1][0] - 10, wedge[1][1] + 26), (x - 4, y + 26)], crumb)
    sprig(c, 150, c.h - 70, 62, "#7d955f", 0.8)
    fork = turned(
        [(870, c.h - 330), (884, c.h - 330), (890, c.h - 40), (864, c.h - 40)], (876, c.h - 180), 14
    )
    c.soft_poly([(px + 8, py + 14) for px, py in fork], 8, alpha=0.3)
    c.poly(fork, "#c9b28a")
    for k in range(3):
        c.line(
            turned([(856 + k * 20, c.h - 440), (860 + k * 17, c.h - 330)], (876, c.h - 180), 14), "#c9b28a", 9
        )
    light(c)
    return ink


def ceramics(c: Canvas) -> str:
    tone, shelf, glazes, ink = c.pick(
        [
            ("#e2d6c5", "#a87b52", ("#6d8f94", "#f1e7d6", "#b9654a", "#3f4a4c"), "#463322"),
            ("#cdd5cb", "#8d6a4a", ("#c98a5c", "#eee6d4", "#52708f", "#7c8f6a"), "#25372b"),
            ("#e6cbbb", "#9a6244", ("#4d6a6b", "#f6eddd", "#d9a441", "#8c4a4a"), "#532a1c"),
        ]
    )
    wall(c, tone, c.h, tone)
    for row, tall in enumerate((300, 250)):
        foot = c.h - 90 - row * 420
        if foot - tall < c.h * 0.22:
            break
        c.soft_poly(box_points((40, foot + 26, 960, foot + 60)), 14, alpha=0.3)
        x = 170.0
        for k in range(4):
            glaze = glazes[(k + row * 2) % 4]
            _vessel(c, (k + row + c.seed) % 5, x + k * 220, foot, tall * c.random.uniform(0.7, 1), glaze)
        c.rect((30, foot, 970, foot + 26), shelf)
        c.rect((30, foot, 970, foot + 7), lighter(shelf, 0.25))
    return ink


# Outlines of thrown vessels from lip to foot: (half width, height), both as parts of the whole height.
_VESSELS = (
    ((0.16, 1.0), (0.13, 0.86), (0.3, 0.62), (0.36, 0.36), (0.2, 0.0)),
    ((0.34, 0.72), (0.34, 0.5), (0.31, 0.2), (0.24, 0.0)),
    ((0.1, 1.05), (0.09, 0.75), (0.14, 0.55), (0.3, 0.28), (0.22, 0.0)),
    ((0.44, 0.5), (0.4, 0.3), (0.28, 0.1), (0.16, 0.0)),
    ((0.24, 0.9), (0.32, 0.72), (0.33, 0.4), (0.26, 0.15), (0.24, 0.0)),
)


def _vessel(c: Canvas, kind: int, x: float, foot: float, tall: float, glaze: str) -> None:
    outline = [(half * tall, foot - height * tall) for half, height in _VESSELS[kind]]
    left = smooth([(x - half, y) for half, y in outline])
    right = smooth([(x + half, y) for half, y in outline])
    wide, lip = outline[0][0], outline[0][1]
    c.soft_ellipse((x - wide * 1.2, foot - 12, x + tall * 0.5, foot + 14), 9, alpha=0.35)
    clay = mix("#c9a27a", glaze, 0.2)
    c.shaded_poly([lighter(clay, 0.2), clay, darker(clay, 0.25)], left + right[::-1])
    drip = foot - tall * 0.24
    upper = [(px, py) for px, py in left if py < drip]
    wave = [(upper[-1][0] + (2 * (x - upper[-1][0])) * t / 6, drip + (10 if t % 2 else -8)) for t in range(7)]
    c.shaded_poly(
        [lighter(glaze, 0.3), glaze, darker(glaze, 0.28)],
        upper + wave + [(2 * x - px, py) for px, py in upper[::-1]],
    )
    c.ellipse((x - wide, lip - wide * 0.2, x + wide, lip + wide * 0.2), darker(glaze, 0.35))
    c.arc((x - wide, lip - wide * 0.2, x + wide, lip + wide * 0.2), 0, 360, lighter(glaze, 0.3), 4)
    c.line([(x - wide * 0.75, lip + tall * 0.12), (x - wide * 0.75, lip + tall * 0.3)], "#ffffff", 7, 0.3)


def kitchen(c: Canvas) -> str:
    tone, top, pot, ink = c.pick(
        [
            ("#dfe3d6", "#b98a5e", "#c7503c", "#2d3b2e"),
            ("#f0dcc0", "#8d6242", "#2f5d62", "#4c3214"),
            ("#d5dbe4", "#a67c56", "#e0a23c", "#22324a"),
        ]
    )
    counter = c.h - 190
    c.gradient([lighter(tone, 0.3), tone])
    for row in range(7):
        for column in range(11):
            left, up = column * 100 - 50 * (row % 2), counter - 470 + row * 67
            if up < counter:
                c.rect(
                    (left + 3, up + 3, left + 97, min(up + 64, counter)),
                    mix("#ffffff", tone, 0.35 + 0.3 * c.random.random()),
                    5,
                )
    rail = counter - 420
    c.rect((120, rail, 880, rail + 12), "#8d6a42", 6)
    for x, kind in ((220, 0), (350, 1), (480, 2), (800, 1)):
        c.line([(x, rail + 6), (x, rail + 40)], "#6b5138", 5)
        c.rect((x - 8, rail + 36, x + 8, rail + 150), "#a9743f", 8)
        if kind == 0:
            c.ellipse((x - 34, rail + 130, x + 34, rail + 220), "#c99a62")
        elif kind == 1:
            c.rect((x - 36, rail + 140, x + 36, rail + 230), "#4a4640", 10)
            for slot in range(3):
                c.rect((x - 22 + slot * 17, rail + 160, x - 12 + slot * 17, rail + 214), tone, 4)
        else:
            for wire in range(5):
                c.arc((x - 38 + wire * 8, rail + 110, x + 38 - wire * 8, rail + 250), 0, 360, "#8d877c", 4)
    c.rect((0, counter, 1000, c.h), top)
    c.rect((0, counter, 1000, counter + 16), lighter(top, 0.3))
    for k in range(4):
        c.line([(0, counter + 50 + k * 40), (1000, counter + 46 + k * 40)], darker(top, 0.12), 3)
    x, foot = 600, counter + 70
    c.soft_ellipse((x - 240, foot - 20, x + 290, foot + 40), 16, alpha=0.45)
    for side in (-1, 1):
        c.rect((x + side * 240 - 46, foot - 190, x + side * 240 + 46, foot - 152), darker(pot, 0.2), 18)
    c.shaded_rect([lighter(pot, 0.28), pot, pot, darker(pot, 0.3)], (x - 230, foot - 240, x + 230, foot), 60)
    c.shaded_rect(
        [lighter(pot, 0.32), pot, darker(pot, 0.24)], (x - 244, foot - 262, x + 244, foot - 224), 18
    )
    c.shaded_poly(
        [lighter(pot, 0.3), pot, darker(pot, 0.2)],
        smooth(
            [
                (x - 232, foot - 258),
                (x - 150, foot - 316),
                (x, foot - 336),
                (x + 150, foot - 316),
                (x + 232, foot - 258),
            ]
        ),
    )
    c.circle(x, foot - 346, 25, "#e8d3a6")
    for k in range(3):
        sx = x - 80 + k * 80
        c.curve(
            [(sx, foot - 390), (sx - 22, foot - 440), (sx + 22, foot - 490), (sx - 6, foot - 540)],
            "#ffffff",
            11,
            0.5,
        )
    board = [(90, foot + 30), (150, foot - 30), (380, foot - 30), (340, foot + 30)]
    c.soft_poly([(px + 6, py + 16) for px, py in board], 10, alpha=0.35)
    c.poly(board, "#dcb27c")
    c.poly([(90, foot + 30), (340, foot + 30), (340, foot + 46), (90, foot + 46)], "#b98b52")
    for k, colour in enumerate(("#d9503c", "#e8763c", "#d9503c")):
        bx, by = 170 + k * 58, foot - 34 - (k % 2) * 8
        c.shaded_ellipse([lighter(colour, 0.3), darker(colour, 0.15)], (bx - 42, by - 42, bx + 42, by + 34))
        for angle in (50, 90, 130):
            c.leaf(bx, by - 34, 26, angle, 0.4, "#5d8a4a")
    c.shaded_rect(["#c7d0b4", "#8fa070"], (880, counter - 190, 950, counter + 40), 22)
    c.rect((900, counter - 240, 930, counter - 180), "#a9743f", 8)
    c.rect((890, counter - 110, 940, counter - 40), "#fbf6e6", 4)
    return ink

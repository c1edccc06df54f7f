"""Scenes of things people do: knitting, taking pictures, running, a train ride, flowers."""

import math

from .canvas import Canvas, box_points, darker, lighter, mix, smooth, turned
from .scenes_home import wall
from .scenes_outside import pine, ridge, under
from .scenes_table import light, table


def fabric(c: Canvas) -> str:
    top, wool, other, ink = c.pick(
        [
            (("#e3d3bf", "#d2bd9f"), "#c7604a", "#f0dfc4", "#4a2c1c"),
            (("#c5d0cf", "#acbcbb"), "#e0a23c", "#f6efe0", "#213a3b"),
            (("#e5cfd0", "#d5b5b8"), "#52708f", "#f4e9e4", "#4a2430"),
        ]
    )
    table(c, top)
    left, head, right = 90, c.h - 690, 720
    c.soft_poly(
        [(left + 10, head + 20), (right + 16, head + 20), (right + 16, c.h + 40), (left + 10, c.h + 40)],
        18,
        alpha=0.35,
    )
    c.rect((left, head, right, c.h + 20), wool)
    size = 35
    for row in range(int((c.h - head) / size) + 1):
        for column in range(18):
            x, y = left + column * size, head + row * size
            stripe = (row // 3) % 4 == 1
            motif = row % 12 in (7, 8, 9) and (column + (row % 3)) % 3 == 0
            colour = other if stripe or motif else wool
            c.poly(
                [
                    (x, y),
                    (x + size / 2, y + size * 0.55),
                    (x + size / 2, y + size * 1.15),
                    (x, y + size * 0.6),
                ],
                lighter(colour, 0.1),
            )
            c.poly(
                [
                    (x + size, y),
                    (x + size / 2, y + size * 0.55),
                    (x + size / 2, y + size * 1.15),
                    (x + size, y + size * 0.6),
                ],
                darker(colour, 0.1),
            )
    for lean in (0, 34):
        a, b = (20, head - 14 + lean * 0.2), (960, head - 60 + lean * 2.2)
        c.line([(a[0] + 6, a[1] + 16), (b[0] + 6, b[1] + 16)], "#2a1f16", 18, 0.22)
        c.line([a, b], "#c99a62", 19)
        c.circle(*b, 23, "#8d5c34")
    for bx, by, r, colour in (
        (830, c.h - 260, 150, wool),
        (880, c.h - 480, 96, other),
        (650, c.h - 90, 106, mix(wool, other, 0.5)),
    ):
        c.soft_ellipse((bx - r, by - r * 0.8, bx + r * 1.15, by + r * 1.2), 20, alpha=0.42)
        c.shaded_ellipse(
            [lighter(colour, 0.2), colour, darker(colour, 0.22)], (bx - r, by - r, bx + r, by + r)
        )
        for k in range(15):
            t = -0.85 + k * 0.12
            half = r * math.sqrt(max(0, 1 - t * t))
            tilt = 0.45 if k % 3 else -0.5
            ends = [
                (bx - half * 0.95, by + t * r + tilt * half * 0.4),
                (bx, by + t * r * 0.7),
                (bx + half * 0.95, by + t * r - tilt * half * 0.4),
            ]
            inside = [(x, y) for x, y in smooth(ends) if (x - bx) ** 2 + (y - by) ** 2 < (r * 0.97) ** 2]
            if len(inside) > 1:
                c.line(inside, darker(colour, 0.16), 4)
    light(c)
    return ink


def running(c: Canvas) -> str:
    sky, track, ink = c.pick(
        [
            (("#f7cfae", "#fbe7d2"), "#c9593f", "#542216"),
            (("#bcd8dc", "#e7f0ea"), "#d0684a", "#1d3b41"),
            (("#d4cde6", "#f2e6ea"), "#4f74a3", "#2f2a56"),
        ]
    )
    c.gradient(sky)
    line = c.h * 0.52
    c.circle(730, line - 60, 84, "#fff6e4")
    for row in range(2):
        c.poly(under(c, ridge(c, line - 10 + row * 30, 18, 5)), mix("#9db59b", "#5d8062", row))
    for k in range(10):
        pine(c, 40 + k * 104 + c.random.uniform(-20, 20), line + 34, c.random.uniform(70, 120), "#4c6f58")
    c.rect((0, line + 30, 1000, c.h), track)
    vanish = (470, line + 30)
    c.poly([(vanish[0] - 90, vanish[1]), (vanish[0] + 60, vanish[1]), (-200, c.h), (-900, c.h)], "#7fa275")
    for k in range(6):
        foot = -330 + k * 330
        start = vanish[0] - 60 + k * 34
        c.poly([(start, vanish[1]), (start + 3, vanish[1]), (foot + 20, c.h), (foot, c.h)], "#fff6e8", 0.9)
    body, shirt = "#3b2b28", lighter("#f0b13c", 0.1)
    x, y = 560, c.h - 470
    c.soft_ellipse((x - 140, c.h - 150, x + 170, c.h - 110), 12, alpha=0.45)
    c.curve([(x - 4, y + 116), (x + 62, y + 190), (x + 34, y + 300)], body, 34)
    c.curve([(x + 34, y + 300), (x + 52, y + 314), (x + 84, y + 318)], "#fdf8ee", 26)
    c.curve([(x - 10, y + 116), (x - 70, y + 190), (x - 180, y + 200)], darker(body, 0.2), 34)
    c.curve([(x - 178, y + 200), (x - 200, y + 226), (x - 200, y + 250)], "#fdf8ee", 26)
    c.curve([(x + 10, y - 70), (x + 84, y - 20), (x + 146, y - 70)], "#a86b4d", 24)
    c.blob(
        [
            (x - 46, y + 130),
            (x - 30, y - 20),
            (x - 14, y - 104),
            (x + 44, y - 104),
            (x + 50, y - 20),
            (x + 26, y + 130),
        ],
        shirt,
    )
    c.curve([(x + 4, y - 76), (x - 76, y - 16), (x - 60, y + 60)], "#b9785a", 25)
    c.circle(x + 32, y - 164, 50, "#b9785a")
    c.blob(
        [
            (x - 20, y - 160),
            (x - 10, y - 214),
            (x + 40, y - 226),
            (x + 80, y - 196),
            (x + 40, y - 186),
            (x + 10, y - 150),
        ],
        body,
    )
    c.curve([(x - 14, y - 186), (x - 66, y - 190), (x - 92, y - 158)], body, 20)
    return ink


def train(c: Canvas) -> str:
    tone, sky, ink = c.pick(
        [
            ("#d9cdb8", ("#f3c59b", "#fae6cb"), "#43331f"),
            ("#bccac6", ("#a9cfdc", "#e5f0ea"), "#1f3936"),
            ("#d7bfae", ("#c3b8dc", "#f5dfd6"), "#4c2c1e"),
        ]
    )
    c.gradient([lighter(tone, 0.3), tone])
    left, top, right, foot = 90, c.h - 850, 910, c.h - 330
    c.rect((left - 36, top - 36, right + 36, foot + 36), lighter(tone, 0.55), 90)
    c.rect((left - 10, top - 10, right + 10, foot + 10), darker(tone, 0.4), 70)
    view = Canvas((round((right - left) * c.size[0] / 1000), round((foot - top) * c.size[0] / 1000)), c.seed)
    view.gradient(sky)
    view.circle(700, view.h * 0.36, 74, "#fff8e8")
    for k in range(4):
        view.poly(
            under(view, ridge(view, view.h * (0.5 + 0.13 * k), 50 - k * 8, 4 + k)),
            mix(mix("#86a08c", sky[0], 0.5), "#44684f", k / 3),
        )
    for _k in range(9):
        pine(view, view.random.uniform(0, 1000), view.h * 1.02, view.random.uniform(140, 230), "#35543f")
    for k in range(3):
        view.poly(
            [
                (0, view.h * (0.86 + k * 0.05)),
                (1000, view.h * (0.8 + k * 0.06)),
                (1000, view.h * (0.82 + k * 0.06)),
                (0, view.h * (0.885 + k * 0.05)),
            ],
            "#e8cf7e",
        )
    picture = view.image.resize((c.px(right - left), c.px(foot - top)))
    c.shaded_rect([sky[0], sky[1]], (left, top, right, foot), 60)
    rounded = Canvas((picture.width // 2, picture.height // 2), 0, "#000000")
    rounded.rect((0, 0, 1000, rounded.h), "#ffffff", 73)
    c.image.paste(picture, (c.px(left), c.px(top)), rounded.image.convert("L").resize(picture.size))
    c.poly([(240, top), (420, top), (150, foot), (90, foot), (90, top + 240)], "#ffffff", 0.13)
    c.rect((0, c.h - 210, 1000, c.h), darker(tone, 0.28))
    c.rect((0, c.h - 210, 1000, c.h - 196), lighter(tone, 0.4))
    c.shaded_poly(
        ["#fffaf0", "#dfd3bd"], [(600, c.h - 350), (720, c.h - 350), (702, c.h - 180), (618, c.h - 180)]
    )
    c.rect((594, c.h - 366, 726, c.h - 342), "#6d4a36", 8)
    c.rect((606, c.h - 300, 714, c.h - 240), "#c7604a")
    c.soft_poly([(190, c.h - 180), (470, c.h - 190), (480, c.h - 150), (190, c.h - 140)], 10, alpha=0.35)
    c.poly([(190, c.h - 190), (330, c.h - 222), (480, c.h - 190), (340, c.h - 146)], "#fffaf0")
    c.poly([(190, c.h - 190), (340, c.h - 146), (340, c.h - 128), (190, c.h - 172)], "#2f5d62")
    c.poly([(340, c.h - 146), (480, c.h - 190), (480, c.h - 172), (340, c.h - 128)], "#27494d")
    return ink


def flowers(c: Canvas) -> str:
    tone, ground, vase, ink = c.pick(
        [
            ("#d9ded0", "#c5a07a", "#f6efe2", "#2c3a28"),
            ("#f2dcc4", "#a96f4e", "#5d7f86", "#52301a"),
            ("#dccfe0", "#9a7b72", "#f3e3c8", "#42284a"),
        ]
    )
    floor = c.h - 190
    wall(c, tone, floor, ground)
    x, foot = 500, floor + 70
    c.soft_poly([(620, foot), (960, floor - 260), (1000, floor - 120), (720, foot + 10)], 30, alpha=0.16)
    petals = ("#e8745a", "#f4b6a4", "#f6d37a", "#fdf6ea", "#c9607a", "#e79a4b")
    heads = []
    for k in range(17):
        angle = math.radians(24 + k * 8.3)
        reach = c.random.uniform(320, 520)
        heads.append(
            (
                x + reach * 0.88 * math.cos(angle),
                foot - 290 - reach * 0.86 * math.sin(angle),
                c.random.uniform(44, 74),
            )
        )
    for hx, hy, _ in heads:
        c.curve(
            [(x + (hx - x) * 0.06, foot - 280), (x + (hx - x) * 0.4, (hy + foot - 280) / 2), (hx, hy)],
            "#5d7f4e",
            7,
        )
    for k in range(14):
        angle = 20 + k * 11
        turn = math.radians(angle)
        c.leaf(
            x + 110 * math.cos(turn),
            foot - 300 - 150 * math.sin(turn),
            190,
            angle,
            0.34,
            mix("#4f7448", "#90ad74", c.random.random()),
        )
    for k, (hx, hy, r) in enumerate(sorted(heads, key=lambda head: head[1])):
        colour = petals[(k * 5 + c.seed) % 6]
        kind = k % 3
        if kind == 0:
            for p in range(9):
                a = p * math.tau / 9
                c.circle(
                    hx + r * 0.66 * math.cos(a),
                    hy + r * 0.66 * math.sin(a),
                    r * 0.4,
                    mix(colour, lighter(colour, 0.35), (p % 2)),
                )
            c.circle(hx, hy, r * 0.42, "#7a4a2c")
            c.circle(hx - 4, hy - 4, r * 0.26, "#a8703f")
        elif kind == 1:
            for p in range(5):
                rr = r * (1 - p * 0.18)
                shift = r * 0.1
                c.circle(
                    hx + shift * math.cos(p * 2.1),
                    hy + shift * math.sin(p * 2.1),
                    rr,
                    mix(lighter(colour, 0.3), darker(colour, 0.18), p / 4),
                )
        else:
            for p in range(22):
                a, d = p * 2.4, r * math.sqrt(p / 22)
                c.circle(
                    hx + d * math.cos(a),
                    hy + d * math.sin(a),
                    r * 0.2,
                    mix(colour, "#fffaf0", c.random.random() * 0.6),
                )
    body = [
        (x - 70, foot - 300),
        (x - 84, foot - 230),
        (x - 150, foot - 120),
        (x - 118, foot),
        (x + 118, foot),
        (x + 150, foot - 120),
        (x + 84, foot - 230),
        (x + 70, foot - 300),
    ]
    c.soft_ellipse((x - 140, foot - 18, x + 190, foot + 24), 12, alpha=0.42)
    c.shaded_poly([lighter(vase, 0.3), vase, darker(vase, 0.28)], smooth(body[:4]) + smooth(body[4:]))
    c.ellipse((x - 70, foot - 312, x + 70, foot - 288), darker(vase, 0.2))
    return ink


def film(c: Canvas) -> str:
    top, leather, ink = c.pick(
        [
            (("#dcc9ae", "#c8ae8a"), "#5a3a2a", "#45301b"),
            (("#b9c9c7", "#9bb0ae"), "#2f3f44", "#1f3536"),
            (("#e0b79c", "#cf9a7a"), "#33302f", "#4d2616"),
        ]
    )
    table(c, top)
    for k, (px, py, angle) in enumerate(((190, c.h - 640, -14), (800, c.h - 660, 10), (780, c.h - 150, -8))):
        print_ = turned(box_points((px - 130, py - 150, px + 130, py + 150)), (px, py), angle)
        c.soft_poly([(x + 8, y + 16) for x, y in print_], 12, alpha=0.34)
        c.poly(print_, "#fdfaf2")
        inner = turned(box_points((px - 110, py - 130, px + 110, py + 90)), (px, py), angle)
        c.shaded_poly(
            [("#f3c59b", "#e98a66"), ("#a9cfdc", "#5d93a6"), ("#c9d3a4", "#6f9060")][k], inner, across=False
        )
        c.circle(*turned([(px + 40, py - 60)], (px, py), angle)[0], 26, "#fff6e0")
        land = turned(
            [
                (px - 110, py + 90),
                (px - 110, py + 20),
                (px - 30, py - 20),
                (px + 40, py + 36),
                (px + 110, py),
                (px + 110, py + 90),
            ],
            (px, py),
            angle,
        )
        c.poly(land, ("#7a4a4a", "#2f5d72", "#45683f")[k])
    strip = smooth([(-60, c.h - 90), (180, c.h - 190), (420, c.h - 90), (640, c.h - 170)])
    for wide, colour in ((128, "#3a2a22"), (84, "#a8643c")):
        c.line(strip, colour, wide)
    for k, (x, y) in enumerate(strip[::4]):
        c.rect((x - 9, y - 57, x + 9, y - 45), "#f3e3c8", 3)
        c.rect((x - 9, y + 45, x + 9, y + 57), "#f3e3c8", 3)
        if k % 2:
            c.rect((x - 3, y - 40, x + 3, y + 40), "#3a2a22")
    body = (230, c.h - 560, 790, c.h - 230)
    c.soft_poly([(x + 14, y + 30) for x, y in box_points(body)], 22, alpha=0.5)
    c.shaded_rect(["#f1eee6", "#c3bdb1", "#a39d92"], (400, c.h - 620, 620, c.h - 500), 22, across=False)
    c.shaded_rect(["#efece4", "#c9c3b7", "#a8a297"], body, 50, across=False)
    c.shaded_rect(
        [lighter(leather, 0.14), leather, darker(leather, 0.3)], (230, c.h - 490, 790, c.h - 280), 6
    )
    for x, r in ((300, 44), (716, 40)):
        c.shaded_ellipse(["#f6f3ec", "#a8a297"], (x - r, c.h - 590, x + r, c.h - 590 + r * 1.1))
    c.rect((640, c.h - 584, 676, c.h - 556), "#c7503c", 8)
    c.rect((450, c.h - 596, 570, c.h - 548), "#23262b", 10)
    c.rect((462, c.h - 588, 520, c.h - 566), "#8fb3c4", 6)
    x, y = 510, c.h - 372
    for r, colours in (
        (178, ("#f1eee6", "#97918a")),
        (158, ("#2b2a2c", "#141416")),
        (124, ("#4a474a", "#1c1b1e")),
        (96, ("#23324a", "#0f1624")),
    ):
        c.shaded_ellipse(colours, (x - r, y - r, x + r, y + r))
    c.circle(x, y, 60, "#31527a")
    c.circle(x + 8, y + 10, 34, "#15243a")
    c.ellipse((x - 50, y - 56, x - 6, y - 18), "#d6e6f2", 0.75)
    c.circle(x + 34, y + 38, 10, "#d98aa6", 0.7)
    light(c)
    return ink

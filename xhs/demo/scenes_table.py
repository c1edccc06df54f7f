"""Scenes on a table seen from above, in the light of a window: coffee, noodles, dumplings, fruit."""

import math

from .canvas import Canvas, box_points, darker, lighter, mix, turned


def table(c: Canvas, colours: tuple[str, str], linen: str = "") -> None:
    """The table top, perhaps with a cloth at its foot, and a bar of window light."""
    c.gradient(colours)
    if linen:
        cloth = turned(box_points((-140, c.h * 0.6, 560, c.h + 300)), (200, c.h * 0.8), -14)
        c.soft_poly(cloth, 16, alpha=0.22)
        c.poly(cloth, linen)
        for k in range(7):
            stripe = turned(
                box_points((-120 + k * 100, c.h * 0.6, -108 + k * 100, c.h + 300)), (200, c.h * 0.8), -14
            )
            c.poly(stripe, darker(linen, 0.1))


def light(c: Canvas) -> None:
    """Bars of light, as a window throws them."""

    def bars(draw, fit) -> None:
        for k in range(3):
            x = -250 + k * 330
            draw.polygon(fit([(x, c.h + 60), (x + 560, -60), (x + 770, -60), (x + 210, c.h + 60)]), 255)

    c.soft(bars, (0, 0, c.w, c.h), 24, "#fff6e0", 0.17)


def plate(c: Canvas, x: float, y: float, r: float, colour: str, rim: float = 0.82) -> None:
    c.soft_ellipse((x - r + 14, y - r + 30, x + r + 26, y + r + 40), 26, alpha=0.34)
    c.shaded_ellipse([lighter(colour, 0.5), colour, darker(colour, 0.1)], (x - r, y - r, x + r, y + r))
    c.shaded_ellipse(
        [darker(colour, 0.1), colour, lighter(colour, 0.5)],
        (x - r * rim, y - r * rim, x + r * rim, y + r * rim),
    )
    c.circle(x, y, r * rim * 0.965, colour)


def sprig(c: Canvas, x: float, y: float, angle: float, colour: str, size: float = 1) -> None:
    turn = math.radians(angle)
    tip = (x + 300 * size * math.cos(turn), y - 300 * size * math.sin(turn))
    c.line([(x, y), tip], darker(colour, 0.2), 6 * size)
    for k in range(6):
        t = 0.14 + k * 0.145
        at = (x + (tip[0] - x) * t, y + (tip[1] - y) * t)
        for side in (-1, 1):
            c.leaf(
                *at, (120 - k * 9) * size, angle + side * 52, 0.42, mix(colour, lighter(colour, 0.3), k / 9)
            )
    c.leaf(*tip, 80 * size, angle, 0.4, lighter(colour, 0.2))


def spoon(c: Canvas, x: float, y: float, angle: float, metal: str = "#c9b28a") -> None:
    c.poly(turned(box_points((x - 7, y, x + 7, y + 330)), (x, y), angle), metal)
    bowl = [(x - 44, y - 30), (x - 30, y - 92), (x, y - 110), (x + 30, y - 92), (x + 44, y - 30), (x, y + 14)]
    c.blob(turned(bowl, (x, y), angle), metal)
    c.blob(
        turned([(px * 0.7 + x * 0.3, py * 0.7 + (y - 48) * 0.3) for px, py in bowl], (x, y), angle),
        lighter(metal, 0.35),
    )


def coffee(c: Canvas) -> str:
    top, cup, linen, ink = c.pick(
        [
            (("#ead9c2", "#dcc4a4"), "#fbf8f1", "#f6efe2", "#4a3020"),
            (("#c9d3c4", "#b0bfae"), "#f7f1e6", "#f5eddc", "#26382c"),
            (("#e8c3b0", "#d9a78f"), "#fdf6ee", "#f9e9dd", "#512a1e"),
            (("#5b6670", "#434e59"), "#efe8dc", "#d9d2c6", "#fbf3e4"),
        ]
    )
    table(c, top, linen)
    x, y = 560, c.h - 440
    plate(c, x, y, 330, cup, 0.6)
    c.soft_ellipse((x - 190, y - 170, x + 250, y + 250), 26, alpha=0.4)
    c.poly(turned(box_points((x + 190, y - 30, x + 322, y + 30)), (x, y), -32), cup)
    c.poly(turned(box_points((x + 210, y - 10, x + 296, y + 10)), (x, y), -32), darker(cup, 0.2))
    c.shaded_ellipse([lighter(cup, 0.6), cup, darker(cup, 0.14)], (x - 228, y - 228, x + 228, y + 228))
    c.shaded_ellipse(["#7b4a2b", "#a8693c", "#c08350"], (x - 198, y - 198, x + 198, y + 198))
    milk = "#f8e9d2"
    for k in range(4):
        r, dy = 130 - k * 34, -10 + k * 26
        heart = []
        for step in range(60):
            t = step / 60 * math.tau
            hx = 16 * math.sin(t) ** 3
            hy = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
            heart.append((x + hx * r / 16, y + dy - hy * r / 16))
        c.poly(turned(heart, (x, y), -18), milk if k % 2 == 0 else "#b27643")
    c.arc((x - 186, y - 186, x + 186, y + 186), 150, 230, "#fff3dc", 6, 0.6)
    spoon(c, 240, c.h - 300, 38)
    sprig(c, 120, c.h - 90, 58, "#6f8358", 0.85)
    for bx, by, a in ((860, c.h - 120, 20), (905, c.h - 170, 75), (812, c.h - 96, 120)):
        c.soft_ellipse((bx - 28, by - 12, bx + 34, by + 34), 6, alpha=0.4)
        bean = [
            (bx + 34 * math.cos(t / 10 * math.tau), by + 23 * math.sin(t / 10 * math.tau)) for t in range(10)
        ]
        c.blob(turned(bean, (bx, by), a), "#5d3620")
        c.curve(turned([(bx - 28, by + 4), (bx, by - 5), (bx + 28, by + 3)], (bx, by), a), "#3b2013", 5)
    light(c)
    return ink


def noodles(c: Canvas) -> str:
    top, bowl, broth, ink = c.pick(
        [
            (("#dd6b4d", "#c9553a"), "#f7efe2", ("#d99a4e", "#c57d36"), "#fff1dc"),
            (("#e6d7bf", "#d8c19c"), "#3e5a66", ("#e0b06a", "#cf9448"), "#41321f"),
            (("#3f5d5a", "#2f4a48"), "#f1e6d2", ("#c95f38", "#a9441f"), "#f8ead1"),
        ]
    )
    table(c, top)
    x, y, r = 500, c.h - 450, 400
    plate(c, x, y, r, bowl, 0.86)
    c.shaded_ellipse([broth[1], broth[0]], (x - r * 0.83, y - r * 0.83, x + r * 0.83, y + r * 0.83))
    inside = r * 0.72
    for _k in range(34):
        a = c.random.uniform(0, math.tau)
        cx, cy = x + c.random.uniform(-90, 90), y + c.random.uniform(-90, 90)
        rr = c.random.uniform(90, inside - 105)
        tone = mix("#f7dc9a", "#e0b45c", c.random.random())
        points = [
            (cx + rr * math.cos(a + t * 0.35), cy + rr * 0.8 * math.sin(a + t * 0.35)) for t in range(9)
        ]
        c.curve([(px + 3, py + 5) for px, py in points], "#8f5a24", 13, 0.4)
        c.curve(points, tone, 12)
    for ex, ey, _turn in ((x - 130, y - 110, 0), (x + 10, y - 175, 20)):
        c.soft_ellipse((ex - 84, ey - 100, ex + 96, ey + 116), 10, alpha=0.35)
        c.shaded_ellipse(["#fffdf6", "#f0e4cd"], (ex - 82, ey - 104, ex + 82, ey + 104))
        c.shaded_ellipse(["#f8b440", "#e8892a"], (ex - 48, ey - 52, ex + 48, ey + 60))
        c.ellipse((ex - 26, ey - 36, ex - 4, ey - 12), "#ffe2a0", 0.8)
    for k in range(4):
        mx, my = x + 150 - k * 12, y - 70 + k * 62
        c.soft_ellipse((mx - 96, my - 36, mx + 100, my + 56), 8, alpha=0.3)
        c.shaded_ellipse(["#d89a78", "#b56b4c"], (mx - 100, my - 46, mx + 100, my + 46))
        c.ellipse((mx - 82, my - 34, mx + 82, my + 30), "#e6b394")
        c.curve([(mx - 60, my + 4), (mx - 10, my - 14), (mx + 54, my - 2)], "#c47c5d", 7)
    for k in range(3):
        c.poly(
            turned(
                box_points((x - 250 + k * 44, y + 70, x - 130 + k * 44, y + 270)),
                (x - 190, y + 160),
                18 + k * 9,
            ),
            ["#243a30", "#2d4a3b", "#35543f"][k],
        )
    for _ in range(30):
        a, rr = c.random.uniform(0, math.tau), inside * math.sqrt(c.random.random())
        sx, sy = x + rr * math.cos(a) * 0.8, y + 60 + rr * math.sin(a) * 0.6
        c.ring(sx, sy, 15, 6, c.random.choice(["#7fa650", "#a4c36b", "#5f8a3d"]))
    for k in range(2):
        stick = turned(
            box_points((150 + k * 34, c.h - 210, 1030 + k * 34, c.h - 188)), (560, c.h - 200), -12 + k * 3
        )
        c.soft_poly([(px + 8, py + 18) for px, py in stick], 8, alpha=0.4)
        c.poly(stick, "#7a4526" if k else "#8d5430")
    light(c)
    return ink


def dumplings(c: Canvas) -> str:
    top, ink = c.pick(
        [
            (("#b9c7bd", "#9db1a6"), "#22362e"),
            (("#e9dcc7", "#dbc7a6"), "#47351f"),
            (("#c66a50", "#b1543b"), "#fff0de"),
        ]
    )
    table(c, top, "#f4ecdc")
    for x, y, r, n in ((560, c.h - 500, 370, 7), (240, c.h - 130, 210, 3)):
        c.soft_ellipse((x - r + 10, y - r + 30, x + r + 30, y + r + 50), 26, alpha=0.4)
        c.shaded_ellipse(["#e3bd82", "#b98a4c"], (x - r, y - r, x + r, y + r))
        c.ring(x, y, r * 0.97, 8, "#9a6f38")
        c.ring(x, y, r * 0.9, 10, "#cfa467")
        c.circle(x, y, r * 0.86, "#c99d5f")
        for k in range(17):
            lx = x - r * 0.84 + k * r * 0.105
            half = math.sqrt(max(0, (r * 0.85) ** 2 - (lx - x) ** 2))
            c.line([(lx, y - half), (lx, y + half)], "#a97b42", 4)
        c.circle(x, y, r * 0.8, "#efe6cf", 0.8)
        spots = [(0, 0)] + [
            (0.54 * math.cos(k * math.tau / (n - 1)), 0.54 * math.sin(k * math.tau / (n - 1)))
            for k in range(n - 1)
        ]
        if n == 3:
            spots = [(-0.36, -0.2), (0.36, -0.2), (0, 0.4)]
        for sx, sy in spots:
            bun(c, x + sx * r, y + sy * r, r * (0.255 if n > 3 else 0.33))
    c.soft_ellipse((806, c.h - 200, 974, c.h - 30), 14, alpha=0.4)
    c.circle(880, c.h - 130, 92, "#34506a")
    c.circle(880, c.h - 130, 74, "#f4efe4")
    c.circle(880, c.h - 128, 64, "#5a2b16")
    c.line([(850, c.h - 150), (905, c.h - 138)], "#e8b765", 7)
    c.line([(862, c.h - 120), (912, c.h - 160)], "#e8b765", 7)
    light(c)
    return ink


def bun(c: Canvas, x: float, y: float, r: float) -> None:
    c.soft_ellipse((x - r + 4, y - r + 10, x + r + 8, y + r + 16), 8, alpha=0.35)
    c.shaded_ellipse(["#fffaf0", "#eadcc2"], (x - r, y - r, x + r, y + r))
    for k in range(16):
        a = k * math.tau / 16
        start = (x + r * 0.92 * math.cos(a), y + r * 0.92 * math.sin(a))
        c.curve(
            [
                start,
                (x + r * 0.5 * math.cos(a + 0.25), y + r * 0.5 * math.sin(a + 0.25)),
                (x + r * 0.16 * math.cos(a + 0.6), y + r * 0.16 * math.sin(a + 0.6)),
            ],
            "#d8c5a3",
            4,
        )
    c.circle(x, y, r * 0.17, "#cdb68f")
    c.circle(x, y, r * 0.09, "#a98a5c")


def fruit(c: Canvas) -> str:
    top, skin, ink = c.pick(
        [
            (("#9fc0c4", "#84abb1"), "#f29a3c", "#16363c"),
            (("#f6dfa6", "#eccb7c"), "#e4663d", "#4a3208"),
            (("#eec6bd", "#e2aba0"), "#e9b23c", "#56231f"),
        ]
    )
    table(c, top)
    x, y = 520, c.h - 440
    plate(c, x, y, 360, "#fbf7ee", 0.84)
    for fx, fy, r in ((x - 130, y - 110, 150), (x + 150, y - 70, 140), (x + 10, y + 140, 146)):
        c.soft_ellipse((fx - r + 8, fy - r + 16, fx + r + 14, fy + r + 24), 12, alpha=0.36)
        c.circle(fx, fy, r, skin)
        c.circle(fx, fy, r * 0.9, "#fff3d6")
        for k in range(9):
            a = k * math.tau / 9
            wedge = [(fx + r * 0.08 * math.cos(a), fy + r * 0.08 * math.sin(a))]
            wedge += [
                (fx + r * 0.82 * math.cos(a + s), fy + r * 0.82 * math.sin(a + s))
                for s in (-0.29, -0.15, 0, 0.15, 0.29)
            ]
            c.poly(wedge, mix(skin, "#ffd98a", 0.25))
            mid = (fx + r * 0.5 * math.cos(a), fy + r * 0.5 * math.sin(a))
            c.line([mid, (mid[0] + 18 * math.cos(a), mid[1] + 18 * math.sin(a))], "#ffe9bd", 5)
    for _k in range(6):
        bx, by = x + c.random.uniform(-240, 240), y + c.random.uniform(-250, 250)
        c.circle(bx + 4, by + 6, 32, "#2a1f2e", 0.25)
        c.shaded_ellipse(["#5d6ea8", "#34406f"], (bx - 32, by - 32, bx + 32, by + 32))
        c.ring(bx, by, 10, 4, "#8b98c8")
    sprig(c, 830, c.h - 80, 118, "#5f8a5a", 0.9)
    c.soft_poly([(70, c.h - 250), (98, c.h - 262), (300, c.h - 40), (270, c.h - 20)], 10, alpha=0.3)
    c.poly([(66, c.h - 268), (92, c.h - 282), (206, c.h - 160), (180, c.h - 140)], "#dfe4e4")
    c.poly([(180, c.h - 140), (206, c.h - 160), (300, c.h - 56), (268, c.h - 30)], "#7a4a2c")
    light(c)
    return ink

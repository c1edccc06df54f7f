"""More product pictures: things to wear, carry, read and sleep on."""

from .canvas import Canvas, box_points, darker, lighter, mix, smooth, turned
from .packshots import body, shadow


def bag(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 470)
    for x, y in ((500, foot - 430), (510, foot - 420)):
        c.arc((x - 120, y - 230, x + 120, y + 230), 180, 360, darker(colour, 0.12), 24)
    c.shaded_poly(
        [lighter(colour, 0.25), colour, darker(colour, 0.16)],
        [(265, foot - 440), (735, foot - 440), (770, foot), (230, foot)],
    )
    c.line([(268, foot - 416), (732, foot - 416)], darker(colour, 0.25), 4)
    c.circle(500, foot - 200, 92, lighter(colour, 0.6))
    c.poly(
        [(420, foot - 160), (480, foot - 240), (520, foot - 190), (545, foot - 215), (580, foot - 160)],
        darker(colour, 0.2),
    )


def backpack(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 460)
    c.arc((430, foot - 690, 570, foot - 560), 180, 360, darker(colour, 0.35), 24)
    c.shaded_rect([lighter(colour, 0.22), colour, darker(colour, 0.24)], (280, foot - 630, 720, foot), 130)
    c.arc((300, foot - 610, 700, foot - 100), 190, 350, darker(colour, 0.3), 7)
    body(c, (330, foot - 300, 670, foot - 40), lighter(colour, 0.1), 50)
    c.line([(350, foot - 240), (650, foot - 240)], darker(colour, 0.35), 8)
    c.rect((600, foot - 248, 618, foot - 190), "#e8d3a6", 6)
    body(c, (430, foot - 450, 570, foot - 390), "#b98a5a", 12)


def notebook(c: Canvas, foot: float, colour: str) -> None:
    page = turned(box_points((320, foot - 600, 700, foot - 60)), (510, foot - 330), -9)
    c.soft_poly([(x + 22, y + 34) for x, y in page], 24, alpha=0.4)
    c.poly([(x + 12, y + 12) for x, y in page], "#f6f0e2")
    c.shaded_poly([darker(colour, 0.1), colour, lighter(colour, 0.1)], page)
    c.poly(turned(box_points((620, foot - 600, 636, foot - 60)), (510, foot - 330), -9), "#e8d3a6")
    c.poly(
        turned(box_points((390, foot - 470, 560, foot - 400)), (510, foot - 330), -9), lighter(colour, 0.65)
    )
    pen = turned(box_points((770, foot - 560, 794, foot - 150)), (780, foot - 350), 12)
    c.soft_poly([(x + 14, y + 22) for x, y in pen], 12, alpha=0.35)
    c.shaded_poly(["#f0d9a8", "#c99a4e"], pen)
    c.poly(
        turned([(770, foot - 150), (794, foot - 150), (782, foot - 100)], (780, foot - 350), 12), "#3d3a36"
    )


def tent(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 760)
    c.shaded_poly([lighter(colour, 0.25), colour], [(90, foot), (430, foot - 480), (620, foot)])
    c.shaded_poly(
        [darker(colour, 0.12), darker(colour, 0.3)],
        [(430, foot - 480), (620, foot), (910, foot), (720, foot - 420)],
    )
    c.poly([(430, foot - 480), (300, foot), (500, foot)], darker(colour, 0.55))
    c.poly([(430, foot - 480), (300, foot), (220, foot), (400, foot - 470)], "#f6ead2")
    c.line([(60, foot + 6), (430, foot - 484), (720, foot - 424), (940, foot + 6)], darker(colour, 0.4), 5)


def headphones(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 480)
    c.arc((260, foot - 620, 740, foot + 60), 180, 360, darker(colour, 0.15), 46)
    c.arc((268, foot - 612, 732, foot + 52), 200, 300, lighter(colour, 0.3), 12)
    for side, x in ((-1, 270), (1, 730)):
        c.shaded_rect([lighter(colour, 0.2), darker(colour, 0.28)], (x - 78, foot - 360, x + 78, foot), 74)
        body(
            c,
            (x - 112 if side > 0 else x + 54, foot - 320, x - 54 if side > 0 else x + 112, foot - 40),
            "#3a3633",
            28,
        )
        c.ring(x, foot - 180, 38, 5, lighter(colour, 0.5))


def pillow(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 540)
    shape = [
        (250, foot - 520),
        (500, foot - 490),
        (750, foot - 520),
        (726, foot - 260),
        (760, foot - 10),
        (500, foot - 36),
        (240, foot - 10),
        (274, foot - 260),
    ]
    c.shaded_poly([lighter(colour, 0.3), colour, darker(colour, 0.22)], smooth(shape, closed=True))
    for row in range(5):
        for column in range(5):
            x, y = 320 + column * 90, foot - 440 + row * 88
            c.poly(
                [(x, y - 22), (x + 22, y), (x, y + 22), (x - 22, y)],
                lighter(colour, 0.55) if (row + column) % 2 else darker(colour, 0.25),
                0.85,
            )


def umbrella(c: Canvas, foot: float, colour: str) -> None:
    c.soft_ellipse((330, foot - 30, 760, foot + 30), 24, alpha=0.3)
    c.line([(500, foot - 600), (500, foot - 60)], "#a9743f", 18)
    c.arc((440, foot - 110, 518, foot - 10), 0, 180, "#a9743f", 18)
    dome = smooth(
        [
            (150, foot - 340),
            (210, foot - 520),
            (360, foot - 620),
            (500, foot - 650),
            (640, foot - 620),
            (790, foot - 520),
            (850, foot - 340),
        ]
    )
    c.shaded_poly([lighter(colour, 0.3), colour, darker(colour, 0.25)], [*dome, (850, foot - 340)])
    for k in range(5):
        left, right = 150 + k * 140, 290 + k * 140
        c.ellipse((left, foot - 368, right, foot - 312), darker(colour, 0.45))
        if k:
            c.curve(
                [(500, foot - 650), ((left + 500) / 2 + (left - 500) * 0.16, foot - 530), (left, foot - 340)],
                darker(colour, 0.2),
                4,
            )


def scarf(c: Canvas, foot: float, colour: str) -> None:
    c.soft_poly([(260, foot - 420), (760, foot - 420), (800, foot + 10), (240, foot + 10)], 26, alpha=0.34)
    for k in range(4):
        top = foot - 110 * (k + 1)
        tone = mix(colour, lighter(colour, 0.5), k % 2 * 0.6)
        c.shaded_rect(
            [lighter(tone, 0.2), tone, darker(tone, 0.2)], (250 + k * 10, top, 760 - k * 8, top + 124), 56
        )
        for s in range(3):
            c.rect((330 + s * 130, top + 4, 356 + s * 130, top + 118), "#f6ead2", alpha=0.55)
    # One end hangs over the folds, its fringe above the ground.
    flap = (560, foot - 436, 690, foot - 74)
    c.soft_poly([(x + 12, y + 10) for x, y in box_points(flap)], 10, alpha=0.3)
    c.shaded_rect([lighter(colour, 0.2), colour, darker(colour, 0.16)], flap, 14)
    for y in (foot - 300, foot - 130):
        c.rect((560, y, 690, y + 24), "#f6ead2", alpha=0.55)
    for k in range(11):
        x = 566 + k * 11.8
        c.line(
            [(x, foot - 76), (x + c.random.uniform(-4, 4), foot - 22)], darker(colour, 0.08 + k % 2 * 0.14), 6
        )

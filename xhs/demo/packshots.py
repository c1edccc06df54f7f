"""Product pictures: one thing on a soft ground, light from the left, room around it."""

import math
from collections.abc import Callable

from .canvas import Canvas, box_points, darker, lighter, mix, smooth, turned
from .scenes_inside import dropper, foliage, jar, pot, pump

GROUNDS = ("#efe9df", "#e6ebe6", "#f1e5df", "#e5e9ef", "#f2ecd9", "#ece6ee")
COLOURS = ("#c7604a", "#2f5d62", "#e0a23c", "#6d7f5a", "#52708f", "#8c5a6a", "#d98a6a", "#3d4347")


LOW = {"bowl", "cream", "dumbbell", "mat", "mug", "pan", "soap", "teapot"}


def ground(c: Canvas, foot: float) -> None:
    """The backdrop for a thing that stands at `foot`."""
    tone = c.pick(GROUNDS)
    c.gradient([lighter(tone, 0.35), tone, darker(tone, 0.07)])
    c.soft_ellipse((-200, foot - 60, 1200, c.h + 300), 60, darker(tone, 0.16), 0.5)
    c.glow(330, c.h * 0.3, 520, "#ffffff", 0.55)


def shadow(c: Canvas, x: float, foot: float, wide: float) -> None:
    c.soft_ellipse((x - wide / 2, foot - 20, x + wide / 2 + 60, foot + 26), 20, alpha=0.42)
    c.soft_ellipse((x - wide / 2 + 10, foot - 8, x + wide / 2 - 6, foot + 10), 6, alpha=0.4)


def body(c: Canvas, box, colour: str, radius: float = 20) -> None:
    c.shaded_rect([lighter(colour, 0.3), colour, colour, darker(colour, 0.26)], box, radius)


def label(c: Canvas, x: float, y: float, wide: float, colour: str, paper: str = "#fbf7ee", tall: float = 0.8) -> None:
    """A paper label with a mark and lines instead of words."""
    c.rect((x - wide / 2, y - wide * tall / 2, x + wide / 2, y + wide * tall / 2), paper, 6)
    c.circle(x, y - wide * tall * 0.2, wide * 0.11, colour)
    for k, part in enumerate((0.6, 0.42)):
        c.rect((x - wide * part / 2, y + wide * tall * (0.08 + k * 0.15), x + wide * part / 2, y + wide * tall * (0.12 + k * 0.15)), darker(colour, 0.3))


def mug(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 480, foot, 400)
    c.ring(690, foot - 190, 110, 40, darker(colour, 0.1))
    body(c, (290, foot - 370, 680, foot), colour, 46)
    c.ellipse((290, foot - 410, 680, foot - 330), lighter(colour, 0.35))
    c.ellipse((312, foot - 398, 658, foot - 344), darker(colour, 0.4))
    for k in range(3):
        c.rect((290, foot - 110 + k * 22, 680, foot - 102 + k * 22), lighter(colour, 0.45), alpha=0.7)


def serum(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 260)
    dropper(c, 500, foot, 250, 600, colour)


def cream(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 460)
    jar(c, 500, foot, 460, 330, "#f8f3e9", colour)


def lotion(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 510, foot, 270)
    pump(c, 510, foot, 270, 640, lighter(colour, 0.3), "#fbf7ee")


def candle(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 340)
    body(c, (330, foot - 380, 670, foot), lighter(colour, 0.12), 30)
    c.ellipse((330, foot - 410, 670, foot - 350), "#fbf1dc")
    c.glow(500, foot - 470, 170, "#ffc66b", 0.8)
    c.line([(500, foot - 380), (500, foot - 420)], "#4a3b2f", 6)
    c.blob([(500, foot - 510), (524, foot - 450), (500, foot - 416), (476, foot - 450)], "#ffb74a")
    c.blob([(500, foot - 480), (512, foot - 446), (500, foot - 424), (488, foot - 446)], "#fff2c4")
    label(c, 500, foot - 180, 200, colour)


def tin(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 360)
    body(c, (320, foot - 420, 680, foot), colour, 16)
    body(c, (310, foot - 500, 690, foot - 400), darker(colour, 0.12), 16)
    c.rect((320, foot - 402, 680, foot - 394), darker(colour, 0.35), alpha=0.6)
    label(c, 500, foot - 200, 240, colour, tall=1.0)
    for k in range(5):
        c.leaf(850 + k * 12, foot + 20 + (k % 2) * 22, 70, 150 - k * 44, 0.3, "#5d7045")


def pouch(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 410)
    shape = [(310, foot - 560), (690, foot - 560), (710, foot - 280), (700, foot), (300, foot), (290, foot - 280)]
    c.shaded_poly([lighter(colour, 0.28), colour, darker(colour, 0.22)], shape)
    c.rect((306, foot - 572, 694, foot - 516), darker(colour, 0.2), 6)
    c.line([(314, foot - 500), (686, foot - 500)], darker(colour, 0.35), 4)
    label(c, 500, foot - 240, 260, colour, tall=1.05)


def tote(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 470)
    for x, y in ((500, foot - 430), (510, foot - 420)):
        c.arc((x - 120, y - 230, x + 120, y + 230), 180, 360, darker(colour, 0.12), 24)
    c.shaded_poly([lighter(colour, 0.25), colour, darker(colour, 0.16)], [(265, foot - 440), (735, foot - 440), (770, foot), (230, foot)])
    c.line([(268, foot - 416), (732, foot - 416)], darker(colour, 0.25), 4)
    c.circle(500, foot - 200, 92, lighter(colour, 0.6))
    c.poly([(420, foot - 160), (480, foot - 240), (520, foot - 190), (545, foot - 215), (580, foot - 160)], darker(colour, 0.2))


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
    c.poly(turned(box_points((390, foot - 470, 560, foot - 400)), (510, foot - 330), -9), lighter(colour, 0.65))
    pen = turned(box_points((770, foot - 560, 794, foot - 150)), (780, foot - 350), 12)
    c.soft_poly([(x + 14, y + 22) for x, y in pen], 12, alpha=0.35)
    c.shaded_poly(["#f0d9a8", "#c99a4e"], pen)
    c.poly(turned([(770, foot - 150), (794, foot - 150), (782, foot - 100)], (780, foot - 350), 12), "#3d3a36")


def lamp(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 260)
    body(c, (390, foot - 34, 610, foot), "#b98a5a", 16)
    c.rect((491, foot - 400, 509, foot - 30), "#8d6a42")
    c.glow(500, foot - 430, 330, "#ffe6a8", 0.75)
    c.shaded_poly([lighter(colour, 0.4), lighter(colour, 0.15), darker(colour, 0.1)], smooth([(500, foot - 640), (620, foot - 600), (720, foot - 440)]) + [(280, foot - 440)] + smooth([(280, foot - 440), (380, foot - 600), (500, foot - 640)]))
    c.ellipse((280, foot - 466, 720, foot - 414), "#fff3d0")


def teapot(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 490, foot, 480)
    c.ring(770, foot - 190, 100, 32, darker(colour, 0.16))
    c.poly(smooth([(320, foot - 120), (220, foot - 180), (150, foot - 330)]) + smooth([(190, foot - 340), (260, foot - 250), (330, foot - 250)]), darker(colour, 0.06))
    c.shaded_ellipse([lighter(colour, 0.35), colour, darker(colour, 0.32)], (260, foot - 370, 740, foot))
    c.shaded_ellipse([lighter(colour, 0.3), darker(colour, 0.2)], (380, foot - 410, 620, foot - 330))
    c.shaded_ellipse([lighter(colour, 0.3), darker(colour, 0.2)], (470, foot - 456, 530, foot - 396))


def tent(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 760)
    c.shaded_poly([lighter(colour, 0.25), colour], [(90, foot), (430, foot - 480), (620, foot)])
    c.shaded_poly([darker(colour, 0.12), darker(colour, 0.3)], [(430, foot - 480), (620, foot), (910, foot), (720, foot - 420)])
    c.poly([(430, foot - 480), (300, foot), (500, foot)], darker(colour, 0.55))
    c.poly([(430, foot - 480), (300, foot), (220, foot), (400, foot - 470)], "#f6ead2")
    c.line([(60, foot + 6), (430, foot - 484), (720, foot - 424), (940, foot + 6)], darker(colour, 0.4), 5)


def bottle(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 210)
    body(c, (395, foot - 560, 605, foot), colour, 46)
    body(c, (430, foot - 640, 570, foot - 548), "#d9d4ca", 18)
    c.arc((440, foot - 730, 560, foot - 600), 180, 360, "#8a6a48", 16)
    c.rect((420, foot - 520, 436, foot - 60), "#ffffff", 8, 0.28)
    c.circle(510, foot - 260, 46, lighter(colour, 0.65))


def planter(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 320)
    foliage(c, c.seed, 500, foot - 236, 360, "#5d8457")
    pot(c, 500, foot, 320, 260, colour)
    if c.seed % 5 == 3:
        foliage(c, 3, 500, foot - 236, 230, "#5d8457")


def headphones(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 480)
    c.arc((260, foot - 620, 740, foot + 60), 180, 360, darker(colour, 0.15), 46)
    c.arc((268, foot - 612, 732, foot + 52), 200, 300, lighter(colour, 0.3), 12)
    for side, x in ((-1, 270), (1, 730)):
        c.shaded_rect([lighter(colour, 0.2), darker(colour, 0.28)], (x - 78, foot - 360, x + 78, foot), 74)
        body(c, (x - 112 if side > 0 else x + 54, foot - 320, x - 54 if side > 0 else x + 112, foot - 40), "#3a3633", 28)
        c.ring(x, foot - 180, 38, 5, lighter(colour, 0.5))


def cushion(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 540)
    shape = [(250, foot - 520), (500, foot - 490), (750, foot - 520), (726, foot - 260), (760, foot - 10), (500, foot - 36), (240, foot - 10), (274, foot - 260)]
    c.shaded_poly([lighter(colour, 0.3), colour, darker(colour, 0.22)], smooth([*shape, shape[0]]))
    for row in range(5):
        for column in range(5):
            x, y = 320 + column * 90, foot - 440 + row * 88
            c.poly([(x, y - 22), (x + 22, y), (x, y + 22), (x - 22, y)], lighter(colour, 0.55) if (row + column) % 2 else darker(colour, 0.25), 0.85)


def pan(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 450, foot, 560)
    body(c, (690, foot - 206, 960, foot - 160), "#a9743f", 22)
    c.shaded_poly([lighter(colour, 0.2), colour, darker(colour, 0.35)], [(180, foot - 220), (720, foot - 220), (660, foot), (240, foot)])
    c.shaded_ellipse([darker(colour, 0.1), darker(colour, 0.4)], (170, foot - 280, 730, foot - 160))
    c.ellipse((200, foot - 262, 700, foot - 176), "#35322f")
    c.shaded_ellipse(["#fffdf6", "#efe6d4"], (330, foot - 252, 560, foot - 182))
    c.ellipse((400, foot - 238, 480, foot - 200), "#f4ab38")


def mat(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 480, foot, 760)
    c.shaded_rect([lighter(colour, 0.25), colour, darker(colour, 0.3)], (110, foot - 210, 830, foot), 105, across=False)
    for k in range(3):
        c.rect((250 + k * 210, foot - 210, 272 + k * 210, foot), "#e8dcc4", alpha=0.9)
    c.circle(830, foot - 105, 105, darker(colour, 0.25))
    for k in range(6):
        c.ring(830, foot - 105, 96 - k * 16, 5, lighter(colour, 0.2))


def dumbbell(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 640)
    c.shaded_rect(["#f3f1ec", "#b9b4aa", "#8d877c"], (330, foot - 150, 670, foot - 94), 20, across=False)
    for x, side in ((300, -1), (700, 1)):
        for k in range(2):
            half = 122 - k * 22
            left = x + side * (0 + k * 62) - 31
            c.shaded_rect([lighter(colour, 0.25), colour, darker(colour, 0.35)], (left, foot - 122 - half, left + 62, foot - 122 + half), 20, across=False)


def bowl(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 400)
    c.shaded_poly([lighter(colour, 0.35), colour, darker(colour, 0.28)], [(220, foot - 240), *smooth([(230, foot - 200), (300, foot - 60), (390, foot)]), *smooth([(610, foot), (700, foot - 60), (770, foot - 200)]), (780, foot - 240)])
    c.ellipse((220, foot - 300, 780, foot - 180), lighter(colour, 0.5))
    c.ellipse((244, foot - 284, 756, foot - 190), darker(colour, 0.2))
    for k in range(26):
        c.circle(500 + 200 * math.cos(k * 2.4) * math.sqrt(k / 26), foot - 244 + 34 * math.sin(k * 2.4) * math.sqrt(k / 26), 22, mix("#b98250", "#dcae74", (k % 4) / 3))


def umbrella(c: Canvas, foot: float, colour: str) -> None:
    c.soft_ellipse((330, foot - 30, 760, foot + 30), 24, alpha=0.3)
    c.line([(500, foot - 600), (500, foot - 60)], "#a9743f", 18)
    c.arc((440, foot - 110, 518, foot - 10), 0, 180, "#a9743f", 18)
    dome = smooth([(150, foot - 340), (210, foot - 520), (360, foot - 620), (500, foot - 650), (640, foot - 620), (790, foot - 520), (850, foot - 340)])
    c.shaded_poly([lighter(colour, 0.3), colour, darker(colour, 0.25)], [*dome, (850, foot - 340)])
    for k in range(5):
        left, right = 150 + k * 140, 290 + k * 140
        c.ellipse((left, foot - 368, right, foot - 312), darker(colour, 0.45))
        if k:
            c.curve([(500, foot - 650), ((left + 500) / 2 + (left - 500) * 0.16, foot - 530), (left, foot - 340)], darker(colour, 0.2), 4)


def scarf(c: Canvas, foot: float, colour: str) -> None:
    c.soft_poly([(260, foot - 420), (760, foot - 420), (800, foot + 10), (240, foot + 10)], 26, alpha=0.34)
    for k in range(4):
        top = foot - 110 * (k + 1)
        tone = mix(colour, lighter(colour, 0.5), k % 2 * 0.6)
        c.shaded_rect([lighter(tone, 0.2), tone, darker(tone, 0.2)], (250 + k * 10, top, 760 - k * 8, top + 124), 56)
        for s in range(3):
            c.rect((330 + s * 130, top + 4, 356 + s * 130, top + 118), "#f6ead2", alpha=0.55)
    for k in range(14):
        c.line([(660 + k * 8, foot - 30), (662 + k * 9, foot + 60)], darker(colour, 0.1), 5)


def soap(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 560)
    c.shaded_ellipse(["#e8d3b0", "#b98f5c"], (200, foot - 110, 800, foot))
    c.ellipse((230, foot - 108, 770, foot - 26), "#d6b685")
    body(c, (300, foot - 230, 700, foot - 70), lighter(colour, 0.35), 50)
    c.rect((300, foot - 240, 700, foot - 160), lighter(colour, 0.55), 40)
    c.rect((400, foot - 216, 600, foot - 186), lighter(colour, 0.25), 14)
    for k in range(5):
        c.ring(730 + k * 26, foot - 260 - (k % 3) * 40, 18 + k * 4, 3, "#ffffff", 0.9)


def book(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 510, foot, 430)
    c.poly([(720, foot - 590), (770, foot - 570), (770, foot - 10), (720, foot)], "#f3ead6")
    for k in range(5):
        c.line([(726 + k * 9, foot - 584 + k * 4), (726 + k * 9, foot - 4 - k * 2)], "#d8cbb0", 2)
    c.shaded_rect([darker(colour, 0.22), colour, lighter(colour, 0.12)], (300, foot - 590, 722, foot), 8)
    c.rect((300, foot - 590, 330, foot), darker(colour, 0.28), 6)
    c.circle(530, foot - 380, 96, lighter(colour, 0.6))
    c.poly([(360, foot - 190), (470, foot - 330), (550, foot - 250), (610, foot - 300), (690, foot - 190)], darker(colour, 0.3))
    c.rect((400, foot - 130, 650, foot - 116), lighter(colour, 0.7))
    c.rect((450, foot - 96, 600, foot - 86), lighter(colour, 0.55))


PACKSHOTS: dict[str, Callable[[Canvas, float, str], None]] = {
    shot.__name__: shot
    for shot in (
        mug, serum, cream, lotion, candle, tin, pouch, tote, backpack, notebook, lamp, teapot, tent, bottle, planter,
        headphones, cushion, pan, mat, dumbbell, bowl, umbrella, scarf, soap, book,
    )
}  # fmt: skip


def paint(c: Canvas, kind: str) -> None:
    foot = c.h * (0.7 if kind in LOW else 0.79)
    ground(c, foot)
    PACKSHOTS[kind](c, foot, COLOURS[c.seed * 3 % len(COLOURS)])

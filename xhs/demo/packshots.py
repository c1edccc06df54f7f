"""Product pictures: one thing on a soft ground, light from the left, room around it."""

from .canvas import Canvas, darker, lighter, mix, smooth
from .scenes_home import jar as glass_jar

GROUNDS = ("#efe9df", "#e6ebe6", "#f1e5df", "#e5e9ef", "#f2ecd9", "#ece6ee")
COLOURS = ("#c7604a", "#2f5d62", "#e0a23c", "#6d7f5a", "#52708f", "#8c5a6a", "#d98a6a", "#3d4347")


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


def label(
    c: Canvas, x: float, y: float, wide: float, colour: str, paper: str = "#fbf7ee", tall: float = 0.8
) -> None:
    """A paper label with a mark and lines instead of words."""
    c.rect((x - wide / 2, y - wide * tall / 2, x + wide / 2, y + wide * tall / 2), paper, 6)
    c.circle(x, y - wide * tall * 0.2, wide * 0.11, colour)
    for k, part in enumerate((0.6, 0.42)):
        c.rect(
            (
                x - wide * part / 2,
                y + wide * tall * (0.08 + k * 0.15),
                x + wide * part / 2,
                y + wide * tall * (0.12 + k * 0.15),
            ),
            darker(colour, 0.3),
        )


def mug(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 480, foot, 400)
    c.ring(690, foot - 190, 110, 40, darker(colour, 0.1))
    body(c, (290, foot - 370, 680, foot), colour, 46)
    c.ellipse((290, foot - 410, 680, foot - 330), lighter(colour, 0.35))
    c.ellipse((312, foot - 398, 658, foot - 344), darker(colour, 0.4))
    for k in range(3):
        c.rect((290, foot - 110 + k * 22, 680, foot - 102 + k * 22), lighter(colour, 0.45), alpha=0.7)


def jar(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 460)
    glass_jar(c, 500, foot, 460, 330, "#f8f3e9", colour)


def candle(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 340)
    body(c, (330, foot - 380, 670, foot), lighter(colour, 0.12), 30)
    c.ellipse((330, foot - 410, 670, foot - 350), "#fbf1dc")
    c.glow(500, foot - 470, 170, "#ffc66b", 0.8)
    c.line([(500, foot - 380), (500, foot - 420)], "#4a3b2f", 6)
    c.blob([(500, foot - 510), (524, foot - 450), (500, foot - 416), (476, foot - 450)], "#ffb74a")
    c.blob([(500, foot - 480), (512, foot - 446), (500, foot - 424), (488, foot - 446)], "#fff2c4")
    label(c, 500, foot - 180, 200, colour)


def teacan(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 360)
    body(c, (320, foot - 420, 680, foot), colour, 16)
    body(c, (310, foot - 500, 690, foot - 400), darker(colour, 0.12), 16)
    c.rect((320, foot - 402, 680, foot - 394), darker(colour, 0.35), alpha=0.6)
    label(c, 500, foot - 200, 240, colour, tall=1.0)
    for k in range(5):
        c.leaf(850 + k * 12, foot + 20 + (k % 2) * 22, 70, 150 - k * 44, 0.3, "#5d7045")


def snack(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 410)
    shape = [
        (310, foot - 560),
        (690, foot - 560),
        (710, foot - 280),
        (700, foot),
        (300, foot),
        (290, foot - 280),
    ]
    c.shaded_poly([lighter(colour, 0.28), colour, darker(colour, 0.22)], shape)
    c.rect((306, foot - 572, 694, foot - 516), darker(colour, 0.2), 6)
    c.line([(314, foot - 500), (686, foot - 500)], darker(colour, 0.35), 4)
    label(c, 500, foot - 240, 260, colour, tall=1.05)


def bottle(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 210)
    body(c, (395, foot - 560, 605, foot), colour, 46)
    body(c, (430, foot - 640, 570, foot - 548), "#d9d4ca", 18)
    c.arc((440, foot - 730, 560, foot - 600), 180, 360, "#8a6a48", 16)
    c.rect((420, foot - 520, 436, foot - 60), "#ffffff", 8, 0.28)
    c.circle(510, foot - 260, 46, lighter(colour, 0.65))


def pan(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 450, foot, 560)
    body(c, (690, foot - 206, 960, foot - 160), "#a9743f", 22)
    c.shaded_poly(
        [lighter(colour, 0.2), colour, darker(colour, 0.35)],
        [(180, foot - 220), (720, foot - 220), (660, foot), (240, foot)],
    )
    c.shaded_ellipse([darker(colour, 0.1), darker(colour, 0.4)], (170, foot - 280, 730, foot - 160))
    c.ellipse((200, foot - 262, 700, foot - 176), "#35322f")
    c.shaded_ellipse(["#fffdf6", "#efe6d4"], (330, foot - 252, 560, foot - 182))
    c.ellipse((400, foot - 238, 480, foot - 200), "#f4ab38")


def lamp(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 260)
    body(c, (390, foot - 34, 610, foot), "#b98a5a", 16)
    c.rect((491, foot - 400, 509, foot - 30), "#8d6a42")
    c.glow(500, foot - 430, 330, "#ffe6a8", 0.75)
    c.shaded_poly(
        [lighter(colour, 0.4), lighter(colour, 0.15), darker(colour, 0.1)],
        smooth([(500, foot - 640), (620, foot - 600), (720, foot - 440)])
        + [(280, foot - 440)]
        + smooth([(280, foot - 440), (380, foot - 600), (500, foot - 640)]),
    )
    c.ellipse((280, foot - 466, 720, foot - 414), "#fff3d0")


def kettle(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 470, foot, 440)
    grip = [
        (640, foot - 350),
        (740, foot - 392),
        (838, foot - 340),
        (846, foot - 220),
        (780, foot - 130),
        (680, foot - 100),
    ]
    c.curve(grip, "#5a3f2c", 30)
    neck = [(330, foot - 90), (210, foot - 130), (200, foot - 260), (150, foot - 380)]
    c.curve(neck, darker(colour, 0.12), 30)
    c.line([(150, foot - 380), (112, foot - 392)], darker(colour, 0.12), 24)
    shape = [
        (330, foot - 380),
        (640, foot - 380),
        (710, foot - 60),
        (700, foot),
        (270, foot),
        (260, foot - 60),
    ]
    c.shaded_poly([lighter(colour, 0.35), colour, colour, darker(colour, 0.3)], shape)
    c.shaded_rect([lighter(colour, 0.4), darker(colour, 0.15)], (320, foot - 410, 650, foot - 372), 14)
    c.shaded_ellipse(["#7a5638", "#4a3020"], (448, foot - 466, 522, foot - 404))
    c.rect((330, foot - 330, 352, foot - 60), "#ffffff", 10, 0.22)


def tube(c: Canvas, foot: float, colour: str) -> None:
    shadow(c, 500, foot, 210)
    tone = lighter(colour, 0.35)
    shape = [(370, foot - 590), (630, foot - 590), (604, foot - 90), (396, foot - 90)]
    c.shaded_poly([lighter(tone, 0.3), tone, darker(tone, 0.2)], shape)
    c.rect((366, foot - 610, 634, foot - 560), darker(tone, 0.08), 4)
    for k in range(15):
        c.line([(380 + k * 17, foot - 606), (380 + k * 17, foot - 566)], darker(tone, 0.2), 3)
    body(c, (400, foot - 96, 600, foot), colour, 14)
    label(c, 500, foot - 330, 170, colour, tall=1.3)


def shoes(c: Canvas, foot: float, colour: str) -> None:
    c.soft_ellipse((130, foot - 30, 900, foot + 40), 20, alpha=0.4)
    for dx, dy, shade in ((90, -66, 0.24), (0, 0, 0)):
        tone = darker(colour, shade)
        x, y = 150 + dx, foot + dy
        sole = [(x, y - 70), (x + 20, y), (x + 600, y), (x + 650, y - 40), (x + 640, y - 74)]
        c.poly(sole, darker("#efe6d6", shade))
        for k in range(13):
            c.rect((x + 40 + k * 44, y - 10, x + 64 + k * 44, y + 8), "#4a4640", 4)
        upper = [(x + 6, y - 64), (x - 6, y - 180), (x + 10, y - 290), (x + 90, y - 312), (x + 190, y - 280)]
        upper += [
            (x + 270, y - 240),
            (x + 380, y - 190),
            (x + 520, y - 160),
            (x + 620, y - 120),
            (x + 644, y - 66),
        ]
        c.shaded_poly([lighter(tone, 0.12), tone, darker(tone, 0.18)], smooth(upper))
        c.ellipse((x + 6, y - 322, x + 194, y - 262), darker(tone, 0.5))
        c.poly([(x + 520, y - 70), (x + 560, y - 148), (x + 644, y - 70)], darker(tone, 0.25))
        c.poly([(x + 8, y - 70), (x, y - 170), (x + 80, y - 150), (x + 110, y - 70)], darker(tone, 0.2))
        for k in range(4):
            a, b = (x + 226 + k * 54, y - 244 + k * 24), (x + 190 + k * 60, y - 172 + k * 16)
            c.line([a, b], "#fbf6ea", 13)


def toy(c: Canvas, foot: float, colour: str) -> None:
    c.soft_ellipse((220, foot - 30, 760, foot + 36), 20, alpha=0.35)
    c.line([(230, foot - 40), (620, foot - 560)], "#c99a62", 17)
    body(c, (212, foot - 60, 262, foot - 6), "#8d5c34", 16)
    c.curve([(620, foot - 560), (740, foot - 600), (770, foot - 480), (700, foot - 400)], "#5a4a3a", 4)
    for k in range(7):
        angle = 215 + k * 18
        c.leaf(
            700,
            foot - 400,
            250 - abs(3 - k) * 26,
            angle,
            0.3,
            mix(colour, ("#f3d9a0", "#fbf3e2")[k % 2], (k % 3) / 3),
        )
    c.shaded_ellipse(["#f6d37a", "#c98a3d"], (672, foot - 430, 728, foot - 374))

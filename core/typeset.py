"""Sets words on a picture: CJK and Latin line breaking, the largest size that fits, balanced lines."""

import re
from functools import lru_cache

import cvttf_NotoSansCJK_Bold
import rjieba
from PIL import Image, ImageDraw, ImageFont, features

LEADING = 1.28  # line height, as a part of the size
NOT_AT_START = set("，。！？、；：）》」』”’…,.!?;:)]}%")
NOT_AT_END = set("（《「『“‘([{#")
_PIECES = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.+&/-]*|\s+|[\u3400-\u9fff]+|.", re.DOTALL)
_PAUSE = re.compile(r"[，：；？！]|[,:;?!] ")
_CJK = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(cvttf_NotoSansCJK_Bold.get_TTF_path()), size)


# The font's own shapes are the traditional ones; the simplified ones come through its language feature.
_LANGUAGE = "zh-Hans" if features.check("raqm") else None


def width(text: str, size: int) -> float:
    return font(size).getlength(text, language=_LANGUAGE)


def pieces(text: str) -> list[str]:
    """What is better not broken: a word, Latin or Chinese, with the punctuation that clings to it."""
    found: list[str] = []
    for run in _PIECES.findall(text):
        for piece in rjieba.cut(run) if _CJK.match(run) else [run]:
            if found and (piece in NOT_AT_START or piece in "的了吗呢" or found[-1][-1] in NOT_AT_END):
                found[-1] += piece
            else:
                found.append(piece)
    return found


def wrap(text: str, size: int, limit: float) -> list[str]:
    """Lines no wider than `limit` pixels, where a single piece allows it."""
    lines, line = [], ""
    for piece in pieces(text):
        if line and width((line + piece).rstrip(), size) > limit:
            lines.append(line.strip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.strip()] if line.strip() else lines


def balanced(text: str, size: int, limit: float) -> list[str]:
    """As few lines as `wrap` needs, but broken after a comma or colon, or else of nearly equal length."""
    lines = wrap(text, size, limit)
    if len(lines) < 2:
        return lines
    for pause in _PAUSE.finditer(text) if len(lines) == 2 else ():
        halves = [text[: pause.end()].strip(), text[pause.end() :].strip()]
        widths = [width(half, size) for half in halves]
        if max(widths) <= limit and min(widths) > 0.3 * max(widths):
            return halves
    narrow, best = limit, lines
    while narrow > limit * 0.5:
        narrow *= 0.95
        tried = wrap(text, size, narrow)
        if len(tried) > len(lines) or max(width(line, size) for line in tried) > limit:
            break
        best = tried
    return best


def fit(text: str, box: tuple[int, int], largest: int, smallest: int = 30) -> tuple[list[str], int]:
    """The lines and the largest size in pixels at which they stay inside the box (width, height)."""
    for size in range(largest, smallest - 1, -4):
        lines = balanced(text, size, box[0])
        if len(lines) * size * LEADING <= box[1] and max(width(line, size) for line in lines) <= box[0]:
            return lines, size
    return balanced(text, smallest, box[0]), smallest


def write(image: Image.Image, text: str, box: tuple[int, int, int, int], colour: str, largest: int) -> None:
    """Write the text into the box (pixels), from its top left corner."""
    left, top, right, bottom = box
    lines, size = fit(text, (right - left, bottom - top), largest)
    step = round(size * LEADING)
    y = top
    draw = ImageDraw.Draw(image)
    for line in lines:
        draw.text((left, y + step // 2), line, colour, font(size), anchor="lm", language=_LANGUAGE)
        y += step


def line(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, colour: str, limit: int
) -> None:
    """One line with its lower left corner at `at`, cut off with an ellipsis beyond `limit` pixels."""
    while width(text, size) > limit and len(text) > 1:
        text = text[:-2] + "…"
    draw.text(at, text, colour, font(size), anchor="ls", language=_LANGUAGE)

"""Pictures in: checked before they are kept, and turned into WebP renditions that carry no metadata.

Decoding is bounded by `PHOTO_MAX_PIXELS` before a pixel is read. JPEGs are decoded near the size needed
(`draft`), and each rendition is made from the next larger one.
"""

import io
import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from .errors import DomainError

register_heif_opener(thumbnails=False)
log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "TIFF", "BMP", "MPO")
WIDTHS = (360, 720, 1440)
MAX_RATIO = 4  # a rendition is at most this much taller than wide
QUALITY = 80
EFFORT = 2
_ORIENTATION = 0x0112  # EXIF
_SRGB = ImageCms.createProfile("sRGB")


class UnreadableImage(DomainError):
    code = "unreadable_image"


@dataclass(frozen=True)
class Picture:
    """Size in pixels as displayed (orientation applied) and the dominant colour as `#rrggbb`."""

    width: int
    height: int
    colour: str


@dataclass(frozen=True)
class Renditions:
    picture: Picture
    files: dict[int, bytes]  # width in pixels -> WebP


def inspect(file: IO[bytes]) -> Picture:
    """Decode a picture once at a small size. Raises UnreadableImage with a reason a person understands."""
    image, size = _open(file, want=256)
    return Picture(*size, colour=_dominant(_to_rgb(image)))


def render(file: IO[bytes], widths: Iterable[int] = WIDTHS, crop: Sequence[float] = ()) -> Renditions:
    """All renditions of a picture: the largest from the decoded picture, the others each from the last.

    `crop` is the part wanted, as left, top, width and height in shares (0-1) of the upright picture.
    A picture smaller than a width is kept at its own width instead of being blown up.
    """
    wanted = sorted(widths, reverse=True)
    image, _size = _open(file, want=round(wanted[0] / min(crop[2:])) if crop else wanted[0])
    image = _cropped(_part(_to_rgb(image), crop))
    files: dict[int, bytes] = {}
    size = image.size
    for width in wanted:
        if image.width > width:
            height = max(1, round(image.height * width / image.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        elif files:
            continue
        if not files:
            size = image.size
        out = io.BytesIO()
        image.save(out, "WEBP", quality=QUALITY, method=EFFORT)
        files[image.width] = out.getvalue()
    return Renditions(Picture(*size, colour=_dominant(image)), dict(sorted(files.items())))


def square(file: IO[bytes], side: int) -> bytes:
    """The middle of a picture as a square WebP of at most `side` pixels."""
    image = _to_rgb(_open(file, want=side * 2)[0])
    edge = min(side, *image.size)
    out = io.BytesIO()
    ImageOps.fit(image, (edge, edge)).save(out, "WEBP", quality=QUALITY, method=EFFORT)
    return out.getvalue()


def _open(file: IO[bytes], want: int) -> tuple[Image.Image, tuple[int, int]]:
    """The first frame, upright, decoded no larger than a rendition `want` pixels wide needs where the format
    allows; and its full size in pixels, upright. Refuses what is no picture, too large, or damaged."""
    file.seek(0)
    try:
        image: Image.Image = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # noqa: BLE001 - Pillow's parsers raise many kinds on hostile bytes
        raise UnreadableImage(_("This file is not a picture we can read.")) from error
    width, height = image.size
    if width * height > settings.PHOTO_MAX_PIXELS:
        raise _too_large()
    if min(width, height) < 2:
        raise UnreadableImage(_("This picture is too small."))
    try:
        is_turned = image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
        size = (height, width) if is_turned else (width, height)
        scale = want / min(size[0], size[1] * MAX_RATIO)
        image.draft("RGB", (math.ceil(width * scale), math.ceil(height * scale)))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # noqa: BLE001 - as above
        raise UnreadableImage(_("This picture is damaged or cut off.")) from error
    return image, size


def _too_large() -> UnreadableImage:
    return UnreadableImage(
        _("This picture has too many pixels: at most %(limit)s megapixels.")
        % {"limit": settings.PHOTO_MAX_PIXELS // 1_000_000},
        code="too_many_pixels",
    )


def _to_rgb(image: Image.Image) -> Image.Image:
    """sRGB on white: colour profile applied, transparency flattened, 16-bit and CMYK brought down."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError) as error:
            log.info("colour profile ignored: %s", error)
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(rgba, mask=rgba.getchannel("A"))
        return white
    plain = image if image.mode == "RGB" else image.convert("RGB")
    plain.info.clear()
    return plain


def _part(image: Image.Image, crop: Sequence[float]) -> Image.Image:
    """The part of an upright picture that `crop` names, at least a pixel; all of it without one."""
    if not crop:
        return image
    left, top = round(crop[0] * image.width), round(crop[1] * image.height)
    right, bottom = round((crop[0] + crop[2]) * image.width), round((crop[1] + crop[3]) * image.height)
    return image.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def _cropped(image: Image.Image) -> Image.Image:
    """Cut absurdly long pictures to `MAX_RATIO`, so that a rendition's height is bounded."""
    width, height = image.size
    if height > width * MAX_RATIO:
        return image.crop((0, 0, width, width * MAX_RATIO))
    if width > height * MAX_RATIO:
        left = (width - height * MAX_RATIO) // 2
        return image.crop((left, 0, left + height * MAX_RATIO, height))
    return image


def _dominant(image: Image.Image) -> str:
    """The commonest of eight colours of a tiny copy."""
    tiny = image.resize((24, 24), Image.Resampling.BOX).quantize(8)
    counts = tiny.getcolors() or [(1, 0)]
    palette = tiny.getpalette() or [238, 238, 238]
    index = max(counts)[1]
    red, green, blue = palette[index * 3 : index * 3 + 3]  # type: ignore[operator]
    return f"#{red:02x}{green:02x}{blue:02x}"

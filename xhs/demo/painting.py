"""One picture of the demo data, painted and rendered. Imports no models, so that other processes can do it."""

import io
from dataclasses import dataclass

from core import images

from . import covers


@dataclass(frozen=True)
class Picture:
    """What to paint: `title` is set on it when given."""

    kind: str
    seed: int
    size: tuple[int, int]
    title: str = ""


def paint(picture: Picture) -> tuple[bytes, images.Renditions]:
    """The picture as a JPEG file, and its renditions."""
    out = io.BytesIO()
    covers.paint(picture.kind, picture.seed, picture.title, picture.size).save(out, "JPEG", quality=90)
    return out.getvalue(), images.render(out)

"""Where notes and readers are, in H3 cells: rounded to about 1 km, never finer, never from a picture's EXIF.

Cells of resolution 8 are about 1 km wide, those of 6 about 7 km, those of 4 about 50 km (Uber's H3,
https://h3geo.org/docs/core-library/restable).
"""

from dataclasses import dataclass

from h3.api import basic_int as h3

FINE, NEAR, FAR = 8, 6, 4


@dataclass(frozen=True)
class Spot:
    """A reader's place, rounded."""

    cell: int
    name: str = ""

    def around(self, resolution: int, rings: int) -> list[int]:
        """The cells of this resolution up to so many steps away."""
        return sorted(h3.grid_disk(h3.cell_to_parent(self.cell, resolution), rings))

    def km_to(self, cell: int) -> float:
        """Great-circle distance between the middles of two cells."""
        return h3.great_circle_distance(h3.cell_to_latlng(self.cell), h3.cell_to_latlng(cell), unit="km")


def cell_at(lat: float, lng: float) -> int:
    """The cell of about 1 km around a point. ValueError for what is no point on Earth."""
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise ValueError("no point on Earth")
    return h3.latlng_to_cell(lat, lng, FINE)


def parents(cell: int) -> tuple[int, int]:
    """The coarser cells around one: about 7 km and 50 km wide."""
    return h3.cell_to_parent(cell, NEAR), h3.cell_to_parent(cell, FAR)


def read_cell(value) -> int | None:
    """A stored cell, or None when it is not one of ours."""
    if not isinstance(value, int) or not 0 < value < 2**63:
        return None
    return value if h3.is_valid_cell(value) and h3.get_resolution(value) == FINE else None

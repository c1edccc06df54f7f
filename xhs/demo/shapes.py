"""What the demo data consists of."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    handle: str
    name: str
    bio: str
    city: str
    scene: str  # painted as the avatar


@dataclass(frozen=True)
class Shop:
    """A merchant; the mall itself has no owner."""

    name: str
    owner: str = ""
    shipping_fee_fen: int = 800
    free_shipping_from_fen: int = 9900


@dataclass(frozen=True)
class Goods:
    """A product of the mall; `variants` are (name, price in fen, stock)."""

    slug: str
    name: str
    brand: str
    category: str
    description: str
    origin: str
    scene: str
    variants: tuple[tuple[str, int, int], ...]
    shop: str = ""


@dataclass(frozen=True)
class Post:
    """A note: `scenes` are painted as its pictures in order (none: a text cover), `shape` is width to height."""

    author: str
    title: str
    text: str
    place: str = ""
    scenes: tuple[str, ...] = ()
    shape: tuple[int, int] = (3, 4)
    products: tuple[str, ...] = ()
    paid_by: str = ""
    titled: bool = True  # the first picture carries the title
    comments: tuple[tuple[str, str], ...] = field(default=())  # (handle, text)

"""Similar notes: the exact engine, what notes are compared by, and the stored lists.

Numba takes a fifth of a second and tens of megabytes to load, so `lists` and `rebuilding` are loaded by the
first who compares notes: workers, never pages.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import lists, rebuilding

__all__ = ["lists", "rebuilding"]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

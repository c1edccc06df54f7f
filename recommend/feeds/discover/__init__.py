"""Discover: what is worth seeing, for everybody and for one.

A member's page comes from one list: notes gathered from several sources (`shelves`, `candidates`), weighed by
the parts of their scores (`scoring`), ranked, spaced and kept while they scroll (`rankings`), and the reasons
(`why`).
"""

from .pages import DiscoverPage, discover
from .why import Reason, reasons, reasons_of

__all__ = ["DiscoverPage", "Reason", "discover", "reasons", "reasons_of"]

from .feeds import discover, following, people
from .search import search, suggest
from .similar import similar
from .tags import tag

__all__ = ["discover", "following", "people", "search", "similar", "suggest", "tag"]

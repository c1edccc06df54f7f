"""Search: the one interface of pages, API and other apps.

Notes are found by an `Engine` (`asking.py`): the index of each machine (`index.py`), made from the search
entries in PostgreSQL (`feed.py`, `building.py`, `follower.py`), or PostgreSQL itself (`fallback.py`). Engines
know ids; who may see a note is decided when its row is read (`results.py`).
"""

from .around import around
from .catalogue import search_people, search_products, search_tags
from .filters import Filters
from .memory import count, forget, hot_searches, past_searches, remember
from .results import Found, clean_query, index_state, search_notes
from .snippets import marks_of
from .suggestions import Suggestion, suggest, suggestions

__all__ = [
    "Filters",
    "Found",
    "Suggestion",
    "around",
    "clean_query",
    "count",
    "forget",
    "hot_searches",
    "index_state",
    "marks_of",
    "past_searches",
    "remember",
    "search_notes",
    "search_people",
    "search_products",
    "search_tags",
    "suggest",
    "suggestions",
]

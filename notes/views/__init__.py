from .comments import comment, comments, delete_comment
from .people import mine, of_product, profile
from .posting import delete, edit, new, upload
from .reading import detail, report, set_bookmark, set_like
from .sharing import card, oembed, share, shared, short

__all__ = [
    "comment",
    "comments",
    "delete",
    "delete_comment",
    "detail",
    "edit",
    "mine",
    "new",
    "of_product",
    "profile",
    "report",
    "set_bookmark",
    "set_like",
    "share",
    "shared",
    "short",
    "oembed",
    "card",
    "upload",
]

"""Notes, their pictures, tags, product points, and what readers do with them."""

from .comments import Comment, CommentLike, CommentQuerySet
from .media import Photo, Video
from .note import Note, NoteQuerySet, Series, Version
from .products import ProductTag, ProductTagQuerySet
from .reactions import Board, Bookmark, Like
from .sharing import Share
from .tags import RefusedTag, TaggedNote

__all__ = [
    "Board",
    "Bookmark",
    "Comment",
    "CommentLike",
    "CommentQuerySet",
    "Like",
    "Note",
    "NoteQuerySet",
    "Photo",
    "ProductTag",
    "ProductTagQuerySet",
    "RefusedTag",
    "Series",
    "Share",
    "TaggedNote",
    "Version",
    "Video",
]

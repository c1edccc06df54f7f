from .comments import comment_urls
from .notes import NoteSerializer, note_urls
from .shared import PersonSerializer, PhotoSerializer, TagSerializer
from .uploads import upload_urls

__all__ = ["NoteSerializer", "PersonSerializer", "PhotoSerializer", "TagSerializer", "api_urls"]

api_urls = note_urls + comment_urls + upload_urls

from .boards import board_urls
from .comments import comment_urls
from .drafts import draft_urls
from .notes import NoteSerializer, note_urls
from .series import series_urls
from .shared import PersonSerializer, PhotoSerializer, TagSerializer
from .uploads import upload_urls
from .videos import video_urls

__all__ = ["NoteSerializer", "PersonSerializer", "PhotoSerializer", "TagSerializer", "api_urls"]

api_urls = board_urls + series_urls + note_urls + draft_urls + comment_urls + upload_urls + video_urls

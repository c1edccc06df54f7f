from .pipeline import apply_verdict, hold, process, record_indexed, recount, render_photo, store_renditions
from .posting import (
    COVER_STYLES,
    add_upload,
    attach_photos,
    create_note,
    delete_note,
    drop_unused_uploads,
    edit_note,
)
from .reactions import add_comment, count_view, flush_views, remove_comment, set_bookmark, set_like
from .sharing import count_visit, flush_visits, record_share
from .tagging import curate_tag, write_text_tags

__all__ = [
    "COVER_STYLES",
    "add_comment",
    "add_upload",
    "apply_verdict",
    "count_view",
    "count_visit",
    "create_note",
    "attach_photos",
    "curate_tag",
    "delete_note",
    "drop_unused_uploads",
    "edit_note",
    "flush_views",
    "flush_visits",
    "hold",
    "process",
    "record_indexed",
    "record_share",
    "recount",
    "remove_comment",
    "render_photo",
    "set_bookmark",
    "set_like",
    "store_renditions",
    "write_text_tags",
]

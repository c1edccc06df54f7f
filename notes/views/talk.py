"""What a template that shows comments is given."""

import time
import uuid

from notes import actions, threads
from notes.forms import CommentForm
from notes.models import Note


def talk_context(request, note: Note, form: CommentForm | None = None) -> dict:
    """`comments`, their order, the form for a new one (its key makes a double press one comment)."""
    order = request.GET.get("order", "")
    member = request.user.is_authenticated
    return {
        "comments": threads.page_of(note, request.user, request.GET.get("after", ""), order),
        "comment_order": order if order in threads.ORDERS else "hot",
        "comment_form": form,
        "request_key": uuid.uuid4() if member else "",
        "minute": int(time.time()) // 60,  # how long ago, in words, is true for a minute
        "closed": actions.why_closed(note, request.user) if member else "",
    }

"""What the apps above may want to know. Sent after commit; receivers only ask for work."""

from django.dispatch import Signal

# kwargs: note_ids (list of int). Notes were published, hidden, or their tags changed.
note_changed = Signal()

# kwargs: user_id, note_id, what ("like", "save", "comment" or "share"). A member did this with a note.
reacted = Signal()

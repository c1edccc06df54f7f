"""What the apps above may want to know. Sent after commit; receivers only enqueue a task."""

from django.dispatch import Signal

# kwargs: note_ids (list of int). Notes were published, hidden, or their tags changed.
note_changed = Signal()

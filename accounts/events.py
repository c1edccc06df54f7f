"""What happens to members that apps above may want to know."""

from django.dispatch import Signal

# follower_id, followed_id: the first began to follow the second; sent after that is committed.
followed = Signal()

# blocker_id, blocked_id: the first shut the second out; sent within the change: both stand or neither.
blocked = Signal()

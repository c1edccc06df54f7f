"""What happens to members that apps above may want to know; sent after the change is committed."""

from django.dispatch import Signal

# follower_id, followed_id: the first began to follow the second.
followed = Signal()

from .channels import sweep_channels
from .circles import propose_circles
from .events import erase_learned, record_events, set_personalised, tend_event_days, write_events
from .indexing import (
    begin_rebuild,
    index_notes,
    index_soon,
    rebuild_block,
    rebuild_similar,
    stale_count,
    stuck_rebuild,
    sweep,
    work_at_rebuild,
)
from .interests import (
    MOST_CHOSEN,
    choose_interests,
    hide,
    learn_interests,
    learn_soon,
    members_to_learn,
    remove_interest,
    reset_interests,
    unhide,
)

__all__ = [
    "MOST_CHOSEN",
    "begin_rebuild",
    "choose_interests",
    "erase_learned",
    "hide",
    "index_notes",
    "index_soon",
    "learn_interests",
    "learn_soon",
    "members_to_learn",
    "propose_circles",
    "rebuild_block",
    "rebuild_similar",
    "record_events",
    "remove_interest",
    "reset_interests",
    "set_personalised",
    "stale_count",
    "stuck_rebuild",
    "sweep",
    "sweep_channels",
    "tend_event_days",
    "unhide",
    "work_at_rebuild",
    "write_events",
]

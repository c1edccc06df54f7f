from .curation import (
    change_kind,
    check_parent,
    follow_edit,
    log_act,
    merge_tags,
    record_change,
    set_banned,
    set_parent,
)
from .proposals import accept_proposals, decline_proposals, propose_kinds
from .words import add_aliases, count_notes, known, load_vocabulary, name_places, resolve

__all__ = [
    "accept_proposals",
    "add_aliases",
    "change_kind",
    "check_parent",
    "count_notes",
    "decline_proposals",
    "follow_edit",
    "known",
    "load_vocabulary",
    "log_act",
    "merge_tags",
    "name_places",
    "propose_kinds",
    "record_change",
    "resolve",
    "set_banned",
    "set_parent",
]

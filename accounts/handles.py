"""Handles nobody may take, and fresh ones for people who choose none."""

import secrets

_RESERVED = frozenset(
    """
    admin administrator root system staff support help helpdesk service security official moderator mod
    hongjian hongjianapp mall shop store api www mail postmaster webmaster info news team legal privacy
    me you settings accounts account login logout signup null none undefined anonymous
    """.split()  # noqa: SIM905
)
_FIRST = (
    "amber",
    "autumn",
    "azure",
    "bright",
    "calm",
    "cedar",
    "coral",
    "early",
    "gentle",
    "golden",
    "jade",
    "lunar",
)
_SECOND = (
    "bird",
    "brook",
    "crane",
    "field",
    "finch",
    "grove",
    "heron",
    "hill",
    "lake",
    "leaf",
    "lotus",
    "maple",
)


def is_reserved(handle: str) -> bool:
    """Would this handle pass for the site itself or its staff?"""
    return handle.lower().replace(".", "").replace("_", "") in _RESERVED


def suggest() -> str:
    """A handle made of two words and four digits; says nothing about the person."""
    return f"{secrets.choice(_FIRST)}{secrets.choice(_SECOND)}{secrets.randbelow(9000) + 1000}"

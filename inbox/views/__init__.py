from . import choices, messages, notices, passing, talking

__all__ = ["choices", "messages", "notices", "passing", "talking"]

from . import choices, messages, notices, talking

__all__ = ["choices", "messages", "notices", "talking"]

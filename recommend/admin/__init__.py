from . import channels, circles  # noqa: F401

from . import channels, circles, trends  # noqa: F401

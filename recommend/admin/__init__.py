from . import channels, circles, feed, search, trends  # noqa: F401

from . import channels, circles, feed, trends  # noqa: F401

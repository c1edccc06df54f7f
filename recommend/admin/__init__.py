from . import channels  # noqa: F401

from . import scenes_inside as inside
from . import scenes_outside as outside
from . import scenes_table as table
from .canvas import Canvas

SCENES = {}
for m in (outside, table, inside):
    for n, f in vars(m).items():
        if getattr(f, "__annotations__", {}).get("return") is str and f.__code__.co_argcount == 1:
            SCENES[n] = f


def paint(kind, seed, title="", size=(1080, 1440)):
    c = Canvas(size, seed)
    SCENES[kind](c)
    return c.finish()

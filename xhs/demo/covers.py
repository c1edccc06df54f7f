"""The pictures of the demo notes and products, painted by code: the same seed always gives the same picture."""

from PIL import Image

from . import scenes_outside as outside
from .canvas import Canvas

SCENES = {"hills": outside.hills, "trail": outside.trail, "sea": outside.sea, "camp": outside.camp, "skyline": outside.skyline, "lane": outside.lane, "market": outside.market, "bicycle": outside.bicycle}
def paint(kind, seed, title="", size=(1080, 1440)):
    c = Canvas(size, seed)
    SCENES[kind](c)
    return c.finish()

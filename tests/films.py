"""Small films made by ffmpeg itself, each made once in a run."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe


@cache
def film(
    kind: str = "mp4", size: str = "320x240", seconds: float = 1, sound: bool = True, more: tuple = ()
) -> bytes:
    """A film of moving bars with a tone; `more` are arguments of ffmpeg before the output."""
    codecs = {"webm": ("-c:v", "libvpx", "-c:a", "libvorbis", "-deadline", "realtime")}
    default = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / f"film.{kind}"
        tone = ("-f", "lavfi", "-i", "sine=frequency=440") if sound else ()
        run(
            *("-f", "lavfi", "-i", f"testsrc=size={size}:rate=15", *tone),
            *("-t", str(seconds), *codecs.get(kind, default), *more, str(to)),
        )
        return to.read_bytes()


def turned(data: bytes, degrees: int = 90) -> bytes:
    """The same film with a mark that players have to turn it."""
    with tempfile.TemporaryDirectory() as folder:
        source, to = Path(folder) / "a.mp4", Path(folder) / "b.mp4"
        source.write_bytes(data)
        run("-display_rotation", str(degrees), "-i", str(source), "-c", "copy", str(to))
        return to.read_bytes()


def located() -> bytes:
    """A MOV as phones make them, with the place and the maker of the camera in it."""
    place = ("-metadata", "location=+48.8577+002.295/", "-metadata", "make=SpyCam")
    tags = ("-metadata", "com.apple.quicktime.location.ISO6709=+48.8577+002.295/")
    return film("mov", more=(*place, *tags))


def run(*arguments: str) -> None:
    subprocess.run([get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *arguments], check=True, timeout=60)

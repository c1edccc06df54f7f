"""Films in: looked at before they are kept, and made into an H.264 film that every browser plays.

The work is done by the ffmpeg of `imageio-ffmpeg` in a process of its own, with a limit of time and memory,
which reads nothing but the file given and writes no metadata.
"""

import logging
import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from imageio_ffmpeg import get_ffmpeg_exe

from .errors import DomainError

log = logging.getLogger(__name__)

SHORT_SIDE, LONG_SIDE = 720, 2560
THREADS = 2
PROBE_SECONDS = 8
_MOV_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_PICTURE_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1")  # after `ftyp`
_DECODERS = (
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,libdav1d,av1,mpeg4,h263,mjpeg,prores,"
    "aac,aac_latm,mp3,mp3float,ac3,eac3,alac,opus,libopus,vorbis,libvorbis,flac,amrnb,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_u8,pcm_alaw,pcm_mulaw"
)
# A shell sets the limits of the process and becomes it: safe in a server with threads.
_LIMITED = 'ulimit -c 0; ulimit -v "$1" 2>/dev/null; ulimit -t "$2"; shift 2; exec nice -n 10 "$@"'
_DURATION = re.compile(r"^  Duration: (?:(\d+):(\d\d):(\d\d\.\d+)|N/A)", re.MULTILINE)
_PICTURE = re.compile(r"^  Stream #0:\d+.*?: Video: .*?, (\d{1,5})x(\d{1,5})\b(.*)$", re.MULTILINE)
_WIDE_RANGE = re.compile(r"\b(?:smpte2084|arib-std-b67)\b")  # PQ and HLG, as telephones film
_TONES = (
    "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,tonemap=hable:desat=0,"
    "zscale=transfer=bt709:matrix=bt709:range=tv"
)
_SHAPE = re.compile(r"\bSAR (\d+):(\d+)")
_TURN = re.compile(r"rotation of (-?\d+(?:\.\d+)?) degrees")
_SOUND = re.compile(r"^  Stream #0:\d+.*?: Audio: ", re.MULTILINE)
_TIME = re.compile(r"time=(\d+):(\d\d):(\d\d\.\d+)")
_OUTPUT = re.compile(r"^(Output #0|Stream mapping:)", re.MULTILINE)


class UnreadableVideo(DomainError):
    code = "unreadable_video"


class Stopped(Exception):
    """Whoever asked for the film does not want it any more."""


@dataclass(frozen=True)
class Film:
    """Size in pixels as displayed (turned upright, square pixels), length, whether there is sound, and
    whether its light is of high dynamic range."""

    width: int
    height: int
    duration_ms: int
    has_sound: bool
    is_hdr: bool = False

    @property
    def fitted(self) -> tuple[int, int]:
        """Its size at 720p: never larger than it is, even numbers."""
        short, long = sorted((self.width, self.height))
        scale = min(1, SHORT_SIDE / short, LONG_SIDE / long)
        return max(2, round(self.width * scale / 2) * 2), max(2, round(self.height * scale / 2) * 2)


def probe(path: Path) -> Film:
    """Read what a file holds and decode its first picture. Raises UnreadableVideo with a reason."""
    end = ("-map", "0:V:0", "-frames:v", "1", "-f", "null", "-")
    code, words = _run([*_reading(path), *end], seconds=PROBE_SECONDS)
    head = _OUTPUT.split(words)[0]
    picture, length = _PICTURE.search(head), _DURATION.search(head)
    if picture is None or length is None:
        raise UnreadableVideo(_("This file is not a video we can read."))
    width, height = int(picture[1]), int(picture[2])
    if width * height > settings.VIDEO_MAX_PIXELS:
        raise UnreadableVideo(_("This video has too many pixels: at most 4K."), code="too_many_pixels")
    if code or "frame=    0" in words:
        raise UnreadableVideo(_("This video is damaged or cut off."))
    if min(width, height) < 16:
        raise UnreadableVideo(_("This video is too small."))
    shape, turn = _SHAPE.search(picture[3]), _TURN.search(head)
    if shape and int(shape[1]) > 0 and int(shape[2]) > 0:
        width = max(2, min(round(width * int(shape[1]) / int(shape[2])), 2 * settings.VIDEO_MAX_PIXELS))
    if turn and round(float(turn[1]) / 90) % 2:
        width, height = height, width
    duration_ms = _milliseconds(length) if length[1] else _length_by_reading(path)
    sound, light = bool(_SOUND.search(head)), bool(_WIDE_RANGE.search(picture[0]))
    film = Film(width, height, max(1, duration_ms), sound, light)
    _check_length(film.duration_ms)
    return film


def transcode(path: Path, to: Path, progress: Callable[[int], bool] | None = None) -> Film:
    """Write the film as H.264 and AAC at 720p, fast to start, upright and without metadata; returns what came
    out. `progress` is told the percent done and answers whether to go on. Raises UnreadableVideo, Stopped."""
    film = probe(path)
    width, height = film.fitted
    tones = f",{_TONES}" if film.is_hdr else ""
    most = settings.VIDEO_MAX_SECONDS + 1
    command = [
        *_reading(path),
        *("-map", "0:V:0", "-map", "0:a:0?", "-sn", "-dn", "-t", str(most)),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-write_tmcd", "0"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *(
            "-vf",
            f"scale={width}:{height}:flags=bicubic{tones},setsar=1",
            "-fpsmax",
            "60",
            "-pix_fmt",
            "yuv420p",
        ),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-profile:v", "high"),
        *("-maxrate", "3500k", "-bufsize", "7000k", "-g", "120", "-threads", str(THREADS)),
        *("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"),
        *("-movflags", "+faststart", "-f", "mp4", "-progress", "pipe:1", str(to)),
    ]
    code, words = _run(command, settings.VIDEO_TASK_SECONDS, _percent(film.duration_ms, progress))
    if code or not to.exists():
        log.info("ffmpeg ended with %s: %s", code, words[-600:])
        raise UnreadableVideo(_("This video is damaged or cut off."))
    made = probe(to)
    if made.duration_ms < film.duration_ms * 0.5 - 1000:
        raise UnreadableVideo(_("This video is damaged or cut off."))
    return made


def frame(path: Path, to: Path, at_ms: int | None = None) -> None:
    """Write one picture of a film as JPEG: that moment's, or the best of its beginning."""
    seek = ("-ss", f"{at_ms / 1000:.3f}") if at_ms else ()
    pick = ("-vf", "fps=10,thumbnail=n=30") if at_ms is None else ()
    one = (*pick, "-frames:v", "1", "-map", "0:V:0", "-map_metadata", "-1", "-q:v", "2", "-f", "mjpeg")
    code, words = _run([*_reading(path, seek), *one, str(to)], seconds=60)
    if (code or not to.exists() or not to.stat().st_size) and (at_ms or pick):
        code, words = _run([*_reading(path), *one[len(pick) :], str(to)], seconds=60)
    if code or not to.exists() or not to.stat().st_size:
        log.info("no picture of a film: %s", words[-600:])
        raise UnreadableVideo(_("This video is damaged or cut off."))


def _reading(path: Path, seek: Sequence[str] = ()) -> list[str]:
    """The part of a command that opens a file: one kind of container, one file, known decoders."""
    return [
        *(_ffmpeg(), "-hide_banner", "-nostdin", "-y", "-protocol_whitelist", "file"),
        *("-format_whitelist", "mov,matroska,webm", "-codec_whitelist", _DECODERS),
        *("-max_pixels", str(settings.VIDEO_MAX_PIXELS), "-threads", str(THREADS)),
        *(*seek, "-f", _container(path), "-i", f"file:{path}"),
    ]


def _container(path: Path) -> str:
    """The demuxer for what the first bytes say, whatever the name says."""
    with path.open("rb") as file:
        start = file.read(64)
    if start[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    if start[4:8] in _MOV_BOXES and start[8:12] not in _PICTURE_BRANDS:
        return "mov"
    raise UnreadableVideo(_("This file is not a video we can read."))


def _length_by_reading(path: Path) -> int:
    """The length of a film whose header does not say it, as browsers record them."""
    whole = ("-map", "0:V:0", "-c", "copy", "-f", "null", "-")
    _code, words = _run([*_reading(path), *whole], seconds=PROBE_SECONDS)
    times = list(_TIME.finditer(words))
    return _milliseconds(times[-1]) if times else 1


def _milliseconds(found: re.Match[str]) -> int:
    return round((int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])) * 1000)


def _check_length(duration_ms: int) -> None:
    if duration_ms > settings.VIDEO_MAX_SECONDS * 1000 + 500:
        minutes = settings.VIDEO_MAX_SECONDS // 60
        raise UnreadableVideo(
            _("This video is too long: at most %(n)s minutes.") % {"n": minutes}, code="too_long"
        )


def _percent(duration_ms: int, progress: Callable[[int], bool] | None) -> Callable[[str], bool]:
    """Turns ffmpeg's lines of progress into percents, each told once."""
    told = -1

    def hear(line: str) -> bool:
        nonlocal told
        name, _sign, value = line.strip().partition("=")
        if progress is None or name != "out_time_us" or not value.isdigit():
            return True
        percent = min(99, int(value) // 10 // duration_ms)
        if percent <= told:
            return True
        told = percent
        return progress(percent)

    return hear


def _run(command: Sequence[str], seconds: int, hear: Callable[[str], bool] | None = None) -> tuple[int, str]:
    """Run ffmpeg within its limits; returns its exit code and what it said."""
    kilobytes = str(settings.VIDEO_TASK_MEGABYTES * 1024)
    limited = ["/bin/sh", "-c", _LIMITED, "sh", kilobytes, str(seconds * THREADS * 2), *command]
    with _process(limited, seconds) as (process, words):
        for line in process.stdout or ():
            if hear and not hear(line):
                raise Stopped
    return process.returncode, "".join(words)


@contextmanager
def _process(command: Sequence[str], seconds: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A process in a group of its own, ended after `seconds` or with the block; its words are collected."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )
    words: list[str] = []
    listener = threading.Thread(target=_listen, args=(process, words), daemon=True)
    clock = threading.Timer(seconds, _end, [process])
    listener.start()
    clock.start()
    try:
        yield process, words
        process.wait()
    finally:
        clock.cancel()
        _end(process)
        process.wait()
        listener.join(5)


def _listen(process: subprocess.Popen[str], words: list[str], most: int = 400) -> None:
    """Keep the first and the last lines, so that a file full of complaints fills no memory."""
    for line in process.stderr or ():
        if len(words) >= most:
            del words[most // 2]
        words.append(line[:2000])


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


@cache
def _ffmpeg() -> str:
    return get_ffmpeg_exe()

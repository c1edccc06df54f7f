"""How fast pictures and films become what is served: `python -m bench.media`.

Prints one line of JSON.

- `picture_ms`: a 12-megapixel JPEG to all renditions, median of `RUNS`, next to every library in `PEERS` that
  is installed (the `dev` extra has pyvips, the fastest we know), same widths, same WebP quality;
  `picture_ratio` is ours to the fastest of them.
- `picture_peak_mb`: how much that adds to the memory of a process at its peak.
- `posted_*`: 18 such pictures posted at once on the database that the settings name, with a real worker:
  `posted_seconds` until all are ready, `posted_worker_mb` the largest process of the worker,
  `posted_worker_tree_mb` all its processes together, pages they share counted once.
- `video_seconds_per_second`: seconds of 720p film made a second, from a generated 1080p film.

Peers and ours take turns, so that a noisy machine treats them alike.
"""

import argparse
import contextlib
import io
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django
from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image

RUNS = 9
SIZE = (4000, 3000)
POSTED = 18
WAIT_S = 120
SWEEP_S = 5
FILM_S = 20


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--peak", metavar="FILE", help="only print by how many MB rendering FILE raises the peak"
    )
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    if asked.peak:
        print(_peak(Path(asked.peak)))
        return
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "photo.jpg"
        photo.write_bytes(photograph())
        print(json.dumps({**pictures(photo), **posted(photo), **film(Path(folder))}))


def photograph() -> bytes:
    """A JPEG with the smooth areas and the grain of a photograph; always the same."""
    import numpy as np  # noqa: PLC0415 - only this bench needs it here

    random = np.random.default_rng(7)
    smooth = Image.fromarray(random.integers(0, 255, (30, 40, 3), dtype=np.uint8)).resize(SIZE, Image.BICUBIC)
    grain = random.normal(0, 6, (SIZE[1], SIZE[0], 1))
    pixels = np.clip(np.asarray(smooth, dtype=np.float32) + grain, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=90)
    return out.getvalue()


def pictures(photo: Path) -> dict:
    from core import images  # noqa: PLC0415 - needs configured settings

    data = photo.read_bytes()
    jobs: dict[str, Callable[[], object]] = {"ours": lambda: images.render(io.BytesIO(data))}
    for name, job in PEERS.items():
        with contextlib.suppress(ImportError):
            job(data)
            jobs[name] = partial(job, data)
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        for name, run in jobs.items():
            started = time.perf_counter()
            run()
            times[name].append((time.perf_counter() - started) * 1000)
    middle = {name: round(statistics.median(found), 1) for name, found in times.items()}
    fastest = min((name for name in middle if name != "ours"), key=middle.__getitem__)
    command = [sys.executable, "-m", "bench.media", "--peak", str(photo)]
    peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {
        "picture_ms": middle["ours"],
        "picture_ratio": round(middle["ours"] / middle[fastest], 3),
        "picture_fastest": fastest,
        "picture_peers_ms": {name: ms for name, ms in middle.items() if name != "ours"},
        "picture_peak_mb": float(peak),
    }


def _peak(photo: Path) -> float:
    from core import images  # noqa: PLC0415 - as above

    data = photo.read_bytes()
    before = _memory("self")[0]
    images.render(io.BytesIO(data))
    return round(_memory("self")[0] - before, 1)


def _pillow(data: bytes) -> dict[int, bytes]:
    """Pillow as it is: decode everything, each rendition from the whole picture."""
    from core.images import EFFORT, QUALITY, WIDTHS  # noqa: PLC0415 - as above

    image = Image.open(io.BytesIO(data)).convert("RGB")
    made = {}
    for width in WIDTHS:
        out = io.BytesIO()
        small = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        small.save(out, "WEBP", quality=QUALITY, method=EFFORT)
        made[width] = out.getvalue()
    return made


def _pyvips(data: bytes) -> dict[int, bytes]:
    import logging  # noqa: PLC0415

    logging.getLogger("pyvips").setLevel(logging.WARNING)
    import pyvips  # noqa: PLC0415 - a peer may be absent

    from core.images import EFFORT, MAX_RATIO, QUALITY, WIDTHS  # noqa: PLC0415 - as above

    first, *rest = sorted(WIDTHS, reverse=True)
    image = pyvips.Image.thumbnail_buffer(data, first, height=first * MAX_RATIO, size="down").copy_memory()
    made = {first: image.webpsave_buffer(Q=QUALITY, effort=EFFORT)}
    for width in rest:
        image = image.thumbnail_image(width, height=width * MAX_RATIO, size="down").copy_memory()
        made[width] = image.webpsave_buffer(Q=QUALITY, effort=EFFORT)
    return made


def _opencv(data: bytes) -> dict[int, bytes]:
    import cv2  # noqa: PLC0415 - a peer may be absent
    import numpy as np  # noqa: PLC0415

    from core.images import QUALITY, WIDTHS  # noqa: PLC0415 - as above

    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_COLOR_2)
    made = {}
    for width in sorted(WIDTHS, reverse=True):
        size = (width, round(image.shape[0] * width / image.shape[1]))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        made[width] = cv2.imencode(".webp", image, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])[1].tobytes()
    return made


PEERS: dict[str, Callable[[bytes], dict[int, bytes]]] = {
    "pillow": _pillow,
    "pyvips": _pyvips,
    "opencv": _opencv,
}


def posted(photo: Path) -> dict:
    """Post the pictures first, then start a worker as `up` does, and watch it until all are ready."""
    from accounts.models import User  # noqa: PLC0415 - as above
    from notes import actions, tasks  # noqa: PLC0415
    from notes.models import Photo  # noqa: PLC0415
    from xhs import processes  # noqa: PLC0415

    owner, _made = User.objects.get_or_create(
        handle="bench_photos", defaults={"email": "bench_photos@bench.invalid", "password": "!"}
    )
    for number in range(POSTED):
        with photo.open("rb") as file:
            actions.add_upload(owner=owner, file=file, filename=f"{number}.jpg")
    mine = Photo.objects.filter(owner=owner)
    command = processes.here(processes.worker(queues=processes.MEDIA_QUEUES, concurrency=2))
    worker = subprocess.Popen(command, start_new_session=True)
    started = time.perf_counter()
    next_sweep = started + SWEEP_S
    largest = tree = 0.0
    try:
        while mine.filter(state=Photo.State.PENDING).exists():
            if time.perf_counter() - started > WAIT_S:
                raise SystemExit("The worker did not finish 18 pictures in time.")
            if time.perf_counter() > next_sweep:  # what beat does
                tasks.sweep()
                next_sweep += SWEEP_S
            sizes = [_memory(pid) for pid in _processes_of(worker.pid)]
            largest = max([largest, *(resident for resident, _share in sizes)])
            tree = max(tree, sum(share for _resident, share in sizes))
            time.sleep(0.1)
        seconds = time.perf_counter() - started
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait(timeout=30)
        for row in mine:
            actions.delete_upload(photo=row)
        owner.delete()
    return {
        "posted_pictures": POSTED,
        "posted_seconds": round(seconds, 1),
        "posted_worker_mb": round(largest),
        "posted_worker_tree_mb": round(tree),
    }


def film(folder: Path) -> dict:
    """A generated film of 20 s, 1080p with sound, to what is served."""
    from core import video  # noqa: PLC0415 - as above

    source, made = folder / "film.mp4", folder / "made.mp4"
    command = [get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-f", "lavfi"]
    command += ["-i", f"testsrc2=size=1920x1080:rate=30:duration={FILM_S}", "-f", "lavfi"]
    command += ["-i", f"sine=frequency=330:duration={FILM_S}", "-c:v", "libx264", "-preset", "ultrafast"]
    subprocess.run([*command, "-c:a", "aac", str(source)], check=True)
    started = time.perf_counter()
    video.transcode(source, made)
    seconds = time.perf_counter() - started
    return {
        "video_seconds_per_second": round(FILM_S / seconds, 2),
        "video_mb": round(made.stat().st_size / 1e6, 1),
    }


def _processes_of(group: int) -> list[int]:
    """Ids of all processes of a group, by /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[2]) == group:
                found.append(int(stat.parent.name))
    return found


def _memory(pid: int | str) -> tuple[float, float]:
    """(peak resident MB, proportional share now in MB) of a process; zeros when it is gone."""
    resident = share = 0.0
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                resident = int(line.split()[1]) / 1024
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                share = int(line.split()[1]) / 1024
    return resident, share


if __name__ == "__main__":
    main()

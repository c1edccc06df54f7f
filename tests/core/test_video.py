"""Films are looked at by decoding, and come out as what every browser plays."""

import time

import pytest

from core import video
from core.video import Film, Stopped, UnreadableVideo, frame, probe, transcode
from tests import make
from tests.films import film, located, run, turned


@pytest.fixture
def put(tmp_path):
    def put(data: bytes, name: str = "film"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_what_a_film_holds_is_read_from_its_bytes(put, kind):
    found = probe(put(film(kind), "picture.jpg"))
    assert (found.width, found.height, found.has_sound) == (320, 240, True)
    assert found.duration_ms == pytest.approx(1000, abs=100)


def test_a_film_marked_as_turned_is_upright_after(put, tmp_path):
    path = put(turned(film(sound=False)))
    assert (probe(path).width, probe(path).height) == (240, 320)
    made = transcode(path, tmp_path / "out.mp4")
    assert (made.width, made.height, made.has_sound) == (240, 320, False)


@pytest.mark.parametrize(
    ("size", "fitted"),
    [
        ((320, 240), (320, 240)),
        ((1920, 1080), (1280, 720)),
        ((1080, 1920), (720, 1280)),
        ((17, 33), (16, 32)),
    ],
)
def test_nothing_is_blown_up_and_nothing_larger_than_720p(size, fitted):
    assert Film(*size, 1000, True).fitted == fitted


def test_what_comes_out_starts_at_once_and_tells_nothing_of_its_maker(put, tmp_path):
    data = located()
    assert b"+48.8577" in data
    heard = []
    transcode(put(data), tmp_path / "out.mp4", lambda percent: heard.append(percent) or True)
    out = (tmp_path / "out.mp4").read_bytes()
    for secret in (b"48.8577", b"SpyCam", b"\xa9xyz", b"quicktime", b"Lavf"):
        assert secret not in out
    assert out.index(b"moov") < out.index(b"mdat")
    assert b"avc1" in out
    assert b"mp4a" in out
    assert heard
    assert heard == sorted(heard)


def test_a_film_in_more_than_8_bits_comes_out_in_what_browsers_play(put, tmp_path):
    source = put(film(more=("-pix_fmt", "yuv444p10le")))
    transcode(source, tmp_path / "out.mp4")
    _code, words = video._run([*video._reading(tmp_path / "out.mp4"), "-f", "null", "-"], 10)
    assert "h264 (High)" in words
    assert "yuv420p(" in words


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
def test_a_film_of_high_dynamic_range_comes_out_in_what_every_screen_shows(put, tmp_path, transfer):
    light = f"format=yuv420p10le,setparams=range=tv:color_primaries=bt2020:color_trc={transfer}"
    source = put(film("mov", more=("-vf", f"{light}:colorspace=bt2020nc", "-pix_fmt", "yuv420p10le")))
    assert probe(source).is_hdr
    made = transcode(source, tmp_path / "out.mp4")
    assert not made.is_hdr
    _code, words = video._run([*video._reading(tmp_path / "out.mp4"), "-f", "null", "-"], 10)
    assert "bt2020" not in words
    assert "yuv420p(tv, bt709" in words


def test_pictures_of_unequal_length_and_transparent_ones_are_kept(put, tmp_path):
    uneven = put(
        film(seconds=2, more=("-vf", "select='lt(n,10)+not(mod(n,7))'", "-fps_mode", "vfr")), "uneven"
    )
    assert transcode(uneven, tmp_path / "a.mp4").duration_ms == pytest.approx(2000, abs=250)
    clear = put(film("webm", more=("-pix_fmt", "yuva420p", "-auto-alt-ref", "0")), "clear")
    assert transcode(clear, tmp_path / "b.mp4").has_sound


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        make.jpeg(),
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 400,
        b"\x1aE\xdf\xa3" + b"\xff" * 400,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_film_is_refused_quickly(put, data):
    started = time.monotonic()
    with pytest.raises(UnreadableVideo):
        probe(put(data, "film.mp4"))
    assert time.monotonic() - started < 2


def test_a_film_cut_off_is_refused(put):
    data = film()
    with pytest.raises(UnreadableVideo):
        probe(put(data[: len(data) // 2]))


def test_a_film_that_is_only_sound_is_refused(put, tmp_path):
    run("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", str(tmp_path / "a.mp4"))
    with pytest.raises(UnreadableVideo):
        probe(tmp_path / "a.mp4")


def test_a_film_too_long_or_too_large_says_so(put, settings):
    settings.VIDEO_MAX_SECONDS = 0
    with pytest.raises(UnreadableVideo) as caught:
        probe(put(film()))
    assert caught.value.code == "too_long"
    settings.VIDEO_MAX_SECONDS, settings.VIDEO_MAX_PIXELS = 300, 1000
    with pytest.raises(UnreadableVideo) as caught:
        probe(put(film()))
    assert caught.value.code == "too_many_pixels"


def test_a_film_without_a_length_in_its_head_is_measured(put, tmp_path):
    source = put(film("webm", seconds=2))
    run("-i", str(source), "-c", "copy", "-f", "webm", "-live", "1", str(tmp_path / "live"))
    assert probe(tmp_path / "live").duration_ms == pytest.approx(2000, abs=150)


def test_making_a_film_ends_when_nobody_wants_it_or_its_time_is_over(put, tmp_path, settings):
    source = put(film(seconds=3))
    with pytest.raises(Stopped):
        transcode(source, tmp_path / "out.mp4", lambda percent: False)
    settings.VIDEO_TASK_SECONDS = 0
    with pytest.raises(UnreadableVideo):
        transcode(source, tmp_path / "late.mp4")


def test_the_memory_of_the_process_is_bounded(put, settings):
    settings.VIDEO_TASK_MEGABYTES = 60
    with pytest.raises(UnreadableVideo):
        probe(put(film()))


@pytest.mark.parametrize("moment", [None, 0, 500, 60_000])
def test_a_picture_of_a_film_is_made_for_any_moment(put, tmp_path, moment):
    frame(put(film()), tmp_path / "poster.jpg", moment)
    assert (tmp_path / "poster.jpg").read_bytes()[:2] == b"\xff\xd8"

import io

import pytest
from PIL import Image

from core import images


def picture(size=(400, 300), mode="RGB", format="JPEG", colour="red", **save) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, format, **save)
    out.seek(0)
    return out


def exif(orientation=6, gps=True) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "SecretCamera"
    if gps:
        data.get_ifd(0x8825)[1] = "N"
        data.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)
    return data


def two_colours(width=200, height=100) -> Image.Image:
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_renditions_have_the_asked_widths_and_true_shape():
    made = images.render(picture((3000, 2000)))
    assert {width: opened(data).size for width, data in made.files.items()} == {
        360: (360, 240),
        720: (720, 480),
        1440: (1440, 960),
    }
    assert (made.picture.width, made.picture.height) == (1440, 960)
    assert {opened(data).format for data in made.files.values()} == {"WEBP"}


def test_a_small_picture_is_not_blown_up():
    assert list(images.render(picture((300, 200))).files) == [300]
    assert list(images.render(picture((500, 200))).files) == [360, 500]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_before_it_is_forgotten(orientation):
    upright = two_colours()
    turned = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)
    stored = upright if turned is None else upright.transpose(Image.Transpose(turned))
    out = io.BytesIO()
    stored.save(out, "PNG", exif=exif(orientation))
    assert images.inspect(out).width == 200
    shown = opened(images.render(out).files[200])
    red, _green, blue = shown.convert("RGB").getpixel((20, 50))
    assert red > 200 > 60 > blue


def test_no_metadata_is_served():
    out = io.BytesIO()
    two_colours().save(out, "JPEG", exif=exif(), comment=b"at home")
    for data in images.render(out).files.values():
        assert b"SecretCamera" not in data
        assert b"Exif" not in data
        assert b"at home" not in data
        assert not opened(data).getexif()


@pytest.mark.parametrize(
    ("mode", "format"),
    [("CMYK", "JPEG"), ("L", "PNG"), ("RGBA", "PNG"), ("P", "GIF"), ("I;16", "PNG"), ("LA", "PNG")],
)
def test_every_colour_mode_becomes_plain_rgb(mode, format):
    colour = 0 if mode in ("L", "P", "I;16") else None
    image = Image.new(mode, (120, 90), colour if colour is not None else (0,) * len(mode))
    out = io.BytesIO()
    image.save(out, format)
    assert opened(images.render(out).files[120]).mode == "RGB"


def test_transparency_becomes_white():
    out = picture((100, 100), "RGBA", "PNG", (0, 0, 0, 0))
    assert opened(images.render(out).files[100]).convert("RGB").getpixel((50, 50)) >= (250, 250, 250)


def test_the_dominant_colour_is_the_commonest():
    image = Image.new("RGB", (300, 300), "#2244aa")
    image.paste("white", (0, 0, 60, 300))
    out = io.BytesIO()
    image.save(out, "PNG")
    red, green, blue = (int(images.inspect(out).colour[i : i + 2], 16) for i in (1, 3, 5))
    assert blue > 140
    assert red < 70
    assert green < 110


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.4",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
    ],
)
def test_what_is_not_a_picture_is_refused(data):
    with pytest.raises(images.UnreadableImage):
        images.inspect(io.BytesIO(data))


def test_a_truncated_file_is_refused():
    out = io.BytesIO()
    Image.effect_noise((600, 600), 80).save(out, "JPEG")
    with pytest.raises(images.UnreadableImage, match="damaged"):
        images.inspect(io.BytesIO(out.getvalue()[: len(out.getvalue()) // 2]))


def test_a_bomb_is_refused_before_it_is_decoded(settings):
    settings.PHOTO_MAX_PIXELS = 1000
    with pytest.raises(images.UnreadableImage) as refused:
        images.inspect(picture((100, 100), format="PNG"))
    assert refused.value.code == "too_many_pixels"


def test_an_endlessly_tall_picture_is_cut():
    made = images.render(picture((100, 3000)))
    assert made.picture.height == 400

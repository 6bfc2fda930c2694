from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from likeness.errors import PhotoError, Reason
from likeness.imaging.decode import DecodedImage, decode
from likeness.imaging.limits import Limits
from tests.imaging.samples import exif_of, file_of, quarters, scene

LIMITS = Limits()
at = datetime.fromisoformat
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF"]
LOSS = {"JPEG": 3, "WEBP": 5, "AVIF": 5, "GIF": 12}  # mean difference that the format may make


def decoded(data: bytes, long_side: int = 1280) -> DecodedImage:
    return decode(data, long_side=long_side, limits=LIMITS)


def refusal(data: bytes, limits: Limits = LIMITS) -> Reason:
    with pytest.raises(PhotoError) as caught:
        decode(data, long_side=1280, limits=limits)
    return caught.value.reason


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_read_by_its_content(kind: str) -> None:
    image = decoded(file_of(scene(320, 240), kind))
    assert image.format == kind
    assert (image.width, image.height) == (320, 240)
    assert image.pixels.shape == (240, 320, 3)
    assert image.pixels.dtype == np.uint8
    assert image.pixels.flags.c_contiguous
    assert image.scale == 1
    assert not image.partial
    difference = np.abs(image.pixels.astype(int) - scene(320, 240)).mean()
    assert difference <= LOSS.get(kind, 0)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("long_side", [150, 100, 64])
def test_a_larger_photo_is_averaged_down_to_exactly_the_long_side(
    kind: str, long_side: int
) -> None:
    image = decoded(file_of(scene(240, 320), kind), long_side)
    assert image.pixels.shape == (long_side, round(long_side * 0.75), 3)
    assert image.scale == long_side / 320
    assert (image.width, image.height) == (240, 320)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 300))
@settings(deadline=None)
def test_size_and_scale_agree_for_every_shape(width: int, height: int, long_side: int) -> None:
    image = decoded(file_of(np.full((height, width, 3), 99, np.uint8)), long_side)
    assert (image.width, image.height) == (width, height)
    h, w = image.pixels.shape[:2]
    assert max(h, w) == min(long_side, max(width, height))
    assert image.scale == max(h, w) / max(width, height)
    assert abs(w - width * image.scale) <= 1
    assert abs(h - height * image.scale) <= 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright_whatever_the_camera_did(kind: str, orientation: int) -> None:
    upright = Image.fromarray(quarters(64, 48))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that stores it so
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    image = decoded(file_of(stored, kind, exif=exif_of({0x0112: orientation})))
    assert (image.width, image.height) == (64, 48)
    assert image.pixels.shape == (48, 64, 3)
    for y, x in ((8, 8), (8, 56), (40, 8), (40, 56)):
        assert image.pixels[y, x].tolist() == pytest.approx(quarters()[y, x].tolist(), abs=6)


def test_the_first_frame_of_a_moving_picture_is_read() -> None:
    frames = [Image.fromarray(scene(64, 48, seed=seed)) for seed in range(3)]
    for kind in ("GIF", "WEBP", "AVIF", "PNG", "TIFF"):
        data = file_of(frames[0], kind, save_all=True, append_images=frames[1:])
        difference = np.abs(decoded(data).pixels.astype(int) - scene(64, 48)).mean()
        assert difference < 20


def test_metadata_comes_along() -> None:
    exif = exif_of({0x010F: "Acme"}, {0x9003: "2021:07:09 18:30:05"})
    image = decoded(file_of(quarters(), exif=exif))
    assert image.metadata.camera == "Acme"
    assert image.metadata.taken == at("2021-07-09 18:30:05")


def test_a_cut_photo_is_marked() -> None:
    for kind in ("JPEG", "PNG"):
        data = file_of(scene(400, 300), kind)
        assert decoded(data[: len(data) // 2]).partial
    ink = file_of(Image.fromarray(scene(400, 300)).convert("CMYK"), quality=90)
    half = decoded(ink[: len(ink) // 2], long_side=120)
    assert half.partial
    assert half.pixels.shape == (90, 120, 3)


def test_a_large_ink_photo_is_decoded_small() -> None:
    ink = file_of(Image.fromarray(scene(801, 603)).convert("CMYK"), quality=95)
    image = decoded(ink, long_side=100)
    assert image.pixels.shape == (75, 100, 3)
    assert np.abs(image.pixels.mean((0, 1)) - scene(801, 603).mean((0, 1))).max() < 4


def test_limits_hold_before_anything_is_decoded() -> None:
    data = file_of(scene(320, 240), "PNG")
    assert refusal(b"") == "empty"
    assert refusal(data, Limits(max_bytes=len(data) - 1)) == "too_many_bytes"
    assert refusal(data, Limits(max_pixels=320 * 240 - 1)) == "too_many_pixels"
    assert decode(data, long_side=10, limits=Limits(max_pixels=320 * 240)).width == 320


def test_an_image_of_no_size_is_damaged() -> None:
    data = bytearray(file_of(scene(64, 48), "BMP"))
    data[18:26] = bytes(8)
    assert refusal(bytes(data)) == "damaged"


def test_what_is_no_image_is_refused() -> None:
    assert refusal(b"hello") == "not_an_image"
    assert refusal(b"8BPS" + bytes(100)) == "unsupported"
    assert refusal(b"\xff\xd8\xff\xe0" + bytes(100)) == "damaged"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(FORMATS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=5),
    st.floats(0, 1),
)
def test_no_damage_gets_past_the_errors_we_know(
    kind: str, damages: list[tuple[float, bytes]], end: float
) -> None:
    data = bytearray(file_of(scene(48, 36), kind))
    for where, damage in damages:
        at = int(where * len(data))
        data[at : at + len(damage)] = damage
    damaged = bytes(data[: 1 + int(end * len(data))])
    with contextlib.suppress(PhotoError):
        image = decode(damaged, long_side=32, limits=Limits(max_pixels=1_000_000))
        assert image.pixels.ndim == 3
        assert max(image.pixels.shape[:2]) <= 32


def test_real_photos_keep_their_shape(photos: Path) -> None:
    for path in sorted((photos / "scenes").glob("*.jpg")):
        image = decoded(path.read_bytes())
        with Image.open(path) as stored:
            turned = stored.getexif().get(0x0112, 1) >= 5
            width, height = stored.size[::-1] if turned else stored.size
        assert (image.width, image.height) == (width, height)
        assert max(image.pixels.shape[:2]) == min(1280, max(width, height))

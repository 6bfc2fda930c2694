from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageFile

from likeness.errors import PhotoError, Reason
from likeness.imaging import pictures
from likeness.imaging.formats import Format
from likeness.imaging.pictures import (
    load_picture,
    open_picture,
    readers_errors_as_ours,
    rgb_array,
    shrunk_rgb_array,
)
from tests.imaging.samples import file_of, quarters, scene

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners(pixels: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(map(int, pixels[y, x])) for y in (0, -1) for x in (0, -1)]


def reopened(image: Image.Image, kind: Format = "PNG", **options: object) -> Image.Image:
    data = file_of(image, kind, **options)
    return load_picture(open_picture(data, kind), lambda: open_picture(data, kind))[0]


# ---------------------------------------------------------------- modes


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "YCbCr", "HSV"])
def test_colours_come_out_as_they_went_in(mode: str) -> None:
    pixels = rgb_array(Image.fromarray(quarters()).convert(mode))
    assert pixels.shape == (48, 64, 3)
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    for seen, expected in zip(corners(pixels), (RED, GREEN, BLUE, WHITE), strict=True):
        assert seen == pytest.approx(expected, abs=2)


def test_grey_and_one_bit_pictures_become_rgb() -> None:
    ramp = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (4, 1)))
    assert (rgb_array(ramp)[0] == np.arange(256)[:, None]).all()
    assert {tuple(map(int, p)) for p in rgb_array(ramp.convert("1")).reshape(-1, 3)} == {
        (0, 0, 0),
        WHITE,
    }


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "RGBa", "La"])
def test_transparent_parts_become_white(mode: str) -> None:
    image = Image.new("RGBA", (20, 10), (0, 0, 0, 255))
    image.paste((0, 0, 0, 0), (10, 0, 20, 10))
    image.putpixel((0, 0), (0, 0, 0, 128))
    if mode in {"LA", "La"}:
        image = image.convert("LA")
    if mode == "PA":
        image = image.convert("P").convert("PA")
        image.putalpha(
            Image.fromarray(np.repeat(np.array([[255, 0]], np.uint8), 10, 1)).resize((20, 10))
        )
    pixels = rgb_array(image if image.mode == mode else image.convert(mode))
    assert tuple(pixels[5, 5]) == (0, 0, 0)
    assert tuple(pixels[5, 15]) == WHITE
    if mode != "PA":
        assert pixels[0, 0] == pytest.approx([127] * 3, abs=1)


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_a_transparent_colour_becomes_white(mode: str) -> None:
    image = Image.fromarray(quarters()).convert(mode)
    key = image.getpixel((0, 0))
    pixels = rgb_array(reopened(image, transparency=key))
    assert corners(pixels)[0] == WHITE
    assert corners(pixels)[2] != WHITE


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_become_eight(kind: Format) -> None:
    wide = np.array([[0, 257, 32896, 65535]], np.uint16)
    pixels = rgb_array(reopened(Image.fromarray(wide), kind))
    assert pixels[0, :, 0].tolist() == [0, 1, 128, 255]


def test_big_endian_sixteen_bits_are_understood() -> None:
    image = Image.frombytes("I;16B", (2, 1), b"\x00\x00\x80\x00")
    assert rgb_array(image)[0, :, 0].tolist() == [0, 128]


def test_a_dark_sixteen_bit_picture_stays_dark() -> None:
    assert rgb_array(Image.fromarray(np.full((2, 2), 2570, np.uint16))).max() == 10


@pytest.mark.parametrize(
    ("values", "mode", "expected"),
    [
        ([0.0, 0.5, 1.0], "F", [0, 128, 255]),
        ([0.0, 100.0, 200.0], "F", [0, 100, 200]),
        ([0.0, 32768.0, 65535.0], "F", [0, 128, 255]),
        ([-1.0, 0.0, 1.0], "F", [0, 128, 255]),
        ([0.0, float("nan"), 1.0], "F", [0, 0, 255]),
        ([0.0, 1e9, 2e9], "F", [0, 128, 255]),
        ([0, 1, 255], "I", [0, 1, 255]),
        ([0, 257, 65535], "I", [0, 1, 255]),
        ([7.0, 7.0, 7.0], "F", [7, 7, 7]),
    ],
)
def test_wide_values_find_their_range(values: list[float], mode: str, expected: list[int]) -> None:
    kind = np.float32 if mode == "F" else np.int32
    image = Image.fromarray(np.array([values], kind))
    assert image.mode == mode
    assert rgb_array(image)[0, :, 0].tolist() == expected


def test_lab_shows_its_lightness() -> None:
    image = Image.merge("LAB", [Image.new("L", (4, 4), v) for v in (200, 128, 128)])
    assert (rgb_array(image) == 200).all()


def test_a_cmyk_jpeg_of_adobe_is_not_inverted() -> None:
    ink = Image.fromarray(quarters(64, 64)).convert("CMYK")
    data = file_of(ink, "JPEG", quality=98)
    assert b"Adobe" in data
    pixels = rgb_array(load_picture(open_picture(data, "JPEG"), lambda: ink)[0])
    for seen, expected in zip(corners(pixels), (RED, GREEN, BLUE, WHITE), strict=True):
        assert seen == pytest.approx(expected, abs=12)


# ---------------------------------------------------------------- sizes


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "1", "P", "CMYK", "I;16", "F"])
@pytest.mark.parametrize("long_side", [50, 199, 250, 999])
def test_averaging_down_in_bands_gives_what_averaging_the_whole_gives(
    mode: str, long_side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = Image.fromarray(scene(400, 300))
    if mode == "I;16":
        image = Image.fromarray(scene(400, 300)[:, :, 0].astype(np.uint16) * 257)
    elif mode != "RGB":
        image = image.convert(mode)
    whole = shrunk_rgb_array(image, long_side)
    monkeypatch.setattr(pictures, "BAND", 3000)
    banded = shrunk_rgb_array(image, long_side)
    assert banded.shape == whole.shape
    assert max(banded.shape[:2]) == min(long_side, 400)
    assert np.abs(banded.astype(int) - whole).max() <= 1


def test_a_band_of_one_row_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "BAND", 1)
    assert shrunk_rgb_array(Image.new("L", (3, 500), 77), 20).tolist() == [[[77] * 3]] * 20


# ---------------------------------------------------------------- cut short


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF"])
def test_what_there_is_of_a_cut_file_is_read(kind: Format) -> None:
    data = file_of(scene(400, 300), kind)
    cut = data[: len(data) // 2]
    image, is_partial = load_picture(open_picture(cut, kind), lambda: open_picture(cut, kind))
    assert is_partial
    whole = rgb_array(reopened(Image.fromarray(scene(400, 300)), kind))
    same = (rgb_array(image) == whole).all(axis=(1, 2)).sum()
    assert 40 <= same < 300


def test_a_whole_file_is_not_partial() -> None:
    data = file_of(scene(40, 30), "PNG")
    assert load_picture(open_picture(data, "PNG"), lambda: open_picture(data, "PNG"))[1] is False


@pytest.mark.parametrize("kind", ["PNG", "BMP"])
def test_a_file_without_pixels_is_damaged(kind: Format) -> None:
    data = file_of(scene(400, 300), kind)
    cut = data[:60]
    with pytest.raises(PhotoError) as caught:
        load_picture(open_picture(cut, kind), lambda: open_picture(cut, kind))
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_formats_that_are_all_or_nothing_are_damaged_when_cut(kind: Format) -> None:
    data = file_of(scene(400, 300), kind)
    cut = data[: len(data) // 2]
    with pytest.raises(PhotoError) as caught:
        load_picture(open_picture(cut, kind), lambda: open_picture(cut, kind))
    assert caught.value.reason == "damaged"


def test_running_out_of_memory_is_not_taken_for_a_cut_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = Image.new("L", (8, 8))
    monkeypatch.setattr(image, "load", _raise(MemoryError()))
    with pytest.raises(PhotoError) as caught:
        load_picture(image, again=_raise(AssertionError()))  # type: ignore[arg-type]
    assert caught.value.reason == "too_much_memory"


def test_the_switch_of_pillow_is_put_back() -> None:
    data = file_of(scene(400, 300), "PNG")
    for cut in (data[:60], data[: len(data) // 2]):
        with contextlib.suppress(PhotoError):
            load_picture(open_picture(cut, "PNG"), partial(open_picture, cut, "PNG"))
        assert ImageFile.LOAD_TRUNCATED_IMAGES is False


# ---------------------------------------------------------------- errors


def _raise(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def _cv2_wrong() -> None:
    cv2.cvtColor(np.zeros((1, 1), np.uint8), cv2.COLOR_RGB2GRAY)


@pytest.mark.parametrize(
    ("fail", "reason"),
    [
        (_raise(MemoryError()), "too_much_memory"),
        (_raise(Image.DecompressionBombError("big")), "too_many_pixels"),
        (_raise(SyntaxError("broken PNG")), "damaged"),
        (_raise(KeyError(3)), "damaged"),
        (_raise(ZeroDivisionError()), "damaged"),
        (_cv2_wrong, "damaged"),
        (_raise(PhotoError("vanished", "Gone.")), "vanished"),
    ],
)
def test_whatever_a_reader_raises_becomes_a_reason(
    fail: Callable[[], None], reason: Reason
) -> None:
    with pytest.raises(PhotoError) as caught, readers_errors_as_ours():
        fail()
    assert caught.value.reason == reason
    assert "\n" not in caught.value.detail


def test_opencv_out_of_memory_is_told_apart() -> None:
    error = cv2.error("Failed to allocate")
    error.code, error.err = cv2.Error.StsNoMem, "Failed to allocate"
    with pytest.raises(PhotoError) as caught, readers_errors_as_ours():
        raise error
    assert caught.value.reason == "too_much_memory"


def test_warnings_of_readers_are_kept_quiet() -> None:
    with readers_errors_as_ours():
        warnings.warn("odd EXIF", UserWarning, stacklevel=1)


def test_garbage_after_a_signature_is_damaged() -> None:
    with pytest.raises(PhotoError, match="header") as caught:
        open_picture(b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG")
    assert caught.value.reason == "damaged"


def test_only_the_reader_that_was_asked_for_is_tried() -> None:
    with pytest.raises(PhotoError):
        open_picture(file_of(quarters(), "PNG"), "GIF")


def test_heic_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(PhotoError, match=r"pip install 'likeness\[heif\]'") as caught:
        open_picture(b"\0\0\0\x18ftypheic", "HEIF")
    assert caught.value.reason == "unsupported"


def test_heic_is_decoded_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def register(*, thumbnails: bool) -> None:
        asked.append(thumbnails)

    package = SimpleNamespace(
        options=SimpleNamespace(DECODE_THREADS=4), register_heif_opener=register
    )
    monkeypatch.setitem(sys.modules, "pillow_heif", package)
    with pytest.raises(PhotoError):
        open_picture(b"\0\0\0\x18ftypheic" + bytes(100), "HEIF")
    assert package.options.DECODE_THREADS == 1
    assert asked == [False]


def test_heic_is_read_with_its_package() -> None:
    heif = pytest.importorskip("pillow_heif", reason="the extra likeness[heif] is not installed")
    heif.register_heif_opener()
    out = io.BytesIO()
    Image.fromarray(scene(320, 240)).save(out, "HEIF", quality=95)
    data = out.getvalue()
    image, is_partial = load_picture(open_picture(data, "HEIF"), lambda: open_picture(data, "HEIF"))
    assert not is_partial
    assert np.abs(rgb_array(image).astype(int) - scene(320, 240)).mean() < 4

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Self

import numpy as np
import pytest
from PIL import Image

from likeness.errors import PhotoError
from likeness.imaging.decode import decode
from likeness.imaging.limits import Limits
from likeness.imaging.raw import is_raw_tiff, read_raw
from likeness.imaging.regions import regions
from tests.imaging.dng import dng_file
from tests.imaging.samples import exif_of, file_of, quarters, scene

FUJI = b"FUJIFILMCCD-RAW " + bytes(100)


class LibRawError(Exception):
    pass


class FakeRaw:
    """What rawpy's RawPy does, as far as it is used."""

    def __init__(self, thumb: Any, pixels: Any, flip: int, size: tuple[int, int]) -> None:
        self.sizes = SimpleNamespace(raw_width=size[0], raw_height=size[1], flip=flip)
        self._thumb = thumb
        self._pixels = pixels

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def extract_thumb(self) -> Any:
        if self._thumb is None:
            raise LibRawError(b"no thumbnail")
        return self._thumb

    def postprocess(self, **_: object) -> Any:
        return self._pixels


Install = Callable[..., None]


@pytest.fixture
def rawpy(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a stand-in for rawpy that finds in every file what it is told to find."""

    def install(
        *,
        preview: bytes | None = None,
        pixels: Any = None,
        flip: int = 0,
        size: tuple[int, int] = (2000, 1500),
        kind: str = "jpeg",
        error: Exception | None = None,
    ) -> None:
        def imread(_: object) -> FakeRaw:
            if error:
                raise error
            thumb = preview and SimpleNamespace(format=kind, data=preview)
            return FakeRaw(thumb or None, pixels, flip, size)

        fake = SimpleNamespace(
            LibRawError=LibRawError, ThumbFormat=SimpleNamespace(JPEG="jpeg"), imread=imread
        )
        monkeypatch.setitem(sys.modules, "rawpy", fake)

    return install


def test_a_raw_file_without_its_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    for data in (FUJI, dng_file()):
        with pytest.raises(PhotoError, match=r"pip install 'likeness\[raw\]'") as caught:
            decode(data, long_side=100, limits=Limits())
        assert caught.value.reason == "unsupported"


def test_raw_files_are_told_from_other_tiffs() -> None:
    assert is_raw_tiff(dng_file())
    assert is_raw_tiff(file_of(quarters(), "TIFF", tiffinfo={271: "Acme", 330: (8,)}))
    assert not is_raw_tiff(file_of(quarters(), "TIFF", tiffinfo={271: "Acme"}))
    assert not is_raw_tiff(file_of(quarters(), "TIFF", big_tiff=True))
    for garbage in (b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"II+\0" + b"\xff" * 30):
        assert not is_raw_tiff(garbage)


def test_a_large_preview_stands_for_the_photo(rawpy: Install) -> None:
    rawpy(preview=file_of(scene(1200, 800), exif=exif_of({271: "Acme"})), flip=6)
    image = decode(FUJI, long_side=300, limits=Limits())
    assert image.format == "RAW"
    assert (image.width, image.height) == (800, 1200)  # turned as the RAW file says
    assert image.pixels.shape == (300, 200, 3)


def test_the_orientation_of_the_preview_goes_before_that_of_the_file(rawpy: Install) -> None:
    rawpy(preview=file_of(scene(1200, 800), exif=exif_of({0x0112: 3})), flip=6)
    image = decode(FUJI, long_side=300, limits=Limits())
    assert (image.width, image.height) == (1200, 800)
    assert image.metadata.orientation == 3


def test_the_moment_comes_from_the_preview(rawpy: Install) -> None:
    exif = exif_of({}, {0x9003: "2021:07:09 18:30:05"})
    rawpy(preview=file_of(scene(1200, 800), exif=exif))
    taken = decode(FUJI, long_side=300, limits=Limits()).metadata.taken
    assert taken is not None
    assert taken.year == 2021


@pytest.mark.parametrize(
    ("preview", "kind"),
    [
        (file_of(scene(320, 240)), "jpeg"),
        (b"\xff\xd8\xff garbage", "jpeg"),
        (b"pixels", "bitmap"),
        (None, "jpeg"),
    ],
    ids=["small", "broken", "bitmap", "none"],
)
def test_without_a_large_preview_the_file_is_developed(
    rawpy: Install, preview: bytes | None, kind: str
) -> None:
    rawpy(preview=preview, kind=kind, pixels=quarters(), flip=5)
    image = decode(FUJI, long_side=1000, limits=Limits())
    assert image.format == "RAW"
    assert np.array_equal(image.pixels, quarters())  # developing turns it upright already
    (region,) = regions(FUJI, [(32, 0, 64, 24)], Limits())
    assert (region.pixels == (0, 255, 0)).all()


def test_a_sensor_beyond_the_limit_is_refused_before_it_is_read(rawpy: Install) -> None:
    rawpy(size=(30_000, 30_000))
    with pytest.raises(PhotoError) as caught:
        read_raw(FUJI, 256_000_000)
    assert caught.value.reason == "too_many_pixels"


@pytest.mark.parametrize(
    "error", [LibRawError(b"Input/output error"), ValueError("no"), LibRawError()]
)
def test_a_broken_raw_file_is_damaged(rawpy: Install, error: Exception) -> None:
    rawpy(error=error)
    with pytest.raises(PhotoError) as caught:
        decode(FUJI, long_side=100, limits=Limits())
    assert caught.value.reason == "damaged"
    assert "b'" not in caught.value.detail


def test_a_real_raw_file_is_developed_upright() -> None:
    pytest.importorskip("rawpy", reason="the extra likeness[raw] is not installed")
    image = decode(dng_file(64, 48, orientation=6), long_side=1280, limits=Limits())
    assert (image.width, image.height) == (48, 64)
    assert image.metadata.camera == "Acme Box"
    red = image.pixels[:, :, 0].astype(int)
    assert red[:28].mean() > red[36:].mean() + 50
    assert Image.fromarray(image.pixels).size == (48, 64)

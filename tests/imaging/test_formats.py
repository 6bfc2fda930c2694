from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.errors import PhotoError
from likeness.imaging.formats import FOREIGN, SIGNATURES, Format, sniff
from tests.imaging.samples import file_of, quarters


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF"])
def test_knows_what_pillow_writes(kind: Format) -> None:
    assert sniff(file_of(quarters(), kind)) == kind


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "AVIF"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "RAW"),
        (b"II*\0\x10\0\0\0CR\x02\0", "RAW"),
        (b"FUJIFILMCCD-RAW 0201", "RAW"),
        (b"MM\0+\0\x08\0\0", "TIFF"),
    ],
)
def test_knows_the_containers_of_phones_and_cameras(start: bytes, kind: Format) -> None:
    assert sniff(start + bytes(100)) == kind


@pytest.mark.parametrize(("signature", "name"), FOREIGN)
def test_names_the_kinds_that_it_cannot_read(signature: bytes, name: str) -> None:
    with pytest.raises(PhotoError, match=name) as caught:
        sniff(signature + bytes(100))
    assert caught.value.reason == "unsupported"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"GIF90a" + bytes(100),
        b"RIFF\0\0\0\0WAVE",
        b"BM is not only a bitmap",
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
        b"%PDF-1.4 \xff\xd8\xff",
    ],
)
def test_refuses_what_is_no_image(data: bytes) -> None:
    with pytest.raises(PhotoError) as caught:
        sniff(data)
    assert caught.value.reason == "not_an_image"


@given(st.sampled_from([b"", *(s for s, _ in SIGNATURES), b"\0\0\0\x18ftyp"]), st.binary())
def test_never_trips_over_garbage(start: bytes, rest: bytes) -> None:
    with contextlib.suppress(PhotoError):
        sniff(start + rest)

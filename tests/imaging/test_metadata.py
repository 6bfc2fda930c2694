from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from likeness.imaging.metadata import (
    MAX_CAMERA,
    Metadata,
    file_moment,
    read_metadata,
    tiff_metadata,
)
from tests.imaging.hostile import BILLION_LAUGHS
from tests.imaging.samples import exif_of, file_of, quarters

at = datetime.fromisoformat
TAKEN, OFFSET, DIGITIZED, OFFSET_DIGITIZED = 0x9003, 0x9011, 0x9004, 0x9012


def metadata_of(data: bytes) -> Metadata:
    with Image.open(io.BytesIO(data)) as image:
        return read_metadata(image)


def with_exif(tags: dict[int, Any], inner: dict[int, Any] | None = None) -> Metadata:
    return metadata_of(file_of(quarters(), exif=exif_of(tags, inner)))


def with_xmp(properties: str, kind: str = "JPEG") -> Metadata:
    return metadata_of(file_of(quarters(), kind, xmp=packet(properties)))


def packet(properties: str) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f'{properties}/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def test_a_photo_without_metadata_says_nothing() -> None:
    assert metadata_of(file_of(quarters())) == Metadata()


def test_exif_gives_the_moment_with_its_offset() -> None:
    about = with_exif({}, {TAKEN: "2021:07:09 18:30:05", OFFSET: "+05:30"})
    assert about.taken == at("2021-07-09 18:30:05")
    assert about.taken_offset == 330
    assert about.taken_from == "exif"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_exif_is_read_from_every_format_that_has_it(kind: str) -> None:
    exif = exif_of({271: "Acme"}, {TAKEN: "2021:07:09 18:30:05"})
    about = metadata_of(file_of(quarters(), kind, exif=exif))
    assert about.taken == at("2021-07-09 18:30:05")
    assert about.camera == "Acme"


def test_a_moment_without_offset_has_none() -> None:
    about = with_exif({}, {TAKEN: "2021:07:09 18:30:05"})
    assert about.taken == at("2021-07-09 18:30:05")
    assert about.taken_offset is None


def test_the_moment_of_digitizing_stands_in() -> None:
    about = with_exif({}, {DIGITIZED: "2020:01:02 03:04:05", OFFSET_DIGITIZED: "-03:00"})
    assert about.taken == at("2020-01-02 03:04:05")
    assert about.taken_offset == -180


@pytest.mark.parametrize(
    "text", ["2021-07-09T18:30:05", "2021/07/09 18:30:05.123", "2021:07:09 18:30:05\0"]
)
def test_common_misspellings_of_exif_times_are_understood(text: str) -> None:
    assert with_exif({}, {TAKEN: text}).taken == at("2021-07-09 18:30:05")


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "1825:12:31 23:59:59",
        "9999:01:01 00:00:00",
        "2021:02:30 10:00:00",
        "2021:01:01 24:00:00",
        "yesterday",
        "",
    ],
)
def test_moments_that_cannot_be_are_ignored(text: str) -> None:
    about = with_exif({}, {TAKEN: text, OFFSET: "+01:00"})
    assert about == Metadata()


def test_offsets_that_cannot_be_are_ignored() -> None:
    for offset in ("+25:00", "-14:01", "1:00", "north", ""):
        about = with_exif({}, {TAKEN: "2021:07:09 18:30:05", OFFSET: offset})
        assert about.taken is not None
        assert about.taken_offset is None


def test_xmp_stands_in_for_exif() -> None:
    about = with_xmp('exif:DateTimeOriginal="2011-05-06T07:08:09.5-04:00"')
    assert about.taken == at("2011-05-06 07:08:09")
    assert about.taken_offset == -240
    assert about.taken_from == "xmp"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "TIFF"])
def test_xmp_is_read_from_every_format_that_has_it(kind: str) -> None:
    options: dict[str, Any] = {"xmp": packet('xmp:CreateDate="2011-05-06"')}
    if kind == "TIFF":
        options = {"tiffinfo": {700: options["xmp"]}}
    about = metadata_of(file_of(quarters(), kind, **options))
    assert about.taken == at("2011-05-06 00:00:00")


def test_xmp_is_read_from_png_too() -> None:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet('xmp:CreateDate="2011-05-06"').decode())
    about = metadata_of(file_of(quarters(), "PNG", pnginfo=info))
    assert about.taken == at("2011-05-06 00:00:00")
    assert about.taken_from == "xmp"


def test_the_best_xmp_property_wins_and_elements_count_too() -> None:
    about = with_xmp(
        'xmp:CreateDate="2012-01-01T00:00:00Z" photoshop:DateCreated="2011-01-01T00:00"'
    )
    assert about.taken == at("2011-01-01 00:00:00")
    element = packet("").replace(
        b"/></rdf:RDF>",
        b"><xmp:CreateDate>2010-01-01T01:00:00Z</xmp:CreateDate></rdf:Description></rdf:RDF>",
    )
    about = metadata_of(file_of(quarters(), xmp=element))
    assert about.taken == at("2010-01-01 01:00:00")
    assert about.taken_offset == 0


def test_exif_wins_over_xmp() -> None:
    exif = exif_of({}, {TAKEN: "2021:07:09 18:30:05"})
    xmp = packet('xmp:CreateDate="2011-05-06T07:08:09Z"')
    assert metadata_of(file_of(quarters(), exif=exif, xmp=xmp)).taken_from == "exif"


@pytest.mark.parametrize(
    "xmp",
    [
        BILLION_LAUGHS,
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x CreateDate="">&e;</x>',
        b"<x>CreateDate",
        b"\xff\xfeCreateDate",
        b'<?xml version="1.0" encoding="klingon"?><x>CreateDate</x>',
        b"<a>" * 20_000 + b"CreateDate",
        packet('xmp:CreateDate="2011-13-45T99:00:00Z"'),
        packet('xmp:CreateDate="2011-05-06"').ljust(2 * 2**20),
    ],
    ids=["laughs", "entity", "open", "bytes", "encoding", "deep", "calendar", "huge"],
)
def test_hostile_xmp_counts_as_none(xmp: bytes) -> None:
    image = Image.new("RGB", (8, 8))
    image.info["xmp"] = xmp
    assert read_metadata(image) == Metadata()


@pytest.mark.parametrize("value", range(1, 9))
def test_the_orientation_is_read(value: int) -> None:
    assert with_exif({0x0112: value}).orientation == value


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_upright(value: int) -> None:
    assert with_exif({0x0112: value}).orientation == 1


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        ("NIKON CORPORATION", "NIKON D90", "NIKON D90"),
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("Apple", None, "Apple"),
        (None, "X100", "X100"),
        ("  ", "\0\x01", None),
        ("Ac\x1b[31mme\n", " Box\t2 ", "Ac [31mme Box 2"),
    ],
)
def test_the_camera_is_one_clean_line(
    make: str | None, model: str | None, camera: str | None
) -> None:
    tags = {tag: text for tag, text in ((0x010F, make), (0x0110, model)) if text is not None}
    assert with_exif(tags).camera == camera


def test_a_long_camera_name_is_cut() -> None:
    camera = with_exif({0x010F: "A" * 5000, 0x0110: "B" * 5000}).camera
    assert camera == "A" * MAX_CAMERA


@given(st.binary(max_size=300))
def test_garbage_instead_of_exif_raises_nothing(garbage: bytes) -> None:
    image = Image.new("RGB", (8, 8))
    image.info["exif"] = b"Exif\0\0" + garbage
    read_metadata(image)
    tiff_metadata(garbage)


@given(st.binary(max_size=40), st.integers(0, 200))
def test_damaged_exif_raises_nothing(damage: bytes, at: int) -> None:
    exif = bytearray(exif_of({0x010F: "Acme", 0x0112: 6}, {TAKEN: "2021:07:09 18:30:05"}))
    exif[at : at + len(damage)] = damage
    image = Image.new("RGB", (8, 8))
    image.info["exif"] = bytes(exif)
    assert 1 <= read_metadata(image).orientation <= 8


def test_the_tags_of_a_tiff_file_are_read_without_opening_it_as_an_image() -> None:
    data = file_of(quarters(), "TIFF", tiffinfo={271: "Acme", 272: "Box", 274: 8})
    about = tiff_metadata(data)
    assert about.camera == "Acme Box"
    assert about.orientation == 8


def test_the_time_of_a_file_is_in_utc() -> None:
    assert file_moment(1_000_000_000 * 10**9 + 5) == (at("2001-09-09 01:46:40"), 0)


@pytest.mark.parametrize("seconds", [-(10**11), 10**11, 10**13, -4_600_000_000])
def test_the_time_of_a_file_has_to_be_plausible_too(seconds: int) -> None:
    assert file_moment(seconds * 10**9) is None

"""What kind of image some bytes are, by content and never by name."""

from __future__ import annotations

from typing import Literal

from likeness.errors import PhotoError

Format = Literal["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF", "HEIF", "RAW"]

SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    # Camera RAW with a signature of its own, from LibRaw's identify.cpp.
    (b"FUJIFILMCCD-RAW ", "RAW"),
    (b"FOVb", "RAW"),
    (b"IIRO", "RAW"),
    (b"IIRS", "RAW"),
    (b"MMOR", "RAW"),
    (b"IIU\0", "RAW"),
    (b"\0MRM", "RAW"),
    (b"II\x1a\0\0\0HEAPCCDR", "RAW"),
    (b"II*\0\x10\0\0\0CR\x02", "RAW"),
    # Plain TIFF and BigTIFF; RAW files that are TIFF inside are told apart by their tags.
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)

# Brands of the ISO base media file format: ISO/IEC 23008-12 annex B, AV1 image format 1.1.
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
RAW_BRANDS = frozenset({b"crx "})

FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"8BPS", "Photoshop"),
    (b"\0\0\x01\0", "icon"),
    (b"v/1\x01", "OpenEXR"),
    (b"gimp xcf", "GIMP"),
)


def sniff(data: bytes) -> Format:
    """Return the format that *data* begins with.

    A TIFF may still turn out to be a camera's RAW file, see `raw.is_raw_tiff`.

    Raises:
        PhotoError: "unsupported" for images of a known other kind, else "not_an_image".
    """
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:2] == b"BM" and len(data) > 18 and data[14:18] in BMP_HEADERS:
        return "BMP"
    if data[4:8] == b"ftyp":
        return _of_brands(data)
    for signature, name in FOREIGN:
        if data.startswith(signature):
            raise PhotoError("unsupported", f"This is a {name} file, which Likeness cannot read.")
    raise PhotoError("not_an_image", "The content is not that of an image.")


# Sizes of the headers that may follow: OS/2 1 and 2, Windows 3, 4, 5 and two Adobe ones.
BMP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 16, 40, 52, 56, 64, 108, 124))


def _of_brands(data: bytes) -> Format:
    """Tell AVIF, HEIF and Canon RAW apart from each other and from videos."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[i : i + 4] for i in range(16, length - 3, 4))}
    if brands & AVIF_BRANDS:
        return "AVIF"
    if brands & RAW_BRANDS:
        return "RAW"
    if brands & HEIF_BRANDS:
        return "HEIF"
    raise PhotoError("not_an_image", "This is a video or audio file, not an image.")

"""Sixty files that a photo folder should not hold, and what has to become of each.

Run by hand to look at them: `python -m tests.imaging.hostile FOLDER`.
"""

from __future__ import annotations

import io
import os
import socket
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from PIL import Image

from tests.imaging.samples import exif_of, file_of, quarters, scene

Fate = Literal["fails", "is read", "either"]
"""`either`: it may be read or refused, as the decoder sees fit, but must not hurt anything."""

BOMB_SIDE = 40_000  # pixels
BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 50}">' for i in range(9))
    + ']><x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
    "<xmp:CreateDate>&j;</xmp:CreateDate></x:xmpmeta>"
).encode()


def make_hostile_files(folder: Path) -> dict[Path, Fate]:
    """Fill *folder*, which must exist, with 60 hostile files.

    Returns:
        The path of each and what has to become of it.
    """
    fates: dict[Path, Fate] = {}
    for name, content, fate in _contents():
        path = folder / os.fsdecode(name)
        path.write_bytes(content)
        fates[path] = fate
    for special, make, fate in SPECIAL:
        path = folder / special
        make(path)
        fates[path] = fate
    return fates


def _contents() -> Iterator[tuple[bytes, bytes, Fate]]:
    good = file_of(scene(seed=1), quality=85)
    yield from _not_images(good)
    yield from _bombs(good)
    yield from _cut_short()
    yield from _polyglots(good)
    yield from _liars(good)
    for number, name in enumerate(STRANGE_NAMES):
        yield name, file_of(scene(seed=50 + number)), "is read"


STRANGE_NAMES = (
    b"line\nbreak.jpg",
    "\N{GRINNING FACE} \N{ZERO WIDTH JOINER} e\N{COMBINING ACUTE ACCENT}.jpg".encode(),
    b"not utf-8 \xff\xfe\x80.jpg",
    b"-rf ; $(touch oops) `id` 'quote\".jpg",
    "right \N{RIGHT-TO-LEFT OVERRIDE}gpj.exe".encode() + b".jpg",
    b"n" * 251 + b".jpg",
    b"\x1b[31mred\x07.jpg",
)


# ---------------------------------------------------------------- not images


def _not_images(good: bytes) -> Iterator[tuple[bytes, bytes, Fate]]:
    yield b"empty.jpg", b"", "fails"
    yield b"text.jpg", b"This is not a photo.\n" * 100, "fails"
    yield b"noise.jpg", bytes(i * i * 7 % 251 for i in range(20_000)), "fails"
    yield b"page.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "fails"
    yield b"video.jpg", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(5000), "fails"
    yield b"layers.psd", b"8BPS\0\x01" + bytes(5000), "fails"
    yield b"new.jxl", b"\xff\x0a" + bytes(5000), "fails"
    yield b"phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(5000), "fails"
    yield b"camera.cr2", b"II*\0\x10\0\0\0CR\x02\0" + bytes(5000), "fails"
    yield b"fake.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(5000), "fails"
    yield b"archive.png", _zip({"photo.jpg": good}), "fails"


# ---------------------------------------------------------------- bombs


def _bombs(good: bytes) -> Iterator[tuple[bytes, bytes, Fate]]:
    yield b"bomb_header.png", png_file(BOMB_SIDE, BOMB_SIDE, b"\0"), "fails"
    yield (
        b"bomb.png",
        png_file(BOMB_SIDE, BOMB_SIDE, packed_zeros((BOMB_SIDE // 8 + 1) * BOMB_SIDE)),
        "fails",
    )
    yield b"large.png", png_file(16_000, 15_000, packed_zeros(2001 * 15_000)), "either"
    yield b"bomb_rgba.png", png_file(15_000, 15_000, b"\0", depth=16, colour=6), "fails"
    yield b"bomb_text.png", png_file(8, 8, zlib.compress(bytes(16)), extra=_text_bomb()), "either"
    yield b"bomb.gif", _gif(65_535, 65_535), "fails"
    header = struct.pack("<IiiHHIIiiII", 40, 2**31 - 1, 2**31 - 1, 1, 24, 0, 0, 0, 0, 0, 0)
    yield b"bomb.bmp", b"BM" + bytes(8) + b"\x36\0\0\0" + header, "fails"
    yield b"bomb.jpg", _with_size(good, 65_500, 65_500), "fails"
    yield b"bomb_below_the_limit.jpg", _with_size(good, 15_000, 16_000), "either"
    yield b"bomb.webp", _webp(16_383, 16_383), "fails"
    yield b"bomb_strips.tif", _tiff(15_000, 15_000, strips=50_000), "either"
    yield b"bomb_loop.tif", _tiff(8, 8, strips=1, following=8), "either"
    yield b"bomb_tags.tif", b"II*\0\x08\0\0\0\xff\xff" + bytes(3000), "fails"
    yield b"bomb_scans.jpg", _scan_bomb(2000, 2000, 400), "either"


def png_file(
    width: int, height: int, data: bytes, *, depth: int = 1, colour: int = 0, extra: bytes = b""
) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + extra
        + _chunk(b"IDAT", data)
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def packed_zeros(size: int) -> bytes:
    """Compress zeros in pieces, so that the maker itself stays small."""
    packer = zlib.compressobj(1)
    piece = bytes(2**20)
    parts = [packer.compress(piece) for _ in range(size // len(piece))]
    return b"".join([*parts, packer.compress(bytes(size % len(piece))), packer.flush()])


def _text_bomb() -> bytes:
    return _chunk(b"zTXt", b"Comment\0\0" + packed_zeros(64 * 2**20)) + _chunk(
        b"iCCP", b"profile\0\0" + packed_zeros(64 * 2**20)
    )


def _with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """Let a baseline JPEG claim another size."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def _gif(width: int, height: int) -> bytes:
    size = struct.pack("<HH", width, height)
    frame = b"," + bytes(4) + size + b"\0\x08\x02\0\x01\0;"
    return b"GIF89a" + size + b"\x80\0\0" + bytes(6) + frame


def _webp(width: int, height: int) -> bytes:
    body = struct.pack("<I", width | height << 14)[:4]
    data = b"WEBPVP8L" + struct.pack("<I", 4000) + b"\x2f" + body + bytes(3995)
    return b"RIFF" + struct.pack("<I", len(data)) + data


def _tiff(width: int, height: int, *, strips: int, following: int = 0) -> bytes:
    """Return an RGB TIFF whose many strips all start beyond the end of the file."""
    many = strips > 1
    tags = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, strips, 200 if many else 150),
        (277, 3, 1, 3),
        (278, 4, 1, 1 if many else height),
        (279, 4, strips, 200 + 4 * strips if many else width * height * 3),
    ]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", following)
    body = b"\xfe\xff\xff\x7f" * (2 * strips) if many else bytes(range(192))
    return (b"II*\0\x08\0\0\0" + directory).ljust(200 if many else 150, b"\0") + body


def _scan_bomb(width: int, height: int, scans: int) -> bytes:
    """Return a progressive JPEG that asks for the same pixels again and again."""
    plain = file_of(Image.new("L", (width, height), 90), progressive=True)
    first = plain.index(b"\xff\xda")
    second = plain.index(b"\xff\xda", first + 2)
    return plain[:second] + plain[second:-2] * scans + plain[-2:]


# ---------------------------------------------------------------- cut short


def _cut_short() -> Iterator[tuple[bytes, bytes, Fate]]:
    jpeg = file_of(scene(1600, 1200, seed=2), quality=85)
    for tenth in range(1, 10):
        yield b"cut_%d0.jpg" % tenth, jpeg[: len(jpeg) * tenth // 10], "is read"
    progressive = file_of(scene(800, 600, seed=3), progressive=True)
    yield b"cut_progressive.jpg", progressive[: len(progressive) // 2], "is read"
    yield b"cut_header.jpg", jpeg[:200], "fails"
    for name, kind, fate in CUT_FORMATS:
        data = file_of(scene(400, 300, seed=4), kind)
        yield name, data[: len(data) // 2], fate


CUT_FORMATS: tuple[tuple[bytes, str, Fate], ...] = (
    (b"cut.png", "PNG", "is read"),
    (b"cut.gif", "GIF", "is read"),
    (b"cut.bmp", "BMP", "is read"),
    (b"cut.webp", "WEBP", "fails"),
)


# ---------------------------------------------------------------- polyglots and liars


def _polyglots(good: bytes) -> Iterator[tuple[bytes, bytes, Fate]]:
    yield b"jpeg_and_zip.jpg", good + _zip({"index.html": b"<script>"}), "is read"
    yield b"jpeg_in_pdf.jpg", b"%PDF-1.4\n1 0 obj<<>>stream\n" + good + b"\nendstream", "fails"
    picture = Image.fromarray(quarters()).convert("P")
    yield b"gif_and_js.gif", file_of(picture, "GIF", comment=b"*/=1;alert(1);/*"), "is read"


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _liars(good: bytes) -> Iterator[tuple[bytes, bytes, Fate]]:
    picture = scene(seed=5)
    lies = exif_of(
        {0x0112: 99, 0x010F: "\0\x01\x02" * 4000, 0x0110: "\N{RIGHT-TO-LEFT OVERRIDE}"},
        {0x9003: "0000:00:00 00:00:00", 0x9011: "+99:99", 0xA002: 2**31},
    )
    yield b"lies.jpg", file_of(picture, exif=lies), "is read"
    loop = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"
    yield b"exif_loop.jpg", file_of(scene(seed=6), exif=loop), "is read"
    yield b"laughs.jpg", file_of(scene(seed=7), xmp=BILLION_LAUGHS), "is read"


# ---------------------------------------------------------------- not files


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        before = Path.cwd()
        os.chdir(path.parent)  # the address of a socket has room for 107 bytes
        try:
            end.bind(path.name)
        finally:
            os.chdir(before)


def _huge(path: Path) -> None:
    """Make a file of 600 MB that takes no room on the disk."""
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.truncate(600 * 2**20)


def _forbidden(path: Path) -> None:
    path.write_bytes(file_of(scene(seed=8)))
    path.chmod(0)


SPECIAL: tuple[tuple[str, Callable[[Path], None], Fate], ...] = (
    ("pipe.jpg", os.mkfifo, "fails"),
    ("socket.jpg", _socket, "fails"),
    ("device.jpg", lambda path: path.symlink_to("/dev/zero"), "fails"),
    ("loop.jpg", lambda path: path.symlink_to(path.name), "fails"),
    ("nowhere.jpg", lambda path: path.symlink_to("gone/photo.jpg"), "fails"),
    ("huge.jpg", _huge, "fails"),
    ("forbidden.jpg", _forbidden, "either"),  # root may read it
)


if __name__ == "__main__":
    for path, fate in make_hostile_files(Path(sys.argv[1])).items():
        print(f"{fate:8} {path.name!a}")

"""The photos of a benchmark: one flat folder of links to them, or of any number of near copies."""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image

SHARED = Path(__file__).resolve().parents[2] / "shared" / "photos"
DEFAULT_FOLDERS = tuple(SHARED / name for name in ("scenes", "trip", "pairs"))

JPEG_START = b"\xff\xd8"
JPEG_COMMENT = b"\xff\xfe"
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_HEADER_BYTES = 8 + 25  # signature and IHDR chunk


def photos_in(folders: Iterable[Path], limit: int | None = None) -> list[Path]:
    """Return the image files below *folders*, sorted; *limit* takes them spread over the list."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if is_image(path))
    if limit is None or limit >= len(files):
        return files
    return [files[number * len(files) // limit] for number in range(limit)]


def is_image(path: Path) -> bool:
    """Return whether Pillow recognises the file."""
    if not path.is_file():
        return False
    try:
        with Image.open(path):
            return True
    except OSError:
        return False


def link(files: Sequence[Path], folder: Path) -> list[Path]:
    """Fill *folder* with links to *files*, numbered so that names cannot clash."""
    links = [folder / f"{number:05d}-{file.name}" for number, file in enumerate(files)]
    for target, file in zip(links, files, strict=True):
        target.symlink_to(file.resolve())
    return links


def copy(files: Sequence[Path], folder: Path, count: int) -> list[Path]:
    """Fill *folder* with *count* photos: the same pixels, each a file of its own content."""
    written: list[Path] = []
    for number, file in enumerate(itertools.islice(itertools.cycle(files), count)):
        data = distinct(file.read_bytes(), number)
        if data is not None:
            written.append(folder / f"{number:05d}-{file.name}")
            written[-1].write_bytes(data)
    return written


def distinct(data: bytes, number: int) -> bytes | None:
    """Return a JPEG or PNG file with a comment, None for other formats."""
    comment = b"copy %d" % number
    if data.startswith(JPEG_START):
        segment = JPEG_COMMENT + struct.pack(">H", len(comment) + 2) + comment
        return JPEG_START + segment + data[len(JPEG_START) :]
    if data.startswith(PNG_START):
        chunk = b"tEXt" + b"Comment\0" + comment
        checked = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        return data[:PNG_HEADER_BYTES] + checked + data[PNG_HEADER_BYTES:]
    return None

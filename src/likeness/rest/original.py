"""Originals over HTTP: whole, or the part that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from fastapi import Response

from likeness.rest.binary import ASK_AGAIN, Streamed
from likeness.rest.disposition import disposition
from likeness.rest.ranges import Range

if TYPE_CHECKING:
    from likeness.workflows.handout import Original

PIECE = 256 * 1024

MEDIA_TYPES: Mapping[str, str] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "HEIF": "image/heif",
    "RAW": "application/octet-stream",
}
"""By content, never by name: nothing in it runs as a page or script."""


def tag_of(photo: str) -> str:
    """Return the ETag of a photo's file: its SHA-256."""
    return f'"{photo}"'


def not_modified(photo: str) -> Response:
    """Say that the visitor has the file already."""
    headers = {"ETag": tag_of(photo), "Cache-Control": ASK_AGAIN}
    return Response(status_code=304, headers=headers)


def sent(
    original: Original,
    photo: str,
    part: Range | None,
    opened: ExitStack,
    *,
    body: bool,
    attachment: bool,
) -> Response:
    """Return *original*, or *part* of it; *opened* is closed once it is sent."""
    headers = {
        "ETag": tag_of(photo),
        "Cache-Control": ASK_AGAIN,
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(original.name, attachment=attachment),
    }
    start, end = part or (0, original.bytes)
    headers["Content-Length"] = str(end - start)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{original.bytes}"
    return Streamed(
        _pieces(original.file, start, end) if body else iter(()),
        close=opened.close,
        status_code=200 if part is None else 206,
        headers=headers,
        media_type=MEDIA_TYPES[original.format],
    )


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    left = end - start
    while left > 0:
        piece = file.read(min(PIECE, left))
        if not piece:
            raise OSError("The file became shorter while it was sent.")
        left -= len(piece)
        yield piece

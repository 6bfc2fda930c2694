"""Originals: opened for reading only, and handed on only when they are what was indexed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from likeness.errors import ExportError, PhotoError
from likeness.sources.open import is_bucket
from likeness.types import Photo
from likeness.workflows.files import create, settled
from likeness.workflows.incoming import at_hand
from likeness.workflows.manifest import Link
from likeness.workflows.names import safe_name
from likeness.workflows.parts import Parts

CHUNK = 2**20


def file_name(photo: Photo, origins: Sequence[str]) -> str:
    """Return the name that a copy of *photo* gets: that of its first origin, made safe."""
    return safe_name(Path(origins[0]).name if origins else photo.sha256)


def tags(photo: Photo) -> tuple[str, ...]:
    """Return what tells photos of one name apart, from short to surely unique."""
    return (photo.sha256[:8], photo.sha256[:16], photo.sha256)


def place(
    parts: Parts, photo: Photo, origins: Sequence[str], target: Path, link: Link
) -> str | None:
    """Put *photo* at *target*, whole or not at all, replacing what lies there.

    Args:
        parts: The open library.
        photo: What the content has to be.
        origins: Paths and addresses where that content may lie; the first that holds it is used,
            those on this machine before those in buckets.
        target: In an existing folder.
        link: "copy" is checked against the photo's SHA-256 while it is copied and keeps the time
            of change; "soft" and "hard" are checked by size only.

    Returns:
        The origin that was used; None when none of them holds the photo any more.

    Raises:
        ExportError: A link cannot be made there.
        StoreUnavailableError: A bucket does not answer.
        OSError: The target cannot be written.
    """
    for origin in sorted(origins, key=is_bucket):
        try:
            if link == "copy":
                _copy(parts, photo, origin, target)
            elif is_bucket(origin):
                raise ExportError(
                    f"{origin} lies in a bucket, and nothing can link into one. "
                    "Export with --link copy instead."
                )
            else:
                _link(photo, origin, target, link)
        except PhotoError:
            continue
        return origin
    return None


@contextmanager
def opened(parts: Parts, photo: Photo, origin: str) -> Iterator[BinaryIO]:
    """Yield the file at *origin* for reading, or a copy of it, if by its size it can be *photo*.

    Raises:
        PhotoError: It cannot be read, is no regular file, or has another size.
        StoreUnavailableError: It lies in a bucket that does not answer.
    """
    with at_hand(parts, origin) as path, _opened(photo, str(path)) as file:
        yield file


@contextmanager
def _opened(photo: Photo, origin: str) -> Iterator[BinaryIO]:
    with _open(origin) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size != photo.bytes:
            raise _changed(origin)
        yield file


@contextmanager
def whole(parts: Parts, photo: Photo) -> Iterator[BinaryIO]:
    """Yield the first file of *photo* that still holds it, read through and rewound.

    Raises:
        PhotoError: None does.
        StoreUnavailableError: A bucket does not answer.
    """
    with ExitStack() as stack:
        yield _first_whole(parts, photo, stack)


def _first_whole(parts: Parts, photo: Photo, stack: ExitStack) -> BinaryIO:
    for origin in sorted(photo.paths, key=is_bucket):
        try:
            file = stack.enter_context(opened(parts, photo, origin))
            check_content(photo, file)
        except PhotoError:
            stack.close()
            continue
        return file
    raise PhotoError("vanished", f"No file of photo {photo.sha256[:12]} is what was indexed.")


def check_content(photo: Photo, file: BinaryIO) -> None:
    """Read *file* through and rewind it. Raises `PhotoError` unless it is *photo*."""
    digest = sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    if digest.hexdigest() != photo.sha256:
        raise _changed(file.name)
    file.seek(0)


def _open(origin: str) -> BinaryIO:
    try:
        return open(origin, "rb", opener=_open_now)
    except (OSError, ValueError) as exc:
        raise PhotoError("vanished", f"{origin} cannot be opened: {exc}.") from exc


def _open_now(path: str, flags: int) -> int:
    """Open without waiting for a writer: a FIFO may lie there by now."""
    return os.open(path, flags | os.O_NONBLOCK)


def _copy(parts: Parts, photo: Photo, origin: str, target: Path) -> None:
    with opened(parts, photo, origin) as file, settled(target) as partial:
        digest = sha256()
        with create(partial) as out:
            for chunk in _chunks(file):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != photo.sha256:
            raise _changed(origin)
        found = os.fstat(file.fileno())
        os.utime(partial, ns=(found.st_atime_ns, found.st_mtime_ns))


def _link(photo: Photo, origin: str, target: Path, link: Link) -> None:
    with _opened(photo, origin), settled(target) as partial:
        try:
            if link == "soft":
                partial.symlink_to(origin)
            else:
                partial.hardlink_to(os.path.realpath(origin))
        except OSError as exc:
            raise ExportError(
                f"Cannot make a {link} link to {origin} in {target.parent}: "
                f"{exc.strerror or exc}. Export with --link copy instead."
            ) from exc


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while True:
        try:
            chunk = file.read(CHUNK)
        except OSError as exc:
            raise PhotoError("unreadable", f"{file.name} cannot be read: {exc}.") from exc
        if not chunk:
            return
        yield chunk


def _changed(origin: str) -> PhotoError:
    return PhotoError("vanished", f"{origin} is not the photo that was indexed any more.")

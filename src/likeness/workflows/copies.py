"""Copies of chosen photos, in a folder or a zip file."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO

from likeness.catalog.base import PhotoFilter
from likeness.errors import ExportError, PhotoError
from likeness.sources.open import is_bucket
from likeness.types import ExportReport, Photo
from likeness.workflows.files import os_errors_as_ours, written
from likeness.workflows.manifest import sha256_of
from likeness.workflows.names import Namer
from likeness.workflows.originals import CHUNK, check_content, file_name, opened, place, tags
from likeness.workflows.parts import Parts
from likeness.workflows.targets import copy_folder, export_file

FIRST_ZIP_YEAR, LAST_ZIP_YEAR = 1980, 2107


def copy_photos(parts: Parts, photos: Sequence[str], folder: Path) -> ExportReport:
    """Copy photos to *folder*, never replacing a file; those that are there already stay.

    Args:
        parts: The open library.
        photos: Paths or ids.
        folder: Made if absent.

    Raises:
        UnknownPhotoError: A photo is not in the library.
        ExportError: The folder cannot be used or written.
    """
    root = copy_folder(parts, folder)
    copied: list[Photo] = []
    new = missing = 0
    with os_errors_as_ours(root):
        root.mkdir(parents=True, exist_ok=True)
        namer = Namer()
        for photo in _chosen(parts, photos):
            target = root / _name_in(root, photo, namer)
            if not target.exists():
                if place(parts, photo, photo.paths, target, "copy") is None:
                    missing += 1
                    continue
                new += 1
            copied.append(photo)
    return _report(copied, new=new, missing=missing)


def zip_photos(parts: Parts, photos: Sequence[str], file: Path) -> ExportReport:
    """Write photos to a new zip *file*, which appears when it is complete.

    Args:
        parts: The open library.
        photos: Paths or ids.
        file: Ends in .zip and does not exist.

    Raises:
        UnknownPhotoError: A photo is not in the library.
        ExportError: The file exists or cannot be written.
    """
    target = export_file(parts, file, (".zip",))
    if target.exists():
        raise ExportError(f"{target} exists. Choose another name or remove it first.")
    packed: list[Photo] = []
    missing = 0
    with os_errors_as_ours(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with written(target) as out, zipfile.ZipFile(out, "w") as archive:
            namer = Namer()
            for photo in _chosen(parts, photos):
                name = namer.name(file_name(photo, photo.paths), tags(photo))
                if _pack(parts, archive, photo, name):
                    packed.append(photo)
                else:
                    missing += 1
    return _report(packed, new=len(packed), missing=missing)


def _chosen(parts: Parts, photos: Sequence[str]) -> list[Photo]:
    """Return each photo once, by time taken."""
    ids = tuple(dict.fromkeys(parts.catalog.find_photo(photo) for photo in photos))
    return list(parts.catalog.photos(PhotoFilter(ids=ids)))


def _name_in(root: Path, photo: Photo, namer: Namer) -> str:
    def is_free(name: str) -> bool:
        path = root / name
        if not path.exists() and not path.is_symlink():
            return True
        return (
            path.is_file()
            and path.stat().st_size == photo.bytes
            and sha256_of(path) == photo.sha256
        )

    return namer.name(file_name(photo, photo.paths), tags(photo), is_free)


def _pack(parts: Parts, archive: zipfile.ZipFile, photo: Photo, name: str) -> bool:
    """Add *photo* to the archive from the first path that still holds it."""
    for origin in sorted(photo.paths, key=is_bucket):
        try:
            with opened(parts, photo, origin) as file:
                check_content(photo, file)
                with archive.open(zip_entry(photo, name, file), "w") as packed:
                    for _ in copied(photo, file, packed):
                        pass
        except PhotoError:
            continue
        return True
    return False


def zip_entry(photo: Photo, name: str, file: BinaryIO) -> zipfile.ZipInfo:
    """Return the entry of *photo*, which lies in *file*: stored, since pictures do not shrink."""
    entry = zipfile.ZipInfo(name, _zip_time(os.fstat(file.fileno()).st_mtime))
    entry.external_attr = 0o644 << 16
    entry.file_size = photo.bytes  # whether it needs ZIP64 is decided by this
    return entry


def copied(photo: Photo, file: BinaryIO, packed: IO[bytes]) -> Iterator[None]:
    """Copy *file*, found to be *photo*, a piece at a time.

    Raises:
        ExportError: It no longer is; what was packed cannot be taken back.
    """
    digest = sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        packed.write(chunk)
        yield
    if digest.hexdigest() != photo.sha256:
        raise ExportError(f"{file.name} changed while it was packed. Run the same again.")


def _zip_time(seconds: float) -> tuple[int, int, int, int, int, int]:
    """Return the local time as zip files hold it: from 1980 to 2107."""
    moment = time.localtime(seconds)
    if moment.tm_year < FIRST_ZIP_YEAR:
        return (FIRST_ZIP_YEAR, 1, 1, 0, 0, 0)
    if moment.tm_year > LAST_ZIP_YEAR:
        return (LAST_ZIP_YEAR, 12, 31, 23, 59, 58)
    return (
        moment.tm_year,
        moment.tm_mon,
        moment.tm_mday,
        moment.tm_hour,
        moment.tm_min,
        moment.tm_sec,
    )


def _report(photos: list[Photo], *, new: int, missing: int) -> ExportReport:
    return ExportReport(
        people=0,
        photos=len(photos),
        bytes=sum(photo.bytes for photo in photos),
        files=len(photos),
        written=new,
        missing=missing,
    )

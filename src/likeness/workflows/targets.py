"""Where an export may write: never into the library or the photos it was made from."""

from __future__ import annotations

import os
from pathlib import Path

from likeness.errors import ExportError
from likeness.sources.open import is_bucket
from likeness.types import PhotoId
from likeness.workflows.manifest import sha256_of
from likeness.workflows.parts import Parts


def export_folder(parts: Parts, folder: Path) -> Path:
    """Return *folder* resolved, for an export that adds, replaces and removes files there.

    Raises:
        ExportError: It lies inside the library or a source, or one of these, or a photo that was
            added by itself, lies inside it.
    """
    target = _resolved(folder)
    for what, place in [("library", parts.folder), *_sources(parts)]:
        if is_within(target, place):
            raise ExportError(
                f"{target} lies inside the {what} {place}. Choose a folder outside of it."
            )
        if is_within(place, target):
            raise ExportError(
                f"The {what} {place} lies inside {target}. Choose a folder that holds no photos."
            )
    for photo in _single_files(parts):
        if is_within(photo, target):
            raise ExportError(
                f"The photo {photo} lies inside {target}. Choose a folder that holds no photos."
            )
    return target


def copy_folder(parts: Parts, folder: Path) -> Path:
    """Return *folder* resolved, for copies that never replace or remove anything.

    Raises:
        ExportError: It lies inside the library.
    """
    target = _resolved(folder)
    _outside_library(parts, target)
    return target


def export_file(parts: Parts, file: Path, endings: tuple[str, ...]) -> Path:
    """Return *file* resolved, for a file that is replaced if it exists.

    Raises:
        ExportError: Another ending than *endings*; inside the library; there is something else
            than a file; or there is a file that is a photo, or may be one: inside a source.
    """
    if file.suffix.lower() not in endings:
        raise ExportError(f"{file} must end in {' or '.join(endings)}, got {file.suffix!r}.")
    target = _resolved(file)
    _outside_library(parts, target)
    if target.exists():
        if not target.is_file():
            raise ExportError(f"{target} exists and is not a file. Choose another name.")
        if any(is_within(target, place) for _, place in _sources(parts)):
            raise ExportError(f"{target} exists and lies inside a source. Choose another name.")
        if _is_photo(parts, target):
            raise ExportError(f"{target} is a photo of this library. Choose another name.")
    return target


def is_within(inner: Path, outer: Path) -> bool:
    """Return whether *inner* is *outer* or below it, also under another name of it.

    Files are compared by identity, which sees through bind mounts and ignored case; paths that do
    not exist are compared by name.
    """
    outer, inner = Path(os.path.realpath(outer)), Path(os.path.realpath(inner))
    below = [inner, *inner.parents]
    return outer in below or any(_same(place, outer) for place in below)


def _resolved(path: Path) -> Path:
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError) as exc:
        raise ExportError(f"{path} cannot be used as a target: {exc}.") from exc


def _outside_library(parts: Parts, target: Path) -> None:
    if is_within(target, parts.folder):
        raise ExportError(
            f"{target} lies inside the library {parts.folder}. Choose a place outside of it."
        )


def _sources(parts: Parts) -> list[tuple[str, Path]]:
    return [
        ("source", Path(row.uri))
        for row in parts.catalog.sources()
        if row.kind == "folder" and not is_bucket(row.uri)
    ]


def _single_files(parts: Parts) -> list[Path]:
    """Return the files that were added one by one: the folders around them are no sources."""
    return [
        Path(row.uri) / path
        for row in parts.catalog.sources()
        if row.kind == "files" and not is_bucket(row.uri)
        for path in parts.catalog.locations(row.id)
    ]


def _is_photo(parts: Parts, file: Path) -> bool:
    """Return whether *file* was added, or is a copy of what was, wherever it lies."""
    if any(_same(file, photo) for photo in _single_files(parts)):
        return True
    try:
        return bool(parts.catalog.analysed([PhotoId(sha256_of(file))]))
    except OSError as exc:
        raise ExportError(f"{file} exists and cannot be read: {exc.strerror}.") from exc


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False

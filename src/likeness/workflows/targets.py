"""Where an export may write: never into the library or the photos it was made from."""

from __future__ import annotations

from pathlib import Path

from likeness.errors import ExportError
from likeness.workflows.parts import Parts


def export_folder(parts: Parts, folder: Path) -> Path:
    """Return *folder* resolved, for an export that adds, replaces and removes files there.

    Raises:
        ExportError: It lies inside the library or a source, or one of these lies inside it.
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
            than a file; or there is a file inside a source, which may be a photo.
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
    return target


def is_within(inner: Path, outer: Path) -> bool:
    """Return whether *inner* is *outer* or below it, also under another name of it.

    Files are compared by identity, which sees through bind mounts and ignored case; paths that do
    not exist are compared by name.
    """
    outer = outer.resolve()
    below = [inner.resolve(), *inner.resolve().parents]
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
    return [("source", Path(row.uri)) for row in parts.catalog.sources() if row.kind == "folder"]


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False

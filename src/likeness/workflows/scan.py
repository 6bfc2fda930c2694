"""What lies below a folder: regular files with their stat, and what cannot be looked at."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from likeness.errors import Reason

KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file; *path* is relative to the source, with "/" between parts."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that is there but is no readable file or folder."""

    path: str
    reason: Reason
    detail: str
    folder: bool = False  # True: what lies below is unknown, so nothing below is missing
    size: int = 0
    mtime_ns: int = 0


def walk(
    root: Path, prefix: str = "", *, avoid: frozenset[str] = frozenset()
) -> Iterator[FoundFile | Obstacle]:
    """Yield everything below *root*/*prefix* in a fixed order.

    Hidden files and folders are left out, links to folders are not followed (links to files are),
    and folders in *avoid* (absolute paths) are not entered. Never raises for what it meets.

    Args:
        root: The source's folder.
        prefix: "" for all of it, "a/b/" for a folder in it, "a/b.jpg" for one file.
        avoid: Paths of folders to leave out, whatever they are called here, such as the library
            itself.
    """
    if prefix and not prefix.endswith("/"):
        yield look_at(root / prefix, prefix)
        return
    avoided = {identity(folder) for folder in avoid} - {None}
    stack = [prefix]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(root / folder) as entries:
                listed = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as exc:
            yield obstacle(folder.rstrip("/") or ".", exc, folder=True)
            continue
        below: list[str] = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            path = folder + entry.name
            if _is_folder(entry):
                if not entry.is_symlink() and not (avoided and identity(entry.path) in avoided):
                    below.append(path + "/")
            else:
                yield look_at(Path(entry.path), path)
        stack.extend(reversed(below))


def look_at(file: Path, path: str) -> FoundFile | Obstacle:
    """Return what one path is, following links, without opening it."""
    try:
        info = os.stat(file)
    except OSError as exc:
        return obstacle(path, exc)
    if stat.S_ISREG(info.st_mode):
        return FoundFile(path, info.st_size, info.st_mtime_ns)
    kind = KINDS.get(stat.S_IFMT(info.st_mode), "a folder")
    return Obstacle(path, "not_a_file", f"This is {kind}, not a file.")


def obstacle(path: str, exc: OSError, *, folder: bool = False) -> Obstacle:
    """Say in our words why the system would not let us look."""
    what = "folder" if folder else "file"
    if exc.errno == errno.ELOOP:
        return Obstacle(path, "symlink_loop", "This link leads back to itself.", folder)
    if isinstance(exc, FileNotFoundError):
        return Obstacle(path, "vanished", f"The {what} is gone, or a link to nothing.", folder)
    if isinstance(exc, PermissionError):
        return Obstacle(
            path, "permission", f"No permission to read this {what}: allow reading it.", folder
        )
    return Obstacle(path, "unreadable", f"The {what} cannot be read: {exc.strerror}.", folder)


def identity(folder: str) -> tuple[int, int] | None:
    """Return what a folder has under all its names; None if there is none."""
    try:
        info = os.stat(folder)
    except OSError:
        return None
    return info.st_dev, info.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself: `look_at` says so
        return False

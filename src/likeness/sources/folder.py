"""Photos in a folder: regular files with their stat, and what cannot be looked at."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from likeness.errors import PhotoError
from likeness.sources.base import FoundFile, Obstacle
from likeness.sources.targets import new_file, require_small

KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}

CHUNK = 2**20  # bytes
TRIES = 4  # at a file that changes while it is copied


class FolderSource:
    """A `PhotoSource` in a folder of this machine, which is never written to.

    Args:
        root: Its absolute path.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def uri(self) -> str:
        return str(self._root)

    def is_there(self) -> bool:
        try:
            with os.scandir(self._root) as entries:
                return next(entries, None) is not None
        except OSError:
            return False

    def walk(
        self, prefix: str = "", *, avoid: frozenset[str] = frozenset()
    ) -> Iterator[FoundFile | Obstacle]:
        return walk(self._root, prefix, avoid=avoid)

    def look(self, path: str) -> FoundFile | Obstacle:
        return look_at(self._root / path, path)

    def local(self, path: str) -> Path:
        return self._root / path

    def fetch(self, path: str, target: Path, *, max_bytes: int) -> FoundFile:
        for _ in range(TRIES):
            with suppress(_ChangedError), _opened(self._root / path, path) as handle:
                return _copied(handle, path, target, max_bytes)
        raise PhotoError("unreadable", "The file changes while it is read: try again later.")


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


class _ChangedError(Exception):
    """A file became another while it was copied."""


@contextmanager
def _opened(file: Path, path: str) -> Iterator[int]:
    """Yield a handle of the regular file at *file*, without waiting for whatever else is there."""
    found = look_at(file, path)  # opening some devices already does something
    if isinstance(found, Obstacle):
        raise PhotoError(found.reason, found.detail)
    try:
        # O_NONBLOCK: should it have become a named pipe by now, do not wait for its writer.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as exc:
        raise _unreadable(path, exc) from exc
    try:
        yield handle
    finally:
        os.close(handle)


def _copied(handle: int, path: str, target: Path, max_bytes: int) -> FoundFile:
    """Copy an open file. Raises `_ChangedError` if it is not the same at the end."""
    found = _state(handle, path)
    require_small(found.size, max_bytes)
    with new_file(target) as file:
        size = 0
        while part := _read(handle, path):
            file.write(part, size)
            size += len(part)
            if size > found.size:
                raise _ChangedError
        if size != found.size or _state(handle, path) != found:
            raise _ChangedError
        file.set_time(found.mtime_ns)
    return found


def _state(handle: int, path: str) -> FoundFile:
    info = os.fstat(handle)
    if not stat.S_ISREG(info.st_mode):
        raise PhotoError("not_a_file", "This is no file any more.")
    return FoundFile(path, info.st_size, info.st_mtime_ns)


def _read(handle: int, path: str) -> bytes:
    try:
        return os.read(handle, CHUNK)
    except OSError as exc:
        raise _unreadable(path, exc) from exc


def _unreadable(path: str, exc: OSError) -> PhotoError:
    found = obstacle(path, exc)
    return PhotoError(found.reason, found.detail)

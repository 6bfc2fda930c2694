"""Reading a photo's bytes from any path, whatever lies there."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from likeness.errors import PhotoError, Reason
from likeness.imaging.limits import Limits

CHUNK = 4 * 2**20  # bytes asked for at a time once a file turns out longer than it said

REASON_OF_ERRNO: dict[int, tuple[Reason, str]] = {
    errno.ENOENT: ("vanished", "The file is no longer there."),
    errno.ENOTDIR: ("vanished", "A folder on the way to the file is no longer there."),
    errno.ESTALE: ("vanished", "The file is no longer there (stale network handle)."),
    errno.EACCES: ("permission", "No permission to read the file."),
    errno.EPERM: ("permission", "No permission to read the file."),
    errno.ELOOP: ("symlink_loop", "The symbolic link leads back to itself."),
    errno.EISDIR: ("not_a_file", "This is a folder, not a file."),
    errno.ENXIO: ("not_a_file", "This is a socket or a device, not a file."),
    errno.ENODEV: ("not_a_file", "This is a device, not a file."),
}

KIND_OF_MODE = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """Size and time of an open file, as the file system gave them."""

    size: int  # bytes
    mtime_ns: int


class FileError(PhotoError):
    """A file that could not be read; carries its state as far as it is known."""

    def __init__(self, reason: Reason, detail: str, state: FileState) -> None:
        super().__init__(reason, detail)
        self.state = state


UNKNOWN_STATE = FileState(size=0, mtime_ns=0)


def read_file(path: str, limits: Limits) -> tuple[bytes, FileState]:
    """Read all of the regular file at *path*, following symbolic links.

    A pipe, socket or device is recognised without waiting for it and without touching it.

    Returns:
        The bytes, and the state of the file that they came from.

    Raises:
        FileError: Nothing could be read; `reason` says why.
    """
    state = UNKNOWN_STATE
    try:
        state = _state_of(Path(path).stat())  # opening some devices already does something
        # O_NONBLOCK: should it have become a named pipe by now, do not wait for its writer.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            state = _state_of(os.fstat(handle))
            data = _read_all(handle, state, limits.max_bytes)
        finally:
            os.close(handle)
    except OSError as exc:
        raise _translated(exc, state) from exc
    except ValueError as exc:  # a NUL in the name
        raise FileError("vanished", f"No file can have this name: {exc}.", state) from exc
    if not data:
        raise FileError("empty", "The file is empty.", state)
    return data, state


def _state_of(found: os.stat_result) -> FileState:
    state = FileState(size=found.st_size, mtime_ns=found.st_mtime_ns)
    if not stat.S_ISREG(found.st_mode):
        kind = KIND_OF_MODE.get(stat.S_IFMT(found.st_mode), "something else")
        raise FileError("not_a_file", f"This is {kind}, not a file.", state)
    return state


def _read_all(handle: int, state: FileState, max_bytes: int) -> bytes:
    """Read to the end. The stated size is only a hint: files grow, and /proc says 0."""
    _require_small(state.size, max_bytes, state)
    parts: list[bytes] = []
    total = 0
    wanted = state.size + 1
    while part := os.read(handle, wanted):
        parts.append(part)
        total += len(part)
        _require_small(total, max_bytes, state)
        wanted = CHUNK
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _require_small(size: int, max_bytes: int, state: FileState) -> None:
    if size > max_bytes:
        detail = f"The file has {size:,} bytes or more, the limit is {max_bytes:,}."
        raise FileError("too_many_bytes", detail, state)


def _translated(exc: OSError, state: FileState) -> FileError:
    reason, detail = REASON_OF_ERRNO.get(
        exc.errno or 0, ("unreadable", f"The file could not be read: {exc.strerror or exc}.")
    )
    return FileError(reason, detail, state)

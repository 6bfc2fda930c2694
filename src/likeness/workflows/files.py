"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from likeness.errors import ExportError

PARTIAL_PREFIX = ".likeness-"
PARTIAL_SUFFIX = ".part"


@contextmanager
def os_errors_as_ours(target: Path) -> Iterator[None]:
    """Let no OSError out of an export: say which target could not be written, and why."""
    try:
        yield
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise ExportError(
            f"Cannot write {target}: {reason}. Mend that or choose another place, and run it again."
        ) from exc


def partial_path(target: Path) -> Path:
    """Return an unused name beside *target* for what is not complete yet."""
    return target.with_name(f"{PARTIAL_PREFIX}{secrets.token_hex(8)}{PARTIAL_SUFFIX}")


def remove_partials(folder: Path) -> None:
    """Remove what a killed run left in *folder*."""
    for path in folder.glob(f"{PARTIAL_PREFIX}*{PARTIAL_SUFFIX}"):
        path.unlink(missing_ok=True)


@contextmanager
def settled(target: Path) -> Iterator[Path]:
    """Yield a partial name; what the block puts there replaces *target* when the block succeeds.

    A symbolic or hard link at *target* is replaced, never followed or written through.
    """
    partial = partial_path(target)
    try:
        yield partial
        partial.replace(target)
    finally:
        # Renaming one hard link over another of the same file leaves both names in place.
        with suppress(OSError):
            partial.unlink(missing_ok=True)


@contextmanager
def written(target: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that becomes *target*, on the disk, when the block succeeds."""
    with settled(target) as partial, create(partial) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def create(path: Path) -> BinaryIO:
    """Open a new file for writing, with the mode that the user's umask gives."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb")

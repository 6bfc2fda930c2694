"""What evaluation keeps: one library for each detector and model, all of it disposable."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from likeness.catalog.writer import hold_all
from likeness.errors import LibraryBusyError, LibraryError, StoreUnavailableError

CATALOG = "catalog.db"

ENGINE = re.compile(r"[a-z0-9-]+-[0-9a-f]{12}_[a-z0-9-]+-[0-9a-f]{12}")
"""Names of engines, as `assembly.engine_name` makes them: a half-removed one is still found, and
what somebody else keeps beside them is never touched, whatever it holds."""

REMOVING = ".removing-"
LEFTOVER = re.compile(re.escape(REMOVING) + r"[0-9a-f]{16}")

ATTEMPTS = 20
"""At removing a folder while somebody else removes it too."""


def engines(cache: Path) -> Iterator[Path]:
    """Yield the folder of every detector and model of which something is kept, links as well."""
    return _named(cache, ENGINE)


def remove_engines(cache: Path) -> int:
    """Remove all of them, nothing else, and return the number of bytes.

    Raises:
        LibraryBusyError: An evaluation is running.
        StoreUnavailableError: Something cannot be removed. All else is removed all the same.
    """
    freed, failures = remove_leftovers(cache)
    for folder in engines(cache):
        try:
            freed += remove_engine(folder)
        except LibraryError as exc:
            failures.append(exc)
    if failures:
        raise failures[0]
    return freed


def remove_engine(folder: Path) -> int:
    """Remove one of them and return the number of bytes.

    It gets another name first: whoever opens it meanwhile makes a new one, and what cannot be
    removed is found again. It is held like any library, so that nobody writes into it meanwhile.

    Raises:
        LibraryBusyError: An evaluation is running.
        StoreUnavailableError: It is a link, or something in it cannot be removed.
    """
    if folder.is_symlink():
        raise StoreUnavailableError(
            f"{folder} is a link, and nothing is deleted where it leads. Remove it yourself."
        )
    unwanted = folder.with_name(REMOVING + secrets.token_hex(8))
    try:
        with hold_all(folder, "clear"):
            try:
                folder.rename(unwanted)
            except OSError as exc:
                raise StoreUnavailableError(f"{folder} cannot be removed: {exc.strerror}.") from exc
            return _remove(unwanted)
    except LibraryBusyError as exc:
        raise LibraryBusyError(
            f"An evaluation is running, and writes to {folder}. Try again when it is done."
        ) from exc


def remove_leftovers(cache: Path) -> tuple[int, list[LibraryError]]:
    """Remove what earlier removals left, and return the number of bytes and what failed."""
    freed = 0
    failures: list[LibraryError] = []
    for folder in _named(cache, LEFTOVER):
        try:
            freed += 0 if folder.is_symlink() else _remove(folder)
        except LibraryError as exc:
            failures.append(exc)
    return freed, failures


def _named(cache: Path, name: re.Pattern[str]) -> Iterator[Path]:
    """Yield the folders of such a name. The cache itself may be a link: evaluations follow it."""
    top = Path(os.path.realpath(cache))
    try:
        entries = sorted(top.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as exc:
        raise StoreUnavailableError(f"{top} cannot be looked at: {exc.strerror}.") from exc
    for entry in entries:
        if name.fullmatch(entry.name) and (entry.is_symlink() or entry.is_dir()):
            yield entry


def _remove(folder: Path) -> int:
    """Remove a folder and return how many bytes it held. Raises `StoreUnavailableError`."""
    held = _bytes_in(folder)
    for _ in range(ATTEMPTS):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            if not folder.exists():
                break
        except OSError as exc:
            raise StoreUnavailableError(
                f"{exc.filename or folder} cannot be removed: {exc.strerror}."
            ) from exc
        else:
            break
    return held


def _bytes_in(folder: Path) -> int:
    held = 0
    for inside, _, files in os.walk(folder):
        for file in files:
            with suppress(OSError):  # somebody else removes it too
                held += os.lstat(os.path.join(inside, file)).st_size
    return held

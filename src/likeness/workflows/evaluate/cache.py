"""What evaluation keeps: one library for each detector and model, all of it disposable."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from likeness.errors import StoreUnavailableError

CATALOG = "catalog.db"


def engines(cache: Path) -> Iterator[Path]:
    """Yield the folder of every detector and model of which something is kept."""
    if cache.is_symlink() or not cache.is_dir():
        return
    for folder in sorted(cache.iterdir()):
        if folder.is_dir() and not folder.is_symlink() and (folder / CATALOG).is_file():
            yield folder


def remove_engines(cache: Path) -> int:
    """Remove all of them, nothing else, and return the number of bytes.

    Raises:
        StoreUnavailableError: Something cannot be removed.
    """
    return sum(remove_engine(folder) for folder in list(engines(cache)))


def remove_engine(folder: Path) -> int:
    """Remove one of them and return the number of bytes. Raises as `remove_engines` does."""
    freed = sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())
    try:
        shutil.rmtree(folder)
    except OSError as exc:
        raise StoreUnavailableError(
            f"{exc.filename or folder} cannot be removed: {exc.strerror}."
        ) from exc
    return freed

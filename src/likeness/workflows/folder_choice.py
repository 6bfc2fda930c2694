"""Choosing a folder on the server's machine from afar: below some roots, and never out of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from likeness.errors import AccessRefusedError, UsageError

MOST = 2000
"""Folders listed of one folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFolder:
    """A folder that may be chosen, and what may be chosen inside it."""

    path: str  # "" above all roots
    parent: str | None  # "" above all roots; None: this is above all roots
    folders: tuple[str, ...]  # paths, sorted


class FolderChoice:
    """Looks into folders below *roots* only, where links are followed before it is asked.

    Hidden folders (".ssh") and what lies in them cannot be chosen, nor can *avoid*.
    """

    def __init__(self, roots: Iterable[str], *, avoid: Iterable[Path] = ()) -> None:
        wanted = (os.path.realpath(os.path.expanduser(root)) for root in roots)
        self._roots = tuple(sorted(dict.fromkeys(wanted)))
        self._avoid = tuple(os.path.realpath(path) for path in avoid)

    def look(self, path: str = "") -> ChosenFolder:
        """Return the folders in *path*; "": the roots.

        Raises:
            AccessRefusedError: It may not be chosen.
            UsageError: It is no folder, or cannot be read.
        """
        if not path:
            there = tuple(root for root in self._roots if os.path.isdir(root))
            return ChosenFolder(path="", parent=None, folders=there)
        folder = self.require(path)
        return ChosenFolder(
            path=folder,
            parent="" if folder in self._roots else os.path.dirname(folder),
            folders=tuple(self._inside(folder)),
        )

    def require(self, path: str) -> str:
        """Return where *path* really lies.

        Raises:
            AccessRefusedError: It may not be chosen.
            UsageError: It is no folder.
        """
        if "\x00" in path or not os.path.isabs(os.path.expanduser(path)):
            raise UsageError("Give the folder's path from the root.")
        real = os.path.realpath(os.path.expanduser(path))
        if not self._may_be_chosen(real):
            raise AccessRefusedError(
                "This folder may not be chosen from here: only visible ones below serve.roots may, "
                "wherever links lead. `likeness add` on the server's machine takes any."
            )
        if not os.path.isdir(real):
            raise UsageError("There is no such folder on the server.")
        return real

    def _may_be_chosen(self, real: str) -> bool:
        for root in self._roots:
            below = os.path.relpath(real, root)
            parts = () if below == os.curdir else tuple(below.split(os.sep))
            if not any(part.startswith(".") for part in parts):
                return not any(_is_within(real, avoided) for avoided in self._avoid)
        return False

    def _inside(self, folder: str) -> list[str]:
        try:
            with os.scandir(folder) as entries:
                found = sorted(entry.path for entry in entries if entry.is_dir())
        except OSError as exc:
            raise UsageError(f"The folder cannot be read: {exc.strerror}.") from exc
        return [path for path in found if self._may_be_chosen(os.path.realpath(path))][:MOST]


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)

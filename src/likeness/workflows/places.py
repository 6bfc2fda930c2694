"""Which source a path that the user names belongs to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from likeness.catalog.base import Catalog, SourceRow
from likeness.errors import UsageError


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a source: all of it (prefix ""), a folder in it ("a/"), or one file ("a/b")."""

    source: SourceRow
    prefix: str

    @property
    def root(self) -> Path:
        """The source's folder."""
        return Path(self.source.uri)


def place_of(catalog: Catalog, path: Path) -> Place:
    """Return the place that *path* names, making a source for it where none holds it yet.

    Sources never overlap: a folder inside a source is a part of it, and a new source takes over
    the sources inside it, with everything known of them.

    Raises:
        UsageError: Nothing is there.
    """
    wanted = absolute(path)
    if not os.path.lexists(wanted):
        raise UsageError(absence(wanted, "file or folder"))
    folder = os.path.isdir(wanted)
    known = catalog.sources()
    for source in known:
        inside = relative(wanted, source.uri)
        if inside is not None and (inside or source.kind == "folder"):
            return Place(source, inside + "/" if inside and folder else inside)
    if not folder:
        parent = catalog.add_source("files", os.path.dirname(wanted))
        return Place(parent, os.path.basename(wanted))
    made = catalog.add_source("folder", wanted)
    for source in known:
        below = relative(source.uri, wanted)
        if below:
            catalog.rebase_source(source.id, made.id, below + "/")
    return Place(made, "")


def known_places(catalog: Catalog) -> list[Place]:
    """Return every whole folder that is a source.

    Raises:
        UsageError: There is none.
    """
    places = [Place(source, "") for source in catalog.sources() if source.kind == "folder"]
    if not places:
        raise UsageError("No folder is known yet: say which to index, as in `add ~/Pictures`.")
    return places


def absence(path: str | Path, what: str) -> str:
    """Say that no *what* can be seen at *path*, and whether a folder above it is closed to us."""
    try:
        os.lstat(path)
    except PermissionError:
        return f"No permission to look at {path}: allow entering the folders above it."
    except OSError:
        pass
    return f"There is no {what} {path}."


def absolute(path: str | Path) -> str:
    """Return *path* from the root, with "~" replaced; links are left as they are."""
    return os.path.abspath(os.path.expanduser(path))


def relative(path: str, folder: str) -> str | None:
    """Return *path* below *folder* ("" for the folder itself), None if it lies elsewhere."""
    if path == folder:
        return ""
    below = folder.rstrip("/") + "/"
    return path[len(below) :] if path.startswith(below) else None


def is_mounted(source: SourceRow) -> bool:
    """Whether the source's folder is really there.

    The mount point of a disk that is not plugged in is an empty folder: where photos are known,
    an empty folder says that the disk is away, not that somebody deleted everything.
    """
    try:
        with os.scandir(source.uri) as entries:
            anything = next(entries, None) is not None
    except OSError:
        return False
    return anything or source.photos == 0

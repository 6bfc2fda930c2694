"""Which source a path or address that the user names belongs to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from likeness.catalog.base import SourceRow
from likeness.errors import StoreUnavailableError, UsageError
from likeness.sources.base import FoundFile, Obstacle, PhotoSource
from likeness.sources.open import is_bucket, normal_address
from likeness.workflows.parts import Parts


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a source: all of it (prefix ""), a folder in it ("a/"), or one file ("a/b")."""

    source: SourceRow
    prefix: str


def place_of(parts: Parts, path: str | Path) -> Place:
    """Return the place that *path* names, making a source for it where none holds it yet.

    Sources never overlap: a folder inside a source is a part of it, and a new source takes over
    the sources inside it, with everything known of them.

    Raises:
        UsageError: Nothing is there.
        StoreUnavailableError: It lies in a bucket that does not answer.
    """
    catalog, wanted = parts.catalog, absolute(path)
    folder = is_folder(parts, wanted)
    with catalog.writing("add"):  # nobody may remove a source that is about to be taken over
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


def known_places(parts: Parts) -> list[Place]:
    """Return every whole folder or bucket that is a source.

    Raises:
        UsageError: There is none.
    """
    places = [Place(row, "") for row in parts.catalog.sources() if row.kind == "folder"]
    if not places:
        raise UsageError("No folder is known yet: say which to index, as in `add ~/Pictures`.")
    return places


# ---------------------------------------------------------------- paths and addresses


def absolute(path: str | Path) -> str:
    """Return *path* from the root, with "~" replaced, links left as they are; or an address.

    Raises:
        UsageError: It begins as the address of a bucket does and is none.
    """
    if is_bucket(str(path)):
        return normal_address(str(path))
    return os.path.abspath(os.path.expanduser(path))


def relative(path: str, folder: str) -> str | None:
    """Return *path* below *folder* ("" for the folder itself), None if it lies elsewhere."""
    if path == folder:
        return ""
    below = folder.rstrip("/") + "/"
    return path[len(below) :] if path.startswith(below) else None


def is_folder(parts: Parts, wanted: str) -> bool:
    """Return whether a folder lies at *wanted*, an absolute path or an address, or else a file.

    Raises:
        UsageError: Nothing is there.
        StoreUnavailableError: It lies in a bucket that does not answer.
    """
    if is_bucket(wanted):
        return _is_prefix(parts, wanted)
    if not os.path.lexists(wanted):
        raise UsageError(absence(wanted, "file or folder"))
    return os.path.isdir(wanted)


def lies_at(parts: Parts, wanted: str) -> bool:
    """Return whether anything lies at *wanted*: whatever a path leads to, or an object.

    Raises:
        StoreUnavailableError: It lies in a bucket that does not answer.
    """
    if not is_bucket(wanted):
        return os.path.lexists(wanted)
    bucket, key = split_address(wanted)
    return bool(key) and isinstance(parts.source(bucket).look(key), FoundFile)


def _is_prefix(parts: Parts, wanted: str) -> bool:
    """Tell a "folder" of a bucket, which is only a beginning of names, from an object."""
    if lies_at(parts, wanted):
        return False
    if parts.source(wanted).is_there():
        return True
    raise UsageError(f"There is no object or prefix {wanted}, or nothing is in it.")


def split_address(address: str) -> tuple[str, str]:
    """Return the address of the bucket, and the key in it ("" for none)."""
    scheme, _, rest = address.partition("://")
    bucket, _, key = rest.partition("/")
    return f"{scheme}://{bucket}", key


def absence(path: str | Path, what: str) -> str:
    """Say that no *what* can be seen at *path*, and whether a folder above it is closed to us."""
    if is_bucket(str(path)):
        return f"There is no object {path}."
    try:
        os.lstat(path)
    except PermissionError:
        return f"No permission to look at {path}: allow entering the folders above it."
    except OSError:
        pass
    return f"There is no {what} {path}."


# ---------------------------------------------------------------- what is there now


def is_mounted(parts: Parts, row: SourceRow) -> bool:
    """Whether the source's folder or bucket is really there and answers.

    The mount point of a disk that is not plugged in is an empty folder: where photos are known,
    an empty folder says that the disk is away, not that somebody deleted everything.
    """
    try:
        return _is_mounted(parts.source(row.uri), row)
    except StoreUnavailableError:
        return False


def require_answer(parts: Parts, row: SourceRow) -> None:
    """Raise `StoreUnavailableError`, in words, if the source's bucket does not answer."""
    parts.source(row.uri).is_there()


def _is_mounted(source: PhotoSource, row: SourceRow) -> bool:
    if source.is_there():
        return True
    return row.photos == 0 and (is_bucket(row.uri) or os.path.isdir(row.uri))


def is_gone(parts: Parts, uri: str, path: str) -> bool:
    """Whether nothing lies at a path of a source any more.

    Whatever cannot be asked now is not gone.
    """
    source = parts.source(uri)
    local = source.local(path)
    if local is not None:
        return not os.path.lexists(local)
    try:
        found = source.look(path)
    except StoreUnavailableError:
        return False
    return isinstance(found, Obstacle) and found.reason == "vanished"

"""The source seam: what ingestion may ask of any place that photos lie in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from likeness.errors import Reason


@dataclass(frozen=True, slots=True)
class FoundFile:
    """Something to read; *path* is relative to the source, with "/" between parts."""

    path: str
    size: int  # bytes
    mtime_ns: int
    etag: str | None = None  # of an object in a bucket: the same as long as its content is


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that is there but is no readable file or folder."""

    path: str
    reason: Reason
    detail: str
    folder: bool = False  # True: what lies below is unknown, so nothing below is missing
    size: int = 0
    mtime_ns: int = 0


class PhotoSource(Protocol):
    """**Protocol:** a place with files in it, only ever read. Safe to share between threads."""

    @property
    def uri(self) -> str:
        """What the catalog knows it by: an absolute path, or "s3://bucket/prefix"."""

    def is_there(self) -> bool:
        """Return whether the place can be looked into and holds anything.

        Raises:
            StoreUnavailableError: Whoever keeps it refuses to say (wrong key, no such bucket).
        """

    def walk(
        self, prefix: str = "", *, avoid: frozenset[str] = frozenset()
    ) -> Iterator[FoundFile | Obstacle]:
        """Yield everything below *prefix* in a fixed order, without opening it.

        Hidden files and folders (names that begin with ".") are left out.

        Args:
            prefix: "" for all of it, "a/b/" for a folder in it, "a/b.jpg" for one file.
            avoid: Absolute paths of folders to leave out, such as the library itself.

        Raises:
            StoreUnavailableError: The place as a whole does not answer, also halfway.
        """

    def look(self, path: str) -> FoundFile | Obstacle:
        """Return what lies at one path, without opening it. Raises as `walk` does."""

    def local(self, path: str) -> Path | None:
        """Return where the file lies on this machine; None: it has to be fetched."""

    def fetch(self, path: str, target: Path, *, max_bytes: int) -> FoundFile:
        """Copy one file to *target*, which does not exist yet; the time of change goes along.

        Returns:
            What was copied: one state of the file, never a mixture of two.

        Raises:
            PhotoError: It is gone ("vanished"), too large ("too_many_bytes"), not to be read
                ("permission", "unreadable", "not_a_file"). Nothing is left at *target*.
            StoreUnavailableError: The place as a whole does not answer.
        """

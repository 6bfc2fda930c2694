"""Photos in a bucket, read where they are."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from likeness.errors import PhotoError, Reason
from likeness.objects.address import is_address, parse_address
from likeness.objects.bucket import Bucket, Piece
from likeness.objects.keys import fault_of
from likeness.objects.listing import ObjectFacts
from likeness.objects.trouble import Kind, ObjectError
from likeness.sources.base import FoundFile, Obstacle
from likeness.sources.targets import Target, new_file, require_small

PART = 8 * 2**20  # bytes asked for at a time
LANES = 4  # parts of one object that are asked for together
TRIES = 4  # at an object that is replaced while it is read

# What trouble with one object means for one photo; all other trouble is the whole bucket's.
REASONS: dict[Kind, tuple[Reason, str]] = {
    "gone": ("vanished", "The object is no longer there."),
    "denied": ("permission", "No permission to read the object: allow reading it."),
    "archived": ("unreadable", "The object is in an archive: restore it there first."),
}

# Stands for a NUL, which no path may hold: a byte that is in no UTF-8, so that no object of a
# readable name is ever meant.
NO_NUL = "\udc80"


class BucketSource:
    """A `PhotoSource` in a part of a bucket.

    Args:
        bucket: The part.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    @property
    def uri(self) -> str:
        return self._bucket.address.uri

    def is_there(self) -> bool:
        return next(self._bucket.objects(page=1), None) is not None

    def walk(
        self, prefix: str = "", *, avoid: frozenset[str] = frozenset()
    ) -> Iterator[FoundFile | Obstacle]:
        """Yield what lies below *prefix* in the order of names, as UTF-8.

        In *avoid*, addresses of buckets are heeded, such as that of the blobs.
        """
        if prefix and not prefix.endswith("/"):
            yield self.look(prefix)
            return
        avoided = self._avoided(avoid)
        for facts in self._bucket.objects(prefix):
            if facts.key.startswith(avoided) or _is_hidden(facts.key, prefix) or _is_mark(facts):
                continue
            yield _found(facts)

    def look(self, path: str) -> FoundFile | Obstacle:
        fault = fault_of(path)
        if fault:
            return _unreadable(path, fault)
        try:
            return _found(self._bucket.look(path))
        except ObjectError as exc:
            error = self._photo_error(exc)
            return Obstacle(path, error.reason, error.detail)

    def local(self, path: str) -> None:
        """Return None: nothing in a bucket lies on this machine."""

    def fetch(self, path: str, target: Path, *, max_bytes: int) -> FoundFile:
        fault = fault_of(path)
        if fault:
            raise PhotoError("unreadable", _unreadable(path, fault).detail)
        for _ in range(TRIES):
            try:
                return self._copied(path, target, max_bytes)
            except ObjectError as exc:
                if exc.kind not in {"changed", "beyond"}:
                    raise self._photo_error(exc) from exc
        raise PhotoError("unreadable", "The object changes while it is read: try again later.")

    def _copied(self, path: str, target: Path, max_bytes: int) -> FoundFile:
        """Copy an object in parts. Raises `ObjectError`, "changed": they are not of one state."""
        first = self._bucket.read(
            path, 0, PART, check=lambda facts: require_small(facts.size, max_bytes)
        )
        facts = first.facts
        with new_file(target) as file:
            self._fill(file, first)
            file.set_time(facts.mtime_ns)
        return FoundFile(path, facts.size, facts.mtime_ns, facts.etag)

    def _fill(self, file: Target, first: Piece) -> None:
        facts = first.facts
        starts = range(len(first.data), facts.size, PART)
        file.write(first.data, 0)
        if not starts:
            return
        pool = ThreadPoolExecutor(min(LANES, len(starts), self._bucket.parallel))
        try:
            for _ in pool.map(lambda start: self._copy_part(file, facts, start), starts):
                pass
        finally:  # the parts that have begun are waited for: they write to the file
            pool.shutdown(cancel_futures=True)

    def _copy_part(self, file: Target, facts: ObjectFacts, start: int) -> None:
        size = min(PART, facts.size - start)
        piece = self._bucket.read(facts.key, start, size, etag=facts.etag)
        if piece.facts != facts or len(piece.data) != size:
            raise ObjectError("changed", "The object was replaced while it was read.")
        file.write(piece.data, start)

    def _photo_error(self, exc: ObjectError) -> PhotoError:
        """Return what *exc* says of one photo; raise it if it says something of the bucket."""
        if exc.kind not in REASONS:
            raise exc
        if exc.kind == "denied":
            self.is_there()  # raises if the keys may do nothing here at all
        return PhotoError(*REASONS[exc.kind])

    def _avoided(self, avoid: frozenset[str]) -> tuple[str, ...]:
        """Return the prefixes to leave out, relative to this source."""
        here = self._bucket.address
        addresses = [parse_address(text) for text in avoid if is_address(text)]
        return tuple(
            address.prefix.removeprefix(here.prefix)
            for address in addresses
            if address.bucket == here.bucket and address.prefix.startswith(here.prefix)
        )


def _is_hidden(key: str, prefix: str) -> bool:
    """Return whether a part of *key* after *prefix* begins with "."; "." and ".." are no names."""
    parts = key.removeprefix(prefix).split("/")
    return any(part.startswith(".") and part not in {".", ".."} for part in parts)


def _is_mark(facts: ObjectFacts) -> bool:
    """Return whether this only marks a folder, as many programs make them."""
    return facts.size == 0 and facts.key.endswith("/")


def _found(facts: ObjectFacts) -> FoundFile | Obstacle:
    fault = fault_of(facts.key)
    if fault:
        return _unreadable(facts.key, fault, facts.size, facts.mtime_ns)
    return FoundFile(facts.key, facts.size, facts.mtime_ns, facts.etag)


def _unreadable(path: str, fault: str, size: int = 0, mtime_ns: int = 0) -> Obstacle:
    return Obstacle(
        path.replace("\0", NO_NUL),
        "unreadable",
        f"The name of the object {fault}: give it another name.",
        size=size,
        mtime_ns=mtime_ns,
    )

"""The tags of an exact index: one file of columns, written whole and evaluated as arrays.

    head      "tags", the number of the format, the tag revision, length and CRC-32 of the rest
    tables    JSON: how many faces, and the strings that columns refer to by number
    columns   `COLUMNS`, one after the other, each as long as there are faces

The file belongs to one generation of rows and lies beside them; see `files`.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import numpy as np

from likeness.index.base import Where
from likeness.types import FaceStatus, FaceTags, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC = b"tags"
FORMAT = 1
HEAD = struct.Struct("<4sIqQI")
LENGTH = struct.Struct("<Q")  # of the tables
STATUSES: tuple[FaceStatus, ...] = get_args(FaceStatus)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the camera's clock has no zone
NEVER = np.iinfo(np.int64).min  # not taken at any known time
Named = TypeVar("Named", bound=Hashable)

COLUMNS: dict[str, np.dtype[Any]] = {
    "ids": np.dtype("<u8"),  # sorted
    "statuses": np.dtype("<i4"),  # place in `STATUSES`
    "qualities": np.dtype("<f8"),  # NaN: none
    "taken": np.dtype("<i8"),  # microseconds since `EPOCH`
    "people": np.dtype("<i4"),  # place in the table; -1: nobody
    "groups": np.dtype("<i4"),  # place in the table of sets of collections
}
FACTS = ("statuses", "qualities", "taken", "people", "groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What is known of faces, a column per fact, a row per face, sorted by id."""

    ids: NDArray[np.uint64]
    statuses: NDArray[np.int32]
    qualities: NDArray[np.float64]
    taken: NDArray[np.int64]
    people: NDArray[np.int32]
    groups: NDArray[np.int32]
    person_table: tuple[str, ...]
    group_table: tuple[frozenset[str], ...]

    def matching(self, where: Where) -> NDArray[np.uint64]:
        """Return the ids, sorted, of the faces whose tags fulfil *where*."""
        mask = np.ones(len(self.ids), bool)
        if where.people is not None:
            mask &= _among(self.people, [name in where.people for name in self.person_table])
        if where.collections is not None:
            named = where.collections
            mask &= _among(self.groups, [not named.isdisjoint(g) for g in self.group_table])
        if where.statuses is not None:
            mask &= _among(self.statuses, [status in where.statuses for status in STATUSES])
        if where.min_quality is not None:
            mask &= self.qualities >= where.min_quality  # NaN is not
        if where.taken_from is not None:
            mask &= (self.taken != NEVER) & (self.taken >= microseconds(where.taken_from))
        if where.taken_until is not None:
            mask &= (self.taken != NEVER) & (self.taken < microseconds(where.taken_until))
        return self.ids[mask]

    def records(self, places: NDArray[np.intp]) -> list[FaceTags]:
        """Return the tags in some *places* as records."""
        return [
            FaceTags(
                status=STATUSES[status],
                quality=None if np.isnan(quality) else quality,
                taken=None if taken == NEVER else EPOCH + timedelta(microseconds=taken),
                person=PersonId(self.person_table[person]) if person >= 0 else None,
                collections=self.group_table[group],
            )
            for status, quality, taken, person, group in zip(
                *(getattr(self, name)[places].tolist() for name in FACTS), strict=True
            )
        ]


def microseconds(moment: datetime) -> int:
    """Return the microseconds since `EPOCH`, on the same clock."""
    return (moment - EPOCH) // timedelta(microseconds=1)


EARLIEST = microseconds(datetime(1, 1, 1))  # noqa: DTZ001
LATEST = microseconds(datetime(9999, 12, 31, 23, 59, 59, 999_999))  # noqa: DTZ001


def _among(column: NDArray[np.int32], wanted: Sequence[bool]) -> NDArray[np.bool_]:
    """Return which numbers in *column* are *wanted*; -1 never is."""
    return np.array([*wanted, False], bool)[column]


def columns_of(ids: NDArray[np.uint64], tags: Sequence[FaceTags]) -> Tags:
    """Return records as columns; *ids* (n,) are those of *tags*, in any order."""
    people: dict[str, int] = {}
    groups: dict[frozenset[str], int] = {}
    rows = (
        (
            STATUSES.index(tag.status),
            np.nan if tag.quality is None else tag.quality,
            NEVER if tag.taken is None else microseconds(tag.taken),
            -1 if tag.person is None else people.setdefault(tag.person, len(people)),
            groups.setdefault(tag.collections, len(groups)),
        )
        for tag in tags
    )
    kinds = [(name, COLUMNS[name]) for name in FACTS]
    table = np.fromiter(rows, np.dtype(kinds), len(tags))
    order = np.argsort(ids)
    return Tags(
        ids=ids[order],
        **{name: np.ascontiguousarray(table[name][order]) for name in FACTS},
        person_table=tuple(people),
        group_table=tuple(groups),
    )


def joined(old: Tags, new: Tags) -> Tags:
    """Return the tags of all faces; of those in both, the *new* ones."""
    kept = ~np.isin(old.ids, new.ids, assume_unique=True)
    ids = np.concatenate([old.ids[kept], new.ids])
    order = np.argsort(ids)

    def column(name: str, shift: int = 0) -> NDArray[Any]:
        added = getattr(new, name)
        if shift:
            added = np.where(added >= 0, added + shift, added)
        return np.asarray(np.concatenate([getattr(old, name)[kept], added])[order], COLUMNS[name])

    people, person_table = _tidied(
        column("people", len(old.person_table)), old.person_table + new.person_table
    )
    groups, group_table = _tidied(
        column("groups", len(old.group_table)), old.group_table + new.group_table
    )
    return Tags(
        ids=ids[order],
        statuses=column("statuses"),
        qualities=column("qualities"),
        taken=column("taken"),
        people=people,
        groups=groups,
        person_table=person_table,
        group_table=group_table,
    )


def _tidied(
    column: NDArray[np.int32], table: tuple[Named, ...]
) -> tuple[NDArray[np.int32], tuple[Named, ...]]:
    """Let every entry of *table* be in it once, and used by *column*."""
    places: dict[Named, int] = {}
    renumbered = np.full(len(table) + 1, -1, np.int32)  # the last one is for -1
    for used in np.unique(column[column >= 0]).tolist():
        renumbered[used] = places.setdefault(table[used], len(places))
    return renumbered[column], tuple(places)


def encoded(tags: Tags, revision: int) -> bytes:
    """Return the file of *tags* that mirror a tag *revision*."""
    names = sorted(set().union(*tags.group_table))
    places = {name: place for place, name in enumerate(names)}
    tables = json.dumps(
        {
            "count": len(tags.ids),
            "people": tags.person_table,
            "collections": names,
            "groups": [sorted(places[name] for name in group) for group in tags.group_table],
        }
    ).encode()
    columns = (np.asarray(getattr(tags, name), kind) for name, kind in COLUMNS.items())
    body = b"".join((LENGTH.pack(len(tables)), tables, *(c.tobytes() for c in columns)))
    return HEAD.pack(MAGIC, FORMAT, revision, len(body), zlib.crc32(body)) + body


def revision_of(data: bytes) -> int:
    """Return the tag revision that a file says it mirrors; -1: it is damaged, or none of ours."""
    if len(data) < HEAD.size + LENGTH.size:
        return -1
    magic, form, revision, size, checksum = HEAD.unpack_from(data)
    body = memoryview(data)[HEAD.size :]
    if (magic, form, size, checksum) != (MAGIC, FORMAT, len(body), zlib.crc32(body)):
        return -1
    return max(int(revision), -1)


def decoded(data: bytes) -> Tags | None:
    """Return the tags in a file; None if it is none that `encoded` writes.

    A library may come from anybody: nothing in it is believed.
    """
    if revision_of(data) < 0:
        return None
    start = HEAD.size + LENGTH.size
    end = start + LENGTH.unpack_from(data, HEAD.size)[0]
    try:
        tables = json.loads(data[start:end])
        count = tables["count"]
        people, names, groups = (tables[key] for key in ("people", "collections", "groups"))
        width = sum(kind.itemsize for kind in COLUMNS.values())
        if type(count) is not int or len(data) - end != count * width:
            return None
        if not all(isinstance(name, str) for name in [*people, *names]):
            return None
        tags = Tags(
            **_split(data, end, count),
            person_table=tuple(people),
            group_table=tuple(frozenset(names[place] for place in group) for group in groups),
        )
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    return tags if _is_sound(tags) else None


def _split(data: bytes, start: int, count: int) -> dict[str, NDArray[Any]]:
    columns = {}
    for name, kind in COLUMNS.items():
        columns[name] = np.frombuffer(data, kind, count, start)
        start += columns[name].nbytes
    return columns


def _is_sound(tags: Tags) -> bool:
    """Return whether every value is one that `columns_of` makes."""
    known = tags.taken[tags.taken != NEVER]
    return bool(
        np.all(tags.ids[1:] > tags.ids[:-1])
        and np.all((tags.statuses >= 0) & (tags.statuses < len(STATUSES)))
        and np.all((tags.people >= -1) & (tags.people < len(tags.person_table)))
        and np.all((tags.groups >= 0) & (tags.groups < len(tags.group_table)))
        and np.all((known >= EARLIEST) & (known <= LATEST))
    )

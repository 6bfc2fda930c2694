"""What grouping reads and writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from likeness.types.ids import FaceId, PersonId, PhotoId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingFaces:
    """All faces of one contract that may be grouped: status ok, not marked, rows sorted by id."""

    ids: tuple[FaceId, ...]
    photos: tuple[PhotoId, ...]  # of each face
    vectors: NDArray[np.float32]  # (n, d), unit length
    boxes: NDArray[np.float32]  # (n, 4)
    quality: NDArray[np.float32]  # (n,)
    persons: tuple[PersonId | None, ...]  # as they stand
    pinned: tuple[bool, ...]  # True: a human put the face there
    rejections: frozenset[tuple[FaceId, PersonId]]
    decided: frozenset[PersonId]  # about whom a human told anything: must survive
    mirror: NDArray[np.float32]  # (n,) distance of the chip to its mirror image; NaN: unknown
    taken: NDArray[np.float64]  # (n,) years, 2019.37, by the camera's clock; NaN: unknown
    age: NDArray[np.float32]  # (n,) perceived, years; NaN: unknown
    born: Mapping[PersonId, int]  # birth years that humans told
    fresh: NDArray[np.bool_]  # (n,) came since the last run: nothing was worked out about it yet
    strictness: float | None  # that the last run over everything chose; None: there was none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labelings:
    """The groups of one run at every strictness that was tried."""

    faces: tuple[FaceId, ...]  # n, sorted
    strictness: NDArray[np.float64]  # (r,) ascending: larger ones group more
    groups: NDArray[np.int32]  # (r, n) row of the smallest face of each face's group
    chosen: int  # of the r: the one that the run decided by
    sureness: NDArray[np.float32]  # (n,) [0, 1], how far the strictnesses agree about each face


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What a run decided: the person of every face that changes, None for unassigned."""

    assignments: Mapping[FaceId, PersonId | None]
    founded: tuple[PersonId, ...] = ()  # people that do not exist yet
    labelings: Labelings | None = None  # of a run over the whole library, to be kept


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupReport:
    """What one grouping run left behind."""

    faces: int  # that were grouped
    people: int
    unassigned: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """One strictness of the last run, and how many people it makes."""

    strictness: int  # steps stricter than the one that the run chose; below zero: looser
    people: int
    unassigned: int
    chosen: bool  # by the run
    now: bool  # it holds at present

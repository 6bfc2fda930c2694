"""Who is how close to an average: arrays in, places out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.types import FaceId

ALL, WOMEN, MEN = "all", "women", "men"

OPPOSITES = ((WOMEN, MEN), (MEN, WOMEN))
"""Whom the other boards rank, against whose average."""

DECIMALS = 6
"""Of a cosine: what is equal so far shares a place. Sums of float64 differ from the 15th on."""

LEAST_WEIGHT = 1e-3
"""Of a face whose quality nobody knows, as in the means of people."""

NOTHING = 1e-12
"""Length of a sum of unit vectors that is zero but for rounding."""

AT_ONCE = 1024
"""Rows of a table of similarities that are in memory together."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """Somebody who takes part, with the face that stands for them."""

    entry: str
    face: FaceId
    weight: float  # above 0: the quality of the face
    vector: NDArray[np.float32]  # (d,), unit length


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Somebody's place on one board."""

    board: str
    entry: str
    place: int  # from 1; equal ones share it, and the next is as if they did not
    face: FaceId
    similarity: float  # cosine, rounded to `DECIMALS`
    weight: float
    member: bool  # whether the face is in the average of this board
    twin: str | None  # most alike of the others on the board; None: there is nobody else


def weight_of(quality: float | None) -> float:
    """Return what a face of this quality weighs in an average."""
    return max(quality or 0.0, LEAST_WEIGHT)


def opposite(of: str, against: str) -> str:
    """Return the name of the board that ranks some against the average of others."""
    return f"{of}:{against}"


def ranked_boards(boards: Mapping[str, Iterable[Entry]]) -> list[Ranked]:
    """Rank everybody on every board, and women and men against each other's average.

    Args:
        boards: Who is on which; nobody is on one twice. The order of the entries is of no account.

    Returns:
        By board in the order given, then opposite ones; by place, then id.
    """
    sorted_ = {board: sorted(some, key=lambda one: one.entry) for board, some in boards.items()}
    found = [
        row
        for board, entries in sorted_.items()
        for row in ranked(board, entries, average(entries), member=True)
    ]
    for of, against in OPPOSITES:
        mean = average(sorted_.get(against, []))
        if mean is not None:
            name = opposite(of, against)
            found += ranked(name, sorted_.get(of, []), mean, member=False)
    return found


def average(entries: Sequence[Entry]) -> NDArray[np.float64] | None:
    """Return the direction of the mean of faces, each weighted: (d,) float64, unit length.

    Args:
        entries: In order of their ids, so that the sum is the same each time.

    Returns:
        None: there is nobody. Zeros: the faces cancel each other out, and nobody is near.
    """
    if not entries:
        return None
    weights = np.array([entry.weight for entry in entries], np.float64)
    total = np.add.reduce(_rows(entries) * weights[:, None], axis=0)
    length = float(np.sqrt(np.add.reduce(total * total)))
    return np.asarray(total / length if length > NOTHING else np.zeros_like(total))


def ranked(
    board: str, entries: Sequence[Entry], mean: NDArray[np.float64] | None, *, member: bool
) -> list[Ranked]:
    """Rank entries by their cosine to *mean*, (d,), the highest first; equal ones by id."""
    if mean is None or not entries:
        return []
    rows = _rows(entries)
    cosines = [round(value, DECIMALS) for value in np.add.reduce(rows * mean, axis=1).tolist()]
    twins = _twins(rows)
    order = sorted(range(len(entries)), key=lambda n: (-cosines[n], entries[n].entry))
    found: list[Ranked] = []
    for position, n in enumerate(order, 1):
        tied = found and found[-1].similarity == cosines[n]
        twin = twins[n]
        found.append(
            Ranked(
                board=board,
                entry=entries[n].entry,
                place=found[-1].place if tied else position,
                face=entries[n].face,
                similarity=cosines[n],
                weight=entries[n].weight,
                member=member,
                twin=None if twin is None else entries[twin].entry,
            )
        )
    return found


def _twins(rows: NDArray[np.float64]) -> list[int | None]:
    """Return the row that is most alike to each, of equal ones the first; None: it is alone."""
    count = len(rows)
    if count < 2:
        return [None] * count
    found: list[int | None] = []
    for start in range(0, count, AT_ONCE):
        some = np.round(rows[start : start + AT_ONCE] @ rows.T, DECIMALS)
        here = np.arange(len(some))
        some[here, start + here] = -np.inf
        found.extend(int(n) for n in some.argmax(axis=1))
    return found


def _rows(entries: Sequence[Entry]) -> NDArray[np.float64]:
    """Return the vectors as rows of length 1, (n, d) float64."""
    rows = np.stack([entry.vector for entry in entries]).astype(np.float64)
    return np.asarray(rows / np.sqrt(np.add.reduce(rows * rows, axis=1))[:, None])

"""What may be asked of the points of an engine, in words that all engines can be told in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from likeness.index.points import BATCH, COLLECTIONS, PERSON, QUALITY, STATUS, TAKEN, moment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.index.base import Where


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field is one of these strings, or a list that holds one of them."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The field is a number within these bounds; None: no bound."""

    field: str
    least: float | None = None  # included
    most: float | None = None  # included


@dataclass(frozen=True, slots=True, kw_only=True)
class During:
    """The field is a `points.moment` from *start* on until before *end*; None: no bound."""

    field: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Among:
    """The point has one of these numbers."""

    numbers: NDArray[np.uint64]


Condition = AnyOf | Between | During | Among
Conditions = Sequence[Condition]
"""All must hold."""


def up_to(batch: int) -> Between:
    """Ask for what was committed with *batch* or before."""
    return Between(field=BATCH, most=batch)


def fulfilling(where: Where) -> list[Condition]:
    """Ask for faces whose tags fulfil *where*: the cheapest questions first."""
    asked: list[Condition] = []
    if where.statuses is not None:
        asked.append(AnyOf(STATUS, tuple(sorted(where.statuses))))
    if where.people is not None:
        asked.append(AnyOf(PERSON, tuple(sorted(where.people))))
    if where.min_quality is not None:
        asked.append(Between(field=QUALITY, least=where.min_quality))
    if where.collections is not None:
        asked.append(AnyOf(COLLECTIONS, tuple(sorted(where.collections))))
    if where.taken_from is not None or where.taken_until is not None:
        start = None if where.taken_from is None else moment(where.taken_from)
        end = None if where.taken_until is None else moment(where.taken_until)
        asked.append(During(field=TAKEN, start=start, end=end))
    return asked


def can_hold(conditions: Conditions) -> bool:
    """Return whether any point could fulfil *conditions*: not if one of nothing is asked for."""
    return not any(
        (isinstance(asked, AnyOf) and not asked.values)
        or (isinstance(asked, Among) and len(asked.numbers) == 0)
        for asked in conditions
    )

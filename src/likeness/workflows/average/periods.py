"""Averages over time: one for each month, year or event, and how far the mean moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from likeness.errors import UsageError
from likeness.types import AverageOf
from likeness.workflows.average.distance import apart_of
from likeness.workflows.average.make import Averaged, average
from likeness.workflows.average.members import OnProgress, Stop, admitted, resolved
from likeness.workflows.parts import Parts

By = Literal["month", "year", "collection"]
MOST_PERIODS = 60
FEWEST_FACES = 3  # of a period that gets a picture: of fewer there is nothing to average
MONTHS = 12
UNDATED = " Photos whose files do not say when they were taken belong to none."


@dataclass(frozen=True, kw_only=True, eq=False)
class Period:
    """The average of one stretch of time, or of one event."""

    label: str  # "2019", "2019-06", or the name of the collection
    averaged: Averaged
    moved: float | None  # of the mean since the period before; see `AveragesApart.distance`


def average_over(
    parts: Parts,
    of: AverageOf,
    by: By,
    *,
    side: int | None = None,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> list[Period]:
    """Make the average of each month, year or collection that has faces enough.

    Raises:
        UsageError: There is no period with three faces, or there are more than 60.
    """
    if by not in get_args(By):
        raise UsageError(f"An average goes over month, year or collection, not {by}.")
    of = resolved(parts, of)
    sets = list(_sets(parts, of, by))
    if not sets:
        raise UsageError(
            f"No {by} has {FEWEST_FACES} faces of whom an average could be made: ask for more "
            f"people, or for longer periods.{UNDATED if by != 'collection' else ''}"
        )
    if len(sets) > MOST_PERIODS:
        raise UsageError(
            f"There are {len(sets)} periods, and a strip shows {MOST_PERIODS}: go over years, or "
            "ask for a shorter time."
        )
    periods: list[Period] = []
    for label, some in sets:
        made = average(parts, some, side=side, progress=progress, stop=stop)
        moved = None
        if periods:
            corrected = apart_of(parts, sets[len(periods) - 1][1], some).corrected
            moved = None if corrected is None else round(corrected, 4)
        periods.append(Period(label=label, averaged=made, moved=moved))
    return periods


def _sets(parts: Parts, of: AverageOf, by: By) -> Iterator[tuple[str, AverageOf]]:
    """Yield the part of a set that belongs to each period, the oldest first, with its label."""
    counts: dict[str, int] = {}
    if by == "collection":
        if of.collection is not None:
            raise UsageError("Over collections: then none of them can be asked for.")
        for row in parts.catalog.collections():
            some = replace(of, collection=row.collection)
            if sum(1 for _ in admitted(parts, some)) >= FEWEST_FACES:
                yield row.collection, some
        return
    for member in admitted(parts, of):
        if member.taken is not None:
            label = _label(member.taken, by)
            counts[label] = counts.get(label, 0) + 1
    for label in sorted(label for label, count in counts.items() if count >= FEWEST_FACES):
        since, before = _span(label)
        yield (
            label,
            replace(
                of,
                since=since if of.since is None else max(since, of.since),
                before=before if of.before is None else min(before, of.before),
            ),
        )


def _label(taken: datetime, by: By) -> str:
    return f"{taken:%Y}" if by == "year" else f"{taken:%Y-%m}"


def _span(label: str) -> tuple[datetime, datetime]:
    """Return when a month or a year begins and when the next one does."""
    year, month = int(label[:4]), int(label[5:] or 0)
    if not month:
        return _moment(year, 1), _moment(year + 1, 1)
    return _moment(year, month), _moment(year + month // MONTHS, month % MONTHS + 1)


def _moment(year: int, month: int) -> datetime:
    return datetime(year, month, 1)  # noqa: DTZ001 - the clocks of cameras have no zone

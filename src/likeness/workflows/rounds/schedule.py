"""Rounds that close, and open, by themselves."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from likeness.errors import LikenessError
from likeness.types import GameRound, GameSeries, RoundId, SeriesId
from likeness.workflows.parts import Parts
from likeness.workflows.rounds import boards
from likeness.workflows.rounds.clock import next_after, time_of
from likeness.workflows.rounds.close import close_round, on_their_way
from likeness.workflows.rounds.open import find_series, open_next

log = logging.getLogger("likeness.rounds")


def tick(parts: Parts, now: datetime | None, *, grace: timedelta = timedelta(0)) -> list[GameRound]:
    """Close what is due and open what follows; see `Library.tick_rounds`.

    What was missed while nobody looked is not made up for: one round closes, and one opens.
    """
    moment = time_of(now)
    found: list[RoundId] = []
    for row in parts.catalog.rounds.all():
        if row.state == "open" and row.closes is not None and row.closes <= moment:
            if moment < row.closes + grace and on_their_way(parts, row.round):
                continue
            try:
                close_round(parts, row.round, now=moment)
            except LikenessError as error:  # photos are being added, a disk is away: next time
                log.warning("A round could not be closed yet: %s", type(error).__name__)
                log.debug("The reason: %s", error)
            else:
                found.append(row.round)
    for series in parts.catalog.rounds.series():
        if _is_due(series, moment):
            opened = _follow(parts, series.series, moment)
            found += [] if opened is None else [opened]
    return [boards.game_round(parts, round_) for round_ in found]


def remove_series(parts: Parts, key: str) -> GameSeries:
    """Remove a series; see `Library.remove_series`."""
    with parts.catalog.writing("rounds"):
        found = find_series(parts, key)
        parts.catalog.rounds.remove_series(found.series)
    return found


def _is_due(series: GameSeries, now: datetime) -> bool:
    return series.cron is not None and series.due is not None and series.due <= now


def _follow(parts: Parts, id_: SeriesId, now: datetime) -> RoundId | None:
    """Open the next round of a series, unless another server just did."""
    with parts.catalog.writing("rounds"):
        for series in parts.catalog.rounds.series():
            if series.series == id_ and series.cron is not None and _is_due(series, now):
                return open_next(parts, series, next_after(series.cron, now), now)
    return None

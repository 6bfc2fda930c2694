"""A round begins."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from likeness.catalog.names import clean_name
from likeness.catalog.round_store import KeptRound
from likeness.errors import UnknownSeriesError, UsageError
from likeness.types import GameRound, GameSeries, RoundId, SeriesId
from likeness.workflows import collections
from likeness.workflows.parts import Parts
from likeness.workflows.rounds import boards
from likeness.workflows.rounds.clock import clean_schedule, next_after, require_ahead, time_of
from likeness.workflows.rounds.names import clean_title
from likeness.workflows.rounds.ranking import ALL, MEN, OPPOSITES, WOMEN, opposite

MOST_GROUPS = 20
MOST_OPEN = 100
"""Rounds that are open at a time."""

ID_BYTES, TOKEN_BYTES = 8, 16

TAKEN = frozenset({ALL, WOMEN, MEN, *(opposite(of, against) for of, against in OPPOSITES)})
"""Names of boards that no chosen group can have."""


def open_round(
    parts: Parts,
    title: str | None,
    *,
    collection: str | None,
    everyone: bool | None,
    groups: Sequence[str],
    closes: datetime | None,
    every: str | None,
    season: str | None,
    now: datetime | None,
) -> GameRound:
    """Open a round; see `Library.open_round`."""
    moment = time_of(now)
    wanted = None if title is None else clean_title(title)
    place = None if collection is None else collections.named(parts, collection).collection
    chosen = _groups(parts, groups)
    cron = None if every is None else clean_schedule(every)
    ends = None if closes is None else require_ahead(closes, moment)
    if cron is not None and (ends is not None or season is not None):
        raise UsageError("A schedule says when rounds close, and makes a series of its own.")
    if cron is not None:
        ends = next_after(cron, moment)
    everybody = collection is not None if everyone is None else everyone
    with parts.catalog.writing("rounds"):
        _require_room(parts)
        series = None
        if season is not None or cron is not None:
            series = GameSeries(
                series=SeriesId(f"s{secrets.token_hex(ID_BYTES)}"),
                title=wanted or _dated("Series", moment),
                collection=place,
                everyone=everybody,
                groups=chosen,
                cron=cron,
                due=ends if cron is not None else None,
            )
            if season is not None:
                series = replace(series, title=clean_title(season, "series"))
            series = _added(parts, series, moment)
        kept = _kept(
            title=_title(wanted, series, moment),
            series=series,
            collection=place,
            everyone=everybody,
            groups=chosen,
            closes=ends,
            now=moment,
        )
        parts.catalog.rounds.add(kept)
    return boards.game_round(parts, kept.round)


def open_next(parts: Parts, series: GameSeries, closes: datetime, now: datetime) -> RoundId:
    """Open the next round of a series that has a schedule, and note when it is due."""
    kept = _kept(
        title=_title(series.title, series, now),
        series=series,
        collection=series.collection,
        everyone=series.everyone,
        groups=series.groups,
        closes=closes,
        now=now,
    )
    parts.catalog.rounds.add(kept, due=closes)
    return kept.round


def find_series(parts: Parts, key: str) -> GameSeries:
    """Return the series with this id or exact title. Raises `UnknownSeriesError`."""
    every = parts.catalog.rounds.series()
    found = [row for row in every if row.series == key] or [
        row for row in every if row.title == key
    ]
    if len(found) != 1:
        known = ", ".join(f'{row.series} ("{row.title}")' for row in every[:5]) or "none yet"
        many = "Several series are" if found else "No series is"
        raise UnknownSeriesError(f"{many} called {key}. Give an id. Series: {known}.")
    return found[0]


# ---------------------------------------------------------------- within


def _groups(parts: Parts, groups: Sequence[str]) -> tuple[str, ...]:
    cleaned = tuple(dict.fromkeys(clean_name(name, "collection") for name in groups))
    if len(cleaned) > MOST_GROUPS:
        raise UsageError(f"A round has at most {MOST_GROUPS} groups, not {len(cleaned)}.")
    for name in cleaned:
        if name in TAKEN:
            raise UsageError(f"Every round has a board {name}: a group cannot have that name.")
        collections.named(parts, name)
    return cleaned


def _require_room(parts: Parts) -> None:
    count = sum(row.state == "open" for row in parts.catalog.rounds.all())
    if count >= MOST_OPEN:
        raise UsageError(f"{count} rounds are open: close some first.")


def _added(parts: Parts, series: GameSeries, now: datetime) -> GameSeries:
    """Keep a series and return it; where there is a season of that title, return that."""
    for row in parts.catalog.rounds.series():
        if series.cron is None and row.title == series.title:
            return row
    parts.catalog.rounds.add_series(series, now)
    return series


def _kept(
    *,
    title: str,
    series: GameSeries | None,
    collection: str | None,
    everyone: bool,
    groups: tuple[str, ...],
    closes: datetime | None,
    now: datetime,
) -> KeptRound:
    return KeptRound(
        round=RoundId(f"r{secrets.token_hex(ID_BYTES)}"),
        series=None if series is None else series.series,
        title=title,
        collection=collection,
        everyone=everyone,
        groups=groups,
        state="open",
        opened=now,
        closes=closes,
        closed=None,
        join_token=secrets.token_urlsafe(TOKEN_BYTES),
        screen_token=secrets.token_urlsafe(TOKEN_BYTES),
        report=None,
    )


def _title(wanted: str | None, series: GameSeries | None, now: datetime) -> str:
    """Return the title of a round; those of a schedule say when they were opened."""
    if series is not None and series.cron is not None:
        return _dated(series.title, now)
    return wanted or _dated("Round", now)


def _dated(title: str, now: datetime) -> str:
    return f"{title}, {now.astimezone():%Y-%m-%d}"

"""Rounds of the game to write into a catalog, made from small numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from likeness.catalog.round_store import CONTRACT as IN
from likeness.catalog.round_store import KeptParticipant, KeptPlace, KeptRound
from likeness.catalog.sql import SqlCatalog
from likeness.types import Board, GameSeries, ParticipantId, RoundId, SeriesId
from tests.catalog.makers import CONTRACT, face_id, photo_id

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
REPORT = {IN: CONTRACT, "missing": 0, "left_out": 0}

SERIES = GameSeries(
    series=SeriesId("s1"),
    title="Daily",
    collection=None,
    everyone=True,
    groups=("Zoë's",),
    cron="0 0 * * *",
    due=NOON,
)


def kept(number: int = 1, **changed: object) -> KeptRound:
    facts = {
        "round": RoundId(f"r{number:016x}"),
        "series": None,
        "title": f"Round {number}",
        "collection": None,
        "everyone": False,
        "groups": ("Office",),
        "state": "open",
        "opened": NOON + timedelta(minutes=number),
        "closes": None,
        "closed": None,
        "join_token": f"join {number}",
        "screen_token": f"screen {number}",
        "report": None,
    }
    return KeptRound(**(facts | changed))  # type: ignore[arg-type]


def joined(number: int, round_: int = 1, **changed: object) -> KeptParticipant:
    facts = {
        "participant": ParticipantId(f"q{number:016x}"),
        "round": RoundId(f"r{round_:016x}"),
        "nickname": f"Nick {number}",
        "photo": photo_id(number),
        "brought": True,
        "secret": "ab" * 32,
        "consented": NOON + timedelta(seconds=number),
    }
    return KeptParticipant(**(facts | changed))  # type: ignore[arg-type]


def place(number: int, at: int, *, twin: int | None = None, board: str = "all") -> KeptPlace:
    return KeptPlace(
        board=Board(board),
        entry=f"q{number:016x}",
        place=at,
        face=face_id(number),
        similarity=0.123456 * at,
        weight=1 / 3,
        member=True,
        twin=None if twin is None else f"q{twin:016x}",
    )


def ranked(catalog: SqlCatalog, *numbers: int, round_: int = 1) -> RoundId:
    """Keep a closed round of participants, each the twin of the next."""
    here = kept(round_)
    catalog.rounds.add(here)
    for number in numbers:
        catalog.rounds.add_participant(joined(number, round_))
    twins = dict(zip(numbers, [*numbers[1:], numbers[0]], strict=True))
    rows = [place(number, at, twin=twins[number]) for at, number in enumerate(numbers, 1)]
    catalog.rounds.rank(here.round, rows, REPORT, NOON)
    return here.round


def play(catalog: SqlCatalog, *numbers: int) -> None:
    """Leave something in every table of the game: a closed round of a series."""
    catalog.rounds.add_series(SERIES, NOON)
    catalog.rounds.add(kept(9, series=SERIES.series, title="Zoë 📷", collection="Trip"))
    ranked(catalog, *numbers)

"""The seam to the game: rounds, who joined them, and how they were ranked."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from likeness.types import (
    Board,
    FaceId,
    GameSeries,
    ParticipantId,
    PhotoId,
    RoundId,
    RoundState,
    SeriesId,
)

CONTRACT, STALE = "contract", "stale"
"""Keys of a report: the space that was measured in, and that it has to be made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRound:
    """A round as the catalog keeps it."""

    round: RoundId
    series: SeriesId | None
    title: str
    collection: str | None
    everyone: bool
    groups: tuple[str, ...]
    state: RoundState
    opened: datetime
    closes: datetime | None
    closed: datetime | None
    join_token: str
    screen_token: str
    report: Mapping[str, Any] | None  # plain values, which name nobody; None: it is open


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptParticipant:
    """Somebody who joined a round, as the catalog keeps them."""

    participant: ParticipantId
    round: RoundId
    nickname: str
    photo: PhotoId  # it may be on its way in
    brought: bool  # the library has the photo from participants only
    secret: str  # SHA-256, 64 hex digits
    consented: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlace:
    """Somebody's place on a board, as the catalog keeps it."""

    board: Board
    entry: str
    place: int  # from 1
    face: FaceId
    similarity: float
    weight: float
    member: bool  # False: measured against an average without them
    twin: str | None


class RoundStore(Protocol):
    """**Protocol:** the game of one library; every writing method is one transaction.

    They take the right to write by themselves: hold `Catalog.writing` around several that belong
    together.

    Raises:
        LibraryBusyError: Somebody else writes for too long.
        StoreUnavailableError: The database refused (disk full, read-only, connection lost).
    """

    # -- series

    def add_series(self, series: GameSeries, created: datetime) -> None:
        """Keep a new series."""

    def series(self) -> list[GameSeries]:
        """Return all series by title, then id."""

    def remove_series(self, series: SeriesId) -> None:
        """Remove a series; its rounds stay, and belong to none."""

    # -- rounds

    def add(self, round_: KeptRound, *, due: datetime | None = None) -> None:
        """Keep a new round; *due*: when the next one of its series begins."""

    def all(self) -> list[KeptRound]:
        """Return all rounds, open ones first, then by when they were opened, the newest first."""

    def find(self, key: str) -> KeptRound:
        """Return the round with this id, beginning of an id (r and 4 digits) or exact title.

        Raises:
            UnknownRoundError: There is none, or there are several.
        """

    def of_token(self, *, join: str | None = None, screen: str | None = None) -> KeptRound:
        """Return the round of a token. Raises `UnknownRoundError`."""

    def rank(
        self,
        round_: RoundId,
        places: Sequence[KeptPlace],
        report: Mapping[str, Any],
        closed: datetime,
    ) -> None:
        """Keep how a round was ranked, instead of what was kept before; it is closed then."""

    def remove(self, round_: RoundId) -> None:
        """Remove a round with who joined it and how it was ranked."""

    def places(self, rounds: AnyOf[RoundId] | None = None) -> dict[RoundId, list[KeptPlace]]:
        """Return how rounds were ranked, by board, place and id; None: the board "all" of all."""

    def outdated(self) -> list[RoundId]:
        """Return the closed rounds that have to be ranked anew, sorted.

        Somebody was forgotten, or a face that was ranked is marked now, or its person is hidden or
        opted out now.
        """

    # -- who joined

    def add_participant(self, participant: KeptParticipant) -> None:
        """Keep somebody who joined. Raises `UnknownRoundError` if the round is gone."""

    def participants(self, round_: RoundId | None = None) -> list[KeptParticipant]:
        """Return who joined a round, or any, the first first."""

    def participant(self, id_: str) -> KeptParticipant:
        """Return one of them. Raises `UnknownParticipantError`."""

    def remove_participant(self, id_: ParticipantId) -> None:
        """Take somebody out; the round has to be ranked anew, if it is closed."""

    def brought(self) -> set[PhotoId]:
        """Return the photos that the library has from participants only."""

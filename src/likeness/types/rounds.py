"""The game: whose face is closest to the average."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from likeness.types.ids import FaceId, PersonId, PhotoId

RoundId = NewType("RoundId", str)
""""r" and 16 hex digits, drawn."""

SeriesId = NewType("SeriesId", str)
""""s" and 16 hex digits, drawn."""

ParticipantId = NewType("ParticipantId", str)
""""q" and 16 hex digits, drawn."""

RoundState = Literal["open", "closed"]

LEAST_PICTURED = 3
"""Members of a board that has a picture of its average: that of fewer would show somebody."""

Board = NewType("Board", str)
""""all", "women", "men", or the name of a chosen group. "women:men" ranks women against men."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who joined a round by themselves."""

    participant: ParticipantId
    round: RoundId
    nickname: str
    consented: datetime
    face: FaceId | None  # that stands for them; None: their photo is on its way in, or has none now


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What somebody is told who joined a round."""

    participant: ParticipantId
    round: RoundId
    nickname: str  # as it is kept
    photo: PhotoId
    secret: str  # lets them look and withdraw; only its hash is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """How somebody who joined a round did, for themselves."""

    nickname: str
    state: RoundState
    place: int | None  # on the board "all"; None: it is open, or nothing of them can be ranked
    of: int  # so many are on that board
    similarity: float | None
    twin: str | None  # name of who is most alike; None: nobody, or nobody with a name


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTokens:
    """What lets people in without an account."""

    join: str  # to take part
    screen: str  # to look, from a big screen


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedEntry:
    """Somebody's place on a board."""

    entry: str  # a participant, a person, or a face of nobody
    place: int  # from 1; equal ones share it
    name: str | None  # nickname of a participant, name of a person
    face: FaceId  # that stands for them
    person: PersonId | None
    similarity: float  # cosine to the average, rounded to 6 decimals
    weight: float  # of the face in the average
    twin: str | None  # the entry that is most alike; None: there is no other


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedBoard:
    """One average and who is how close to it."""

    board: Board
    entries: tuple[RankedEntry, ...]  # by place, then id
    members: int  # whose faces made the average


@dataclass(frozen=True, slots=True, kw_only=True)
class GameRound:
    """One game: a collection, its average face, a ranking, winners."""

    round: RoundId
    series: SeriesId | None
    title: str
    collection: str | None  # None: the whole library
    everyone: bool  # whether all people on its photos take part, or only who joined
    groups: tuple[str, ...]  # boards that were chosen beside all, women and men: collections
    state: RoundState
    opened: datetime
    closes: datetime | None  # when it closes by itself
    closed: datetime | None
    participants: int
    winners: tuple[
        RankedEntry, ...
    ]  # of the board "all"; none while it is open, or nobody took part


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of ranking a closed round once more."""

    round: RoundId
    same: bool  # whether it is what was kept
    boards: tuple[RankedBoard, ...]  # as they came out now


@dataclass(frozen=True, slots=True, kw_only=True)
class GameSeries:
    """Rounds that belong together: a season, or what a schedule opens."""

    series: SeriesId
    title: str
    collection: str | None
    everyone: bool
    groups: tuple[str, ...]
    cron: str | None  # when one round ends and the next begins
    due: datetime | None  # when that is next


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Somebody over all closed rounds of a series."""

    entry: str  # a person, or the folded nickname of participants
    name: str | None
    face: FaceId
    rounds: int
    wins: int
    points: int
    best: float  # highest similarity

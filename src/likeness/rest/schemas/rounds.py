"""The game: rounds, who takes part, and how they are ranked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Header, Path, Query
from pydantic import AwareDatetime, Field

from likeness.rest.schemas.page import Body, Name, Schema
from likeness.types import RoundState

ROUND = r"^r[0-9a-f]{16}$"
SERIES = r"^s[0-9a-f]{16}$"
PARTICIPANT = r"^q[0-9a-f]{16}$"

MOST_GROUPS = 20
LONGEST_TITLE = 100
LONGEST_SECRET = 128
LONGEST_SCHEDULE = 100
LONGEST_BOARD = 401  # two names and the colon between them

RoundPath = Annotated[str, Path(pattern=ROUND, description="id of the round")]
SeriesPath = Annotated[str, Path(pattern=SERIES, description="id of the series")]
ParticipantPath = Annotated[str, Path(pattern=PARTICIPANT, description="id of the participant")]
TokenPath = Annotated[
    str,
    Path(
        description="the secret part of the link: 22 letters, digits, - and _; any other text "
        "leads nowhere",
        examples=["MTIzNDU2Nzg5MGFiY2RlZg"],
    ),
]
EntryPath = Annotated[str, Path(max_length=64, description="an entry of the podium")]
BoardQuery = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST_BOARD,
        pattern=r"^[^\x00]+$",
        description='"all", "women", "men", a chosen group, or "women:men": women beside the '
        "average of men",
    ),
]
SeriesQuery = Annotated[
    str | None, Query(pattern=SERIES, description="only rounds of this series; none: all rounds")
]
BlurQuery = Annotated[
    int, Query(ge=0, le=5, description="0: sharp; 5: nobody is to be recognised yet")
]
Secret = Annotated[
    str,
    Header(
        alias="X-Participant-Secret",
        min_length=1,
        max_length=LONGEST_SECRET,
        description="what joining returned",
    ),
]


Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
"""Of a round, or of a series."""


class EntryOut(Schema):
    """Somebody's place on a board."""

    entry: str = Field(
        description="a participant, a person, or a face of nobody", examples=["q0123456789abcdef"]
    )
    place: int = Field(ge=1, description="equal ones share it")
    name: str | None = Field(description="nickname of a participant, name of a person")
    face: str = Field(description="that stands for them", examples=["f0123456789abcdef"])
    person: str | None = Field(description="whose face it is", examples=["p0123456789abcdef"])
    similarity: float = Field(description="cosine to the average, [-1, 1]", examples=[0.731204])
    twin: str | None = Field(
        description="the entry that is most alike; null: there is no other",
        examples=["q0123456789abcdef"],
    )


class RoundOut(Schema):
    """One game: a collection, its average face, a ranking, winners."""

    round: str = Field(examples=["r0123456789abcdef"])
    series: str | None = Field(examples=["s0123456789abcdef"])
    title: str = Field(examples=["Summer party"])
    collection: str | None = Field(description="null: the whole library")
    everyone: bool = Field(
        description="whether all people on its photos take part, or only who joined"
    )
    groups: list[str] = Field(description="collections with boards of their own")
    state: RoundState
    opened: datetime
    closes: datetime | None = Field(description="when it closes by itself")
    closed: datetime | None
    participants: int = Field(
        ge=0, description="who joined; once it is closed, who was ranked on the board `all`"
    )
    winners: list[EntryOut] = Field(description="of the board `all`, once it is closed")
    join: str | None = Field(
        description="path of the page to join at; null to those who may only read",
        examples=["/join/MTIzNDU2Nzg5MGFiY2RlZg"],
    )
    screen: str | None = Field(
        description="path of the page for a big screen; null to those who may only read",
        examples=["/screen/MTIzNDU2Nzg5MGFiY2RlZg"],
    )


class RoundsOut(Schema):
    """Rounds."""

    items: list[RoundOut] = Field(description="open ones first, then the newest first")


class RoundOrder(Body):
    """A round to open."""

    title: Title | None = Field(
        default=None, description="null: the day", examples=["Summer party"]
    )
    collection: Name | None = Field(default=None, description="null: the whole library")
    everyone: bool | None = Field(
        default=None,
        description="all people on its photos take part, not only who joins; null: if there is a "
        "collection",
    )
    groups: list[Name] = Field(
        default=[], max_length=MOST_GROUPS, description="collections that get boards of their own"
    )
    closes: AwareDatetime | None = Field(default=None, description="when it closes by itself")
    every: str | None = Field(
        default=None,
        min_length=1,
        max_length=LONGEST_SCHEDULE,
        description='"daily" (at midnight), "weekly" (Monday at midnight) or cron text, in the '
        "server's time: then one round ends and the next begins",
        examples=["weekly"],
    )
    season: Title | None = Field(
        default=None, description="title of the series that it belongs to, made if there is none"
    )


class BoardOut(Schema):
    """One average, and who is how close to it."""

    board: str = Field(examples=["all"])
    members: int = Field(ge=0, description="whose faces made the average")
    average: bool = Field(
        description="there is a picture of it; false: it would show somebody in particular"
    )
    entries: list[EntryOut] = Field(description="by place")


class BoardsOut(Schema):
    """The boards of a round."""

    items: list[BoardOut] = Field(description="none while the round is open")


class ParticipantOut(Schema):
    """Somebody who joined a round by themselves."""

    participant: str = Field(examples=["q0123456789abcdef"])
    nickname: str = Field(examples=["Anna"])
    consented: datetime
    face: str | None = Field(description="that stands for them; null: it is not known yet")


class ParticipantsOut(Schema):
    """Who joined a round."""

    items: list[ParticipantOut]


class StandingOut(Schema):
    """Somebody over all closed rounds of a series."""

    entry: str = Field(description="a person, or the folded nickname of participants")
    name: str | None
    face: str = Field(examples=["f0123456789abcdef"])
    rounds: int = Field(ge=1)
    wins: int = Field(ge=0)
    points: int = Field(ge=0)
    best: float = Field(description="highest similarity")


class StandingsOut(Schema):
    """A leaderboard."""

    items: list[StandingOut] = Field(description="most points first")


class SeriesOut(Schema):
    """Rounds that belong together: a season, or what a schedule opens."""

    series: str = Field(examples=["s0123456789abcdef"])
    title: str
    collection: str | None
    everyone: bool
    groups: list[str]
    cron: str | None = Field(
        description="when one round ends and the next begins; null: by hand",
        examples=["0 18 * * 5"],
    )
    due: datetime | None = Field(description="when that is next")


class SeriesListOut(Schema):
    """All series."""

    items: list[SeriesOut]


# ---------------------------------------------------------------- what needs a link only


class JoinOut(Schema):
    """A round, as those see it who may join."""

    title: str
    state: RoundState
    participants: int = Field(ge=0)
    closes: datetime | None


class JoinedOut(Schema):
    """What a new participant has to keep: nobody can tell it again."""

    participant: str = Field(examples=["q0123456789abcdef"])
    secret: str = Field(description="to be sent in X-Participant-Secret, to look and to withdraw")
    face: bool = Field(description="the photo shows a face that can be ranked")


class OwnStandingOut(Schema):
    """How a participant stands."""

    nickname: str
    state: RoundState
    place: int | None = Field(description="on the board `all`; null: not ranked, or not yet")
    of: int = Field(ge=0, description="how many are ranked")
    similarity: float | None = Field(description="cosine to the average")
    twin: str | None = Field(
        description="nickname of the participant who is most alike; people of the library who did "
        "not join are not named"
    )


class NicknameOut(Schema):
    """Somebody who joined, on a big screen."""

    entry: str = Field(examples=["q0123456789abcdef"])
    nickname: str


class PodiumEntryOut(Schema):
    """Somebody on the podium."""

    entry: str = Field(examples=["q0123456789abcdef"])
    place: int = Field(ge=1, le=3)
    nickname: str | None = Field(description="or name of a person; null: nobody named them")
    similarity: float = Field(description="cosine to the average")


class PodiumOut(Schema):
    """One average, and who is closest to it."""

    board: str = Field(examples=["all"])
    members: int = Field(ge=0, description="whose faces made the average")
    average: bool = Field(description="there is a picture of it")
    podium: list[PodiumEntryOut] = Field(description="the three first places")


class ScreenOut(Schema):
    """A round on a big screen."""

    title: str
    state: RoundState
    participants: list[NicknameOut]
    opened: datetime
    closes: datetime | None
    closed: datetime | None
    join: str = Field(description="path of the page to join at")
    boards: list[PodiumOut] = Field(description="none while the round is open")

"""/rounds: the game, for those who hold it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from likeness.errors import UnknownParticipantError
from likeness.imaging.blur import blurred
from likeness.imaging.webp import encode_webp
from likeness.rest.binary import BYTES, WebP, answers, picture
from likeness.rest.podium import pictured
from likeness.rest.problems import ProblemError
from likeness.rest.qr import SVG, Svg, page_address, qr_code
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.rounds import (
    BoardOut,
    BoardQuery,
    BoardsOut,
    EntryOut,
    ParticipantOut,
    ParticipantPath,
    ParticipantsOut,
    RoundOrder,
    RoundOut,
    RoundPath,
    RoundsOut,
    SeriesListOut,
    SeriesOut,
    SeriesPath,
    SeriesQuery,
    StandingOut,
    StandingsOut,
)
from likeness.rest.state import Served, Server
from likeness.rest.visitor import READ, WRITE, Visit
from likeness.types import GameRound, Visitor
from likeness.workflows.access.scopes import allows

router = APIRouter(prefix="/rounds", tags=["rounds"])

JOIN, SCREEN = "/join/", "/screen/"
"""How the addresses of the two pages begin that need no login, as `page.PLACES` has them."""

QR: dict[int | str, dict[str, Any]] = {200: {"description": "The QR code", "content": {SVG: BYTES}}}


@router.get("", operation_id="listRounds", dependencies=[Depends(READ)], responses=problems())
def list_rounds(served: Served, visitor: Visit) -> RoundsOut:
    """List all rounds of the game, open ones first, then the newest first."""
    return RoundsOut(items=[_shown(served, visitor, one) for one in served.library.rounds()])


@router.post(
    "",
    operation_id="openRound",
    status_code=201,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def open_round(served: Served, visitor: Visit, order: RoundOrder) -> RoundOut:
    """Open a round, or the first one of a schedule."""
    opened = served.library.open_round(
        order.title,
        collection=order.collection,
        everyone=order.everyone,
        groups=order.groups,
        closes=order.closes,
        every=order.every,
        season=order.season,
    )
    return _shown(served, visitor, opened)


@router.get(
    "/leaderboard",
    operation_id="listStandings",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def list_standings(served: Served, series: SeriesQuery = None) -> StandingsOut:
    """List who has most points over closed rounds: 3, 2 and 1 for the first three places."""
    found = served.library.leaderboard(series)
    return StandingsOut(items=[StandingOut.model_validate(one) for one in found])


@router.get(
    "/series", operation_id="listSeries", dependencies=[Depends(READ)], responses=problems()
)
def list_series(served: Served) -> SeriesListOut:
    """List the series of rounds: schedules and seasons."""
    return SeriesListOut(items=[SeriesOut.model_validate(one) for one in served.library.series()])


@router.delete(
    "/series/{series}",
    operation_id="removeSeries",
    status_code=204,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def remove_series(served: Served, series: SeriesPath) -> None:
    """Remove a series: its rounds stay, and no more open by themselves."""
    served.library.remove_series(series)


@router.get(
    "/{round}", operation_id="getRound", dependencies=[Depends(READ)], responses=problems(404)
)
def get_round(served: Served, visitor: Visit, round: RoundPath) -> RoundOut:  # noqa: A002
    """Return one round."""
    return _shown(served, visitor, served.library.round(round))


@router.post(
    "/{round}/close",
    operation_id="closeRound",
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def close_round(served: Served, visitor: Visit, round: RoundPath) -> RoundOut:  # noqa: A002
    """Close a round and rank who takes part; one that is closed stays as it is."""
    with served.gate.passed():
        closed = served.library.close_round(round)
    return _shown(served, visitor, closed)


@router.delete(
    "/{round}",
    operation_id="deleteRound",
    status_code=204,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def delete_round(served: Served, visitor: Visit, round: RoundPath) -> None:  # noqa: A002
    """Delete a round, and forget the photos that were brought to it alone."""
    served.library.remove_round(round, who=visitor.who)


@router.get(
    "/{round}/boards",
    operation_id="listBoards",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def list_boards(served: Served, round: RoundPath) -> BoardsOut:  # noqa: A002
    """List the boards of a round: all, women, men, chosen groups, and who is beside the other."""
    boards = served.boards.of(served.library, served.library.round(round).round)
    return BoardsOut(
        items=[
            BoardOut(
                board=one.board,
                members=one.members,
                average=pictured(boards, one.board) is not None,
                entries=[EntryOut.model_validate(entry) for entry in one.entries],
            )
            for one in boards
        ]
    )


@router.get(
    "/{round}/participants",
    operation_id="listParticipants",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def list_participants(served: Served, round: RoundPath) -> ParticipantsOut:  # noqa: A002
    """List who joined a round by themselves, the first first."""
    found = served.library.participants(round)
    return ParticipantsOut(items=[ParticipantOut.model_validate(one) for one in found])


@router.delete(
    "/{round}/participants/{participant}",
    operation_id="removeParticipant",
    status_code=204,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def remove_participant(
    served: Served,
    visitor: Visit,
    round: RoundPath,  # noqa: A002
    participant: ParticipantPath,
) -> None:
    """Take somebody out of a round, as they can themselves: their photo is forgotten for good."""
    require_joined(served, round, participant)
    served.library.withdraw(participant, who=visitor.who)


@router.get(
    "/{round}/average",
    operation_id="getRoundAverage",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404) | answers("image/webp", description="The average face"),
)
def get_round_average(
    request: Request,
    served: Served,
    round: RoundPath,  # noqa: A002
    board: BoardQuery = "all",
) -> Response:
    """Return the average face of a closed round: of all, women, men, or a chosen group."""
    return average_of(request, served, served.library.round(round), board)


@router.get(
    "/{round}/qr",
    operation_id="getRoundQr",
    dependencies=[Depends(WRITE)],
    response_class=Svg,
    responses=problems(404) | QR,
)
def get_round_qr(
    request: Request,
    served: Served,
    round: RoundPath,  # noqa: A002
    format: Annotated[Literal["svg"], Query(description="of the picture")] = "svg",  # noqa: A002
) -> Response:
    """Return a QR code of the address to join at, as this request sees the server."""
    del format  # there is one
    return join_code(request, served, served.library.round(round))


# ---------------------------------------------------------------- what /play shares


def join_code(request: Request, served: Server, round_: GameRound) -> Svg:
    """Return a QR code of the absolute address to join a round at."""
    token = served.library.round_tokens(round_.round).join
    return Svg(qr_code(page_address(request, JOIN + token)))


def average_of(
    request: Request, served: Server, round_: GameRound, board: str, *, blur: int = 0
) -> Response:
    """Return the picture of an average; making it anew costs what a search does.

    Raises:
        ProblemError: There is none: the round is open, the board is not known, or too few people
            are on it (404).
    """
    own = pictured(served.boards.of(served.library, round_.round), board)
    if own is None:
        raise ProblemError(
            404,
            "no-average",
            "No such average",
            "There is no picture: the round is open, has no such board, or so few people are on it "
            "that the picture would show one of them.",
        )
    with served.gate.passed():
        pixels = served.library.round_average(round_.round, own)
        data = encode_webp(blurred(pixels, blur))
    return picture(request, data)


def require_joined(served: Server, round_: str, participant: str) -> None:
    """Raise `UnknownParticipantError` unless somebody of that id joined this very round."""
    if participant not in served.library.nicknames(round_):
        raise UnknownParticipantError(
            "Nobody of this id takes part any more, or the secret is not theirs."
        )


def _shown(served: Server, visitor: Visitor, round_: GameRound) -> RoundOut:
    """Return a round as *visitor* may see it: who may only read lets nobody in."""
    join = screen = None
    if allows(visitor.scope, "write"):
        tokens = served.library.round_tokens(round_.round)
        join, screen = JOIN + tokens.join, SCREEN + tokens.screen
    return RoundOut(
        round=round_.round,
        series=round_.series,
        title=round_.title,
        collection=round_.collection,
        everyone=round_.everyone,
        groups=list(round_.groups),
        state=round_.state,
        opened=round_.opened,
        closes=round_.closes,
        closed=round_.closed,
        participants=round_.participants,
        winners=[EntryOut.model_validate(entry) for entry in round_.winners],
        join=join,
        screen=screen,
    )

"""/play: take part in a round, or show it on a big screen, with nothing but its link.

Nobody logs in here: what lets somebody in is a token of 128 bits in the path, and what lets them
look at themselves and withdraw is a secret in a header. No cookie counts, and no key: a browser
that holds a session may do no more here than any other. So another site can borrow nothing by
making a browser send a request, and no CSRF token is needed; `OriginGuard` refuses requests of
other sites all the same. Tokens stay out of problems, out of logs (`Metrics` knows routes, not
paths) and, by the Referrer-Policy of every answer, out of what browsers tell other sites.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from likeness.errors import JoinRefusedError, UnknownFaceError
from likeness.rest.binary import WebP, answers, files_may_be_gone, picture
from likeness.rest.forms import FILE, FormFile, Limits, form_of, schema, senseless
from likeness.rest.podium import pictured, podium
from likeness.rest.qr import Svg
from likeness.rest.routers.answers import problems
from likeness.rest.routers.rounds import JOIN, QR, average_of, join_code, require_joined
from likeness.rest.schemas.faces import PortraitSide
from likeness.rest.schemas.rounds import (
    BlurQuery,
    BoardQuery,
    EntryPath,
    JoinedOut,
    JoinOut,
    NicknameOut,
    OwnStandingOut,
    ParticipantPath,
    PodiumEntryOut,
    PodiumOut,
    ScreenOut,
    Secret,
    TokenPath,
)
from likeness.rest.state import Served, Server
from likeness.rest.visitor import PUBLIC
from likeness.types import GameRound, OwnPlace, ParticipantId, RankedBoard
from likeness.workflows.rounds.ranking import ALL

router = APIRouter(prefix="/play", tags=["play"])

T = TypeVar("T")

TOKEN = re.compile(r"[0-9A-Za-z_-]{1,64}")
NOWHERE = "-"
"""Asked for in place of what cannot be a token: the answer takes as long and is the same."""

MOST_BODY = 16 * 2**20
"""Bytes of a photo that somebody joins with: what cameras of phones make is less."""

PHOTO = Limits(files=frozenset({"photo"}), most=1, fields=frozenset({"nickname", "consent"}))
YES = "yes"
JOINS = re.compile(r"/api/v1/play/join/[^/]+")


def takes_photo(method: str, path: str) -> bool:
    """Return whether a request may bring a photo without a login.

    `join` looks at the token in the path before it reads any of the body.

    Args:
        method: Of the request.
        path: Below the path that a proxy shows.
    """
    return method == "POST" and JOINS.fullmatch(path) is not None


def entered(request: Request, served: Server, look: Callable[[], T]) -> T:
    """Return what *look* finds; attempts that lead nowhere are counted for their address.

    Raises:
        ProblemError: There were too many of those (429).
    """
    address = request.client.host if request.client else ""
    served.limits.link(address)
    found = look()
    served.limits.link_known(address)
    return found


def joinable(request: Request, served: Served, token: TokenPath) -> GameRound:
    """Return the round that a link to join leads to."""
    key = _token(token)
    return entered(request, served, lambda: served.library.round_of_token(join=key))


def shown(request: Request, served: Served, token: TokenPath) -> GameRound:
    """Return the round that a link for a big screen leads to."""
    key = _token(token)
    return entered(request, served, lambda: served.library.round_of_token(screen=key))


def _token(given: str) -> str:
    return given if TOKEN.fullmatch(given) else NOWHERE


# ---------------------------------------------------------------- who takes part


@router.get(
    "/join/{token}",
    operation_id="getJoin",
    dependencies=[Depends(PUBLIC)],
    responses=problems(404, 429),
)
def get_join(round_: Annotated[GameRound, Depends(joinable)]) -> JoinOut:
    """Say which round a link lets somebody join."""
    return JoinOut(
        title=round_.title,
        state=round_.state,
        participants=round_.participants,
        closes=round_.closes,
    )


@router.post(
    "/join/{token}",
    operation_id="join",
    status_code=201,
    dependencies=[Depends(PUBLIC)],
    responses=problems(404, 409, 429),
    openapi_extra=schema(
        {
            "photo": FILE,
            "nickname": {"type": "string", "minLength": 1, "maxLength": 40},
            "consent": {"type": "string", "enum": [YES]},
        }
    ),
)
async def join(
    request: Request, served: Served, round_: Annotated[GameRound, Depends(joinable)]
) -> JoinedOut:
    """Take part with a photo that shows oneself alone, under a nickname.

    `consent` says that the photo is kept, compared and, for the first places, shown, until one
    withdraws. What is returned is told once.
    """
    if round_.state != "open":
        raise JoinRefusedError("closed", "This round is closed: nobody can join any more.")
    served.limits.join(request.client.host if request.client else "")
    async with form_of(request, served.library, PHOTO) as form:
        if not form.files:
            raise senseless("Bring a photo, in `photo`.")
        nickname, consent = form.fields.get("nickname", ""), form.fields.get("consent") == YES

        def joined() -> JoinedOut:
            with served.gate.passed():
                return _joined(served, round_, form.files[0], nickname, consent=consent)

        return await run_in_threadpool(joined)


@router.get(
    "/join/{token}/{participant}",
    operation_id="getOwnStanding",
    dependencies=[Depends(PUBLIC)],
    responses=problems(404, 429),
)
def get_own_standing(
    request: Request,
    served: Served,
    round_: Annotated[GameRound, Depends(joinable)],
    participant: ParticipantPath,
    secret: Secret,
) -> OwnStandingOut:
    """Say how a participant stands: for whoever has the secret."""
    own = entered(request, served, lambda: _own(served, round_, participant, secret))
    return OwnStandingOut(
        nickname=own.nickname,
        state=own.state,
        place=own.place,
        of=own.of,
        similarity=own.similarity,
        twin=_twin(served, round_, participant),
    )


@router.delete(
    "/join/{token}/{participant}",
    operation_id="withdraw",
    status_code=204,
    dependencies=[Depends(PUBLIC)],
    responses=problems(404, 429),
)
def withdraw(
    request: Request,
    served: Served,
    round_: Annotated[GameRound, Depends(joinable)],
    participant: ParticipantPath,
    secret: Secret,
) -> None:
    """Withdraw, at any time: the photo is forgotten for good, and a closed round ranked anew."""
    entered(request, served, lambda: _own(served, round_, participant, secret))
    served.library.withdraw(participant, secret=secret)


def _joined(
    served: Server, round_: GameRound, file: FormFile, nickname: str, *, consent: bool
) -> JoinedOut:
    joined = served.library.join_round(round_.round, file.path, nickname, consent=consent)
    return JoinedOut(participant=joined.participant, secret=joined.secret, face=True)


def _own(served: Server, round_: GameRound, participant: str, secret: str) -> OwnPlace:
    """Return how somebody stands who joined this very round, and has the secret."""
    require_joined(served, round_.round, participant)
    return served.library.own_place(participant, secret)


def _twin(served: Server, round_: GameRound, participant: str) -> str | None:
    """Return the nickname of who is most alike, if they joined by themselves.

    Strangers are not told the names of people of the library.
    """
    twins = {
        entry.entry: entry.twin
        for board in served.boards.of(served.library, round_.round)
        if board.board == ALL
        for entry in board.entries
    }
    nicknames = served.library.nicknames(round_.round)
    return nicknames.get(ParticipantId(twins.get(participant) or ""))


# ---------------------------------------------------------------- the big screen


@router.get(
    "/screen/{token}",
    operation_id="getScreen",
    dependencies=[Depends(PUBLIC)],
    responses=problems(404, 429),
)
def get_screen(served: Served, round_: Annotated[GameRound, Depends(shown)]) -> ScreenOut:
    """Return what a big screen shows of a round: who joined, and once it is closed the podium."""
    library = served.library
    boards = served.boards.of(library, round_.round)
    return ScreenOut(
        title=round_.title,
        state=round_.state,
        participants=[
            NicknameOut(entry=entry, nickname=nickname)
            for entry, nickname in library.nicknames(round_.round).items()
        ],
        opened=round_.opened,
        closes=round_.closes,
        closed=round_.closed,
        join=JOIN + library.round_tokens(round_.round).join,
        boards=[_board(boards, one) for one in boards],
    )


@router.get(
    "/screen/{token}/average",
    operation_id="getScreenAverage",
    dependencies=[Depends(PUBLIC)],
    response_class=WebP,
    responses=problems(404, 429) | answers("image/webp", description="The average face"),
)
def get_screen_average(
    request: Request,
    served: Served,
    round_: Annotated[GameRound, Depends(shown)],
    board: BoardQuery = "all",
    blur: BlurQuery = 0,
) -> Response:
    """Return the average face of a closed round, as blurred as wanted."""
    return average_of(request, served, round_, board, blur=blur)


@router.get(
    "/screen/{token}/portrait/{entry}",
    operation_id="getScreenPortrait",
    dependencies=[Depends(PUBLIC)],
    response_class=WebP,
    responses=problems(404, 429) | answers("image/webp", description="The portrait"),
)
def get_screen_portrait(
    request: Request, served: Served, round_: Annotated[GameRound, Depends(shown)], entry: EntryPath
) -> Response:
    """Return the portrait of somebody on the podium of a closed round, of nobody else."""
    faces = {
        one.entry: one.face
        for board in served.boards.of(served.library, round_.round)
        for one in podium(board)
    }
    if entry not in faces:
        raise UnknownFaceError("Nobody of this id is on the podium of this round.")
    with files_may_be_gone():
        data = served.library.portrait_file(
            f"face:{faces[entry]}", int(PortraitSide.LARGE), turn=served.gate.passed
        )
    return picture(request, data)


@router.get(
    "/screen/{token}/qr",
    operation_id="getScreenQr",
    dependencies=[Depends(PUBLIC)],
    response_class=Svg,
    responses=problems(404, 429) | QR,
)
def get_screen_qr(
    request: Request, served: Served, round_: Annotated[GameRound, Depends(shown)]
) -> Response:
    """Return a QR code of the address to join at, as this request sees the server."""
    return join_code(request, served, round_)


def _board(boards: list[RankedBoard], board: RankedBoard) -> PodiumOut:
    return PodiumOut(
        board=board.board,
        members=board.members,
        average=pictured(boards, board.board) is not None,
        podium=[
            PodiumEntryOut(
                entry=one.entry, place=one.place, nickname=one.name, similarity=one.similarity
            )
            for one in podium(board)
        ],
    )

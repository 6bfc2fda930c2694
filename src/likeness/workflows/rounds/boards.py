"""Rounds and their boards, as they are shown."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping, Sequence

from likeness.catalog.base import FaceFilter
from likeness.catalog.round_store import KeptParticipant, KeptPlace, KeptRound
from likeness.errors import UnknownParticipantError
from likeness.types import (
    Board,
    Face,
    FaceId,
    GameRound,
    GameSeries,
    OwnPlace,
    Participant,
    ParticipantId,
    RankedBoard,
    RankedEntry,
    RoundId,
    RoundTokens,
)
from likeness.workflows.parts import Parts
from likeness.workflows.rounds.entries import face_of
from likeness.workflows.rounds.kept_places import Places, places_of, whole_boards
from likeness.workflows.rounds.ranking import ALL, MEN, OPPOSITES, WOMEN, opposite

# ---------------------------------------------------------------- rounds


def rounds(parts: Parts) -> list[GameRound]:
    """Return all rounds, open ones first, then the newest first."""
    kept = parts.catalog.rounds.all()
    places = whole_boards(parts, kept)
    return _shown(parts, kept, places)


def game_round(parts: Parts, key: str) -> GameRound:
    """Return one round. Raises `UnknownRoundError`."""
    return _one(parts, parts.catalog.rounds.find(key))


def round_of_token(parts: Parts, *, join: str | None, screen: str | None) -> GameRound:
    """Return the round of a token; see `Library.round_of_token`."""
    return _one(parts, parts.catalog.rounds.of_token(join=join, screen=screen))


def tokens(parts: Parts, key: str) -> RoundTokens:
    """Return what lets people into a round. Raises `UnknownRoundError`."""
    kept = parts.catalog.rounds.find(key)
    return RoundTokens(join=kept.join_token, screen=kept.screen_token)


def series(parts: Parts) -> list[GameSeries]:
    """Return all series by title, then id."""
    return parts.catalog.rounds.series()


def participants(parts: Parts, key: str) -> list[Participant]:
    """Return who joined a round, the first first. Raises `UnknownRoundError`."""
    kept = parts.catalog.rounds.find(key)
    return [
        Participant(
            participant=row.participant,
            round=row.round,
            nickname=row.nickname,
            consented=row.consented,
            face=face_of(parts, row.photo),
        )
        for row in parts.catalog.rounds.participants(kept.round)
    ]


def nicknames(parts: Parts, key: str) -> dict[ParticipantId, str]:
    """Return what those are called who joined a round. Raises `UnknownRoundError`."""
    kept = parts.catalog.rounds.find(key)
    joined = parts.catalog.rounds.participants(kept.round)
    return {row.participant: row.nickname for row in joined}


# ---------------------------------------------------------------- boards


def boards(parts: Parts, key: str) -> list[RankedBoard]:
    """Return the boards of a closed round; see `Library.boards`."""
    kept = parts.catalog.rounds.find(key)
    return shown_boards(parts, kept, places_of(parts, kept))


def shown_boards(parts: Parts, kept: KeptRound, places: Sequence[KeptPlace]) -> list[RankedBoard]:
    """Return places as boards: all, women, men, the groups as they were chosen, the opposites."""
    by_board: dict[str, list[KeptPlace]] = {}
    for place in places:
        by_board.setdefault(place.board, []).append(place)
    against = {opposite(of, other): other for of, other in OPPOSITES}
    order = [ALL, WOMEN, MEN, *kept.groups, *against]
    names = Names(parts, places)
    return [
        RankedBoard(
            board=Board(board),
            entries=tuple(map(names.entry, by_board[board])),
            members=len(by_board[against.get(board, board)]),
        )
        for board in order
        if board in by_board
    ]


def own_place(parts: Parts, participant: str, secret: str) -> OwnPlace:
    """Tell somebody how they did; see `Library.own_place`."""
    row = theirs(parts, participant, secret)
    kept = parts.catalog.rounds.find(row.round)
    places = [place for place in places_of(parts, kept) if place.board == ALL]
    mine = next((place for place in places if place.entry == row.participant), None)
    twin = None
    if mine is not None and mine.twin is not None:
        also = [place for place in places if place.entry == mine.twin]
        twin = next((Names(parts, also).entry(place).name for place in also), None)
    return OwnPlace(
        nickname=row.nickname,
        state=kept.state,
        place=None if mine is None else mine.place,
        of=len(places),
        similarity=None if mine is None else mine.similarity,
        twin=twin,
    )


def theirs(parts: Parts, participant: str, secret: str) -> KeptParticipant:
    """Return a participant, if the secret is theirs.

    Raises:
        UnknownParticipantError: It is not, or nobody of that id takes part: which, nobody is told.
    """
    row = parts.catalog.rounds.participant(participant)
    if not hmac.compare_digest(hash_of(secret), row.secret):
        raise UnknownParticipantError(
            "Nobody of this id takes part any more, or the secret is not theirs."
        )
    return row


def hash_of(secret: str) -> str:
    """Return what is kept of a secret: 64 hex digits. It is drawn, so it needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Names:
    """What those on boards are called now, and who they are.

    Args:
        parts: The library.
        places: All that will be asked for.
    """

    def __init__(self, parts: Parts, places: Iterable[KeptPlace]) -> None:
        ids = tuple(sorted({place.face for place in places}))
        rows = parts.catalog.faces(FaceFilter(ids=ids, every=True)) if ids else ()
        self._faces: Mapping[FaceId, Face] = {row.face: row for row in rows}
        joined = parts.catalog.rounds.participants()
        self._nicknames: Mapping[str, str] = {row.participant: row.nickname for row in joined}

    def entry(self, place: KeptPlace) -> RankedEntry:
        """Return a place with the name of who has it."""
        face = self._faces.get(place.face)
        name = None if face is None else face.name
        return RankedEntry(
            entry=place.entry,
            place=place.place,
            name=self._nicknames.get(place.entry, name),
            face=place.face,
            person=None if face is None else face.person,
            similarity=place.similarity,
            weight=place.weight,
            twin=place.twin,
        )

    def nickname(self, entry: str) -> str | None:
        """Return the nickname of a participant; None: it is not one."""
        return self._nicknames.get(entry)


# ---------------------------------------------------------------- within


def _one(parts: Parts, kept: KeptRound) -> GameRound:
    places = [place for place in places_of(parts, kept) if place.board == ALL]
    (found,) = _shown(parts, [kept], {kept.round: places})
    return found


def _shown(parts: Parts, kept: Sequence[KeptRound], places: Places) -> list[GameRound]:
    winning = {id_: [row for row in rows if row.place == 1] for id_, rows in places.items()}
    names = Names(parts, [row for rows in winning.values() for row in rows])
    joined = _counts(parts, {row.round for row in kept if row.state == "open"})
    return [
        GameRound(
            round=row.round,
            series=row.series,
            title=row.title,
            collection=row.collection,
            everyone=row.everyone,
            groups=row.groups,
            state=row.state,
            opened=row.opened,
            closes=row.closes,
            closed=row.closed,
            participants=joined.get(row.round, len(places.get(row.round, ()))),
            winners=tuple(map(names.entry, winning.get(row.round, ()))),
        )
        for row in kept
    ]


def _counts(parts: Parts, open_: AnyOf[RoundId]) -> dict[RoundId, int]:
    """Return how many joined each of the rounds that are open."""
    found = dict.fromkeys(open_, 0)
    for row in parts.catalog.rounds.participants() if open_ else ():
        if row.round in found:
            found[row.round] += 1
    return found

"""How rounds were ranked, always without anybody who may not be on a board any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from likeness.catalog.round_store import CONTRACT, STALE, KeptPlace, KeptRound
from likeness.errors import LibraryBusyError, StoreUnavailableError
from likeness.types import Board, Contract, RoundId
from likeness.workflows.parts import Parts
from likeness.workflows.rounds import kept_pictures
from likeness.workflows.rounds.clock import time_of
from likeness.workflows.rounds.entries import pinned
from likeness.workflows.rounds.ranking import ALL, Ranked, ranked_boards

Places = Mapping[RoundId, Sequence[KeptPlace]]


def places_of(parts: Parts, kept: KeptRound) -> list[KeptPlace]:
    """Return how a round is ranked, without anybody who may not be on it any more."""
    if kept.state == "open":
        return []
    if kept.round in parts.catalog.rounds.outdated():
        return _levelled(parts, kept)
    return parts.catalog.rounds.places([kept.round]).get(kept.round, [])


def whole_boards(parts: Parts, kept: Iterable[KeptRound]) -> Places:
    """Return the board "all" of every closed round, likewise."""
    outdated = set(parts.catalog.rounds.outdated())
    levelled = {
        row.round: [place for place in _levelled(parts, row) if place.board == ALL]
        for row in kept
        if row.round in outdated
    }
    return {**parts.catalog.rounds.places(), **levelled}


def rank_anew(parts: Parts, round_: RoundId) -> list[KeptPlace]:
    """Rank a closed round once more, without those who may not be on it any more, and keep that."""
    with parts.catalog.writing("rounds"):
        kept = parts.catalog.rounds.find(round_)
        places = ranked_again(parts, kept)
        report = {**(kept.report or {}), CONTRACT: contract_of(parts, kept)}
        report.pop(STALE, None)
        kept_pictures.drop(parts, kept)
        parts.catalog.rounds.rank(kept.round, places, report, kept.closed or time_of(None))
    return places


def ranked_again(parts: Parts, kept: KeptRound) -> list[KeptPlace]:
    """Return how a closed round is ranked now, from the faces that took part then."""
    then = parts.catalog.rounds.places([kept.round]).get(kept.round, [])
    return as_kept(ranked_boards(pinned(parts, then, contract_of(parts, kept))))


def contract_of(parts: Parts, kept: KeptRound) -> Contract:
    """Return the space that a round is measured in: that of its closing, if it is still held."""
    then = (kept.report or {}).get(CONTRACT)
    return then if then in parts.catalog.contracts() else parts.contract


def as_kept(rows: Sequence[Ranked]) -> list[KeptPlace]:
    """Return places as the catalog keeps them, in its order."""
    places = [
        KeptPlace(
            board=Board(row.board),
            entry=row.entry,
            place=row.place,
            face=row.face,
            similarity=row.similarity,
            weight=row.weight,
            member=row.member,
            twin=row.twin,
        )
        for row in rows
    ]
    return sorted(places, key=lambda row: (row.board, row.place, row.entry))


def _levelled(parts: Parts, kept: KeptRound) -> list[KeptPlace]:
    """Return how a round is ranked now, and keep that where it can be kept."""
    with suppress(LibraryBusyError, StoreUnavailableError):  # it may only be read
        return rank_anew(parts, kept.round)
    return ranked_again(parts, kept)

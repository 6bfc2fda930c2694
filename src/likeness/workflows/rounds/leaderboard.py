"""Who did best over many rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from likeness.types import RankedEntry, RoundId, Standing
from likeness.workflows.parts import Parts
from likeness.workflows.rounds.boards import Names
from likeness.workflows.rounds.kept_places import whole_boards
from likeness.workflows.rounds.names import folded
from likeness.workflows.rounds.open import find_series

POINTS: Mapping[int, int] = MappingProxyType({1: 3, 2: 2, 3: 1})
"""For the first three places of a round; who shares a place gets all of its points."""


@dataclass
class Tally:
    """What somebody has so far."""

    best: RankedEntry
    newest: RankedEntry
    places: dict[RoundId, int] = field(default_factory=dict)  # the best of each round

    def add(self, round_: RoundId, row: RankedEntry) -> None:
        """Count a place."""
        self.places[round_] = min(row.place, self.places.get(round_, row.place))
        if (-row.similarity, row.face) < (-self.best.similarity, self.best.face):
            self.best = row

    def standing(self, entry: str) -> Standing:
        """Return it as it is shown."""
        return Standing(
            entry=entry,
            name=self.newest.name,
            face=self.best.face,
            rounds=len(self.places),
            wins=sum(place == 1 for place in self.places.values()),
            points=sum(POINTS.get(place, 0) for place in self.places.values()),
            best=self.best.similarity,
        )


def leaderboard(parts: Parts, series: str | None) -> list[Standing]:
    """Return who has most points; see `Library.leaderboard`.

    Participants whose nicknames are read as the same count as one, as do people, and faces of
    nobody for themselves. By points, then wins, then the best similarity, then id.
    """
    wanted = None if series is None else find_series(parts, series).series
    kept = parts.catalog.rounds.all()
    boards = whole_boards(parts, kept)
    rounds = [row for row in kept if wanted is None or row.series == wanted]
    names = Names(parts, [place for row in rounds for place in boards.get(row.round, ())])
    tallies: dict[tuple[str, str], Tally] = {}
    for row in rounds:  # the newest first
        for place in boards.get(row.round, ()):
            shown = names.entry(place)
            key = _key(shown, names.nickname(place.entry))
            tallies.setdefault(key, Tally(shown, shown)).add(row.round, shown)
    found = [tally.standing(entry) for (_, entry), tally in tallies.items()]
    return sorted(found, key=lambda row: (-row.points, -row.wins, -row.best, row.entry, row.face))


def _key(row: RankedEntry, nickname: str | None) -> tuple[str, str]:
    """Return who somebody is over several rounds."""
    if nickname is not None:
        return "nickname", folded(nickname)
    if row.person is not None:
        return "person", row.person
    return "entry", row.entry

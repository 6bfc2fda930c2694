"""What is done for the game while nobody asks: rounds close, and their pictures are made."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from likeness.catalog.round_store import KeptRound
from likeness.errors import LikenessError
from likeness.types import LEAST_PICTURED, Board
from likeness.workflows.parts import Parts
from likeness.workflows.rounds.kept_pictures import title_of
from likeness.workflows.rounds.kept_places import places_of
from likeness.workflows.rounds.pictures import average_of
from likeness.workflows.rounds.ranking import ALL, MEN, WOMEN
from likeness.workflows.rounds.schedule import tick

NEW = timedelta(hours=1)
"""After its closing somebody may be waiting for the pictures of a round; later they are made when
somebody asks."""

log = logging.getLogger("likeness.rounds")


class RoundsAhead:
    """Closes rounds in time, and makes the pictures of their averages, one at a time.

    Args:
        parts: The library.
        clock: Says what time it is, in UTC.
    """

    def __init__(
        self, parts: Parts, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._parts = parts
        self._clock = clock
        self._tried: set[str] = set()  # titles of pictures: what does not work is not tried again

    def step(self) -> bool:
        """Do what is due; return whether there may be more to do."""
        try:
            tick(self._parts, self._clock())
            return self._draw_one()
        except LikenessError as error:  # a database that is away: the next step does it
            log.debug("Rounds were not looked at: %s", error)
            return False

    def _draw_one(self) -> bool:
        for kept in self._parts.catalog.rounds.all():
            if kept.closed is None or kept.closed < self._clock() - NEW:
                continue
            for board in self._missing(kept):
                self._tried.add(title_of(kept, board))
                average_of(self._parts, kept.round, board)
                return True
        return False

    def _missing(self, kept: KeptRound) -> list[str]:
        """Return the boards of a round whose pictures nobody made or tried to make."""
        there = {row.title for row in self._parts.catalog.averages()} | self._tried
        every = (ALL, WOMEN, MEN, *kept.groups)
        boards = [board for board in every if title_of(kept, board) not in there]
        if not boards:
            return []
        on = [place.board for place in places_of(self._parts, kept)]
        return [board for board in boards if on.count(Board(board)) >= LEAST_PICTURED]

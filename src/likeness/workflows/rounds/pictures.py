"""The pictures of a round's averages: kept as other averages are, and never of one or two."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.catalog.round_store import KeptPlace, KeptRound
from likeness.errors import EditRefusedError, UnknownAverageError, UsageError
from likeness.types import LEAST_PICTURED, AverageOf, Progress
from likeness.workflows.average import kept as keeping
from likeness.workflows.average.make import average
from likeness.workflows.parts import Parts
from likeness.workflows.rounds.kept_pictures import title_of
from likeness.workflows.rounds.kept_places import places_of
from likeness.workflows.rounds.ranking import ALL, MEN, WOMEN

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]


def average_of(
    parts: Parts,
    key: str,
    board: str,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> NDArray[np.uint8]:
    """Return the picture of a board's average, (side, side, 3) RGB; see `Library.round_average`."""
    kept = parts.catalog.rounds.find(key)
    members = _members(kept, board, places_of(parts, kept))
    title = title_of(kept, board)
    try:
        return keeping.kept_picture(parts, title, progress=progress, stop=stop).pixels
    except UnknownAverageError:
        pass  # nobody asked for it since the round was ranked
    of = AverageOf(faces=tuple(sorted(place.face for place in members)))
    made = average(parts, of, progress=progress, stop=stop)
    with parts.catalog.writing("rounds"):
        now = parts.catalog.rounds.places([kept.round]).get(kept.round, [])
        if _faces(now, board) == _faces(members, board):  # nobody went meanwhile
            keeping.keep(parts, made, title)
    return made.pixels


# ---------------------------------------------------------------- within


def _members(kept: KeptRound, board: str, places: Sequence[KeptPlace]) -> list[KeptPlace]:
    if kept.state == "open":
        raise EditRefusedError(
            f"The round {kept.title} is open: its average is shown once it is closed."
        )
    if board not in {ALL, WOMEN, MEN, *kept.groups}:
        known = ", ".join((ALL, WOMEN, MEN, *kept.groups))
        raise UsageError(f"There is no average of {board} in this round. There are: {known}.")
    found = [place for place in places if place.board == board]
    if len(found) < LEAST_PICTURED:
        raise UsageError(
            f"{len(found)} took part on the board {board}. Fewer than {LEAST_PICTURED} have no "
            "picture of an average: it would show somebody."
        )
    return found


def _faces(places: Sequence[KeptPlace], board: str) -> set[str]:
    return {place.face for place in places if place.board == board}

"""What of a board is for everybody: its first three places, and whether its average is shown."""

from __future__ import annotations

from collections.abc import Sequence

from likeness.types import LEAST_PICTURED, RankedBoard, RankedEntry
from likeness.workflows.rounds.ranking import OPPOSITES, opposite

PLACES = 3
MOST = 12
"""Entries on a podium, however many share its places."""

AGAINST = {opposite(of, against): against for of, against in OPPOSITES}
"""Boards whose people are measured against the average of another board, and of which."""


def podium(board: RankedBoard) -> list[RankedEntry]:
    """Return who has one of the first places, by place."""
    return [entry for entry in board.entries if entry.place <= PLACES][:MOST]


def pictured(boards: Sequence[RankedBoard], board: str) -> str | None:
    """Return the board with the picture of the average that *board* is measured against.

    Args:
        boards: All of one round.
        board: The name of any.

    Returns:
        None: no such board, or so few are in its average that a picture would show somebody.
    """
    names = {one.board for one in boards}
    own = AGAINST.get(board, board)
    if board not in names:
        return None
    enough = any(one.board == own and one.members >= LEAST_PICTURED for one in boards)
    return own if enough else None

"""Under which titles the averages of rounds are kept, and when they go."""

from __future__ import annotations

from likeness.catalog.round_store import KeptRound
from likeness.workflows.average import kept as keeping
from likeness.workflows.parts import Parts
from likeness.workflows.rounds.ranking import ALL, MEN, WOMEN


def title_of(kept: KeptRound, board: str) -> str:
    """Return the title that an average is kept under; it names no group, as names may be long."""
    shown = f"group {kept.groups.index(board) + 1}" if board in kept.groups else board
    return f"Round {kept.round}: {shown}"


def drop(parts: Parts, kept: KeptRound) -> None:
    """Remove the pictures of a round: who is in its averages has changed."""
    titles = {title_of(kept, board) for board in (ALL, WOMEN, MEN, *kept.groups)}
    for row in parts.catalog.averages():
        if row.title in titles:
            keeping.drop(parts, row.id)

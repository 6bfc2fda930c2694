"""A round once more: the same faces give the same places."""

from __future__ import annotations

from likeness.errors import EditRefusedError
from likeness.types import Replay
from likeness.workflows.parts import Parts
from likeness.workflows.rounds import boards
from likeness.workflows.rounds.kept_places import places_of, ranked_again


def replay(parts: Parts, key: str) -> Replay:
    """Rank a closed round once more; see `Library.replay_round`. Nothing is written."""
    kept = parts.catalog.rounds.find(key)
    if kept.state == "open":
        raise EditRefusedError(f"The round {kept.title} is open: close it first.")
    before = places_of(parts, kept)
    again = ranked_again(parts, kept)
    return Replay(
        round=kept.round,
        same=again == before,
        boards=tuple(boards.shown_boards(parts, kept, again)),
    )

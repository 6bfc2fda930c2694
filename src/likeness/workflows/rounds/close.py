"""A round ends: who takes part is ranked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from likeness.catalog.round_store import CONTRACT, KeptRound
from likeness.types import GameRound, PhotoId, Progress, RoundId
from likeness.workflows import ingest
from likeness.workflows.parts import Parts
from likeness.workflows.rounds import boards
from likeness.workflows.rounds.clock import time_of
from likeness.workflows.rounds.entries import Gathered, gathered
from likeness.workflows.rounds.kept_places import as_kept
from likeness.workflows.rounds.ranking import ranked_boards
from likeness.workflows.uploads.folder import UploadsFolder
from likeness.workflows.uploads.settling import collect

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]

TRIES = 5
"""How often photos are added that came while others were."""


def close_round(
    parts: Parts,
    key: str,
    *,
    now: datetime | None,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> GameRound:
    """Close a round; see `Library.close_round`."""
    kept = parts.catalog.rounds.find(key)
    for attempt in range(TRIES):
        if on_their_way(parts, kept.round):
            _bring_in(parts, progress=progress, stop=stop)
        with parts.catalog.writing("rounds"):
            kept = parts.catalog.rounds.find(kept.round)
            if kept.state == "closed":
                break
            if attempt == TRIES - 1 or not on_their_way(parts, kept.round):
                _settle(parts, kept, time_of(now))
                break
    return boards.game_round(parts, kept.round)


def on_their_way(parts: Parts, round_: RoundId) -> set[PhotoId]:
    """Return the photos of participants that lie with the uploads and are not added yet."""
    photos = {row.photo for row in parts.catalog.rounds.participants(round_)}
    folder = UploadsFolder(parts.folder, parts.settings.serve)
    new = photos - parts.catalog.settled(photos)
    there = {photo for photo in new if any(True for _ in folder.copies(photo))}
    failed = {row.photo for row in parts.catalog.failures()} if there else set()
    return {
        photo for photo in there if not any(str(file) in failed for file in folder.copies(photo))
    }


# ---------------------------------------------------------------- within


def _settle(parts: Parts, kept: KeptRound, now: datetime) -> None:
    """Rank and close a round, holding the right to write."""
    found = gathered(parts, kept, parts.catalog.rounds.participants(kept.round))
    places = as_kept(ranked_boards(found.boards))
    parts.catalog.rounds.rank(kept.round, places, _report(parts, found), now)


def _report(parts: Parts, found: Gathered) -> dict[str, object]:
    return {CONTRACT: parts.contract, "missing": found.missing, "left_out": found.left_out}


def _bring_in(parts: Parts, *, progress: OnProgress, stop: Stop) -> None:
    """Add the photos that were sent, as the job `uploads` does."""
    folder = UploadsFolder(parts.folder, parts.settings.serve).path
    ingest.add(parts, [folder], progress=progress, stop=stop)
    collect(parts)

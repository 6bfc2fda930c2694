"""Somebody leaves a round, or all do as it is removed: their photos go for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from likeness.catalog.round_store import KeptParticipant
from likeness.errors import UnknownCollectionError
from likeness.types import GameRound, PhotoId
from likeness.workflows.maintain import finish_forgetting
from likeness.workflows.parts import Parts
from likeness.workflows.rounds import boards, kept_pictures
from likeness.workflows.rounds.names import photos_of
from likeness.workflows.uploads import settling
from likeness.workflows.uploads.folder import UploadsFolder


def to_forget(parts: Parts, leaving: Iterable[KeptParticipant]) -> set[PhotoId]:
    """Return the photos that the library has only from those who leave."""
    gone = list(leaving)
    ids = {row.participant for row in gone}
    stay = {row.photo for row in parts.catalog.rounds.participants() if row.participant not in ids}
    brought = {row.photo for row in gone if row.brought} - stay
    return brought - _elsewhere(parts, brought)


def participant(parts: Parts, id_: str, secret: str | None) -> KeptParticipant:
    """Return who leaves; without a secret the organiser says so.

    Raises:
        UnknownParticipantError: Nobody of that id takes part, or the secret is not theirs.
    """
    if secret is None:
        return parts.catalog.rounds.participant(id_)
    return boards.theirs(parts, id_, secret)


def withdraw(parts: Parts, id_: str, *, secret: str | None, who: str) -> GameRound:
    """Take somebody out of a round; see `Library.withdraw`."""
    row = participant(parts, id_, secret)
    _leave(parts, [row], who=who)
    return boards.game_round(parts, row.round)


def remove_round(parts: Parts, key: str, *, who: str) -> GameRound:
    """Remove a round; see `Library.remove_round`."""
    shown = boards.game_round(parts, key)
    kept = parts.catalog.rounds.find(shown.round)
    _leave(parts, parts.catalog.rounds.participants(kept.round), who=who)
    with parts.catalog.writing("rounds"):
        kept_pictures.drop(parts, kept)
        parts.catalog.rounds.remove(kept.round)
    return shown


def forget_photos(parts: Parts, photos: Sequence[PhotoId], *, who: str) -> None:
    """Forget photos for good, those too that are still on their way in."""
    for photo in photos:
        settling.forget_unfinished(parts, photo)
    with parts.catalog.writing("forget"):
        known = sorted(parts.catalog.analysed(photos))
        coming = sorted(set(photos) - set(known))
        if coming:
            parts.catalog.refuse_photos(coming)
            settling.forget_files(parts, coming)
        if known:
            parts.catalog.forget_photos(known, who=who)
            finish_forgetting(parts)


# ---------------------------------------------------------------- within


def _leave(parts: Parts, rows: Sequence[KeptParticipant], *, who: str) -> None:
    """Take participants of one round out; first their photos, so that none is left behind."""
    if not rows:
        return
    kept = parts.catalog.rounds.find(rows[0].round)
    gone = to_forget(parts, rows)
    if gone:
        forget_photos(parts, sorted(gone), who=who)
    with parts.catalog.writing("rounds"):
        for row in rows:
            parts.catalog.rounds.remove_participant(row.participant)
        left = {row.photo for row in rows} - gone
        brought = {row.photo for row in parts.catalog.rounds.participants(kept.round)}
        _take_out(parts, photos_of(kept.title), left - brought)


def _take_out(parts: Parts, collection: str, photos: set[PhotoId]) -> None:
    """Take photos that stay out of the collection of the round."""
    try:
        parts.catalog.remove_from_collection(collection, sorted(photos))
    except UnknownCollectionError:  # its owner deleted it
        return


def _elsewhere(parts: Parts, photos: set[PhotoId]) -> set[PhotoId]:
    """Return those of *photos* that also lie where their owner put them: not among uploads."""
    uploads = UploadsFolder(parts.folder, parts.settings.serve)
    roots = {row.id: row.uri for row in parts.catalog.sources(counted=False)}
    return {
        photo
        for photo, places in parts.catalog.locations_of(photos).items()
        if any(not uploads.holds(Path(roots[source], path)) for source, path in places)
    }

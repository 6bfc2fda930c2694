"""What forgetting does to the game: nobody who is forgotten stays on a board or among who joined.

Rounds that ranked one of them have to be ranked anew, from those who are left.
"""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, update

from likeness.catalog.database import chunks
from likeness.catalog.mentions import says
from likeness.catalog.rounds import drop_entries, make_stale, unrank
from likeness.catalog.schema import face, game_round, participant, ranking, series
from likeness.types import FaceId, PhotoId

NAMELESS = "(forgotten)"
"""Title of a round that said who was forgotten."""


def forget(
    connection: Connection, faces: AnyOf[FaceId], photos: AnyOf[PhotoId] = frozenset()
) -> None:
    """Take those who joined with *photos*, and whoever *faces* stand for, out of the game.

    Args:
        connection: In a transaction that writes; the faces are still there.
        faces: That are about to be deleted.
        photos: Likewise. Who joined with another photo goes too, if one of *faces* is on it and
            had shown them.
    """
    for joined in chunks(sorted({*photos, *_shown_on(connection, faces)})):
        theirs = participant.c.photo.in_(joined)
        unrank(connection, theirs)
        connection.execute(delete(participant).where(theirs))
    for part in chunks(sorted(faces)):
        rows = select(ranking.c.round, ranking.c.entry).where(ranking.c.face.in_(part))
        found = connection.execute(rows).all()
        drop_entries(connection, {row.entry for row in found})
        make_stale(connection, {row.round for row in found})


def forget_words(connection: Connection, gone: frozenset[str], texts: Iterable[str]) -> None:
    """Take away titles that say who was forgotten.

    Args:
        connection: In a transaction that writes.
        gone: Ids of what was forgotten.
        texts: Names that they had, paths that led to them.
    """
    unwanted = list(texts)
    for table in (game_round, series):
        for row in connection.execute(select(table.c.id, table.c.title)).all():
            if says(row.title, gone, unwanted):
                here = update(table).where(table.c.id == row.id)
                connection.execute(here.values(title=NAMELESS))


def _shown_on(connection: Connection, faces: AnyOf[FaceId]) -> set[PhotoId]:
    """Return the photos of participants on which one of *faces* counts."""
    found: set[PhotoId] = set()
    for part in chunks(sorted(faces)):
        rows = (
            select(face.c.photo)
            .join(participant, participant.c.photo == face.c.photo)
            .where(face.c.id.in_(part), face.c.status == "ok")
        )
        found.update(PhotoId(id_) for id_ in connection.execute(rows).scalars())
    return found

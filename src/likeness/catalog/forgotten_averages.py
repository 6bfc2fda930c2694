"""What forgetting does to averages.

What came of a forgotten face is taken away at once. What was asked for stays, without those who
were forgotten, unless nothing would be left of it or it would still say who they were. A picture of
averages goes with all that is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, delete, null, select, update

from likeness.catalog import averages
from likeness.catalog.database import chunks
from likeness.catalog.mentions import says
from likeness.catalog.schema import average, average_face
from likeness.types import AverageId, FaceId

OF = frozenset({"people", "faces", "photos"})
"""Keys of a recipe under which lists of ids stand."""


def unmake(connection: Connection, faces: Iterable[FaceId]) -> set[AverageId]:
    """Take away what came of every average that one of *faces* shaped; return which those are."""
    found: set[AverageId] = set()
    for part in chunks(faces):
        shaped = select(average_face.c.average).where(average_face.c.face.in_(part)).distinct()
        found.update(AverageId(id_) for id_ in connection.execute(shaped).scalars())
    _empty(connection, found)
    return found


def forget(
    connection: Connection, gone: frozenset[str], texts: Iterable[str] = ()
) -> set[AverageId]:
    """Take forgotten photos, faces and people out of all averages; return which had any.

    Args:
        connection: In a transaction that writes.
        gone: Their ids.
        texts: What must not be left either: names that they had, paths that led to them.
    """
    unwanted = list(texts)
    touched: set[AverageId] = set()
    for row in connection.execute(select(average.c.id, average.c.title, average.c.recipe)).all():
        recipe = without(row.recipe, gone)
        if recipe is None or says([row.title, recipe], gone, unwanted):
            averages.delete_rows(connection, row.id)
        elif recipe != row.recipe:
            here = update(average).where(average.c.id == row.id)
            connection.execute(here.values(recipe=recipe))
        else:
            continue
        touched.add(AverageId(row.id))
    _empty(connection, touched)
    return touched


def _empty(connection: Connection, ids: Iterable[AverageId]) -> None:
    for part in chunks(sorted(ids)):
        connection.execute(delete(average_face).where(average_face.c.average.in_(part)))
        here = average.c.id.in_(part)
        connection.execute(update(average).where(here).values(made=None, report=null()))
        rows = connection.execute(select(average.c.id, average.c.recipe).where(here)).all()
        for row in rows:
            if averages.is_picture(row.recipe):
                averages.delete_rows(connection, row.id)


# ---------------------------------------------------------------- recipes


def without(recipe: Mapping[str, Any], gone: frozenset[str]) -> dict[str, Any] | None:
    """Return *recipe* without the ids *gone* in its lists; None: one of them has no others."""
    left: dict[str, Any] = _without(recipe, gone, key="")
    if any(had and not has for had, has in zip(_lists(recipe), _lists(left), strict=True)):
        return None
    return left


def _without(value: Any, gone: frozenset[str], *, key: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(each, gone, key=name) for name, each in value.items()}
    if isinstance(value, list):
        left = [each for each in value if not (key in OF and _is_one(each, gone))]
        return [_without(each, gone, key="") for each in left]
    return value


def _is_one(value: Any, gone: frozenset[str]) -> bool:
    return isinstance(value, str) and value in gone


def _lists(value: Any) -> Iterator[list[Any]]:
    """Yield the lists of ids of a recipe, in the order in which they stand there."""
    if isinstance(value, Mapping):
        yield from (each for name, each in value.items() if name in OF and isinstance(each, list))
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from _lists(each)

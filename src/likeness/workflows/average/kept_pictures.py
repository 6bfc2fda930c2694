"""Pictures of averages that a library keeps: derived data, gone as soon as it need be.

A picture shows the faces that shaped its averages and, where it is on a photo, all that is on that
photo. Forgetting any of it deletes the picture: its recipe names what it shows, see
`catalog.forgotten_averages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.blobs.base import average_picture_key
from likeness.catalog.base import FaceFilter
from likeness.errors import (
    BlobNotFoundError,
    EditRefusedError,
    UnknownAverageError,
)
from likeness.imaging.encode import encoded
from likeness.types import AverageId, AveragePicture, AveragePictureKind, FaceId, KeptAverage
from likeness.workflows.average.make import require_allowed
from likeness.workflows.average.recipe import average_id, clean_title
from likeness.workflows.claim import claim_blobs
from likeness.workflows.parts import Parts

KIND, OF, SHOWS, LABELS = "picture", "averages", "shows", "labels"
"""Keys of a recipe. None of them is one whose ids are taken out one by one: what names a forgotten
face, person or word in any other place is deleted whole."""

ENDING = ".webp"


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """A picture that was made of averages, and what has to be known to keep it."""

    kind: AveragePictureKind
    title: str
    pixels: NDArray[np.uint8]  # (h, w, 3) RGB
    faces: frozenset[FaceId]  # that shaped the averages on it
    of: tuple[AverageId, ...] = ()  # kept averages
    shows: frozenset[FaceId] = frozenset()  # of the photo that it is on, as they are
    labels: tuple[str, ...] = ()  # words that are written on it
    how: Mapping[str, Any] = field(default_factory=dict)  # plain values: what it was asked to be
    report: Mapping[str, Any] = field(default_factory=dict)  # plain values, which name nobody


def keep(parts: Parts, drawn: Drawn) -> AveragePicture:
    """Keep a picture, in the place of one of the same title that was asked for likewise.

    Raises:
        UsageError: The title is empty.
        EditRefusedError: Somebody on it was forgotten, hidden or opted out while it was made.
        LibraryBusyError: Somebody else is writing.
    """
    title = clean_title(drawn.title)
    recipe = {
        **drawn.how,
        KIND: drawn.kind,
        OF: list(drawn.of),
        SHOWS: sorted(drawn.shows),
        LABELS: list(drawn.labels),
    }
    height, width = drawn.pixels.shape[:2]
    row = KeptAverage(
        id=average_id(title, recipe),
        title=title,
        recipe=recipe,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        faces=tuple(sorted(drawn.faces)),
        report={**drawn.report, "width": width, "height": height},
    )
    data = encoded(drawn.pixels, ENDING)
    with parts.catalog.writing("average"):
        require_allowed(parts, row.faces)
        _require_known(parts, drawn)
        claim_blobs(parts)
        key = average_picture_key(row.id)
        parts.blobs.delete(key)  # after a kill in between there is none, and never an older one
        parts.catalog.keep_average(row)
        parts.blobs.put(key, data)
    return _shown(row)


def pictures(parts: Parts) -> list[AveragePicture]:
    """Return all pictures by title; those that no longer hold have `made` None."""
    outdated = set(parts.catalog.outdated_pictures())
    return [
        _shown(replace(row, made=None) if row.id in outdated else row)
        for row in parts.catalog.average_pictures()
    ]


def picture(parts: Parts, key: str) -> AveragePicture:
    """Return one picture. Raises `UnknownAverageError`."""
    for row in pictures(parts):
        if row.id == key:
            return row
    raise UnknownAverageError(f"No picture {key} of averages is kept.")


def picture_file(parts: Parts, key: str) -> bytes:
    """Return a picture as a WebP file.

    Raises:
        UnknownAverageError: There is none of that id, or its file was lost.
        EditRefusedError: It no longer holds: somebody on it was hidden or opted out since.
    """
    row = picture(parts, key)
    if row.made is None:
        raise EditRefusedError(
            "Somebody on this picture was hidden or opted out since it was made: make it again."
        )
    try:
        return parts.blobs.get(average_picture_key(row.id))
    except BlobNotFoundError as exc:
        raise UnknownAverageError(f"The picture {key} was lost: make it again.") from exc


def drop(parts: Parts, key: str) -> AveragePicture:
    """Remove a picture. Raises `UnknownAverageError`."""
    with parts.catalog.writing("average"):
        row = picture(parts, key)
        claim_blobs(parts)
        parts.blobs.delete(average_picture_key(row.id))
        parts.catalog.drop_average(row.id)
    return row


def _require_known(parts: Parts, drawn: Drawn) -> None:
    """See that what a picture shows beside averages was not forgotten, nor the averages.

    Raises:
        EditRefusedError: It was.
    """
    wanted = FaceFilter(ids=tuple(sorted(drawn.shows)), every=True)
    faces = {row.face for row in parts.catalog.faces(wanted)} if drawn.shows else set()
    averages = {row.id for row in parts.catalog.averages()}
    if not (faces >= drawn.shows and averages >= set(drawn.of)):
        raise EditRefusedError(
            "Something on this picture was forgotten or removed while it was made: make it again."
        )


def _shown(row: KeptAverage) -> AveragePicture:
    told = dict(row.report)
    return AveragePicture(
        id=row.id,
        kind=row.recipe[KIND],
        title=row.title,
        of=tuple(_ids(row.recipe.get(OF, ()))),
        made=row.made,
        width=int(told.pop("width", 0)),
        height=int(told.pop("height", 0)),
        report=told,
    )


def _ids(values: Iterable[str]) -> Iterable[AverageId]:
    return (AverageId(value) for value in values)

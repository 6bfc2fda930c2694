"""Averages that a library keeps: derived data, made anew when somebody in them is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from likeness.blobs.base import average_key
from likeness.catalog.base import FaceFilter
from likeness.errors import (
    BlobNotFoundError,
    EditRefusedError,
    InterruptedRunError,
    LibraryBusyError,
    LibraryError,
    LikenessError,
    StoreUnavailableError,
    UsageError,
)
from likeness.portrait.average_face import AverageFace
from likeness.portrait.background import finished
from likeness.portrait.stored import from_bytes, to_bytes
from likeness.types import AverageId, AverageOf, FaceId, KeptAverage
from likeness.workflows.average.make import Averaged, average, require_allowed
from likeness.workflows.average.members import OnProgress, Stop
from likeness.workflows.average.recipe import (
    average_id,
    clean_title,
    from_recipe,
    to_recipe,
)
from likeness.workflows.average.report import kept_report
from likeness.workflows.claim import claim_blobs
from likeness.workflows.parts import Parts


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptPicture:
    """A kept average with its picture."""

    kept: KeptAverage
    face: AverageFace
    pixels: NDArray[np.uint8]  # (side, side, 3) RGB


def keep(parts: Parts, made: Averaged, title: str) -> KeptAverage:
    """Keep an average under a title, in the place of the one that had it.

    Raises:
        UsageError: The title is empty.
        EditRefusedError: Somebody in it was forgotten, hidden or opted out while it was made.
        LibraryBusyError: Somebody else is writing.
    """
    recipe = to_recipe(made.of, side=made.wanted)
    title = clean_title(title)
    with parts.catalog.writing("average"):
        _require_known(parts, made.of)
        return _store(parts, made, title, average_id(title, recipe))


def averages(parts: Parts) -> list[KeptAverage]:
    """Return all kept averages by title; those that no longer hold have `made` None."""
    outdated = set(parts.catalog.outdated_averages())
    return [
        replace(kept, made=None, faces=(), report={}) if kept.id in outdated else kept
        for kept in parts.catalog.averages()
    ]


def kept_picture(
    parts: Parts,
    key: str,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> KeptPicture:
    """Return a kept average; one that no longer holds is made anew first.

    Raises:
        UnknownAverageError: There is none of that id or title.
        UsageError: Nobody is left in it.
    """
    kept = parts.catalog.average(key)
    if kept.id not in parts.catalog.outdated_averages():
        try:
            face = from_bytes(parts.blobs.get(average_key(kept.id)))
            return KeptPicture(kept=kept, face=face, pixels=finished(face))
        except (BlobNotFoundError, ValueError):
            pass  # lost or damaged: it can be made again
    return remade(parts, kept, progress=progress, stop=stop)


def remake(
    parts: Parts,
    keys: Sequence[str] = (),
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> list[KeptAverage]:
    """Make averages anew: those named, or all that no longer hold.

    Of the latter, one in which nobody is left waits: somebody may opt in again.

    Raises:
        UnknownAverageError: One of those named is not there. Nothing was made.
        LibraryError: Some could not be made; all others are.
        InterruptedRunError: *stop* said so. Those that were made stay.
    """
    named = [parts.catalog.average(key) for key in keys]
    wanted = named or [parts.catalog.average(id_) for id_ in parts.catalog.outdated_averages()]
    done, trouble = list[KeptAverage](), list[str]()
    for kept in wanted:
        try:
            done.append(remade(parts, kept, progress=progress, stop=stop).kept)
        except InterruptedRunError:
            raise
        except UsageError as exc:
            if named:
                trouble.append(f'"{kept.title}": {exc}')
        except LikenessError as exc:
            trouble.append(f'"{kept.title}": {exc}')
    if trouble:
        raise LibraryError(f"Could not be made anew: {' '.join(trouble)}")
    return done


def remade(parts: Parts, kept: KeptAverage, *, progress: OnProgress, stop: Stop) -> KeptPicture:
    """Make one average anew, from what it was asked to be of.

    Raises:
        StoreUnavailableError: Most of its photos cannot be read now; it stays as it is.
        EditRefusedError: Somebody in it was forgotten, hidden or opted out while it was made, or
            the average itself was changed or dropped.
    """
    of, side = from_recipe(kept.recipe)
    made = average(parts, of, side=side, progress=progress, stop=stop)
    if made.report.unreadable > made.report.shaped:
        raise StoreUnavailableError(
            f"{made.report.unreadable} of the photos that it needs cannot be read now. "
            "Mount their folders, then make it again."
        )
    now = kept
    with (
        suppress(LibraryBusyError, StoreUnavailableError),  # a library that may only be read
        parts.catalog.writing("average"),
    ):
        _require_same(parts, kept)
        now = _store(parts, made, kept.title, kept.id)
    return KeptPicture(kept=now, face=made.face, pixels=made.pixels)


def drop(parts: Parts, key: str) -> KeptAverage:
    """Remove a kept average with its picture. Raises `UnknownAverageError`."""
    with parts.catalog.writing("average"):
        kept = parts.catalog.average(key)
        claim_blobs(parts)
        parts.blobs.delete(average_key(kept.id))
        parts.catalog.drop_average(kept.id)
    return kept


def _store(
    parts: Parts,
    made: Averaged,
    title: str,
    id_: AverageId,
) -> KeptAverage:
    """Write row and picture, holding the right to write.

    The old picture goes first and the new one comes last: after a kill in between there is none,
    which is made again, and never one of other faces than those that the row tells.

    Raises:
        EditRefusedError: Somebody in it was forgotten, hidden or opted out while it was made.
    """
    faces = tuple(sorted(FaceId(voice.key) for voice in made.face.voices))
    kept = KeptAverage(
        id=id_,
        title=title,
        recipe=to_recipe(made.of, side=made.wanted),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        faces=faces,
        report=kept_report(made.report),
    )
    require_allowed(parts, faces)
    claim_blobs(parts)
    for other in parts.catalog.averages():
        if other.title == title and other.id != id_:
            parts.blobs.delete(average_key(other.id))
            parts.catalog.drop_average(other.id)
    parts.blobs.delete(average_key(id_))
    parts.catalog.keep_average(kept)
    parts.blobs.put(average_key(id_), to_bytes(made.face))
    return kept


def _require_known(parts: Parts, of: AverageOf) -> None:
    """See that nothing of what an average is to be of was forgotten: the recipe would still say it.

    Raises:
        EditRefusedError: It was.
    """
    known = {row.person for row in parts.catalog.people(hidden=True)} if of.people else set()
    wanted = FaceFilter(ids=tuple(FaceId(face) for face in of.faces), every=True)
    faces = {row.face for row in parts.catalog.faces(wanted)} if of.faces else set()
    if not (known >= set(of.people) and faces >= set(of.faces)):
        raise EditRefusedError(
            "Somebody whom this average is to be of was forgotten or became another person while "
            "it was made: make it again."
        )


def _require_same(parts: Parts, kept: KeptAverage) -> None:
    """See that an average is still kept as it was when it began to be made anew.

    Raises:
        EditRefusedError: It is not.
    """
    now = [(row.title, row.recipe) for row in parts.catalog.averages() if row.id == kept.id]
    if now != [(kept.title, kept.recipe)]:
        raise EditRefusedError(
            f'The average "{kept.title}" was changed or dropped while it was made anew. See '
            "`likeness averages`, and make it again where it is still wanted."
        )

"""An average, from the set that was asked for to the finished picture."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from likeness.errors import EditRefusedError, StoreUnavailableError
from likeness.models.analyser import PhotoPixels
from likeness.portrait.average import average as average_of
from likeness.portrait.average_face import AverageFace
from likeness.portrait.background import finished
from likeness.portrait.canvas import USUAL, Canvas
from likeness.portrait.look import Look
from likeness.portrait.selection import MOST
from likeness.types import AverageOf, AverageReport, FaceId, Member, MemberFilter, PhotoId
from likeness.workflows.average.frame import canvas_for
from likeness.workflows.average.looks import looks_of
from likeness.workflows.average.members import (
    Members,
    OnProgress,
    Stop,
    members_of,
    resolved,
)
from likeness.workflows.average.passes import Passes
from likeness.workflows.average.report import report
from likeness.workflows.parts import Parts

REAL_HAIR = 5.0  # of one person's sets: see `portrait.average`
MOST_AT_1024 = 100  # faces on the largest canvas: as much memory as 400 on the usual one


@dataclass(frozen=True, kw_only=True, eq=False)
class Averaged:
    """An average, with all that is known of it."""

    of: AverageOf  # with ids, as `resolved` returns it
    wanted: int | None  # side of the picture that was asked for
    face: AverageFace
    pixels: NDArray[np.uint8]  # (side, side, 3) RGB, the finished picture
    members: Members
    report: AverageReport


def average(
    parts: Parts,
    of: AverageOf,
    *,
    side: int | None = None,
    most: int = MOST,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> Averaged:
    """Make the average of a set; see `Library.average`."""
    started = time.monotonic()
    of = resolved(parts, of)
    members = members_of(parts, of, most=most, progress=progress, stop=stop)
    canvas = canvas_for(parts, members.chosen, side)
    picked = affordable(members.chosen, canvas)
    read = looks_of(parts, picked, canvas, progress=progress, stop=stop)
    if not read.looks:
        raise StoreUnavailableError(
            f"None of the {len(picked)} photos that the average needs can be read now. "
            "Mount their folders, or `likeness add` them again where they are now."
        )
    face = averaged(parts, read.looks, canvas, progress=progress, stop=stop)
    require_allowed(parts, [FaceId(voice.key) for voice in face.voices])
    pixels = finished(face)
    return Averaged(
        of=of,
        wanted=side,
        face=face,
        pixels=pixels,
        members=members,
        report=report(
            parts,
            face,
            members,
            embedding=embedding_of(parts, pixels),
            wanted=side,
            unreadable=read.unreadable,
            seconds=time.monotonic() - started,
        ),
    )


def averaged(
    parts: Parts,
    looks: Sequence[Look],
    canvas: Canvas,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> AverageFace:
    """Average faces on the threads of the analyser."""
    one_person = len({look.voter for look in looks}) == 1
    # Threads of ours work on a face each; more of the matrix library's below them only wait.
    with threadpool_limits(1, user_api="blas"):
        return average_of(
            looks,
            canvas,
            hair=REAL_HAIR if one_person else 0.0,
            run=parts.analyser.runtime.map,
            progress=Passes(progress, len(looks)).tell,
            stop=stop,
        )


def require_allowed(parts: Parts, faces: Sequence[FaceId]) -> None:
    """See that all faces of an average may still be in it.

    Raises:
        EditRefusedError: Somebody was forgotten, hidden or opted out while it was made.
    """
    allowed = parts.catalog.members(parts.contract, MemberFilter(faces=tuple(faces)))
    if len(set(faces)) != sum(1 for _ in allowed):
        raise EditRefusedError(
            "Somebody in this average was forgotten, hidden or opted out while it was made: "
            "make it again."
        )


def looks_again(
    parts: Parts,
    made: Averaged,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> tuple[Look, ...]:
    """Read the faces that shaped an average once more: they are not kept, for their size.

    Raises:
        StoreUnavailableError: One of their photos cannot be read now.
    """
    heard = {voice.key for voice in made.face.voices}
    members = [member for member in made.members.chosen if member.face in heard]
    read = looks_of(parts, members, made.face.canvas, progress=progress, stop=stop)
    if read.unreadable:
        raise StoreUnavailableError("A photo of this average cannot be read now: run it again.")
    return read.looks


def affordable(members: Sequence[Member], canvas: Canvas) -> Sequence[Member]:
    """Return the first of these, as many as can be averaged within the memory there is."""
    return members[: MOST if canvas.side <= USUAL else MOST_AT_1024]


def embedding_of(parts: Parts, picture: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Return the embedding of the largest face on a picture, (d,) unit; None: no face is found."""
    side = picture.shape[:2]
    photo = PhotoPixels(
        id=PhotoId("0" * 64), pixels=picture, scale=1.0, width=side[1], height=side[0]
    )
    (seen,) = parts.analyser.analyse([photo])
    usable = [face for face in seen.faces if face.embedding is not None]
    if not usable:
        return None
    largest = max(
        usable, key=lambda face: (face.box[2] - face.box[0]) * (face.box[3] - face.box[1])
    )
    return largest.embedding

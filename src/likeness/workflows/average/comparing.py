"""Two kept averages: how far their means are apart, and both on a page or picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.encode import ENDINGS as STILL
from likeness.imaging.encode import encoded
from likeness.portrait import morph
from likeness.portrait.average_face import AverageFace
from likeness.portrait.colour import shown
from likeness.portrait.slider import morph_page
from likeness.portrait.strip import pair
from likeness.types import AveragesApart
from likeness.workflows import pictures
from likeness.workflows.average.distance import apart_of
from likeness.workflows.average.drawing import MOVING, save_moving, with_picture
from likeness.workflows.average.kept import KeptPicture, kept_picture
from likeness.workflows.average.members import OnProgress, Stop
from likeness.workflows.average.recipe import from_recipe
from likeness.workflows.files import os_errors_as_ours, written
from likeness.workflows.parts import Parts
from likeness.workflows.targets import export_file

PAGE_FRAMES = 17  # of the slider, both ends included
MOVING_FRAMES = 40
STANDING = 12  # frames in which each end stands still


def compare(
    parts: Parts,
    one: str,
    other: str,
    file: Path | None,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> AveragesApart:
    """Compare two kept averages and draw them; see `Library.compare_averages`."""
    target = None
    if file is not None:
        target = export_file(parts, file, (".html", *MOVING, *STILL))
    first = kept_picture(parts, one, progress=progress, stop=stop)
    second = kept_picture(parts, other, progress=progress, stop=stop)
    found = apart_of(parts, *(from_recipe(each.kept.recipe)[0] for each in (first, second)))
    if target is not None:
        _draw(parts, first, second, target)
    return AveragesApart(
        one=first.kept.title,
        other=second.kept.title,
        distance=None if found.corrected is None else round(found.corrected, 4),
        plain=round(found.distance, 4),
        error=None if found.error is None else round(found.error, 4),
    )


def _draw(parts: Parts, one: KeptPicture, other: KeptPicture, target: Path) -> None:
    titles = one.kept.title, other.kept.title
    ending = target.suffix.lower()
    if ending in STILL:
        pictures.save(parts, pair(one.pixels, other.pixels, titles), target)
        return
    side = min(one.face.canvas.side, other.face.canvas.side)
    ends = [with_picture(kept.face, kept.pixels, side) for kept in (one, other)]
    if ending in MOVING:
        save_moving(parts, _there_and_back(ends[0], ends[1]), target)
        return
    frames = morph.frames(ends[0], ends[1], PAGE_FRAMES, ease=False)
    page = morph_page([encoded(shown(face.light), ".webp") for face in frames], *titles)
    with os_errors_as_ours(target), written(target) as out:
        out.write(page.encode())


def _there_and_back(one: AverageFace, other: AverageFace) -> Iterator[NDArray[np.uint8]]:
    frames = [shown(face.light) for face in morph.frames(one, other, MOVING_FRAMES)]
    yield from [frames[0]] * STANDING
    yield from frames
    yield from [frames[-1]] * STANDING
    yield from reversed(frames)

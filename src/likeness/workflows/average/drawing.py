"""Pictures and moving pictures of averages, as files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from likeness.errors import ExportError, UsageError
from likeness.imaging.encode import ENDINGS as STILL
from likeness.imaging.lettering import line
from likeness.portrait import morph
from likeness.portrait.average_face import AverageFace
from likeness.portrait.building import building
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import linear, shown
from likeness.portrait.crew import Crew
from likeness.portrait.difference import difference_picture
from likeness.portrait.filters import sized
from likeness.portrait.gif import write_gif
from likeness.portrait.strip import Still, pair, strip
from likeness.portrait.video import write_mp4
from likeness.workflows import pictures
from likeness.workflows.average.make import Averaged, looks_again
from likeness.workflows.average.members import OnProgress, Stop
from likeness.workflows.average.periods import Period
from likeness.workflows.average.recipe import clean_title
from likeness.workflows.files import os_errors_as_ours, settled, written
from likeness.workflows.parts import Parts
from likeness.workflows.targets import export_file

Image = NDArray[np.uint8]

MOVING = (".gif", ".mp4")
FRAME_MS = 80  # how long a frame is shown
FADE = 10  # frames from one picture to the next
PAUSE = 8  # frames in which one stands still
LETTERS, EDGE = 0.055, 0.05  # of the label, in sides of the picture


def beside(averages: Sequence[Averaged], labels: Sequence[str] = ()) -> Image:
    """Return averages beside each other; see `Library.draw_averages`."""
    if len(averages) == 1:
        return averages[0].pixels
    if len(averages) != 2:
        raise UsageError(f"One or two averages go on a picture, not {len(averages)}.")
    one, other = (made.pixels for made in averages)
    first, second = (*labels, "", "")[:2]
    return pair(one, other, (first, second))


def check_files(
    parts: Parts, *, still: Iterable[str], moving: Iterable[str], titles: Iterable[str] = ()
) -> None:
    """See that files can be written; see `Library.check_files`."""
    for title in titles:
        clean_title(title)
    for endings, files in ((STILL, still), (MOVING, moving)):
        for file in files:
            target = export_file(parts, Path(file), endings)
            if not os.access(existing(target.parent), os.W_OK):
                raise ExportError(f"Cannot write {target}: no permission. Choose another place.")


def existing(folder: Path) -> Path:
    """Return the first folder on the way up that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def difference(average: Averaged) -> Image:
    """Return where the faces of an average differ most; see `Library.draw_difference`."""
    return difference_picture(average.face)


def save_building(
    parts: Parts,
    average: Averaged,
    file: Path,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> None:
    """Write how an average comes about; see `Library.save_building`."""
    looks = looks_again(parts, average, progress=progress, stop=stop)
    frames = building(
        looks,
        average.face,
        average.pixels,
        crew=Crew(parts.analyser.runtime.map, stop=stop),
    )
    save_moving(parts, frames, file)


def save_periods(parts: Parts, periods: Sequence[Period], file: Path) -> None:
    """Write averages over time; see `Library.save_periods`."""
    if file.suffix.lower() in MOVING:
        save_moving(parts, moving(periods), file)
        return
    pictures.save(parts, film_strip(periods), file)


def film_strip(periods: Sequence[Period]) -> Image:
    """Return averages over time beside each other, (h, w, 3) uint8 RGB."""
    return strip(
        [
            Still(
                picture=period.averaged.pixels,
                label=period.label,
                faces=period.averaged.report.faces,
                moved=period.moved,
            )
            for period in periods
        ]
    )


def moving(periods: Sequence[Period]) -> Iterator[Image]:
    """Yield the frames of averages over time, each becoming the next, with their labels."""
    side = min(period.averaged.face.canvas.side for period in periods)
    ends = [(period.label, at_side(period.averaged, side)) for period in periods]
    for _ in range(PAUSE):
        yield titled(shown(ends[0][1].light), ends[0][0])
    for (_, one), (label, other) in pairwise(ends):
        for face in list(morph.frames(one, other, FADE + 1))[1:]:
            yield titled(shown(face.light), label)
        for _ in range(PAUSE):
            yield titled(shown(other.light), label)


def titled(picture: Image, label: str) -> Image:
    """Return a frame with its label, such as a year, in a corner."""
    side = len(picture)
    frame = Pillow.fromarray(picture)
    words = line(label, max(12, round(LETTERS * side)), room=side * (1 - 2 * EDGE), bold=True)
    at = (EDGE * side, (1 - EDGE) * side)
    draw = ImageDraw.Draw(frame)
    draw.text(
        at,
        words.text,
        (255, 255, 255),
        words.font,
        "ls",
        stroke_width=max(1, side // 256),
        stroke_fill=(0, 0, 0),
    )
    return np.array(frame)


def at_side(averaged: Averaged, side: int) -> AverageFace:
    """Return a finished average, its background soft, on a canvas of *side* pixels."""
    return with_picture(averaged.face, averaged.pixels, side)


def with_picture(face: AverageFace, picture: Image, side: int) -> AverageFace:
    """Return an average that shows *picture*, on a canvas of *side* pixels."""
    return replace(
        face,
        light=sized(linear(picture), side),
        shape=face.shape * (side / face.canvas.side),
        canvas=Canvas(side),
        cover=sized(face.cover, side),
        difference=sized(face.difference, side),
    )


def save_moving(parts: Parts, frames: Iterator[Image], file: Path) -> None:
    """Write frames to a .gif or .mp4.

    Raises:
        ExportError: Another ending, the file cannot be written, or .mp4 needs a package.
    """
    target = export_file(parts, file, MOVING)
    with os_errors_as_ours(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix.lower() == ".mp4":
            with settled(target) as partial:
                film = partial.with_suffix(".mp4")  # the ending says the format
                write_mp4(frames, 1000 / FRAME_MS, film)
                film.replace(partial)
        else:
            with written(target) as out:
                write_gif(frames, FRAME_MS, out)

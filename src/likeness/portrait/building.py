"""An average that grows face by face."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from likeness.imaging.lettering import line
from likeness.portrait.average_face import AverageFace
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image, Light, linear, shown
from likeness.portrait.crew import Crew
from likeness.portrait.lighting import Lighting, Reading
from likeness.portrait.look import Look
from likeness.portrait.mirror import Mirror
from likeness.portrait.morph import eased
from likeness.portrait.regions import Regions
from likeness.portrait.rendering import covered, rendered
from likeness.portrait.warp import Spline

MOST = 40  # frames on the way to the last face
ENDING = 8  # frames in which the mean of all becomes the finished average
BEHIND = 0.02  # how loud the finished average speaks where no photo so far reaches
STAGE = "frames"
# Of the number in the corner, in shares of the side.
LETTERS, MARGIN, HALO = 0.045, 0.045, 0.007


def building(
    looks: Sequence[Look],
    average: AverageFace,
    finished: Image,
    *,
    most: int = MOST,
    crew: Crew | None = None,
) -> Iterator[Image]:
    """Yield frames of the average of the first 1, 2, 3 and more faces, then the finished one.

    Few faces come one by one, many in ever larger steps. Each face lies on the mean shape in the
    light of the finished average and has the weight that it has there; refinements of the average
    come in with the last frames. The number of faces stands in a corner. Faces are handled one at a
    time.

    Args:
        looks: In the order in which they come. Each is taken once and let go.
        average: Of these looks.
        finished: The average as a picture, (s, s, 3): the last frame, with no number on it.
        most: Frames at most, apart from the 8 of the ending.
        crew: Who does the work.

    Raises:
        ValueError: There are no looks, or one of them is no part of the average.
    """
    if not len(looks):
        raise ValueError("An average cannot grow of no faces.")
    stage = _Stage(average, finished)
    total = Sum(stage.finished)
    stops = steps(len(looks), most)
    between = max(1, most // len(stops))
    last: Light | None = None

    def laid(number: int) -> tuple[Light, NDArray[np.float32], float]:
        return stage.laid(looks[number])

    drawn = (crew or Crew()).each(STAGE, laid, len(looks))
    for count, (light, cover, weight) in enumerate(drawn, 1):
        total.add(light, cover, weight)
        if count in stops:
            mean = total.mean()
            yield from _numbered(last, mean, between, count)
            last = mean
    for frame in range(1, ENDING):
        yield _faded(last, stage.finished, eased(frame / ENDING))
    yield finished


def steps(count: int, most: int = MOST) -> list[int]:
    """Return after how many faces there is a frame: 1, 2, 3, ... in ever larger steps."""
    if count <= most:
        return list(range(1, count + 1))
    found = np.unique(np.round(np.geomspace(1, count, most)).astype(int))
    return [int(step) for step in found]


class _Stage:
    """Brings faces onto the mean shape, into the light of the average."""

    def __init__(self, average: AverageFace, finished: Image) -> None:
        self.finished = linear(finished)
        self._spline = Spline(average.shape, average.canvas)
        self._canvas: Canvas = average.canvas
        self._regions = Regions.of(average.shape, average.canvas)
        self._skin = self._regions.skin > 0.5
        self._model = Reading.of(shown(average.light), self._skin)
        self._weights = {voice.key: voice.weight for voice in average.voices}

    def laid(self, look: Look) -> tuple[Light, NDArray[np.float32], float]:
        """Return a face on the canvas, (s, s, 3), where it is a photo, (s, s), and its weight."""
        if look.key not in self._weights:
            raise ValueError(f"The face {look.key} is no part of this average.")
        onto = self._spline.map_to(look.points)
        pixels = rendered(look, onto)
        lighting = Lighting.of(
            [self._model, Reading.of(pixels, self._skin)],
            np.array([1.0, 0.0]),  # towards the average all the way
            self._regions,
            self._canvas,
            Mirror(),
        )
        cover = cv2.resize(covered(look, onto), pixels.shape[1::-1])
        light = lighting.light(1, pixels)
        return light, np.asarray(cover, np.float32), self._weights[look.key]


class Sum:
    """A running mean of light that knows where nothing was photographed.

    Args:
        behind: (s, s, 3), what is there until a photo covers it.
    """

    def __init__(self, behind: Light) -> None:
        self._behind = behind
        self._light = np.zeros_like(behind)
        self._cover = np.zeros(behind.shape[:2], np.float32)
        self._weight = 0.0

    def add(self, light: Light, cover: NDArray[np.float32], weight: float) -> None:
        """Take in a picture, (s, s, 3), where it covers the canvas, (s, s)."""
        self._light += light * (weight * cover)[..., None]
        self._cover += np.float32(weight) * cover
        self._weight += weight

    def mean(self) -> Light:
        """Return the mean so far."""
        least = np.float32(max(BEHIND * self._weight, 1e-12))
        total = self._light + least * self._behind
        return np.asarray(total / (self._cover + least)[..., None], np.float32)


def _numbered(last: Light | None, mean: Light, between: int, count: int) -> Iterator[Image]:
    """Yield the way from the mean so far to the next, with the number of faces."""
    for step in range(1, between + 1):
        picture = shown(mean) if last is None else _faded(last, mean, eased(step / between))
        yield numbered(picture, count)
        if last is None:
            return


def _faded(one: Light | None, other: Light, share: float) -> Image:
    return shown(other if one is None else one * np.float32(1 - share) + other * np.float32(share))


def numbered(picture: Image, count: int) -> Image:
    """Return a picture with a number small in its lower right corner, legible on anything."""
    side = len(picture)
    paper = Pillow.fromarray(picture)
    letters = line(str(count), max(round(LETTERS * side), 11))
    place = (picture.shape[1] - MARGIN * side, side - MARGIN * side)
    ImageDraw.Draw(paper).text(
        place,
        letters.text,
        font=letters.font,
        anchor="rs",
        fill=(255, 255, 255),
        stroke_width=max(round(HALO * side), 1),
        stroke_fill=(40, 40, 44),
    )
    return np.asarray(paper, np.uint8)

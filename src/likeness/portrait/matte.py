"""Cutting a person out of a photo, where that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image
from likeness.portrait.filters import Plane, blur, guided, sized
from likeness.portrait.regions import CLOSE, NARROWEST, NASION, axis, filled, head, hull
from likeness.portrait.shape import turn

Points = NDArray[np.float64]
Array = NDArray[Any]

ROUNDS = 3  # of grabCut (Rother, Kolmogorov and Blake 2004)
PLAIN = 1.0  # grey levels of deviation: grabCut takes seconds where all pixels are alike
SEED = 68  # of its k-means
# Seedings of a matte: side of the small copy in pixels, and how large the head is guessed to be.
# The second is made first. Where it finds a background too restless for a cut to be trusted, the
# other one only has to tell what stays sharp, and a coarse one does.
FINE, COARSE, SECOND = (192, 1.0), (96, 1.0), (128, 1.12)
RESTLESS = 0.09  # clutter from which that is so
# Chosen by eye on contact sheets of 117 faces so that no cut that shows is let through.
LEAST_IOU = 0.94  # of the two mattes above the chin
LEAST_HAIR = 0.75  # of the zone above the forehead that is kept
LEAST_SYMMETRY = 0.6  # IoU of the matte above the chin with its mirror image
USABLE = 0.7  # overlap of two mattes from which they may at least say what stays sharp
TURNED = 0.6  # how much less symmetry is asked for per turn of the face
LEAST_LOWER = 0.85  # IoU of the two mattes below the chin
LEAST_BODY = 0.95  # of a wedge below the chin that is kept
MOST_CLUTTER = 0.06
CALM_SIDE = 128  # of the copy on which clutter is measured
MOST_BORDER = 0.5  # of the left or right border above the eyes
RIM = 9  # radius of the guided filter, pixels of the usual canvas
FLAT = 1e-3  # variance that counts as flat in it


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two mattes of one portrait say of each other."""

    overlap: float  # intersection over union above the chin
    hair: float  # share of the zone above the forehead that is kept
    symmetry: float  # intersection over union with the mirror image, above the chin
    border: float  # share of the side borders above the eyes that is kept
    lower: float  # intersection over union below the chin
    body: float  # share of neck and chest that is kept
    clutter: float  # deviation of the background from its own wide colours, of the range of sRGB

    @property
    def whole(self) -> bool:
        """Whether the whole head is in the mattes, hair and all."""
        return self.overlap > LEAST_IOU and self.hair > LEAST_HAIR and self.body > LEAST_BODY

    def trusted(self, turned: float) -> bool:
        """Return whether a cut along the matte will look right for a face turned so far."""
        return (
            self.overlap > LEAST_IOU
            and self.hair > LEAST_HAIR
            and self.symmetry > LEAST_SYMMETRY - abs(turned) * TURNED
            and self.border < MOST_BORDER
            and self.lower > LEAST_LOWER
            and self.body > LEAST_BODY
            and self.clutter < MOST_CLUTTER
        )


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """What of a picture is a person, well enough known to blur the rest."""

    part: Plane  # (s, s), [0, 1], soft
    whole: bool  # whether it ends where the person does; else it has a usual head around it


def mattes(pixels: Image, shape: Points, canvas: Canvas) -> tuple[Plane, Plane]:
    """Return two differently seeded mattes of a portrait, (s, s) each; see `matte`."""
    second = matte(pixels, shape, canvas, *SECOND)
    restless = _clutter(pixels, second, canvas) > RESTLESS
    return matte(pixels, shape, canvas, *(COARSE if restless else FINE)), second


def trusted(pixels: Image, shape: Points, canvas: Canvas) -> Plane | None:
    """Return what of a portrait is the person, (s, s), [0, 1], soft; None where that is not sure.

    Args:
        pixels: (s, s, 3), an upright portrait.
        shape: (68, 2), pixels of the canvas.
        canvas: Of both.
    """
    first, second = mattes(pixels, shape, canvas)
    sure = agreement(pixels, first, second, shape, canvas).trusted(turn(shape))
    return first if sure else None


def person_of(
    first: Plane, second: Plane, said: Agreement, shape: Points, canvas: Canvas
) -> Person | None:
    """Return what two mattes agree is the person, even where no cut is trusted.

    None where they have too little in common to say what should stay sharp.
    """
    if said.overlap <= USABLE:
        return None
    both = blur(np.minimum(first, second) * plausible(shape, canvas), canvas.px(4))
    if not said.whole:
        both = np.maximum(both, head(shape, canvas, grown=0.95, tall=CLOSE))
    return Person(part=both, whole=said.whole)


def agreement(
    pixels: Image, first: Plane, second: Plane, shape: Points, canvas: Canvas
) -> Agreement:
    """Return how far two mattes of one portrait, (s, s), agree and look like a head."""
    chin = int(np.clip(shape[CHIN, 1], 1, canvas.side - 1))
    eyes = int(np.clip(shape[NASION, 1], 1, canvas.side - 1))
    middle = round(axis(shape))
    reach = max(1, min(middle, canvas.side - middle))
    upper = first[:chin, max(0, middle - reach) : middle + reach]
    return Agreement(
        overlap=_iou(first[:chin], second[:chin]),
        hair=_kept(first, _hair_zone(shape, canvas)),
        symmetry=_iou(upper, upper[:, ::-1]),
        border=float(first[:eyes, [0, -1]].mean()),
        lower=_iou(first[chin:], second[chin:]),
        body=_kept(first, _chest(shape, canvas)),
        clutter=_clutter(pixels, np.maximum(first, second), canvas),
    )


def _hair_zone(shape: Points, canvas: Canvas) -> Plane:
    high = filled(hull(shape, forehead=0.74), canvas.side)
    low = filled(hull(shape, forehead=0.58), canvas.side)
    return np.asarray(np.clip(high - low, 0, 1), np.float32)


def _chest(shape: Points, canvas: Canvas) -> Plane:
    """Return where a body must be: a wedge below the chin."""
    off, below = _from_chin(shape, canvas)
    return np.asarray((below > 0.1) & (off < 0.55 + 0.9 * below), np.float32)


def _clutter(pixels: Image, person: Plane, canvas: Canvas) -> float:
    """Return how restless the background is: what was cut from a calm one was cut right."""
    side = min(CALM_SIDE, canvas.side)
    picture = sized(np.asarray(pixels / np.float32(255), np.float32), side)
    free = np.asarray(1 - cv2.dilate(sized(person, side), np.ones((7, 7))), np.float32)
    weight = blur(free, side / 16)
    wide = blur(picture * free[..., None], side / 16) / np.maximum(weight, 1e-3)[..., None]
    squares = ((picture - wide) ** 2).mean(axis=2)
    return float(np.sqrt((squares * free).sum() / (free.sum() + 1)))


def _from_chin(shape: Points, canvas: Canvas) -> tuple[Plane, Plane]:
    """Return how far each pixel is off the axis, in half heads, and below the chin, in heights."""
    columns = np.arange(canvas.side, dtype=np.float32) + 0.5
    rows = columns[:, None]
    height = max(float(shape[CHIN, 1] - shape[NASION, 1]), 1)
    half = max(float(shape[16, 0] - shape[0, 0]) / 2, NARROWEST * height)
    return np.abs(columns - axis(shape)) / half, (rows - shape[CHIN, 1]) / height


def plausible(shape: Points, canvas: Canvas) -> Plane:
    """Return where head, long hair and shoulders may be at all, (s, s), hard."""
    off, below = _from_chin(shape, canvas)
    return np.asarray(off < 1.8 + 2.6 * np.clip(below + 0.1, 0, None), np.float32)


def _kept(alpha: Plane, zone: Plane) -> float:
    return float((alpha * zone).sum() / (zone.sum() + 1))


def matte(pixels: Image, shape: Points, canvas: Canvas, side: int, grown: float) -> Plane:
    """Return one matte of a portrait, (s, s), [0, 1].

    Args:
        pixels: (s, s, 3), an upright portrait.
        shape: (68, 2), pixels of the canvas.
        canvas: Of both.
        side: Of the small copy on which the person is cut out.
        grown: How large the head is guessed to be; 1: as usual.
    """
    small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 0.7)
    points = shape * (side / canvas.side)
    part = _cleaned(_grabbed(small, _seeds(points, side, grown)), points)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) / np.float32(255), np.float32)
    rough = sized(part.astype(np.float32), canvas.side)
    soft = guided(grey, rough, max(2, round(canvas.px(RIM))), FLAT)
    return np.asarray(np.clip((soft - 0.08) / 0.84, 0, 1), np.float32)


def _grabbed(small: Array, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what grabCut makes of seeds, 1 the person; nothing where it has nothing to go by."""
    person = (labels & 1).astype(bool)
    plain = float(small.std(axis=(0, 1)).max()) < PLAIN
    if plain or person.all() or not person.any():
        return np.zeros(labels.shape, np.uint8)
    models = np.zeros((2, 1, 65))
    cv2.setRNGSeed(SEED)  # of this thread
    cv2.grabCut(small, labels, (0, 0, 0, 0), models[0], models[1], ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.asarray(labels & 1, np.uint8)


def _seeds(points: Points, side: int, grown: float) -> NDArray[np.uint8]:
    """Return what is certainly and probably the person, in the labels of grabCut."""
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32) + 0.5
    brow, chin = points[NASION, 1], points[CHIN, 1]
    height = max(float(chin - brow), 1)
    half = max(float(points[16, 0] - points[0, 0]) / 2, NARROWEST * height)
    off = np.abs(columns - axis(points))
    labels = np.full((side, side), cv2.GC_PR_BGD, np.uint8)
    skull = (off / (1.45 * grown * half)) ** 2 + (
        (rows - brow + 0.05 * height) / (1.45 * grown * height)
    ) ** 2
    labels[skull < 1] = cv2.GC_PR_FGD
    slope = off < half * (1.1 + 2.2 * (rows - chin) / height)
    labels[(rows > chin + 0.12 * height) & slope] = cv2.GC_PR_FGD
    certain = (filled(hull(points, forehead=0.5), side, grown=0.96) > 0.5) | (
        (rows > chin - 0.1 * height) & (off < 0.5 * half)
    )
    labels[certain] = cv2.GC_FGD
    beside = (off > 2.15 * half) & (rows < chin - 0.15 * height)
    edge = (off > side / 2 - 2) & (rows < chin)
    labels[((rows < 0.04 * side) & ~certain) | beside | edge] = cv2.GC_BGD
    return labels


def _cleaned(part: NDArray[np.uint8], points: Points) -> NDArray[np.uint8]:
    """Return the part that holds the nose, without thin bits, its holes filled."""
    side = len(part)
    _, parts = cv2.connectedComponents(part)
    column, row = np.clip(points[30], 0, side - 1).astype(int)
    part = (parts == parts[row, column]).astype(np.uint8)
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    closed = cv2.morphologyEx(part, cv2.MORPH_CLOSE, round_)
    part = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, round_), np.uint8)
    count, parts, boxes, _ = cv2.connectedComponentsWithStats(1 - part)
    for index in range(1, count):
        x, y, width, height = boxes[index, :4]
        if x > 0 and y > 0 and x + width < side and y + height < side:
            part[parts == index] = 1
    return part


def _iou(one: Plane, other: Plane) -> float:
    return float(np.minimum(one, other).sum() / (np.maximum(one, other).sum() + 1))

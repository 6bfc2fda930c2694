"""Templates made of averages: one or two of them before a studio's background."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.average_face import AverageFace
from likeness.portrait.background import mostly, person_on, several, soft_background
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import LUMINANCE, Image, Light, shown
from likeness.portrait.continuation import continued
from likeness.portrait.distance import distance
from likeness.portrait.filling import fill
from likeness.portrait.filters import Plane, blur
from likeness.portrait.matte import Person
from likeness.portrait.regions import CLOSE, NASION, head
from likeness.portrait.veil import veiled
from likeness.portrait.warp import inside, sampled

Points = NDArray[np.float64]

LARGEST = 1024  # pixels of height, and of the width of one; a pair is half as wide again
BUST_REACH, BUST_EYES = 1.45, 0.38  # of the picture where shoulders are known; see `Canvas`
APART = 0.75  # between the middles of a pair, of the height: shoulder to shoulder
SEAM = 0.11  # half width of where one of a pair passes into the other, of the height
RIM = 40.0  # over which an average passes into the wider one around it, pixels of the usual canvas
# How a chest goes out of focus: sigma in pixels of the usual canvas, and from where to where it
# takes over, below the chin in heights of the lower face.
CHEST = ((3.0, 0.05, 0.3), (8.0, 0.3, 0.6), (14.0, 0.55, 1.0))
FAR = (0.0, 28.0)  # where the studio's background begins, and how wide; pixels of the usual canvas
LOCAL = 10.0  # sigma of the background colours that are evened, pixels of the usual canvas
COLOURED = 0.35  # how much of their own colour backgrounds keep
SHADE = 0.16  # how much darker a backdrop is in its corners, of its light


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BuiltIn:
    """A template that nobody had to pose for."""

    pixels: Image  # (h, w, 3)
    points: tuple[Points, ...]  # (68, 2) of each face, from left to right, pixels


@dataclass(frozen=True, slots=True, eq=False)
class _Sitter:
    """One average on the square of the picture."""

    light: Light  # (s, s, 3)
    behind: Light  # (s, s, 3), the colours of its background, continued under the person
    far: Plane  # (s, s), how much of it is background, [0, 1]
    shape: Points  # (68, 2)


def built_in_single(average: AverageFace, bust: AverageFace | None = None) -> BuiltIn:
    """Return a portrait of an average, square, up to 1024 pixels.

    Args:
        average: Whom it shows.
        bust: The average of the same faces on a wider canvas, so that there are shoulders; without
            it the picture shows what the average itself does.
    """
    canvas = _canvas(_side(average), bust is not None)
    sitter = _sitting(average, bust, canvas)
    light = _before(sitter, _tone(sitter), canvas)
    return BuiltIn(pixels=shown(light), points=(sitter.shape,))


def built_in_pair(
    left: AverageFace,
    right: AverageFace,
    busts: tuple[AverageFace, AverageFace] | None = None,
) -> BuiltIn:
    """Return two averages side by side on one picture, up to 1536 x 1024 pixels.

    Args:
        left: Who is on the left of the picture.
        right: And on the right.
        busts: As for one.
    """
    canvas = _canvas(min(_side(left), _side(right)), busts is not None)
    side = canvas.side
    wide = busts or (None, None)
    sitters = [_sitting(*who, canvas) for who in zip((left, right), wide, strict=True)]
    tone = np.sqrt(_tone(sitters[0]) * _tone(sitters[1]))
    width, between = side * 3 // 2, round(APART * side)
    offsets = [(width - between) // 2 - side // 2 + place * between for place in (0, 1)]
    whole = np.zeros((side, width, 3), np.float32)
    for sitter, offset, share in zip(sitters, offsets, _shares(side, width), strict=True):
        light = _before(sitter, tone, canvas)
        first, last = max(0, offset), min(width, offset + side)
        part = light[:, first - offset : last - offset]
        whole[:, first:last] += part * share[None, first:last, None]
    points = [one.shape + np.array([at, 0]) for one, at in zip(sitters, offsets, strict=True)]
    return BuiltIn(pixels=shown(whole), points=(points[0], points[1]))


def _side(average: AverageFace) -> int:
    """Return the height that an average carries without looking blown up."""
    return min(LARGEST, 2 * average.canvas.side)


def _canvas(side: int, bust: bool) -> Canvas:
    return Canvas(side, reach=BUST_REACH, eyes_at=BUST_EYES) if bust else Canvas(side)


def _shares(side: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how much of each column the left and the right of a pair give, (w,) each."""
    off = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) / (SEAM * side)
    share = np.clip(off / 2 + 0.5, 0, 1)
    right = np.asarray(share * share * (3 - 2 * share), np.float32)
    return np.asarray(1 - right, np.float32), right


def _sitting(average: AverageFace, bust: AverageFace | None, canvas: Canvas) -> _Sitter:
    """Return an average on the picture, in the middle of the wider one of the same faces."""
    light, cover = _placed(average, canvas)
    shape = _moved(average, canvas)
    if bust is not None:
        around, known = _placed(bust, canvas)
        share = cover[..., None]
        light = light * share + around * (1 - share)
        cover = np.maximum(cover, known)
    light = continued(light, cover, shape, canvas)
    light, person = _softened(light, shape, canvas, several=several(average))
    taken = blur(person, canvas.px(6))
    behind = blur(fill(light, taken, canvas), canvas.px(LOCAL))
    away = distance(person, canvas)
    start, width = FAR
    far = blur(np.clip((away - start) / width, 0, 1), canvas.px(8))
    return _Sitter(light, np.maximum(behind, 1e-3), np.clip(far, 0, 1), shape)


def _softened(light: Light, shape: Points, canvas: Canvas, *, several: bool) -> tuple[Light, Plane]:
    """Return a sitter out of focus but for the face, and what of the picture is the sitter."""
    usual = head(shape, canvas, grown=0.95, tall=CLOSE)
    if several:
        core = head(shape, canvas, grown=0.85, tall=CLOSE)
        return veiled(light, shape, canvas), core
    known = _symmetric(person_on(light, shape, canvas))
    light = _defocused(soft_background(light, shape, canvas, person=known), shape, canvas)
    if known is None:
        return light, usual
    return light, np.maximum(_with_shoulders(known.part, usual, shape), usual)


def _placed(average: AverageFace, canvas: Canvas) -> tuple[Light, Plane]:
    """Return an average on another canvas, and how far it covers that, fading to its rim."""
    source = average.canvas
    zoom = canvas.eye_distance / source.eye_distance
    steps = np.arange(canvas.side, dtype=np.float32) + 0.5
    across = (steps - canvas.middle) / zoom + source.middle
    down = (steps - canvas.eye_line) / zoom + source.eye_line
    at = np.stack(np.meshgrid(across, down), axis=2).astype(np.float32)
    cover = np.clip(sampled(mostly(average.cover, source), at, fine=False), 0, 1)
    if canvas.reach > source.reach:  # else its borders are those of the picture
        rim = np.clip(inside(at, source.side, source.side) / source.px(RIM), 0, 1)
        cover = cover * rim * rim * (3 - 2 * rim)
    return np.clip(sampled(average.light, at), 0, 1), np.asarray(cover, np.float32)


def _moved(average: AverageFace, canvas: Canvas) -> Points:
    source = average.canvas
    zoom = canvas.eye_distance / source.eye_distance
    off = average.shape - np.array([source.middle, source.eye_line])
    return np.asarray(off * zoom + np.array([canvas.middle, canvas.eye_line]), np.float64)


def _symmetric(person: Person | None) -> Person | None:
    """Return a person without what is on one side only: averages are symmetric, errors are not."""
    if person is None:
        return None
    return Person(part=np.minimum(person.part, person.part[:, ::-1]), whole=person.whole)


def _defocused(light: Light, shape: Points, canvas: Canvas) -> Light:
    """Return a sitter whose chest is out of focus: clothes average out to a muddle."""
    chin, height = shape[CHIN, 1], shape[CHIN, 1] - shape[NASION, 1]
    rows = np.arange(canvas.side, dtype=np.float32)[:, None, None]
    for sigma, first, last in CHEST:
        share = np.clip(((rows - chin) / height - first) / (last - first), 0, 1)
        light = light * (1 - share) + blur(light, canvas.px(sigma)) * share
    return np.asarray(light, np.float32)


def _with_shoulders(person: Plane, usual: Plane, shape: Points) -> Plane:
    """Return what is known of a person, and below the chin usual shoulders too."""
    below = np.arange(len(person))[:, None] > shape[CHIN, 1]
    return np.maximum(person, np.where(below, usual, 0)).astype(np.float32)


def _tone(sitter: _Sitter) -> NDArray[np.float32]:
    """Return the colour of a background, (3,), most of its colourfulness taken away."""
    weight = sitter.far[..., None] + 1e-6
    mean = (sitter.behind * weight).sum((0, 1)) / weight.sum()
    return np.asarray(COLOURED * mean + (1 - COLOURED) * float(mean @ LUMINANCE), np.float32)


def _before(sitter: _Sitter, tone: NDArray[np.float32], canvas: Canvas) -> Light:
    """Return a sitter whose background passes into that of a studio, by light and not by a cut."""
    steps = (np.arange(canvas.side, dtype=np.float32) + 0.5) / canvas.side
    off = np.clip(np.abs(steps - 0.42) / 0.6, 0, 1) ** 1.6
    studio = tone * (1 - SHADE * off)[:, None, None]
    change = np.clip(studio / sitter.behind, 0.25, 4) ** sitter.far[..., None]
    return np.asarray(sitter.light * change, np.float32)

"""Soft backgrounds: portrait blur that grows with the distance from the head."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.average_face import AverageFace
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image, Light, shown
from likeness.portrait.continuation import continued
from likeness.portrait.distance import distance
from likeness.portrait.filling import fill, known, quiet
from likeness.portrait.filters import Plane, blur
from likeness.portrait.matte import Person, agreement, mattes, person_of
from likeness.portrait.regions import CLOSE, head
from likeness.portrait.surroundings import defocused
from likeness.portrait.veil import veiled

Points = NDArray[np.float64]

ENOUGH = (0.2, 0.6)  # cover of an average from which it is believed, and believed in full
SEAM = 28.0  # over which what is shown passes into what is not, pixels of the usual canvas
# Of the blurs that a background goes through with its distance from the head, pixels of the usual
# canvas: sigma, and the distance at which it has taken over.
STEPS = ((8.0, 4.0), (14.0, 12.0), (24.0, 26.0))
# Distances at which colours are greyed in full, pixels of the usual canvas: from a head that is
# only guessed, and from a known person, beside whom a wide ramp would be a halo.
CALM, KNOWN_CALM = 70.0, 8.0
FAR = (30.0, 110.0)  # where nothing but the background's own wide colours begins, and how wide
WIDE = 30.0  # sigma of these colours, pixels of the usual canvas


def finished(average: AverageFace) -> Image:
    """Return an average as a picture, (s, s, 3) sRGB, its background soft.

    That of one person keeps its outline and what is around it, a little out of focus. Several
    people have no outline: hair and shoulders fade.
    """
    shape, canvas = average.shape, average.canvas
    cover = mostly(average.cover, canvas)
    light = continued(average.light, cover, shape, canvas)
    if several(average):
        return shown(veiled(light, shape, canvas))
    return shown(defocused(light, cover, shape, canvas))


def several(average: AverageFace) -> bool:
    """Return whether more than one person is in an average."""
    return len({voice.voter for voice in average.voices}) > 1


def mostly(cover: Plane, canvas: Canvas) -> Plane:
    """Return which parts of an average enough of its photos show, (s, s), [0, 1], its rim soft."""
    least, most = ENOUGH
    shared = np.asarray(np.clip((cover - least) / (most - least), 0, 1), np.float32)
    depth = np.clip(distance(1 - shared, canvas) / SEAM, 0, 1)
    return np.asarray(np.minimum(shared, depth * depth * (3 - 2 * depth)), np.float32)


def person_on(light: Light, shape: Points, canvas: Canvas) -> Person | None:
    """Return what of a picture is the person, hair and shoulders too, where that shows."""
    pixels = shown(light)
    first, second = mattes(pixels, shape, canvas)
    said = agreement(pixels, first, second, shape, canvas)
    return person_of(first, second, said, shape, canvas)


def soft_background(
    light: Light,
    shape: Points,
    canvas: Canvas,
    cover: Plane | None = None,
    *,
    person: Person | None = None,
) -> Light:
    """Return a picture whose background grows soft with the distance from the head.

    Nothing is cut and no colour of the head runs into the background: what is blurred is blurred
    without the head. Where nothing was photographed the background's own colours go on.

    Args:
        light: (s, s, 3).
        shape: (68, 2), of an upright face, pixels of the canvas.
        canvas: Of both.
        cover: (s, s), what was photographed, [0, 1].
        person: What stays as it is; None: a usual head and shoulders.

    Returns:
        (s, s, 3).
    """
    photographed = np.ones(light.shape[:2], np.float32) if cover is None else np.clip(cover, 0, 1)
    sharp = head(shape, canvas, grown=0.95, tall=CLOSE) if person is None else person.part
    kept = np.maximum(sharp, head(shape, canvas, grown=1.02, tall=CLOSE))
    taken = np.maximum(blur(kept, canvas.px(6)), 1 - photographed)
    far = quiet(blur(fill(light, taken, canvas), canvas.px(WIDE)))
    away = distance(sharp, canvas)
    usable = (1 - sharp) * photographed
    near = _stepped(light, usable, away, canvas)
    ramp = KNOWN_CALM if person is not None and person.whole else CALM
    calm = blur(np.clip(away / ramp, 0, 1), canvas.px(2))[..., None]
    near = near * (1 - calm) + quiet(near) * calm
    start, width = FAR
    share = blur(np.clip((away - start) / width, 0, 1), canvas.px(8))
    unseen = 1 - np.clip(blur(photographed, canvas.px(6)) * 2 - 1, 0, 1)
    mixed = np.maximum(share, unseen)[..., None]
    return np.asarray(near * (1 - mixed) + far * mixed, np.float32)


def _stepped(light: Light, usable: Plane, away: Plane, canvas: Canvas) -> Light:
    """Return the picture blurred more and more with the distance from the head."""
    near = light
    for sigma, reach in STEPS:
        blurred, weight = known(light, usable, canvas.px(sigma))
        found = np.where(weight[..., None] > 0.1, blurred, near)
        share = np.clip(away / reach - 0.4, 0, 1)[..., None]
        near = near * (1 - share) + found * share
    return near

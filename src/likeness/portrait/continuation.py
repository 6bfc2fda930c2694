"""Pictures that go on softly where their photos end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light
from likeness.portrait.distance import distance
from likeness.portrait.filling import fill, nearest
from likeness.portrait.filters import Plane, blur
from likeness.portrait.regions import NASION, axis, filled, head, hull

Points = NDArray[np.float64]

CROWN = 1.05  # that of a head whose top the photo cuts off
LOWER_LIP = 57
SMEARED = 22.0  # sigma of what goes on, lest it has streaks, pixels of the usual canvas
FADES = (8.0, 90.0)  # from where the photo ends, over which hair and neck fade; the same pixels
SLOPE = 0.9  # how the neck widens towards the shoulders, per squared height of the lower face
NECK = 0.72  # half width of a neck, of that of the face


def continued(light: Light, cover: Plane, shape: Points, canvas: Canvas) -> Light:
    """Return a picture that goes on softly where nothing was photographed.

    Below the chin what borders there goes on, neck and shoulders too; above, hair is rounded off
    where a usual head ends, and the background goes on.

    Args:
        light: (s, s, 3).
        cover: (s, s), what was photographed, [0, 1].
        shape: (68, 2), of an upright face, pixels of the canvas.
        canvas: Of all.
    """
    if float(cover.min()) >= 1:
        return light
    around = fill(light, np.maximum(1 - cover, blur(head(shape, canvas), canvas.px(6))), canvas)
    face = filled(hull(shape), canvas.side)  # hair and clothes go on, not skin
    below = fill(light, np.maximum(1 - cover, face), canvas)
    rows = np.arange(canvas.side, dtype=np.float32)[:, None, None]
    brow, chin = shape[NASION, 1], shape[CHIN, 1]
    share = np.clip((rows - brow) / max(float(chin - brow), 1.0), 0, 1)
    beyond = around * (1 - share) + below * share
    nearby = _cap_and_neck(shape, cover, canvas)[..., None]
    beyond = beyond * (1 - nearby) + blur(nearest(light, cover), canvas.px(SMEARED)) * nearby
    seen = cover[..., None]
    return np.asarray(light * seen + beyond * (1 - seen), np.float32)


def carried_on(person: Plane, cover: Plane, shape: Points, canvas: Canvas) -> Plane:
    """Return a matte, (s, s), whose shoulders go on where nothing was photographed of them."""
    if float(cover.min()) >= 1:
        return person
    beyond = fill(np.repeat(person[..., None], 3, axis=2), 1 - cover, canvas)[..., 0]
    beyond = np.clip((beyond - 0.35) / 0.3, 0, 1)
    rows = np.arange(canvas.side, dtype=np.float32)[:, None]
    below = np.clip((rows - shape[CHIN, 1]) / canvas.px(12), 0, 1)
    share = below * (1 - cover)
    return np.asarray(person * (1 - share) + beyond * share, np.float32)


def _cap_and_neck(shape: Points, cover: Plane, canvas: Canvas) -> Plane:
    """Return where hair or a neck goes on as it ends, (s, s), [0, 1], soft."""
    columns = np.arange(canvas.side, dtype=np.float32) + 0.5
    rows = columns[:, None]
    brow, chin = shape[NASION, 1], shape[CHIN, 1]
    half = max(float(shape[16, 0] - shape[0, 0]) / 2, 1.0)
    skull = head(shape, canvas, grown=0.97, tall=CROWN)
    cap = skull * np.clip((brow - rows) / canvas.px(24), 0, 1)
    slope = NECK + SLOPE * np.clip((rows - chin) / (chin - brow + 1e-6), 0, None) ** 2
    neck = (rows > chin - 0.25 * (chin - brow)) & (np.abs(columns - axis(shape)) < slope * half)
    x, y = np.clip(shape[LOWER_LIP], 0, canvas.side - 1).astype(int)
    shown_face = cover[y, x] > 0.5  # else there is nothing that a neck could go on from
    start, end = FADES
    fading = 1 - np.clip((distance(cover, canvas) - start) / (end - start), 0, 1)
    nearby = np.maximum(cap, neck * shown_face) * fading
    return blur(nearby.astype(np.float32), canvas.px(12))

"""The average of one face: that face, upright, with all its detail."""

from __future__ import annotations

import numpy as np

from likeness.portrait.average_face import AverageFace, Voice
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import linear
from likeness.portrait.filters import sized
from likeness.portrait.look import Look
from likeness.portrait.regions import Regions
from likeness.portrait.rendering import covered, rendered
from likeness.portrait.shape import fitted, upright
from likeness.portrait.survey import sharpness
from likeness.portrait.warp import straight


def single(look: Look, canvas: Canvas) -> AverageFace:
    """Return one face turned upright onto a canvas, its eyes where those of averages are."""
    shape = upright(look.points, canvas)
    onto = straight(fitted(shape, look.points), canvas)
    pixels = rendered(look, onto)
    eyes = Regions.of(shape, canvas).eyes
    voice = Voice(
        key=look.key,
        voter=look.voter,
        weight=1.0,
        agreement=1.0,
        sharpness=sharpness(pixels, eyes),
    )
    return AverageFace(
        light=linear(pixels),
        shape=shape,
        canvas=canvas,
        cover=sized(covered(look, onto), canvas.side),
        difference=np.zeros((canvas.side, canvas.side), np.float32),
        voices=(voice,),
        zoom=look.eye_distance / canvas.eye_distance,
        mirrored=False,
    )

"""Looks that are drawn: faces of any shape and colour on paper of any size."""

from __future__ import annotations

import numpy as np

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import shown
from likeness.portrait.look import Look
from tests.portrait.drawn import drawn_average

SKINS = ((0.5, 0.32, 0.24), (0.3, 0.18, 0.12), (0.6, 0.42, 0.36), (0.42, 0.3, 0.2))


def drawn_look(
    number: int, *, voter: str | None = None, side: int = 320, key: str | None = None
) -> Look:
    """Return a look that is the same for the same number and unlike that of any other."""
    dice = np.random.default_rng(number)
    face = drawn_average(
        side=side,
        jaw=0.92 + 0.16 * dice.random(),
        smile=0.1 * dice.random(),
        skin=SKINS[number % len(SKINS)],
    )
    grain = np.exp(0.1 * dice.standard_normal((side, side, 1))).astype(np.float32)
    return Look(
        key=key or f"f{number:03}",
        pixels=shown(face.light * grain),
        points=face.shape,
        spread=0.013,
        voter=voter or f"p{number}",
        quality=0.8,
    )


def drawn_looks(count: int, *, side: int = 320) -> list[Look]:
    """Return looks of as many people."""
    return [drawn_look(number, side=side) for number in range(count)]


CANVAS = Canvas(256)

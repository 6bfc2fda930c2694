"""Sharpening up to what is typical."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.colour import linear, shown
from likeness.portrait.crisp import Crisp
from likeness.portrait.filters import blur
from likeness.portrait.regions import Regions
from likeness.portrait.survey import sharpness
from tests.portrait.looks import CANVAS, drawn_look

LOOK = drawn_look(3, side=CANVAS.side)
REGIONS = Regions.of(LOOK.points, CANVAS)
CRISP = Crisp(REGIONS, CANVAS)
LIGHT = blur(linear(LOOK.pixels), 0.5)
EYES = sharpness(shown(LIGHT), REGIONS.eyes)
MOUTH = sharpness(shown(LIGHT), REGIONS.mouth)


@pytest.mark.parametrize("times", [0.5, 2.0])
def test_eyes_come_near_what_is_typical_and_not_beyond(times: float) -> None:
    made = sharpness(shown(CRISP.sharpened(LIGHT, times * EYES, MOUTH)), REGIONS.eyes)
    assert 0.7 * times * EYES < made < 1.03 * times * EYES


def test_what_is_sharp_enough_stays_as_it_is() -> None:
    assert np.array_equal(CRISP.sharpened(LIGHT, 1.1 * EYES, 1.1 * MOUTH), LIGHT)


def test_what_is_far_from_the_face_stays_as_it_is() -> None:
    made = CRISP.sharpened(LIGHT, 3 * EYES, 3 * MOUTH)
    assert made[:20] == pytest.approx(LIGHT[:20], abs=1e-4)


def test_edges_get_no_rim() -> None:
    made = CRISP.sharpened(LIGHT, 1e6, 1e6)
    plain = blur(LIGHT, 1)
    around = REGIONS.mouth > 0
    assert made[around].max() < 1.3 * LIGHT[around].max()
    assert blur(made, 1)[around].mean() == pytest.approx(plain[around].mean(), rel=0.1)

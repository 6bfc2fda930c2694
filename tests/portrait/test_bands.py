"""Pictures as sums of bands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.portrait.bands import Cuts, to_light, to_log
from likeness.portrait.canvas import Canvas

DICE = np.random.default_rng(5)


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1))
def test_the_logarithm_loses_nothing_not_even_black(level: float) -> None:
    light = np.full((2, 2, 3), level, np.float32)
    assert to_light(to_log(light)) == pytest.approx(light, abs=1e-5)


def test_base_and_bands_add_up_to_the_picture() -> None:
    picture = DICE.standard_normal((64, 64, 3)).astype(np.float32)
    base, (coarse, fine) = Cuts.of(Canvas(256), 1.0).split(picture)
    assert base + coarse + fine == pytest.approx(picture, abs=1e-5)


def test_small_faces_have_wider_bands() -> None:
    rich, poor = Cuts.of(Canvas(), 2.0), Cuts.of(Canvas(), 0.25)
    assert rich == Cuts.of(Canvas(), 1.0)
    assert poor.fine == pytest.approx(2 * rich.fine)
    assert poor.coarse == pytest.approx(2 * rich.coarse)

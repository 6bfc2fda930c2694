"""What is measured on every face."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.bands import Cuts
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import linear, shown
from likeness.portrait.filters import blur
from likeness.portrait.regions import Regions
from likeness.portrait.survey import Finding, kept_side, sharpness, surveyed
from tests.portrait.looks import CANVAS, drawn_look

LOOK = drawn_look(5, side=CANVAS.side)
REGIONS = Regions.of(LOOK.points, CANVAS)
CUTS = Cuts.of(CANVAS, 1.0)


def found(light: np.ndarray) -> Finding:
    return surveyed(light, CUTS, REGIONS, CANVAS)


SHARP = found(linear(LOOK.pixels))
SOFT = found(blur(linear(LOOK.pixels), 1.5))


@pytest.mark.parametrize("mask", [REGIONS.eyes, REGIONS.mouth])
def test_blurred_features_are_less_sharp(mask: np.ndarray) -> None:
    soft = shown(blur(linear(LOOK.pixels), 1.5))
    assert sharpness(soft, mask) < 0.5 * sharpness(LOOK.pixels, mask)


def test_a_blurred_face_has_less_of_the_finest_detail() -> None:
    assert SOFT.sharp < 0.7 * SHARP.sharp


def test_blur_takes_the_fine_band_before_the_coarse_one() -> None:
    coarse, fine = (
        float(soft.mean(dtype=np.float64) / sharp.mean(dtype=np.float64))
        for soft, sharp in zip(SOFT.loud, SHARP.loud, strict=True)
    )
    assert fine < coarse


def test_brighter_light_moves_the_coarse_part_and_no_detail() -> None:
    brighter = found(np.asarray(1.5 * linear(LOOK.pixels), np.float32))
    face = REGIONS.skin[::2, ::2] > 0.5
    moved = (brighter.coarse - SHARP.coarse)[face]
    assert moved == pytest.approx(np.full(moved.shape, np.log(1.5)), abs=0.05)
    there, here = (each.bands[0].astype(float)[face] for each in (brighter, SHARP))
    assert np.abs(there - here).mean() < 0.1 * np.abs(here).mean() + 1e-3


@pytest.mark.parametrize(("side", "kept"), [(256, 128), (512, 256), (1024, 256)])
def test_bands_are_kept_small_however_large_the_canvas(side: int, kept: int) -> None:
    assert kept_side(Canvas(side)) == kept


def test_an_even_patch_has_no_sharpness() -> None:
    grey = np.full((16, 16, 3), 90, np.uint8)
    assert sharpness(grey, np.ones((16, 16), np.float32)) == 0

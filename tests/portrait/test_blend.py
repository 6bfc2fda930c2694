"""Detail that agrees."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.bands import LUMA, Cuts, loudness, to_log
from likeness.portrait.blend import Blend, Part, Sum
from likeness.portrait.colour import Light, linear
from likeness.portrait.regions import Regions
from likeness.portrait.usual_bands import Usual
from tests.portrait.looks import CANVAS, drawn_look

LOOK = drawn_look(6, side=CANVAS.side)
LIGHT = linear(LOOK.pixels)
REGIONS = Regions.of(LOOK.points, CANVAS)
CUTS = Cuts.of(CANVAS, 1.0)
VOTES = np.ones((128, 128), np.float32)
SKIN = REGIONS.skin > 0.5


def usual_of(light: Light) -> tuple[Usual, Usual]:
    """Return what is usual where all faces have this light."""
    _, bands = CUTS.split(to_log(light))
    one, two = (np.asarray(band @ LUMA, np.float32) for band in bands)
    return Usual(one, loudness(one, 3.0)), Usual(two, loudness(two, 2.0))


FITTING = Blend(CUTS, usual_of(LIGHT), REGIONS, CANVAS)
UNSURE = Blend(CUTS, None, REGIONS, CANVAS)


def said(blend: Blend, light: Light, *, sharp: bool = True) -> Sum:
    return blend.said(light, VOTES, votes=VOTES, sharp=sharp)


def band(part: Part) -> np.ndarray:
    return np.asarray(part.band / np.maximum(part.weight, 1e-12)[..., None])


def test_what_one_face_says_is_that_face() -> None:
    alone = said(UNSURE, LIGHT)
    total = alone.base + band(alone.parts[0]) + band(alone.parts[1])
    assert total == pytest.approx(to_log(LIGHT), abs=1e-3)


def test_two_faces_say_what_each_of_them_does() -> None:
    one, other = said(UNSURE, LIGHT), said(UNSURE, LIGHT * np.float32(0.5))
    both = one + other
    assert np.array_equal(both.base, one.base + other.base)
    assert np.array_equal(both.parts[1].power, one.parts[1].power + other.parts[1].power)
    assert both.bright[..., 0] == pytest.approx(np.full((256, 256), 2.0))


def test_a_face_that_fits_speaks_louder_than_its_mirror_image() -> None:
    fitting = said(FITTING, LIGHT).parts[0].weight
    turned = said(FITTING, np.ascontiguousarray(LIGHT[:, ::-1])).parts[0].weight
    assert fitting[SKIN].mean() > 3 * turned[SKIN].mean()


def test_paint_that_is_louder_than_usual_is_held_back_and_counts_less() -> None:
    painted = LIGHT.copy()
    rows = np.flatnonzero(SKIN.all(axis=1) | SKIN.any(axis=1))
    line = slice(rows[len(rows) // 2], rows[len(rows) // 2] + 2)
    painted[line] *= np.float32(0.1)
    plain, loud = said(FITTING, LIGHT).parts[0], said(FITTING, painted).parts[0]
    at = np.zeros_like(SKIN)
    at[line] = SKIN[line]
    assert loud.weight[at].mean() < 0.2 * plain.weight[at].mean()
    unlimited = said(UNSURE, painted).parts[0]
    assert np.abs(band(loud)[at]).mean() < 0.5 * np.abs(band(unlimited)[at]).mean()


def test_only_the_sharpest_give_the_finest_detail_of_the_face() -> None:
    sharp, soft = said(FITTING, LIGHT), said(FITTING, LIGHT, sharp=False)
    assert soft.parts[1].weight[SKIN].mean() < 0.1 * sharp.parts[1].weight[SKIN].mean()
    assert np.array_equal(soft.parts[0].weight, sharp.parts[0].weight)


def test_both_eyes_are_of_the_same_faces() -> None:
    weight = said(FITTING, LIGHT).parts[0].weight
    eyes = REGIONS.eyes > 0
    middle = CANVAS.side // 2
    right, left = (weight[:, half][eyes[:, half]] for half in (slice(middle), slice(middle, None)))
    assert np.median(right) == pytest.approx(np.median(left), rel=0.15)

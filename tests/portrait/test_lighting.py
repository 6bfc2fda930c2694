"""The same light on every face."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.colour import linear, log_luminance, shown
from likeness.portrait.lighting import Lighting, Reading
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from tests.portrait.looks import CANVAS, drawn_look

LOOK = drawn_look(1, side=CANVAS.side)
REGIONS = Regions.of(LOOK.points, CANVAS)
SKIN = REGIONS.skin > 0.5
SLOPE = np.exp(np.linspace(-0.5, 0.5, CANVAS.side, dtype=np.float32))[None, :, None]


def evened(*pictures: np.ndarray) -> list[np.ndarray]:
    readings = [Reading.of(picture, SKIN) for picture in pictures]
    shares = np.full(len(pictures), 1 / len(pictures))
    lighting = Lighting.of(readings, shares, REGIONS, CANVAS, Mirror())
    return [lighting.light(number, picture) for number, picture in enumerate(pictures)]


def test_dark_and_bright_photos_of_a_face_get_one_exposure_and_colour() -> None:
    light = linear(LOOK.pixels)
    dark, bright = evened(shown(0.7 * light), shown(light * np.array((1.3, 1.2, 1.4), np.float32)))
    assert np.log(dark[SKIN]).mean(axis=0) == pytest.approx(
        np.log(bright[SKIN]).mean(axis=0), abs=0.03
    )


def test_light_from_one_side_is_evened() -> None:
    light = linear(LOOK.pixels)
    pictures = (
        shown(np.asarray(light * SLOPE, np.float32)),
        shown(np.asarray(light / SLOPE, np.float32)),
    )
    before = log_luminance(linear(pictures[0])) - log_luminance(linear(pictures[1]))
    left, right = (log_luminance(one) for one in evened(*pictures))
    assert np.abs(left - right)[SKIN].mean() < 0.6 * np.abs(before)[SKIN].mean()


def test_a_single_light_is_left_alone() -> None:
    (same,) = evened(LOOK.pixels)
    assert same[SKIN] == pytest.approx(linear(LOOK.pixels)[SKIN], rel=0.01)

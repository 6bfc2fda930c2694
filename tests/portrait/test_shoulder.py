"""Light that no screen can show, and skin that shines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from likeness.portrait.average import average
from likeness.portrait.bands import to_log
from likeness.portrait.colour import linear, luminance, shown
from likeness.portrait.filters import blur
from likeness.portrait.lighting import Lighting, Reading
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from likeness.portrait.shoulder import KNEE, shouldered, without_shine
from tests.portrait.looks import CANVAS, drawn_look, drawn_looks

LOOK = drawn_look(1, side=CANVAS.side)
REGIONS = Regions.of(LOOK.points, CANVAS)
SKIN = REGIONS.skin > 0.5
LIGHTS = hnp.arrays(np.float32, (4, 5, 3), elements=st.floats(0, 4, width=16))


def ratios(light: np.ndarray) -> np.ndarray:
    """Return what is hue and saturation: each channel by the brightest."""
    return np.asarray(light / np.maximum(light.max(axis=-1, keepdims=True), 1e-6))


@settings(deadline=None)
@given(LIGHTS)
def test_no_light_exceeds_one_and_its_hue_is_kept(light: np.ndarray) -> None:
    made = shouldered(light, float(light.max()))
    assert made.max() <= 1 + 1e-5
    assert ratios(made) == pytest.approx(ratios(light), abs=1e-4)


@settings(deadline=None)
@given(LIGHTS)
def test_what_is_brighter_stays_brighter(light: np.ndarray) -> None:
    before, after = light.max(axis=2).ravel(), shouldered(light, 4.0).max(axis=2).ravel()
    assert (np.diff(after[np.argsort(before)]) >= -1e-5).all()


@settings(deadline=None)
@given(LIGHTS)
def test_what_a_screen_can_show_is_left_alone(light: np.ndarray) -> None:
    fitting = np.minimum(light, 1)
    assert np.array_equal(shouldered(fitting, 1.0), fitting)
    dark = np.asarray(light * np.float32(KNEE / 4), np.float32)
    assert shouldered(dark, 4.0) == pytest.approx(dark, rel=1e-6)


def test_a_photo_made_brighter_keeps_the_hue_of_its_highlights() -> None:
    light = linear(LOOK.pixels)
    pictures = [shown(light), shown(0.25 * light)]
    readings = [Reading.of(picture, SKIN) for picture in pictures]
    loud_first = np.array([0.9, 0.1])
    lighting = Lighting.of(readings, loud_first, REGIONS, CANVAS, Mirror())
    dark = pictures[1].copy()
    dark[:8, :8] = (250, 200, 150)  # a lamp beside the face
    lamp = lighting.light(1, dark)[4, 4]
    assert lighting.gains[1].max() > 2
    assert lamp.max() <= 1
    gained = linear(dark)[4, 4] * lighting.gains[1]
    assert lamp / lamp.max() == pytest.approx(gained / gained.max(), rel=1e-3)


def test_a_set_is_as_bright_as_its_plain_mean() -> None:
    light = linear(LOOK.pixels)
    pictures = [shown(light * np.float32(level)) for level in (0.1, 0.2, 1.0)]
    readings = [Reading.of(picture, SKIN) for picture in pictures]
    shares = np.full(3, 1 / 3)
    lighting = Lighting.of(readings, shares, REGIONS, CANVAS, Mirror())
    made = [
        luminance(lighting.light(number, one))[SKIN].mean() for number, one in enumerate(pictures)
    ]
    plain = np.mean([luminance(linear(one))[SKIN].mean() for one in pictures])
    assert np.mean(made) == pytest.approx(plain, rel=0.1)


def test_shine_is_calmed_and_gets_the_colour_of_the_skin() -> None:
    light = blur(linear(LOOK.pixels), 3) * np.float32(1.4)
    middle = np.flatnonzero(SKIN.any(axis=1))[10:25]
    light[middle] = np.maximum(light[middle], np.float32(0.95))
    base = to_log(np.asarray(light, np.float32))
    made = without_shine(base, REGIONS, CANVAS)
    shiny = np.zeros_like(SKIN)
    shiny[middle] = SKIN[middle]
    assert np.exp(made[shiny]).mean() < 0.9 * np.exp(base[shiny]).mean()
    assert np.ptp(made[shiny], axis=1).mean() > np.ptp(base[shiny], axis=1).mean() + 0.05
    below = np.arange(len(SKIN)) > middle[-1] + 20
    assert made[below] == pytest.approx(base[below], abs=1e-4)


def test_skin_without_shine_stays_as_it_is() -> None:
    base = to_log(linear(LOOK.pixels) * np.float32(0.5))
    assert without_shine(base, REGIONS, CANVAS) == pytest.approx(base, abs=1e-4)


def test_a_finished_average_of_overexposed_faces_cuts_off_no_channel() -> None:
    faces = []
    for look in drawn_looks(3):
        bright = np.clip(linear(look.pixels) * np.float32(2), 0, 1).astype(np.float32)
        object.__setattr__(look, "pixels", shown(bright))
        faces.append(look)
    made = average(faces, CANVAS)
    assert made.light.max() <= 1 + 1e-5
    skin = Regions.of(made.shape, CANVAS).skin > 0.5
    assert (np.ptp(made.light[skin], axis=1) > 0.1).mean() > 0.9  # coloured, not white

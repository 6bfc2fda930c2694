"""One average becoming another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.portrait.colour import shown
from likeness.portrait.morph import eased, frames, morph
from tests.portrait.drawn import drawn_average

ONE = drawn_average(jaw=0.9, smile=0.0, keys=("f1", "f2"))
OTHER = drawn_average(jaw=1.1, smile=0.3, skin=(0.3, 0.2, 0.15), keys=("f2", "f3"))


def test_the_ends_are_the_averages_themselves() -> None:
    assert morph(ONE, OTHER, 0) is ONE
    assert morph(ONE, OTHER, 1) is OTHER


def test_just_off_an_end_hardly_anything_has_changed() -> None:
    near = shown(morph(ONE, OTHER, 0.001).light).astype(int)
    assert np.abs(near - shown(ONE.light)).max() <= 1


@settings(max_examples=8, deadline=None)
@given(st.floats(0.01, 0.99))
def test_there_is_the_mirror_image_of_back(share: float) -> None:
    there = shown(morph(ONE, OTHER, share).light).astype(int)
    back = shown(morph(OTHER, ONE, 1 - share).light).astype(int)
    assert np.abs(there - back).max() <= 1


def test_half_way_the_shape_is_half_way() -> None:
    middle = morph(ONE, OTHER, 0.5)
    assert middle.shape == pytest.approx((ONE.shape + OTHER.shape) / 2)
    # The dark of the eyes and the red of the mouth are where the shape says.
    x, y = middle.shape[48:60].mean(axis=0).astype(int)
    red = middle.light[y, x]
    assert red[0] > 3 * red[1]


def test_an_average_that_becomes_itself_stays_as_it_is() -> None:
    same = morph(ONE, ONE, 0.5)
    assert np.abs(shown(same.light).astype(int) - shown(ONE.light)).max() <= 1


def test_all_voices_speak_in_proportion() -> None:
    voices = morph(ONE, OTHER, 0.25).voices
    assert [voice.key for voice in voices] == ["f1", "f2", "f3"]
    assert [voice.weight for voice in voices] == pytest.approx([0.375, 0.5, 0.125])


def test_what_is_not_light_stays_in_its_range() -> None:
    middle = morph(ONE, OTHER, 0.5)
    assert middle.light.min() >= 0
    assert middle.difference.min() >= 0
    assert 0 <= middle.cover.min() <= middle.cover.max() <= 1


def test_an_animation_starts_and_ends_slowly() -> None:
    steps = np.diff([eased(share) for share in np.linspace(0, 1, 11)])
    assert steps[0] < 0.3 * steps[5]
    assert steps[-1] == pytest.approx(steps[0])
    assert steps.sum() == pytest.approx(1)


def test_frames_hold_both_ends() -> None:
    way = list(frames(ONE, OTHER, 3))
    assert way[0] is ONE
    assert way[-1] is OTHER
    assert len(way) == 3


def test_what_makes_no_morph_is_refused() -> None:
    with pytest.raises(ValueError, match=r"side=256.* and .*side=128"):
        morph(ONE, drawn_average(side=128), 0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        morph(ONE, OTHER, 1.5)
    with pytest.raises(ValueError, match="at least 2"):
        list(frames(ONE, OTHER, 1))

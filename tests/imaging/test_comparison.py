"""Faces side by side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.comparison import BETWEEN, GAP, LARGE, comparison


def face(level: int, height: int = 40, width: int = 40) -> np.ndarray:
    return np.full((height, width, 3), level, np.uint8)


def test_one_face_of_each_side_is_shown_large_with_paper_between() -> None:
    """Left is the first side, right the second."""
    sheet = comparison([face(10)], [face(20)])

    assert sheet.shape == (LARGE, 2 * LARGE + BETWEEN, 3)
    assert (sheet[:, :LARGE] == 10).all()
    assert (sheet[:, -LARGE:] == 20).all()


def test_further_faces_stand_beside_the_first_half_as_large() -> None:
    """The best face is the large one; a fourth is left out."""
    sheet = comparison([face(level) for level in (10, 20, 30, 40)])

    small = (LARGE - GAP) // 2
    assert sheet.shape == (LARGE, LARGE + GAP + small, 3)
    assert (sheet[:small, -small:] == 20).all()
    assert (sheet[-small:, -small:] == 30).all()
    assert 40 not in sheet


@given(height=st.integers(1, 300), width=st.integers(1, 300))
def test_a_face_of_any_shape_is_shown_whole(height: int, width: int) -> None:
    """Crops at the edge of a photo are not square."""
    sheet = comparison([face(10, height, width)])

    assert sheet.shape == (LARGE, LARGE, 3)
    shown = (sheet == 10).all(axis=2)
    assert shown.any(axis=1).all() or shown.any(axis=0).all()


def test_nothing_to_show_is_refused() -> None:
    """A question always has a face."""
    with pytest.raises(ValueError, match="at least one face"):
        comparison([])

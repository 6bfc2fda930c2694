"""Shapes of photos as bytes. That layouts stand for pages: `tests/contract/test_pages.py`."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.catalog.kept import Kept
from likeness.catalog.photo_layout import ratios
from likeness.types import PhotoChunk, PhotoLayout

SIDES = st.integers(1, 100_000)


def shape(code: int) -> float:
    """Return width / height as the specification says."""
    return math.exp2((code - 128) / 40)


@given(SIDES, SIDES)
def test_a_shape_is_right_to_a_percent(width: int, height: int) -> None:
    (code,) = ratios([width], [height])

    assert shape(code) == pytest.approx(min(max(width / height, shape(0)), shape(255)), rel=0.009)


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [(500, 500, 128), (4000, 2000, 168), (2000, 4000, 88), (90_000, 10, 255), (10, 90_000, 0)],
)
def test_a_shape_is_a_byte(width: int, height: int, code: int) -> None:
    assert list(ratios([width], [height])) == [code]


def test_the_bytes_reach_from_a_ninth_to_nine() -> None:
    assert math.isclose(shape(0), 1 / 9, rel_tol=0.03)
    assert math.isclose(shape(255), 9, rel_tol=0.01)


def test_of_no_photos_there_are_no_shapes() -> None:
    assert ratios([], []) == b""


def test_a_layout_is_kept_only_where_there_is_room() -> None:
    chunk = PhotoChunk(month="2024-05", after="x" * 150, ratios=bytes(100))
    layout = PhotoLayout(photos=1000, chunks=(chunk,) * 10)
    kept = Kept(most_bytes=10_000)
    kept.put("small", 1, layout)
    kept.put("large", 1, PhotoLayout(photos=2000, chunks=(chunk,) * 20))

    assert ("small" in kept, "large" in kept) == (True, False)
    assert 1000 < kept.bytes < 10_000

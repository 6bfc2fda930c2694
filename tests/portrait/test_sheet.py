"""Portraits of everybody on one sheet."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.sheet import LARGEST_SHEET, fitted, sheet, side_on_sheet

RED = np.full((64, 64, 3), (200, 0, 0), np.uint8)


def red_pixels(picture: np.ndarray) -> int:
    return int((np.abs(picture.astype(int) - (200, 0, 0)).max(axis=2) < 3).sum())


def test_every_portrait_stands_on_the_sheet_at_one_size() -> None:
    small = RED[:32, :32]
    picture = sheet([("one", RED), ("two", small), ("three", RED)], 64)
    assert red_pixels(picture) == 3 * 64 * 64


@pytest.mark.parametrize("count", [1, 2, 7, 100])
def test_a_sheet_is_about_as_wide_as_high(count: int) -> None:
    height, width = sheet([("somebody", RED)] * count, 64).shape[:2]
    assert 0.4 < width / height < 3


def test_portraits_of_very_many_become_smaller() -> None:
    picture = sheet([("x", RED)] * 3000, 512)
    assert max(picture.shape[:2]) <= LARGEST_SHEET


def test_too_many_for_a_sheet_is_said() -> None:
    with pytest.raises(ValueError, match="write a folder"):
        sheet([("x", RED)] * 20_000, 512)


@pytest.mark.parametrize("count", [1, 5, 300])
def test_the_side_on_the_sheet_is_known_before(count: int) -> None:
    side = side_on_sheet(count, 512)
    small = [("x", fitted(RED, side))] * count
    assert np.array_equal(sheet(small, side), sheet([("x", RED)] * count, 512))


@pytest.mark.parametrize("count", [0, 20_000])
def test_no_side_fits_nobody_or_too_many(count: int) -> None:
    with pytest.raises(ValueError, match="portrait"):
        side_on_sheet(count, 512)


def test_names_may_be_anything() -> None:
    names = ["", "\u202eevil", "<script>", "名前" * 50, "a\nb\x1b[31m"]
    assert sheet([(name, RED) for name in names], 128).ndim == 3


def test_nobody_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="at least one"):
        sheet([], 64)

"""Averages beside each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.portrait.strip import (
    BAR_AT,
    CELL_END,
    FILLED,
    GAP,
    MARGIN,
    PAPER,
    WIDTH,
    Still,
    pair,
    strip,
)
from tests.portrait.drawn import frames

PICTURE = frames(1, side=64)[0]


def stills(count: int, *, moved: float | None = 0.1) -> list[Still]:
    return [Still(PICTURE, f"{2000 + year}", 12, moved) for year in range(count)]


def bar(sheet: np.ndarray, column: int) -> int:
    """Return how long the bar under a picture of the first row is."""
    row = sheet[MARGIN + WIDTH + BAR_AT + 4, MARGIN + column * (WIDTH + GAP) :][:WIDTH]
    return int((row == FILLED).all(axis=1).sum())


@pytest.mark.parametrize(
    ("count", "columns", "rows"), [(1, 1, 1), (8, 8, 1), (9, 5, 2), (17, 6, 3)]
)
def test_more_than_eight_go_on_in_rows_of_equal_length(count: int, columns: int, rows: int) -> None:
    sheet = strip(stills(count))
    assert sheet.shape[1] == 2 * MARGIN + columns * WIDTH + (columns - 1) * GAP
    assert sheet.shape[0] == 2 * MARGIN + rows * (WIDTH + CELL_END) - GAP


def test_the_longest_way_fills_its_bar_and_others_are_in_proportion() -> None:
    shown = [
        Still(PICTURE, "2001", 3),
        Still(PICTURE, "2002", 3, 0.2),
        Still(PICTURE, "2003", 3, 0.1),
        Still(PICTURE, "2004", 3, 0.0),
    ]
    sheet = strip(shown)
    lengths = [bar(sheet, column) for column in range(4)]
    assert lengths[0] == lengths[3] == 0
    assert lengths[1] == pytest.approx(WIDTH, abs=2)
    assert lengths[2] == pytest.approx(WIDTH / 2, abs=2)


def test_a_distance_below_zero_or_that_never_was_draws_no_bar() -> None:
    sheet = strip([Still(PICTURE, "a", 3, -0.01), Still(PICTURE, "b", 3, None)])
    assert bar(sheet, 0) == bar(sheet, 1) == 0


def test_one_face_is_one_face() -> None:
    one, two = (strip([Still(PICTURE, "2001", faces)]) for faces in (1, 2))
    assert (one != two).any()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
@pytest.mark.filterwarnings("ignore")
def test_any_label_is_drawn_inside_its_own_column(label: str) -> None:
    plain, sheet = (strip([Still(PICTURE, text, 3), Still(PICTURE, "", 3)]) for text in ("", label))
    changed = np.argwhere((plain != sheet).any(axis=(0, 2)))
    if changed.size:
        assert changed.min() >= MARGIN - 4
        assert changed.max() <= MARGIN + WIDTH + 4


@pytest.mark.parametrize(
    "label",
    [
        "\u202eknil",
        "a\x1b[31mb",
        "line\nline",
        "\udcff",
        "e" + "\u0301" * 50,
        "x" * 10_000,
        "日本",
        "",
    ],
)
def test_hostile_labels_are_drawn(label: str) -> None:
    assert strip([Still(PICTURE, label, 3)]).shape[1] == 2 * MARGIN + WIDTH


def test_pictures_stand_on_paper_and_keep_their_colours() -> None:
    sheet = strip(stills(2))
    assert tuple(sheet[2, 2]) == PAPER
    middle = sheet[MARGIN + WIDTH // 2, MARGIN + WIDTH // 2].astype(int)
    assert np.abs(middle - PICTURE[32, 32]).max() < 8


def test_two_stand_side_by_side() -> None:
    white, black = np.full((100, 80, 3), 255, np.uint8), np.zeros((100, 80, 3), np.uint8)
    sheet = pair(white, black, ("Women", "Men"), ("12 faces", "9 faces"))
    middle = sheet[MARGIN + 50]
    left, right = MARGIN + 40, MARGIN + 80 + GAP + 40
    assert (middle[left] == 255).all()
    assert (middle[right] == 0).all()
    below = sheet[MARGIN + 104 :]
    assert (below != np.array(PAPER)).any()


def test_of_two_sizes_the_smaller_is_enlarged() -> None:
    sheet = pair(np.zeros((50, 50, 3), np.uint8), np.zeros((100, 100, 3), np.uint8), ("a", "b"))
    assert (sheet[MARGIN + 50, MARGIN + 20 : MARGIN + 80] == 0).all()


def test_a_strip_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        strip([])

"""Figures have as many digits as say something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.cells import THIN, UNKNOWN, shown, size_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("dlib", "dlib"),
        (12345, "12,345"),
        (-3, "−3"),
        (True, "yes"),
        (0.973, "0.973"),
        (0.0, "0.000"),
        (-0.0, "0.000"),
        (1.0, "1.000"),
        (0.9997, "0.9997"),
        (0.0001, "0.0001"),
        (1e-9, "1.0 × 10⁻⁹"),
        (-0.25, "−0.250"),
        (12.3456, "12.35"),
        (1234.5, "1,234"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_a_number_as_people_read_it(cell: str | float, text: str) -> None:
    assert shown(cell).text == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [(0.973, "97.3"), (1, "100.0"), (0.0, "0.0"), (0.99996, "99.996"), (1e-5, "0.001")],
)
def test_a_share_as_people_read_it(cell: float, text: str) -> None:
    assert shown(cell, percent=True).text == f"{text}{THIN}%"


@pytest.mark.parametrize(
    "cell", [None, float("nan"), Estimate.missing(""), Estimate(value=float("nan"))]
)
def test_what_is_not_known_is_said(cell: float | Estimate | None) -> None:
    found = shown(cell)

    assert (found.text, found.note, found.value) == ("", UNKNOWN, None)


def test_an_estimate_has_its_interval_with_the_same_digits() -> None:
    found = shown(Estimate(value=0.9981, low=0.99, high=0.9997))

    assert (found.text, found.interval) == ("0.9981", "0.9900 to 0.9997")


def test_the_percent_sign_stands_once_in_an_interval() -> None:
    found = shown(Estimate(value=0.95, low=0.9, high=0.98), percent=True)

    assert found.interval == f"90.0 to 98.0{THIN}%"


def test_a_missing_estimate_says_why() -> None:
    assert shown(Estimate.missing("Too few pairs.")).note == "Too few pairs."


def test_an_estimate_keeps_its_note_beside_its_figure() -> None:
    found = shown(Estimate(value=0.5, note="of 3 people"))

    assert (found.text, found.note) == ("0.500", "of 3 people")


def test_numbers_of_one_column_end_at_the_same_place() -> None:
    assert shown(6.5, size=size_of(57.28)).text == "6.50"
    assert shown(0.65, size=size_of(0.9)).text == "0.650"


@pytest.mark.parametrize("cell", ["text", None, float("nan"), Estimate.missing("why")])
def test_what_is_no_number_has_no_size(cell: str | float | Estimate | None) -> None:
    assert size_of(cell) == 0


@given(st.floats(min_value=1e-4, max_value=1, exclude_max=True), st.booleans())
def test_a_share_never_reads_as_none_or_all_unless_it_nearly_is(
    share: float, percent: bool
) -> None:
    text = shown(share, percent=percent).text
    number = float(text.removesuffix(f"{THIN}%")) / (100 if percent else 1)

    assert number > 0
    assert number < 1 or share > 1 - 1e-6
    assert number == pytest.approx(share, abs=6e-4)

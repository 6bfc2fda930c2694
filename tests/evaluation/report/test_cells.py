"""Figures have as many digits as say something."""

from __future__ import annotations

import re

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
    [
        (0.973, "97.3"),
        (1, "100.0"),
        (0.0, "0.0"),
        (0.9998, "99.98"),
        (0.99996, f">{THIN}99.99"),
        (1e-5, f"<{THIN}0.01"),
    ],
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


@pytest.mark.parametrize(
    ("ends", "percent", "text", "interval"),
    [
        ((0.857143, 0.095649, 0.999999), False, "0.8571", f"0.0956 to >{THIN}0.9999"),
        ((0.9985, 0.988412, 0.999991), True, f"99.85{THIN}%", f"98.84 to >{THIN}99.99{THIN}%"),
        ((0.001923, 1e-6, 0.461783), True, f"0.19{THIN}%", f"<{THIN}0.01 to 46.18{THIN}%"),
        ((0.018, 4.6e-8, 0.482), True, f"1.80{THIN}%", f"<{THIN}0.01 to 48.20{THIN}%"),
        ((-0.01, -0.02, -1e-6), False, "−0.0100", f"−0.0200 to >{THIN}−0.0001"),
        ((0.001, 0.00096, 0.00104), True, f"0.10{THIN}%", f"0.10 to 0.10{THIN}%"),
        ((0.0012, 0.00118, 0.00122), True, f"0.12{THIN}%", f"0.12 to 0.12{THIN}%"),
        ((0.001, 0.0006, 0.0014), True, f"0.10{THIN}%", f"0.06 to 0.14{THIN}%"),
        ((57.31, 57.308, 57.312), False, "57.310", "57.308 to 57.312"),
        ((1.0, 1.0, 1.0), True, f"100.0{THIN}%", f"100.0 to 100.0{THIN}%"),
        ((0.0, 0.0, 0.1), True, f"0.0{THIN}%", f"0.0 to 10.0{THIN}%"),
    ],
)
def test_one_more_digit_at_most_tells_an_interval_from_none_all_or_a_point(
    ends: tuple[float, float, float], percent: bool, text: str, interval: str
) -> None:
    value, low, high = ends
    found = shown(Estimate(value=value, low=low, high=high), percent=percent)

    assert (found.text, found.interval) == (text, interval)


@given(st.lists(st.floats(min_value=0, max_value=1), min_size=3, max_size=3), st.booleans())
def test_an_interval_of_shares_never_has_more_than_one_digit_more(
    ends: list[float], percent: bool
) -> None:
    low, value, high = sorted(ends)
    found = shown(Estimate(value=value, low=low, high=high), percent=percent)

    usual = 1 if percent else 3
    written = f"{found.text} {found.interval}"
    decimals = {len(tail) for tail in re.findall(r"\.(\d+)", written)}
    assert decimals in ({usual}, {usual + 1})
    assert "×" not in written


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


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True), st.booleans())
def test_a_measured_share_never_reads_as_exactly_none_or_all(share: float, percent: bool) -> None:
    text = shown(Estimate(value=share), percent=percent).text.removesuffix(f"{THIN}%")
    number = float(text.lstrip(f"<>{THIN}")) / (100 if percent else 1)

    assert 0 < number < 1
    if text.startswith("<"):
        assert 0 < share < number
    elif text.startswith(">"):
        assert number < share < 1
    else:
        assert number == pytest.approx(share, abs=6e-4)
    assert text[0] not in "<>" or min(number, 1 - number) == pytest.approx(0.0001)

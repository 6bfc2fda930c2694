"""Headlines in one line of text."""

from __future__ import annotations

import pytest

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.model import Cell, Headline
from likeness.evaluation.report.words import in_words


@pytest.mark.parametrize(
    ("value", "percent", "words"),
    [
        (Estimate(value=0.973, low=0.951, high=0.988), False, "0.973 (0.951 to 0.988)"),
        (Estimate(value=0.973, low=0.951, high=0.988), True, "97.3\u202f% (95.1 to 98.8\u202f%)"),
        (Estimate.missing("Too few pairs."), True, "Too few pairs."),
        (None, False, "not known"),
        (1234, False, "1,234"),
        ("none surely", False, "none surely"),
        (0.5, True, "50.0\u202f%"),
    ],
)
def test_a_headline_is_one_line(value: Cell, percent: bool, words: str) -> None:
    assert in_words(Headline(label="x", value=value, percent=percent)) == words

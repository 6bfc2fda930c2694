"""Text that is safe in the cell of a spreadsheet."""

from __future__ import annotations

import time

import pytest

from likeness.evaluation.spreadsheet import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\t \t=1", "'\t \t'=1"),
        ('\t"\t"=1', "'\t\"\t\"'=1"),
        (", \n ;=1", ", \n ;'=1"),
        ("\u2003=1", "\u2003'=1"),
        ("a \t b", "a \t b"),
    ],
)
def test_spaces_and_separators_in_front_hide_no_formula(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize("part", ["\t", "\r", "\n", "\t ", ",", ' "', "\t,\n"])
def test_long_runs_of_separators_take_time_in_proportion(part: str) -> None:
    text = part * (100_000 // len(part)) + "x"
    start = time.process_time()
    assert "'=" not in harmless(text)
    assert time.process_time() - start < 2

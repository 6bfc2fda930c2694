"""The record is strict JSON, holds what the page holds, and never NaN."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.record import plain, record
from tests.evaluation.report import reports
from tests.evaluation.report.reports import EVERYTHING


def refuse(text: str) -> None:
    pytest.fail(f"{text} is no JSON")


def read(text: str) -> dict[str, object]:
    text.encode("utf-8")
    return json.loads(text, parse_constant=refuse)


def test_it_holds_what_the_report_holds() -> None:
    found = read(record(reports.report("Anna")))

    assert list(found) == [
        "command",
        "title",
        "dataset",
        "typed",
        "facts",
        "warnings",
        "headlines",
        "tables",
        "record",
    ]
    assert found["facts"] == {"Date": "2026-01-01 Anna", "Anna": "Anna", "seed": "7"}
    assert found["headlines"][0]["value"] == {"value": 0.9, "low": 0.8, "high": 0.95, "note": ""}
    (table,) = found["tables"]
    assert table["section"] == "figures"
    assert table["percent"] == [1]
    assert table["rows"][0][1:3] == [
        {"value": 0.973, "low": 0.951, "high": 0.988, "note": ""},
        12345,
    ]
    assert table["rows"][1][2:] == [None, None]
    assert found["record"]["Anna"] == {"nan": None}


def test_hostile_names_come_back_as_they_were() -> None:
    found = read(record(reports.report(EVERYTHING)))

    assert found["title"] == EVERYTHING
    assert os.fsencode(found["title"]) == os.fsencode(EVERYTHING)


def test_nothing_in_it_steers_a_terminal_or_ends_a_line() -> None:
    text = record(replace(reports.empty(), title="a\x1b\x07\x9b\u2028\u2029b"))

    assert not set(text) & set("\x1b\x07\x9b\u2028\u2029")


@settings(deadline=None)
@given(st.text(st.characters()))
def test_any_title_comes_back(title: str) -> None:
    assert read(record(replace(reports.empty(), title=title)))["title"] == title


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_whatever_is_plain_is_strict_json(value: object) -> None:
    read(record(replace(reports.empty(), record={"value": value})))


def test_a_fact_that_stands_twice_is_told_twice() -> None:
    report = replace(reports.empty(), facts=(("licence", "MIT"), ("licence", "BSD")))

    assert read(record(report))["facts"] == {"licence": "MIT; BSD"}


def test_numbers_of_numpy_and_estimates_become_plain() -> None:
    assert plain(np.float32(0.5)) == 0.5
    assert plain(np.float64("nan")) is None
    assert plain(np.array([[1, 2], [3, 4]])) == [[1, 2], [3, 4]]
    assert plain({"b", "a"}) == ["a", "b"]
    assert plain({1: (True, float("inf"))}) == {"1": [True, None]}
    assert plain(Estimate.missing("why"))["note"] == "why"


@pytest.mark.parametrize("value", [b"bytes", object(), {True: 1}, {None: 1}, {(1, 2): 3}])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)


def test_an_empty_report_is_a_record() -> None:
    assert read(record(reports.empty()))["tables"] == []
